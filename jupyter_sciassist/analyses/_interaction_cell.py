"""The cell of a relation that differs by a third column."""

from __future__ import annotations

from ..profiles.table import Table
from ..statistics import slow
from . import _cell, _inline, _places, _scan
from . import _figure as _figures
from ._moderation import Model, Part
from .base import Finding

_BLOCK = '''\
def block(column, levels=None):
    """A standardised number, or an indicator of each level but the first."""
    if levels:
        return np.column_stack([column == level for level in levels[1:]]).astype(float)
    v = column.to_numpy(float)
    return ((v - v.mean()) / v.std())[:, None]
'''

_PRODUCTS = """\
products = (x[:, :, None] * m[:, None, :]).reshape(n, -1)"""

_TEST = """\
q = products.shape[1]
frame = np.linalg.qr(base)[0]
own, reduced = (v - frame @ (frame.T @ v) for v in (products, y))
inverse = np.linalg.inv(own.T @ own)
beta = inverse @ (own.T @ reduced)
left = reduced - own @ beta
leverage = (frame**2).sum(1) + np.einsum("ij,jk,ik->i", own, inverse, own)
weighted = own * (left / (1 - leverage))[:, None]
covariance = inverse @ (weighted.T @ weighted) @ inverse  # HC3"""

_RANKS = """\
ranks = stats.rankdata(np.round(reduced / reduced.std(), 9))  # aligned: of what main effects leave
rest = ranks - frame @ (frame.T @ ranks)
told = ((np.linalg.qr(own)[0].T @ rest) ** 2).sum()
second = told / q / (max(rest @ rest - told, 1e-300) / (n - base.shape[1] - q))"""

_LOGIT = """\
b = np.zeros(base.shape[1])
for _ in range(30):  # a logistic model without the products
    share = special.expit(base @ b)
    w = (share * (1 - share))[:, None]
    b += np.linalg.solve(base.T @ (base * w), base.T @ (y - share))
cross, score = base.T @ (products * w), products.T @ (y - share)
inner = products.T @ (products * w) - cross.T @ np.linalg.solve(base.T @ (base * w), cross)
second = score @ np.linalg.solve(inner, score) / q"""

_P = """\
df = max(worth - base.shape[1] - q, 1)
p = {p}"""

_EFFECT = """\
effect = q * statistic / (q * statistic + df)


def limit(tail):
    def gap(nc):
        return np.nan_to_num(special.ncfdtr(q, df, nc, statistic)) - tail  # NaN: too small to tell from 0

    top = 4 * q * statistic + 100
    nc = optimize.brentq(gap, 0, top, xtol=1e-10, rtol=1e-12) if gap(0) > 0 else 0
    return nc / (nc + worth)


effect_low, effect_high = min(limit(0.975), effect), max(limit(0.025), effect)"""

_INSIDE = """\
n = int(inside.sum())
effect = round(stats.spearmanr(x[inside, 0], y[inside]).statistic, 12)
statistic = effect * np.sqrt((n - 2) / max(1 - effect**2, 1e-15))
p = min({tried} * max(p, 2 * stats.t.sf(abs(statistic), n - 2)), 1)  # the best of {tried} places
half = stats.norm.ppf(0.975) * np.sqrt((1 + effect**2 / 2) / (n - 3))
centre = np.arctanh(np.clip(effect, -1 + 1e-15, 1 - 1e-15))
effect_low, effect_high = np.tanh([centre - half, centre + half])"""

_FIGURE = """\
import matplotlib.pyplot as plt

table = pd.DataFrame({{"x": rows[{x}], "y": {y}, "part": {part}}})
plt.figure(figsize=(6, 4))
for name, some in table.groupby("part"):
    points = {points}
    plt.plot({places}, points, {marks!r}, label={level})
plt.gca().set(xlabel={across}, ylabel={outcome})
plt.legend(title={m})
plt.show()"""


def code(table: Table, finding: Finding, made: Model) -> str:
    """Body of the cell, after the preamble."""
    scan = _scan.of(table)
    return _cell.body(
        "from scipy import optimize, special, stats",
        _tested(scan, finding, made),
        _EFFECT,
        _estimate(scan, finding, made),
        _cell.prints(finding.evidence),
        _figure(scan, made),
    )


def subgroup(table: Table, finding: Finding, made: Model) -> str:
    """Body of the cell of a pair in one group: the test of its product beside the others, then that group alone."""
    scan = _scan.of(table)
    tried = int(str((finding.facts or {})["tried"]))
    return _cell.body(
        "from scipy import special, stats",
        _tested(scan, finding, made),
        _INSIDE.format(tried=tried),
        _cell.prints(finding.evidence),
        _figure(scan, made),
    )


def _tested(scan: _scan.Scan, finding: Finding, made: Model) -> str:
    """Lines up to the p of the products."""
    helper = {
        "none": None,
        "units": _cell.INTRACLASS,
        "order": _inline.sources(slow.independent_rows),
        "space": _places.helper(),
    }[made.kind]
    facts = finding.facts or {}
    test = "min(second, 1e8)" if facts["exact"] else "min(wald, second, 1e8)"
    return _cell.body(
        helper,
        _BLOCK,
        _rows(scan, made),
        _products(scan, made)
        + "\n"
        + _TEST
        + ("" if facts["exact"] else "\nwald = beta @ np.linalg.pinv(covariance) @ beta / q"),
        _LOGIT if made.binary else _RANKS,
        _worth(scan, made) + f"\nstatistic = {test} * worth / n",
        _P.format(p=_p(1 if made.level is not None else int(str(facts["tried"])))),
    )


def _products(scan: _scan.Scan, made: Model) -> str:
    """Line that binds `products`, and of one level the rows that stand in it."""
    if made.level is None:
        return _PRODUCTS
    keys = _cell.group_keys(scan, made.m.name, (made.level,))
    inside = f"inside = {_column(scan, made.m)}.isin({keys}).to_numpy()"
    return f"{inside}\nproducts = x * inside[:, None]"


def _p(tried: int) -> str:
    if tried == 1:
        return "stats.f.sf(statistic, q, df)"
    return f"min({tried} * stats.f.sf(statistic, q, df), 1)  # the best of {tried} pairs"


def _column(scan: _scan.Scan, part: Part) -> str:
    return _cell.group(scan, part.name) if part.levels else f"rows[{_cell.literal(part.name)}]"


def _rows(scan: _scan.Scan, made: Model) -> str:
    names = [made.x.name, made.m.name, made.outcome]
    lines = [f"rows = data.dropna(subset={_cell.listed(names)})"]
    groups = [part for part in (made.x, made.m) if part.levels]
    lines += [
        f"rows = rows[{_column(scan, part)}.isin({_cell.group_keys(scan, part.name, part.levels)})]"
        for part in groups
    ]
    if made.kind == "order" and scan.order is not None:
        lines.append(f'rows = rows.sort_values({_cell.literal(scan.axis)}, kind="stable")')
    for name, part in (("x", made.x), ("m", made.m)):
        given = (
            f"{_column(scan, part)}, {_cell.group_keys(scan, part.name, part.levels)}"
            if part.levels
            else _column(scan, part)
        )
        lines.append(f"{name} = block({given})")
    lines.append(f"raw = np.asarray({_cell.scores(scan, made.outcome)}, float)")
    lines.append("y = (raw > raw.min()).astype(float)" if made.binary else "y = (raw - raw.mean()) / raw.std()")  # fmt: skip
    squares = [
        f"{name}**2" for name, part in (("x", made.x), ("m", made.m)) if part.square.shape[1]
    ]
    lines += ["n = len(rows)", f"base = np.column_stack([{', '.join(['np.ones(n)', 'x', 'm', *squares])}])"]  # fmt: skip
    return "\n".join(lines)


def _worth(scan: _scan.Scan, made: Model) -> str:
    if made.kind == "order":
        return "worth = min(independent_rows(v, left, 1, base.shape[1] + q) for v in own.T)"
    if made.kind == "space":
        count = "worth = min(spatial_rows(v[take], left[take], classes, n) for v in own.T)"
        return f"{_places.lines(scan)}\n{count}"
    if made.kind == "units":
        return "\n".join([
            f"unit = rows[{_cell.literal(scan.unit)}].astype(object)",
            'unit = np.where(unit.isna(), [f"row {i}" for i in range(n)], unit)',
            "own_icc, each = intraclass(left, unit)",
            "other = max(intraclass(v, unit)[0] for v in own.T)",
            "worth = n * max(1 / max(1 + (each - 1) * own_icc * other, 1), 3 / n)",
        ])  # fmt: skip
    return "worth = n"


def _estimate(scan: _scan.Scan, finding: Finding, made: Model) -> str | None:
    if finding.evidence.estimate is None:
        return None
    scales = [] if made.binary else ["raw.std()"]
    scales = scales or ["1"]
    scales += [
        f"{_column(scan, part)}.to_numpy(float).std()"
        for part in (made.x, made.m)
        if not part.levels
    ]
    error = "0" if (finding.facts or {})["exact"] else "np.sqrt(covariance[0, 0] * n / worth)"
    return "\n".join([
        f"scale = {' / '.join(scales)}  # back to the units of the data",
        "estimate = beta[0] * scale",
        f"half = stats.t.ppf(0.975, df) * {error} * scale",
        "estimate_low, estimate_high = estimate - half, estimate + half",
    ])  # fmt: skip


def _figure(scan: _scan.Scan, made: Model) -> str:
    m = _column(scan, made.m)
    part = m if made.m.levels else f'np.where({m} <= {m}.median(), "low", "high")'
    grouped = bool(made.x.levels)
    return _FIGURE.format(
        part=part,
        x=_cell.literal(made.x.name),
        y="y" if made.binary else "raw",
        across=_figures.label(made.x.name),
        m=_figures.label(made.m.name),
        outcome=_figures.label(made.outcome),
        level=_figures.text_of("name", made.m.levels),
        places=(
            f"[{_figures.text_of('one', made.x.levels)} for one in points.index]"
            if any("$" in one for one in made.x.levels)
            else "points.index"
        ),
        points=(
            'some.astype({"x": str}).groupby("x").y.mean()' if grouped else 'some.set_index("x").y'
        ),
        marks="o-" if grouped else ".",
    )
