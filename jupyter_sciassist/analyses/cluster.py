"""Rows that fall into separate groups, in several columns of like kind or in one.

Two tests a table at most: one of several numbers together (those of one unit, else all where they are six at most, else
those that share a word), one of the column whose values are parted most, its p times the number of columns. The statistic is
Hartigan's dip (`statistics.modes`), for several columns along the two directions in which they vary most together, the
smaller p times two (Adolfsson, Ackerman and Brownstein, Pattern Recogn. 88 (2019) 13 compare such tests). Whatever has one mode has a dip no larger
than uniform values have, so skewed, heavy-tailed and correlated columns need no model of their own; rounded values are set
evenly apart within what they were rounded to. Columns that are positive and skewed stand as logarithms. A claim needs
more than the test: two maxima of the smoothed density with a deep valley between, and groups of some size.

The groups are Ward's, two to six by the mean silhouette. relation "cluster" without a direction. Rows in order and
rows of repeated units are left out: a series lingers and a subject repeats, which parts values as well.

facts: names, axis (principal direction, from 1), logs (columns taken as logarithms), rounded (those set apart), sizes (texts, largest first), farthest (column that differs
most between the groups), share (of its variance between them), known (a group column they agree with), tried, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, ColumnProfile, Estimate, Profile
from ..statistics import assumptions, modes
from ..statistics.effects import Z95, Interval
from ..statistics.series import thinned
from . import _cluster_cell, _control, _dependence, _evidence, _roles, _scan, triviality
from .base import Facts, Finding
from .distribution import heaps

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
CLEAR = 0.05
MOST_ROWS = 1000
MOST_COLUMNS = 6
MOST_ALONE = 12
CLIP = 3.0
_MOST_GROUPS = 6
_FEWEST_VALUES = 10
_AGREE = 0.8


class Heap(NamedTuple):
    """Columns on one scale, shape (n, k), and the dip along the principal direction `axis` (from 1)."""

    names: tuple[str, ...]
    logs: tuple[str, ...]
    rows: NDArray[np.int64]
    z: Floats
    axis: int
    along: Floats
    dip: float
    p: float


class Cluster:
    """Groups of rows that lie apart."""

    name = "cluster"
    floor = 80

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Columns of like kind together, and all numbers one by one as one test."""
        if profile.shape and profile.shape[0] < self.floor:
            return
        names = [one.name for one in profile.columns if usable(one)]
        together = alike([one for one in profile.columns if usable(one)])
        if len(together) > 1:
            yield Candidate(self.name, profile.variable, together)
        if names:
            yield Candidate(self.name, profile.variable, tuple(names[:MOST_ALONE]), {"columns": "one by one"})  # fmt: skip

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The test of several columns, or of the one that is parted most; None where rows are too few or in order."""
        scan = _scan.of(table)
        names = [name for name in candidate.variables if not _dependence.is_serial(scan, name)]
        if scan.unit is not None or scan.axis is not None:
            return None
        if candidate.context:
            made = [one for name in names if (one := heap(table, (name,))) is not None]
            best = min(made, key=lambda one: one.p, default=None)
            return None if best is None else _finding(table, candidate, best, len(made))
        kept = distinct(table, names)
        found = heap(table, kept) if len(kept) > 1 else None
        return None if found is None else _finding(table, candidate, found, 2)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of the groups."""
        return _cluster_cell.code(_scan.of(table), finding)


def usable(column: ColumnProfile) -> bool:
    """A number of ten values and more that is no axis."""
    return (
        _roles.is_number(column)
        and (column.unique or 0) >= _FEWEST_VALUES
        and not _roles.is_axis(column)
    )


def alike(columns: list[ColumnProfile]) -> tuple[str, ...]:
    """Columns of like kind by profile: one unit (three and more), all of up to six, or a common word."""
    families: dict[str, list[str]] = {}
    for one in columns:
        if one.unit is not None:
            families.setdefault(one.unit, []).append(one.name)
    units = max(families.values(), key=len, default=[])
    if len(units) >= 3 or len(columns) <= MOST_COLUMNS:
        return tuple((units if len(units) >= 3 else [one.name for one in columns])[:MOST_COLUMNS])
    shared: dict[str, list[str]] = {}
    for one in columns:
        for word in sorted(_roles.words(one.name)):
            shared.setdefault(word, []).append(one.name)
    largest = max(shared.values(), key=len, default=[])
    return tuple(largest[:MOST_COLUMNS]) if len(largest) > 1 else ()


def distinct(table: Table, names: list[str]) -> tuple[str, ...]:
    """The columns without those that repeat or are computed from an earlier one."""
    kept: list[str] = []
    for name in names:
        if all(triviality.reason(table, (name, other)) is None for other in kept):
            kept.append(name)
    return tuple(kept)


def scaled(values: Floats, place: int) -> tuple[Floats, bool]:
    """Values about their median in units of their quartiles; logarithms where positive and skewed less as such.

    `place` of the column tells equal values apart (`modes.apart`).
    """
    v = modes.apart(values, place)
    skewness = assumptions.shape(v)[0]
    log = bool(v.min() > 0 and skewness >= 1 and abs(assumptions.shape(np.log(v))[0]) < skewness)
    v = np.log(v) if log else v
    low, middle, high = np.percentile(v, [25, 50, 75])
    scale = (high - low) / 1.349 or float(v.std())
    return np.asarray((v - middle) / scale, dtype=np.float64), log


def directions(z: Floats) -> Floats:
    """The two directions in which columns vary most together, far values moved in, shape (k, 2); one column: itself."""
    if z.shape[1] == 1:
        return np.ones((1, 1))
    found = np.linalg.eigh(np.corrcoef(np.clip(z, -CLIP, CLIP), rowvar=False))[1][:, :-3:-1]
    ends = found[np.argmax(np.abs(found), axis=0), [0, 1]]
    return np.asarray(found * np.sign(ends), dtype=np.float64)


def parted(z: Floats) -> tuple[int, Floats, float]:
    """The direction (from 0) along which rows are parted most, the values along it and their dip."""
    along = np.einsum("ij,jk->ik", z, directions(z))
    dips = [modes.dip(one) for one in along.T]
    best = int(np.argmax(dips))
    return best, along[:, best], dips[best]


def heap(table: Table, names: tuple[str, ...]) -> Heap | None:
    """The dip of some columns; None where rows are too few or a column is constant."""
    scan = _scan.of(table)
    rows = np.flatnonzero(scan.complete(*names))
    if len(rows) < Cluster.floor:
        return None
    rows = rows[thinned(len(rows), MOST_ROWS)]
    raw = [scan.values(name)[rows] for name in names]
    if any(len(np.unique(one)) < _FEWEST_VALUES for one in raw):
        return None
    parts = [scaled(one, place) for place, one in enumerate(raw)]
    z = np.column_stack([one for one, _ in parts])
    best, along, dip = parted(z)
    logs = tuple(name for name, (_, log) in zip(names, parts, strict=True) if log)
    return Heap(names, logs, rows, z, best + 1, along, dip, modes.dip_p(dip, len(rows)))


def groups(z: Floats) -> tuple[Labels, Floats] | None:
    """Ward's groups of rows, far values moved in, as many as have the largest mean silhouette, and the silhouettes.

    Labels count from the largest group.
    None where every number of groups leaves one with fewer than a fiftieth of the rows (or five).
    """
    from scipy.cluster import hierarchy

    z = np.clip(z, -CLIP, CLIP)
    tree = hierarchy.linkage(z, "ward")
    best: tuple[Labels, Floats] | None = None
    for k in range(2, _MOST_GROUPS + 1):
        labels = hierarchy.fcluster(tree, k, "maxclust") - 1
        sizes = np.bincount(labels)
        if len(sizes) < k or sizes.min() < max(5, len(z) / 50):
            continue
        found = modes.silhouettes(z, labels)
        if best is None or found.mean() > best[1].mean() + 1e-12:
            place = np.argsort(np.argsort(-sizes, kind="stable"), kind="stable")
            best = place[labels], found
    return best


def _finding(table: Table, candidate: Candidate, made: Heap, tried: int) -> Finding:
    p = min(tried * made.p, 1.0)
    found = groups(made.z) if p <= CLEAR and heaps(made.along) is not None else None
    several = len(made.names) > 1
    method = "Hartigan's dip" + (" along principal directions" if several else "")
    if found is None:
        p = p if p > CLEAR else 1.0  # no deep valley or only small groups: nothing is claimed
        evidence = _evidence.of(
            table, method, len(made.rows), p, statistic=_evidence.statistic("dip", made.dip)
        )
        return Finding(candidate, "hypothesis", evidence, "cluster", made.names, facts={"tried": tried}, shown=False)  # fmt: skip
    labels, near = found
    half = Z95 * float(near.std(ddof=1)) / len(near) ** 0.5
    mean = float(near.mean())
    evidence = _evidence.of(
        table,
        f"{method}; Ward's groups",
        len(made.rows),
        p,
        estimate=Estimate("number of groups", float(labels.max() + 1)),
        effect=_evidence.effect("mean silhouette", Interval(mean, mean - half, mean + half)),
        statistic=_evidence.statistic("dip", made.dip),
        assumptions=_assumptions(table, made),
        caveats=_caveats(table, made, labels, tried),
        control=_one_heap(made, table.rows.seed),
    )
    facts = _facts(table, made, labels, tried)
    return Finding(candidate, "hypothesis", evidence, "cluster", made.names, facts=facts)


def _one_heap(made: Heap, seed: int) -> dict[str, JSON]:
    """How often normal rows with the same correlations are parted as much."""
    rng, (n, k) = np.random.default_rng(seed), made.z.shape
    covariance = np.corrcoef(made.z, rowvar=False).reshape(k, k)
    reached = 0
    for _ in range(_control.RUNS):
        z = rng.multivariate_normal(np.zeros(k), covariance, n, method="eigh")
        reached += parted(z)[2] >= made.dip
    return {"kind": "one normal heap", "runs": _control.RUNS, "as_strong": reached, "seed": seed}


def _assumptions(table: Table, made: Heap) -> list[Assumption]:
    seen = "neighbouring rows are not alike, no repeated units found"
    coarse = rounded(table, made.names, made.rows)
    detail = "few values repeat"
    if coarse:
        detail = f"repeated values of {', '.join(coarse)} are set apart within their rounding"
    return [
        Assumption("independent rows", "ok", seen),
        Assumption("not rounded", "weak" if coarse else "ok", detail),
    ]


def rounded(table: Table, names: tuple[str, ...], rows: NDArray[np.int64]) -> tuple[str, ...]:
    """Columns in which more than half of the values repeat others."""
    values = {name: _scan.of(table).values(name)[rows] for name in names}
    return tuple(name for name, one in values.items() if 2 * len(np.unique(one)) <= len(one))


def _caveats(table: Table, made: Heap, labels: Labels, tried: int) -> list[str]:
    names = " and ".join(filter(None, [", ".join(made.names[:-1]), made.names[-1]]))
    found = [
        f"a test of whether these groups differ in {names} says nothing: they were made from these values",
        "how many groups there are is a description; what is tested is that there is more than one",
    ]
    if made.logs:
        found.append(f"in logarithms: {', '.join(made.logs)}")
    what = "column" if len(made.names) == 1 else "direction"
    if tried > 1:
        found.append(
            f"the {what} along which rows part most, chosen among {tried}, which the p is multiplied by"
        )
    known = _known(table, made, labels)
    if known:
        found.append(f"they are mostly the groups of {known}")
    return found


def _known(table: Table, made: Heap, labels: Labels) -> str:
    """A group column that the groups agree with: both tell each other in four rows of five."""
    scan = _scan.of(table)
    for name, column in scan.columns.items():
        if not _roles.is_group(column.profile):
            continue
        codes = scan.groups(name).codes[made.rows]
        present = codes >= 0
        if int(present.sum()) < Cluster.floor // 2:
            continue
        counts = np.zeros((int(labels.max()) + 1, int(codes.max()) + 1))
        np.add.at(counts, (labels[present], codes[present]), 1)
        chance = counts.sum(0).max() / counts.sum()
        told = counts.max(1).sum() / counts.sum()
        if (
            min(told, counts.max(0).sum() / counts.sum()) >= _AGREE
            and told > chance + (1 - chance) / 2
        ):
            return name
    return ""


def _facts(table: Table, made: Heap, labels: Labels, tried: int) -> Facts:
    codes = np.bincount(labels)
    means = [np.bincount(labels, weights=column) / codes for column in made.z.T]
    between = [
        float(np.var(mean[labels]) / np.var(column))
        for mean, column in zip(means, made.z.T, strict=True)
    ]
    return {
        "names": made.names,
        "axis": made.axis,
        "logs": made.logs,
        "rounded": rounded(table, made.names, made.rows),
        "sizes": tuple(str(size) for size in codes.tolist()),
        "farthest": made.names[int(np.argmax(between))],
        "share": max(between),
        "known": _known(table, made, labels),
        "tried": tried,
        "columns": made.names,
    }
