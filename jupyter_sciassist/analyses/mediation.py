"""A relation that runs along with a column between: x goes with m, and m with y where x is held fixed.

relation "mediation", variables (x, m, y). y is one of two columns that look most like an outcome; x is named
like something given (a treatment, a group, an age) or stands before m in the table; m is a number that is neither. One test
for an outcome: of all orderly pairs the one whose weakest part is strongest, its p times the number of pairs.

p is the largest of three, each the larger of a test with HC3 errors and one on aligned ranks: x with m, m with y
given x (joint significance: MacKinnon et al., Psychol. Methods 7 (2002) 83) and x with y at all. The path must
carry at least a fifth of the relation, in its direction. Interval: percentile bootstrap of the product of slopes. Which column
stands between cannot be told from such data; the sentence says what goes along with what.

facts: x, m, y, x_level (of two levels), first, second, direct, direct_p, total, share, tried, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles import outcomes
from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Profile
from ..statistics import assumptions, linear
from ..statistics.effects import Interval
from . import (
    _control,
    _dependence,
    _evidence,
    _mediation_cell,
    _moderation,
    _roles,
    _scan,
    triviality,
)
from .base import Facts, Finding
from .interaction import likely

Floats = NDArray[np.float64]
CLEAR = 0.05
LEAST_SHARE = 0.2
RESAMPLES = 500
_MOST_OUTCOMES = 2
_MOST_TERMS = 8


class Path(NamedTuple):
    """Three columns, standardised, and what was measured on them."""

    x: str
    m: str
    y: str
    data: Floats
    first: float
    second: float
    direct: float
    total: float
    f: float
    direct_p: float
    p: float
    fit: linear.Tested


class Mediation:
    """Two columns whose relation runs along with a third."""

    name = "mediation"
    floor = 40

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """One candidate an outcome, two at most, in tables of three columns and more."""
        terms = [one for one in profile.columns if _roles.is_number(one) or _roles.is_binary(one)]
        if len(terms) >= 3 and (not profile.shape or profile.shape[0] >= self.floor):
            for outcome in likely(profile)[:_MOST_OUTCOMES]:
                yield Candidate(self.name, profile.variable, (outcome,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The best path to one outcome; None where there is none or rows are dependent."""
        (outcome,) = candidate.variables
        if _dependent(_scan.of(table), outcome):
            return None
        tried = list(pairs(table, outcome))
        best = _best(table, tried, outcome)
        return None if best is None else _finding(table, candidate, best, len(tried))

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one path."""
        return _mediation_cell.code(_scan.of(table), finding, table.rows.seed, RESAMPLES)


def _plain(table: Table, name: str) -> bool:
    one = _scan.of(table).column(name).profile
    return _roles.is_number(one) or _roles.is_binary(one)


def pairs(table: Table, outcome: str) -> Iterator[tuple[str, str]]:
    """Orderly pairs (x, m): x is named like something given or stands before m, m is a number and not given."""
    names = [name for name in _moderation.terms(table, outcome) if _plain(table, name)][
        :_MOST_TERMS
    ]
    scan = _scan.of(table)
    roles = {name: column.profile.role for name, column in scan.columns.items()}
    order = list(roles)
    given = {
        name
        for name in names
        if outcomes.given(name, roles[name]) or _roles.is_binary(scan.column(name).profile)
    }
    for m in names:
        if m in given or _dependent(scan, m) or not _roles.is_number(scan.column(m).profile):
            continue
        for x in names:
            earlier = x in given or order.index(x) < order.index(m)
            if x != m and earlier and triviality.reason(table, (x, m)) is None:
                yield x, m


def _dependent(scan: _scan.Scan, name: str) -> bool:
    """Rows of a series or of repeated units, which the tests here would take for independent."""
    return scan.unit is not None or scan.axis is not None or _dependence.is_serial(scan, name)


def _best(table: Table, tried: list[tuple[str, str]], outcome: str) -> Path | None:
    """The path with the smallest p (the largest F, where p is too small for a number).

    Those that carry enough of the relation come first. The most promising are tested first, so that of
    the others one weak part is enough to know.
    """
    found: list[tuple[bool, float, int]] = []
    for place, (x, m) in enumerate(tried):
        data = _standard(_scan.of(table), x, m, outcome)
        if data is not None:
            share, weakest = _promise(data)
            found.append((share < LEAST_SHARE, -weakest, place))
    best: Path | None = None
    for poor, _, place in sorted(found):
        if best is not None and poor and _carried(best) >= LEAST_SHARE:
            break
        made = path(table, *tried[place], outcome, (1.0, 0.0) if best is None else _rank(best))
        if made is not None:
            best = made
    return best


def _promise(data: Floats) -> tuple[float, float]:
    """Share that a path carries, and the smallest correlation (given x for the second part) along it."""
    (_, xm, xy), (_, _, my) = np.asarray(data.T @ data / len(data)).tolist()[:2]
    left = (1 - xm**2) * (1 - xy**2)
    if not xy or left <= 0:
        return 0.0, 0.0
    second = (my - xm * xy) / (1 - xm**2)
    return xm * second / xy, min(abs(xm), abs(xy), abs(my - xm * xy) / left**0.5)


def _rank(made: Path) -> tuple[float, float]:
    return made.p, -made.f


def _standard(scan: _scan.Scan, x: str, m: str, y: str) -> Floats | None:
    """Standardised columns, shape (n, 3); None where one is constant or rows are too few."""
    rows = scan.complete(x, m, y)
    if int(rows.sum()) < Mediation.floor:
        return None
    raw = np.stack([scan.values(name)[rows] for name in (x, m, y)])  # long rows add up fastest
    scale = raw.std(axis=1, keepdims=True)
    if np.any(np.ptp(raw, axis=1) == 0) or np.any(scale[:, 0] < 1e-12 * np.abs(raw).max(axis=1)):
        return None
    return np.asarray((raw - raw.mean(axis=1, keepdims=True)) / scale, dtype=np.float64).T


def path(
    table: Table, x: str, m: str, y: str, beaten: tuple[float, float] = (1.0, 0.0)
) -> Path | None:
    """Slopes of one path on standardised columns.

    None where a column is constant, rows are too few, or a part is weaker than the p and -F of `beaten`.
    """
    data = _standard(_scan.of(table), x, m, y)
    if data is None:
        return None
    one, two, three = data.T[:, :, None]
    empty, n, f = data[:, :0], len(data), _moderation.LARGEST_F
    fits = []
    for base, column, outcome in ((empty, one, two), (one, two, three), (empty, one, three)):
        fit = linear.tested(base, column, outcome[:, 0])
        if fit is None:
            return None
        f = min(f, fit.f, linear.aligned(base, fit))
        if (_p(n, f), -f) > beaten:
            return None
        fits.append(fit)
    direct = linear.tested(two, one, three[:, 0])
    if direct is None:
        return None
    slopes = [float(fit.coefficients[0]) for fit in fits]
    return Path(
        x, m, y, data, slopes[0], slopes[1], float(direct.coefficients[0]), slopes[2],
        f, _p(n, min(direct.f, _moderation.LARGEST_F)), _p(n, f), fits[1],
    )  # fmt: skip


def _p(n: int, f: float) -> float:
    return float(special.fdtrc(1, n - 3, f))


def bootstrap(data: Floats, seed: int) -> tuple[float, float]:
    """95 % percentile limits of the product of the slopes of m on x and of y on m given x."""
    rng, n = np.random.default_rng(seed), len(data)
    made = np.empty(RESAMPLES)
    i, j = np.triu_indices(3)
    parts = np.concatenate([data.T, data.T[i] * data.T[j]])
    for k in range(RESAMPLES):
        # how often each row is drawn says as much as the drawn rows, without gathering them
        drawn = np.bincount(rng.integers(0, n, n), minlength=n).astype(np.float64)
        mean = np.einsum("pn,n->p", parts, drawn) / n
        xx, xm, xy, mm, my, _ = (mean[3:] - mean[i] * mean[j]).tolist()
        left = xx * mm - xm**2
        made[k] = xm / xx * (xx * my - xm * xy) / left if xx > 0 and left > 0 else 0.0
    low, high = np.percentile(made, [2.5, 97.5])
    return float(low), float(high)


def _carried(made: Path) -> float:
    """Share of the relation of x with y that runs along with m."""
    return made.first * made.second / made.total if made.total else 0.0


def _finding(table: Table, candidate: Candidate, made: Path, tried: int) -> Finding:
    product = made.first * made.second
    share = _carried(made)
    p = min(tried * made.p, 1.0)
    shown = p <= CLEAR and share >= LEAST_SHARE
    if not shown and share < LEAST_SHARE:
        p = 1.0
    low, high = bootstrap(made.data, table.rows.seed) if shown else (product, product)
    evidence = _evidence.of(
        table,
        "joint significance of two slopes, HC3 errors and aligned ranks, best of all orderly pairs",
        len(made.data),
        p,
        estimate=_evidence.estimate(f"share of the relation that runs along with {made.m}", _share(made, product, low, high)) if shown else None,
        effect=_evidence.effect("product of standardised slopes", Interval(product, min(low, product), max(high, product))),
        statistic=_evidence.statistic("F", made.f, (1, len(made.data) - 3)),
        assumptions=_assumptions(len(made.data)),
        caveats=(
            *((f"chosen among {tried} pairs, which the p is multiplied by",) if tried > 1 else ()),
            f"the same numbers arise where {made.m} stands before both",
        ),
        control=_shuffled(table, made) if shown else None,
    )  # fmt: skip
    return Finding(
        candidate, "hypothesis", evidence, "mediation", (made.x, made.m, made.y),
        "+" if product > 0 else "-", facts=_facts(table, made, share, tried), shown=shown,
    )  # fmt: skip


def _share(made: Path, product: float, low: float, high: float) -> Interval:
    ends = sorted((min(low, product) / made.total, max(high, product) / made.total))
    return Interval(product / made.total, ends[0], ends[1])


def _shuffled(table: Table, made: Path) -> dict[str, JSON]:
    found = _control.shuffled(made.fit.own, made.fit.reduced, table.rows.seed)
    return {**found, "kind": "permutation of residuals"}


def _assumptions(n: int) -> list[Assumption]:
    rows = Assumption(
        "independent rows", "ok", "neighbouring rows are not alike, no repeated units found"
    )
    spread = assumptions.met_by("equal spread", "HC3 errors", "the errors allow for unequal spread")
    order = Assumption("order of the columns", "not checkable", "by names and places in the table")
    third = Assumption("nothing else stands before both", "not checkable", "other columns are not held fixed")  # fmt: skip
    size = Assumption("enough rows", "ok" if n >= 60 else "weak", f"{n} rows; HC3 is fair from 60")
    return [rows, spread, order, third, size]


def _facts(table: Table, made: Path, share: float, tried: int) -> Facts:
    scan = _scan.of(table)
    binary = {
        key: scan.groups(name).levels[-1] if _roles.is_binary(scan.column(name).profile) else ""
        for key, name in (("x_level", made.x), ("y_level", made.y))
    }
    return {
        "x": made.x, "m": made.m, "y": made.y, **binary,
        "first": made.first, "second": made.second, "direct": made.direct,
        "direct_p": made.direct_p, "total": made.total, "share": share, "tried": tried,
        "columns": (made.x, made.m, made.y),
    }  # fmt: skip
