"""Sentences about two columns."""

from __future__ import annotations

from .base import Found, Sentences


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


BY_RELATION: Sentences = {"association": _association, "difference": _difference}
BY_ANALYSIS: Sentences = {}
