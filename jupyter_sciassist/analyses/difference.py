"""A number in two groups: Welch's t with Hedges' g, or ranks where means are no fair summary.

relation "difference", `level` the group with the higher values, direction "+". The choice of test is made on
the deviations from the group means, which tell nothing of the difference. Where the shape is far from normal:
Mann and Whitney's test (Brunner and Munzel's where the spreads differ) with Cliff's delta, and the difference
of medians (of means where the medians are equal). Repeated units that stand in one group each are averaged first.

facts: outcome, group (names); high, low (levels); mean_high, mean_low, median_high, median_low, n_high, n_low;
unit ("" where unknown); units (column of repeated units, where averaged or allowed for); columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Effect, Estimate, Profile
from ..statistics import assumptions
from ..statistics.effects import (
    Interval,
    cliffs_delta,
    hedges_g,
    median_difference,
    welch_difference,
)
from ..statistics.ranks import dense_codes, ranks_of_codes
from . import _blocks, _dependence, _difference_cell, _evidence, _groups, _scan
from ._difference_cell import BRUNNER_MUNZEL, MANN_WHITNEY, WELCH
from .base import Finding

Floats = NDArray[np.float64]
CONTROL_BELOW = 0.05


class Difference:
    """Two groups compared by a number."""

    name = "difference"
    floor = 10

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """A number against a group; more than two groups are left to `groups`."""
        for number, group in _groups.oriented(profile):
            yield Candidate(self.name, profile.variable, (number.name, group.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one comparison; None below the floor or where more than two groups remain."""
        if _blocks.of(table, candidate.variables) is not None:  # compared within blocks by `paired`
            return None
        sample = _groups.samples(table, candidate.variables)
        if sample is None or len(sample.levels) != 2 or sample.n < self.floor:
            return None
        a, b = sample.values
        method, verdicts = _choice(a, b)
        statistic, df, p = _test(method, a, b, sample.share)
        effect = hedges_g(a, b) if method == WELCH else cliffs_delta(a, b)
        high = 0 if effect.value >= 0 else 1
        evidence = _evidence.of(
            table,
            _groups.named(method, sample),
            sample.n,
            p,
            estimate=_estimate(table, sample, method, high),
            effect=_effect(method, effect, sample.share, high),
            statistic=_evidence.statistic(
                "t" if method != MANN_WHITNEY else "z", -statistic if high else statistic, df
            ),
            assumptions=[sample.dependence, *verdicts, *_dependence.wandering(sample.kind)],
            caveats=_groups.caveats(_scan.of(table), sample),
            control=_groups.shuffled(sample, table) if p < CONTROL_BELOW else None,
        )
        return Finding(
            candidate=candidate,
            kind="hypothesis",
            evidence=evidence,
            relation="difference",
            variables=(sample.number, sample.group),
            direction="+",
            level=sample.levels[high],
            facts=_groups.facts(table, sample, high, 1 - high),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one comparison."""
        sample = _groups.samples(table, finding.candidate.variables)
        assert sample is not None
        medians = by_medians(finding.evidence.method.startswith(WELCH), sample)
        return _difference_cell.code(_scan.of(table), sample, finding, medians=medians)


def _choice(a: Floats, b: Floats) -> tuple[str, list[Assumption]]:
    normal = assumptions.near_normal([a, b])
    spread = assumptions.equal_spread([a, b])
    if normal.verdict != "violated":
        return WELCH, [
            normal,
            Assumption(spread.name, "ok", f"{spread.detail}; not assumed by Welch"),
        ]
    if spread.verdict == "violated" and min(len(a), len(b)) >= 15 and _overlap(a, b):
        method = BRUNNER_MUNZEL
        spread = assumptions.met_by(spread.name, method, spread.detail)
    else:
        method = MANN_WHITNEY
        verdict = "weak" if spread.verdict == "violated" else spread.verdict
        spread = Assumption(spread.name, verdict, spread.detail)
    return method, [assumptions.met_by(normal.name, method, normal.detail), spread]


def _overlap(a: Floats, b: Floats) -> bool:
    """Both samples hold values that the other one surrounds, so that placements vary."""
    return abs(cliffs_delta(a, b).value) < 0.95


def _test(
    method: str, a: Floats, b: Floats, share: float
) -> tuple[float, tuple[float, ...], float]:
    """Statistic (positive where `a` is higher), degrees of freedom and p, for `share` of the rows."""
    if method == MANN_WHITNEY:
        z = mann_whitney_z(a, b) * math.sqrt(share)
        return z, (), 2 * float(special.ndtr(-abs(z)))
    t, df = welch(a, b) if method == WELCH else _brunner_munzel(a, b)
    t, df = t * math.sqrt(share), max(df * share, 1.0)
    return t, (df,), 2 * float(special.stdtr(df, -abs(t)))


def welch(a: Floats, b: Floats) -> tuple[float, float]:
    """Welch's t, positive where `a` is higher, and its degrees of freedom."""
    va, vb = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    return float((a.mean() - b.mean()) / np.sqrt(va + vb)), float(df)


def _pooled_ranks(a: Floats, b: Floats) -> Floats:
    return ranks_of_codes(dense_codes(np.concatenate([a, b])))


def mann_whitney_z(a: Floats, b: Floats) -> float:
    """Normal deviate of U with the variance of the ranks as they are (ties) and no continuity correction."""
    ranked = _pooled_ranks(a, b)
    m, n = len(a), len(b)
    spread = float(np.var(ranked, ddof=1))
    gap = float(ranked[:m].sum()) - m * (m + n + 1) / 2
    return gap / math.sqrt(m * n / (m + n) * spread)


def _brunner_munzel(a: Floats, b: Floats) -> tuple[float, float]:
    """Brunner and Munzel, Biom. J. 42 (2000) 17: t statistic and degrees of freedom."""
    m, n = len(a), len(b)
    ranked = _pooled_ranks(a, b)
    ra, rb = ranked[:m], ranked[m:]
    va = np.var(ra - ranks_of_codes(dense_codes(a)), ddof=1)
    vb = np.var(rb - ranks_of_codes(dense_codes(b)), ddof=1)
    t = m * n * (ra.mean() - rb.mean()) / ((m + n) * np.sqrt(m * va + n * vb))
    df = (m * va + n * vb) ** 2 / ((m * va) ** 2 / (m - 1) + (n * vb) ** 2 / (n - 1))
    return float(t), float(df)


def _oriented(interval: Interval, high: int) -> Interval:
    """The interval with the higher group first."""
    if high == 0:
        return interval
    return Interval(-interval.value, -interval.high, -interval.low)


def _effect(method: str, effect: Interval, share: float, high: int) -> Effect:
    name = "Hedges' g" if method == WELCH else "Cliff's delta"
    wide = _groups.wider(effect, share)
    if method != WELCH:
        wide = Interval(wide.value, max(wide.low, -1.0), min(wide.high, 1.0))
    return _evidence.effect(name, _oriented(wide, high))


def by_medians(means: bool, sample: _groups.Samples) -> bool:
    """The estimate is a difference of medians: ranks were used and the medians differ."""
    return not means and len(set(sample.medians)) == len(sample.values)


def _estimate(table: Table, sample: _groups.Samples, method: str, high: int) -> Estimate | None:
    medians = by_medians(method == WELCH, sample)
    a, b = sample.values
    interval = median_difference(a, b) if medians else welch_difference(a, b)
    name = f"difference of {'medians' if medians else 'means'} of {sample.number}"
    unit = _scan.of(table).unit_of(sample.number)
    return _evidence.estimate(name, _oriented(_groups.wider(interval, sample.share), high), unit)
