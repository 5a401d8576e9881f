"""Plain matplotlib lines at the end of cells: what a scientist would draw."""

from __future__ import annotations

from collections.abc import Sequence

from ._cell import listed, literal


def plain(name: str) -> str:
    """A name as matplotlib shows it letter by letter: a dollar sign starts no formula."""
    return name.replace("$", r"\$")


def label(name: str) -> str:
    """Literal of an axis label."""
    return literal(plain(name))


def text_of(expression: str, names: Sequence[str]) -> str:
    """Expression of one of `names` as text in a figure; dollar signs are minded where some name has one."""
    minded = r""".replace("$", r"\$")""" if any("$" in name for name in names) else ""
    return f"str({expression}){minded}"


def _drawn(x: str, y: str, *lines: str, size: str = "(6, 4)") -> str:
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        f"plt.figure(figsize={size})",
        *lines,
        f"plt.xlabel({label(x)})",
        f"plt.ylabel({label(y)})",
        "plt.show()",
    ])  # fmt: skip


def scatter(x: str, y: str, line: str | None = None, points: str = "x, y") -> str:
    """Points of two numbers, with a line of slope `line` (an expression) through their medians."""
    lines = [f'plt.plot({points}, ".", alpha=0.5, color="black")']
    if line is not None:
        middle = ", ".join(f"np.median({one})" for one in points.split(", "))
        lines.append(f'plt.axline(({middle}), slope={line}, color="C1")')
    return _drawn(x, y, *lines)


def over_time(time: str, y: str) -> str:
    """A series `y` over `t` with its Sen slope `estimate`."""
    line = 'plt.axline((np.median(t), np.median(y)), slope=estimate, color="C1")'
    return _drawn(time, y, 'plt.plot(t, y, ".-", lw=0.6, color="black")', line, size="(8, 3.5)")


def boxes(group: str, number: str, levels: Sequence[str], groups: str = "groups") -> str:
    """Boxes of `groups`, a list of arrays, one for each level."""
    names = listed([plain(level) for level in levels])
    turn = ", rotation=90" if len(levels) > 6 else ""
    ticks = f"plt.xticks(range(1, {len(levels) + 1}), {names}{turn})"
    return _drawn(group, number, f"plt.boxplot({groups})", ticks)


def bars(
    group: str, shares: str, what: str, rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> str:
    """Stacked bars of a table of shares (an expression), one bar for each row.

    `rows` and `columns` are the names that stand at the bars and, after that of the columns, in the legend.
    """
    if any("$" in name for name in rows):
        shares = f"({shares}).rename(lambda name: {text_of('name', rows)})"
    if any("$" in name for name in columns):
        named = f"columns=lambda name: {text_of('name', columns)}"
        shares = f"({shares}).rename({named}).rename_axis(columns={label(columns[0])})"
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        f"({shares}).plot.bar(stacked=True, figsize=(6, 4))",
        f"plt.xlabel({label(group)})",
        f"plt.ylabel({label(what)})",
        "plt.show()",
    ])  # fmt: skip


def histogram(x: str, values: str, what: str = "rows") -> str:
    """Bars of how often values come."""
    return _drawn(x, what, f'plt.hist({values}, bins=40, color="gray")')


HISTOGRAM = """\
import matplotlib.pyplot as plt

centres = (edges[:-1] + edges[1:]) / 2
plt.figure(figsize=(6, 4))
plt.errorbar(centres, counts, np.sqrt(counts), fmt=".", color="black", label="events")
plt.plot(centres, found["mu"], label="background from the sidebands")
plt.axvspan(found["low"], found["high"], alpha=0.2, label="window")
plt.xlabel({x})
plt.ylabel("events per bin")
plt.legend()
plt.show()"""

SERIES = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(8, 3.5))
plt.plot(x, y, lw=0.8, color="black")
plt.axvspan(x[found["first"]], x[found["last"]], alpha=0.3)
plt.xlabel({x})
plt.ylabel({y})
plt.show()"""

CURVE = """\
import matplotlib.pyplot as plt

order = np.argsort(x)
plt.figure(figsize=(6, 4))
plt.plot(x, y, ".", alpha=0.5, color="black")
plt.plot(x[order], ({columns}(z, place) @ coefficients)[order], lw=2)
plt.xlabel({x})
plt.ylabel({y})
plt.show()"""

STEP = """\
import matplotlib.pyplot as plt

plt.figure(figsize=(8, 3.5))
plt.plot(t, y, ".-", lw=0.6, color="black")
plt.hlines([y[:place].mean(), y[place:].mean()], [t[0], t[place]], [t[place], t[-1]], color="C1")
plt.axvspan(t[near[0]], t[near[-1]], alpha=0.3, label="95 % of the change's place")
plt.xlabel({x})
plt.ylabel({y})
plt.legend()
plt.show()"""

FOLDED = """\
import matplotlib.pyplot as plt

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5))
left.plot(t, y, ".-", lw=0.4, ms=3, color="black")
left.set_xlabel({x})
left.set_ylabel({y})
right.plot((t - t[0]) / estimate % 1, y, ".", ms=3, color="black")
right.set_xlabel(f"phase of the period {{estimate:.6g}}")
plt.show()"""

LAGS = """\
import matplotlib.pyplot as plt

r, pairs = correlations(*sides, {lags})
plt.figure(figsize=(7, 3.5))
plt.vlines(np.arange(-{lags}, {lags} + 1), 0, r, color="black")
plt.fill_between(np.arange(-{lags}, {lags} + 1), -2 / np.sqrt(pairs), 2 / np.sqrt(pairs), alpha=0.2)
plt.xlabel("lag in steps")
plt.ylabel("correlation of what the past does not tell")
plt.show()"""
