"""The cell of a comparison of two groups."""

from __future__ import annotations

from . import _cell, _figure, _groups, _scan
from .base import Finding

WELCH = "Welch t test"
MANN_WHITNEY = "Mann-Whitney test"
BRUNNER_MUNZEL = "Brunner-Munzel test"


def code(scan: _scan.Scan, sample: _groups.Samples, finding: Finding, *, medians: bool) -> str:
    """Body of the cell, after the preamble."""
    high = sample.levels.index(str(finding.level))
    method = finding.evidence.method
    share = _groups.share_lines(scan, sample)
    order = "a, b = groups" if high == 0 else "b, a = groups"
    return _cell.body(
        "from scipy import stats",
        _groups.helper(sample),
        _groups.row_lines(scan, sample),
        share,
        _groups.group_lines(scan, sample),
        f"{order}  # {sample.levels[high]}, {sample.levels[1 - high]}\nn = len(a) + len(b)",
        _test_lines(method, share is not None),
        effect_lines(method, share is not None),
        estimate_lines(medians, share is not None),
        _cell.prints(finding.evidence),
        _figure.boxes(sample.group, sample.number, sample.levels),
    )


def _test_lines(method: str, shared: bool) -> str:
    less = " * np.sqrt(share)" if shared else ""
    if method.startswith(MANN_WHITNEY):
        lines = [
            "rank = stats.rankdata(np.concatenate([a, b]))",
            "gap = rank[:len(a)].sum() - len(a) * (n + 1) / 2",
            f"statistic = gap / np.sqrt(len(a) * len(b) / n * rank.var(ddof=1)){less}",
            "p = 2 * stats.norm.sf(abs(statistic))",
        ]
    elif method.startswith(BRUNNER_MUNZEL):
        lines = [
            "rank = stats.rankdata(np.concatenate([a, b]))",
            "va = len(a) * np.var(rank[:len(a)] - stats.rankdata(a), ddof=1)",
            "vb = len(b) * np.var(rank[len(a):] - stats.rankdata(b), ddof=1)",
            "df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))",
            "gap = rank[:len(a)].mean() - rank[len(a):].mean()",
            f"statistic = len(a) * len(b) * gap / (n * np.sqrt(va + vb)){less}",
            f"p = 2 * stats.t.sf(abs(statistic), {'max(df * share, 1)' if shared else 'df'})",
        ]
    elif shared:
        lines = [
            "test = stats.ttest_ind(a, b, equal_var=False)",
            "statistic = test.statistic * np.sqrt(share)",
            "p = 2 * stats.t.sf(abs(statistic), max(test.df * share, 1))",
        ]
    else:
        lines = ["statistic, p = stats.ttest_ind(a, b, equal_var=False)"]
    return "\n".join(lines)


def effect_lines(method: str, shared: bool) -> str:
    """Lines that bind the effect of `a` against `b` and its limits: Hedges' g (Welch) or Cliff's delta."""
    wide = " / np.sqrt(share)" if shared else ""
    if method.startswith(WELCH):
        return "\n".join([
            "pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (n - 2)",
            "effect = (1 - 3 / (4 * (n - 2) - 1)) * (a.mean() - b.mean()) / np.sqrt(pooled)",
            "half = stats.norm.ppf(0.975) * np.sqrt(1 / len(a) + 1 / len(b) + effect**2 / (2 * n))"
            + wide,
            "effect_low, effect_high = effect - half, effect + half",
        ])  # fmt: skip
    lines = [_cell.DELTA]
    if shared:
        lines += [
            "effect_low = max(effect - (effect - effect_low) / np.sqrt(share), -1)",
            "effect_high = min(effect + (effect_high - effect) / np.sqrt(share), 1)",
        ]
    return _cell.PLACES + "\n\n" + "\n".join(lines)


def estimate_lines(medians: bool, shared: bool) -> str:
    """Lines that bind the difference of medians or means of `a` and `b` and its limits."""
    wide = " / np.sqrt(share)" if shared else ""
    if not medians:
        return "\n".join([
            "limits = stats.ttest_ind(a, b, equal_var=False).confidence_interval()",
            "estimate = a.mean() - b.mean()",
            f"estimate_low = estimate - (estimate - limits.low){wide}",
            f"estimate_high = estimate + (limits.high - estimate){wide}",
        ])  # fmt: skip
    return MEDIAN_ERROR + "\n".join([
        "estimate = np.median(a) - np.median(b)",
        "half = stats.norm.ppf(0.975) * np.hypot(median_error(a), median_error(b))" + wide,
        "estimate_low, estimate_high = estimate - half, estimate + half",
    ])  # fmt: skip


MEDIAN_ERROR = '''\
def median_error(y):
    """Standard error of a median (Bonett and Price 2002)."""
    y, m = np.sort(y), len(y)
    c = max(round((m + 1) / 2 - np.sqrt(m)), 1)
    z = stats.norm.ppf(1 - min(stats.binom.cdf(c - 1, m, 0.5), 0.499))
    return (y[m - c] - y[c - 1]) / (2 * z)


'''
