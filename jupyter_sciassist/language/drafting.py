"""A request that a question can be, and the words that it accounts for."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Filter, Request
from .labels import Item
from .slots import Condition, Slots


@dataclass(frozen=True)
class Draft:
    """A request, the items that it accounts for, and whether it rests on a guess."""

    request: Request
    used: frozenset[int]
    soft: bool = False


def accounted(slots: Slots, cues: frozenset[str], *items: Item) -> set[int]:
    """Starts of the items of some cues, and of the given ones (all mentions of their columns)."""
    named = {item.column for item in items if item.kind == "column"}
    return {
        one.start
        for one in slots.items
        if (one.kind == "cue" and one.cues & cues)
        or one in items
        or (one.kind == "column" and one.column in named)
    }


def conditions(
    slots: Slots, without: tuple[Condition, ...] = ()
) -> tuple[tuple[Filter, ...], set[int], bool]:
    """The conditions as filters; two equalities on one column are a guess."""
    apart = [one.filter for one in without]
    chosen = [one for one in slots.conditions if one not in without]
    starts = {part.start for one in chosen for part in one.items}
    filters = tuple(dict.fromkeys(one.filter for one in chosen if one.filter not in apart))
    equal = [one.column for one in filters if one.op == "=="]
    return filters, starts, len(set(equal)) < len(equal)
