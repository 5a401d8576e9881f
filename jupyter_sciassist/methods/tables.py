"""Facts of what pandas methods give back: rows kept or left out, groups, shifts and fillings."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..profiles import known
from .facts import Fact, Loop, Value, joined, keys, without
from .marks import (
    SAME,
    SMOOTHED,
    SMOOTHS,
    SUMMARIES,
    column,
    compare,
    copies,
    distance,
    extremes,
    kept_by,
    learn,
    other,
    subset,
)

if TYPE_CHECKING:
    from .scopes import Scopes


_MASKED = frozenset("masked_where masked_outside masked_inside masked_greater masked_less masked_greater_equal masked_less_equal".split())  # fmt: skip


def rows(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Calls that keep rows, divide them or leave some out."""
    same = _unchanged(walker, node, name, owner, given, named)
    if same is not None or owner is None:
        return same
    if name in {"head", "tail", "nlargest", "nsmallest"}:
        if name.startswith("n") or owner.has("sorted"):
            walker.choose(owner.all() | joined(*given), "head")
        side = {"head": (None, "n"), "tail": ("n", None)}.get(name, (None, name))
        ranks = tuple(sorted(map(str, owner.keys("ranked"))))
        group: Any = ("ranked", ranks) if ranks and owner.has("group") else "slice"
        best = {Fact("best", one) for one in owner.keys("sorted")}
        if name.startswith("n"):
            best |= {Fact("extreme", one) for one in owner.keys("is") or _off(walker, owner)}
        return subset(owner, {Fact("piece", (group, side)), *best})
    if name == "sample":
        dup = {Fact("copied", copies(walker, owner)), Fact("boot")} if _true(named.get("replace")) else set()  # fmt: skip
        return subset(owner, {Fact("piece", (("drawn", id(node)), "a")), *dup})
    if name == "drop":
        return _dropped(walker, owner, given, named)
    if name in {"isin", "between"}:
        return _members(walker, node, name, owner, given)
    if name in {"query", "eval"}:
        return _query(walker, node, owner, name)
    return _thinned(walker, name, owner, given, named)


def _unchanged(
    walker: Scopes, node: ast.Call, name: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """The same rows under another type, name or mask."""
    if name == "Series" and given and given[0].items and "index" in named:
        places = [one.const for one in named["index"].items.values()]
        return Value(given[0].facts, dict(zip(places, given[0].items.values(), strict=False)))
    if name in SAME or (name in {"DataFrame", "dict"} and given and given[0].each is None and not named and not given[0].items):  # fmt: skip
        return _same(name, owner if owner is not None else given[0] if given else Value())
    if name in {"absolute", "fabs", "square"} and given:
        return _same("abs", given[0])
    if name in _MASKED and given:
        return _masked(walker, node, name, given)
    if name in {"cut", "qcut", "digitize"} and owner is None and given:  # classes by size
        key = (ast.unparse(node.args[0]), name, ", ".join(map(ast.unparse, node.args[1:])))
        compare(walker, key, True, given[0], walker.derive(*given[1:]), None, node)
        return walker.derive(given[0], add={Fact("cmp", (key, True))})
    return None


def _same(name: str, made: Value) -> Value:
    """The value itself; a copy of it that goes its own way; how far it lies off."""
    if name == "copy":
        return Value(made.facts, dict(made.items), made.each, made.const, made.dotted, made.node, made.cell, made.closure)  # fmt: skip
    far = distance(made) if name == "abs" else set()
    return subset(made, far) if far else made


def _masked(walker: Scopes, node: ast.Call, name: str, given: list[Value]) -> Value:
    """Masked arrays: `masked_outside(x, low, high)`, `masked_greater(x, most)`."""
    if name == "masked_where":
        left = {Fact("piece", other(one)) for one in given[0].all() if one.kind == "cmp"}
        return subset(given[-1], left)
    key = (ast.unparse(node.args[0]), name, ", ".join(map(ast.unparse, node.args[1:])))
    compare(walker, key, True, given[0], walker.derive(*given[1:]), given[-1].const, node)
    return subset(given[0], {Fact("piece", (key, False))})


def _dropped(walker: Scopes, owner: Value, given: list[Value], named: Mapping[str, Value]) -> Value:
    """Rows by their labels or columns by their names are taken away."""
    given = [*given, *(named[one] for one in ("index",) if one in named)]
    if given:
        pieces = {one for one in given[0].all() if one.kind in {"piece", "cmp"}}
        if given[0].has("extreme"):
            return subset(owner, extremes(walker, given[0].all()))
        left = {Fact("piece", other(one)) for one in pieces}
        gone = {one.const for one in [given[0], *given[0].items.values()]} | _named_columns(named)
        return subset(Value(owner.facts, {key: one for key, one in owner.items.items() if key not in gone}, owner.each), left)  # fmt: skip
    if named:
        gone = _named_columns(named)
        return Value(owner.facts | {Fact("less", one) for one in gone}, {key: one for key, one in owner.items.items() if key not in gone}, owner.each)  # fmt: skip
    return subset(owner, frozenset())


def _members(walker: Scopes, node: ast.Call, name: str, owner: Value, given: list[Value]) -> Value:
    """A mask by membership or by two limits."""
    key = (ast.unparse(node.func), name, ast.unparse(node.args[0]) if node.args else "")
    compare(walker, key, name == "between", owner, walker.derive(*given), None, node)
    told = {one for value in given for one in value.all() if one.kind in {"piece"}}
    return walker.derive(owner, add={Fact("cmp", (key, True)), *(Fact("cmp", _cmp(one)) for one in told)})  # fmt: skip


def _thinned(
    walker: Scopes, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value | None:
    """Rows are left out by what is missing, by a mask or because they repeat."""
    if name == "drop_duplicates":
        units = [
            one for value in [*given, *named.values()] for one in [value, *value.items.values()]
        ]
        return subset(owner, {Fact("agg", one.const) for one in units if type(one.const) is str})
    if name in {"mask", "where"} and len(given) == 1 and "other" not in named:
        flip = name == "mask"
        return subset(
            owner,
            {Fact("piece", (place, side != flip)) for place, side in keys(given[0].all(), "cmp")},
        )
    if name in {"dropna", "ffill"}:
        return subset(owner, frozenset())
    if name in {"ravel", "flatten"}:
        return subset(owner, {Fact("flat")})
    if name == "pop":
        return owner.items.pop(given[0].const, walker.derive(owner)) if given else walker.derive(owner)  # fmt: skip
    return None


def _named_columns(named: Mapping[str, Value]) -> set[object]:
    told = [named[one] for one in ("columns", "labels") if one in named]
    return {one.const for value in told for one in [value, *value.items.values()]}


def _cmp(fact: Fact) -> tuple[object, bool]:
    return (("rows", fact.key), True)


def _query(walker: Scopes, node: ast.Call, owner: Value, name: str) -> Value:
    """`df.query("y < 2 and ok")`, `df.eval("d = a - b")`: the columns are names of their own."""
    text = node.args[0] if node.args else None
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
        return subset(owner, frozenset())
    source = text.value.replace("@", "").replace("`", "")
    assigned = re.match(r"\s*(\w+)\s*=(?!=)", source)
    try:
        tree = ast.parse(source[assigned.end() if assigned else 0 :].strip(), mode="eval").body
    except SyntaxError:
        return subset(owner, frozenset())
    names = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
    walker.scopes.append({one: column(owner, one) for one in names if walker.look(one) is None or one in owner.items})  # fmt: skip
    made = walker.eval(tree)
    walker.scopes.pop()
    if name == "query":
        return subset(owner, kept_by(walker, made.all()))
    if not assigned:
        return made
    found = Value(owner.facts, dict(owner.items), owner.each)
    found.items[assigned[1]] = walker.named(Value(made.all()), assigned[1])
    return found


def _true(value: Value | None) -> bool:
    return value is not None and value.const is True


def frames(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Groups, shifts, sorting and filling."""
    if name in {"sort_values", "sorted", "argsort", "sort"}:
        return _sorted(walker, node, name, owner, given, named)
    if owner is None:
        return None
    if name == "groupby" or owner.has("group"):
        made = _grouped(walker, name, owner, given, named)
        if made is not None:
            return made
    if name in {"pivot", "pivot_table", "unstack"}:
        units = {Fact("agg", one.const) for one in named.values() if type(one.const) is str}
        return subset(owner, units)
    if name in {"transform", "apply", "map", "agg", "pipe", "applymap"}:
        return _applied(walker, name, owner, given, named)
    return _neighbours(walker, name, owner, given, named)


def _sorted(
    walker: Scopes, node: ast.Call, name: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value:  # fmt: skip
    """Rows by size: what is at the ends was chosen by what they were sorted by."""
    sorted_ = owner if owner is not None else given[0] if given else Value()
    by = [sorted_.items[key.const] for key in [*given[:1], *([named["by"]] if "by" in named else [])] if key.const in sorted_.items]  # fmt: skip
    told = joined(*by) if by else frozenset()
    small = bool(keys(told if by else sorted_.all(), "p"))
    facts = {Fact("sorted", one) for one in sorted_.keys("over") | ({"p"} if small else set())}
    facts |= {Fact("ends", id(node))} if name == "argsort" else set()
    names = keys(told, "is") if by else sorted_.keys("is")
    facts |= {Fact("ranked", one) for one in names if type(one) is str}
    if any(type(one) is str and not one.isidentifier() for one in names) or not names:
        facts |= {Fact("ranked", one) for one in _off(walker, sorted_)}
    if name == "sort" and owner is not None:
        owner.facts |= facts
    if name == "sorted" and sorted_.items and all(type(key) is int for key in sorted_.items):
        members = walker.derive(
            *sorted_.items.values(), items=True
        )  # in an order that nobody knows
        sorted_ = Value(sorted_.facts, each=members)
    return subset(sorted_, facts | {one for one in told if one.kind in {"stat"}})


def _within(owner: Value) -> set[Fact]:
    """The rows of one group at a time."""
    return {Fact("within", one) for one in owner.keys("group")}


def _off(walker: Scopes, made: Value) -> set[str]:
    """By how far from what they are made of they lie."""
    frames_ = {one for one in made.keys("root") if known.is_exact(walker.namespace.get(str(one)), "pandas", "DataFrame")}  # fmt: skip
    return {f"off {one}" for one in made.keys("root") - frames_}


def _grouped(
    walker: Scopes, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value | None:
    """Groups, and one row for each of them."""
    if name == "groupby":
        keyed = [*given, *named.values()]
        units = {one.const for value in keyed for one in [value, *value.items.values()] if type(one.const) is str} | keys(joined(*given), "is")  # fmt: skip
        marks = {Fact("group", one) for one in units} | {Fact("root", one) for one in units}
        made = subset(owner, marks)
        made.each = Value(items={0: Value(), 1: subset(owner, _within(made))})
        return made
    if name == "get_group" and given:
        part = (("group", tuple(sorted(map(str, owner.keys("group"))))), given[0].const)
        return subset(owner, {Fact("piece", part)}, frozenset({"group"}))
    if name == "filter" and given:
        return subset(owner, kept_by(walker, walker.enter(given[0], [owner], {}).all()), frozenset({"group"}))  # fmt: skip
    if name in SUMMARIES | {"agg", "aggregate", "first", "last", "size", "count", "nunique", "nth"}:  # fmt: skip
        summed = learn(walker, "Means of groups are taken over all rows", False, owner)
        rows_ = {Fact("agg", one) for one in owner.keys("group")}
        made = subset(owner, summed | rows_, frozenset({"group"}))
        made.each = None
        if name == "size":  # counts: what they are of are the keys
            of = {Fact(kind, one) for one in owner.keys("group") for kind in ("is", "root")}
            return Value(without(owner.all(), "is", "root", "group") | rows_ | of)
        made.items.update({key: Value(owner.all() | summed | rows_) for key in named})
        return made
    return None


def _neighbours(
    walker: Scopes, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value | None:
    """Values of other rows: earlier ones, a window of them, a summary of all."""
    if name == "shift":
        periods = given[0] if given else named.get("periods", Value(const=1))
        back = {Fact("ahead")} if type(periods.const) is int and periods.const < 0 else set()
        smoothed = {one for one in keys(owner.facts, "sum") if walker.trace.learned[one].what == SMOOTHED}  # fmt: skip
        near = {Fact("sum", one) for one in smoothed if periods.const == 1}  # still in the window
        return subset(owner, frozenset({Fact("shift")} | back | near), frozenset({"learned", "sum", "is", "window"}))  # fmt: skip
    if name in {"rolling", "ewm", "expanding"}:
        both = _true(named.get("center"))
        return subset(owner, {Fact("window")} | (learn(walker, SMOOTHED, False, owner) if both else set()))  # fmt: skip
    if name in SMOOTHS and not owner.has("shift"):
        return walker.derive(owner, add=learn(walker, SMOOTHED, False, owner))  # fmt: skip
    if name == "fillna":
        filled = joined(*given)
        if any(one.kind == "sum" for one in filled):
            strong = learn(walker, "Missing values are filled from the column's own summary", True, owner, *given)  # fmt: skip
            return subset(owner, strong)
        return owner
    return None


def _applied(
    walker: Scopes, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value:
    """A function over a value, its rows, its groups."""
    function = given[0] if given else next(iter(named.values()), Value())
    rest = given[1:]
    grouped = owner.has("group")
    if function.node is None:
        summed = learn(walker, "Means of groups are taken over all rows", False, owner, *given) if grouped else set()  # fmt: skip
        return walker.derive(owner, *given, add=summed)
    argument = subset(owner, _within(owner), frozenset({"group"}))
    argument.each = None
    loop = Loop(function.node)
    if name not in {"pipe", "transform"}:
        walker.trace.loops[loop.key] = loop
        walker.loops.append(loop)
    made = walker.enter(function, [argument, *rest], {})
    over = {Fact("over", loop.key)}
    if name not in {"pipe", "transform"}:
        walker.loops.pop()
        made = Value(made.all() | over, {key: Value(one.all() | over) for key, one in made.items.items()})  # fmt: skip
    if not grouped:
        return made
    summed = learn(walker, "Means of groups are taken over all rows", False, owner, made)
    if name in {"apply", "agg"}:
        units = {Fact("agg", one) for one in owner.keys("group")}
        return Value(made.all() | over | units, {key: Value(one.all() | over | units) for key, one in made.items.items()})  # fmt: skip
    return subset(made, summed)
