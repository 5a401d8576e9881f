"""Every sensible way to take the words of a question: as names, as cues, or as words that play no part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import cues, measuring
from .vocabulary import ALIKE, EXACT, Mention, Words

_AT_MOST = 240


@dataclass(frozen=True)
class Item:
    """Some tokens and what they are taken for.

    `kind` is column, level, date, number, unit, cue, compare, refused, stop or unread; `cues` names the cues that
    the words can be, or the comparison.
    """

    kind: str
    start: int
    end: int
    words: str
    cues: frozenset[str] = frozenset()
    mention: Mention | None = None

    @property
    def column(self) -> str:
        """The column that is named."""
        return self.mention.columns[0] if self.mention else ""


def labelings(words: Words) -> Iterator[list[Item]]:
    """Ways to take the question from its first word to its last, likely ones first; at most 240."""
    starts: dict[int, list[Mention]] = {}
    for mention in words.mentions:
        starts.setdefault(mention.start, []).append(mention)
    ends = {one.end for one in words.mentions if one.kind == "number"}
    options = [
        _options(words, at, starts.get(at, []), at in ends) for at in range(len(words.tokens))
    ]
    stack: list[tuple[int, list[Item]]] = [(0, [])]
    given = 0
    while stack and given < _AT_MOST:
        at, items = stack.pop()
        if at == len(words.tokens):
            given += 1
            yield items
            continue
        stack.extend((item.end, [*items, item]) for item in reversed(options[at]))


def _options(words: Words, at: int, mentions: Sequence[Mention], counted: bool) -> list[Item]:
    """What the words from token `at` on can be, the likeliest first; `counted`: a number ends there."""
    named = [one for one in mentions if one.kind != "number"]
    longest = max((one.end for one in named), default=at)
    best = [one for one in named if one.end == longest]
    found = [_item(words, one) for one in sorted(best, key=lambda one: -one.quality)]
    plain = [*_phrases(words, at), *(_item(words, one) for one in mentions if one.kind == "number")]
    if counted and (end := measuring.unit_end(words, at)) > at:
        text = words.text[words.tokens[at].start : words.tokens[end - 1].end]
        plain = [Item("unit", at, end, text)]
    if at and words.tokens[at - 1].low == "per":
        plain = [replace(one, kind="unit") if one.kind == "number" else one for one in plain]
    sure = any(one.quality >= ALIKE for one in best)
    if sure and longest - at >= 2 and not any(one.end > longest for one in plain):
        return found
    # A stop word names a column or level only where it is written just so.
    stop = words.tokens[at].low in cues.STOP
    found = [
        one
        for one in found
        if not stop
        or (one.mention and (one.mention.quality == EXACT or one.end - at > 1))
        or (at and words.tokens[at - 1].low == "how")
        or (one.kind == "level" and len(one.words) > 3)
    ]
    if stop and plain and all(one.kind == "compare" for one in plain):
        plain.append(Item("stop", at, at + 1, words.tokens[at].text))
    if not plain:
        kind = "stop" if stop or not words.tokens[at].text[0].isalnum() else "unread"
        plain = [Item(kind, at, at + 1, words.tokens[at].text)]
    return found + plain if not stop else plain + found


def _item(words: Words, mention: Mention) -> Item:
    text = words.text[words.tokens[mention.start].start : words.tokens[mention.end - 1].end]
    return Item(mention.kind, mention.start, mention.end, text, mention=mention)


def _phrases(words: Words, at: int) -> list[Item]:
    """The longest phrases that start at a token: a comparison, a cue, or what cannot be known."""
    found: list[Item] = []
    for source, kind in (
        (cues.COMPARED, "compare"),
        (cues.PHRASES, "cue"),
        (cues.REFUSED, "refused"),
    ):
        for length in range(min(cues.REACH, len(words.tokens) - at), 0, -1):
            key = tuple(token.low for token in words.tokens[at : at + length])
            if key not in source:
                continue
            end = at + length
            if kind == "compare" and not _value_follows(words, end, source[key]):
                continue
            text = words.text[words.tokens[at].start : words.tokens[end - 1].end]
            found.append(Item(kind, at, end, text, frozenset(source[key])))
            break
    longest = max((one.end for one in found), default=at)
    return [one for one in found if one.end == longest or one.kind == "compare"]


def _value_follows(words: Words, at: int, op: Sequence[str]) -> bool:
    """Whether a number, or a level to be equal to, stands at a token, "the value of" left aside."""
    wanted = ("number", "level", "date") if {"==", "!="} & set(op) else ("number", "date")
    named = max(
        (one.end for one in words.mentions if one.start == at and one.kind == "column"), default=at
    )
    if any(one.start == named and one.kind == "number" for one in words.mentions):
        return True  # beyond redshift 0.1
    while at < len(words.tokens) and words.tokens[at].low in ("the", "value", "of", "a", "level"):
        if any(one.start == at and one.kind in wanted for one in words.mentions):
            return True
        at += 1
    return any(one.start == at and one.kind in wanted for one in words.mentions)
