"""Sentences about three columns and more."""

from __future__ import annotations

from .base import Found, Sentences


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
            f"{y} goes with {x} only where {third} is held fixed",
            f"Over all rows {y} and {x} show no clear relation; with {third} held fixed "
            f"{with_x.format(adjusted)}",
        )
    if facts["kind"] == "suppressed":
        return (
            f"{y} with {x} shows more clearly within {third}",
            f"{overall}; with {third} held fixed the relation is more than twice as strong",
        )
    return (
        f"{y} against {x} reverses within {third}",
        f"{overall}; with {third} held fixed it goes with {adjusted}",
    )


def _partial(found: Found) -> tuple[str, str]:
    if found.relation == "confounding":
        return _confounding(found)
    facts = found.facts or {}
    x, y, third = (str(facts[key]) for key in ("x", "y", "third"))
    if found.direction == "-":
        title, sentence = f"{y} falls as {x} rises", f"Rows with higher {x} have lower {y}"
    else:
        title, sentence = f"{y} rises with {x}", f"Rows with higher {x} have higher {y}"
    return f"{title}, {third} held fixed", f"{sentence}, also with {third} held fixed"


def _joint(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    outcome, names = facts["outcome"], list(facts["predictors"])
    parts = [
        f"{'rises' if sign == '+' else 'falls'} with {name}"
        for name, sign in zip(names, facts["signs"], strict=True)
    ]
    together = f"{', '.join(names[:-1])} and {names[-1]}"
    rest = "other" if len(names) == 2 else "others"
    ending = ": together they fix it" if facts["exact"] else f", each with the {rest} held fixed"
    return (
        f"{outcome} goes with {together} together",
        f"{outcome} {', '.join(parts[:-1])} and {parts[-1]}{ending}",
    )


def _interaction(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    x, third, outcome = (str(facts[key]) for key in ("x", "moderator", "outcome"))
    if facts["event"]:
        outcome = f"{outcome} = {facts['event']}"
    if facts["what"] == "pattern":
        title = f"{outcome} by {x} differs by {third}"
        return title, f"How {outcome} goes with {x} is not the same for all of {third}"
    unit = f" {facts['unit']}" if facts["unit"] else ""
    sizes, where = list(facts["sizes"]), list(facts["where"])
    told = [f"{size}{unit} where {third} is {one}" for size, one in zip(sizes, where, strict=True)]
    joined = f"{', '.join(told[:-1])} and {told[-1]}"
    if facts["what"] == "gap":
        title = f"the difference of {outcome} by {x} differs by {third}"
        gap = f"The difference of {outcome} between {x} = {facts['high']} and {facts['low']}"
        return title, f"{gap} is {joined}"
    return (
        f"the slope of {outcome} on {x} differs by {third}",
        f"The slope of {outcome} on {x} is {joined}",
    )


def _mediation(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    x, m, y = (str(facts[key]) for key in ("x", "m", "y"))
    x = f"{x} = {facts['x_level']}" if facts["x_level"] else x
    y = f"{y} = {facts['y_level']}" if facts["y_level"] else y
    first = "more" if float(facts["first"]) > 0 else "less"
    second = "more" if float(facts["second"]) > 0 else "less"
    return (
        f"the relation of {y} with {x} runs along with {m}",
        f"More of {x} goes along with {first} of {m}, and more of {m} with {second} of {y} where "
        f"{x} is held fixed",
    )


def _counts(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    rate, high, low = f"the rate of {facts['events']}", facts["high"], facts["low"]
    if facts["claim"] != "within":
        most = "highest" if int(facts["groups"]) > 2 else "higher"
        title = f"{rate} is {most} for {facts['group']} = {high}"
        return title, f"{rate[0].upper()}{rate[1:]} is {most} where {facts['group']} is {high}"
    x, third = facts["x"], facts["third"]
    crude = "higher" if float(facts["crude"]) > 0 else "lower"
    overall = f"Over all cases {rate} is {crude} for {x} = {high} than for {low}"
    if facts["kind"] == "explained":
        title = f"{rate} by {x} is no longer clear within {third}"
        return title, f"{overall}; within {third} less of that is left, and it is not clear"
    return (
        f"{rate} by {x} reverses within {third}",
        f"{overall}; within {third} it is the other way",
    )


def _cluster(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    names, sizes = list(found.variables), list(facts["sizes"])
    rows = f"{', '.join(sizes[:-1])} and {sizes[-1]} rows"
    if len(names) == 1:
        return f"{names[0]} falls into groups", f"{names[0]} falls into separate groups of {rows}"
    together = f"{', '.join(names[:-1])} and {names[-1]}"
    return (
        f"rows fall into groups by {together}",
        f"Rows fall into separate groups of {rows} in {together}, farthest apart in {facts['farthest']}",
    )


BY_RELATION: Sentences = {
    "cluster": _cluster,
    "confounding": _confounding,
    "interaction": _interaction,
    "mediation": _mediation,
}
BY_ANALYSIS: Sentences = {"joint": _joint, "counts": _counts, "partial": _partial}
