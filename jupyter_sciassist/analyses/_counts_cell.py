"""The cells of rates from counts."""

from __future__ import annotations

from . import _cell, _figure, _scan
from .base import Finding

_RATES = """\
def chi_square(part, whole):
    rate = part.sum() / whole.sum()
    return np.sum((part - whole * rate) ** 2 / (whole * rate * (1 - rate)))


def wilson(k, m):
    centre, z = (k + z95**2 / 2) / (m + z95**2), z95
    return centre, z * np.sqrt(k * (m - k) / m + z**2 / 4) / (m + z**2)


def difference(k, m, l, o):
    \"\"\"Difference of two rates with Newcombe's interval.\"\"\"
    (c, h), (d, g) = wilson(k, m), wilson(l, o)
    p, q = k / m, l / o
    low = p - q - np.hypot(p - (c - h), d + g - q)
    return p - q, low, p - q + np.hypot(c + h - p, q - (d - g))


z95 = stats.norm.ppf(0.975)"""

_OVERALL = """\
k, m = hits.sum({axis}), cases.sum({axis})
rates = k / m
high, low = np.argmax(rates), np.argmin(rates)
estimate, estimate_low, estimate_high = difference(k[high], m[high], k[low], m[low])
statistic, df, most = chi_square(k, m), len(k) - 1, n
p = stats.chi2.sf(statistic, df)"""

_WITHIN = """\
crude_k, crude_m = hits.sum(1), cases.sum(1)
estimate, estimate_low, estimate_high = difference(crude_k[0], crude_m[0], crude_k[1], crude_m[1])
(a, b), (m, o) = hits, cases
total = m + o
weight = m * o / total
effect = np.sum(weight * (a / m - b / o)) / weight.sum()  # Mantel-Haenszel
spread = (a * (m - a) * o**3 + b * (o - b) * m**3) / (m * o * total**2)
half = z95 * np.sqrt(spread.sum()) / weight.sum()
effect_low, effect_high = effect - half, effect + half
variance = np.sum(m * o * (a + b) * (total - a - b) / (total**2 * (total - 1)))
statistic = np.sum(a - m * (a + b) / total) ** 2 / variance
df = len(strata) - 1
p_crude = stats.chi2.sf(chi_square(crude_k, crude_m), 1)
p_filled = stats.chi2.sf(chi_square(m, total), df)  # do the groups fill the strata differently?
p_strata = stats.chi2.sf(chi_square(a, m) + chi_square(b, o), 2 * df)  # do rates differ between them?
p = max(p_crude, p_filled, p_strata{adjusted})"""

_FIGURE = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(6, 4))
for level, rate in zip(levels, hits / cases):
    plt.plot([{one} for one in strata], rate, "o-", label={level})
plt.gca().set(xlabel={stratum}, ylabel={outcome})
plt.legend(title={group})
plt.show()"""


def code(
    scan: _scan.Scan, finding: Finding, levels: tuple[str, ...], strata: tuple[str, ...]
) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    group, stratum = finding.candidate.variables
    if facts["claim"] == "within":
        last = ", stats.chi2.sf(statistic, 1)" if facts["kind"] == "reversal" else ""
        test = _WITHIN.format(adjusted=last)
    else:
        test = _OVERALL.format(axis=1 if facts["claim"] == "group" else 0) + "\n\n" + _cell.CRAMER
    figure = _FIGURE.format(
        stratum=_figure.label(stratum),
        outcome=_figure.label(f"rate of {facts['events']}"),
        group=_figure.label(group),
        one=_figure.text_of("one", strata),
        level=_figure.text_of("level", levels),
    )
    return _cell.body(
        "from scipy import special, stats",
        _RATES,
        _rows(scan, group, stratum, levels, strata)
        + "\n"
        + _cases(str(facts["events"]), str(facts["trials"]), str(facts["other"])),
        test,
        _cell.prints(finding.evidence),
        figure,
    )


def _rows(
    scan: _scan.Scan, group: str, stratum: str, levels: tuple[str, ...], strata: tuple[str, ...]
) -> str:
    return "\n".join([
        f"group, stratum = {_cell.group(scan, group, 'data')}, {_cell.group(scan, stratum, 'data')}",
        f"levels = {_cell.group_keys(scan, group, levels)}",
        f"strata = {_cell.group_keys(scan, stratum, strata)}",
    ])  # fmt: skip


def _cases(events: str, trials: str, other: str) -> str:
    whole = f"data[{_cell.literal(trials)}]"
    if not trials:
        whole = f"(data[{_cell.literal(events)}] + data[{_cell.literal(other)}])"
    return "\n".join([
        "places = [[(group == a) & (stratum == b) for b in strata] for a in levels]",
        f"hits = np.array([[data[{_cell.literal(events)}][one].sum() for one in row] for row in places], float)",
        f"cases = np.array([[{whole}[one].sum() for one in row] for row in places], float)",
        "n = int(cases.sum())",
    ])  # fmt: skip
