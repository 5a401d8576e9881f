"""Up to three rows that lie far from all others in several columns at once, be they far in each column or not.

One test a table, of its first numbers, eight at most. Columns stand about their medians in units of their quartiles, skewed
positive ones as logarithms, and distances come from rank correlations (`statistics.distances`). A row is far where the
tail of the other rows does not lead on to it, so that heavy and skewed tails hold no far rows by themselves. Rows in order and
repeated units are left out: a storm lasts for several rows. kind "caution", relation "outlier" without a direction.

facts: far (rows), values (texts of the farthest row, one a column), odd (the column farthest from what the others
tell), distance, next (distance of the first row that is not far), logs, rounded, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Effect, Estimate, Profile
from ..statistics import distances, modes
from . import _cell, _control, _dependence, _evidence, _inline, _scan
from ._cluster_cell import SCALE
from .base import Facts, Finding
from .cluster import distinct, rounded, scaled, usable

Floats = NDArray[np.float64]
CLEAR = 0.05
MOST_COLUMNS = 8
_MOST_CONTROL = 1000
_ALIKE = 1.8


class Seen(NamedTuple):
    """Columns on one scale, shape (n, k), their correlations, the distance of each row and the widest gap."""

    names: tuple[str, ...]
    logs: tuple[str, ...]
    rows: NDArray[np.int64]
    z: Floats
    r: Floats
    distance: Floats
    gap: distances.Gap


class FarRows:
    """Rows far from all others in several columns together."""

    name = "far_rows"
    floor = 10 * distances.FEWEST_GAPS

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """The first eight numbers together."""
        names = [one.name for one in profile.columns if usable(one)][:MOST_COLUMNS]
        if len(names) > 1 and (not profile.shape or profile.shape[0] >= self.floor):
            yield Candidate(self.name, profile.variable, tuple(names))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The far rows; None where rows are too few or in order."""
        scan = _scan.of(table)
        if scan.unit is not None or scan.axis is not None:
            return None
        free = [name for name in candidate.variables if not _dependence.is_serial(scan, name)]
        names = distinct(table, free)
        made = seen(table, names) if len(names) > 1 else None
        return None if made is None else _finding(table, candidate, made)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of the distances."""
        facts = finding.facts or {}
        names, logs = finding.variables, facts["logs"]
        rows = "\n".join([
            f"names, logs = {_cell.listed(names)}, {_cell.listed(logs if isinstance(logs, tuple) else [])}",
            "rows = data.dropna(subset=names)",
            "n = len(rows)",
        ])  # fmt: skip
        v = "rows[name].to_numpy(float)"
        far, below = int(str(facts["far"])), int(str(facts["below"]))
        return _cell.body(
            "from scipy import stats",
            _inline.sources(modes.apart) if facts["rounded"] else None,
            rows,
            SCALE.format(v=f"apart({v}, len(columns))" if facts["rounded"] else v),
            _TEST.format(
                far=far, below=below, most=distances.MOST_FAR, least=distances.LEAST_SPREAD
            ),
            _cell.prints(finding.evidence),
            _FIGURE.format(far=far),
        )


_TEST = """\
r = 2 * np.sin(np.pi / 6 * np.corrcoef(stats.rankdata(z, axis=0), rowvar=False))
spread, directions = np.linalg.eigh(r)
distance = np.sqrt(((z @ directions) ** 2 / np.maximum(spread, {least})).sum(1))
order = np.argsort(-distance, kind="stable")
largest = distance[order][: {far} + {below} + 1]
gaps = np.arange(1, {far} + {below} + 1) * -np.diff(np.log(largest))
# below the farthest {far}: is the gap like those of the {below} rows that follow?
statistic = gaps[{far} - 1] / gaps[{far} :].mean()
p = min({most} * stats.f.sf(statistic, 2, 2 * {below}), 1)  # the widest of {most} gaps
estimate, effect = largest[0], largest[{far} - 1] / largest[{far}]"""

_FIGURE = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(6, 4))
plt.plot(np.arange(1, len(largest) + 1), largest, ".", color="black")
for place, one in enumerate(order[:{far}], 1):
    label = str(rows.index[one]).replace("$", r"\\$")
    plt.annotate(f"row {{label}}", (place, distance[one]), color="C1")
plt.xlabel("place from the farthest row")
plt.ylabel("robust distance")
plt.show()"""


def seen(table: Table, names: tuple[str, ...]) -> Seen | None:
    """Distances of the complete rows; None where they are too few or a column is constant there."""
    scan = _scan.of(table)
    rows = np.flatnonzero(scan.complete(*names))
    raw = [scan.values(name)[rows] for name in names]
    if len(rows) < FarRows.floor or any(np.ptp(one) == 0 for one in raw):
        return None
    parts = [scaled(one, place) for place, one in enumerate(raw)]
    z = np.column_stack([one for one, _ in parts])
    r = distances.correlations(z)
    distance = distances.robust(z, r)
    gap = distances.widest_gap(distance)
    logs = tuple(name for name, (_, log) in zip(names, parts, strict=True) if log)
    return None if gap is None else Seen(names, logs, rows, z, r, distance, gap)


def _finding(table: Table, candidate: Candidate, made: Seen) -> Finding:
    gap, order = made.gap, np.argsort(-made.distance, kind="stable")
    largest = made.distance[order]
    shown = gap.p <= CLEAR
    evidence = _evidence.of(
        table,
        "gaps between the largest robust distances",
        len(made.rows),
        gap.p,
        estimate=Estimate("robust distance of the farthest row", float(largest[0])),
        effect=Effect(
            "distance over that of the next row", float(largest[gap.far - 1] / largest[gap.far])
        ),
        statistic=_evidence.statistic("F", gap.f, (2, 2 * gap.below)),
        assumptions=_assumptions(gap),
        caveats=(
            "a far row may be an error or the most telling one: look at it before anything is left out",
        ),
        control=_one_heap(made, table.rows.seed) if shown else None,
    )
    facts = _facts(table, made, int(order[0]), largest)
    return Finding(candidate, "caution", evidence, "outlier", made.names, facts=facts, shown=shown)


def _assumptions(gap: distances.Gap) -> list[Assumption]:
    rows = "neighbouring rows are not alike, no repeated units found"
    detail = f"the {gap.below} gaps below deviate by {gap.spread:.2g} of their mean; 1 where they are alike"
    verdict = Assumption("one tail", "ok" if gap.spread <= _ALIKE else "weak", detail)
    return [Assumption("independent rows", "ok", rows), verdict]


def _one_heap(made: Seen, seed: int) -> dict[str, JSON]:
    """How often normal rows with the same correlations leave as wide a gap."""
    rng, n = np.random.default_rng(seed), min(len(made.z), _MOST_CONTROL)
    reached = 0
    for _ in range(_control.RUNS):
        drawn = rng.multivariate_normal(np.zeros(len(made.r)), made.r, n, method="eigh")
        found = distances.widest_gap(distances.robust(drawn, made.r))
        reached += found is not None and found.p <= made.gap.p
    return {"kind": "one normal heap", "runs": _control.RUNS, "as_strong": reached, "seed": seed}


def _facts(table: Table, made: Seen, farthest: int, largest: Floats) -> Facts:
    scan, row = _scan.of(table), made.rows[farthest]
    spread, directions = np.linalg.eigh(made.r)
    inverse = directions @ np.diag(1 / np.maximum(spread, distances.LEAST_SPREAD)) @ directions.T
    apart = np.abs(inverse @ made.z[farthest]) / np.sqrt(np.diag(inverse))
    return {
        "far": made.gap.far,
        "below": made.gap.below,
        "values": tuple(f"{scan.values(name)[row]:.6g}" for name in made.names),
        "odd": made.names[int(np.argmax(apart))],
        "distance": float(largest[0]),
        "next": float(largest[made.gap.far]),
        "logs": made.logs,
        "rounded": rounded(table, made.names, made.rows),
        "columns": made.names,
    }
