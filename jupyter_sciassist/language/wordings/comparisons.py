"""Sentences about values of the same unit, about differences that are small at most, and about spread."""

from __future__ import annotations

from . import pairs
from .base import Found, Sentences, number


def _paired(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    high, low = facts["high"], facts["low"]
    if facts["group"]:
        outcome, group, block = facts["outcome"], facts["group"], facts["block"]
        return (
            f"{outcome} is higher for {group} = {high} within {block}",
            f"Within the same {block}, {outcome} is higher where {group} is {high} than where it is {low}",
        )
    same = f"the same {facts['units']}" if facts["units"] else "the same rows"
    return f"{high} is higher than {low}", f"In {same}, {high} is higher than {low}"


def _subgroup(found: Found) -> tuple[str, str]:
    """Two columns of one quantity, or a pair; the level ends the sentence."""
    if "mean_high" in (found.facts or {}):
        return _paired(found)
    return pairs.BY_RELATION[found.relation or ""](found)


def _blocks(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    outcome, group, high = facts["outcome"], facts["group"], facts["high"]
    return (
        f"{outcome} is highest for {group} = {high} within {facts['block']}",
        f"Within the same {facts['block']}, {outcome} is highest where {group} is {high}",
    )


def _null(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    if "group" not in facts:
        x, y, bound = facts["x"], facts["y"], number(float(facts["margin"]))
        return (
            f"{y} goes no more than weakly with {x}",
            f"No rank correlation of {y} with {x} stronger than {bound}",
        )
    outcome, group = facts["outcome"], facts["group"]
    title = f"{outcome} hardly differs by {group}"
    between = f"between {group} = {facts['first']} and {facts['second']}"
    if "bound" in facts:
        unit = f" {facts['unit']}" if facts["unit"] else ""
        bound = f"{number(float(facts['bound']))}{unit}"
        return title, f"No difference of mean {outcome} larger than {bound} {between}"
    return (
        title,
        f"No difference of the ranks of {outcome} {between} larger than Cliff's delta "
        f"{number(float(facts['margin']))}",
    )


def _spread(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    y = {"log": "the logarithm of {}", "root": "the square root of {}"}.get(
        str(facts["scale"]), "{}"
    ).format(facts["y"])
    if "group" in facts:
        several = "widest" if int(facts["groups"]) > 2 else "wider"
        return (
            f"{y} spreads {several} for {facts['group']} = {facts['high']}",
            f"The spread of {y} is {several} where {facts['group']} is {facts['high']}",
        )
    way = "falls" if found.direction == "-" else "rises"
    more = "less" if found.direction == "-" else "more"
    return (
        f"the spread of {y} {way} with {facts['x']}",
        f"Values of {y} scatter {more} about their usual value where {facts['x']} is higher",
    )


BY_RELATION: Sentences = {"null": _null, "heteroscedasticity": _spread}
BY_ANALYSIS: Sentences = {"paired": _paired, "blocks": _blocks, "subgroup": _subgroup}
