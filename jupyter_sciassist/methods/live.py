"""The values of simple expressions of a cell, from live objects of exactly known types.

Names, columns, masks and comparisons are evaluated; nothing else is called than `dropna`, `to_numpy`, `astype(float)`
and `values`, and only on pandas and NumPy objects.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.Invert: operator.invert,
}
_FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "log": np.log, "log10": np.log10, "log2": np.log2, "log1p": np.log1p, "sqrt": np.sqrt, "exp": np.exp,
    "abs": np.abs, "diff": np.diff, "asarray": np.asarray, "array": np.asarray, "ravel": np.ravel,
    "concatenate": np.concatenate, "hstack": np.hstack, "arange": np.arange,
}  # fmt: skip
_METHODS = frozenset({"dropna", "to_numpy", "astype", "diff", "ravel", "flatten", "abs", "sum", "mean", "reset_index", "copy", "query"})  # fmt: skip
_RESULTS = ("RegressionResultsWrapper", "OLSResults")
_SCALARS = frozenset(
    {int, float, str, bool, np.float64, np.float32, np.int64, np.int32, np.bool_, np.str_}
)
PANDAS = ("DataFrame", "Series")


class Unreadable(Exception):  # noqa: N818 - not a fault: the expression is left alone
    """The expression is not one that is evaluated here."""


def is_known(obj: Any) -> bool:
    """A pandas frame or column, a NumPy array or a plain scalar, by exact type."""
    if any(known.is_exact(obj, "pandas", name) for name in PANDAS):
        return len(obj) <= MOST
    if type(obj) is np.ndarray:
        return obj.size <= MOST and obj.dtype.kind in "biufUSO"
    return type(obj) in _SCALARS


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


def _listed(obj: Any) -> Any:
    """A list of scalars as an array, anything else as it is known."""
    if type(obj) is list and len(obj) <= 10_000 and all(type(one) in _SCALARS for one in obj):
        return np.asarray(obj)
    return _known(obj)


def _value(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        try:  # asked once: behind a parameter stands an expression
            found = namespace[node.id]
        except KeyError as error:
            raise Unreadable from error
        return _listed(found)
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
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        return _known(_SIGNS[type(node.op)](_value(node.operand, namespace)))
    if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) <= MOST_MEMBERS:
        return _known(np.asarray([_value(one, namespace) for one in node.elts]))
    if isinstance(node, ast.Call):
        return _call(node, namespace)
    raise Unreadable


def _subscript(node: ast.Subscript, namespace: Mapping[str, Any]) -> Any:
    place = node.slice
    if isinstance(node.value, ast.Attribute) and node.value.attr == "loc":
        frame = _value(node.value.value, namespace)
        if not isinstance(place, ast.Tuple) or len(place.elts) != 2:
            return _known(frame.loc[_slice(place, namespace)])
        rows, column = (_slice(one, namespace) for one in place.elts)
        return _known(frame.loc[rows, column])
    if isinstance(node.value, ast.Attribute) and node.value.attr == "iloc":
        frame = _value(node.value.value, namespace)
        return _known(frame.iloc[_slice(place, namespace)])
    held = namespace.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if type(held) is dict:
        key = _value(place, namespace)
        return _listed(held[key]) if type(key) in _SCALARS and key in held else _known(None)
    owner = _value(node.value, namespace)
    if isinstance(place, ast.List):
        return _known(owner[[_value(one, namespace) for one in place.elts]])
    if isinstance(place, ast.Slice) and known.is_exact(owner, "pandas", "Series"):
        return _known(owner[_slice(place, namespace)])
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
    if node.attr == "size" and type(owner) is np.ndarray:
        return owner.size
    if node.attr == "values" and type(owner) not in _SCALARS:
        return _known(np.asarray(owner))
    raise Unreadable


def _call(node: ast.Call, namespace: Mapping[str, Any]) -> Any:
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name == "crosstab" and len(node.args) == 2:
        return _crossed(*(_value(one, namespace) for one in node.args))
    plain = isinstance(func, ast.Name) or (isinstance(func, ast.Attribute) and getattr(func.value, "id", "") in {"np", "numpy"})  # fmt: skip
    if name == "get_group" and isinstance(func, ast.Attribute) and len(node.args) == 1:
        return _group(func.value, _value(node.args[0], namespace), namespace)
    if name == "len" and isinstance(func, ast.Name) and len(node.args) == 1:
        return len(_value(node.args[0], namespace))
    if plain:
        if name not in _FUNCTIONS or len(node.args) != 1 or node.keywords:
            raise Unreadable
        return _known(_FUNCTIONS[name](_value(node.args[0], namespace)))
    if not isinstance(func, ast.Attribute) or name not in _METHODS:
        raise Unreadable
    owner = _value(func.value, namespace)
    if type(owner) in _SCALARS:
        raise Unreadable
    if name in {"astype", "copy"}:
        return owner
    return _known(_method(owner, name, node))


def _group(node: ast.expr, key: Any, namespace: Mapping[str, Any]) -> Any:
    """The rows of one group, of a live grouping or of one that is written there."""
    held = namespace.get(node.id) if isinstance(node, ast.Name) else None
    if held is not None and any(known.is_exact(held, "pandas.core.groupby.generic", f"{one}GroupBy") for one in PANDAS):  # fmt: skip
        return _known(held.get_group(key))
    found = [part for name, part in _pairs(node, namespace) if name == key]
    if not found:
        raise Unreadable
    return _known(found[0])


def _crossed(first: Any, second: Any) -> Any:
    """Counts of the pairs of two columns, shape (levels, levels)."""
    if len(first) != len(second):
        raise Unreadable
    rows, columns = (np.unique(np.asarray(one).astype(str), return_inverse=True)[1] for one in (first, second))  # fmt: skip
    table = np.zeros((rows.max() + 1, columns.max() + 1), dtype=np.int64)
    np.add.at(table, (rows, columns), 1)
    return table


def _method(owner: Any, name: str, node: ast.Call) -> Any:
    array = type(owner) is np.ndarray
    if name in {"sum", "mean"}:
        if node.args or node.keywords:
            raise Unreadable
        return np.asarray(owner, dtype=np.float64).sum() if name == "sum" else np.asarray(owner, dtype=np.float64).mean()  # fmt: skip
    if name == "query":
        text = node.args[0] if node.args else None
        if not isinstance(text, ast.Constant) or not isinstance(text.value, str) or "@" in text.value or "(" in text.value:  # fmt: skip
            raise Unreadable
        return owner.query(text.value, engine="python")
    if name == "reset_index":
        return owner.reset_index(drop=any(word.arg == "drop" for word in node.keywords))
    if node.args or node.keywords:
        raise Unreadable
    if name in {"ravel", "flatten", "to_numpy"}:
        return np.asarray(owner).ravel() if name != "to_numpy" else np.asarray(owner)
    if array:
        raise Unreadable
    return {"dropna": owner.dropna, "diff": owner.diff, "abs": owner.abs}[name]()


class Names(Mapping[str, Any]):
    """Live objects, and before them what the parameters and locals of an entered function stand for."""

    def __init__(self, namespace: Mapping[str, Any], words: Sequence[Mapping[str, ast.expr]]):
        self._namespace = namespace
        self._words = words

    def __getitem__(self, name: str) -> Any:
        """The object; raises KeyError where there is none that can be evaluated."""
        if self._words and name in self._words[-1]:
            expression = self._words[-1][name]
            try:
                return evaluate(expression, Names(self._namespace, self._around(name, expression)))
            except Unreadable as error:
                raise KeyError(name) from error
        return self._namespace[name]

    @property
    def words(self) -> Mapping[str, ast.expr]:
        """What the parameters and locals of the innermost entered function stand for."""
        return self._words[-1] if self._words else {}

    def outer(self) -> Names:
        """Names as the caller of the entered function sees them."""
        return Names(self._namespace, self._words[:-1])

    def _around(self, name: str, expression: ast.expr) -> Sequence[Mapping[str, ast.expr]]:
        """The words by which an expression is read: a local one may stand on other locals."""
        own = self._words[-1]
        if _mentions(expression, name) or not _local(expression, own):
            return self._words[:-1]
        rest = {key: one for key, one in own.items() if key != name}
        return [*self._words[:-1], rest]

    def __iter__(self) -> Iterator[str]:
        local = self._words[-1] if self._words else {}
        return (name for name in self._namespace if name not in local)

    def __len__(self) -> int:
        return len(self._namespace)


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _local(node: ast.expr, words: Mapping[str, ast.expr]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in words for one in ast.walk(node))


def spliced(call: ast.Call, names: Names) -> tuple[ast.Call, Names]:
    """A call with `*given` and `**options` of a small function around it, as they were given to that function."""
    words = names.words
    given: list[ast.expr] = []
    options: list[ast.keyword] = []
    for one in call.args:
        held = words.get(getattr(one.value, "id", "")) if isinstance(one, ast.Starred) else None
        given += held.elts if isinstance(held, ast.Tuple) else [one]
    for word in call.keywords:
        held = words.get(getattr(word.value, "id", "")) if word.arg is None else None
        if isinstance(held, ast.Dict):
            options += [ast.keyword(key.value, value) for key, value in zip(held.keys, held.values, strict=True) if isinstance(key, ast.Constant) and isinstance(key.value, str)]  # fmt: skip
        else:
            options.append(word)
    moved = len(given) != len(call.args) or any(isinstance(one, ast.Starred) for one in call.args)
    return ast.Call(call.func, given, options), names.outer() if moved else names


def several(node: ast.expr, namespace: Mapping[str, Any]) -> list[NDArray[np.float64] | None]:
    """The numbers of each member of a list, of a dict's values, or of a comprehension over groups."""
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)) and len(node.generators) == 1:
        return _comprehension(node, namespace)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [numbers(one, namespace) for one in node.elts[:MOST_MEMBERS]]
    return [numbers(ast.Name("member"), {"member": one}) for _, one in _pairs(node, namespace)]


def _comprehension(node: ast.ListComp | ast.GeneratorExp, namespace: Mapping[str, Any]) -> list[NDArray[np.float64] | None]:  # fmt: skip
    one = node.generators[0]
    if one.ifs:
        return []
    found = []
    for key, member in _pairs(one.iter, namespace):
        inner = dict(namespace)
        target = one.target
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            names = [part.id for part in target.elts if isinstance(part, ast.Name)]
            inner.update(zip(names, (key, member), strict=False))
        elif isinstance(target, ast.Name):
            inner[target.id] = member
        found.append(numbers(node.elt, inner))
    return found


def _pairs(node: ast.expr, namespace: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Keys and members of a dict, a list, or the groups of a frame or column."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in {"items", "values"}:
            return _pairs(node.func.value, namespace)
        if node.func.attr == "groupby":
            return _pieces(node, None, namespace)
        if node.func.attr == "unique":
            return [(one, one) for one in _unique(node.func.value, namespace)]
    if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.value, ast.Call):
        name = node.slice if isinstance(node, ast.Subscript) else ast.Constant(node.attr)
        func = node.value.func
        grouped = isinstance(func, ast.Attribute) and func.attr == "groupby"
        return _pieces(node.value, name, namespace) if grouped else []
    if isinstance(node, (ast.List, ast.Tuple)):
        return [(one.value, one.value) for one in node.elts if isinstance(one, ast.Constant)]
    held = namespace.get(node.id) if isinstance(node, ast.Name) else None
    if type(held) is dict:
        return [(key, one) for key, one in list(held.items())[:MOST_MEMBERS] if type(key) in _SCALARS]  # fmt: skip
    if type(held) in {list, tuple} and held is not None:
        return [(one, one) for one in held[:MOST_MEMBERS] if is_known(one)]
    return []


def _unique(node: ast.expr, namespace: Mapping[str, Any]) -> list[Any]:
    try:
        found = evaluate(node, namespace)
    except Unreadable:
        return []
    if type(found) in _SCALARS:
        return []
    return [one for one in list(dict.fromkeys(found.tolist()))[:MOST_MEMBERS] if type(one) in _SCALARS]  # fmt: skip


def _pieces(node: ast.Call, name: ast.expr | None, namespace: Mapping[str, Any]) -> list[tuple[Any, Any]]:  # fmt: skip
    owner = node.func.value if isinstance(node.func, ast.Attribute) else node
    try:
        frame = evaluate(owner, namespace)
        by = evaluate(node.args[0], namespace)
        column_ = evaluate(name, namespace) if name is not None else None
    except (Unreadable, IndexError):
        return []
    if not known.is_exact(frame, "pandas", "DataFrame") or type(by) is not str or by not in frame.columns:  # fmt: skip
        return []
    groups = [(key, part) for key, part in frame.groupby(by) if type(key) in _SCALARS][:MOST_MEMBERS]  # fmt: skip
    if column_ is None:
        return groups
    return [(key, part[column_]) for key, part in groups] if column_ in frame.columns else []
