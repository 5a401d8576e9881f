"""Estimates that are told of rows which were kept because of their own values."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..profiles import known
from . import live
from .facts import Compared, Fact, Facts, Test, Trace, Value, keys
from .flaw import Flaw

CURE = "Decide on rules that do not look at the outcome, use a robust estimate, or report both with and without"
WHAT = "Rows are left out by how far their own value lies off, before it is estimated"
# A limit that few rows pass is one of plausibility; one that most rows do not pass describes a part of its own.
MOST, FEWEST = 0.97, 0.4
PLAUSIBLE = 0.95
CHECKED = 0.9
MANY = 75  # values: a limit that cuts through them leaves some near it
WIDE = 3  # deviations
_ESTIMATES = frozenset("mean std var median average nanmean nanstd nanmedian sum stdev fmean corr corrcoef quantile percentile sem".split())  # fmt: skip


def read(trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Means, spreads and fitted distributions that are told, of rows that deviate little only."""
    told = frozenset().union(*(keys(facts, "sum") for _, facts in trace.told))
    for one in trace.estimates:
        known_ = one.name in _ESTIMATES or "." in one.name
        place = one.key[1] if isinstance(one.key, tuple) else None
        if not known_ or place not in told or _drawn(one):
            continue
        for arg in one.args:
            if _worn(trace, arg):
                yield Flaw("outcome dropping", one.step, "The value that lies farthest off is taken out, again and again, before it is estimated", CURE)  # fmt: skip
                return
            for made, held in conditions(trace, arg):
                if _deviates(trace, arg, made, held, namespace) and not _split(trace, one, held) and not beside(trace, one, made, held, namespace):  # fmt: skip
                    yield Flaw("outcome dropping", made.step, WHAT, CURE)
                    return


def _worn(trace: Trace, arg: Value) -> bool:
    """The most extreme was deleted in a loop."""
    names = _names(trace, arg) | arg.keys("root")
    return any(type(group) is tuple and group[0] == "ranked" and part == "rest again" and names & set(group[1]) for group, part in arg.keys("piece"))  # fmt: skip


def conditions(trace: Trace, arg: Value) -> Iterator[tuple[Compared, tuple[Any, Any]]]:
    """Comparisons by which the rows of a value were kept, and the pieces that they left."""
    for key, polarity in sorted(arg.keys("piece"), key=repr):
        group, side = key, polarity
        while type(group) is tuple and group[0] == "rows":
            group, side = group[1]
        for made in trace.compared.get(group, ()):
            if made.ordered and not simulated(made, arg):
                yield made, (group, side)


def simulated(made: Compared, arg: Value) -> bool:
    """Rows that are drawn in each pass are left out in the same pass."""
    return bool({loop.key for loop in made.loops} & arg.keys("drawn"))


def lineage(trace: Trace, value: Value) -> frozenset[Any]:
    """Names under which a value that has one source only went before."""
    roots = value.keys("root") - value.keys("table")
    return roots if len(_sources(trace, value.all())) == 1 else frozenset()


def _sources(trace: Trace, facts: Facts) -> frozenset[Any]:
    """The names that nothing else was made into."""
    roots = keys(facts, "root") - keys(facts, "table")
    return frozenset(one for one in roots if not trace.parents.get(one, set()) & roots and str(one).isidentifier())  # fmt: skip


def _names(trace: Trace, value: Value) -> frozenset[Any]:
    return value.keys("is") | value.keys("of") | lineage(trace, value)


def _own(trace: Trace, arg: Value, facts: Facts) -> bool:
    """The condition is one on the value itself, or made of just what it is made of."""
    if _names(trace, arg) & keys(facts, "root"):
        return True
    sources = _sources(trace, arg.all())
    return bool(sources) and sources == _sources(trace, facts)


def _drawn(one: Test) -> bool:
    """On data that are drawn in each pass: a simulation."""
    around = {loop.key for loop in one.loops}
    return any(arg.keys("drawn") & around for arg in one.args)


def _deviates(
    trace: Trace, arg: Value, made: Compared, held: tuple[Any, Any], namespace: Mapping[str, Any]
) -> bool:
    """Rows are kept that lie near a centre, which their own values or a model of them gave."""
    facts = made.left | made.right
    if keys(facts, "p") - trace.corrected and _names(trace, arg) & keys(facts, "root"):  # fmt: skip
        return True  # what came out significant is estimated
    if any(fact.kind in {"draw", "p"} for fact in facts) or not _own(trace, arg, facts):
        return False
    if arg.has("fit") and any(held in site.pieces for site in trace.learned if site.strong):
        return False  # the model was fitted to those rows: it is judged by others
    if Fact("fit") in made.left and arg.has("fit")  and made.loops:  # fmt: skip
        return True  # runs are kept by their score
    far = Fact("distance") in facts
    sums = [trace.learned[place].roots for place in keys(facts, "sum")]
    if not far and not any(roots & arg.keys("root") for roots in sums):
        return False
    share = kept(trace, made, held, arg, namespace)
    if share is not None:
        return FEWEST <= share <= MOST
    wide = [float(one.value) for one in ast.walk(made.node) if isinstance(one, ast.Constant) and isinstance(one.value, (int, float))]  # fmt: skip
    return (far and held[1] is _inner(made)) and max(wide, default=0) < WIDE


def _inner(made: Compared) -> bool:
    """The side of the condition on which the smaller distances lie."""
    return Fact("distance") in made.left


def kept(
    trace: Trace, made: Compared, held: tuple[Any, Any], arg: Value, namespace: Mapping[str, Any]
) -> float | None:
    """Share of the rows that the condition leaves, None where it cannot be told."""
    node, share = made.node, None
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        holds = isinstance(node.ops[0], (ast.Lt, ast.LtE))
        try:
            mask = np.asarray(live.evaluate(node, namespace))
        except live.Unreadable:
            mask = np.zeros(0, dtype=bool)
        if mask.dtype == bool and mask.size:
            share = float(mask.mean()) if holds == held[1] else 1 - float(mask.mean())
    if share is not None and 0 < share < 1:
        return share
    sizes: dict[bool, list[int]] = {True: [], False: []}
    for name in arg.keys("via") | arg.keys("from"):
        rows = _rows(namespace.get(name))
        if rows:
            sizes[held in trace.pieces.get(name, frozenset())].append(rows)
    if not all(sizes.values()) or max(sizes[True]) >= max(sizes[False]):
        return None
    return max(sizes[True]) / max(sizes[False])


def _rows(obj: Any) -> int | None:
    if any(known.is_exact(obj, "pandas", name) for name in live.PANDAS) or type(obj) is list:
        return len(obj)
    return len(obj) if type(obj) is np.ndarray and obj.ndim else None


def plausible(trace: Trace, one: Test, made: Compared, held: tuple[Any, Any], namespace: Mapping[str, Any]) -> bool:  # fmt: skip
    """A written limit on the value itself, the same for all groups, that few rows pass."""
    facts = made.left | made.right
    written = type(made.level) in {int, float} or isinstance(made.node, ast.Call)
    if not written or any(fact.kind in {"sum", "fit", "distance"} for fact in facts):  # fmt: skip
        return False
    if any(held not in arg.keys("piece") for arg in one.args if arg.keys("root") & keys(facts, "root")):  # fmt: skip
        return False
    thinned = [arg for arg in one.args if held in arg.keys("piece")]
    shares = [
        share for arg in thinned if (share := kept(trace, made, held, arg, namespace)) is not None
    ]
    return min(shares) >= PLAUSIBLE if shares else _beyond(made.node, namespace)


def _beyond(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Hardly a value that stayed lies near the limits, as it would if they cut through the values."""
    values, limits = None, []
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        limits = [float(one.value) for one in sides if isinstance(one, ast.Constant) and isinstance(one.value, (int, float))]  # fmt: skip
        held = [one for one in sides if not isinstance(one, ast.Constant)]
        values = live.numbers(held[0], namespace) if held else None
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # between
        limits = [float(one.value) for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, (int, float))]  # fmt: skip
        values = live.numbers(node.func.value, namespace)
    if values is None or len(values) < 10 or not limits or np.ptp(values) == 0:
        return False
    away = np.min([np.abs(values - limit) for limit in limits], axis=0) / values.std()
    return bool(away.min() > 1 or (len(values) >= MANY and np.mean(away < 0.25) < 0.01))


def _split(trace: Trace, one: Test, held: tuple[Any, Any]) -> bool:
    """The rows on the other side are estimated as well: two groups that are described."""
    other = (held[0], not held[1])
    return any(other in arg.keys("piece") for found in (*trace.estimates, *trace.tests) for arg in found.args)  # fmt: skip


def beside(
    trace: Trace, one: Test, made: Compared, held: tuple[Any, Any], namespace: Mapping[str, Any]
) -> bool:
    """The same is told of all rows as well, and nearly all of them stay: a check of how much hangs on a few."""
    shares = [
        kept(trace, made, held, arg, namespace) for arg in one.args if held in arg.keys("piece")
    ]
    if any(share is None or share < CHECKED for share in shares):
        return False
    names = [_names(trace, arg) for arg in one.args]
    for other in (*trace.tests, *trace.estimates):
        if other.name != one.name or len(other.args) != len(one.args) or any(held in arg.keys("piece") for arg in other.args):  # fmt: skip
            continue
        if not all(mine & _names(trace, arg) for mine, arg in zip(names, other.args, strict=True)):
            continue
        if any(_tells(other, facts) and held not in keys(facts, "piece") for _, facts in trace.told):  # fmt: skip
            return True
    return False


def _tells(one: Test, facts: Facts) -> bool:
    if isinstance(one.key, tuple):
        return one.key[1] in keys(facts, "sum")
    return one.key in keys(facts, "p") | keys(facts, "test")
