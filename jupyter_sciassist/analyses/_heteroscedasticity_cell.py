"""The cells of an unequal spread."""

from __future__ import annotations

from ..statistics import curves, spread
from . import _cell, _figure, _groups, _inline, _places, _scan
from .base import Finding

KOENKER = "Koenker's studentised Breusch-Pagan test on ranks"
RANKS = "rank correlation of the size of residuals of Huber's fit"
BROWN_FORSYTHE = "Brown-Forsythe test"
_SCALED = {"": "{}", "log": "np.log({})", "root": "np.sqrt({})"}


def along(scan: _scan.Scan, finding: Finding) -> str:
    """Body of the cell for two numbers, after the preamble."""
    x, y = finding.variables
    facts = finding.facts or {}
    method = finding.evidence.method
    mean = spread.about_huber_mean if method.startswith(RANKS) else spread.about_mean
    helper, share = _share(scan, method, str(facts["unit_column"]))
    rows = [f"rows = data.dropna(subset={_cell.listed([x, y])})"]
    if helper == _cell.LAG_ONE and scan.order is not None:
        rows.append(f'rows = rows.sort_values({_cell.literal(scan.axis)}, kind="stable")')
    scaled = _SCALED[str(facts["scale"])].format(_cell.numbers(scan, y))
    return _cell.body(
        "from scipy import stats",
        helper,
        _inline.sources(curves.spline_terms, mean),
        "\n".join([
            *rows,
            f"x, n = {_cell.numbers(scan, x)}, len(rows)",
            f"y = {scaled}",
            "rank = stats.rankdata(x)",
            "u = (rank - rank.mean()) / rank.std()",
            f"left = {mean.__name__}(np.column_stack([u, spline_terms(u)]), y)",
            "size = stats.rankdata(np.round(abs(left) / np.ptp(y), 12))",
        ]),
        share,
        _ranks() if method.startswith(RANKS) else _KOENKER,
        _EFFECT,
        None if finding.evidence.estimate is None else _RATIO,
        _cell.prints(finding.evidence),
        _residuals(x, y),
    )  # fmt: skip


def _share(scan: _scan.Scan, method: str, unit: str) -> tuple[str | None, str]:
    """The function and the lines that bind `share`: independent rows as a share of n."""
    if method.endswith("design effect"):
        return _cell.INTRACLASS, _cell.unit_share(unit, "rank", "size")
    if method.endswith("over space"):
        share = "share = spatial_rows(rank[take], size[take], classes, n) / n"
        return _places.helper(), f"{_places.lines(scan)}\n{share}"
    if method.endswith("effective sample size"):
        return _cell.LAG_ONE, _NEIGHBOURS
    return None, "share = 1  # no dependence of rows was found"


_NEIGHBOURS = """\
likeness = lag_one(rank) * max(lag_one(size), 0)  # of neighbours in time
share = max(n * (1 - likeness) / (1 + likeness), 3) / n"""


def _ranks() -> str:
    return "\n".join([
        "worth, effect = n * share, round(np.corrcoef(rank, size)[0, 1], 12)",
        "df = max(worth - 2, 1)",
        "statistic = effect * np.sqrt(df / max(1 - effect**2, 1e-15))",
        "p = 2 * stats.t.sf(abs(statistic), df)",
    ])  # fmt: skip


_KOENKER = """\
worth, effect = n * share, round(np.corrcoef(rank, size)[0, 1], 12)
statistic = worth * np.corrcoef(rank, left**2)[0, 1] ** 2
p = stats.chi2.sf(statistic, 1)"""

_EFFECT = """\
half = stats.norm.ppf(0.975) * np.sqrt((1 + effect**2 / 2) / (worth - 3))
effect_low, effect_high = np.tanh([np.arctanh(effect) - half, np.arctanh(effect) + half])"""

_RATIO = """\
low, high = np.quantile(rank, [1 / 3, 2 / 3])
parts = [abs(left[rank >= high]), abs(left[rank <= low])]
error = np.sqrt(sum((np.mean(s**2) / s.mean() ** 2 - 1) / len(s) for s in parts) / share)
estimate = parts[0].mean() / parts[1].mean()
half = stats.norm.ppf(0.975) * error
estimate_low, estimate_high = estimate * np.exp([-half, half])"""


def _residuals(x: str, y: str) -> str:
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        "fig, (top, bottom) = plt.subplots(2, 1, figsize=(6, 6), sharex=True)",
        f'top.plot(x, rows[{_cell.literal(y)}], ".", alpha=0.5, color="black")',
        f"top.set_ylabel({_figure.label(y)})",
        'bottom.plot(x, left, ".", alpha=0.5, color="black")',
        'bottom.axhline(0, color="C1")',
        'bottom.set_ylabel("what the mean leaves")',
        f"bottom.set_xlabel({_figure.label(x)})",
        "plt.show()",
    ])  # fmt: skip


def between(scan: _scan.Scan, sample: _groups.Samples, finding: Finding) -> str:
    """Body of the cell for groups, after the preamble."""
    facts = finding.facts or {}
    share = _groups.share_lines(scan, sample)
    high, low = (sample.levels.index(str(facts[end])) for end in ("high", "low"))
    scaled = _SCALED[str(facts["scale"])].format("g")
    return _cell.body(
        "from scipy import stats",
        _groups.helper(sample),
        _groups.row_lines(scan, sample) + "\n" + _groups.group_lines(scan, sample),
        share or "share = 1  # no dependence of rows was found",
        "\n".join([
            f"groups = [{scaled} for g in groups]",
            f"a, b = groups[{high}], groups[{low}]  # {sample.levels[high]}, {sample.levels[low]}",
        ]),
        _BETWEEN,
        _cell.prints(finding.evidence),
        _figure.boxes(sample.group, sample.number, sample.levels),
    )  # fmt: skip


_BETWEEN = '''\
k, n = len(groups), sum(map(len, groups))
statistic = stats.levene(*groups, center="median").statistic * share
p = stats.f.sf(statistic, k - 1, max((n - k) * share, 1))


def log_deviation(y):
    """Logarithm of the mean absolute deviation from the median and its variance (Bonett and Seier 2003)."""
    m, size = len(y), np.mean(abs(y - np.median(y)))
    skew = (y.mean() - np.median(y)) / size
    return np.log(size * m / (m - 1)), max(skew**2 + y.var(ddof=1) / size**2 - 1, 0) / m


(first, v), (second, w) = log_deviation(a), log_deviation(b)
effect = first - second
half = stats.norm.ppf(1 - 0.025 / (k * (k - 1) // 2)) * np.sqrt(v + w) / np.sqrt(share)
effect_low, effect_high = effect - half, effect + half
estimate, estimate_low, estimate_high = np.exp([effect, effect_low, effect_high])'''
