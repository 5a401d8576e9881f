"""The cell of a paired comparison."""

from __future__ import annotations

from ..statistics import paired
from . import _blocks, _cell, _figure, _inline, _scan
from .base import Finding, share_of

T_TEST = "paired t test"
SIGNED_RANK = "Wilcoxon signed rank test"


def code(table_scan: _scan.Scan, finding: Finding, blocked: _blocks.Blocked | None) -> str:
    """Body of the cell, after the preamble."""
    facts, method = finding.facts or {}, finding.evidence.method
    ranks = method.startswith(SIGNED_RANK)
    share = share_of(facts)
    ends = (str(facts["high"]), str(facts["low"]))
    lines = _wide(finding, ends)
    if blocked is not None:
        lines = _long(table_scan, blocked, ends)
    elif "tried" in facts:
        lines = _in_level(table_scan, finding, ends)
    return _cell.body(
        "from scipy import special, stats" if ranks else "from scipy import stats",
        _inline.sources(paired.hodges_lehmann) if ranks else None,
        _SERIAL if share < 1 else None,
        lines,
        "share = mean_share(d)" if share < 1 else "share = 1",
        _RANKS if ranks else _MEANS,
        _BEST.format(tried=facts["tried"]) if "tried" in facts else None,
        _cell.prints(finding.evidence),
        _drawn(finding, ends),
    )


def _wide(finding: Finding, ends: tuple[str, str]) -> str:
    facts = finding.facts or {}
    names = list(finding.variables)
    lines = [f"rows = data.dropna(subset={_cell.listed(names)})"]
    if facts["units"]:
        unit = _cell.literal(facts["units"])
        by = f"rows[{unit}].astype(object)"
        lines += [
            "# a unit that was measured repeatedly counts once, by its means",
            f'unit = np.where(rows[{unit}].isna(), [f"row {{i}}" for i in range(len(rows))], {by})',
            f"rows = rows.groupby(unit)[{_cell.listed(names)}].mean().round({facts['places']})",
        ]
    elif facts["axis"]:
        lines.append(f'rows = rows.sort_values({_cell.literal(facts["axis"])}, kind="stable")')
    a, b = (f"rows[{_cell.literal(name)}].to_numpy(float)" for name in ends)
    return "\n".join(
        [*lines, f"a, b = {a}, {b}", f"d, n = (a - b).round({facts['places']}), len(a)"]
    )


def _in_level(scan: _scan.Scan, finding: Finding, ends: tuple[str, str]) -> str:
    """One level of a third column: its differences beside those of the others, then its rows alone."""
    facts = finding.facts or {}
    third, level = str(facts["moderator"]), str(facts["value"])
    a, b = (f"rows[{_cell.literal(name)}].to_numpy(float)" for name in ends)
    keys = _cell.group_keys(scan, third, (level,))
    return "\n".join([
        f"rows = data.dropna(subset={_cell.listed([*finding.variables, third])})",
        f"inside = {_cell.group(scan, third)}.isin({keys}).to_numpy()",
        f"d = ({a} - {b}).round({facts['places']})",
        _BESIDE,
        "rows = rows[inside]",
        f"a, b = {a}, {b}",
        f"d, n = (a - b).round({facts['places']}), len(a)",
    ])  # fmt: skip


_BESIDE = """\
welch = stats.ttest_ind(d[inside], d[~inside], equal_var=False).pvalue
rank, some, m = stats.rankdata(d), int(inside.sum()), len(d)
gap = rank[inside].sum() - some * (m + 1) / 2
z = gap / np.sqrt(some * (m - some) / m * rank.var(ddof=1))  # Mann and Whitney
beside = max(welch, 2 * stats.norm.sf(abs(z)))"""

_BEST = "p = min({tried} * max(p, beside), 1)  # the best of {tried} places"


def _long(scan: _scan.Scan, blocked: _blocks.Blocked | None, ends: tuple[str, str]) -> str:
    assert blocked is not None
    a, b = (_cell.group_keys(scan, blocked.group, (end,))[1:-1] for end in ends)
    return "\n".join([
        _blocks.cell_lines(scan, blocked),
        f"a, b = cells[{a}].to_numpy(float), cells[{b}].to_numpy(float)",
        f"d, n = (a - b).round({blocked.places}), len(a)",
    ])  # fmt: skip


_SERIAL = '''\
def mean_share(d):
    """How many independent values a mean of alike neighbours is worth, as a share of n."""
    v, n = d - d.mean(), len(d)
    r = min((n * (v[:-1] @ v[1:]) / (v @ v) + 1) / (n - 4), 0.99)
    return max((1 - r) / (1 + r), 3 / n) if r > 0 else 1
'''

_MEANS = """\
df = max((n - 1) * share, 1)
statistic = d.mean() / (d.std(ddof=1) / np.sqrt(n)) * np.sqrt(share)
p = 2 * stats.t.sf(abs(statistic), df)

(va, vab), (_, vb) = np.cov(a, b)  # Hedges' g_av: in deviations of one measurement
v, z = (va + vb) / 2, stats.norm.ppf(0.975)
g = (a.mean() - b.mean()) / np.sqrt(v)
spread = (va**2 + vb**2 + 2 * vab**2) / v**2
half = z * np.sqrt(g**2 * spread / (8 * (n - 1)) + (va + vb - 2 * vab) / v / (n - 1)) / np.sqrt(share)
effect = g * np.sqrt((n - 2) / (n - 1))
effect_low, effect_high = g - half, g + half  # Bonett 2008

estimate = d.mean()
half = stats.t.ppf(0.975, n - 1) * d.std(ddof=1) / np.sqrt(n) / np.sqrt(share)
estimate_low, estimate_high = estimate - half, estimate + half"""

_RANKS = """\
moved = d[d != 0]
m, rank = len(moved), stats.rankdata(abs(moved))
signed = np.sign(moved) @ rank
statistic = signed / np.sqrt(np.sum(rank**2)) * np.sqrt(share)
p = 2 * special.ndtr(-abs(statistic))

effect, z = round(signed / rank.sum(), 12), stats.norm.ppf(0.975)  # matched-pairs rank-biserial
error = np.sqrt((2 * m**3 + 3 * m**2 + m) / 6) / (m * (m + 1) / 2) / np.sqrt(share)
centre = np.arctanh(np.clip(effect, -1 + 1e-12, 1 - 1e-12))
effect_low, effect_high = np.tanh([centre - z * error, centre + z * error])

estimate, low, high = hodges_lehmann(d, z)
estimate_low = estimate - (estimate - low) / np.sqrt(share)
estimate_high = estimate + (high - estimate) / np.sqrt(share)"""


def _drawn(finding: Finding, ends: tuple[str, str]) -> str:
    """Both values of each unit, joined, and the differences beside them."""
    names = _cell.listed([end.replace("$", r"\$") for end in ends])
    what = str((finding.facts or {})["outcome"])
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        "fig, (left, right) = plt.subplots(1, 2, figsize=(8, 4))",
        "shown = np.linspace(0, n - 1, min(n, 100)).astype(int)",
        'left.plot([0, 1], [a[shown], b[shown]], ".-", lw=0.6, alpha=0.5, color="black")',
        f"left.set_xticks([0, 1], {names})",
        f"left.set_ylabel({_figure.label(what)})",
        'right.hist(d, bins=30, color="gray")',
        'right.axvline(estimate, color="C1")',
        'right.set_xlabel("difference")',
        "plt.show()",
    ])  # fmt: skip
