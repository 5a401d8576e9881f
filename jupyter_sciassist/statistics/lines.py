"""Where an ordered series stands out, as a line in a spectrum or a flare in a flux curve does.

Every function needs only NumPy and SciPy, so that a cell can carry its source.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, signal, special

from .bump import toy_p

Floats = NDArray[np.float64]


def in_order(x: Floats, y: Floats, most: int = 4000) -> tuple[Floats, Floats]:
    """Both in the order of x, equal x averaged; where there are more than `most`, neighbours averaged."""
    known = ~(np.isnan(x) | np.isnan(y))
    place, group = np.unique(x[known], return_inverse=True)
    mean = np.bincount(group, weights=y[known]) / np.bincount(group)
    size = -(-len(place) // most)
    first = np.arange(0, len(place), size)
    count = np.diff(np.append(first, len(place)))
    return np.add.reduceat(place, first) / count, np.add.reduceat(mean, first) / count


def window_widths(n: int) -> tuple[int, ...]:
    """Widths in points, from 3 to a thirtieth of the series."""
    return tuple(width for width in (3, 5, 9, 15, 25, 45, 75) if width <= max(n // 30, 3))


def excess_scan(x: Floats, y: Floats, noise: Floats, width: int) -> tuple[Floats, Floats, Floats]:
    """How far the mean of each window stands above the sidebands on its two sides.

    A sideband is two widths wide and half a width away. Windows whose sidebands reach over a gap in x count
    as nothing (NaN).

    Parameters
    ----------
    x : ndarray, shape (n,)
    y, noise : ndarray, shape (sets, n)
        Series, and `local_noise` of them.

    Returns
    -------
    left, right : ndarray, shape (sets, windows)
        Mean of the window less the mean of the sideband on that side.
    scale : ndarray, shape (sets, windows)
        Their noise: their own usual size times the unevenness of the noise there, so correlated and uneven
        noise is met as it comes.
    """
    gap, side = width // 2, 2 * width
    reach = gap + side
    first = np.arange(reach, len(x) - width - reach + 1)
    total = np.concatenate([np.zeros((len(y), 1)), np.cumsum(y, axis=1)], axis=1)
    mean = (total[:, first + width] - total[:, first]) / width
    left = mean - (total[:, first - gap] - total[:, first - reach]) / side
    start = first + width + gap
    right = mean - (total[:, start + side] - total[:, start]) / side
    span = x[first + width + reach - 1] - x[first - reach]
    whole = span <= 1.5 * np.median(np.diff(x)) * (width + 2 * reach - 1)
    if not whole.any():
        return left[:, :0], right[:, :0], left[:, :0]
    size = np.where(whole, np.abs(left + right) / 2, np.nan)
    unevenness = noise[:, first + width // 2]
    scale = unevenness * usual_size(size / unevenness, width + 2 * reach)
    return (
        np.where(whole, left, np.nan),
        np.where(whole, right, np.nan),
        np.maximum(scale, 1e-9 * np.ptp(y, axis=1)[:, None] + 1e-300),
    )


def local_noise(y: Floats) -> Floats:
    """Mean size of the steps from point to point over the 60 around, over that of the series; shape as y.

    A step counts at most six times the median step, so a line's flanks do not make noise of it. 1 where half
    of the steps are none.
    """
    step = np.abs(np.diff(y, axis=1))
    usual = np.median(step, axis=1, keepdims=True)
    step = np.minimum(step, 6 * usual)
    step = np.concatenate([step[:, :1], step], axis=1)
    around = ndimage.uniform_filter1d(step, min(61, y.shape[1]), axis=1, mode="reflect")
    mean = step.mean(axis=1, keepdims=True)
    return np.asarray(
        np.where(usual > 0, np.maximum(around, 0.2 * mean) / np.where(mean > 0, mean, 1), 1.0)
    )


def usual_size(size: Floats, reach: int) -> Floats:
    """1.4826 times the median of each row, without what the strongest window touches; shape (sets, 1).

    A line would else be taken for noise. The root mean square where the median is 0.

    Parameters
    ----------
    size : ndarray, shape (sets, windows)
        NaN where a window counts as nothing.
    reach : int
        Windows that share points with one window lie within so many places of it.
    """
    kept = size.copy()
    for row in kept:
        top = int(np.nanargmax(row))
        row[max(top - reach, 0) : top + reach + 1] = np.nan
    few = np.isfinite(kept).sum(axis=1) < 2
    kept[few] = size[few]
    ordered, known = np.sort(kept, axis=1), np.isfinite(kept).sum(axis=1)
    rows = np.arange(len(kept))
    median = (ordered[rows, (known - 1) // 2] + ordered[rows, known // 2]) / 2
    usual = np.where(median > 0, 1.4826 * median, np.sqrt(np.nanmean(size**2, axis=1)))
    return np.asarray(usual[:, None])


def line_z(left: Floats, right: Floats, scale: Floats, both_signs: bool) -> Floats:
    """Height over the nearer sideband in units of noise, negative for a dip; a step has none."""
    up = np.nan_to_num(np.minimum(left, right) / scale, nan=-9.0)
    if not both_signs:
        return np.asarray(up)
    down = np.nan_to_num(np.minimum(-left, -right) / scale, nan=-9.0)
    return np.asarray(np.where(up > 0, up, -np.maximum(down, 0)))


def noise_of(y: Floats, found: Floats) -> tuple[float, Floats]:
    """Lag-1 autocorrelation of the noise, and its innovations.

    Noise is what a running median leaves, outside the strongest window and its flanks (each a window wide): a
    line in it would raise both. It is clipped at 3 deviations for the autocorrelation.

    Parameters
    ----------
    y : ndarray, shape (n,)
    found : ndarray, shape (3 or more, windows)
        First position, width and z of windows, as from `window_table`.

    Returns
    -------
    phi : float
        0 to .99.
    innovations : ndarray, shape (k,)
        Each value less phi times the one before, of mean 0.
    """
    n = len(y)
    size = min(4 * window_widths(n)[-1] + 1, n // 2)
    rest = y - ndimage.median_filter(y, size=size, mode="nearest")
    first, width = found[:2, int(np.argmax(np.abs(found[2])))].astype(int)
    kept = np.ones(n, bool)
    kept[max(first - width, 0) : first + 2 * width] = False
    pair = kept[1:] & kept[:-1]
    spread = 1.4826 * np.median(np.abs(rest[kept]))
    short = np.clip(rest, -3 * spread, 3 * spread)
    short = short - short[kept].mean()
    power, pairs = float(np.mean(short[kept] ** 2)), int(pair.sum())
    if power <= 0:
        return 0.0, np.zeros(1)
    phi = pairs * float(np.mean(short[1:][pair] * short[:-1][pair])) / power
    phi = float(np.clip((phi + 1) / (pairs - 3), 0, 0.99))
    innovations = ((rest[1:] - phi * rest[:-1]) / local_noise(y[None])[0][1:])[pair]
    return phi, innovations - innovations.mean()


def noise_maxima(
    x: Floats, phi: float, innovations: Floats, both_signs: bool, toys: int, seed: int
) -> Floats:
    """Largest z of autoregressive series over all places and widths, shape (toys,).

    Their innovations are drawn with replacement from those of the data, so that long tails count.
    """
    rng = np.random.default_rng(seed)
    strongest: list[float] = []
    for _ in range(0, toys, 50):
        shape = (min(50, toys - len(strongest)), len(x) + 200)
        drawn = rng.choice(innovations, size=shape)
        drawn = signal.lfilter([1.0], [1.0, -phi], drawn, axis=1)[:, 200:]
        noise, best = local_noise(drawn), np.full(len(drawn), -9.0)
        for width in window_widths(len(x)):
            left, right, scale = excess_scan(x, drawn, noise, width)
            if left.size:
                z = line_z(left, right, scale, both_signs)
                best = np.maximum(best, np.max(np.abs(z) if both_signs else z, axis=1))
        strongest += best.tolist()
    return np.array(strongest)


def window_table(x: Floats, y: Floats, both_signs: bool) -> Floats:
    """Every window of one series: first position, width, z, height, scale; shape (5, windows)."""
    marks, noise = [np.zeros((5, 0))], local_noise(y[None])
    for width in window_widths(len(x)):
        left, right, scale = excess_scan(x, y[None], noise, width)
        if left.size:
            z = line_z(left, right, scale, both_signs)[0]
            rows = [np.arange(len(z)) + width // 2 + 2 * width, np.full(len(z), width), z]
            marks.append(np.stack([*rows, (left + right)[0] / 2, scale[0]]))
    table = np.concatenate(marks, axis=1)
    kept = np.isfinite(table[3]) & ((table[2] != 0) if both_signs else (table[2] > 0))
    return np.asarray(table[:, kept])


def line_scan(
    x: Floats, y: Floats, both_signs: bool, toys: int, seed: int, most: int = 5
) -> list[dict[str, Any]]:
    """The strongest windows, at most `most`, none within the sidebands of a stronger one.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        From `in_order`.
    both_signs : bool
        Dips count as peaks do.
    toys, seed : int
        Series of noise, correlated as the data are, scanned in the same way.

    Returns
    -------
    list of dict
        first, last (positions), z, sign, height, half (half of the 95 % interval of the height), local_p, global_p,
        as_strong, largest (share of the highest point in the sum of the excess), phi.
    """
    table = window_table(x, y, both_signs)
    if not table.shape[1]:
        return []
    phi, innovations = noise_of(y, table)
    strongest = noise_maxima(x, phi, innovations, both_signs, toys, seed)
    found: list[dict[str, Any]] = []
    while table.shape[1] and len(found) < most:
        size = np.abs(table[2]) if both_signs else table[2]
        first, width, z, height, scale = table[:, int(np.argmax(size))]
        window = slice(int(first), int(first + width))
        over = np.sign(height) * (y[window] - y[window].mean() + height)
        found.append({
            "first": int(first), "last": int(first + width) - 1, "z": float(abs(z)),
            "sign": 1 if z > 0 else -1, "height": float(height), "half": float(1.959963984540054 * scale),
            "local_p": float(normal_tail(abs(z))), "global_p": toy_p(float(abs(z)), strongest),
            "as_strong": int(np.sum(strongest >= abs(z))), "phi": phi,
            "largest": float(over.max() / max(np.maximum(over, 0).sum(), 1e-300)),
        })  # fmt: skip
        reach = 2.5 * table[1]
        apart = (table[0] - reach >= first + width) | (table[0] + table[1] + reach <= first)
        table = table[:, apart]
    return found


def window_test(x: Floats, y: Floats, low: float, high: float) -> dict[str, Any] | None:
    """One window that was fixed before: what `line_scan` says of a window, with a two-sided p and no toys.

    None where the window or its sidebands do not lie within the curve, or reach over a gap.
    """
    half = float(np.median(np.diff(x))) / 2
    first, stop = np.searchsorted(x, [low - half, high + half])
    width = int(stop - first)
    reach = width // 2 + 2 * width
    if width < 1 or first < reach or stop + reach > len(x):
        return None
    if x[first] > low + 2 * half or x[stop - 1] < high - 2 * half:
        return None
    left, right, scale = excess_scan(x, y[None], local_noise(y[None]), width)
    place = int(first) - reach
    if not left.size or not np.isfinite(left[0, place]):
        return None
    z = float(line_z(left, right, scale, True)[0, place])
    height = float(left[0, place] + right[0, place]) / 2
    inside = slice(int(first), int(stop))
    over = np.sign(height) * (y[inside] - y[inside].mean() + height)
    p = min(2 * normal_tail(abs(z)), 1.0)
    return {
        "first": int(first), "last": int(stop) - 1, "z": abs(z), "sign": 1 if height > 0 else -1,
        "height": height, "half": float(1.959963984540054 * scale[0, place]), "local_p": p, "global_p": p,
        "as_strong": 0, "phi": noise_of(y, np.array([[first], [width], [1.0]]))[0],
        "largest": float(over.max() / max(np.maximum(over, 0).sum(), 1e-300)),
    }  # fmt: skip


def normal_tail(z: float) -> float:
    """One-sided p of a standard normal deviate."""
    return float(special.ndtr(-z))
