"""A spread that is not the same everywhere: along another number, or between groups.

Along a number: what a bent mean (a spline in the ranks of x) leaves of y, among the twelve pairs with the strongest rank correlation
only. Koenker's studentised test (J. Econometrics 17 (1981) 107) of the squares on the ranks of x; where tails are heavy, Spearman's
correlation of the sizes that Huber's fit leaves with x. y is the column that is more likely what people want explained. Between groups: Brown and Forsythe's
test, for six pairs at most, the likeliest outcomes first.

The spread of counts and of skewed positive quantities grows with their mean: counts and values that reach 0 are looked at as square roots,
others as logarithms. A column that heaps up at an end of its scale has less room there, and claims nothing. Series in order
of time are refused.

relation "heteroscedasticity"; variables (x, y), direction the way the spread of y goes with x; or (number, group), `level` the group with
the widest spread, direction "+".

facts: y, scale ("", "log" or "root"), share, unit_column, columns; x; or group, groups, high, low (levels).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.outcomes import prior
from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import assumptions, curves, ranks, spread
from ..statistics.effects import Interval, spearman_interval
from . import (
    _blocks,
    _control,
    _dependence,
    _evidence,
    _groups,
    _heteroscedasticity_cell,
    _places,
    _roles,
    _scan,
    triviality,
)  # fmt: skip
from ._heteroscedasticity_cell import BROWN_FORSYTHE, KOENKER, RANKS
from .base import Facts, Finding
from .nonlinear import is_measured, tested

Floats = NDArray[np.float64]
CLEAR = 0.01
FEWEST_VALUES = 10
FEWEST_IN_GROUP = 10
MOST_GROUPS = 6
HEAVY = 4.0
SKEWED = 1.0
_HEAP = 0.1
_TAIL = {
    "units": ", design effect",
    "near": ", effective sample size",
    "space": ", effective sample size over space",
}


class Heteroscedasticity:
    """A spread that changes along a number or between groups."""

    name = "heteroscedasticity"
    floor = 50

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of numbers, of which `measure` tests the strongest, and six numbers with groups."""
        weights = prior({column.name: column.role for column in profile.columns})
        for a, b in _roles.every_pair(profile):
            if is_measured(a) and is_measured(b):
                x, y = (a, b) if weights[b.name] >= weights[a.name] else (b, a)
                yield Candidate(self.name, profile.variable, (x.name, y.name))
        grouped = sorted(_groups.oriented(profile), key=lambda pair: -weights[pair[0].name])
        for number, group in grouped[:MOST_GROUPS]:
            yield Candidate(self.name, profile.variable, (number.name, group.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None below the floor, for coarse numbers and for series."""
        scan, second = _scan.of(table), candidate.variables[1]
        if is_measured(scan.column(second).profile):
            return _along(table, candidate)
        return _between(table, candidate)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        scan = _scan.of(table)
        if "group" not in (finding.facts or {}):
            return _heteroscedasticity_cell.along(scan, finding)
        sample = _groups.samples(table, finding.candidate.variables)
        assert sample is not None
        return _heteroscedasticity_cell.between(scan, sample, finding)


def scale_of(scan: _scan.Scan, name: str, values: Floats) -> str:
    """How a number is looked at: "" as it is, "root" or "log"."""
    role = scan.column(name).profile.role
    skewed = assumptions.shape(values)[0] > SKEWED
    if float(values.min()) < 0 or not (skewed or role == "count"):
        return ""
    return "root" if role == "count" or float(values.min()) == 0 else "log"


def scaled(values: Floats, scale: str) -> Floats:
    """The values on that scale."""
    if scale == "log":
        return np.log(values)
    return np.sqrt(values) if scale == "root" else values


def _heaps(values: Floats) -> Assumption:
    """A scale with an end where many values lie leaves no room for spread beside it."""
    share = max(float(np.mean(values == end)) for end in (values.min(), values.max()))
    detail = f"{share:.0%} of the values are the smallest or the largest one"
    return Assumption("no heap at an end", "violated" if share > _HEAP else "ok", detail)


def _along(table: Table, candidate: Candidate) -> Finding | None:
    scan, (x, y) = _scan.of(table), candidate.variables
    if frozenset((x, y)) not in tested(scan) or triviality.reason(table, (x, y)) is not None:
        return None
    rows = scan.complete(x, y)
    few = any(len(np.unique(scan.codes(name)[rows])) < FEWEST_VALUES for name in (x, y))
    if int(rows.sum()) < Heteroscedasticity.floor or few:
        return None
    scale = scale_of(scan, y, scan.values(y)[rows])
    ranked = scan.ranks(x, rows)
    u = (ranked - ranked.mean()) / ranked.std()
    terms, values = (
        np.column_stack([u, curves.spline_terms(u)]),
        scaled(scan.values(y)[rows], scale),
    )
    left, total = spread.about_mean(terms, values), float(np.ptp(values))
    if float(np.sqrt(np.mean(left**2))) <= 1e-9 * total:
        return None
    tails = _tails(left)
    if tails.verdict != "ok":
        left = spread.about_huber_mean(terms, values)
    sizes = ranks.ranks_of_codes(ranks.dense_codes(np.round(np.abs(left) / total, 12)))
    dependence = _dependence.of(scan, (x, y), rows, [ranked], sizes)
    if dependence.kind in {"order", "wandering"}:
        return None
    return _along_finding(table, candidate, rows, scale, left, sizes, dependence, tails)


def _along_finding(
    table: Table,
    candidate: Candidate,
    rows: NDArray[np.bool_],
    scale: str,
    left: Floats,
    sizes: Floats,
    dependence: _dependence.Dependence,
    tails: Assumption,
) -> Finding | None:
    scan, (x, y) = _scan.of(table), candidate.variables
    ranked, share = scan.ranks(x, rows), dependence.rows / len(left)
    u, v, w = ranks.unit(ranked), ranks.unit(sizes), ranks.unit((left / np.std(left)) ** 2)
    if u is None or v is None or w is None:
        return None
    rho, r = round(ranks.product(u, v), 12), ranks.product(u, w)
    heavy = tails.verdict != "ok"
    if heavy:
        statistic, p = _dependence.correlation_p(rho, dependence.rows)
        made = _evidence.statistic("t", statistic, (max(dependence.rows - 2, 1.0),))
    else:
        statistic = dependence.rows * r * r
        p = float(special.chdtrc(1, statistic))
        made = _evidence.statistic("chi-square", statistic, (1,))
    ratio = _groups.wider(spread.outer_ratio(ranked, left), share)
    evidence = _evidence.of(
        table,
        (RANKS if heavy else KOENKER) + (_TAIL[dependence.kind] if share < 1 else ""),
        len(left),
        p,
        estimate=_evidence.estimate(
            f"ratio of spread, upper to lower third of {x}", _exp(ratio), None
        ),
        effect=_evidence.effect(
            "Spearman's rho of size of residuals", spearman_interval(rho, dependence.rows)
        ),
        statistic=made,
        assumptions=[dependence.assumption, tails, _heaps(scan.values(y)[rows])],
        caveats=_caveats(scan, candidate, rows, scale, rho),
        control=_control.shuffled(ranked, sizes, table.rows.seed) if p <= CLEAR else None,
    )
    facts: Facts = {
        "x": x, "y": y, "scale": scale, "share": share, "unit_column": dependence.unit or "",
        "columns": (x, y, *_read(scan, dependence)),
    }  # fmt: skip
    return Finding(
        candidate, "hypothesis", evidence, "heteroscedasticity", (x, y),
        direction="+" if rho > 0 else "-", facts=facts,
        shown=p <= CLEAR and (heavy or rho * r > 0),
    )  # fmt: skip


def _read(scan: _scan.Scan, dependence: _dependence.Dependence) -> tuple[str, ...]:
    """Columns that the count of independent rows needs."""
    if dependence.kind == "near" and scan.axis is not None:
        return (scan.axis,)
    if dependence.kind == "space":
        return _places.names(scan) or ()
    return (dependence.unit,) if dependence.unit else ()


def _exp(interval: Interval) -> Interval:
    with np.errstate(over="ignore"):
        return Interval(*np.exp(interval).tolist())


def _tails(left: Floats) -> Assumption:
    kurtosis = assumptions.shape(left)[1]
    seen = f"excess kurtosis of the residuals {kurtosis:.2g}"
    if kurtosis > HEAVY:
        return assumptions.met_by("no heavy tails", RANKS, seen)
    return Assumption("no heavy tails", "ok", seen)


def _caveats(
    scan: _scan.Scan, candidate: Candidate, rows: NDArray[np.bool_], scale: str, rho: float
) -> list[str]:
    x, y = candidate.variables
    u, v = scan.unit_ranks(x, rows), scan.unit_ranks(y, rows)
    if scale or u is None or v is None or float(scan.values(y)[rows].min()) <= 0:
        return []
    level = ranks.product(u, v)
    if level * rho <= 0 or abs(level) < 0.1:
        return []
    return [f"{y} itself goes the same way: its spread in per cent may be even"]


def _between(table: Table, candidate: Candidate) -> Finding | None:
    if _blocks.of(table, candidate.variables) is not None:  # rows of one block are alike
        return None
    sample = _groups.samples(table, candidate.variables)
    if sample is None or sample.kind in {"order", "wandering"}:
        return None
    small = min(len(one) for one in sample.values) < FEWEST_IN_GROUP
    if small or len(np.unique(sample.numbers)) < FEWEST_VALUES:
        return None
    scan = _scan.of(table)
    scale = scale_of(scan, sample.number, sample.numbers)
    groups = [scaled(one, scale) for one in sample.values]
    found = spread.brown_forsythe(groups)
    if found is None or any(float(np.ptp(one)) == 0 for one in groups):
        return None
    df2 = max(found.df2 * sample.share, 1.0)
    p = float(special.fdtrc(found.df1, df2, found.f * sample.share))
    high, low = widest(groups)
    k = len(groups)
    ratio = spread.deviation_ratio(groups[high], groups[low], k * (k - 1) // 2)
    ratio = _groups.wider(ratio, sample.share)
    evidence = _evidence.of(
        table,
        _groups.named(BROWN_FORSYTHE, sample),
        sample.n,
        p,
        estimate=_evidence.estimate("ratio of widest to narrowest spread", _exp(ratio), None),
        effect=_evidence.effect("log ratio of spreads", ratio),
        statistic=_evidence.statistic("F", found.f * sample.share, (found.df1, df2)),
        assumptions=[sample.dependence, _heaps(sample.numbers)],
        caveats=_groups.caveats(scan, sample),
        control=_shuffled(sample, groups, table) if p <= CLEAR else None,
    )
    facts: Facts = {
        "y": sample.number, "group": sample.group, "groups": k, "scale": scale,
        "high": sample.levels[high], "low": sample.levels[low], "share": sample.share,
        "columns": _groups.needs(scan, sample),
    }  # fmt: skip
    return Finding(
        candidate, "hypothesis", evidence, "heteroscedasticity", candidate.variables,
        direction="+", level=sample.levels[high], facts=facts, shown=p <= CLEAR,
    )  # fmt: skip


def widest(groups: list[Floats]) -> tuple[int, int]:
    """Places of the groups with the largest and the smallest mean deviation from the median."""
    sizes = [
        float(np.mean(np.abs(one - np.median(one)))) * len(one) / (len(one) - 1) for one in groups
    ]
    return int(np.argmax(sizes)), int(np.argmin(sizes))


def _shuffled(sample: _groups.Samples, groups: list[Floats], table: Table) -> dict[str, object]:
    apart = np.zeros(sample.n)
    for place, one in enumerate(groups):
        apart[sample.codes == place] = np.abs(one - np.median(one))
    scores = ranks.ranks_of_codes(ranks.dense_codes(apart))
    return _control.shuffled(_control.indicators(sample.codes), scores, table.rows.seed)
