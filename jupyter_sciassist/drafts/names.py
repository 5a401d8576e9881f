"""Whether everything that a draft names exists: names, modules, what they offer, columns.

What certainly does not exist is missing, and the draft is not offered. Of a column of something unknown it is
said that it could not be held against anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import trial, values
from .base import Missing
from .source import Source
from .values import Value
from .walking import Walker


@dataclass(frozen=True)
class Checked:
    """What the names of a draft stand for.

    Attributes
    ----------
    missing : tuple of Missing
        By line.
    doubts : tuple of str
        What could not be held against anything.
    unsettled : tuple of str
        Those of them that stay where the draft ran to its end: it need not have come there.
    unloaded : tuple of str
        What is taken from modules that are not loaded here: importing them will tell.
    reads : tuple of str
        Live names that are read, in the order in which they are.
    """

    missing: tuple[Missing, ...]
    doubts: tuple[str, ...]
    unsettled: tuple[str, ...]
    unloaded: tuple[str, ...]
    reads: tuple[str, ...]


def check(code: Source, live: Mapping[str, Any]) -> Checked:
    """Hold a draft against the live names. Objects are touched, so in the thread that may.

    Parameters
    ----------
    code : Source
    live : mapping of name to live object or None
        All live names; None where only the name is known.
    """
    walker = Walker({name: _value(name, obj) for name, obj in live.items()})
    walker.walk(code)
    missing = tuple(sorted(walker.missing, key=lambda one: one.line))
    unsettled = tuple(told for told, perhaps in walker.doubts.items() if perhaps)
    doubts, reads = tuple(walker.doubts), tuple(walker.reads)
    return Checked(missing, doubts, unsettled, tuple(walker.unloaded), reads)


def _value(name: str, obj: Any) -> Value:
    found = trial.importable(obj)
    if found is not None:
        module, member = found
        return Value("member", f"{module}.{member}") if member else Value("module", module)
    return values.live(name, obj)
