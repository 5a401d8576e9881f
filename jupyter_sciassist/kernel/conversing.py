"""A message with the kernel's variables around it, in the worker thread. Imported there alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import answers, bearing
from ..cells import digest
from ..chat import commenting, conversation, operations, reach
from ..chat.context import Context, PendingError
from ..chat.conversation import Asked, Outcome
from ..chat.records import Piece
from ..chat.records import Reply as Said
from ..profiles import glance
from ..records import Suggestion
from . import confirming, counting, namespace, scanning
from .comm import Reply
from .consulting import Remembered, Trials
from .worker import Job

if TYPE_CHECKING:
    from .chatting import Message
    from .engine import Engine

COMPLETIONS = 50


class Desk:
    """The kernel's suggestions, as a conversation needs them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep_asked(self, cards: Sequence[Suggestion]) -> Sequence[Suggestion]:
        """Keep cards beside those of the scans."""
        return self._engine.store.keep_asked(cards)

    def numbered(self, number: int) -> Suggestion:
        """Suggestion `number` of the last listing or of the panel."""
        return self._engine.store.numbered(number)

    def cards(self) -> Sequence[Suggestion]:
        """Every suggestion of this kernel."""
        return self._engine.store.cards()

    def tests(self) -> int:
        """How many tests the ledgers of all data hold."""
        return sum(map(len, self._engine.store.ledgers()))

    def confirm(self, card: Suggestion) -> tuple[Suggestion, str]:
        """Test a card once and put it on record."""
        done, recorded = confirming.confirm(self._engine, card, None, None)
        return done, recorded.told()


def answered(message: Message, model: Remembered, job: Job, reply: Reply) -> Outcome | None:
    """What code makes of the message with the variables as they are now; None when it was stopped."""
    message.engine.chat_policy.allow()
    counting.bring_back(message.engine)
    with np.errstate(all="ignore"):
        found = conversation.answer(
            _asked(message), _context(message, job, reply, model.trials), model
        )
    draft = found.reply.draft
    message.engine.store.follow_reply(
        [card.id for card in found.reply.suggestions],
        None if draft is None else draft.suggestion.id,
    )
    message.engine.keep_ledger()
    return None if job.stopped else found


def operated(
    engine: Engine, question: str, model: Remembered, job: Job, reply: Reply
) -> Said | None:
    """What an operation makes of a question, without its draft as long as that was not tried; None where none takes it."""
    from .chatting import Message

    answers.refuse_long(question)
    message = Message(engine, question, (), None, frozenset(), (), None)
    with np.errstate(all="ignore"):
        try:
            found = operations.respond(question, _context(message, job, reply, model.trials))
        except PendingError as pending:
            found = pending.reply
    if found is not None:
        engine.keep_ledger()
    return None if job.stopped else found


def previewed(message: Message, job: Job, reply: Reply) -> list[Piece]:
    """What would be sent to the model."""
    message.engine.chat_policy.allow()
    with np.errstate(all="ignore"):
        return conversation.preview(_asked(message), _context(message, job, reply, Trials()))


def _asked(message: Message) -> Asked:
    said = tuple(
        commenting.Turn(
            "assistant" if one.get("role") == "assistant" else "user", str(one.get("text", ""))
        )
        for one in message.turns
    )
    return Asked(message.text, said, message.without)


def _context(message: Message, job: Job, reply: Reply, trials: Trials) -> Context:
    shell = message.engine.shell()
    taken = namespace.snapshot(shell)
    cells = digest.cut(namespace.ran(shell) if message.cells is None else message.cells)
    reading = scanning.Reading(message.engine.store, 0, cells, None, job, reply)
    named = [one.name.partition(".")[0] for one in message.attachments]
    named = [name for name in named if name in taken]
    objects = reading.objects(taken, reach.of(message.text).question, named)
    columns = {name: bearing.names_of(obj, name, {}) for name, obj in objects.items()}
    known = {name: own for name, own in columns.items() if own}
    return Context(
        {name: objects[name] for name in known}, known, reading.cards(objects), cells,
        message.attachments, message.cell, taken, Desk(message.engine), lambda: job.stopped,
        tuple(one.text for one in _asked(message).turns if one.role == "user"), trials,
    )  # fmt: skip


def completed(engine: Engine, kind: str, prefix: str) -> list[dict[str, str]]:
    """Variables, columns (`variable.column`) or cells that ran (`cell[3]`) whose name holds `prefix`, and what they are."""
    found = _cells(engine) if kind == "cell" else _names(engine, kind)
    low = prefix.casefold()
    holding = [one for one in found if low in one["name"].casefold()]
    holding.sort(key=lambda one: not one["name"].casefold().startswith(low))
    return holding[:COMPLETIONS]


def _names(engine: Engine, kind: str) -> list[dict[str, str]]:
    found = []
    taken = namespace.snapshot(engine.shell())
    for one in scanning.profiles(taken):
        if kind == "variable":
            size = " × ".join(map(str, one.shape))
            found.append({"name": one.variable, "told": f"{one.kind} {size}".strip()})
        elif kind == "column":
            found += [
                {"name": f"{one.variable}.{column.name}", "told": f"{column.role}, {column.dtype}"}
                for column in one.columns
                if len(one.columns) > 1 or column.name != one.variable
            ]
    return (
        [*found, *_others(taken, {one["name"] for one in found})] if kind == "variable" else found
    )


def _others(taken: Mapping[str, Any], known: set[str]) -> list[dict[str, str]]:
    """Variables that can be asked about and are no data of a scan: lists, single values, models; code left aside."""
    found = []
    for name, obj in reversed(list(taken.items())):
        if name in known or glance.is_code(obj):
            continue
        seen = glance.glance(obj)
        size = "" if seen.size is None else f" {seen.size}"
        found.append({"name": name, "told": f"{seen.type}{size}"})
    return found


def _cells(engine: Engine) -> list[dict[str, str]]:
    ran = namespace.history(engine.shell())
    return [
        {
            "name": f"cell[{one['execution_count']}]",
            "told": one["source"].strip().partition("\n")[0][:80],
        }
        for one in reversed(ran)
    ]
