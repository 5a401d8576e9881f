"""Lines of spectra and flares of flux by loops over windows, with own toys of noise."""

import functools
import itertools

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import stats
from statsmodels.tsa.arima_process import arma_generate_sample

from tests.independent.by_bumps import shared
from tests.independent.by_series import along
from tests.independent.common import Z, clean, limits, number
from tests.independent.rows import ITERATED, Row, Share

RUNS = 150


def widths(n):
    """Windows from 3 points to a thirtieth of the series."""
    return [one for one in (3, 5, 9, 15, 25, 45, 75) if one <= max(n // 30, 3)]


def windows(x, y, width, signs):
    """(z, first, width, height, scale) of the windows of one width that do not reach over a gap."""
    gap, side = width // 2, 2 * width
    reach = gap + side
    usual = 1.5 * np.median(np.diff(x)) * (width + 2 * reach - 1)
    made = []
    for first in range(reach, len(x) - width - reach + 1):
        inside = y[first : first + width].mean()
        left = inside - y[first - reach : first - gap].mean()
        right = inside - y[first + width + gap : first + width + reach].mean()
        made.append((first, left, right, x[first + width + reach - 1] - x[first - reach] <= usual))
    if not made or not any(one[3] for one in made):
        return []
    both = np.array([abs(left + right) / 2 for _, left, right, _ in made])
    whole = np.array([one[3] for one in made])
    overall = 1.4826 * np.median(both[whole]) or np.sqrt(np.mean(both[whole] ** 2))
    scale = np.full(len(made), overall)
    cuts = np.linspace(0, len(made), 9).astype(int)
    if cuts[1] >= 4 * width:
        for low, high in itertools.pairwise(cuts):
            scale[low:high] = max(1.4826 * np.median(both[low:high]), 0.3 * overall)
    scale = np.maximum(scale, 1e-9 * np.ptp(y))
    found = []
    for (first, left, right, good), size in zip(made, scale, strict=True):
        up, down = min(left, right) / size, min(-left, -right) / size
        z = up if up > 0 or not signs else -max(down, 0)
        if good and (z != 0 if signs else z > 0):
            found.append((z, first, width, (left + right) / 2, size))
    return found


def scanned(x, y, signs):
    """All windows of all widths."""
    return [one for width in widths(len(x)) for one in windows(x, y, width, signs)]


def colour(y):
    """Lag-1 autocorrelation of what a running median leaves, clipped at three deviations."""
    size = min(4 * widths(len(y))[-1] + 1, len(y) // 2)
    padded = np.pad(y, (size // 2, size - size // 2 - 1), mode="edge")
    rest = y - np.sort(sliding_window_view(padded, size), axis=1)[:, size // 2]
    spread = 3 * 1.4826 * np.median(abs(rest))
    rest = np.clip(rest, -spread, spread)
    rest = rest - rest.mean()
    n = len(y)
    return float(
        np.clip((n * np.dot(rest[1:], rest[:-1]) / np.dot(rest, rest) + 1) / (n - 4), 0, 0.99)
    )


@functools.cache
def toys(x, phi, signs):
    """The largest z of own series of noise of that colour."""
    rng = np.random.default_rng(len(x))
    x = np.array(x)
    best = []
    for _ in range(RUNS):
        noise = arma_generate_sample(
            [1, -phi], [1], len(x), distrvs=rng.standard_normal, burnin=200
        )
        best.append(max((abs(one[0]) for one in scanned(x, noise, signs)), default=-9))
    return np.array(best)


def line(frame, finding):
    """One window of the scan, in the order of their strength."""
    x, y, _ = _curve(frame, finding)
    signs = finding.candidate.analysis == "line"
    left = scanned(x, y, signs)
    chosen = None
    for _ in range(finding.facts["number"] + 1):
        chosen = max(left, key=lambda one: abs(one[0]))
        _, first, width, _, _ = chosen
        left = [
            one for one in left
            if one[1] - 2.5 * one[2] >= first + width or one[1] + 3.5 * one[2] <= first
        ]  # fmt: skip
    z, _, _, height, scale = chosen
    half, size = Z * scale, np.ptp(y)
    hits = int(np.sum(toys(tuple(x), colour(y), signs) >= abs(z)))
    found = {
        "n": len(x),
        "statistic": abs(z),
        "local_p": stats.norm.sf(abs(z)),
        "p": Share(hits, RUNS, 199),
    }
    found |= limits("estimate", height, height - half, height + half)
    tall = np.sign(z) * height
    return found | shared(limits("estimate", tall, tall - half, tall + half), size)


def _curve(frame, finding):
    """Place, values (in decades where they span some) along the axis."""
    axis, name = finding.candidate.variables
    time, values, per = along(frame, axis, name, season=False)
    if (
        finding.candidate.analysis == "flare"
        and values.min() > 0
        and values.max() > 3 * np.median(values)
    ):
        values = np.log10(values)
    return time, values, per


def goes(frame, finding):
    """The public rule: four rising minutes, the fourth 1.4 times the first; the end halfway back."""
    known = clean(frame).dropna(subset=["time", "xrsb"])
    minutes = known.groupby(known.time.dt.floor("min")).xrsb.mean()
    t, flux = number(minutes.index.to_series()) / 60, minutes.to_numpy()
    flares, start = [], 0
    while start + 3 < len(flux):
        four = flux[start : start + 4]
        if not (np.all(np.diff(t[start : start + 4]) == 1) and np.all(np.diff(four) > 0) and four[0] > 1e-7 and four[3] > 1.4 * four[0]):  # fmt: skip
            start += 1
            continue
        top, last = start + 3, start + 3
        while last + 1 < len(flux) and t[last + 1] - t[last] <= 1.5:
            last += 1
            if flux[last] > flux[top]:
                top = last
            elif flux[last] <= (flux[top] + flux[start]) / 2:
                break
        flares.append((start, top, last))
        start = last
    log = np.log10(np.maximum(flux, 1e-12))
    busy = {place for first, _, last in flares for place in range(first, last + 1)}
    steps = [
        log[i + 1] - log[i] for i in range(len(log) - 1)
        if i not in busy and i + 1 not in busy and t[i + 1] - t[i] <= 1.5
    ]  # fmt: skip
    size = np.sqrt(np.mean(np.square(steps)))
    first, top, _ = sorted(flares, key=lambda one: -flux[one[1]])[finding.facts["number"]]
    rise = log[top] - log[first]
    error = size * np.sqrt(top - first)
    local = stats.norm.sf(rise / error)
    found = {"n": len(flux), "estimate": flux[top], "statistic": rise / error, "local_p": local,
             "p": min(max(local * len(flux), 1e-15), 1)}  # fmt: skip
    return found | shared(limits("estimate", rise, rise - Z * error, rise + Z * error), np.ptp(log))


BY = "loops over windows, own toys"
SCAN = "scan for an excess over both sidebands, global p by toys of correlated noise"
ROWS = [
    Row("line", SCAN, "spectrum", line, BY, rel=ITERATED),
    Row("line", SCAN, "gaps in a spectrum", line, BY, rel=ITERATED),
    Row("flare", SCAN, "flux", line, BY, rel=ITERATED),
    Row("astronomy.flares", "flare list by four rising minutes; p against a random walk with the quiet steps", "xrs", goes,
        "pandas, the public rule", rel=ITERATED),
]  # fmt: skip
