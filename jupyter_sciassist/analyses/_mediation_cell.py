"""The cell of a relation that runs along with a third column."""

from __future__ import annotations

from . import _cell, _figure, _scan
from .base import Finding

_TEST = '''\
def slope(base, v, y):
    """Slope of y on v beside `base`, and the smaller F of HC3 errors and of aligned ranks."""
    frame = np.linalg.qr(np.column_stack([np.ones(n), *base]))[0]
    own, reduced = (one - frame @ (frame.T @ one) for one in (v, y))
    b = own @ reduced / (own @ own)
    left = reduced - b * own
    leverage = (frame**2).sum(1) + own**2 / (own @ own)
    wald = b**2 / (np.sum((own * left / (1 - leverage)) ** 2) / (own @ own) ** 2)
    ranks = stats.rankdata(np.round(reduced / reduced.std(), 9))
    rest = ranks - frame @ (frame.T @ ranks)
    told = (own @ rest) ** 2 / (own @ own)
    return b, min(wald, told / ((rest @ rest - told) / (n - frame.shape[1] - 1)), 1e8)
'''

_BOOTSTRAP = """\
(first, f_first), (second, f_second) = slope([], x, m), slope([x], m, y)
total, f_total = slope([], x, y)
direct = slope([m], x, y)[0]
effect = first * second
statistic = min(f_first, f_second, f_total)
p = min({tried} * stats.f.sf(statistic, 1, n - 3), 1)  # the best of {tried} pairs

rng, made = np.random.default_rng({seed}), []
for _ in range({resamples}):
    c = np.cov(z[rng.integers(0, n, n)], rowvar=False)
    left = c[0, 0] * c[1, 1] - c[0, 1] ** 2
    made.append(c[0, 1] / c[0, 0] * (c[0, 0] * c[1, 2] - c[0, 1] * c[0, 2]) / left)
effect_low, effect_high = np.percentile(made, [2.5, 97.5])
effect_low, effect_high = min(effect_low, effect), max(effect_high, effect)"""

_SHARE = """\
estimate = effect / total
estimate_low, estimate_high = sorted([effect_low / total, effect_high / total])"""

_FIGURE = """\
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 2, figsize=(8, 3.5))
axes[0].plot(x, m, ".", ms=4)
axes[0].set(xlabel={x}, ylabel={m})
axes[1].plot(m - first * x, y - total * x, ".", ms=4)
axes[1].set(xlabel={given_m}, ylabel={given_y})
plt.show()"""


def code(scan: _scan.Scan, finding: Finding, seed: int, resamples: int) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    names = [str(facts[key]) for key in ("x", "m", "y")]
    columns = ", ".join(_cell.scores(scan, name) for name in names)
    x, m, y = names
    rows = "\n".join([
        f"rows = data.dropna(subset={_cell.listed(names)})",
        f"z = np.column_stack([{columns}]).astype(float)",
        "z = (z - z.mean(axis=0)) / z.std(axis=0)",
        "(x, m, y), n = z.T, len(z)",
    ])  # fmt: skip
    test = _BOOTSTRAP.format(tried=facts["tried"], seed=seed, resamples=resamples)
    return _cell.body(
        "from scipy import stats",
        _TEST,
        rows,
        test,
        _SHARE if finding.evidence.estimate is not None else None,
        _cell.prints(finding.evidence),
        _FIGURE.format(
            x=_figure.label(x),
            m=_figure.label(m),
            given_m=_figure.label(f"{m} given {x}"),
            given_y=_figure.label(f"{y} given {x}"),
        ),
    )
