"""The cell of several levels compared within blocks."""

from __future__ import annotations

from ..statistics import paired
from . import _blocks, _cell, _figure, _inline, _scan
from .base import Finding

ANOVA = "randomised-block analysis of variance"
FRIEDMAN = "Friedman test"


def code(scan: _scan.Scan, finding: Finding, blocked: _blocks.Blocked, places: list[int]) -> str:
    """Body of the cell, after the preamble."""
    anova = finding.evidence.method.startswith(ANOVA)
    corrected = "Greenhouse-Geisser" in finding.evidence.method
    k = len(blocked.levels)
    lines = [
        _blocks.cell_lines(scan, blocked),
        "y = cells.to_numpy(float)",
        "b, k = y.shape",
        "n = y.size",
        f"d = (y[:, {places[0]}] - y[:, {places[-1]}]).round({blocked.places})"
        f"  # {blocked.levels[places[0]]} less {blocked.levels[places[-1]]}",
    ]
    return _cell.body(
        "from scipy import optimize, special, stats" if anova else "from scipy import special, stats",
        None if anova else _inline.sources(paired.hodges_lehmann),
        "\n".join(lines),
        _anova_lines(corrected) if anova else _FRIEDMAN,
        _ESTIMATE[anova].format(pairs=k * (k - 1) // 2),
        _cell.prints(finding.evidence),
        _drawn(blocked),
    )  # fmt: skip


def _anova_lines(corrected: bool) -> str:
    free = "df1, df = k - 1, (k - 1) * (b - 1)"
    p = "p = stats.f.sf(statistic, df1, df)"
    if corrected:
        p = "\n".join([
            "spread = np.cov(y - y.mean(1, keepdims=True), rowvar=False)",
            "epsilon = min(np.trace(spread) ** 2 / ((k - 1) * np.sum(spread**2)), 1)",
            "p = stats.f.sf(statistic, df1 * epsilon, df * epsilon)  # Greenhouse and Geisser",
        ])  # fmt: skip
    return "\n".join([
        "left = y - y.mean(0) - y.mean(1, keepdims=True) + y.mean()",
        free,
        "statistic = b * np.sum((y.mean(0) - y.mean()) ** 2) / df1 / (np.sum(left**2) / df)",
        p,
        "",
        _cell.OMEGA.format(worth="n"),
    ])  # fmt: skip


_FRIEDMAN = """\
statistic = round(stats.friedmanchisquare(*y.T).statistic, 10)
p = stats.chi2.sf(statistic, k - 1)


def noncentrality(tail):
    if stats.chi2.cdf(statistic, k - 1) <= tail:
        return 0
    return special.chndtrinc(statistic, k - 1, tail)


most = b * (k - 1)
effect = statistic / most  # Kendall's W
effect_low = min(noncentrality(0.975) / most, effect)
effect_high = max(min(noncentrality(0.025) / most, 1), effect)"""

_ESTIMATE = {
    True: """\
estimate = d.mean()
half = stats.t.ppf(1 - 0.025 / {pairs}, b - 1) * d.std(ddof=1) / np.sqrt(b)  # Bonferroni over all pairs
estimate_low, estimate_high = estimate - half, estimate + half""",
    False: """\
z = stats.norm.ppf(1 - 0.025 / {pairs})  # Bonferroni over all pairs
estimate, estimate_low, estimate_high = hodges_lehmann(d, z)""",
}


def _drawn(blocked: _blocks.Blocked) -> str:
    """A line for each block over the levels, and their means."""
    names = _cell.listed([level.replace("$", r"\$") for level in blocked.levels])
    turn = ", rotation=90" if len(blocked.levels) > 6 else ""
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        "plt.figure(figsize=(6, 4))",
        "shown = np.linspace(0, b - 1, min(b, 100)).astype(int)",
        'plt.plot(range(k), y[shown].T, ".-", lw=0.6, alpha=0.5, color="black")',
        'plt.plot(range(k), y.mean(0), "o-", color="C1")',
        f"plt.xticks(range(k), {names}{turn})",
        f"plt.xlabel({_figure.label(blocked.group)})",
        f"plt.ylabel({_figure.label(blocked.number)})",
        "plt.show()",
    ])  # fmt: skip
