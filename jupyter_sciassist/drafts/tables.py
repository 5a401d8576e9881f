"""What is picked of a table and put into it: columns that are named are held against those that are there."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..profiles import known
from . import values
from .values import UNKNOWN, Label, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

_INDEXERS = frozenset({"loc", "iloc", "at", "iat", "xs"})
_ACCESSORS = frozenset({"str", "dt", "cat", "sparse", "struct", "list"})


def check(
    walker: Evaluator, node: ast.AST, owner: Value, found: Iterable[tuple[Label, bool]]
) -> list[Label]:
    """Hold labels against the columns of a table; those that may be there."""
    labels = list(found)
    if owner.kind not in {"frame", "group", "row"}:
        return [one for one, _ in labels]
    kept, some = [], []
    for label, one_of in labels:
        if owner.has(label) is None:
            walker.doubt(
                node, f"whether {label!r} is in {owner.name or 'a table that the code makes'}"
            )
        if owner.has(label) is not False:
            kept.append(label)
        elif one_of:
            some.append(label)
        else:
            walker.miss(node, "column", label, owner.name or "the table", owner.columns or ())
    if some and not any(one_of and label in kept for label, one_of in labels):
        walker.miss(node, "column", some[0], owner.name or "the table", owner.columns or ())
    return kept


def subscript(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    """`owner[key]`."""
    of = _SUBSCRIPTS.get(owner.kind)
    return UNKNOWN if of is None else of(walker, node, owner, key)


def _of_group(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    labels = dict.fromkeys(check(walker, node, owner, values.labels_of(key)))
    one = ("series",) if key.kind == "label" else ()
    return Value("group", owner.name, owner.lib, labels, owner.index, one, owner.some)


def _of_row(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    check(walker, node, owner, values.labels_of(key))
    return Value(name=owner.name)


def _of_indexer(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    return UNKNOWN if owner.owner is None else _indexed(walker, node, owner.owner, owner.name, key)


def _of_columns(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    kind: values.Kind = "columns" if key.kind != "label" else "label"
    return Value(kind, columns=owner.columns, labels=_all(owner), some=True)


def _of_array(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    for label, _ in values.labels_of(key):
        if isinstance(label, str) and owner.columns is not None and label not in owner.columns:
            walker.miss(node, "field", label, owner.name, owner.columns)
    return Value("array", owner.name)


def _of_column(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    return owner if key.kind in {"mask", "list", "series"} else UNKNOWN


def _of_unknown(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    for label, _ in values.labels_of(key):
        if isinstance(label, str):
            walker.doubt(node, f"whether {label!r} is in {_shown(node.value)}")
    return UNKNOWN


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else text[:39] + "…"


def _all(owner: Value) -> tuple[Label, ...]:
    return tuple(owner.columns or ())


def _of_frame(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> Value:
    if key.kind == "label":
        check(walker, node, owner, values.labels_of(key))
        one = key.labels[0] if len(key.labels) == 1 else None
        return Value(
            "series", owner.name, owner.lib, None if one is None else {one: None}, set(owner.index)
        )
    if key.kind in {"list", "pair"}:
        if any(one.kind != "label" for one in key.items):
            check(walker, node, owner, values.labels_of(key))
            return owner.with_columns(
                owner.columns if key.items and key.items[0].kind == "mask" else None
            )
        if key.kind == "pair":
            return _of_pair(walker, node, owner, key)
        return owner.with_columns(check(walker, node, owner, values.labels_of(key)))
    if key.kind in {"mask", "series", "array", "frame"}:
        return owner.with_columns(owner.columns)
    if key.kind == "columns":
        return owner.with_columns(key.columns)
    if key.kind == "function":
        walker.enter(key, [owner])
        return owner.with_columns(owner.columns)
    return UNKNOWN


def _of_pair(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> Value:
    """`df["outer", "inner"]` of columns with several levels; in polars rows and columns."""
    if owner.lib == "polars":
        return UNKNOWN
    labels = [label for one in key.items for label, _ in values.labels_of(one)]
    if len(labels) == len(key.items):
        check(walker, node, owner, [(tuple(labels), False)])
    return Value("series", owner.name, owner.lib)


def _of_dict(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> Value:
    labels = [one for one, _ in values.labels_of(key)]
    for label in labels:
        if owner.name and label not in owner.keys and not owner.some:
            walker.miss(node, "key", label, owner.name, owner.keys)
    if len(labels) == 1 and labels[0] in owner.keys:
        return owner.keys[labels[0]]
    return next(iter(owner.keys.values()), UNKNOWN) if not owner.some else UNKNOWN


def _of_list(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    at = key.labels[0] if key.kind == "label" and len(key.labels) == 1 else None
    if isinstance(at, int) and -len(owner.items) <= at < len(owner.items):
        return owner.items[at]
    if key.kind == "mask":
        return Value(
            "list",
            items=[
                Value(one.kind, labels=one.labels, some=True) if one.kind == "label" else one
                for one in owner.items
            ],
        )
    return owner.items[0] if len(owner.items) == 1 else UNKNOWN


_SUBSCRIPTS: dict[str, Callable[[Evaluator, ast.Subscript, Value, Value], Value]] = {
    "frame": _of_frame, "group": _of_group, "row": _of_row, "indexer": _of_indexer, "columns": _of_columns,
    "dict": _of_dict, "list": _of_list, "pair": _of_list, "array": _of_array, "series": _of_column,
    "unknown": _of_unknown,
}  # fmt: skip


def _indexed(walker: Evaluator, node: ast.Subscript, owner: Value, how: str, key: Value) -> Value:
    """`df.loc[rows, columns]` and its like."""
    if owner.kind != "frame":
        return (
            owner if owner.kind == "series" and key.kind in {"mask", "series", "list"} else UNKNOWN
        )
    rows, columns = (
        (key.items[0], key.items[1]) if key.kind == "pair" and len(key.items) == 2 else (key, None)
    )
    if rows.kind == "function":
        walker.enter(rows, [owner])
    if columns is None:
        whole = rows.kind in {"mask", "series", "array", "list", "function", "columns"}
        if whole:
            return owner.with_columns(owner.columns)
        row = Value("row", owner.name, owner.lib, owner.columns, set(owner.index))
        return row if rows.kind in {"label", "pair"} else UNKNOWN
    if how in {"iloc", "iat"}:
        return (
            owner.with_columns(owner.columns)
            if columns.kind == "mask"
            else Value("series", owner.name, owner.lib)
        )
    named = columns.items if columns.kind == "mask" else [columns]
    labels = check(walker, node, owner, [found for one in named for found in values.labels_of(one)])
    if columns.kind == "mask":
        return owner.with_columns(owner.columns)
    if columns.kind == "label":
        return (
            Value("series", owner.name, owner.lib, dict.fromkeys(labels), set(owner.index))
            if rows.kind != "label"
            else UNKNOWN
        )
    return owner.with_columns(labels if columns.kind == "list" else owner.columns)


def store(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> None:
    """`owner[key] = ...`: what it names is there from now on."""
    if owner.kind == "indexer" and owner.owner is not None:
        if key.kind != "pair" or len(key.items) != 2:
            return
        owner, key = owner.owner, key.items[1]
    if owner.kind == "frame" and owner.columns is not None:
        labels = [one for one, _ in values.labels_of(key)]
        if labels:
            owner.columns.update(dict.fromkeys(labels))
        elif key.kind not in {"mask", "columns"}:
            owner.columns = None  # a column whose name cannot be told
    elif owner.kind == "dict":
        labels = [one for one, _ in values.labels_of(key)]
        owner.keys.update(dict.fromkeys(labels, UNKNOWN))
        owner.some = owner.some or not labels


def store_attribute(owner: Value, name: str, value: Value) -> None:
    """`owner.name = value`: new labels for all columns, or the values of one."""
    if owner.kind == "method" and owner.name == "index" and owner.owner is not None:
        if name == "name":
            owner.owner.index |= {one for one, _ in values.labels_of(value)}
        return
    if owner.kind != "frame":
        return
    if name == "columns":
        labels = [one for one, _ in values.labels_of(value)]
        whole = value.kind in {"list", "pair"} and all(
            one.kind == "label" and len(one.labels) == 1 for one in value.items
        )
        owner.columns = dict.fromkeys(labels) if whole else None
    elif name == "index":
        owner.index = set()


def remove(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> None:
    """`del owner[key]`."""
    for label in check(walker, node, owner, values.labels_of(key)):
        if owner.columns is not None:
            owner.columns.pop(label, None)
        owner.keys.pop(label, None)


def attribute(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    """`owner.name`."""
    name = node.attr
    if owner.kind == "frame":
        return _of_table(walker, node, owner)
    if owner.kind in {"group", "row"}:
        return _of_other(walker, node, owner)
    if owner.kind == "series":
        return _of_series(walker, node, owner)
    if owner.kind == "array":
        if not hasattr(known.member("numpy", "ndarray"), name):
            walker.miss(
                node,
                "attribute",
                name,
                owner.name or "the array",
                dir(known.member("numpy", "ndarray")),
            )
        return (
            Value("method", name, owner=owner)
            if name not in {"T", "real", "imag", "flat"}
            else owner
        )
    if owner.kind == "columns" and name in {"values", "str"}:
        return owner
    if owner.kind == "member":
        return Value("member", f"{owner.name}.{name}")
    if owner.kind == "method" and owner.owner is not None and owner.name in {"plot", *_ACCESSORS}:
        return _of_accessor(walker, node, owner)
    return Value("method", name, owner=owner)


def _class(owner: Value) -> Any:
    """The class of a table, series or group, where its library is loaded."""
    name = {"frame": "DataFrame", "series": "Series", "row": "Series"}.get(owner.kind)
    if owner.kind == "group":
        name = "SeriesGroupBy" if owner.labels else "DataFrameGroupBy"
        return getattr(pd.api.typing, name) if owner.lib == "pandas" else None
    return (
        pd.__dict__[name]
        if owner.lib == "pandas"
        else getattr(sys.modules.get("polars"), str(name), None)
    )


def _of_table(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    name, cls = node.attr, _class(owner)
    if cls is not None and hasattr(cls, name):
        if name in _INDEXERS and name != "xs":
            return Value("indexer", name, owner=owner)
        if name == "columns":
            return Value("columns", columns=owner.columns, labels=_all(owner), some=True)
        if name in {"T", "style"}:
            return Value("frame", owner.name, owner.lib) if name == "T" else UNKNOWN
        if name == "values":
            return Value("array", owner.name)
        return Value("method", name, owner=owner)
    if owner.lib == "polars" or owner.has(name) is False:
        if cls is not None:
            walker.miss(
                node,
                "column or attribute",
                name,
                owner.name or "the table",
                [*(owner.columns or ()), *dir(cls)],
            )
    elif owner.has(name) is None:
        walker.doubt(node, f"whether {name!r} is in {owner.name or 'a table that the code makes'}")
    return Value("series", owner.name, owner.lib, {name: None}, set(owner.index))


def _of_other(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    name, cls = node.attr, _class(owner)
    if name in _INDEXERS and owner.kind == "row":
        return Value("indexer", name, owner=Value("series", lib=owner.lib))
    if cls is None or hasattr(cls, name):
        return Value("method", name, owner=owner)
    if owner.has(name) is False and name not in {"Index", "name"}:
        walker.miss(
            node,
            "column or attribute",
            name,
            owner.name or "the table",
            [*(owner.columns or ()), *dir(cls)],
        )
    if owner.kind == "group":
        one: tuple[Label, ...] = ("series",)
        return Value("group", owner.name, owner.lib, {name: None}, owner.index, one, owner.some)
    return UNKNOWN


def _of_series(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    name, cls = node.attr, _class(owner)
    if name in _INDEXERS:
        return Value("indexer", name, owner=owner)
    if name in {"values", "array"}:
        return Value("array", owner.name) if name == "values" else UNKNOWN
    if cls is not None and not hasattr(cls, name):
        # A row label may be an attribute; nobody calls one.
        if id(node) in walker.called_nodes or owner.lib == "polars":
            walker.miss(node, "method", name, "a column", dir(cls))
        else:
            walker.doubt(node, f"whether {name!r} is a row of {_shown(node.value)}")
    return Value("method", name, owner=owner)


def _of_accessor(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    """`.str.lower`, `.plot.scatter`."""
    inner = owner.owner
    cls = (
        None if inner is None or inner.lib != "pandas" else getattr(_class(inner), owner.name, None)
    )
    if (
        isinstance(cls, type)
        and not hasattr(cls, node.attr)
        and owner.name != "plot"
        and owner.name != "dt"
    ):
        walker.miss(node, "method", node.attr, f".{owner.name}", dir(cls))
    elif owner.name == "plot" and isinstance(cls, type) and not hasattr(cls, node.attr):
        walker.miss(node, "method", node.attr, ".plot", dir(cls))
    made = "plot" if owner.name == "plot" else f"{owner.name}.{node.attr}"
    return Value("method", made, owner=inner)
