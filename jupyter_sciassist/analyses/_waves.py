"""What comes back taken out of a series before its trend or its change of level is looked for.

Where the calendar runs through three years or days of it, the means of months or hours (`_along.deseasoned`).
Else the waves that the period search establishes: less than three cycles of a year make a step
or a trend of the season. A wave counts only where it stands out beside a straight line and beside the most
likely change of level as well: a step less its line looks like two cycles of a wave, and so does a line less
its step.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..profiles.table import Table
from ..statistics import periods, shifts
from . import _along, _scan, periodicity
from ._along import Line

CYCLES = 2.5  # over the span at least: about two, a slower swing and a trend look like a wave


def out(table: Table, line: Line) -> Line:
    """The series less its season, or less its waves, whose frequencies the line then tells."""
    if line.season:
        return _along.deseasoned(line)
    memo = _scan.of(table).made
    key = ("waves", *line.names)
    if key not in memo:
        memo[key] = _multiples(line, _established(table, line))
    waves: tuple[float, ...] = memo[key]
    return _along.without_waves(line, waves) if waves else line


def _established(table: Table, line: Line) -> list[float]:
    """Frequencies, in cycles a unit of the line's time."""
    searched = list(_along.numbers(table.profile))[: periodicity.MOST_COLUMNS]
    if line.names not in searched:
        return []
    made = periodicity.searched(table, line.names)
    clear = _clear(made[1]) if made is not None else []
    if made is None or not clear:
        return []
    own = made[0]
    place = int(np.argmax(shifts.between(own.values)))
    rest = replace(own, values=shifts.levels_out(own.values, place))
    time, values, weights = periodicity.prepared(rest, _along.errors(table, line))
    scale = float(np.max(np.abs(values)))
    if scale == 0:
        return []
    beside = _clear(periods.search(time, values / scale, weights, _along.is_even(time), len(made[1])))  # fmt: skip
    near = 1 / float(np.ptp(time))
    held = [one for one in clear if any(abs(one - other) < near for other in beside)]
    held = [one for one in held if one >= CYCLES * near]
    return [one * line.scale / own.scale for one in held]


def _clear(found: list[dict[str, float]]) -> list[float]:
    sure = [one for one in found if one["global_p"] <= periodicity.GATE]
    return [one["frequency"] for one in sure if one["explained_low"] > 0]


def _multiples(line: Line, waves: list[float]) -> tuple[float, ...]:
    """The waves with those of their two multiples that pay (Bayesian information criterion)."""
    if not waves:
        return ()
    n = len(line.values)
    tried = [tuple(k * one for one in waves for k in range(1, most + 1)) for most in (1, 2, 3)]
    scores = []
    for each in tried:
        rest = _along.without_line(line.time, _along.without_waves(line, each).values)
        left = max(float(np.sum(rest**2)), 1e-300)
        scores.append(n * math.log(left) + 2 * len(each) * math.log(n))
    return tried[int(np.argmin(scores))]
