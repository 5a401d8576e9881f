"""Something is chosen by the score on the part that is held out, and that score is the one reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .facts import Choice, Facts, Trace, apart, disjoint, keys
from .flaw import Flaw
from .flow import Program

CURE = "Choose on a validation part or by cross-validation inside the training part, and use the test part once"


_CENTRES = frozenset({"mean", "median", "average", "nanmean", "nanmedian", "fmean"})
_SPREADS = frozenset({"std", "var", "sem", "nanstd", "stdev", "iqr", "quantile", "percentile"})


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """A choice by held-out rows after which no other rows judge what was chosen."""
    for one in trace.choices:
        kind = None if _range(trace, one) else _kind(trace, one)
        if kind is None or _judged(trace, one):
            continue
        what = {
            "score": "The best is chosen by its score on the part that is held out",
            "stopping": "Training stops by the score on the test part",
            "cross": "The best of several cross-validated scores is told as the result",
        }[kind]
        yield Flaw("selection on the test set", one.step, what, CURE)
        return


def _range(trace: Trace, one: Choice) -> bool:
    """The smallest and the largest are told side by side, or one of them beside the mean and the spread of all."""
    beside = {other.how for other in trace.choices if other.step.node is one.step.node}
    if one.how not in {"min", "max"} or any(how.startswith(("arg", "idx")) for how in beside):
        return False
    kinds = {est.name for est in trace.estimates if est.step.node is one.step.node and any(arg.keys("over") & keys(one.facts, "over") for arg in est.args)}  # fmt: skip
    return {"min", "max"} <= beside or bool(kinds & _CENTRES and kinds & _SPREADS)


def _kind(trace: Trace, one: Choice) -> str | None:
    """What a choice goes by, or None where it is no choice by rows that are held out."""
    if one.how == "search":
        return "cross" if _told(trace, one) else None
    over = [trace.loops[key] for key in keys(one.facts, "over") if key in trace.loops]
    free = [key for key in keys(one.facts, "over") if key not in trace.loops]
    if not free and (not over or all(loop.folds for loop in over)):
        return None
    if not free and all(loop.folds or (loop.size is not None and loop.size < 2) for loop in over):
        return None
    fitted = bool(keys(one.facts, "fit")) or any(fact.kind == "product" for fact in one.facts)
    if not any(fact.kind == "fit" for fact in one.facts) and not fitted:
        return None
    if (apart(keys(one.facts, "piece")) or apart(keys(one.facts, "origin"))) and not any(loop.folds for loop in over):  # fmt: skip
        return "stopping" if one.how == "stopping" else "score"
    crossed = keys(one.facts, "cv") or any(loop.folds for loop in over)
    return "cross" if crossed and _told(trace, one) else None


def _told(trace: Trace, one: Choice) -> bool:
    """The best score itself is printed."""
    best = keys(one.facts, "over")
    return one.printed or any(
        keys(facts, "best") & best and keys(facts, "cv") for _, facts in trace.told
    )


def _pieces(facts: Facts) -> frozenset[Any]:
    return keys(facts, "piece") | keys(facts, "origin")


def _judged(trace: Trace, one: Choice) -> bool:
    """Rows that had no part in the choice are predicted elsewhere."""
    used = _pieces(one.facts)
    labels = {group for group, _ in keys(one.facts, "cmp")}  # both sides of them were scored
    if any(found.cross and "outer" in found.options for found in trace.evaluated):
        return True
    for other in [*(found.facts for found in trace.evaluated if "division" not in found.options), *(facts for _, facts in trace.told)]:  # fmt: skip
        held = _pieces(other)
        if not any(fact.kind in {"fit", "product"} for fact in other):
            continue
        for piece in held - used:
            if piece[0] in labels:
                continue
            clear = [known for known in used if known[0] == piece[0]]
            if (clear and all(disjoint(piece, known) for known in clear)) or _outer(piece, held, used):  # fmt: skip
                return True
    return False


def _outer(piece: Any, held: frozenset[Any], used: frozenset[Any]) -> bool:
    """A choice by cross-validation of all that is not held out."""
    return not used and any(disjoint(piece, other) for other in held)
