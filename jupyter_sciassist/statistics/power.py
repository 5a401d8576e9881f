"""How many values a planned test needs: power and sample size before the data are taken.

Never of a test that was made: power at the effect that was found is p in other words (Hoenig and Heisey, Am. Stat.
55 (2001) 19).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import optimize, special

MOST = 10_000_000
FEWEST = 2.0


def two_groups(d: float, n: float, ratio: float = 1.0, alpha: float = 0.05) -> float:
    """Power of the two-sided two-sample t test.

    Noncentral t with noncentrality d sqrt(n m / (n + m)) and n + m - 2 degrees of freedom: Cohen, Statistical
    Power Analysis (1988), chapter 2.

    Parameters
    ----------
    d : float
        Difference of the means in standard deviations.
    n : float
        Values in the first group; `ratio` times as many in the second.
    """
    m = n * ratio
    return _t_power(d * math.sqrt(n * m / (n + m)), n + m - 2, alpha)


def paired(d: float, n: float, alpha: float = 0.05) -> float:
    """Power of the two-sided paired (one-sample) t test with n pairs; Cohen (1988), section 2.3.4.

    `d` is the mean difference in standard deviations of the differences.
    """
    return _t_power(d * math.sqrt(n), n - 1, alpha)


def _t_power(noncentral: float, df: float, alpha: float) -> float:
    noncentral = abs(noncentral)
    bound = float(special.stdtrit(df, 1 - alpha / 2))
    above = 1 - float(special.nctdtr(df, noncentral, bound))
    below = float(special.nctdtr(df, noncentral, -bound))
    # NaN stands for probabilities too small for the series, far from the bound
    found = (0.0 if math.isnan(below) else below) + (1.0 if math.isnan(above) else above)
    return min(max(found, 0.0), 1.0)


def correlation(r: float, n: float, alpha: float = 0.05) -> float:
    """Power of the two-sided test of a correlation r with n pairs.

    Fisher's z, with mean atanh r and standard error 1 / sqrt(n - 3): Cohen (1988), chapter 3; Hulley et al.,
    Designing Clinical Research (2013), appendix 6C.
    """
    return _z_power(math.atanh(r) * math.sqrt(n - 3), alpha) if n > 3 else alpha


def proportions(first: float, second: float, n: float, alpha: float = 0.05) -> float:
    """Power of the two-sided test of two proportions with n values in each group.

    Arcsine transformation, h = 2 asin sqrt p1 - 2 asin sqrt p2: Cohen (1988), chapter 6.
    """
    return _z_power(arcsine(first, second) * math.sqrt(n / 2), alpha)


def arcsine(first: float, second: float) -> float:
    """Cohen's h of two proportions."""
    return 2 * math.asin(math.sqrt(first)) - 2 * math.asin(math.sqrt(second))


def _z_power(shift: float, alpha: float) -> float:
    z = float(special.ndtri(1 - alpha / 2))
    return float(special.ndtr(shift - z) + special.ndtr(-shift - z))


def needed(power_at: Callable[[float], float], power: float, fewest: float = FEWEST) -> int | None:
    """Smallest whole n with that power; None where ten million are too few.

    `power_at` rises with n.
    """
    if power_at(fewest) >= power:
        return math.ceil(fewest)
    high = 2 * fewest
    while power_at(high) < power:
        high *= 2
        if high > MOST:
            return None
    root = float(optimize.brentq(lambda n: power_at(n) - power, high / 2, high, xtol=1e-9))
    return math.ceil(round(root, 6))


def detectable(power_at: Callable[[float], float], power: float, most: float) -> float | None:
    """Smallest effect up to `most` that is found with that power; None where it is larger."""
    if power_at(most) < power:
        return None
    return float(optimize.brentq(lambda size: power_at(size) - power, 1e-9, most, xtol=1e-12))


def spread_limits(sd: float, df: float) -> tuple[float, float]:
    """95 % limits of a standard deviation with df degrees of freedom: Fisher (1925), chi-square."""
    upper, lower = special.chdtri(df, 0.025), special.chdtri(df, 0.975)
    return sd * math.sqrt(df / float(upper)), sd * math.sqrt(df / float(lower))
