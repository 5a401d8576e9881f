"""What a binding does to a value, and what a loop or a subscript shows of it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from .facts import Fact, Value, parted, without

MEMBERS = 8


def settle(made: Value, depth: int = 4) -> None:
    """Random numbers start a history of their own, as data do that are read from a file."""
    if any(one.kind == "draw" for one in made.facts):
        computed = any(one.kind in {"p", "stat", "test"} for one in made.facts)
        gone = () if computed else _HISTORY
        made.facts = without(made.facts, "draw", *gone)
    if depth:
        for one in [*made.items.values(), *([made.each] if made.each is not None else [])]:
            settle(one, depth - 1)


def flipped(kept: set[Fact]) -> set[Fact]:
    """The pieces on the other side of their conditions."""
    return {Fact("piece", (parted(one)[0], not parted(one)[1])) if one.kind == "piece" else one for one in kept}  # fmt: skip


def written(node: ast.expr) -> bool:
    """The members of a list stand in the code, under their names or in a call of `items`, `zip`, `enumerate`."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"items", "values"}
    return isinstance(node, (ast.List, ast.Tuple, ast.Name))


def constants(place: Value) -> list[Any]:
    """Constant keys of a subscript: one, a list of them, or the last of a pair (rows, column)."""
    if type(place.const) in {str, int}:
        return [place.const]
    consts = [one.const for one in place.items.values()]
    if consts and all(type(one) is str for one in consts):
        return consts
    if len(consts) == 2 and type(consts[1]) is str:
        return [consts[1]]
    return []


def calls_itself(node: ast.FunctionDef | ast.Lambda) -> bool:
    """A function that goes on by its own name."""
    name = getattr(node, "name", "")
    return any(isinstance(one, ast.Call) and getattr(one.func, "id", None) == name for one in ast.walk(node))  # fmt: skip


def tells(body: Sequence[ast.stmt]) -> bool:
    """A branch does more than to count."""
    return any(isinstance(one, (ast.Expr, ast.Assign)) for one in body)


_HISTORY = ("root", "is", "learned", "cmp", "best", "via", "sum", "of", "product", "shift")
