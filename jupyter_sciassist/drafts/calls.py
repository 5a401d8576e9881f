"""What the calls of a draft take from tables, and what comes out of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import expressions, polars_calls, tables, values
from .values import UNKNOWN, Value

if TYPE_CHECKING:
    from .walking import Walker

Named = dict[str, Value]

# Arguments of methods that name columns: by place, by keyword.
_TAKES: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
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
_SAME = frozenset(
    "head tail sample copy dropna fillna sort_values sort_index drop_duplicates query where mask clip round abs "
    "astype infer_objects convert_dtypes interpolate ffill bfill shift diff pct_change rank cumsum cumprod cummax "
    "cummin replace isin isna isnull notna notnull truncate nlargest nsmallest describe corr cov filter "
    "select_dtypes transform map applymap sub add mul div rsub radd div reindex tz_localize tz_convert asfreq "
    "persist compute clip_upper to_pandas mode isnull eval rename_axis nth squeeze between".split()
)  # fmt: skip
_REDUCES = frozenset(
    "mean median sum std var min max count nunique quantile any all skew kurt kurtosis sem prod product idxmin "
    "idxmax mad memory_usage size first last dtypes".split()
)
_DATA = re.compile(r"x|y|z|hue|style|size|row|col|color|c|s|facet_row|facet_col|symbol|units|names|values|line_group|"
                   r"animation_frame|hover_name|x_vars|y_vars|vars|dv|between|within|subject|covar|groups|theta|r|.*_col")  # fmt: skip


def called(walker: Walker) -> set[int]:
    """Ids of the expressions that are called, as far as the walk has seen."""
    return walker.called_nodes


def call(walker: Walker, node: ast.Call, function: Value, given: list[Value], named: Named) -> Value:
    """What a call gives, once what it names was held against the table that it is made on."""
    data = named.get("data")
    if data is not None and data.kind == "frame":
        _with_data(walker, node, data, given, named)
    if function.kind == "method" and function.owner is not None:
        return _method(walker, node, function, given, named)
    if function.kind in {"member", "module"}:
        return _function(walker, node, function.name, given, named)
    _callbacks(walker, given, named)
    return UNKNOWN


def _callbacks(walker: Walker, given: list[Value], named: Named, *arguments: Value) -> Value:
    """Functions that are handed over are called, with what is known of their arguments."""
    made = UNKNOWN
    for one in [*given, *named.values()]:
        if one.kind == "function":
            made = walker.enter(one, list(arguments))
    return made


def _with_data(walker: Walker, node: ast.Call, data: Value, given: list[Value], named: Named) -> None:
    """`sns.boxplot(data=df, x="g")`, `smf.ols("y ~ x", data=df)`."""
    for key, value in named.items():
        if key != "data" and _DATA.fullmatch(key):
            tables.check(walker, node, data, [one for one in values.labels_of(value) if isinstance(one[0], str)])
    for value in [*given, *(one for key, one in named.items() if key == "formula")]:
        for text, _ in values.labels_of(value):
            if isinstance(text, str) and "~" in text:
                expressions.formula(walker, node, data, text)


def _method(walker: Walker, node: ast.Call, function: Value, given: list[Value], named: Named) -> Value:
    owner, name = function.owner, function.name
    assert owner is not None
    if owner.lib == "polars" and owner.kind in {"frame", "group"}:
        return polars_calls.method(walker, node, owner, name, given, named)
    if owner.kind == "frame":
        return _of_frame(walker, node, owner, name, given, named)
    if owner.kind == "group":
        return _of_group(walker, node, owner, name, given, named)
    if owner.kind == "series":
        return _of_series(walker, owner, name, given, named)
    if owner.kind == "columns":
        gone = {one for value in given for one, _ in values.labels_of(value)} if name in {"drop", "difference"} else set()
        kept = None if owner.columns is None else [one for one in owner.columns if one not in gone]
        plain = name in {"tolist", "to_list", "drop", "difference", "copy", "intersection", "sort_values"}
        return Value("columns", columns=None if kept is None else dict.fromkeys(kept), some=True) if plain else UNKNOWN
    if owner.kind == "dict":
        return _of_dict(walker, owner, name)
    if owner.kind == "list" and name in {"append", "extend", "insert"}:
        for one in given[-1:]:
            owner.items.extend(one.items if name == "extend" else [one])
        return UNKNOWN
    _callbacks(walker, given, named)
    return UNKNOWN


def _of_dict(walker: Walker, owner: Value, name: str) -> Value:
    if name == "items":
        pairs = [Value("pair", items=[values.label(key), one]) for key, one in owner.keys.items()]
        return Value("list", items=pairs) if not owner.some else UNKNOWN
    if name == "values":
        return Value("list", items=list(owner.keys.values()))
    if name == "keys" and not owner.some:
        return Value("list", items=[values.label(key) for key in owner.keys])
    owner.some = owner.some or name in {"update", "setdefault"}
    return UNKNOWN


def _take(walker: Walker, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named) -> None:
    """Hold against a table the columns that a method is told of."""
    places, words = _TAKES.get(name, ((), ()))
    asked = [given[at] for at in places if at < len(given)] + [named[word] for word in words if word in named]
    if name == "drop" and _is(named.get("axis"), 1, "columns") and given:
        asked.append(given[0])
    if name == "drop" and "errors" in named:
        asked = []
    if name == "plot":
        asked = [one for one in asked if all(isinstance(label, str) for label, _ in values.labels_of(one))]
        asked += [named[word] for word in ("c", "s") if word in named and _names_column(owner, named[word])]
    for one in asked:
        tables.check(walker, node, owner, values.labels_of(one))
        _callbacks(walker, [one], {}, owner)
    if name in _BY_KEY:
        told = [*given[:1], *(named[word] for word in ("func", "dtype", "value", "columns") if word in named)]
        for one in told:
            if one.kind == "dict" and not (name == "rename" and one is not named.get("columns") and not _is(named.get("axis"), 1, "columns")):  # fmt: skip
                tables.check(walker, node, owner, [(key, False) for key in one.keys])


def _names_column(owner: Value, value: Value) -> bool:
    return all(owner.has(label) for label, _ in values.labels_of(value))


def _is(value: Value | None, *wanted: Any) -> bool:
    return value is not None and value.kind == "label" and value.labels[0] in wanted


def _of_frame(walker: Walker, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named) -> Value:
    _take(walker, node, owner, name, given, named)
    special = _FRAME.get(name)
    if special is not None:
        made = special(walker, node, owner, given, named)
        return _in_place(node, owner, made)
    if name in {"query", "eval"} and given:
        for text, _ in values.labels_of(given[0]):
            expressions.query(walker, node, owner, str(text))
        return _in_place(node, owner, owner.with_columns(owner.columns)) if name == "query" else Value("series", lib="pandas")
    if name in _SAME:
        row = Value("row", owner.name, owner.lib, owner.columns, set(owner.index))
        _callbacks(walker, given, named, owner if name not in {"map", "applymap"} else UNKNOWN)
        del row
        return _in_place(node, owner, owner.with_columns(owner.columns))
    if name in _REDUCES:
        return Value("row", owner.name, owner.lib, owner.columns)
    if name in {"iterrows", "items", "itertuples"}:
        row = Value("row", owner.name, owner.lib, owner.columns, {*owner.index, "Index"})
        first = Value("label", labels=tuple(owner.columns or ()), some=True) if name == "items" else UNKNOWN
        second = Value("series", owner.name, owner.lib) if name == "items" else row
        return Value("list", items=[row if name == "itertuples" else Value("pair", items=[first, second])])
    if name in {"rolling", "ewm", "expanding", "resample"}:
        return Value("group", owner.name, owner.lib, owner.columns, set(owner.index)) if name == "resample" else UNKNOWN
    if name in {"to_numpy", "to_records"}:
        return Value("array", owner.name)
    _callbacks(walker, given, named, owner)
    return Value("frame", lib=owner.lib) if name in {"unstack", "stack", "transpose", "pivot", "pivot_table", "set_axis", "combine_first"} else UNKNOWN


def _in_place(node: ast.Call, owner: Value, made: Value) -> Value:
    if any(one.arg == "inplace" and isinstance(one.value, ast.Constant) and one.value.value for one in node.keywords):
        owner.columns, owner.index = made.columns, made.index
    return made


def _groupby(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    by = [*given[:1], *([named["by"]] if "by" in named else [])]
    keys = {label for one in by for label, _ in values.labels_of(one)}
    return Value("group", owner.name, owner.lib, owner.columns, keys | owner.index)


def _assign(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    made = owner.with_columns(owner.columns)
    for key, value in named.items():
        if value.kind == "function":
            walker.enter(value, [made])
        if made.columns is not None:
            made.columns[key] = None
    if any(one.arg is None for one in node.keywords):
        made.columns = None
    return made


def _insert(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    column = named.get("column", given[1] if len(given) > 1 else UNKNOWN)
    labels = [one for one, _ in values.labels_of(column)]
    if owner.columns is not None:
        owner.columns = {**owner.columns, **dict.fromkeys(labels)} if labels else None
    return UNKNOWN


def _rename(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    told = named.get("columns") or (given[0] if given and _is(named.get("axis"), 1, "columns") else None)
    if told is None:
        return owner.with_columns(owner.columns)
    if told.kind != "dict" or told.some or owner.columns is None:
        _callbacks(walker, [told], {})
        return owner.with_columns(None)
    new = {key: one.labels[0] if one.kind == "label" else None for key, one in told.keys.items()}
    if None in new.values():
        return owner.with_columns(None)
    return owner.with_columns([new.get(one, one) for one in owner.columns])


def _drop(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    told = named.get("columns") or (given[0] if given and _is(named.get("axis"), 1, "columns") else UNKNOWN)
    gone = {one for one, some in values.labels_of(told) if not some}
    return owner.with_columns(None if owner.columns is None else [one for one in owner.columns if one not in gone])


def _pop(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    for one, _ in values.labels_of(given[0]) if given else ():
        if owner.columns is not None:
            owner.columns.pop(one, None)
    return Value("series", owner.name, owner.lib)


def _set_index(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    keys = {one for value in [*given[:1], *([named["keys"]] if "keys" in named else [])] for one, _ in values.labels_of(value)}
    kept = None if owner.columns is None else [one for one in owner.columns if one not in keys]
    return owner.with_columns(kept, index=keys)


def _reset_index(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    if owner.columns is None:
        return owner.with_columns(None)
    known = {one for one in owner.index if one is not None}
    added = [] if "drop" in named else [*(known or {"index", "level_0", "level_1"})]
    if "names" in named:
        added += [one for one, _ in values.labels_of(named["names"])]
    return owner.with_columns([*added, *owner.columns], index=set())


def _merge(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    other = given[0] if given else named.get("right", named.get("other", UNKNOWN))
    if other.kind == "series":
        other = Value("frame", other.name, other.lib, other.columns, other.index)
    for word, sides in (("on", (owner, other)), ("left_on", (owner,)), ("right_on", (other,))):
        for side in sides if word in named else ():
            if side.kind == "frame":
                tables.check(walker, node, side, values.labels_of(named[word]))
    if other.kind != "frame" or other.columns is None or owner.columns is None or "suffixes" in named:
        return owner.with_columns(None)
    made = dict.fromkeys([*owner.columns, *other.columns])
    for one in owner.columns.keys() & other.columns.keys():
        made.update({f"{one}_x": None, f"{one}_y": None} if isinstance(one, str) else {})
    if "indicator" in named:
        made["_merge"] = None
    return owner.with_columns(made)


def _join(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    if "on" in named:
        tables.check(walker, node, owner, values.labels_of(named["on"]))
    made = _merge(walker, node, owner, given, {})
    return owner.with_columns(None) if {"lsuffix", "rsuffix"} & named.keys() else made


def _melt(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    kept = [one for one, _ in values.labels_of(given[0] if given else named.get("id_vars", UNKNOWN))]
    variable, value = named.get("var_name", values.label("variable")), named.get("value_name", values.label("value"))
    return owner.with_columns([*kept, *(one for part in (variable, value) for one, _ in values.labels_of(part))], index=set())


def _value_counts(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    return Value("series", lib="pandas", columns={"count": None}, index=set(owner.columns or ()))


def _apply(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    by_row = _is(named.get("axis"), 1, "columns") or (len(given) > 1 and _is(given[1], 1, "columns"))
    row = Value("row", owner.name, owner.lib, owner.columns, set(owner.index))
    _callbacks(walker, given, named, row if by_row else Value("series", owner.name, owner.lib))
    return Value("series", lib="pandas") if by_row else UNKNOWN


def _pipe(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    return walker.enter(given[0], [owner, *given[1:]], named) if given and given[0].kind == "function" else UNKNOWN


def _agg(walker: Walker, node: ast.Call, owner: Value, given: list[Value], named: Named) -> Value:
    """A summary: of a group a table with its keys as index, of a table one with the functions as rows."""
    made = {} if owner.columns is None else dict(owner.columns)
    for key, value in named.items():
        if value.kind == "pair" and value.items:
            tables.check(walker, node, owner, values.labels_of(value.items[0]))
        made[key] = None
    functions = given[0] if given else UNKNOWN
    dicts = functions if functions.kind == "dict" else None
    if owner.labels or functions.kind == "list":  # of one column: the functions become the columns
        made.update({one: None for one, _ in values.labels_of(functions)})
    several = dicts is not None and any(one.kind in {"list", "pair"} for one in dicts.keys.values())
    opened = owner.columns is None or several or (functions.kind == "list" and not owner.labels)
    _callbacks(walker, [*given, *named.values()], {}, Value("series", owner.name, owner.lib))
    if opened:
        made.update({(column, one): None for column in list(made) for one in _functions(functions)})
    return Value("frame", lib=owner.lib, columns=None if owner.columns is None else made, index=set(owner.index))


def _functions(told: Value) -> list[Any]:
    parts = told.keys.values() if told.kind == "dict" else [told]
    return [one for part in parts for one, _ in values.labels_of(part)]


_FRAME: dict[str, Callable[..., Value]] = {
    "groupby": _groupby, "assign": _assign, "insert": _insert, "rename": _rename, "drop": _drop, "pop": _pop,
    "set_index": _set_index, "reset_index": _reset_index, "merge": _merge, "join": _join, "melt": _melt,
    "value_counts": _value_counts, "apply": _apply, "pipe": _pipe, "agg": _agg, "aggregate": _agg,
}  # fmt: skip


def _of_group(walker: Walker, node: ast.Call, owner: Value, name: str, given: list[Value], named: Named) -> Value:
    one = bool(owner.labels)
    _take(walker, node, owner, name if name in {"plot", "hist", "boxplot", "agg", "aggregate", "transform"} and not one else "", given, named)
    if name in {"agg", "aggregate"}:
        return _agg(walker, node, owner, given, named)
    part = Value("series" if one else "frame", owner.name, owner.lib, owner.columns, set(owner.index))
    if name in {"apply", "pipe", "filter", "transform"}:
        _callbacks(walker, given, named, part)
        same = name in {"filter", "transform"}
        return part if same else Value("frame", lib=owner.lib, index=set(owner.index))
    if name == "get_group":
        return part
    if name in {"size", "ngroup", "cumcount"}:
        return Value("series", lib=owner.lib, columns={"size": None, 0: None}, index=set(owner.index))
    if name in {"plot", "hist", "boxplot"}:
        return UNKNOWN
    if name in {"value_counts"}:
        return Value("series", lib=owner.lib, columns={"count": None}, index={*owner.index, *(owner.columns or ())})
    if name in {"describe", "unique", "rolling", "expanding", "resample", "ewm"}:
        return Value("frame", lib=owner.lib) if name == "describe" else UNKNOWN
    return part


def _of_series(walker: Walker, owner: Value, name: str, given: list[Value], named: Named) -> Value:
    _callbacks(walker, given, named, UNKNOWN)
    if name in {"reset_index", "to_frame"}:
        kept = list(owner.columns or ())
        told = given[0] if given and name == "to_frame" else named.get("name")
        kept = [one for one, _ in values.labels_of(told)] if told is not None else kept
        index = [one for one in owner.index if one is not None]
        plain = bool(kept) and (bool(index) or name == "to_frame")
        if name == "to_frame":
            return Value("frame", lib=owner.lib, columns=dict.fromkeys(kept) if plain else None, index=set(index))
        if "drop" in named:
            return owner
        return Value("frame", lib=owner.lib, columns=dict.fromkeys([*index, *kept, 0, "index", "level_0"]) if plain else None)
    if name == "value_counts":
        return Value("series", lib=owner.lib, columns={"count": None}, index=set(owner.columns or ()))
    if name in {"unique", "to_numpy"}:
        return Value("array") if name == "to_numpy" else UNKNOWN
    if name == "groupby":
        return Value("group", owner.name, owner.lib, owner.columns, set(), labels=("series",))
    if name == "rename":
        labels = [one for value in given for one, _ in values.labels_of(value)]
        return Value("series", owner.name, owner.lib, dict.fromkeys(labels) or None, set(owner.index))
    series = _SAME | {"apply", "sort_values", "dropna", "mul", "cumsum", "drop", "rename", "str.lower", "str.strip"}
    if name in series or name.startswith("str."):
        return Value("series", owner.name, owner.lib, owner.columns, set(owner.index))
    return Value("frame", lib=owner.lib) if name in {"unstack", "str.split"} else UNKNOWN


def _function(walker: Walker, node: ast.Call, name: str, given: list[Value], named: Named) -> Value:
    module, _, last = name.rpartition(".")
    if module.startswith("polars"):
        return polars_calls.function(walker, node, last, given, named)
    if module.startswith("pandas"):
        return _of_pandas(walker, node, last, given, named)
    if module == "builtins":
        return _builtin(walker, last, given, named)
    first = given[0] if given else named.get("data_frame", UNKNOWN)
    if module.startswith(("plotly.express", "seaborn")) and first.kind == "frame":
        _with_data(walker, node, first, [], named)
    if module == "itertools" and last in {"combinations", "permutations", "product", "combinations_with_replacement"}:
        one = tables.each(walker, first)
        both = [tables.each(walker, value) for value in given] if last == "product" and len(given) > 1 else [one, one]
        return Value("list", items=[Value("pair", items=both)])
    _callbacks(walker, given, named)
    if module.startswith("numpy"):
        return first if first.kind in {"series", "frame"} and len(given) == 1 else UNKNOWN
    if last == "train_test_split" and given:
        return Value("pair", items=[one for value in given for one in (value, value)])
    return UNKNOWN


def _of_pandas(walker: Walker, node: ast.Call, name: str, given: list[Value], named: Named) -> Value:
    first = given[0] if given else named.get("data", named.get("objs", named.get("left", named.get("frame", UNKNOWN))))
    if name == "DataFrame":
        if first.kind == "dict":
            return values.frame(None if first.some else list(first.keys))
        labels = [one for one, _ in values.labels_of(named.get("columns", UNKNOWN))]
        rows = first.items[0] if first.kind == "list" and first.items else UNKNOWN
        if not labels and rows.kind == "dict" and not rows.some:
            labels = list(rows.keys)
        return values.frame(labels or (first.columns if first.kind == "frame" else None))
    if name == "concat":
        return _concat(first, named)
    if name == "merge":
        second = given[1:2] or ([named["right"]] if "right" in named else [])
        return _merge(walker, node, first, second, named) if first.kind == "frame" else values.frame(None)
    if name in {"melt", "pivot_table", "pivot"} and first.kind == "frame":
        return _of_frame(walker, node, first, name, given[1:], named)
    if name in {"to_datetime", "to_numeric", "to_timedelta", "cut", "qcut"}:
        return first if first.kind == "series" else UNKNOWN
    if name == "plotting.scatter_matrix":
        return UNKNOWN
    tabular = name.startswith("read_") or name in {"crosstab", "get_dummies", "json_normalize"}
    return values.frame(None) if tabular else UNKNOWN


def _concat(parts: Value, named: Named) -> Value:
    told = list(parts.keys.values()) if parts.kind == "dict" else parts.items
    if not told or any(one.kind not in {"frame", "series"} or one.columns is None for one in told) or {"keys", "names"} & named.keys():
        return values.frame(None)
    return values.frame([label for one in told for label in one.columns or ()], index=[label for one in told for label in one.index])


def _builtin(walker: Walker, name: str, given: list[Value], named: Named) -> Value:
    first = given[0] if given else UNKNOWN
    if name in {"list", "sorted", "tuple", "set", "reversed", "frozenset", "iter"}:
        _callbacks(walker, given[1:], named, tables.each(walker, first))
        if first.kind == "frame":
            return Value("columns", columns=first.columns, labels=tuple(first.columns or ()), some=True)
        return first
    if name == "zip":
        return Value("list", items=[Value("pair", items=[tables.each(walker, one) for one in given])])
    if name == "enumerate":
        return Value("list", items=[Value("pair", items=[UNKNOWN, tables.each(walker, first)])])
    if name in {"map", "filter", "max", "min"}:
        rest = given[1:] if name in {"map", "filter"} else given
        _callbacks(walker, given, named, *(tables.each(walker, one) for one in rest))
        return UNKNOWN if name != "filter" or not rest else rest[0]
    if name == "next":
        return tables.each(walker, first)
    if name == "dict" and not given:
        return Value("dict", keys=dict(named))
    if name == "getattr" and len(given) > 1 and first.kind in {"frame", "series", "group"}:
        for text, _ in values.labels_of(given[1]):
            at = ast.copy_location(ast.Attribute(ast.Name("_", ast.Load()), str(text), ast.Load()), walker.at)
            tables.attribute(walker, at, first)
        return UNKNOWN
    _callbacks(walker, given, named)
    return UNKNOWN

