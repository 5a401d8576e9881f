"""From a source to a Profile and a Table: plan, take, judge, split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, UnknownColumnError
from ..records import ColumnKey, ColumnProfile, Plan, Profile, Split
from . import fingerprint, known, plan, recognise, repeats, roles, split, units
from .base import Exact, Positions, Slot, Source
from .table import Column, Rows, Table


@dataclass(frozen=True)
class Looked:
    """A source after one look: the profile, the values behind it and where its rows stand."""

    source: Source
    profile: Profile
    columns: dict[str, Column]
    positions: Positions
    judged: tuple[roles.Judged, ...]

    def former_digest(self) -> str:
        """The fingerprint that versions before `sciassist-fp/1` gave."""
        raws = (one.raw for one in self.judged)
        return fingerprint.former(self.source.shape, zip(self.columns, raws, strict=True))

    def numbered(self) -> NDArray[np.int64]:
        """Position in the object of each looked-at row, shape (n,)."""
        return np.arange(self.source.rows) if self.positions is None else self.positions


def look(source: Source, variable: str) -> Looked:
    """Take the planned rows and columns and judge them."""
    budget = plan.budget(source.rows, source.columns)
    positions = plan.positions(budget, source.rows)
    slots = source.slots(budget.columns)
    names = unique_names(slots, variable)
    raws = [slot.take(positions) for slot in slots]
    judged = list(
        repeats.marked(
            {
                name: roles.judge(raw, name, sampled=positions is not None)
                for raw, name in zip(raws, names, strict=True)
            }
        ).values()
    )
    profiles = tuple(map(_column_profile, slots, names, judged))
    if positions is not None and source.exact is not None:
        found = source.exact()
        profiles = tuple(_over_all(one, found.get(one.key.position), source) for one in profiles)
    titled = [(slot.title, raw) for slot, raw in zip(slots, raws, strict=True)]
    digest = fingerprint.digest(source.rows, source.columns, titled, budget.rows)
    profile = Profile(
        variable, source.kind, source.type, source.shape, profiles, digest, budget,
        _note(source, budget),
    )  # fmt: skip
    columns = {
        name: Column(one, found.raw.values, found.raw.levels, found.raw.ordered, found.raw.recipe)
        for name, one, found in zip(names, profiles, judged, strict=True)
    }
    return Looked(source, recognise.with_kind(profile, columns), columns, positions, tuple(judged))


def _column_profile(slot: Slot, name: str, judged: roles.Judged) -> ColumnProfile:
    raw = judged.raw
    numeric = judged.role in {"numeric", "count"}
    unit = (slot.unit or units.from_name(name)) if numeric else None
    if raw.kind == "duration" and unit is None:
        unit = "s"
    return ColumnProfile(
        ColumnKey(slot.position, known.json_label(slot.label)),
        name,
        "geometry" if slot.dtype == "geometry" else judged.role,
        slot.dtype,
        unit,
        len(raw.values),
        int(raw.missing.sum()),
        judged.unique,
        roles.summary(judged),
        judged.note,
    )


def _over_all(column: ColumnProfile, exact: Exact | None, source: Source) -> ColumnProfile:
    """A column that was judged by a sample, with what its own engine says of all rows."""
    if exact is None:
        return column
    summary = {**column.summary, "looked": column.n - column.missing}
    role = column.role
    if role in {"numeric", "count"} and column.dtype != "object":
        moments = {part: _plain(value) for part, value in exact.moments.items()}
        summary |= {part: value for part, value in moments.items() if value is not None}
        role = "numeric" if summary.get("min", 0.0) < 0 else role
    return replace(column, role=role, n=source.rows, missing=exact.missing, summary=summary)


def _plain(value: Any) -> float | None:
    if value is None or type(value) in known.blanks():
        return None
    return float(value) if np.isfinite(float(value)) else None


def _note(source: Source, budget: Plan) -> str | None:
    notes = [source.note]
    if source.rows == 0:
        notes.append("no rows")
    if budget.rows is not None:
        drawn = f"looked at {budget.rows} of {source.rows} rows, drawn at random"
        full = "; rows, missing, mean, std, min and max are those of all rows"
        notes.append(drawn + (full if source.exact is not None else ""))
    if budget.columns < source.columns:
        notes.append(f"looked at the first {budget.columns} of {source.columns} columns")
    every = budget.columns * (budget.columns - 1) // 2
    if every > budget.pairs:
        fewer = budget.pairs // plan.SCREENED_SHARE
        notes.append(
            f"of {every} pairs the {budget.pairs} strongest are measured in full,"
            f" the {fewer} strongest as two groups and the {fewer} beside third columns"
        )
    return "; ".join(note for note in notes if note) or None


def unique_names(slots: Sequence[Slot], variable: str) -> list[str]:
    """Display names: the labels as texts, cut to 200 characters, made unique by a number.

    The values of an object that names no column bear the name of its variable.
    """
    names: list[str] = []
    used: set[str] = set()
    titles = [variable if slot.nameless else slot.title for slot in slots]
    first = [
        title if title.strip() else f"column {slot.position}"
        for title, slot in zip(titles, slots, strict=True)
    ]
    reserved = set(first)
    for name in (title[:200] for title in first):
        unique, i = name, 2
        while unique in used or (unique != name and unique in reserved):
            unique, i = f"{name} ({i})", i + 1
        used.add(unique)
        names.append(unique)
    return names


def table(looked: Looked, *, side: Split, salt: str, unit: str | None, block: int | None) -> Table:
    """The rows of one side of the split. Sample first, then split."""
    profile, columns = looked.profile, looked.columns
    total, sample = looked.source.rows, profile.plan.rows
    if side == "all":
        rows = Rows(total, sample, plan.SEED)
        return Table(profile, columns, rows, len(looked.numbered()))
    labels, kind = _labels(looked, unit, block)
    explore = split.explored(salt, labels)
    rows = Rows(total, sample, plan.SEED, side, salt, unit, block, kind)
    whole = Table(profile, columns, rows, len(explore))
    return kept(whole, explore if side == "explore" else ~explore)


def kept(whole: Table, keep: NDArray[np.bool_]) -> Table:
    """The rows of a table that a mask of shape (n,) keeps."""
    columns = {
        name: Column(one.profile, one.values[keep], one.levels, one.ordered, one.recipe)
        for name, one in whole.columns.items()
    }
    return Table(whole.profile, columns, whole.rows, int(keep.sum()))


def _labels(looked: Looked, unit: str | None, block: int | None) -> tuple[list[str], str]:
    """Label of each looked-at row, and whether it is the index label or another."""
    if unit is not None:
        return _unit_labels(looked, unit), "position"
    if block is not None:
        return list(map(str, (looked.numbered() // block).tolist())), "position"
    found = looked.source.labels(looked.positions) if looked.source.labels else None
    # labels that hardly tell rows apart would put most of the table on one side
    if found is not None and 2 * len(set(found)) >= len(found) and _encodable(found):
        return found, "index"
    return list(map(str, looked.numbered().tolist())), "position"


def _unit_labels(looked: Looked, unit: str) -> list[str]:
    variable = looked.profile.variable
    if unit not in looked.columns:
        raise UnknownColumnError(f"{variable} has no column {unit!r} to keep whole.")
    column = looked.columns[unit]
    if column.recipe == "opaque" or not _encodable(column.levels):
        raise DataError(
            f"{unit!r} of {variable} holds values that are not read. "
            "Name another column to keep whole."
        )
    return split.unit_labels(column)


def _encodable(labels: Sequence[str]) -> bool:
    try:
        "".join(labels).encode()
    except UnicodeEncodeError:
        return False
    return True


def keeping(looked: Looked) -> tuple[str | None, int | None]:
    """Unit column or block that a split must keep whole, as far as the data show them."""
    unit = split.unit(looked.profile.columns)
    if unit is not None and _encodable(looked.columns[unit].levels):
        return unit, None
    ordered = split.order(looked.profile.columns) is not None
    return None, split.block_size(looked.source.rows) if ordered else None
