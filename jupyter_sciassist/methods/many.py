"""Many tests are made, and what came out small is told without a correction."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..results.printed import CORRECTED
from .flaw import Flaw
from .flow import Program, Step, last, names, own, targets, value

TESTS = frozenset(
    "ttest_ind ttest_rel ttest_1samp mannwhitneyu wilcoxon kruskal f_oneway pearsonr spearmanr kendalltau "
    "chi2_contingency chisquare fisher_exact linregress ranksums ks_2samp binomtest friedmanchisquare "
    "ttest_ind_from_stats pointbiserialr barnard_exact boschloo_exact alexandergovern proportions_ztest "
    "brunnermunzel permutation_test ztest logrank_test ttest".split()
)
FEWEST = 5
_RANDOM = re.compile(
    r"\b(rng|np\.random|random|gen|generator|rs|prng)\.\w*(normal|choice|permutation|permuted|shuffle|poisson|uniform|"
    r"binomial|exponential|integers|standard_normal|sample|gamma|beta|lognormal|standard_t)\b|\.rvs\(|\.sample\("
)
CURE = "Correct all of them together (scipy.stats.false_discovery_control), and tell how many there were"


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Selective telling of five and more tests in a notebook that corrects none."""
    if CORRECTED.search(program.source):
        return
    helpers = {
        name
        for name, node in program.functions.items()
        if any(is_test(program, one) for one in ast.walk(node))
    }
    for loop, found in _families(program, helpers):
        told = _selected(program, loop, found)
        if told is not None:
            yield Flaw("many tests", told, "Many tests are made and only what came out small is told, uncorrected", CURE)  # fmt: skip
            return


def is_test(program: Program, node: ast.AST) -> bool:
    """A call of a significance test, or the p-values of a fitted model."""
    if isinstance(node, ast.Call):
        return last(program.called(node)) in TESTS
    return isinstance(node, ast.Attribute) and node.attr in {"pvalues", "f_pvalue"}


def _families(program: Program, helpers: set[str]) -> Iterator[tuple[Step, set[str]]]:
    """Loops of tests with the names that hold what came out; separate tests as one family."""
    single: set[str] = set()
    count = 0
    last_step: Step | None = None
    for step in program.steps:
        tested = [
            node
            for node in own(step.node)
            if is_test(program, node)
            or (isinstance(node, ast.Call) and last(program.called(node)) in helpers)
        ]
        if not tested:
            continue
        if any(isinstance(one, ast.FunctionDef) for one in step.around):
            continue
        loops = [one for one in step.around if isinstance(one, (ast.For, ast.While))]
        inner = any(isinstance(node, (ast.ListComp, ast.DictComp, ast.GeneratorExp)) for node in own(step.node)) or _applied(program, step.node)  # fmt: skip
        if loops or inner:
            if (loops and _simulated(loops[-1])) or (
                inner and _RANDOM.search(ast.unparse(step.node))
            ):
                continue
            if loops and _short(loops[-1]):
                continue
            yield step, _outcomes(step, loops[-1] if loops else None, program)
            continue
        count += len(tested)
        single |= set(targets(step.node))
        last_step = step
    if count >= FEWEST and last_step is not None:
        yield last_step, single


def _applied(program: Program, node: ast.stmt) -> bool:
    """Tests handed to `apply`, or one test of every column of an array."""
    for one in own(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            columns = is_test(program, one) and any(word.arg == "axis" for word in one.keywords)
            if columns or one.func.attr in {"apply", "map", "agg"}:
                return True
    return False


def _simulated(loop: ast.stmt) -> bool:
    """Each pass draws its own data: a simulation of power or of the rate of false positives."""
    return bool(_RANDOM.search(ast.unparse(loop)))


def _short(loop: ast.stmt) -> bool:
    """A loop over fewer things than make a family, as far as the code shows."""
    made = loop.iter if isinstance(loop, ast.For) else None
    if isinstance(made, (ast.List, ast.Tuple, ast.Set)):
        return len(made.elts) < FEWEST
    if (
        isinstance(made, ast.Call)
        and getattr(made.func, "id", "") == "range"
        and len(made.args) == 1
    ):
        size = made.args[0]
        return (
            isinstance(size, ast.Constant) and isinstance(size.value, int) and size.value < FEWEST
        )
    return False


def _outcomes(step: Step, loop: ast.stmt | None, program: Program) -> set[str]:
    found = set(targets(step.node))
    steps = [one for one in program.steps if loop is not None and loop in one.around] or [step]
    for one in steps:
        made = value(one.node)
        if one is step or names(made) & found:
            found |= set(targets(one.node))
            if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute):
                found |= names(made.func.value)
    return found


_SMALL = frozenset({"min", "argmin", "idxmin", "nsmallest", "nanmin", "nanargmin"})


def _selected(program: Program, start: Step, found: set[str]) -> Step | None:
    """The first step that picks by p: a comparison with a level, the smallest, the head of a sorting."""
    begin = program.steps.index(start)
    loops = [one for one in start.around if isinstance(one, (ast.For, ast.While))]
    if loops:
        begin = min(begin, next(i for i, one in enumerate(program.steps) if one.node is loops[0]))
    for step in program.steps[begin:]:
        made = value(step.node)
        for node in own(step.node):
            if _picks(node, found) and not isinstance(step.node, ast.Assert):
                return step
        if names(made) & found and not isinstance(step.node, ast.For):
            found |= set(targets(step.node))
    return None


def _picks(node: ast.AST, found: set[str]) -> bool:
    if isinstance(node, ast.Compare):
        bound = [one.value for one in node.comparators if isinstance(one, ast.Constant)]
        levels = any(isinstance(one, float) and 0 < one <= 0.1 for one in bound)
        named = any(name.lower() in {"alpha", "level", "threshold"} for one in node.comparators for name in names(one))  # fmt: skip
        about = names(node.left) & found or _p_column(node.left)
        return bool(about) and (levels or named)
    if isinstance(node, ast.Call):
        func = node.func
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in _SMALL:
            return bool(names(node) & found)
        if name in {"sorted", "sort_values"}:
            return False
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Call):
        inner = node.value
        name = (
            inner.func.attr
            if isinstance(inner.func, ast.Attribute)
            else getattr(inner.func, "id", "")
        )
        return name == "sorted" and bool(names(inner) & found)
    if isinstance(node, ast.Attribute) and node.attr == "head" and isinstance(node.value, ast.Call):
        inner = node.value
        name = inner.func.attr if isinstance(inner.func, ast.Attribute) else ""
        return name == "sort_values" and bool(names(inner) & found)
    return False


def _p_column(node: ast.expr) -> bool:
    text = ast.unparse(node).lower()
    return bool(re.search(r"\bp(_?val(ue)?s?)?\b", text))
