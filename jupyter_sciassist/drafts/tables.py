"""What is picked of a table and put into it: columns that are named are held against those that are there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from . import values
from .values import UNKNOWN, Label, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator


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


def check_rows(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> None:
    """Hold texts against the labels of rows, where they are known."""
    named = key.items if key.kind == "list" else [key]
    for label, one_of in [found for one in named for found in values.labels_of(one)]:
        if not isinstance(label, str) or owner.lib == "polars":
            continue
        if owner.rows is None or (one_of and label not in owner.rows):
            walker.doubt(node, f"whether {label!r} is a row of {shown(node)}")
        elif label not in owner.rows:
            walker.miss(node, "row", label, owner.name, owner.rows)


def _of_row(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    if owner.some and key.kind in {"list", "pair", "mask", "columns"}:
        return _of_frame(walker, node, owner.with_columns(owner.columns), key)
    check(walker, node, owner, values.labels_of(key))
    return Value(name=owner.name)


def _of_indexer(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    return UNKNOWN if owner.owner is None else _indexed(walker, node, owner.owner, owner.name, key)


def _of_columns(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    kind: values.Kind = "columns" if key.kind != "label" else "label"
    return Value(kind, columns=owner.columns, labels=every(owner), some=True)


def _of_array(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    for label, _ in values.labels_of(key):
        if isinstance(label, str) and owner.columns is not None and label not in owner.columns:
            walker.miss(node, "field", label, owner.name, owner.columns)
    return Value("array", owner.name)


def _of_column(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    if isinstance(node.ctx, ast.Load):
        check_rows(walker, node, owner, key)
    return owner if key.kind in {"mask", "list", "series"} else UNKNOWN


def _of_unknown(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    for label, _ in values.labels_of(key):
        if isinstance(label, str):
            walker.doubt(node, f"whether {label!r} is in {shown(node.value)}")
    return UNKNOWN


def _of_method(walker: Evaluator, node: ast.Subscript, owner: Value, key: Value) -> Value:
    """`fit.params["age"]`: what an attribute of something unknown holds."""
    of = owner.owner
    if of is not None and of.kind in {"unknown", "method"}:
        for one in key.items if key.kind == "pair" else [key]:
            _of_unknown(walker, node, owner, one)
    return UNKNOWN


def shown(node: ast.AST) -> str:
    """The code of an expression, short."""
    text = ast.unparse(node)
    return text if len(text) <= 40 else text[:39] + "…"


def every(owner: Value) -> tuple[Label, ...]:
    """All labels of a table that are known."""
    return tuple(owner.columns or ())


def _of_frame(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> Value:
    if key.kind == "label":
        check(walker, node, owner, values.labels_of(key))
        one = key.labels[0] if len(key.labels) == 1 else None
        return Value(
            "series",
            owner.name,
            owner.lib,
            None if one is None else {one: None},
            set(owner.index),
            rows=owner.rows,
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
        if label in owner.keys or owner.some:
            continue
        if owner.name:
            walker.miss(node, "key", label, owner.name, owner.keys)
        else:
            walker.doubt(node, f"whether {label!r} is a key of {shown(node)}")
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
    "unknown": _of_unknown, "method": _of_method,
}  # fmt: skip


def _indexed(walker: Evaluator, node: ast.Subscript, owner: Value, how: str, key: Value) -> Value:
    """`df.loc[rows, columns]` and its like."""
    if owner.kind != "frame":
        if owner.kind == "series" and how not in {"iloc", "iat"}:
            check_rows(walker, node, owner, key)
        return (
            owner if owner.kind == "series" and key.kind in {"mask", "series", "list"} else UNKNOWN
        )
    rows, columns = (
        (key.items[0], key.items[1]) if key.kind == "pair" and len(key.items) == 2 else (key, None)
    )
    if rows.kind == "function":
        walker.enter(rows, [owner])
    if how in {"loc", "at"} and owner.lib == "pandas" and isinstance(node.ctx, ast.Load):
        check_rows(walker, node, owner, rows)
    if columns is None:
        whole = rows.kind in {"mask", "series", "array", "list", "function", "columns"}
        if whole:
            return owner.with_columns(owner.columns)
        several = rows.kind not in {"label", "pair"}
        return Value("row", owner.name, owner.lib, owner.columns, set(owner.index), some=several)
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
        owner.owner.rows = None  # there may be a new one
        if key.kind != "pair" or len(key.items) != 2:
            return
        owner, key = owner.owner, key.items[1]
    owner.rows = None if owner.kind == "series" else owner.rows
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
    if owner.kind == "series" and name == "index":
        owner.rows = None
    if owner.kind != "frame":
        return
    if name == "columns":
        labels = [one for one, _ in values.labels_of(value)]
        whole = value.kind in {"list", "pair"} and all(
            one.kind == "label" and len(one.labels) == 1 for one in value.items
        )
        owner.columns = dict.fromkeys(labels) if whole else None
    elif name == "index":
        owner.index, owner.rows = set(), None


def remove(walker: Evaluator, node: ast.AST, owner: Value, key: Value) -> None:
    """`del owner[key]`."""
    for label in check(walker, node, owner, values.labels_of(key)):
        if owner.columns is not None:
            owner.columns.pop(label, None)
        owner.keys.pop(label, None)
