"""Two numbers that rise together or against each other: Spearman's rank correlation.

Takes numeric, count and ordered categorical columns; relation "association", direction the sign of rho.
Rows in order or of repeated units count for fewer (`_dependence`); two columns that both wander like random
walks must also agree in their steps. The slope in data units is the median of pairwise slopes.

facts: x, y (names); unit_x, unit_y ("" where unknown); rho; rows (effective number, where it differs
from n); unit (column of repeated units); steps_rho (where both wander); columns (what the cell needs).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Assumption, Candidate, ColumnProfile, Estimate, Evidence, Profile
from ..statistics import assumptions, ranks, series, slow
from ..statistics.effects import spearman_interval
from . import (
    _cell,
    _control,
    _dependence,
    _evidence,
    _figure,
    _inline,
    _places,
    _roles,
    _scan,
    triviality,
)
from .base import Facts, Finding

Floats = NDArray[np.float64]
SLOPES_FROM = 200
CONTROL_BELOW = 0.05
IN_ORDER = frozenset({"near", "order", "wandering"})
# What is left of a column, as a share of its range, that is rounding alone.
NOTHING = 1e-9


class Association:
    """Rank correlation of two numbers."""

    name = "association"
    floor = 8

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of numbers and ordered categories, times left to the trend."""
        for a, b in _roles.every_pair(profile, _scalar):
            yield Candidate(self.name, profile.variable, (a.name, b.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None below the floor, for a time axis and for trivial pairs."""
        scan = _scan.of(table)
        a, b = candidate.variables
        if not all(_is_scale(scan, name) for name in (a, b)) or scan.axis in (a, b):
            return None
        rows = scan.complete(a, b)
        n = int(rows.sum())
        if n < self.floor:
            return None
        u, v = scan.unit_ranks(a, rows), scan.unit_ranks(b, rows)
        if u is None or v is None or triviality.reason(table, (a, b)) is not None:
            return None
        return _finding(table, candidate, rows, ranks.product(u, v))

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        return _code(_scan.of(table), finding)


def _scalar(column: ColumnProfile) -> bool:
    return _roles.is_number(column) or (column.role == "category" and (column.unique or 0) > 2)


def _is_scale(scan: _scan.Scan, name: str) -> bool:
    column = scan.column(name)
    return column.ordered if column.levels else True


def _finding(
    table: Table, candidate: Candidate, rows: NDArray[np.bool_], rho: float
) -> Finding | None:
    scan = _scan.of(table)
    a, b = candidate.variables
    x, y = scan.ranks(a, rows), scan.ranks(b, rows)
    n = len(x)
    dependence = _dependence.of(scan, (a, b), rows, [x], y)
    if dependence.basis is not None:
        place = _dependence.in_order(scan, rows)
        x, y = (slow.less(dependence.basis, one[place]) for one in (x, y))
        if min(np.ptp(x), np.ptp(y)) <= NOTHING * n:
            return None  # a smooth curve along the rows: nothing is left of it to go with anything
        rho = _correlation(x, y)
    rho = round(rho, 12)
    statistic, p = _dependence.correlation_p(rho, dependence.rows)
    facts = _facts(scan, a, b, rho)
    if dependence.rows < n:
        facts["rows"] = dependence.rows
    if dependence.unit is not None:
        facts["unit"] = dependence.unit
    if dependence.kind == "wandering":
        p = _with_steps(scan, rows, dependence, p, rho, facts)
    facts["columns"] = _needs(scan, a, b, dependence)
    evidence = _evidence.of(
        table,
        _method(dependence),
        n,
        p,
        estimate=_slope(scan, rows, a, b, dependence),
        effect=_evidence.effect(_effect_name(dependence), spearman_interval(rho, dependence.rows)),
        statistic=_evidence.statistic("t", statistic, (max(dependence.rows - 2, 1.0),)),
        assumptions=_assumptions(scan, rows, a, b, dependence),
        caveats=_caveats(scan, rows, a, b, dependence),
        control=_control.shuffled(x, y, table.rows.seed) if p < CONTROL_BELOW else None,
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="association",
        variables=(a, b),
        direction="+" if rho > 0 else "-",
        facts=facts,
    )


def _facts(scan: _scan.Scan, a: str, b: str, rho: float) -> Facts:
    return {
        "x": a,
        "y": b,
        "unit_x": scan.unit_of(a) or "",
        "unit_y": scan.unit_of(b) or "",
        "rho": rho,
    }


def _correlation(x: Floats, y: Floats) -> float:
    """Correlation of what is left of ranks; 0 where nothing is left of one."""
    u, v = ranks.unit(x), ranks.unit(y)
    return 0.0 if u is None or v is None else ranks.product(u, v)


def _effect_name(dependence: _dependence.Dependence) -> str:
    return "Spearman's rho" + ("" if dependence.basis is None else " less trend and clear waves")


def _less_slow(
    scan: _scan.Scan, rows: NDArray[np.bool_], dependence: _dependence.Dependence, name: str
) -> Floats:
    """Values of a column; in order and less what is slow in both where that is taken out."""
    values = scan.values(name)[rows]
    if dependence.kind in IN_ORDER:
        values = values[_dependence.in_order(scan, rows)]
    return values if dependence.basis is None else slow.less(dependence.basis, values)


def _with_steps(
    scan: _scan.Scan,
    rows: NDArray[np.bool_],
    dependence: _dependence.Dependence,
    p: float,
    rho: float,
    facts: Facts,
) -> float:
    """The larger of the two p: levels with their effective size, and steps, with one sign."""
    names = (str(facts["x"]), str(facts["y"]))
    sides = (_less_slow(scan, rows, dependence, name) for name in names)
    steps = _dependence.steps_correlation(*sides)
    if steps is None or steps * rho <= 0:
        facts["steps_rho"] = steps or 0.0
        return 1.0
    facts["steps_rho"] = steps
    return max(p, _dependence.correlation_p(steps, int(rows.sum()) - 1)[1])


def _method(dependence: _dependence.Dependence) -> str:
    tail = {
        "none": "",
        "near": ", effective sample size",
        "space": ", effective sample size over space",
        "units": ", design effect of repeated units",
        "order": " less trend and clear waves, effective sample size",
        "wandering": " less trend and clear waves, effective sample size, and of the steps",
    }
    return f"Spearman rank correlation{tail[dependence.kind]}"


def _slope(
    scan: _scan.Scan, rows: NDArray[np.bool_], a: str, b: str, dependence: _dependence.Dependence
) -> Estimate | None:
    if scan.column(a).levels or scan.column(b).levels:
        return None
    x, y = (_less_slow(scan, rows, dependence, name) for name in (a, b))
    take = series.thinned(len(x), SLOPES_FROM)
    if np.ptp(x[take]) <= NOTHING * np.ptp(scan.values(a)[rows]):
        return None
    units = [scan.unit_of(name) for name in (b, a)]
    unit = f"{units[0]} per {units[1]}" if all(units) else None
    slope = series.sen_slope(x[take], y[take])
    made = _evidence.estimate(f"slope of {b} on {a}", slope, unit)
    if made is None or dependence.rows >= 0.95 * len(x):
        return made
    return dataclasses.replace(made, low=None, high=None)


def _assumptions(
    scan: _scan.Scan, rows: NDArray[np.bool_], a: str, b: str, dependence: _dependence.Dependence
) -> list[Assumption]:
    worst = min(
        (assumptions.ties(scan.codes(name)[rows]) for name in (a, b)),
        key=lambda item: item.verdict == "ok",
    )
    n = int(rows.sum())
    size = Assumption(
        "enough rows", "ok" if n >= 20 else "weak", f"{n} rows; the t approximation is fair from 20"
    )
    return [dependence.assumption, worst, size]


def _caveats(
    scan: _scan.Scan, rows: NDArray[np.bool_], a: str, b: str, dependence: _dependence.Dependence
) -> list[str]:
    caveats = []
    if dependence.basis is not None:
        caveats.append("a parabola along the rows, and waves that stand out, are taken out first")
    lost = scan.n - int(rows.sum())
    if lost > 0.2 * scan.n:
        caveats.append(f"{lost} of {scan.n} rows lack {a} or {b} and are left out")
    return caveats


def _needs(scan: _scan.Scan, a: str, b: str, dependence: _dependence.Dependence) -> tuple[str, ...]:
    extra = [dependence.unit] if dependence.unit else []
    extra += (_places.names(scan) or ()) if dependence.kind == "space" else ()
    if dependence.kind in IN_ORDER and scan.axis:
        extra.append(scan.axis)
    return tuple(dict.fromkeys([a, b, *extra]))


def _code(scan: _scan.Scan, finding: Finding) -> str:
    evidence = finding.evidence
    method = evidence.method
    space = "over space" in method
    ordered = "effective sample" in method and not space
    units = "design effect" in method
    less = "less trend" in method
    helper = _cell.INTRACLASS if units else _cell.LAG_ONE if ordered else None
    helper = _inline.sources(*_cell.SLOW) if less else _places.helper() if space else helper
    return _cell.body(
        "from scipy import stats",
        helper,
        _rows(scan, finding, ordered),
        _size(scan, finding, ordered, units),
        _tail(evidence, less, "steps" in method),
        _estimate(evidence),
        _cell.prints(evidence),
        _drawn(finding),
    )


def _rows(scan: _scan.Scan, finding: Finding, ordered: bool) -> str:
    a, b = finding.variables
    start = f"rows = data.dropna(subset={_cell.listed([a, b])})"
    lines = [start]
    if ordered and scan.order is not None:
        lines.append(f'rows = rows.sort_values({_cell.literal(scan.axis)}, kind="stable")')
    lines += [
        f"x = {_cell.numbers(scan, a)}",
        f"y = {_cell.numbers(scan, b)}",
        "n = len(rows)",
    ]
    return "\n".join(lines)


def _size(scan: _scan.Scan, finding: Finding, ordered: bool, units: bool) -> str:
    ranked = "rank_x, rank_y = stats.rankdata(x), stats.rankdata(y)"
    if "less trend" in finding.evidence.method:
        axis = _cell.literal(scan.axis)
        t = f"rows[{axis}].to_numpy(float)" if scan.axis else "np.arange(n)"
        return "\n".join([
            ranked,
            f"basis = slow_basis([rank_x], rank_y, places({t}))",
            "rank_x, rank_y = less(basis, rank_x), less(basis, rank_y)",
            "worth = independent_rows(rank_x, rank_y, basis.shape[1], basis.shape[1])",
            "x, y = less(basis, x), less(basis, y)",
        ])  # fmt: skip
    if "over space" in finding.evidence.method:
        count = "worth = spatial_rows(rank_x[take], rank_y[take], classes, n)"
        return "\n".join([ranked, _places.lines(scan), count])
    if ordered:
        return "\n".join([
            ranked,
            "likeness = lag_one(rank_x) * max(lag_one(rank_y), 0)  # of neighbours in time",
            "worth = max(n * (1 - likeness) / (1 + likeness), 3)",
        ])  # fmt: skip
    if units:
        facts = finding.facts or {}
        return "\n".join([
            ranked,
            f"unit = rows[{_cell.literal(facts['unit'])}].astype(object)",
            "lone = unit.isna().to_numpy()  # a row without a unit is a unit of its own",
            'unit = np.where(lone, [f"row {i}" for i in range(n)], unit)',
            "(own, each), (other, _) = intraclass(rank_y, unit), intraclass(rank_x, unit)",
            "worth = max(n / max(1 + (each - 1) * own * other, 1), 3)",
        ])  # fmt: skip
    return "worth = n"


def _tail(evidence: Evidence, less: bool, steps: bool) -> str:
    rho = "np.corrcoef(rank_x, rank_y)[0, 1]" if less else "stats.spearmanr(x, y).statistic"
    lines = [
        f"effect = round({rho}, 12)",
        "statistic = effect * np.sqrt(max(worth - 2, 1) / max(1 - effect**2, 1e-15))",
        "p = 2 * stats.t.sf(abs(statistic), max(worth - 2, 1))",
    ]
    if evidence.effect is not None and evidence.effect.low != -1.0:
        lines += [
            "half = stats.norm.ppf(0.975) * np.sqrt((1 + effect**2 / 2) / (worth - 3))",
            "centre = np.arctanh(np.clip(effect, -1 + 1e-15, 1 - 1e-15))",
            "effect_low, effect_high = np.tanh([centre - half, centre + half])",
        ]
    else:
        lines.append("effect_low, effect_high = -1, 1  # too few independent rows for an interval")
    if steps:
        lines += [
            "step = stats.spearmanr(np.diff(x), np.diff(y)).statistic  # both wander: steps must agree",
            "t = step * np.sqrt((n - 3) / (1 - step**2))",
            "p = max(p, 2 * stats.t.sf(abs(t), n - 3)) if step * effect > 0 else 1.0",
        ]
    return "\n".join(lines)


def _estimate(evidence: Evidence) -> str | None:
    if evidence.estimate is None:
        return None
    names = "estimate, _, estimate_low, estimate_high"
    if evidence.estimate.low is None:
        names = "estimate, *_"
    return "\n".join([
        f"take = np.linspace(0, n - 1, min(n, {SLOPES_FROM})).astype(int)  # evenly spread rows",
        f"{names} = stats.theilslopes(y[take], x[take])",
    ])  # fmt: skip


def _drawn(finding: Finding) -> str:
    x, y = finding.variables
    return _figure.scatter(x, y, None if finding.evidence.estimate is None else "estimate")
