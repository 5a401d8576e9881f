"""Text as runs: what code states carries its sources, what a model says is checked against them.

A number of a model's text is grounded only where it equals, in the digits shown, one that was computed, printed or
typed, and where the words beside it give it no other meaning. What is in doubt is unverified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import directions, kinds, names, numerals
from .facts import Fact, Grounds, word_before
from .numerals import Figure
from .records import Block, Run, Source

_NEGATED = re.compile(r"\b(?:not|never|nor|neither|isn't|wasn't|aren't|doesn't|cannot|without|hardly|barely)\b|n't\b", re.IGNORECASE)  # fmt: skip
_BOUND = re.compile(
    r"(?P<below>[<≤]|\b(?:below|under|less\s+than|fewer\s+than|smaller\s+than|at\s+most|up\s+to))\s*$|"
    r"(?P<above>[>≥]|\b(?:above|more\s+than|greater\s+than|larger\s+than|higher\s+than|at\s+least|exceed(?:s|ing)?))\s*$",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?m)^[ \t]*(?P<number>\d{1,2})[.)](?=\s)")
_UNITLESS = frozenset("g kg mm cm m km s ms min h hz k c f ev gev mev pa mol l ml v w j n".split())


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
    marks = [_number(text, one, figures, grounds) for one in figures if one.start not in numbered]
    marks += spots
    marks += [
        _Mark(start, end, None)
        for start, end in names.alleged(text)
        if not _overlaps(start, end, marks)
    ]
    told = [_Mark(start, end, source) for start, end, source in directions.told(text, grounds)]
    marks += [one for one in told if not _overlaps(one.start, one.end, marks)]
    return _runs(text, marks, sources)


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


def _number(text: str, one: Figure, figures: list[Figure], grounds: Grounds) -> _Mark:
    fact = _rests_on(text, one, figures, grounds)
    return _Mark(one.start, one.end, None if fact is None else fact.source)


def _rests_on(text: str, one: Figure, figures: list[Figure], grounds: Grounds) -> Fact | None:
    """The fact that a number may be, or None."""
    if one.value is None:
        return None
    begin, stop = names.clause(text, one.start, one.end)
    if _NEGATED.search(text[begin : one.start]):
        return None
    first, last = names.sentence(text, one.start, one.end)
    spans = [
        (other.start - first, other.end - first) for other in figures if first <= other.start < last
    ]
    said = kinds.beside(text[first:last], one.start - first, one.end - first, spans)
    about = _about(text, (begin, stop), (first, last), grounds.names)
    bound = _BOUND.search(text[max(begin, one.start - 16) : one.start])
    for fact in grounds.facts:
        if _fits(text, one, fact, said, about, bound):
            return fact
    return None


def _about(
    text: str, clause: tuple[int, int], sentence: tuple[int, int], known: names.Names
) -> frozenset[str]:
    """The names that a number is said of: those of its clause, else of its sentence, else the last before."""
    for begin, stop in (clause, sentence):
        found = known.within(text[begin:stop])
        if found:
            return found
    before = known.spots(text[: sentence[0]])
    if not before:
        return frozenset()
    begin, stop = names.sentence(text, before[-1][0], before[-1][1])
    return known.within(text[begin:stop])


def _fits(
    text: str,
    one: Figure,
    fact: Fact,
    said: frozenset[str],
    about: frozenset[str],
    bound: re.Match[str] | None,
) -> bool:
    """Whether a number may be a certain fact: value, kind, names, unit and bound all agree."""
    if fact.before is not None:
        same = word_before(text, one.start) == fact.before
        return _equal(one, fact) and (same or not (said or about))
    if bound is not None:
        value, limit = fact.value, one.value or 0.0
        holds = value < limit if bound["below"] else value > limit
        if not (holds and said & {"p", "q"} and said & fact.kinds and bound["below"]):
            return False
    elif not _equal(one, fact):
        return False
    if not kinds.agree(said, fact.kinds):
        return False
    return _named_alike(fact, about) and _same_unit(one, fact)


def _named_alike(fact: Fact, about: frozenset[str]) -> bool:
    if not fact.names:
        return True
    if fact.needs - about:
        return False
    return about <= fact.names


def _same_unit(one: Figure, fact: Fact) -> bool:
    """A unit is one of the fact's, or the word is no unit."""
    told = one.unit
    if not told or (told.isalpha() and told.lower() not in _UNITLESS):
        return True
    own = {(fact.unit or "").casefold()} | {
        name.casefold().rpartition("_")[2] for name in fact.names
    }
    return told.casefold() in own


def _equal(one: Figure, fact: Fact) -> bool:
    """Equal in the digits shown, sign and percent scale considered."""
    if one.value is None:
        return False
    for value, scale in _readings(one, fact):
        step = one.step * scale
        if fact.value == value:
            return True
        # a small whole number is no rounding of another, and nothing but nothing is rounded to nought
        coarse = one.whole and abs(one.value) < 10
        if not coarse and value and abs(fact.value - value) <= step / 2 * (1 + 1e-9):
            return True
    return False


def _readings(one: Figure, fact: Fact) -> list[tuple[float, float]]:
    """The number on the fact's scale: 34 % of a fraction is 0.34."""
    value = one.value or 0.0
    if one.percent == fact.percent:
        return [(value, 1.0)]
    if one.percent and fact.kinds & {"share"} and 0 <= fact.value <= 1:
        return [(value / 100, 0.01)]
    return []
