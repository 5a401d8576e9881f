"""What the analyses of one table share and compute once: codes, ranks, complete rows, row order."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..profiles import split
from ..profiles.table import Column, Table
from ..statistics.ranks import dense_codes, ranks_of_codes
from ..statistics.ranks import unit as unit_scores
from . import _roles

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
T = TypeVar("T")
_MOST_RANKS = 256


@dataclass(frozen=True)
class Groups:
    """A column as groups.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Group of each row, -1 where missing.
    levels : tuple of str
        Display names.
    keys : tuple
        The same levels as `data` of the cell holds them: numbers stay numbers.
    """

    codes: Codes
    levels: tuple[str, ...]
    keys: tuple[str | float, ...]


class Scan:
    """Memo over one table; `of(table)` gives the same one for as long as the table lives."""

    def __init__(self, table: Table) -> None:
        self.profile = table.profile
        self.columns = table.columns
        self.rows = table.rows
        self.n = table.n
        self._values: dict[str, Floats] = {}
        self._codes: dict[str, Codes] = {}
        self._present: dict[str, NDArray[np.bool_]] = {}
        self._ranks: dict[tuple[str, bytes], Floats] = {}
        self._units: dict[tuple[str, bytes], Floats | None] = {}
        self._groups: dict[str, Groups] = {}
        self.made: dict[tuple[str, ...], Any] = {}
        self.serial: dict[str, bool] = {}
        self.runs: tuple[str, ...] | None = None
        self.notes: dict[tuple[str, ...], str | None] = {}
        self.derived: dict[frozenset[str], str] | None = None
        self.scalars: list[str] | None = None
        self.thirds: dict[tuple[str, str], tuple[str, ...]] | None = None

    def once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` gives, kept under that key from the first call on."""
        if key not in self.made:
            self.made[key] = make()
        found: T = self.made[key]
        return found

    def column(self, name: str) -> Column:
        """The column of that display name."""
        return self.columns[name]

    def values(self, name: str) -> Floats:
        """Numbers with NaN where missing; codes of the levels for categories."""
        if name not in self._values:
            column = self.columns[name]
            values = column.values.astype(np.float64)
            if column.levels:
                values[column.values < 0] = np.nan
            self._values[name] = values
        return self._values[name]

    def codes(self, name: str) -> Codes:
        """Dense codes of the distinct values, -1 where missing."""
        if name not in self._codes:
            self._codes[name] = dense_codes(self.values(name))
        return self._codes[name]

    def complete(self, *names: str) -> NDArray[np.bool_]:
        """Rows where none of the columns is missing, shape (n,)."""
        kept = np.ones(self.n, dtype=bool)
        for name in names:
            if name not in self._present:
                self._present[name] = self.codes(name) >= 0
            kept &= self._present[name]
        return kept

    def _key(self, rows: NDArray[np.bool_]) -> bytes:
        if rows.all():
            return b"all"
        return np.packbits(rows).tobytes() if self.n <= 4096 else _digest(rows)

    def ranks(self, name: str, rows: NDArray[np.bool_]) -> Floats:
        """Average ranks of the column among `rows`, where it is nowhere missing."""
        key = (name, self._key(rows))
        found = self._ranks.get(key)
        if found is None:
            found = ranks_of_codes(self.codes(name)[rows])
            if len(self._ranks) >= _MOST_RANKS:
                self._ranks.pop(next(iter(self._ranks)))
            self._ranks[key] = found
        return found

    def unit_ranks(self, name: str, rows: NDArray[np.bool_]) -> Floats | None:
        """Ranks scaled so that products are correlations; None where the column is constant."""
        key = (name, self._key(rows))
        if key not in self._units:
            if len(self._units) >= _MOST_RANKS:
                self._units.pop(next(iter(self._units)))
            self._units[key] = unit_scores(self.ranks(name, rows))
        return self._units[key]

    def groups(self, name: str) -> Groups:
        """The column as groups, for roles that act as such."""
        if name not in self._groups:
            self._groups[name] = self._as_groups(self.columns[name])
        return self._groups[name]

    def _as_groups(self, column: Column) -> Groups:
        if column.levels:
            return Groups(column.values.astype(np.int64), column.levels, column.levels)
        values = self.values(column.profile.name)
        distinct = np.unique(values[~np.isnan(values)])
        keys = tuple(float(value) for value in distinct)
        levels = tuple(_level(key, column) for key in keys)
        return Groups(self.codes(column.profile.name), levels, keys)

    def unit_of(self, name: str) -> str | None:
        """Physical unit of the column."""
        return self.columns[name].profile.unit

    @cached_property
    def unit(self) -> str | None:
        """Name of the column of repeated units, or None."""
        return split.unit(tuple(column.profile for column in self.columns.values()))

    @cached_property
    def axis(self) -> str | None:
        """Name of the time axis, or None."""
        found = _roles.axis(self.profile)
        return found.name if found is not None else None

    @cached_property
    def order(self) -> NDArray[np.int64] | None:
        """Row positions in the order of the time axis; None where the rows stand so already."""
        if self.axis is None:
            return None
        values = self.values(self.axis)
        present = values[~np.isnan(values)]
        if np.all(np.diff(present) >= 0):
            return None
        return np.argsort(values, kind="stable")


def _digest(rows: NDArray[np.bool_]) -> bytes:
    import hashlib

    return hashlib.blake2b(np.packbits(rows).tobytes(), digest_size=16).digest()


def _level(key: float, column: Column) -> str:
    if "bool" in column.profile.dtype.lower():
        return "True" if key else "False"
    return moment(key, column)


def moment(key: float, column: Column) -> str:
    """A number as it is shown; a time as a date or a date with its time, as a year where the column holds years."""
    if column.profile.role != "time":
        return f"{key:g}"
    exact = np.datetime64(round(key), "s")
    ends = [column.profile.summary.get(end, key) for end in ("min", "max")]
    yearly = all(_fits("Y", np.datetime64(round(end), "s")) for end in ends)
    for step in ("Y", "D", "m") if yearly else ("D", "m"):
        if _fits(step, exact):
            return str(exact.astype(f"datetime64[{step}]"))
    return str(exact)


def _fits(step: str, exact: np.datetime64) -> bool:
    return bool(exact.astype(f"datetime64[{step}]") == exact)


_SCANS: dict[int, Scan] = {}


def of(table: Table) -> Scan:
    """The memo of a table."""
    found = _SCANS.get(id(table))
    if found is None:
        found = _SCANS[id(table)] = Scan(table)
        weakref.finalize(table, _SCANS.pop, id(table), None)
    return found
