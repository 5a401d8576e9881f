"""Sentences about signals: peaks in a spectrum, a flux curve or a histogram of events."""

from __future__ import annotations

from .base import Found, Sentences, number


def _sure(found: Found) -> str:
    facts = found.facts or {}
    local, over = (f"{float(facts[key]):.1f}" for key in ("local", "global"))
    return f"local {local}, global {over} standard deviations: {facts['verdict']}"


def _event_peak(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    unit = f" {facts['unit']}" if facts["unit"] else ""
    low, high, on, expected, centre = (
        number(float(facts[key])) for key in ("low", "high", "on", "expected", "centre")
    )
    return (
        f"{facts['column']} has a peak near {centre}{unit} ({facts['verdict']})",
        f"{on} values of {facts['column']} lie from {low} to {high}{unit} where a smooth background "
        f"leaves {expected}; {_sure(found)}",
    )


def _line(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    unit = f" {facts['unit']}" if facts["unit"] else ""
    dip = found.direction == "-"
    place = f"{facts['x']} {facts['at']}{unit}"
    return (
        f"{facts['y']} has a {'dip' if dip else 'peak'} at {place} ({facts['verdict']})",
        f"{facts['y']} stands {'below' if dip else 'above'} its surroundings at {place}; {_sure(found)}",
    )


def _flare(found: Found) -> tuple[str, str]:
    facts = found.facts or {}
    return (
        f"{facts['y']} peaks at {facts['at']} ({facts['verdict']})",
        f"{facts['y']} rises above its quiet level and falls back around {facts['at']}; {_sure(found)}",
    )


BY_RELATION: Sentences = {}
BY_ANALYSIS: Sentences = {"event_peak": _event_peak, "line": _line, "flare": _flare}
