"""The spread that a plan goes by, taken from the data."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ... import described, profiles
from ...analyses import _roles
from ...profiles import split
from ...records import ColumnProfile
from ..context import Context
from ._hearing import Heard

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """A standard deviation with its degrees of freedom; `told` says of what, `ns` the sizes of the groups."""

    sd: float
    df: int
    told: str
    column: str
    unit: str | None
    ns: tuple[int, ...] = ()
    units: str | None = None


@dataclass(frozen=True)
class Named:
    """The columns that a plan names: numbers, and one of groups."""

    numbers: tuple[ColumnProfile, ...]
    group: ColumnProfile | None


def named(context: Context, found: Heard) -> Named:
    """Which of the columns named are numbers and which holds the groups."""
    profile = profiles.profile(context.objects[found.subject], found.subject)
    by_name = {one.name: one for one in profile.columns}
    columns = [by_name[name] for name in found.columns if name in by_name]
    owners = [by_name[owner] for owner, _ in found.levels if owner in by_name]
    groups = [one for one in (*owners, *columns) if _roles.is_group(one)]
    numbers = tuple(one for one in columns if _roles.is_number(one))
    return Named(numbers, groups[0] if groups else None)


def within(context: Context, found: Heard, columns: Named) -> Spread | str:
    """Pooled deviation within the groups, or that of all values where none are named; or why there is none."""
    number = columns.numbers[0]
    group = columns.group
    subject = found.subject
    obj = context.objects[subject]
    unit = split.unit(profiles.profile(obj, subject).columns)
    wanted = [number.name, *([group.name] if group else []), *([unit] if unit else [])]
    raws = profiles.columns(obj, subject, wanted)
    values = np.asarray(raws[number.name].values, dtype=np.float64)
    keep = np.ones(len(values), dtype=bool)
    masks = [("", keep)] if group is None else list(described.levels(raws[group.name], keep))
    asked = [level for owner, level in found.levels if group is not None and owner == group.name]
    chosen = [(level, mask) for level, mask in masks if not asked or level in asked]
    units = None if unit is None else raws[unit].values
    samples = [_by_unit(values[mask], None if units is None else units[mask]) for _, mask in chosen]
    samples = [one for one in samples if len(one) > 1]
    df = sum(len(one) - 1 for one in samples)
    if df < 2:
        return f"{number.name} has too few values for its spread to be known."
    sd = math.sqrt(sum(float(np.var(one, ddof=1)) * (len(one) - 1) for one in samples) / df)
    if not sd > 0 or not math.isfinite(sd):
        return f"{number.name} does not vary, so that no spread can be taken from it."
    told = f"standard deviation of {number.name}"
    if group is not None:
        names = f" ({', '.join(level for level, _ in chosen)})" if asked else ""
        told += f" within the groups of {group.name}{names}, pooled"
    if unit is not None:
        told += f", of the means of {unit}"
    ns = tuple(len(one) for one in samples)
    return Spread(sd, df, told, number.name, number.unit, ns, unit)


def of_differences(context: Context, found: Heard, columns: Named) -> Spread | str:
    """Deviation of the differences of two columns, or why there is none."""
    first, second = columns.numbers[:2]
    raws = profiles.columns(
        context.objects[found.subject], found.subject, [first.name, second.name]
    )
    a, b = (np.asarray(raws[one.name].values, dtype=np.float64) for one in (first, second))
    d = (b - a)[~np.isnan(b - a)]
    if len(d) < 3 or not float(np.ptp(d)) > 0:
        return f"The differences of {first.name} and {second.name} are too few, or do not vary."
    told = f"standard deviation of {second.name} less {first.name}"
    name = f"{second.name} less {first.name}"
    return Spread(float(np.std(d, ddof=1)), len(d) - 1, told, name, first.unit, (len(d),))


def _by_unit(values: Floats, units: NDArray[np.generic] | None) -> Floats:
    """The values that are there, those of one unit averaged."""
    present = ~np.isnan(values)
    if units is None:
        return values[present]
    codes = np.unique(units[present], return_inverse=True)[1]
    if not len(codes):
        return values[present]
    return np.asarray(np.bincount(codes, weights=values[present]) / np.bincount(codes))
