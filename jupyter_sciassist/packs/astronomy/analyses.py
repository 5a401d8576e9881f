"""Solar flares in GOES X-ray flux: time, class on both scales, and how surely the flux did not just wander.

facts: title, sentence, start, peak, end (texts), operational, science (classes), scale (the one assumed),
number, columns.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import special

from ...analyses import _again, _cell, _evidence, _figure, _inline, _peaks, _roles, _scan
from ...analyses.base import Analysis, Facts, Finding
from ...profiles.table import Table
from ...records import Assumption, Candidate, Estimate, Evidence, Hypothesis, Profile
from ...statistics.effects import Interval
from . import goes

_FLUX = re.compile(r".*xrs_?b", re.IGNORECASE)
_OLD, _NEW = (
    re.compile(r"g(?:oes)?[-_ ]?1[345](?!\d)", re.IGNORECASE),
    re.compile(r"g(?:oes)?[-_ ]?1[6-9](?!\d)|sci_", re.IGNORECASE),
)
RANKS = 5
MINUTE = 90.0

_CELL = """\
t, flux = minute_means(data[{time}].to_numpy(float), data[{flux}].to_numpy(float))
flares = flare_list(t, flux)
found = flares[{number}]  # in order of peak flux
n, estimate, statistic, p = len(t), flux[found["peak"]], found["z"], found["global_p"]
span = np.ptp(np.log10(np.maximum(flux, 1e-12)))
sizes = found["rise"] + found["spread"] * 1.959963984540054 * np.array([0, -1, 1])
effect, effect_low, effect_high = np.clip(sizes / span, 0, 1)"""
_RESULTS = """\
x, y = t.astype("datetime64[s]"), np.log10(np.maximum(flux, 1e-12))
found["first"], found["last"] = found["start"], found["end"] or found["last"]"""


class Flares:
    """Flares in the long channel, ranked by peak flux."""

    name = "astronomy.flares"
    floor = 30

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """The first long channel along a time axis, five ranks."""
        axis = _roles.axis(profile)
        flux = next((one for one in profile.columns if _FLUX.match(one.name)), None)
        if axis is None or axis.role != "time" or flux is None:
            return
        for rank in range(1, RANKS + 1):
            yield Candidate(
                self.name, profile.variable, (axis.name, flux.name), {"rank": str(rank)}
            )

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The flare of that rank, if there are so many."""
        scan, (time, name) = _scan.of(table), candidate.variables

        def listed() -> tuple[goes.Floats, goes.Floats, list[dict[str, Any]]]:
            t, flux = goes.minute_means(scan.values(time), scan.values(name))
            return t, flux, goes.flare_list(t, flux) if len(t) >= self.floor else []

        t, flux, flares = scan.once((self.name, time, name), listed)
        rank = int((candidate.context or {})["rank"])
        if rank > len(flares):
            return None
        return _finding(table, candidate, t, flux, flares[rank - 1], rank - 1)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The rise between the minutes of the recorded start and peak, in another recording of that time."""
        scan, window = _scan.of(table), _again.window_of(explored)
        t, flux = goes.minute_means(*(scan.values(name) for name in candidate.variables))
        if window is None or len(t) < self.floor:
            return None
        start, peak = (int(np.argmin(np.abs(t - one))) for one in window)
        if not start < peak or max(abs(t[start] - window[0]), abs(t[peak] - window[1])) > MINUTE:
            return None
        flares = [(one["start"], one["last"]) for one in goes.flare_list(t, flux)]
        found = goes.rises_by(t, flux, start, peak, [*flares, (start, peak)])
        p = 2 * float(special.ndtr(-abs(found["z"])))
        place = {"start": start, "peak": peak, "end": None, "local_p": p, "global_p": p}
        made = _finding(table, candidate, t, flux, place | found, 0)
        made = dataclasses.replace(made, direction="+" if found["rise"] > 0 else "-")
        method = (
            "rise between the minutes found before; p against a random walk with the quiet steps"
        )
        return _again.finding(made, claim, method, p)

    def code(self, table: Table, finding: Finding) -> str:
        """Minute means, flare list, class."""
        time, name = map(_cell.literal, finding.candidate.variables)
        number = (finding.facts or {})["number"]
        return _cell.body(
            "from scipy import special",
            _inline.sources(goes.minute_means, goes.rises_by, goes.flare_list),
            _CELL.format(time=time, flux=name, number=number),
            _cell.prints(finding.evidence),
            _RESULTS,
            _figure.SERIES.format(x='"time (UTC)"', y='"log10 of flux in W/m2"'),
        )


def _finding(
    table: Table,
    candidate: Candidate,
    t: goes.Floats,
    flux: goes.Floats,
    found: dict[str, Any],
    number: int,
) -> Finding:
    peak = float(flux[found["peak"]])
    span = float(np.ptp(np.log10(np.maximum(flux, 1e-12))))
    half = 1.959963984540054 * found["spread"]
    rise = Interval(found["rise"], found["rise"] - half, found["rise"] + half)
    evidence = _evidence.of(
        table,
        "flare list by four rising minutes; p against a random walk with the quiet steps",
        len(t),
        found["global_p"],
        estimate=Estimate("peak flux", peak, "W/m2"),
        effect=_evidence.effect(
            "rise as a share of the range in decades", _peaks.share(*rise, span)
        ),
        statistic=_evidence.statistic("z of the rise", found["z"]),
        assumptions=_verdicts(t, found),
        control={
            "kind": "random walk with the steps outside flares",
            "expected": found["global_p"],
            **_again.window(float(t[found["start"]]), float(t[found["peak"]])),
        },
    )
    facts = _facts(table, candidate, t, peak, found)
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=_peaks.scanned(evidence, found["local_p"], found["global_p"]),
        relation="peak",
        variables=candidate.variables[1:],
        direction="+",
        location=_moment(t[found["peak"]]),
        facts=facts | {"number": number, "columns": candidate.variables},
        shown=True,
    )  # fmt: skip


def _verdicts(t: goes.Floats, found: dict[str, Any]) -> list[Assumption]:
    gaps = int(np.sum(np.diff(t) > 90))
    whole = found["end"] is not None
    return [
        Assumption("even minutes", "weak" if gaps else "ok", f"{gaps} gaps, never followed across"),
        Assumption(
            "whole flare seen",
            "ok" if whole else "weak",
            "falls back halfway" if whole else "the series breaks off before it falls back halfway",
        ),
    ]


def _facts(
    table: Table, candidate: Candidate, t: goes.Floats, peak: float, found: dict[str, Any]
) -> Facts:
    science = scale(table.profile, candidate.variables[1], float(t[0])) == "science"
    mine = goes.flare_class(peak)
    other = goes.flare_class(peak * goes.OPERATIONAL if science else peak / goes.OPERATIONAL)
    names = ("science", "operational") if science else ("operational", "science")
    start, top = _moment(t[found["start"]]), _moment(t[found["peak"]])
    end = "not seen" if found["end"] is None else _moment(t[found["end"]])
    return {
        "title": f"flare of class {mine} ({names[0]} scale) at {top}",
        "sentence": f"A flare of class {mine} on the {names[0]} scale (assumed from satellite or date), {other} "
        f"on the {names[1]} scale: start {start}, peak {top}, end {end} UTC",
        "start": start,
        "peak": top,
        "end": end,
        names[0]: mine,
        names[1]: other,
        "scale": names[0],
    }  # fmt: skip


def scale(profile: Profile, column: str, first: float) -> str:
    """Scale that the flux is taken to be on: by a satellite's name, else by the date of the data.

    "operational" for GOES-13 to 15, "science" for GOES-16 on and for science-quality files.
    """
    said = f"{profile.variable} {column}"
    if _NEW.search(said):
        return "science"
    if _OLD.search(said):
        return "operational"
    since = np.datetime64(goes.GOES_16_SINCE, "s").astype(float)
    return "science" if first >= since else "operational"


def _moment(seconds: float) -> str:
    return str(np.datetime64(round(seconds), "s")).replace("T", " ")


ANALYSES: tuple[Analysis, ...] = (Flares(),)
