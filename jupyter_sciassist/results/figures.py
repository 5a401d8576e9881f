"""Live matplotlib figures: axes that a reader could not interpret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..profiles import known
from ..records import Suggestion
from ._card import caution


def read(namespace: Mapping[str, Any]) -> Iterator[Suggestion]:
    """One caution a figure whose plotted axes have no labels."""
    seen: set[int] = set()
    for name, obj in namespace.items():
        if not known.is_exact(obj, "matplotlib.figure", "Figure") or id(obj) in seen:
            continue
        seen.add(id(obj))
        bare = [
            axes
            for axes in obj.axes
            if _plotted(axes) and not (_label(axes, "x") and _label(axes, "y"))
        ]
        if bare:
            which = (
                "its axes have"
                if len(obj.axes) == 1
                else f"{len(bare)} of {len(obj.axes)} axes have"
            )
            yield caution(
                name,
                "axis labels",
                f"{name}: {which} no label on x or y",
                "Name the quantity and its unit with set_xlabel and set_ylabel",
            )


def _plotted(axes: Any) -> bool:
    return bool(axes.lines or axes.collections or axes.patches) and bool(axes.axison)


def _label(axes: Any, side: str) -> bool:
    shared = axes.get_shared_x_axes() if side == "x" else axes.get_shared_y_axes()
    mates = shared.get_siblings(axes)
    return any(getattr(one, f"get_{side}label")() for one in mates)
