"""What a rule reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .flow import Program, Step


@dataclass(frozen=True)
class Flaw:
    """One flaw: its kind, the statement, what is wrong with it and the cure, each a sentence without its point."""

    kind: str
    step: Step
    what: str
    cure: str


Rule = Callable[[Program, Mapping[str, Any]], Iterator[Flaw]]
