"""Which modules are installed and what they offer, without importing any for the user."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec


def installed(dotted: str) -> bool:
    """Whether a module can be imported. No parent package is imported to find that out."""
    if dotted in sys.modules:
        return sys.modules[dotted] is not None
    first, *rest = dotted.split(".")
    try:
        spec: ModuleSpec | None = find_spec(first)
        name = first
        for part in rest:
            if spec is None or spec.submodule_search_locations is None:
                return False
            name = f"{name}.{part}"
            spec = PathFinder.find_spec(name, spec.submodule_search_locations)
    except (ImportError, ValueError, AttributeError):
        return False
    return spec is not None


def loaded(dotted: str) -> types.ModuleType | None:
    """The module where it is imported already."""
    found = sys.modules.get(dotted)
    return found if type(found) is types.ModuleType else None


def offers(dotted: str, name: str) -> bool | None:
    """Whether a module has an attribute; None where that cannot be told without running its code."""
    if installed(f"{dotted}.{name}"):
        return True
    module = sys.modules.get(dotted)
    if module is None:
        return None
    if type(module) is not types.ModuleType:
        return name in vars(type(module)) or name in vars(module) or None
    own = vars(module)
    if name in own:
        return True
    listed = list(own.get("__all__") or ())
    if name in listed:
        return True
    # Attributes that are made on demand: what a library lists is then all that it has.
    return None if "__getattr__" in own and not listed else False


def names(dotted: str) -> Iterable[str]:
    """What a loaded module offers, as far as it says so."""
    module = sys.modules.get(dotted)
    return [] if module is None else [name for name in vars(module) if not name.startswith("_")]


def starred(dotted: str) -> set[str]:
    """What `from module import *` binds; empty where the module is not loaded."""
    module = loaded(dotted)
    if module is None:
        return set()
    listed = vars(module).get("__all__")
    return set(listed) if listed is not None else set(names(dotted))
