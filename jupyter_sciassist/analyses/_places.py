"""Rows that are places on a map: how many independent ones two columns are worth, and the lines of the cells.

Only tables without a time axis; rows of one place at several times are a matter of units and of time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..profiles.recognise import coordinates
from ..statistics import spatial
from ..statistics.series import thinned
from . import _cell, _inline
from ._scan import Scan

Floats = NDArray[np.float64]
_MOST = 300
_FEWEST = 20


def names(scan: Scan) -> tuple[str, str] | None:
    """Columns of latitude and longitude, where the rows are places."""
    return scan.once(
        ("coordinates",), lambda: coordinates(scan.columns) if scan.axis is None else None
    )


def sample(
    scan: Scan, rows: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Positions among `rows` of at most 300 evenly spread places, and the classes of their distances.

    None where the rows are no places, or places are known of fewer than 20.
    """
    both = names(scan)
    if both is None:
        return None
    memo, key = ("places",), np.packbits(rows).tobytes()
    if scan.made.get(memo, (None,))[0] != key:
        latitude, longitude = (scan.values(name)[rows] for name in both)
        known = np.flatnonzero(~np.isnan(latitude + longitude))
        take = known[thinned(len(known), _MOST)]
        found = None
        if len(take) >= _FEWEST:
            found = take, spatial.distance_classes(latitude[take], longitude[take])
        scan.made[memo] = (key, found)
    made: tuple[NDArray[np.int64], NDArray[np.int64]] | None = scan.made[memo][1]
    return made


def worth(
    scan: Scan, rows: NDArray[np.bool_], first: Sequence[Floats], second: Floats
) -> float | None:
    """How many independent rows the least of `first` and `second` are worth; None where rows are no places."""
    found = sample(scan, rows)
    if found is None:
        return None
    take, classes = found
    n = len(second)
    return min(spatial.spatial_rows(one[take], second[take], classes, n) for one in first)


def is_smooth(scan: Scan, rows: NDArray[np.bool_], values: Floats) -> bool:
    """Values of the nearest places are alike beyond chance, as neighbours in a series are."""
    found = sample(scan, rows)
    if found is None:
        return False
    take, classes = found
    near = spatial.likeness(values[take], classes)[1:3]
    return bool(np.nanmax(near, initial=0.0) > max(3 / np.sqrt(len(take)), 0.1))


def helper() -> str:
    """The functions that `lines` and `spatial_rows` call."""
    return _inline.sources(spatial.distance_classes, spatial.likeness, spatial.spatial_rows)


def lines(scan: Scan) -> str:
    """Lines that bind `take` and `classes` from `rows`."""
    both = names(scan)
    assert both is not None
    latitude, longitude = (f"rows[{_cell.literal(name)}].to_numpy(float)" for name in both)
    return "\n".join([
        f"lat, lon = {latitude}, {longitude}",
        "known = np.flatnonzero(~np.isnan(lat + lon))",
        f"take = known[np.linspace(0, len(known) - 1, min(len(known), {_MOST})).astype(int)]",
        "classes = distance_classes(lat[take], lon[take])  # evenly spread rows",
    ])  # fmt: skip
