"""Ordered series: autocorrelation, effective size, trend tests that allow for it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import Interval
from .ranks import dense_codes, product, ranks_of_codes

Floats = NDArray[np.float64]

PERSISTENT = 0.8
MOST_SLOPES_FROM = 300
WALK_SHARES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0001)
WALK_CORRELATIONS = (
    0.0, 0.6308, 0.8513, 0.9105, 0.9407, 0.9621, 0.9716, 0.9782, 0.984, 0.9871, 0.9891, 0.9922,
)  # fmt: skip


def autocorrelation(values: Floats, lags: int) -> Floats:
    """Autocorrelation at lags 1 ... `lags` of evenly ordered values without gaps, shape (lags,)."""
    n = len(values)
    centred = values - values.mean()
    power = product(centred, centred)
    if power <= 0:
        return np.zeros(lags)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.abs(np.fft.rfft(centred, size)) ** 2
    products = np.fft.irfft(spectrum, size)[1 : lags + 1]
    return np.asarray(products / power, dtype=np.float64)


def lag_one(values: Floats) -> float:
    """Autocorrelation at lag 1 with its small-sample bias taken off, at most .99.

    (n r + 1) / (n - 4): Marriott and Pope, Biometrika 41 (1954) 390, as used for climate series.
    """
    if len(values) < 8:
        return 0.0
    n = len(values)
    return float(min((n * autocorrelation(values, 1)[0] + 1) / (n - 4), 0.99))


def lagged_product(values: Floats) -> float:
    """Autocorrelation at lag 1, 0 for constant values."""
    centred = values - values.mean()
    power = float(np.sum(centred**2))
    return float(np.sum(centred[:-1] * centred[1:])) / power if power > 0 else 0.0


def persistence(rest: Floats, fitted: int) -> float:
    """Autocorrelation at lag 1 of what is left of `fitted` numbers, freed from bias, at most .99.

    (n r + k) / (n - 2 (k + 1)) with k numbers fitted: Marriott and Pope's for a mean (k = 1), carried
    on to a line (k = 2) and to two levels and the place between them (k = 3).
    """
    n = len(rest)
    if n <= 2 * fitted + 6:
        return 0.0
    return float(min((n * lagged_product(rest) + fitted) / (n - 2 * fitted - 2), 0.99))


def autoregressive(r: float, n: int, runs: int, rng: np.random.Generator) -> Floats:
    """Noise with autocorrelation r^k at lag k, from its stationary state on, shape (runs, n)."""
    from scipy import signal

    made = rng.normal(size=(runs, n))
    made[:, 0] /= math.sqrt(1 - r * r)
    return np.asarray(signal.lfilter([1.0], [1.0, -r], made, axis=1), dtype=np.float64)


def is_serial(values: Floats) -> bool:
    """Neighbours are alike beyond chance: lag-1 autocorrelation above 3 / sqrt(n) (and above .1)."""
    n = len(values)
    return n >= 8 and float(autocorrelation(values, 1)[0]) > max(3 / math.sqrt(n), 0.1)


class Trend(NamedTuple):
    """Mann and Kendall's test: Kendall's S, z, p, the factor on its variance, degrees of freedom."""

    s: float
    z: float
    p: float
    inflation: float
    df: float = math.inf


def mann_kendall(values: Floats, inflation: float = 1.0) -> Trend:
    """Monotone trend of values in time order, n >= 3.

    Mann, Econometrica 13 (1945) 245, Kendall (1975), ties included; `inflation` multiplies the
    variance of S.
    """
    from scipy import stats

    n = len(values)
    counts = np.unique(values, return_counts=True)[1].astype(np.float64)
    variance = (n * (n - 1) * (2 * n + 5) - np.sum(counts * (counts - 1) * (2 * counts + 5))) / 18
    pairs = n * (n - 1) / 2
    untied = pairs - float(np.sum(counts * (counts - 1))) / 2
    if untied <= 0:
        return Trend(0.0, 0.0, 1.0, inflation)
    tau = stats.kendalltau(np.arange(n), values).statistic
    s = float(round(tau * math.sqrt(pairs * untied)))
    z = (s - np.sign(s)) / math.sqrt(variance * inflation)
    return Trend(s, float(z), 2 * float(special.ndtr(-abs(z))), inflation)


def hamed_rao(values: Floats, slope: float, lags: int | None = None) -> float:
    """Factor by which autocorrelation widens the variance of S, at least 1 / n.

    Hamed and Rao, J. Hydrol. 204 (1998) 182, eq. 11: autocorrelation of the ranks of the values less
    their Sen slope, at the lags (up to `lags`, else all) where it leaves +-1.96 / sqrt(n).
    """
    rest = values - slope * np.arange(len(values))
    return widening(rest, len(values) - 1 if lags is None else lags)


def widening(rest: Floats, lags: int) -> float:
    """Hamed and Rao's factor from values about their trend, shape (n,), lags up to `lags`."""
    n = len(rest)
    most = min(lags, n - 1)
    r = autocorrelation(ranks_of_codes(dense_codes(rest)), most)
    lag = np.arange(1, most + 1)
    kept = np.abs(r) > 1.959963984540054 / math.sqrt(n)
    total = np.sum((n - lag) * (n - lag - 1) * (n - lag - 2) * r * kept)
    return float(max(1 + 2 * total / (n * (n - 1) * (n - 2)), 1 / n))


def without_curve(values: Floats) -> Floats:
    """Values less their parabola by least squares over the places, shape (n,)."""
    run = np.linspace(-1, 1, len(values))
    return np.asarray(values - np.polyval(np.polyfit(run, values, 2), run), dtype=np.float64)


def trend(values: Floats) -> Trend:
    """Mann and Kendall's test with the variance widened for autocorrelation, never narrowed.

    The larger of Hamed and Rao's factor (lags up to n/4) and (1 + r) / (1 - r) with r the lag-1
    autocorrelation freed from bias, both about a parabola: a trend that bends is no autocorrelation. z is
    held against Student's t of as many independent values, since the factor is itself an
    estimate: on short series Hamed and Rao's alone lets twice too many through.
    """
    n = len(values)
    rest = without_curve(values)
    r = max(persistence(rest, 3), 0.0)
    wider = max(widening(rest, max(n // 4, 1)), (1 + r) / (1 - r), 1.0)
    found = mann_kendall(values, wider)
    df = max(n / wider - 2, 1.0)
    if found.p == 1.0:
        return found._replace(df=df)
    return found._replace(p=2 * float(special.stdtr(df, -abs(found.z))), df=df)


def random_walk_share(rho: float) -> float:
    """Share of random walks whose ranks correlate with time at least as much, whatever their length.

    Interpolated, on a logarithmic scale, between quantiles of 200 000 simulated walks of 200 steps (the
    statistic of a walk has a limit that does not narrow as it grows).
    """
    return float(np.exp(np.interp(abs(rho), WALK_CORRELATIONS, np.log(WALK_SHARES))))


def sen_slope(time: Floats, values: Floats, inflation: float = 1.0) -> Interval:
    """Median of the slopes of all pairs and its limits, in units of values per unit of time.

    Sen, J. Am. Stat. Assoc. 63 (1968) 1379; limits from the variance of S with ties, times
    `inflation`; NaN where ties leave no variance. Both of shape (n,), at most a few hundred long: n (n - 1) / 2 slopes are made.
    """
    first, second = _pairs(len(time))
    run = time[second] - time[first]
    slopes = (values[second] - values[first])[run != 0] / run[run != 0]
    half = 1.959963984540054 * math.sqrt(kendall_variance(time, values) * inflation)
    m = len(slopes)
    if half == 0:
        return Interval(float(np.median(slopes)), math.nan, math.nan)
    low = min(max(round((m - half) / 2) - 1, 0), m - 1)
    high = min(max(round((m + half) / 2), 0), m - 1)
    slopes = np.partition(slopes, sorted({low, (m - 1) // 2, m // 2, high}))
    median = (slopes[(m - 1) // 2] + slopes[m // 2]) / 2
    return Interval(float(median), float(slopes[low]), float(slopes[high]))


@lru_cache(maxsize=4)
def _pairs(n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions of all pairs of n values."""
    first, second = np.triu_indices(n, 1)
    return first, second


def kendall_variance(time: Floats, values: Floats) -> float:
    """Variance of Kendall's S under independence with ties in either: Sen (1968), eq. 2.6."""
    n = len(values)
    total = float(n * (n - 1) * (2 * n + 5))
    for column in (time, values):
        counts = np.unique(column, return_counts=True)[1].astype(np.float64)
        total -= float(np.sum(counts * (counts - 1) * (2 * counts + 5)))
    return max(total / 18, 0.0)


def thinned(n: int, most: int = MOST_SLOPES_FROM) -> NDArray[np.int64]:
    """Positions of at most `most` of n rows, evenly spread from the first to the last."""
    if n <= most:
        return np.arange(n)
    return np.linspace(0, n - 1, most).astype(np.int64)
