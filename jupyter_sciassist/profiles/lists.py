"""Plain lists and tuples of numbers, dates or texts: one column without a name of its own."""

from __future__ import annotations

from typing import Any

from . import known, mappings
from .base import Slot, Source

MOST_ITEMS = 2_000_000


def items(obj: list[Any] | tuple[Any, ...]) -> Source | str:
    """Source of a list or tuple; why there is none where it is too long, or holds what is not read."""
    if len(obj) > MOST_ITEMS:
        return "lists of up to 2 000 000 items are read; make an array of it first"
    odd = {type(item) for item in obj} - known.scalars() - known.blanks()
    if odd:
        names = sorted({known.type_name(item) for item in obj if type(item) in odd})
        return f"it holds {', '.join(names[:3])} objects; make an array or a table of them first"
    slot = Slot(0, 0, "value", "object", lambda rows: mappings.take(obj, rows), nameless=True)
    return Source(
        type(obj).__name__, "array", (len(obj),), len(obj), 1, lambda count: [slot][:count]
    )
