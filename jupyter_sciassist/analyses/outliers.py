"""Single values far from all others: by robust z and by Tukey's outer fences, on the better of two scales.

A value counts where |x - median| / (1.4826 MAD) exceeds 6 and x lies beyond 3 interquartile ranges from the
quartiles; positive columns must say so on the logarithmic scale as well, so that a long tail is no outlier. At
most one value in a hundred (and three at least) may be called so. A caution without a test; relation "outlier".

facts: column, values (the farthest, up to 5, as texts of 6 digits), outliers (how many), median, unit, columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Candidate, Effect, Estimate, Profile
from . import _cell, _evidence, _figure, _roles, _scan
from .base import Facts, Finding

Floats = NDArray[np.float64]
FAR = 6.0
FENCE = 3.0
_MOST_SHARE = 0.01


class Outliers:
    """Values far from all others."""

    name = "outliers"
    floor = 20

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Numbers."""
        for column in profile.columns:
            if _roles.is_number(column):
                yield Candidate(self.name, profile.variable, (column.name,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The outliers of one column; None where there is none or where they are too many to be such."""
        scan = _scan.of(table)
        (name,) = candidate.variables
        values = scan.values(name)[scan.complete(name)]
        if len(values) < self.floor:
            return None
        far = is_far(values)
        if values.min() > 0:
            far &= is_far(np.log(values))
        count = int(far.sum())
        if count == 0 or count > max(3, _MOST_SHARE * len(values)):
            return None
        z = robust_z(values)
        order = np.argsort(-np.abs(np.where(far, z, 0.0)), kind="stable")[:count]
        worst = order[0]
        evidence = _evidence.of(
            table,
            "robust z and outer fences",
            len(values),
            None,
            estimate=Estimate(
                f"farthest value of {name}", float(values[worst]), scan.unit_of(name)
            ),
            effect=Effect("robust z", float(z[worst])),
        )
        facts: Facts = {
            "column": name,
            "values": tuple(f"{values[place]:.6g}" for place in order[:5]),
            "outliers": count,
            "median": float(np.median(values)),
            "unit": scan.unit_of(name) or "",
            "columns": (name,),
        }
        return Finding(
            candidate,
            "caution",
            evidence,
            "outlier",
            (name,),
            "+" if z[worst] > 0 else "-",
            facts=facts,
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that finds the farthest."""
        name = _cell.literal(finding.variables[0])
        return _cell.body(
            "\n".join([
                f"x = data[{name}].dropna().to_numpy(float)",
                "n, centre = len(x), np.median(x)",
                "z = (x - centre) / (1.4826 * np.median(abs(x - centre)))",
                "low, high = np.percentile(x, [25, 75])",
                f"far = (abs(z) > {FAR:g}) & ((x > high + {FENCE:g} * (high - low)) "
                f"| (x < low - {FENCE:g} * (high - low)))",
                "worst = np.argmax(np.where(far, abs(z), 0))",
                "estimate, effect = x[worst], z[worst]",
            ]),
            _cell.prints(finding.evidence),
            _figure.histogram(finding.variables[0], "x"),
        )  # fmt: skip


def robust_z(values: Floats) -> Floats:
    """Distance from the median in robust deviations (1.4826 MAD); 0 where the MAD is 0."""
    centred = values - np.median(values)
    deviation = 1.4826 * float(np.median(np.abs(centred)))
    if deviation == 0:
        return np.zeros(len(values))
    return np.asarray(centred / deviation, dtype=np.float64)


def is_far(values: Floats) -> NDArray[np.bool_]:
    """Values beyond both bounds."""
    low, high = np.percentile(values, [25, 75])
    fence = FENCE * (high - low)
    beyond = (values > high + fence) | (values < low - fence)
    return np.asarray(beyond & (np.abs(robust_z(values)) > FAR), dtype=bool)
