"""Lines of the cells that recompute evidence: they use `data`, `np`, `pd` and SciPy, and print every number."""

from __future__ import annotations

import textwrap

from ..records import Evidence
from ..statistics import slow
from ._scan import Scan

SLOW = (slow.places, slow.prominence, slow.less, slow.slow_basis, slow.independent_rows)

LAG_ONE = '''\
def lag_one(v):
    """Autocorrelation at lag 1, freed from bias, at most 0.99."""
    n, v = len(v), v - v.mean()
    return min((n * (v[:-1] @ v[1:]) / max(v @ v, 1e-300) + 1) / (n - 4), 0.99)
'''

INTRACLASS = '''\
def intraclass(y, unit):
    """Intraclass correlation of repeated units and the size of the one that a row stands in."""
    y = np.asarray(y) - np.mean(y)  # sums of large numbers would lose the digits that differ
    group = pd.Series(y).groupby(np.asarray(unit))
    size, mean, n, k = group.size(), group.mean(), len(y), group.ngroups
    within = np.sum((y - group.transform("mean")) ** 2) / (n - k)
    between = np.sum(size * (mean - np.mean(y)) ** 2) / (k - 1)
    usual = np.sum(size**2) / n
    each = (n - usual) / (k - 1)
    return max((between - within) / (between + (each - 1) * within), 0), usual
'''


PLACES = '''\
def places(a, b):
    """For each value of a: share of b below it less share above it."""
    b = np.sort(b)
    return (np.searchsorted(b, a) + np.searchsorted(b, a, side="right")) / len(b) - 1
'''

DELTA = """\
effect, z = round(np.mean(places(a, b)), 12), stats.norm.ppf(0.975)
v = np.var(places(a, b), ddof=1) / len(a) + np.var(places(b, a), ddof=1) / len(b)
half = z * np.sqrt(v) * np.sqrt((1 - effect**2) ** 2 + z**2 * v)
if abs(effect) < 1:
    limits = (effect - effect**3 + np.array([-half, half])) / (1 - effect**2 + z**2 * v)
    effect_low, effect_high = np.clip(limits, -1, 1)
else:  # no overlap
    least = min(len(a), len(b))
    effect_low, effect_high = sorted([effect, effect * max((least - z**2) / (least + z**2), 0)])"""

OMEGA = """\
worth, gain = {worth}, max(df1 * (statistic - 1), 0)
effect = gain / (gain + worth)


def limit(tail):
    def gap(nc):
        return np.nan_to_num(special.ncfdtr(df1, df, nc, statistic)) - tail  # NaN: too small to tell from 0

    top = 4 * df1 * statistic + 100
    nc = optimize.brentq(gap, 0, top, xtol=1e-10, rtol=1e-12) if gap(0) > 0 else 0
    return nc / (nc + worth)


effect_low, effect_high = limit(0.975), limit(0.025)"""

CRAMER = """\
def noncentrality(tail):
    if stats.chi2.cdf(statistic, df) <= tail:
        return 0
    return special.chndtrinc(statistic, df, tail)


effect = np.sqrt(min(max(statistic - df, 0) / most, 1))
effect_low = min(np.sqrt(noncentrality(0.975) / most), effect)
effect_high = max(min(np.sqrt(noncentrality(0.025) / most), 1), effect)"""


def literal(value: object) -> str:
    """A Python literal, texts in double quotes where that reads well."""
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return ascii(value)


def listed(values: tuple[str, ...] | list[str]) -> str:
    """A list literal."""
    return "[" + ", ".join(map(literal, values)) + "]"


def numbers(scan: Scan, name: str, frame: str = "rows") -> str:
    """Expression of a column's numbers; an ordered category as the places of its levels."""
    column = scan.column(name)
    if column.levels:
        places = ", ".join(f"{literal(level)}: {i}" for i, level in enumerate(column.levels))
        return f"{frame}[{literal(name)}].astype(str).map({{{places}}}).to_numpy(float)"
    return f"{frame}[{literal(name)}].to_numpy(float)"


def scores(scan: Scan, name: str, frame: str = "rows") -> str:
    """Expression of a column as numbers; two groups as 0 and 1 in the order of their levels."""
    column = scan.column(name)
    if column.levels and len(column.levels) == 2 and not column.ordered:
        return f"{frame}[{literal(name)}].astype(str) == {literal(column.levels[1])}"
    return numbers(scan, name, frame)


def group(scan: Scan, name: str, frame: str = "rows") -> str:
    """Expression of a column as labels, to be compared with `group_keys`."""
    text = isinstance(scan.groups(name).keys[0], str)
    return f"{frame}[{literal(name)}]" + (".astype(str)" if text else "")


def group_keys(scan: Scan, name: str, levels: tuple[str, ...]) -> str:
    """List literal of those levels as the column holds them: numbers stay numbers."""
    keys = dict(zip(scan.groups(name).levels, scan.groups(name).keys, strict=True))
    chosen = [keys[level] for level in levels]
    if isinstance(chosen[0], str):
        return listed([str(key) for key in chosen])
    return repr(chosen)


def unit_share(unit: str, x: str = "x", y: str = "y") -> str:
    """Lines that bind `share`: independent rows as a share of n, from `INTRACLASS` of two rank expressions."""
    name = literal(unit)
    return "\n".join([
        f"unit = rows[{name}].astype(object)",
        'unit = np.where(unit.isna(), [f"row {i}" for i in range(n)], unit)',
        f"(own, each), (other, _) = intraclass({y}, unit), intraclass({x}, unit)",
        "share = max(1 / max(1 + (each - 1) * own * other, 1), 3 / n)",
    ])  # fmt: skip


def prints(evidence: Evidence) -> str:
    """One line `name = value` for each number of the evidence, 6 significant digits."""
    names = []
    for name in ("estimate", "effect"):
        part = getattr(evidence, name)
        if part is not None:
            names.append(name)
            names += [f"{name}_{end}" for end in ("low", "high") if getattr(part, end) is not None]
    names += ["statistic"] if evidence.statistic is not None else []
    names += ["p"] if evidence.p is not None else []
    return "\n".join(
        ['print(f"n = {n}")', *(f'print(f"{name} = {{{name}:.6g}}")' for name in names)]
    )


def body(*parts: str | None) -> str:
    """Parts of a cell, joined by blank lines."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def whole(
    identity: str, variable: str, title: str, rows: str, computed: str, evidence: Evidence
) -> str:
    """The source of an accepted card: what it says, its rows, its computation, its q as a comment.

    All of it stands in a function that takes the object: names like `data` or `x` are likely to be
    the scientist's own, and what the cell leaves behind would be read as new data.
    """
    name = f"card_{identity[:8]}"
    lines = [f"# {line}" for line in title.splitlines()]
    if evidence.q is not None and evidence.family is not None:
        lines.append(
            f"# q = {evidence.q:.6g} (Benjamini-Hochberg, family {evidence.family.id},"
            f" {evidence.family.size} tests)"
        )
    inside = textwrap.indent(f"{rows.strip()}\n\n{computed.strip()}", "    ")
    return "\n".join(
        [*lines, f"def {name}({variable}):", inside, "", "", f"{name}({variable})", ""]
    )
