"""Periods by astropy's periodogram, its fits of harmonics and its false-alarm probability."""

import math

import numpy as np
import statsmodels.api as sm
from astropy.timeseries import LombScargle
from astropy.timeseries.periodograms.lombscargle import _statistics
from scipy import optimize, special

from tests.independent.by_series import DAY, YEAR, along, clean, unbiased
from tests.independent.common import Z, limits
from tests.independent.rows import ITERATED, Near, Row

ERRORS = {"mag": "mag_err"}


class Data:
    """Times, values and errors; `even` as the analysis reads them."""

    def __init__(self, time, values, weights):
        self.time, self.values = time, values
        self.weights = weights / weights.sum()
        self.n = len(time)

    def less(self, values):
        """The same times with other values."""
        return Data(self.time, values, self.weights)

    def scargle(self, terms=1):
        """Astropy's periodogram with a floating mean."""
        return LombScargle(self.time, self.values, self.weights**-0.5, nterms=terms)

    def power(self, frequencies):
        """Share of variance at each frequency."""
        return self.scargle().power(frequencies, method="cython", assume_regular_frequency=False)

    def without(self, frequency, terms):
        """Values less the fit of a frequency and its multiples."""
        if not terms:
            return self.values - np.sum(self.weights * self.values)
        return self.values - sum(beside_line(self, frequency * np.arange(1, terms + 1)))

    def lost(self, frequency, terms):
        """Weighted mean of squares that such a fit leaves, in the scale of the information criterion."""
        left = np.sum(self.weights * self.without(frequency, terms) ** 2)
        return self.n * math.log(max(left, 1e-300)) + 2 * terms * math.log(self.n)

    def cleaned(self, frequency):
        """Less the frequency and those multiples, up to three, that pay by the information criterion."""
        many = min((1, 2, 3), key=lambda terms: self.n * math.log(np.sum(self.weights * self.without(frequency, terms) ** 2))
                   + 2 * terms * math.log(self.n))  # fmt: skip
        return self.less(self.without(frequency, many))


def grid(time, even):
    """Five frequencies a cycle, from two cycles over the span to half the sampling rate."""
    span, steps = np.ptp(time), np.diff(time)
    short = np.median(steps) if even else np.quantile(steps, 0.1)
    low, step = 2 / span, 1 / (5 * span)
    count = int((max(0.5 / short, low) - low) / step * (1 + 1e-9)) + 1
    return low + step * np.arange(min(count, 60_000, int(6e7 / len(time))))


def peak(data, at, step):
    """Frequency of the largest power on a grid twenty times as fine, and that power."""
    best = at[np.argmax(data.power(at))]
    fine = best + step * np.linspace(-1, 1, 41)
    found = data.power(fine)
    return fine[np.argmax(found)], found.max()


def alarm(share, high, data, removed=0):
    """Baluev's false-alarm probability: astropy's, and written out where numbers were fitted before."""
    if not removed:
        theirs = _statistics.false_alarm_probability(
            share, high, data.time, data.values, data.weights**-0.5, normalization="standard", method="baluev"
        )  # fmt: skip
        return float(theirs)
    n = data.n - removed
    spread = (
        np.average(data.time**2, weights=data.weights)
        - np.average(data.time, weights=data.weights) ** 2
    )
    half = (n - 1) / 2
    passes = np.sqrt(4 * np.pi * spread) * high * np.sqrt(share) * special.poch(half - 0.5, 0.5)
    passes *= (1 - share) ** ((n - 4) / 2)
    return -math.expm1(math.log1p(-((1 - share) ** ((n - 3) / 2))) - passes)


def strongest_even(data, removed):
    """The strongest wave above first-order autocorrelated noise."""
    at = grid(data.time, True)
    step = 1 / (5 * np.ptp(data.time))
    steps = np.diff(data.time)
    near = steps < 1.5 * np.median(steps)

    def white(of, r):
        rest = (of.values[1:] - r * of.values[:-1])[near]
        return Data(data.time[1:][near], rest, data.weights[1:][near])

    high, plain = at[-1] + step, peak(data, at, step)[0]
    tried = []
    for start in (plain, peak(white(data, max(unbiased(data.values, 2), 0)), at, step)[0]):
        line, sines = beside_line(data, refined(data, [start]))
        made = white(data.less(data.values - line), max(unbiased(data.values - line - sines, 5), 0))
        frequency, share = peak(made, at, step)
        spread = np.average(
            (made.values - np.average(made.values, weights=made.weights)) ** 2, weights=made.weights
        )
        tried.append(((1 - share) * spread, frequency, share, made))
    _, frequency, share, made = min(tried, key=lambda one: one[0])
    p = min(2 * alarm(share, high, made, removed), 1)
    if p > 0.05:
        frequency = plain
        share = float(made.power(np.array([frequency]))[0])
        p = min(2 * alarm(share, high, made, removed), 1)
    raw = float(data.power(np.array([frequency]))[0])
    return described(data, frequency, share, made.n - removed, p, raw) | {
        "white": alarm(raw, high, data, removed)
    }


def strongest_uneven(data, removed):
    """The strongest wave above the power that is usual about its frequency, its alias if that fits better."""
    at = grid(data.time, False)
    step = 1 / (5 * np.ptp(data.time))
    frequency, share = peak(data, at, step)
    low, high = max(at[0], frequency - 125 * step), min(at[-1] + step, frequency + 125 * step)
    about = low + step * np.arange(max(int((high - low) / step), 1))
    usual = np.median(data.less(data.without(frequency, 3)).power(about))
    noise = max(usual / (1 - 0.5 ** (2 / (data.n - 3))), 1)
    odds = share / (1 - share) / noise
    share = odds / (1 + odds)
    p = alarm(share, at[-1] + step, data, removed)
    frequency = unaliased(data, frequency, at, step)
    raw = float(data.power(np.array([frequency]))[0])
    return described(data, frequency, share, data.n - removed, p, raw) | {"white": p}


def unaliased(data, frequency, at, step):
    """The frequency or that alias (or its half) that fits clearly better by the information criterion."""
    turns = np.exp(2j * np.pi * np.outer(at, data.time - data.time[0]))
    window = np.abs(turns @ data.weights) ** 2
    start = len(at) // 20
    place = start + np.argmax(window[start:])
    rate = at[place] if window[place] > 0.1 else 0
    tried = [frequency, abs(frequency - rate), frequency + rate] if rate else [frequency]
    scores = {}
    for one in (*tried, frequency / 2):
        for near in one + step * np.linspace(-1, 1, 11):
            if near >= at[0]:
                scores[near] = data.lost(near, 6 if one == frequency / 2 else 3)
    own = min(score for near, score in scores.items() if abs(near - frequency) <= 1.01 * step)
    own = min(own, data.lost(frequency, 6))
    best = min(scores, key=scores.get)
    return best if scores[best] < own - 10 else frequency


def described(data, frequency, share, n, p, raw):
    """Montgomery and O'Donoghue's error of the frequency, and the limits of the share of variance."""
    half = min(
        Z * np.sqrt(3 * (1 - share) / (share * n)) / (np.pi * np.ptp(data.time)) * 1.96 / Z,
        0.5 * frequency,
    )
    ends = np.arctanh(np.sqrt(raw)) + np.array([-1.96, 1.96]) / np.sqrt(max(n - 3, 1))
    return {
        "frequency": frequency, "half": half, "statistic": share, "p": p,
        "local_p": (1 - share) ** ((n - 3) / 2),
        **limits("effect", raw, *np.tanh(np.maximum(ends, 0)) ** 2),
    }  # fmt: skip


def design(data, frequencies):
    """A constant, time and the sines of all frequencies."""
    angle = 2 * np.pi * np.outer(data.time, frequencies)
    return np.column_stack([np.ones(data.n), data.time, np.cos(angle), np.sin(angle)])


def beside_line(data, frequencies):
    """Line and sines of one fit of all, by statsmodels."""
    columns = design(data, frequencies)
    parts = columns * sm.WLS(data.values, columns, data.weights).fit().params
    return parts[:, :2].sum(axis=1), parts[:, 2:].sum(axis=1)


def refined(data, frequencies):
    """Frequencies of the least squares of all sines and a line at once, by scipy's optimiser."""
    span, start = np.ptp(data.time), np.asarray(frequencies)

    def left(moved):
        rest = data.values - sum(beside_line(data, start + moved / span))
        return rest * np.sqrt(data.weights) / np.std(data.values)

    moved = optimize.least_squares(
        left, np.zeros(len(start)), jac="3-point", xtol=1e-13, ftol=1e-13, gtol=1e-13
    ).x
    return np.where(np.abs(moved) <= 0.3, start + moved / span, start)


def searched(data, even, ranks=3):
    """The waves one after the other; once there are several each is looked for with the others out."""
    straight = data.less(data.values - np.polynomial.Polynomial.fit(data.time, data.values, 1, w=np.sqrt(data.weights))(data.time))  # fmt: skip
    found, rest = [], straight
    for rank in range(ranks):
        found.append((strongest_even if even else strongest_uneven)(rest, 6 * rank))
        if min(found[-1]["p"], found[-1]["white"]) > 0.01:
            break
        rest = rest.cleaned(found[-1]["frequency"])
    moved = refined(straight, [one["frequency"] for one in found])
    return [one | {"frequency": at} for one, at in zip(found, moved, strict=True)]


_memo = {}


def period(frame, finding):
    """One rank of the search."""
    *axis, name = finding.variables
    key = (id(frame), name)
    if key not in _memo:
        time, values, per = along(frame, axis[0] if axis else None, name, season=False)
        if per in ("year", "hour", "second") and axis and clean(frame)[axis[0]].dtype.kind == "M":
            time = time * {"year": YEAR, "hour": 3600.0, "second": 1.0}[per] / DAY
        error = ERRORS.get(name)
        weights = (
            np.ones(len(time))
            if error is None
            else frame.groupby(axis[0])[error].mean().to_numpy() ** -2
        )
        steps = np.diff(time) / np.median(np.diff(time))
        even = np.mean(abs(steps - np.round(steps)) <= 0.2) >= 0.9 and np.mean(steps < 1.5) > 0.6
        _memo[key] = len(values), searched(Data(time, values / np.abs(values).max(), weights), even)
    n, found = _memo[key]
    one = found[int(finding.context["rank"]) - 1]
    frequency, half = one["frequency"], one["half"]
    kept = {key: value for key, value in one.items() if key not in ("frequency", "half", "white")}
    return {"n": n} | kept | limits(
        "estimate", 1 / frequency, 1 / (frequency + half), 1 / (frequency - min(half, 0.5 * frequency))
    )  # fmt: skip


ENSO = ((12.0, 0.1), (44.311088700, 0.94408025976), (26.887614440, 0.41612939130))


def enso(frame, finding):
    """NIST StRD ENSO: 12 months, 44.311 +- 0.944, 26.888 +- 0.416."""
    return {"estimate": Near(*ENSO[int(finding.context["rank"]) - 1])}


METHOD = "least-squares periodogram with floating mean"
ROWS = [
    *(
        Row("periodicity", METHOD, data, period, "astropy LombScargle", rel=ITERATED)
        for data in ("ordered", "unsorted", "enso", "nile", "old dates", "star", "drift", "runs of gaps", "sunspots")
    ),
    Row("periodicity", METHOD, "enso", enso, "NIST StRD ENSO", only=("estimate",),
        why="the certified standard deviation: NIST fits three sines together, the engine one after the other"),
]  # fmt: skip
