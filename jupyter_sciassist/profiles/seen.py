"""Which rows were looked at before: told apart by their values, whatever the variable is called.

A row's label does not survive a change of name, a filter or a new index, its values do. A row that only
changed its units, or whose columns were all replaced, counts as another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..records import Confirmation, Split
from .table import Column, Table

Marks = NDArray[np.uint32]

# Rows are told apart by their values where at least this share of them differ from all others.
IDENTIFYING = 0.9
_COLUMNS = 24
_BYTES_KEPT = 64 * 2**20
_MIX = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Seen:
    """The rows of one table, as marks of their values.

    Attributes
    ----------
    variable : str
    split : str
        The side that was looked at.
    division : str
        How rows were put on sides: by unit, block or label.
    marks : mapping of column name to ndarray of uint32, shape (n,)
    n : int
    """

    variable: str
    split: Split
    division: str
    marks: Mapping[str, Marks]
    n: int


def looked_at(table: Table, needed: Iterable[str] = ()) -> Seen:
    """The rows of a table. Of many columns the `needed` and those with the most distinct values are marked."""
    readable = [name for name, column in table.columns.items() if column.recipe != "opaque"]
    first = set(needed)
    ranked = sorted(
        readable, key=lambda name: (name not in first, -(table.columns[name].profile.unique or 0))
    )
    rows = table.rows
    return Seen(
        table.profile.variable,
        rows.split,
        f"{rows.unit or ''}|{rows.block or ''}|{rows.labels}",
        {name: _marks(table.columns[name]) for name in ranked[: max(_COLUMNS, len(first))]},
        table.n,
    )


def _marks(column: Column) -> Marks:
    if column.levels:
        digests = [hashlib.blake2b(_bytes(one), digest_size=4).digest() for one in column.levels]
        levels = np.frombuffer(b"".join([*digests, b"\0\0\0\0"]), dtype="<u4").astype(np.uint32)
        return levels[column.values.astype(np.int64)]  # -1, missing, is the last
    values = np.where(np.isnan(column.values), np.nan, column.values.astype(np.float64)) + 0.0
    return (_mixed(values.view(np.uint64)) >> np.uint64(32)).astype(np.uint32)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each number spread over all bits (the finaliser of splitmix64, whose overflow is meant)."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def keys(rows: Seen, columns: Iterable[str]) -> NDArray[np.uint64]:
    """One number a row from the values of these columns, shape (n,)."""
    total = np.zeros(rows.n, dtype=np.uint64)
    for place, name in enumerate(sorted(columns)):
        salted = rows.marks[name] + np.uint64((place + 1) * _MIX % 2**64)
        total += _mixed(salted)
    return total


def among(rows: Seen, before: Seen) -> NDArray[np.bool_] | None:
    """Which of `rows` stand in `before`, shape (n,); None where their values cannot tell.

    Where values do not tell rows apart, rows that were appended below the former ones are known by
    the former ones standing above them unchanged.
    """
    shared = rows.marks.keys() & before.marks.keys()
    if not shared:
        return np.zeros(rows.n, dtype=bool)
    own, former = keys(rows, shared), keys(before, shared)
    if len(np.unique(former)) >= IDENTIFYING * before.n:
        return np.isin(own, former)
    if before.split == "all" and rows.n >= before.n and np.array_equal(own[: before.n], former):
        return np.arange(rows.n) < before.n
    return None


@dataclass(frozen=True)
class Confirmed:
    """A confirmation and the rows it was made on; None where it was restored from a record."""

    confirmation: Confirmation
    rows: Seen | None


@dataclass
class Past:
    """Rows that scans looked at, and the confirmations made, by what each hypothesis is about."""

    rows: list[Seen] = field(default_factory=list)
    confirmed: dict[str, Confirmed] = field(default_factory=dict)

    def look(self, rows: Seen) -> None:
        """Keep the rows of a scan, once; the oldest are forgotten beyond 64 MiB."""
        kept = [rows, *(one for one in reversed(self.rows) if not _same(one, rows))]
        sizes = np.cumsum([4 * one.n * len(one.marks) for one in kept])
        most = max(int(np.searchsorted(sizes, _BYTES_KEPT, side="right")), 1)
        self.rows = kept[:most][::-1]


def _same(a: Seen, b: Seen) -> bool:
    if (a.variable, a.split, a.division, a.n) != (b.variable, b.split, b.division, b.n):
        return False
    return a.marks.keys() == b.marks.keys() and all(
        np.array_equal(a.marks[name], b.marks[name]) for name in a.marks
    )
