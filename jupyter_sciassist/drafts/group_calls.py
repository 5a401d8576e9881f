"""What the methods of pandas' groups and columns take, and what comes out of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from . import tables, values
from .takes import SAME, Named, take
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator


def agg(walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    """A summary: of a group a table with its keys as index, of a table one with the functions as rows."""
    made = {} if owner.columns is None else dict(owner.columns)
    for key, value in named.items():
        if value.kind == "pair" and value.items:
            tables.check(walker, node, owner, values.labels_of(value.items[0]))
        made[key] = None
    functions = given[0] if given else UNKNOWN
    dicts = functions if functions.kind == "dict" else None
    if owner.labels or functions.kind == "list":  # of one column: the functions become the columns
        made.update({one: None for one, _ in values.labels_of(functions)})
    several = dicts is not None and any(one.kind in {"list", "pair"} for one in dicts.keys.values())
    opened = owner.columns is None or several or (functions.kind == "list" and not owner.labels)
    walker.callbacks([*given, *named.values()], {}, Value("series", owner.name, owner.lib))
    if opened:
        made.update({(column, one): None for column in list(made) for one in _functions(functions)})
    return Value(
        "frame",
        lib=owner.lib,
        columns=None if owner.columns is None else made,
        index=set(owner.index),
    )


def _functions(told: Value) -> list[Any]:
    parts = told.keys.values() if told.kind == "dict" else [told]
    return [one for part in parts for one, _ in values.labels_of(part)]


def of_group(
    walker: Evaluator, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named
) -> Value:
    """What a method of groups gives."""
    one = bool(owner.labels)
    if not one and name in _ON_COLUMNS:
        take(walker, node, owner, name, given, named)
    if name in {"agg", "aggregate"}:
        return agg(walker, node, owner, given, named)
    part = _part(owner)
    if name in {"apply", "pipe", "filter", "transform"}:
        walker.callbacks(given, named, part)
        same = name in {"filter", "transform"}
        return part if same else Value("frame", lib=owner.lib, index=set(owner.index))
    if name in {"plot", "hist", "boxplot"}:
        return UNKNOWN
    index = set(owner.index)
    if name in {"size", "ngroup", "cumcount"}:
        labels = {"size": None, 0: None}
        return _counted(owner) if owner.some else Value("series", lib=owner.lib, columns={**labels}, index=index)  # fmt: skip
    if name == "value_counts":
        counted = {*index, *(owner.columns or ())}
        return Value("series", lib=owner.lib, columns={"count": None}, index=counted)
    if name in {"describe", "unique", "rolling", "expanding", "resample", "ewm"}:
        return Value("frame", lib=owner.lib) if name == "describe" else UNKNOWN
    return part


_ON_COLUMNS = frozenset("plot hist boxplot agg aggregate transform".split())


def _part(owner: Value) -> Value:
    """What is left of each group, or what sums it up."""
    if owner.some and owner.columns is not None:  # as_index=False: the keys are columns
        return values.frame([*owner.index, *owner.columns], owner.lib)
    kind: values.Kind = "series" if owner.labels else "frame"
    return Value(kind, owner.name, owner.lib, owner.columns, set(owner.index))


def _counted(owner: Value) -> Value:
    return values.frame([*owner.index, "size"], owner.lib)


def of_series(
    walker: Evaluator, owner: Value, name: str, given: list[Value], named: Named
) -> Value:
    """What a method of a column gives."""
    walker.callbacks(given, named, UNKNOWN)
    if "inplace" in named:
        owner.rows = None
    if name in {"reset_index", "to_frame"}:
        return _as_table(owner, name, given, named)
    if name == "value_counts":
        counted = set(owner.columns or ())
        return Value("series", lib=owner.lib, columns={"count": None}, index=counted)
    if name in {"unique", "to_numpy"}:
        return Value("array") if name == "to_numpy" else UNKNOWN
    if name in {"groupby", "unstack"}:
        _levels(walker, owner, given, named)
    if name == "groupby":
        return Value("group", owner.name, owner.lib, owner.columns, set(), labels=("series",))
    columns = owner.columns
    if name == "rename":
        columns = (
            dict.fromkeys(one for value in given for one, _ in values.labels_of(value)) or None
        )
    if name in _SERIES or name.startswith("str."):
        return Value("series", owner.name, owner.lib, columns, set(owner.index))
    return Value("frame", lib=owner.lib) if name in {"unstack", "str.split"} else UNKNOWN


def _levels(walker: Evaluator, owner: Value, given: list[Value], named: Named) -> None:
    """Names of the row labels of a column, which are not known for sure."""
    told = [*given[:1], *(named[word] for word in ("by", "level") if word in named)]
    for label in [one for value in told for one, _ in values.labels_of(value)]:
        if isinstance(label, str) and label not in owner.index:
            walker.doubt(walker.at, f"whether {label!r} is a name of the row labels")


_SERIES = SAME | {"apply", "rename", "drop"}


def _as_table(owner: Value, name: str, given: list[Value], named: Named) -> Value:
    """A column as a table, its row labels as columns or not."""
    if name == "reset_index" and "drop" in named:
        return owner
    told = given[0] if given and name == "to_frame" else named.get("name")
    kept = (
        [one for one, _ in values.labels_of(told)]
        if told is not None
        else list(owner.columns or ())
    )
    index = [one for one in owner.index if one is not None]
    if name == "to_frame":
        return values.frame(kept or None, owner.lib, index=index)
    labels = [*index, *kept, 0, "index", "level_0"] if kept and index else None
    return values.frame(labels, owner.lib)
