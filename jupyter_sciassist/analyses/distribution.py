"""The shape of a number where it changes what to do with it: very skewed, or two heaps.

Skewed: |skewness| of 2 and more, 30 values and more; a positive column that is even on the logarithmic scale says
so. Two heaps: two maxima of the smoothed density (Silverman's width) with a valley below .6 of the lower
maximum, 80 values and more, 30 of them distinct. kind "analysis", no test.

facts: column, shape ("skewed" or "two heaps"), skewness, log (1 where the logarithm is even), low_peak,
high_peak (two heaps: their places), unit, columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Candidate, Effect, Estimate, Profile
from ..statistics import assumptions
from . import _cell, _evidence, _figure, _roles, _scan
from .base import Facts, Finding

Floats = NDArray[np.float64]
SKEWED = 2.0
VALLEY = 0.6
_GRID = 200
_LOWER_PEAK = 0.2
_FEWEST_FOR_HEAPS = 80


class Distribution:
    """The shape of one number."""

    name = "distribution"
    floor = 30

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Numbers of ten values and more."""
        for column in profile.columns:
            if _roles.is_number(column) and (column.unique or 0) >= 10:
                yield Candidate(self.name, profile.variable, (column.name,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """What is odd about one column; None for an ordinary shape."""
        scan = _scan.of(table)
        (name,) = candidate.variables
        values = scan.values(name)[scan.complete(name)]
        if len(values) < self.floor or float(np.ptp(values)) == 0:
            return None
        skewness = assumptions.shape(values)[0]
        peaks = heaps(values)
        facts: Facts = {
            "column": name,
            "skewness": skewness,
            "unit": scan.unit_of(name) or "",
            "columns": (name,),
        }
        if abs(skewness) >= SKEWED:
            even = values.min() > 0 and abs(assumptions.shape(np.log(values))[0]) < 0.5
            facts |= {"shape": "skewed", "log": int(even)}
        elif peaks is not None:
            facts |= {"shape": "two heaps", "low_peak": peaks[0], "high_peak": peaks[1]}
        else:
            return None
        evidence = _evidence.of(
            table,
            f"shape: {facts['shape']}",
            len(values),
            None,
            estimate=Estimate(f"median of {name}", float(np.median(values)), scan.unit_of(name)),
            effect=Effect("skewness", skewness),
        )
        return Finding(candidate, "analysis", evidence, variables=(name,), facts=facts)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that describes the column."""
        name = _cell.literal(finding.variables[0])
        return _cell.body(
            "from scipy import stats",
            "\n".join([
                f"x = data[{name}].dropna().to_numpy(float)",
                "n, estimate, effect = len(x), np.median(x), stats.skew(x)",
            ]),
            _cell.prints(finding.evidence),
            _figure.histogram(finding.variables[0], "x"),
        )  # fmt: skip


def heaps(values: Floats) -> tuple[float, float] | None:
    """Places of the two highest maxima of the smoothed density, where a deep valley parts them."""
    if len(values) < _FEWEST_FOR_HEAPS or len(np.unique(values)) < 30:
        return None
    low, high = np.percentile(values, [25, 75])
    width = 0.9 * min(float(np.std(values)), float(high - low) / 1.34) * len(values) ** -0.2
    if width <= 0:
        return None
    edges = np.linspace(values.min() - 3 * width, values.max() + 3 * width, _GRID + 1)
    bars = np.histogram(values, edges)[0].astype(np.float64)
    step = float(edges[1] - edges[0])
    reach = np.arange(-_GRID // 2, _GRID // 2 + 1) * step / width
    density = np.convolve(bars, np.exp(-0.5 * reach**2), mode="same")
    tops = np.flatnonzero((density[1:-1] > density[:-2]) & (density[1:-1] >= density[2:])) + 1
    if len(tops) < 2:
        return None
    first, second = np.sort(tops[np.argsort(-density[tops], kind="stable")[:2]])
    lower = min(density[first], density[second])
    if lower < _LOWER_PEAK * density.max() or density[first:second].min() > VALLEY * lower:
        return None
    middle = (edges[:-1] + edges[1:]) / 2
    return float(middle[first]), float(middle[second])
