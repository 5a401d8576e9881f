"""The cell of a change of level."""

from __future__ import annotations

from ..statistics import shifts
from . import _along, _cell, _figure
from ._along import Line
from .base import Finding

_TEST = """\
edge = max({least}, int(np.ceil({share} * n)))  # points on either side at least
k = np.arange(edge, n - edge + 1)  # k values before the change, n - k from it on
gained = np.cumsum(y - y.mean())[k - 1] ** 2 * n / (k * (n - k))
place = k[np.argmax(gained)]
rest = np.concatenate([y[:place] - y[:place].mean(), y[place:] - y[place:].mean()])

# autocorrelation about the two levels, freed from bias, widens the variance
r = (n * (rest[:-1] @ rest[1:]) / (rest @ rest) + 3) / (n - 8)
r = min(max(r, 0), 0.99)
wide = (1 + r) / (1 - r)
df = max(n / wide - 2, 1)
estimate = y[place:].mean() - y[:place].mean()
squares = gained / (rest @ rest) * (n - 2) / wide
statistic = np.sign(estimate) * np.sqrt(squares.max())
local_p = 2 * stats.t.sf(abs(statistic), df)

# the largest of all places: Miller and Siegmund (1982)
z = stats.norm.isf(max(local_p, 1e-300) / 2)
share = edge / n
p = stats.norm.pdf(z) * z * (2 * np.log((1 - share) / share) * (1 - 1 / z**2) + 4 / z**2)
p = min(max(p, local_p), 1) if z >= 1.5 else 1

half = stats.t.ppf(0.975, df) * abs(estimate / statistic)
estimate_low, estimate_high = estimate - half, estimate + half
spread = np.sqrt(rest @ rest / (n - 2))
effect, effect_low, effect_high = np.array([estimate, estimate_low, estimate_high]) / spread
near = k[squares >= squares.max() - {location}]  # 95 % of the place"""


def code(finding: Finding, line: Line) -> str:
    """Body of the cell, after the preamble."""
    test = _TEST.format(least=shifts.LEAST_SIDE, share=shifts.EDGE, location=shifts.LOCATION)
    axis = _figure.label(line.names[0] if len(line.names) == 2 else "row")
    return _cell.body(
        "from scipy import stats",
        _along.cell(line),
        test,
        _cell.prints(finding.evidence),
        _figure.STEP.format(x=axis, y=_figure.label(line.names[-1])),
    )
