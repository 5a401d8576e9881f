"""Blocks: units, plates, days ... each of which holds every level of a group.

The rows of a block are alike, so that the levels are compared within the blocks. Which column holds the blocks is
read from the rows alone, never from the number that is compared: the repeated units of the table; a column that is named like
a block and crosses the group with no cell more than twice as full as another; or any other column of groups
whose cells with the group are equally full, as only a designed experiment leaves them. A cell counts once, by its mean,
so that many rows of one cell are no further evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import ColumnProfile
from ..statistics.ranks import decimals
from . import _cell, _dependence, _roles, _scan, triviality

Floats = NDArray[np.float64]
FEWEST_BLOCKS = 3
FEWEST_PAIRS = 8
LEAST_FREEDOM = 6
MOST_BLOCKS = 2_000
COMPLETE = 0.9
MOST_LEVELS = 12
_NAMES = frozenset(
    "block blocks batch plate bed day date run lot litter replicate rep subject participant patient person animal donor "
    "session site field plot location lab centre center rater judge observer operator pair match stratum family "
    "household week school farm tank cage".split()
)


@dataclass(frozen=True)
class Blocked:
    """A number in blocks by levels.

    Attributes
    ----------
    number, group, block : str
        Display names.
    levels : tuple of str
    cells : ndarray, shape (b, k)
        Mean of the number in each block and level, blocks that lack a level left out.
    left_out : int
        Such blocks.
    rows : int
        Rows behind the cells.
    places : int
        Decimals to which means are rounded, so that equal ones are equal.
    units : bool
        The blocks are the repeated units of the table.
    """

    number: str
    group: str
    block: str
    levels: tuple[str, ...]
    cells: Floats
    left_out: int
    rows: int
    places: int
    units: bool


def of(table: Table, names: tuple[str, ...]) -> Blocked | None:
    """The number and group of `names` in blocks; None where no column holds blocks of the group."""
    scan = _scan.of(table)
    return scan.once(("blocked", *names), lambda: _blocked(table, scan, *names))


def _blocked(table: Table, scan: _scan.Scan, number: str, group: str) -> Blocked | None:
    block = block_of(scan, group)
    if block in {None, number} or triviality.reason(table, (number, group)) is not None:
        return None
    assert block is not None
    if triviality.reason(table, (number, block)) is not None or _is_ordered(scan, group):
        return None
    rows = scan.complete(number, group, block)
    values = scan.values(number)[rows]
    if len(values) == 0 or float(np.ptp(values)) == 0:
        return None
    codes = np.unique(scan.codes(block)[rows], return_inverse=True)[1]
    levels = scan.groups(group).levels
    place = codes * len(levels) + scan.groups(group).codes[rows]
    size = (int(codes.max()) + 1) * len(levels)
    counts = np.bincount(place, minlength=size).reshape(-1, len(levels))
    sums = np.bincount(place, weights=values, minlength=size).reshape(-1, len(levels))
    whole = counts.min(1) > 0
    if not _enough(int(whole.sum()), len(levels)) or whole.mean() < COMPLETE:
        return None
    places = decimals(values)
    cells = np.round(sums[whole] / counts[whole], places)
    if not np.isfinite(cells).all():
        return None
    return Blocked(
        number, group, block, levels, cells, int((~whole).sum()), int(counts[whole].sum()), places,
        block == scan.unit,
    )  # fmt: skip


def _enough(blocks: int, levels: int) -> bool:
    if levels == 2:
        return blocks >= FEWEST_PAIRS
    return blocks >= FEWEST_BLOCKS and (levels - 1) * (blocks - 1) >= LEAST_FREEDOM


def _is_ordered(scan: _scan.Scan, group: str) -> bool:
    return scan.column(group).ordered and len(scan.groups(group).levels) > 2


def block_of(scan: _scan.Scan, group: str) -> str | None:
    """The column that holds blocks of a group, by the counts of rows in their cells."""
    if not 2 <= len(scan.groups(group).levels) <= MOST_LEVELS:
        return None
    return scan.once(("block", group), lambda: _block_of(scan, group))


def _block_of(scan: _scan.Scan, group: str) -> str | None:
    unit = scan.unit
    if unit is not None:
        crossed = unit != group and _crossed(scan, unit, group) is not None
        return unit if crossed else None
    columns = {name: one.profile for name, one in scan.columns.items() if name != group}
    named = [name for name, one in columns.items() if _may_be_named(one)]
    for name in named:
        cells = _crossed(scan, name, group)
        if cells is not None and cells.max() <= 2 * max(cells.min(), 1):
            return name
    for name, one in columns.items():
        if name in named or not _roles.is_group(one):
            continue
        cells = _crossed(scan, name, group)
        if cells is not None and len(cells) >= FEWEST_BLOCKS and _equal(cells):
            return name
    return None


def _may_be_named(column: ColumnProfile) -> bool:
    few = FEWEST_BLOCKS <= (column.unique or 0) <= min(MOST_BLOCKS, column.n // 2)
    return few and column.role != "text" and bool(_roles.words(column.name) & _NAMES)


def _crossed(scan: _scan.Scan, block: str, group: str) -> NDArray[np.int64] | None:
    """Rows in each cell, shape (b, k); None unless nearly all blocks hold every level and suffice."""
    rows = scan.complete(block, group)
    along_time = scan.axis is not None and _dependence.is_serial(scan, group)
    if not rows.any() or along_time:  # stretches of time do not stand side by side
        return None
    codes = np.unique(scan.codes(block)[rows], return_inverse=True)[1]
    levels, blocks = len(scan.groups(group).levels), int(codes.max()) + 1
    if not FEWEST_BLOCKS <= blocks <= MOST_BLOCKS:
        return None
    place = codes * levels + scan.groups(group).codes[rows]
    cells = np.bincount(place, minlength=blocks * levels).reshape(blocks, levels)
    whole = cells.min(1) > 0
    if whole.mean() < COMPLETE or not _enough(int(whole.sum()), levels):
        return None
    return np.asarray(cells, dtype=np.int64)


def _equal(cells: NDArray[np.int64]) -> bool:
    """Nine cells in ten hold as many rows as the commonest count."""
    return float(np.bincount(cells.ravel()).max()) >= COMPLETE * cells.size


def cell_lines(scan: _scan.Scan, found: Blocked) -> str:
    """Lines that bind `cells`, a frame of means with a row for each block and a column for each level."""
    names = [found.number, found.group, found.block]
    number, block = (_cell.literal(name) for name in (found.number, found.block))
    keys = _cell.group_keys(scan, found.group, found.levels)
    return "\n".join([
        f"rows = data.dropna(subset={_cell.listed(names)})",
        f"by = [rows[{block}].astype(object), {_cell.group(scan, found.group)}]",
        f"cells = rows.groupby(by)[{number}].mean().unstack()[{keys}]",
        f"cells = cells.dropna().round({found.places})  # blocks that hold every level",
    ])  # fmt: skip


def caveats(found: Blocked) -> list[str]:
    """What the reader should know of the blocks."""
    if not found.left_out:
        return []
    return [f"{found.left_out} of {found.block} lack a level of {found.group} and are left out"]


def needs(found: Blocked) -> tuple[str, ...]:
    """Columns that the cell reads."""
    return (found.number, found.group, found.block)
