"""A negative control: how often shuffled labels give as much as the data do."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..records import JSON
from ..statistics.series import thinned

Floats = NDArray[np.float64]
RUNS = 99
_MOST_ROWS = 500


def indicators(codes: NDArray[np.int64]) -> Floats:
    """One column a group, scaled so that squared products with scores are between-group sums."""
    counts = np.bincount(codes)
    hot = np.zeros((len(codes), len(counts)))
    hot[np.arange(len(codes)), codes] = 1 / np.sqrt(np.maximum(counts, 1)[codes])
    return hot[:, counts > 0]


def shuffled(first: Floats, second: Floats, seed: int) -> dict[str, JSON]:
    """Share of 99 label permutations that relate the two at least as much.

    Parameters
    ----------
    first, second : ndarray, shape (n,) or (n, k)
        Scores (ranks, values) or `indicators`; at most 500 evenly spread rows are used.
    """
    kept = thinned(len(first), _MOST_ROWS)
    x, y = _table(first[kept]), _table(second[kept])
    seen = float(np.sum((x.T @ y) ** 2))
    made = np.einsum("ik,rim->rkm", x, y[_orders(len(x), seed)], optimize=True)
    reached = int(np.sum(np.sum(made**2, axis=(1, 2)) >= seen * (1 - 1e-12)))
    return {"kind": "label permutation", "runs": RUNS, "as_strong": reached, "seed": seed}


@lru_cache(maxsize=4)
def _orders(n: int, seed: int) -> NDArray[np.int64]:
    """The permutations of n rows, shape (99, n): the same for every pair of a table."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(np.arange(n), (RUNS, 1)), axis=1)


def _table(scores: Floats) -> Floats:
    columns = scores[:, None] if scores.ndim == 1 else scores
    return np.asarray(columns - columns.mean(0), dtype=np.float64)
