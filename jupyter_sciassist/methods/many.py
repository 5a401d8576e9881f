"""Many tests are made, and what came out small is told without a correction."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..profiles import known
from .estimators import MODELS, TESTS
from .facts import Fact, Facts, Loop, Test, Trace, apart, keys
from .flaw import Flaw
from .flow import Program, Step

__all__ = ["TESTS", "read"]

FEWEST = 5
PREDICTORS = 10
_ESTIMATES = frozenset({"sem", "limits", "exact total", "metric", "proportion_confint", "sqrt", "fit", "polyfit", "curve_fit", "lstsq"})  # fmt: skip
SMALLEST = {"min", "argmin", "idxmin", "nanmin", "nanargmin", "head", "first", "if"}
# The same of values that are large where the p-value is small.
LARGEST = {"max", "argmax", "idxmax", "nanmax", "nanargmax", "head", "first", "if"}
CURE = "Correct all of them together (scipy.stats.false_discovery_control), and tell how many there were"
WHAT = "Many tests are made and only what came out small is told, uncorrected"


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Selective telling of five and more tests in a notebook that corrects none."""
    families = _families(trace)
    for step, facts in _selections(trace):
        wanted = [families[key] for key in keys(facts, "p") if key in families]
        if any(_flawed(trace, one) for one in wanted or _vectors(trace, facts, namespace)):
            yield Flaw("many tests", step, WHAT, CURE)
            return
    for step, facts, _ in trace.picked:
        if _scanned(trace, facts):
            yield Flaw("many tests", step, "The largest of many is judged as if it were the only one", CURE)  # fmt: skip
            return


def _families(trace: Trace) -> dict[Any, list[Test]]:
    """Tests that are made often enough, by where they stand; single tests together."""
    found: dict[Any, list[Test]] = {}
    single: dict[Any, Test] = {}
    for one in trace.tests:
        if one.name in _ESTIMATES:
            continue
        if _often(trace, one):
            found.setdefault(one.key, []).append(one)
        else:
            single.setdefault((one.key, one.sites), one)
    if len(single) > FEWEST:
        found.update({one.key: list(single.values()) for one in single.values()})
    return found


def _vectors(trace: Trace, facts: Facts, namespace: Mapping[str, Any]) -> list[list[Test]]:
    """The smallest was taken of what one call gave: p-values of many columns or places at once."""
    told = keys(facts, "p")
    if Fact("vector") not in facts or len(told) != 1:
        return []
    family = [one for one in trace.tests if one.key in told]
    if any(one.loops or (one.name in MODELS and not _wide(one, namespace)) for one in family):
        return []
    return [family] if family else []


def _wide(one: Test, namespace: Mapping[str, Any]) -> bool:
    """One model of many predictors, of which the significant ones are told."""
    names = one.args[1].keys("via") | one.args[1].keys("is")
    held = [namespace[name] for name in names if name in namespace]
    tables = [obj for obj in held if known.is_exact(obj, "pandas", "DataFrame") or (type(obj) is np.ndarray and obj.ndim == 2)]  # fmt: skip
    terms = len(one.args[1].keys("is"))
    columns = max((obj.shape[1] for obj in tables), default=0) if terms <= 1 else terms
    return columns >= PREDICTORS


def _often(trace: Trace, one: Test) -> bool:
    size: int | None = 1
    loops = [loop for loop in one.loops if not loop.folds]
    for loop in loops:
        size = None if size is None or loop.size is None else size * loop.size
    applied = any(key not in trace.loops for arg in one.args for key in arg.keys("group"))
    return (bool(loops) and (size is None or size >= FEWEST)) or applied or _vector(one)


def _vector(one: Test) -> bool:
    """One call, a test of each column."""
    if not isinstance(one.call, ast.Call):
        return False
    return any(word.arg == "axis" for word in one.call.keywords) or one.name in {"f_classif", "f_regression", "chi2"}  # fmt: skip


def _selections(trace: Trace) -> Iterator[tuple[Step, Facts]]:
    """Places where p-values decide what is told."""
    for step, facts, _ in trace.picked:
        if levels(trace, facts, 0.0009, 0.11):
            yield step, facts
    for one in trace.choices:
        ends = LARGEST if Fact("turned") in one.facts else SMALLEST
        if one.how in ends and keys(one.facts, "p"):
            yield one.step, one.facts


def levels(trace: Trace, facts: Facts, least: float, most: float) -> bool:
    """A p-value is compared with a level that no number of tests went into."""
    if Fact("beyond") in facts:
        return True
    for key, _ in keys(facts, "cmp"):
        for one in trace.compared.get(key, ()):
            if not one.ordered or any(fact.kind == "level" for fact in one.left | one.right):
                continue
            known = type(one.level) is float and least < one.level < most
            if known and (keys(one.left, "p") or keys(one.right, "p")):
                return True
    return False


def _flawed(trace: Trace, family: list[Test]) -> bool:
    """No simulation, no correction, and nothing else that confirms what was found."""
    if any(one.key in trace.corrected for one in family):
        return False
    for one in family:
        drawn = {key for arg in one.args for key in arg.keys("drawn")}
        if drawn & {loop.key for loop in one.loops}:
            return False
    pieces = frozenset(key for one in family for arg in one.args for key in arg.keys("piece"))
    for other in trace.tests:
        if other.key not in {one.key for one in family}:
            later = frozenset(key for arg in other.args for key in arg.keys("piece"))
            if any({first, second} & later and {first, second} & pieces for first, second in apart(pieces | later) if _division(trace, first)):  # fmt: skip
                return False
    return True


def _division(trace: Trace, piece: Any) -> bool:
    group = piece[0]
    return (
        group in trace.divided or group == "slice" or (type(group) is tuple and group[0] == "drawn")
    )


def _scanned(trace: Trace, facts: Facts) -> bool:
    """A measure of relation was the largest of many before it was turned into a p-value."""
    if Fact("scanned") in facts:
        return not keys(facts, "p") & trace.corrected and not keys(facts, "drawn")
    best = keys(facts, "best")
    loops: list[Loop] = [trace.loops[key] for key in best if key in trace.loops]
    measured = any(fact.kind == "stat" for fact in facts)
    drawn = keys(facts, "drawn") & best
    often = any(key not in trace.loops for key in best) or any(loop.many(FEWEST) for loop in loops)
    return measured and often and not drawn and not keys(facts, "p") & trace.corrected
