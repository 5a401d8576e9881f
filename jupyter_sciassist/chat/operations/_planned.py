"""What a question about sample size gives: the numbers in it, each with its part, and the kind of comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ...language import vocabulary
from ._hearing import Heard

Design = Literal["two groups", "paired", "correlation", "proportions"]
_CORRELATION = ("correlation", "correlations", "correlated", "correlate", "r", "rho")
_PROPORTION = (
    "proportion",
    "proportions",
    "rate",
    "rates",
    "percentage",
    "percentages",
    "share",
    "fraction",
)
_MATCHED = frozenset({"paired", "pairs", "repeated"})
_PAIRED = ("paired", "pairs", "before", "after", "pre", "post", "within", "repeated")
_COUNTED = frozenset(
    "per each in samples sample subjects participants patients people animals mice rows values pairs observations "
    "measurements cases replicates individuals plants specimens total".split()
)  # fmt: skip


@dataclass
class Planned:
    """The plan of a test as far as it was told: `n` is values a group, or pairs."""

    design: Design = "two groups"
    effects: list[float] = field(default_factory=list)
    standardised: bool = False
    sd: float | None = None
    n: int | None = None
    power: float | None = None
    alpha: float | None = None
    problem: str = ""


def read(found: Heard) -> Planned:
    """The plan that the words of a question tell; `problem` says what cannot be."""
    plan = Planned()
    percents = 0
    for value, at in found.numbers:
        before, after = found.words[max(at - 4, 0) : at], found.words[at + 1 : at + 3]
        percent = bool(after) and after[0] in ("%", "percent", "pct")
        percents += _place(plan, value / 100 if percent else value, before, after, percent)
    plan.design = _design(found, percents)
    plan.problem = _problem(plan)
    return plan


def _place(
    plan: Planned, value: float, before: tuple[str, ...], after: tuple[str, ...], percent: bool
) -> bool:
    """Put a number where the words around it say; whether it is an effect in percent."""
    near, tail = set(before[-3:]), after[percent:]
    counted = (tail[:1] and tail[0] in _COUNTED - {"in"}) or tail[:2] in (
        ("in", "each"),
        ("a", "group"),
    )
    named = set(before[-2:]) & {"n", "size"} and "effect" not in near
    if not percent and (counted or named):
        plan.n = int(value)
    elif near & {"power"} or tail[:1] == ("power",):
        plan.power = value / 100 if value > 1 else value
    elif near & {"alpha", "level", "significance", "α"}:
        plan.alpha = value
    elif near & {"sd", "deviation", "std", "σ", "sigma"}:
        plan.sd = abs(value)
    else:
        plan.standardised = (
            plan.standardised
            or bool(near & {"d", "effect", "cohen", "cohens"})
            or (bool(after) and after[0] in ("sd", "sds", "standard"))
        )
        plan.effects.append(abs(value))
        return percent
    return False


def _design(found: Heard, percents: int) -> Design:
    if found.says(*_CORRELATION):
        return "correlation"
    if found.says(*_PROPORTION) or percents == 2:
        return "proportions"
    # "after" of sbp_after is a name, and says nothing of pairs.
    named = {part for name in found.columns for part in vocabulary.parts(name)}
    paired = set(found.words) & set(_PAIRED) - named
    independent = found.says("unpaired", "arms", "groups", "independent") or bool(found.levels)
    if paired & _MATCHED or (paired and not independent):
        return "paired"
    return "two groups"


def _problem(plan: Planned) -> str:
    if plan.power is not None and not 0 < plan.power < 1:
        return "A power lies between 0 and 1 (or 0 % and 100 %)."
    if plan.alpha is not None and not 0 < plan.alpha < 1:
        return "A level of significance lies between 0 and 1."
    if plan.n is not None and plan.n < 2:
        return "A test needs at least two values a group."
    if any(one == 0 for one in plan.effects[:1]) and plan.design != "proportions":
        return "No number of values is enough to see a difference of 0."
    if plan.design == "correlation" and any(one >= 1 for one in plan.effects):
        return "A correlation lies between -1 and 1."
    if plan.design == "proportions":
        if any(not 0 <= one <= 1 for one in plan.effects):
            return "A proportion lies between 0 and 1 (or 0 % and 100 %)."
        if len(plan.effects) == 2 and plan.effects[0] == plan.effects[1]:
            return "No number of values is enough to tell equal proportions apart."
    return ""
