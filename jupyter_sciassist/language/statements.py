"""The sentence of a finding, written by code from the numbers that were computed.

A language model never rewords it: checked numbers do not make a true sentence. No causal verbs; what is not
established is said to be so by the card, not by the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..records import Candidate, Direction, Estimate, Evidence, Relation

# ruff: noqa: D102 - the properties below are documented where they come from, in analyses/base.py


class Found(Protocol):
    """What a sentence is made of; `analyses.base.Finding` has this shape."""

    @property
    def candidate(self) -> Candidate: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def relation(self) -> Relation | None: ...
    @property
    def variables(self) -> tuple[str, ...]: ...
    @property
    def direction(self) -> Direction | None: ...
    @property
    def level(self) -> str | None: ...
    @property
    def context(self) -> Mapping[str, str] | None: ...
    @property
    def facts(self) -> Mapping[str, Any] | None: ...


SHOWN_RELATED = 0.05


@dataclass(frozen=True)
class Wording:
    """Title and sentence of a card."""

    title: str
    statement: str


def number(value: float) -> str:
    """Four significant digits, never in scientific form where a person would not write it."""
    text = f"{value:.4g}"
    return f"{value:,.0f}" if "e+" in text and abs(value) < 1e9 else text


def interval(value: Any) -> str:
    """`0.5 (95 % interval 0.4 to 0.6)` of an Estimate or an Effect."""
    unit = f" {value.unit}" if isinstance(value, Estimate) and value.unit else ""
    text = f"{value.name} {number(value.value)}{unit}"
    if value.low is None or value.high is None:
        return text
    return f"{text}, 95 % interval {number(value.low)} to {number(value.high)}"


def word(found: Found) -> Wording:
    """Title and sentence of a finding."""
    made = _BY_ANALYSIS.get(found.candidate.analysis) or _BY_RELATION[found.relation or ""]
    title, sentence = made(found)
    where = _within(found.context)
    return Wording(title + where, _finished(sentence + where, found))


def _within(context: Mapping[str, str] | None) -> str:
    if not context or "column" not in context:
        return ""
    return f" where {context['column']} is {context.get('value', '')}"


def _finished(sentence: str, found: Found) -> str:
    """The sentence with its estimate in the units of the data; of a changed relation, both sizes.

    The effect size stands beside the sentence on every card and is not said twice.
    """
    evidence = found.evidence
    parts = [evidence.estimate or evidence.effect]
    if found.relation == "confounding":
        parts = [evidence.estimate, evidence.effect]
    said = "; ".join(interval(part) for part in parts if part is not None)
    return f"{sentence} ({said})." if said else f"{sentence}."


def _association(found: Found) -> tuple[str, str]:
    x, y = found.variables[:2]
    if found.direction is None:
        return f"{y} goes with {x}", f"The groups of {y} are not spread alike over those of {x}"
    if found.direction == "-":
        return f"{y} falls as {x} rises", f"Rows with higher {x} have lower {y}"
    return f"{y} rises with {x}", f"Rows with higher {x} have higher {y}"


def _difference(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    outcome, group = str(facts["outcome"]), str(facts["group"])
    if "event" in facts:
        outcome = f"{outcome} = {facts['event']}"
    if found.level is None:
        return f"{outcome} differs by {group}", f"{outcome} differs between the groups of {group}"
    several = int(facts.get("groups", 2)) > 2
    verb = "is more frequent" if "event" in facts else "is higher"
    if several:
        verb = "is most frequent" if "event" in facts else "is highest"
    return (
        f"{outcome} {verb} for {group} = {found.level}",
        f"{outcome} {verb} where {group} is {found.level}",
    )


def _trend(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    verb = "falls" if found.direction == "-" else "rises"
    over = f"over {facts['time']}" if facts.get("time") else "along its rows"
    span = ""
    if facts.get("start") and facts.get("end"):
        span = f" from {facts['start']} to {facts['end']}"
    return f"{facts['outcome']} {verb} {over}", f"{facts['outcome']} {verb} {over}{span}"


def _confounding(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    x, y, third = (str(facts[key]) for key in ("x", "y", "third"))
    if "x_level" in facts:
        x = f"{x} = {facts['x_level']}"
    if "y_level" in facts:
        y = f"{y} = {facts['y_level']}"
    crude = "less" if float(facts["crude"]) < 0 else "more"
    adjusted = "less" if float(facts["adjusted"]) < 0 else "more"
    with_x = f"more of {x} goes with {{}} of {y}"
    overall = f"Over all rows {with_x.format(crude)}"
    if facts["kind"] == "explained":
        return (
            f"{y} with {x} vanishes within {third}",
            f"{overall}; with {third} held fixed little of that is left",
        )
    if facts["kind"] == "masked":
        return (
            f"{y} with {x} shows only within {third}",
            f"Over all rows {y} and {x} show no clear relation; with {third} held fixed "
            f"{with_x.format(adjusted)}",
        )
    return (
        f"{y} against {x} reverses within {third}",
        f"{overall}; with {third} held fixed it goes with {adjusted}",
    )


def _duplicates(found: Found) -> tuple[str, str]:
    repeats = int((found.facts or {})["repeats"])
    rows = "1 row repeats" if repeats == 1 else f"{repeats} rows repeat"
    return f"{rows} another row", f"{rows} another row in every column: each test counts them twice"


def _repeated_units(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    return (
        f"rows repeat the same {facts['unit']}",
        f"{found.evidence.n} rows come from {facts['units']} values of {facts['unit']}: "
        "rows of one of them are no independent cases",
    )


def _missing(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    share = f"{facts['column']} is missing in {number(100 * float(facts['missing']))} % of the rows"
    if not facts["related"] or found.evidence.p is None or found.evidence.p > SHOWN_RELATED:
        return f"{facts['column']} has missing values", share
    where = f"where {facts['related']} is {facts['more']}"
    return (
        f"{facts['column']} is missing more often {where}",
        f"{share}, more often {where}: rows that are left are no fair sample",
    )


def _outliers(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    count, unit = int(facts["outliers"]), f" {facts['unit']}" if facts["unit"] else ""
    values = ", ".join(facts["values"])
    which = "1 value lies" if count == 1 else f"{count} values lie"
    return (
        f"{facts['column']} has far values",
        f"{which} far from all others: {values}{unit}, against a median of "
        f"{number(float(facts['median']))}{unit}",
    )


def _distribution(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    name, unit = facts["column"], f" {facts['unit']}" if facts["unit"] else ""
    if facts["shape"] == "two heaps":
        low, high = (number(float(facts[key])) for key in ("low_peak", "high_peak"))
        return f"{name} has two heaps", f"{name} gathers about {low} and {high}{unit}"
    if facts["log"]:
        return f"{name} is skewed", f"{name} is very skewed and even on a logarithmic scale"
    return f"{name} is skewed", f"{name} is very skewed: its mean says little of a usual value"


def _left_out(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    kinds = (("constants", "constant"), ("ids", "ids"), ("texts", "free text"))
    parts = [f"{', '.join(facts[key])} ({name})" for key, name in kinds if facts[key]]
    return "columns left out of every test", f"Left out of every test: {'; '.join(parts)}"


_BY_RELATION: Mapping[str, Callable[[Found], tuple[str, str]]] = {
    "association": _association,
    "difference": _difference,
    "trend": _trend,
    "confounding": _confounding,
}
_BY_ANALYSIS: Mapping[str, Callable[[Found], tuple[str, str]]] = {
    "duplicates": _duplicates,
    "repeated_units": _repeated_units,
    "missing": _missing,
    "outliers": _outliers,
    "distribution": _distribution,
    "left_out": _left_out,
}
