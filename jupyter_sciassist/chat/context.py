"""What one message is about: live objects, how their columns may be named, the cells, the attachments.

Made in the worker thread of a kernel for one turn, or by `outside` anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from .. import bearing, drafts
from ..language.vocabulary import Named
from .records import Attachment, Reply

if TYPE_CHECKING:
    from ..records import Suggestion


class Store(Protocol):
    """The suggestions of a kernel, as a conversation needs them."""

    def keep_asked(self, cards: Sequence[Suggestion]) -> Sequence[Suggestion]:
        """Keep cards beside those of the scans, so that they can be accepted; as they are kept."""
        ...

    def numbered(self, number: int) -> Suggestion:
        """Suggestion `number`, counted from 1; UnknownSuggestionError where there is none."""
        ...

    def cards(self) -> Sequence[Suggestion]:
        """Every suggestion that is known, with what the person said of it."""
        ...

    def tests(self) -> int:
        """How many tests were made of all data so far, confirmations among them."""
        ...

    def confirm(self, card: Suggestion) -> tuple[Suggestion, str]:
        """Test a card once and put it on record: the card with its outcome, and a line on the record."""
        ...


class PendingError(Exception):
    """A trial has to end before there is a draft: `reply` is what can be said until then."""

    def __init__(self, reply: Reply) -> None:
        super().__init__("a trial has not ended")
        self.reply = reply


@dataclass(frozen=True)
class Context:
    """What a message may be answered from.

    Attributes
    ----------
    objects : mapping of name to live object
        Variables that hold data, the most recent first.
    columns : mapping of name to sequence of Named
        How the columns of each object may be named.
    cards : Cards
        The engine's suggestions about an object, each scan made once.
    cells : sequence of mapping
        Cells of the notebook as the front end sent them, outputs with them: untrusted.
    cell : str or None
        Id of the active cell.
    names : mapping of name to live object
        Every name that the user made, data or not.
    store : Store or None
        The suggestions of this kernel; None outside one.
    stopped : callable
        Whether the person asked to stop; to be looked at between measurements.
    asked : sequence of str
        What the person wrote before in this conversation.
    attempt : callable
        Makes the trial of a draft. In a kernel it is made beside the thread that reads objects.
    """

    objects: Mapping[str, Any]
    columns: Mapping[str, Sequence[Named]]
    cards: bearing.Cards
    cells: Sequence[Mapping[str, Any]] = ()
    attachments: tuple[Attachment, ...] = ()
    cell: str | None = None
    names: Mapping[str, Any] = field(default_factory=dict)
    store: Store | None = None
    stopped: Callable[[], bool] = lambda: False
    asked: Sequence[str] = ()
    attempt: Callable[[drafts.Job, Callable[[], bool]], drafts.Tried] = drafts.run


def outside(
    objects: Mapping[str, Any],
    *,
    cells: Sequence[Mapping[str, Any]] = (),
    attachments: tuple[Attachment, ...] = (),
    cell: str | None = None,
) -> Context:
    """A context outside a kernel: scans over all rows, nothing kept."""
    named = {name: bearing.names_of(obj, name, {}) for name, obj in objects.items()}
    return Context(
        objects, named, bearing.scanner(objects), cells, attachments, cell, dict(objects)
    )
