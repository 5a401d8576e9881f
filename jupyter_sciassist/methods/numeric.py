"""Facts of summaries, choices and what is made of numbers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import sizes
from .facts import (
    NOTHING,
    Evaluated,
    Fact,
    Facts,
    Loop,
    Value,
    apart,
    is_division,
    joined,
    keys,
    without,
)
from .marks import (
    SMOOTHED,
    SMOOTHS,
    SUMMARIES,
    copies,
    estimate,
    learn,
    note,
    opened,
    permuted,
    picked,
    subset,
    summed,
)

if TYPE_CHECKING:
    from .scopes import Scopes


_LARGEST = frozenset({"max", "min", "argmax", "argmin", "idxmax", "idxmin", "nanargmax", "nanargmin", "nanmax", "nanmin"})  # fmt: skip

_PLACES = frozenset({"argwhere", "nonzero", "flatnonzero", "where", "compress", "extract"})
_RELATION = frozenset({"corr", "corrwith", "corrcoef", "lombscargle", "periodogram", "crosscorrelate", "correlate", "power", "autopower"})  # fmt: skip


def numbers(
    walker: Scopes, node: ast.Call, name: str, dotted: str, owner: Value | None, given: list[Value], named: Mapping[str, Value]
) -> Value | None:  # fmt: skip
    """Summaries, choices, and what is made of numbers."""
    values = [one for one in (owner, *given) if one is not None]
    if name in _PLACES and len(given) == 1 and given[0].has("p"):
        picked(walker, given[0].all() | {Fact("vector")})
    if name in _LARGEST:
        facts = joined(*values, *named.values()) | rivals(node, values) | by_key(walker, node, values, named)  # fmt: skip
        if len(values) == 1 and not values[0].items:
            facts |= {Fact("vector")}
        if owner is None and len(given) > 1:
            facts |= {Fact("over", loop.key) for loop in walker.loops}
        if keys(facts, "over") or any(one.kind in {"stat", "p"} for one in facts):
            walker.choose(facts, name)
    if name in SUMMARIES:
        return _summary(walker, node, name, owner, values, named)
    if name in _LARGEST:
        best = {Fact("best", one) for one in keys(joined(*values), "over")}
        best |= {Fact("peak", id(node))} if len(values) == 1 else set()
        if name.startswith(("arg", "idx", "nanarg")):
            best |= {Fact("extreme", one) for one in keys(joined(*values), "root")}
        return Value(without(joined(*values), "over", "is", "cmp") | best)
    if name in {"sqrt", "exp"} and given:
        return rooted(walker, node, name, given)
    return _arrays(walker, node, name, values, named)


def by_key(
    walker: Scopes, node: ast.Call, values: list[Value], named: Mapping[str, Value]
) -> set[Fact]:
    """`max(limits, key=lambda limit: score(limit))`: one score each of the members."""
    key = named.get("key")
    if key is None or key.node is None or not values:
        return set()
    loop = Loop(node, sizes.size(node.args[0], walker.namespace) if node.args else None)
    walker.trace.loops[loop.key] = loop
    walker.loops.append(loop)
    made = walker.enter(key, [walker.element(values[0])], {})
    walker.loops.pop()
    return {*made.all(), Fact("over", loop.key)}


def rivals(node: ast.AST, values: list[Value]) -> set[Fact]:
    """Scores of several models on rows that they did not learn from, put side by side by hand."""
    members = values if len(values) > 2 else [one for held in values[:1] for one in held.items.values()]  # fmt: skip
    scores = [one for one in members if one.has("fit") and apart(one.keys("piece")) and not one.has("over")]  # fmt: skip
    named = any(type(key) is str for held in values[:1] for key in held.items)
    return {Fact("over", id(node))} if len(scores) >= (2 if named else 3) else set()


def _summary(
    walker: Scopes, node: ast.Call, name: str, owner: Value | None, values: list[Value], named: Mapping[str, Value]
) -> Value:  # fmt: skip
    """A number over rows; what it was taken of is noted."""
    across = _across(node, named, owner is not None) or any(one.has("row") for one in values)
    if owner is not None and owner.has("window"):
        across = owner.has("shift")
    if name == "mean" and joined(*values) >= {Fact("reached")}:
        return Value(permuted(walker, node, walker.derive(*values)))
    add = set() if across else summed(walker, node, name, f"{name} over all rows", values)
    if name in _RELATION:
        add |= {Fact("stat")}
    best = {Fact("best", one) for one in keys(joined(*values), "over")} | {Fact("peak", id(node))} if name in _LARGEST else set()  # fmt: skip
    add |= {Fact("of", one) for one in keys(joined(*values), "is")}
    if name == "sem":
        estimate(walker, node, *values)
    made = walker.derive(*opened(walker, list(values)), add=add | best)
    _interval(walker, node, name, values)
    _judged(walker, node, made)
    return Value(
        without(made.facts, "over", "cmp", "window", "copied", "made")
        | _summed(walker, made, name),
        made.items,
    )


def _arrays(
    walker: Scopes, node: ast.Call, name: str, values: list[Value], named: Mapping[str, Value]
) -> Value | None:
    """Functions of whole arrays."""
    if name == "where" and len(values) == 3:
        return _where(walker, values)
    if name in {"sigmaclip", "sigma_clip", "trimboth", "trim1"} and values:
        clipped = {Fact("piece", (("ranked", tuple(sorted(map(str, values[0].keys("is"))))), "rest"))}  # fmt: skip
        inner = subset(values[0], clipped)
        return Value(inner.facts, {0: inner} if name == "sigmaclip" else {})
    if name in {"zscore", "scale", "minmax_scale", "robust_scale", "quantile_transform", "power_transform", "svd", "eigh", "eig"} and values:  # fmt: skip
        return walker.derive(*values, add=learn(walker, f"{name} is taken", True, *values))
    if (name in {"repeat", "tile"} and "axis" in named) or name == "sliding_window_view":
        return walker.derive(*values, add={Fact("copied", copies(walker, *values))})
    if name in SMOOTHS:
        return walker.derive(*values, add=learn(walker, SMOOTHED, False, *values))  # fmt: skip
    if name in _RELATION:
        return walker.derive(*values, add={Fact("stat"), Fact("over", id(node))})
    return None


def rooted(walker: Scopes, node: ast.Call, name: str, given: list[Value]) -> Value:
    """A square root, which may be an error; an exponential, which may be a false-alarm probability."""
    facts = joined(*given)
    if name == "sqrt":
        if given[0].has("size") or type(given[0].const) is int:
            return Value(frozenset({Fact("size")}))
        note(walker, node, "sqrt", given)
    kinds = {one.kind for one in facts}
    if name == "exp" and {"best", "stat", "minus"} <= kinds:
        picked(walker, facts)
    return walker.derive(*given)


def _judged(walker: Scopes, node: ast.Call, made: Value) -> None:
    """A summary of rows of one part with numbers that were fitted on another: a score by hand."""
    labels = _agreed(walker, made)
    fitted = any(one.kind in {"fit", "product"} for one in made.facts) or bool(labels)
    if fitted and apart(keys(made.facts, "piece")):
        walker.trace.evaluated.append(
            Evaluated(
                walker.step,
                made.facts | ({Fact("fit")} if labels else set()),
                labels,
                False,
                tuple(walker.loops),
                None,
                frozenset(),
                node,
            )
        )


def _agreed(walker: Scopes, made: Value) -> Facts:
    """The labels of one part that are compared, for equality, with what means of another part predict."""
    for key in keys(made.facts, "cmp"):
        for one in walker.trace.compared.get(key[0], ()):
            for told, guess in ((one.left, one.right), (one.right, one.left)):
                taught = {piece for place in keys(guess, "sum") for piece in walker.trace.learned[place].pieces}  # fmt: skip
                held = keys(told, "piece")
                if not one.ordered and not keys(told, "sum") and any(is_division(pair[0][0]) and {*pair} & taught and {*pair} & held for pair in apart(taught | held)):  # fmt: skip
                    return told
    return NOTHING


def _where(walker: Scopes, given: list[Value]) -> Value:
    """`np.where(condition, a, b)`; with NaN on one side it takes rows out, with a summary it fills them."""
    condition, first, second = given
    for kept, other, flip in ((second, first, True), (first, second, False)):
        if other.dotted.endswith("nan"):
            return subset(
                kept,
                {
                    Fact("piece", (place, side != flip))
                    for place, side in keys(condition.all(), "cmp")
                },
            )
        if other.has("sum") and not kept.has("sum") and other.keys("root") & kept.keys("root"):
            what = "Missing values are filled from the column's own summary"
            return subset(kept, learn(walker, what, True, kept, other))
    return walker.derive(condition, first, second)


def _interval(walker: Scopes, node: ast.Call, name: str, values: list[Value]) -> None:
    """Percentiles of means of rows that were drawn again: an interval of the bootstrap."""
    if name in {"quantile", "percentile"} and values[0].has("boot"):
        tails = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
        tails |= {member.const for one in values[1:] for member in (one, *one.items.values())}
        if tails & {0.025, 2.5, 0.975, 97.5, 0.05, 0.95}:
            estimate(walker, node, values[0])


def _summed(walker: Scopes, made: Value, name: str) -> set[Fact]:
    """A summary of what went over a loop says how often, where it is one of marks."""
    return {Fact("rate")} if name in {"mean", "sum"} and made.has("p") else set()


def _across(node: ast.Call, named: Mapping[str, Value], method: bool) -> bool:
    """Over the columns of each row, not over rows."""
    if "axis" in named:
        return named["axis"].const in {1, -1}
    place = 0 if method else 1
    told = node.args[place] if len(node.args) > place else None
    return isinstance(told, ast.Constant) and told.value in {1, -1}
