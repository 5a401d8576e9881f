"""What the calls of a draft take from tables, and what comes out of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import (
    attributes,
    expressions,
    group_calls,
    pandas_calls,
    polars_calls,
    tables,
    texts,
    values,
)
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

Named = dict[str, Value]

_DATA = re.compile(r"x|y|z|hue|style|size|row|col|color|c|s|facet_row|facet_col|symbol|units|names|values|line_group|"
                   r"animation_frame|hover_name|x_vars|y_vars|vars|dv|between|within|subject|covar|groups|theta|r|.*_col")  # fmt: skip

_FORMULAS = ("statsmodels.formula.api.", "patsy.dmatri", "patsy.highlevel.dmatri")


def call(
    walker: Evaluator, node: ast.Call, function: Value, given: list[Value], named: Named
) -> Value:
    """What a call gives, once what it names was held against the table that it is made on."""
    formula = function.name.startswith(_FORMULAS) or function.name.endswith("from_formula")
    data = named.get("data", given[1] if formula and len(given) > 1 else UNKNOWN)
    if data.kind == "row" and data.some:
        data = data.with_columns(data.columns)
    if data.kind == "frame":
        _with_data(walker, node, data, given, named)
    if formula:
        _doubted(walker, node, data, named.get("formula", given[0] if given else UNKNOWN))
    if function.kind == "method" and function.owner is not None:
        if function.owner.kind == "fit" and function.name == "conf_int":
            terms, name = function.owner.rows, f"{function.owner.name}.conf_int()"
            return Value("frame", name, "pandas", {0: None, 1: None}, rows=terms)
        return _method(walker, node, function, given, named)
    if function.kind in {"member", "module"}:
        return _function(walker, node, function.name, given, named)
    walker.callbacks(given, named)
    return UNKNOWN


def _with_data(
    walker: Evaluator, node: ast.Call, data: Value, given: list[Value], named: Named
) -> None:
    """`sns.boxplot(data=df, x="g")`, `smf.ols("y ~ x", data=df)`."""
    for key, value in named.items():
        if key != "data" and _DATA.fullmatch(key):
            tables.check(
                walker,
                node,
                data,
                [one for one in values.labels_of(value) if isinstance(one[0], str)],
            )
    formulas = [one for key, one in named.items() if key in ("formula", "re_formula")]
    for value in [*given, *formulas]:
        for text, one_of in values.labels_of(value):
            if isinstance(text, str) and "~" in text and not one_of:
                expressions.formula(walker, node, data, text)


def _doubted(walker: Evaluator, node: ast.Call, data: Value, formula: Value) -> None:
    """A formula that cannot be read, or whose table is not known."""
    told = [text for text, one_of in values.labels_of(formula) if not one_of]
    if not told:
        walker.doubt(
            node, f"the names in the formula {tables.shown(node.args[0] if node.args else node)}"
        )
    elif data.kind != "frame":
        walker.doubt(node, f"the names in the formula {str(told[0])!r}")


def _method(
    walker: Evaluator, node: ast.Call, function: Value, given: list[Value], named: Named
) -> Value:
    owner, name = function.owner, function.name
    assert owner is not None
    if owner.lib == "polars" and owner.kind in {"frame", "group"}:
        return polars_calls.method(walker, node, owner, name, given, named)
    if owner.kind == "frame":
        return pandas_calls.of_frame(walker, node, owner, name, given, named)
    if owner.kind == "group":
        return group_calls.of_group(walker, node, owner, name, given, named)
    if owner.kind == "series":
        return group_calls.of_series(walker, owner, name, given, named)
    if owner.kind == "label" and name == "join":
        return texts.strung(owner, given[0] if given else UNKNOWN)
    if owner.kind == "columns":
        if name == "drop" and given and "errors" not in named:
            table = values.frame(owner.columns, name="the columns")
            tables.check(walker, node, table, values.labels_of(given[0]))
        gone = (
            {one for value in given for one, _ in values.labels_of(value)}
            if name in {"drop", "difference"}
            else set()
        )
        kept = None if owner.columns is None else [one for one in owner.columns if one not in gone]
        plain = name in {
            "tolist",
            "to_list",
            "drop",
            "difference",
            "copy",
            "intersection",
            "sort_values",
        }
        return (
            Value("columns", columns=None if kept is None else dict.fromkeys(kept), some=True)
            if plain
            else UNKNOWN
        )
    if owner.kind == "dict":
        return _of_dict(walker, owner, name)
    if owner.kind == "list" and name in {"append", "extend", "insert"}:
        for one in given[-1:]:
            owner.items.extend(one.items if name == "extend" else [one])
        return UNKNOWN
    walker.callbacks(given, named)
    return UNKNOWN


def _of_dict(walker: Evaluator, owner: Value, name: str) -> Value:
    if name == "items":
        pairs = [Value("pair", items=[values.label(key), one]) for key, one in owner.keys.items()]
        return Value("list", items=pairs) if not owner.some else UNKNOWN
    if name == "values":
        return Value("list", items=list(owner.keys.values()))
    if name == "keys" and not owner.some:
        return Value("list", items=[values.label(key) for key in owner.keys])
    owner.some = owner.some or name in {"update", "setdefault"}
    return UNKNOWN


def _function(
    walker: Evaluator, node: ast.Call, name: str, given: list[Value], named: Named
) -> Value:
    module, _, last = name.rpartition(".")
    if module.startswith("polars"):
        return polars_calls.function(walker, node, last, given, named)
    if module.startswith("pandas"):
        return _of_pandas(walker, node, last, given, named)
    if module in {"builtins", "builtins.dict"}:
        return _builtin(walker, last, given, named)
    first = given[0] if given else named.get("data_frame", UNKNOWN)
    if module.startswith(("plotly.express", "seaborn")) and first.kind == "frame":
        _with_data(walker, node, first, [], named)
    if module == "itertools" and last in {
        "combinations",
        "permutations",
        "product",
        "combinations_with_replacement",
    }:
        one = values.each(first)
        both = (
            [values.each(value) for value in given]
            if last == "product" and len(given) > 1
            else [one, one]
        )
        return Value("list", items=[Value("pair", items=both)])
    walker.callbacks(given, named)
    if module.startswith("numpy"):
        return first if first.kind in {"series", "frame"} and len(given) == 1 else UNKNOWN
    if last in {"ColumnTransformer", "make_column_transformer"}:
        _unheld(walker, node, [*given, *named.values()])
    if last == "train_test_split" and given:
        return Value("pair", items=[one for value in given for one in (value, value)])
    return UNKNOWN


def _unheld(walker: Evaluator, node: ast.Call, given: list[Value]) -> None:
    """Columns that are told to what will see the table later."""
    steps = [one for value in given for one in (value.items if value.kind == "list" else [value])]
    for step in steps:
        for label, _ in (
            values.labels_of(step.items[-1]) if step.kind == "pair" and step.items else ()
        ):
            walker.doubt(
                node, f"whether {label!r} is a column of what {tables.shown(node.func)} is given"
            )


def _of_pandas(
    walker: Evaluator, node: ast.Call, name: str, given: list[Value], named: Named
) -> Value:
    first = (
        given[0]
        if given
        else named.get("data", named.get("objs", named.get("left", named.get("frame", UNKNOWN))))
    )
    if name == "DataFrame":
        if first.kind == "dict":
            return values.frame(None if first.some else list(first.keys))
        labels = [one for one, _ in values.labels_of(named.get("columns", UNKNOWN))]
        rows = first.items[0] if first.kind == "list" and first.items else UNKNOWN
        if not labels and rows.kind == "dict" and not rows.some:
            labels = list(rows.keys)
        return values.frame(labels or (first.columns if first.kind == "frame" else None))
    if name == "concat":
        return _concat(first, named)
    if name == "merge":
        second = given[1:2] or ([named["right"]] if "right" in named else [])
        return (
            pandas_calls.merge(walker, node, first, second, named)
            if first.kind == "frame"
            else values.frame(None)
        )
    if name in {"melt", "pivot_table", "pivot"} and first.kind == "frame":
        return pandas_calls.of_frame(walker, node, first, name, given[1:], named)
    if name in {"to_datetime", "to_numeric", "to_timedelta", "cut", "qcut"}:
        return first if first.kind == "series" else UNKNOWN
    if name == "plotting.scatter_matrix":
        return UNKNOWN
    if name == "get_dummies" and first.kind == "frame" and "columns" in named:
        tables.check(walker, node, first, values.labels_of(named["columns"]))
    tabular = name.startswith("read_") or name in {
        "crosstab",
        "get_dummies",
        "json_normalize",
        "from_dict",
        "from_records",
    }
    return values.frame(None) if tabular else UNKNOWN


def _concat(parts: Value, named: Named) -> Value:
    told = list(parts.keys.values()) if parts.kind == "dict" else parts.items
    if (
        not told
        or any(one.kind not in {"frame", "series"} or one.columns is None for one in told)
        or {"keys", "names"} & named.keys()
    ):
        return values.frame(None)
    return values.frame(
        [label for one in told for label in one.columns or ()],
        index=[label for one in told for label in one.index],
    )


def _builtin(walker: Evaluator, name: str, given: list[Value], named: Named) -> Value:
    first = given[0] if given else UNKNOWN
    if name in {"list", "sorted", "tuple", "set", "reversed", "frozenset", "iter"}:
        walker.callbacks(given[1:], named, values.each(first))
        if first.kind == "pair" and name in {"list", "sorted"}:
            return Value("list", items=list(first.items))
        if first.kind == "frame":
            return Value(
                "columns", columns=first.columns, labels=tuple(first.columns or ()), some=True
            )
        return first
    if name == "zip":
        return Value("list", items=[Value("pair", items=[values.each(one) for one in given])])
    if name == "enumerate":
        return Value("list", items=[Value("pair", items=[UNKNOWN, values.each(first)])])
    if name in {"map", "filter", "max", "min"}:
        rest = given[1:] if name in {"map", "filter"} else given
        walker.callbacks(given, named, *(values.each(one) for one in rest))
        return UNKNOWN if name != "filter" or not rest else rest[0]
    if name == "next":
        return values.each(first)
    if name == "fromkeys":
        return first
    if name == "dict" and not given:
        return Value("dict", keys={str(key): one for key, one in named.items()})
    if name == "getattr" and len(given) > 1 and first.kind in {"frame", "series", "group"}:
        for text, _ in values.labels_of(given[1]):
            at = ast.copy_location(
                ast.Attribute(ast.Name("_", ast.Load()), str(text), ast.Load()), walker.at
            )
            attributes.attribute(walker, at, first)
        return UNKNOWN
    walker.callbacks(given, named)
    return UNKNOWN
