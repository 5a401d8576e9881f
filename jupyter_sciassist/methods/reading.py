"""Facts of expressions: names, columns, masks, slices, comparisons, arithmetic and comprehensions."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import arithmetic, sizes
from .calls import call
from .facts import Fact, Facts, Loop, Value, joined, keys, parted, without
from .marks import (
    INDEXED,
    column,
    kept_by,
    passed,
    picked,
    subset,
)
from .names import MEMBERS, written

if TYPE_CHECKING:
    from .scopes import Scopes

_COUNTS = frozenset({"shape", "size", "ndim", "columns", "dtype", "dtypes", "empty", "nobs", "df_resid"})  # fmt: skip
_SAME = frozenset({"values", "T", "iloc", "loc", "at", "iat", "str", "dt", "array", "real", "flat"})
P_VALUES = frozenset({"pvalue", "pvalues", "f_pvalue", "p_value", "pval", "pvals"})
_STATS = frozenset({"statistic", "rvalue", "correlation", "tvalues", "rsquared", "rsquared_adj"})


def _name(walker: Scopes, node: ast.Name) -> Value:
    found = walker.look(node.id)
    if found is not None:
        return found
    if node.id in walker.program.imports:
        return Value(dotted=walker.program.imports[node.id])
    if hasattr(builtins, node.id):
        return Value(dotted=node.id)
    return Value(frozenset({Fact("is", node.id), Fact("root", node.id)}))


def _attribute(walker: Scopes, node: ast.Attribute) -> Value:
    owner, name = walker.eval(node.value), node.attr
    if owner.dotted:
        return Value(dotted=f"{owner.dotted}.{name}")
    if name in owner.items:
        return column(owner, name)
    if name in _COUNTS:
        return Value(frozenset({Fact("size")}))
    if name == "index":
        return Value(frozenset(one for one in owner.all() if one.kind in {"piece", "agg", "cmp", "learned", "best", "sum", "sorted", "extreme", "group", "far"} or one.kind in {"p", "over"} or (one.kind in {"root", "stat"} and owner.has("stat"))))  # fmt: skip
    if name in P_VALUES:
        tests = keys(owner.all(), "test") or {id(node)}
        return walker.derive(owner, add={Fact("p", one) for one in tests})
    if name in _STATS and owner.has("test"):
        return walker.derive(owner, add={Fact("stat")})
    if name == "best_score_":
        walker.choose(owner.all() | {Fact("cv", id(node)), Fact("over", id(node))}, "search")
        return walker.derive(owner, add={Fact("cv", id(node)), Fact("best", id(node))})
    if name in _SAME:
        return owner
    if owner.has("class") or owner.has("test"):
        return walker.derive(owner)
    return column(owner, name)


def _subscript(walker: Scopes, node: ast.Subscript) -> Value:
    owner = walker.eval(node.value)
    if owner.dotted:  # np.r_[a, b] and np.c_[a, b]
        made = walker.eval(node.slice)
        return walker.derive(made, add={Fact("joined")}) if made.items else made
    accessor = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    place: ast.expr = node.slice
    pair: ast.expr | None = None
    if isinstance(place, ast.Tuple) and len(place.elts) >= 2:
        place, pair = place.elts[:2]
        if accessor in {"loc", "at"} and isinstance(pair, ast.Constant):
            return _rows(walker, column(owner, pair.value), place, accessor)
    made = _rows(walker, owner, place, accessor)
    if pair is None:
        return _read_off(made) if _single(walker, node, accessor) else made
    if isinstance(pair, ast.Slice) and owner.has("ranked"):  # ends of sorted rows
        return _slice(walker, owner, pair, accessor)
    chosen = walker.eval(pair)
    named = {one.const: column(made, one.const) for one in chosen.items.values() if type(one.const) is str}  # fmt: skip
    if named:
        return Value(made.facts, dict(named))
    if accessor in {"loc", "at"} and type(chosen.const) is str:
        return column(made, chosen.const)
    kept = frozenset(one for one in chosen.all() if one.kind in INDEXED - {"piece"})
    kept |= {Fact("piece", (("columns", place), side)) for place, side in keys(chosen.all(), "cmp")}
    if made.each is not None and chosen.const in made.each.items:
        over = frozenset(one for one in made.all() if one.kind == "over")
        return Value(made.facts | made.each.items[chosen.const].all() | over | kept)
    return Value(without(made.facts | _inner(made), "is") | _names(made) | kept)


def _single(walker: Scopes, node: ast.Subscript, accessor: str) -> bool:
    """One row by its place, of a table or of the rows that a mask leaves: `x[x > level][0]`, `np.where(x > level)[0][0]`."""
    place, held = node.slice, node.value
    if isinstance(place, ast.UnaryOp):
        place = place.operand
    if not isinstance(place, ast.Constant) or type(place.value) is not int:
        return False
    if isinstance(held, ast.Subscript) and isinstance(held.slice, ast.Constant):
        return _called(held.value) in {"where", "nonzero"}
    if isinstance(held, ast.Subscript):
        mask = walker.look(held.slice.id) if isinstance(held.slice, ast.Name) else None
        return (
            isinstance(held.slice, ast.Compare)
            or isinstance(getattr(held.slice, "op", None), (ast.BitAnd, ast.BitOr, ast.Invert))
            or (mask is not None and mask.has("cmp"))
        )
    return accessor in {"iloc", "iat"} or _called(held) in {"flatnonzero", "argwhere"}


def _called(node: ast.expr) -> str:
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""  # fmt: skip


def _read_off(made: Value) -> Value:
    """The first row where a condition holds is a crossing that is read off: no sample is thinned by it."""
    masks = {one for one in made.all() if one.kind in {"piece", "cmp"} and type(parted(one)[1]) is bool}  # fmt: skip
    return Value(made.facts - masks, {key: _read_off(one) for key, one in made.items.items()}, made.each, made.const)  # fmt: skip


def _rows(walker: Scopes, owner: Value, place: ast.expr, accessor: str) -> Value:
    """The rows at a slice, at places or where a mask holds; a column; a member."""
    if isinstance(place, ast.Slice):
        return _slice(walker, owner, place, accessor)
    at = walker.eval(place)
    if at.node is not None:  # `df.loc[lambda d: d.y > 0]`
        at = walker.enter(at, [owner], {})
    if type(at.const) in {str, int, float, bool}:
        if at.const in owner.items:
            return column(owner, at.const)
        if type(at.const) is str and accessor != "iloc":
            return _keyed(owner.each, ast.Constant(at.const)) if owner.each is not None else column(owner, at.const)  # fmt: skip
        first = {Fact("best", one) for one in owner.keys("sorted")}
        if first:
            walker.choose(owner.all() | {Fact("vector")}, "first")
        first |= {Fact("peak", one) for one in owner.keys("ends")} if at.const in {0, -1} else set()
        if owner.each is not None:
            return Value(owner.each.facts | first, owner.each.items, owner.each.each)
        return Value(without(owner.all(), "is", "sorted") | first)
    names = [one.const for one in at.items.values()] or ([] if at.has("piece") else sizes.names(place, walker.namespace))  # fmt: skip
    facts = at.all() | {Fact("piece", one.key) for one in at.all() if one.kind == "at"}
    if names and all(type(one) is str for one in names) and not accessor:
        chosen = frozenset(one for one in facts if one.kind in INDEXED)
        return Value(owner.facts | chosen, {one: column(owner, one) for one in names})
    masked = kept_by(walker, facts)
    if any(one.kind == "places" for one in facts) and not masked:
        masked.add(Fact("boot"))
    if owner.each is not None and not masked and not owner.items:
        return Value(without(owner.all(), "over") | {one for one in facts if one.kind in INDEXED})
    kept = {one for one in facts if one.kind in INDEXED}
    if owner.items and not masked and not accessor and not at.has("piece"):
        return Value(
            _inner(owner) | _names(owner) | kept
        )  # columns whose names the code does not show
    return subset(owner, kept | masked)


def _keyed(each: Value, key: ast.Constant) -> Value:
    """A member that stands under a key, which tells it from the others."""
    text = f"[{key.value!r}]"
    return Value(each.facts | {Fact("is", text), Fact("root", text)}, each.items, each.each, each.const, each.dotted, each.node, each.cell, each.closure)  # fmt: skip


def _inner(owner: Value) -> Facts:
    """What the columns of a frame learned and come from."""
    return without(owner.all(), "is")


def _names(owner: Value) -> Facts:
    return frozenset(one for one in owner.facts if one.kind == "is")


def _slice(walker: Scopes, owner: Value, place: ast.Slice, accessor: str) -> Value:
    if place.lower is None and place.upper is None:
        return owner
    bounds = tuple(None if one is None else ast.unparse(one) for one in (place.lower, place.upper))
    learned = joined(walker.eval(place.lower), walker.eval(place.upper))
    if owner.has("sorted"):
        walker.choose(owner.all() | {Fact("vector")}, "head")
        best = {Fact("best", one) for one in owner.keys("sorted")}
        owner = subset(owner, best, frozenset({"sorted"}))
    group: Any = "label slice" if accessor == "loc" else "slice"
    ranked = owner.keys("ranked")
    if ranked:
        group = ("ranked", tuple(sorted(ranked)))
        owner = subset(owner, frozenset(), frozenset({"ranked"}))
    kept = {one for one in learned if one.kind in INDEXED}
    return subset(owner, {Fact("piece", (group, bounds))} | kept)


def _sequence(walker: Scopes, node: ast.List | ast.Tuple | ast.Set) -> Value:
    members = [walker.eval(one) for one in node.elts]
    if any(isinstance(one, ast.Starred) for one in node.elts):
        return Value(joined(*members), each=walker.derive(*members, items=True))
    return Value(items=dict(enumerate(members)))


def _dictionary(walker: Scopes, node: ast.Dict) -> Value:
    made = Value()
    for key, one in zip(node.keys, node.values, strict=True):
        member = walker.eval(one)
        at = walker.eval(key) if key is not None else Value()
        if type(at.const) in {str, int, float, bool}:
            made.items[at.const] = member
        elif key is None:
            made.items.update(member.items)
        else:
            walker.collected(made, member, keep=True)
    return made


def _comprehension(walker: Scopes, node: Any) -> Value:
    first = node.generators[0]
    listed = walker.eval(first.iter) if isinstance(first.iter, (ast.List, ast.Tuple, ast.Name, ast.Call)) else Value()  # fmt: skip
    members = list(listed.items.values()) if written(first.iter) else []
    if not 2 <= len(members) <= MEMBERS:
        return _gathered(walker, node, None)
    made = [_gathered(walker, node, one) for one in members]
    each = walker.derive(*(one.each for one in made), items=True)
    return Value(joined(*(Value(one.facts) for one in made)), each=each)


def _gathered(walker: Scopes, node: Any, member: Value | None) -> Value:
    """A comprehension, over one known member of its first iterable or over any."""
    walker.scopes.append({})
    loops: list[Loop] = []
    filters: set[Fact] = set()
    for place, one in enumerate(node.generators):
        iterated = walker.eval(one.iter) if member is None or place else Value(each=member)
        loop = Loop(one, sizes.size(one.iter, walker.namespace), walker.is_folds(iterated))
        walker.trace.loops[loop.key] = loop
        loops.append(loop)
        walker.loops.append(loop)
        walker.bind(one.target, _any(walker, iterated))
        for condition in one.ifs:
            told = walker.eval(condition).all()
            filters |= passed(told)
            if any(fact.kind == "p" for fact in told):
                picked(walker, told)
    if isinstance(node, ast.DictComp):
        walker.eval(node.key)
        made = walker.eval(node.value)
    else:
        made = walker.eval(node.elt)
    del walker.loops[len(walker.loops) - len(loops) :]
    walker.scopes.pop()
    over = {Fact("over", loop.key) for loop in loops} | filters
    over |= {Fact("nested")} if len(loops) > 1 else set()
    return Value(frozenset(over), each=subset(made, over))


def _any(walker: Scopes, iterated: Value) -> Value:
    """Any member, those that differ joined."""
    members = list(iterated.items.values())
    if iterated.each is None and members:
        return walker.derive(*members, items=True)
    return walker.element(iterated)


def _either(walker: Scopes, node: ast.IfExp) -> Value:
    test = walker.eval(node.test)
    if test.has("p"):
        picked(walker, test.all())
    return walker.derive(walker.eval(node.body), walker.eval(node.orelse), items=True)


def _walrus(walker: Scopes, node: ast.NamedExpr) -> Value:
    made = walker.eval(node.value)
    walker.bind(node.target, made, node.value)
    return made


def _yielded(walker: Scopes, node: ast.Yield) -> Value:
    """One member of what a generator gives."""
    made = walker.eval(node.value)
    if walker.returns:
        over = {Fact("over", loop.key) for loop in walker.loops}
        over |= {one for kept in walker.passed for one in kept}
        over |= {Fact("nested")} if len(walker.loops) > 1 else set()
        walker.returns[-1].append(Value(frozenset(over), each=subset(made, over)))
    return Value()


def _lambda(walker: Scopes, node: ast.Lambda) -> Value:
    return Value(node=node, cell=walker.cell, closure=tuple(walker.scopes))


def _formatted(walker: Scopes, node: ast.FormattedValue) -> Value:
    """One value of a text, which may be printed."""
    made = walker.eval(node.value)
    if walker.printing:
        walker.trace.told.append((walker.step, made.all()))
    return made


EXPRESSIONS: dict[type[ast.AST], Callable[[Scopes, Any], Value]] = {
    ast.Constant: lambda walker, node: Value(const=node.value),
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Compare: arithmetic.compare,
    ast.UnaryOp: arithmetic.unary,
    ast.BinOp: arithmetic.binary,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dictionary,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.IfExp: _either,
    ast.NamedExpr: _walrus,
    ast.Lambda: _lambda,
    ast.Yield: _yielded,
    ast.FormattedValue: _formatted,
    ast.Call: call,
}
