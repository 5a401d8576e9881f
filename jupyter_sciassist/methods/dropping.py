"""Rows, runs or subjects leave because of how their outcome came out, or sampling stops on a small p."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .flaw import Flaw
from .flow import Program, Step, last, names, own, targets, texts, value
from .many import TESTS

_SPREAD = frozenset({"std", "zscore", "quantile", "percentile", "iqr", "median_abs_deviation", "sem", "nanstd", "nanpercentile"})  # fmt: skip
_RESIDUAL = re.compile(r"resid|cooks|studenti|outlier", re.IGNORECASE)
CURE = "Decide on rules that do not look at the outcome, use a robust method, or report both with and without"


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Filters by the tested outcome, and loops that end when a test comes out small."""
    yield from _stopping(program)
    yield from _filters(program)
    yield from _agreeing(program)


def _tested(program: Program) -> list[tuple[Step, set[str], set[str]]]:
    """Steps that test or fit, with the names and the columns that they read as outcomes."""
    found = []
    for step, call, dotted in program.calls():
        name = last(dotted)
        if name in TESTS:
            read_names = {one for arg in call.args for one in names(arg)}
            columns = {text for arg in call.args for text in texts(arg)}
            found.append((step, read_names, columns))
        elif name in {"ols", "OLS", "polyfit", "mixedlm", "logit", "glm"} and call.args:
            formula = call.args[0]
            if isinstance(formula, ast.Constant) and isinstance(formula.value, str):
                outcome = formula.value.partition("~")[0].strip()
                data = {one for word in [*call.args[1:], *(kw.value for kw in call.keywords)] for one in names(word)}  # fmt: skip
                found.append((step, data, {outcome}))
            else:
                outcome_at = 1 if name == "polyfit" else 0
                given = call.args[outcome_at] if len(call.args) > outcome_at else call.args[0]
                found.append((step, names(given), texts(given)))
    return found


def _stopping(program: Program) -> Iterator[Flaw]:
    """`while p > 0.05:` more data, or a loop that breaks at a small p."""
    for step in program.steps:
        node = step.node
        if isinstance(node, ast.While) and _small(node.test) and _draws(node):
            yield _stop(step)
            return
        if isinstance(node, ast.While) and _good(node.test) and _removes(program, node):
            yield Flaw(
                "outcome dropping", step, "Rows are taken out until the fit looks good", CURE
            )
            return
        if isinstance(node, ast.If) and any(isinstance(one, ast.Break) for one in node.body):
            loops = [one for one in step.around if isinstance(one, (ast.For, ast.While))]
            if loops and _small(node.test) and _tests_inside(program, loops[-1]):
                yield _stop(step)
                return


def _stop(step: Step) -> Flaw:
    return Flaw("outcome dropping", step, "Data are taken until the test comes out small", "Fix the number of rows before looking, or use a sequential design with its own limits")  # fmt: skip


def _small(test: ast.expr) -> bool:
    for node in ast.walk(test):
        if isinstance(node, ast.Compare):
            text = ast.unparse(node).lower()
            level = re.search(r"0?\.(0?5|01|1)\b|alpha", text)
            if level and re.search(
                r"\bp(_?val(ue)?)?\b|\.pvalue\b|ttest|pearsonr|mannwhitney", text
            ):
                return True
    return False


def _good(test: ast.expr) -> bool:
    text = ast.unparse(test).lower()
    return bool(re.search(r"rvalue|pvalue|r2|r_?squared|rsquared|\bp\b|score|chi2|corr", text))


def _removes(program: Program, loop: ast.While) -> bool:
    return any(
        isinstance(node, ast.Call)
        and last(program.called(node)) in {"delete", "drop", "pop", "remove"}
        for node in ast.walk(loop)
    )


def _draws(loop: ast.stmt) -> bool:
    return any(isinstance(one, ast.Call) for one in ast.walk(loop))


def _tests_inside(program: Program, loop: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Call)
        and (last(program.called(node)) in TESTS or last(program.called(node)) in program.functions)
        for node in ast.walk(loop)
    )


def _filters(program: Program) -> Iterator[Flaw]:
    tested = _tested(program)
    for place, step in enumerate(program.steps):
        made = value(step.node)
        bound = set(targets(step.node))
        if not bound or made is None:
            continue
        for condition in _conditions(program, made):
            if _by_result(program, condition, place) or _by_outcome(program, step, condition, tested, bound, place):  # fmt: skip
                yield Flaw("outcome dropping", step, "Rows are left out by the value of the outcome that is then tested", CURE)  # fmt: skip
                return


def _conditions(program: Program, made: ast.expr) -> Iterator[ast.expr]:
    """Comparisons by which rows are kept: masks, queries, filtered comprehensions."""
    for node in ast.walk(made):
        if isinstance(node, ast.Subscript):
            mask = node.slice
            if isinstance(mask, ast.Tuple) and mask.elts:
                mask = mask.elts[0]
            yield from _ordered(program, mask)
        elif isinstance(node, ast.Call) and last(program.called(node)) == "query" and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                try:
                    yield from _ordered(program, ast.parse(text.value.replace("@", ""), mode="eval").body)  # fmt: skip
                except SyntaxError:
                    continue
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            for one in node.generators:
                for condition in one.ifs:
                    yield from _ordered(program, condition)


def _ordered(program: Program, mask: ast.expr, depth: int = 2) -> Iterator[ast.expr]:
    """The parts of a mask that compare by size; masks that have names are looked up."""
    for node in ast.walk(mask):
        if isinstance(node, ast.Compare):
            if any(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in node.ops):
                yield node
        elif isinstance(node, ast.Call) and last(program.called(node)) == "between":
            yield node
    compared = {one for node in ast.walk(mask) if isinstance(node, ast.Compare) for one in names(node)}  # fmt: skip
    for name in names(mask) - compared if depth else ():
        for step in program.steps:
            inner = value(step.node)
            if targets(step.node) == [name] and inner is not None and _is_mask(inner):
                yield from _ordered(program, inner, depth - 1)


def _is_mask(node: ast.expr) -> bool:
    """A comparison, or comparisons joined by `&`, `|` and `~`."""
    if isinstance(node, ast.UnaryOp):
        return _is_mask(node.operand)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.BitAnd, ast.BitOr)) and _is_mask(node.left)
    return isinstance(node, (ast.Compare, ast.Call, ast.Name))


def _by_result(program: Program, condition: ast.expr, place: int) -> bool:
    """By the residual or influence of a fit that is then made again."""
    fitted = {
        name
        for step in program.steps
        for node in own(step.node)
        if isinstance(node, ast.Call) and last(program.called(node)) in _FITS
        for name in targets(step.node)
    }
    text = ast.unparse(condition)
    if not _RESIDUAL.search(text) and not _left_over(program, condition, fitted):
        return False
    fits = {"fit", "ols", "OLS", "polyfit", "linregress", "curve_fit", *TESTS}
    loops = [one for one in program.steps[place].around if isinstance(one, (ast.For, ast.While))]
    later = [
        step
        for at, step in enumerate(program.steps)
        if at > place or any(loop in step.around for loop in loops)
    ]
    return any(
        isinstance(node, ast.Call) and last(program.called(node)) in fits
        for step in later
        for node in own(step.node)
    )


_FITS = frozenset({"linregress", "polyfit", "curve_fit", "fit", "lstsq", "siegelslopes"})


def _left_over(program: Program, condition: ast.expr, fitted: set[str]) -> bool:
    """The compared values are differences from a fit, and so is the bound or it is fixed."""
    for name in names(condition):
        for step in program.steps:
            made = value(step.node)
            difference = isinstance(made, ast.BinOp) or (isinstance(made, ast.Call) and "-" in ast.unparse(made))  # fmt: skip
            if name in targets(step.node) and difference and names(made) & fitted:
                return True
    return False


def _by_outcome(
    program: Program,
    step: Step,
    condition: ast.expr,
    tested: list[tuple[Step, set[str], set[str]]],
    bound: set[str],
    place: int,
) -> bool:
    """By size of the very column (or array) that a later test takes as its values."""
    by_names = names(condition)
    by_columns = texts(condition) | by_names
    for later, read_names, columns in tested:
        if program.steps.index(later) <= place:
            continue
        flows = program.ancestors(read_names)
        if not bound & (flows | read_names):
            continue
        if columns & by_columns & _columns_of(condition):
            return True
        if _array(condition, read_names, bound) and _spread(program, condition):
            return True
    return False


def _columns_of(condition: ast.expr) -> set[str]:
    """Columns that a condition compares: `df["y"]`, `df.y`, a bare name in a query."""
    found = set()
    for node in ast.walk(condition):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found.add(str(node.slice.value))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(node.attr)
    bare = not found
    return {node.id for node in ast.walk(condition) if isinstance(node, ast.Name)} if bare else found  # fmt: skip


def _array(condition: ast.expr, read_names: set[str], bound: set[str]) -> bool:
    """`x = x[abs(x - x.mean()) < 2 * x.std()]`: an array filtered by itself and then tested."""
    return bool(bound & read_names) and bool(names(condition))


def _spread(program: Program, condition: ast.expr) -> bool:
    """The bound is taken from the spread of the values themselves."""
    return any(
        isinstance(node, ast.Call) and last(program.called(node)) in _SPREAD
        for node in ast.walk(condition)
    )


def _agreeing(program: Program) -> Iterator[Flaw]:
    """Runs near an expected value are kept, and their mean is then compared with that very value."""
    for place, step in enumerate(program.steps):
        made = value(step.node)
        bound = set(targets(step.node))
        for condition in _conditions(program, made) if made is not None and bound else ():
            expected = _expected(condition)
            for later in program.steps[place + 1 :] if expected else ():
                for node in own(later.node):
                    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                        flows = program.ancestors(names(node.left))
                        if names(node.right) == {expected} and flows & bound:
                            yield Flaw("outcome dropping", step, f"Runs are left out because they disagree with {expected}, which they then test", CURE)  # fmt: skip
                            return


def _expected(condition: ast.expr) -> str | None:
    """The reference of `abs(x - reference) < limit`, where it is a name of its own."""
    for node in ast.walk(condition):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and isinstance(node.right, ast.Name):  # fmt: skip
            return node.right.id if node.right.id not in names(node.left) else None
    return None
