"""What two series have in common without being related: a trend each, a season each.

Two series that rise, or that come back with the same period, always correlate, in whatever phase. Which
waves are taken out is read from the power of both series, never from their phases; where the series are
independent the phases alone decide how they correlate, so that the choice leaves the test as it is.

Every function needs only NumPy, so that a cell can carry its source.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def places(time: Floats) -> NDArray[np.int64]:
    """Place of each time, shape (n,) and rising, on a grid of the usual step; the rows where there is none."""
    n = len(time)
    steps = np.diff(time)
    usual = np.median(steps[steps > 0]) if np.any(steps > 0) else np.nan
    with np.errstate(invalid="ignore"):
        grid = np.concatenate([[0.0], np.cumsum(np.round(steps / usual))])
    if not np.isfinite(grid).all() or grid[-1] > 8 * n or grid[-1] < n / 8:
        grid = np.arange(n)
    return np.asarray(grid, dtype=np.int64)


def prominence(values: Floats, place: NDArray[np.int64]) -> Floats:
    """Power of the values over what is usual about each frequency, eight frequencies a cycle of the span.

    Divided by median / ln 2 of its neighbourhood (ten cycles, or half of the frequency), so that of noise
    it is exponential with mean 1. Below one cycle it is 0.
    """
    m = int(place[-1]) + 1
    size = 1 << (8 * m - 1).bit_length()
    power = np.abs(np.fft.rfft(np.bincount(place, weights=values), size)) ** 2
    found, start, step = np.zeros(len(power)), size // m, size / m
    while start < len(power):
        stop = int(max(start + 10 * step, 1.5 * start))
        stop = stop if stop + 5 * step < len(power) else len(power)
        usual = np.median(power[start:stop]) / np.log(2)
        found[start:stop] = power[start:stop] / max(usual, 1e-300)
        start = stop
    return np.asarray(found)


def less(basis: Floats, values: Floats) -> Floats:
    """Values less what orthonormal columns, shape (n, k), explain of them."""
    return np.asarray(values - basis @ (basis.T @ values))


def slow_basis(first: list[Floats], second: Floats, place: NDArray[np.int64]) -> Floats:
    """Orthonormal columns of a parabola and of the waves that stand out in two series, shape (n, k).

    A wave stands out where both have four times the power that is usual about it, which lets them
    correlate, or one has thirty times, which hides what else they have in common. At most six waves,
    one for sixteen rows, the clearest first, each looked for in what the others leave.

    Parameters
    ----------
    first : list of ndarray, shape (n,)
        One series, or the indicators of several groups.
    second : ndarray, shape (n,)
    place : ndarray of int, shape (n,)
        From `places`.
    """
    turn = place / max(place[-1], 1)
    basis = np.linalg.qr(np.column_stack([np.ones(len(place)), turn, turn**2]))[0]
    for _ in range(min(6, len(place) // 16)):
        one = np.max([prominence(less(basis, values), place) for values in first], axis=0)
        other = prominence(less(basis, second), place)
        clear = (np.minimum(one, other) >= 4) | (np.maximum(one, other) >= 30)
        both = np.where(clear, one * other, 0.0)
        best = int(np.argmax(both))
        if both[best] <= 0:
            break
        wave = np.pi * best / (len(both) - 1) * place
        basis = np.linalg.qr(np.column_stack([basis, np.cos(wave), np.sin(wave)]))[0]
    return np.asarray(basis)


def independent_rows(first: Floats, second: Floats, fitted: int, fitted_second: int) -> float:
    """How many independent pairs two series are worth, less what was fitted to them, between 3 and n.

    The smallest of n / (1 + 2 sum (1 - j/n) r1(j) r2(j)) over lags to n/4 (Pyper and Peterman, Can. J.
    Fish. Aquat. Sci. 55 (1998) 2127), of 1 / variance of the correlation over random phases, which is half
    the sum over frequencies of the product of both shares of power (Ebisuzaki, J. Climate 10 (1997) 2147), and
    of n (1 - r1 r2) / (1 + r1 r2) (Bretherton et al., J. Climate 12 (1999) 1990) with lag-1 values freed
    from the bias that k fitted numbers leave, (n r + k) / (n - 2 (k + 1)): Marriott and Pope,
    Biometrika 41 (1954) 390, carried on from a mean.
    """
    n = len(first)
    lags = max(n // 4, 1)
    found, lag_one, shares = [], [], []
    for values, k in ((first, fitted), (second, fitted_second)):
        v = values - values.mean()
        spectrum = np.abs(np.fft.rfft(v, 1 << (2 * n - 1).bit_length())) ** 2
        r = np.fft.irfft(spectrum)[1 : lags + 1] / max(v @ v, 1e-300)
        found.append(r)
        power = np.abs(np.fft.rfft(v))[1:] ** 2
        shares.append(power / max(power.sum(), 1e-300))
        lag_one.append(min((n * r[0] + k) / max(n - 2 * (k + 1), 1), 0.99))
    inflation = 1 + 2 * np.sum((1 - np.arange(1, lags + 1) / n) * found[0] * found[1])
    ar = max(lag_one[0], 0) * max(lag_one[1], 0)
    phases = 1 + 2 / max(shares[0] @ shares[1], 1e-300)
    worth = min(n, n / max(inflation, 1), phases, n * (1 - ar) / (1 + ar))
    return float(max(worth * (n - fitted + 1) / n, 3))
