"""Is there a bump in a histogram of events? Poisson fits of smooth forms, a scan, toys.

Every function needs only NumPy and `scipy.special`, so that a cell can carry its source.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


def bin_edges(x: Floats, most: int = 120) -> Floats:
    """Edges of even bins over the bulk of the values (8 quartile ranges), on the grid of rounded values.

    Shape (bins + 1,); 30 to `most` bins, about one for 5 values. Rounded values must fall evenly into
    bins, so a bin is then a whole number of steps wide. A twentieth at either end is left out: where a
    selection cuts and the resolution blurs the cut, no smooth form holds.
    """
    q1, q3 = np.quantile(x, [0.25, 0.75])
    low = max(float(x.min()), q3 - 8 * (q3 - q1))
    high = min(float(x.max()), q1 + 8 * (q3 - q1))
    low, high = low + 0.05 * (high - low), high - 0.05 * (high - low)
    bins = int(np.clip(len(x) // 5, 30, most))
    width = (high - low) / bins
    gaps = np.diff(np.unique(x))
    step = float(np.round(gaps.min(), 12)) if len(gaps) else 0.0
    if step > 0 and np.abs(gaps / step - np.round(gaps / step)).max() < 0.01:
        width = step * max(round(width / step), 1)
        low = float(x.min()) + step * (round((low - float(x.min())) / step) - 0.5)
        bins = int(np.floor((high + step / 2 - low) / width * (1 + 1e-12)))
    return np.asarray(low + width * np.arange(bins + 1))


def smooth_forms(edges: Floats, counts: Floats) -> list[tuple[str, Floats]]:
    """Smooth backgrounds as design matrices of log counts, shape (bins, k), in ladders of degrees.

    The columns are orthogonal, the first of ones. Logs of a background are a polynomial of degree 1 to 8 in x (degree 2
    holds the normal distribution); where all is positive, of degree 1 to 6 in log x (power law, log-normal,
    turn-ons); a peak with long tails about the median, even and
    uneven (log(1 + t^2) with t in .5, .85 and 1.4 quartile ranges, as Student's t has it, and sqrt(1 + t^2), as the
    logistic has it). A ladder is named by what stands before its number.

    Parameters
    ----------
    edges, counts : ndarray, shapes (bins + 1,) and (bins,)
    """
    centres = (edges[:-1] + edges[1:]) / 2
    u = 2 * (centres - centres.mean()) / np.ptp(centres)
    ladders = [("exponential of degree", u, 8)]
    if edges[0] > 0:
        v = np.log(centres)
        ladders.append(("power law of degree", 2 * (v - v.mean()) / np.ptp(v), 6))
    forms = [
        (f"{name} {k}", np.stack([one**i for i in range(k + 1)], 1))
        for name, one, most in ladders
        for k in range(1, most + 1)
    ]
    share = np.cumsum(counts) / max(counts.sum(), 1)
    q1, middle, q3 = np.interp([0.25, 0.5, 0.75], share, edges[1:])
    t = (centres - middle) / max(q3 - q1, edges[1] - edges[0])
    for name, tail in (
        ("long tails", np.log1p(4 * t * t)),
        ("longer tails", np.log1p(1.4 * t * t)),
        ("near normal tails", np.log1p(t * t / 2)),
        ("exponential tails", np.sqrt(1 + 4 * t * t)),
    ):
        forms += [(f"{name} {k}", np.stack([u**0, tail, u][: k + 1], 1)) for k in (1, 2)]
    root = np.sqrt(len(centres))
    return [
        (name, np.column_stack([u**0, root * np.linalg.qr(design)[0][:, 1:]]))
        for name, design in forms
    ]


def poisson_fit(counts: Floats, design: Floats, used: Floats) -> tuple[Floats, Floats]:
    """Poisson likelihood fit of log mu = design @ beta by Newton steps, many histograms at once.

    Parameters
    ----------
    counts : ndarray, shape (sets, bins)
    design : ndarray, shape (bins, k)
    used : ndarray of 0 and 1, shape (bins,)
        Bins that the fit sees.

    Returns
    -------
    mu : ndarray, shape (sets, bins)
        Expectation, also in the bins that were not used.
    covariance : ndarray, shape (sets, k, k)
    """
    k = design.shape[1]
    outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), k * k)
    weight = (counts + 0.5) * used
    log = np.log(counts + 0.5)
    ridge = 1e-9 * np.eye(k)
    normal = (weight @ outer).reshape(-1, k, k) + ridge
    beta = np.linalg.solve(normal, ((weight * log) @ design)[..., None])[..., 0]
    for _ in range(50):
        mu = np.exp(np.clip(beta @ design.T, -30, 30))
        normal = ((mu * used) @ outer).reshape(-1, k, k) + ridge
        slope = ((counts - mu) * used) @ design
        step = np.linalg.solve(normal, slope[..., None])[..., 0]
        # a log count that moves by more than 2 at once may never come back
        moved = np.max(np.abs(step @ design.T) * used, axis=1, keepdims=True)
        beta = beta + step * np.minimum(1, 2 / np.maximum(moved, 1e-300))
        if moved.max() < 1e-8:
            break
    mu = np.exp(np.clip(beta @ design.T, -30, 30))
    normal = ((mu * used) @ outer).reshape(-1, k, k) + ridge
    return mu, np.asarray(np.linalg.inv(normal))


def on_off(on: Floats, off: Floats, tau: Floats) -> Floats:
    """Signed root of the likelihood ratio, Li and Ma, Astrophys. J. 272 (1983) 317, eq. 17.

    `on` events where off / tau are expected, from `off` events in sidebands tau times as rich.
    """
    total = on + off
    ratio = special.xlogy(on, (1 + tau) * on / total)
    ratio = ratio + special.xlogy(off, (1 + tau) * off / (tau * total))
    return np.asarray(np.sign(on - off / tau) * np.sqrt(2 * np.maximum(ratio, 0)))


def window_scan(counts: Floats, design: Floats, widths: tuple[int, ...]) -> list[Floats]:
    """Significance of the excess in each window, one array of shape (sets, windows) a width.

    The background of a window is what the other bins expect there: the fit to all bins, the window's
    own pull taken off (one Newton step, leverage h), worth (1 - h) / h times its own counts.
    A window has at least its own width of sideband on either side and one expected event.
    """
    mu, covariance = poisson_fit(counts, design, np.ones(counts.shape[1]))
    parts = np.concatenate([np.zeros((len(mu), 1, design.shape[1])), mu[:, :, None] * design], 1)
    parts = np.cumsum(parts, axis=1)
    seen = np.cumsum(np.concatenate([np.zeros((len(mu), 1)), counts], 1), axis=1)
    found = []
    for width in widths:
        first = np.arange(width, counts.shape[1] - 2 * width + 1)
        pull = parts[:, first + width] - parts[:, first]
        expected = np.maximum(pull[:, :, 0], 1e-9)
        on = seen[:, first + width] - seen[:, first]
        h = np.einsum("twi,tij,twj->tw", pull, covariance, pull, optimize=True) / expected
        h = np.clip(h, 1e-6, 0.9)
        others = np.maximum(expected - h / (1 - h) * (on - expected), 0.1 * expected)
        tau = (1 - h) / h
        found.append(np.where(expected >= 1, on_off(on, others * tau, tau), -9.0))
    return found


def background_fits(
    counts: Floats, edges: Floats, used: Floats
) -> list[tuple[float, str, Floats, Floats, Floats]]:
    """The smooth forms fitted to the bins that are used, the least AICc first.

    A ladder is climbed until AICc has risen twice. Each is (AICc, name, design, mu of shape (bins,), covariance).
    """
    fits: list[tuple[float, str, Floats, Floats, Floats]] = []
    climbed: dict[str, list[float]] = {}
    for name, design in smooth_forms(edges, counts):
        past = climbed.setdefault(name.rsplit(" ", 1)[0], [])
        if len(past) > 2 and past[-1] > past[-2] > past[-3]:
            continue
        mus, covariances = poisson_fit(counts[None], design, used)
        k, bins = design.shape[1], used.sum()
        loss = 2 * np.sum((mus[0] - special.xlogy(counts, mus[0])) * used)
        past.append(float(loss + 2 * k + 2 * k * (k + 1) / max(bins - k - 1, 1)))
        fits.append((past[-1], name, design, mus[0], covariances[0]))
    return sorted(fits, key=lambda fit: fit[0])


def goodness(counts: Floats, mu: Floats, used: Floats, k: int) -> float:
    """Pearson's chi-square test of the bins that are used, as its p; neighbours joined until each cell expects 5.

    `k` parameters were fitted.
    """
    cells = np.floor(np.cumsum(mu * used) / 5).astype(int)[used > 0]
    cells = np.minimum(cells, max(cells[-1] - 1, 0))
    expected = np.bincount(cells, weights=mu[used > 0])
    seen = np.bincount(cells, weights=counts[used > 0])
    filled = expected > 0
    chi = np.sum((seen[filled] - expected[filled]) ** 2 / expected[filled])
    return float(special.chdtrc(max(filled.sum() - k, 1), chi))


def toy_p(z: float, strongest: Floats) -> float:
    """Share of toys as strong, (k + 1) / (T + 1); past the strongest toy a Gaussian tail.

    The tail goes on from the tenth strongest toy and falls as u exp(-u^2 / 2), as that of a scan in place
    and width does: Gross and Vitells, Eur. Phys. J. C 70 (2010) 525. No less than 1e-15: no toys can vouch for more.
    """
    ranked = np.sort(strongest)[::-1]
    share = (np.sum(ranked >= z) + 1) / (len(ranked) + 1)
    anchor = ranked[min(10, len(ranked) - 1)]
    if z <= ranked[0] or anchor <= 0:
        return float(share)
    tail = 11 / (len(ranked) + 1) * z / anchor * np.exp((anchor**2 - z**2) / 2)
    return float(min(max(tail, 1e-15), share))


def bump_hunt(
    counts: Floats, edges: Floats, widths: tuple[int, ...], toys: int, seed: int
) -> dict[str, Any]:
    """The strongest excess over a smooth background, its local and its global p.

    Parameters
    ----------
    counts, edges : ndarray, shapes (bins,) and (bins + 1,)
    widths : tuple of int
        Widths of the windows in bins.
    toys, seed : int
        Histograms drawn from the fitted background; each is fitted and scanned as the data are.

    Returns
    -------
    dict
        What `least_excess` says of the best window, and z (of the scan, at most the local one), global_p,
        as_strong (toys with a stronger window).
    """
    used = np.ones(len(counts))
    for _ in range(2):
        design = background_fits(counts, edges, used)[0][2]
        scans = window_scan(counts[None], design, widths)
        place = int(np.argmax([found.max() for found in scans]))
        width, first = widths[place], int(np.argmax(scans[place][0])) + widths[place]
        guard = (width + 1) // 2
        used = np.ones(len(counts))
        used[max(first - guard, 0) : first + width + guard] = 0
        if scans[place].max() < 3:  # too little to bend the form that all bins choose
            break
    found = least_excess(counts, edges, slice(first, first + width), used)
    z = min(float(scans[place].max()), found["local_z"])
    rng = np.random.default_rng(seed)
    smooth, _ = poisson_fit(counts[None], design, used)
    drawn = rng.poisson(smooth[0], (toys, len(counts))).astype(float)
    strongest = np.max([one.max(1) for one in window_scan(drawn, design, widths)], axis=0)
    found |= {"z": z, "as_strong": int(np.sum(strongest >= z))}
    found["global_p"] = max(toy_p(z, strongest), found["local_p"])
    return found


def window_test(counts: Floats, edges: Floats, low: float, high: float) -> dict[str, Any] | None:
    """A window that was fixed before, against the smooth form of the other bins: two-sided p, no toys.

    What `bump_hunt` returns; None where no bin has its centre in the window, where the sideband on either side
    is narrower than the window, or where no event is expected.
    """
    middle = (edges[:-1] + edges[1:]) / 2
    inside = np.flatnonzero((middle >= low) & (middle <= high))
    if not len(inside):
        return None
    first, last, width = int(inside[0]), int(inside[-1]), len(inside)
    if first < width or last + width >= len(counts):
        return None
    guard = (width + 1) // 2
    used = np.ones(len(counts))
    used[max(first - guard, 0) : last + 1 + guard] = 0
    found = least_excess(counts, edges, slice(first, last + 1), used)
    if found["expected"] < 1:
        return None
    both = 2 * float(special.ndtr(-abs(found["local_z"])))
    return found | {
        "z": found["local_z"], "as_strong": 0, "local_p": both, "global_p": both,
    }  # fmt: skip


def least_excess(
    counts: Floats, edges: Floats, window: slice, used: Floats, near: float = 6.0
) -> dict[str, Any]:
    """`window_excess` over the smooth form that leaves least of it, with its name, its fit_p and mu.

    Every form within `near` of the least AICc may be the background: discrete profiling, Dauncey, Kenzie,
    Wardle and Davies, JINST 10 (2015) P04015.
    """
    fits = background_fits(counts, edges, used)
    made = []
    for loss, name, design, mu, covariance in fits:
        if loss <= fits[0][0] + near:
            one = window_excess(counts, edges, window, mu, covariance, design)
            made.append(
                one | {"form": name, "fit_p": goodness(counts, mu, used, design.shape[1]), "mu": mu}
            )
    return min(made, key=lambda one: abs(one["local_z"]))


def window_excess(
    counts: Floats, edges: Floats, window: slice, mu: Floats, covariance: Floats, design: Floats
) -> dict[str, Any]:
    """Events of one window beyond what the sidebands expect there, with 95 % limits."""
    pull = mu[window] @ design[window]
    on, expected = float(counts[window].sum()), float(mu[window].sum())
    error = float(np.sqrt(pull @ covariance @ pull))
    tau = expected / max(error**2, 1e-12)
    z = float(on_off(np.array(on), np.array(expected * tau), np.array(tau)))
    half = 1.959963984540054 * np.sqrt(max(on, 1) + error**2)
    low, high = float(edges[window.start]), float(edges[window.stop])
    middle = (edges[window] + edges[window.start + 1 : window.stop + 1]) / 2
    excess = on - expected
    centre = float((counts - mu)[window] @ middle) / max(excess, 1e-9)
    return {
        "local_z": z, "local_p": float(special.ndtr(-z)), "low": low, "high": high,
        "centre": min(max(centre, low), high), "on": on, "expected": expected,
        "excess": excess, "excess_low": excess - half, "excess_high": excess + half,
    }  # fmt: skip
