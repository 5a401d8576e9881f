"""The cell of a trend."""

from __future__ import annotations

from ..statistics import series
from . import _cell
from .base import Finding

_LAGS = """\
def autocorrelation(v, lags):
    v = v - v.mean()
    return np.array([v[:-k] @ v[k:] for k in range(1, lags + 1)]) / (v @ v)
"""

_TEST = """\
take = np.linspace(0, n - 1, min(n, {most})).astype(int)  # evenly spread, first to last
place = np.arange(n)
rest = y - stats.theilslopes(y[take], place[take]).slope * place

# Hamed and Rao (1998): how far autocorrelation about the trend widens the variance of S
lags = max(n // 4, 1)
lag, r = np.arange(1, lags + 1), autocorrelation(stats.rankdata(rest), lags)
r = np.where(abs(r) > stats.norm.ppf(0.975) / np.sqrt(n), r, 0)
wide = 1 + 2 / (n * (n - 1) * (n - 2)) * np.sum((n - lag) * (n - lag - 1) * (n - lag - 2) * r)
r1 = min(max((n * autocorrelation(rest, 1)[0] + 1) / (n - 4), 0), 0.99)
wide = max(wide, (1 + r1) / (1 - r1), 1)

ties = np.unique(y, return_counts=True)[1].astype(float)
variance = (n * (n - 1) * (2 * n + 5) - np.sum(ties * (ties - 1) * (2 * ties + 5))) / 18 * wide
pairs = n * (n - 1) / 2
score = np.round(
    stats.kendalltau(place, y).statistic * np.sqrt(pairs * (pairs - np.sum(ties * (ties - 1)) / 2))
)
statistic = (score - np.sign(score)) / np.sqrt(variance)
p = 2 * stats.norm.sf(abs(statistic))"""

_WALK = """\
# the series wanders: how many random walks correlate with time as much?
rho = abs(stats.spearmanr(place, y).statistic)
rhos = {rhos}
shares = {shares}
p = max(p, np.exp(np.interp(rho, rhos, np.log(shares))))"""

_SIZES = """\
effect, half = score / pairs, stats.norm.ppf(0.975) * np.sqrt(variance) / pairs
effect_low, effect_high = max(effect - half, -1), min(effect + half, 1)
tail = 2 * stats.norm.sf(stats.norm.ppf(0.975) * np.sqrt(max(wide * len(take) / n, 1)))
estimate, _, estimate_low, estimate_high = stats.theilslopes(y[take], t[take], alpha=tail)"""


def code(finding: Finding, per: str, scale: float, *, decimals: int | None) -> str:
    """Body of the cell, after the preamble."""
    wanders = any(item.name == "no random walk" for item in finding.evidence.assumptions)
    walk = _WALK.format(rhos=list(series.WALK_CORRELATIONS), shares=list(series.WALK_SHARES))
    return _cell.body(
        "from scipy import stats",
        _LAGS,
        _series(finding.variables, per, scale, decimals),
        _TEST.format(most=series.MOST_SLOPES_FROM),
        walk if wanders else None,
        _SIZES,
        _cell.prints(finding.evidence),
    )


def _series(names: tuple[str, ...], per: str, scale: float, decimals: int | None) -> str:
    number = _cell.literal(names[-1])
    if len(names) == 1:
        return "\n".join([
            f"known = data[{number}].notna().to_numpy()",
            f"t, y = np.flatnonzero(known).astype(float), data[{number}].to_numpy(float)[known]",
            "n = len(y)",
        ])  # fmt: skip
    axis = _cell.literal(names[0])
    divided = f" / {scale!r}  # in units of one {per}" if scale != 1 else ""
    return "\n".join([
        f"rows = data.dropna(subset=[{axis}, {number}])",
        f"y = rows.groupby({axis})[{number}].mean()"
        + ("  # in order of time" if decimals is None else f".round({decimals})  # averaged"),
        f"t = y.index.to_numpy(float){divided}",
        "y, n = y.to_numpy(), len(y)",
    ])  # fmt: skip
