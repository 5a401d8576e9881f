"""Lines of a draft that change the user's own data: in place, or by giving the variable another value."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from .aliases import LIVE, Aliases

Place = ast.expr | ast.stmt

_IN_PLACE = frozenset(
    "pop clear popitem remove update sort append extend reverse setdefault fill put itemset resize partition "
    "setflags drop_in_place extend_constant rechunk insert_column replace_column".split()
)
_CELLS = frozenset("loc iloc at iat".split())


def found(
    tree: ast.Module, aliases: Aliases, columns: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    """Nodes that change live data, and what is to be told of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node, aliases)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                for name in _live(target, aliases):
                    whole = isinstance(target, ast.Name)
                    yield node, f"deletes {'your variable' if whole else 'a part of your'} {name}"
        elif isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from _target(node, target, aliases, columns)


def _live(node: ast.AST, aliases: Aliases) -> set[str]:
    """Live variables that an expression is a part of."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {
        one.removeprefix(LIVE)
        for one in aliases.of(node)
        if one.startswith(LIVE) and "." not in one
    }


def _call(node: ast.Call, aliases: Aliases) -> Iterator[tuple[Place, str]]:
    if not isinstance(node.func, ast.Attribute):
        return
    owners = _live(node.func.value, aliases)
    plain = isinstance(node.func.value, (ast.Name, ast.Subscript)) and node.func.attr in _IN_PLACE
    asked = any(
        one.arg == "inplace" and not (isinstance(one.value, ast.Constant) and not one.value.value)
        for one in node.keywords
    )
    if asked or plain:
        for name in owners:
            yield node, f"changes your {name} in place"


def _target(
    node: Place, target: ast.expr, aliases: Aliases, columns: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    if isinstance(target, (ast.Tuple, ast.List)):
        for one in target.elts:
            yield from _target(node, one, aliases, columns)
        return
    if isinstance(target, ast.Name):
        if target.id in aliases.data:
            yield node, f"gives your variable {target.id} another value"
        return
    for name in _live(target, aliases):
        if not _adds_column(target, set(columns.get(name, ())), aliases):
            yield node, f"changes values of your {name}"


def _adds_column(target: ast.expr, known: set[Any], aliases: Aliases) -> bool:
    """Whether a column is made that is not there yet, which takes nothing away."""
    if not isinstance(target, ast.Subscript) or not known:
        return False
    key = target.slice
    if isinstance(target.value, ast.Attribute) and target.value.attr in _CELLS:
        if not isinstance(key, ast.Tuple) or len(key.elts) != 2:
            return False
        key = key.elts[1]
    elif not isinstance(target.value, ast.Name):
        return False
    texts = aliases.texts(key)
    return texts is not None and bool(texts) and not texts & known
