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


def excess_scan(x: Floats, y: Floats, width: int) -> tuple[Floats, Floats, Floats]:
    """How far the mean of each window stands above the sidebands on its two sides.

    A sideband is two widths wide and half a width away. Windows whose sidebands reach over a gap in x count
    as nothing (NaN).

    Parameters
    ----------
    x : ndarray, shape (n,)
    y : ndarray, shape (sets, n)

    Returns
    -------
    left, right : ndarray, shape (sets, windows)
        Mean of the window less the mean of the sideband on that side.
    scale : ndarray, shape (sets, windows)
        Their noise: from the median size over the eighth around (over the series where that is short or the
        eighth is nearly silent), so correlated and uneven noise is met as it comes.
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
    both = np.abs(left + right) / 2
    if not whole.any():
        return left[:, :0], right[:, :0], both[:, :0]
    overall = 1.4826 * np.median(both[:, whole], axis=1)[:, None]
    overall = np.where(overall > 0, overall, np.sqrt(np.mean(both[:, whole] ** 2, axis=1))[:, None])
    scale = np.broadcast_to(overall, both.shape)
    cuts = np.linspace(0, len(first), 9).astype(int)
    if cuts[1] >= 4 * width:
        parts = [
            1.4826 * np.median(both[:, a:b], axis=1) for a, b in np.stack([cuts[:-1], cuts[1:]], 1)
        ]
        scale = np.maximum(np.repeat(np.stack(parts, 1), np.diff(cuts), axis=1), 0.3 * overall)
    return (
        np.where(whole, left, np.nan),
        np.where(whole, right, np.nan),
        np.maximum(scale, 1e-9 * np.ptp(y, axis=1)[:, None] + 1e-300),
    )


def line_z(left: Floats, right: Floats, scale: Floats, both_signs: bool) -> Floats:
    """Height over the nearer sideband in units of noise, negative for a dip; a step has none."""
    up = np.nan_to_num(np.minimum(left, right) / scale, nan=-9.0)
    if not both_signs:
        return np.asarray(up)
    down = np.nan_to_num(np.minimum(-left, -right) / scale, nan=-9.0)
    return np.asarray(np.where(up > 0, up, -np.maximum(down, 0)))


def noise_correlation(y: Floats) -> float:
    """Lag-1 autocorrelation of what a running median leaves, clipped at 3 deviations, 0 to .99."""
    size = min(4 * window_widths(len(y))[-1] + 1, len(y) // 2)
    rest = y - ndimage.median_filter(y, size=size, mode="nearest")
    spread = 1.4826 * np.median(np.abs(rest))
    rest = np.clip(rest, -3 * spread, 3 * spread)
    rest = rest - rest.mean()
    power = float(rest @ rest)
    if power <= 0:
        return 0.0
    n = len(y)
    return float(np.clip((n * (rest[1:] @ rest[:-1]) / power + 1) / (n - 4), 0, 0.99))


def noise_maxima(x: Floats, phi: float, both_signs: bool, toys: int, seed: int) -> Floats:
    """Largest z of series of autoregressive normal noise over all places and widths, shape (toys,)."""
    rng = np.random.default_rng(seed)
    strongest: list[float] = []
    for _ in range(0, toys, 50):
        noise = rng.normal(size=(min(50, toys - len(strongest)), len(x) + 200))
        noise = signal.lfilter([1.0], [1.0, -phi], noise, axis=1)[:, 200:]
        best = np.full(len(noise), -9.0)
        for width in window_widths(len(x)):
            left, right, scale = excess_scan(x, noise, width)
            if left.size:
                z = line_z(left, right, scale, both_signs)
                best = np.maximum(best, np.max(np.abs(z) if both_signs else z, axis=1))
        strongest += best.tolist()
    return np.array(strongest)


def window_table(x: Floats, y: Floats, both_signs: bool) -> Floats:
    """Every window of one series: first position, width, z, height, scale; shape (5, windows)."""
    marks = [np.zeros((5, 0))]
    for width in window_widths(len(x)):
        left, right, scale = excess_scan(x, y[None], width)
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
    phi = noise_correlation(y)
    strongest = noise_maxima(x, phi, both_signs, toys, seed)
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
    left, right, scale = excess_scan(x, y[None], width)
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
        "as_strong": 0, "phi": noise_correlation(y),
        "largest": float(over.max() / max(np.maximum(over, 0).sum(), 1e-300)),
    }  # fmt: skip


def normal_tail(z: float) -> float:
    """One-sided p of a standard normal deviate."""
    return float(special.ndtr(-z))
