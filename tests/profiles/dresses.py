"""One table of plain values in the types of many libraries. The columns are those of the reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

Column = dict[str, Any]
EPOCH = dt.datetime(1970, 1, 1)
ARROW = {
    "boolean": pa.bool_(), "real": pa.float64(), "instant": pa.timestamp("us"),
    "span": pa.duration("us"), "text": pa.string(), "unread": pa.list_(pa.int64()),
}  # fmt: skip


def _present(column: Column) -> list[Any]:
    return [one for one in column["values"] if one is not None]


def _integer(column: Column, low: int, high: int) -> bool:
    return all(low <= one < high for one in _present(column))


def _whole(column: Column) -> bool:
    """Integers that a float holds exactly."""
    return column["type"] == "integer" and all(int(float(one)) == one for one in _present(column))


def _moments(column: Column) -> list[Any]:
    """Instants and spans as Python's own objects."""
    base = EPOCH if column["type"] == "instant" else dt.timedelta(0)
    return [
        None if one is None else base + dt.timedelta(microseconds=one) for one in column["values"]
    ]


def _python(column: Column) -> list[Any]:
    return _moments(column) if column["type"] in {"instant", "span"} else list(column["values"])


def _objects(values: Sequence[Any]) -> np.ndarray[Any, Any]:
    cells = np.empty(len(values), dtype=object)
    for i, one in enumerate(values):
        cells[i] = one
    return cells


def _ordered(column: Column) -> pd.Categorical:
    return pd.Categorical(column["values"], categories=column["order"], ordered=True)


def _arrow_type(column: Column) -> Any:
    if column["type"] == "integer":
        return pa.int64() if _integer(column, -(2**63), 2**63) else pa.uint64()
    return ARROW[column["type"]]


def arrow_array(column: Column) -> Any:
    """A pyarrow array of the usual type."""
    if column["type"] == "ordered":
        return pa.array(_ordered(column))
    values = column["values"]
    if column["type"] in {"instant", "span"}:
        return pa.array(values, pa.int64()).cast(_arrow_type(column))
    return pa.array(values, _arrow_type(column))


def other_arrow_array(column: Column) -> Any:
    """The same in another type: zoned, large, dictionary encoded, with NaN for null, decimal."""
    kind, values = column["type"], column["values"]
    if kind == "instant":
        return arrow_array(column).cast(pa.timestamp("us", tz="Asia/Kolkata"))
    if kind == "text":
        return pa.array(values, pa.large_string()).dictionary_encode()
    if kind == "real":
        return pa.array([float("nan") if one is None else one for one in values], pa.float64())
    if kind == "integer" and _integer(column, -128, 128):
        return pa.array(values, pa.int8())
    if _whole(column):
        return pa.array([None if one is None else float(one) for one in values], pa.float64())
    return arrow_array(column)


def numpy_like(column: Column) -> Any:
    """What pandas made of it before it had nullable types: floats with NaN, objects, datetime64."""
    kind, values = column["type"], column["values"]
    full = None not in values
    if kind == "ordered":
        return _ordered(column)
    if kind in {"instant", "span"}:
        numbers = np.array([np.iinfo("i8").min if one is None else one for one in values], "i8")
        return numbers.astype("M8[us]" if kind == "instant" else "m8[us]")
    if kind == "real" or (kind == "integer" and not full and _whole(column)):
        return np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    if kind == "integer" and full:
        return np.array(values, dtype=np.int64 if _integer(column, -(2**63), 2**63) else np.uint64)
    if kind == "boolean" and full:
        return np.array(values, dtype=bool)
    return _objects(values)


def nullable(column: Column) -> Any:
    """pandas' nullable types, zoned times, a category instead of texts."""
    kind, values = column["type"], column["values"]
    if kind in {"boolean", "real"}:
        return pd.array(values, dtype="boolean" if kind == "boolean" else "Float64")
    if kind == "integer":
        return pd.array(values, dtype="Int64" if _integer(column, -(2**63), 2**63) else "UInt64")
    if kind == "text":
        return pd.Categorical(values)
    if kind == "instant":
        return pd.Series(numpy_like(column)).dt.tz_localize("UTC").dt.tz_convert("America/Lima")
    return numpy_like(column)


def pandas_arrow(column: Column) -> Any:
    """Arrow-backed pandas."""
    if column["type"] in {"ordered", "unread"}:
        return numpy_like(column)
    return pd.arrays.ArrowExtensionArray(pa.chunked_array([arrow_array(column)]))


def categories(column: Column) -> Any:
    """Numbers, truth values and times as categories without an order."""
    if column["type"] in {"ordered", "unread"}:
        return numpy_like(column)
    if column["type"] == "integer":
        return pd.Categorical(nullable(column))
    return pd.Categorical(pd.Series(_objects(_python(column))).infer_objects())


def _series(make: Callable[[Column], Any]) -> Callable[[int, list[Column]], Any]:
    def frame(n: int, columns: list[Column]) -> Any:
        made = [pd.Series(make(one), index=range(n)) for one in columns]
        table = pd.concat(made, axis=1) if made else pd.DataFrame(index=range(n))
        return table.set_axis([one["name"] for one in columns], axis=1)

    return frame


def pandas_objects(n: int, columns: list[Column]) -> Any:
    return _series(
        lambda one: (
            _ordered(one) if one["type"] == "ordered"
            else pd.Series(_objects(_python(one)), dtype=object)
        )
    )(n, columns)  # fmt: skip


def plain_dict(n: int, columns: list[Column]) -> Any:
    return {
        one["name"]: pd.Series(_ordered(one)) if one["type"] == "ordered" else _python(one)
        for one in columns
    }


def arrays_dict(n: int, columns: list[Column]) -> Any:
    return {
        one["name"]: pd.Series(_ordered(one)) if one["type"] == "ordered" else numpy_like(one)
        for one in columns
    }


def arrow(n: int, columns: list[Column]) -> Any:
    return pa.Table.from_arrays(list(map(arrow_array, columns)), [one["name"] for one in columns])


def other_arrow(n: int, columns: list[Column]) -> Any:
    made = list(map(other_arrow_array, columns))
    return pa.Table.from_arrays(made, [one["name"] for one in columns])


def _polars_series(column: Column) -> pl.Series:
    if column["type"] == "ordered":
        return pl.Series(column["name"], column["values"], dtype=pl.Enum(column["order"]))
    return pl.Series(column["name"], pl.from_arrow(arrow_array(column)))


def polars(n: int, columns: list[Column]) -> Any:
    return pl.DataFrame({one["name"]: _polars_series(one) for one in columns})


def polars_other(n: int, columns: list[Column]) -> Any:
    made = {}
    for column in columns:
        series = _polars_series(column)
        if column["type"] == "text":
            series = series.cast(pl.Categorical)
        elif column["type"] == "instant":
            series = series.dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Oslo")
        elif column["type"] == "real":
            series = series.fill_null(float("nan"))
        made[column["name"]] = series
    return pl.DataFrame(made)


def lazy(n: int, columns: list[Column]) -> Any:
    return polars(n, columns).lazy()


def duck(n: int, columns: list[Column]) -> Any:
    return duckdb.from_arrow(arrow(n, columns))


def dask(n: int, columns: list[Column]) -> Any:
    """Dask reads objects as texts, so what no float holds comes in types that have a missing value."""

    def typed(column: Column) -> Any:
        made = numpy_like(column)
        objects = made.dtype == object and column["type"] in {"boolean", "integer"}
        return nullable(column) if objects else made

    return dd.from_pandas(_series(typed)(n, columns), npartitions=1 if n < 1000 else 3)


DRESSES: dict[str, Callable[[int, list[Column]], Any]] = {
    "pandas": _series(numpy_like),
    "pandas nullable": _series(nullable),
    "pandas arrow": _series(pandas_arrow),
    "pandas objects": pandas_objects,
    "pandas categories": _series(categories),
    "dict of lists": plain_dict,
    "dict of arrays": arrays_dict,
    "pyarrow": arrow,
    "pyarrow other": other_arrow,
    "polars": polars,
    "polars other": polars_other,
}
ENGINES = {"polars lazy": lazy, "duckdb": duck, "dask": dask}
TWICE = {"pandas", "pandas nullable", "pandas arrow", "pandas objects", "pyarrow", "pyarrow other"}
"""Dresses in which names may repeat."""
