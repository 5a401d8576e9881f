"""Sentences about two columns."""

from __future__ import annotations

from ...records import Direction
from .base import Found, Sentences


def _association(found: Found) -> tuple[str, str]:
    x, y = found.variables[:2]
    if found.direction is None:
        return f"{y} goes with {x}", f"The groups of {y} are not spread alike over those of {x}"
    return _rising(x, y, found.direction)


def _rising(x: str, y: str, direction: Direction | None) -> tuple[str, str]:
    if direction == "-":
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


def _nonlinear(found: Found) -> tuple[str, str]:
    """The place of the bend is the estimate, which ends every sentence."""
    facts = found.facts or {}
    x, y, shape = facts["x"], facts["y"], str(facts["shape"])
    way = "falls" if found.direction == "-" else "rises"
    if shape == "U-shaped":
        side = "lowest" if facts["opens"] == "up" else "highest"
        return f"{y} is {side} at middle {x}", f"{y} is {side} at middle values of {x}"
    title, sentence = {
        "threshold": ("changes its slope", f"The slope of {y} on {x} changes at a threshold"),
        "step": (f"{way} in a step", f"{y} {way} in a step along {x}"),
        "saturating": (f"{way} and levels off", f"{y} {way} with {x} and levels off"),
        "hyperbola": (f"{way} and levels off", f"{y} {way} with {x} and levels off as a hyperbola"),
        "power": ("follows a power law", f"{y} goes with {x} as a power law"),
        "exponential": (
            f"{way} ever faster",
            f"{y} {way} ever faster along {x}, as an exponential",
        ),
    }[shape]
    return f"{y} {title} along {x}", sentence


BY_RELATION: Sentences = {
    "association": _association,
    "difference": _difference,
    "nonlinear": _nonlinear,
}


def _derived(found: Found) -> tuple[str, str]:
    """The computed column stands in the place of its parts, by its expression."""
    if found.relation == "difference":
        return _difference(found)
    facts = found.facts or {}
    return _rising(str(facts["x"]), str(facts["y"]), found.direction)


BY_ANALYSIS: Sentences = {"derived": _derived}
