"""A number that comes back: the strongest periods along time, evenly sampled or not.

Each number along the table's time axis, or along the rows of a series or of a wave. The periodogram fits a
sine with a mean of its own (`statistics.periods`), weighted where a column of errors stands beside the number
(v_err, v_error, e_v ...). Evenly spaced values are held against first-order autocorrelated noise, others against
the power that is usual about the frequency. The second and third period (context rank) are searched once the
one before is out, and only where that one is clear, so that noise costs one test a number.
relation "periodicity", variables (time, number), direction "none", location the period: in years for years, in
days for dates, else in the column's own units, or in rows. p is that of the whole search.

facts: time, outcome, per (unit of the period), unit, points, columns, rank, period, error (column or "").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Evidence, Hypothesis, Profile, Scan
from ..statistics import assumptions, periods, series
from ..statistics.effects import Interval
from . import _again, _along, _evidence, _periodicity_cell, _scan
from ._along import Line
from .base import Facts, Finding, place_number

Floats = NDArray[np.float64]
RANKS = 3
GATE = 0.01
MOST_POINTS = 3_000
MOST_COLUMNS = 12
RUNS, SHUFFLES = 19, 9
_MOST_CONTROLLED = 300


class Periodicity:
    """The strongest periods of a number."""

    name = "periodicity"
    floor = 30

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Up to three periods of each of the first twelve numbers."""
        names = [column.name for column in profile.columns]
        errors = {_along.error_of(name, names) for name in names}
        found = [one for one in _along.numbers(profile) if one[-1] not in errors]
        for one in found[:MOST_COLUMNS]:
            for rank in range(1, RANKS + 1):
                yield Candidate(self.name, profile.variable, one, {"rank": str(rank)})

    def asked(self, profile: Profile, variables: tuple[str, ...]) -> Candidate | None:
        """The values of an array or a list along its index."""
        return _along.index_only(self.name, profile, variables, {"rank": "1"})

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one period; None below the floor, and where the one before is not clear."""
        made = searched(table, candidate.variables)
        rank = int((candidate.context or {})["rank"])
        if made is None or len(made[1]) < rank:
            return None
        line, found = made
        return _finding(table, candidate, line, found[rank - 1], rank)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The wave of the recorded period."""
        names, period = candidate.variables, place_number(claim.location)
        apart = len(names) == 1 and bool(table.rows.salt)  # rows picked apart are no series
        line = None if apart else _along.along(table, names, self.floor)
        if line is None or not period:
            return None
        line = in_own_units(table, line)
        time, values, weights = prepared(line, _along.errors(table, line))
        scale = float(np.max(np.abs(values)))
        # less than two cycles, or two points a cycle, tell no wave from a trend or from noise
        steps = 2 * float(np.median(np.diff(time)))
        if not steps <= period <= float(np.ptp(time)) / 2 or scale == 0:
            return None
        one = periods.at_frequency(time, values / scale, weights, _along.is_even(time), 1 / period)
        rank = int((candidate.context or {})["rank"])
        made = _finding(table, candidate, line, one, rank, searched=False)
        method = "least-squares fit of the period found before, floating mean"
        return _again.finding(made, claim, method, one["local_p"])

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one period."""
        made = searched(table, finding.candidate.variables)
        assert made is not None
        return _periodicity_cell.code(finding, made[0], MOST_POINTS, len(made[1]))


def searched(
    table: Table, names: tuple[str, ...], floor: int = Periodicity.floor
) -> tuple[Line, list[dict[str, float]]] | None:
    """The series and its periods, computed once for all ranks."""
    memo = _scan.of(table).made
    key = ("periodicity", *names)
    if key not in memo:
        memo[key] = _searched(table, names, floor)
    made: tuple[Line, list[dict[str, float]]] | None = memo[key]
    return made


def _searched(
    table: Table, names: tuple[str, ...], floor: int
) -> tuple[Line, list[dict[str, float]]] | None:
    if len(names) == 1 and (table.rows.split != "all" or table.rows.sample is not None):
        return None  # rows without a time that were picked apart are no series any more
    line = _along.along(table, names, floor)
    if line is None:
        return None
    line = in_own_units(table, line)
    time, values, weights = prepared(line, _along.errors(table, line))
    if float(np.ptp(values)) <= 1e-12 * float(np.max(np.abs(values))):
        return None
    scale = float(np.max(np.abs(values)))
    return line, periods.search(time, values / scale, weights, _along.is_even(time), RANKS)


def in_own_units(table: Table, line: Line) -> Line:
    """Years for a column of years, days for other times, the column's own units for a number."""
    if len(line.names) == 1 or not _along.is_time(_scan.of(table), line.names[0]):
        return line
    years = _scan.of(table).column(line.names[0]).recipe == "year"
    per, scale = ("year", _along.YEAR) if years else ("day", _along.DAY)
    return replace(line, time=line.time * line.scale / scale, per=per, scale=scale)


def prepared(line: Line, errors: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Times, values and weights with sum 1, means of stretches where there are more than 3 000 points."""
    weights = np.ones(len(line.values)) if errors is None else (errors.min() / errors) ** 2
    many = -(-len(weights) // MOST_POINTS)
    start = np.arange(0, len(weights), many)
    total = np.add.reduceat(weights, start)
    time, values = (
        np.add.reduceat(weights * one, start) / total for one in (line.time, line.values)
    )
    return time, values, total / total.sum()


def _finding(
    table: Table,
    candidate: Candidate,
    line: Line,
    one: dict[str, float],
    rank: int,
    searched: bool = True,
) -> Finding:
    number = candidate.variables[-1]
    error = _along.errors(table, line)
    facts = _facts(table, line, one, rank)
    shown = one["global_p"] <= 0.05 or one["white_p"] <= 0.1 * GATE
    period = Interval(one["period"], one["period_low"], one["period_high"])
    explained = Interval(one["explained"], one["explained_low"], one["explained_high"])
    evidence = _evidence.of(
        table,
        "least-squares periodogram with floating mean",
        len(line.values),
        one["global_p"],
        estimate=_evidence.estimate(f"period of {number}", period, line.per),
        effect=_evidence.effect("R squared", explained),
        statistic=_evidence.statistic("share of variance", one["share"]),
        scan=Scan(one["local_p"], one["global_p"]),
        assumptions=_verdicts(line, one),
        caveats=_caveats(line, one, prepared(line, error)),
        control=_control(line, error, one, table.rows.seed) if shown and searched else None,
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="periodicity",
        variables=candidate.variables,
        direction="none",
        context={"rank": str(rank)},
        location=one["period"],
        facts=facts,
        shown=shown,
    )


def _verdicts(line: Line, one: dict[str, float]) -> list[Assumption]:
    verdicts = []
    if _along.is_even(line.time):
        detail = f"autocorrelation {one['persistence']:.2g} beside the wave"
        verdicts.append(
            assumptions.met_by("independent noise", "first-order autocorrelated noise", detail)
            if one["persistence"] > 0.05
            else Assumption("independent noise", "ok", detail)
        )
    elif one["noise"] > 1.5:
        detail = f"power about the frequency {one['noise']:.3g} times that of independent values"
        verdicts.append(
            assumptions.met_by("independent noise", "noise about the frequency", detail)
        )
    else:
        detail = "no more power about the frequency than independent values have"
        verdicts.append(Assumption("independent noise", "ok", detail))
    cycles = float(np.ptp(line.time)) / one["period"]
    verdict = "ok" if cycles >= 3 else "weak"
    verdicts.append(
        Assumption("several cycles", "ok" if verdict == "ok" else "weak", f"{cycles:.3g} cycles")
    )
    if one["explained_low"] <= 0:
        detail = f"the wave is {one['explained']:.2g} of the variance, and that may be 0"
        verdicts.append(Assumption("wave in the values", "violated", detail))
    return verdicts


def _caveats(line: Line, one: dict[str, float], data: tuple[Floats, Floats, Floats]) -> list[str]:
    said = _along.caveats(line, season=False)
    time, _, weights = data
    if len(time) < len(line.time):
        said.append(
            f"means of {-(-len(line.time) // MOST_POINTS)} neighbouring points are searched"
        )
    if one["global_p"] > 0.05:
        said.append("clear against independent noise, not against autocorrelated noise")
    if _along.is_even(line.time):
        return said
    rate = periods.sampling(time, weights, periods.grid(time, False))
    if rate:
        aliases = ", ".join(f"{1 / abs(one['frequency'] + k * rate):.6g}" for k in (-1, 1))
        said.append(
            f"times come back every {1 / rate:.4g} {line.per}: periods of {aliases} {line.per} look alike"
        )
    return said


def _control(line: Line, error: Floats | None, one: dict[str, float], seed: int) -> dict[str, JSON]:
    """How many noise series at (some of) the same times have as strong a wave."""
    time, values, weights = prepared(line, error)
    take = slice(0, _MOST_CONTROLLED)
    time, weights = time[take], weights[take] / weights[take].sum()
    even, rng = _along.is_even(time), np.random.default_rng(seed)
    if even:
        made = series.autoregressive(one["persistence"], len(time), RUNS, rng)
    else:
        made = np.array([rng.permutation(values[take]) for _ in range(SHUFFLES)])
    at = periods.grid(time, even)
    strong = [
        periods.above_red_noise(time, each, weights, 0, at)["share"]
        if even
        else periods.peak(time, each, weights, at)[1]
        for each in made
    ]
    return {
        "kind": "autoregressive noise" if even else "shuffled values",
        "runs": len(made),
        "as_strong": sum(each >= one["share"] for each in strong),
        "seed": seed,
    }


def _facts(table: Table, line: Line, one: dict[str, float], rank: int) -> Facts:
    error = _along.error_column(table, line)
    facts = _along.facts(table, line) | {
        "rank": rank, "period": one["period"], "error": error or "",
    }  # fmt: skip
    if error:
        facts["columns"] = (*line.names, error)
    return facts
