"""The levels that a number of a model's text is said of, also in lists, tables and contrasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import grids, names
from .names import Names
from .numerals import Figure

_JOINED = re.compile(r"\s*(?:,|/|and|or|,\s*and|&)\s*")
_REST = re.compile(r"\b(?:without|others?|rest|remaining|baseline|un\w+ed)\b", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[^\W\d_]*\s*\([^()\d]*")
_PARTED = re.compile(r"[,;:()|\n]|\b(?:and|than|versus|vs|against|while|whereas|but)\b")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STRANGER = re.compile(r"\s+(?:with|for|in|among)\s+(?:the\s+)?(?P<word>[^\W\d_][\w-]*)")
_KNOWN_WORDS = re.compile(
    r"(?:all|total|each|both|it|them|this|that|these|those|which|an?|general|other|mean|between|average|others?|\w*(?:rows?|data|days?|tests?|"
    r"samples?|groups?|range|years?|units?|family|table|record|case|cases|turn|sum|fact))",
    re.IGNORECASE,
)
# A name that stands for no level where one must: it may be any of them, and so no number is of it.
NONE = frozenset({""})


def said_of(text: str, one: Figure, figures: Sequence[Figure], known: Names) -> frozenset[str]:
    """The levels that a number is said of; NONE where others of its sentence have theirs and it has none."""
    grid = grids.cell(text, one.start)
    if grid is not None:
        return known.levels_in(" ".join(grid), by_code=True)
    listed = _listed(text, one, figures, known)
    if listed is not None:
        return listed
    found = names.levels_at(
        text, one.start, one.end, [(other.start, other.end) for other in figures], known
    )
    found = found or _begun(text, one, figures, known)
    at = figures.index(one)
    if not found and at and _BRACKET.fullmatch(text[figures[at - 1].stop : one.start]):
        return said_of(text, figures[at - 1], figures, known)  # 12.1 g (n = 58)
    return found or _contrasted(text, one, figures, known)


def _begun(text: str, one: Figure, figures: Sequence[Figure], known: Names) -> frozenset[str]:
    """The level that a word of a number's part of the sentence begins with: "during stimulation" of the level stim."""
    first, last = names.sentence(text, one.start, one.end)
    until = min([last, *(other.start for other in figures if other.start > one.start)])
    begin = max([first, *(other.stop for other in figures if other.start < one.start)])
    behind = _PARTED.split(text[one.stop : until])[0]
    ahead = (
        text[begin : one.start] if begin == first else _PARTED.split(text[begin : one.start])[-1]
    )
    return _start_of(behind, known) or _start_of(ahead, known)


def _start_of(part: str, known: Names) -> frozenset[str]:
    words = {word.group().casefold() for word in _WORD.finditer(part)}
    found = [
        level
        for level in known.levels
        if len(level) >= 4 and any(word.startswith(level.casefold()) for word in words)
    ]
    return frozenset(found) if len(found) == 1 else frozenset()


def strangers(text: str, one: Figure, known: Names) -> list[tuple[int, int]]:
    """The place of the word behind a number that stands where a level would, and is none."""
    match = _STRANGER.match(text, one.stop)
    if match is None or known.within(match["word"]) or _KNOWN_WORDS.fullmatch(match["word"]):
        return []
    return [match.span("word")]


def _listed(
    text: str, one: Figure, figures: Sequence[Figure], known: Names
) -> frozenset[str] | None:
    """Of "A, B and C are 1, 2 and 3" each has its own; None where the numbers are no list."""
    at = figures.index(one)
    first = last = at
    while first and _JOINED.fullmatch(text[figures[first - 1].stop : figures[first].start]):
        first -= 1
    while last + 1 < len(figures) and _JOINED.fullmatch(
        text[figures[last].stop : figures[last + 1].start]
    ):
        last += 1
    begin, stop = names.sentence(text, one.start, one.end)
    apart = "respectively" in text[begin:stop].lower()
    if last == first:
        return NONE if apart and len(_spots(text[begin:stop], known)) > 1 else None
    told = _spots(text[begin : figures[first].start], known)
    if len(told) == last - first + 1:
        return frozenset({told[at - first]})
    return NONE if apart and told else None


def _spots(part: str, known: Names) -> list[str]:
    """The levels of a part of a text in their order, each once."""
    return list(
        dict.fromkeys(one.name for _, _, one in known.spots(part) if one.name in known.levels)
    )


def _contrasted(text: str, one: Figure, figures: Sequence[Figure], known: Names) -> frozenset[str]:
    """NONE where another number of the sentence is of a level and the clause of this one names nobody that is known."""
    begin, _ = names.sentence(text, one.start, one.end)
    first, last = names.clause(text, one.start, one.end)
    others = [other for other in figures if begin <= other.start < one.start]
    if others and strangers(text, one, known) and _spots(text[begin : one.start], known):
        return NONE
    whereas = re.search(r"\b(?:whereas|while|but|although|though)\b\W*$", text[begin:first])
    if whereas is None or not _spots(text[begin:first], known) or _REST.search(text[first:last]):
        return frozenset()
    return NONE if re.match(r"\W*[^\W\d_]", text[first:last]) else frozenset()
