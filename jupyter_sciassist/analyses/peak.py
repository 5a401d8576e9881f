"""A bump in the histogram of an events' quantity: local and global significance over a smooth background.

Columns: those named or measured like a mass or an energy; in tables without a time axis where there is none,
at most three continuous ones that fall from their lower end. The choice reads names, units and moments, not
bins. relation "peak", variables (column,), location the centre of the excess.

facts: column, unit, low, high (the window), on, expected, local, global (sigmas), verdict, form, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import (
    Assumption,
    Candidate,
    ColumnProfile,
    Direction,
    Evidence,
    Hypothesis,
    Profile,
    Verdict,
)
from ..statistics import bump, series
from ..statistics.assumptions import unmet
from ..statistics.effects import Interval
from . import _again, _cell, _evidence, _figure, _inline, _peaks, _roles, _scan
from .base import Finding

Floats = NDArray[np.float64]
WIDTHS = (2, 3, 4, 6, 8, 12)
# All that a cell needs to repeat a bump hunt.
HUNT = (
    bump.bin_edges, bump.smooth_forms, bump.poisson_fit, bump.on_off, bump.window_scan,
    bump.background_fits, bump.goodness, bump.toy_p, bump.window_excess, bump.least_excess, bump.bump_hunt,
)  # fmt: skip
TOYS = 999
_MASS_WORDS = frozenset("m mass minv minvariant invmass mll mgg energy e etot ecal".split())
_UNITS = frozenset(["eV", "keV", "MeV", "GeV", "TeV"])
_MOST = 3


class EventPeak:
    """An excess of events over a smooth background."""

    name = "event_peak"
    floor = 150

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """At most three columns that are named like a mass, else at most three that fall."""
        usable = [one for one in profile.columns if _continuous(one, self.floor)]
        named = [one for one in usable if _is_mass(one)][:_MOST]
        if not named and _roles.axis(profile) is None and profile.kind in {"table", "events"}:
            named = [one for one in usable if _falls(one)][:_MOST]
        for column in named:
            yield Candidate(self.name, profile.variable, (column.name,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The strongest excess; None below the floor or where no window expects an event."""
        scan, (name,) = _scan.of(table), candidate.variables
        x = scan.values(name)
        x = x[~np.isnan(x)]
        if len(x) < self.floor or np.ptp(np.quantile(x, [0.25, 0.75])) <= 0:
            return None
        edges = bump.bin_edges(x)
        counts = np.histogram(x, edges)[0].astype(np.float64)
        widths = tuple(width for width in WIDTHS if width <= len(counts) // 6)
        if len(widths) < 2 or counts.sum() < self.floor:
            return None
        found = bump.bump_hunt(counts, edges, widths, TOYS, table.rows.seed)
        return _finding(table, candidate, found, counts, _verdicts(scan, name, x, found))

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The events of the recorded window against its sidebands; the form is chosen beside the window."""
        scan, (name,), window = _scan.of(table), candidate.variables, _again.window_of(explored)
        x = scan.values(name)
        x = x[~np.isnan(x)]
        if window is None or len(x) < self.floor or np.ptp(np.quantile(x, [0.25, 0.75])) <= 0:
            return None
        edges = bump.bin_edges(x)
        counts = np.histogram(x, edges)[0].astype(np.float64)
        found = bump.window_test(counts, edges, *window)
        if found is None:
            return None
        verdicts = _verdicts(scan, name, x, found)
        made = _finding(table, candidate, found, counts, verdicts)
        method = "excess of events in the window found before, background from sidebands"
        sign: Direction = "+" if found["excess"] > 0 else "-"
        return _again.finding(made, claim, method, found["global_p"], sign)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one bump."""
        name, facts = finding.candidate.variables[0], finding.facts or {}
        start = [
            f"x = data[{_cell.literal(name)}].to_numpy(float)",
            "x = x[~np.isnan(x)]",
            "edges = bin_edges(x)",
            "counts = np.histogram(x, edges)[0].astype(float)",
            f"widths = {facts['widths']}  # of the windows, in bins",
            f"found = bump_hunt(counts, edges, widths, {TOYS}, {table.rows.seed})",
        ]
        return _cell.body(
            "from scipy import special", _inline.sources(*HUNT), "\n".join(start), RESULTS,
            _cell.prints(finding.evidence), _figure.HISTOGRAM.format(x=_figure.label(name)),
        )  # fmt: skip


RESULTS = """\
n = int(counts.sum())
estimate, estimate_low, estimate_high = (found[k] for k in ("excess", "excess_low", "excess_high"))
effect, effect_low, effect_high = np.clip(
    np.array([estimate, estimate_low, estimate_high]) / max(found["on"], 1), 0, 1
)
statistic, p = found["local_z"], found["global_p"]"""


def _finding(
    table: Table,
    candidate: Candidate,
    found: dict[str, Any],
    counts: Floats,
    verdicts: list[Assumption],
) -> Finding:
    name = candidate.variables[0]
    limits = (found["excess"], found["excess_low"], found["excess_high"])
    evidence = _evidence.of(
        table,
        "scan for an excess of events, background from sidebands, global p by toys",
        int(counts.sum()),
        found["global_p"],
        estimate=_evidence.estimate("excess events", Interval(*limits)),
        effect=_evidence.effect(
            "excess share of the window", _peaks.share(*limits, max(found["on"], 1.0))
        ),
        statistic=_evidence.statistic("local z", found["local_z"]),
        assumptions=verdicts,
        control=_peaks.control(found, "toys of the fitted background", TOYS, table)
        | _again.window(found["low"], found["high"]),
    )
    evidence = _peaks.scanned(evidence, found["local_p"], found["global_p"])
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="peak",
        variables=candidate.variables,
        direction="+",
        location=found["centre"],
        facts={
            "column": name,
            "unit": _scan.of(table).unit_of(name) or "",
            "widths": repr(tuple(width for width in WIDTHS if width <= len(counts) // 6)),
            **{key: float(found[key]) for key in ("low", "high", "on", "expected", "centre")},
            "local": _peaks.sigma(found["local_p"]),
            "global": _peaks.sigma(found["global_p"]),
            "verdict": _peaks.verdict(found["local_p"], found["global_p"]),
            "form": found["form"],
            "columns": candidate.variables,
        },
        shown=_peaks.shown(found) and not unmet(verdicts),
    )


def _verdicts(scan: _scan.Scan, name: str, x: Floats, found: dict[str, Any]) -> list[Assumption]:
    """A background that no smooth form describes, or rows that resemble their neighbours, carry no claim."""
    p = found["fit_p"]
    fit: Verdict = "violated" if p < 0.01 else "weak" if p < 0.05 else "ok"
    rising = bool(scan.column(name).profile.summary.get("increasing"))
    serial = not rising and series.is_serial(x)
    detail = "neighbouring rows are alike" if serial else "neighbouring rows are not alike"
    return [
        Assumption("smooth background", fit, f"{found['form']}, goodness of fit p = {p:.2g}"),
        Assumption("no order of rows", "violated" if serial else "ok", detail),
        _peaks.independent(scan),
    ]


def _continuous(column: ColumnProfile, floor: int) -> bool:
    present = column.n - column.missing
    if column.role not in {"numeric", "count"} or present < floor or not _roles.is_number(column):
        return False
    return (column.unique or 0) >= max(60, 0.05 * present)


def _is_mass(column: ColumnProfile) -> bool:
    return bool(_roles.words(column.name) & _MASS_WORDS) or column.unit in _UNITS


def _falls(column: ColumnProfile) -> bool:
    """Most values near the lower end, as an exponential has them: a mean about one deviation above it."""
    summary = column.summary
    if (column.unique or 0) < 0.5 * (column.n - column.missing) or summary.get("increasing"):
        return False
    low, mean, middle, deviation = (
        float(summary.get(key, 0.0)) for key in ("min", "mean", "median", "std")
    )
    near = 0.3 * deviation < mean - low < 1.8 * deviation
    # of long tails to both sides the middle lies about as far from the lower end as the mean
    return near and mean - middle > max(0.08 * deviation, 0.1 * (mean - low))
