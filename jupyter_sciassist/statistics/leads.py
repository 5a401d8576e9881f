"""One series behind another: cross-correlation of both, each freed from its own autocorrelation."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


def innovations(values: Floats, most: int) -> Floats:
    """What the values before do not tell of each value of a grid with NaN in its gaps, scaled, shape (n,).

    Autoregression by least squares, of the order up to `most` with the least Bayesian information
    criterion on the same rows; NaN where a value before is missing.
    """
    n = len(values)
    back = np.column_stack(
        [np.concatenate([np.full(k, np.nan), values[: n - k]]) for k in range(most + 1)]
    )
    rows = ~np.isnan(back).any(1)
    best, found = math.inf, np.full(n, np.nan)
    for order in range(most + 1):
        columns = np.column_stack([np.ones(int(rows.sum())), back[rows, 1 : order + 1]])
        fitted = np.linalg.lstsq(columns, back[rows, 0], rcond=1e-10)[0]
        rest = back[rows, 0] - columns @ fitted
        score = len(rest) * math.log(max(float(np.mean(rest**2)), 1e-300))
        score += (order + 1) * math.log(len(rest))
        if score < best - 1e-9:
            best, found = score, np.full(n, np.nan)
            found[rows] = rest / max(math.sqrt(float(np.mean(rest**2))), 1e-300)
    return found


def correlations(first: Floats, second: Floats, lags: int) -> tuple[Floats, Floats]:
    """Correlation of `first` with `second` k places later, k = -lags ... lags, and its pairs."""
    here, there = (np.where(np.isnan(one), 0.0, one) for one in (first, second))
    known, known_too = (~np.isnan(one) * 1.0 for one in (first, second))
    n = len(here)
    sums, pairs = np.zeros(2 * lags + 1), np.zeros(2 * lags + 1)
    for k in range(-lags, lags + 1):
        a, b = slice(max(-k, 0), n - max(k, 0)), slice(max(k, 0), n - max(-k, 0))
        sums[k + lags] = np.sum(here[a] * there[b])
        pairs[k + lags] = np.sum(known[a] * known_too[b])
    return np.clip(sums / np.maximum(pairs, 1), -1 + 1e-12, 1 - 1e-12), pairs


def lead(
    first: Floats, second: Floats, lags: int, fitted: int = 1, fixed: int | None = None
) -> dict[str, float]:
    """The lag, other than none, at which two innovations agree best: `second` follows `first` by it.

    Negative where `first` follows. |r| sqrt(pairs) of independent innovations is normal at each lag and
    nearly independent between lags (Haugh, J. Am. Stat. Assoc. 71 (1976) 378), so that the largest of
    m has p = 1 - (1 - p_local)^m (Sidak); `fitted` numbers that were taken out of both cost as many pairs. p is 1 where
    both agree no less at the same time. A lag that was `fixed` beforehand (its size at most `lags`) is tested alone.
    """
    r, pairs = correlations(first, second, lags)
    z = np.abs(r) * np.sqrt(np.maximum(pairs - fitted, 1))
    together = float(z[lags])
    z[lags] = 0.0
    place = int(np.argmax(z)) if fixed is None else fixed + lags
    single = 2 * float(special.ndtr(-z[place]))
    looked = 2 * lags if fixed is None else 1
    several = -math.expm1(looked * math.log1p(-min(single, 1 - 1e-16)))
    width = 1.959963984540054 / math.sqrt(max(float(pairs[place]) - fitted - 2, 1.0))
    middle = math.atanh(float(r[place]))
    return {
        "lag": float(place - lags), "r": float(r[place]), "r_low": math.tanh(middle - width),
        "r_high": math.tanh(middle + width), "z": float(z[place]), "pairs": float(pairs[place]),
        "local_p": single, "global_p": 1.0 if together >= z[place] else several,
    }  # fmt: skip
