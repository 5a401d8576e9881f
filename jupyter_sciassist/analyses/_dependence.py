"""How many independent rows a pair of columns is worth: repeated units and row order (design rules 4, 5).

Rows are dependent in two ways. Rows of one *unit* (a subject measured several times) are alike; rows that
stand in *order* (time, or a table that was never shuffled) resemble their neighbours. Either only harms a
test when both columns carry it, so the number of independent rows comes from both together.

A table that is merely sorted by a group or by a measured column also has alike neighbours. That is
a relation between columns and no dependence of rows: a column counts as serial only if its neighbours
stay alike after the groups that come in runs, or the column that the rows are sorted by, are taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..records import Assumption
from ..statistics import assumptions, partial, ranks, series
from . import _roles
from ._scan import Scan

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

WANDERING = 0.9
_NAME = "independent rows"


@dataclass(frozen=True)
class Dependence:
    """Effective number of rows of a pair.

    Attributes
    ----------
    rows : float
        Between 3 and n.
    kind : str
        "none", "units", "order" or "wandering" (both columns drift like random walks).
    unit : str or None
        Column of the repeated units.
    assumption : Assumption
    """

    rows: float
    kind: str
    unit: str | None
    assumption: Assumption


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
    parts: int = 1,
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
    parts : int
        Group means that were taken out of `second`.
    """
    n = len(second)
    codes = unit_codes(scan, rows)
    if codes is not None:
        return _of_units(scan, codes, first, second, n)
    if is_free(scan, names):
        return Dependence(float(n), "none", None, seen(scan, names))
    place = in_order(scan, rows)
    sizes = [series.effective_size(scores[place], second[place], parts) for scores in first]
    size = min(sizes)
    wandering = series.lag_one(second[place]) > WANDERING and all(
        series.lag_one(scores[place]) > WANDERING for scores in first
    )
    detail = f"neighbouring rows are alike in both: worth {size:.3g} independent rows of {n}"
    return Dependence(
        size,
        "wandering" if wandering else "order",
        None,
        assumptions.met_by(_NAME, "effective sample size", detail),
    )


def _of_units(
    scan: Scan, codes: Codes, first: Sequence[Floats], second: Floats, n: int
) -> Dependence:
    name = scan.unit
    size = assumptions.intraclass(second, codes)[1]
    rows = units_share(codes, first, second) * n
    detail = f"{int(codes.max()) + 1} units of {name} with {size:.3g} rows each"
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
    """No units repeat, and neighbouring rows are not alike in both columns."""
    return scan.unit is None and not all(is_serial(scan, name) for name in names)


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
    """Neighbouring rows stay alike in this column when what sorts the table is taken out."""
    memo = scan.serial
    if name not in memo:
        memo[name] = _is_serial(scan, name)
    return memo[name]


def _is_serial(scan: Scan, name: str) -> bool:
    rows = scan.complete(name)
    if int(rows.sum()) < 8:
        return False
    place = in_order(scan, rows)
    values = scan.ranks(name, rows)[place]
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


def blocks(scan: Scan) -> tuple[str, ...]:
    """Groups that come in runs of rows, because the table is sorted by them."""
    if scan.runs is None:
        found = []
        for name, column in scan.columns.items():
            if _roles.is_group(column.profile) and scan.axis is None:
                codes = scan.codes(name)
                shares = np.bincount(codes[codes >= 0]) / max(int((codes >= 0).sum()), 1)
                expected = (1 - float(np.sum(shares**2))) * (len(codes) - 1)
                if np.count_nonzero(np.diff(codes)) < 0.5 * expected:
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
