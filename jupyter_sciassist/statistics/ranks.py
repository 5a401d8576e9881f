"""Average ranks of many subsets of the same column, each in linear time."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def dense_codes(values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Place of each value among the distinct values, from 0; -1 where missing (NaN)."""
    column = np.asarray(values, dtype=np.float64)
    present = ~np.isnan(column)
    codes = np.full(len(column), -1, dtype=np.int64)
    codes[present] = np.unique(column[present], return_inverse=True)[1]
    return codes


def ranks_of_codes(codes: NDArray[np.int64]) -> Floats:
    """Average ranks from 1 of values given by their dense codes, none of them missing.

    The same as `scipy.stats.rankdata`, without sorting again.
    """
    counts = np.bincount(codes)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[codes], dtype=np.float64)


def distinct(codes: NDArray[np.int64]) -> int:
    """How many different codes there are, all from 0; counted without sorting."""
    return int(np.count_nonzero(np.bincount(codes)))


def product(first: Floats, second: Floats) -> float:
    """Sum of products. Not by BLAS, whose threads wait for each other on busy cores."""
    return float(np.einsum("i,i->", first, second))


def decimals(values: Floats) -> int:
    """Decimals that leave 12 digits of averages, so that equal ones are equal however they were added."""
    return 12 - math.ceil(math.log10(max(float(np.max(np.abs(values))), 1e-300)))


def unit(values: Floats) -> Floats | None:
    """Values centred and scaled to length 1, so that products are correlations; None if constant."""
    centred = values - values.mean()
    length = float(np.sqrt(product(centred, centred)))
    if length <= 1e-12 * max(float(np.abs(values).max(initial=0.0)), 1e-300) * len(values) ** 0.5:
        return None
    return np.asarray(centred / length, dtype=np.float64)
