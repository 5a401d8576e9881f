"""Explore and confirm: which side a row is on, by a salted hash that new columns do not move."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..records import ColumnProfile
from .roles import TIME_WORDS, words
from .table import Column

MIN_UNITS = 10


def explored(salt: str, labels: Iterable[str]) -> NDArray[np.bool_]:
    """True for rows on the explore side. The cell spells out the same line (see `source`)."""
    memo: dict[str, bool] = {}
    sides = []
    for label in labels:
        if label not in memo:
            key = f"{salt}|{label}".encode()
            memo[label] = hashlib.blake2b(key, digest_size=8).digest()[0] < 128
        sides.append(memo[label])
    return np.array(sides, dtype=bool)


def unit(columns: Sequence[ColumnProfile]) -> str | None:
    """Name of the column of repeated units (subjects, animals ...), by which rows belong together.

    An id whose values repeat, or a column that others hang on (see `roles.repeated_units`), with
    ten values or more, since fewer cannot be split; where there are several, the one with fewest
    values, because it keeps most together.
    """
    repeated = [
        column
        for column in columns
        if column.summary.get("unit") or (column.role == "id" and _repeats(column))
    ]
    return min(repeated, key=lambda column: column.unique or 0).name if repeated else None


def _repeats(column: ColumnProfile) -> bool:
    present = column.summary.get("looked", column.n - column.missing)
    return column.unique is not None and MIN_UNITS <= column.unique <= 0.9 * present


def order(columns: Sequence[ColumnProfile]) -> str | None:
    """Name of the column along which the rows stand in order of time, or None.

    A time that rises from row to row, or a rising number with the name of one (hour, mjd, step).
    Rows sorted by an age, a depth or a size are no series.
    """
    rising = [column for column in columns if column.summary.get("increasing")]
    times = [column for column in rising if column.role == "time"]
    axes = [
        column
        for column in rising
        if column.role in {"numeric", "count"} and set(words(column.name)) & TIME_WORDS
    ]
    found = times or axes
    return found[0].name if found else None


def block_size(rows: int) -> int:
    """Rows hashed together in an ordered series: a power of two, 32 to 63 blocks.

    A power of two, so that rows that are added at the end move no row to the other side until
    their number has doubled.
    """
    return max(1, 2 ** int(np.log2(max(rows, 1) / 32))) if rows >= 64 else 1


def unit_labels(column: Column) -> list[str]:
    """Label of each row's unit: the display level (empty where missing) or the number."""
    if column.levels:
        return [column.levels[code] if code >= 0 else "" for code in column.values.tolist()]
    return [f"{value:.17g}" for value in column.values.tolist()]
