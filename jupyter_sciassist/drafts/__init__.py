"""Drafted code: parsed, held against the live names, tried on a sample, offered, never run by itself."""

from __future__ import annotations

from .base import Missing, Refused
from .drafting import checking, draft, from_code, steps
from .records import Danger, Draft, Trial

__all__ = [
    "Danger",
    "Draft",
    "Missing",
    "Refused",
    "Trial",
    "checking",
    "draft",
    "from_code",
    "steps",
]
