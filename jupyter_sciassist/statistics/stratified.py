"""Rates of two groups within strata: Mantel and Haenszel's common difference, and whether it is common."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import Z95, Interval

Floats = NDArray[np.float64]


class Common(NamedTuple):
    """The difference of rates that strata share.

    Attributes
    ----------
    difference : Interval
        Mantel-Haenszel rate difference, first group less second.
    chi2, p : float
        Cochran, Mantel and Haenszel's test of no difference within strata, 1 degree of freedom.
    spread_p : float
        Breslow and Day's test that the odds ratio is one for all strata; 1 where it cannot be told.
    """

    difference: Interval
    chi2: float
    p: float
    spread_p: float


def common(hits: Floats, cases: Floats) -> Common | None:
    """Two groups in k strata; `hits` and `cases` have shape (2, k), each entry of `cases` at least 1.

    Difference and variance: Greenland and Robins, Biometrics 41 (1985) 55; test: Mantel and Haenszel,
    J. Natl. Cancer Inst. 22 (1959) 719, without continuity correction. None where all strata are degenerate.
    """
    (a, b), (m, n) = hits, cases
    total = m + n
    weight = m * n / total
    misses = total - a - b
    variance = float(np.sum(m * n * (a + b) * misses / (total**2 * np.maximum(total - 1, 1))))
    if variance <= 0:
        return None
    difference = float(np.sum(weight * (a / m - b / n)) / weight.sum())
    spread = (a * (m - a) * n**3 + b * (n - b) * m**3) / (m * n * total**2)
    half = Z95 * math.sqrt(float(spread.sum())) / float(weight.sum())
    chi2 = float(np.sum(a - m * (a + b) / total)) ** 2 / variance
    interval = Interval(difference, difference - half, difference + half)
    return Common(interval, chi2, float(special.chdtrc(1, chi2)), breslow_day(hits, cases))


def breslow_day(hits: Floats, cases: Floats) -> float:
    """P of one odds ratio in all strata: Breslow and Day, IARC Sci. Publ. 32 (1980), without Tarone's term."""
    (a, b), (m, n) = hits, cases
    total, marked = m + n, a + b
    above, below = float(np.sum(a * (n - b) / total)), float(np.sum(b * (m - a) / total))
    if above <= 0 or below <= 0 or len(a) < 2:
        return 1.0
    ratio = above / below
    # The expected a solves a (n - marked + a) = ratio (m - a) (marked - a).
    square = 1 - ratio
    linear = n - marked + ratio * (m + marked)
    constant = -ratio * m * marked
    if abs(square) < 1e-12:
        expected = -constant / linear
    else:
        root = np.sqrt(np.maximum(linear**2 - 4 * square * constant, 0.0))
        expected = (-linear + root) / (2 * square)
    cells = np.stack([expected, m - expected, marked - expected, n - marked + expected])
    whole = cells.min(0) > 0
    if int(whole.sum()) < 2:
        return 1.0
    variance = 1 / (1 / cells[:, whole]).sum(0)
    chi2 = float(np.sum((a[whole] - expected[whole]) ** 2 / variance))
    return float(special.chdtrc(int(whole.sum()) - 1, chi2))
