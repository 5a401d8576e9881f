"""A number that rises or falls along time: Sen's slope, Mann and Kendall's test widened for autocorrelation.

Taken along a time axis (a time column, or a rising number that is named like one), or along the row order of
a series or of a wave; values at one time are averaged first. relation "trend", variables (time, number),
direction the sign of the slope. A series that wanders like a random walk makes trends by itself: its p is at
least the share of random walks with as clear a trend, and from one in a thousand up nothing is asserted.

facts: time ("" for row order), outcome, per (unit of time of the slope), unit, start, end (of the axis, as
texts), points (times), tau (Kendall's), inflation (factor on the variance), columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import assumptions, ranks, series
from ..statistics.effects import Interval
from . import _evidence, _roles, _scan, _trend_cell
from .base import Facts, Finding

Floats = NDArray[np.float64]
CLEAREST_WALK = 0.001
_SCALES = (
    ("year", 31_556_952.0, 3 * 31_556_952.0),
    ("day", 86_400.0, 3 * 86_400.0),
    ("hour", 3_600.0, 3 * 3_600.0),
    ("second", 1.0, 0.0),
)


class Line(NamedTuple):
    """A series in time order.

    Attributes
    ----------
    time : ndarray, shape (n,)
        In `per`; the place where there is no axis.
    values : ndarray, shape (n,)
    rows : int
        Rows behind the n points.
    per : str
        "year", "day", "hour", "second", "row", or the name of a numeric axis.
    scale : float
        What the axis was divided by.
    decimals : int or None
        Where values at one time were averaged: to how many decimals.
    """

    time: Floats
    values: Floats
    rows: int
    per: str
    scale: float
    decimals: int | None = None


class Trend:
    """A number along time."""

    name = "trend"
    floor = 12

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Each number against each time axis of a table; the number alone in a series."""
        numbers = [one for one in profile.columns if _roles.is_number(one)]
        axes = [one for one in profile.columns if _roles.is_axis(one)]
        if not axes and profile.kind in {"series", "wave"}:
            for number in numbers:
                yield Candidate(self.name, profile.variable, (number.name,))
        for axis in axes[:3]:
            for number in numbers:
                if number.name != axis.name:
                    yield Candidate(self.name, profile.variable, (axis.name, number.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one trend; None below the floor of times, and for a constant."""
        line = along(table, candidate.variables, self.floor)
        if line is None:
            return None
        slope, found, walk = _slopes(line)
        if found.p == 1.0 and found.s == 0:
            return None
        scan = _scan.of(table)
        number = candidate.variables[-1]
        unit = scan.unit_of(number)
        rho = _time_correlation(line.values)
        evidence = _evidence.of(
            table,
            "Mann-Kendall test for autocorrelated series",
            len(line.values),
            max(found.p, walk),
            estimate=_evidence.estimate(
                f"Sen slope of {number} per {line.per}",
                slope,
                f"{unit} per {line.per}" if unit else None,
            ),
            effect=_evidence.effect("Kendall's tau", _tau(line, found)),
            statistic=_evidence.statistic("z", found.z),
            assumptions=_verdicts(line, found, walk, rho),
            caveats=_caveats(line, candidate.variables),
        )
        return Finding(
            candidate=candidate,
            kind="hypothesis",
            evidence=evidence,
            relation="trend",
            variables=candidate.variables,
            direction="+" if found.s > 0 else "-",
            facts=_facts(table, candidate, line, found),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one trend."""
        line = along(table, finding.candidate.variables, self.floor)
        assert line is not None
        return _trend_cell.code(finding, line.per, line.scale, decimals=line.decimals)


def along(table: Table, names: tuple[str, ...], floor: int) -> Line | None:
    """The series of the last of `names` along the first, or along the rows; None below the floor."""
    scan = _scan.of(table)
    rows = scan.complete(*names)
    values = scan.values(names[-1])[rows]
    if len(names) == 1:
        time = np.arange(scan.n, dtype=np.float64)[rows]
        return Line(time, values, len(values), "row", 1.0) if _enough(values, floor) else None
    time = scan.values(names[0])[rows]
    count, decimals = len(values), None
    points, place = np.unique(time, return_inverse=True)
    if len(points) < count:
        decimals = ranks.decimals(values)
        values = np.round(np.bincount(place, weights=values) / np.bincount(place), decimals)
    else:
        values = values[np.argsort(time, kind="stable")]
    if not _enough(values, floor):
        return None
    per, scale = _per(scan, names[0], points)
    return Line(points / scale, values, count, per, scale, decimals)


def _enough(values: Floats, floor: int) -> bool:
    return len(values) >= floor and float(np.ptp(values)) > 0


def _per(scan: _scan.Scan, axis: str, points: Floats) -> tuple[str, float]:
    if scan.column(axis).profile.role != "time":
        return axis, 1.0
    span = float(np.ptp(points))
    return next((name, scale) for name, scale, least in _SCALES if span >= least)


def _slopes(line: Line) -> tuple[Interval, series.Trend, float]:
    """Sen's slope in time units, the test, and the share of random walks with as clear a trend."""
    n = len(line.values)
    take = series.thinned(n)
    step = series.sen_slope(np.arange(n, dtype=np.float64)[take], line.values[take]).value
    found = series.trend(line.values, step)
    wide = max(found.inflation * len(take) / n, 1.0)  # fewer points, further apart: less alike
    slope = series.sen_slope(line.time[take], line.values[take], wide)
    rest = line.values - step * np.arange(n)
    walk = 0.0
    if series.lag_one(rest) > series.PERSISTENT:
        walk = series.random_walk_share(_time_correlation(line.values))
    return slope, found, walk


def _time_correlation(values: Floats) -> float:
    place = ranks.unit(np.arange(len(values), dtype=np.float64))
    ranked = ranks.unit(ranks.ranks_of_codes(ranks.dense_codes(values)))
    return 0.0 if place is None or ranked is None else float(place @ ranked)


def _tau(line: Line, found: series.Trend) -> Interval:
    """Kendall's tau-a with limits from the widened variance of S."""
    n = len(line.values)
    pairs = n * (n - 1) / 2
    half = 1.959963984540054 * math.sqrt(
        series.kendall_variance(np.arange(n, dtype=np.float64), line.values) * found.inflation
    )
    tau = found.s / pairs
    return Interval(tau, max(tau - half / pairs, -1.0), min(tau + half / pairs, 1.0))


def _verdicts(line: Line, found: series.Trend, walk: float, rho: float) -> list[Assumption]:
    verdicts = []
    if found.inflation > 1.05:
        detail = f"variance of S times {found.inflation:.3g}"
        verdicts.append(
            assumptions.met_by("independent rows", "variance for autocorrelation", detail)
        )
    else:
        verdicts.append(Assumption("independent rows", "ok", "no autocorrelation about the trend"))
    if walk > CLEAREST_WALK:
        detail = (
            f"wanders about its trend; a share of {walk:.2g} of random walks correlates with time "
            f"as much ({rho:.2g})"
        )
        verdicts.append(Assumption("no random walk", "violated", detail))
    elif walk > 0:
        detail = f"wanders about its trend, yet at most {walk:.2g} of random walks are as clear"
        verdicts.append(Assumption("no random walk", "weak", detail))
    steps = np.diff(line.time)
    even = bool(np.ptp(steps) <= 0.5 * float(np.median(steps)))
    detail = "steps in time are about even" if even else "steps in time are uneven"
    verdicts.append(Assumption("even spacing", "ok" if even else "weak", detail))
    return verdicts


def _caveats(line: Line, names: tuple[str, ...]) -> list[str]:
    if line.rows == len(line.values):
        return []
    return [f"{line.rows} rows averaged over {len(line.values)} values of {names[0]}"]


def _facts(table: Table, candidate: Candidate, line: Line, found: series.Trend) -> Facts:
    scan = _scan.of(table)
    n = len(line.values)
    names = candidate.variables
    facts: Facts = {
        "time": names[0] if len(names) == 2 else "",
        "outcome": names[-1],
        "per": line.per,
        "unit": scan.unit_of(names[-1]) or "",
        "points": n,
        "tau": found.s / (n * (n - 1) / 2),
        "inflation": found.inflation,
        "columns": names,
    }
    if len(names) == 2:
        for end, place in (("start", 0), ("end", -1)):
            facts[end] = _scan.moment(float(line.time[place] * line.scale), scan.column(names[0]))
    return facts
