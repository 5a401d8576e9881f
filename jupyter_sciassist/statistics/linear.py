"""Tests of some columns of a linear model beside others: heteroscedasticity-consistent, by ranks, logistic."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .ranks import dense_codes, ranks_of_codes

Floats = NDArray[np.float64]

EXACT = 1e-9
_ROUNDING = 1e-12
_DIGITS = 9
_STEPS = 30
_FARTHEST = 30.0


class Tested(NamedTuple):
    """Some columns of a model beside the others.

    Attributes
    ----------
    f : float
        Wald's F of all tested columns together, HC3 errors; infinite where nothing is left over.
    coefficients, errors : ndarray, shape (q,)
        Of the tested columns.
    own : ndarray, shape (n, q)
        The tested columns less what the others tell of them.
    reduced, residuals : ndarray, shape (n,)
        What the model leaves without and with the tested columns.
    leverage : float
        The largest one.
    """

    f: float
    coefficients: Floats
    errors: Floats
    own: Floats
    reduced: Floats
    residuals: Floats
    leverage: float


def tested(base: Floats, columns: Floats, y: Floats) -> Tested | None:
    """Least squares of y on a constant, `base` (n, k) and `columns` (n, q); Wald's F of the latter.

    HC3: MacKinnon and White, J. Econometrics 29 (1985) 305. By Frisch and Waugh's theorem the tested
    coefficients are those of the residuals. None where columns are collinear, a row stands
    alone, or the model without the tested columns leaves rounding errors only.
    """
    n, q = columns.shape
    whole = np.column_stack([np.ones(n), base])
    frame, triangle = np.linalg.qr(whole)
    diagonal = np.abs(np.diag(triangle))
    if diagonal.min() < 1e-8 * diagonal.max():
        return None
    own = columns - frame @ (frame.T @ columns)
    if np.any((own**2).sum(0) < 1e-6 * np.maximum((columns**2).sum(0), 1e-12)):
        return None
    basis, upper = np.linalg.qr(own)
    if np.linalg.cond(upper) > 1e4:
        return None
    reduced = y - frame @ (frame.T @ y)
    if float(reduced @ reduced) < _ROUNDING * float(((y - y.mean()) ** 2).sum()):
        return None
    back = np.asarray(np.linalg.inv(upper), dtype=np.float64)
    beta = back @ (basis.T @ reduced)
    left = reduced - own @ beta
    leverage = (frame**2).sum(1) + (basis**2).sum(1)
    if float(leverage.max()) > 0.99:
        return None
    if float(left @ left) < EXACT * max(float(reduced @ reduced), 1e-300):
        return Tested(np.inf, beta, np.zeros(q), own, reduced, left, float(leverage.max()))
    weighted = basis * (left / (1 - leverage))[:, None]
    covariance = back @ (weighted.T @ weighted) @ back.T
    f = float(beta @ np.linalg.pinv(covariance) @ beta) / q
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return Tested(f, beta, errors, own, reduced, left, float(leverage.max()))


def aligned(base: Floats, found: Tested) -> float:
    """F of the tested columns on the ranks of what the model without them leaves.

    Hodges and Lehmann's aligned ranks, Ann. Math. Stat. 33 (1962) 482: unlike ranks of y they keep main
    effects from looking like products.
    """
    n, q = found.own.shape
    spread = float(found.reduced.std())
    if spread <= 0:
        return 0.0
    scores = ranks_of_codes(dense_codes(np.round(found.reduced / spread, _DIGITS)))
    frame = np.linalg.qr(np.column_stack([np.ones(n), base]))[0]
    rest = scores - frame @ (frame.T @ scores)
    basis = np.linalg.qr(found.own)[0]
    told = float(((basis.T @ rest) ** 2).sum())
    df = n - frame.shape[1] - q
    return float(told / q / max((float(rest @ rest) - told) / df, 1e-300))


def logistic(base: Floats, columns: Floats, y: Floats) -> float:
    """Rao's score statistic over q of `columns` in a logistic model of y (0 or 1) on `base`.

    0 where the model without them does not settle (a column splits the outcomes perfectly).
    """
    n, q = columns.shape
    x = np.column_stack([np.ones(n), base])
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        eta = x @ beta
        if float(np.abs(eta).max()) > _FARTHEST:
            return 0.0
        p = special.expit(eta)
        weight = p * (1 - p)
        information = x.T @ (x * weight[:, None])
        if np.linalg.cond(information) > 1e12:
            return 0.0
        step = np.linalg.solve(information, x.T @ (y - p))
        beta = beta + step
        if float(np.abs(step).max()) < 1e-12:
            break
    else:
        return 0.0
    cross = x.T @ (columns * weight[:, None])
    inner = columns.T @ (columns * weight[:, None]) - cross.T @ np.linalg.solve(information, cross)
    score = columns.T @ (y - p)
    if np.linalg.cond(inner) > 1e12:
        return 0.0
    return float(score @ np.linalg.solve(inner, score) / q)
