"""Facts of what calls give back: NumPy, pandas and the built-in functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .facts import NOTHING, Evaluated, Fact, Facts, Loop, Test, Value, apart, joined, keys, without

if TYPE_CHECKING:
    from .walking import Walker

COPIES = "Rows are drawn or made from others"
SUMMARIES = frozenset(
    "mean std var median min max sum mutual_info_classif mutual_info_regression r_regression quantile percentile ptp mode average nanmean nanstd nanmedian nanmin nanmax "
    "nanvar nanquantile nanpercentile corr corrwith corrcoef cov sem dot iqr skew kurtosis".split()
)
_DRAWS = frozenset(
    "normal uniform poisson binomial exponential gamma beta lognormal standard_normal standard_t integers randint "
    "random rand randn negative_binomial weibull chisquare laplace multivariate_normal pareto geometric triangular "
    "vonmises dirichlet logistic random_sample rvs gumbel power multinomial hypergeometric f rayleigh wald zipf".split()
)
_GENERATORS = frozenset({"default_rng", "RandomState", "Random", "Generator"})
_SAME = frozenset(
    "array asarray list tuple copy deepcopy to_numpy astype Series float int reset_index set_index abs round squeeze "
    "rename fillna_ reindex to_frame tolist to_list asfarray float64 ascontiguousarray nan_to_num sort_index "
    "assign_ head_ log log10 log2 log1p exp_ sqrt_ reversed iter atleast_1d reshape transpose infer_objects".split()
)
_JOINS = frozenset(
    "concat concatenate hstack vstack stack append_ column_stack r_ c_ chain".split()
)
_LARGEST = frozenset({"max", "min", "argmax", "argmin", "idxmax", "idxmin", "nanargmax", "nanargmin", "nanmax", "nanmin"})  # fmt: skip
_PRESENCE = frozenset({"isna", "notna", "isnull", "notnull", "isnan", "isfinite", "duplicated", "len", "unique", "nunique", "isinstance", "type", "arange", "range", "linspace", "ones", "zeros", "empty", "eye", "geomspace", "logspace", "zeros_like", "ones_like", "full", "count", "count_nonzero", "full_like", "empty_like", "size", "flatnonzero_"})  # fmt: skip
_RELATION = frozenset({"corr", "corrwith", "corrcoef", "lombscargle", "periodogram", "crosscorrelate", "correlate", "power", "autopower"})  # fmt: skip
_CORRECTS = re.compile(r"multipletests|false_discovery_control|fdr|bonf|holm|hochberg|sidak|adjust|correct_p|^bh$|benjamini", re.I)  # fmt: skip
_SMOOTHS = frozenset({"savgol_filter", "gaussian_filter1d", "filtfilt", "sosfiltfilt", "lowess", "uniform_filter1d", "medfilt", "interpolate", "bfill"})  # fmt: skip
_SPLIT = re.compile(r"Fold|Split|LeaveOne|LeaveP")


def call(walker: Walker, node: ast.Call) -> Value:
    """Facts of a call's value, and what the call does to its arguments."""
    from . import estimators

    func = node.func
    owner: Value | None = None
    if isinstance(func, ast.Attribute):
        owner = walker.eval(func.value)
        name, dotted = func.attr, f"{owner.dotted}.{func.attr}"
        held = owner.items.get(name)
        if held is not None and held.node is not None and owner.has("object"):
            return _entered(walker, node, held, owner)
        if owner.dotted and not owner.facts:
            owner = None
        elif held is not None and held.node is not None:
            owner, dotted = None, name
            return _entered(walker, node, held)
    else:
        made = walker.eval(func)
        if made.node is not None:
            return _entered(walker, node, made)
        if any(one.kind == "user class" for one in made.facts):
            return _instance(walker, node, made)
        dotted = made.dotted or "?"
        name = dotted.rpartition(".")[2]
    walker.printing += dotted == "print"
    given, named = arguments(walker, node)
    walker.printing -= dotted == "print"
    if dotted == "print":
        walker.trace.told.append((walker.step, joined(*given)))
    if _CORRECTS.search(name):
        walker.trace.corrected |= keys(joined(*given, *named.values()), "p")
    for read in (estimators.read, _built_in, _rows, _collections, _frames, _numbers):
        found = read(walker, node, name, dotted, owner, given, named)
        if found is not None:
            return found
    return _plain(walker, owner, given, named)


def arguments(walker: Walker, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
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


def _instance(walker: Walker, node: ast.Call, made: Value) -> Value:
    """An object of a class of the notebook, initialised."""
    found = Value(frozenset({Fact("object")}), dict(made.items))
    start = made.items.get("__init__")
    if start is not None:
        _entered(walker, node, start, found)
    else:
        given, named = arguments(walker, node)
        found.items.update(named)
        found.facts |= without(joined(*given), "is")
    return found


def _entered(walker: Walker, node: ast.Call, made: Value, owner: Value | None = None) -> Value:
    given, named = arguments(walker, node)
    if owner is not None:
        return walker.enter(made, [owner, *given], named)
    name = getattr(made.node, "name", "")
    if name and _CORRECTS.search(name):
        walker.trace.corrected |= keys(joined(*given, *named.values()), "p")
    words = {word.arg: word.value for word in node.keywords if word.arg}
    if made.node is not None:
        places = [one.arg for one in made.node.args.args]
        words.update(zip(places, node.args, strict=False))
    return walker.enter(made, given, named, words)


def _plain(
    walker: Walker, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value:
    return walker.derive(*_opened(walker, [owner, *given, *named.values()]))


def _opened(walker: Walker, given: list[Value | None]) -> list[Value | None]:
    """Functions that are handed over are entered with what stands beside them."""
    data = [one for one in given if one is not None and one.node is None]
    rest = walker.derive(*data, items=True) if data else Value()
    made: list[Value | None] = list(data)
    for one in given:
        if one is not None and one.node is not None:
            made.append(walker.enter(one, [rest], {}))
    return made


def _built_in(
    walker: Walker, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Draws, containers and their walks."""
    if name in _GENERATORS:
        return Value(frozenset({Fact("generator")}))
    drawing = "random" in dotted or name in {"rvs", "resample_"} or (owner is not None and owner.has("generator"))  # fmt: skip
    if name in _DRAWS and drawing:
        places = {Fact("places")} if name in {"integers", "randint"} else set()
        return Value(
            places | frozenset({Fact("draw"), *(Fact("drawn", one.key) for one in walker.loops)})
        )
    if drawing and name in {"permutation", "permuted", "shuffle"}:
        inside = {Fact("drawn", one.key) for one in walker.loops}
        return Value(joined(*given) | inside | {Fact("shuffled")})
    if drawing and name == "choice":
        inside = {Fact("drawn", one.key) for one in walker.loops}
        piece = {Fact("piece", (("drawn", id(node)), "a"))} if "replace" in named else set()
        return Value(joined(*given) | inside | piece | {Fact("draw")} - (set() if not piece else {Fact("draw")}))  # fmt: skip
    if name == "arange" and given and all(type(one.const) is int for one in given[:2]):
        low, high = (0, given[0].const) if len(given) == 1 else (given[0].const, given[1].const)
        return Value(frozenset({Fact("at", ("slice", (str(low) if low else None, str(high))))}))
    if name in _PRESENCE:
        return Value(
            frozenset({Fact("size")} if name in {"len", "count", "nunique", "size"} else set())
        )
    if name == "enumerate" and given:
        each = Value(items={0: Value(), 1: walker.element(given[0])})
        members = {place: Value(items={0: Value(const=place), 1: one}) for place, one in enumerate(given[0].items.values())}  # fmt: skip
        return Value(given[0].facts, dict(members), each)
    if name == "zip":
        return _zipped(walker, given)
    if owner is not None and name in {"items", "iterrows", "itertuples"}:
        return _pairs(walker, owner, name)
    if owner is not None and name in {"values", "keys"}:
        return Value(owner.facts, owner.items, owner.each) if name == "values" else Value()
    return None


def _zipped(walker: Walker, given: list[Value]) -> Value:
    facts = frozenset(one for value in given for one in value.facts if one.kind in {"over", "cmp"})
    counts = {len(one.items) for one in given}
    if len(counts) == 1 and counts != {0}:
        rows = zip(*(one.items.values() for one in given), strict=True)
        return Value(facts, {place: Value(items=dict(enumerate(row))) for place, row in enumerate(rows)})  # fmt: skip
    return Value(facts, each=Value(items={place: walker.element(one) for place, one in enumerate(given)}))  # fmt: skip


def _pairs(walker: Walker, owner: Value, name: str) -> Value:
    if name != "items":
        return Value(owner.facts, each=Value(items={0: Value(), 1: walker.derive(owner, items=True)}))  # fmt: skip
    members = {place: Value(items={0: Value(const=key), 1: one}) for place, (key, one) in enumerate(owner.items.items())}  # fmt: skip
    each = Value(items={0: Value(), 1: owner.each or Value(owner.facts)})
    return Value(owner.facts, dict(members), None if members and owner.each is None else each)


def _rows(
    walker: Walker, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Calls that keep rows, divide them or leave some out."""
    from .reading import compare, subset

    if name in _SAME or (name in {"DataFrame", "dict"} and given and given[0].each is None and not named and not given[0].items):  # fmt: skip
        return owner if owner is not None else given[0] if given else Value()
    if owner is None:
        return None
    if name in {"head", "tail", "nlargest", "nsmallest"}:
        if name.startswith("n") or owner.has("sorted"):
            walker.choose(owner.all() | joined(*given), "head")
        side = {"head": (None, "n"), "tail": ("n", None)}.get(name, (None, name))
        best = {Fact("best", one) for one in owner.keys("sorted")}
        return subset(owner, {Fact("piece", ("slice", side)), *best})
    if name == "sample":
        dup = {Fact("copied", _copies(walker, owner))} if _true(named.get("replace")) else set()
        return subset(owner, {Fact("piece", (("drawn", id(node)), "a")), *dup})
    if name == "drop" and given:
        pieces = {one for one in given[0].all() if one.kind in {"piece", "cmp"}}
        if given[0].has("extreme"):
            return subset(owner, _extremes(given[0].all()))
        left = {Fact("piece", _other(one)) for one in pieces}
        gone = {one.const for one in [given[0], *given[0].items.values()]} | _named_columns(named)
        return subset(Value(owner.facts, {key: one for key, one in owner.items.items() if key not in gone}, owner.each), left)  # fmt: skip
    if name == "drop" and named:
        gone = _named_columns(named)
        return Value(owner.facts | {Fact("less", one) for one in gone}, {key: one for key, one in owner.items.items() if key not in gone}, owner.each)  # fmt: skip
    if name in {"isin", "between"}:
        key = (ast.unparse(node.func), name, ast.unparse(node.args[0]) if node.args else "")
        compare(walker, key, name == "between", owner, walker.derive(*given), None, node)
        told = {one for value in given for one in value.all() if one.kind in {"piece"}}
        return walker.derive(owner, add={Fact("cmp", (key, True)), *(Fact("cmp", _cmp(one)) for one in told)})  # fmt: skip
    if name == "query":
        return _query(walker, node, owner)
    if name == "drop_duplicates":
        units = [
            one for value in [*given, *named.values()] for one in [value, *value.items.values()]
        ]
        return subset(owner, {Fact("agg", one.const) for one in units if type(one.const) is str})
    if name in {"mask", "where"} and given:
        flip = name == "mask"
        return subset(owner, {Fact("piece", (one.key[0], one.key[1] != flip)) for one in given[0].all() if one.kind == "cmp"})  # type: ignore[index]  # fmt: skip
    if name in {"dropna", "ffill"}:
        return subset(owner, frozenset())
    if name in {"ravel", "flatten"}:
        return subset(owner, {Fact("flat")})
    if name == "pop":
        return owner.items.pop(given[0].const, walker.derive(owner)) if given else walker.derive(owner)  # fmt: skip
    return None


def _extremes(facts: Facts) -> set[Fact]:
    """The rows that are left when the largest or smallest is taken away."""
    names = sorted(str(one) for one in keys(facts, "extreme"))
    return {Fact("piece", (("ranked", tuple(names)), "rest"))} if names else set()


def _named_columns(named: Mapping[str, Value]) -> set[object]:
    told = [named[one] for one in ("columns", "labels") if one in named]
    return {one.const for value in told for one in [value, *value.items.values()]}


def _other(fact: Fact) -> tuple[object, object]:
    """The piece that is left when these rows are taken away."""
    group, part = fact.key  # type: ignore[misc]
    return (group, not part) if fact.kind == "cmp" else (group, ("not", part))


def _cmp(fact: Fact) -> tuple[object, bool]:
    return (("rows", fact.key), True)


def _copies(walker: Walker, *given: Value) -> int:
    from .reading import learn

    (made,) = learn(walker, COPIES, True, *given)
    return int(made.key)  # type: ignore[call-overload]


def _true(value: Value | None) -> bool:
    return value is not None and value.const is True


def _query(walker: Walker, node: ast.Call, owner: Value) -> Value:
    """`df.query("y < 2 and ok")`: the columns are names of their own."""
    from .reading import column, kept_by, subset

    text = node.args[0] if node.args else None
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
        return subset(owner, frozenset())
    try:
        tree = ast.parse(text.value.replace("@", "").replace("`", ""), mode="eval").body
    except SyntaxError:
        return subset(owner, frozenset())
    names = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}
    walker.scopes.append({one: column(owner, one) for one in names if walker.look(one) is None or one in owner.items})  # fmt: skip
    made = walker.eval(tree)
    walker.scopes.pop()
    return subset(owner, kept_by(walker, made.all()))


def _collections(
    walker: Walker, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Lists that grow, frames made of them, rows strung together."""
    if owner is not None and name in {"append", "extend", "add", "insert"}:
        walker.collected(owner, walker.element(given[-1]) if name == "extend" and given else given[-1] if given else Value())  # fmt: skip
        if name == "extend":
            owner.facts |= {Fact("pooled")}
        return Value()
    if name in {"DataFrame", "dict", "from_dict", "from_records"}:
        return _frame(walker, given, named)
    if name == "assign" and owner is not None:
        made = Value(owner.facts, dict(owner.items), owner.each)
        for key, one in named.items():
            entered = walker.enter(one, [made], {}) if one.node is not None else one
            made.items[key] = walker.named(entered, key)
        return made
    beside = name in {"column_stack", "c_"} or ("axis" in named and named["axis"].const in {1, "columns"})  # fmt: skip
    if name in _JOINS and beside:
        parts = given[0] if given else Value()
        made = walker.derive(*parts.items.values(), parts.each)
        named_ = {key: walker.named(Value(one.all()), key) for key, one in parts.items.items() if type(key) is str}  # fmt: skip
        return Value(made.facts, dict(named_))
    if name in _JOINS or (name == "append" and owner is None):
        return _strung(walker, given)
    if name in {"split", "array_split"} and owner is None and len(given) >= 2:
        from .reading import subset

        if type(given[1].const) is int or given[1].has("root"):
            walker.trace.folded.add(id(node))
            return Value(each=subset(given[0], {Fact("piece", (id(node), "b"))}))
        return Value(items={place: subset(given[0], {Fact("piece", (id(node), place))}) for place in range(4)})  # fmt: skip
    if name == "setdiff1d" and len(given) == 2:
        return Value(frozenset(Fact("piece", _other(one)) for one in given[1].all() if one.kind == "piece"))  # fmt: skip
    if name == "delete" and given:
        from .reading import subset

        at = joined(*given[1:])
        gone = {Fact("piece", (("deleted", id(node)), 0))} if keys(at, "root") else set()
        gone |= {Fact("piece", _other(one)) for one in at if one.kind in {"piece", "cmp"}}
        gone |= _extremes(at)
        return subset(given[0], gone)
    return None


def _frame(walker: Walker, given: list[Value], named: Mapping[str, Value]) -> Value:
    """Columns of a frame: of a dict, of keywords, of a list of dicts or of rows with named columns."""
    source = given[0] if given else named.get("data", Value())
    items = {**source.items, **{key: one for key, one in named.items() if key not in {"columns", "index", "data"}}}  # fmt: skip
    names = [one.const for one in named["columns"].items.values()] if "columns" in named else []
    member = source.each
    if member is None and source.items and all(type(key) is int for key in source.items):
        member = walker.derive(*source.items.values(), items=True)
        items = {}
    if member is not None:
        over = {one for one in source.facts | member.facts if one.kind == "over"}
        items = {(names[key] if type(key) is int and key < len(names) else key): Value(one.facts | over, one.items, one.each) for key, one in member.items.items()}  # fmt: skip
        made = Value(without(source.facts | member.facts, "is"), {})
    else:
        made = Value(without(source.facts, "is"))
    made.items = {key: walker.named(Value(one.facts, const=one.const) if not one.each and not one.items else Value(one.all()), str(key)) for key, one in items.items()}  # fmt: skip
    return made


def _strung(walker: Walker, given: list[Value]) -> Value:
    """Rows of several values one after another."""
    if not given:
        return Value()
    parts = list(given[0].items.values()) if given[0].items and len(given) <= 2 else given
    made = walker.derive(*parts, items=True)
    facts = without(made.facts | joined(*parts), "is")
    if given[0].each is not None:
        facts |= {Fact("pooled")}
        made = walker.derive(given[0].each, items=True)
        facts = frozenset(_rest(walker, one) for one in facts | made.facts)
    names: set[object] = set()
    for one in parts:
        names |= keys(one.all(), "is")
    if _copied(parts) and not apart(keys(facts, "piece")):
        facts |= {Fact("copied", _copies(walker, *parts))}
    split = {piece for pair in apart(keys(facts, "piece")) for piece in pair if not _kept(piece, parts)}  # fmt: skip
    facts = frozenset(one for one in facts if one.kind != "piece" or one.key not in split)
    return Value(facts | {Fact("is", one) for one in names}, {key: Value(without(one.facts, "piece") | {fact for fact in facts if fact.kind == "piece"}, one.items, one.each) for key, one in made.items.items()})  # fmt: skip


def _rest(walker: Walker, fact: Fact) -> Fact:
    """Folds that are put together are those that the model learns from."""
    if fact.kind == "piece" and fact.key[0] in walker.trace.folded:  # type: ignore[index]
        return Fact("piece", (fact.key[0], "a"))  # type: ignore[index]
    return fact


def _copied(parts: list[Value]) -> bool:
    """One part is the other, or made of it."""
    return any(keys(one.all(), "is") & keys(other.all(), "from") for one in parts for other in parts if one is not other)  # fmt: skip


def _kept(piece: object, parts: list[Value]) -> bool:
    """Parts of a division in three stay known when two of them are put together."""
    held = {one for part in parts for one in part.keys("piece")}
    group = piece[0] if isinstance(piece, tuple) else None
    return group == "slice" and len({one for one in held if one[0] == group}) >= 2


def _frames(
    walker: Walker, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Groups, shifts, sorting and filling."""
    from .reading import learn, subset

    if name in {"sort_values", "sorted", "argsort", "sort"}:
        sorted_ = owner if owner is not None else given[0] if given else Value()
        facts = {Fact("sorted", one) for one in sorted_.keys("over")}
        by = [sorted_.items[key.const] for key in [*given[:1], *([named["by"]] if "by" in named else [])] if key.const in sorted_.items]  # fmt: skip
        told = joined(*by) if by else frozenset()
        names = keys(told, "is") if by else sorted_.keys("is")
        facts |= {Fact("ranked", one) for one in names if type(one) is str}
        if name == "sort" and owner is not None:
            owner.facts |= facts
        return subset(sorted_, facts | {one for one in told if one.kind in {"stat"}})
    if owner is None:
        return None
    if name == "groupby":
        keyed = [*given, *named.values()]
        units = {one.const for value in keyed for one in [value, *value.items.values()] if type(one.const) is str} | keys(joined(*given), "is")  # fmt: skip
        marks = {Fact("group", one) for one in units} | {Fact("root", one) for one in units}
        made = subset(owner, marks)
        made.each = Value(items={0: Value(), 1: subset(owner, frozenset())})
        return made
    if owner.has("group") and name in SUMMARIES | {"agg", "aggregate", "first", "last", "size", "nth"}:  # fmt: skip
        summed = learn(walker, "Means of groups are taken over all rows", False, owner)
        units = {Fact("agg", one) for one in owner.keys("group")}
        made = subset(owner, summed | units, frozenset({"group"}))
        made.each = None
        made.items.update({key: Value(owner.all() | summed | units) for key in named})
        return made
    if name in {"pivot", "pivot_table", "unstack"}:
        units = {Fact("agg", one.const) for one in named.values() if type(one.const) is str}
        return subset(owner, units)
    if name in {"transform", "apply", "map", "agg", "pipe", "applymap"}:
        return _applied(walker, name, owner, given, named)
    if name == "shift":
        periods = given[0] if given else named.get("periods", Value(const=1))
        back = {Fact("ahead")} if type(periods.const) is int and periods.const < 0 else set()
        return subset(
            owner, frozenset({Fact("shift")} | back), frozenset({"learned", "sum", "is", "window"})
        )
    if name in {"rolling", "ewm", "expanding"}:
        return subset(owner, {Fact("window")})
    if name in _SMOOTHS and not owner.has("shift"):
        return walker.derive(owner, add=learn(walker, "Rows are smoothed with their neighbours", False, owner))  # fmt: skip
    if name == "fillna":
        filled = joined(*given)
        if any(one.kind == "sum" for one in filled):
            strong = learn(walker, "Missing values are filled from the column's own summary", True, owner, *given)  # fmt: skip
            return subset(owner, strong)
        return owner
    return None


def _applied(
    walker: Walker, name: str, owner: Value, given: list[Value], named: Mapping[str, Value]
) -> Value:
    """A function over a value, its rows, its groups."""
    from .reading import learn, subset

    function = given[0] if given else next(iter(named.values()), Value())
    rest = given[1:]
    grouped = owner.has("group")
    if function.node is None:
        summed = learn(walker, "Means of groups are taken over all rows", False, owner, *given) if grouped else set()  # fmt: skip
        return walker.derive(owner, *given, add=summed)
    argument = subset(owner, frozenset(), frozenset({"group"}))
    argument.each = None
    loop = Loop(function.node)
    if name not in {"pipe", "transform"}:
        walker.trace.loops[loop.key] = loop
        walker.loops.append(loop)
    made = walker.enter(function, [argument, *rest], {})
    over = {Fact("over", loop.key)}
    if name not in {"pipe", "transform"}:
        walker.loops.pop()
        made = Value(made.all() | over, {key: Value(one.all() | over) for key, one in made.items.items()})  # fmt: skip
    if not grouped:
        return made
    summed = learn(walker, "Means of groups are taken over all rows", False, owner, made)
    if name in {"apply", "agg"}:
        units = {Fact("agg", one) for one in owner.keys("group")}
        return Value(made.all() | over | units, {key: Value(one.all() | over | units) for key, one in made.items.items()})  # fmt: skip
    return subset(made, summed)


def _numbers(
    walker: Walker, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Summaries, choices, and what is made of numbers."""
    from .reading import learn, subset

    values = [one for one in (owner, *given) if one is not None]
    if name in _LARGEST:
        facts = joined(*values, *named.values())
        if keys(facts, "over") or any(one.kind in {"stat", "p"} for one in facts):
            walker.choose(facts, name)
    if name in SUMMARIES:
        across = _across(node, named, owner is not None) or any(one.has("row") for one in values)
        if owner is not None and owner.has("window"):
            across = owner.has("shift")
        add = set() if across else learn(walker, f"{name} over all rows", False, *values)
        if name in _RELATION:
            add |= {Fact("stat")}
        best = {Fact("best", one) for one in keys(joined(*values), "over")} if name in _LARGEST else set()  # fmt: skip
        add |= {Fact("of", one) for one in keys(joined(*values), "is")}
        if name == "sem":
            estimate(walker, node, *values)
        made = walker.derive(*_opened(walker, list(values)), add=add | best)
        _interval(walker, node, name, values)
        _judged(walker, node, made)
        return Value(
            without(made.facts, "over", "cmp", "window", "copied") | _summed(walker, made, name),
            made.items,
        )
    if name in _LARGEST:
        best = {Fact("best", one) for one in keys(joined(*values), "over")}
        if name.startswith(("arg", "idx", "nanarg")):
            best |= {Fact("extreme", one) for one in keys(joined(*values), "root")}
        return Value(without(joined(*values), "over", "is", "cmp") | best)
    if name == "where" and len(given) == 3:
        return _where(walker, given)
    if name in {"sigmaclip", "sigma_clip", "trimboth", "trim1"} and given:
        clipped = {Fact("piece", (("ranked", tuple(sorted(map(str, given[0].keys("is"))))), "rest"))}  # fmt: skip
        inner = subset(given[0], clipped)
        return Value(inner.facts, {0: inner} if name == "sigmaclip" else {})
    if name in {"zscore", "scale", "minmax_scale", "robust_scale", "quantile_transform", "power_transform", "svd", "eigh", "eig"} and values:  # fmt: skip
        return walker.derive(*values, add=learn(walker, f"{name} is taken", True, *values))
    if name in {"repeat", "tile"} and "axis" in named or name == "sliding_window_view":
        return walker.derive(*values, add={Fact("copied", _copies(walker, *values))})
    if name == "sqrt" and given and (given[0].has("size") or type(given[0].const) is int):
        return Value(frozenset({Fact("size")}))
    if name == "sqrt" and given:
        walker.trace.tests.append(Test(walker.step, node, "sqrt", tuple(given), tuple(walker.loops), tuple(map(dict, walker.words)), id(node)))  # fmt: skip
    if name == "exp" and isinstance(node.args[0] if node.args else None, ast.UnaryOp):
        facts = joined(*given)
        if any(one.kind == "best" for one in facts) and any(one.kind == "stat" for one in facts):
            walker.trace.picked.append((walker.step, facts, tuple(walker.loops)))
    if name in _SMOOTHS:
        return walker.derive(*values, add=learn(walker, "Rows are smoothed with their neighbours", False, *values))  # fmt: skip
    if name in _RELATION:
        return walker.derive(*values, add={Fact("stat"), Fact("over", id(node))})
    return None


def _judged(walker: Walker, node: ast.Call, made: Value) -> None:
    """A summary of rows of one part with numbers that were fitted on another: a score by hand."""
    fitted = any(one.kind in {"fit", "product"} for one in made.facts)
    if fitted and apart(keys(made.facts, "piece")):
        walker.trace.evaluated.append(
            Evaluated(walker.step, made.facts, NOTHING, False, tuple(walker.loops), None, NOTHING, node)
        )


def _where(walker: Walker, given: list[Value]) -> Value:
    """`np.where(condition, a, b)`; with NaN on one side it takes rows out, with a summary it fills them."""
    from .reading import learn, subset

    condition, first, second = given
    for kept, other, flip in ((second, first, True), (first, second, False)):
        if other.dotted.endswith("nan"):
            return subset(kept, {Fact("piece", (one.key[0], one.key[1] != flip)) for one in condition.all() if one.kind == "cmp"})  # type: ignore[index]  # fmt: skip
        if other.has("sum") and not kept.has("sum") and other.keys("root") & kept.keys("root"):
            what = "Missing values are filled from the column's own summary"
            return subset(kept, learn(walker, what, True, kept, other))
    return walker.derive(condition, first, second)


def _interval(walker: Walker, node: ast.Call, name: str, values: list[Value]) -> None:
    """Percentiles of means of rows that were drawn again: an interval of the bootstrap."""
    if name in {"quantile", "percentile"} and values[0].has("boot"):
        tails = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
        if tails & {0.025, 2.5, 0.975, 97.5, 0.05, 0.95}:
            estimate(walker, node, values[0])


def estimate(walker: Walker, node: ast.AST, *values: Value) -> None:
    """The standard error of a mean: the values are taken as independent draws."""
    walker.trace.tests.append(Test(walker.step, node, "sem", values, tuple(walker.loops), tuple(map(dict, walker.words)), id(node)))  # fmt: skip


def _summed(walker: Walker, made: Value, name: str) -> set[Fact]:
    """A summary of what went over a loop says how often, where it is one of marks."""
    return {Fact("rate")} if name in {"mean", "sum"} and made.has("p") else set()


def _across(node: ast.Call, named: Mapping[str, Value], method: bool) -> bool:
    """Over the columns of each row, not over rows."""
    if "axis" in named:
        return named["axis"].const in {1, -1}
    place = 0 if method else 1
    told = node.args[place] if len(node.args) > place else None
    return isinstance(told, ast.Constant) and told.value in {1, -1}


Reader = Callable[..., Value | None]
