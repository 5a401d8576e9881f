"""Wide tables: every pair is screened at once, and the strongest are measured in full.

A pair that the screen passes over was looked at all the same. It counts in the family with p = 1, which
makes no other q smaller than it should be: a larger p of what is not claimed only takes from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..profiles.plan import SCREENED_SHARE
from ..profiles.table import Table
from ..records import Candidate
from . import _evidence, _roles, _scan, _screen
from .base import Finding

Floats = NDArray[np.float64]

_METHODS = {
    "association": "Spearman rank correlation, screened",
    "difference": "comparison of two groups, screened",
    "confounding": "rank correlation beside third variables, screened",
}


def divided(
    table: Table, candidates: Sequence[Candidate]
) -> tuple[Sequence[Candidate], list[Finding]]:
    """Candidates of one analysis to be measured, and a finding for each that the screen passes over.

    All are measured where they are no more than the plan's pairs, and in analyses without a screen. Of
    comparisons of two groups a quarter of that is enough, in tables of more pairs than the plan has.
    """
    name = candidates[0].analysis if candidates else ""
    plan = table.profile.plan
    found = plan.columns * (plan.columns - 1) // 2 if name == "difference" else len(candidates)
    if name not in _METHODS or found <= plan.pairs:
        return candidates, []
    most = plan.pairs if name == "association" else plan.pairs // SCREENED_SHARE
    scan = _scan.of(table)
    known = _may_be_tested(scan, candidates)
    scores = _changes(scan, known) if name == "confounding" else _strengths(scan, known)
    first = np.argsort(-scores, kind="stable")[:most]
    kept = {place for place in first.tolist() if scores[place] > 0}
    evidence = _evidence.of(table, _METHODS[name], table.n, 1.0)
    passed = [
        Finding(one, "hypothesis", evidence, variables=one.variables, shown=False)
        for place, one in enumerate(known)
        if place not in kept
    ]
    return [*(known[place] for place in sorted(kept)), *_without_screen(scan, candidates)], passed


def _may_be_tested(scan: _scan.Scan, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Numbers, two groups or ordered levels, none of them the time axis."""
    usable = {
        name
        for name, one in scan.columns.items()
        if name != scan.axis and (not one.levels or one.ordered or len(one.levels) == 2)
    }
    apart = {id(one) for one in _without_screen(scan, candidates)}
    return [one for one in candidates if usable.issuperset(one.variables) and id(one) not in apart]


def _without_screen(scan: _scan.Scan, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Comparisons of a column of more than two values, of which two groups may be large enough."""
    return [
        one
        for one in candidates
        if one.analysis == "difference"
        and not _roles.is_binary(scan.column(one.variables[1]).profile)
    ]


def _changes(scan: _scan.Scan, known: Sequence[Candidate]) -> Floats:
    """By how much a third variable changes each pair, 0 where none does."""
    changes = _screen.strengths(scan)
    return np.array([changes.get(frozenset(one.variables), 0.0) for one in known])


def _strengths(scan: _scan.Scan, known: Sequence[Candidate]) -> Floats:
    """Absolute rank correlation of each pair."""
    places, matrix = _screen.rank_correlations(scan)
    first, second = ([places.get(one.variables[side], -1) for one in known] for side in (0, 1))
    return np.abs(matrix[first, second])
