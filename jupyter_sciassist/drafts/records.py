"""The records of drafted code; `chat/records.py` hands them on with those of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..records import Record, Suggestion

TrialState = Literal["ran", "failed", "not run"]


@dataclass(frozen=True)
class Danger(Record):
    """A call in drafted code that may do harm; `line` counts from 1."""

    line: int
    call: str
    told: str


@dataclass(frozen=True)
class Trial(Record):
    """What became of drafted code on a sample of the data, in a process that was thrown away.

    `told` says it in a sentence; `output` is the start of what was printed, untrusted.
    """

    state: TrialState
    told: str
    rows: int | None = None
    seconds: float | None = None
    output: str | None = None


@dataclass(frozen=True)
class Draft(Record):
    """Drafted code that may be inserted. `suggestion` is the card by which its acceptance is recorded."""

    _nested: ClassVar[Mapping[str, Any]] = {
        "suggestion": Suggestion,
        "dangers": Danger,
        "trial": Trial,
    }
    suggestion: Suggestion
    trial: Trial
    dangers: tuple[Danger, ...] = ()
