"""Which pair holds in one level of a third column: a quick look at all of them, and the best ones in full.

The look is at rank correlations on a bounded sample of rows: that within a level beside that within all others together, both
less what the levels differ by. What it passes over was looked at all the same, so p is multiplied by the number of all (pair,
level) there are. The test in full is that of the product with the level's indicator (`_moderation`), which the main
relations of both columns are no part of.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..statistics import ranks
from ..statistics.series import thinned
from . import _dependence, _moderation, _roles, _scan, triviality
from ._moderation import FEWEST_IN_LEVEL, MOST_NAMED, Model

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

FIRST, REST = "1", "rest"
CLEAR = 0.05
OTHERS = 0.5
_MOST_COLUMNS, _MOST_THIRDS = 20, 8
_FINALISTS = 2
_SCREEN_ROWS = 4000
_FEWEST_SCREENED = 6


class Held(NamedTuple):
    """A pair in one level of a third column.

    Attributes
    ----------
    made : Model
        The pair beside the level, on all rows.
    inside : ndarray of bool, shape (n,)
    n : int
        Rows inside.
    rho, t, p : float
        Rank correlation inside, and its test for those rows alone.
    others : float
        Mean rank correlation in the other levels, by their rows.
    stands_out : bool
        The others have less than half of it, and none of them has that much for sure.
    tried : int
        How many (pair, level) were looked at.
    """

    made: Model
    inside: Rows
    n: int
    rho: float
    t: float
    p: float
    others: float
    stands_out: bool
    tried: int

    @property
    def whole_p(self) -> float:
        """P of both parts of the claim, for the best of all that were tried."""
        return min(max(self.made.p, self.p) * self.tried, 1.0)


def held(table: Table, outcome: str, rank: str) -> Held | None:
    """The pair of the outcome with its first other column, or with the rest, that holds most in one level of a third."""
    return _scan.of(table).once(("held", outcome, rank), lambda: _held(table, outcome, rank))


def _held(table: Table, outcome: str, rank: str) -> Held | None:
    scan = _scan.of(table)
    names = _moderation.terms(table, outcome)
    firsts = [one for one in names if _levels(scan, one) in (0, 2)][:_MOST_COLUMNS]
    firsts = firsts[:1] if rank == FIRST else firsts[1:]
    thirds = [one for one in names if 2 <= _levels(scan, one) <= MOST_NAMED][:_MOST_THIRDS]
    looked = {
        (x, m, level): gap
        for m in thirds
        for x, level, gap in _looked(table, outcome, [one for one in firsts if one != m], m)
    }
    best = sorted(looked, key=lambda one: -looked[one])[:_FINALISTS]
    full = [in_full(table, outcome, *one, len(looked)) for one in best if looked[one] > 0]
    return min((one for one in full if one), key=lambda one: one.whole_p, default=None)


def _levels(scan: _scan.Scan, name: str) -> int:
    grouped = _roles.is_group(scan.column(name).profile)
    return len(scan.groups(name).levels) if grouped else 0


def _looked(
    table: Table, outcome: str, firsts: list[str], m: str
) -> Iterator[tuple[str, str, float]]:
    """Column, level and how much more the column goes with the outcome there than elsewhere, in errors by chance."""
    scan = _scan.of(table)
    firsts = [one for one in firsts if triviality.reason(table, (one, m)) is None]
    groups = scan.groups(m)
    counts = np.bincount(groups.codes[groups.codes >= 0], minlength=len(groups.levels))
    kept = np.flatnonzero(counts >= FEWEST_IN_LEVEL)
    if len(kept) < 2 or not firsts:
        return
    rows = thinned(scan.n, _SCREEN_ROWS)
    hot = (groups.codes[rows][:, None] == kept).astype(np.float64)
    scores = np.stack([_moderation.filled(scan, one, rows) for one in (outcome, *firsts)], axis=1)
    gaps = _gaps(hot, scores)
    for place, x in enumerate(firsts):
        for one, level in enumerate(kept):
            yield x, groups.levels[level], float(gaps[one, place])


def _gaps(hot: Floats, scores: Floats) -> Floats:
    """By how many errors the correlation with the first score in each level exceeds that in the others, (levels, scores - 1).

    0 where it is no larger in size, or a level has too few rows. Compared on Fisher's scale (1921).
    """
    n = hot.sum(0)
    means = (hot.T @ scores) / np.maximum(n, 1)[:, None]
    rest = (scores - hot @ means) * hot.sum(1, keepdims=True)
    y, x = rest[:, :1], rest[:, 1:]
    sums = [hot.T @ one for one in (x * y, x * x, y * y)]
    inside = _correlation(*sums)
    outside = _correlation(*(one.sum(0) - one for one in sums))
    others = n.sum() - n
    few = np.minimum(n, others) < _FEWEST_SCREENED
    error = np.sqrt(1 / np.maximum(n - 3, 1) + 1 / np.maximum(others - 3, 1))[:, None]
    gap = np.abs(np.arctanh(inside) - np.arctanh(outside)) / error
    return np.where((np.abs(inside) > np.abs(outside)) & ~few[:, None], gap, 0.0)


def _correlation(xy: Floats, xx: Floats, yy: Floats) -> Floats:
    size = np.sqrt(np.maximum(xx, 0) * np.maximum(yy, 0))
    return np.clip(np.where(size > 1e-9, xy / np.maximum(size, 1e-9), 0.0), -0.999, 0.999)


def in_full(table: Table, outcome: str, x: str, m: str, level: str, tried: int) -> Held | None:
    """One pair in one level; None where the rows cannot carry it or depend on each other."""
    made = _moderation.model(table, x, m, outcome, level)
    if made is None or made.kind != "none":
        return None
    each = {one: _rho(made, _moderation.inside_of(made.m, one)) for one in made.m.levels}
    sizes = {one: int(_moderation.inside_of(made.m, one).sum()) for one in made.m.levels}
    rho, n = each.pop(level), sizes.pop(level)
    t, p = _dependence.correlation_p(rho, n)
    turned = {one: math.copysign(1.0, rho) * other for one, other in each.items()}
    others = sum(turned[one] * sizes[one] for one in turned) / sum(sizes.values())
    rivals = [
        one
        for one, other in turned.items()
        if other > OTHERS * abs(rho) and _dependence.correlation_p(other, sizes[one])[1] <= CLEAR
    ]
    stands_out = others <= OTHERS * abs(rho) and not rivals
    inside = _moderation.inside_of(made.m, level)
    return Held(made, inside, n, rho, t, p, others, stands_out, tried)


def _rho(made: Model, part: Rows) -> float:
    sides = [ranks.ranks_of_codes(ranks.dense_codes(one[part])) for one in (made.x.linear[:, 0], made.y)]  # fmt: skip
    a, b = (ranks.unit(side) for side in sides)
    return 0.0 if a is None or b is None else round(ranks.product(a, b), 12)
