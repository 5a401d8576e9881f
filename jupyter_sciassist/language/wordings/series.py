"""Sentences about values in order of time."""

from __future__ import annotations

from .base import Found, Sentences


def _trend(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    verb = "falls" if found.direction == "-" else "rises"
    over = f"over {facts['time']}" if facts.get("time") else "along its rows"
    span = ""
    if facts.get("start") and facts.get("end"):
        span = f" from {facts['start']} to {facts['end']}"
    return f"{facts['outcome']} {verb} {over}", f"{facts['outcome']} {verb} {over}{span}"


BY_RELATION: Sentences = {"trend": _trend}
BY_ANALYSIS: Sentences = {}
