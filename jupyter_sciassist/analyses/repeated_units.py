"""One unit (a subject, a donor, an animal) in many rows: rows are then no independent observations.

A caution without a test. The other analyses allow for it: they average units, or count rows by their design effect.

facts: unit (column), units, rows_per_unit, alike (column whose values are most alike within units, "" if none),
intraclass (its intraclass correlation), columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..profiles import split
from ..profiles.table import Table
from ..records import Candidate, Effect, Profile
from ..statistics import assumptions
from ..statistics.effects import Interval
from . import _cell, _evidence, _figure, _roles, _scan
from .base import Facts, Finding


class RepeatedUnits:
    """Units that stand in several rows."""

    name = "repeated_units"
    floor = 10

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Tables with an id whose values repeat."""
        unit = split.unit(profile.columns)
        if unit is not None:
            yield Candidate(self.name, profile.variable, (unit,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """How many rows a unit has, and how alike they are."""
        scan = _scan.of(table)
        unit = scan.unit
        if unit is None or scan.n < self.floor:
            return None
        rows = scan.complete(unit)
        units = len(np.unique(scan.codes(unit)[rows]))
        if units < 2 or units == int(rows.sum()):
            return None
        alike, strength = _most_alike(scan, unit)
        each = int(rows.sum()) / units
        evidence = _evidence.of(
            table,
            "rows for each unit",
            int(rows.sum()),
            None,
            estimate=_evidence.estimate("rows for each unit", Interval(each, each, each)),
            effect=Effect(f"intraclass correlation of {alike}", strength) if alike else None,
        )
        facts: Facts = {
            "unit": unit,
            "units": units,
            "rows_per_unit": each,
            "alike": alike,
            "intraclass": strength,
            "columns": (unit, alike) if alike else (unit,),
        }
        return Finding(candidate, "caution", evidence, variables=(unit,), facts=facts)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that counts them."""
        facts = finding.facts or {}
        unit, alike = _cell.literal(facts["unit"]), facts["alike"]
        lines = [
            f"unit = data[{unit}].astype(object)",
            "n = int(unit.notna().sum())",
            "estimate = n / unit.nunique()",
            "estimate_low = estimate_high = estimate",
        ]
        if alike:
            name = _cell.literal(alike)
            lines += [
                f"rows = data.dropna(subset=[{unit}, {name}])",
                f"effect = intraclass(rows[{name}].to_numpy(float), rows[{unit}].astype(object))[0]",
            ]
        return _cell.body(
            _cell.INTRACLASS if alike else None,
            "\n".join(lines),
            _cell.prints(finding.evidence),
            _figure.histogram(f"rows of one {facts['unit']}", "unit.value_counts()", "how many"),
        )


def _most_alike(scan: _scan.Scan, unit: str) -> tuple[str, float]:
    """The number whose values are most alike within units, and its intraclass correlation."""
    best = ("", 0.0)
    for name, column in scan.columns.items():
        if name == unit or not _roles.is_number(column.profile):
            continue
        rows = scan.complete(unit, name)
        codes = np.unique(scan.codes(unit)[rows], return_inverse=True)[1]
        values = scan.values(name)[rows]
        if len(values) < 8 or float(np.ptp(values)) == 0 or len(codes) == int(codes.max()) + 1:
            continue
        found = assumptions.intraclass(values, codes)[0]
        if best[1] < found < 0.999:
            best = (name, found)
    return best
