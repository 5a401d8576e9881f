"""Rows that repeat another row whole, in a table whose columns could tell all rows apart.

Nothing is said of narrow tables, where equal rows are to be expected: the columns must offer at least n^2
combinations of values. A caution without a test.

facts: repeats (rows that repeat an earlier one), distinct, columns (all that are compared).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Candidate, Profile
from ..statistics.effects import wilson
from . import _cell, _evidence, _scan
from .base import Facts, Finding

_ODD = np.uint64(0x9E3779B97F4A7C15)


class Duplicates:
    """Rows that occur more than once."""

    name = "duplicates"
    floor = 10

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Tables whose columns offer enough combinations."""
        if profile.kind in {"series", "array", "wave", "field"} or len(profile.columns) < 2:
            return
        offered = sum(np.log(max(column.unique or 1, 1)) for column in profile.columns)
        if offered >= 2 * np.log(max(profile.shape[0], 2)):
            yield Candidate(self.name, profile.variable, ())

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """How many rows repeat an earlier one; None where none does."""
        scan = _scan.of(table)
        distinct = len(np.unique(keys(scan))) if scan.n else 0
        repeats = scan.n - distinct
        if scan.n < self.floor or repeats == 0:
            return None
        evidence = _evidence.of(
            table,
            "rows equal in every column",
            scan.n,
            None,
            estimate=_evidence.estimate(
                "share of rows that repeat an earlier row", wilson(repeats, scan.n)
            ),
        )
        facts: Facts = {"repeats": repeats, "distinct": distinct, "columns": tuple(scan.columns)}
        return Finding(candidate, "caution", evidence, facts=facts)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that counts them."""
        return _cell.body(
            "from scipy import stats",
            "\n".join([
                "repeats = data.astype(object).duplicated()",
                "n, estimate = len(data), repeats.mean()",
                'limits = stats.binomtest(int(repeats.sum()), n).proportion_ci(method="wilson")',
                "estimate_low, estimate_high = limits",
            ]),
            _cell.prints(finding.evidence),
        )  # fmt: skip


def keys(scan: _scan.Scan) -> NDArray[np.uint64]:
    """One number a row, the same for equal rows (and for others with odds of n^2 / 2^64)."""
    mixed = np.zeros(scan.n, dtype=np.uint64)
    for name in scan.columns:
        own = (scan.codes(name) + 2).astype(np.uint64)
        mixed = (mixed ^ own) * _ODD
        mixed ^= mixed >> np.uint64(29)
    return mixed
