"""What the comparisons of groups share: which rows, which groups, units averaged, the size of dependence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import JSON, Assumption, ColumnProfile, Profile
from ..statistics import assumptions
from ..statistics.effects import Interval
from ..statistics.ranks import decimals, dense_codes, ranks_of_codes
from . import _cell, _control, _dependence, _inline, _places, _roles, _scan, triviality
from .base import Facts

Floats = NDArray[np.float64]
FEWEST_IN_GROUP = 5


@dataclass(frozen=True)
class Samples:
    """A number in groups, ready for a test.

    Attributes
    ----------
    number, group : str
        Display names.
    levels : tuple of str
        Groups that are compared, in the order of their codes.
    values : tuple of ndarray
        Values of each group; unit means where `averaged`.
    codes : ndarray of int, shape (n,)
        Group of each value of `numbers`, from 0.
    numbers : ndarray, shape (n,)
    unit : str or None
        Column of repeated units.
    averaged : bool
        The values are means of units, each of which stands in one group.
    decimals : int or None
        To how many decimals those means are rounded, so that equal ones are equal.
    share : float
        Independent rows as a share of n: 1 unless rows depend on each other.
    kind : str
        Of `_dependence.Dependence`.
    adjusted : bool
        `numbers` are less the trend and the waves that both columns have.
    dependence : Assumption
    left_out : tuple of str
        Levels with too few rows.
    """

    number: str
    group: str
    levels: tuple[str, ...]
    values: tuple[Floats, ...]
    codes: NDArray[np.int64]
    numbers: Floats
    unit: str | None
    averaged: bool
    decimals: int | None
    share: float
    kind: str
    adjusted: bool
    dependence: Assumption
    left_out: tuple[str, ...]

    @property
    def n(self) -> int:
        """Values in all groups."""
        return len(self.numbers)

    @cached_property
    def medians(self) -> tuple[float, ...]:
        """Median of each group."""
        return tuple(float(np.median(one)) for one in self.values)


def oriented(profile: Profile) -> list[tuple[ColumnProfile, ColumnProfile]]:
    """(number, group) pairs among the pairs of the plan."""
    numbers = {one.name for one in profile.columns if _roles.is_number(one)}
    groups = {one.name for one in profile.columns if _roles.is_group(one)}

    def fit(a: ColumnProfile, b: ColumnProfile) -> bool:
        return a.name in numbers and b.name in groups

    found = _roles.pairs(profile, lambda a, b: fit(a, b) or fit(b, a))
    return [(a, b) if fit(a, b) else (b, a) for a, b in found]


def samples(table: Table, names: tuple[str, ...]) -> Samples | None:
    """The samples of a pair; None where fewer than two groups can be compared or the pair is trivial."""
    return _scan.of(table).once(("samples", *names), lambda: _samples(table, names))


def _samples(table: Table, names: tuple[str, ...]) -> Samples | None:
    number, group = names
    scan = _scan.of(table)
    if scan.column(group).ordered and len(scan.groups(group).levels) > 2:
        return None
    rows = scan.complete(number, group)
    if (
        int(rows.sum()) < 2 * FEWEST_IN_GROUP
        or triviality.reason(table, (number, group)) is not None
    ):
        return None
    codes = scan.groups(group).codes[rows]
    numbers = scan.values(number)[rows]
    units = _dependence.unit_codes(scan, rows)
    places = None
    averaged = units is not None and _one_group_each(units, codes)
    if units is not None and averaged:
        places = decimals(numbers)
        numbers, codes = _averages(numbers, codes, units, places)
    counts = np.bincount(codes, minlength=len(scan.groups(group).levels))
    kept = np.flatnonzero(counts >= FEWEST_IN_GROUP)
    if len(kept) < 2:
        return None
    place = np.full(len(counts), -1)
    place[kept] = np.arange(len(kept))
    use = place[codes] >= 0
    numbers, codes = numbers[use], place[codes[use]]
    values = tuple(numbers[codes == k] for k in range(len(kept)))
    if sum(float(np.ptp(one)) > 0 for one in values) == 0:
        return None
    used = np.flatnonzero(rows)[use] if not averaged else None
    share, kind, verdict, adjusted = _dependence_of(
        scan, (number, group), used, numbers, codes, averaged, int(counts[counts > 0].sum())
    )
    if adjusted is not None:
        numbers = adjusted
        values = tuple(numbers[codes == k] for k in range(len(kept)))
    names = scan.groups(group).levels
    return Samples(
        number, group, tuple(names[k] for k in kept), values, codes, numbers,
        scan.unit, averaged, places, share, kind, adjusted is not None, verdict,
        tuple(names[k] for k in np.flatnonzero((counts > 0) & (counts < FEWEST_IN_GROUP))),
    )  # fmt: skip


def _one_group_each(units: NDArray[np.int64], codes: NDArray[np.int64]) -> bool:
    pairs = np.unique(units * (int(codes.max()) + 1) + codes)
    return len(pairs) == int(units.max()) + 1 and len(pairs) < len(units)


def _averages(
    numbers: Floats, codes: NDArray[np.int64], units: NDArray[np.int64], places: int
) -> tuple[Floats, NDArray[np.int64]]:
    first = np.unique(units, return_index=True)[1]
    means = np.bincount(units, weights=numbers) / np.bincount(units)
    return np.round(means, places), codes[first]


def _dependence_of(
    scan: _scan.Scan,
    names: tuple[str, str],
    used: NDArray[np.int64] | None,
    numbers: Floats,
    codes: NDArray[np.int64],
    averaged: bool,
    units: int,
) -> tuple[float, str, Assumption, Floats | None]:
    if averaged or used is None:
        detail = f"{units} units of {scan.unit} were measured repeatedly"
        met = assumptions.met_by("independent rows", "means of units", detail)
        return 1.0, "units", met, None
    if _dependence.is_free(scan, names):
        return 1.0, "none", _dependence.seen(scan, names), None
    rows = np.zeros(scan.n, dtype=bool)
    rows[used] = True
    hot = [(codes == k).astype(np.float64) for k in range(int(codes.max()) + 1)]
    first = hot[:1] if len(hot) == 2 else hot
    found = _dependence.of(scan, names, rows, first, numbers, groups=codes)
    return found.rows / len(numbers), found.kind, found.assumption, found.adjusted


def needs(scan: _scan.Scan, sample: Samples) -> tuple[str, ...]:
    """Columns that the cell of these samples reads."""
    extra = [sample.unit] if sample.unit else []
    if sample.kind == "space":
        extra += _places.names(scan) or ()
    if sample.share < 1 and not sample.unit and scan.axis:
        extra.append(scan.axis)
    return tuple(dict.fromkeys([sample.number, sample.group, *extra]))


def caveats(scan: _scan.Scan, sample: Samples) -> list[str]:
    """What the reader of a comparison should know of its rows."""
    found = []
    if sample.left_out:
        listed = ", ".join(sample.left_out[:5]) + (" ..." if len(sample.left_out) > 5 else "")
        found.append(f"groups with fewer than {FEWEST_IN_GROUP} rows are left out: {listed}")
    if sample.adjusted:
        found.append(f"a trend of {sample.number}, and waves that stand out, are taken out first")
    known = int(scan.complete(sample.number, sample.group).sum())
    if known < 0.8 * scan.n:
        found.append(
            f"{scan.n - known} of {scan.n} rows lack {sample.number} or {sample.group} and are left out"
        )
    return found


def named(method: str, sample: Samples) -> str:
    """The method's name with what was done about dependent rows."""
    if sample.averaged:
        return f"{method} on unit means"
    if sample.share < 1:
        what = " less trend and clear waves" if sample.adjusted else ""
        size = "design effect" if sample.unit else "effective sample size"
        return f"{method}{what}, {size}{' over space' if sample.kind == 'space' else ''}"
    return method


def wider(interval: Interval, share: float) -> Interval:
    """Limits further apart for dependent rows, by the root of the share of independent ones."""
    factor = 1 / math.sqrt(share)
    value, low, high = interval
    return Interval(value, value - (value - low) * factor, value + (high - value) * factor)


def shuffled(sample: Samples, table: Table) -> dict[str, JSON]:
    """The negative control of a comparison of groups."""
    scores = ranks_of_codes(dense_codes(sample.numbers))
    return _control.shuffled(_control.indicators(sample.codes), scores, table.rows.seed)


def facts(table: Table, sample: Samples, high: int, low: int) -> Facts:
    """What the sentence of a comparison needs: the groups `high` and `low` and their averages."""
    scan = _scan.of(table)
    above, below = sample.values[high], sample.values[low]
    found: Facts = {
        "outcome": sample.number,
        "group": sample.group,
        "high": sample.levels[high],
        "low": sample.levels[low],
        "mean_high": float(above.mean()),
        "mean_low": float(below.mean()),
        "median_high": sample.medians[high],
        "median_low": sample.medians[low],
        "n_high": len(above),
        "n_low": len(below),
        "unit": scan.unit_of(sample.number) or "",
        "columns": needs(scan, sample),
    }
    if sample.averaged or (sample.unit and sample.share < 1):
        found["units"] = sample.unit or ""
    return found


def group_lines(scan: _scan.Scan, sample: Samples, frame: str = "rows") -> str:
    """Lines that bind `groups`, a list of arrays in the order of the levels."""
    name = _cell.literal(sample.group)
    keys = dict(zip(scan.groups(sample.group).levels, scan.groups(sample.group).keys, strict=True))
    chosen = [keys[level] for level in sample.levels]
    text = isinstance(chosen[0], str)
    column = f"{frame}[{name}].astype(str)" if text else f"{frame}[{name}]"
    number = f"{frame}[{_cell.literal(sample.number)}]"
    levels = _cell.listed(list(sample.levels)) if text else repr(chosen)
    return f"groups = [{number}[{column} == level].to_numpy(float) for level in {levels}]"


def row_lines(scan: _scan.Scan, sample: Samples) -> str:
    """Lines that bind `rows`: complete, in order where that matters, units averaged where they were."""
    names = [sample.number, sample.group]
    lines = [f"rows = data.dropna(subset={_cell.listed(names)})"]
    if sample.averaged:
        unit = _cell.literal(sample.unit)
        by = f"rows[{unit}].astype(object)"
        lines += [
            "# a unit that was measured repeatedly counts once, by its mean",
            f'unit = np.where(rows[{unit}].isna(), [f"row {{i}}" for i in range(len(rows))], {by})',
            f'rows = rows.groupby(unit).agg({{{_cell.literal(sample.number)}: "mean", '
            f'{_cell.literal(sample.group)}: "first"}}).round({sample.decimals})',
        ]
    elif sample.share < 1 and not sample.unit and scan.order is not None:
        lines.append(f'rows = rows.sort_values({_cell.literal(scan.axis)}, kind="stable")')
    return "\n".join(lines)


def share_lines(scan: _scan.Scan, sample: Samples) -> str | None:
    """Lines that bind `share`: independent rows as a share of n; None where it is 1."""
    if sample.share >= 1 or sample.averaged:
        return None
    if sample.unit is None:
        return _order_share_lines(scan, sample)
    text = isinstance(scan.groups(sample.group).keys[0], str)
    column = f"rows[{_cell.literal(sample.group)}]" + (".astype(str)" if text else "")
    number = f"rows[{_cell.literal(sample.number)}]"
    lines = [
        f"label = {column}",
        f"levels = {_levels(scan, sample)}",
        "kept = label.isin(levels)",
        f'within = ({number} - {number}.groupby(label).transform("mean"))[kept].to_numpy(float)',
        "marks = [(label[kept] == level).to_numpy(float) for level in levels]",
    ]
    first = "marks[:1]" if len(sample.levels) == 2 else "marks"
    unit = _cell.literal(sample.unit)
    lines += [
        f"unit = rows[{unit}].astype(object)[kept]",
        'unit = np.where(unit.isna(), [f"row {i}" for i in range(len(unit))], unit)',
        "own, each = intraclass(within, unit)",
        f"other = max(intraclass(mark, unit)[0] for mark in {first})",
        "share = max(1 / max(1 + (each - 1) * own * other, 1), 3 / len(within))",
    ]
    return "\n".join(lines)


def _levels(scan: _scan.Scan, sample: Samples) -> str:
    """List literal of the groups that are compared."""
    return _cell.group_keys(scan, sample.group, sample.levels)


def _order_share_lines(scan: _scan.Scan, sample: Samples) -> str:
    """Lines that bind `share` of a series (less its slow part, taken out of the rows) or of places."""
    number, axis = _cell.literal(sample.number), scan.axis
    several = len(sample.levels) > 2
    lines = [
        f"levels = {_levels(scan, sample)}",
        f"rows = rows[{_cell.group(scan, sample.group)}.isin(levels)].copy()",
        f"label = {_cell.group(scan, sample.group)}.to_numpy()",
        "code = np.array([levels.index(one) for one in label.tolist()])",
        "marks = [(code == k).astype(float) for k in range(len(levels))]"
        + ("" if several else "[:1]"),
        f"y = rows[{number}].to_numpy(float)",
    ]
    if sample.kind == "space":
        return "\n".join([
            *lines,
            'within = y - pd.Series(y).groupby(code).transform("mean").to_numpy()',
            _places.lines(scan),
            "share = min(spatial_rows(mark[take], within[take], classes, len(y)) for mark in marks) / len(y)",
        ])  # fmt: skip
    if not sample.adjusted:
        return "\n".join([
            *lines,
            'within = y - pd.Series(y).groupby(code).transform("mean").to_numpy()',
            "own = max(lag_one(within), 0)",
            "likeness = max(lag_one(mark) for mark in marks) * own",
            "share = max(len(y) * (1 - likeness) / (1 + likeness), 3) / len(y)",
        ])  # fmt: skip
    t = f"rows[{_cell.literal(axis)}].to_numpy(float)" if axis else "np.arange(len(y))"
    return "\n".join([
        *lines,
        f"basis = slow_basis(marks, y, places({t}))",
        "k, g = basis.shape[1], len(levels)",
        "others = np.column_stack([code == one for one in range(1, g)]).astype(float)",
        "gaps = np.linalg.lstsq(less(basis, others), less(basis, y), rcond=1e-10)[0]",
        "left = less(basis, y - others @ gaps)",
        f"rows[{number}] = left + others @ gaps + y.mean()  # less trend and clear waves",
        "rest = [less(basis, mark) for mark in marks]",
        "sizes = [independent_rows(one, left, k, k + g - 1) * one.var() / mark.var() for one, mark in zip(rest, marks)]",
        "share = max(min(sizes), 3) / len(y)",
    ])  # fmt: skip


def helper(sample: Samples) -> str | None:
    """The functions that `share_lines` calls."""
    if sample.share >= 1 or sample.averaged:
        return None
    if sample.unit:
        return _cell.INTRACLASS
    if sample.kind == "space":
        return _places.helper()
    return _inline.sources(*_cell.SLOW) if sample.adjusted else _cell.LAG_ONE
