"""Several rows of one subject, cell culture or specimen are tested as if they were independent."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..profiles import known
from .flaw import Flaw
from .flow import Program, last, names, texts
from .leakage import repeated_unit

_TESTS = frozenset(
    "ttest_ind mannwhitneyu pearsonr spearmanr kendalltau linregress f_oneway kruskal ranksums ttest_1samp "
    "chi2_contingency fisher_exact ks_2samp ols OLS logit Logit glm GLM".split()
)
_HANDLED = re.compile(
    r"mixedlm|MixedLM|\bgee\b|GEE|cov_type\s*=\s*[\"']cluster|groups\s*=|AnovaRM|rm_anova|cov_kwds|re_formula|"
    r"BinomialBayesMixedGLM|cluster_|block_permut|lme|bootstrap_(by|subject|unit|cluster)"
)
_BEFORE = re.compile(r"(^|_)(pre|before|baseline|t0|time1|visit1|session1|first|left|od)(_|\d|$)", re.IGNORECASE)  # fmt: skip
_AFTER = re.compile(r"(^|_)(post|after|followup|follow_up|t1|time2|visit2|session2|second|right|os)(_|\d|$)", re.IGNORECASE)  # fmt: skip
CURE = "Average per {unit} before the test, or use a mixed model or cluster-robust errors"


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Tests on the rows of a live table whose units repeat, and unpaired tests of paired columns."""
    yield from _unpaired(program)
    if _HANDLED.search(program.source):
        return
    for step, call, dotted in program.calls():
        if last(dotted) not in _TESTS:
            continue
        given = [*call.args, *(word.value for word in call.keywords)]
        for name in sorted({name for one in given for name in names(one)}):
            unit = _unit(program, name, namespace, given)
            if unit is not None:
                yield Flaw(
                    "repeated measures",
                    step,
                    f"Several rows of one {unit} are tested as if they were independent",
                    CURE.format(unit=unit),
                )
                return


def _unit(
    program: Program, name: str, namespace: Mapping[str, Any], given: list[ast.expr]
) -> str | None:
    """Column of units of the frame behind a name, unless it was averaged per unit on the way."""
    frames = {name, *(one for one in program.parents.get(name, ()) if _is_frame(namespace, one))}
    frames |= {
        two
        for one in list(frames)
        for two in program.parents.get(one, ())
        if _is_frame(namespace, two) and not _is_frame(namespace, name)
    }
    if _is_frame(namespace, name):
        frames = {name}
    for one in frames:
        if not _is_frame(namespace, one):
            continue
        unit = repeated_unit(namespace[one])
        if unit is not None and not _aggregated(program, name, unit) and unit not in {text for arg in given for text in texts(arg)}:  # fmt: skip
            return unit
    return None


def _is_frame(namespace: Mapping[str, Any], name: str) -> bool:
    return known.is_exact(namespace.get(name), "pandas", "DataFrame")


def _aggregated(program: Program, name: str, unit: str) -> bool:
    """One value a unit: `groupby(unit).mean()`, a pivot, the first row of each."""
    made_of = program.ancestors({name})
    for step in program.steps:
        for node in ast.walk(step.node):
            if not isinstance(node, ast.Call):
                continue
            called = last(program.called(node))
            if called in {"groupby", "pivot", "pivot_table", "drop_duplicates"} and unit in texts(
                node
            ):
                bound = {one.id for one in ast.walk(step.node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}  # fmt: skip
                if bound & made_of:
                    return True
    return False


def _unpaired(program: Program) -> Iterator[Flaw]:
    for step, call, dotted in program.calls():
        if last(dotted) not in {"ttest_ind", "mannwhitneyu", "ranksums"} or len(call.args) < 2:
            continue
        first, second = (_label(one) for one in call.args[:2])
        stem = _BEFORE.sub("", first), _AFTER.sub("", second)
        both = _BEFORE.search(first) and _AFTER.search(second)
        if not both:
            stem = _AFTER.sub("", first), _BEFORE.sub("", second)
            both = _AFTER.search(first) and _BEFORE.search(second)
        if both and stem[0] == stem[1]:
            yield Flaw(
                "repeated measures",
                step,
                "Two measurements of the same units are compared by an unpaired test",
                "Use the paired test: ttest_rel or wilcoxon",
            )
            return


def _label(node: ast.expr) -> str:
    """The name by which an argument goes: its column, else its variable."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
