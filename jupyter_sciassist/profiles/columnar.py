"""Polars and pyarrow: DataFrame, Series and Table, with figures of all rows by their own engines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from . import known, plan, raw
from .base import Exact, Positions, Slot, Source


def frame(obj: Any) -> Source:
    """Source of a Polars DataFrame."""
    rows, columns = obj.shape

    def slots(count: int) -> list[Slot]:
        names = obj.columns[:count]
        return [_slot(obj.to_series(i), i, name) for i, name in enumerate(names)]

    return Source(
        "polars.DataFrame", "table", (rows, columns), rows, columns, slots,
        exact=lambda: _figures([obj.to_series(i) for i in range(min(columns, plan.MAX_COLUMNS))]),
    )  # fmt: skip


def series(obj: Any) -> Source:
    """Source of a Polars Series."""
    rows = len(obj)
    title = obj.name or "value"
    return Source(
        "polars.Series", "series", (rows,), rows, 1,
        lambda count: [replace(_slot(obj, 0, title), nameless=not obj.name)][:count],
        exact=lambda: _figures([obj]),
    )  # fmt: skip


def table(obj: Any) -> Source:
    """Source of a pyarrow Table; its column names may repeat."""
    rows, columns = obj.num_rows, obj.num_columns

    def slots(count: int) -> list[Slot]:
        names = obj.column_names[:count]
        return [_slot(obj.column(i), i, name) for i, name in enumerate(names)]

    return Source(
        "pyarrow.Table", "table", (rows, columns), rows, columns, slots,
        exact=lambda: _figures([obj.column(i) for i in range(min(columns, plan.MAX_COLUMNS))]),
    )  # fmt: skip


def _figures(columns: list[Any]) -> dict[int, Exact]:
    return {place: _exact(one) for place, one in enumerate(columns)}


def _exact(column: Any) -> Exact:
    values = nw.from_native(column, series_only=True)
    rows = len(values)
    if values.dtype.is_float():
        values = values.filter(values.is_finite() & ~values.is_null())
    missing = rows - values.count()
    if not values.dtype.is_numeric() or missing == rows:
        return Exact(missing, {})
    moments = {"min": values.min(), "max": values.max(), "mean": values.mean()}
    return Exact(missing, {**moments, "std": values.std() if rows - missing > 1 else 0.0})


def _slot(column: Any, position: int, name: str) -> Slot:
    dtype = str(nw.from_native(column, series_only=True).dtype)
    return Slot(position, name, name, dtype, lambda positions: take(column, positions))


def take(column: Any, positions: Positions) -> raw.Raw:
    """Read one Polars Series or pyarrow ChunkedArray at `positions`."""
    values = nw.from_native(column, series_only=True)
    if positions is not None:
        values = values[positions]
    dtype = values.dtype
    if dtype.is_nested() or dtype == nw.Binary:
        return raw.opaque(len(values), f"{dtype} values are not read")
    if dtype == nw.Enum or dtype == nw.Categorical:
        return _categorical(values)
    if dtype.is_integer() or dtype == nw.Boolean:
        return _whole(values)
    if dtype == nw.Datetime and getattr(dtype, "time_zone", None) is not None:
        values = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return raw.from_array(values.to_numpy())


def _whole(values: Any) -> raw.Raw:
    if not values.null_count():
        return raw.from_array(values.to_numpy())
    missing: NDArray[np.bool_] = values.is_null().to_numpy().astype(bool)
    filler = False if values.dtype == nw.Boolean else 0
    return raw.from_array(values.fill_null(filler).to_numpy(), missing)


def _categorical(values: Any) -> raw.Raw:
    """Categories as texts: in their own order where they have one, else alphabetic."""
    items = values.to_list()
    found = raw.from_objects(np.asarray(items, dtype=object))
    order = _order(values)
    if order is None:
        if found.kind != "text":
            return found
        return raw.from_codes(found.values, found.levels, ordered=False, recipe="as is")
    place = {level: i for i, level in enumerate(order)}
    codes = np.array([-1 if item is None else place[str(item)] for item in items], dtype=np.int64)
    ranked = raw.from_codes(codes, order, ordered=True, recipe="as is")
    return ranked if found.kind == "text" else replace(found, plain=ranked)


def _order(values: Any) -> list[str] | None:
    if values.dtype == nw.Enum:
        return list(values.dtype.categories)
    native = values.to_native()
    if known.is_exact(native, "pyarrow", "ChunkedArray") and native.type.ordered:
        return [str(level) for level in native.unify_dictionaries().chunk(0).dictionary.to_pylist()]
    return None
