"""Which packs there are, found without importing any of them."""

from __future__ import annotations

import importlib.util
import sys
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from . import manifest
from .manifest import Pack

GROUP = "jupyter_sciassist.packs"


def discover() -> tuple[Pack, ...]:
    """Built-in packs, then installed ones, by name; looked up anew when the import path changes."""
    return _discover(tuple(sys.path))


@lru_cache(maxsize=4)
def _discover(path: tuple[str, ...]) -> tuple[Pack, ...]:
    here = Path(__file__).parent
    found = [
        manifest.read(folder.parent, f"{__package__}.{folder.parent.name}", folder.parent.name)
        for folder in sorted(here.glob("*/pack.json"))
    ]
    taken = {pack.id for pack in found}
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        pack = _installed(point)
        if pack.id in taken or pack.id == "core":
            text = f"Pack {point.name!r} is left out: its id {pack.id!r} is taken."
            pack = Pack(point.name, point.value, "", problem=text)
        taken.add(pack.id)
        found.append(pack)
    return tuple(found)


def _installed(point: EntryPoint) -> Pack:
    """The pack of an entry point; parents of a dotted package are walked on disk, never imported."""
    top, *rest = point.value.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        spec = None
    places = [] if spec is None else list(spec.submodule_search_locations or [])
    folders = [Path(place, *rest) for place in places]
    folder = next((one for one in folders if one.is_dir()), None)
    if folder is None:
        text = f"Pack {point.name!r} is left out: there is no package {point.value!r}."
        return Pack(point.name, point.value, "", problem=text)
    return manifest.read(folder, point.value, point.name)
