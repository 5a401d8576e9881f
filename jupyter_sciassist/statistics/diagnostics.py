"""What a reviewer asks of a fitted model: spread, order, influence, collinearity, dispersion, hazards."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


class Checked(NamedTuple):
    """A test statistic, its degrees of freedom and its p."""

    statistic: float
    df: float
    p: float


def breusch_pagan(residuals: Floats, exog: Floats) -> Checked:
    """Unequal spread of residuals, shape (n,), along the columns of `exog`, shape (n, k).

    Studentised (Koenker, J. Econometrics 17 (1981) 107): n R squared of the squared residuals on `exog`,
    chi-square with rank(exog) - 1 degrees of freedom; `exog` holds a constant.
    """
    squares = residuals**2
    df = float(np.linalg.matrix_rank(exog)) - 1
    statistic = len(residuals) * _r_squared(squares, exog)
    return Checked(statistic, df, float(special.chdtrc(df, statistic)))


def breusch_godfrey(residuals: Floats, exog: Floats) -> Checked:
    """Residuals that resemble the row before: n R squared with one lag, chi-square with one df.

    Breusch, Aust. Econ. Papers 17 (1978) 334; Godfrey, Econometrica 46 (1978) 1293. The first row's lag is 0.
    """
    lagged = np.concatenate([[0.0], residuals[:-1]])
    design = np.column_stack([exog, lagged])
    statistic = len(residuals) * _r_squared(residuals, design)
    return Checked(statistic, 1.0, float(special.chdtrc(1, statistic)))


def cook(residuals: Floats, exog: Floats) -> Floats:
    """Cook's distance of each row, shape (n,) (Technometrics 19 (1977) 15)."""
    n = len(residuals)
    k = int(np.linalg.matrix_rank(exog))
    q, _ = np.linalg.qr(exog)
    leverage = np.minimum(np.sum(q**2, axis=1), 1 - 1e-12)
    scale = float(residuals @ residuals) / (n - k)
    return np.asarray(residuals**2 * leverage / (k * scale * (1 - leverage) ** 2), dtype=np.float64)


def inflation(exog: Floats) -> Floats:
    """Variance inflation factor of each column, shape (k,): 1 / (1 - R squared on the others).

    Inf where a column follows from the others, NaN for a constant.
    """
    found = np.full(exog.shape[1], np.nan)
    for place, column in enumerate(exog.T):
        if np.ptp(column) > 0:
            left = 1 - _r_squared(column, np.delete(exog, place, axis=1))
            found[place] = 1 / left if left > 1e-12 else np.inf
    return found


def dispersion(pearson: Floats, df: float) -> Checked:
    """Sum of squared Pearson residuals against chi-square: above its df where counts are overdispersed."""
    statistic = float(pearson @ pearson)
    return Checked(statistic, df, float(special.chdtrc(df, statistic)))


def proportional(schoenfeld: Floats, times: Floats) -> Checked:
    """Drift of the Schoenfeld residuals of one covariate, shape (events,), with the rank of time.

    Correlation with the ranks of the event times, t with events - 2 degrees of freedom
    (Grambsch and Therneau, Biometrika 81 (1994) 515, in the form of a correlation).
    """
    order = np.argsort(np.argsort(times, kind="stable")).astype(float)
    r = float(np.corrcoef(order, schoenfeld)[0, 1])
    df = len(times) - 2
    t = r * np.sqrt(df / max(1 - r * r, 1e-15))
    return Checked(float(t), float(df), 2 * float(special.stdtr(df, -abs(t))))


def _r_squared(y: Floats, x: Floats) -> float:
    """Share of the variance of y about its mean that least squares on x explains."""
    total = float(np.sum((y - y.mean()) ** 2))
    if total <= 0:
        return 0.0
    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    left = float(np.sum((y - x @ beta) ** 2))
    return min(max(1 - left / total, 0.0), 1.0)
