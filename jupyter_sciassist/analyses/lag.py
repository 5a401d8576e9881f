"""One series that another follows, some steps later.

Pairs of numbers along the table's time axis, evenly spaced apart from gaps. Each is freed from a parabola, from
the waves that stand out (`statistics.slow`) and from its own autocorrelation (`statistics.leads`), since two
smooth series agree at some lag by themselves; two that both wander like random walks are left alone. relation "lag", variables (leader, follower), location the lag in units of the time column (rows, days,
years ...), always positive: "y follows x by 3 days"; direction the sign of the correlation at that lag. p is that
of the largest correlation over all lags but none; where both agree no less at the same time nothing is said.

facts: leader, follower, time, per, lag (in `per`), steps, lags (looked at on either side), columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Evidence, Hypothesis, Profile, Scan
from ..statistics import assumptions, leads, series, slow
from ..statistics.effects import Interval
from . import _again, _along, _dependence, _evidence, _lag_cell, triviality
from ._along import Line
from .base import Finding, place_number

Floats = NDArray[np.float64]
MOST_COLUMNS = 6
MOST_LAGS = 30
MOST_PLACES = 20_000
ORDER = 4
RUNS = 99


class Pair(NamedTuple):
    """Two series on one grid of time: innovations, lags looked at, and the result."""

    lines: tuple[Line, Line]
    first: Floats
    second: Floats
    lags: int
    found: dict[str, float]
    waves: int


class Lag:
    """One series behind another."""

    name = "lag"
    floor = 40

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of the first six numbers along the time axis: 15 at most."""
        found = [one for one in _along.numbers(profile) if len(one) == 2][:MOST_COLUMNS]
        for place, (axis, second) in enumerate(found):
            for _, first in found[:place]:
                yield Candidate(self.name, profile.variable, (axis, first, second))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None below the floor, for uneven times and for trivial pairs."""
        pair = _pair(table, candidate.variables, self.floor)
        if pair is None or triviality.reason(table, candidate.variables[1:]) is not None:
            return None
        return _finding(table, candidate, pair)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The correlation at the recorded lag."""
        pair, shift = _pair(table, candidate.variables, self.floor), place_number(claim.location)
        if pair is None or shift is None:
            return None
        steps = round(shift / _step(pair))
        if not 1 <= steps <= pair.lags:
            return None
        steps = steps if claim.variables[0] == candidate.variables[1] else -steps
        found = leads.lead(pair.first, pair.second, pair.lags, 3 + 2 * pair.waves, steps)
        made = _finding(table, candidate, pair._replace(found=found), searched=False)
        method = "cross-correlation of prewhitened series at the lag found before"
        return _again.finding(made, claim, method, found["global_p"])

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        pair = _pair(table, finding.candidate.variables, self.floor)
        assert pair is not None
        return _lag_cell.code(finding, pair.lines, pair.lags, ORDER)


def _pair(table: Table, names: tuple[str, ...], floor: int) -> Pair | None:
    axis, *both = names
    first, second = (_along.along(table, (axis, name), floor) for name in both)
    if first is None or second is None:
        return None
    if all(series.lag_one(line.values) > _dependence.WANDERING for line in (first, second)):
        return None
    times, one, other = np.intersect1d(first.time, second.time, return_indices=True)
    if len(times) < floor or not _along.is_even(times):
        return None
    place = slow.places(times)
    if place[-1] >= MOST_PLACES:
        return None
    values = [line.values[at] for line, at in ((first, one), (second, other))]
    if any(float(np.ptp(each)) <= 0 for each in values):
        return None
    values = [(each - each.mean()) / each.std() for each in values]
    basis = slow.slow_basis(values[:1], values[1], place)
    sides = []
    for each in values:
        full = np.full(int(place[-1]) + 1, np.nan)
        full[place] = slow.less(basis, each)
        sides.append(leads.innovations(full, ORDER))
    known = int(np.sum(~np.isnan(sides[0] + sides[1])))
    if known < floor // 2:
        return None
    lags = min(MOST_LAGS, known // 4)
    fitted = basis.shape[1]
    found = leads.lead(sides[0], sides[1], lags, fitted)
    return Pair((first, second), sides[0], sides[1], lags, found, (fitted - 3) // 2)


def _finding(table: Table, candidate: Candidate, pair: Pair, searched: bool = True) -> Finding:
    found, shown = pair.found, pair.found["global_p"] <= 0.05
    axis, first, second = candidate.variables
    leader, follower = (first, second) if found["lag"] > 0 else (second, first)
    shift = abs(found["lag"]) * _step(pair)
    per = pair.lines[0].per
    evidence = _evidence.of(
        table,
        "largest cross-correlation of prewhitened series over lags",
        int(found["pairs"]),
        found["global_p"],
        estimate=None,
        effect=_evidence.effect(
            "correlation at the lag", Interval(found["r"], found["r_low"], found["r_high"])
        ),
        statistic=_evidence.statistic("z", found["z"]),
        scan=Scan(found["local_p"], found["global_p"]),
        assumptions=_verdicts(pair),
        caveats=[
            *_along.caveats(pair.lines[0], season=False),
            "a parabola along time, and waves that stand out, are taken out first",
            "one series that comes later need not depend on the other",
        ],
        control=_control(pair, table.rows.seed) if shown and searched else None,
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="lag",
        variables=(leader, follower),
        direction="+" if found["r"] > 0 else "-",
        location=shift,
        facts={
            "leader": leader, "follower": follower, "time": axis, "per": per, "lag": shift,
            "steps": abs(int(found["lag"])), "lags": pair.lags, "columns": candidate.variables,
        },
        shown=shown,
    )  # fmt: skip


def _step(pair: Pair) -> float:
    """The usual step in time."""
    return float(np.median(np.diff(np.intersect1d(pair.lines[0].time, pair.lines[1].time))))


def _verdicts(pair: Pair) -> list[Assumption]:
    detail = f"autoregression of up to {ORDER} steps taken out of each series"
    season = f"{pair.waves} waves are taken out"
    return [
        Assumption("no common season", "ok", season if pair.waves else "no wave stands out"),
        assumptions.met_by("independent rows", "prewhitened series", detail),
        Assumption("even spacing", "ok", "steps in time are alike, gaps aside"),
    ]


def _control(pair: Pair, seed: int) -> dict[str, JSON]:
    """How many turns of one series against the other, by at least the lags looked at, agree as well."""
    rng, n = np.random.default_rng(seed), len(pair.first)
    turns = rng.integers(pair.lags + 1, max(n - pair.lags, pair.lags + 2), RUNS)
    strong = [
        leads.lead(pair.first, np.roll(pair.second, int(turn)), pair.lags, 3 + 2 * pair.waves)["z"]
        for turn in turns
    ]
    reached = sum(one >= pair.found["z"] for one in strong)
    return {"kind": "turned series", "runs": RUNS, "as_strong": reached, "seed": seed}
