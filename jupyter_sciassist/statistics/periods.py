"""Periods in values at any times: least-squares periodogram with floating mean, its noise and false alarms.

A grid of frequencies is a tuple (low, step, count): `low`, `low` + `step` and so on.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .series import persistence

Floats = NDArray[np.float64]
Grid = tuple[float, float, int]

MOST_FREQUENCIES = 60_000
MOST_PRODUCTS = 6e7
FITTED = 5  # a mean, a line, and a wave with its frequency


def is_near(time: Floats) -> NDArray[np.bool_]:
    """For each step in time: it is the usual one and no gap, shape (n - 1,)."""
    steps = np.diff(time)
    return np.asarray(steps < 1.5 * np.median(steps))


def grid(time: Floats, even: bool) -> Grid:
    """From two cycles over the span up to half the sampling rate, five frequencies a cycle.

    The rate is that of the usual step where steps are even; else, since uneven times resolve more
    than their mean rate, that of the shortest tenth of the steps. At most 60 000 frequencies.
    """
    span = float(np.ptp(time))
    steps = np.diff(time)
    shortest = float(np.median(steps) if even else np.quantile(steps, 0.1))
    low, step = 2 / span, 1 / (5 * span)
    high = max(0.5 / max(shortest, 1e-9 * span), low)
    most = int(min(MOST_FREQUENCIES, MOST_PRODUCTS / len(time)))
    return low, step, max(min(int((high - low) / step * (1 + 1e-9)) + 1, most), 1)


def sums(time: Floats, weights: Floats, at: Grid) -> NDArray[np.complex128]:
    """Sum of weights exp(i 2 pi f t) at every frequency of a grid, shape (count,).

    exp(i (a + b) t) is a product, so that a grid of A x B frequencies takes A + B exponentials of each
    time and one matrix product.
    """
    low, step, count = at
    inner = max(int(math.sqrt(count)), 1)
    outer = -(-count // inner)
    turn = 2j * math.pi * (time - time[0])
    coarse = np.exp(np.outer(low + step * inner * np.arange(outer), turn)) * weights
    fine = np.exp(np.outer(turn, step * np.arange(inner)))
    return np.asarray((coarse @ fine).reshape(-1)[:count])


def power(time: Floats, values: Floats, weights: Floats, at: Grid) -> Floats:
    """Share of the weighted variance that a sine with a mean of its own explains, at each frequency.

    Zechmeister and Kuerster, Astron. Astrophys. 496 (2009) 577, eq. 5, in [0, 1].

    Parameters
    ----------
    time, values, weights : ndarray, shape (n,)
        Weights with sum 1.
    at : tuple
        Grid of frequencies.
    """
    low, step, count = at
    centred = values - np.sum(weights * values)
    total = float(np.sum(weights * centred**2))
    both = sums(time, weights * centred, at)
    once = sums(time, weights, at)
    twice = sums(time, weights, (2 * low, 2 * step, count))
    cc = (1 + twice.real) / 2 - once.real**2
    ss = (1 - twice.real) / 2 - once.imag**2
    cs = twice.imag / 2 - once.real * once.imag
    determinant = cc * ss - cs**2
    explained = ss * both.real**2 + cc * both.imag**2 - 2 * cs * both.real * both.imag
    good = determinant > 1e-6
    found = np.where(good, explained / np.where(good, determinant, 1.0), 0.0)
    return np.asarray(np.clip(found / max(total, 1e-300), 0.0, 1.0), dtype=np.float64)


def peak(time: Floats, values: Floats, weights: Floats, at: Grid) -> tuple[float, float]:
    """Frequency of the largest power, on a grid twenty times as fine about it, and that power."""
    low, step, _ = at
    best = int(np.argmax(power(time, values, weights, at)))
    fine = (low + step * (best - 1), step / 20, 41)
    found = power(time, values, weights, fine)
    place = int(np.argmax(found))
    return fine[0] + fine[1] * place, float(found[place])


def without(
    time: Floats, values: Floats, weights: Floats, frequency: float, harmonics: int
) -> Floats:
    """Values less their weighted fit by a straight line, a frequency and its multiples, shape (n,).

    The line is fitted beside the wave: one that was taken out before has taken a part of few cycles with it.
    """
    turn = 2 * np.pi * np.outer(time - time[0], frequency * np.arange(1, harmonics + 1))
    run = (time - time[0]) / (time[-1] - time[0])
    columns = np.column_stack([np.ones(len(time)), run, np.cos(turn), np.sin(turn)])
    root = np.sqrt(weights)
    fitted = np.linalg.lstsq(columns * root[:, None], values * root, rcond=1e-10)[0]
    return np.asarray(values - columns @ fitted, dtype=np.float64)


def line_beside(time: Floats, values: Floats, weights: Floats, frequency: float) -> Floats:
    """The straight line of a weighted fit beside a wave, shape (n,): one fitted alone bends to few cycles of it."""
    turn = 2 * np.pi * frequency * (time - time[0])
    run = (time - time[0]) / (time[-1] - time[0])
    columns = np.column_stack([np.ones(len(time)), run, np.cos(turn), np.sin(turn)])
    root = np.sqrt(weights)
    fitted = np.linalg.lstsq(columns * root[:, None], values * root, rcond=1e-10)[0]
    return np.asarray(columns[:, :2] @ fitted[:2], dtype=np.float64)


def cleaned(time: Floats, values: Floats, weights: Floats, frequency: float) -> Floats:
    """Values less a frequency and those of its two multiples that pay (Bayesian information criterion)."""
    n = len(time)
    left = [without(time, values, weights, frequency, many) for many in (1, 2, 3)]
    scores = [
        n * math.log(max(np.sum(weights * one**2), 1e-300)) + 2 * many * math.log(n)
        for many, one in enumerate(left)
    ]
    return left[int(np.argmin(scores))]


def without_line(time: Floats, values: Floats, weights: Floats) -> Floats:
    """Values less their weighted straight line, shape (n,)."""
    run = time - np.sum(weights * time)
    rest = values - np.sum(weights * values)
    slope = np.sum(weights * run * rest) / np.sum(weights * run**2)
    return np.asarray(rest - slope * run, dtype=np.float64)


def false_alarm(share: float, n: int, high: float, time: Floats, weights: Floats) -> float:
    """P that noise explains as large a share at any frequency up to `high`.

    Baluev, Mon. Not. R. Astron. Soc. 385 (2008) 1279, for powers that are shares of the variance.
    """
    mean = float(np.sum(weights * time))
    wide = high * math.sqrt(4 * math.pi * float(np.sum(weights * (time - mean) ** 2)))
    gamma = math.sqrt(2 / (n - 1)) * math.exp(
        special.gammaln((n - 1) / 2) - special.gammaln((n - 2) / 2)
    )
    left = max(1 - share, 1e-15)
    passes = gamma * wide * left ** ((n - 4) / 2) * math.sqrt((n - 1) * share / 2)
    single = min(left ** ((n - 3) / 2), 1 - 1e-16)
    return float(-math.expm1(-passes + math.log1p(-single)))


def strongest(
    time: Floats, values: Floats, weights: Floats, even: bool, removed: int
) -> dict[str, float]:
    """The strongest wave above its noise; `removed` numbers were fitted before.

    Uneven times: power is held against what is usual about its frequency once the wave is out.
    """
    at = grid(time, even)
    if even:
        return above_red_noise(time, values, weights, removed, at)
    frequency, share = peak(time, values, weights, at)
    left = without(time, values, weights, frequency, 3)
    noise = background(time, left, weights, frequency, at)
    odds = share / max(1 - share, 1e-15) / noise
    several = false_alarm(
        odds / (1 + odds), len(time) - removed, at[0] + at[1] * at[2], time, weights
    )
    frequency = unaliased(time, values, weights, frequency, at)
    raw = float(power(time, values, weights, (frequency, 0.0, 1))[0])
    return described(time, frequency, odds / (1 + odds), len(time) - removed, several, raw) | {
        "persistence": 0.0, "noise": noise, "white_p": several,
    }  # fmt: skip


def above_red_noise(
    time: Floats, values: Floats, weights: Floats, removed: int, at: Grid
) -> dict[str, float]:
    """The strongest wave in evenly spaced values, held against first-order autocorrelated noise.

    The values are freed from the autocorrelation that their strongest wave leaves. Two waves are tried for
    that, the strongest of the values as they are and the strongest of their innovations; the one whose
    wave and autocorrelation together leave the smaller innovations (least squares is the likelihood of an
    autoregressive model but for its first value) is kept, and p is doubled for the two. A slow wave
    looks like autocorrelation: of innovations alone it is gone, and what is left of white noise is blue, with
    peaks at short periods. Where nothing stands out so, the strongest wave of the values as they are is
    told, with the p that it has against autocorrelated noise.
    """
    near = is_near(time)
    when, share_of = time[1:][near], weights[1:][near] / np.sum(weights[1:][near])
    high, n = at[0] + at[1] * at[2], int(np.sum(near)) - removed
    r = max(persistence(values, 2), 0.0)
    plain = peak(time, values, weights, at)[0]
    tried = []
    found = (plain, peak(when, (values[1:] - r * values[:-1])[near], share_of, at)[0])
    for first in (float(refined(time, values, weights, np.array([one]))[0]) for one in found):
        own = max(persistence(without(time, values, weights, first, 1), FITTED), 0.0)
        level = values - line_beside(time, values, weights, first)
        rest = (level[1:] - own * level[:-1])[near]
        frequency, share = peak(when, rest, share_of, at)
        mean = np.sum(share_of * rest)
        left = (1 - share) * float(np.sum(share_of * (rest - mean) ** 2))
        tried.append((left, own, frequency, share, rest))
    _, r, frequency, share, rest = min(tried, key=lambda one: one[0])
    several = min(2 * false_alarm(share, n, high, when, share_of), 1.0)
    if several > 0.05:
        frequency = plain
        share = float(power(when, rest, share_of, (frequency, 0.0, 1))[0])
        several = min(2 * false_alarm(share, n, high, when, share_of), 1.0)
    raw = float(power(time, values, weights, (frequency, 0.0, 1))[0])
    white = false_alarm(raw, len(time) - removed, high, time, weights)
    return described(time, frequency, share, n, several, raw) | {
        "persistence": r, "noise": 1.0, "white_p": white,
    }  # fmt: skip


def at_frequency(
    time: Floats, values: Floats, weights: Floats, even: bool, frequency: float
) -> dict[str, float]:
    """One frequency that was fixed before, against the same noise as `strongest`: both p are of this one.

    A straight line is taken out first.
    """
    values = without_line(time, values, weights)
    single = (frequency, 0.0, 1)
    raw = float(power(time, values, weights, single)[0])
    left = without(time, values, weights, frequency, 1)
    r, noise = 0.0, 1.0
    if even:
        near = is_near(time)
        when, share_of = time[1:][near], weights[1:][near] / np.sum(weights[1:][near])
        n = int(np.sum(near))
        r = max(persistence(left, 3), 0.0)
        share = float(power(when, (values[1:] - r * values[:-1])[near], share_of, single)[0])
    else:
        n = len(time)
        noise = background(time, left, weights, frequency, grid(time, False))
        odds = raw / max(1 - raw, 1e-15) / noise
        share = odds / (1 + odds)
    found = described(time, frequency, share, n, 1.0, raw)
    return found | {
        "global_p": found["local_p"], "white_p": found["local_p"], "persistence": r, "noise": noise,
    }  # fmt: skip


def described(
    time: Floats, frequency: float, share: float, n: int, several: float, raw: float
) -> dict[str, float]:
    """Period with its 95 % interval, shares of variance and both p.

    The error of a frequency is sqrt(6 / n) noise / (pi span amplitude): Montgomery and O'Donoghue, Delta
    Scuti Star Newsl. 13 (1999) 28.
    """
    share = min(max(share, 1e-6), 1 - 1e-15)
    half = 1.96 * math.sqrt(3 * (1 - share) / (share * n)) / (math.pi * float(np.ptp(time)))
    half = min(half, 0.5 * frequency)
    r, width = math.sqrt(raw), 1.96 / math.sqrt(max(n - 3, 1))
    limits = (
        np.tanh(np.maximum(math.atanh(min(r, 1 - 1e-15)) + np.array([-width, width]), 0.0)) ** 2
    )
    return {
        "frequency": frequency, "half": half, "period": 1 / frequency,
        "period_low": 1 / (frequency + half), "period_high": 1 / (frequency - half), "share": share, "n": n, "explained": raw,
        "explained_low": float(limits[0]), "explained_high": float(limits[1]),
        "local_p": (1 - share) ** ((n - 3) / 2), "global_p": several,
    }  # fmt: skip


def background(time: Floats, rest: Floats, weights: Floats, frequency: float, at: Grid) -> float:
    """Median power about a frequency, once its wave is out, over that of white noise; 1 at least."""
    low, step, count = at
    first = max(low, frequency - 125 * step)
    last = min(low + step * count, frequency + 125 * step)
    about = power(time, rest, weights, (first, step, max(int((last - first) / step), 1)))
    usual = 1 - 0.5 ** (2 / (len(time) - 3))
    return float(max(np.median(about) / usual, 1.0))


def unaliased(time: Floats, values: Floats, weights: Floats, frequency: float, at: Grid) -> float:
    """The frequency, or the alias of it (or its half) whose wave of any form fits clearly better.

    Aliases lie one cycle of the sampling up or down; a form has three multiples, the half frequency six,
    for which it pays by the Bayesian information criterion (and is held against six multiples of the first).
    """
    low, step, _ = at
    n = len(time)
    rate = sampling(time, weights, at)
    tried = [frequency, abs(frequency - rate), frequency + rate] if rate else [frequency]
    scores: dict[float, float] = {}
    for one in (*tried, frequency / 2):
        many = 6 if one == frequency / 2 else 3
        for near in one + step * np.linspace(-1, 1, 11):
            if low <= near:
                left = float(np.sum(weights * without(time, values, weights, near, many) ** 2))
                scores[near] = n * math.log(max(left, 1e-300)) + 2 * many * math.log(n)
    left = float(np.sum(weights * without(time, values, weights, frequency, 6) ** 2))
    own = min(scores[one] for one in scores if abs(one - frequency) <= 1.01 * step)
    own = min(own, n * math.log(max(left, 1e-300)) + 12 * math.log(n))
    best = min(scores, key=lambda one: scores[one])
    return float(best) if scores[best] < own - 10 else frequency


def sampling(time: Floats, weights: Floats, at: Grid) -> float:
    """Frequency at which the times themselves come back (one a day, a year), 0 where they do not.

    The highest peak of the spectral window, from the twentieth part of the grid on.
    """
    low, step, count = at
    window = np.abs(sums(time, weights, at)) ** 2
    start = count // 20
    place = start + int(np.argmax(window[start:]))
    return low + step * place if window[place] > 0.1 else 0.0


def search(
    time: Floats, values: Floats, weights: Floats, even: bool, ranks: int
) -> list[dict[str, float]]:
    """The strongest waves one after the other, each out with its multiples before the next.

    Parameters
    ----------
    time, values, weights : ndarray, shape (n,)
        Rising times, and weights with sum 1. A straight line is taken out first.
    even : bool
        Steps in time are alike, gaps aside.
    ranks : int
        Waves looked for at most; none after one that is not clear (p above .01).
    """
    found: list[dict[str, float]] = []
    rest = straight = without_line(time, values, weights)
    for rank in range(ranks):
        one = strongest(time, rest, weights, even, 6 * rank)
        found.append(one)
        if min(one["global_p"], one["white_p"]) > 0.01:
            break
        rest = cleaned(time, rest, weights, one["frequency"])
    return together(time, straight, weights, found)


def together(
    time: Floats, straight: Floats, weights: Floats, found: list[dict[str, float]]
) -> list[dict[str, float]]:
    """The waves with the frequencies that they have beside each other and a line, the intervals moved along."""
    moved = refined(time, straight, weights, np.array([one["frequency"] for one in found]))
    return [
        one | {
            "frequency": float(own), "period": float(1 / own), "period_low": float(1 / (own + one["half"])),
            "period_high": float(1 / (own - min(one["half"], 0.5 * own))),
        }
        for one, own in zip(found, moved, strict=True)
    ]  # fmt: skip


def refined(time: Floats, values: Floats, weights: Floats, frequencies: Floats) -> Floats:
    """Frequencies by least squares of all waves and a straight line at once (Gauss and Newton), shape (k,).

    A sine fitted alone takes a part of the others, and a line taken out before has taken a part of a wave of few
    cycles. Steps that leave more are halved. A frequency that would move by more than .3 cycles over the span, or
    does not settle, stays.
    """
    span, root = float(np.ptp(time)), np.sqrt(weights)
    tau, seen = time - time[0], values * root
    at, step = frequencies, np.zeros(len(frequencies))
    left, downhill = step_beside(tau, seen, root, at)
    for _ in range(60):
        step = np.clip(downhill, -0.1, 0.1)
        for _ in range(12):
            less, further = step_beside(tau, seen, root, at + step / span)
            if less <= left:
                break
            step = step / 2
        if less > left:
            break
        at, left, downhill = at + step / span, less, further
        if np.abs(step).max(initial=0.0) < 1e-8:
            break
    settled = (np.abs(at - frequencies) * span <= 0.3) & (np.abs(step) < 1e-3)
    return np.asarray(np.where(settled, at, frequencies))


def step_beside(tau: Floats, seen: Floats, root: Floats, at: Floats) -> tuple[float, Floats]:
    """Sum of squares that waves and a line leave, and the Gauss-Newton step in cycles over the span."""
    span, many = float(np.ptp(tau)), len(at)
    turn = 2 * np.pi * np.outer(tau, at)
    fit = np.column_stack([np.ones(len(tau)), tau / span, np.cos(turn), np.sin(turn)])
    parts = np.linalg.lstsq(fit * root[:, None], seen, rcond=1e-10)[0]
    waves = parts[2:]
    slopes = np.cos(turn) * waves[many:] - np.sin(turn) * waves[:many]
    both = np.column_stack([fit, slopes * 2 * np.pi * tau[:, None] / span])
    step = np.linalg.lstsq(both * root[:, None], seen, rcond=1e-10)[0][-many:]
    return float(np.sum((seen - fit @ parts * root) ** 2)), np.asarray(step, np.float64)
