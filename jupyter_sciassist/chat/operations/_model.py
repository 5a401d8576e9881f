"""The rows and columns of a prediction: which predictors can be used, which give the answer away, how they are coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ... import pipeline, profiles
from ...analyses import _roles, _scan, triviality
from ...profiles import split
from ...profiles.table import Column, Table
from ...records import ColumnProfile
from ..context import Context

Floats = NDArray[np.float64]
_OUTSIDE = frozenset({"id", "text", "constant", "geometry"})
_WHY = {
    "id": "it names rows or units", "text": "it holds texts", "constant": "it holds one value",
    "geometry": "it holds places",
}  # fmt: skip


@dataclass
class Design:
    """Complete rows of target and predictors.

    Attributes
    ----------
    table : Table
        The rows that may be looked at.
    y : ndarray, shape (n,)
    x : ndarray, shape (n, k)
        Numbers as they are, groups as 0 and 1 for all levels but the first.
    coded : list of (column, level)
        What each column of x is; level is "" for numbers.
    order : str or None
        Column of time along which the rows stand.
    unit : str or None
        Column of units whose rows belong together; `units` their codes.
    left_out : dict of column to reason
    """

    table: Table
    target: str
    predictors: tuple[str, ...]
    y: Floats
    x: Floats
    coded: list[tuple[str, str]]
    event: str
    order: str | None
    unit: str | None
    units: NDArray[np.int64] | None
    left_out: dict[str, str] = field(default_factory=dict)

    def row(self, point: Mapping[str, float | str]) -> Floats:
        """A point coded like the rows."""
        return np.array(
            [
                (float(point[name]) if level == "" else float(point[name] == level))
                for name, level in self.coded
            ]
        )


def rows(context: Context, subject: str) -> Table:
    """The rows that a model may see: in a notebook those of the explore side, as everything that looks for relations."""
    obj = context.objects[subject]
    profile = profiles.profile(obj, subject)
    if context.store is None or pipeline.looked_at_whole(profile):
        return profiles.read(obj, subject)
    return profiles.read(obj, subject, split="explore", salt=pipeline.SALT)


def usable(table: Table, target: str, names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Predictors of a target among some columns, and why the others are none."""
    found, left_out = [], {}
    unit = split.unit(table.profile.columns)
    for name in names:
        profile = table.columns[name].profile
        if profile.role in _OUTSIDE or name == unit:
            left_out[name] = _WHY.get(profile.role, "rows of one value of it belong together")
        elif table.columns[name].recipe == "opaque" or not (
            _roles.is_number(profile) or _roles.is_group(profile) or profile.role == "time"
        ):
            left_out[name] = "it has too many groups or values of another kind"
        elif (given := triviality.reason(table, (target, name))) is not None:
            left_out[name] = f"it gives the answer away: {given}"
        else:
            found.append(name)
    return found, left_out


def levels_of(table: Table, name: str) -> tuple[str, ...]:
    """The groups of a column as they are coded; empty for numbers."""
    profile = table.columns[name].profile
    if profile.role == "time" or not _roles.is_group(profile):
        return ()
    return _scan.of(table).groups(name).levels


def design(
    table: Table, target: str, predictors: Sequence[str], left_out: Mapping[str, str]
) -> Design:
    """Code the rows that are complete in target and predictors."""
    scan = _scan.of(table)
    keep = scan.complete(target, *predictors)
    order = split.order(table.profile.columns)
    unit = split.unit(table.profile.columns)
    place = np.flatnonzero(keep)
    blocks, coded = [], []
    for name in predictors:
        levels = levels_of(table, name)
        if not levels:
            blocks.append(_numbers(table.columns[name])[place][:, None])
            coded.append((name, ""))
            continue
        codes = scan.groups(name).codes[place]
        for at, level in enumerate(levels[1:], 1):
            blocks.append((codes == at).astype(np.float64)[:, None])
            coded.append((name, level))
    x = np.hstack(blocks) if blocks else np.zeros((len(place), 0))
    y, event = outcome(table, target)
    units = None if unit is None else np.asarray(scan.codes(unit)[place], dtype=np.int64)
    return Design(
        table,
        target,
        tuple(predictors),
        y[place],
        x,
        coded,
        event,
        order,
        unit,
        units,
        dict(left_out),
    )


def _numbers(column: Column) -> Floats:
    return np.asarray(column.values, dtype=np.float64)


def outcome(table: Table, target: str) -> tuple[Floats, str]:
    """The target as numbers; of two groups 1 for the one that is predicted, which is named."""
    column = table.columns[target]
    if not _roles.is_binary(column.profile):
        return _numbers(column), ""
    groups = _scan.of(table).groups(target)
    return (groups.codes == 1).astype(np.float64), groups.levels[1]


def is_two_groups(profile: ColumnProfile) -> bool:
    """Whether the target has two groups, of which one is predicted."""
    return _roles.is_binary(profile)
