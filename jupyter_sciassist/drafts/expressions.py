"""Columns that stand in texts: the conditions of pandas' `query`, the formulas of statsmodels."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import source, tables
from .values import Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

_QUOTED = re.compile(r"`([^`]+)`")
_ASSIGNED = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)")
_LOCAL = re.compile(r"@([A-Za-z_]\w*)")
_FORMULA = frozenset("C Q I np center standardize scale bs cr cc te poly Treatment Sum Poly Helmert Diff log exp sqrt abs".split())  # fmt: skip
_QUERY = frozenset(
    "index True False None sin cos tan exp log sqrt abs ilevel_0 nan pi e and or not in".split()
)


def query(walker: Evaluator, node: ast.AST, owner: Value, text: str) -> list[str]:
    """The names of `df.query(text)` and `df.eval(text)` are columns, those after @ variables.

    Gives the columns that lines such as `c = a + b` make.
    """
    columns = []
    for name in _LOCAL.findall(text):
        walker.name(ast.copy_location(ast.Name(name, ast.Load()), node))
    text = _LOCAL.sub("0", text)
    for line in text.splitlines() or [text]:
        made = _ASSIGNED.match(line)
        quoted = _QUOTED.findall(line)
        tables.check(walker, node, owner, [(one, False) for one in quoted])
        plain = _QUOTED.sub("0", line[made.end() if made else 0 :]).replace("&&", "and").strip()
        _names(walker, node, owner, plain, _QUERY)
        columns += [made[1]] if made else []
    return columns


def formula(walker: Evaluator, node: ast.AST, owner: Value, text: str) -> None:
    """The names of a formula are columns or variables of the draft; `Q("a b")` quotes one."""
    plain = re.sub(r"[~:|]", "+", text.replace("**", "*").replace("%in%", "+"))
    tree = _tree(plain)
    if tree is None:
        return
    for one in ast.walk(tree):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "Q":
            quoted = [arg.value for arg in one.args if isinstance(arg, ast.Constant)]
            tables.check(walker, node, owner, [(label, False) for label in quoted])
    _names(walker, node, owner, plain, _FORMULA)


def _names(
    walker: Evaluator, node: ast.AST, owner: Value, text: str, known: frozenset[str]
) -> None:
    tree = _tree(text)
    if tree is None:
        return
    called = {id(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}
    inner = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    for one in ast.walk(tree):
        if not isinstance(one, ast.Name) or one.id in known:
            continue
        if (
            known is _FORMULA
            and (walker.look(one.id) is not None or one.id in walker.live)
            and owner.has(one.id) is False
        ):
            if one.id in walker.live:
                walker.reads[one.id] = None
            continue
        if id(one) in called or (
            id(one) in inner and owner.has(one.id) is False and known is _FORMULA
        ):
            walker.name(ast.copy_location(ast.Name(one.id, ast.Load()), node))
        else:
            tables.check(walker, node, owner, [(one.id, False)])


def _tree(text: str) -> ast.Module | None:
    try:
        return source.parsed(f"({text})")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
