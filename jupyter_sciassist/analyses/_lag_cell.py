"""The cell of a lag."""

from __future__ import annotations

from ..statistics import leads, slow
from . import _along, _cell, _figure, _inline
from ._along import Line
from .base import Finding

_GRID = """\
times = np.intersect1d(series[0][0], series[1][0])
place = places(times)
values = [y[np.searchsorted(t, times)] for t, y in series]
values = [(v - v.mean()) / v.std() for v in values]
basis = slow_basis(values[:1], values[1], place)
sides = []
for v in values:
    full = np.full(place[-1] + 1, np.nan)
    full[place] = less(basis, v)
    sides.append(innovations(full, {order}))

found = lead(*sides, {lags}, basis.shape[1])  # the second follows the first where the lag is positive
n = int(found["pairs"])
effect, effect_low, effect_high = (found[k] for k in ("r", "r_low", "r_high"))
statistic, p = found["z"], found["global_p"]"""


def code(finding: Finding, lines: tuple[Line, Line], lags: int, order: int) -> str:
    """Body of the cell, after the preamble."""
    first, second = (_along.cell(line, season=False) for line in lines)
    return _cell.body(
        "import math\n\nfrom scipy import special",
        _inline.sources(
            slow.places,
            slow.prominence,
            slow.less,
            slow.slow_basis,
            leads.innovations,
            leads.correlations,
            leads.lead,
        ),
        f"{first}\nseries = [(t, y)]",
        f"{second}\nseries.append((t, y))",
        _GRID.format(order=order, lags=lags),
        _cell.prints(finding.evidence),
        _figure.LAGS.format(lags=lags),
    )
