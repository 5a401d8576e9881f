"""How much of an object is looked at: fixed from its shape, before anything is measured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..records import Plan

MAX_COLUMNS = 200
MAX_ROWS = 50_000
MIN_ROWS = 20_000
MAX_CELLS = 1_000_000
MAX_PAIRS = 1_000
MAX_WHOLE = 20_000_000  # rows that a figure is computed of without sampling
SCREENED_SHARE = 4  # of the pairs, for what takes longer: two groups, third variables
SEED = 0


def budget(rows: int, columns: int) -> Plan:
    """Plan of a table with so many rows and columns.

    The first 200 columns; of the rows at most 50 000, fewer where columns are many (1 000 000
    cells, but never fewer than 20 000 rows, which leave a rank correlation an error of .007).
    """
    looked = min(columns, MAX_COLUMNS)
    cap = min(MAX_ROWS, max(MIN_ROWS, MAX_CELLS // max(looked, 1)))
    pairs = min(looked * (looked - 1) // 2, MAX_PAIRS)
    return Plan(cap if rows > cap else None, looked, pairs, str(SEED))


def positions(plan: Plan, rows: int) -> NDArray[np.int64] | None:
    """Ascending row positions of the plan's sample, or None where it takes all rows."""
    if plan.rows is None:
        return None
    chosen = np.random.default_rng(int(plan.seed)).choice(
        rows, plan.rows, replace=False, shuffle=False
    )
    return np.sort(chosen)
