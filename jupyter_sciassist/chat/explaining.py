"""An output or an error explained by code: what it is, where it arose, and what exists now."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Sequence
from typing import Any

from .. import profiles
from ..cells import cautions
from ..errors import DataError
from ..profiles import known
from ..records import Profile
from . import cells
from .cells import Target
from .context import Context
from .grounding import Cited, Sources, stated
from .records import Block, Reply, Source

_NAMES, _COLUMNS = 6, 8
_KINDS = {
    "image/png": "a figure", "image/svg+xml": "a figure", "image/jpeg": "a figure", "text/html": "a table or HTML",
    "text/latex": "a formula", "application/vnd.plotly.v1+json": "a figure that can be turned and zoomed",
    "printed text": "printed text", "text": "text",
}  # fmt: skip


def explain(found: Target | None, context: Context, *, failed: bool) -> Reply:
    """What code can say of a cell's error, or of what it showed."""
    if found is None:
        what = "an error" if failed else "an output"
        text = f"No cell of this notebook has {what} that could be explained. Run the cell, or attach its output."
        return Reply("none", (stated(Sources(), text),))
    sources = Sources()
    blocks = (
        _error(found, context, sources)
        if found.failure is not None
        else _output(found, context, sources)
    )
    return Reply("computed", tuple(block for block in blocks if block.runs), sources.told())


def _error(found: Target, context: Context, sources: Sources) -> list[Block]:
    failure = found.failure
    if failure is None:
        return []
    source = Source("output", f"error output of {found.told.lower()}", cell=found.id)
    where = f" at line {failure.number}" if failure.number is not None else ""
    parts: list[str | Cited] = [f"{found.told} stopped with ", Cited(failure.name, source), where]
    parts.append(f": {failure.line}" if failure.line else ".")
    blocks = [stated(sources, *parts)]
    known_causes = cautions.from_errors([found.cell], read_profiles(context))
    if (
        failure.name == "ModuleNotFoundError"
    ):  # what is missing is what the cell imports, whatever the output says
        known_causes = [one for one in known_causes if _imported(one.title, found.source)]
    blocks += [stated(sources, f"{one.title}. {one.cause} {one.cure}") for one in known_causes]
    blocks.append(stated(sources, *_names(cells.names_in(failure.line), context)))
    return blocks


def _imported(title: str, source: str) -> bool:
    name = re.search(r"'([\w.]+)'", title)
    return (
        name is not None
        and re.search(rf"\b(?:import|from)\s+{re.escape(name[1])}\b", source) is not None
    )


def read_profiles(context: Context) -> list[Profile]:
    """Profiles of the objects at hand; what cannot be read any more is left out."""
    found = []
    for name, obj in context.objects.items():
        if context.stopped():
            break
        try:
            found.append(profiles.profile(obj, name))
        except DataError:
            continue
    return found


def _names(names: Sequence[str], context: Context) -> list[str | Cited]:
    """What the names of a line are now: what kind and how large, or that they do not exist, and what is near."""
    parts: list[str | Cited] = []
    for name in [one for one in names if not keyword.iskeyword(one)][:_NAMES]:
        if name in context.objects:
            parts += _described(name, context.objects[name])
        elif name not in context.names and not known_builtin(name):
            near = difflib.get_close_matches(name, [*context.names], n=2, cutoff=0.6)
            told = f"; near: {', '.join(near)}" if near else ""
            parts.append(f"{name} does not exist now{told}. ")
    return parts


def known_builtin(name: str) -> bool:
    """Whether Python itself has the name."""
    import builtins

    return hasattr(builtins, name)


def _described(name: str, obj: Any) -> list[str | Cited]:
    """A variable in a few words: type, shape, and the columns of a table with their types."""
    profile = profiles.profile(obj, name)
    source = Source("variable", f"the variable {name} as it is now", name)
    parts: list[str | Cited] = [Cited(name, source), f" is a {known.type_name(obj)}"]
    if profile.shape:
        parts += [
            " of ",
            *_shape(profile.shape, source, bool(profile.columns and profile.kind != "series")),
        ]
    if len(profile.columns) > 1:
        told = ", ".join(f"{one.name} ({one.dtype})" for one in profile.columns[:_COLUMNS])
        more = ", ..." if len(profile.columns) > _COLUMNS else ""
        parts.append(f": {told}{more}")
    parts.append(". ")
    return parts


def _shape(shape: Sequence[int], source: Source, table: bool) -> list[str | Cited]:
    if table and len(shape) == 2:
        return [
            *_counted(shape[0], "row", source), " and ", *_counted(shape[1], "column", source)
        ]  # fmt: skip
    if len(shape) == 1:
        return _counted(shape[0], "value", source)
    sized: list[str | Cited] = ["shape "]
    for at, size in enumerate(shape):
        sized += [" × " if at else "", Cited(str(size), source)]
    return sized


def _counted(count: int, what: str, source: Source) -> list[str | Cited]:
    return [Cited(str(count), source), f" {what}" if count == 1 else f" {what}s"]


def _output(found: Target, context: Context, sources: Sources) -> list[Block]:
    """What an output is, and what the names in the expression that gave it are now."""
    shown = list(dict.fromkeys(_KINDS.get(kind, kind) for kind in found.kinds))
    source = Source("output", f"output of {found.told.lower()}", cell=found.id)
    expression = cells.last_expression(found.source)
    what = " and ".join(shown) or "nothing"
    told = f": the value of {expression}" if expression and len(expression) <= 200 else ""
    blocks = [stated(sources, Cited(found.told, source), f" shows {what}{told}.")]
    names = cells.names_in(expression) if expression else cells.names_in(found.source)
    blocks.append(
        stated(sources, *_names([name for name in names if name in context.objects], context))
    )
    count = sum(1 for _ in _figures(found.shown))
    if count:
        blocks.append(stated(sources, "It holds ", *_counted(count, "number", source), "."))
    return blocks


def _figures(text: str) -> list[Any]:
    from .numerals import figures

    return [one for one in figures(text) if one.value is not None]
