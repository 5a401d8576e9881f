"""What a sentence is made of, and how numbers stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ...records import Candidate, Direction, Estimate, Evidence, Relation

# ruff: noqa: D102 - the properties below are documented where they come from, in analyses/base.py


class Found(Protocol):
    """What a sentence is made of; `analyses.base.Finding` has this shape."""

    @property
    def candidate(self) -> Candidate: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def relation(self) -> Relation | None: ...
    @property
    def variables(self) -> tuple[str, ...]: ...
    @property
    def direction(self) -> Direction | None: ...
    @property
    def level(self) -> str | None: ...
    @property
    def context(self) -> Mapping[str, str] | None: ...
    @property
    def facts(self) -> Mapping[str, Any] | None: ...


@dataclass(frozen=True)
class Wording:
    """Title and sentence of a card."""

    title: str
    statement: str


# Units that are words of the language: 1 day, 7.7 days.
_WORDS = frozenset("row second minute hour day week month year".split())

Sentences = Mapping[str, Callable[[Found], tuple[str, str]]]
"""Title and sentence by relation, or by name of the analysis."""


def number(value: float) -> str:
    """Four significant digits, never in scientific form where a person would not write it."""
    text = f"{value:.4g}"
    return f"{value:,.0f}" if "e+" in text and abs(value) < 1e9 else text


def counted(count: int | None, what: str) -> str:
    """`1 row`, `2 rows`; None is not known."""
    if count is None:
        return f"an unknown number of {what}s"
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def interval(value: Any) -> str:
    """`0.5 (95 % interval 0.4 to 0.6)` of an Estimate or an Effect."""
    unit = f" {value.unit}" if isinstance(value, Estimate) and value.unit else ""
    if unit[1:] in _WORDS and value.value != 1:
        unit += "s"
    # A name may end in a number of its own: rate of x = 1.
    mark = ":" if value.name[-1:].isdigit() else ""
    text = f"{value.name}{mark} {number(value.value)}{unit}"
    if value.low is None or value.high is None:
        return text
    return f"{text}, 95 % interval {number(value.low)} to {number(value.high)}"
