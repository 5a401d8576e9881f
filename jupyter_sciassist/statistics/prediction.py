"""Simple models judged on rows that they did not see: least squares and logistic, folds, held-out error."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import Z95
from .series import lag_one

Floats = NDArray[np.float64]
Predict = Callable[[Floats], Floats]
Fit = Callable[[Floats, Floats], Predict]

FOLDS = 5
LAST_SHARE = 0.25
PENALTY = 1.0
_STEPS = 100


def scales(x: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of each column of x, shape (k,); the deviation of a constant is 1."""
    spread = x.std(axis=0)
    return x.mean(axis=0), np.where(spread > 0, spread, 1.0)


def linear(x: Floats, y: Floats) -> Predict:
    """Least squares of y on a constant and the columns of x, shape (n, k)."""
    middle, spread = scales(x)
    design = np.column_stack([np.ones(len(y)), (x - middle) / spread])
    beta = np.linalg.lstsq(design, y, rcond=None)[0]

    def predict(new: Floats) -> Floats:
        return np.asarray(beta[0] + (new - middle) / spread @ beta[1:], dtype=np.float64)

    return predict


def logistic(x: Floats, y: Floats) -> Predict:
    """Probability that y, 0 or 1, is 1: logistic regression with a ridge penalty of 1 on standardised columns.

    The penalty (le Cessie and van Houwelingen, Appl. Stat. 41 (1992) 191) keeps the coefficients finite where a
    column splits the outcomes perfectly; the constant is not penalised. Newton's method, halved where a step
    would make the fit worse.
    """
    middle, spread = scales(x)
    design = np.column_stack([np.ones(len(y)), (x - middle) / spread])
    penalty = np.diag([0.0] + [PENALTY] * x.shape[1])
    beta = np.zeros(design.shape[1])

    def loss(b: Floats) -> float:
        eta = design @ b
        return float(np.logaddexp(0, eta).sum() - y @ eta + b @ penalty @ b / 2)

    for _ in range(_STEPS):
        p = special.expit(design @ beta)
        gradient = design.T @ (p - y) + penalty @ beta
        curvature = design.T @ (design * (p * (1 - p))[:, None]) + penalty
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        size = 1.0
        while loss(beta - size * step) > loss(beta) and size > 1e-6:
            size /= 2
        beta = beta - size * step
        if float(np.abs(size * step).max()) < 1e-10:
            break

    def predict(new: Floats) -> Floats:
        eta = beta[0] + (new - middle) / spread @ beta[1:]
        return np.asarray(special.expit(eta), dtype=np.float64)

    return predict


def screened(fit: Fit, most: int) -> Fit:
    """A fit on the `most` columns that correlate most with y among the rows fitted; all of them where they are fewer.

    The choice is part of the fit, so that rows held out have no part in it (Hastie, Tibshirani and Friedman, The
    Elements of Statistical Learning (2009), section 7.10.2).
    """

    def fitted(x: Floats, y: Floats) -> Predict:
        if x.shape[1] <= most:
            return fit(x, y)
        middle, spread = scales(x)
        strength = np.abs((x - middle).T @ (y - y.mean())) / spread
        chosen = np.sort(np.argsort(-strength, kind="stable")[:most])
        predict = fit(x[:, chosen], y)
        return lambda new: predict(new[:, chosen])

    return fitted


def folds(n: int, seed: int, units: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Fold of each row, shape (n,): rows shuffled by `numpy.random.default_rng(seed)`, units kept whole."""
    codes = np.arange(n) if units is None else np.unique(units, return_inverse=True)[1]
    count = int(codes.max()) + 1
    places = np.random.default_rng(seed).permutation(count) % FOLDS
    return np.asarray(places[codes], dtype=np.int64)


def last(n: int) -> NDArray[np.int64]:
    """Fold 0 for the last quarter of rows in order of time, -1 (never held out) for those before."""
    held = max(round(n * LAST_SHARE), 1)
    return np.where(np.arange(n) >= n - held, 0, -1)


@dataclass(frozen=True)
class HeldOut:
    """Predictions of rows that the model did not see.

    Attributes
    ----------
    y, model, baseline : ndarray, shape (m,)
        What was observed, what the model predicted, and the mean of the rows it was fitted to.
    ordered : bool
        The rows stand in order of time, so that neighbouring errors may be alike.
    """

    y: Floats
    model: Floats
    baseline: Floats
    ordered: bool = False

    @property
    def error(self) -> float:
        """Root mean square error of the model; of probabilities the root of Brier's score."""
        return math.sqrt(float(np.mean((self.y - self.model) ** 2)))

    @property
    def baseline_error(self) -> float:
        """The same of always predicting the mean."""
        return math.sqrt(float(np.mean((self.y - self.baseline) ** 2)))

    @property
    def gain(self) -> float:
        """Share of the squared error of the baseline that the model takes away; below 0 where it adds."""
        return 1 - self.error**2 / self.baseline_error**2 if self.baseline_error > 0 else 0.0

    @property
    def better(self) -> bool:
        """Whether the 95 % interval of the mean gain in squared error lies above 0.

        Along time it is widened by (1 + r) / (1 - r), r the autocorrelation of the gains at lag 1.
        """
        gains = (self.y - self.baseline) ** 2 - (self.y - self.model) ** 2
        if len(gains) < 2:
            return False
        error = float(gains.std(ddof=1)) / math.sqrt(len(gains))
        if self.ordered:
            r = max(lag_one(gains), 0.0) if np.ptp(gains) > 0 else 0.0
            error *= math.sqrt((1 + r) / (1 - r))
        return bool(float(gains.mean()) > Z95 * error)


def held_out(
    fit: Fit, x: Floats, y: Floats, fold: NDArray[np.int64], *, ordered: bool = False
) -> HeldOut:
    """Each fold predicted by a model of the rows outside of it."""
    observed, modelled, base = [], [], []
    for one in range(int(fold.max()) + 1):
        out = fold == one
        if not out.any() or out.all():
            continue
        predict = fit(x[~out], y[~out])
        observed.append(y[out])
        modelled.append(predict(x[out]))
        base.append(np.full(int(out.sum()), float(y[~out].mean())))
    return HeldOut(
        np.concatenate(observed), np.concatenate(modelled), np.concatenate(base), ordered
    )


def reach(errors: Floats, level: float = 0.95) -> float | None:
    """How far from a prediction a new value lies at most, with that probability; None of too few errors.

    The ceil((m + 1) level)-th smallest of m held-out absolute errors: split conformal prediction, Lei et al., J. Am.
    Stat. Assoc. 113 (2018) 1094. It holds whatever the distribution, for rows that are exchangeable.
    """
    place = math.ceil((len(errors) + 1) * level)
    return None if place > len(errors) else float(np.sort(np.abs(errors))[place - 1])


def leverage(x: Floats, new: Floats) -> tuple[float, float]:
    """Leverage of one new row, and the largest one among the rows of x: beyond that, the model extrapolates."""
    middle, spread = scales(x)
    design = np.column_stack([np.ones(len(x)), (x - middle) / spread])
    inverse = np.linalg.pinv(design.T @ design)
    own = np.concatenate([[1.0], (new - middle) / spread])
    return float(own @ inverse @ own), float(
        np.einsum("ij,jk,ik->i", design, inverse, design).max()
    )
