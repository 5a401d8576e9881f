"""Lines of spectra and flares of flux by loops over windows, with own toys of noise."""

import functools
import statistics

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
    uneven = unevenness(y)
    both = [
        abs(left + right) / 2 / uneven[first + width // 2] if good else np.nan
        for first, left, right, good in made
    ]
    top = int(np.nanargmax(both))
    away = [
        one for place, one in enumerate(both)
        if abs(place - top) > width + 2 * reach and np.isfinite(one)
    ]  # fmt: skip
    known = away if len(away) > 1 else [one for one in both if np.isfinite(one)]
    usual_size = 1.4826 * statistics.median(known) or np.sqrt(np.nanmean(np.square(both)))
    scale = [max(usual_size * uneven[one[0] + width // 2], 1e-9 * np.ptp(y)) for one in made]
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


def unevenness(y):
    """Clipped steps averaged over the 61 around (mirrored ends), over the average of all."""
    step = np.abs(np.diff(y))
    usual = statistics.median(step)
    if usual == 0:
        return np.ones(len(y))
    step = np.minimum(np.insert(step, 0, step[0]), 6 * usual)
    long = min(61, len(y))
    padded = np.pad(step, long, mode="symmetric")
    near = np.array([padded[long + i - long // 2 :][:long].mean() for i in range(len(y))])
    return np.maximum(near, 0.2 * step.mean()) / step.mean()


def noise(y, first, width):
    """Lag-1 autocorrelation and innovations of what a running median leaves outside one window's reach."""
    size = min(4 * widths(len(y))[-1] + 1, len(y) // 2)
    padded = np.pad(y, (size // 2, size - size // 2 - 1), mode="edge")
    rest = y - np.sort(sliding_window_view(padded, size), axis=1)[:, size // 2]
    away = [i for i in range(len(y)) if i < first - width or i >= first + 2 * width]
    spread = 3 * 1.4826 * statistics.median(abs(rest[away]))
    short = np.clip(rest, -spread, spread)
    short = short - short[away].mean()
    pairs = [i for i in away if i - 1 in set(away)]
    phi = np.mean([short[i] * short[i - 1] for i in pairs]) / np.mean(short[away] ** 2)
    phi = float(np.clip((len(pairs) * phi + 1) / (len(pairs) - 3), 0, 0.99))
    uneven = unevenness(y)
    new = np.array([(rest[i] - phi * rest[i - 1]) / uneven[i] for i in pairs])
    return phi, tuple(new - new.mean())


@functools.cache
def toys(x, phi, innovations, signs):
    """The largest z of own series of noise of that colour, from those innovations."""
    rng = np.random.default_rng(len(x))
    x = np.array(x)
    best = []
    for _ in range(RUNS):
        made = arma_generate_sample(
            [1, -phi], [1], len(x), distrvs=lambda size: rng.choice(innovations, size), burnin=200
        )
        best.append(max((abs(one[0]) for one in scanned(x, made, signs)), default=-9))
    return np.array(best)


def line(frame, finding):
    """One window of the scan, in the order of their strength."""
    x, y, _ = _curve(frame, finding)
    signs = finding.candidate.analysis == "line"
    left = scanned(x, y, signs)
    _, first, width, _, _ = max(left, key=lambda one: abs(one[0]))
    phi, innovations = noise(y, first, width)
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
    hits = int(np.sum(toys(tuple(x), phi, innovations, signs) >= abs(z)))
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
