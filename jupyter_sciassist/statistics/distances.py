"""Rows far from all others in several columns at once, judged by the gaps between the farthest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from .ranks import dense_codes, ranks_of_codes

Floats = NDArray[np.float64]

MOST_FAR = 3
LEAST_SPREAD = 0.05
FEWEST_GAPS, MOST_GAPS = 10, 40


class Gap(NamedTuple):
    """The widest gap above which at most three rows lie.

    Attributes
    ----------
    far : int
        Rows above it.
    f : float
        The gap over the mean of those below it, each times its place from the top.
    below : int
        How many those are; `f` has 2 and 2 `below` degrees of freedom.
    p : float
        Times three, since one of three gaps was chosen; at most 1.
    spread : float
        Deviation of the gaps below over their mean, about 1 where they are alike.
    """

    far: int
    f: float
    below: int
    p: float
    spread: float


def correlations(z: Floats) -> Floats:
    """Correlations that far values do not bend, shape (k, k): 2 sin(pi r / 6) of those of ranks (Pearson 1907)."""
    ranked = np.column_stack([ranks_of_codes(dense_codes(column)) for column in z.T])
    return np.asarray(2 * np.sin(np.pi / 6 * np.corrcoef(ranked, rowvar=False)), dtype=np.float64)


def robust(z: Floats, r: Floats) -> Floats:
    """Mahalanobis distance of each row of robustly scaled columns z, shape (n, k), with their correlations r.

    A direction counts with at least .05 of a column's variance, so that columns that nearly repeat each other make no distances.
    """
    spread, directions = np.linalg.eigh(r)
    along = np.einsum("ij,jk->ik", z, directions)
    return np.asarray(
        np.sqrt((along**2 / np.maximum(spread, LEAST_SPREAD)).sum(1)), dtype=np.float64
    )


def widest_gap(distance: Floats) -> Gap | None:
    """Whether one to three rows lie farther out than the tail of the others leads on to.

    In the tail of nearly any distribution the gaps between logarithms of the largest values, each times its place from
    the top, are alike and exponential (Weissman, J. Am. Stat. Assoc. 73 (1978) 812; Renyi 1953), whether the tail is
    heavy or light. The gap below the first, second or third row over the mean of those below it then has an F
    distribution. None where fewer than 100 rows leave no tail to compare with, or where it has no gaps.
    """
    n = len(distance)
    below = min(max(n // 10, FEWEST_GAPS), MOST_GAPS)
    if n < 10 * FEWEST_GAPS:
        return None
    largest = np.sort(distance)[::-1][: below + MOST_FAR + 1]
    if largest[-1] <= 0:
        return None
    gaps = np.arange(1, below + MOST_FAR + 1) * -np.diff(np.log(largest))
    tried = []
    for far in range(1, MOST_FAR + 1):
        others = gaps[far : far + below]
        if others.mean() > 0:
            f = float(gaps[far - 1] / others.mean())
            p = min(MOST_FAR * float(special.fdtrc(2, 2 * below, f)), 1.0)
            tried.append(Gap(far, f, below, p, float(others.std() / others.mean())))
    return max(tried, key=lambda one: one.f, default=None)
