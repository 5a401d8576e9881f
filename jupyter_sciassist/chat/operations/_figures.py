"""Code that draws columns, from the live object: matplotlib alone, no data in it, nothing left behind in the namespace."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...analyses import _cell, _figure, _roles, _scan
from ...profiles import source
from ...profiles.table import Table
from ...records import ColumnProfile

Kind = Literal["histogram", "bars", "points", "line", "boxes", "stacked bars"]
MOST_GROUPS = _roles.MOST_LEVELS


@dataclass(frozen=True)
class Drawn:
    """What is drawn: `x` and `y` by kind, coloured by `colour`; rows where each of `levels` holds."""

    kind: Kind
    x: str
    y: str = ""
    colour: str = ""
    levels: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the code reads."""
        names = (self.x, self.y, self.colour, *(name for name, _ in self.levels))
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def title(self) -> str:
        """A line that says what it shows."""
        what = {
            "histogram": f"Histogram of {self.x}", "bars": f"Rows for each {self.x}",
            "points": f"{self.y} against {self.x}", "line": f"{self.y} along {self.x}" if self.x else f"{self.y} along its rows",
            "boxes": f"{self.y} for each {self.x}", "stacked bars": f"Shares of {self.y} for each {self.x}",
        }[self.kind]  # fmt: skip
        coloured = f", coloured by {self.colour}" if self.colour else ""
        only = "".join(f", where {name} is {level}" for name, level in self.levels)
        return f"{what}{coloured}{only}"


def code(table: Table, drawn: Drawn) -> str:
    """Source of a function that draws, and its call."""
    variable = table.profile.variable
    digest = hashlib.sha256("\0".join([variable, drawn.title]).encode("utf-8", "replace"))
    name = f"figure_{digest.hexdigest()[:8]}"
    body = _cell.body(
        source.preamble(table, drawn.columns), _rows(table, drawn), _DRAW[drawn.kind](table, drawn)
    )
    title = " ".join(drawn.title.split())
    inside = textwrap.indent(body.strip(), "    ")
    return f"# {title}\ndef {name}({variable}):\n{inside}\n\n\n{name}({variable})\n"


def _rows(table: Table, drawn: Drawn) -> str:
    """Lines that bind `rows`: those with every column, of the levels that are asked for."""
    lines = [f"rows = data.dropna(subset={_cell.listed(drawn.columns)})"]
    scan = _scan.of(table)
    for name, level in drawn.levels:
        key = _cell.group_keys(scan, name, (level,))[1:-1]
        lines.append(f"rows = rows[{_cell.group(scan, name)} == {key}]")
    return "\n".join(lines)


def _profile(table: Table, name: str) -> ColumnProfile:
    return table.columns[name].profile


def label(table: Table, name: str) -> str:
    """Literal of an axis label, with the unit."""
    unit = _profile(table, name).unit
    return _figure.label(f"{name} ({unit})" if unit else name)


def _values(table: Table, name: str) -> str:
    """Expression of a column as matplotlib draws it: times as dates."""
    column = f"rows[{_cell.literal(name)}]"
    if _profile(table, name).role == "time":
        return f'pd.to_datetime({column}, unit="s")'
    return column


def _groups(table: Table, name: str, each: str) -> str:
    """Lines that run `each` for every group: `part` its rows, `level` its name, without formulas in it."""
    scan = _scan.of(table)
    levels = scan.groups(name).levels
    keys = _cell.group_keys(scan, name, levels)
    shown = _cell.listed([_figure.plain(level) for level in levels])
    loop = f"for key, level in zip({keys}, {shown}):"
    part = f"    part = rows[{_cell.group(scan, name)} == key]"
    return "\n".join([loop, part, textwrap.indent(each, "    ")])


def _finished(
    x: str,
    y: str,
    lines: Sequence[str],
    size: str = "(6, 4)",
    *,
    legend: str = "",
    beside: str = "",
) -> str:
    return "\n".join([
        "import matplotlib.pyplot as plt",
        "",
        f'plt.figure(figsize={size}, layout="constrained")',
        *lines,
        f"plt.xlabel({x})",
        f"plt.ylabel({y})",
        *([f"plt.legend(title={legend}{beside})"] if legend else []),
        "plt.show()",
    ])  # fmt: skip


def _histogram(table: Table, drawn: Drawn) -> str:
    draw = f'plt.hist({_values(table, drawn.x)}, bins=40, color="gray")'
    return _finished(label(table, drawn.x), '"rows"', [draw])


def _bars(table: Table, drawn: Drawn) -> str:
    lines = [
        "count = names.value_counts()",
        f"count = count[:{MOST_GROUPS}]",
        "plt.bar(range(len(count)), count, color=\"gray\")",
        'shown = [name.replace("$", r"\\$") for name in count.index]',
        "plt.xticks(range(len(count)), shown, rotation=90 if len(count) > 6 else 0)",
    ]  # fmt: skip
    named = f"names = {_names(table, drawn.x)}"
    return _finished(label(table, drawn.x), '"rows"', [named, *lines])


def _names(table: Table, name: str) -> str:
    """Expression of a column of groups as their display names."""
    scan = _scan.of(table)
    groups = scan.groups(name)
    if not groups.keys or isinstance(groups.keys[0], str):
        return f"rows[{_cell.literal(name)}].astype(str)"
    pairs = ", ".join(
        f"{key!r}: {_cell.literal(level)}"
        for key, level in zip(groups.keys, groups.levels, strict=True)
    )
    return f"rows[{_cell.literal(name)}].map({{{pairs}}})"


def _points(table: Table, drawn: Drawn) -> str:
    return _marked(table, drawn, '"."', "(6, 4)")


def _line(table: Table, drawn: Drawn) -> str:
    return _marked(table, drawn, '".-", lw=0.6', "(8, 3.5)")


def _marked(table: Table, drawn: Drawn, style: str, size: str) -> str:
    """Points or lines of y over x, in colours of groups where there are such."""
    y = label(table, drawn.y)
    if not drawn.x:
        draw = f'plt.plot({_values(table, drawn.y)}.to_numpy(), {style}, color="black")'
        return _finished('"row"', y, [draw], size)
    order = "" if drawn.kind == "points" else f"rows = rows.sort_values({_cell.literal(drawn.x)})"
    x = _values(table, drawn.x)
    lines = [order] if order else []
    if drawn.colour:
        part_x, part_y = (
            _values(table, name).replace("rows[", "part[", 1) for name in (drawn.x, drawn.y)
        )
        each = f"plt.plot({part_x}, {part_y}, {style}, alpha=0.6, label=level)"
        lines.append(_groups(table, drawn.colour, each))
        return _finished(label(table, drawn.x), y, lines, size, legend=_figure.label(drawn.colour))
    lines.append(f'plt.plot({x}, {_values(table, drawn.y)}, {style}, alpha=0.6, color="black")')
    return _finished(label(table, drawn.x), y, lines, size)


def _boxes(table: Table, drawn: Drawn) -> str:
    each = f"groups.append(part[{_cell.literal(drawn.y)}].to_numpy(float))\nnames.append(level)"
    lines = [
        "groups, names = [], []",
        _groups(table, drawn.x, each),
        "plt.boxplot(groups)",
        "plt.xticks(range(1, len(names) + 1), names, rotation=90 if len(names) > 6 else 0)",
    ]
    return _finished(label(table, drawn.x), label(table, drawn.y), lines)


def _stacked(table: Table, drawn: Drawn) -> str:
    lines = [
        f"share = pd.crosstab({_names(table, drawn.x)}.rename(None), {_names(table, drawn.y)}.rename(None), normalize=\"index\")",
        "low = np.zeros(len(share))",
        "for name in share.columns:",
        '    plt.bar(range(len(share)), share[name], bottom=low, label=name.replace("$", r"\\$"))',
        "    low += share[name].to_numpy()",
        'shown = [name.replace("$", r"\\$") for name in share.index]',
        "plt.xticks(range(len(share)), shown, rotation=90 if len(share) > 6 else 0)",
    ]  # fmt: skip
    return _finished(
        label(table, drawn.x), '"share of the rows"', lines, legend=_figure.label(drawn.y),
        beside=', bbox_to_anchor=(1, 1), loc="upper left"',
    )  # fmt: skip


_DRAW = {
    "histogram": _histogram, "bars": _bars, "points": _points, "line": _line, "boxes": _boxes,
    "stacked bars": _stacked,
}  # fmt: skip
