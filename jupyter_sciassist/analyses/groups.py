"""A number in several groups: Welch's analysis of variance, or Kruskal and Wallis' where means mislead.

relation "difference", `level` the group with the highest mean (highest mean rank under Kruskal-Wallis),
direction "+". The estimate is highest less lowest, its interval widened for all pairs of groups (Bonferroni).

facts: as in `difference` (high and low are the extreme groups), and groups (how many), levels (all,
highest first) with means (their means, same order, as texts of 6 digits).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Estimate, Profile
from ..statistics import assumptions
from ..statistics.effects import (
    Interval,
    epsilon_squared,
    median_difference,
    omega_squared,
    welch_difference,
)
from ..statistics.ranks import dense_codes, ranks_of_codes
from . import _blocks, _dependence, _evidence, _groups, _groups_cell, _scan
from ._groups_cell import KRUSKAL, WELCH
from .base import Facts, Finding

Floats = NDArray[np.float64]
CONTROL_BELOW = 0.05
_FEWEST_FOR_MEANS = 8


class SeveralGroups:
    """Three and more groups compared by a number."""

    name = "groups"
    floor = 15

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """A number against a column of more than two groups."""
        for number, group in _groups.oriented(profile):
            if (group.unique or 0) > 2:
                yield Candidate(self.name, profile.variable, (number.name, group.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one comparison; None below the floor of (independent) rows or where two groups remain."""
        if _blocks.of(table, candidate.variables) is not None:  # compared within blocks by `blocks`
            return None
        sample = _groups.samples(table, candidate.variables)
        if sample is None or len(sample.levels) < 3 or sample.n < self.floor:
            return None
        if sample.n * sample.share < 2 * len(sample.levels):
            return None
        method, verdicts = _choice(sample)
        places = ranking(sample, method)
        statistic, df, p = _test(sample, method)
        worth = sample.n * sample.share
        effect = (
            omega_squared(statistic, df[0], df[1], round(worth))
            if method == WELCH
            else epsilon_squared(statistic, len(sample.levels), round(worth))
        )
        evidence = _evidence.of(
            table,
            _groups.named(method, sample),
            sample.n,
            p,
            estimate=_estimate(table, sample, method, places),
            effect=_evidence.effect(
                "omega squared" if method == WELCH else "epsilon squared", effect
            ),
            statistic=_evidence.statistic("F" if method == WELCH else "H", statistic, df),
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
            level=sample.levels[places[0]],
            facts=_facts(table, sample, places),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one comparison."""
        sample = _groups.samples(table, finding.candidate.variables)
        assert sample is not None
        welch = finding.evidence.method.startswith(WELCH)
        places = ranking(sample, WELCH if welch else KRUSKAL)
        medians = _by_medians(sample, welch, places)
        return _groups_cell.code(_scan.of(table), sample, finding, places, medians=medians)


def _choice(sample: _groups.Samples) -> tuple[str, list[Assumption]]:
    normal = assumptions.near_normal(sample.values)
    spread = assumptions.equal_spread(sample.values)
    small = min(len(one) for one in sample.values) < _FEWEST_FOR_MEANS
    flat = any(float(np.var(one)) == 0 for one in sample.values)
    if normal.verdict != "violated" and not small and not flat:
        detail = f"{spread.detail}; not assumed by Welch"
        return WELCH, [normal, Assumption(spread.name, "ok", detail)]
    why = normal.detail if not small else f"smallest group below {_FEWEST_FOR_MEANS}"
    verdict = "weak" if spread.verdict == "violated" else spread.verdict
    return KRUSKAL, [
        assumptions.met_by(normal.name, KRUSKAL, why),
        Assumption(spread.name, verdict, spread.detail),
    ]


def ranking(sample: _groups.Samples, method: str) -> list[int]:
    """Groups from highest to lowest, by mean (Welch) or mean rank."""
    scores = sample.numbers if method == WELCH else ranks_of_codes(dense_codes(sample.numbers))
    means = np.bincount(sample.codes, weights=scores) / np.bincount(sample.codes)
    return [int(place) for place in np.argsort(-means, kind="stable")]


def _test(sample: _groups.Samples, method: str) -> tuple[float, tuple[float, ...], float]:
    k = len(sample.levels)
    if method == KRUSKAL:
        h = _kruskal(sample) * sample.share
        return h, (k - 1.0,), float(special.chdtrc(k - 1, h))
    f, df2 = _welch(sample.values)
    f, df2 = f * sample.share, max(df2 * sample.share, 1.0)
    return f, (k - 1.0, df2), float(special.fdtrc(k - 1, df2, f))


def _welch(groups: tuple[Floats, ...]) -> tuple[float, float]:
    """F and its second degrees of freedom: Welch, Biometrika 38 (1951) 330."""
    k = len(groups)
    size = np.array([len(one) for one in groups], dtype=np.float64)
    mean = np.array([one.mean() for one in groups])
    weight = size / np.array([one.var(ddof=1) for one in groups])
    grand = float(np.sum(weight * mean) / np.sum(weight))
    lack = float(np.sum((1 - weight / np.sum(weight)) ** 2 / (size - 1)))
    between = float(np.sum(weight * (mean - grand) ** 2)) / (k - 1)
    return between / (1 + 2 * (k - 2) / (k * k - 1) * lack), (k * k - 1) / (3 * lack)


def _kruskal(sample: _groups.Samples) -> float:
    """Kruskal and Wallis' H with ties, J. Am. Stat. Assoc. 47 (1952) 583."""
    ranked = ranks_of_codes(dense_codes(sample.numbers))
    ranked = ranked - ranked.mean()
    sums = np.bincount(sample.codes, weights=ranked)
    between = float(np.sum(sums**2 / np.bincount(sample.codes)))
    return max(round(between / float(np.var(ranked, ddof=1)), 10), 0.0)


def _by_medians(sample: _groups.Samples, welch: bool, places: list[int]) -> bool:
    high, low = sample.values[places[0]], sample.values[places[-1]]
    return not welch and float(np.median(high)) != float(np.median(low))


def _estimate(
    table: Table, sample: _groups.Samples, method: str, places: list[int]
) -> Estimate | None:
    high, low = sample.values[places[0]], sample.values[places[-1]]
    k = len(sample.levels)
    medians = _by_medians(sample, method == WELCH, places)
    difference = median_difference if medians else welch_difference
    interval: Interval = _groups.wider(difference(high, low, k * (k - 1) // 2), sample.share)
    what = "medians" if medians else "means"
    name = f"highest less lowest of the {what} of {sample.number}"
    return _evidence.estimate(name, interval, _scan.of(table).unit_of(sample.number))


def _facts(table: Table, sample: _groups.Samples, places: list[int]) -> Facts:
    facts = _groups.facts(table, sample, places[0], places[-1])
    facts["groups"] = len(places)
    facts["levels"] = tuple(sample.levels[place] for place in places)
    facts["means"] = tuple(f"{sample.values[place].mean():.6g}" for place in places)
    return facts
