"""What an attribute of a value is, and whether there is one of that name."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..profiles import known
from . import tables
from .values import UNKNOWN, Label, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

# What a fitted model holds by the names of its terms.
_TERMS = frozenset("params bse pvalues tvalues".split())
INDEXERS = frozenset({"loc", "iloc", "at", "iat", "xs"})
_ACCESSORS = frozenset({"str", "dt", "cat", "sparse", "struct", "list"})


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
    if owner.kind == "fit" and owner.rows is not None and name in _TERMS:
        return Value("series", f"{owner.name}.{name}", "pandas", rows=owner.rows)
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
        if name in INDEXERS and name != "xs":
            return Value("indexer", name, owner=owner)
        if name == "columns":
            return Value("columns", columns=owner.columns, labels=tables.every(owner), some=True)
        if name in {"T", "style"}:
            return Value("frame", owner.name, owner.lib) if name == "T" else UNKNOWN
        if name == "values":
            return Value("array", owner.name)
        return Value("method", name, owner=owner)
    if owner.lib == "polars" or owner.has(name) is False:
        if cls is not None:
            _miss(walker, node, owner, cls)
    elif owner.has(name) is None:
        walker.doubt(node, f"whether {name!r} is in {owner.name or 'a table that the code makes'}")
    return Value("series", owner.name, owner.lib, {name: None}, set(owner.index))


def _miss(walker: Evaluator, node: ast.Attribute, owner: Value, cls: Any) -> None:
    """Neither a column nor an attribute of a table, series or group."""
    there = [*(owner.columns or ()), *dir(cls)]
    walker.miss(node, "column or attribute", node.attr, owner.name or "the table", there)


def _of_other(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    name, cls = node.attr, _class(owner)
    if owner.kind == "row" and owner.some and hasattr(pd.DataFrame, name):
        return _of_table(walker, node, owner.with_columns(owner.columns))
    if name in INDEXERS and owner.kind == "row":
        return Value("indexer", name, owner=Value("series", lib=owner.lib))
    if cls is None or hasattr(cls, name):
        return Value("method", name, owner=owner)
    if owner.has(name) is False and name not in {"Index", "name"}:
        _miss(walker, node, owner, cls)
    elif owner.has(name) is None:
        walker.doubt(node, f"whether {name!r} is in {tables.shown(node.value)}")
    if owner.kind == "group":
        one: tuple[Label, ...] = ("series",)
        return Value("group", owner.name, owner.lib, {name: None}, owner.index, one, owner.some)
    return UNKNOWN


def _of_series(walker: Evaluator, node: ast.Attribute, owner: Value) -> Value:
    name, cls = node.attr, _class(owner)
    if name in INDEXERS:
        return Value("indexer", name, owner=owner)
    if name in {"values", "array"}:
        return Value("array", owner.name) if name == "values" else UNKNOWN
    if cls is not None and not hasattr(cls, name):
        # A row label may be an attribute; nobody calls one.
        if owner.rows is not None and name in owner.rows:
            return UNKNOWN
        if owner.rows is not None and id(node) not in walker.called_nodes:
            walker.miss(
                node, "row or attribute", name, owner.name, [*map(str, owner.rows), *dir(cls)]
            )
        elif id(node) in walker.called_nodes or owner.lib == "polars":
            walker.miss(node, "method", name, "a column", dir(cls))
        else:
            walker.doubt(node, f"whether {name!r} is a row of {tables.shown(node.value)}")
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
