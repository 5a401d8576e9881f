"""Plain dicts of equal-length columns (lists, tuples, one-dimensional arrays, Series), and dicts of single numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import arrays, columnar, frames, known, plan, raw
from .base import Positions, Slot, Source


def columns(obj: dict[Any, Any]) -> Source | None:
    """Source of a dict of columns; None where it is not one. Its columns' elements stay untouched."""
    items = list(obj.items())
    lengths = {_length(value) for _, value in items}
    rows = lengths.pop() if len(lengths) == 1 else None
    if rows is None:
        return None
    if any(known.label_text(key) is None for key, _ in items):
        return None

    def slots(count: int) -> list[Slot]:
        return [_slot(i, key, value) for i, (key, value) in enumerate(items[:count])]

    return Source("dict", "table", (rows, len(items)), rows, len(items), slots)


def of_numbers(obj: dict[Any, Any]) -> bool:
    """Whether every value of a dict is a single number, and all of them can be looked at."""
    kinds = frozenset(map(type, obj.values()))
    return 0 < len(obj) <= plan.MIN_ROWS and kinds <= known.INTEGERS | known.REALS


def numbers(obj: dict[Any, Any]) -> Source | None:
    """Source of a dict of single numbers: its keys, and the numbers as the values of the object."""
    keys = list(map(known.label_text, obj))
    if not of_numbers(obj) or None in keys:
        return None

    def slots(count: int) -> list[Slot]:
        own, values = list(map(str, keys)), list(obj.values())
        return [
            Slot(0, "key", "key", "object", lambda rows: take(own, rows)),
            Slot(1, 1, "value", "object", lambda rows: take(values, rows), nameless=True),
        ][:count]

    return Source("dict of numbers", "array", (len(keys),), len(keys), 2, slots)


def _length(value: Any) -> int | None:
    """Length of a column of known type, else None; a text is no column."""
    if type(value) in {list, tuple}:
        return len(value)
    if type(value) is np.ndarray:
        return len(value) if value.ndim == 1 and value.dtype.names is None else None
    for module in ("pandas", "polars"):
        if known.is_exact(value, module, "Series"):
            return len(value)
    return None


def _slot(position: int, key: Any, value: Any) -> Slot:
    title = known.label_text(key) or ""
    if type(value) is np.ndarray:
        return Slot(position, key, title, str(value.dtype), lambda rows: arrays.take(value, rows))
    if known.is_exact(value, "pandas", "Series"):
        return frames.slot(value, position, key, {})
    if known.is_exact(value, "polars", "Series"):
        return Slot(position, key, title, str(value.dtype), lambda rows: columnar.take(value, rows))
    return Slot(position, key, title, "object", lambda rows: take(value, rows))


def take(value: list[Any] | tuple[Any, ...], positions: Positions) -> raw.Raw:
    """Read the items of a list at `positions`."""
    chosen = value if positions is None else [value[i] for i in positions.tolist()]
    cells = np.empty(len(chosen), dtype=object)
    for i, item in enumerate(chosen):
        cells[i] = item
    return raw.from_objects(cells)
