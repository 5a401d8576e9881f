"""Repeated events, a resonance of two leptons, an excess in the mass of four."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...analyses import _again, _evidence, _peaks, _scan
from ...analyses.base import Analysis, Facts, Finding, place_number
from ...analyses.peak import TOYS, WIDTHS
from ...profiles.table import Table
from ...records import Assumption, Candidate, Direction, Evidence, Hypothesis, Profile
from ...statistics import assumptions, bump
from ...statistics.effects import Interval
from . import cells, events, fits, resonances

Floats = NDArray[np.float64]
POOR = 0.01
NARROW = 0.15
FOUR = (100.0, 175.0)  # GeV: above Z to four leptons, below two Z
FOUR_WIDTHS, FOUR_REACH = (6, 8, 10), 15


class Duplicates:
    """Rows that tell the same event again."""

    name = "physics.duplicates"
    floor = 2

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Where columns name the event."""
        found = events.vectors(profile)
        if found is not None and found.event:
            yield Candidate(self.name, profile.variable, found.event)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """A caution where an event stands in several rows."""
        found = events.vectors(table.profile)
        if found is None:
            return None
        rows, distinct = events.repeats(_scan.of(table), found)
        if distinct == rows:
            return None
        names = " and ".join(found.event)
        facts: Facts = {
            "title": f"{rows} rows hold {distinct} distinct events",
            "sentence": f"{rows} rows hold {distinct} distinct values of {names}: "
            "rows of one event are no independent events; masses take the first row of each",
            "columns": found.event,
        }
        evidence = _evidence.of(table, "distinct events counted", rows, None)
        return Finding(candidate, "caution", evidence, variables=found.event, facts=facts)

    def code(self, table: Table, finding: Finding) -> str:
        """Counts rows and distinct events."""
        names = list(finding.variables)
        return (
            f'n = len(data)\nprint(f"n = {{n}}")\ndata.groupby({names!r}).size().value_counts()\n'
        )


class Resonance:
    """The strongest peak in the invariant mass of two particles."""

    name = "physics.resonance"
    floor = 150

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Two four-vectors in each row."""
        found = events.vectors(profile)
        if found is not None and len(found.columns) == 2:
            yield Candidate(self.name, profile.variable, found.needed())

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Scan for the place, fit for the mass; None below the floor of events."""
        found = events.vectors(table.profile)
        assert found is not None
        m = events.masses(_scan.of(table), found)
        if len(m) < self.floor or np.ptp(np.quantile(m, [0.25, 0.75])) <= 0:
            return None
        edges = bump.bin_edges(m)
        counts = np.histogram(m, edges)[0].astype(np.float64)
        if len(counts) < 6 * WIDTHS[1]:
            return None
        widths = tuple(width for width in WIDTHS if width <= len(counts) // 6)
        place = bump.bump_hunt(counts, edges, widths, TOYS, table.rows.seed)
        setting = _setting(m, place["centre"])
        fit = fits.peak_fit(m, *setting)
        if not np.isfinite(fit["mass"]) or not np.isfinite(fit["mass_error"]):
            return None
        return _resonance(table, candidate, found, place, fit, (widths, setting))

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The recorded window against its sidebands, and the fit about the claimed mass."""
        found, window = events.vectors(table.profile), _again.window_of(explored)
        centre = place_number(claim.location)
        if found is None or window is None or centre is None:
            return None
        m = events.masses(_scan.of(table), found)
        if len(m) < self.floor or np.ptp(np.quantile(m, [0.25, 0.75])) <= 0:
            return None
        edges = bump.bin_edges(m)
        counts = np.histogram(m, edges)[0].astype(np.float64)
        place, setting = bump.window_test(counts, edges, *window), _setting(m, centre)
        fit = fits.peak_fit(m, *setting)
        if place is None or not np.isfinite(fit["mass"]) or not np.isfinite(fit["mass_error"]):
            return None
        made = _resonance(table, candidate, found, place, fit, ((), setting))
        method = "excess of events in the window of mass found before, fit of peak and background"
        sign: Direction = "+" if place["excess"] > 0 else "-"
        return _again.finding(made, claim, method, place["global_p"], sign)

    def code(self, table: Table, finding: Finding) -> str:
        """Masses, scan and fit again."""
        return cells.resonance(table, finding)


class FourLeptons:
    """An excess in the mass of four leptons between 100 and 175 GeV."""

    name = "physics.four_leptons"
    floor = 20

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Four four-vectors in each row."""
        found = events.vectors(profile)
        if found is not None and len(found.columns) == 4:
            yield Candidate(self.name, profile.variable, found.needed())

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Windows of 6, 8 and 10 GeV over sidebands of 15 GeV."""
        found = events.vectors(table.profile)
        assert found is not None
        m = events.masses(_scan.of(table), found)
        if np.sum((m >= FOUR[0]) & (m < FOUR[1])) < self.floor:
            return None
        scan = fits.sideband_scan(m, *FOUR, FOUR_WIDTHS, FOUR_REACH, TOYS, table.rows.seed)
        return _four(table, candidate, found, scan)

    def code(self, table: Table, finding: Finding) -> str:
        """Masses and scan again."""
        return cells.four(table, finding)


def _setting(m: Floats, centre: float) -> tuple[float, float, float, int]:
    """Centre, reach, natural width and bins of the fit."""
    known = resonances.nearest(centre, 0.03 * centre)
    reach = 0.22 * centre
    inside = int(np.sum(np.abs(m - centre) < reach))
    bins = int(np.clip(inside // 40, 30, 120))
    return round(centre), reach, known.width if known else 0.0, bins


def _resonance(
    table: Table,
    candidate: Candidate,
    found: events.Vectors,
    place: dict[str, Any],
    fit: dict[str, Any],
    setting: tuple[Any, ...],
) -> Finding:
    mass, error, inside = fit["mass"], fit["mass_error"], max(float(fit["counts"].sum()), 1.0)
    yields = (fit["total"], fit["total"] - 1.96 * fit["total_error"], fit["total"] + 1.96 * fit["total_error"])  # fmt: skip
    evidence = _evidence.of(
        table,
        "invariant mass, scan for its peak (global p by toys), fit of peak and background",
        int(inside),
        place["global_p"],
        estimate=_evidence.estimate(
            "mass, statistical error only",
            Interval(mass, mass - 1.959963984540054 * error, mass + 1.959963984540054 * error),
            "GeV",
        ),
        effect=_evidence.effect("share of events in the peak", _peaks.share(*yields, inside)),
        statistic=_evidence.statistic("local z", place["local_z"]),
        assumptions=[*_selection(table, found), *_fit_verdicts(place, fit, found)],
        control=_peaks.control(place, "toys of the fitted background", TOYS, table)
        | _again.window(place["low"], place["high"]),
    )
    evidence = _peaks.scanned(evidence, place["local_p"], place["global_p"])
    title, sentence = _resonance_words(place, fit, found)
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="peak",
        variables=tuple(name for one in found.columns for name in one),
        direction="+",
        location=mass,
        facts={
            "title": title,
            "sentence": sentence,
            "widths": repr(setting[0]),
            "setting": repr((*map(float, setting[1][:3]), setting[1][3])),
            "columns": candidate.variables,
        },
        shown=_peaks.shown(place),
    )


def _resonance_words(
    place: dict[str, Any], fit: dict[str, Any], found: events.Vectors
) -> tuple[str, str]:
    mass, error = fit["mass"], fit["mass_error"]
    known = resonances.nearest(mass, max(0.03 * mass, 5 * error))
    verdict = _peaks.verdict(place["local_p"], place["global_p"])
    near = ""
    if known is not None:
        near = f"; nearest known: {known.name} at {known.mass:.6g} GeV (PDG {resonances.YEAR})"
    quality = f"chi2/ndof {fit['chi2'] / max(fit['free'], 1):.2f}"
    if fit["fit_p"] < POOR:
        end = f"fit poor ({quality}), statistical error only: no deviation from a known mass is claimed"
    else:
        end = f"fit good ({quality}), statistical error only"
    told = f", each taken as a {found.hypothesis}" if found.hypothesis else ""
    pairs = "neutral pairs" if found.charges else "pairs"
    over = (
        f"local {_peaks.sigma(place['local_p']):.1f}, global {_peaks.sigma(place['global_p']):.1f}"
    )
    return (
        f"pairs peak at a mass of {mass:.5g} GeV ({verdict})" + (f", near {known.name}" if known else ""),
        f"The invariant mass of {pairs}{told} has a peak at {mass:.5g} GeV, {over} standard deviations: "
        f"{verdict}{near}; {end}",
    )  # fmt: skip


def _selection(table: Table, found: events.Vectors) -> list[Assumption]:
    rows, distinct = events.repeats(_scan.of(table), found)
    detail = f"{rows} rows, {distinct} distinct events"
    once = Assumption("events counted once", "ok", detail)
    if not found.event:
        once = Assumption("events counted once", "not checkable", "no column names the event")
    elif distinct < rows:
        once = assumptions.met_by("events counted once", "first row of each event", detail)
    charge = Assumption("neutral in sum", "ok", "charges add up to 0 in each event used")
    if not found.charges:
        charge = Assumption("neutral in sum", "not checkable", "no columns of charges")
    hypothesis = Assumption("rest masses", "ok", "energies are given")
    if found.hypothesis:
        hypothesis = Assumption("rest masses", "not checkable", f"each a {found.hypothesis}")
    return [once, charge, hypothesis]


def _fit_verdicts(
    place: dict[str, Any], fit: dict[str, Any], found: events.Vectors
) -> list[Assumption]:
    """A poor description of the peak costs the comparison, of the background the claim, unless the fit holds."""
    detail = f"chi2/ndof {fit['chi2']:.1f}/{fit['free']}, p = {fit['fit_p']:.2g}"
    shape = Assumption("peak shape", "ok", detail)
    if fit["fit_p"] < POOR:
        shape = assumptions.met_by(
            "peak shape", "fit poor: statistical error only, not held against a known mass", detail
        )
    detail = f"{place['form']}, goodness of fit p = {place['fit_p']:.2g}"
    smooth = Assumption("smooth background", "ok", detail)
    if place["fit_p"] < POOR:
        narrow = 2.355 * fit["sigma"] <= NARROW * fit["mass"]
        sure = narrow and fit["total"] >= 5 * fit["total_error"]
        name, instead = "smooth background", "fit of a narrow peak and its background together"
        smooth = (
            assumptions.met_by(name, instead, detail)
            if sure
            else Assumption(name, "violated", detail)
        )
    return [shape, smooth]


def _four(
    table: Table, candidate: Candidate, found: events.Vectors, scan: dict[str, Any]
) -> Finding:
    limits = (scan["excess"], scan["excess_low"], scan["excess_high"])
    detail = f"{scan['form']}, goodness of fit p = {scan['fit_p']:.2g}"
    smooth = Assumption("smooth background", "violated" if scan["fit_p"] < POOR else "ok", detail)
    evidence = _evidence.of(
        table,
        "scan of the mass of four leptons over sidebands (binomial), global p by toys",
        int(scan["counts"].sum()),
        scan["global_p"],
        estimate=_evidence.estimate("excess events", Interval(*limits)),
        effect=_evidence.effect(
            "excess share of the window", _peaks.share(*limits, max(scan["on"], 1.0))
        ),
        statistic=_evidence.statistic("local z", scan["z"]),
        assumptions=[*_selection(table, found), smooth],
        control=_peaks.control(scan, "toys of the fitted background", TOYS, table),
    )
    centre, half = (scan["low"] + scan["high"]) / 2, (scan["high"] - scan["low"]) / 2
    verdict = _peaks.verdict(scan["local_p"], scan["global_p"])
    local, over = _peaks.sigma(scan["local_p"]), _peaks.sigma(scan["global_p"])
    known = resonances.nearest(centre, half)
    near = (
        f"; {known.name} is known at {known.mass:.6g} GeV (PDG {resonances.YEAR})" if known else ""
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=dataclasses.replace(
            _peaks.scanned(evidence, scan["local_p"], scan["global_p"]),
            caveats=(f"windows of 6, 8 and 10 GeV from {FOUR[0]:g} to {FOUR[1]:g} GeV",),
        ),
        relation="peak",
        variables=tuple(name for one in found.columns for name in one),
        direction="+",
        location=centre,
        facts={
            "title": f"four leptons: {verdict} excess at {centre:g} ± {half:g} GeV",
            "sentence": f"{scan['on']:g} events at {centre:g} ± {half:g} GeV where the sidebands ({scan['off']:g} "
            f"events) leave {scan['expected']:.3g}; local {local:.2f}, global {over:.1f} standard "
            f"deviations: {verdict}{near}",
            "verdict": verdict,
            "columns": candidate.variables,
        },
        shown=_peaks.shown(scan),
    )  # fmt: skip


ANALYSES: tuple[Analysis, ...] = (Duplicates(), Resonance(), FourLeptons())
