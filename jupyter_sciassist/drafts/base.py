"""What the parts of this package hand each other, and how they see a conversation's surroundings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..cells import cautions
from ..language import vocabulary
from ..language.vocabulary import Named

_NEAR, _SHORT = 3, 2


class Live(Protocol):
    """The live notebook, as a conversation's context gives it."""

    @property
    def objects(self) -> Mapping[str, Any]:
        """Variables that hold data by their name, the most recent first."""

    @property
    def columns(self) -> Mapping[str, Sequence[Named]]:
        """How the columns of each object may be named."""

    @property
    def cells(self) -> Sequence[Mapping[str, Any]]:
        """Cells of the notebook, untrusted."""

    @property
    def cell(self) -> str | None:
        """Id of the cell that is meant."""

    @property
    def names(self) -> Collection[str]:
        """Every name that the user made; where it is a mapping, with its value."""

    @property
    def stopped(self) -> Callable[[], bool]:
        """Whether the person asked to stop."""


@dataclass(frozen=True)
class Missing:
    """Something that a draft names and that does not exist; `near` are like names that do.

    `what` says of what kind it is: a name, a module, a file, a column of `owner`, an attribute of `owner`.
    """

    line: int
    what: str
    name: str
    owner: str | None = None
    near: tuple[str, ...] = ()

    def told(self) -> str:
        """One sentence."""
        of = f" in {self.owner}" if self.owner else ""
        said = f"Line {self.line}: there is no {self.what} {self.name!r}{of}."
        if not self.near:
            return said
        return f"{said} Near: {', '.join(self.near)}."


class UntriedError(Exception):
    """A trial is made beside; once it has ended the same draft is made again."""


@dataclass(frozen=True)
class Refused:
    """No draft is offered, and why; `missing` is what the last attempt named in vain."""

    told: str
    missing: tuple[Missing, ...] = ()


_USUAL = {
    "np": "numpy", "pd": "pandas", "pl": "polars", "pa": "pyarrow", "plt": "matplotlib.pyplot", "sns": "seaborn",
    "stats": "scipy.stats", "sm": "statsmodels.api", "smf": "statsmodels.formula.api",
}  # fmt: skip


def live(context: Live) -> dict[str, Any]:
    """Every live name with its value, `None` where only the name is known and it is no usual one of a module."""
    names = context.names
    known = dict(names) if isinstance(names, Mapping) else {
        name: sys.modules.get(_USUAL[name]) if name in _USUAL else None for name in names
    }  # fmt: skip
    return {**known, **context.objects}


def like(name: str, options: Sequence[str]) -> list[str]:
    """Up to three names that are like it, the nearest first: by spelling, then those it is a part of."""
    found: list[str] = []
    left = list(dict.fromkeys(options))
    while left and len(found) < _NEAR:
        near = cautions.near(name, left)
        if near is None:
            break
        found.append(near)
        left.remove(near)
    asked = vocabulary.squeezed(name)
    held = [one for one in left if len(asked) > _SHORT and asked in vocabulary.squeezed(one)]
    return [*found, *held][:_NEAR]
