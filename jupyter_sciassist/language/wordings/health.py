"""Sentences about the state of the data."""

from __future__ import annotations

from .base import Found, Sentences, number

SHOWN_RELATED = 0.05


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


def _far_rows(found: Found) -> tuple[str, str]:
    facts, names = found.facts or {}, list(found.variables)
    which = "1 row lies" if int(facts["far"]) == 1 else f"{facts['far']} rows lie"
    where = f"{', '.join(names[:-1])} and {names[-1]}"
    pairs = list(zip(names, facts["values"], strict=True))
    pairs.sort(key=lambda pair: pair[0] != facts["odd"])
    values = ", ".join(f"{name} = {value}" for name, value in pairs[:4])
    return (
        f"{which} far from all others",
        f"{which} far from all others in {where} together; the farthest has {values}, and its "
        f"{facts['odd']} is least like what the others would tell",
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


BY_RELATION: Sentences = {}
BY_ANALYSIS: Sentences = {
    "duplicates": _duplicates,
    "repeated_units": _repeated_units,
    "missing": _missing,
    "outliers": _outliers,
    "far_rows": _far_rows,
    "distribution": _distribution,
    "left_out": _left_out,
}
