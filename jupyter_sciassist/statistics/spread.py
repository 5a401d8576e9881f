"""Unequal spread: about a bent mean along another number, and between groups."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .effects import Z95, Interval

Floats = NDArray[np.float64]


def about_mean(terms: Floats, y: Floats) -> Floats:
    """What least squares of y on `terms` (n, k) and a constant leaves, each divided by its own expected share.

    (1 - leverage) ** -1/2 makes residuals of equal errors equally wide (HC2: MacKinnon and White 1985).
    """
    frame = np.linalg.qr(np.concatenate([np.ones((len(y), 1)), terms], axis=1))[0]
    # about the mean first: products of large values would lose the digits in which they differ
    centred = y - y.mean()
    left = centred - frame @ (frame.T @ centred)
    return np.asarray(left / np.sqrt(np.maximum(1 - np.sum(frame**2, axis=1), 1e-9)))


def about_huber_mean(terms: Floats, y: Floats) -> Floats:
    """What Huber's fit of y on `terms` (n, k) and a constant leaves: far values do not pull it towards them.

    Weights min(1, 1.345 s / |residual|), s the median absolute residual over .6745 (Huber 1981, sect. 7.8), until
    nothing moves: least squares would widen the residuals beside a far value, which looks like a change of spread.
    """
    frame = np.linalg.qr(np.concatenate([np.ones((len(y), 1)), terms], axis=1))[0]
    unit = np.median(np.abs(y - np.median(y))) or np.ptp(y)
    centred = (y - np.median(y)) / unit
    left, before = centred - frame @ (frame.T @ centred), np.inf
    for _ in range(200):
        size = np.median(np.abs(left)) / 0.6744897501960817
        if size == 0 or np.max(np.abs(left - before)) <= 1e-12 * size:
            break
        root = np.sqrt(np.minimum(1, 1.345 * size / np.maximum(np.abs(left), 1e-300)))
        beta = np.linalg.lstsq(frame * root[:, None], centred * root, rcond=None)[0]
        left, before = centred - frame @ beta, left
    return np.asarray(left * unit)


def outer_ratio(x: Floats, left: Floats) -> Interval:
    """Log ratio of the mean absolute residuals above the upper and below the lower third of x.

    Mean absolute values a with var(ln a) = (s^2 / a^2 - 1) / n, s^2 the mean square: by the delta method.
    """
    low, high = np.quantile(x, [1 / 3, 2 / 3])
    parts = [np.abs(left[x >= high]), np.abs(left[x <= low])]
    if min(len(part) for part in parts) < 2 or min(float(part.mean()) for part in parts) <= 0:
        return Interval(0.0, -math.inf, math.inf)
    value = math.log(float(parts[0].mean()) / float(parts[1].mean()))
    error = math.sqrt(sum(_log_variance(part) for part in parts))
    return Interval(value, value - Z95 * error, value + Z95 * error)


def _log_variance(sizes: Floats) -> float:
    mean = float(sizes.mean())
    return (float(np.mean(sizes**2)) / mean**2 - 1) / len(sizes)


def deviation_ratio(a: Floats, b: Floats, comparisons: int = 1) -> Interval:
    """Log ratio of the mean absolute deviations from the median of two samples, neither of them constant.

    Bonett and Seier, J. Educ. Behav. Stat. 28 (2003) 27: with the factor n / (n - 1) on each, and
    var(ln) = (delta^2 + gamma^2 - 1) / n; delta = (mean - median) / deviation, gamma^2 = variance / deviation^2.
    """
    from scipy import special

    value, variance = 0.0, 0.0
    for sign, y in ((1, a), (-1, b)):
        n, middle = len(y), float(np.median(y))
        size = float(np.mean(np.abs(y - middle)))
        delta, gamma = (float(np.mean(y)) - middle) / size, float(np.var(y, ddof=1)) / size**2
        value += sign * math.log(size * n / (n - 1))
        variance += max(delta**2 + gamma - 1, 0.0) / n
    half = float(special.ndtri(1 - 0.025 / comparisons)) * math.sqrt(variance)
    return Interval(value, value - half, value + half)


class BrownForsythe(NamedTuple):
    """F with its degrees of freedom."""

    f: float
    df1: float
    df2: float


def brown_forsythe(groups: Sequence[Floats]) -> BrownForsythe | None:
    """Spread about the medians of groups: J. Am. Stat. Assoc. 69 (1974) 364; None without spread within."""
    apart = [np.abs(group - np.median(group)) for group in groups]
    n, k = sum(len(group) for group in apart), len(apart)
    within = sum(float(np.sum((group - group.mean()) ** 2)) for group in apart)
    grand = float(np.concatenate(apart).mean())
    between = sum(len(group) * (float(group.mean()) - grand) ** 2 for group in apart)
    if within <= 0 or n <= k:
        return None
    return BrownForsythe(between / (k - 1) / (within / (n - k)), k - 1.0, float(n - k))
