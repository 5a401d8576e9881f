"""Confirm in a kernel: the live object, one test, on record before anybody sees the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..confirmation import confirm as tested
from ..errors import DataError
from ..records import Suggestion
from . import recording
from .scanning import KernelMemory

if TYPE_CHECKING:
    from .engine import Engine


def confirm(
    own: Engine, card: Suggestion, on: str | None, by: str | None
) -> tuple[Suggestion, recording.Recorded]:
    """The card with its outcome, and what became of its record.

    What was tested but could not be recorded is recorded by the next Confirm, which tests nothing.

    Raises
    ------
    DataError
        There is no such variable, or no row that the hypothesis has not seen.
    ServerError, ProvenanceError
        The outcome was not recorded.
    """
    with np.errstate(all="ignore"):
        name = on or card.subject.variable
        memory = KernelMemory(own.store)
        done = tested(_object(own, name), card, memory, name)
    if card.confirmation == done.confirmation:
        return done, recording.Recorded(None, None, "It was tested before, with this outcome.")
    return done, recording.decide(own, done, "confirmed", by)


def _object(own: Engine, name: str) -> Any:
    shell = own.shell()
    names = {} if shell is None else dict(shell.user_ns)
    if name not in names:
        raise DataError(
            f"There is no variable {name!r}. Run the cell that makes it, or check its spelling."
        )
    return names[name]
