"""How many members, rows and columns there are, from the code and live objects of exactly known types."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from .live import PANDAS, Unreadable, evaluate, is_known, numbers


def size(node: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    """How many members an iterable has, as far as the code and the live objects show."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
        return len(node.keys if isinstance(node, ast.Dict) else node.elts)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return len(node.value)
    if isinstance(node, ast.Name):
        return _length(namespace.get(node.id))
    if isinstance(node, ast.Attribute) and node.attr == "columns":
        frame = namespace.get(node.value.id) if isinstance(node.value, ast.Name) else None
        return len(frame.columns) if known.is_exact(frame, "pandas", "DataFrame") and frame is not None else None  # fmt: skip
    return _size_of_call(node, namespace) if isinstance(node, ast.Call) else None


def _length(obj: Any) -> int | None:
    if type(obj) in {list, tuple, dict, set, range, str}:
        return len(obj)
    if known.is_exact(obj, "pandas", "DataFrame"):
        return len(obj.columns)
    if is_known(obj) and hasattr(type(obj), "__len__") and np.ndim(obj) > 0:
        return len(obj)
    return None


def _size_of_call(node: ast.Call, namespace: Mapping[str, Any]) -> int | None:
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name in {"range", "arange"} and not node.keywords:
        places = [_whole(one, namespace) for one in node.args]
        if any(one is None for one in places):
            return None
        return len(range(*(one for one in places if one is not None))) if places else None
    if name in {"enumerate", "zip", "list", "sorted", "reversed", "tqdm", "set", "array"}:
        sizes = [found for one in node.args if (found := size(one, namespace)) is not None]
        return min(sizes) if sizes else None
    if name in {"linspace", "logspace", "geomspace"} and len(node.args) == 3:
        return _whole(node.args[2], namespace)
    if name == "combinations" and len(node.args) == 2:
        total, of = size(node.args[0], namespace), _whole(node.args[1], namespace)
        return None if total is None or of is None else math.comb(total, of)
    if name in {"items", "keys", "values"} and isinstance(func, ast.Attribute):
        return size(func.value, namespace)
    if name == "groupby" and isinstance(func, ast.Attribute) and node.args:
        return _groups(func.value, node.args[0], namespace)
    return None


def _whole(node: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    """A whole number that is written, stands under a name or is the length of something."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len" and node.args:
        return size(node.args[0], namespace)
    try:
        found = evaluate(node, namespace)
    except Unreadable:
        return None
    return found if type(found) is int else None


def _groups(owner: ast.expr, by: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    try:
        frame, name = evaluate(owner, namespace), evaluate(by, namespace)
    except Unreadable:
        return None
    if not known.is_exact(frame, "pandas", "DataFrame") or type(name) is not str or name not in frame.columns:  # fmt: skip
        return None
    return int(frame[name].nunique())


def names(node: ast.expr, namespace: Mapping[str, Any]) -> list[str]:
    """The texts of a list that stands under a name."""
    held = namespace.get(node.id) if isinstance(node, ast.Name) else None
    if known.is_exact(held, "pandas", "Index") and held is not None:
        held = held.tolist()
    if type(held) is not list or not held or len(held) > 1000:
        return []
    return held if all(type(one) is str for one in held) else []


def column(frame: Any, name: Any) -> NDArray[np.float64] | None:
    """The finite numbers of a column of a data frame, None where there is no such column or no numbers."""
    if type(name) is not str or name not in frame.columns:
        return None
    return numbers(ast.Name("member"), {"member": frame[name]})


def length(names: Iterable[str], namespace: Mapping[str, Any]) -> int | None:
    """Rows of the longest table or array under the names."""
    held = [namespace.get(one) for one in names]
    sizes = [len(obj) for obj in held if obj is not None and _tabular(obj)]
    return max(sizes, default=None)


def _tabular(obj: Any) -> bool:
    if any(known.is_exact(obj, "pandas", name) for name in PANDAS):
        return True
    return type(obj) is np.ndarray and obj.ndim >= 1
