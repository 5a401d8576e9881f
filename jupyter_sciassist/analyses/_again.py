"""A place that was found on other rows, tested once: what the scans share."""

from __future__ import annotations

import dataclasses

from ..records import JSON, Direction, Evidence, Hypothesis
from .base import Finding


def finding(
    found: Finding, claim: Hypothesis, method: str, p: float, direction: Direction | None = None
) -> Finding:
    """The finding as one planned test at the claimed place: no scan, no toys, nothing hidden.

    `direction` is that of the effect at the place, where a scan looks one way only.
    """
    evidence = dataclasses.replace(
        found.evidence, method=method, p=float(min(max(p, 0.0), 1.0)), scan=None, control=None
    )
    return dataclasses.replace(
        found,
        evidence=evidence,
        location=claim.location,
        shown=True,
        direction=direction or found.direction,
    )


def window(low: float, high: float) -> dict[str, JSON]:
    """Both ends of a window, as the evidence of a scan keeps them for the test to come."""
    return {"window_low": low, "window_high": high}


def window_of(explored: Evidence) -> tuple[float, float] | None:
    """The window that a scan chose, or None where its record holds none."""
    control = explored.control or {}
    low, high = control.get("window_low"), control.get("window_high")
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        return float(low), float(high)
    return None
