"""Three columns as a linear model with products: its columns, its test, and the pairs worth testing.

The model holds both columns, their squares (numbers of three values and more: two columns that are related and
one bent relation would pass for a product otherwise) and the products of all columns of the one with those of
the other. Columns are standardised, groups stand as indicators of each level but the first. Of one level that is named
the only product is that with its indicator: the relation there beside the relation in all other levels.

Which pairs are tested is decided by how strongly each column alone goes with the outcome, which under the null
tells nothing of their product (Dai, Kooperberg et al., Biometrika 99 (2012) 929). One more test looks at all
other pairs for products without main effects; its p is the smallest times the number of pairs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption
from ..statistics import assumptions, linear, ranks, series, slow
from ..statistics.series import thinned
from . import _dependence, _places, _roles, _scan, triviality

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

LEADING = 3
FEWEST_IN_LEVEL = 8
FEWEST_IN_CELL = 5
MOST_LEVELS = 6
MOST_NAMED = 12
LARGEST_F = 1e8  # where the noncentral F can still be computed
_MOST_ALIKE = 0.8
_MOST_OTHERS = 20
_FINALISTS = 3
_SCREEN_ROWS = 1000
_ROWS_A_COLUMN = 4


class Part(NamedTuple):
    """One column in the model: `linear` (n, a), `square` (n, 0 or 1); `levels` used, for groups."""

    name: str
    linear: Floats
    square: Floats
    levels: tuple[str, ...]


class Model(NamedTuple):
    """Two columns and their products beside an outcome, on the rows at hand, and the test of the products.

    Attributes
    ----------
    rows : ndarray of bool, shape (table.n,)
    y : ndarray, shape (n,)
        The outcome less its mean in standard deviations; 0 and 1 where it has two values.
    binary : bool
    fit : linear.Tested
    second : float
        F of the second test: aligned ranks, or the logistic score where the outcome has two values.
    f, df1, df2, p : float
        Of the smaller of the two F, for independent rows only.
    worth : float
        How many independent rows there are.
    kind : str
        "none", "units", "space" or "order".
    verdict : Assumption
    level : str or None
        The level of m whose product alone is tested.
    """

    x: Part
    m: Part
    outcome: str
    rows: Rows
    y: Floats
    binary: bool
    fit: linear.Tested
    second: float
    f: float
    df1: float
    df2: float
    p: float
    worth: float
    kind: str
    verdict: Assumption
    level: str | None = None


def is_term(scan: _scan.Scan, name: str) -> bool:
    """May stand in a model as a number or as groups."""
    one = scan.column(name).profile
    if one.role not in {"numeric", "count", "boolean", "category"}:
        return False
    return _roles.is_number(one) or _roles.is_group(one)


def model(table: Table, x: str, m: str, outcome: str, level: str | None = None) -> Model | None:
    """The test of the products of x and m, or of one level of m; None where the rows cannot carry it."""
    scan = _scan.of(table)
    return scan.once(
        ("moderation", x, m, outcome, *([level] if level is not None else [])),
        lambda: _model(scan, x, m, outcome, level),
    )


def _model(scan: _scan.Scan, x: str, m: str, outcome: str, level: str | None) -> Model | None:
    rows = scan.complete(x, m, outcome)
    for name in (x, m):
        if _is_group(scan, name):
            rows = rows & _large_enough(scan.groups(name).codes, rows)
    if int(rows.sum()) < FEWEST_IN_LEVEL:
        return None
    most = MOST_LEVELS if level is None else MOST_NAMED
    first, second = (_part(scan, name, rows, most) for name in (x, m))
    if first is None or second is None or (level is not None and level not in second.levels):
        return None
    if not _filled_cells(scan, first, second, rows, level):
        return None
    y = scan.values(outcome)[rows]
    binary = ranks.distinct(scan.codes(outcome)[rows]) == 2
    if np.ptp(y) == 0 or (_roles.is_binary(scan.column(outcome).profile) != binary):
        return None
    y = (y > y.min()).astype(np.float64) if binary else (y - y.mean()) / y.std()
    base = np.column_stack([first.linear, first.square, second.linear, second.square])
    inside = second.linear if level is None else inside_of(second, level)[:, None].astype(float)
    products = products_of(first.linear, inside)
    if len(y) < _ROWS_A_COLUMN * (base.shape[1] + products.shape[1] + 1):
        return None
    fit = linear.tested(base, products, y)
    if fit is None or not np.isfinite(fit.reduced).all() or float(fit.reduced.std()) <= 0:
        return None
    made = _judged(scan, first, second, outcome, rows, y, binary, base, products, fit)
    return None if made is None else made._replace(level=level)


def inside_of(part: Part, level: str) -> Rows:
    """Rows that stand in one of the levels used, shape (n,)."""
    place = part.levels.index(level)
    if place == 0:
        return np.asarray(~np.any(part.linear > 0, axis=1))
    return np.asarray(part.linear[:, place - 1] > 0)


def _judged(
    scan: _scan.Scan,
    first: Part,
    second: Part,
    outcome: str,
    rows: Rows,
    y: Floats,
    binary: bool,
    base: Floats,
    products: Floats,
    fit: linear.Tested,
) -> Model | None:
    n, q = products.shape
    found = _rows_worth(scan, rows, y, fit, base.shape[1] + q + 1)
    if found is None:
        return None
    worth, kind, verdict = found
    other = linear.logistic(base, products, y) if binary else linear.aligned(base, fit)
    df2 = max(worth - base.shape[1] - q - 1, 1.0)
    f = min(fit.f, other, LARGEST_F) * worth / n
    p = float(special.fdtrc(q, df2, f))
    return Model(
        first, second, outcome, rows, y, binary, fit, other,
        f, float(q), df2, p, worth, kind, verdict,
    )  # fmt: skip


def _is_group(scan: _scan.Scan, name: str) -> bool:
    return _roles.is_group(scan.column(name).profile)


def _large_enough(codes: NDArray[np.int64], rows: Rows) -> Rows:
    counts = np.bincount(codes[rows], minlength=int(codes.max(initial=0)) + 1)
    return (codes >= 0) & (counts >= FEWEST_IN_LEVEL)[codes]


def _part(scan: _scan.Scan, name: str, rows: Rows, most: int) -> Part | None:
    if not _is_group(scan, name):
        values = scan.values(name)[rows]
        distinct = ranks.distinct(scan.codes(name)[rows])
        if distinct < 2 or ranks.unit(values) is None:
            return None
        z = ((values - values.mean()) / values.std())[:, None]
        return Part(name, z, z**2 if distinct > 2 else z[:, :0], ())
    groups = scan.groups(name)
    used = np.unique(groups.codes[rows])
    if not 2 <= len(used) <= most:
        return None
    hot = (groups.codes[rows][:, None] == used[None, 1:]).astype(np.float64)
    return Part(name, hot, hot[:, :0], tuple(groups.levels[k] for k in used))


def _filled_cells(
    scan: _scan.Scan, first: Part, second: Part, rows: Rows, level: str | None
) -> bool:
    """Two groups: each of their combinations has rows enough, or each within and outside of one level."""
    if not (first.levels and second.levels):
        return True
    a, b = (
        np.unique(scan.groups(one.name).codes[rows], return_inverse=True)[1]
        for one in (first, second)
    )
    parts = len(second.levels)
    if level is not None:
        b, parts = (b == second.levels.index(level)).astype(np.int64), 2
    counts = np.bincount(a * parts + b, minlength=len(first.levels) * parts)
    return bool(counts.min() >= FEWEST_IN_CELL)


def products_of(first: Floats, second: Floats) -> Floats:
    """All products of a column of the one with a column of the other, shape (n, a * b)."""
    made = first[:, :, None] * second[:, None, :]
    return np.asarray(made.reshape(len(first), -1), dtype=np.float64)


def _rows_worth(
    scan: _scan.Scan, rows: Rows, y: Floats, fit: linear.Tested, fitted: int
) -> tuple[float, str, Assumption] | None:
    """Independent rows, judged on what the model leaves; None where that or the outcome wanders."""
    n = len(fit.residuals)
    name = "independent rows"
    units = _dependence.unit_codes(scan, rows)
    if units is not None:
        share = _dependence.units_share(units, list(fit.own.T), fit.residuals)
        detail = f"{int(units.max()) + 1} units of {scan.unit}: worth {share * n:.3g} rows of {n}"
        return share * n, "units", assumptions.met_by(name, "design effect", detail)
    worth = _places.worth(scan, rows, list(fit.own.T), fit.residuals)
    if worth is not None and worth <= 0.95 * n:
        detail = f"residuals of places near each other are alike: worth {worth:.3g} rows of {n}"
        return worth, "space", assumptions.met_by(name, "effective sample size over space", detail)
    place = _dependence.in_order(scan, rows)
    left = fit.residuals[place]
    if not np.isfinite(fit.f):
        return float(n), "none", Assumption(name, "ok", "no residuals are left to be alike")
    if not series.is_serial(left):
        return float(n), "none", Assumption(name, "ok", "neighbouring residuals are not alike")
    wanders = series.lag_one(y[place]), series.persistence(left, fitted)
    if max(wanders) > _dependence.WANDERING:
        return None
    worth = min(slow.independent_rows(one[place], left, 1, fitted) for one in fit.own.T)
    detail = f"neighbouring residuals are alike: worth {worth:.3g} independent rows of {n}"
    return worth, "order", assumptions.met_by(name, "effective sample size", detail)


def terms(table: Table, outcome: str) -> list[str]:
    """Columns that may go with the outcome, those that go with it most first."""
    return _scan.of(table).once(("terms", outcome), lambda: _terms(table, outcome))


def _terms(table: Table, outcome: str) -> list[str]:
    scan = _scan.of(table)
    found = {}
    for name in [one for one in scan.columns if one != outcome and is_term(scan, one)]:
        if name in (scan.axis, scan.unit):
            continue
        strength = _strength(scan, name, outcome)
        if strength is not None and triviality.reason(table, (name, outcome)) is None:
            found[name] = strength
    return sorted(found, key=lambda name: -found[name])


def _strength(scan: _scan.Scan, name: str, outcome: str) -> float | None:
    """Correlation (ratio) of ranks, freed from what chance gives to many groups."""
    rows = scan.complete(name, outcome)
    n = int(rows.sum())
    y = scan.unit_ranks(outcome, rows) if n >= 2 * FEWEST_IN_LEVEL else None
    if y is None:
        return None
    if not _is_group(scan, name):
        x = scan.unit_ranks(name, rows)
        return None if x is None else ranks.product(x, y) ** 2 - 1 / n
    codes = np.unique(scan.groups(name).codes[rows], return_inverse=True)[1]
    k = int(codes.max()) + 1
    if k < 2:
        return None
    sums, counts = np.bincount(codes, weights=y), np.bincount(codes)
    return float(np.sum(sums**2 / counts)) - (k - 1) / n


def leading(table: Table, outcome: str) -> list[tuple[str, str]]:
    """Pairs of the columns that go with the outcome most and are not alike, in the order of strength."""
    chosen: list[str] = []
    for name in terms(table, outcome):
        if len(chosen) < LEADING and not any(_alike(table, name, one) for one in chosen):
            chosen.append(name)
    return [in_order(_scan.of(table), a, b) for a, b in itertools.combinations(chosen, 2)]


def _alike(table: Table, a: str, b: str) -> bool:
    scan = _scan.of(table)
    if triviality.reason(table, (a, b)) is not None:
        return True
    if _is_group(scan, a) or _is_group(scan, b):
        return False
    rows = scan.complete(a, b)
    x, y = scan.unit_ranks(a, rows), scan.unit_ranks(b, rows)
    return x is None or y is None or abs(ranks.product(x, y)) > _MOST_ALIKE


def in_order(scan: _scan.Scan, a: str, b: str) -> tuple[str, str]:
    """The pair with a group last, as the column that changes the relation; else in the order of the table."""
    names = list(scan.columns)
    first, second = sorted((a, b), key=lambda name: (_is_group(scan, name), names.index(name)))
    return first, second


def others(table: Table, outcome: str) -> tuple[list[tuple[str, str]], int]:
    """Finalists of all other pairs, by a quick look at their products, and how many pairs there are.

    Two columns of more than two groups each are left out: their products are many.
    """
    scan = _scan.of(table)
    taken = set(leading(table, outcome))
    names = [one for one in terms(table, outcome) if _size(scan, one) <= MOST_LEVELS][:_MOST_OTHERS]
    pairs = [
        pair
        for a, b in itertools.combinations(names, 2)
        if (pair := in_order(scan, a, b)) not in taken and min(_size(scan, a), _size(scan, b)) <= 2
    ]
    found = dict(_quick(scan, pairs, outcome))
    best = sorted(found, key=lambda pair: -found[pair])[:_FINALISTS]
    return best, len(pairs)


def _size(scan: _scan.Scan, name: str) -> int:
    """How many groups a column has, 0 for a number."""
    return len(scan.groups(name).levels) if _is_group(scan, name) else 0


def _quick(
    scan: _scan.Scan, pairs: list[tuple[str, str]], outcome: str
) -> Iterator[tuple[tuple[str, str], float]]:
    """Share of the ranks of the outcome that the products tell, each less both columns, freed from what chance gives."""
    rows = thinned(scan.n, _SCREEN_ROWS)
    n = len(rows)
    blocks = {name: _block(scan, name, rows) for name in itertools.chain(*pairs)}
    y = filled(scan, outcome, rows)
    for a, b in pairs:
        products = products_of(blocks[a], blocks[b])
        frame = np.linalg.qr(np.column_stack([np.ones(n), blocks[a], blocks[b]]))[0]
        own, left = products - frame @ (frame.T @ products), y - frame @ (frame.T @ y)
        own = own[:, np.sqrt((own**2).sum(0)) > 1e-9]
        whole = float(left @ left)
        if whole > 1e-18 and own.shape[1]:
            told = float(((np.linalg.qr(own)[0].T @ left) ** 2).sum()) / whole
            yield (a, b), told - own.shape[1] / n


def _block(scan: _scan.Scan, name: str, rows: NDArray[np.int64]) -> Floats:
    """Standardised ranks, or of more than two groups an indicator of each but the first, shape (n, b)."""
    levels = _size(scan, name)
    if levels <= 2:
        return filled(scan, name, rows)[:, None]
    hot = scan.groups(name).codes[rows][:, None] == np.arange(1, levels)
    return np.asarray(hot - hot.mean(0), dtype=np.float64)


def filled(scan: _scan.Scan, name: str, rows: NDArray[np.int64]) -> Floats:
    """Standardised ranks of a column, the missing ones at their mean."""
    codes = scan.codes(name)[rows]
    present = codes >= 0
    scores = np.zeros(len(rows))
    if present.any():
        own = ranks.ranks_of_codes(np.unique(codes[present], return_inverse=True)[1])
        scores[present] = (own - own.mean()) / max(float(own.std()), 1e-9)
    return scores
