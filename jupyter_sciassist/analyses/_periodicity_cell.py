"""The cell of a period."""

from __future__ import annotations

from ..statistics import periods, series
from . import _along, _cell, _figure, _inline
from ._along import Line
from .base import Finding

_WEIGHTS = """\
many = -(-n // {most})
start = np.arange(0, n, many)  # means of stretches where there are very many points
total = np.add.reduceat(weights, start)
when, what = (np.add.reduceat(weights * v, start) / total for v in (t, y))
weights = total / total.sum()"""

_RESULTS = """\
found = search(when, what / abs(what).max(), weights, {even}, {ranks})[{rank} - 1]
estimate, estimate_low, estimate_high = (found[k] for k in ("period", "period_low", "period_high"))
effect, effect_low, effect_high = (
    found[k] for k in ("explained", "explained_low", "explained_high")
)
statistic, p = found["share"], found["global_p"]"""


def code(finding: Finding, line: Line, most: int, ranks: int) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    error = str(facts["error"])
    weights = "weights = np.ones(n)"
    if error:
        axis, column = (_cell.literal(name) for name in (line.names[0], error))
        weights = (
            f"error = rows.groupby({axis})[{column}].mean().to_numpy()\n"
            "weights = (error.min() / error) ** 2"
        )
    rank = int((finding.context or {})["rank"])
    even = _along.is_even(_mean_times(line, most))
    return _cell.body(
        "import math\n\nfrom scipy import special",
        _sources(),
        _along.cell(line, season=False),
        f"{weights}\n{_WEIGHTS.format(most=most)}",
        _RESULTS.format(even=even, ranks=ranks, rank=rank),
        _cell.prints(finding.evidence),
        _figure.FOLDED.format(x=_figure.label(line.per), y=_figure.label(line.names[-1])),
    )


def _mean_times(line: Line, most: int) -> _along.Floats:
    import numpy as np

    return (
        line.time[:: -(-len(line.time) // most)] if len(line.time) > most else np.asarray(line.time)
    )


def _sources() -> str:
    constants = (
        f"MOST_FREQUENCIES, MOST_PRODUCTS = {periods.MOST_FREQUENCIES}, {periods.MOST_PRODUCTS!r}\n"
        f"FITTED = {periods.FITTED}"
    )
    return (
        constants
        + "\n\n\n"
        + _inline.sources(
            series.lagged_product, series.persistence, periods.is_near, periods.grid, periods.sums,
            periods.power, periods.peak, periods.without, periods.line_beside, periods.cleaned, periods.without_line, periods.false_alarm,
            periods.described, periods.sampling, periods.unaliased, periods.background,
            periods.above_red_noise, periods.strongest, periods.step_beside, periods.refined, periods.together, periods.search,
        )
    )  # fmt: skip
