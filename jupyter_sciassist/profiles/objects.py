"""Objects of other packages that hold columns: xarray, astropy, sunpy. By exact type, never imported here.

Each is read through the conversion of its own package, the same that a scientist would write, so that a
cell gives the same numbers. Units that the object knows come along. Whatever is too large to be copied, or
would have to be computed first, is refused with what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from . import arrays, frames, known
from .base import Slot, Source

MOST_CELLS = 20_000_000
_TOO_LARGE = "holds more than 20 000 000 values; take a part of it first"
_SUNPY = (
    ("sunpy.timeseries.timeseriesbase", "GenericTimeSeries"),
    ("sunpy.timeseries.sources.goes", "XRSTimeSeries"),
)
_ASTROPY = (
    ("astropy.table", "Table"),
    ("astropy.table", "QTable"),
    ("astropy.timeseries", "TimeSeries"),
)


def source(obj: Any) -> Source | str | None:
    """Source of such an object, why it is not read, or None where it is none of them."""
    read = _reader(obj)
    if read is None:
        return None
    try:
        return read(obj)
    except Exception as error:  # the conversion of another package
        return f"it could not be converted: {type(error).__name__}: {str(error)[:200]}"


def _reader(obj: Any) -> Callable[[Any], Source | str] | None:
    if known.is_exact(obj, "xarray", "DataArray"):
        return _data_array
    if known.is_exact(obj, "xarray", "Dataset"):
        return _dataset
    if any(known.is_exact(obj, module, name) for module, name in _ASTROPY):
        return _table
    if known.is_exact(obj, "astropy.units", "Quantity"):
        return _quantity
    if any(known.is_exact(obj, module, name) for module, name in _SUNPY):
        return _time_series
    return None


def _data_array(obj: Any) -> Source | str:
    if obj.chunks is not None:
        return "its chunks have not been computed; assign its .compute() to a name"
    if obj.size > MOST_CELLS or not obj.ndim:
        return _TOO_LARGE if obj.ndim else "a single value"
    units = {name: one.attrs.get("units") for name, one in obj.coords.items()}
    nameless = obj.name is None
    name = "value" if nameless else str(obj.name)
    frame = obj.to_dataframe(name=name).reset_index()
    units = {**units, name: obj.attrs.get("units")}
    found = _converted("xarray.DataArray", frame, units, obj.shape)
    return replace(found, slots=lambda count: _last_nameless(found, count)) if nameless else found


def _last_nameless(found: Source, count: int) -> list[Slot]:
    """The columns of a frame of which the last one holds the values of an array without a name."""
    *axes, values = found.slots(found.columns)
    return [*axes, replace(values, nameless=True)][:count]


def _dataset(obj: Any) -> Source | str:
    if obj.chunks:
        return "its chunks have not been computed; assign its .compute() to a name"
    cells = len(obj.variables)
    for size in obj.sizes.values():
        cells *= size
    if cells > MOST_CELLS or not obj.sizes:
        return _TOO_LARGE if obj.sizes else "single values"
    units = {name: one.attrs.get("units") for name, one in obj.variables.items()}
    shape = tuple(obj.sizes.values())
    return _converted("xarray.Dataset", obj.to_dataframe().reset_index(), units, shape)


def _table(obj: Any) -> Source | str:
    names = list(obj.colnames)
    if len(obj) * max(len(names), 1) > MOST_CELLS:
        return _TOO_LARGE
    wide = [name for name in names if len(obj[name].shape) > 1]
    if wide:
        return (
            f"column {wide[0]!r} holds several values a row; take the others to a name of their own"
        )
    units = {name: _unit(getattr(obj[name], "unit", None)) for name in names}
    kind = "TimeSeries" if known.is_exact(obj, "astropy.timeseries", "TimeSeries") else "Table"
    return _converted(f"astropy.{kind}", obj.to_pandas(), units, None)


def _quantity(obj: Any) -> Source | str:
    found = arrays.array(obj.value) if obj.shape else None
    if found is None:
        return "quantities of one to three dimensions are read"
    unit, slots = _unit(obj.unit), found.slots
    return replace(
        found,
        type="astropy.Quantity",
        slots=lambda count: [replace(slot, unit=unit) for slot in slots(count)],
    )


def _time_series(obj: Any) -> Source | str:
    units = {str(name): _unit(unit) for name, unit in dict(obj.units).items()}
    return _converted("sunpy.TimeSeries", obj.to_dataframe(), units, None)


def _unit(unit: Any) -> str | None:
    text = "" if unit is None else str(unit)
    return text if 0 < len(text) <= 20 else None


def _converted(
    kind: str, frame: Any, units: Mapping[Any, Any], shape: tuple[int, ...] | None
) -> Source:
    """Source of the frame that stands for the object; `shape` of the object where it is another."""
    found = frames.frame(frame)
    slots = found.slots

    def with_units(count: int) -> list[Slot]:
        return [
            replace(slot, unit=_unit(units.get(slot.title))) if slot.position >= 0 else slot
            for slot in slots(count)
        ]

    field = shape is not None and len(shape) > 1
    note = f"an array of {' x '.join(map(str, shape or ()))}, a row for each of its points"
    return replace(
        found,
        type=kind,
        kind="field" if field else "table",
        slots=with_units,
        labels=None if shape is not None else found.labels,
        note=note if field else None,
    )
