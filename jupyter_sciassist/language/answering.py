"""The words of an answer, written by code from a typed request and what was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..records import Answer, Filter, Request
from . import periods
from .wordings.base import counted

_NAMES: Mapping[str, str] = {
    "mean": "mean", "median": "median", "sd": "standard deviation", "variance": "variance",
    "min": "smallest value", "max": "largest value", "range": "range", "iqr": "interquartile range", "value": "value", "sum": "sum",
    "spearman": "Spearman correlation", "pearson": "Pearson correlation",
}  # fmt: skip
_OPS: Mapping[str, str] = {
    "==": "=", "!=": "is not", "<": "<", "<=": "≤", ">": ">", ">=": "≥",
    "missing": "is missing", "present": "is present",
}  # fmt: skip

CANNOT: Mapping[str, str] = {
    "why": "Why something is so cannot be told from these data alone",
    "cause": "What causes what cannot be told from these data alone; they show what goes together",
    "future": "These data tell what was observed, not what will be",
    "outside": "Only these data are read here, nothing from outside them",
    "judgement": "What is good, best or right is a judgement that data alone do not make; name a column"
    " and how to compare it",
    "would": "What would happen otherwise was not observed",
}


def condition(one: Filter) -> str:
    """A condition in words."""
    if one.op in ("missing", "present"):
        return f"{one.column} {_OPS[one.op]}"
    if one.op == "during":
        return f"{one.column} in {periods.told(str(one.value))}"
    return f"{one.column} {_OPS[one.op]} {number(one.value)}"


def where(filters: Sequence[Filter]) -> str:
    """The conditions that all rows meet, as the end of a sentence."""
    return f" where {' and '.join(map(condition, filters))}" if filters else ""


def number(value: Any) -> str:
    """A value as it is read: whole numbers in full, others to six digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return str(value) if isinstance(value, int) else f"{value:.6g}"


def described(request: Request) -> str:
    """A request in words: what a reading is shown as."""
    about, end = " and ".join(request.variables), where(request.filter)
    by = _NAMES.get(request.by or "", request.by or "")
    operation = request.operation
    if operation in _NAMES:
        joined = about if operation in ("spearman", "pearson") else request.variables[0]
        group = f" for each {request.group}" if request.group else ""
        return f"{_NAMES[operation]} of {joined}{group}{end}"
    if operation == "quantile" and request.threshold is not None:
        return f"{number(request.threshold.value)} % quantile of {about}{end}"
    if operation in ("count", "count_group", "rows"):
        group = f" for each {request.group}" if request.group else ""
        return f"number of {_noun(request)}{group}{end}"
    if operation == "share" and request.threshold is not None:
        kind = "fraction" if request.by == "fraction" else "percentage"
        return f"{kind} of {_noun(request)} with {condition(request.threshold)}{end}"
    if operation in ("best_group", "worst_group"):
        most = "highest" if operation == "best_group" else "lowest"
        what = f"{by} of {about}" if request.variables else "number of rows"
        if what.startswith("largest" if most == "highest" else "smallest"):
            return f"{request.group} with the {what}{end}"
        return f"{request.group} with the {most} {what}{end}"
    if operation == "diff":
        first, second = request.levels
        return f"{by} of {about}: {first} minus {second} ({request.group}){end}"
    return _others(request, about, end)


def _noun(request: Request) -> str:
    """What is counted: the values of an object that is one column of its own name, else rows."""
    conditions = [*request.filter, *([request.threshold] if request.threshold else [])]
    own = {one.column for one in conditions} == {request.subject}
    return "values" if own else "rows"


def _others(request: Request, about: str, end: str) -> str:
    operation = request.operation
    if operation == "relation":
        return f"{request.relation} of {about}{end}"
    if operation == "factors":
        return f"columns that go with {about}{end}"
    if operation == "columns":
        return "columns with missing values" if request.by == "missing" else "columns of the table"
    plain = {
        "missing": "number of missing values", "present": "number of values",
        "unique": "number of different values", "mode": "most common value",
        "sign": "direction of the relation",
    }  # fmt: skip
    return f"{plain[operation]}{f' of {about}' if about else ''}{end}"


def sentence(
    request: Request, value: Any, unit: str | None, n: int, facts: Mapping[str, Any]
) -> str:
    """The answer in one sentence."""
    told = described(request)
    told = told[0].upper() + told[1:] if not request.operation.endswith("_group") else told
    shown = number(value)
    if unit:
        shown = f"{shown} {unit}"
    text = f"{told}: {shown}{_detail(request, n, facts)}."
    if "sampled" in facts:
        text += f" From a sample of {facts['sampled']} rows, so not exact."
    return text


def _detail(request: Request, n: int, facts: Mapping[str, Any]) -> str:
    operation = request.operation
    if operation == "share":
        text = f" ({facts['hits']} of {counted(n, 'row')} with a value"
        more = (
            f"; {number(facts['of_all'])} of all {facts['rows']} rows" if facts["rows"] != n else ""
        )
        return f"{text}{more})"
    if operation in ("best_group", "worst_group"):
        tie = f", {facts['tied']} of them tied" if facts["tied"] > 1 else ""
        among = counted(facts["groups"], "group")
        return f" ({number(facts['figure'])}, n = {facts['n']}, of {among}{tie})"
    if operation == "diff":
        first, second = facts["ns"]
        return f" ({number(facts['first'])}, n = {first}; {number(facts['second'])}, n = {second})"
    if operation == "sign":
        return f" (Spearman {facts['rho']:.3g}, Pearson {facts['r']:.3g}, n = {n})"
    if operation == "mode":
        each = " each" if facts.get("tied", 1) > 1 else ""
        return f" ({counted(facts['count'], 'row')}{each})"
    if operation in ("rows", "columns", "count", "count_group"):
        return f" of {n}" if request.filter else ""
    return f" (n = {n}{_left_out(facts)})"


def _left_out(facts: Mapping[str, Any]) -> str:
    """How many values a figure was computed without, as they are missing or infinite."""
    gone, infinite = facts.get("left_out", 0), facts.get("infinite", 0)
    if not gone:
        return ""
    return f"; {gone} missing left out" + (f", {infinite} of them infinite" if infinite else "")


def unknown(words: Sequence[str], near: Sequence[str], subject: str) -> str:
    """No column of that name, and the nearest ones."""
    named = " ".join(words)
    text = f"{subject} has no column that “{named}” names" if named else "That names no column"
    return f"{text}. Nearest: {', '.join(near)}." if near else f"{text}."


def which(readings: Sequence[str]) -> str:
    """Several columns fit alike: which one is meant."""
    return f"More than one column fits. Which is meant: {', or the '.join(readings)}?"


def dropped(words: Sequence[str]) -> str:
    """Words that say which rows are meant were not understood, so a figure would be one of other rows."""
    named = ", ".join(f"“{word}”" for word in words)
    return (
        f"{named} was not understood as a condition on a column, and without it the figure would be of other"
        " rows. Name the column, as in “where age is above 65”."
    )


def without(words: Sequence[str]) -> str:
    """Words that were not understood, before a figure that leaves them out; empty where there are none."""
    named = ", ".join(f"“{word}”" for word in words)
    return f"Not understood and left out: {named}. " if words else ""


def proposed(words: Sequence[str]) -> str:
    """Before a figure that rests on the model's reading: whose it is, and what had no part in it."""
    return f"As the language model reads the question. {without(words)}"


def refused(reasons: frozenset[str]) -> str:
    """Why a question cannot be answered from the data."""
    told = [text for key, text in CANNOT.items() if key in reasons]
    return f"{'. '.join(told[:2])}."


def headline(answer: Answer) -> str:
    """The value with its unit, or that there is none."""
    if answer.value is None:
        return "no answer" if not answer.suggestions else "no single figure"
    if isinstance(answer.value, bool):
        return "yes" if answer.value else "no"
    shown = number(answer.value)
    return f"{shown} {answer.unit}" if answer.unit else shown


def standing(answer: Answer) -> str:
    """Verified, or how the question was read."""
    if answer.verified:
        return "verified"
    if answer.reading is None:
        return "unverified"
    left = ", ".join(f"“{word}”" for word in answer.reading.unread)
    text = f"unverified: read as {answer.reading.text}"
    return f"{text}; not read: {left}" if left else text


def plain(answer: Answer) -> list[str]:
    """The answer as lines of text, without its suggestions."""
    lines = [f"{headline(answer)} ({standing(answer)})", answer.text]
    evidence = answer.evidence
    if evidence is not None and evidence.q is not None and evidence.family is not None:
        firm = "" if evidence.asserted else "not established; "
        lines.append(
            f"{firm}q = {evidence.q:.2g} of {counted(evidence.family.size, 'test')}; n = {evidence.n};"
            f" {evidence.method}"
        )
    if answer.reading is not None and not answer.verified:
        lines += [f"or: {choice.text}" for choice in answer.reading.rivals]
    return lines
