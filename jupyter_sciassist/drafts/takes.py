"""Which arguments of pandas' methods name columns, and which methods leave the columns as they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from . import tables, values
from .values import Value

if TYPE_CHECKING:
    from .evaluating import Evaluator

Named = dict[str, Value]

# Arguments of methods that name columns: by place, by keyword.
TAKES: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "groupby": ((0,), ("by",)), "sort_values": ((0,), ("by",)), "drop_duplicates": ((0,), ("subset",)),
    "duplicated": ((0,), ("subset",)), "dropna": ((), ("subset",)), "set_index": ((0,), ("keys",)),
    "nlargest": ((1,), ("columns",)), "nsmallest": ((1,), ("columns",)), "get": ((0,), ()), "pop": ((0,), ()),
    "pivot": ((), ("index", "columns", "values")), "pivot_table": ((0, 1, 2), ("values", "index", "columns")),
    "melt": ((0, 1), ("id_vars", "value_vars")), "explode": ((0,), ("column",)), "hist": ((0,), ("column", "by")),
    "boxplot": ((0, 1), ("column", "by")), "plot": ((0, 1), ("x", "y", "by", "C")), "value_counts": ((0,), ("subset",)),
    "drop": ((), ("columns",)), "to_csv": ((), ("columns",)), "sample": ((), ("weights",)),
    "resample": ((), ("on",)), "rolling": ((), ("on",)), "get_group": ((), ()), "corrwith": ((), ()),
}  # fmt: skip
_BY_KEY = frozenset("agg aggregate astype fillna round rename transform".split())
SAME = frozenset(
    "head tail sample copy dropna fillna sort_values sort_index drop_duplicates query where mask clip round abs "
    "astype infer_objects convert_dtypes interpolate ffill bfill shift diff pct_change rank cumsum cumprod cummax "
    "cummin replace isin isna isnull notna notnull truncate nlargest nsmallest describe corr cov filter "
    "select_dtypes transform map applymap sub add mul div rsub radd div reindex tz_localize tz_convert asfreq "
    "persist compute clip_upper to_pandas mode isnull eval rename_axis nth squeeze between".split()
)  # fmt: skip
REDUCES = frozenset(
    "mean median sum std var min max count nunique quantile any all skew kurt kurtosis sem prod product idxmin "
    "idxmax mad memory_usage size first last dtypes".split()
)


def take(
    walker: Evaluator, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named
) -> None:
    """Hold against a table the columns that a method is told of."""
    places, words = TAKES.get(name, ((), ()))
    asked = [given[at] for at in places if at < len(given)] + [
        named[word] for word in words if word in named
    ]
    if name == "drop" and says(named.get("axis"), 1, "columns") and given:
        asked.append(given[0])
    if name == "drop" and "errors" in named:
        asked = []
    if name == "plot":
        asked = [
            one
            for one in asked
            if all(isinstance(label, str) for label, _ in values.labels_of(one))
        ]
        asked += [
            named[word]
            for word in ("c", "s")
            if word in named and _names_column(owner, named[word])
        ]
    for one in asked:
        tables.check(walker, node, owner, values.labels_of(one))
        walker.callbacks([one], {}, owner)
    if name in _BY_KEY:
        told = [
            *given[:1],
            *(named[word] for word in ("func", "dtype", "value", "columns") if word in named),
        ]
        for one in told:
            if one.kind == "dict" and not (name == "rename" and one is not named.get("columns") and not says(named.get("axis"), 1, "columns")):  # fmt: skip
                tables.check(walker, node, owner, [(key, False) for key in one.keys])


def _names_column(owner: Value, value: Value) -> bool:
    return all(owner.has(label) for label, _ in values.labels_of(value))


def says(value: Value | None, *wanted: Any) -> bool:
    """Whether a value is one of these texts or numbers."""
    return value is not None and value.kind == "label" and value.labels[0] in wanted
