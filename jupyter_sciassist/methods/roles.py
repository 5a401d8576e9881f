"""Which names hold the training part of a split, its test part, and what is split at all."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from .flow import Program, Step, last, names, targets, value

_CALIBRATION = re.compile(r"(^|_)(cal|calib|calibration)(_|\d|$)", re.I)
_VALID = re.compile(
    r"(^|_)(val|valid|validation|dev|tune|tuning|cal|calib|calibration)(_|\d|$)", re.I
)
_TEST = re.compile(r"(^|_)(test|tst|te|holdout|hold|heldout|unseen)(_|\d|$)", re.I)
_TRAIN = re.compile(r"(^|_)(train|training|tr|fit)(_|\d|$)", re.I)
CROSS = frozenset({"cross_val_score", "cross_validate", "cross_val_predict"})
_SEARCHES = ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV")


@dataclass
class Split:
    """One division of data: the step, the expressions divided (features first), and its options."""

    step: Step
    call: ast.Call
    features: set[str]
    labels: set[str]
    kind: str
    options: dict[str, ast.expr] = field(default_factory=dict)


def splits(program: Program) -> list[Split]:
    """Calls of train_test_split, cross-validation and `.split` of folds, in order."""
    found = []
    for step, call, dotted in program.calls():
        name = last(dotted)
        given = list(call.args)
        named = {one.arg: one.value for one in call.keywords if one.arg}
        kind = ""
        if name == "train_test_split":
            kind = "holdout"
        elif name in CROSS:
            kind, given = "cross", given[1:]
        elif name == "split" and _folds(dotted):
            kind = "folds"
        elif name == "fit" and any(f"{one}." in dotted for one in _SEARCHES):
            kind = "search"
        if not kind:
            continue
        features = names(given[0]) if given else names(named.get("X"))
        labels = names(given[1]) if len(given) > 1 else names(named.get("y"))
        found.append(Split(step, call, features, labels, kind, named))
    return [*found, *_indexed(program)]


def _indexed(program: Program) -> list[Split]:
    """Learning on rows picked by places or marks of the training part: `fit(X[train], y[train])`."""
    trained = {name for name, role in parts(program).items() if role == "train"}
    found = []
    for step, call, dotted in program.calls():
        if last(dotted) == "fit" and call.args:
            owners = [_owner(one, trained) for one in call.args[:2]]
            if owners[0]:
                labels = owners[1] if len(owners) > 1 else set()
                found.append(Split(step, call, owners[0], labels, "index", {}))
    return found


def _owner(node: ast.expr, trained: set[str]) -> set[str]:
    """Names that are indexed by the training part within an expression."""
    return {
        name
        for one in ast.walk(node)
        if isinstance(one, ast.Subscript) and names(one.slice) & trained
        for name in names(one.value)
    } - trained


def _folds(dotted: str) -> bool:
    owner = dotted.rpartition(".")[0]
    return bool(re.search(r"Fold|Split|LeaveOne|LeaveP", owner)) or bool(
        re.search(r"(^|\.)(kf|skf|cv|folds?|gkf|tscv|splitter|rkf|rskf|outer|inner)\w*$", owner)
    )


def parts(program: Program) -> dict[str, str]:
    """Role of each name that holds a part: "train", "test" or "valid"."""
    found: dict[str, str] = {}
    again: set[str] = set()
    for step in program.steps:
        made = value(step.node)
        bound = targets(step.node)
        if isinstance(made, ast.Call) and last(program.called(made)) == "train_test_split":
            again |= {name for one in made.args for name in names(one)}
            for place, name in enumerate(bound):
                found[name] = "train" if place % 2 == 0 else "test"
        elif isinstance(step.node, ast.For) and isinstance(made, ast.Call):
            _of_folds(program, made, bound, found)
        elif bound and made is not None:
            _of_pair(bound, made, found)
            _of_slices(bound, made, found)
            _derived(bound, names(made), found)
    tests = [name for name in found if found[name] == "test" and not _VALID.search(name)]
    for name in found:
        second = bool(tests) and found[name] == "test" and bool(_VALID.search(name))
        if second or (found[name] == "test" and name in again):
            found[name] = "valid"
    return found


def _of_folds(program: Program, made: ast.Call, bound: list[str], found: dict[str, str]) -> None:
    inner = made
    if (
        last(program.called(made)) == "enumerate"
        and made.args
        and isinstance(made.args[0], ast.Call)
    ):
        inner, bound = made.args[0], bound[1:]
    if last(program.called(inner)) == "split" and len(bound) >= 2:
        found[bound[0]], found[bound[1]] = "train", "fold"


def _of_pair(bound: list[str], made: ast.expr, found: dict[str, str]) -> None:
    """`train, test = runs < 5, runs >= 5`: two rows of places or marks, named as the parts."""
    if len(bound) != 2 or not isinstance(made, ast.Tuple):
        return
    first, second = bound
    trained = _TRAIN.search(first) or _CALIBRATION.search(first)
    if trained and (_TEST.search(second) or _VALID.search(second)):
        found[first], found[second] = "train", "test"


def _of_slices(bound: list[str], made: ast.expr, found: dict[str, str]) -> None:
    """`X_train, X_test = X[:80], X[80:]` and the like: by the names, where something is cut out."""
    cut = any(isinstance(one, ast.Subscript) for one in ast.walk(made))
    for name in bound:
        if cut and name not in found:
            if _TRAIN.search(name):
                found[name] = "train"
            elif _TEST.search(name):
                found[name] = "test"


def _derived(bound: list[str], read: set[str], found: dict[str, str]) -> None:
    """What is made of parts of one role is of that role."""
    own = {found[name] for name in read if name in found}
    role = next((one for one in ("test", "fold", "valid", "train") if one in own), None)
    for name in bound:
        if role is not None:
            found.setdefault(name, role)
