"""Assumptions with computed verdicts. A violated one is either met by a fallback or blocks the claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..records import Assumption, Verdict
from .spread import brown_forsythe

Floats = NDArray[np.float64]

FALLBACK = "fallback: "
_SHAPIRO_MOST = 5000


def met_by(name: str, fallback: str, detail: str) -> Assumption:
    """A violated assumption for which another method was used instead."""
    return Assumption(name, "violated", f"{FALLBACK}{fallback}; {detail}")


def unmet(assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Those that are violated and have no fallback: a finding with one of them is not asserted."""
    return tuple(
        item
        for item in assumptions
        if item.verdict == "violated" and not item.detail.startswith(FALLBACK)
    )


def shape(values: Floats) -> tuple[float, float]:
    """Skewness and excess kurtosis (moments), 0 for constant values."""
    centred = values - values.mean()
    squares = centred**2
    variance = float(np.mean(squares))
    if variance <= 0:
        return 0.0, 0.0
    # products instead of powers above the second, which cost twenty times as much
    skewness = float(np.mean(squares * centred)) / variance**1.5
    return skewness, float(np.mean(squares * squares)) / variance**2 - 3


def residuals(groups: Sequence[Floats]) -> Floats:
    """Deviations from the group means, shape (sum of sizes,); tell nothing of the difference."""
    return np.concatenate([group - group.mean() for group in groups])


def near_normal(groups: Sequence[Floats]) -> Assumption:
    """Are means a fair summary? Judged on the residuals, so that the choice of test is no test.

    Violated: |skewness| above 1 or excess kurtosis above 4, twice that with 50 values in each group.
    Weak: Shapiro and Wilk's p at most .05 (up to 5000 values) although the shape is mild.
    """
    pooled = residuals(groups)
    skewness, kurtosis = shape(pooled)
    smallest = min(len(group) for group in groups)
    room = 2.0 if smallest >= 50 else 1.0
    seen = f"skewness {skewness:.2g}, excess kurtosis {kurtosis:.2g}"
    if abs(skewness) > room or kurtosis > 4 * room or smallest < 5:
        return Assumption("normal within groups", "violated", seen)
    if len(pooled) <= _SHAPIRO_MOST and _shapiro(pooled) <= 0.05:
        return Assumption("normal within groups", "weak", f"{seen}, Shapiro-Wilk p <= .05")
    return Assumption("normal within groups", "ok", seen)


def _shapiro(values: Floats) -> float:
    from scipy import stats

    if len(values) < 3 or np.ptp(values) == 0:
        return 1.0
    return float(stats.shapiro(values / np.abs(values).max()).pvalue)


def equal_spread(groups: Sequence[Floats]) -> Assumption:
    """Brown and Forsythe, J. Am. Stat. Assoc. 69 (1974) 364: spread about the medians."""
    found = brown_forsythe(groups)
    if found is None:
        return Assumption("equal spread", "not checkable", "no spread within groups")
    from scipy import special

    p = float(special.fdtrc(found.df1, found.df2, found.f))
    deviations = [float(np.std(group, ddof=1)) for group in groups]
    ratio = max(deviations) / max(min(deviations), 1e-300)
    detail = (
        f"Brown-Forsythe p = {p:.2g}, largest deviation {min(ratio, 1e6):.3g} times the smallest"
    )
    return Assumption("equal spread", "violated" if p <= 0.05 else "ok", detail)


def ties(values: Floats | NDArray[np.int64]) -> Assumption:
    """How far the commonest value dominates: ranks carry little where it is most of the column.

    Whole numbers are taken for codes from 0, which are counted without sorting.
    """
    codes = values if values.dtype.kind == "i" else np.unique(values, return_inverse=True)[1]
    share = float(np.bincount(codes).max()) / len(values)
    verdict: Verdict = "ok" if share <= 0.5 else "weak"
    return Assumption("few ties", verdict, f"commonest value in {share:.0%} of the rows")


def expected_counts(table: NDArray[np.int64]) -> Assumption:
    """Cochran, Biometrics 10 (1954) 417: no expected count below 1, at most a fifth below 5.

    In a table of two by two all of them must reach 5.
    """
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    small = float((expected < 5).mean())
    least = float(expected.min())
    ok = small == 0 if table.shape == (2, 2) else least >= 1 and small <= 0.2
    detail = f"smallest expected count {least:.3g}, {small:.0%} of the cells below 5"
    return Assumption("expected counts", "ok" if ok else "violated", detail)


def intraclass(values: Floats, units: NDArray[np.int64]) -> tuple[float, float]:
    """Intraclass correlation of repeated units, and the size of the unit that a row stands in, on average.

    One-way analysis of variance, Donner, Int. Stat. Rev. 54 (1986) 67; never below 0. The size is
    sum(m^2) / sum(m) of units of m rows (Kish, 1965): few large units weigh more than their mean size tells.

    Parameters
    ----------
    values : ndarray, shape (n,)
    units : ndarray of int, shape (n,)
        Code of the unit of each row, from 0, none missing.
    """
    sizes = np.bincount(units)
    sizes = sizes[sizes > 0]
    n, k = len(values), len(sizes)
    if k < 2 or n <= k:
        return 0.0, 1.0
    values = values - values.mean()  # sums of large numbers would lose the digits that differ
    total = np.bincount(units, weights=values)
    count = np.bincount(units)
    means = total / np.maximum(count, 1)
    within = float(np.sum((values - means[units]) ** 2)) / (n - k)
    between = float(np.sum(count * (means - values.mean()) ** 2)) / (k - 1)
    usual = float(np.sum(sizes.astype(np.float64) ** 2)) / n
    each = (n - usual) / (k - 1)
    if between + (each - 1) * within <= 0:
        return 0.0, usual
    return max((between - within) / (between + (each - 1) * within), 0.0), usual


def design_effect(size: float, first: float, second: float = 1.0) -> float:
    """How many times fewer independent rows there are: 1 + (size - 1) r1 r2, Kish (1965)."""
    return max(1 + (size - 1) * first * second, 1.0)
