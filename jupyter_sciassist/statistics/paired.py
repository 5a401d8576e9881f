"""Two values of one unit, and a table of blocks by levels: tests and effects with intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import Z95, Interval
from .ranks import dense_codes, ranks_of_codes

Floats = NDArray[np.float64]


class SignedRanks(NamedTuple):
    """Wilcoxon's signed ranks: normal deviate, rank-biserial correlation, differences that are not 0."""

    z: float
    r: float
    n: int


def signed_ranks(d: Floats) -> SignedRanks:
    """Wilcoxon, Biometrics Bull. 1 (1945) 80, of differences, shape (n,); those of 0 are left out.

    z has the variance of the ranks as they are (ties) and no continuity correction. r is the matched-pairs rank-biserial
    correlation, the sum of the signed ranks over that of all: Kerby, Compr. Psychol. 3 (2014) 1.
    """
    moved = d[d != 0]
    if not len(moved):
        return SignedRanks(0.0, 0.0, 0)
    ranked = ranks_of_codes(dense_codes(np.abs(moved)))
    total = float(np.sum(np.sign(moved) * ranked))
    r = round(total / float(np.sum(ranked)), 12)
    return SignedRanks(total / math.sqrt(float(np.sum(ranked**2))), r, len(moved))


def rank_biserial(found: SignedRanks, share: float) -> Interval:
    """Matched-pairs rank-biserial correlation: Fisher's z with the error of the signed ranks by chance.

    sqrt((2 n^3 + 3 n^2 + n) / 6) / (n (n + 1) / 2), as in R's effectsize (Ben-Shachar et al., J. Open Source Softw. 5
    (2020) 2815); n and its error are those of `share` of the differences.
    """
    n = found.n
    error = math.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / (n * (n + 1) / 2) / math.sqrt(share)
    z = math.atanh(min(max(found.r, -1 + 1e-12), 1 - 1e-12))
    return Interval(found.r, math.tanh(z - Z95 * error), math.tanh(z + Z95 * error))


def hedges_g_av(a: Floats, b: Floats, share: float) -> Interval:
    """Mean of a - b in deviations of one measurement, the root of the average variance; shape (n,) each, n > 2.

    Bonett, Psychol. Methods 13 (2008) 99: the value is corrected for small samples by sqrt((n - 2) / (n - 1)), the limits lie about
    the uncorrected one; they are those of a `share` of independent differences.
    """
    df = len(a) - 1
    first, second = float(np.var(a, ddof=1)), float(np.var(b, ddof=1))
    between = float(np.sum((a - np.mean(a)) * (b - np.mean(b)))) / df
    average = (first + second) / 2
    d = float(np.mean(a) - np.mean(b)) / math.sqrt(average)
    spread = (first / average) ** 2 + (second / average) ** 2 + 2 * (between / average) ** 2
    left = (first + second - 2 * between) / average
    half = Z95 * math.sqrt((d * d * spread / (8 * df) + left / df) / share)
    return Interval(d * math.sqrt((df - 1) / df), d - half, d + half)


def mean_of(d: Floats, comparisons: int = 1) -> Interval:
    """Mean of differences, shape (n,), with Student's limits that hold for all of `comparisons`."""
    n = len(d)
    mean = float(np.mean(d))
    t = float(special.stdtrit(n - 1, 1 - 0.025 / comparisons))
    half = t * float(np.std(d, ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half)


def middle_of(d: Floats, comparisons: int = 1) -> Interval:
    """Hodges and Lehmann's median of the averages of two differences, with limits for all of `comparisons`."""
    return Interval(*map(float, hodges_lehmann(d, float(special.ndtri(1 - 0.025 / comparisons)))))


def hodges_lehmann(d: Floats, z: float) -> tuple[float, float, float]:
    """Median of all averages of two differences (Hodges and Lehmann 1963) and its limits by signed ranks.

    Hollander and Wolfe, Nonparametric Statistical Methods (1973), sect. 3.2 and 3.3, large samples; of more than 400
    differences 400 evenly spread quantiles are taken.
    """
    d = np.sort(d)
    d = d[np.linspace(0, len(d) - 1, min(len(d), 400)).astype(int)]
    n = len(d)
    first, second = np.triu_indices(n)
    averages = np.sort(d[first] / 2 + d[second] / 2)
    outside = n * (n + 1) / 4 - z * np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    place = max(int(outside + 0.5), 1)
    return np.median(averages), averages[place - 1], averages[len(averages) - place]


class Blocks(NamedTuple):
    """A test of the levels in blocks: statistic, degrees of freedom, and what is left of each cell, shape (b, k)."""

    statistic: float
    df1: float
    df2: float
    left: Floats


def additive(cells: Floats) -> Blocks:
    """F of the columns of a complete table, shape (b, k), beside its rows: Fisher's randomised blocks (1935)."""
    b, k = cells.shape
    levels = cells.mean(0)
    left = cells - levels - cells.mean(1, keepdims=True) + cells.mean()
    within = float(np.sum(left**2)) / ((k - 1) * (b - 1))
    between = b * float(np.sum((levels - levels.mean()) ** 2)) / (k - 1)
    f = between / within if within > 0 else math.inf
    return Blocks(f, k - 1.0, (k - 1.0) * (b - 1.0), left)


def sphericity(cells: Floats) -> float:
    """Greenhouse and Geisser's epsilon, between 1 / (k - 1) and 1: Psychometrika 24 (1959) 95."""
    k = cells.shape[1]
    centred = cells - cells.mean(1, keepdims=True)
    spread = np.cov(centred, rowvar=False)
    return float(min(np.trace(spread) ** 2 / ((k - 1) * np.sum(spread**2)), 1.0))


def friedman(cells: Floats) -> float:
    """Friedman's chi-square of a complete table, shape (b, k), with ties: J. Am. Stat. Assoc. 32 (1937) 675."""
    b, k = cells.shape
    ranked = np.stack([ranks_of_codes(dense_codes(row)) for row in cells]) - (k + 1) / 2
    spread = float(np.sum(ranked**2)) / (b * (k - 1))
    if spread <= 0:
        return 0.0
    return float(round(np.sum(ranked.sum(0) ** 2) / (b * spread), 10))
