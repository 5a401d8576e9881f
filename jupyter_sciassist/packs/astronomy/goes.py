"""Flares in the 1-8 angstrom flux of the GOES satellites; NumPy alone, so that a cell can carry its source."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
OPERATIONAL = 0.70  # flux of GOES-13 to 15 as issued, over the same on the science scale
GOES_16_SINCE = "2017-02-07"  # first science data of its X-ray sensor


def minute_means(t: Floats, flux: Floats) -> tuple[Floats, Floats]:
    """One value a minute in order of time; finer cadences are averaged, under the minute's start.

    `t` in seconds; missing values are dropped.
    """
    known = ~(np.isnan(t) | np.isnan(flux))
    minute, group = np.unique(np.floor(t[known] / 60), return_inverse=True)
    return minute * 60, np.bincount(group, weights=flux[known]) / np.bincount(group)


def flare_list(t: Floats, flux: Floats) -> list[dict[str, Any]]:
    """Flares, the strongest first: start, peak and end (places, the end None where it is not seen).

    Four consecutive minutes above 1e-7, strictly rising, the fourth above 1.4 times the first; the end is halfway
    from the peak back to the first value. Nothing is followed over a gap.

    The chance that the flux wandered there: a random walk with steps as large as those outside flares (z of the
    rise in decades, its normal tail, times the number of minutes).
    """
    unbroken = np.append(np.diff(t) <= 90, False)
    found: list[dict[str, Any]] = []
    place, n = 0, len(t)
    while place + 3 < n:
        four = flux[place : place + 4]
        rises = unbroken[place : place + 3].all() and (np.diff(four) > 0).all()
        if not (rises and four[0] > 1e-7 and four[3] > 1.4 * four[0]):
            place += 1
            continue
        peak = last = place + 3
        end = None
        while end is None and unbroken[last]:
            last += 1
            if flux[last] > flux[peak]:
                peak = last
            elif flux[last] <= (flux[peak] + flux[place]) / 2:
                end = last
        found.append({"start": place, "peak": peak, "end": end, "last": last})
        place = last
    for one in found:
        one |= rises_by(
            t, flux, one["start"], one["peak"], [(f["start"], f["last"]) for f in found]
        )
        one["local_p"] = float(special.ndtr(-one["z"]))
        one["global_p"] = float(min(max(one["local_p"] * n, 1e-15), 1.0))
    return sorted(found, key=lambda one: -flux[one["peak"]])


def rises_by(
    t: Floats, flux: Floats, start: int, peak: int, flares: list[tuple[int, int]]
) -> dict[str, float]:
    """Rise in decades between two places, and how large it is for a walk with the steps outside `flares`."""
    unbroken = np.append(np.diff(t) <= 90, False)
    quiet = np.ones(len(t), dtype=bool)
    for first, last in flares:
        quiet[first : last + 1] = False
    log = np.log10(np.maximum(flux, 1e-12))
    step = np.diff(log)[quiet[1:] & quiet[:-1] & unbroken[:-1]]
    size = float(np.sqrt(np.mean(step**2))) if len(step) >= 5 else float(np.std(np.diff(log)))
    rise = float(log[peak] - log[start])
    spread = float(max(size, 1e-4) * np.sqrt(peak - start))
    return {"rise": rise, "spread": spread, "z": rise / spread}


def flare_class(flux: float) -> str:
    """Class of a peak flux in W/m2: A 1e-8, B 1e-7, C 1e-6, M 1e-5, X 1e-4, cut after one decimal."""
    bases = {"X": 1e-4, "M": 1e-5, "C": 1e-6, "B": 1e-7, "A": 1e-8}
    letter = next((one for one, base in bases.items() if float(flux) >= base), "A")
    tenths = int(np.floor(float(flux) / bases[letter] * 10 + 1e-9))
    if letter != "X":
        tenths = min(tenths, 99)
    return f"{letter}{tenths // 10}.{tenths % 10}"
