"""Sentences about values in order of time."""

from __future__ import annotations

from .base import Found, Sentences, number


def _trend(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    verb = "falls" if found.direction == "-" else "rises"
    over = f"over {facts['time']}" if facts.get("time") else "along its rows"
    span = ""
    if facts.get("start") and facts.get("end"):
        span = f" from {facts['start']} to {facts['end']}"
    return f"{facts['outcome']} {verb} {over}", f"{facts['outcome']} {verb} {over}{span}"


def _changepoint(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    side = "lower" if found.direction == "-" else "higher"
    outcome, place = facts["outcome"], facts["place"]
    where = f"{facts['time']} = {place}" if facts.get("time") else str(place)
    return (
        f"{outcome} is {side} from {where} on",
        f"The level of {outcome} is {side} from {where} on "
        f"(the change lies between {facts['first']} and {facts['last']})",
    )


def _periodicity(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    outcome, period = facts["outcome"], f"{number(float(facts['period']))} {facts['per']}"
    if facts["per"] in {"row", "day", "year"}:
        period += "s"
    rank = int(facts["rank"])
    beside = (
        "" if rank == 1 else f", once {'one period is' if rank == 2 else 'two periods are'} out"
    )
    return (
        f"{outcome} comes back every {period}",
        f"{outcome} rises and falls with a period of {period}{beside}",
    )


def _lag(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    leader, follower = facts["leader"], facts["follower"]
    behind = f"{number(float(facts['lag']))} {facts['per']}"
    if facts["per"] in {"year", "day", "hour", "second"} and float(facts["lag"]) != 1:
        behind += "s"
    way = "falls" if found.direction == "-" else "rises"
    return (
        f"{follower} follows {leader} by {behind}",
        f"Where {leader} is higher than its past tells, {follower} {way} {behind} later",
    )


BY_RELATION: Sentences = {
    "trend": _trend,
    "changepoint": _changepoint,
    "periodicity": _periodicity,
    "lag": _lag,
}
BY_ANALYSIS: Sentences = {}
