"""What every family of types gives: a `Source`, whose columns are taken one at a time, by position."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import Kind
from .raw import Raw

Positions = NDArray[np.int64] | None
"""Row positions to take, ascending, or None for all rows."""


@dataclass(frozen=True)
class Slot:
    """One column that could be read. `position` is negative for a level of the row index.

    `nameless`: the object names no column, so that it bears the name of the variable.
    """

    position: int
    label: Any
    title: str
    dtype: str
    take: Callable[[Positions], Raw]
    unit: str | None = None
    nameless: bool = False


@dataclass(frozen=True)
class Exact:
    """Figures of one column over all rows, by the object's own engine.

    `missing` counts missing and infinite values; `moments` may hold min, max, mean and std (n - 1) of the
    others, None where there is none.
    """

    missing: int
    moments: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """A live object whose family is known.

    Attributes
    ----------
    type : str
        "pandas.DataFrame", "polars.Series" ...; `source.preamble` goes by it.
    shape : tuple of int
        Shape of the object itself.
    columns : int
        How many columns there are, looked at or not.
    slots : callable
        The first k columns, for k of the plan.
    labels : callable or None
        Index labels at row positions, as texts; None where rows are known by position.
    exact : callable or None
        Figures over all rows by position of the column, for a table of which a sample is looked at.
    """

    type: str
    kind: Kind
    shape: tuple[int, ...]
    rows: int
    columns: int
    slots: Callable[[int], list[Slot]]
    labels: Callable[[Positions], list[str] | None] | None = None
    note: str | None = None
    exact: Callable[[], Mapping[int, Exact]] | None = None


def unit_of(attrs: Any, title: str) -> str | None:
    """Unit of a column as `attrs["units"]` of a pandas object gives it; exact dicts and texts only."""
    if type(attrs) is not dict:
        return None
    units = attrs.get("units")
    if type(units) is dict:
        units = units.get(title)
    return units if type(units) is str and 0 < len(units) <= 20 else None
