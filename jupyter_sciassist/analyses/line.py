"""Lines above or below the local level of a spectrum, and flares in a flux curve.

A *line* is sought in numbers along a rising column that is no time (wavelength, energy, angle, channel), up
or down; a *flare* in positive numbers along a time axis, up only, in logarithms where the values span
decades. Either wants even spacing. The up to five strongest are found in one scan, ranked in the context
{"rank": "1"} ...; one is tested only where the one before reached p <= .05. relation "peak", variables
(value column,), location the place of the line in its axis, or the time of the flare's highest value.

facts: x, y, unit, rank, log (1 or 0), at (the location as text), height, factor, local, global (sigmas),
verdict, phi, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Assumption, Candidate, ColumnProfile, Evidence, Hypothesis, Profile
from ..statistics import lines
from ..statistics.effects import Interval
from . import _again, _evidence, _line_cell, _peaks, _roles, _scan
from .base import Facts, Finding

Floats = NDArray[np.float64]
TOYS = 199
RANKS = 5
EVEN = 0.05
DECADES = 3.0
_MOST = 3
_AXIS_WORDS = frozenset(
    "wavelength wavelengths wave lambda wl wvl energy angle theta twotheta wavenumber ppm shift frequency "
    "freq channel bin mz velocity pixel nm ev kev mev raman q d".split()
)
_FLUX_WORDS = frozenset(
    "flux fluxes xrs xrsa xrsb intensity counts count rate brightness luminosity irradiance emission "
    "photons radiance".split()
)
_ERROR_WORDS = frozenset("err error errors sigma unc uncertainty std stderr ivar".split())


class _Windows:
    """What the scans of curves share: each candidate is one rank of the scan of one curve."""

    floor = 60
    both_signs: bool

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """One rank of the scan of one curve."""
        return _measure(table, candidate, self.floor, self.both_signs)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The window of the claim in another curve: another spectrum, or another recording of the same time."""
        return _again_in(table, candidate, claim, explored, self.floor, self.both_signs)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one claim."""
        return _line_cell.code(table, finding, self.both_signs, TOYS)


class Line(_Windows):
    """Lines of a spectrum."""

    name = "line"
    both_signs = True

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """At most three numbers along the first rising column that is no time."""
        axis = _spectral_axis(profile, self.floor)
        if axis is None:
            return
        numbers = [one for one in profile.columns if _is_curve(one, self.floor) and one != axis]
        yield from _candidates(self.name, profile, axis, numbers[:_MOST])


class Flare(_Windows):
    """Flares of a flux curve."""

    name = "flare"
    both_signs = False

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """At most three positive numbers along time that are named like a flux or reach far above their median."""
        axis = _roles.axis(profile)
        if axis is None:
            return
        numbers = [one for one in profile.columns if _is_curve(one, self.floor) and _is_flux(one)]
        yield from _candidates(
            self.name, profile, axis, [one for one in numbers if one.name != axis.name][:_MOST]
        )


def _candidates(
    name: str, profile: Profile, axis: ColumnProfile, numbers: list[ColumnProfile]
) -> Iterator[Candidate]:
    for number in numbers:
        for rank in range(1, RANKS + 1):
            pair = (axis.name, number.name)
            yield Candidate(name, profile.variable, pair, {"rank": str(rank)})


def _spectral_axis(profile: Profile, floor: int) -> ColumnProfile | None:
    """The column named like an axis of a spectrum, else the first column where it rises row by row."""
    if _roles.axis(profile) is not None:
        return None
    for place, column in enumerate(profile.columns):
        whole = column.n - column.missing == (column.unique or 0) >= floor
        number = column.role in {"numeric", "count"} or (
            column.role == "id" and column.summary.get("increasing")
        )
        named = bool(_roles.words(column.name) & _AXIS_WORDS)
        first = place == 0 and column.role == "numeric" and column.summary.get("increasing")
        if whole and number and (named or first):
            return column
    return None


def _is_curve(column: ColumnProfile, floor: int) -> bool:
    """Enough numbers of many values, that are not the errors of another column."""
    if _roles.words(column.name) & _ERROR_WORDS:
        return False
    enough = column.n - column.missing >= floor
    return enough and _roles.is_number(column) and (column.unique or 0) >= 0.2 * column.n


def _is_flux(column: ColumnProfile) -> bool:
    low, middle, high = (float(column.summary.get(key, 0)) for key in ("min", "median", "max"))
    if column.summary.get("increasing") or low < 0:
        return False
    words = _roles.words(column.name)
    return bool(words & _FLUX_WORDS) or (low > 0 and high > 5 * middle)


def curve(
    table: Table, names: tuple[str, ...], floor: int, both_signs: bool, decades: bool | None = None
) -> tuple[Floats, Floats, bool] | None:
    """Even x, y and whether y was taken in logarithms; None where x is uneven or y constant.

    `decades` tells what was done before; without it the values decide.
    """
    scan = _scan.of(table)
    x, y = lines.in_order(scan.values(names[0]), scan.values(names[1]))
    if len(x) < floor or np.ptp(y) <= 0:
        return None
    steps = np.diff(x)
    if float(np.mean(steps > 1.5 * np.median(steps))) > EVEN:
        return None
    if decades and y.min() <= 0:
        return None
    wide = not both_signs and bool(y.min() > 0 and y.max() > DECADES * np.median(y))
    log = wide if decades is None else decades
    return x, np.log10(y) if log else y, log


def _measure(table: Table, candidate: Candidate, floor: int, both_signs: bool) -> Finding | None:
    scan, names = _scan.of(table), candidate.variables

    def scanned() -> tuple[tuple[Floats, Floats, bool] | None, list[dict[str, Any]]]:
        made = curve(table, names, floor, both_signs)
        if made is None:
            return None, []
        peaks = lines.line_scan(*made[:2], both_signs, TOYS, table.rows.seed)
        return made, _distinct(candidate, made, peaks)

    made, peaks = scan.once(("lines", candidate.analysis, *names), scanned)
    rank = int((candidate.context or {})["rank"])
    if made is None or len(peaks) < rank:
        return None
    if any(one["global_p"] > _peaks.SHOWN_P for one in peaks[: rank - 1]):
        return None
    return _finding(table, candidate, made, peaks[rank - 1])


def _again_in(
    table: Table,
    candidate: Candidate,
    claim: Hypothesis,
    explored: Evidence,
    floor: int,
    both_signs: bool,
) -> Finding | None:
    window, estimate = _again.window_of(explored), explored.estimate
    if window is None or estimate is None:
        return None
    # heights in decades and heights in the column's unit are not the same quantity
    decades = estimate.name.endswith("decades")
    made = curve(table, candidate.variables, floor, both_signs, decades)
    found = None if made is None else lines.window_test(*made[:2], *window)
    if made is None or found is None:
        return None
    found |= {"at": (window[0] + window[1]) / 2, "number": 0}
    made_of = _finding(table, candidate, made, found)
    method = "excess over both sidebands in the window found before"
    return _again.finding(made_of, claim, method, found["global_p"])


def _finding(
    table: Table, candidate: Candidate, made: tuple[Floats, Floats, bool], found: dict[str, Any]
) -> Finding:
    x, y, log = made
    height, half, sign = found["height"], found["half"], found["sign"]
    location, at = _shown_place(table, candidate, found["at"])
    evidence = _evidence.of(
        table,
        "scan for an excess over both sidebands, global p by toys of correlated noise",
        len(x),
        found["global_p"],
        estimate=_evidence.estimate(
            "excess over the sidebands" + (" in decades" if log else ""),
            Interval(height, height - half, height + half),
            None if log else _scan.of(table).unit_of(candidate.variables[1]),
        ),
        effect=_evidence.effect(
            "excess share of the range",
            _peaks.share(
                sign * height, sign * height - half, sign * height + half, float(np.ptp(y))
            ),
        ),
        statistic=_evidence.statistic("local z", found["z"]),
        assumptions=_verdicts(x, found),
        control=_peaks.control(found, "noise as correlated as the series", TOYS, table)
        | _again.window(float(x[found["first"]]), float(x[found["last"]])),
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=_peaks.scanned(evidence, found["local_p"], found["global_p"]),
        relation="peak",
        variables=candidate.variables[1:],
        direction="+" if sign > 0 else "-",
        location=location,
        facts=_facts(table, candidate, found, log, at),
        shown=_peaks.shown(found),
    )


def _facts(table: Table, candidate: Candidate, found: dict[str, Any], log: bool, at: str) -> Facts:
    names = candidate.variables
    return {
        "x": names[0],
        "y": names[1],
        "unit": _scan.of(table).unit_of(names[0]) or "",
        "rank": int((candidate.context or {})["rank"]),
        "number": found["number"],
        "log": int(log),
        "at": at,
        "local": _peaks.sigma(found["local_p"]),
        "global": _peaks.sigma(found["global_p"]),
        "verdict": _peaks.verdict(found["local_p"], found["global_p"]),
        "phi": found["phi"],
        "columns": names,
    }


def _distinct(
    candidate: Candidate, made: tuple[Floats, Floats, bool], peaks: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The peaks with their places; the shoulder of a stronger one, with the same highest point, goes."""
    x, y, _ = made
    kept: list[dict[str, Any]] = []
    for number, found in enumerate(peaks):
        at = _place(candidate.analysis, x, y, found)
        if all(at != one["at"] for one in kept):
            kept.append({**found, "at": at, "number": number})
    return kept


def _place(analysis: str, x: Floats, y: Floats, found: dict[str, Any]) -> float:
    """Where the peak is: a flare at its highest value, a line at its centre of excess."""
    first, last = found["first"], found["last"]
    if analysis == "flare":
        reach = last - first + 1
        near = slice(max(first - reach, 0), last + 1 + reach)
        return float(x[near][np.argmax(y[near])])
    inside = slice(first, last + 1)
    over = np.maximum(found["sign"] * (y[inside] - y[inside].mean() + found["height"]), 0)
    at = float(x[inside] @ over / max(over.sum(), 1e-300))
    return min(max(at, float(x[first])), float(x[last]))


def _shown_place(table: Table, candidate: Candidate, at: float) -> tuple[float | str, str]:
    column = _scan.of(table).column(candidate.variables[0])
    if column.profile.role == "time":
        text = str(np.datetime64(round(at), "s")).replace("T", " ")
        return text, text
    return at, f"{at:.6g}"


def _verdicts(x: Floats, found: dict[str, Any]) -> list[Assumption]:
    phi, steps = found["phi"], np.diff(x)
    gaps = int(np.sum(steps > 1.5 * np.median(steps)))
    spike = found["largest"] > 0.8
    return [
        Assumption(
            "noise like the toys'", "ok" if phi < 0.9 else "weak", f"autocorrelation {phi:.2f}"
        ),
        Assumption(
            "more than one point",
            "violated" if spike else "ok",
            f"the highest point makes {found['largest']:.0%} of the excess",
        ),
        Assumption("even spacing", "weak" if gaps else "ok", f"{gaps} gaps, never looked across"),
    ]
