"""The cells of the physics pack."""

from __future__ import annotations

from ...analyses import _cell, _figure, _inline
from ...analyses.base import Finding
from ...analyses.peak import HUNT, TOYS
from ...profiles.table import Table
from ...statistics import bump
from . import events, fits

_LIMITS = """\
effect, effect_low, effect_high = np.clip(np.array(sizes) / whole, 0, 1)
statistic, p = {z}, found["global_p"]"""


def resonance(table: Table, finding: Finding) -> str:
    """Mass, scan, fit."""
    found = events.vectors(table.profile)
    assert found is not None
    facts = finding.facts or {}
    lines = [
        events.cell(found),
        "edges = bin_edges(m)",
        "counts = np.histogram(m, edges)[0].astype(float)",
        f"found = bump_hunt(counts, edges, {facts['widths']}, {TOYS}, {table.rows.seed})",
        f"fit = peak_fit(m, *{facts['setting']})  # centre, reach, natural width, bins",
        "whole = max(fit['counts'].sum(), 1)",
        "n, estimate = int(whole), fit['mass']",
        "half = 1.959963984540054 * fit['mass_error']",
        "estimate_low, estimate_high = estimate - half, estimate + half",
        "sizes = [fit['total'] + k * 1.96 * fit['total_error'] for k in (0, -1, 1)]",
        _LIMITS.format(z='found["local_z"]'),
        "counts, edges = fit['counts'], fit['edges']",
        "found['mu'] = fit['model']",
    ]
    return _cell.body(
        "from scipy import optimize, special",
        _inline.sources(events.invariant_mass, events.selected, *HUNT),
        _inline.sources(fits.peak_model, fits.peak_fit),
        "\n".join(lines),
        _cell.prints(finding.evidence),
        _figure.HISTOGRAM.format(x='"mass (GeV)"'),
    )


def four(table: Table, finding: Finding) -> str:
    """Mass and scan of four leptons."""
    from .analyses import FOUR, FOUR_REACH, FOUR_WIDTHS

    found = events.vectors(table.profile)
    assert found is not None
    setting = f"{FOUR[0]}, {FOUR[1]}, {FOUR_WIDTHS}, {FOUR_REACH}, {TOYS}, {table.rows.seed}"
    lines = [
        events.cell(found),
        f"found = sideband_scan(m, {setting})",
        "edges, counts = found['edges'], found['counts']",
        "n, whole = int(counts.sum()), max(found['on'], 1)",
        "sizes = [found[key] for key in ('excess', 'excess_low', 'excess_high')]",
        "estimate, estimate_low, estimate_high = sizes",
        _LIMITS.format(z='found["z"]'),
    ]
    return _cell.body(
        "from scipy import special",
        _inline.sources(
            events.invariant_mass, events.selected, bump.smooth_forms, bump.poisson_fit,
            bump.background_fits, bump.goodness, bump.toy_p, fits.sideband_z, fits.sideband_scan,
        ),
        "\n".join(lines),
        _cell.prints(finding.evidence),
        _figure.HISTOGRAM.format(x='"mass (GeV)"'),
    )  # fmt: skip
