"""pandas: DataFrame and Series, versions 2.2 and 3."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import known, raw
from .base import Positions, Slot, Source, unit_of

_MASKED = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")
_DTYPES = (
    *(f"{name}Dtype" for name in (*_MASKED, "Float32", "Float64", "Boolean")),
    *("ArrowDtype", "CategoricalDtype", "DatetimeTZDtype", "IntervalDtype", "PeriodDtype"),
    *("SparseDtype", "StringDtype"),
)


def frame(obj: Any) -> Source:
    """Source of a pandas DataFrame; a telling row index becomes columns in front."""
    rows, columns = obj.shape
    indexed = _index_levels(obj.index)

    def slots(count: int) -> list[Slot]:
        taken = indexed[:count]
        return [*taken, *_columns(obj, count - len(taken))]

    return Source(
        "pandas.DataFrame", "table", (rows, columns), rows, columns + len(indexed), slots,
        lambda positions: _labels(obj.index, positions),
    )  # fmt: skip


def _columns(obj: Any, count: int) -> list[Slot]:
    """The first `count` columns. Those that must not be touched are never taken out."""
    labels, dtypes = list(obj.columns[:count]), list(obj.dtypes)
    attrs, rows = obj.attrs, obj.shape[0]
    # pandas copies `attrs` deeply into every column it hands out, and with them the user's objects
    if not _is_plain(attrs):
        obj = type(obj)(obj, copy=False) if all(map(readable, dtypes)) else None
    return [
        slot(obj.iloc[:, i], i, label, attrs)
        if obj is not None and readable(dtypes[i])
        else _unread(dtypes[i], i, label, rows)
        for i, label in enumerate(labels)
    ]


def _is_plain(value: Any, depth: int = 4) -> bool:
    """Made of plain dicts, lists, texts and numbers alone."""
    if type(value) is dict and depth:
        return all(type(key) is str and _is_plain(one, depth - 1) for key, one in value.items())
    if type(value) in {list, tuple} and depth:
        return all(_is_plain(one, depth - 1) for one in value)
    return type(value) in {str, int, float, bool, type(None)}


def _unread(dtype: Any, position: int, label: Any, rows: int) -> Slot:
    geometry = known.is_exact(dtype, "geopandas.array", "GeometryDtype")
    note = "geometries are not read" if geometry else "an extension type that is not read"
    return Slot(
        position, label, known.label_text(label) or "", "geometry" if geometry else "object",
        lambda positions: raw.opaque(rows if positions is None else len(positions), note),
    )  # fmt: skip


def series(obj: Any) -> Source:
    """Source of a pandas Series."""
    indexed = _index_levels(obj.index)
    label = "value" if obj.name is None else obj.name

    def slots(count: int) -> list[Slot]:
        own = replace(slot(obj, 0, label, obj.attrs), nameless=obj.name is None)
        return [*indexed, own][:count]

    rows = len(obj)
    return Source(
        "pandas.Series", "series", (rows,), rows, 1 + len(indexed), slots,
        lambda positions: _labels(obj.index, positions),
    )  # fmt: skip


def slot(column: Any, position: int, label: Any, attrs: Any) -> Slot:
    """One Series as a column; `attrs` are those of its object."""
    title = known.label_text(label) or ""
    if not readable(column.dtype):
        return _unread(column.dtype, position, label, len(column))
    return Slot(
        position, label, title, str(column.dtype), lambda rows: take(column, rows),
        unit_of(attrs, title),
    )  # fmt: skip


def readable(dtype: Any) -> bool:
    """Whether a dtype is NumPy's or pandas' own; an extension of somebody else's is not touched."""
    if _is_numpy(dtype):
        return True
    return any(type(dtype) is known.member("pandas", name) for name in _DTYPES)


def _is_numpy(dtype: Any) -> bool:
    return known.module_of(type(dtype)) == "numpy"


def take(column: Any, positions: Positions) -> raw.Raw:
    """Read a pandas Series or Index at `positions`."""
    dtype = column.dtype
    array = column.to_numpy() if _is_numpy(dtype) else column.array
    values = array if positions is None else array.take(positions)
    if type(values) is np.ndarray:
        return raw.from_array(values)
    if type(dtype) is known.member("pandas", "CategoricalDtype"):
        return _categorical(values)
    if type(dtype) is known.member("pandas", "PeriodDtype"):
        times = values.to_timestamp().to_numpy().astype("datetime64[us]")
        return _with_recipe(raw.from_array(times), "period")
    return _extension(values, dtype.kind)


def _extension(values: Any, kind: str) -> raw.Raw:
    """Nullable, Arrow-backed, sparse, text and zoned-time arrays."""
    if kind in "biuf":
        return _nullable(values, kind)
    if kind == "M":
        return raw.from_array(values.to_numpy("datetime64[us]"))
    if kind == "m":
        return raw.from_array(values.to_numpy("timedelta64[us]"))
    return raw.from_objects(np.asarray(values, dtype=object))


def _with_recipe(column: raw.Raw, recipe: raw.Recipe) -> raw.Raw:
    return replace(column, recipe=recipe)


def _nullable(values: Any, kind: str) -> raw.Raw:
    if kind == "f":
        floats = np.asarray(values.to_numpy("float64", na_value=np.nan))
        return _float_recipe(raw.from_array(floats))
    missing: NDArray[np.bool_] = np.asarray(values.isna(), dtype=bool)
    if kind == "b":
        return raw.from_array(values.to_numpy("bool", na_value=False), missing)
    return raw.from_array(
        values.to_numpy("uint64" if kind == "u" else "int64", na_value=0), missing
    )


def _float_recipe(column: raw.Raw) -> raw.Raw:
    return column if column.recipe == "finite" else _with_recipe(column, "float")


def _categorical(values: Any) -> raw.Raw:
    codes = np.asarray(values.codes)
    categories = list(values.categories)
    scalars = known.scalars()
    if not all(type(item) in scalars for item in categories):
        return raw.opaque(len(codes), "categories of a type that is not read", codes < 0)
    levels = [str(item) for item in categories]
    ordered = bool(values.ordered)
    found = take(values.categories, None)
    plain = None if ordered else (found.plain or found).at(codes)
    return raw.from_codes(codes, levels, ordered=ordered, plain=plain)


def _index_levels(index: Any) -> list[Slot]:
    """Levels of the row index that say something: dates, texts, named ones, all of a MultiIndex."""
    if type(index) is known.member("pandas", "RangeIndex") and index.name is None:
        return []
    levels = index.nlevels
    found = []
    for level in range(levels):
        values = index if levels == 1 else index.get_level_values(level)
        if levels == 1 and values.name is None and values.dtype.kind in "iu":
            continue
        title = known.label_text(values.name) if values.name is not None else None
        default = "index" if levels == 1 else f"level_{level}"
        found.append(_level(level - levels, values, title or default))
    return found


def _level(position: int, values: Any, title: str) -> Slot:
    if not readable(values.dtype):
        return _unread(values.dtype, position, title, len(values))
    return Slot(position, values.name, title, str(values.dtype), lambda rows: take(values, rows))


def _labels(index: Any, positions: Positions) -> list[str] | None:
    """`str` of each index label, or None where one of them must not be touched."""
    labels = index if positions is None else index.take(positions)
    scalars = known.scalars() | known.blanks()
    items = list(labels)
    types = set(map(type, items))
    if types == {tuple}:
        types = {type(part) for item in items for part in item}
    return [str(item) for item in items] if types <= scalars else None
