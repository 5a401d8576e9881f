"""polars: the columns of a call stand in its expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import tables, values
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

_TEXTS_ARE_COLUMNS = frozenset(
    "select sort drop group_by groupby unique get_column partition_by top_k bottom_k explode drop_nulls "
    "drop_nans select_seq group_by_dynamic to_series get_columns".split()
)
_SAME = frozenset(
    "filter sort unique head tail limit slice sample drop_nulls drop_nans fill_null fill_nan reverse clone shift "
    "with_row_index with_row_count lazy collect top_k bottom_k cast interpolate explode rechunk remove set_sorted "
    "collect_schema cache".split()
)
_ADDS = frozenset({"with_columns", "with_columns_seq"})
_RENAMES = frozenset("suffix prefix map keep to_uppercase to_lowercase struct unnest".split())
_REDUCES = frozenset("mean median sum std var min max count null_count describe".split())


def method(
    walker: Evaluator,
    node: ast.Call,
    owner: Value,
    name: str,
    given: list[Value],
    named: dict[str, Value],
) -> Value:
    """A method of a polars table or its groups."""
    for label, at in _columns(walker, node):
        tables.check(walker, at, owner, [(label, False)])
    if name in _TEXTS_ARE_COLUMNS:
        for one in [
            *given,
            *(named[word] for word in ("by", "subset", "columns") if word in named),
        ]:
            tables.check(
                walker,
                node,
                owner,
                [found for found in values.labels_of(one) if isinstance(found[0], str)],
            )
    for one in [*given, *named.values()]:
        if one.kind == "function":
            walker.enter(one, [])
    aliases = [*_aliases(node), *named]
    return _made(walker, node, owner, name, given, named, aliases)


def _made(
    walker: Evaluator,
    node: ast.Call,
    owner: Value,
    name: str,
    given: list[Value],
    named: dict[str, Value],
    aliases: list[str],
) -> Value:
    if name in {"group_by", "groupby", "group_by_dynamic", "rolling"}:
        keys = {label for one in given for label, _ in values.labels_of(one)} | {
            label for label, _ in _columns(walker, node)
        }
        return Value("group", owner.name, "polars", owner.columns, keys | set(aliases))
    if owner.columns is None or _renames(node):
        return values.frame(None, "polars")
    labels = [label for one in given for label, _ in values.labels_of(one)]
    if name in _ADDS:
        return values.frame([*owner.columns, *aliases, "literal"], "polars", owner.name)
    if name in _SAME:
        return values.frame([*owner.columns, "index", *aliases], "polars", owner.name)
    if name in {"select", "select_seq"}:
        return values.frame(
            [*owner.columns, *aliases, *labels, "literal", "len", "count"], "polars", owner.name
        )
    if owner.kind == "group" and (
        name == "agg" or name in _REDUCES or name in {"len", "first", "last", "head", "tail"}
    ):
        return values.frame(
            [*owner.columns, *owner.index, *aliases, "len", "count", "literal"], "polars"
        )
    if name == "rename" and given and given[0].kind == "dict":
        new = {key: one.labels[0] for key, one in given[0].keys.items() if one.kind == "label"}
        tables.check(walker, node, owner, [(key, False) for key in given[0].keys])
        return values.frame([new.get(one, one) for one in owner.columns], "polars")
    if name == "drop":
        return values.frame(
            [one for one in owner.columns if one not in labels], "polars", owner.name
        )
    if name == "join":
        return _joined(walker, node, owner, given, named)
    if name == "get_column":
        return Value("series", owner.name, "polars")
    if name == "to_pandas":
        return values.frame(owner.columns, "pandas", owner.name)
    return (
        values.frame(None, "polars")
        if name in {"pivot", "unpivot", "melt", "transpose", "hstack", "vstack"}
        else UNKNOWN
    )


def _joined(
    walker: Evaluator, node: ast.Call, owner: Value, given: list[Value], named: dict[str, Value]
) -> Value:
    other = given[0] if given else named.get("other", UNKNOWN)
    for word, sides in (("on", (owner, other)), ("left_on", (owner,)), ("right_on", (other,))):
        for side in sides if word in named else ():
            if side.kind == "frame":
                tables.check(walker, node, side, values.labels_of(named[word]))
    if other.kind != "frame" or other.columns is None or owner.columns is None:
        return values.frame(None, "polars")
    suffixed = [f"{one}_right" for one in other.columns]
    return values.frame([*owner.columns, *other.columns, *suffixed], "polars")


def _columns(walker: Evaluator, node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """Texts within `pl.col(...)` among the arguments."""
    for one in _within(node):
        if not isinstance(one, ast.Call) or not isinstance(one.func, (ast.Attribute, ast.Name)):
            continue
        name = one.func.attr if isinstance(one.func, ast.Attribute) else one.func.id
        module = one.func.value if isinstance(one.func, ast.Attribute) else None
        polars = module is None or (isinstance(module, ast.Name) and _is_polars(walker, module))
        if name == "col" and polars:
            for arg in one.args:
                for text in ast.walk(arg):
                    if (
                        isinstance(text, ast.Constant)
                        and isinstance(text.value, str)
                        and not text.value.startswith("^")
                        and text.value != "*"
                    ):
                        yield text.value, text
        elif isinstance(one.func, ast.Attribute) and name == "over":
            for arg in one.args:
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                    yield arg.value, arg


def _is_polars(walker: Evaluator, node: ast.Name) -> bool:
    found = walker.look(node.id) or walker.live.get(node.id)
    return found is not None and found.kind == "module" and found.name.startswith("polars")


def _within(node: ast.Call) -> Iterator[ast.AST]:
    for part in [*node.args, *(one.value for one in node.keywords)]:
        yield from ast.walk(part)


def _aliases(node: ast.Call) -> list[str]:
    found = []
    for one in _within(node):
        if (
            isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and one.func.attr == "alias"
        ):
            found += [
                arg.value
                for arg in one.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
    return found


def _renames(node: ast.Call) -> bool:
    """Whether names of columns are made by rule."""
    return any(isinstance(one, ast.Attribute) and one.attr in _RENAMES and isinstance(one.value, ast.Attribute) and one.value.attr == "name" for one in _within(node))  # fmt: skip


def function(
    walker: Evaluator, node: ast.Call, name: str, given: list[Value], named: dict[str, Value]
) -> Value:
    """A function of polars."""
    first = given[0] if given else UNKNOWN
    if name in {"DataFrame", "LazyFrame"}:
        return values.frame(
            list(first.keys) if first.kind == "dict" and not first.some else None, "polars"
        )
    if name in {"from_pandas"} and first.kind == "frame":
        return values.frame(first.columns, "polars", first.name)
    if name.startswith(("read_", "scan_", "from_", "concat")):
        return values.frame(None, "polars")
    return UNKNOWN
