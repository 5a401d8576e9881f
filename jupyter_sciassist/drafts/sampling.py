"""Copies of live objects for a trial: of exact known types alone, of at most a thousand rows.

Objects of one length are cut at the same rows, so that a column and an array made of it still fit each other.
Of every column of few levels each level is among the rows.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..profiles import frames, known

ROWS = 1000
SEED = 0
_LEVELS = 50
_OF_LEVEL = 8
_GROUPING = 8
_LOOKED_AT = 24
_LONGEST = 1_000_000
_CELLS = 4_000_000
_PLAIN = 200_000
_DEPTH = 4
_BYTES = 64 * 2**20

Rows = NDArray[np.intp]


class CannotCopyError(Exception):
    """An object is not of a kind that is copied; the text says why."""


@dataclass
class Copies:
    """Copies as the child reads them. `rows` is (rows copied, rows there are) of each object that has rows."""

    data: bytes
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)


def copies(names: Iterable[str], objects: Mapping[str, Any]) -> Copies:
    """Copies of the named objects, pickled. Objects are touched, so in the thread that may.

    Raises
    ------
    CannotCopyError
        One of them is of a type that is not known to be safe, or too large.
    """
    named = {name: objects[name] for name in names}
    taken = _Sample(named.values())
    made, rows = {}, {}
    for name, obj in named.items():
        try:
            made[name] = taken.copy(obj)
        except CannotCopyError as error:
            raise CannotCopyError(f"{name} {error}") from error
        length = _length(obj)
        if length is not None:
            rows[name] = (min(length, len(taken.rows(length))), length)
    data = pickle.dumps(made, protocol=5)
    if len(data) > _BYTES:
        raise CannotCopyError(
            f"the sample takes {len(data) >> 20} MB, at most {_BYTES >> 20} are copied"
        )
    return Copies(data, rows)


class _Sample:
    """The rows of each length, chosen once."""

    def __init__(self, objects: Iterable[Any]) -> None:
        self._objects = list(objects)
        self._rows: dict[int, Rows] = {}
        self._plain = _PLAIN

    def rows(self, length: int) -> Rows:
        """Positions that are copied of objects with so many rows, ascending."""
        if length not in self._rows:
            self._rows[length] = self._chosen(length)
        return self._rows[length]

    def _chosen(self, length: int) -> Rows:
        if length <= ROWS:
            return np.arange(length)
        order = np.random.default_rng([SEED, length]).permutation(length)
        grouping = [
            codes for one in self._objects if _length(one) == length for codes in _codes(one)
        ]
        first: set[int] = set()
        for codes in grouping[:_GROUPING]:
            shuffled = codes[order]
            for level in range(int(shuffled.max(initial=-1)) + 1):
                first.update(order[np.flatnonzero(shuffled == level)[:_OF_LEVEL]].tolist())
        chosen = list(dict.fromkeys([*list(first)[:ROWS], *order[:ROWS].tolist()]))[:ROWS]
        return np.sort(np.array(chosen, dtype=np.intp))

    def copy(self, obj: Any, depth: int = _DEPTH) -> Any:
        """A copy of an object of a known type."""
        if known.is_exact(obj, "pandas", "DataFrame") or known.is_exact(obj, "pandas", "Series"):
            return self._pandas(obj)
        if known.is_exact(obj, "polars", "DataFrame") or known.is_exact(obj, "polars", "Series"):
            return self._polars(obj)
        if type(obj) is np.ndarray:
            return self._array(obj)
        if type(obj) in {list, tuple, set, frozenset, dict, range}:
            return self._collection(obj, depth)
        self._scalar(obj)
        return obj

    def _pandas(self, obj: Any) -> Any:
        columns = (
            [obj.iloc[:0, i].dtype for i in range(obj.shape[1])] if obj.ndim == 2 else [obj.dtype]
        )
        if not all(map(frames.readable, columns)):
            raise CannotCopyError("holds an extension type that is not known here")
        _refuse_wide(len(self.rows(len(obj))) * len(columns))
        if obj.attrs:
            # `attrs` would be copied along, and with them whatever the user keeps there
            obj = type(obj)(obj, copy=False)
        taken = obj if len(obj) <= ROWS else obj.iloc[self.rows(len(obj))]
        labels = [
            *_index_values(taken.index),
            *(_index_values(taken.columns) if taken.ndim == 2 else [taken.name]),
        ]
        self._scalars(
            part for label in labels for part in (label if type(label) is tuple else (label,))
        )
        for at, dtype in enumerate(columns):
            if str(dtype) == "object":
                self._scalars((taken if taken.ndim == 1 else taken.iloc[:, at]).array)
        return taken

    def _polars(self, obj: Any) -> Any:
        whole = known.is_exact(obj, "polars", "DataFrame")
        dtypes = obj.dtypes if whole else [obj.dtype]
        if any("Object" in str(dtype) for dtype in dtypes):
            raise CannotCopyError("holds Python objects")
        _refuse_wide(len(self.rows(len(obj))) * len(dtypes))
        return obj if len(obj) <= ROWS else obj[self.rows(len(obj)).tolist()]

    def _array(self, obj: NDArray[Any]) -> Any:
        taken = obj
        if obj.ndim and len(obj) > ROWS:
            rows = self.rows(len(obj))
            square = obj.ndim == 2 and obj.shape[0] == obj.shape[1]
            taken = obj[np.ix_(rows, rows)] if square else obj[rows]
        _refuse_wide(taken.size)
        if taken.dtype.hasobject:
            if taken.dtype != object:
                raise CannotCopyError("is an array of records with objects in them")
            self._scalars(taken.ravel())
        return np.array(taken)

    def _collection(self, obj: Any, depth: int) -> Any:
        if not depth:
            raise CannotCopyError("is nested too deeply")
        if type(obj) is range:
            return obj
        if type(obj) is dict:
            self._spend(len(obj))
            self._scalars(part for key in obj for part in (key if type(key) is tuple else (key,)))
            return {key: self.copy(value, depth - 1) for key, value in list(obj.items())}
        if type(obj) is list and len(obj) > ROWS:
            return [self.copy(obj[at], depth - 1) for at in self.rows(len(obj))]
        self._spend(len(obj))
        return type(obj)(self.copy(one, depth - 1) for one in obj)

    def _spend(self, count: int) -> None:
        self._plain -= count
        if self._plain < 0:
            raise CannotCopyError(f"has more than {_PLAIN:,} values")

    def _scalars(self, values: Iterable[Any]) -> None:
        safe = known.scalars() | known.blanks() | {complex, np.complex128, np.complex64}
        for value in values:
            if type(value) not in safe:
                raise CannotCopyError(f"holds a {known.type_name(value)}")

    def _scalar(self, value: Any) -> None:
        if type(value) not in known.scalars() | known.blanks() | {
            complex,
            np.complex128,
            np.complex64,
        }:
            raise CannotCopyError(f"is a {known.type_name(value)}")


def _refuse_wide(cells: int) -> None:
    if cells > _CELLS:
        raise CannotCopyError(f"has {cells:,} values in its sample, at most {_CELLS:,} are copied")


def _index_values(index: Any) -> Iterable[Any]:
    return [] if known.is_exact(index, "pandas", "RangeIndex") else index


def _length(obj: Any) -> int | None:
    """How many rows an object of a known type has; None where it has none."""
    for module in ("pandas", "polars"):
        if known.is_exact(obj, module, "DataFrame") or known.is_exact(obj, module, "Series"):
            return len(obj)
    if type(obj) is np.ndarray:
        return len(obj) if obj.ndim else None
    return len(obj) if type(obj) is list and len(obj) > ROWS else None


def _codes(obj: Any) -> Iterable[NDArray[np.int64]]:
    """For each column of few levels the number of every row's level, -1 where it is missing."""
    length = _length(obj)
    if length is None or length > _LONGEST or known.is_exact(obj, "polars", "Series"):
        return
    if known.is_exact(obj, "pandas", "DataFrame"):
        whole = type(obj)(obj, copy=False) if obj.attrs else obj
        columns = [
            whole.iloc[:, at] for at in range(whole.shape[1]) if _may_group(whole.iloc[:0, at])
        ]
    elif known.is_exact(obj, "polars", "DataFrame"):
        columns = [one for one in obj.get_columns() if str(one.dtype) in _FEW]
    else:
        return
    for column in columns[:_LOOKED_AT]:
        ours = known.is_exact(column, "pandas", "Series")
        if ours and not _is_plain(column):
            continue
        codes, levels = pd.factorize(column if ours else np.array(column.to_list(), dtype=object))
        if 1 < len(levels) <= _LEVELS:
            yield codes


_FEW = frozenset({"String", "Boolean"})


def _may_group(column: Any) -> bool:
    """Texts, categories and truth values; numbers are sampled as they come."""
    dtype = column.dtype
    return frames.readable(dtype) and str(dtype) in {
        "object",
        "str",
        "string",
        "category",
        "bool",
        "boolean",
    }


def _is_plain(column: Any) -> bool:
    """Whether the values of a column may be compared: of objects their exact types say so."""
    safe = known.TEXTS | known.BOOLEANS | known.blanks() | {float}
    return str(column.dtype) != "object" or set(map(type, column.array)) <= safe
