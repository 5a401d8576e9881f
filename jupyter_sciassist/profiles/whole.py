"""Columns of an object by name, over all of its rows: what is counted or averaged is no sample, but of a huge object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..errors import DataError, UnknownColumnError
from ..records import Role
from . import known, plan, roles
from .base import Source
from .look import unique_names
from .raw import Raw


@dataclass(frozen=True)
class Sampled:
    """A column as the planned sample of rows shows it."""

    name: str
    role: Role
    raw: Raw


def sampled(source: Source | str, name: str) -> list[Sampled]:
    """Every column of an object with its role; values are those of the planned rows.

    Of a query in its own engine no more columns than the plan's are brought over.

    Raises
    ------
    DataError
        The object cannot be read.
    """
    own = _checked(source, name)
    positions = plan.positions(plan.budget(own.rows, own.columns), own.rows)
    slots = own.slots(own.columns if own.exact is None else min(own.columns, plan.MAX_COLUMNS))
    found = []
    for slot, title in zip(slots, unique_names(slots, name), strict=True):
        raw = slot.take(positions)
        found.append(
            Sampled(title, roles.judge(raw, title, sampled=positions is not None).role, raw)
        )
    return found


def columns(source: Source | str, name: str, wanted: Iterable[str]) -> dict[str, Raw]:
    """All rows of the named columns; of a query in its own engine, and of more than 20 000 000 rows, the plan's sample.

    Raises
    ------
    DataError
        The object cannot be read.
    UnknownColumnError
        It has no column of that name.
    """
    own = _checked(source, name)
    slots = own.slots(own.columns)
    by_title = dict(zip(unique_names(slots, name), slots, strict=True))
    sample = own.exact is not None or own.rows > plan.MAX_WHOLE
    positions = plan.positions(plan.budget(own.rows, own.columns), own.rows) if sample else None
    found = {}
    for title in dict.fromkeys(wanted):
        if title not in by_title:
            raise UnknownColumnError(f"{name} has no column {known.label_text(title)!r}.")
        slot = by_title[title]
        found[title] = replace(slot.take(positions), unit=slot.unit)
    return found


def own_column(source: Source | str, name: str) -> str | None:
    """Display name of the column that holds the values of a series or a list; None of another object."""
    if not isinstance(source, Source) or not source.columns:
        return None
    if source.kind not in {"series", "array"} or len(source.shape) != 1:
        return None
    return unique_names(source.slots(source.columns), name)[-1]


def rows(source: Source | str, name: str) -> int:
    """Number of rows of an object; DataError where it cannot be read."""
    return _checked(source, name).rows


def _checked(source: Source | str, name: str) -> Source:
    if not isinstance(source, Source):
        raise DataError(f"{name} cannot be read as data: {source}.")
    return source
