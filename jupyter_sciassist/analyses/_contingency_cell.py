"""The cell of a cross table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..statistics import slow
from . import _cell, _figure, _inline, _places, _scan
from .base import Finding

if TYPE_CHECKING:
    from .contingency import Crossed

CHI2 = "chi-square test"
FISHER = "Fisher's exact test"
MONTE_CARLO = "Monte Carlo chi-square test"


def code(
    scan: _scan.Scan,
    crossed: Crossed,
    finding: Finding,
    order: list[int],
    *,
    draws: int,
    seed: int,
) -> str:
    """Body of the cell, after the preamble."""
    shared = crossed.share < 1
    helper = None
    if shared:
        helper = _cell.INTRACLASS if crossed.unit else _inline.sources(slow.independent_rows)
        helper = _places.helper() if crossed.kind == "space" else helper
    return _cell.body(
        "from scipy import special, stats",
        helper,
        _rows(scan, crossed),
        _share(scan, crossed) if shared else None,
        _test(finding.evidence.method, shared, draws, seed),
        _effect(shared),
        _estimate(crossed, order) if finding.evidence.estimate is not None else None,
        _cell.prints(finding.evidence),
        _figure.bars(
            crossed.group,
            "table.div(table.sum(axis=1), axis=0)",
            f"share of {crossed.outcome}",
            crossed.rows,
            (crossed.outcome, *crossed.columns),
        ),
    )


def _labels(scan: _scan.Scan, name: str, levels: tuple[str, ...]) -> tuple[str, str]:
    """Expressions of a column's labels and of the levels among them."""
    groups = scan.groups(name)
    keys = dict(zip(groups.levels, groups.keys, strict=True))
    if isinstance(keys[levels[0]], str):
        return f"rows[{_cell.literal(name)}].astype(str)", _cell.listed(list(levels))
    return f"rows[{_cell.literal(name)}]", repr([keys[level] for level in levels])


def _rows(scan: _scan.Scan, crossed: Crossed) -> str:
    names = _cell.listed([crossed.group, crossed.outcome])
    group, rows = _labels(scan, crossed.group, crossed.rows)
    outcome, columns = _labels(scan, crossed.outcome, crossed.columns)
    lines = [f"rows = data.dropna(subset={names})"]
    if crossed.once:
        unit = _cell.literal(crossed.unit)
        lines += [
            "# a unit that was recorded repeatedly counts once",
            f"rows = rows[rows[{unit}].isna() | ~rows[{unit}].astype(object).duplicated()]",
        ]
    elif crossed.kind in {"order", "wandering"} and scan.order is not None:
        lines.append(f'rows = rows.sort_values({_cell.literal(scan.axis)}, kind="stable")')
    lines += [
        f"group, outcome = {group}, {outcome}",
        f"table = pd.crosstab(group, outcome).reindex(index={rows}, columns={columns})",
        "counts = table.to_numpy()",
        "n = counts.sum()",
    ]
    return "\n".join(lines)


def _share(scan: _scan.Scan, crossed: Crossed) -> str:
    first = "marks[:1]" if len(crossed.rows) == 2 else "marks"
    lines = [
        "common = (outcome == table.columns[counts.sum(0).argmax()]).to_numpy(float)",
        "marks = [(group == level).to_numpy(float) for level in table.index]",
    ]
    if crossed.kind == "space":
        count = f"min(spatial_rows(mark[take], common[take], classes, n) for mark in {first})"
        return "\n".join([*lines, _places.lines(scan), f"share = {count} / n"])
    if crossed.unit is None:
        lines.append(f"share = min(independent_rows(mark, common, 1, 1) for mark in {first}) / n")
        return "\n".join(lines)
    unit = _cell.literal(crossed.unit)
    lines += [
        f"unit = rows[{unit}].astype(object)",
        'unit = np.where(unit.isna(), [f"row {i}" for i in range(n)], unit)',
        "own, each = intraclass(common, unit)",
        f"other = max(intraclass(mark, unit)[0] for mark in {first})",
        "share = max(1 / max(1 + (each - 1) * own * other, 1), 3 / n)",
    ]
    return "\n".join(lines)


def _test(method: str, shared: bool, draws: int, seed: int) -> str:
    lines = [
        "expected = stats.contingency.expected_freq(counts)",
        "statistic = np.sum((counts - expected) ** 2 / expected)" + (" * share" if shared else ""),
        "df = (counts.shape[0] - 1) * (counts.shape[1] - 1)",
    ]
    if method.startswith(FISHER):
        lines.append("p = stats.fisher_exact(counts).pvalue")
    elif method.startswith(MONTE_CARLO):
        lines += [
            f"chance = stats.random_table(counts.sum(1), counts.sum(0)).rvs({draws}, "
            f"random_state=np.random.default_rng({seed}))",
            "chance = np.sum((chance - expected) ** 2 / expected, axis=(1, 2))",
            f"p = (np.sum(chance >= statistic * (1 - 1e-9)) + 1) / {draws + 1}",
        ]
    else:
        lines.append("p = stats.chi2.sf(statistic, df)")
    return "\n".join(lines)


def _effect(shared: bool) -> str:
    worth = "round(n * share)" if shared else "n"
    return f"most = {worth} * (min(counts.shape) - 1)\n\n\n{_cell.CRAMER}"


def _estimate(crossed: Crossed, order: list[int]) -> str:
    from .contingency import event

    pairs = len(order) * (len(order) - 1) // 2
    column = event(crossed)
    level = f"1 - 0.05 / {pairs}" if pairs > 1 else "0.95"
    high, low = order[0], order[-1]
    return "\n".join([
        f"# rate of {crossed.outcome} = {crossed.columns[column]}: highest group less lowest",
        f"hits, size = counts[:, {column}], counts.sum(1)",
        f"(a, b), level = ({high}, {low}), {level}  # {crossed.rows[high]}, {crossed.rows[low]}",
        "wilson = [",
        '    stats.binomtest(hits[g], size[g]).proportion_ci(level, method="wilson") for g in (a, b)',
        "]",
        "rate_a, rate_b = hits[a] / size[a], hits[b] / size[b]",
        "estimate = rate_a - rate_b",
        "estimate_low = estimate - np.hypot(rate_a - wilson[0].low, wilson[1].high - rate_b)",
        "estimate_high = estimate + np.hypot(wilson[0].high - rate_a, rate_b - wilson[1].low)",
    ])  # fmt: skip
