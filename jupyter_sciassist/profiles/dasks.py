"""Dask DataFrames: figures and sample come from the user's scheduler, a partition at a time.

Only Dask's own operations are used, so the workers need nothing of this package, and neither they nor the
client ever hold more than the partitions they work on: counts and moments are reduced where the data
are, and of each partition only the rows of the sample travel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import frames, known
from .base import Exact, Positions, Source


@dataclass(frozen=True)
class Counted:
    """A collection whose rows have been counted.

    Attributes
    ----------
    frame : dask.dataframe.DataFrame
    sizes : ndarray of int, shape (partitions,)
        Rows of each partition.
    exact : dict
        Figures over all rows by position of the column.
    """

    frame: Any
    sizes: NDArray[np.int64]
    exact: dict[int, Exact]

    @property
    def rows(self) -> int:
        """Rows of all partitions."""
        return int(self.sizes.sum())

    def fetch(self, positions: Positions, names: list[str]) -> Source:
        """The rows at `positions` of the named columns, each drawn where its partition is."""
        parts = self.frame[names].to_delayed()
        if positions is None:
            chosen = parts
        else:
            ends = np.cumsum(self.sizes)
            chosen = [
                part.iloc[positions[(positions >= end - size) & (positions < end)] - (end - size)]
                for part, size, end in zip(parts, self.sizes, ends, strict=True)
            ]
        brought = known.member("dask", "compute")(*chosen)
        return frames.frame(known.member("pandas", "concat")(list(brought)))


def counted(obj: Any, columns: int) -> Counted:
    """Partition sizes and exact figures of the first columns, in one run of the user's scheduler."""
    frame = obj.to_frame() if known.is_exact(obj, "dask.dataframe", "Series") else obj
    looked = frame[list(frame.columns[:columns])]
    # pandas 2 counts durations among the numbers
    numbers = looked.select_dtypes("number", exclude="timedelta").replace([np.inf, -np.inf], np.nan)
    sizes, present, *figures = known.member("dask", "compute")(
        frame.map_partitions(len),
        looked.count(),
        numbers.count(), numbers.min(), numbers.max(), numbers.mean(), numbers.std(),
    )  # fmt: skip
    count, parts = figures[0], dict(zip(("min", "max", "mean", "std"), figures[1:], strict=True))
    rows = int(np.sum(sizes))
    exact = {}
    for place, name in enumerate(looked.columns):
        moments = {part: found[name] for part, found in parts.items()} if name in count else {}
        exact[place] = Exact(rows - int((count if name in count else present)[name]), moments)
    return Counted(frame, np.asarray(sizes, dtype=np.int64), exact)
