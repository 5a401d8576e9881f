"""What the methods of pandas' tables, groups and columns take, and what comes out of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import expressions, group_calls, tables, values
from .takes import REDUCES, SAME, Named, says, take
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator


def of_frame(
    walker: Evaluator, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named
) -> Value:
    """What a method of a table gives."""
    take(walker, node, owner, name, given, named)
    special = _FRAME.get(name)
    if special is not None:
        made = special(walker, node, owner, given, named)
        return _in_place(node, owner, made)
    if name in {"query", "eval"} and given:
        texts = [str(text) for text, _ in values.labels_of(given[0])]
        new = [one for text in texts for one in expressions.query(walker, node, owner, text)]
        if name == "eval" and not new:
            return Value("series", lib="pandas") if texts else UNKNOWN
        kept = None if owner.columns is None else [*owner.columns, *new]
        return _in_place(node, owner, owner.with_columns(kept))
    if name in SAME:
        walker.callbacks(given, named, owner if name not in {"map", "applymap"} else UNKNOWN)
        made = owner.with_columns(owner.columns)
        if name == "rename_axis":
            made.index |= {label for one in given for label, _ in values.labels_of(one)}
        return _in_place(node, owner, made)
    if name in REDUCES:
        return Value("row", owner.name, owner.lib, owner.columns)
    if name in {"iterrows", "items", "itertuples"}:
        row = Value("row", owner.name, owner.lib, owner.columns, {*owner.index, "Index"})
        first = (
            Value("label", labels=tuple(owner.columns or ()), some=True)
            if name == "items"
            else UNKNOWN
        )
        second = Value("series", owner.name, owner.lib) if name == "items" else row
        return Value(
            "list", items=[row if name == "itertuples" else Value("pair", items=[first, second])]
        )
    if name in {"rolling", "ewm", "expanding", "resample"}:
        return (
            Value("group", owner.name, owner.lib, owner.columns, set(owner.index))
            if name == "resample"
            else UNKNOWN
        )
    if name in {"to_numpy", "to_records"}:
        return Value("array", owner.name)
    walker.callbacks(given, named, owner)
    return (
        Value("frame", lib=owner.lib)
        if name
        in {"unstack", "stack", "transpose", "pivot", "pivot_table", "set_axis", "combine_first"}
        else UNKNOWN
    )


def _in_place(node: ast.Call, owner: Value, made: Value) -> Value:
    if any(
        one.arg == "inplace" and isinstance(one.value, ast.Constant) and one.value.value
        for one in node.keywords
    ):
        owner.columns, owner.index = made.columns, made.index
    return made


def _groupby(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    by = [*given[:1], *([named["by"]] if "by" in named else [])]
    keys = {label for one in by for label, _ in values.labels_of(one)}
    apart = any(one.arg == "as_index" and not _is_true(one.value) for one in node.keywords)
    return Value("group", owner.name, owner.lib, owner.columns, keys | owner.index, (), apart)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _assign(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    made = owner.with_columns(owner.columns)
    for key, value in named.items():
        if value.kind == "function":
            walker.enter(value, [made])
        if made.columns is not None:
            made.columns[key] = None
    if any(one.arg is None for one in node.keywords):
        made.columns = None
    return made


def _insert(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    column = named.get("column", given[1] if len(given) > 1 else UNKNOWN)
    labels = [one for one, _ in values.labels_of(column)]
    if owner.columns is not None:
        owner.columns = {**owner.columns, **dict.fromkeys(labels)} if labels else None
    return UNKNOWN


def _rename(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    told = named.get("columns") or (
        given[0] if given and says(named.get("axis"), 1, "columns") else None
    )
    if told is None:
        return owner.with_columns(owner.columns)
    if told.kind != "dict" or told.some or owner.columns is None:
        walker.callbacks([told], {})
        return owner.with_columns(None)
    new = {key: one.labels[0] if one.kind == "label" else None for key, one in told.keys.items()}
    if None in new.values():
        return owner.with_columns(None)
    return owner.with_columns([new.get(one, one) for one in owner.columns])


def _drop(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    told = named.get("columns") or (
        given[0] if given and says(named.get("axis"), 1, "columns") else UNKNOWN
    )
    gone = {one for one, some in values.labels_of(told) if not some}
    return owner.with_columns(
        None if owner.columns is None else [one for one in owner.columns if one not in gone]
    )


def _pop(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    for one, _ in values.labels_of(given[0]) if given else ():
        if owner.columns is not None:
            owner.columns.pop(one, None)
    return Value("series", owner.name, owner.lib)


def _set_index(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    keys = {
        one
        for value in [*given[:1], *([named["keys"]] if "keys" in named else [])]
        for one, _ in values.labels_of(value)
    }
    kept = None if owner.columns is None else [one for one in owner.columns if one not in keys]
    return owner.with_columns(kept, index=keys)


def _reset_index(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    if owner.columns is None:
        return owner.with_columns(None)
    known = {one for one in owner.index if one is not None}
    added = [] if "drop" in named else [*(known or {"index", "level_0", "level_1"})]
    if "names" in named:
        added += [one for one, _ in values.labels_of(named["names"])]
    return owner.with_columns([*added, *owner.columns], index=set())


def merge(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    """Two tables side by side."""
    other = given[0] if given else named.get("right", named.get("other", UNKNOWN))
    if other.kind == "series":
        other = Value("frame", other.name, other.lib, other.columns, other.index)
    for word, sides in (("on", (owner, other)), ("left_on", (owner,)), ("right_on", (other,))):
        for side in sides if word in named else ():
            if side.kind == "frame":
                tables.check(walker, node, side, values.labels_of(named[word]))
    if (
        other.kind != "frame"
        or other.columns is None
        or owner.columns is None
        or "suffixes" in named
    ):
        return owner.with_columns(None)
    made = dict.fromkeys([*owner.columns, *other.columns])
    for one in owner.columns.keys() & other.columns.keys():
        made.update({f"{one}_x": None, f"{one}_y": None} if isinstance(one, str) else {})
    if "indicator" in named:
        made["_merge"] = None
    return owner.with_columns(made)


def _join(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    if "on" in named:
        tables.check(walker, node, owner, values.labels_of(named["on"]))
    made = merge(walker, node, owner, given, {})
    return owner.with_columns(None) if {"lsuffix", "rsuffix"} & named.keys() else made


def _melt(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    kept = [
        one for one, _ in values.labels_of(given[0] if given else named.get("id_vars", UNKNOWN))
    ]
    variable, value = (
        named.get("var_name", values.label("variable")),
        named.get("value_name", values.label("value")),
    )
    return owner.with_columns(
        [*kept, *(one for part in (variable, value) for one, _ in values.labels_of(part))],
        index=set(),
    )


def _value_counts(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    return Value("series", lib="pandas", columns={"count": None}, index=set(owner.columns or ()))


def _apply(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    by_row = says(named.get("axis"), 1, "columns") or (
        len(given) > 1 and says(given[1], 1, "columns")
    )
    row = Value("row", owner.name, owner.lib, owner.columns, set(owner.index))
    walker.callbacks(given, named, row if by_row else Value("series", owner.name, owner.lib))
    return Value("series", lib="pandas") if by_row else UNKNOWN


def _pipe(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: Named
) -> Value:
    if given and given[0].kind == "function":
        return walker.enter(given[0], [owner, *given[1:]], named)
    return walker.called(node, given[0], [owner, *given[1:]], named) if given else UNKNOWN


_FRAME: dict[str, Callable[..., Value]] = {
    "groupby": _groupby, "assign": _assign, "insert": _insert, "rename": _rename, "drop": _drop, "pop": _pop,
    "set_index": _set_index, "reset_index": _reset_index, "merge": merge, "join": _join, "melt": _melt,
    "value_counts": _value_counts, "apply": _apply, "pipe": _pipe, "agg": group_calls.agg, "aggregate": group_calls.agg,
}  # fmt: skip
