"""What a short message takes over from the request before it: "and for males?", "plot that", "why?".

The words are carried over by code and shown; the model is never asked to guess what "that" is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..language import vocabulary
from ..language.vocabulary import Mention, Named
from .context import Context

_TURNS = 20
_LONGEST = 200
_MOST_WORDS = 9
_LEAD = re.compile(
    r"^\s*(?:and|now|then|also|ok(?:ay)?|same|(?:and\s+)?(?:what|how)\s+about)\b[\s,:]*(?:the\s+same\b\s*)?(?:for|of|in|by|with|only|among)?\s*",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\s*(?:for|only|among|in)\s+", re.IGNORECASE)
_WHY = re.compile(
    r"^\s*(?:and\s+)?(?:but\s+)?(?:why(?:\s+is\s+(?:that|this|it)(?:\s+so)?|\s+so)?|how\s+come|for\s+what\s+reason)\s*[?!.]*\s*$",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"^\s*(?:please\s+|can\s+you\s+|could\s+you\s+|now\s+|and\s+)*(?P<verb>plot|draw|visuali[sz]e|graph|describe|test|show\s+me\s+a\s+(?:plot|figure)\s+of)\s+"
    r"(?:that|it|this|them|these|those)\s*[?!.]*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Followed:
    """A message in full; `told` says how it was read, empty where it stood by itself."""

    text: str
    told: str = ""


def followed(text: str, context: Context) -> Followed:
    """The message with what it takes over from the last one before it that names columns."""
    columns = [one for own in context.columns.values() for one in own]
    if not columns or not _is_short(text):
        return Followed(text)
    before = ""
    for said in context.asked[-_TURNS:]:
        whole = _carried(said, before, columns) or said
        if _mentions(whole, columns) and not _WHY.match(said):
            before = whole
    made = _carried(text, before, columns)
    if made is None:
        return Followed(text)
    if not made:
        return Followed(
            "",
            "It is not clear what this follows. Ask the whole question, with the columns that are meant.",
        )
    return Followed(made, f"Read as “{made}”, after what was asked before.")


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and not text.startswith("/")


def _carried(text: str, before: str, columns: Sequence[Named]) -> str | None:
    """The whole message; empty where there is nothing to carry over, None where it follows nothing."""
    if not _is_short(text):
        return None
    if _WHY.match(text):
        return f"why: {before}" if before else None
    that = _THAT.match(text)
    if that is not None:
        return f"{that['verb']} {_names(before, columns)}" if before else ""
    lead = _LEAD.match(text) or _BARE.match(text)
    if lead is None:
        return None
    rest = text[lead.end() :].strip().rstrip("?!. ")
    named = _mentions(rest, columns)
    if not named or _says_more(rest, named):
        return None
    return _replaced(before, rest, named, columns) if before else ""


def _mentions(text: str, columns: Sequence[Named]) -> list[Mention]:
    """Columns and levels that a text names for sure, the longest first in each place, in order."""
    found = vocabulary.spot(text[:_LONGEST], columns).mentions
    sure = [one for one in found if one.kind != "number" and one.quality >= vocabulary.SURE]
    taken: set[int] = set()
    kept = []
    for one in sorted(
        sure, key=lambda one: (one.start - one.end, -one.quality, one.kind == "level")
    ):
        if taken.isdisjoint(range(one.start, one.end)):
            taken |= set(range(one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _says_more(rest: str, named: Sequence[Mention]) -> bool:
    """Words beside the names that ask for something of their own."""
    held = {at for one in named for at in range(one.start, one.end)}
    tokens = vocabulary.cut(rest).tokens
    small = {
        "the",
        "a",
        "an",
        "and",
        "only",
        "for",
        "of",
        "in",
        "just",
        "with",
        "by",
        "where",
        "is",
        "are",
        "=",
        "`",
    }
    return any(at not in held and token.low not in small for at, token in enumerate(tokens))


def _replaced(before: str, rest: str, named: Sequence[Mention], columns: Sequence[Named]) -> str:
    """The request before, each name that has a counterpart in its place; what has none is a condition or is added."""
    kinds = {column.name: column.numbers for column in columns}
    text = before
    for one in named:
        said = _said(rest, one)
        old = next(
            (other for other in _mentions(text, columns) if _stands_for(one, other, kinds)), None
        )
        if old is not None:
            tokens = vocabulary.cut(text).tokens
            text = text[: tokens[old.start].start] + said + text[tokens[old.end - 1].end :]
        elif one.kind == "level":
            text = f"{text.rstrip('?!. ')} where {one.columns[0]} is {one.level}"
        else:
            text = f"{text.rstrip('?!. ')} by {said}"
    return text


def _said(text: str, one: Mention) -> str:
    tokens = vocabulary.cut(text).tokens
    return text[tokens[one.start].start : tokens[one.end - 1].end]


def _stands_for(new: Mention, old: Mention, kinds: Mapping[str, bool]) -> bool:
    """A level for a level of its column, a number for a number, groups for groups."""
    if new.kind != old.kind:
        return False
    if new.kind == "level":
        return bool(set(new.columns) & set(old.columns))
    return kinds.get(new.columns[0]) == kinds.get(old.columns[0])


def _names(before: str, columns: Sequence[Named]) -> str:
    """What a request named: its numbers by its groups, and its levels as conditions."""
    named = _mentions(before, columns)
    kinds = {column.name: column.numbers for column in columns}
    own = list(dict.fromkeys(one.columns[0] for one in named if one.kind == "column"))
    numbers, groups = [n for n in own if kinds[n]], [n for n in own if not kinds[n]]
    levels = [(one.columns[0], one.level) for one in named if one.kind == "level"]
    text = " and ".join(numbers) or " and ".join(groups)
    if numbers and groups:
        text += f" by {groups[0]}"
    if not text:
        return " and ".join(dict.fromkeys(owner for owner, _ in levels))
    return text + "".join(f" {owner} {level}" for owner, level in levels if owner not in own)
