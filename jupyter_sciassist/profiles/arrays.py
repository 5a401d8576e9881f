"""NumPy arrays: one to three dimensions, and structured ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import plan, raw
from .base import Positions, Slot, Source


def array(obj: NDArray[Any]) -> Source | None:
    """Source of an array, rows along the first axis; None beyond three dimensions."""
    if obj.dtype.names is not None and obj.ndim == 1:
        return _structured(obj)
    if obj.dtype.names is not None or not 1 <= obj.ndim <= 3:
        return None
    rows = obj.shape[0]
    tail = obj.shape[1:]
    columns = int(np.prod(tail, dtype=np.int64))

    def slots(count: int) -> list[Slot]:
        return [_cell(obj, i, np.unravel_index(i, tail)) for i in range(min(count, columns))]

    return Source("numpy.ndarray", "array", obj.shape, rows, columns, slots)


def _cell(obj: NDArray[Any], position: int, place: tuple[Any, ...]) -> Slot:
    title = "value" if not place else "_".join(["column", *map(str, place)])
    column = obj[(slice(None), *place)]
    return Slot(
        position,
        position,
        title,
        str(obj.dtype),
        lambda rows: take(column, rows),
        nameless=not place,
    )


def every(obj: Any) -> NDArray[Any] | None:
    """All values of an array of several dimensions in one; None of any other object, and where that would copy a huge one."""
    if type(obj) is not np.ndarray or obj.ndim < 2 or obj.dtype.kind not in "biuf":
        return None
    huge = obj.size > plan.MAX_WHOLE and not obj.flags.c_contiguous
    return None if huge else obj.reshape(-1)


def _structured(obj: NDArray[Any]) -> Source:
    names = obj.dtype.names or ()

    def slots(count: int) -> list[Slot]:
        return [_field(obj, i, name) for i, name in enumerate(names[:count])]

    return Source("numpy.ndarray", "table", obj.shape, obj.shape[0], len(names), slots)


def records(obj: np.recarray[Any, Any]) -> Source | None:
    """Source of a record array, which is a structured array in another dress."""
    found = array(obj.view(np.ndarray)) if obj.dtype.names is not None else None
    return None if found is None else replace(found, type="numpy.recarray")


def _field(obj: NDArray[Any], position: int, name: str) -> Slot:
    column = obj[name]
    return Slot(position, name, name, str(column.dtype), lambda rows: take(column, rows))


def take(column: NDArray[Any], positions: Positions) -> raw.Raw:
    """Read one column of an array at `positions`."""
    values = column if positions is None else column[positions]
    if values.ndim != 1 or values.dtype.names is not None:
        return raw.opaque(len(values), "a field of several values, which is not read")
    return raw.from_array(values.astype(values.dtype.newbyteorder("="), copy=False))
