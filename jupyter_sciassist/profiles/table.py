"""The one form in which analyses see data: columns as NumPy arrays, and how their rows were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..records import ColumnProfile, Profile, Split


@dataclass(frozen=True)
class Column:
    """One column of the rows at hand.

    Attributes
    ----------
    profile : ColumnProfile
        Role, unit and summary over *all* rows of the object that were looked at.
    values : ndarray, shape (n,)
        Roles numeric, count, boolean (0/1) and time (seconds since 1970-01-01 UTC): float64,
        NaN where missing. Roles category, text and id of strings: int64 codes into `levels`,
        -1 where missing.
    levels : tuple of str
        Display form of the categories, in code order; empty for numbers.
    ordered : bool
        The levels carry an order.
    recipe : str
        How a cell turns the live column into numbers; `source.preamble` goes by it.
    """

    profile: ColumnProfile
    values: NDArray[np.float64] | NDArray[np.int64]
    levels: tuple[str, ...] = ()
    ordered: bool = False
    recipe: str = "as is"


@dataclass(frozen=True)
class Rows:
    """How the rows of a `Table` were chosen, so that a cell can choose them again.

    Attributes
    ----------
    total : int
        Rows of the object.
    sample : int or None
        Rows drawn without replacement by `numpy.random.default_rng(seed)`, or None for all.
    seed : int
        Seed of that draw.
    split : str
        "all", "explore" or "confirm".
    salt : str
        Hex salt of the split, kept with the object's ledger.
    unit : str or None
        Display name of the column whose value is hashed instead of the index label, so that
        repeated units stay whole on one side.
    block : int or None
        Consecutive rows hashed together (position // block), so that time blocks stay whole.
    labels : str
        "index" where the hashed label is the row's index label, "position" where there is none
        that can be used. A unit or a block comes before either.
    """

    total: int
    sample: int | None = None
    seed: int = 0
    split: Split = "all"
    salt: str = ""
    unit: str | None = None
    block: int | None = None
    labels: str = "position"


@dataclass(frozen=True)
class Table:
    """The rows that an analysis may see. `columns` is keyed by unique display name."""

    profile: Profile
    columns: Mapping[str, Column]
    rows: Rows
    n: int
