"""The cell of a line in a spectrum and of a flare in a flux curve."""

from __future__ import annotations

from ..profiles.table import Table
from ..statistics import bump, lines
from . import _cell, _figure, _inline
from .base import Finding

_RESULTS = """\
n = len(x)
estimate = found["height"]
estimate_low, estimate_high = estimate - found["half"], estimate + found["half"]
sizes = np.array([estimate, estimate_low, estimate_high]) * found["sign"] / np.ptp(y)
effect, effect_low, effect_high = np.clip(sizes[[0, *np.argsort(sizes[1:]) + 1]], 0, 1)
statistic, p = found["z"], found["global_p"]"""


def code(table: Table, finding: Finding, both_signs: bool, toys: int) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    x, y = (_cell.literal(facts[key]) for key in ("x", "y"))
    curve = f"data[{y}].to_numpy(float)"
    lines_ = [f"x, y = in_order(data[{x}].to_numpy(float), {curve})"]
    if facts["log"]:
        lines_.append("y = np.log10(y)  # positive over decades")
    lines_ += [
        f"peaks = line_scan(x, y, {both_signs}, {toys}, {table.rows.seed})",
        f"found = peaks[{facts['number']}]  # in order of strength",
    ]
    return _cell.body(
        "from scipy import ndimage, signal, special",
        _inline.sources(
            lines.in_order, lines.window_widths, lines.local_noise, lines.usual_size, lines.excess_scan,
            lines.line_z, lines.noise_of, lines.noise_maxima, bump.toy_p, lines.normal_tail,
            lines.window_table, lines.line_scan,
        ),
        "\n".join(lines_),
        _RESULTS,
        _cell.prints(finding.evidence),
        _figure.SERIES.format(x=_figure.label(str(facts["x"])), y=_figure.label(str(facts["y"]))),
    )  # fmt: skip
