"""Fits and scans of mass histograms; NumPy and SciPy alone, so that a cell can carry their source."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from ...statistics.bump import background_fits, goodness, toy_p

Floats = NDArray[np.float64]


def peak_model(x: Floats, total: float, mass: float, sigma: float, width: float, level: float, fall: float) -> Floats:  # fmt: skip
    """Events per unit of mass: Breit-Wigner (non-relativistic) times resolution, and an exponential."""
    shape = special.voigt_profile(x - mass, sigma, width / 2)
    return np.asarray(total * shape + np.exp(level - fall * (x - mass)))


def peak_fit(m: Floats, centre: float, reach: float, width: float, bins: int) -> dict[str, Any]:
    """Least-squares fit of peak and background within `reach` of `centre`, weights from the counts.

    Parameters
    ----------
    m : ndarray, shape (n,)
    centre, reach : float
        Where the peak is thought to be and how far the fit looks to either side.
    width : float
        Natural width, held fixed; 0 for a normal peak.
    bins : int

    Returns
    -------
    dict
        mass, mass_error, sigma, total, total_error, chi2, free, fit_p, edges, counts, model (bins,); mass is
        NaN where the fit does not converge.
    """
    edges = np.linspace(centre - reach, centre + reach, bins + 1)
    counts = np.histogram(m, edges)[0].astype(float)
    step, middle = edges[1] - edges[0], (edges[:-1] + edges[1:]) / 2

    def model(x: Floats, *values: float) -> Floats:
        total, mass, sigma, level, fall = values
        return np.asarray(step * peak_model(x, total, mass, abs(sigma) + 1e-12, width, level, fall))

    edge = np.log(np.maximum(np.mean([counts[:3].mean(), counts[-3:].mean()]), 0.1) / step)
    start = [max(counts.sum() / 2, 1.0), centre, reach / 8, edge, 0.0]
    errors = np.sqrt(np.maximum(counts, 1))
    found: dict[str, Any] = {"mass": np.nan, "edges": edges, "counts": counts, "fit_p": 0.0}
    try:
        values, covariance = optimize.curve_fit(
            model, middle, counts, start, errors, absolute_sigma=True, maxfev=4000,
            x_scale=[start[0], reach, reach, 1.0, 1 / reach], method="trf",
            ftol=1e-12, xtol=1e-12, gtol=1e-12,
        )  # fmt: skip
    except (RuntimeError, ValueError):
        return found
    deviations = np.sqrt(np.diag(covariance))
    fitted = model(middle, *values)
    chi2, free = float(np.sum(((counts - fitted) / errors) ** 2)), int(bins - 5)
    return found | {
        "mass": float(values[1]), "mass_error": float(deviations[1]), "sigma": float(abs(values[2])),
        "total": float(values[0]), "total_error": float(deviations[0]), "chi2": chi2, "free": free,
        "fit_p": float(special.chdtrc(free, chi2)), "model": fitted,
    }  # fmt: skip


def sideband_z(counts: Floats, width: int, reach: int) -> tuple[Floats, Floats, Floats]:
    """Significance of each window over the sidebands on its two sides.

    Binomial: on of on + off events in the window, of which 1 / (1 + tau) are expected there. Cousins,
    Linnemann and Tucker, Nucl. Instrum. Meth. A 595 (2008) 480 (Z_Bi). A sideband is `reach` bins wide, less where
    the histogram ends, and no less than the window.

    Returns
    -------
    z, off : ndarray, shape (sets, windows)
    tau : ndarray, shape (windows,)
    """
    total = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    first = np.arange(width, counts.shape[1] - 2 * width + 1)
    low = np.maximum(first - reach, 0)
    high = np.minimum(first + width + reach, counts.shape[1])
    on = total[:, first + width] - total[:, first]
    off, tau = total[:, high] - total[:, low] - on, (high - low - width) / width
    p = special.betainc(np.maximum(on, 1e-9), off + 1, 1 / (1 + tau))
    return -special.ndtri(np.clip(p, 1e-300, 1 - 1e-12)), off, tau


def sideband_scan(
    m: Floats, low: float, high: float, widths: tuple[int, ...], reach: int, toys: int, seed: int
) -> dict[str, Any]:
    """The strongest window over its sidebands in bins of 1, and how often toys have as strong a one.

    The toys are drawn from the smooth form that describes the histogram outside the window best.
    """
    edges = np.arange(low, high + 0.5)
    counts = np.histogram(m, edges)[0].astype(float)
    scans = [sideband_z(counts[None], width, reach) for width in widths]
    place = int(np.argmax([z.max() for z, _, _ in scans]))
    z, off, tau = scans[place]
    where, width = int(np.argmax(z[0])), widths[place]
    first = where + width
    used = np.ones(len(counts))
    used[first : first + width] = 0
    _, form, design, mu, _ = background_fits(counts, edges, used)[0]
    fit_p = goodness(counts, mu, used, design.shape[1])
    mu = mu * counts.sum() / mu.sum()  # without a peak, all events are background
    drawn = np.random.default_rng(seed).poisson(mu, (toys, len(counts))).astype(float)
    strongest = np.max([sideband_z(drawn, one, reach)[0].max(1) for one in widths], axis=0)
    best, beside, ratio = float(z.max()), float(off[0, where]), float(tau[where])
    on, expected = float(counts[first : first + width].sum()), beside / ratio
    half = 1.959963984540054 * np.sqrt(max(on, 1) + max(beside, 1) / ratio**2)
    return {
        "z": best, "local_p": float(special.ndtr(-best)), "global_p": toy_p(best, strongest),
        "low": float(edges[first]), "high": float(edges[first + width]), "on": on, "off": beside,
        "expected": expected, "excess": on - expected, "excess_low": on - expected - half,
        "excess_high": on - expected + half, "as_strong": int(np.sum(strongest >= best)), "mu": mu,
        "form": form, "fit_p": fit_p, "edges": edges, "counts": counts,
    }  # fmt: skip
