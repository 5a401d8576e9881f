"""Which words of a message name an operation, and which name tables, columns, levels and numbers.

An operation takes a message only where its own words, names and words such as "the" account for all of it;
what is left over, `unread`, belongs to a question of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...language import cues, vocabulary
from ...language.vocabulary import EXACT, GUESS, SURE, UNITS, Mention, Named, Words
from ..context import Context

Phrase = tuple[str, ...]
_ARTICLES = frozenset({"a", "an", "the", "i", "me", "my", "we"})
# What may follow a column that is called like an article: `plot a against b`.
_AFTER_A_NAME = frozenset(
    "and or by vs versus against with on over from at between across is are = per for to given in".split()
)
_POLITE = frozenset("please kindly now again quickly simply just like would could can".split())


@dataclass(frozen=True)
class Heard:
    """The names in a message about one object.

    Attributes
    ----------
    subject : str
        The object that is meant.
    columns : tuple of str
        Columns named, in the order of the message, each once.
    levels : tuple of (column, level)
        Groups named.
    numbers : tuple of (float, int)
        Numbers and the token at which each stands.
    unread : tuple of str
        Words that are no name, no word of the operation and no word such as "the".
    rivals : tuple of str
        Other objects that the words name as well.
    named : bool
        Whether the object itself is named.
    places : mapping of column to int
        Token at which each column is first named.
    guessed : tuple of (words, column, others)
        Words that are part of a column's name only, the column they were read as, and others they may mean.
    words : tuple of str
        All tokens in lower case.
    """

    subject: str
    columns: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[float, int], ...]
    unread: tuple[str, ...]
    rivals: tuple[str, ...]
    named: bool
    places: Mapping[str, int]
    words: tuple[str, ...]
    guessed: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def says(self, *words: str) -> bool:
        """Whether one of these words stands in the message."""
        return not set(words).isdisjoint(self.words)


def phrases(text: str) -> frozenset[Phrase]:
    """Phrases as they are written down: separated by semicolons."""
    return frozenset(tuple(one.split()) for one in text.split(";") if one.split())


def said(question: str, cues_of: Iterable[Phrase]) -> set[int]:
    """Tokens that the longest of these phrases cover, each place once; empty where none stands there."""
    tokens = [token.low for token in vocabulary.cut(question).tokens]
    known = set(cues_of)
    longest = max(map(len, known), default=0)
    covered: set[int] = set()
    at = 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            if tuple(tokens[at : at + length]) in known:
                covered |= set(range(at, at + length))
                at += length
                break
        else:
            at += 1
    return covered


def heard(
    question: str,
    context: Context,
    cue: set[int],
    extra: Iterable[str] = (),
    *,
    without_data: bool = False,
) -> Heard | None:
    """The names in a message, about the object that they fit best; None where there is no data.

    Parameters
    ----------
    cue : set of int
        Tokens that name the operation, and so name nothing else.
    extra : iterable of str
        Words that the operation understands beside them.
    without_data : bool
        Whether the operation can do something where there is no data: `subject` is then empty.
    """
    tables = {name: found for name, found in context.columns.items() if found}
    if not tables and without_data:
        tables = {"": []}
    if not tables:
        return None
    allowed = cues.STOP | _POLITE | frozenset(extra)
    read = {name: _of(question, name, tables[name], context, cue, allowed) for name in tables}
    best = max(tables, key=lambda name: _fit(read[name]))
    rivals = tuple(name for name in tables if name != best and _ties(read[name], read[best]))
    return replace(read[best], rivals=rivals)


def _fit(found: Heard) -> tuple[bool, int, int, int]:
    # max() keeps the first of equals, which is the most recent object
    known = len(found.columns) + len(found.levels)
    return found.named, -len(found.unread), -len(found.guessed), known


def _ties(other: Heard, best: Heard) -> bool:
    return _fit(other) == _fit(best) and bool(best.columns) and not best.named


def _of(
    question: str,
    subject: str,
    columns: Sequence[Named],
    context: Context,
    cue: set[int],
    allowed: frozenset[str],
) -> Heard:
    words = vocabulary.spot(question, columns)
    cue = cue - _names_too(words, columns, cue)
    tables = spelled(words, context.columns)
    names, taken = _chosen(words, cue, {at for spans in tables.values() for at in spans})
    own = tables.get(subject, set()) - taken
    for spans in tables.values():
        taken |= spans
    attached = _attached(context, subject, columns)
    named = bool(own) or (attached is not None and not any(tables.values()))
    found: dict[str, int] = {}
    levels: dict[tuple[str, str], None] = {}
    for one in names:
        if one.kind == "column":
            found.setdefault(one.columns[0], one.start)
    for one in names:
        if one.kind == "level":
            owner = next((name for name in one.columns if name in found), one.columns[0])
            levels[owner, one.level] = None
    if attached:
        found.setdefault(attached, len(words.tokens))
    unread = [
        at
        for at, token in enumerate(words.tokens)
        if at not in taken | cue and token.text[0].isalnum() and token.low not in allowed
        and not any(
            one.kind == "number" and (one.start <= at < one.end or (at == one.end and token.low in UNITS))
            for one in words.mentions
        )
    ]  # fmt: skip
    guessed = _guessed(words, unread, columns, found)
    ordered = sorted(found, key=lambda name: found[name])
    numbers = [
        (one.number, one.start)
        for one in words.mentions
        if one.kind == "number" and one.start not in taken
    ]
    return Heard(
        subject, tuple(ordered), tuple(levels), tuple(numbers),
        tuple(words.tokens[at].text for at in unread), (), named, found,
        tuple(token.low for token in words.tokens), tuple(guessed),
    )  # fmt: skip


def _names_too(words: Words, columns: Sequence[Named], cue: set[int]) -> set[int]:
    """Words of the operation that name a column as well, and are not needed: "plot mass by plot"."""
    names = {column.name for column in columns}
    alone = [
        at
        for at in sorted(cue)
        if words.tokens[at].text in names and cue.isdisjoint({at - 1, at + 1})
    ]
    return set(alone if len(alone) < len(cue) else alone[1:])


def _guessed(
    words: Words, unread: list[int], columns: Sequence[Named], found: dict[str, int]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Columns of whose names each run of unread words is a part; such words are read then."""
    runs: list[list[int]] = []
    for at in unread:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    guessed = []
    for run in runs:
        told = words.text[words.tokens[run[0]].start : words.tokens[run[-1]].end]
        scored = vocabulary.guesses([words.tokens[at].text for at in run], columns)
        meant = [name for name, score in scored.items() if score >= GUESS and name not in found]
        # what is written as a name, and is none, is no part of another
        if meant and "_" not in told:
            found[meant[0]] = run[0]
            guessed.append((told, meant[0], tuple(meant[1:])))
            for at in run:
                unread.remove(at)
    return guessed


def _attached(context: Context, subject: str, columns: Sequence[Named]) -> str | None:
    """The column of this object that stands beside the message; "" for the object itself."""
    known = {column.name for column in columns}
    for one in context.attachments:
        if one.kind == "variable" and one.name == subject:
            return ""
        variable, _, column = one.name.partition(".")
        if one.kind == "column" and variable == subject and column in known:
            return column
    return None


def spelled(words: Words, names: Iterable[str]) -> dict[str, set[int]]:
    """Tokens that spell the name of an object, letter by letter."""
    found: dict[str, set[int]] = {}
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", words.text):
            spans = {
                at
                for at, token in enumerate(words.tokens)
                if match.start() <= token.start and token.end <= match.end()
            }
            found.setdefault(name, set()).update(spans)
    return found


def _chosen(words: Words, cue: set[int], tables: set[int]) -> tuple[list[Mention], set[int]]:
    """Columns and levels that are named for sure: longest first, none twice over one word."""
    sure = [
        one
        for one in words.mentions
        if one.kind != "number" and one.quality >= SURE and _is_name(one, words)
        and cue.isdisjoint(range(one.start, one.end))
    ]  # fmt: skip
    order = sorted(
        sure,
        key=lambda one: (
            one.start - one.end, one.start in tables and one.kind == "level", -one.quality,
            one.kind == "level", one.start,
        ),
    )  # fmt: skip
    taken: set[int] = set()
    found = []
    for one in order:
        span = set(range(one.start, one.end))
        if not span & taken:
            taken |= span
            found.append(one)
    return sorted(found, key=lambda one: one.start), taken


def _is_name(one: Mention, words: Words) -> bool:
    """A word such as "type" or "a" names a column only where it is written just so, and stands as one."""
    token = words.tokens[one.start]
    if one.end - one.start > 1 or token.low not in cues.STOP:
        return True
    if one.quality < EXACT or one.kind == "level":
        return False
    if token.low not in _ARTICLES:
        return True
    following = words.tokens[one.end].low if one.end < len(words.tokens) else ""
    return not following or following in _AFTER_A_NAME or not following[0].isalnum()


def column(context: Context, subject: str, name: str) -> Named:
    """How a column may be named."""
    return next(one for one in context.columns[subject] if one.name == name)


def live(context: Context, subject: str) -> Any:
    """The object itself."""
    return context.objects[subject]
