"""Wide tables: every pair is screened at once, and the strongest are measured in full.

A pair that the screen passes over was looked at all the same. It counts in the family with p = 1, which
makes no other q smaller than it should be: a larger p of what is not claimed only takes from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Candidate
from ..statistics.ranks import ranks_of_codes, unit
from . import _evidence, _scan, _screen
from .base import Finding

_METHODS = {
    "association": "Spearman rank correlation, screened",
    "confounding": "rank correlation beside third variables, screened",
}
_ADJUSTED_SHARE = 4


def divided(
    table: Table, candidates: Sequence[Candidate]
) -> tuple[Sequence[Candidate], list[Finding]]:
    """Candidates of one analysis to be measured, and a finding for each that the screen passes over.

    All are measured where they are no more than the plan's pairs, and in analyses without a screen.
    """
    name = candidates[0].analysis if candidates else ""
    most = table.profile.plan.pairs
    if name not in _METHODS or len(candidates) <= most:
        return candidates, []
    scan = _scan.of(table)
    score = _correlations(scan) if name == "association" else _screen.strengths(scan)
    most = most if name == "association" else most // _ADJUSTED_SHARE
    known = [one for one in candidates if _may_be_tested(scan, one)]
    scores = np.array([score.get(_pair(one.variables), 0.0) for one in known])
    first = np.argsort(-scores, kind="stable")[:most]
    kept = {place for place in first.tolist() if scores[place] > 0}
    evidence = _evidence.of(table, _METHODS[name], table.n, 1.0)
    passed = [
        Finding(one, "hypothesis", evidence, variables=one.variables, shown=False)
        for place, one in enumerate(known)
        if place not in kept
    ]
    return [known[place] for place in sorted(kept)], passed


def _may_be_tested(scan: _scan.Scan, candidate: Candidate) -> bool:
    """Numbers, two groups or ordered levels, none of them the time axis."""
    columns = [scan.column(name) for name in candidate.variables]
    return scan.axis not in candidate.variables and all(
        not one.levels or one.ordered or len(one.levels) == 2 for one in columns
    )


def _pair(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names)


def _correlations(scan: _scan.Scan) -> dict[frozenset[str], float]:
    """Absolute rank correlation of all pairs, missing values at the mean rank."""
    scores = {name: found for name in scan.columns if (found := _scores(scan, name)) is not None}
    names = list(scores)
    if not names:
        return {}
    matrix = np.stack([scores[name] for name in names], axis=1)
    found = np.abs(matrix.T @ matrix)
    return {
        frozenset((a, names[j])): float(found[i, j])
        for i, a in enumerate(names)
        for j in range(i + 1, len(names))
    }


def _scores(scan: _scan.Scan, name: str) -> NDArray[np.float64] | None:
    codes = scan.codes(name)
    present = codes >= 0
    if not present.any():
        return None
    found = np.zeros(len(codes))
    ranked = ranks_of_codes(codes[present])
    found[present] = ranked - ranked.mean()
    return unit(found)
