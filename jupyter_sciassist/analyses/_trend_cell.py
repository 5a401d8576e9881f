"""The cell of a trend."""

from __future__ import annotations

from ..statistics import series
from . import _along, _cell, _figure
from ._along import Line
from .base import Finding

_LAGS = """\
def autocorrelation(v, lags):
    v = v - v.mean()
    return np.array([v[:-k] @ v[k:] for k in range(1, lags + 1)]) / (v @ v)
"""

_TEST = """\
take = np.linspace(0, n - 1, min(n, {most})).astype(int)  # evenly spread, first to last
place = np.arange(n)
run = np.linspace(-1, 1, n)
rest = y - np.polyval(np.polyfit(run, y, 2), run)  # a trend that bends is no autocorrelation

# Hamed and Rao (1998): how far autocorrelation about the trend widens the variance of S
lags = max(n // 4, 1)
lag, r = np.arange(1, lags + 1), autocorrelation(stats.rankdata(rest), lags)
r = np.where(abs(r) > stats.norm.ppf(0.975) / np.sqrt(n), r, 0)
wide = 1 + 2 / (n * (n - 1) * (n - 2)) * np.sum((n - lag) * (n - lag - 1) * (n - lag - 2) * r)
r1 = (n * autocorrelation(rest, 1)[0] + 3) / (n - 8) if n > 12 else 0  # freed from bias
r1 = min(max(r1, 0), 0.99)
wide = max(wide, (1 + r1) / (1 - r1), 1)

ties = np.unique(y, return_counts=True)[1].astype(float)
variance = (n * (n - 1) * (2 * n + 5) - np.sum(ties * (ties - 1) * (2 * ties + 5))) / 18 * wide
pairs = n * (n - 1) / 2
score = np.round(
    stats.kendalltau(place, y).statistic * np.sqrt(pairs * (pairs - np.sum(ties * (ties - 1)) / 2))
)
statistic = (score - np.sign(score)) / np.sqrt(variance)
df = max(n / wide - 2, 1)  # of as many independent values
p = 2 * stats.t.sf(abs(statistic), df)"""

_WALK = """\
# the series wanders: how many random walks correlate with time as much?
rho = abs(stats.spearmanr(place, y).statistic)
rhos = {rhos}
shares = {shares}
p = max(p, np.exp(np.interp(rho, rhos, np.log(shares))))"""

_SIZES = """\
effect, half = score / pairs, stats.t.ppf(0.975, df) * np.sqrt(variance) / pairs
effect_low, effect_high = max(effect - half, -1), min(effect + half, 1)
widths = stats.t.ppf(0.975, df) * np.sqrt(max(wide * len(take) / n, 1))
tail = max(2 * stats.norm.sf(widths), 1e-300)
estimate, _, estimate_low, estimate_high = stats.theilslopes(y[take], t[take], alpha=tail)"""


def code(finding: Finding, line: Line) -> str:
    """Body of the cell, after the preamble."""
    wanders = any(item.name == "no random walk" for item in finding.evidence.assumptions)
    walk = _WALK.format(rhos=list(series.WALK_CORRELATIONS), shares=list(series.WALK_SHARES))
    return _cell.body(
        "from scipy import stats",
        _LAGS,
        _along.cell(line),
        _TEST.format(most=series.MOST_SLOPES_FROM),
        walk if wanders else None,
        _SIZES,
        _cell.prints(finding.evidence),
        _figure.over_time(
            finding.variables[0] if len(finding.variables) == 2 else "row", finding.variables[-1]
        ),
    )
