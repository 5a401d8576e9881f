"""`plot`: the figure that the roles of the columns call for, as code that the engine writes itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ... import profiles
from ...analyses import _roles, _scan
from ...language.wordings.base import counted
from ...profiles.table import Table
from ...records import ColumnProfile, Profile
from ..context import Context
from ..records import Reply
from . import _drafting, _figures, _telling
from ._drafting import Written
from ._figures import Drawn, Kind
from ._hearing import Heard, heard, phrases, said
from ._telling import Telling

_NAMED: dict[str, Kind] = {
    "histogram; histograms; hist": "histogram", "scatter; scatter plot; scatterplot; scattergram": "points",
    "box plot; boxplot; box plots; boxplots; boxes": "boxes", "bar chart; bar plot; barplot; bars; bar graph": "bars",
    "line plot; line chart; line graph; time series plot": "line",
}  # fmt: skip
_CUES = phrases("; ".join(_NAMED)) | phrases(
    "plot; plots; draw; chart; graph; figure of; figure; visualise; visualize; visualisation of; visualization of; plot of"
)
_EXTRA = frozenset(
    "by against vs versus over with coloured colored colour color of distribution make create do as each time along on "
    "across values histogram points line lines box group groups versus nice bar using simple me plotted shown split".split()
)
_MOST_PIXELS = 2_000
_Y_FIRST = ("against", "vs", "versus", "over", "along", "by", "on")


def respond(question: str, context: Context) -> Reply | None:
    """A draft that draws what is asked for; None where the message asks for no figure."""
    return _drafting.offered(written(question, context), context)


def written(question: str, context: Context) -> Written | Reply | None:
    """The code before it is tried, or why there is none."""
    cue = said(question, _CUES)
    found = heard(question, context, cue, _EXTRA) if cue else None
    if found is None or found.unread or found.numbers:
        return None
    if (
        found.subject in found.columns
        and profiles.every(context.objects[found.subject]) is not None
    ):
        return _picture(found.subject, context.objects[found.subject])
    table = profiles.read(context.objects[found.subject], found.subject)
    drawn = _drawn(question, found, table)
    if isinstance(drawn, str):
        return _telling.none(drawn)
    count = _count(table, drawn)
    if count == 0:
        return _telling.none(
            f"No row has a value in {' and '.join(drawn.columns)}, so there is nothing to draw."
        )
    telling = Telling(found.subject)
    telling.say(
        f"{drawn.title}: {_WHY[drawn.kind]}. ",
        *telling.counted(count, "row", f"rows of {found.subject} complete in {', '.join(drawn.columns)}"),
        f" with {'every value' if len(drawn.columns) > 1 else 'a value'} are drawn.",
    )  # fmt: skip
    if table.rows.sample is not None:
        telling.say("Of so large an object a sample is drawn, the same as for its analyses.")
    _telling.readings(telling, found, f"plot {found.columns[0]}" if found.columns else "plot it")
    return Written(telling, _figures.code(table, drawn), drawn.title)


def _picture(name: str, obj: NDArray[Any]) -> Written | Reply:
    """An array of two dimensions as a picture, every so many rows and columns of a large one."""
    if obj.ndim != 2 or not obj.size:
        shape = " x ".join(map(str, obj.shape))
        return _telling.none(
            f"{name} is an array of {shape} values: a picture is drawn of two dimensions. Take a part of it to a name of its own."
        )
    steps = [-(-size // _MOST_PIXELS) for size in obj.shape]
    part = name if steps == [1, 1] else f"{name}[::{steps[0]}, ::{steps[1]}]"
    telling = Telling(name)
    telling.say(f"{name} as a picture: its rows from top to bottom.")
    code = (
        f'import matplotlib.pyplot as plt\n\nplt.figure(figsize=(6, 4), layout="constrained")\nplt.imshow({part}, '
        f'aspect="auto", cmap="gray")\nplt.colorbar(label="{name}")\nplt.show()\n'
    )
    return Written(telling, code, f"{name} as a picture")


_WHY = {
    "histogram": "how often its values come", "bars": "how many rows each group has",
    "points": "two numbers, a point for each row", "line": "a number along time or along the rows",
    "boxes": "a number in groups, a box for each", "stacked bars": "two columns of groups",
}  # fmt: skip


def _count(table: Table, drawn: Drawn) -> int:
    scan = _scan.of(table)
    keep = scan.complete(*drawn.columns)
    for name, level in drawn.levels:
        groups = scan.groups(name)
        keep = keep & (groups.codes == groups.levels.index(level))
    return int(np.count_nonzero(keep))


def _drawn(question: str, found: Heard, table: Table) -> Drawn | str:
    """What to draw of the columns named, or why nothing can be."""
    names = [name for name in found.columns if name in table.columns]
    if not names and not found.columns:
        names = _alone(table)
    unfit = [name for name in names if not _fits(table.columns[name].profile)]
    if unfit:
        one = table.columns[unfit[0]].profile
        told = counted(one.unique or 0, "different value")
        return f"{one.name} is read as {one.role} with {told}: there is no figure of that."
    if not names:
        return "Name the columns to draw: “plot mass by species”, “histogram of mass”, “scatter of mass and length”."
    levels = tuple((owner, level) for owner, level in found.levels if owner in table.columns)
    if any(level not in _scan.of(table).groups(owner).levels for owner, level in levels):
        return f"No row of the sample that is drawn has {levels[0][0]} = {levels[0][1]}."
    named = next((kind for words, kind in _NAMED.items() if said(question, phrases(words))), None)
    chosen = _chosen([table.columns[name].profile for name in names], found, table)
    if named is not None and named != chosen.kind:
        other = _named(named, [table.columns[name].profile for name in names])
        if other is None:
            return (
                f"{' and '.join(names)}: that is not what a {_NAMES[named]} shows. It needs "
                f"{_NEEDS[named]}; “plot {' and '.join(names)}” draws what fits."
            )
        chosen = other
    return replace(
        chosen, levels=tuple(one for one in levels if one[0] not in (chosen.x, chosen.colour))
    )


_NAMES: dict[Kind, str] = {
    "histogram": "histogram", "points": "scatter plot", "boxes": "box plot", "bars": "bar chart", "line": "line plot",
}  # fmt: skip
_NEEDS: dict[Kind, str] = {
    "histogram": "one number", "points": "two numbers", "boxes": "a number and groups",
    "bars": "one column of groups", "line": "a number, and a time or an order of rows", "stacked bars": "two columns of groups",
}  # fmt: skip


def _alone(table: Table) -> list[str]:
    """The columns of an object that has hardly any others."""
    usable = [one.name for one in table.profile.columns if _fits(one)]
    return usable if len(usable) <= 2 else []


def _fits(one: ColumnProfile) -> bool:
    return _is_number(one) or _roles.is_group(one) or one.role == "time"


def _is_number(one: ColumnProfile) -> bool:
    return one.role in ("numeric", "count") and one.unique != 2


def _chosen(columns: list[ColumnProfile], found: Heard, table: Table) -> Drawn:
    """By the roles of the columns: what a scientist would draw."""
    times = [one.name for one in columns if _is_time(one)]
    numbers = [one.name for one in columns if _is_number(one) and one.name not in times]
    groups = [one.name for one in columns if one.name not in times and one.name not in numbers]
    colour = groups[0] if groups else ""
    if times and numbers:
        return Drawn("line", times[0], numbers[0], colour)
    numbers = [*times, *numbers]
    if len(numbers) >= 2:
        first, second = numbers[:2]
        x, y = (second, first) if _parted(found, first, second) else (first, second)
        return Drawn("points", x, y, colour)
    if numbers and groups:
        return Drawn("boxes", groups[0], numbers[0])
    if len(groups) >= 2:
        first, second = groups[:2]
        x, y = (second, first) if _parted(found, first, second) else (first, second)
        return Drawn("stacked bars", x, y)
    if groups:
        return Drawn("bars", groups[0])
    own = _roles.axis(table.profile)
    if found.says("time", "line") and own is not None and own.name != numbers[0]:
        return Drawn("line", own.name, numbers[0])
    if _is_sequence(table.profile) and not found.says("distribution"):
        return Drawn("line", "", numbers[0])
    return Drawn("histogram", numbers[0])


def _is_sequence(profile: Profile) -> bool:
    """Values in an order: a series, a wave, an array or list of one dimension."""
    listed = profile.kind == "array" and len(profile.shape) == 1 and len(profile.columns) == 1
    return listed or profile.kind in ("series", "wave")


def _is_time(one: ColumnProfile) -> bool:
    """A time along which something runs, and not one that labels groups of rows."""
    return _roles.is_axis(one) or (one.role == "time" and not _roles.is_time_label(one))


def _parted(found: Heard, first: str, second: str) -> bool:
    """Whether a word such as "against" stands between two columns, so that the first one goes up."""
    if first not in found.places or second not in found.places:
        return False
    between = found.words[found.places[first] : found.places[second]]
    return not set(between).isdisjoint(_Y_FIRST)


def _named(kind: Kind, columns: list[ColumnProfile]) -> Drawn | None:
    """The kind that is asked for, where the columns allow it."""
    numbers = [one.name for one in columns if _is_number(one) or one.role == "time"]
    groups = [one.name for one in columns if _roles.is_group(one)]
    if kind == "histogram" and len(numbers) == 1:
        return Drawn("histogram", numbers[0])
    if kind == "points" and len(numbers) >= 2:
        return Drawn("points", numbers[0], numbers[1], groups[0] if groups else "")
    if kind == "line" and len(numbers) >= 2:
        return Drawn("line", numbers[0], numbers[1], groups[0] if groups else "")
    if kind == "line" and len(numbers) == 1 and not groups:
        return Drawn("line", "", numbers[0])
    if kind == "bars" and len(groups) == 1 and not numbers:
        return Drawn("bars", groups[0])
    if kind == "bars" and len(groups) >= 2:
        return Drawn("stacked bars", groups[0], groups[1])
    return None
