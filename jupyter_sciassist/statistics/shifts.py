"""A level that changes once: the largest standardised difference over all places, for autocorrelated values.

The statistic is the two-sample t of the values before and after, at the place where it is largest,
with its variance widened by (1 + r) / (1 - r) for the autocorrelation r about the two levels (freed from
bias, see `series.persistence`) and the degrees of freedom of as many independent values.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .effects import Interval
from .series import autocorrelation, persistence

Floats = NDArray[np.float64]

EDGE = 0.05
LEAST_SIDE = 5
CLEARLY = 4.0
LOCATION = 7.352  # -2 log(1 - sqrt(.95)): 95 % of the places where a likelihood ratio peaks


class Step(NamedTuple):
    """The most likely change of level.

    Attributes
    ----------
    place : int
        First point after the change.
    first, last : int
        95 % of that place: those whose squared statistic is at most 7.35 lower (the limit of a
        likelihood ratio about its peak, Eo and Morley, Quant. Econ. 6 (2015) 463).
    size : Interval
        Level after less level before.
    t, df : float
        Statistic and its degrees of freedom.
    local_p, global_p : float
        For this place alone, and for the largest over all places.
    inflation : float
    persistence : float
    spread : float
        Standard deviation about the two levels.
    """

    place: int
    first: int
    last: int
    size: Interval
    t: float
    df: float
    local_p: float
    global_p: float
    inflation: float
    persistence: float
    spread: float


def edge(n: int) -> int:
    """Points that stay on either side of a change at least."""
    return max(LEAST_SIDE, math.ceil(EDGE * n))


def between(values: Floats) -> Floats:
    """Sum of squares between the levels before and from place k, for k = 0 ... n-1; 0 near the ends."""
    n = len(values)
    k = np.arange(1, n)
    sums = np.cumsum(values - values.mean())[:-1]
    found = np.zeros(n)
    found[1:] = sums**2 * n / (k * (n - k))
    found[: edge(n)] = found[n - edge(n) + 1 :] = 0.0
    return found


def step(values: Floats, place: int | None = None) -> Step | None:
    """The test; None where nothing is left about the two levels. Values in order, n >= 20.

    With a `place` that was fixed beforehand nothing is searched: both p are that of this place. None then also
    where fewer than `edge(n)` points are on one side.
    """
    n = len(values)
    gained, fixed = between(values), place is not None
    place = int(np.argmax(gained)) if place is None else place
    if not 0 <= place < n:
        return None
    rest = levels_out(values, place)
    left = float(np.sum(rest**2))
    if gained[place] <= 0 or left <= 1e-20 * gained[place]:
        return None
    r = max(persistence(rest, 3), 0.0)
    inflation = (1 + r) / (1 - r)
    df = max(n / inflation - 2, 1.0)
    squares = gained / left * (n - 2) / inflation
    t = math.sqrt(squares[place])
    local = 2 * float(special.stdtr(df, -t))
    near = np.flatnonzero(squares >= squares[place] - LOCATION)
    after = values[place:].mean() - values[:place].mean()
    half = float(special.stdtrit(df, 0.975)) * abs(after) / t
    return Step(
        place, int(near[0]), int(near[-1]), Interval(after, after - half, after + half),
        math.copysign(t, after), df, local, local if fixed else largest_p(local, edge(n) / n), inflation, r,
        math.sqrt(left / (n - 2)),
    )  # fmt: skip


def levels_out(values: Floats, place: int) -> Floats:
    """Values less the mean before and from `place`."""
    return np.concatenate([part - part.mean() for part in (values[:place], values[place:])])


def largest_p(local_p: float, share: float) -> float:
    """P of the largest |z| over the places from `share` to 1 - `share` of a series.

    Miller and Siegmund, Biometrics 38 (1982) 1011, with z the normal quantile of the local p.
    """
    z = -float(special.ndtri(max(local_p, 1e-300) / 2))
    if z < 1.5:
        return 1.0
    height = math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * z
    wide = 2 * math.log((1 - share) / share) * (1 - 1 / z**2) + 4 / z**2
    return float(min(max(height * wide, local_p), 1.0))


def step_over_line(time: Floats, values: Floats) -> float:
    """By how much a step describes the values better than a straight line; negative where worse.

    Difference of Bayesian information criteria of the two, each with first-order autoregressive errors
    (the step has one number more, its place).
    """
    n = len(values)
    run = time - time.mean()
    centred = values - values.mean()
    line = centred - run * (float(np.sum(run * centred)) / float(np.sum(run**2)))
    steps = levels_out(values, int(np.argmax(between(values))))
    return _score(line) - _score(steps) - math.log(n)


def step_over_wave(time: Floats, values: Floats) -> float:
    """By how much a step describes the values better than a line with one slow wave; negative where worse.

    As `step_over_line`; the wave has half a cycle to three over the span, and two numbers more than the step.
    """
    run = (time - time[0]) / np.ptp(time)
    scores = []
    for cycles in np.arange(0.5, 3.01, 0.25):
        turn = 2 * np.pi * cycles * run
        fit = np.column_stack([np.ones(len(run)), run, np.cos(turn), np.sin(turn)])
        scores.append(_score(values - fit @ np.linalg.lstsq(fit, values, rcond=1e-10)[0]))
    steps = levels_out(values, int(np.argmax(between(values))))
    return min(scores) - _score(steps) + 2 * math.log(len(values))


def _score(rest: Floats) -> float:
    """-2 log likelihood of first-order autoregressive values, up to a constant."""
    n = len(rest)
    r = float(np.clip(autocorrelation(rest, 1)[0], 0.0, 0.99))
    left = (1 - r * r) * rest[0] ** 2 + float(np.sum((rest[1:] - r * rest[:-1]) ** 2))
    return n * math.log(max(left, 1e-300) / n) - math.log(1 - r * r)
