"""How many independent rows a pair of columns is worth: repeated units and row order (design rules 4, 5).

Rows are dependent in two ways. Rows of one *unit* (a subject measured several times) are alike; rows that
stand in *order* (time, or a table that was never shuffled) resemble their neighbours. Either only harms a
test when both columns carry it, so the number of independent rows comes from both together.

A table that is merely sorted by a group or by a measured column also has alike neighbours. That is
a relation between columns and no dependence of rows: a column counts as serial only if its neighbours
stay alike after the groups that come in runs, or the column that the rows are sorted by, are taken out.

Two series that both rise, or both come back every year, correlate whatever the one has to do with the other.
Where both columns are serial, a parabola and the waves that stand out are taken out first (`statistics.slow`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..records import Assumption
from ..statistics import assumptions, partial, ranks, series, slow
from . import _places, _roles
from ._scan import Scan

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

WANDERING = 0.9
_NAME = "independent rows"
_MOST_RUNS = 3


@dataclass(frozen=True)
class Dependence:
    """Effective number of rows of a pair.

    Attributes
    ----------
    rows : float
        Between 3 and n.
    kind : str
        "none", "units", "space" (places on a map), "near" (along time, with neighbours alike by no more than chance gives), "order" or
        "wandering" (both columns drift like random walks).
    unit : str or None
        Column of the repeated units.
    assumption : Assumption
    basis : ndarray, shape (n, k), or None
        What is taken out of two series, in their order (`in_order`): orthonormal columns.
    adjusted : ndarray, shape (n,), or None
        Of groups: the scores less that, as the rows stand.
    """

    rows: float
    kind: str
    unit: str | None
    assumption: Assumption
    basis: Floats | None = None
    adjusted: Floats | None = None


def unit_codes(scan: Scan, rows: NDArray[np.bool_]) -> Codes | None:
    """Unit of each of the rows from 0; a row without one is a unit of its own."""
    name = scan.unit
    if name is None:
        return None
    codes = scan.codes(name)[rows]
    lone = codes < 0
    if lone.any():
        codes = codes.copy()
        codes[lone] = codes.max(initial=-1) + 1 + np.arange(int(lone.sum()))
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)


def of(
    scan: Scan,
    names: tuple[str, str],
    rows: NDArray[np.bool_],
    first: Sequence[Floats],
    second: Floats,
    *,
    groups: Codes | None = None,
    whole: bool = False,
) -> Dependence:
    """Dependence of the rows of a pair.

    Parameters
    ----------
    names : the two columns
    rows : ndarray of bool, shape (n,)
        Rows that are complete in both.
    first : list of ndarray
        Scores of the first column in those rows: its ranks, or an indicator of each group.
    second : ndarray
        Scores of the second column in those rows.
    groups : ndarray of int, optional
        Group of each row, from 0, where `first` are indicators and `second` is compared between them.
    whole : bool
        The test takes the columns as they are: nothing is taken out, and what is slow counts for few rows.
    """
    n = len(second)
    within = second if groups is None else partial.within(second, groups)
    codes = unit_codes(scan, rows)
    if codes is not None:
        return _of_units(scan, codes, first, within, n)
    worth = _places.worth(scan, rows, first, within)
    if worth is not None:
        return _of_places(worth, n)
    if is_free(scan, names):
        return Dependence(float(n), "none", None, seen(scan, names))
    place = in_order(scan, rows)
    if not (is_serial(scan, names[0]) and is_serial(scan, names[1])):
        return _of_neighbours(scan, names, [one[place] for one in first], within[place])
    scores = [one[place] for one in first]
    if whole:
        sizes = [slow.independent_rows(one, second[place], 1, 1) for one in scores]
        return _ordered(min(sizes), scores, second[place], "")
    return _of_series(scan, rows, place, scores, second[place], groups)


def _of_places(worth: float, n: int) -> Dependence:
    if worth > 0.95 * n:
        detail = "places near each other are not alike in both columns"
        return Dependence(float(n), "none", None, Assumption(_NAME, "ok", detail))
    detail = f"places near each other are alike in both: worth {worth:.3g} independent rows of {n}"
    met = assumptions.met_by(_NAME, "effective sample size over space", detail)
    return Dependence(worth, "space", None, met)


def _of_neighbours(
    scan: Scan, names: tuple[str, str], first: Sequence[Floats], second: Floats
) -> Dependence:
    """No series by their looks; along a time axis what little likeness is there counts all the same."""
    n, told = len(second), seen(scan, names)
    if scan.axis is None or n < 8:
        return Dependence(float(n), "none", None, told)
    own = max(series.lag_one(second), 0.0)
    likeness = max(series.lag_one(one) for one in first) * own
    if likeness <= 0:
        return Dependence(float(n), "none", None, told)
    size = max(n * (1 - likeness) / (1 + likeness), 3.0)
    return Dependence(size, "near", None, told)


def _of_series(
    scan: Scan,
    rows: NDArray[np.bool_],
    place: NDArray[np.int64],
    first: list[Floats],
    second: Floats,
    groups: Codes | None,
) -> Dependence:
    """Two series in order, less what is slow in them."""
    basis = slow.slow_basis(first, second, slow.places(times(scan, rows)[place]))
    k, rests = basis.shape[1], [slow.less(basis, one) for one in first]
    waves = f" and {(k - 3) // 2} waves that stand out" if k > 3 else ""
    said = f" less a parabola{waves}"
    if groups is None:
        left = slow.less(basis, second)
        sizes = [slow.independent_rows(one, left, k, k) for one in rests]
        return replace(_ordered(min(sizes), first, second, said), basis=basis)
    adjusted, left, parts = compared(basis, groups[place], second)
    sizes = [
        slow.independent_rows(rest, left, k, k + parts - 1) * _kept(one, rest)
        for one, rest in zip(first, rests, strict=True)
    ]
    wander = series.persistence(left, k + parts - 1) > WANDERING
    found = _ordered(max(min(sizes), 3.0), first, second if wander else left, said)
    return replace(found, basis=basis, adjusted=adjusted[np.argsort(place)])


def _ordered(size: float, first: list[Floats], second: Floats, said: str) -> Dependence:
    wandering = all(series.lag_one(one) > WANDERING for one in (*first, second))
    n = len(second)
    detail = f"neighbouring rows are alike in both:{said} worth {size:.3g} independent rows of {n}"
    met = assumptions.met_by(_NAME, "effective sample size", detail)
    return Dependence(size, "wandering" if wandering else "order", None, met)


def compared(basis: Floats, groups: Codes, values: Floats) -> tuple[Floats, Floats, int]:
    """Values less what is slow in them, beside the groups; what both leave; and how many groups there are.

    One linear model of both: a step between groups is no trend, and a trend no difference of groups.
    """
    marks = (groups[:, None] == np.arange(1, int(groups.max()) + 1)).astype(np.float64)
    gaps = np.linalg.lstsq(slow.less(basis, marks), slow.less(basis, values), rcond=1e-10)[0]
    less_groups = values - marks @ gaps
    left = slow.less(basis, less_groups)
    return left + marks @ gaps + values.mean(), left, int(groups.max()) + 1


def _kept(scores: Floats, rest: Floats) -> float:
    """Share of the variance of a column that what is slow leaves."""
    centred = scores - scores.mean()
    return float(np.sum(rest**2) / max(float(np.sum(centred**2)), 1e-300))


def times(scan: Scan, rows: NDArray[np.bool_]) -> Floats:
    """Time of each of the rows; their places where there is no axis."""
    if scan.axis is None:
        return np.arange(int(rows.sum()), dtype=np.float64)
    return scan.values(scan.axis)[rows]


def _of_units(
    scan: Scan, codes: Codes, first: Sequence[Floats], second: Floats, n: int
) -> Dependence:
    name = scan.unit
    size = assumptions.intraclass(second, codes)[1]
    rows = units_share(codes, first, second) * n
    detail = f"{int(codes.max()) + 1} units of {name} of {size:.3g} rows"
    if rows > 0.95 * n:
        weak = Assumption(_NAME, "weak", f"{detail}; rows of one unit are hardly alike")
        return Dependence(float(rows), "units", name, weak)
    met = assumptions.met_by(_NAME, "design effect", f"{detail}: worth {rows:.3g} rows of {n}")
    return Dependence(float(rows), "units", name, met)


def units_share(codes: Codes, first: Sequence[Floats], second: Floats) -> float:
    """Independent rows as a share of n where rows of one unit are alike in both columns."""
    own, size = assumptions.intraclass(second, codes)
    other = max(assumptions.intraclass(scores, codes)[0] for scores in first)
    return max(1 / assumptions.design_effect(size, own, other), 3.0 / len(second))


def is_free(scan: Scan, names: tuple[str, str]) -> bool:
    """No units repeat, no time orders the rows, they are no places, and neighbours are not alike in both columns."""
    ordered = scan.axis is not None or _places.names(scan) is not None
    return scan.unit is None and not ordered and not all(is_serial(scan, name) for name in names)


def seen(scan: Scan, names: tuple[str, str]) -> Assumption:
    """The verdict on the rows of a pair that is free of dependence."""
    if scan.axis is not None:
        return Assumption(_NAME, "ok", "neighbours in time are not alike in both columns")
    alike = [name for name in names if is_serial(scan, name)]
    if alike:
        detail = f"neighbouring rows are alike in {alike[0]} only, which harms no test of the two"
        return Assumption(_NAME, "ok", detail)
    return Assumption(_NAME, "ok", "neighbouring rows are not alike, no repeated units found")


def in_order(scan: Scan, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Places among the complete rows, in the order of the time axis (or as they stand)."""
    if scan.order is None:
        return np.arange(int(rows.sum()))
    place = np.cumsum(rows) - 1
    return np.asarray(place[scan.order[rows[scan.order]]], dtype=np.int64)


def is_serial(scan: Scan, name: str) -> bool:
    """Neighbouring rows (places near each other) stay alike when what sorts the table is taken out."""
    memo = scan.serial
    if name not in memo:
        memo[name] = _is_serial(scan, name)
    return memo[name]


def _is_serial(scan: Scan, name: str) -> bool:
    rows = scan.complete(name)
    if int(rows.sum()) < 8:
        return False
    if _places.names(scan) is not None:
        return _places.is_smooth(scan, rows, scan.ranks(name, rows))
    place = in_order(scan, rows)
    values = scan.ranks(name, rows)[place]
    if scan.axis is not None and _drifts(values):
        return True
    if not series.is_serial(values):
        return False
    if scan.axis is not None or name == sorter(scan):
        return True
    for block in blocks(scan):
        codes = np.where(scan.codes(block) < 0, scan.codes(block).max() + 1, scan.codes(block))
        if block != name:
            values = partial.within(values, np.unique(codes[rows], return_inverse=True)[1])
    if sorter(scan) is not None:
        run = np.linspace(-1, 1, len(values))
        values = partial.without(partial.without(values, run), partial.without(run**2, run))
    return series.is_serial(values)


def _drifts(values: Floats) -> bool:
    """Ranks rise or fall along time beyond chance, as they do in a rare group that is left behind."""
    time, own = (ranks.unit(one) for one in (np.arange(len(values), dtype=np.float64), values))
    limit = max(3 / float(np.sqrt(len(values))), 0.1)
    return time is not None and own is not None and abs(ranks.product(time, own)) > limit


def blocks(scan: Scan) -> tuple[str, ...]:
    """Groups that come in a few runs of rows each, because the table is sorted by them.

    A group that comes and goes again and again, as the seasons do, is a series and sorts nothing.
    """
    if scan.runs is None:
        found = []
        for name, column in scan.columns.items():
            if _roles.is_group(column.profile) and scan.axis is None:
                codes = scan.codes(name)
                shares = np.bincount(codes[codes >= 0]) / max(int((codes >= 0).sum()), 1)
                expected = (1 - float(np.sum(shares**2))) * (len(codes) - 1)
                changes = np.count_nonzero(np.diff(codes))
                if changes < min(0.5 * expected, _MOST_RUNS * len(shares)):
                    found.append(name)
        scan.runs = tuple(found)
    return scan.runs


def sorter(scan: Scan) -> str | None:
    """The measured column that the rows are sorted by, if they are (and no time axis is there)."""
    if scan.axis is not None:
        return None
    for name, column in scan.columns.items():
        if column.profile.summary.get("increasing") and _roles.is_number(column.profile):
            return name
    return None


def wandering(kind: str) -> list[Assumption]:
    """A violated assumption without fallback where groups are stretches of a wandering series."""
    if kind != "wandering":
        return []
    detail = "the values wander like a random walk: stretches of it always differ"
    return [Assumption("no wandering", "violated", detail)]


def correlation_p(rho: float, rows: float) -> tuple[float, float]:
    """T statistic and two-sided p of a rank correlation worth so many rows."""
    from scipy import special

    df = max(rows - 2, 1.0)
    t = rho * np.sqrt(df / max(1 - rho * rho, 1e-15))
    return float(t), 2 * float(special.stdtr(df, -abs(t)))


def steps_correlation(first: Floats, second: Floats) -> float | None:
    """Rank correlation of the steps from row to row of two series in order."""
    a = ranks.unit(ranks.ranks_of_codes(ranks.dense_codes(np.diff(first))))
    b = ranks.unit(ranks.ranks_of_codes(ranks.dense_codes(np.diff(second))))
    return None if a is None or b is None else float(a @ b)
