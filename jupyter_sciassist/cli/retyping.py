"""A text file says nothing of types: its tables read as the notebook of a record may have read them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from typing import Any

import pandas as pd

from .. import profiles
from ..profiles.fingerprint import ALGO
from ..provenance.exports.reading import Row

# Each reading is fingerprinted whole.
_READINGS = 64
_SHOWN = 8


class Tables:
    """The tables that were given, as files.read reads them.

    A record holds no types of columns, but the digest of the values, and a time has another than its
    text. A table with other values therefore never passes for that of the record.
    """

    def __init__(self, given: Mapping[str, pd.DataFrame]) -> None:
        self._given = given
        self._found: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self._times = {name: _times(table) for name, table in given.items()}

    def of(self, row: Row) -> tuple[Mapping[str, Any], str]:
        """The tables for one record, its own with the types under which it has the digest on record.

        Returns
        -------
        objects : mapping of variable name to DataFrame
        told : str
            Which columns were read as times, or what was tried in vain; empty where the table is that
            of the record as it stands, or nothing can be compared.
        """
        name, digest = row.words("data", 0, "name"), row.shown("/data/0/digest")
        table = self._given.get(name)
        if (
            table is None
            or row.words("data", 0, "algo") != ALGO
            or "/data/0/digest" in row.redacted
        ):
            return self._given, ""
        if (name, digest) not in self._found:
            self._found[name, digest] = self._search(name, digest)
        columns = self._found[name, digest]
        if columns is None:
            return self._given, _in_vain(name, table, tuple(self._times[name]))
        if not columns:
            return self._given, ""
        retyped = table.assign(**{one: self._times[name][one] for one in columns})
        return {
            **self._given,
            name: retyped,
        }, f"{name}: read as times, as on record: {_listed(columns)}"

    def _search(self, name: str, digest: str) -> tuple[str, ...] | None:
        """The columns that have to be times for the table to have the digest; None where none do."""
        for columns in islice(_subsets(tuple(self._times[name])), _READINGS):
            read = self._given[name].assign(**{one: self._times[name][one] for one in columns})
            if profiles.profile(read, name).fingerprint.digest == digest:
                return columns
        return None


def _subsets(columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """None of them, all of them, then all but some."""
    yield ()
    for size in range(len(columns), 0, -1):
        yield from combinations(columns, size)


def _times(table: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """The text columns all of whose values pandas reads as times, read."""
    found = {}
    for name in table.columns:
        if not isinstance(name, str) or not pd.api.types.is_string_dtype(table[name].dtype):
            continue
        with warnings.catch_warnings():
            # That no one format fits all values is no news here.
            warnings.simplefilter("ignore", UserWarning)
            try:
                found[name] = pd.to_datetime(table[name])
            except (ValueError, TypeError, OverflowError):
                continue
    return found


def _in_vain(name: str, table: pd.DataFrame, times: tuple[str, ...]) -> str:
    tried = f", also with {_listed(times)} as times" if times else ""
    others = [f"{column} ({dtype})" for column, dtype in table.dtypes.items()]
    return (
        f"{name}: the file does not give the table on record{tried}. It was read with {_listed(others)}."
        " Where the notebook has other types or an index, save its table with to_parquet and give that"
        f" file: --data {name}={name}.parquet"
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
