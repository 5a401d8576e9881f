"""Descriptive statistics of one or two columns, missing values left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .ranks import dense_codes, ranks_of_codes, unit

Floats = NDArray[np.float64]


def _mean(values: Floats) -> float:
    # numpy's pairwise sum; scaled where the plain sum would overflow
    with np.errstate(over="ignore"):
        mean = float(values.mean())
    if math.isfinite(mean):
        return mean
    scale = float(np.abs(values).max())
    return float((values / scale).mean()) * scale


def _sd(values: Floats) -> float:
    if len(values) < 2:
        return math.nan
    scale = float(np.abs(values).max()) or 1.0
    return float((values / scale).std(ddof=1)) * scale


SINGLE: Mapping[str, Callable[[Floats], float]] = {
    "mean": _mean,
    "median": lambda values: float(np.median(values)),
    "sd": _sd,
    "variance": lambda values: _sd(values) ** 2,
    "min": lambda values: float(values.min()),
    "max": lambda values: float(values.max()),
    "range": lambda values: float(values.max() - values.min()),
    "iqr": lambda values: float(np.subtract(*np.percentile(values, [75, 25]))),
    "sum": lambda values: math.fsum(values),
}


def single(operation: str, values: Floats) -> float | None:
    """One number of the values that are there; None where there are none or it is not finite.

    Standard deviation and variance are those of a sample (divisor n - 1).
    """
    present = values[~np.isnan(values)]
    if not len(present):
        return None
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            found = SINGLE[operation](present)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def quantile(values: Floats, percent: float) -> float | None:
    """The value that `percent` per cent of the values lie below, linearly interpolated."""
    present = values[~np.isnan(values)]
    return float(np.percentile(present, percent)) if len(present) else None


def correlation(first: Floats, second: Floats, *, ranks: bool) -> tuple[float | None, int]:
    """Pearson's or Spearman's correlation over the complete pairs, and their number.

    None below three pairs or where a column is constant.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    x, y = first[both], second[both]
    n = len(x)
    if n < 3:
        return None, n
    if ranks:
        x, y = (ranks_of_codes(dense_codes(one)) for one in (x, y))
    a, b = unit(x / (np.abs(x).max() or 1.0)), unit(y / (np.abs(y).max() or 1.0))
    if a is None or b is None:
        return None, n
    return float(np.clip(np.einsum("i,i->", a, b), -1.0, 1.0)), n
