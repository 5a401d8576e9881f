"""The levels that a number of a model's text is said of, also in lists, tables and contrasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import grids, names
from .names import Names
from .numerals import Figure

_JOINED = re.compile(r"\s*(?:,|/|and|or|,\s*and|&)\s*")
_REST = re.compile(r"\b(?:without|others?|rest|remaining|baseline|un\w+ed)\b", re.IGNORECASE)
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
    return found or _contrasted(text, one, figures, known)


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
    whereas = re.search(r"\b(?:whereas|while|but|although|though)\b\W*$", text[begin:first])
    if whereas is None or not _spots(text[begin:first], known) or _REST.search(text[first:last]):
        return frozenset()
    return NONE if re.match(r"\W*[^\W\d_]", text[first:last]) else frozenset()
