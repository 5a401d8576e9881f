"""Curves through two numbers: is the mean bent, and which shape predicts rows it has not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Columns = Callable[[Floats, float], Floats]

FOLDS, REPEATS = 5, 2
MONOTONE = 0.2
LEAST_GAIN = 0.02


def spline_terms(x: Floats) -> Floats:
    """Bent terms of a restricted cubic spline with knots at the 5, 35, 65 and 95 % quantiles, shape (n, 2).

    Harrell, Regression Modeling Strategies (2001), sect. 2.4.5: straight beyond the outer knots, so that far
    values do not bend it. No columns where ties leave fewer than three knots, or where one value is so far that the
    others are a point beside it.
    """
    knots = np.unique(np.quantile(x, [0.05, 0.35, 0.65, 0.95]))
    bends = knots[:-2] if knots[-1] - knots[0] > 1e-7 * np.std(x) else knots[:0]
    last, before = knots[-1], knots[max(len(knots) - 2, 0)]
    inside, beyond = np.minimum(x, last), np.maximum(x - last, 0)
    terms = []
    for knot in bends:
        share = (last - knot) / (last - before)
        left, near = (np.maximum(inside - place, 0) for place in (knot, before))
        # The cubes of far values would cancel to a line with the loss of most digits: the line itself.
        line = 3 * (last - knot) * (before - knot) * beyond
        # a power of 3 is slow
        terms.append(
            (left * left * left - near * near * near * share + line) / (last - knots[0]) ** 2
        )
    return np.stack(terms, axis=1) if terms else np.zeros((len(x), 0))


def bend_test(x: Floats, y: Floats, share: float) -> tuple[float, int, float]:
    """Whether the mean of y bends away from the line on x: F, its degrees of freedom (k, df).

    The smaller of the classical F of the bent terms, which outliers and far x do not fool, and the Wald F with
    HC3 errors (MacKinnon and White, J. Econometrics 29 (1985) 305), which unequal spread does not fool; times the
    share of independent rows.
    """
    y = y - np.mean(y)
    bent = spline_terms((x - np.mean(x)) / np.std(x))
    line = np.stack([np.ones(len(x)), (x - np.mean(x)) / np.std(x)], axis=1)
    rest = y - line @ np.linalg.lstsq(line, y, rcond=None)[0]
    both = np.linalg.qr(np.concatenate([line, bent], axis=1))[0]
    scores = both[:, 2:]
    left = rest - scores @ (scores.T @ rest)
    k, df = bent.shape[1], len(x) - 2 - bent.shape[1]
    if k == 0 or df < 1 or np.sum(left**2) <= 1e-20 * np.sum(rest**2):
        return 0.0, k, df
    gained = scores.T @ rest
    plain = gained @ gained / k / (np.sum(left**2) / df)
    free = left / np.maximum(1 - np.sum(both**2, axis=1), 1e-9)
    spread = (scores * free[:, None] ** 2).T @ scores
    robust = gained @ np.linalg.pinv(spread) @ gained / k
    return float(min(plain, robust)) * share, k, max(df * share, 1.0)


def threshold_columns(z: Floats, place: float) -> Floats:
    """A line whose slope changes at `place`."""
    return np.stack([np.ones(len(z)), z, np.maximum(z - place, 0)], axis=1)


def step_columns(z: Floats, place: float) -> Floats:
    """One level up to `place` and another above it."""
    return np.stack([np.ones(len(z)), np.where(z > place, 1.0, 0.0)], axis=1)


def saturating_columns(z: Floats, place: float) -> Floats:
    """An approach to a level, a + b exp(-z / place)."""
    return np.stack([np.ones(len(z)), np.exp(-z / place)], axis=1)


def exponential_columns(z: Floats, place: float) -> Floats:
    """Growth away from a level, a + b exp(z / place)."""
    return np.stack([np.ones(len(z)), np.exp((z - 1) / place)], axis=1)


def hyperbola_columns(z: Floats, place: float) -> Floats:
    """Michaelis and Menten's hyperbola, a + b z / (z + place)."""
    return np.stack([np.ones(len(z)), z / (z + place)], axis=1)


def power_columns(z: Floats, place: float) -> Floats:
    """A power law, b z ** place."""
    return np.stack([z**place], axis=1)


def parabola_columns(z: Floats, place: float) -> Floats:
    """A parabola; it has no bent parameter, `place` is not read."""
    return np.stack([np.ones(len(z)), z, z**2], axis=1)


def fit_shape(columns: Columns, places: Floats, z: Floats, y: Floats) -> tuple[float, Floats]:
    """The place of least squares among `places`, and the coefficients of the columns there."""
    best, least = None, np.inf
    for place in places:
        made = columns(z, place)
        coefficients = np.asarray(np.linalg.lstsq(made, y, rcond=None)[0], dtype=np.float64)
        lost = np.sum((y - made @ coefficients) ** 2)
        if best is None or lost < least * (1 - 1e-9):
            best, least = (float(place), coefficients), lost
    assert best is not None
    return best


class Shape(NamedTuple):
    """A family of curves: its columns, the places it tries (None: quantiles of z), whether z starts at zero.

    `raw` shapes read z = x / max(x), so that 0 stays 0; the others z = (x - min(x)) / (max(x) - min(x)).
    """

    name: str
    columns: Columns
    places: tuple[float, float, int] | None
    raw: bool = False


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("power", power_columns, (-3.0, 4.0, 141), True),
        Shape("saturating", saturating_columns, (0.05, 2.0, 40)),
        Shape("exponential", exponential_columns, (0.05, 2.0, 40)),
        Shape("hyperbola", hyperbola_columns, (0.01, 3.0, 60), True),
        Shape("step", step_columns, None),
        Shape("U-shaped", parabola_columns, (1.0, 1.0, 1)),
        Shape("threshold", threshold_columns, None),
    )
}


def scaled(x: Floats, raw: bool) -> Floats:
    """The x of a shape, from 0 to 1."""
    low = 0.0 if raw else float(x.min())
    return np.asarray((x - low) / (float(x.max()) - low), dtype=np.float64)


def places_of(shape: Shape, z: Floats) -> Floats:
    """The places that a shape tries: exponents evenly, scales by factors, thresholds by quantiles."""
    if shape.places is None:
        return np.unique(np.quantile(z, np.linspace(0.1, 0.9, 33)))
    return np.linspace(*shape.places) if shape.name == "power" else np.geomspace(*shape.places)


def possible(shape: Shape, x: Floats, y: Floats) -> bool:
    """Whether the numbers can follow the shape at all: a power law and a hyperbola need positive ones."""
    if shape.name == "power":
        return float(x.min()) > 1e-6 * float(x.max()) and float(y.min()) >= 0
    return not shape.raw or float(x.min()) >= 0


def choose(x: Floats, y: Floats, seed: int) -> tuple[str, float] | None:
    """Shape chosen by repeated five-fold prediction of rows left out, and by how much it beats the line.

    A shape must predict better than the line by 2 % of the variance of y and by a standard error over folds. Of
    the shapes within a standard error of the best one, the first of `SHAPES` is taken (Breiman et al., 1984).
    None where the line does as well.
    """
    losses = _losses(x, y, seed)
    line = losses.pop("line")
    best = min(losses.values(), key=lambda lost: float(lost.mean()))
    chosen = next(name for name, lost in losses.items() if _behind(lost, best) <= 1)
    gain = float(np.mean(line - losses[chosen])) / float(np.var(y))
    if gain < LEAST_GAIN or _behind(line, losses[chosen]) < 1:
        return None
    return chosen, gain


def _losses(x: Floats, y: Floats, seed: int) -> dict[str, Floats]:
    """Mean squared errors of each shape and of the line on the folds that were left out."""
    shapes = [shape for shape in SHAPES.values() if possible(shape, x, y)]
    losses: dict[str, list[float]] = {name: [] for name in ("line", *(one.name for one in shapes))}
    rng = np.random.default_rng(seed)
    for _ in range(REPEATS):
        fold = rng.permutation(np.arange(len(x)) % FOLDS)
        for k in range(FOLDS):
            seen = fold != k
            slope = np.polynomial.polynomial.polyfit(scaled(x, False)[seen], y[seen], 1)
            away = np.polynomial.polynomial.polyval(scaled(x, False)[~seen], slope)
            losses["line"].append(float(np.mean((y[~seen] - away) ** 2)))
            for shape in shapes:
                z = scaled(x, shape.raw)
                places = places_of(shape, z)[:: 2 if shape.name != "U-shaped" else 1]
                place, coefficients = fit_shape(shape.columns, places, z[seen], y[seen])
                away = shape.columns(z[~seen], place) @ coefficients
                losses[shape.name].append(float(np.mean((y[~seen] - away) ** 2)))
    return {name: np.array(lost) for name, lost in losses.items()}


def _behind(first: Floats, second: Floats) -> float:
    """How many standard errors one shape's losses lie above another's; the folds of repeats count once."""
    apart = first - second
    error = float(np.std(apart, ddof=1)) / np.sqrt(FOLDS)
    return 0.0 if not np.any(apart) else float(np.mean(apart)) / max(error, 1e-300)


def turning(coefficients: Floats) -> float:
    """Where a parabola turns, in z; NaN where it is straight."""
    return float(-coefficients[1] / (2 * coefficients[2])) if coefficients[2] else float("nan")


def bend_p(first: tuple[float, int, float], second: tuple[float, int, float], rho: float) -> float:
    """P of a bend from the `bend_test` of both orientations of a pair.

    Of a pair that clearly rises or falls both orientations must bend: where y is a line on x, the mean of x given y may
    bend all the same. Of a pair that hardly does (a U) one is enough, times the two that were tried.
    """
    one, other = (float(special.fdtrc(k, df, f)) if k else 1.0 for f, k, df in (first, second))
    return max(one, other) if abs(rho) >= MONOTONE else min(2 * min(one, other), 1.0)
