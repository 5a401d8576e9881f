"""Text as runs: what code states carries its sources, what a model says is checked against them.

A number of a model's text is grounded only where it equals, in the digits shown, one that was computed, printed or
typed, and where the words beside it give it no other meaning. What is in doubt is unverified.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import claims, directions, matching, names, numerals, pairs
from .facts import Fact, Grounds
from .numerals import Figure
from .records import Block, Run, Source

_LIST = re.compile(r"(?m)^[ \t]*(?P<number>\d{1,2})[.)](?=\s)")


@dataclass(frozen=True)
class Cited:
    """A number or a name in a sentence by code, and what it comes from."""

    text: str
    source: Source


@dataclass
class Sources:
    """The sources of one reply in the order of their first use, each once."""

    found: list[Source] = field(default_factory=list)

    def place(self, source: Source) -> int:
        """Where a source stands; a new one is put at the end."""
        if source not in self.found:
            self.found.append(source)
        return self.found.index(source)

    def told(self) -> tuple[Source, ...]:
        """All of them: `Reply.sources`."""
        return tuple(self.found)


def stated(sources: Sources, *parts: str | Cited) -> Block:
    """A paragraph by code.

    >>> sources = Sources()
    >>> mean = Source("variable", "mean of mass over 333 rows", "penguins")
    >>> block = stated(sources, "The mean of ", Cited("mass", mean), " is ", Cited("4207", mean), ".")
    >>> Reply("computed", (block,), sources.told())
    """
    runs = (
        Run(part)
        if isinstance(part, str)
        else Run(part.text, "grounded", sources.place(part.source))
        for part in parts
    )
    return Block("text", tuple(run for run in runs if run.text))


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    source: Source | None


def checked(text: str, grounds: Grounds, sources: Sources) -> tuple[Run, ...]:
    """A model's text as runs: each number, name and direction grounded with its source, or unverified.

    Parameters
    ----------
    text : str
        Made fit to be shown (shown.py).
    grounds : Grounds
        What the text may rest on.
    sources : Sources
        Of the reply; those that are used are added.
    """
    spots = [_Mark(start, end, known.source) for start, end, known in grounds.names.spots(text)]
    figures = [one for one in numerals.figures(text) if not _held(one.start, one.end, spots)]
    numbered = _numbering(text)
    told = [
        _Mark(start, end, source)
        for start, end, source in directions.told(text, grounds)
        if not any(one.start <= start < one.end for one in figures)  # the sign of a number
    ]
    read = [
        (one, matching.rests_on(text, one, figures, grounds))
        for one in figures
        if one.start not in numbered
    ]
    told = [_signed(text, one, read) for one in told]
    doubtful = [one.start for one in told if one.source is None]
    torn = pairs.torn(text, read, doubtful)
    blamed = [
        place
        for one, fact in read
        if fact is None
        for place in matching.to_blame(text, one, figures, grounds)
    ]
    claimed = [_Mark(start, end, source) for start, end, source in claims.told(text, grounds)]
    blamed += [(one.start, one.end) for one in claimed if one.source is None]
    marks = [
        _Mark(one.start, one.end, None if fact is None or one in torn else fact.source)
        for one, fact in read
    ]
    marks += [_Mark(start, end, None) for start, end in blamed]
    marks += [one for one in spots if (one.start, one.end) not in blamed]
    marks += [
        _Mark(start, end, None)
        for start, end in names.alleged(text)
        if not _overlaps(start, end, marks)
    ]
    marks += [one for one in claimed if not _overlaps(one.start, one.end, marks)]
    marks += [one for one in told if not _overlaps(one.start, one.end, marks)]
    return _runs(text, marks, sources)


def _signed(text: str, mark: _Mark, read: Sequence[tuple[Figure, Fact | None]]) -> _Mark:
    """A word such as "negative" with the source of the number of its clause, where it tells that number's sign."""
    begin, stop = names.clause(text, mark.start, mark.end)
    beside = [(one, fact) for one, fact in read if begin <= one.start < stop]
    if mark.source is not None or len(beside) != 1 or beside[0][1] is None:
        return mark
    fact = beside[0][1]
    word = text[mark.start : mark.end].lower()
    alone = not matching.denied(text, begin, mark.start)
    if alone and directions.signed(word, fact.value, fact.kinds):
        return replace(mark, source=fact.source)
    return mark


def _held(start: int, end: int, spots: list[_Mark]) -> bool:
    return any(one.start <= start and end <= one.end for one in spots)


def _overlaps(start: int, end: int, marks: list[_Mark]) -> bool:
    return any(one.start < end and start < one.end for one in marks)


def _numbering(text: str) -> set[int]:
    """Places of the numbers that number a list: 1, 2, 3 at the beginnings of lines."""
    found = list(_LIST.finditer(text))
    inorder = [int(one["number"]) for one in found] == list(range(1, len(found) + 1))
    return {one.start("number") for one in found} if inorder else set()


def _runs(text: str, marks: list[_Mark], sources: Sources) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if mark.start < at:
            continue
        if mark.start > at:
            runs.append(Run(text[at : mark.start]))
        piece = text[mark.start : mark.end]
        if mark.source is None:
            runs.append(Run(piece, "unverified"))
        else:
            runs.append(Run(piece, "grounded", sources.place(mark.source)))
        at = mark.end
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)
