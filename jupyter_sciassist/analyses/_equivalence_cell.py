"""The cell of an equivalence test."""

from __future__ import annotations

from . import _cell, _difference_cell, _figure, _groups, _scan
from .base import Finding, share_of

WELCH = "two one-sided Welch t tests"
DELTA = "two one-sided tests of Cliff's delta"
RHO = "two one-sided tests of Spearman's rho"


def groups(scan: _scan.Scan, sample: _groups.Samples, finding: Finding) -> str:
    """Body of the cell for two groups, after the preamble."""
    means = finding.evidence.method.startswith(WELCH)
    share = _groups.share_lines(scan, sample)
    effect = _difference_cell.effect_lines(
        _difference_cell.WELCH if means else _difference_cell.MANN_WHITNEY, share is not None
    )
    return _cell.body(
        "from scipy import stats",
        _groups.helper(sample),
        _groups.row_lines(scan, sample) + "\n" + _groups.group_lines(scan, sample),
        f"a, b = groups  # {sample.levels[0]}, {sample.levels[1]}\nn = len(a) + len(b)",
        share or "share = 1  # no dependence of rows was found",
        effect,
        _MEANS if means else _DELTAS,
        _difference_cell.estimate_lines(medians=False, shared=share is not None),
        _cell.prints(finding.evidence),
        _drawn("Hedges' g" if means else "Cliff's delta"),
    )


_MEANS = """\
va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
margin = 0.2  # pooled deviations, a small effect
bound = margin * np.sqrt(pooled)
statistic = (bound - abs(a.mean() - b.mean())) / np.sqrt((va + vb) / share)
p = stats.t.sf(statistic, max(df * share, 1))"""

_DELTAS = """\
margin = 2 * stats.norm.cdf(0.2 / np.sqrt(2)) - 1  # two normal groups 0.2 deviations apart
v = np.var(places(a, b), ddof=1) / len(a) + np.var(places(b, a), ddof=1) / len(b)
statistic = (margin - abs(effect)) / np.sqrt(v / share)
p = stats.norm.sf(statistic)"""


def correlation(scan: _scan.Scan, finding: Finding) -> str:
    """Body of the cell for two numbers, after the preamble."""
    y, x = finding.variables
    facts = finding.facts or {}
    unit, share = str(facts["unit_column"]), share_of(facts)
    lines = [
        f"rows = data.dropna(subset={_cell.listed([x, y])})",
        f"x, y, n = {_cell.numbers(scan, x)}, {_cell.numbers(scan, y)}, len(rows)",
    ]
    alike = bool(unit) and share < 1
    worth = "worth = n"
    if alike:
        ranked = ("stats.rankdata(x)", "stats.rankdata(y)")
        worth = _cell.unit_share(unit, *ranked) + "\nworth = n * share"
    return _cell.body(
        "from scipy import stats",
        _cell.INTRACLASS if alike else None,
        "\n".join(lines),
        worth,
        _CORRELATION,
        _cell.prints(finding.evidence),
        _drawn("Spearman's rho"),
    )


_CORRELATION = """\
effect = round(stats.spearmanr(x, y).statistic, 12)
margin = 0.1  # a small effect
error = np.sqrt((1 + effect**2 / 2) / (worth - 3))
statistic = (np.arctanh(margin) - abs(np.arctanh(effect))) / error
p = stats.norm.sf(statistic)
half = stats.norm.ppf(0.975) * error
effect_low, effect_high = np.tanh([np.arctanh(effect) - half, np.arctanh(effect) + half])"""


def _drawn(what: str) -> str:
    """The effect with its interval within the margins."""
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        "plt.figure(figsize=(6, 2))",
        'plt.axvspan(-margin, margin, alpha=0.2, label="less than a small effect")',
        'plt.plot([effect_low, effect_high], [0, 0], color="black")',
        'plt.plot(effect, 0, "o", color="black")',
        "plt.yticks([])",
        f"plt.xlabel({_figure.label(what)})",
        "plt.legend()",
        "plt.show()",
    ])  # fmt: skip
