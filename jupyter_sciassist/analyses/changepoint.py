"""A level that changes once along time: the most likely place, by how much, and how sure that is.

Each number along the table's time axis, or along the rows of a series or of a wave. The largest two-sample t
over all places with its variance widened for autocorrelation (`statistics.shifts`); p is that of the
largest over all places. The season or the waves that are established are taken out first (`_waves`). A straight
line, or one with a slow wave, that describes the values as well speaks against a change, and a
series that wanders like a random walk has none. relation "changepoint", variables (time, number), direction
the sign of the change, location the value of the time column at the first point after it.

facts: time, outcome, per, unit, start, end, points, columns (see `_along.facts`); place (the first point
after the change, as text), first, last (95 % of that place, as texts).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..profiles.table import Table
from ..records import Assumption, Candidate, Evidence, Hypothesis, Profile, Scan
from ..statistics import assumptions, effects, series, shifts
from . import _again, _along, _changepoint_cell, _evidence, _waves
from ._along import Line
from .base import Facts, Finding

RUNS = 99
_MOST_CONTROLLED = 500


class ChangePoint:
    """A single change of level."""

    name = "changepoint"
    floor = 24

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Each number on the first time axis of a table; the number alone in a series."""
        for names in _along.numbers(profile):
            yield Candidate(self.name, profile.variable, names)

    def asked(self, profile: Profile, variables: tuple[str, ...]) -> Candidate | None:
        """The values of an array or a list along its index."""
        return _along.index_only(self.name, profile, variables)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one change; None below the floor, for a constant and for two exact levels."""
        line = _along.along(table, candidate.variables, self.floor)
        if line is None:
            return None
        line = _waves.out(table, line)
        found = shifts.step(line.values)
        return None if found is None else self._finding(table, candidate, line, found)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The levels before and from the recorded place."""
        line = _along.along(table, candidate.variables, self.floor)
        place = _along.place_of(table, line, claim.location) if line is not None else None
        if line is None or place is None:
            return None
        line = _waves.out(table, line)
        found = shifts.step(line.values, place)
        if found is None:
            return None
        made = self._finding(table, candidate, line, found, searched=False)
        method = "t at the place found before, for autocorrelated series"
        return _again.finding(made, claim, method, found.local_p)

    def _finding(
        self,
        table: Table,
        candidate: Candidate,
        line: Line,
        found: shifts.Step,
        searched: bool = True,
    ) -> Finding:
        number = candidate.variables[-1]
        facts, shown = _facts(table, line, found), found.global_p <= 0.05
        evidence = _evidence.of(
            table,
            "largest t over all places, for autocorrelated series",
            len(line.values),
            found.global_p,
            estimate=_evidence.estimate(
                f"change in {number}", found.size, str(facts["unit"]) or None
            ),
            effect=_evidence.effect("standardised change", _standardised(found)),
            statistic=_evidence.statistic("t", found.t, (found.df,)),
            scan=Scan(found.local_p, found.global_p),
            assumptions=_verdicts(line, found),
            caveats=_caveats(line, facts),
            control=_control(line, found, table.rows.seed) if shown and searched else None,
        )
        return Finding(
            candidate=candidate,
            kind="hypothesis",
            evidence=evidence,
            relation="changepoint",
            variables=candidate.variables,
            direction="+" if found.t > 0 else "-",
            location=_along.where(table, line, found.place),
            facts=facts,
            shown=shown,
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one change."""
        line = _along.along(table, finding.candidate.variables, self.floor)
        assert line is not None
        return _changepoint_cell.code(finding, _waves.out(table, line))


def _standardised(found: shifts.Step) -> effects.Interval:
    return effects.Interval(*(float(limit) / found.spread for limit in found.size))


def _verdicts(line: Line, found: shifts.Step) -> list[Assumption]:
    verdicts = []
    if found.inflation > 1.05:
        detail = f"variance of the difference times {found.inflation:.3g}"
        verdicts.append(
            assumptions.met_by("independent rows", "variance for autocorrelation", detail)
        )
    else:
        detail = "no autocorrelation about the two levels"
        verdicts.append(Assumption("independent rows", "ok", detail))
    if found.persistence > series.PERSISTENT:
        detail = (
            f"wanders about its levels like a random walk (autocorrelation {found.persistence:.2g})"
        )
        verdicts.append(Assumption("no random walk", "violated", detail))
    better = shifts.step_over_line(line.time, line.values)
    if better <= shifts.CLEARLY:
        detail = f"a straight line describes it as well (BIC lower by {better:.3g} only)"
        verdicts.append(Assumption("sudden change", "violated", detail))
    else:
        detail = f"better than a straight line (BIC lower by {better:.3g})"
        verdicts.append(Assumption("sudden change", "ok", detail))
    slow = shifts.step_over_wave(line.time, line.values)
    if slow <= shifts.CLEARLY:
        detail = f"a slow wave describes it as well (BIC lower by {slow:.3g} only)"
        verdicts.append(Assumption("no slow wave", "violated", detail))
    rest = shifts.levels_out(line.values, found.place)
    verdicts.append(assumptions.near_normal([rest[: found.place], rest[found.place :]]))
    return verdicts


def _caveats(line: Line, facts: Facts) -> list[str]:
    return [
        *_along.caveats(line),
        f"place of the change: 95 % of it from {facts['first']} to {facts['last']}",
        "one change is looked for; the size is that of the clearest place and so rather too large",
    ]


def _control(line: Line, found: shifts.Step, seed: int) -> dict[str, object]:
    """How many of 99 autocorrelated series without a change have as clear a one."""
    take = series.thinned(len(line.values), _MOST_CONTROLLED)
    r = found.persistence if len(take) == len(line.values) else 0.0
    made = series.autoregressive(r, len(take), RUNS, np.random.default_rng(seed))
    steps = [shifts.step(one) for one in made]
    reached = sum(one is not None and abs(one.t) >= abs(found.t) for one in steps)
    return {"kind": "autoregressive noise", "runs": RUNS, "as_strong": reached, "seed": seed}


def _facts(table: Table, line: Line, found: shifts.Step) -> Facts:
    facts = _along.facts(table, line)
    for key, place in (("place", found.place), ("first", found.first), ("last", found.last)):
        facts[key] = _along.moment(table, line, place)
    return facts
