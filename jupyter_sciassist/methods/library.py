"""Facts of what calls give back: NumPy, pandas and the built-in functions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..profiles import known
from .facts import Fact, Missing, Value, apart, joined, keys, parted, without
from .marks import copies, extremes, other, passed, subset
from .names import flipped

if TYPE_CHECKING:
    from .scopes import Scopes

_DRAWS = frozenset(
    "normal uniform poisson binomial exponential gamma beta lognormal standard_normal standard_t integers randint "
    "random rand randn negative_binomial weibull chisquare laplace multivariate_normal pareto geometric triangular "
    "vonmises dirichlet logistic random_sample rvs gumbel power multinomial hypergeometric f rayleigh wald zipf".split()
)
_GENERATORS = frozenset({"default_rng", "RandomState", "Random", "Generator"})
_JOINS = frozenset(
    "concat concatenate hstack vstack stack append_ column_stack r_ c_ chain".split()
)
_PRESENCE = frozenset({"isna", "notna", "isnull", "notnull", "isnan", "isfinite", "duplicated", "len", "unique", "nunique", "isinstance", "type", "arange", "range", "linspace", "ones", "zeros", "empty", "eye", "geomspace", "logspace", "zeros_like", "ones_like", "full", "count", "count_nonzero", "full_like", "empty_like", "size", "flatnonzero_"})  # fmt: skip


def built_in(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Draws, containers and their walks."""
    if name in _GENERATORS:
        return Value(frozenset({Fact("generator")}))
    drawing = "random" in dotted or name in {"rvs", "resample_"} or (owner is not None and owner.has("generator"))  # fmt: skip
    if name in _DRAWS and drawing:
        places = {Fact("places")} if name in {"integers", "randint"} else set()
        inside = {Fact("drawn", one.key) for one in walker.loops}
        return Value(frozenset({Fact("draw"), *places, *inside}))
    if drawing and name in {"permutation", "permuted", "shuffle"}:
        inside = {Fact(kind, one.key) for one in walker.loops for kind in ("drawn", "null")}
        if name == "shuffle" and given:
            given[0].facts |= inside
        return Value(joined(*given) | inside | {Fact("shuffled")})
    if drawing and name == "choice":
        inside = {Fact("drawn", one.key) for one in walker.loops}
        piece = {Fact("piece", (("drawn", id(node)), "a"))} if "replace" in named else set()
        boot = {Fact("boot")} if not piece and given and given[0].has("root") else set()
        return Value(joined(*given) | inside | piece | boot | {Fact("draw")} - (set() if not piece else {Fact("draw")}))  # fmt: skip
    places_ = _places(node, name, dotted, given)
    if places_ is not None:
        return places_
    if (
        name in _PRESENCE
        and not (owner is not None and owner.has("group"))
        and not (name == "count_nonzero" and joined(*given) >= {Fact("reached")})
    ):
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


def _places(node: ast.Call, name: str, dotted: str, given: list[Value]) -> Value | None:
    """`arange(100, 150)` and `slice(0, 100)`: places of rows."""
    if name == "arange" and given and all(type(one.const) is int for one in given[:2]):
        low, high = (0, given[0].const) if len(given) == 1 else (given[0].const, given[1].const)
        return Value(frozenset({Fact("at", ("slice", (str(low) if low else None, str(high))))}))
    if dotted == "slice" and node.args:
        bounds = [None if isinstance(one, ast.Constant) and one.value in {None, 0} else ast.unparse(one) for one in node.args[:2]]  # fmt: skip
        pair = (None, *bounds) if len(bounds) == 1 else tuple(bounds)
        return Value(frozenset({Fact("at", ("slice", pair))}))
    return None


def _zipped(walker: Scopes, given: list[Value]) -> Value:
    facts = frozenset(one for value in given for one in value.facts if one.kind in {"over", "cmp"})
    counts = {len(one.items) for one in given}
    if len(counts) == 1 and counts != {0}:
        rows = zip(*(one.items.values() for one in given), strict=True)
        return Value(facts, {place: Value(items=dict(enumerate(row))) for place, row in enumerate(rows)})  # fmt: skip
    return Value(facts, each=Value(items={place: walker.element(one) for place, one in enumerate(given)}))  # fmt: skip


def _pairs(walker: Scopes, owner: Value, name: str) -> Value:
    if name != "items":
        return Value(owner.facts, each=Value(items={0: Value(), 1: walker.derive(owner, items=True)}))  # fmt: skip
    members = {place: Value(items={0: Value(const=key), 1: one}) for place, (key, one) in enumerate(owner.items.items())}  # fmt: skip
    each = Value(items={0: Value(), 1: owner.each or Value(owner.facts)})
    return Value(owner.facts, dict(members), None if members and owner.each is None else each)


def collections(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Lists that grow, frames made of them, rows strung together."""
    changed = _changed(walker, node, name, owner, given)
    if changed is not None:
        return changed
    if name in {"DataFrame", "dict", "from_dict", "from_records"}:
        return _frame(walker, given, named)
    if name == "SimpleNamespace":
        return Value(frozenset({Fact("object")}), {key: walker.named(one, key) for key, one in named.items()})  # fmt: skip
    if name == "assign" and owner is not None:
        made = Value(owner.facts, dict(owner.items), owner.each)
        for key, one in named.items():
            entered = walker.enter(one, [made], {}) if one.node is not None else one
            made.items[key] = walker.named(entered, key)
        return made
    beside = name in {"column_stack", "c_"} or ("axis" in named and named["axis"].const in {1, "columns"})  # fmt: skip
    if owner is None and name in _JOINS and beside:
        parts = given[0] if given else Value()
        made = walker.derive(*parts.items.values(), parts.each)
        named_ = {key: walker.named(Value(one.all()), key) for key, one in parts.items.items() if type(key) is str}  # fmt: skip
        return Value(made.facts, dict(named_))
    if (owner is None and (name in _JOINS or name == "append")) or name == "from_iterable":
        return _strung(walker, given)
    if name in {"split", "array_split"} and owner is None and len(given) >= 2:
        if type(given[1].const) is int or (given[1].has("root") and not given[1].items):
            walker.trace.folded.add(id(node))
            return Value(each=subset(given[0], {Fact("piece", (id(node), "b"))}))
        return Value(items={place: subset(given[0], {Fact("piece", (id(node), place))}) for place in range(4)})  # fmt: skip
    if name == "setdiff1d" and len(given) == 2:
        return Value(frozenset(Fact("piece", other(one)) for one in given[1].all() if one.kind == "piece"))  # fmt: skip
    if name == "delete" and given:
        at = joined(*given[1:])
        gone = {Fact("piece", (("deleted", id(node)), 0))} if keys(at, "root") else set()
        gone |= {Fact("piece", other(one)) for one in at if one.kind in {"piece", "cmp"}}
        gone |= extremes(walker, at)
        return subset(given[0], gone)
    return None


def _changed(
    walker: Scopes, node: ast.Call, name: str, owner: Value | None, given: list[Value]
) -> Value | None:
    """A list takes a member or loses one."""
    if owner is None:
        return None
    if name in {"append", "extend", "add", "insert", "appendleft"}:
        member = walker.element(given[-1]) if name == "extend" and given else given[-1] if given else Value()  # fmt: skip
        for held, kept in _boxes(walker, node, owner):
            walker.passed.append(kept)
            walker.collected(held, member, rows=name == "extend")
            walker.passed.pop()
        return Value()
    if name in {"pop", "remove", "discard"} and given and not owner.items:
        for held, _ in _boxes(walker, node, owner):
            walker.removed(held, given[0])
        return walker.derive(owner)
    return None


def _boxes(walker: Scopes, node: ast.Call, owner: Value) -> list[tuple[Value, set[Fact]]]:
    """The lists that a call may mean, and what has passed the condition under which it does."""
    target = node.func.value if isinstance(node.func, ast.Attribute) else node
    if isinstance(target, ast.IfExp):
        kept = passed(walker.eval(target.test).all())
        return [(walker.eval(target.body), kept), (walker.eval(target.orelse), flipped(kept))]
    return [(one, set()) for one in _members(walker, target, owner)]


def _members(walker: Scopes, target: ast.expr, owner: Value) -> list[Value]:
    """What `groups[key].append(x)`, `groups.setdefault(key, []).append(x)` or `self.rows.append(x)` may mean."""
    if isinstance(target, ast.Call) and getattr(target.func, "attr", "") == "setdefault":
        inner, key = target.func, target.args[0]
    elif isinstance(target, ast.Subscript):
        inner, key = target, target.slice
    elif isinstance(target, ast.Attribute):
        inner, key = target, ast.Constant(target.attr)
    else:
        return [owner]
    box = walker.eval(inner.value) if isinstance(inner, (ast.Attribute, ast.Subscript)) else owner
    const = walker.eval(key).const
    if const in box.items:
        return [box.items[const]]
    if box.items and const is Missing:
        return list(box.items.values())
    if box.each is None:
        box.each = Value()
    return [box.each]


def _frame(walker: Scopes, given: list[Value], named: Mapping[str, Value]) -> Value:
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
        made = Value(without(source.facts | (member.facts if items else member.all()), "is"), {})
    else:
        made = Value(without(source.facts, "is"))
    made.items = {key: walker.named(Value(one.facts, const=one.const) if not one.each and not one.items else Value(one.all()), str(key)) for key, one in items.items()}  # fmt: skip
    return made


def _strung(walker: Scopes, given: list[Value]) -> Value:
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
    if _stacked(walker, parts):
        facts |= {Fact("stacked")}
    if _copied(parts) and not apart(keys(facts, "piece")):
        facts |= {Fact("copied", copies(walker, *parts))}
    split = {piece for pair in apart(keys(facts, "piece")) for piece in pair if not _kept(piece, parts)}  # fmt: skip
    facts = frozenset(one for one in facts if one.kind != "piece" or one.key not in split)
    return Value(facts | {Fact("is", one) for one in names}, {key: Value(without(one.facts, "piece") | {fact for fact in facts if fact.kind == "piece"}, one.items, one.each) for key, one in made.items.items()})  # fmt: skip


def _rest(walker: Scopes, fact: Fact) -> Fact:
    """Folds that are put together are those that the model learns from."""
    if fact.kind == "piece" and parted(fact)[0] in walker.trace.folded:
        return Fact("piece", (parted(fact)[0], "a"))
    return fact


def _stacked(walker: Scopes, parts: list[Value]) -> bool:
    """Columns of one table, all of its rows each, put one below the other."""
    tables = [frozenset(name for name in one.keys("via") if known.is_exact(walker.namespace.get(name), "pandas", "DataFrame")) for one in parts]  # fmt: skip
    shared = frozenset.intersection(*tables) if len(parts) > 1 else frozenset()
    columns = [frozenset(key for key in one.items if type(key) is str) for one in parts]
    differ = len({one.keys("root") for one in parts}) == len(parts)
    return bool(shared) and differ and all(columns) and not any(one.has("piece") or one.has("within") for one in parts)  # fmt: skip


def _copied(parts: list[Value]) -> bool:
    """One part is the other, or made of it."""
    return any(keys(one.all(), "is") & keys(other.all(), "from") for one in parts for other in parts if one is not other)  # fmt: skip


def _kept(piece: object, parts: list[Value]) -> bool:
    """Parts of a division in three stay known when two of them are put together."""
    held = {one for part in parts for one in part.keys("piece")}
    group = piece[0] if isinstance(piece, tuple) else None
    return group == "slice" and len({one for one in held if one[0] == group}) >= 2
