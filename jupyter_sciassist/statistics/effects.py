"""Effect sizes with 95 % intervals. Each function names the source of its formulas."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]

Z95 = 1.959963984540054


class Interval(NamedTuple):
    """A value and its 95 % limits, in the unit of the value."""

    value: float
    low: float
    high: float


def spearman_interval(rho: float, n: float) -> Interval:
    """Interval of a rank correlation from n independent pairs (or an effective n).

    Fisher's z with variance (1 + rho^2 / 2) / (n - 3): Bonett and Wright, Psychometrika 65 (2000) 23.
    With n <= 4 the interval is the whole range.
    """
    if n <= 4:
        return Interval(rho, -1.0, 1.0)
    return _fisher(rho, math.sqrt((1 + rho * rho / 2) / (n - 3)))


def correlation_interval(r: float, n: float, controls: int = 0) -> Interval:
    """Interval of a (partial) correlation: Fisher's z with standard error 1 / sqrt(n - 3 - controls)."""
    free = n - 3 - controls
    if free <= 1:
        return Interval(r, -1.0, 1.0)
    return _fisher(r, 1 / math.sqrt(free))


def _fisher(r: float, error: float) -> Interval:
    z = math.atanh(min(max(r, -1 + 1e-15), 1 - 1e-15))
    return Interval(r, math.tanh(z - Z95 * error), math.tanh(z + Z95 * error))


def hedges_g(a: Floats, b: Floats) -> Interval:
    """Mean of `a` minus mean of `b` in pooled standard deviations, corrected for small samples.

    Hedges, J. Educ. Stat. 6 (1981) 107; variance 1/m + 1/n + g^2 / (2 (m + n)), Hedges (1982).
    Both samples need two values and the pooled deviation must be above 0.
    """
    m, n = len(a), len(b)
    df = m + n - 2
    pooled = math.sqrt(((m - 1) * np.var(a, ddof=1) + (n - 1) * np.var(b, ddof=1)) / df)
    g = (1 - 3 / (4 * df - 1)) * float(np.mean(a) - np.mean(b)) / pooled
    half = Z95 * math.sqrt(1 / m + 1 / n + g * g / (2 * (m + n)))
    return Interval(g, g - half, g + half)


def welch_difference(a: Floats, b: Floats, comparisons: int = 1) -> Interval:
    """Mean of `a` minus mean of `b` in data units; unequal variances.

    Welch, Biometrika 34 (1947) 28, with Satterthwaite's degrees of freedom; the limits hold for all
    of `comparisons` together (Bonferroni).
    """
    va, vb = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    difference = float(np.mean(a) - np.mean(b))
    if va + vb == 0:
        return Interval(difference, difference, difference)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    half = float(special.stdtrit(df, 1 - 0.025 / comparisons) * math.sqrt(va + vb))
    return Interval(difference, difference - half, difference + half)


def cliffs_delta(a: Floats, b: Floats) -> Interval:
    """P(a > b) - P(a < b), the rank-biserial correlation, with an asymmetric interval.

    Consistent variance and limits of Feng and Cliff, J. Mod. Appl. Stat. Meth. 3 (2004) 322; where the
    samples do not overlap the inner limit is (n - z^2) / (n + z^2), n the smaller sample.
    """
    above = _placements(a, b)
    below = _placements(b, a)
    delta = round(float(np.mean(above)), 12)
    if abs(delta) == 1.0:
        n = min(len(a), len(b))
        inner = max((n - Z95**2) / (n + Z95**2), 0.0)
        return Interval(delta, inner if delta > 0 else -1.0, 1.0 if delta > 0 else -inner)
    variance = np.var(above, ddof=1) / len(a) + np.var(below, ddof=1) / len(b)
    spread = Z95 * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + Z95**2 * variance)
    scale = 1 - delta**2 + Z95**2 * variance
    return Interval(
        delta,
        max(float((delta - delta**3 - spread) / scale), -1.0),
        min(float((delta - delta**3 + spread) / scale), 1.0),
    )


def _placements(a: Floats, b: Floats) -> Floats:
    """For each value of `a`: share of `b` below it minus share above it."""
    ordered = np.sort(b)
    below = np.searchsorted(ordered, a, side="left")
    above = len(b) - np.searchsorted(ordered, a, side="right")
    return np.asarray((below - above) / len(b), dtype=np.float64)


def median_difference(a: Floats, b: Floats, comparisons: int = 1) -> Interval:
    """Median of `a` minus median of `b` in data units.

    Bonett and Price, Psychol. Methods 7 (2002) 370; the limits hold for all of `comparisons`.
    """
    difference = float(np.median(a) - np.median(b))
    z = float(special.ndtri(1 - 0.025 / comparisons))
    half = z * math.sqrt(_median_variance(a) + _median_variance(b))
    return Interval(difference, difference - half, difference + half)


def _median_variance(y: Floats) -> float:
    n = len(y)
    c = max(round((n + 1) / 2 - math.sqrt(n)), 1)
    tail = float(special.bdtr(c - 1, n, 0.5))
    z = float(special.ndtri(1 - min(max(tail, 1e-300), 0.499)))
    ordered = np.sort(y)
    return float(((ordered[n - c] - ordered[c - 1]) / (2 * z)) ** 2)


def omega_squared(f: float, df1: float, df2: float, n: int) -> Interval:
    """Share of variance that the groups account for, from an F (Welch's or the classical one).

    (df1 (F - 1)) / (df1 (F - 1) + n), never below 0: Hays (1963). Limits lambda / (lambda + n) from the
    noncentral F: Steiger, Psychol. Methods 9 (2004) 164.
    """
    gain = max(df1 * (f - 1), 0.0)
    low, high = _noncentral_f(f, df1, df2)
    return Interval(gain / (gain + n), low / (low + n), high / (high + n))


def partial_eta_squared(f: float, df1: float, df2: float, n: float) -> Interval:
    """Share of the variance left by other columns that the tested ones take: df1 F / (df1 F + df2).

    Cohen (1965); limits as in `omega_squared`, stretched to hold the value.
    """
    value = df1 * f / (df1 * f + df2)
    low, high = _noncentral_f(f, df1, df2)
    return Interval(value, min(low / (low + n), value), max(high / (high + n), value))


def _noncentral_f(f: float, df1: float, df2: float) -> tuple[float, float]:
    """95 % limits of the noncentrality of an F statistic, 0 where it is below them."""

    def limit(p: float) -> float:
        def gap(nc: float) -> float:
            # NaN stands for probabilities too small for the series, far above the root.
            return float(np.nan_to_num(special.ncfdtr(df1, df2, nc, f))) - p

        if gap(0.0) <= 0:
            return 0.0
        return float(optimize.brentq(gap, 0.0, 4 * df1 * f + 100, xtol=1e-10, rtol=1e-12))

    return limit(0.975), limit(0.025)


def epsilon_squared(h: float, groups: int, n: int) -> Interval:
    """Share of rank variance between groups from Kruskal and Wallis' H: (H - k + 1) / (n - k).

    Kelley (1935), Tomczak and Tomczak, Trends Sport Sci. 1 (2014) 19. Limits lambda / (n - 1) from the
    noncentral chi-square that H follows near independence.
    """
    value = max((h - groups + 1) / (n - groups), 0.0)
    low, high = noncentral_limits(h, groups - 1)
    return Interval(value, min(low / (n - 1), value), max(min(high / (n - 1), 1.0), value))


def cramers_v(chi2: float, n: int, rows: int, columns: int) -> Interval:
    """Cramér's V less what chance gives: sqrt((chi2 - df) / (n (min(rows, columns) - 1))).

    The noncentrality chi2 - df and its limits (Smithson, Confidence Intervals, 2003) take the place
    of chi2 in Cramér (1946), so that independence gives about 0 whatever the size of the table.
    """
    df = (rows - 1) * (columns - 1)
    most = n * (min(rows, columns) - 1)
    low, high = noncentral_limits(chi2, df)
    value = math.sqrt(min(max(chi2 - df, 0.0) / most, 1.0))
    return Interval(
        value,
        min(math.sqrt(low / most), value),
        max(min(math.sqrt(high / most), 1.0), value),
    )


def noncentral_limits(chi2: float, df: int) -> tuple[float, float]:
    """95 % limits of the noncentrality of a chi-square statistic, 0 where it is below them."""

    def limit(p: float) -> float:
        if float(special.chndtr(chi2, df, 0.0)) <= p:
            return 0.0
        return float(special.chndtrinc(chi2, df, p))

    return limit(0.975), limit(0.025)


def risk_difference(hits_a: int, n_a: int, hits_b: int, n_b: int, comparisons: int = 1) -> Interval:
    """Rate of `a` minus rate of `b`: Newcombe, Stat. Med. 17 (1998) 873, method 10 (Wilson limits)."""
    z = float(special.ndtri(1 - 0.025 / comparisons))
    pa, la, ua = wilson(hits_a, n_a, z)
    pb, lb, ub = wilson(hits_b, n_b, z)
    difference = pa - pb
    return Interval(
        difference,
        difference - math.hypot(pa - la, ub - pb),
        difference + math.hypot(ua - pa, pb - lb),
    )


def wilson(hits: int, n: int, z: float = Z95) -> Interval:
    """A rate with Wilson's score limits: J. Am. Stat. Assoc. 22 (1927) 209."""
    p = hits / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Interval(p, centre - half, centre + half)


def odds_ratio(a: int, b: int, c: int, d: int) -> Interval:
    """Odds ratio of [[a, b], [c, d]]; Woolf's limits with Haldane and Anscombe's 1/2 where a cell is 0."""
    cells = [float(a), float(b), float(c), float(d)]
    if min(cells) == 0:
        cells = [cell + 0.5 for cell in cells]
    ratio = cells[0] * cells[3] / (cells[1] * cells[2])
    half = Z95 * math.sqrt(sum(1 / cell for cell in cells))
    return Interval(ratio, ratio * math.exp(-half), ratio * math.exp(half))
