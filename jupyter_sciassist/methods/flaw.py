"""What a rule reports."""

from __future__ import annotations

from dataclasses import dataclass

from .flow import Step


@dataclass(frozen=True)
class Flaw:
    """One flaw: its kind, the statement, what is wrong with it and the cure, each a sentence without its point."""

    kind: str
    step: Step
    what: str
    cure: str
