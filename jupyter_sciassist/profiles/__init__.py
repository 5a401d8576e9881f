"""Live objects to profiles and tables, read safely: nothing is imported, copied whole or called blindly."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError
from ..records import Plan, Profile, Split
from . import (
    arrays,
    columnar,
    fingerprint,
    frames,
    known,
    lazy,
    lists,
    look,
    mappings,
    objects,
    whole,
)
from .base import Source
from .raw import Raw
from .split import order, unit
from .table import Column, Rows, Table

__all__ = ["Column", "Rows", "Table", "namespace", "order", "profile", "read", "unit"]

_FAMILIES = (
    ("pandas", "DataFrame", frames.frame),
    ("pandas", "Series", frames.series),
    ("polars", "DataFrame", columnar.frame),
    ("polars", "Series", columnar.series),
    ("pyarrow", "Table", columnar.table),
)


def profile(obj: Any, name: str) -> Profile:
    """Profile of a live object; one that cannot be read is of kind "other" with a note.

    A query (LazyFrame, DuckDB relation, Dask DataFrame) is run, for this is a named request; `read` then
    takes the rows that were brought over last.
    """
    source = _source(obj)
    if not isinstance(source, Source):
        return _other(obj, name, source)
    try:
        looked = look.look(source, name)
    except Exception as error:
        if not lazy.is_lazy(obj):
            raise
        return _other(obj, name, f"its query failed: {type(error).__name__}: {str(error)[:300]}")
    if lazy.is_lazy(obj):
        _keep(obj, looked)
    return looked.profile


def _other(obj: Any, name: str, note: str) -> Profile:
    kind = known.type_name(obj)
    return Profile(
        name, "other", kind, (), (), fingerprint.unhashable(kind), Plan(None, 0, 0, "0"), note
    )


def former_digest(obj: Any, name: str) -> str:
    """The fingerprint under which logs before `sciassist-fp/1` know an object that `profile` reads."""
    return _looked(obj, name).former_digest()


_LOOKED: dict[int, look.Looked] = {}


def _keep(obj: Any, looked: look.Looked) -> None:
    """Keep what a query brought, for as long as it lives: it may have taken minutes."""
    if id(obj) not in _LOOKED:
        weakref.finalize(obj, _LOOKED.pop, id(obj), None)
    _LOOKED[id(obj)] = looked


def read(
    obj: Any,
    name: str,
    *,
    split: Split = "all",
    salt: str = "",
    unit: str | None = None,
    block: int | None = None,
) -> Table:
    """The rows of one side of the split, as NumPy columns.

    Parameters
    ----------
    obj : table, series, array or dict of columns
    name : str
        The variable that holds it.
    split : {"all", "explore", "confirm"}
    salt : str
        Salt of the split.
    unit : str, optional
        Display name of the column whose values stay whole on one side.
    block : int, optional
        Consecutive rows that stay whole on one side. Where neither is given, repeated units
        and ordered rows are found by themselves.

    Raises
    ------
    DataError
        The object cannot be read; the message says why.
    UnknownColumnError
        `unit` names no column.
    """
    looked = _looked(obj, name)
    if unit is None and block is None and split != "all":
        unit, block = look.keeping(looked)
    return look.table(looked, side=split, salt=salt, unit=unit, block=block)


def _looked(obj: Any, name: str) -> look.Looked:
    looked = _LOOKED.get(id(obj))
    if looked is not None and looked.profile.variable == name:
        return looked
    source = _source(obj)
    if not isinstance(source, Source):
        raise DataError(f"{name} cannot be read as data: {source}.")
    return look.look(source, name)


def sampled(obj: Any, name: str) -> list[whole.Sampled]:
    """Every column with its role and the values of the planned rows; DataError where it is no data."""
    return whole.sampled(_source(obj), name)


def every(obj: Any) -> NDArray[Any] | None:
    """All values of an array of two dimensions or more, which questions call by its variable; None of another object."""
    return arrays.every(obj)


def columns(obj: Any, name: str, wanted: Iterable[str]) -> dict[str, Raw]:
    """All rows of the named columns, of a query those of the plan's sample.

    An array of several dimensions has a column of its own name as well, which holds all of its values.

    Raises
    ------
    UnknownColumnError
        There is no such column.
    DataError
        All values of an array are wanted beside one of its columns.
    """
    chosen = list(dict.fromkeys(wanted))
    values = arrays.every(obj) if name in chosen else None
    if values is None:
        return whole.columns(_source(obj), name, chosen)
    if len(chosen) > 1:
        raise DataError(f"All values of {name} and one of its columns are no rows of one table.")
    return whole.columns(arrays.array(values) or "", name, chosen)


def rows(obj: Any, name: str) -> int:
    """Number of rows; DataError where the object cannot be read."""
    return whole.rows(_source(obj), name)


def why_not(obj: Any) -> str | None:
    """Why an object is not read as data, in words; None where it is. A query is not run to tell."""
    source = None if lazy.is_lazy(obj) else _source(obj)
    return source if isinstance(source, str) else None


def own_column(obj: Any, name: str) -> str | None:
    """Display name of the column that holds the values of a Series, a list, an array of one dimension or a DataArray.

    None for an object of several columns, and for what cannot be read. Nothing is converted to tell.
    """
    if known.is_exact(obj, "xarray", "DataArray"):
        usable = obj.chunks is None and obj.ndim > 0
        return (name if obj.name is None else str(obj.name)) if usable else None
    alone = type(obj) in {np.ndarray, list, tuple, dict} or any(
        known.is_exact(obj, module, kind) for module, kind in _ONE_COLUMN
    )
    return whole.own_column(_source(obj), name) if alone else None


def namespace(ns: Mapping[str, Any]) -> list[Profile]:
    """Profiles of the user's data, tables first, the latest names first among equals.

    Names with a leading underscore are passed over, and so is a second name of the same object.
    Queries that have not run are named, not run.
    """
    first: dict[int, tuple[str, Any]] = {}
    for name, obj in list(ns.items()):
        if type(name) is str and not name.startswith("_") and name not in _SHELL and _is_data(obj):
            first.setdefault(id(obj), (name, obj))
    found = [_unasked(obj, name) for name, obj in reversed(first.values())]
    return sorted(found, key=lambda one: _RANK.get(one.kind, 0))


def _unasked(obj: Any, name: str) -> Profile:
    if lazy.is_lazy(obj):
        return _other(obj, name, lazy.UNASKED.format(name=name))
    return profile(obj, name)


_ONE_COLUMN = (("pandas", "Series"), ("polars", "Series"), ("astropy.units", "Quantity"))
_NO_COLUMNS = "its values are neither columns of one length nor all numbers"
_SHELL = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})
_RANK = {"series": 1, "array": 2, "other": 3}


def _is_data(obj: Any) -> bool:
    # A list is read when it is named: most of them hold names, paths or settings.
    if type(obj) in {list, tuple} or (type(obj) is dict and mappings.of_numbers(obj)):
        return False
    return lazy.is_lazy(obj) or isinstance(_source(obj), Source)


def _source(obj: Any) -> Source | str:
    """Source of an object of known family, or why there is none."""
    for module, name, family in _FAMILIES:
        if known.is_exact(obj, module, name):
            return family(obj)
    if lazy.is_lazy(obj):
        return lazy.source(obj)
    converted = objects.source(obj)
    if converted is not None:
        return converted
    if type(obj) is np.recarray:
        return arrays.records(obj) or "record arrays of one dimension with named fields are read"
    if type(obj) is np.ndarray:
        return arrays.array(obj) or "arrays of one to three dimensions are read"
    if type(obj) is dict:
        return mappings.columns(obj) or mappings.numbers(obj) or _NO_COLUMNS
    if type(obj) in {list, tuple}:
        return lists.items(obj)
    return f"{known.type_name(obj)} is no table, series, array, list or dict of columns"
