"""A number that rises or falls along time: Sen's slope, Mann and Kendall's test widened for autocorrelation.

Taken along a time axis (a time column, or a rising number that is named like one), or along the row order of
a series or of a wave; values at one time are averaged first, and the season or the waves that are established
taken out (`_waves`). relation "trend", variables (time, number),
direction the sign of the slope. A series that wanders like a random walk makes trends by itself: its p is at
least the share of random walks with as clear a trend, and from one in a thousand up nothing is asserted. Nor
is it where a single change of level describes the values better.

facts: time ("" for row order), outcome, per (unit of time of the slope), unit, start, end (of the axis, as
texts), points (times), tau (Kendall's), inflation (factor on the variance), columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import assumptions, ranks, series, shifts
from ..statistics.effects import Interval
from . import _along, _evidence, _roles, _scan, _trend_cell, _waves
from ._along import Line
from .base import Facts, Finding

Floats = NDArray[np.float64]
CLEAREST_WALK = 0.001
NORMAL = 1.959963984540054


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

    def asked(self, profile: Profile, variables: tuple[str, ...]) -> Candidate | None:
        """The values of an array or a list along its index."""
        return _along.index_only(self.name, profile, variables)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one trend; None below the floor of times, and for a constant."""
        line = _along.along(table, candidate.variables, self.floor)
        if line is None:
            return None
        line = _waves.out(table, line)
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
            caveats=_along.caveats(line),
        )
        return Finding(
            candidate=candidate,
            kind="hypothesis",
            evidence=evidence,
            relation="trend",
            variables=candidate.variables,
            direction="+" if found.s > 0 else "-",
            facts=_facts(table, line, found),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one trend."""
        line = _along.along(table, finding.candidate.variables, self.floor)
        assert line is not None
        return _trend_cell.code(finding, _waves.out(table, line))


def _slopes(line: Line) -> tuple[Interval, series.Trend, float]:
    """Sen's slope in time units, the test, and the share of random walks with as clear a trend."""
    n = len(line.values)
    take = series.thinned(n)
    found = series.trend(line.values)
    wide = max(found.inflation * len(take) / n, 1.0)  # fewer points, further apart: less alike
    wide *= (_half_width(found) / NORMAL) ** 2
    slope = series.sen_slope(line.time[take], line.values[take], wide)
    walk = 0.0
    if series.persistence(series.without_curve(line.values), 3) > series.PERSISTENT:
        walk = series.random_walk_share(_time_correlation(line.values))
    return slope, found, walk


def _half_width(found: series.Trend) -> float:
    """Standard errors from the middle to the limits of a 95 % interval."""
    return float(special.stdtrit(found.df, 0.975))


def _time_correlation(values: Floats) -> float:
    place = ranks.unit(np.arange(len(values), dtype=np.float64))
    ranked = ranks.unit(ranks.ranks_of_codes(ranks.dense_codes(values)))
    return 0.0 if place is None or ranked is None else float(place @ ranked)


def _tau(line: Line, found: series.Trend) -> Interval:
    """Kendall's tau-a with limits from the widened variance of S."""
    n = len(line.values)
    pairs = n * (n - 1) / 2
    half = _half_width(found) * math.sqrt(
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
    better = shifts.step_over_line(line.time, line.values)
    if better > shifts.CLEARLY:
        detail = f"a single change of level describes it better (BIC lower by {better:.3g})"
        verdicts.append(Assumption("steady change", "violated", detail))
    steps = np.diff(line.time)
    even = bool(np.ptp(steps) <= 0.5 * float(np.median(steps)))
    detail = "steps in time are about even" if even else "steps in time are uneven"
    verdicts.append(Assumption("even spacing", "ok" if even else "weak", detail))
    return verdicts


def _facts(table: Table, line: Line, found: series.Trend) -> Facts:
    n = len(line.values)
    tau = found.s / (n * (n - 1) / 2)
    return _along.facts(table, line) | {"tau": tau, "inflation": found.inflation}
