"""Relations that need no data to know: the same quantity twice, sums and their parts, coarse codings.

A pair with a reason here is not measured (design rule 7). Constants and ids never get this far: their roles
keep them out.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..statistics import ranks
from . import _roles
from ._scan import Scan, of

Floats = NDArray[np.float64]

SAME_RANKS = 0.995
SAME_VALUES = 0.9999
FEWEST_ROWS = 12
FEWEST_CODED = 40
_MOST_DERIVED = 60
_PROBE = 48
_NARROW = 0.1
_WORTH_A_LOOK = 0.9


def reason(table: Table, variables: tuple[str, ...]) -> str | None:
    """Why a relation between these two columns is no finding, or None.

    Returns
    -------
    str or None
        For instance "total_g is a_g + b_g".
    """
    scan = of(table)
    key = tuple(sorted(variables))
    if key not in scan.notes:
        scan.notes[key] = _reason(scan, *key)
    return scan.notes[key]


def _reason(scan: Scan, a: str, b: str) -> str | None:
    rows = scan.complete(a, b)
    if int(rows.sum()) < FEWEST_ROWS:
        return None
    scalar = [_is_scalar(scan, name) for name in (a, b)]
    if all(scalar):
        return derived(scan).get(frozenset((a, b))) or _same(scan, a, b, rows)
    if any(scalar):
        number, group = (a, b) if scalar[0] else (b, a)
        return _coded(scan, number, group, rows)
    return _nested(scan, a, b, rows) or _nested(scan, b, a, rows)


def _is_scalar(scan: Scan, name: str) -> bool:
    return not _roles.is_group(scan.column(name).profile)


def _same(scan: Scan, a: str, b: str, rows: NDArray[np.bool_]) -> str | None:
    x, y = scan.unit_ranks(a, rows), scan.unit_ranks(b, rows)
    if x is None or y is None:
        return f"{a} or {b} is constant where both are known"
    rho = abs(ranks.product(x, y))
    if rho > SAME_RANKS:
        return f"{a} and {b} order the rows alike: the same quantity twice"
    if rho < _WORTH_A_LOOK:
        return None
    u, v = ranks.unit(scan.values(a)[rows]), ranks.unit(scan.values(b)[rows])
    if u is not None and v is not None and abs(ranks.product(u, v)) > SAME_VALUES:
        return f"{a} is {b} in another unit"
    return None


def _coded(scan: Scan, number: str, group: str, rows: NDArray[np.bool_]) -> str | None:
    """The groups are ranges, or sets of repeated values, of the number."""
    values = scan.values(number)[rows]
    codes, places = scan.codes(group)[rows], scan.codes(number)[rows]
    groups, beside = ranks.distinct(codes), _beside(places, codes)
    if groups < 2 or not bool((beside[places] == codes).all()):
        return None
    known = np.flatnonzero(np.bincount(places))
    if len(known) * 3 <= len(values):
        return f"{group} follows from {number}"
    # codes stand in the order of the values, so that nothing needs sorting
    edges = np.flatnonzero(np.diff(beside[known]))
    if len(edges) != groups - 1 or len(values) < FEWEST_CODED:
        return None
    value = np.zeros(len(beside))
    value[places] = values
    widest = float(np.diff(value[known])[edges].max())
    if widest <= _NARROW * float(np.ptp(values)):
        return f"{group} is a coarse coding of {number}"
    return None


def _beside(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """The code of the second that stands beside each code of the first, the last one where several do."""
    found = np.zeros(int(first.max(initial=-1)) + 1, dtype=np.int64)
    found[first] = second
    return found


def _nested(scan: Scan, fine: str, coarse: str, rows: NDArray[np.bool_]) -> str | None:
    first, second = scan.codes(fine)[rows], scan.codes(coarse)[rows]
    levels = ranks.distinct(first)
    if ranks.distinct(second) < 2 or levels * 3 > len(first):
        return None
    if bool((_beside(first, second)[first] == second).all()):
        return f"each {fine} stands in one {coarse} only"
    return None


def derived(scan: Scan) -> dict[frozenset[str], str]:
    """Pairs of columns of which one is computed from the other: sums, differences, products, ratios."""
    if scan.derived is None:
        names = [name for name, column in scan.columns.items() if _roles.is_number(column.profile)][
            :_MOST_DERIVED
        ]
        found: dict[frozenset[str], str] = {}
        if len(names) > 2:
            _triples(scan, names, found)
            _totals(scan, names, found)
        scan.derived = found
    return scan.derived


def _triples(scan: Scan, names: list[str], found: dict[frozenset[str], str]) -> None:
    """Enter a = b + c and a = b * c (which also are b = a - c and b = a / c), checked on all rows.

    Which of three is computed from the others: the total of parts that are never negative, else the
    one that stands last.
    """
    rows = np.flatnonzero(scan.complete(*names))
    if len(rows) < FEWEST_ROWS:
        rows = np.arange(scan.n)
    probe = rows[np.linspace(0, len(rows) - 1, min(len(rows), _PROBE)).astype(int)]
    matrix = np.stack([scan.values(name)[probe] for name in names])
    varied = [len(np.unique(row[~np.isnan(row)])) >= 5 for row in matrix]
    for i, j in itertools.combinations(np.flatnonzero(varied).tolist(), 2):
        for sign, made in (("+", matrix[i] + matrix[j]), ("*", matrix[i] * matrix[j])):
            for k in _equal(made, matrix):
                if k in (i, j) or not varied[k]:
                    continue
                if _holds(scan, names[i], names[j], names[k], sign):
                    text = f"{names[k]} is {names[i]} {sign} {names[j]}"
                    total = sign == "+" and bool(np.nanmin(matrix[[i, j]]) >= 0)
                    made_of = k if total else max(i, j, k)
                    for other in {i, j, k} - {made_of}:
                        found.setdefault(frozenset((names[made_of], names[other])), text)


def _equal(made: Floats, matrix: Floats) -> list[int]:
    """Rows of `matrix` that equal `made` wherever both are known, within rounding."""
    with np.errstate(invalid="ignore"):
        gap = np.abs(matrix - made)
        scale = _spread(made)
        near = (gap <= 2e-3 * scale + 1e-12) | np.isnan(gap)
    known = (~np.isnan(gap)).sum(1) >= FEWEST_ROWS // 2
    return np.flatnonzero(near.all(1) & known).tolist()


def _spread(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.std()) if np.isfinite(known).any() else 0.0


def _holds(scan: Scan, first: str, second: str, made: str, sign: str) -> bool:
    rows = scan.complete(first, second, made)
    if int(rows.sum()) < FEWEST_ROWS:
        return False
    x, y, z = (scan.values(name)[rows] for name in (first, second, made))
    result = x + y if sign == "+" else x * y
    return bool(np.all(np.abs(result - z) <= 2e-3 * np.std(result) + 1e-12))


def _totals(scan: Scan, names: list[str], found: dict[frozenset[str], str]) -> None:
    """Enter totals of three and more parts that share their first word with the total."""
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(name.replace(".", "_").split("_")[0].lower(), []).append(name)
    for members in families.values():
        if len(members) < 4:
            continue
        rows = scan.complete(*members)
        if int(rows.sum()) < FEWEST_ROWS:
            continue
        values = np.stack([scan.values(name)[rows] for name in members])
        for k, total in enumerate(members):
            rest = values.sum(0) - values[k]
            if np.ptp(rest) > 0 and np.allclose(rest, values[k], rtol=1e-6, atol=1e-9):
                for part in members:
                    if part != total:
                        text = (
                            f"{total} is the total of {', '.join(m for m in members if m != total)}"
                        )
                        found.setdefault(frozenset((total, part)), text)
