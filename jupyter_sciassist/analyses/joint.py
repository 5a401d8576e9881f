"""Two or three columns that tell about an outcome together: a linear model chosen by forward selection.

Takes a number or a column of two values as the outcome and numbers, ordered categories and columns of two
values as predictors; relation "association" without a direction. Forward selection goes by partial correlations
of ranks, two predictors always and a third where it adds something. What is claimed is that each
of them tells something about the outcome that the others do not, so p is the largest of their partial tests, each
the larger of a t test with heteroscedasticity-consistent errors (HC3: MacKinnon and White, J. Econometrics 29
(1985) 305) and a t test on ranks, times the number of columns they were chosen from (Bonferroni). Groups that the values
of the outcome tell apart may be a coding of it: they stand in a model only where it leaves nothing over. A model that
hardly says more than its best column alone is counted and not shown. Rows in order and of repeated units are left to others.

facts: outcome, predictors, signs (one a predictor), slopes (in data units), r_squared, alone (of the best column
alone), pool (columns chosen from), exact (the model leaves no residuals), columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Estimate, Profile
from ..statistics import assumptions, ranks
from ..statistics.effects import Interval, correlation_interval
from . import (
    _cell,
    _control,
    _dependence,
    _evidence,
    _figure,
    _roles,
    _scan,
    _screen,
    triviality,
)
from .base import Facts, Finding

Floats = NDArray[np.float64]
MOST_OUTCOMES = 60
MOST_PREDICTORS = 3
CLEAR = 0.05
GAIN = 0.05
EXACT = 1e-9
_SAME = 0.95
_POOL = 60


class Fit(NamedTuple):
    """A linear model on standardised columns; arrays hold one entry a predictor, `t` the smaller of its two."""

    n: int
    r_squared: float
    t: Floats
    partial: Floats
    p: Floats
    slopes: Floats
    residuals: Floats


class Joint:
    """An outcome beside the two or three columns that tell most about it together."""

    name = "joint"
    floor = 30

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """One candidate an outcome, the first sixty, in tables of three columns and more."""
        usable = [one for one in profile.columns if _is_term(one.role) and _roles.is_scalar(one)]
        outcomes = [one for one in usable if _roles.is_number(one) or _roles.is_binary(one)]
        if len(usable) >= 3:
            for one in outcomes[:MOST_OUTCOMES]:
                yield Candidate(self.name, profile.variable, (one.name,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The chosen model; None where rows are dependent or too few, or fewer than two columns fit."""
        scan = _scan.of(table)
        (outcome,) = candidate.variables
        if scan.unit is not None or scan.axis is not None or _dependence.is_serial(scan, outcome):
            return None
        pool, coded = _pool(table, outcome)
        for names in ([*pool, *coded], pool) if coded else (pool,):
            found = _model(scan, outcome, names)
            if found is not None and (names is pool or _exact(found[1])):
                return _finding(table, candidate, *found, len(names))
        return None

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one model."""
        return _code(_scan.of(table), finding)


def _model(scan: _scan.Scan, outcome: str, pool: list[str]) -> tuple[list[str], Fit] | None:
    """The predictors that forward selection takes from the pool, and their model; None where fewer than two fit."""
    chosen = _chosen(scan, outcome, pool) if len(pool) >= 2 else []
    if len(chosen) < 2:
        return None
    if int(scan.complete(outcome, *chosen).sum()) < Joint.floor:
        return None
    made = fit(*_matrix(scan, outcome, chosen))
    if len(chosen) > 2:
        fewer = fit(*_matrix(scan, outcome, chosen[:2]))  # also where the third is missing
        unclear = made is None or len(pool) * made.p.max() > CLEAR
        if fewer is not None and (unclear or _exact(fewer)):
            chosen, made = chosen[:2], fewer  # no clear third; beside an exact sum none is
    return None if made is None else (chosen, made)


def _exact(made: Fit) -> bool:
    return 1 - made.r_squared < EXACT


def _is_term(role: str) -> bool:
    return role in {"numeric", "count", "boolean", "category"}


def _pool(table: Table, outcome: str) -> tuple[list[str], list[str]]:
    """Scalars that are not the outcome in another form, and two groups that its values tell apart."""
    scan = _scan.of(table)
    names: list[str] = []
    coded: list[str] = []
    number = not _roles.is_group(scan.column(outcome).profile)
    for name, column in scan.columns.items():
        one = column.profile
        plain = not column.levels or column.ordered or _roles.is_binary(one)
        if name == outcome or not (_is_term(one.role) and _roles.is_scalar(one) and plain):
            continue
        if triviality.reason(table, (outcome, name)) is None:
            names.append(name)
        elif number and _roles.is_binary(one):
            coded.append(name)
        if len(names) + len(coded) == _POOL:
            break
    return names, coded


def _chosen(scan: _scan.Scan, outcome: str, pool: list[str]) -> list[str]:
    """Forward selection by partial correlations of ranks; missing values stand at the mean rank."""
    n = int(scan.complete(outcome).sum())
    names, r = _correlations(scan, outcome, pool)
    left = np.arange(1, len(names))
    chosen: list[str] = []
    while len(left) and len(chosen) < MOST_PREDICTORS:
        best = left[np.argmax(np.abs(r[0, left]))]
        own = float(abs(r[0, best]))
        if len(chosen) >= 2 and len(pool) * _tail(own, n - 2 - len(chosen)) > CLEAR:
            break
        chosen.append(names[best])
        if 1 - own**2 <= EXACT:
            break
        apart = (np.abs(r[best]) < _SAME) & (1 - r[best] ** 2 > EXACT)
        left = left[apart[left]]
        r = r - np.outer(r[best], r[best])  # what each column leaves of the chosen one
        length = np.sqrt(np.maximum(np.diag(r), EXACT))
        r = r / np.outer(length, length)
    return chosen


def _correlations(scan: _scan.Scan, outcome: str, pool: list[str]) -> tuple[list[str], Floats]:
    """Rank correlations of the outcome, which stands first, and the columns known in half of its rows."""
    rows = scan.complete(outcome)
    fewest = max(Joint.floor, 0.5 * int(rows.sum()))
    known = [name for name in pool if int((rows & scan.complete(name)).sum()) >= fewest]
    if rows.all():
        places, matrix = _screen.rank_correlations(scan)
        names = [name for name in (outcome, *known) if name in places]
        own = [places[name] for name in names]
        return (names, matrix[np.ix_(own, own)]) if names[:1] == [outcome] else ([], matrix)
    scores = {
        name: one
        for name in (outcome, *known)
        if (one := _screen.filled_ranks(scan, name, rows)) is not None
    }
    if outcome not in scores:
        return [], np.zeros((0, 0))
    columns = np.stack(list(scores.values()), axis=1)
    return list(scores), np.asarray(columns.T @ columns, dtype=np.float64)


def _tail(r: float, df: float) -> float:
    if df < 1 or r >= 1:
        return 0.0 if r >= 1 else 1.0
    return 2 * float(special.stdtr(df, -r * np.sqrt(df / (1 - r * r))))


def _matrix(scan: _scan.Scan, outcome: str, chosen: list[str]) -> tuple[Floats, Floats]:
    rows = scan.complete(outcome, *chosen)
    columns = [scan.values(name)[rows] for name in chosen]
    return np.column_stack(columns), scan.values(outcome)[rows]


def fit(x: Floats, y: Floats) -> Fit | None:
    """Least squares of y, shape (n,), on the columns of x, shape (n, k), and a constant.

    Partial tests: HC3 on the values and ordinary t on ranks, the larger p of the two. None where
    a column is constant, columns are collinear or a row stands alone (leverage near 1).
    """
    n, k = x.shape
    if np.any(np.ptp(x, axis=0) == 0) or np.ptp(y) == 0:
        return None
    x, y = (
        x - x.mean(axis=0),
        y - y.mean(),
    )  # of whole numbers beyond 2^53 the first mean is rounded
    scale, spread = x.std(axis=0), float(y.std())
    z = (x - x.mean(axis=0)) / scale
    made = _least_squares(z, (y - y.mean()) / spread)
    ranked = np.column_stack([_standard_ranks(column) for column in x.T])
    on_ranks = _least_squares(ranked, _standard_ranks(y))
    if made is None or on_ranks is None:
        return None
    beta, e, h, inverse = made
    r_squared = 1 - float(e @ e) / n
    df = n - k - 1
    if 1 - r_squared < EXACT:
        one = np.ones(k)
        return Fit(n, 1.0, one, np.sign(beta), np.zeros(k), beta * spread / scale, e)
    plain = beta / np.sqrt(np.diag(inverse) * float(e @ e) / df)
    weighted = z * (e / (1 - h))[:, None]
    variance = np.diag(inverse @ (weighted.T @ weighted) @ inverse)
    robust = beta / np.sqrt(np.maximum(variance, 1e-300))
    b, u, _, other = on_ranks
    rank_t = b / np.sqrt(np.diag(other) * max(float(u @ u), EXACT) / df)
    t = np.where(np.abs(rank_t) < np.abs(robust), rank_t, robust)
    p = 2 * special.stdtr(df, -np.abs(t))
    partial = plain / np.sqrt(plain**2 + df)
    return Fit(n, r_squared, t, partial, p, beta * spread / scale, e)


def _standard_ranks(values: Floats) -> Floats:
    own = ranks.ranks_of_codes(ranks.dense_codes(values))
    return np.asarray((own - own.mean()) / own.std(), dtype=np.float64)


def _least_squares(z: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Coefficients, residuals, leverages and inverse of standardised columns."""
    gram = z.T @ z
    if np.linalg.cond(gram) > 1e8:
        return None
    inverse = np.asarray(np.linalg.inv(gram), dtype=np.float64)
    beta = inverse @ (z.T @ y)
    h = np.asarray(((z @ inverse) * z).sum(1) + 1 / len(y), dtype=np.float64)
    if float(h.max()) > 0.99:
        return None
    return beta, y - z @ beta, h, inverse


def _finding(
    table: Table, candidate: Candidate, chosen: list[str], made: Fit, pool: int
) -> Finding:
    scan = _scan.of(table)
    (outcome,) = candidate.variables
    rows = scan.complete(outcome, *chosen)
    weakest = int(np.argmax(made.p))
    p = min(pool * float(made.p[weakest]), 1.0)
    alone = max(_alone(scan, rows, outcome, name) for name in chosen)
    shown = p <= CLEAR and made.r_squared - alone >= GAIN
    exact = _exact(made)
    controls = len(chosen) - 1
    effect = correlation_interval(float(made.partial[weakest]), made.n, controls)
    if exact:
        effect = Interval(*(float(made.partial[weakest]),) * 3)
    evidence = _evidence.of(
        table,
        "linear model with HC3 errors and on ranks, forward selection",
        made.n,
        p,
        estimate=Estimate("R squared", made.r_squared),
        effect=_evidence.effect(f"partial correlation of {chosen[weakest]}", effect),
        statistic=None
        if exact
        else _evidence.statistic("t", made.t[weakest], (made.n - len(chosen) - 1,)),
        assumptions=_assumptions(made, exact),
        caveats=(f"chosen among {pool} columns, which the p is multiplied by",),
        control=None if not shown or exact else _shuffled(table, rows, outcome, chosen[weakest]),
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="association",
        variables=(*chosen, outcome),
        facts=_facts(outcome, chosen, made, alone, pool, exact),
        shown=shown,
    )


def _alone(scan: _scan.Scan, rows: NDArray[np.bool_], outcome: str, name: str) -> float:
    x, y = (ranks.unit(scan.values(one)[rows]) for one in (name, outcome))
    return 0.0 if x is None or y is None else ranks.product(x, y) ** 2


def _shuffled(table: Table, rows: NDArray[np.bool_], outcome: str, name: str) -> dict[str, JSON]:
    scan = _scan.of(table)
    return _control.shuffled(scan.ranks(name, rows), scan.ranks(outcome, rows), table.rows.seed)


def _assumptions(made: Fit, exact: bool) -> list[Assumption]:
    rows = Assumption(
        "independent rows", "ok", "neighbouring rows are not alike, no repeated units found"
    )
    if exact:
        return [rows, Assumption("linear", "ok", "the model leaves no residuals")]
    spread = assumptions.met_by("equal spread", "HC3 errors", "the errors allow for unequal spread")
    linear = Assumption("linear", "not checkable", "lines only; a bent relation may remain")
    size = Assumption(
        "enough rows", "ok" if made.n >= 60 else "weak", f"{made.n} rows; HC3 is fair from 60"
    )
    return [rows, spread, linear, size]


def _facts(
    outcome: str, chosen: list[str], made: Fit, alone: float, pool: int, exact: bool
) -> Facts:
    return {
        "outcome": outcome,
        "predictors": tuple(chosen),
        "signs": tuple("+" if slope > 0 else "-" for slope in made.slopes),
        "slopes": tuple(f"{slope:.4g}" for slope in made.slopes),
        "r_squared": made.r_squared,
        "alone": alone,
        "pool": pool,
        "exact": int(exact),
        "columns": (*chosen, outcome),
    }


_FIT = '''\
def least_squares(z, y):
    """Coefficients, residuals, leverages and inverse of standardised columns."""
    inverse = np.linalg.inv(z.T @ z)
    beta = inverse @ (z.T @ y)
    return beta, y - z @ beta, np.einsum("ij,jk,ik->i", z, inverse, z) + 1 / len(y), inverse


def standard(v):
    v = v - v.mean(axis=0)
    return (v - v.mean(axis=0)) / v.std(axis=0)
'''

_TESTS = """\
df = n - x.shape[1] - 1
beta, e, h, inverse = least_squares(standard(x), standard(y))
estimate = 1 - e @ e / n  # R squared
weighted = standard(x) * (e / (1 - h))[:, None]
robust = beta / np.sqrt(np.diag(inverse @ (weighted.T @ weighted) @ inverse))  # HC3
b, u, _, other = least_squares(standard(stats.rankdata(x, axis=0)), standard(stats.rankdata(y)))
rank_t = b / np.sqrt(np.diag(other) * (u @ u) / df)
t = np.where(abs(rank_t) < abs(robust), rank_t, robust)  # the weaker of the two tests
each = 2 * stats.t.sf(abs(t), df)
weakest = np.argmax(each)
plain = beta / np.sqrt(np.diag(inverse) * (e @ e) / df)
effect = (plain / np.sqrt(plain**2 + df))[weakest]
half = stats.norm.ppf(0.975) / np.sqrt(n - 2 - x.shape[1])
effect_low, effect_high = np.tanh(np.arctanh(effect) + np.array([-half, half]))
statistic = t[weakest]"""

_EXACTLY = """\
beta, e, h, inverse = least_squares(standard(x), standard(y))
estimate = round(1 - e @ e / n, 9)  # R squared: nothing is left over
p, weakest = 0.0, 0
effect = effect_low = effect_high = np.sign(beta)[weakest]"""

_FIGURE = """\
import matplotlib.pyplot as plt

fitted = y - e * y.std()
fig, ax = plt.subplots()
ax.scatter(fitted, y, s=12)
ax.axline((y.mean(), y.mean()), slope=1, color="0.5")
ax.set(xlabel="fitted", ylabel={outcome})
plt.show()"""


def _code(scan: _scan.Scan, finding: Finding) -> str:
    facts = finding.facts or {}
    *chosen, outcome = finding.variables
    columns = ", ".join(f"{_cell.scores(scan, name)}" for name in chosen)
    rows = "\n".join([
        f"rows = data.dropna(subset={_cell.listed(list(finding.variables))})",
        f"x = np.column_stack([{columns}]).astype(float)",
        f"y = np.asarray({_cell.scores(scan, outcome)}, float)",
        "n = len(rows)",
    ])  # fmt: skip
    tests = _EXACTLY if facts["exact"] else _TESTS
    if not facts["exact"]:
        tests += f"\np = min({facts['pool']} * each[weakest], 1.0)  # chosen among {facts['pool']} columns"
    return _cell.body(
        "from scipy import stats",
        _FIT,
        rows,
        tests,
        _cell.prints(finding.evidence),
        _FIGURE.format(outcome=_figure.label(outcome)),
    )
