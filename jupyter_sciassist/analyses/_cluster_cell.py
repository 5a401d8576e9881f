"""The cell of groups of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..statistics import modes
from . import _cell, _figure, _inline, _scan
from .base import Finding

SCALE = """\
columns = []
for name in names:
    v = {v}
    v = np.log(v) if name in logs else v
    low, middle, high = np.percentile(v, [25, 50, 75])
    columns.append((v - middle) / ((high - low) / 1.349 or v.std()))
z = np.column_stack(columns)"""

_DIRECTION = """\
direction = np.linalg.eigh(np.corrcoef(near, rowvar=False))[1][:, -{axis}]
along = z @ (direction * np.sign(direction[np.argmax(abs(direction))]))"""

_TEST = """\
statistic = dip(along)
x = statistic * (np.sqrt(n) + 0.416 + 2.09 / np.sqrt(n))  # p is that of uniform values
p = {p}"""

_GROUPS = """\
labels = cluster.hierarchy.fcluster(cluster.hierarchy.linkage(near, "ward"), {k}, "maxclust") - 1
# silhouettes: of two to six groups, {k} have the largest mean
away, sizes, each = spatial.distance.cdist(near, near), np.bincount(labels), np.arange(n)
sums = np.stack([away[:, labels == one].sum(1) for one in range({k})], axis=1)
own = sums[each, labels] / (sizes[labels] - 1)
sums[each, labels] = np.inf
other = (sums / sizes).min(1)
found = (other - own) / np.maximum(own, other)
estimate, effect = {k}, found.mean()
effect_low, effect_high = stats.norm.interval(0.95, effect, found.std(ddof=1) / np.sqrt(n))"""

_PLOT = """\
import matplotlib.pyplot as plt

fig, axes = plt.subplots(1, 2, figsize=(9, 3.5))
axes[0].hist([along[labels == one] for one in range(labels.max() + 1)], bins=40, stacked=True)
axes[0].set(xlabel={along}, ylabel="rows")
axes[1].scatter(rows[names[0]], {second}, c=labels, s=8, cmap="tab10")
axes[1].set(xlabel={x}, ylabel={y})
plt.show()"""


def code(scan: _scan.Scan, finding: Finding) -> str:
    """Body of the cell, after the preamble."""
    facts = finding.facts or {}
    names, estimate = finding.variables, finding.evidence.estimate
    assert estimate is not None
    several = len(names) > 1
    rows = "\n".join([
        f"names, logs = {_cell.listed(names)}, {_cell.listed(list(_texts(facts['logs'])))}",
        "rows = data.dropna(subset=names)",
        "rows = rows.iloc[np.linspace(0, len(rows) - 1, min(len(rows), 1000)).astype(int)]",
        "n = len(rows)",
    ])  # fmt: skip
    functions: list[Callable[..., Any]] = [modes.corners, modes.dip]
    functions += [modes.apart] if facts["rounded"] else []
    v = "rows[name].to_numpy(float)"
    return _cell.body(
        "from scipy import cluster, spatial, stats",
        _inline.sources(*functions),
        rows,
        SCALE.format(v=f"apart({v}, len(columns))" if facts["rounded"] else v),
        "\n".join(
            [
                "near = np.clip(z, -3, 3)  # far values moved in",
                _DIRECTION.format(axis=facts["axis"]) if several else "along = z[:, 0]",
                _TEST.format(p=_p(finding)),
            ]
        ),
        _GROUPS.format(k=int(estimate.value)),
        _cell.prints(finding.evidence),
        _PLOT.format(
            along=_figure.label(
                f"along principal direction {facts['axis']}" if several else names[0]
            ),
            second="rows[names[1]]" if several else "np.arange(n)",
            x=_figure.label(names[0]),
            y=_figure.label(names[1] if several else "row"),
        ),
    )


def _p(finding: Finding) -> str:
    """Expression of p: the tail of the quantiles of uniform values, or a place between them."""
    tried = (finding.facts or {})["tried"]
    assert finding.evidence.p is not None
    last = modes.DIPS[-1]
    if finding.evidence.p < float(str(tried)) * modes.DIP_P[-1]:
        found = f"{modes.DIP_P[-1]} * np.exp(-{modes.SLOPE} * (x**2 - {last}**2))"
    else:
        at, p = [0.0, *modes.DIPS], [1.0, *modes.DIP_P]
        found = f"np.exp(np.interp(x, {at}, np.log({p})))"
    what = "columns" if len(finding.variables) == 1 else "directions"
    return found if tried == 1 else f"min({tried} * {found}, 1)  # parted most of {tried} {what}"


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value
