"""The difference of two columns of one quantity in one level of a third column.

Whether the differences there are not those of all other levels together is tested by Welch's t and by Mann and Whitney's test, the
larger p of the two; whether they are not 0 there as in `paired`. A third that the differences themselves make (improved: yes or no) is
passed over, as is a table whose rows stand in order or repeat units.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Candidate, Profile
from ..statistics import paired as signs
from . import _families, _paired_cell, _roles, _scan, difference, paired, triviality
from ._levels import CLEAR, OTHERS
from ._moderation import FEWEST_IN_LEVEL, MOST_NAMED
from .base import Finding
from .paired import Pairs

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

MOST_PAIRS = 10
METHOD = "in one group, tested beside the others"
_BEGAN = "where the levels began apart they change apart by regression to the mean"
_MOST_THIRDS = 8
_FINALISTS = 2


class Place(NamedTuple):
    """One level: which rows stand in it and which in the others, and the p of the two compared."""

    third: str
    level: str
    inside: Rows
    beside: Rows
    p: float


def families(profile: Profile) -> Iterator[tuple[str, str]]:
    """The first ten pairs of columns of one quantity."""
    for family in _families.pairs(profile)[:MOST_PAIRS]:
        yield family.first.name, family.second.name


def measure(table: Table, candidate: Candidate) -> Finding | None:
    """The level where the difference stands out most; None where no level can carry it or rows depend on each other."""
    whole = _whole(table, candidate)
    if whole is None:
        return None
    places = list(_places(table, candidate.variables, whole.places))
    nearest = sorted(places, key=lambda one: one.p)[:_FINALISTS]
    found = [made for one in nearest if (made := _told(table, candidate, whole, one, len(places)))]
    return min(found, key=lambda one: one.evidence.p or 0.0, default=None)


def again(table: Table, candidate: Candidate, third: str, level: str) -> Finding | None:
    """The one level that is named, with no search."""
    whole = _whole(table, candidate)
    if whole is None:
        return None
    places = _places(table, candidate.variables, whole.places)
    named = [one for one in places if (one.third, one.level) == (third, level)]
    return _told(table, candidate, whole, named[0], 1) if named else None


def _whole(table: Table, candidate: Candidate) -> Pairs | None:
    """The pairs of all rows, where these are independent."""
    whole = paired.pairs(table, candidate)
    if whole is None or whole.share < 1 or whole.units or np.ptp(whole.d) == 0:
        return None
    return whole


def code(table: Table, finding: Finding) -> str:
    """The cell of one level."""
    return _paired_cell.code(_scan.of(table), finding, None)


def _differences(scan: _scan.Scan, names: tuple[str, ...], places: int) -> Floats:
    first, second = (scan.values(name) for name in names)
    return np.asarray(np.round(first - second, places), dtype=np.float64)


def _places(table: Table, names: tuple[str, ...], places: int) -> Iterator[Place]:
    """Levels, of those that hold the same rows the one whose column has the fewest."""
    scan = _scan.of(table)
    d = _differences(scan, names, places)
    seen: set[bytes] = set()
    for third in _thirds(table, names):
        groups = scan.groups(third)
        rows = scan.complete(*names, third)
        for code, level in enumerate(groups.levels):
            inside = rows & (groups.codes == code)
            beside = rows & ~inside
            if min(int(inside.sum()), int(beside.sum())) < FEWEST_IN_LEVEL:
                continue
            a, b = d[inside], d[beside]
            if np.ptp(a) == 0 or np.ptp(b) == 0 or a.max() < b.min() or b.max() < a.min():
                continue
            if (rows_key := inside.tobytes() + beside.tobytes()) in seen:
                continue
            seen.add(rows_key)
            yield Place(third, level, inside, beside, _apart(a, b))


def _thirds(table: Table, names: tuple[str, ...]) -> list[str]:
    scan = _scan.of(table)
    found = [
        name
        for name, column in scan.columns.items()
        if name not in (*names, scan.axis, scan.unit)
        and _roles.is_group(column.profile)
        and 2 <= len(scan.groups(name).levels) <= MOST_NAMED
        and all(triviality.reason(table, (name, one)) is None for one in names)
    ]
    found = sorted(found, key=lambda name: len(scan.groups(name).levels))
    return found[:_MOST_THIRDS]


def _apart(a: Floats, b: Floats) -> float:
    """The larger p of Welch's t and of Mann and Whitney's test."""
    t, df = difference.welch(a, b)
    z = difference.mann_whitney_z(a, b)
    return 2 * max(float(special.stdtr(df, -abs(t))), float(special.ndtr(-abs(z))))


def _stands_out(scan: _scan.Scan, names: tuple[str, ...], places: int, place: Place) -> bool:
    """The others together have less than half of it by signed ranks, and none of them has that much for sure."""
    d = _differences(scan, names, places)
    own = signs.signed_ranks(d[place.inside]).r
    most = OTHERS * abs(own)
    if signs.signed_ranks(d[place.beside]).r * np.sign(own) > most:
        return False
    codes = scan.groups(place.third).codes
    each = [d[place.beside & (codes == code)] for code in np.unique(codes[place.beside])]
    found = [signs.signed_ranks(one) for one in each]
    return not any(
        one.r * np.sign(own) > most and 2 * float(special.ndtr(-abs(one.z))) <= CLEAR
        for one in found
    )


def _told(
    table: Table, candidate: Candidate, whole: Pairs, place: Place, tried: int
) -> Finding | None:
    """The difference in one level, with the p of both tests, which is 1 where it does not stand out."""
    scan, names = _scan.of(table), candidate.variables
    a, b = (scan.values(name)[place.inside] for name in names)
    inner = paired.compared(table, candidate, dataclasses.replace(whole, a=a, b=b))
    if inner is None or inner.evidence.p is None:
        return None
    evidence = inner.evidence
    p = min(max(place.p, inner.evidence.p) * tried, 1.0)
    if not _stands_out(scan, names, whole.places, place):
        p = 1.0  # looked at, and nothing is claimed
    best = (f"the best of {tried} places, which the p is multiplied by",) if tried > 1 else ()
    return dataclasses.replace(
        inner,
        evidence=dataclasses.replace(
            evidence,
            method=f"{evidence.method} {METHOD}",
            p=p,
            caveats=(*best, _BEGAN),
            control=evidence.control if p <= CLEAR else None,
        ),
        context={"column": place.third, "value": place.level},
        facts={
            **(inner.facts or {}),
            "moderator": place.third,
            "value": place.level,
            "tried": tried,
            "columns": (*names, place.third),
        },
        shown=p <= CLEAR,
    )
