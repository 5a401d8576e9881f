"""No difference and no correlation larger than a small one: two one-sided tests (Schuirmann 1987).

Never "p > .05, so none": the claim is that the effect lies within the margin (|g| < 0.2, Cliff's delta of the same size where
means are no fair summary, |rho| < 0.1). Only pairs with the column that is by names and roles most likely to be what people want
explained, at most twelve of them, and only where the number of independent rows alone would find equivalence in 80 of 100
cases if there were no effect at all, at the level that is left to each of twelve: smaller tables are not tested and pay nothing. A pair whose interval leaves out 0 has a
relation, if a small one; it counts and gives no card.

relation "null", direction "none", no level.

facts: margin; for two groups outcome, group, first, second, bound and unit (means only), n_first, n_second; for a correlation x, y;
share (independent rows), unit_column, columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..profiles.outcomes import prior
from ..profiles.table import Table
from ..records import Assumption, Candidate, ColumnProfile, Evidence, Profile
from ..statistics import assumptions, equivalence, ranks
from ..statistics.effects import cliffs_delta, hedges_g, spearman_interval, welch_difference
from . import (
    _blocks,
    _control,
    _dependence,
    _equivalence_cell,
    _evidence,
    _groups,
    _roles,
    _scan,
    triviality,
)  # fmt: skip
from ._equivalence_cell import DELTA, RHO, WELCH
from .base import Facts, Finding

MOST_PAIRS = 12
FREE = frozenset({"none", "units"})  # series and places share what is slow, with any effect or none


class NoEffect:
    """An effect that is smaller than a small one."""

    name = "equivalence"
    floor = 1500

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """The most outcome-like number with the first twelve numbers and pairs of groups beside it."""
        number = outcome(profile)
        if number is None:
            return
        others = [one for one in profile.columns if one.name != number.name and _fits(one)]
        for other in others[:MOST_PAIRS]:
            yield Candidate(self.name, profile.variable, (number.name, other.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None where its rows are too few to find equivalence."""
        scan = _scan.of(table)
        y, other = candidate.variables
        if int(scan.complete(y, other).sum()) < self.floor:
            return None
        if _roles.is_number(scan.column(other).profile):
            return _correlation(table, candidate)
        return _groups_alike(table, candidate)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        scan = _scan.of(table)
        if finding.evidence.method.startswith(RHO):
            return _equivalence_cell.correlation(scan, finding)
        sample = _groups.samples(table, finding.candidate.variables)
        assert sample is not None
        return _equivalence_cell.groups(scan, sample, finding)


def outcome(profile: Profile) -> ColumnProfile | None:
    """The number most likely to be what people want explained, by names, roles and places."""
    weights = prior({column.name: column.role for column in profile.columns})
    numbers = [one for one in profile.columns if _roles.is_number(one) and not _roles.is_axis(one)]
    return max(numbers, key=lambda one: weights[one.name], default=None)


def _fits(column: ColumnProfile) -> bool:
    if _roles.is_axis(column):
        return False
    return _roles.is_number(column) or _roles.is_binary(column)


def _groups_alike(table: Table, candidate: Candidate) -> Finding | None:
    """Two groups; None for more of them and for blocks, whose levels are compared within."""
    if _blocks.of(table, candidate.variables) is not None:
        return None
    sample = _groups.samples(table, candidate.variables)
    if sample is None or len(sample.levels) != 2 or sample.kind not in FREE:
        return None
    first, second = (len(one) * sample.share for one in sample.values)
    if equivalence.power_of_groups(first, second, MOST_PAIRS) < equivalence.POWER:
        return None
    return _of_groups(table, candidate, sample)


def _of_groups(table: Table, candidate: Candidate, sample: _groups.Samples) -> Finding:
    a, b = sample.values
    scan = _scan.of(table)
    normal = assumptions.near_normal([a, b])
    welch = normal.verdict != "violated"
    interval = hedges_g(a, b) if welch else cliffs_delta(a, b)
    found = (
        equivalence.means(a, b, sample.share)
        if welch
        else equivalence.deltas(a, b, interval.value, sample.share)
    )
    effect = _evidence.effect(
        "Hedges' g" if welch else "Cliff's delta", _groups.wider(interval, sample.share)
    )
    unit = scan.unit_of(sample.number)
    facts: Facts = {
        "outcome": sample.number, "group": sample.group,
        "first": sample.levels[0], "second": sample.levels[1],
        "margin": equivalence.MARGIN_G if welch else equivalence.margin_delta(),
        "n_first": len(a), "n_second": len(b), "share": sample.share, "unit": unit or "",
        "columns": _groups.needs(scan, sample),
    }  # fmt: skip
    if welch:
        facts["bound"] = found.bound
        verdict = normal
    else:
        verdict = assumptions.met_by(normal.name, "ranks (Cliff's delta)", normal.detail)
    difference = _groups.wider(welch_difference(a, b), sample.share)
    evidence = _evidence.of(
        table,
        _groups.named(WELCH if welch else DELTA, sample),
        sample.n,
        found.p,
        estimate=_evidence.estimate(f"difference of means of {sample.number}", difference, unit),
        effect=effect,
        statistic=_evidence.statistic(
            "t" if welch else "z", found.statistic, () if math.isinf(found.df) else (found.df,)
        ),
        assumptions=[sample.dependence, verdict, _enough(sample.n * sample.share)],
        caveats=_groups.caveats(scan, sample),
        control=_groups.shuffled(sample, table) if found.p < equivalence.ALPHA else None,
    )
    return _finding(candidate, evidence, facts)


def _correlation(table: Table, candidate: Candidate) -> Finding | None:
    scan = _scan.of(table)
    y, x = candidate.variables
    rows = scan.complete(x, y)
    u, v = scan.unit_ranks(x, rows), scan.unit_ranks(y, rows)
    if u is None or v is None or triviality.reason(table, (x, y)) is not None:
        return None
    first, second = scan.ranks(x, rows), scan.ranks(y, rows)
    dependence = _dependence.of(scan, (x, y), rows, [first], second)
    short = equivalence.power_of_correlation(dependence.rows, MOST_PAIRS) < equivalence.POWER
    if dependence.kind not in FREE or short:
        return None
    rho = round(ranks.product(u, v), 12)
    found = equivalence.correlation(rho, dependence.rows)
    effect = _evidence.effect("Spearman's rho", spearman_interval(rho, dependence.rows))
    extra = [dependence.unit] if dependence.unit else []
    tail = ", design effect" if dependence.unit else ""
    worst = min(
        (assumptions.ties(scan.codes(name)[rows]) for name in (x, y)),
        key=lambda item: item.verdict == "ok",
    )
    evidence = _evidence.of(
        table,
        RHO + tail,
        len(first),
        found.p,
        effect=effect,
        statistic=_evidence.statistic("z", found.statistic),
        assumptions=[dependence.assumption, worst, _enough(dependence.rows)],
        control=_control.shuffled(first, second, table.rows.seed)
        if found.p < equivalence.ALPHA
        else None,
    )
    facts: Facts = {
        "x": x, "y": y, "margin": equivalence.MARGIN_RHO, "share": dependence.rows / len(first),
        "unit_column": dependence.unit or "", "columns": tuple(dict.fromkeys([x, y, *extra])),
    }  # fmt: skip
    return _finding(candidate, evidence, facts)


def _enough(rows: float) -> Assumption:
    detail = f"worth {rows:.4g} independent rows: power at least {equivalence.POWER:.0%} without any effect"
    return Assumption("enough rows", "ok", detail)


def _finding(candidate: Candidate, evidence: Evidence, facts: Facts) -> Finding:
    effect = evidence.effect
    assert effect is not None
    zero_inside = (
        effect.low is not None and effect.high is not None and effect.low <= 0 <= effect.high
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="null",
        variables=candidate.variables,
        direction="none",
        facts=facts,
        shown=evidence.p is not None and evidence.p <= equivalence.ALPHA and zero_inside,
    )
