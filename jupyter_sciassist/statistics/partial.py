"""Relations adjusted for a third variable: partial correlation of ranks, within strata or linear."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import correlation_interval
from .equivalence import of as two_one_sided
from .ranks import product, unit

Floats = NDArray[np.float64]


class Adjusted(NamedTuple):
    """A partial correlation with its 95 % limits, t statistic, degrees of freedom and p."""

    r: float
    low: float
    high: float
    t: float
    df: float
    p: float


def correlation(x: Floats, y: Floats, controls: int = 0, *, share: float = 1.0) -> Adjusted | None:
    """Correlation of two columns from which `controls` degrees of freedom were taken.

    `share` of the rows are independent. None where a column is constant, where fewer than four
    degrees of freedom are left, or where the two are one.
    """
    a, b = unit(x), unit(y)
    rows = len(x) * share
    df = rows - 2 - controls
    if a is None or b is None or df < 4:
        return None
    r = product(a, b)
    if abs(r) > 1 - 1e-9:
        return None
    t = r * math.sqrt(df / (1 - r * r))
    low, high = correlation_interval(r, rows, controls)[1:]
    return Adjusted(r, low, high, t, df, 2 * float(special.stdtr(df, -abs(t))))


def within(values: Floats, strata: NDArray[np.int64]) -> Floats:
    """Values less the mean of their stratum, shape (n,); strata are codes from 0."""
    counts = np.bincount(strata)
    means = np.bincount(strata, weights=values) / np.maximum(counts, 1)
    return np.asarray(values - means[strata], dtype=np.float64)


def without(values: Floats, control: Floats) -> Floats:
    """Values less their least-squares line on `control`."""
    own = unit(control)
    centred = values - values.mean()
    if own is None:
        return np.asarray(centred, dtype=np.float64)
    return np.asarray(centred - product(own, centred) * own, dtype=np.float64)


def stratified(
    x: Floats, y: Floats, strata: NDArray[np.int64], *, share: float = 1.0
) -> Adjusted | None:
    """Correlation of x and y within strata: both less their stratum means, k - 1 controls.

    The partial correlation given the stratum (Fisher 1924); with ranks, Quade (1974).
    """
    groups = int(np.count_nonzero(np.bincount(strata)))
    return correlation(within(x, strata), within(y, strata), groups - 1, share=share)


def partial(x: Floats, y: Floats, control: Floats, *, share: float = 1.0) -> Adjusted | None:
    """Correlation of x and y given `control`: both less their line on it, one control."""
    return correlation(without(x, control), without(y, control), 1, share=share)


def equivalence(adjusted: Adjusted, bound: float, controls: int, n: float) -> float:
    """Significance of the claim |r| < bound: two one-sided tests on Fisher's z (Schuirmann 1987)."""
    error = 1 / math.sqrt(max(n - 3 - controls, 1))
    return two_one_sided(math.atanh(adjusted.r), error, math.atanh(bound)).p
