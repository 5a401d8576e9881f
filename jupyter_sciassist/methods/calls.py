"""Calls: functions and classes of the notebook are entered, those of libraries are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import estimators, library, numeric, remedies, sizes, tables
from .facts import Fact, Loop, Missing, Value, joined, keys, without
from .marks import opened, subset

if TYPE_CHECKING:
    from .scopes import Scopes

_COMPARES: dict[str, type[ast.cmpop]] = {"lt": ast.Lt, "le": ast.LtE, "gt": ast.Gt, "ge": ast.GtE, "eq": ast.Eq, "ne": ast.NotEq}  # fmt: skip
_OPERATORS: dict[str, type[ast.operator]] = {"sub": ast.Sub, "subtract": ast.Sub, "div": ast.Div, "divide": ast.Div, "truediv": ast.Div, "mul": ast.Mult, "multiply": ast.Mult, "pow": ast.Pow}  # fmt: skip
_MAPS = frozenset({"map", "imap", "starmap", "apply_along_axis", "apply_over_axes"})
_CORRECTS = re.compile(r"multipletests|false_discovery_control|fdr|bonf|holm|hochberg|sidak|adjust|correct_p|^bh$|benjamini", re.I)  # fmt: skip


def call(walker: Scopes, node: ast.Call) -> Value:
    """Facts of a call's value, and what the call does to its arguments."""
    func = node.func
    owner: Value | None = None
    if isinstance(func, ast.Attribute):
        owner = walker.eval(func.value)
        name, dotted = func.attr, f"{owner.dotted}.{func.attr}"
        held = owner.items.get(name)
        if held is not None and held.node is not None and (owner.has("object") or owner.facts or not owner.dotted):  # fmt: skip
            return _entered(walker, node, held, owner if owner.has("object") else None)
        if owner.dotted and not owner.facts:
            owner = None
    else:
        made = walker.eval(func)
        own = _own(walker, node, made)
        if own is not None:
            return own
        # a name from a star import, or from a cell out of sight, goes by itself
        unbound = isinstance(func, ast.Name) and walker.look(func.id) is None
        dotted = made.dotted or (f"*.{func.id}" if unbound and isinstance(func, ast.Name) else "?")
        name = dotted.rpartition(".")[2]
    walker.printing += dotted == "print"
    given, named = arguments(walker, node)
    walker.printing -= dotted == "print"
    if dotted == "print":
        _printed(walker, given)
    if _CORRECTS.search(name):
        walker.trace.corrected |= keys(joined(*given, *named.values()), "p")
    remedies.heard(walker, name, [*given, *([owner] if owner is not None else [])], named)
    for read in _READERS:
        found = read(walker, node, name, dotted, owner, given, named)
        if found is not None:
            return found
    return _plain(walker, owner, given, named)


def _printed(walker: Scopes, given: list[Value]) -> None:
    """What is printed, all together and one by one."""
    parts = [joined(*given), *(one.all() for one in given)]
    parts += [one.all() for made in given for one in made.items.values()]
    walker.trace.told += [(walker.step, facts) for facts in parts if facts]


def _own(walker: Scopes, node: ast.Call, made: Value) -> Value | None:
    """A function or a class of the notebook."""
    if made.node is not None and made.has("maps"):
        return _mapped(walker, node, made, *arguments(walker, node))
    if made.node is not None:
        return _entered(walker, node, made)
    if any(one.kind == "user class" for one in made.facts):
        return _instance(walker, node, made)
    return None


def _handed(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """A function of the notebook is handed to one that calls it for each of several members, or wraps it."""
    method = named.get("method")
    if name == "corr" and owner is not None and method is not None and method.node is not None:
        return _mapped(walker, node, method, [owner, owner], {})
    if name in _COMPARES and owner is not None and len(node.args) == 1 and isinstance(node.func, ast.Attribute):  # fmt: skip
        return walker.eval(ast.copy_location(ast.Compare(node.func.value, [_COMPARES[name]()], node.args), node))  # fmt: skip
    if name in _OPERATORS and owner is not None and len(node.args) == 1 and isinstance(node.func, ast.Attribute):  # fmt: skip
        return walker.eval(ast.copy_location(ast.BinOp(node.func.value, _OPERATORS[name](), node.args[0]), node))  # fmt: skip
    if not given or given[0].node is None:
        return None
    if name in _MAPS:
        return _mapped(walker, node, given[0], given[1:], named)
    if name in {"vectorize", "delayed", "partial"}:
        marks = frozenset({Fact("maps")}) if name == "vectorize" else frozenset()
        return Value(marks, node=given[0].node, cell=given[0].cell, closure=given[0].closure)
    return None


def _mapped(
    walker: Scopes, node: ast.Call, function: Value, given: list[Value], named: Mapping[str, Value]
) -> Value:
    """A function over the members of what stands beside it: `map`, `apply_along_axis`, a vectorised one."""
    sizes_ = [found for one in node.args if (found := sizes.size(one, walker.namespace)) is not None]  # fmt: skip
    loop = Loop(node, min(sizes_, default=None) if "along" not in ast.unparse(node.func) else None)
    walker.trace.loops[loop.key] = loop
    walker.loops.append(loop)
    members = [walker.element(one) for one in given if one.const is Missing]
    made = walker.enter(function, members, named)
    walker.loops.pop()
    over = {Fact("over", loop.key)}
    return Value(frozenset(over), each=subset(made, over))


def arguments(walker: Scopes, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
    """Values of the arguments; starred ones spread where their members are known."""
    given: list[Value] = []
    for one in node.args:
        if isinstance(one, ast.Starred):
            spread = walker.eval(one.value)
            members = list(spread.items.values())
            given += members or [walker.element(spread)] * 2
        else:
            given.append(walker.eval(one))
    named: dict[str, Value] = {}
    for word in node.keywords:
        made = walker.eval(word.value)
        if word.arg is None:
            named.update({str(key): one for key, one in made.items.items()})
        else:
            named[word.arg] = made
    return given, named


def _instance(walker: Scopes, node: ast.Call, made: Value) -> Value:
    """An object of a class of the notebook, initialised."""
    found = Value(frozenset({Fact("object")}), dict(made.items))
    start = made.items.get("__init__")
    given, named = arguments(walker, node)
    told = [*given, *named.values()]
    if start is not None:
        walker.sites.append(id(node))
        _with(walker, node, start, found, given, named)
        walker.sites.pop()
    else:
        fields = dict(zip(sorted(keys(made.facts, "field")), given, strict=False))
        named = {**{name: one for (_, name), one in fields.items()}, **named}
        found.items.update({name: walker.named(one, name) for name, one in named.items()})
        found.facts |= without(joined(*given), "is")
    return _data(node, found, told)


def _entered(walker: Scopes, node: ast.Call, made: Value, owner: Value | None = None) -> Value:
    given, named = arguments(walker, node)
    walker.sites.append(id(node))
    found = _with(walker, node, made, owner, given, named)
    walker.sites.pop()
    return found if owner is not None and found.has("object") else _data(node, found, [*given, *named.values()])  # fmt: skip


def _data(node: ast.Call, found: Value, given: list[Value]) -> Value:
    """What a call made of no data that have a name: data of its own, other ones each call."""
    if found.node is not None or any(one.has("via") for one in given):
        return found
    made, inner = {Fact("made", id(node))}, frozenset({"made"})
    if not found.has("object"):
        return subset(found, made, inner)
    found.items = {key: one if one.node is not None else subset(one, made, inner) for key, one in found.items.items()}  # fmt: skip
    return found


def _with(
    walker: Scopes, node: ast.Call, made: Value, owner: Value | None, given: list[Value], named: dict[str, Value]
) -> Value:  # fmt: skip
    if owner is not None:
        return walker.enter(made, [owner, *given], named)
    name = getattr(made.node, "name", "")
    remedies.heard(walker, name, given, named)
    if name and _CORRECTS.search(name):
        walker.trace.corrected |= keys(joined(*given, *named.values()), "p")
    words = {word.arg: word.value for word in node.keywords if word.arg}
    if made.node is not None:
        places = [one.arg for one in made.node.args.args]
        words.update(zip(places, node.args, strict=False))
        words.update(_rest(made.node.args, node))
    return walker.enter(made, given, named, words)


def _rest(told: ast.arguments, node: ast.Call) -> dict[str, ast.expr]:
    """What `*given` and `**options` stand for."""
    found: dict[str, ast.expr] = {}
    if told.vararg is not None:
        found[told.vararg.arg] = ast.Tuple(node.args[len(told.posonlyargs) + len(told.args) :], ast.Load())  # fmt: skip
    if told.kwarg is not None:
        words = [word for word in node.keywords if word.arg]
        found[told.kwarg.arg] = ast.Dict([ast.Constant(word.arg) for word in words], [word.value for word in words])  # fmt: skip
    return found


def _plain(
    walker: Scopes, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value:
    return walker.derive(*opened(walker, [owner, *given, *named.values()]))


_READERS = (
    _handed,
    estimators.read,
    library.built_in,
    tables.rows,
    library.collections,
    tables.frames,
    numeric.numbers,
)
