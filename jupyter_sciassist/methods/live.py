"""The values of simple expressions of a cell, from live objects of exactly known types.

Names, columns, masks and comparisons are evaluated; nothing else is called than `dropna`, `to_numpy`, `astype(float)`
and `values`, and only on pandas and NumPy objects.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known

MOST = 1_000_000
MOST_MEMBERS = 50
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
    ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_JOIN: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}
_PANDAS = ("DataFrame", "Series")


class Unreadable(Exception):  # noqa: N818 - not a fault: the expression is left alone
    """The expression is not one that is evaluated here."""


def is_known(obj: Any) -> bool:
    """A pandas frame or column, a NumPy array or a plain scalar, by exact type."""
    if any(known.is_exact(obj, "pandas", name) for name in _PANDAS):
        return len(obj) <= MOST
    if type(obj) is np.ndarray:
        return obj.size <= MOST and obj.dtype.kind in "biufUSO"
    return type(obj) in {int, float, str, bool}


def evaluate(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    """The value of an expression.

    Raises
    ------
    Unreadable
        It is not made of the few forms that are evaluated, or an object is of no known type.
    """
    try:
        found = _value(node, namespace)
    except Unreadable:
        raise
    except Exception as error:  # columns that are gone, lengths that changed since the cell ran
        raise Unreadable from error
    return found


def numbers(node: ast.expr, namespace: Mapping[str, Any]) -> NDArray[np.float64] | None:
    """The finite numbers of an expression that is a column or an array, shape (n,), else None."""
    try:
        found = evaluate(node, namespace)
        values = np.asarray(found, dtype=np.float64)
    except (Unreadable, TypeError, ValueError):
        return None
    if values.ndim != 1:
        return None
    return values[np.isfinite(values)]


def _known(obj: Any) -> Any:
    if not is_known(obj):
        raise Unreadable
    return obj


def _value(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        if node.id not in namespace:
            raise Unreadable
        return _known(namespace[node.id])
    if isinstance(node, ast.Constant):
        return _known(node.value)
    if isinstance(node, ast.Subscript):
        return _subscript(node, namespace)
    if isinstance(node, ast.Attribute):
        return _attribute(node, namespace)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE:
        pair = [_value(one, namespace) for one in (node.left, node.comparators[0])]
        return _known(_COMPARE[type(node.ops[0])](*pair))
    if isinstance(node, ast.BinOp) and type(node.op) in _JOIN:
        pair = [_value(one, namespace) for one in (node.left, node.right)]
        return _known(_JOIN[type(node.op)](*pair))
    if isinstance(node, ast.Call):
        return _call(node, namespace)
    raise Unreadable


def _subscript(node: ast.Subscript, namespace: Mapping[str, Any]) -> Any:
    place = node.slice
    if isinstance(node.value, ast.Attribute) and node.value.attr == "loc":
        frame = _value(node.value.value, namespace)
        if not isinstance(place, ast.Tuple) or len(place.elts) != 2:
            return _known(frame.loc[_value(place, namespace)])
        rows, column = (_value(one, namespace) for one in place.elts)
        return _known(frame.loc[rows, column])
    owner = _value(node.value, namespace)
    if isinstance(place, ast.List):
        return _known(owner[[_value(one, namespace) for one in place.elts]])
    if isinstance(place, (ast.Slice, ast.Tuple)):
        if type(owner) is not np.ndarray:
            raise Unreadable
        return _known(owner[_slice(place, namespace)])
    return _known(owner[_value(place, namespace)])


def _slice(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Tuple):
        return tuple(_slice(one, namespace) for one in node.elts)
    if isinstance(node, ast.Slice):
        return slice(*(None if one is None else _value(one, namespace) for one in (node.lower, node.upper, node.step)))  # fmt: skip
    return _value(node, namespace)


def _attribute(node: ast.Attribute, namespace: Mapping[str, Any]) -> Any:
    owner = _value(node.value, namespace)
    if known.is_exact(owner, "pandas", "DataFrame") and node.attr in owner.columns:
        return _known(owner[node.attr])
    if node.attr == "values" and not isinstance(owner, (int, float, str, bool)):
        return _known(np.asarray(owner))
    raise Unreadable


def _call(node: ast.Call, namespace: Mapping[str, Any]) -> Any:
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr not in {"dropna", "to_numpy", "astype"}:
        raise Unreadable
    owner = _value(func.value, namespace)
    if func.attr == "astype":
        return owner
    if func.attr == "dropna" and (node.args or node.keywords):
        raise Unreadable
    if type(owner) is np.ndarray:
        raise Unreadable
    return _known(owner.dropna() if func.attr == "dropna" else owner.to_numpy())


def several(node: ast.expr, namespace: Mapping[str, Any]) -> list[NDArray[np.float64] | None]:
    """The numbers of each member of a list or of a dict's values that stands under a name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value if node.func.attr == "values" else node
    held = namespace.get(node.id) if isinstance(node, ast.Name) else None
    if type(held) is dict:
        held = list(held.values())
    if type(held) not in {list, tuple} or held is None:
        return []
    return [
        numbers(ast.Name("member"), {"member": one}) for one in held[:MOST_MEMBERS] if is_known(one)
    ]
