"""The cell of a comparison of several groups."""

from __future__ import annotations

from . import _cell, _figure, _groups, _scan
from ._difference_cell import MEDIAN_ERROR
from .base import Finding

WELCH = "Welch analysis of variance"
KRUSKAL = "Kruskal-Wallis test"


def code(
    scan: _scan.Scan, sample: _groups.Samples, finding: Finding, places: list[int], *, medians: bool
) -> str:
    """Body of the cell, after the preamble."""
    share = _groups.share_lines(scan, sample)
    welch = finding.evidence.method.startswith(WELCH)
    high, low = places[0], places[-1]
    counted = "k, n = len(groups), sum(map(len, groups))"
    ends = (
        f"high, low = groups[{high}], groups[{low}]  # {sample.levels[high]}, {sample.levels[low]}"
    )
    return _cell.body(
        "from scipy import optimize, special, stats"
        if welch
        else "from scipy import special, stats",
        _groups.helper(sample),
        MEDIAN_ERROR if medians else None,
        _groups.row_lines(scan, sample),
        share or "share = 1  # no dependence of rows was found",
        "\n".join([_groups.group_lines(scan, sample), counted, ends]),
        _WELCH + _cell.OMEGA.format(worth="round(n * share)") if welch else _kruskal_lines(),
        _estimate_lines(medians),
        _cell.prints(finding.evidence),
        _figure.boxes(sample.group, sample.number, sample.levels),
    )


_WELCH = """\
size, mean = np.array([len(g) for g in groups]), np.array([g.mean() for g in groups])
weight = size / np.array([g.var(ddof=1) for g in groups])
grand = np.sum(weight * mean) / np.sum(weight)
lack = np.sum((1 - weight / np.sum(weight)) ** 2 / (size - 1))
between = np.sum(weight * (mean - grand) ** 2) / (k - 1)
statistic = between / (1 + 2 * (k - 2) / (k**2 - 1) * lack) * share
df1, df = k - 1, max((k**2 - 1) / (3 * lack) * share, 1)
p = stats.f.sf(statistic, df1, df)

"""


def _kruskal_lines() -> str:
    return """\
statistic = max(round(stats.kruskal(*groups).statistic, 10), 0) * share
p = stats.chi2.sf(statistic, k - 1)

worth = round(n * share)
effect = max((statistic - k + 1) / (worth - k), 0)


def noncentrality(tail):
    if stats.chi2.cdf(statistic, k - 1) <= tail:
        return 0
    return special.chndtrinc(statistic, k - 1, tail)


effect_low = min(noncentrality(0.975) / (worth - 1), effect)
effect_high = max(min(noncentrality(0.025) / (worth - 1), 1), effect)"""


def _estimate_lines(medians: bool) -> str:
    pairs = "level = 1 - 0.05 / (k * (k - 1) // 2)  # Bonferroni over all pairs of groups"
    if medians:
        return "\n".join([
            pairs,
            "estimate = np.median(high) - np.median(low)",
            "half = stats.norm.ppf((1 + level) / 2) * np.hypot(median_error(high), median_error(low))",
            "half = half / np.sqrt(share)",
            "estimate_low, estimate_high = estimate - half, estimate + half",
        ])  # fmt: skip
    return "\n".join([
        pairs,
        "limits = stats.ttest_ind(high, low, equal_var=False).confidence_interval(level)",
        "estimate = high.mean() - low.mean()",
        "estimate_low = estimate - (estimate - limits.low) / np.sqrt(share)",
        "estimate_high = estimate + (limits.high - estimate) / np.sqrt(share)",
    ])  # fmt: skip
