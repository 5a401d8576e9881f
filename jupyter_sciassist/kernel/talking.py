"""The conversation as the magics have it: a message, the reply as it grows, and what was said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..chat.records import Attachment, Reply
from ..errors import DataError
from . import asking, replies
from .engine import Engine

_TURNS = 20


@dataclass(frozen=True)
class Said:
    """A reply, and what went wrong on its way."""

    reply: Reply
    problems: tuple[str, ...] = ()


class Talk:
    """The messages of one kernel's magics; kept in memory, and no longer than the kernel lives."""

    def __init__(self, own: Engine) -> None:
        self._own = own
        self._turns: list[dict[str, str]] = []

    def say(
        self, text: str, shown: replies.ReplyDisplay, attachments: tuple[Attachment, ...] = ()
    ) -> Said:
        """Say something; `shown` grows with the reply.

        An interrupt by the user ends the wait for the model and is passed on; what was computed stays shown.

        Raises
        ------
        DataError
            A policy turns conversations off, or nothing came of the message.
        """
        turns = list(self._turns[-_TURNS:])
        seen: list[int] = [0]

        def look(events: Sequence[Mapping[str, Any]]) -> None:
            count = sum(event["event"] == "reply" for event in events)
            asked = any(event["event"] == "consulting" for event in events)
            if count and asked and (count, asked) != (seen[0], False):
                seen[0] = count
                shown.grow(*_offered(self._own, _last(events)))

        try:
            events = asking.waited(
                lambda tell: self._own.chat(text, attachments=attachments, turns=turns, reply=tell),
                look,
            )
        except KeyboardInterrupt:
            shown.settle()
            raise
        problems = asking.troubles(events)
        if not any(event["event"] == "reply" for event in events):
            raise DataError(" ".join(problems) or "It was stopped before it was answered.")
        reply = numbered(self._own, _last(events))
        shown.show(*_offered(self._own, reply))
        self._keep(text, reply)
        return Said(reply, tuple(problems))

    def _keep(self, text: str, reply: Reply) -> None:
        said = "".join(run.text for block in reply.blocks for run in block.runs)
        self._turns += [{"role": "user", "text": text}, {"role": "assistant", "text": said}]
        del self._turns[:-_TURNS]


def operated(own: Engine, question: str) -> Reply | None:
    """What the conversation computes beside answers (describe, test, power ...); None for another question."""
    events = asking.waited(lambda tell: own.operate(question, reply=tell))
    if not any(event["event"] == "reply" for event in events):
        return None
    return numbered(own, _last(events))


def numbered(own: Engine, reply: Reply) -> Reply:
    """The same reply, its cards and its draft kept and numbered as they are listed, with their present status."""
    draft = None if reply.draft is None else reply.draft.suggestion
    own.store.keep_asked([*reply.suggestions, *([] if draft is None else [draft])])
    own.store.follow_reply(
        [card.id for card in reply.suggestions], None if draft is None else draft.id
    )
    return reply


def _offered(own: Engine, reply: Reply) -> tuple[Reply, int | None]:
    """A reply with the number by which its draft is accepted."""
    draft = reply.draft
    return reply, None if draft is None else own.store.number_of(draft.suggestion.id)


def _last(events: Sequence[Mapping[str, Any]]) -> Reply:
    found = [event["reply"] for event in events if event["event"] == "reply"]
    return Reply.from_json(found[-1])
