"""Something is chosen by the score on the test part, and that score is the one reported."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from .flaw import Flaw
from .flow import Program, Step, last, names, own, targets, value
from .roles import parts

_BEST = frozenset({"max", "min", "argmax", "argmin", "idxmax", "idxmin", "sorted", "nlargest", "nsmallest", "sort_values", "nanargmax", "nanargmin", "sort"})  # fmt: skip
_CURVES = frozenset({"roc_curve", "precision_recall_curve", "det_curve"})
_METRIC = ("_score", "_error", "_loss", "accuracy", "auc", "score", "mae", "rmse", "mse", "r2", "f1", "coef")  # fmt: skip
CURE = "Choose on a validation part or by cross-validation inside the training part, and use the test part once"


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Choices by a score on the test part, in a loop, from a curve or by early stopping."""
    roles = parts(program)
    tests = {name for name, role in roles.items() if role == "test"}
    if not tests:
        return
    yield from _loops(program, tests)
    yield from _comprehensions(program, tests)
    yield from _curves(program, tests)
    yield from _stopping(program, tests)


def _metric(program: Program, node: ast.AST, tests: set[str]) -> bool:
    """A score computed on the test part."""
    if not isinstance(node, ast.Call):
        return False
    helper = program.functions.get(last(program.called(node)))
    if helper is not None and names(helper) & tests:
        return any(
            isinstance(one, ast.Call) and _metric_name(program, one) for one in ast.walk(helper)
        )
    given = {one for arg in node.args for one in names(arg)}
    return _metric_name(program, node) and bool(given & tests)


def _metric_name(program: Program, node: ast.Call) -> bool:
    name = last(program.called(node)).lower()
    return any(word in name for word in _METRIC) or name in {"mean", "sqrt"}


def _results(program: Program, steps: list[Step], tests: set[str]) -> set[str]:
    """Names in a loop that hold scores on the test part, and what they are gathered in."""
    found: set[str] = set()
    for step in steps:
        scored = any(_metric(program, node, tests) for node in own(step.node))
        flows = bool(names(value(step.node)) & found)
        if not scored and not flows:
            continue
        found |= set(targets(step.node))
        node = value(step.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= names(node.func.value)
    return found


def _folds(program: Program, loop: ast.For) -> bool:
    return any(
        isinstance(node, ast.Call) and last(program.called(node)) in {"split", "repeat"}
        for node in ast.walk(loop.iter)
    )


def _loops(program: Program, tests: set[str]) -> Iterator[Flaw]:
    for place, step in enumerate(program.steps):
        loop = step.node
        if not isinstance(loop, ast.For) or _folds(program, loop):
            continue
        inside = [one for one in program.steps if loop in one.around]
        if any(isinstance(one.node, ast.For) and _folds(program, one.node) for one in inside):
            continue
        found = _results(program, inside, tests)
        if not found:
            continue
        chosen = _compared(inside, found) or _picked(program, program.steps[place:], found)
        if chosen is not None:
            yield _flaw(chosen)
            return


def _flaw(step: Step) -> Flaw:
    return Flaw("selection on the test set", step, "The best is chosen by its score on the test part", CURE)  # fmt: skip


def _compared(inside: list[Step], found: set[str]) -> Step | None:
    """`if score > best: best = score`."""
    for step in inside:
        if isinstance(step.node, ast.If) and isinstance(step.node.test, (ast.Compare, ast.BoolOp)):
            kept = {name for one in step.node.body for name in targets(one)}
            if names(step.node.test) & found and kept & names(step.node.test):
                return step
    return None


def _picked(program: Program, steps: list[Step], found: set[str]) -> Step | None:
    """`best = max(scores)` after the loop."""
    for step in steps:
        for node in own(step.node):
            if not isinstance(node, ast.Call):
                continue
            func = node.func
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if name in _BEST and names(node) & found and not isinstance(step.node, ast.For):
                return step
        if names(value(step.node)) & found:
            found |= set(targets(step.node))
    return None


def _comprehensions(program: Program, tests: set[str]) -> Iterator[Flaw]:
    for place, step in enumerate(program.steps):
        for node in own(step.node):
            if not isinstance(node, (ast.ListComp, ast.DictComp, ast.GeneratorExp)):
                continue
            if not any(_metric(program, one, tests) for one in ast.walk(node)):
                continue
            chosen = _picked(program, program.steps[place:], set(targets(step.node)))
            if chosen is not None:
                yield _flaw(chosen)
                return


def _curves(program: Program, tests: set[str]) -> Iterator[Flaw]:
    for place, step in enumerate(program.steps):
        made = value(step.node)
        if isinstance(made, ast.Call) and last(program.called(made)) in _CURVES:
            given = {one for arg in made.args for one in names(arg)}
            if given & tests:
                chosen = _picked(program, program.steps[place + 1 :], set(targets(step.node)))
                if chosen is not None:
                    yield Flaw("selection on the test set", chosen, "The threshold is chosen on the test part", CURE)  # fmt: skip
                    return


def _stopping(program: Program, tests: set[str]) -> Iterator[Flaw]:
    for step, call, _ in program.calls():
        for word in call.keywords:
            if word.arg in {"eval_set", "validation_data"} and names(word.value) & tests:
                yield Flaw("selection on the test set", step, "Training stops by the score on the test part", CURE)  # fmt: skip
                return
