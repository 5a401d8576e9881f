"""Drafted code: parsed, held against the live names, tried on a sample, offered, never run by itself."""

from __future__ import annotations

from .base import Missing, Refused, UntriedError
from .drafting import checking, draft, from_code, steps
from .records import Danger, Draft, Trial
from .trial import Job, Tried, run

__all__ = [
    "Danger",
    "Draft",
    "Job",
    "Missing",
    "Refused",
    "Trial",
    "Tried",
    "UntriedError",
    "checking",
    "draft",
    "from_code",
    "run",
    "steps",
]
