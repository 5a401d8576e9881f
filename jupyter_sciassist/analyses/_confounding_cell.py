"""The cell of an adjusted pair."""

from __future__ import annotations

from . import _cell, _figure, _scan, _screen
from .base import Finding


def code(scan: _scan.Scan, finding: Finding) -> str:
    """Body of the cell, after the preamble."""
    a, b, third = finding.variables
    linear = _screen.is_linear(scan, third)
    unit = scan.unit
    return _cell.body(
        "from scipy import stats",
        _cell.INTRACLASS if unit else None,
        LIMITS,
        rows(scan, a, b, third),
        _cell.unit_share(unit) if unit else "share = 1",
        adjustment(scan, third, linear=linear),
        _results(finding, linear),
        _cell.prints(finding.evidence),
        _figure.scatter(
            f"ranks of {a} with {third} held fixed",
            f"ranks of {b} with {third} held fixed",
            "np.polyfit(rest_x, rest_y, 1)[0]",
            "rest_x, rest_y",
        ),
    )


LIMITS = '''\
def correlation(x, y, controls=0):
    """Correlation with its limits, t and p, after so many degrees of freedom were used."""
    r, rows = np.corrcoef(x, y)[0, 1], n * share
    df = max(rows - 2 - controls, 1)
    t = r * np.sqrt(df / (1 - r**2))
    half = stats.norm.ppf(0.975) / np.sqrt(max(rows - 3 - controls, 1))
    low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return r, low, high, t, 2 * stats.t.sf(abs(t), df)
'''


def rows(scan: _scan.Scan, a: str, b: str, third: str) -> str:
    """Lines that bind `rows`, the ranks `x` and `y`, and `n`."""
    return "\n".join([
        f"rows = data.dropna(subset={_cell.listed([a, b, third])})",
        f"x = stats.rankdata({_cell.scores(scan, a)})",
        f"y = stats.rankdata({_cell.scores(scan, b)})",
        "n = len(rows)",
    ])  # fmt: skip


def adjustment(scan: _scan.Scan, third: str, *, linear: bool) -> str:
    """Lines that bind what is left of both ranks with the third held fixed, and `controls`."""
    if linear:
        return "\n".join([
            f"z = stats.rankdata({_cell.numbers(scan, third)})",
            "rest_x, rest_y = (v - np.polyval(np.polyfit(z, v, 1), z) for v in (x, y))",
            "controls = 1",
        ])  # fmt: skip
    return "\n".join([
        f"groups = rows[{_cell.literal(third)}].astype(object).to_numpy()",
        "mean_x, mean_y = (pd.Series(v).groupby(groups).transform(\"mean\") for v in (x, y))",
        "rest_x, rest_y = x - mean_x, y - mean_y",
        "controls = len(set(groups)) - 1",
    ])  # fmt: skip


def _results(finding: Finding, linear: bool) -> str:
    facts = finding.facts or {}
    lines = [
        "estimate, estimate_low, estimate_high, _, crude_p = correlation(x, y)",
        "effect, effect_low, effect_high, statistic, adjusted_p = correlation(rest_x, rest_y, controls)",
    ]
    error = "np.sqrt(1 / max(n * share - 3, 1) + 1 / max(n * share - 3 - controls, 1))"
    if facts["kind"] != "explained":
        return "\n".join([
            *lines,
            f"gap = abs(np.arctanh(effect) - np.arctanh(estimate)) / {error}",
            f"# {facts['tried']} third variables were tried for this pair",
            f"p = min(max({facts['tried']} * adjusted_p, 2 * stats.norm.sf(gap)), 1)",
        ])  # fmt: skip
    return "\n".join([*lines, *_explained(linear, facts["tried"])])


def _explained(linear: bool, tried: object) -> list[str]:
    links = (
        ["links = [correlation(v, z)[4] for v in (x, y)]"]
        if linear
        else [
            "links = []",
            "for v, mean in ((x, mean_x), (y, mean_y)):",
            "    r = np.corrcoef(v, mean)[0, 1]",
            "    df = n * share - 1 - controls",
            "    links.append(stats.f.sf(r**2 / (1 - r**2) * df / controls, controls, df))",
        ]
    )
    return [
        *links,
        "bound = np.arctanh(abs(estimate) / 2)  # does the rest lie within half of the crude relation?",
        "error = 1 / np.sqrt(max(n * share - 3 - controls, 1))",
        "within = max(stats.norm.cdf((np.arctanh(effect) - bound) / error), "
        "stats.norm.cdf((-bound - np.arctanh(effect)) / error))",
        f"# {tried} third variables were tried for this pair",
        f"p = min(max(crude_p, *links, {tried} * within), 1)",
    ]
