"""What an object is, in a few facts: its type, shape, kind of values, keys. Nothing of it is computed, run or printed."""

from __future__ import annotations

import itertools
import types
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import known, lazy

LOOKED = 1_000
_LONGEST = 80
_FRAMES = (
    ("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "Table"),
)  # fmt: skip
_COLUMNS = (("pandas", "Series"), ("polars", "Series"))
_FIELDS = (("xarray", "DataArray"), ("astropy.units", "Quantity"))
_CODE = (
    types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type, np.ufunc,
)  # fmt: skip


@dataclass(frozen=True)
class Glance:
    """Facts about an object; None where there is no such fact.

    Attributes
    ----------
    what : str
        "an array", "a list", "a number" ...
    size : int or None
        Values of an array, items of a list, keys of a dict, characters of a text.
    dtype : str or None
        Kind of the values; of a list the types of its first 1 000 items.
    keys : tuple of str or None
        Keys of a dict, columns of a table, what a model has learned.
    value : number, str or None
        A number, a truth value, or a date as text. Texts of the user are not given.
    """

    type: str
    what: str
    shape: tuple[int, ...] | None = None
    size: int | None = None
    dtype: str | None = None
    keys: tuple[str, ...] | None = None
    value: int | float | bool | str | None = None


def is_code(obj: Any) -> bool:
    """Whether an object is a module, function or class: what no question about data is about."""
    return type(obj) in _CODE or issubclass(type(obj), type)


def glance(obj: Any) -> Glance:
    """The facts about an object, by its exact type."""
    kind, cls = known.type_name(obj), type(obj)
    if cls is np.ndarray:
        return Glance(kind, "an array", obj.shape, obj.size, str(obj.dtype)[:_LONGEST])
    if cls in {list, tuple, set, frozenset}:
        return Glance(kind, f"a {cls.__name__}", None, len(obj), _types(obj))
    if cls is dict:
        keys = tuple(known.label_text(key) or "a key that is not read" for key in _first(obj))
        return Glance(kind, "a dict", None, len(obj), _types(obj.values()), keys)
    if cls in known.scalars():
        return _scalar(obj, kind)
    if lazy.is_lazy(obj):
        return Glance(kind, "a query that has not run")
    return _of_package(obj, kind)


def _first(items: Any) -> list[Any]:
    return list(itertools.islice(items, LOOKED))


def _types(items: Any) -> str | None:
    found = sorted({known.type_name(item) for item in _first(items)})
    return None if not found else ", ".join(found[:3]) + (" and others" if len(found) > 3 else "")


def _scalar(obj: Any, kind: str) -> Glance:
    cls = type(obj)
    if cls in known.BOOLEANS:
        return Glance(kind, "a truth value", value=bool(obj))
    if cls in known.INTEGERS:
        return Glance(kind, "a number", value=int(obj))
    if cls in known.REALS:
        return Glance(kind, "a number", value=float(obj))
    if cls in known.TEXTS or cls is bytes:
        return Glance(kind, "a text", size=len(obj))
    return Glance(kind, "a date or a time", value=str(obj)[:_LONGEST])


def _of_package(obj: Any, kind: str) -> Glance:
    if any(known.is_exact(obj, *one) for one in _FRAMES):
        shape = (obj.num_rows, obj.num_columns) if kind.startswith("pyarrow") else tuple(obj.shape)
        labels = getattr(obj, "column_names" if kind.startswith("pyarrow") else "columns")
        keys = tuple(known.label_text(label) or "" for label in _first(labels))
        return Glance(kind, "a table", shape, None, None, keys)
    if any(known.is_exact(obj, *one) for one in _COLUMNS):
        return Glance(kind, "a series", (len(obj),), len(obj), str(obj.dtype)[:_LONGEST])
    if any(known.is_exact(obj, *one) for one in _FIELDS):
        return Glance(kind, "an array", tuple(obj.shape), int(obj.size), str(obj.dtype)[:_LONGEST])
    if known.module_of(type(obj)) == "sklearn":
        return Glance(kind, "a model", keys=_fitted(obj))
    return Glance(kind, "an object")


def _fitted(obj: Any) -> tuple[str, ...]:
    """What a model of scikit-learn has learned, by names and shapes."""
    own = object.__getattribute__(obj, "__dict__")
    learned = [(name, one) for name, one in own.items() if name.endswith("_") and name[0] != "_"]
    return tuple(
        f"{name} {one.shape}" if type(one) is np.ndarray else name
        for name, one in learned
        if type(one) is np.ndarray or type(one) in known.scalars()
    )
