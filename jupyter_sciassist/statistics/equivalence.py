"""Equivalence by two one-sided tests: an effect is smaller than a margin in both directions.

Schuirmann, J. Pharmacokinet. Biopharm. 15 (1987) 657. Margins are the smallest effect that Cohen, Statistical Power Analysis (1988),
calls small: d = 0.2, which for ranks is a Cliff's delta of 2 Phi(0.2 / sqrt 2) - 1 = 0.112, and r = 0.1.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

MARGIN_G = 0.2
MARGIN_RHO = 0.1
ALPHA = 0.05
POWER = 0.8


class Equivalence(NamedTuple):
    """The one-sided test that is nearer to failing.

    Attributes
    ----------
    statistic : float
        Distance of the effect from the nearer margin in standard errors, above 0 inside.
    df : float
        Degrees of freedom, infinite for a normal deviate.
    p : float
        The larger of the two one-sided p.
    bound : float
        The margin in the unit of the effect that is tested.
    """

    statistic: float
    df: float
    p: float
    bound: float


def of(effect: float, error: float, bound: float, df: float = math.inf) -> Equivalence:
    """Both one-sided tests of an effect with its standard error against -bound and bound."""
    statistic = (bound - abs(effect)) / error
    tail = special.ndtr(-statistic) if math.isinf(df) else special.stdtr(df, -statistic)
    return Equivalence(statistic, df, float(tail), bound)


def power(margin: float, error: float, family: int) -> float:
    """Chance that both tests reject where the true effect is 0; margin and error on one scale.

    At 5 % divided by the size of the `family`, so that it holds however the others come out.
    """
    limit = special.ndtri(1 - ALPHA / family)
    return max(2 * float(special.ndtr(margin / error - limit)) - 1, 0.0)


def power_of_groups(m: float, n: float, family: int = 1) -> float:
    """Power for two groups of so many independent rows."""
    return power(MARGIN_G, math.sqrt(1 / m + 1 / n), family)


def power_of_correlation(rows: float, family: int = 1) -> float:
    """Power for a rank correlation of so many independent rows."""
    return power(math.atanh(MARGIN_RHO), 1 / math.sqrt(max(rows - 3, 1.0)), family)


def means(a: Floats, b: Floats, share: float) -> Equivalence:
    """Means of two groups, margin 0.2 pooled deviations; Welch's error, for a `share` of independent rows."""
    m, n = len(a), len(b)
    va, vb = float(np.var(a, ddof=1)), float(np.var(b, ddof=1))
    pooled = math.sqrt(((m - 1) * va + (n - 1) * vb) / (m + n - 2))
    square = va / m + vb / n
    df = square**2 / ((va / m) ** 2 / (m - 1) + (vb / n) ** 2 / (n - 1))
    gap = float(np.mean(a) - np.mean(b))
    return of(gap, math.sqrt(square / share), MARGIN_G * pooled, max(df * share, 1.0))


def margin_delta() -> float:
    """Cliff's delta of two normal groups that lie 0.2 deviations apart."""
    return 2 * float(special.ndtr(MARGIN_G / math.sqrt(2))) - 1


def deltas(a: Floats, b: Floats, delta: float, share: float) -> Equivalence:
    """Cliff's `delta` of two groups with Brunner and Munzel's error: Biom. J. 42 (2000) 17."""
    variance = 0.0
    for one, other in ((a, b), (b, a)):
        ordered = np.sort(other)
        below = np.searchsorted(ordered, one, side="left")
        upto = np.searchsorted(ordered, one, side="right")
        variance += float(np.var((below + upto) / len(other), ddof=1)) / len(one)
    return of(delta, math.sqrt(max(variance, 1e-30) / share), margin_delta())


def correlation(rho: float, rows: float) -> Equivalence:
    """A rank correlation of `rows` independent rows on the scale of Fisher's z.

    Standard error sqrt((1 + rho^2 / 2) / (n - 3)): Bonett and Wright, Psychometrika 65 (2000) 23.
    """
    error = math.sqrt((1 + rho * rho / 2) / (rows - 3))
    return of(math.atanh(rho), error, math.atanh(MARGIN_RHO))
