"""What is known of a value in a draft, before it is run."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ..profiles import known

Kind = Literal[
    "unknown", "module", "member", "frame", "series", "group", "row", "array", "label", "list", "dict",
    "mask", "function", "method", "indexer", "columns", "pair", "fit",
]  # fmt: skip
Label = Hashable
_MOST_ROWS = 500


@dataclass
class Value:
    """A value that a draft may have in hand.

    Attributes
    ----------
    kind : str
    name : str
        A dotted name of a module or its member; else how the value is called where it is missed something.
    lib : str
        "pandas" or "polars" of a table, a series, a group.
    columns : dict or None
        Labels that may be there, in order; None where they cannot be told.
    index : set
        Names of the row index, which some methods take for columns.
    labels : tuple
        Texts or numbers that the value may be, where it is one of these. Not empty of a group of one column.
    some : bool
        It is one of `labels`, nobody knows which: at least one of them has to fit. Of a dict: there may be other
        keys. Of a group: its keys become columns. Of a row: it may be a table of several as well.
    items : list of Value
        Of a list or a pair; of a dict see `keys`.
    keys : dict of label to Value
    owner : Value, optional
        What a method or an indexer belongs to.
    node : function or lambda
    scopes : names that a function sees
    rows : dict or None
        Labels of rows where they are all known and texts; None where they cannot be told.
    """

    kind: Kind = "unknown"
    name: str = ""
    lib: str = ""
    columns: dict[Label, None] | None = None
    index: set[Label] = field(default_factory=set)
    labels: tuple[Label, ...] = ()
    some: bool = False
    items: list[Value] = field(default_factory=list)
    keys: dict[Label, Value] = field(default_factory=dict)
    owner: Value | None = None
    node: ast.AST | None = None
    scopes: tuple[dict[str, Value], ...] = ()
    rows: dict[Label, None] | None = None

    def has(self, label: Label) -> bool | None:
        """Whether a column or index of that label may be there; None where that cannot be told."""
        if self.columns is None:
            return None
        return label in self.columns or label in self.index

    def with_columns(self, labels: Iterable[Label] | None, **changed: Any) -> Value:
        """The same table with other columns."""
        kept = {"name": self.name, "lib": self.lib, "index": set(self.index), **changed}
        return Value("frame", columns=None if labels is None else dict.fromkeys(labels), **kept)


UNKNOWN = Value()


def label(*labels: Label) -> Value:
    """One of these texts or numbers."""
    return Value("label", labels=labels)


def frame(
    labels: Iterable[Label] | None, lib: str = "pandas", name: str = "", index: Iterable[Label] = ()
) -> Value:
    """A table."""
    return Value("frame", name, lib, None if labels is None else dict.fromkeys(labels), set(index))


def labels_of(value: Value) -> list[tuple[Label, bool]]:
    """Labels that a value names, each with whether it is only one of several that may be meant."""
    if value.kind == "label":
        return [(one, value.some) for one in value.labels]
    if value.kind == "list":
        return [found for item in value.items for found in labels_of(item)]
    return []


def joined(first: Value, second: Value) -> Value:
    """What is either of two."""
    if first is second or first == second:
        return first
    if first.kind != second.kind or first.kind not in {"frame", "series", "group", "row", "label"}:
        return UNKNOWN
    if first.kind == "label":
        return Value(
            "label",
            labels=tuple(dict.fromkeys(first.labels + second.labels)),
            some=first.some or second.some,
        )
    both = (
        None
        if first.columns is None or second.columns is None
        else {**first.columns, **second.columns}
    )
    index, some = first.index | second.index, first.some or second.some
    return Value(first.kind, first.name or second.name, first.lib, both, index, some=some)


def each(value: Value) -> Value:
    """What a loop over a value gives, one at a time."""
    if value.kind == "columns" or value.kind == "frame":
        return (
            Value("label", labels=tuple(value.columns or ()), some=True)
            if value.columns
            else UNKNOWN
        )
    if value.kind in {"list", "pair"} and value.items:
        made = value.items[0]
        for one in value.items[1:]:
            made = _either(made, one)
        return made
    if value.kind == "dict" and not value.some:
        return Value("label", labels=tuple(value.keys))
    if value.kind == "group":
        part = Value("frame", value.name, value.lib, value.columns, value.index)
        return Value(
            "pair",
            items=[UNKNOWN, part if not value.labels else Value("series", value.name, value.lib)],
        )
    return UNKNOWN


def _either(first: Value, second: Value) -> Value:
    if first.kind == second.kind == "pair" and len(first.items) == len(second.items):
        return Value(
            "pair", items=[_either(a, b) for a, b in zip(first.items, second.items, strict=True)]
        )
    return joined(first, second)


def arithmetic(left: Value, right: Value) -> Value:
    """What comes out of two values that are added, multiplied or combined bit by bit."""
    for kind in ("frame", "series", "mask", "array"):
        for one in (left, right):
            if one.kind == kind:
                return replace(one, rows=None) if kind != "frame" else one.with_columns(one.columns)
    return UNKNOWN


def live(name: str, obj: Any, depth: int = 2) -> Value:
    """What a live object is, from its exact type; nothing of an unknown one is called."""
    if known.is_exact(obj, "pandas", "DataFrame"):
        index = _safe([*obj.index.names, *_outer(obj.columns)])
        return replace(frame(_safe(obj.columns), "pandas", name, index), rows=_rows(obj.index))
    if known.is_exact(obj, "pandas", "Series"):
        columns, named = dict.fromkeys(_safe([obj.name])), set(_safe(obj.index.names))
        return Value("series", name, "pandas", columns, named, rows=_rows(obj.index))
    if known.is_exact(obj, "polars", "DataFrame"):
        return frame(obj.columns, "polars", name)
    if known.is_exact(obj, "polars", "Series"):
        return Value("series", name, "polars", {obj.name: None})
    if known.is_exact(obj, "numpy", "ndarray"):
        fields = obj.dtype.names
        return Value("array", name, columns=None if fields is None else dict.fromkeys(fields))
    if type(obj) is dict and depth and all(type(key) in (str, int) for key in obj):
        return Value(
            "dict",
            name,
            keys={
                key: live(f"{name}[{key!r}]", value, depth - 1)
                for key, value in list(obj.items())[:1000]
            },
        )
    if type(obj) in (list, tuple) and len(obj) <= 200 and all(type(one) is str for one in obj):
        return Value("list", name, items=[label(one) for one in obj])
    if type(obj) is str:
        return label(obj)
    if _is_fit(type(obj)):
        return _fit(name, obj)
    return Value(name=name)


def _is_fit(cls: type) -> bool:
    module, kind = (type.__dict__[one].__get__(cls) for one in ("__module__", "__qualname__"))
    fits = type(module) is str and module.startswith("statsmodels.") and kind.endswith("Wrapper")
    return fits and known.member(module, kind) is cls


def _fit(name: str, obj: Any) -> Value:
    """A fitted model of statsmodels: its terms are the rows of what it holds."""
    terms: Any = getattr(obj, "params", None)
    there = known.is_exact(terms, "pandas", "Series")
    return Value("fit", name, "pandas", rows=_rows(terms.index) if there else None)


def _rows(index: Any) -> dict[Label, None] | None:
    """Labels of rows, where they are texts and not many."""
    if len(index) > _MOST_ROWS or not known.is_exact(index, "pandas", "Index"):
        return None
    labels = list(index)
    return dict.fromkeys(labels) if labels and all(type(one) is str for one in labels) else None


def _safe(labels: Iterable[Any]) -> list[Label]:
    """Labels of known types: hashing another one would run the user's code."""
    return [one for one in labels if one is None or known.label_text(one) is not None]


def _outer(columns: Any) -> Sequence[Label]:
    """The outer labels of columns with several levels, which pick all that stand below them."""
    if not known.is_exact(columns, "pandas", "MultiIndex"):
        return ()
    return list(dict.fromkeys(one[0] for one in columns))
