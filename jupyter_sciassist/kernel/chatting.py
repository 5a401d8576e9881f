"""A message of the conversation under way: computed in the worker thread, commented by the model beside it.

Nothing here is slow to import: comm handlers make these objects.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ModelCancelled, SciAssistError
from ..models.turns import CHAT
from .comm import Reply, told
from .consulting import NO_MODEL, Consulted
from .worker import Job

if TYPE_CHECKING:
    from ..chat.conversation import Outcome
    from ..chat.records import Attachment
    from ..chat.records import Reply as Said
    from ..models.base import LanguageModel
    from .engine import Engine

# The front end draws no more often than this.
PUSHES_A_SECOND = 10


class Turn(Consulted["Outcome"]):
    """One message under way.

    Events: `reply` with the whole reply so far, again and again, `final` on the last; `progress` of scans, `consulting` while
    the model is asked, `error` where it failed, and `done` at the end.
    """

    def _show(self, found: Outcome, reply: Reply) -> None:
        reply("reply", reply=found.reply.to_json(), final=False)

    def _settle(self, found: Outcome) -> None:
        if found.prompt is None:
            self._end(found.unanswered(NO_MODEL), False)
        else:
            self._beside(self._comment)

    def _give_up(self, why: str) -> None:
        found = self._found
        stopped = self._cancel.is_set()
        if found is None:
            self._done(stopped)
        else:
            self._end(found.unanswered("It was stopped." if stopped else why), stopped)

    def _end(self, reply: Said, stopped: bool) -> None:
        self._say("reply", reply=reply.to_json(), final=True)
        self._done(stopped)

    def _comment(self) -> None:
        """Ask the model for its comment and show it as it comes, checked."""
        found = self._found
        if found is None or found.prompt is None:
            self._done(self._cancel.is_set())
            return
        from ..chat import commenting

        heard = _Heard(found, lambda reply: self._say("reply", reply=reply.to_json(), final=False))
        try:
            model = self._server()
            if model is None:
                self._give_up(NO_MODEL)
                return
            self._say("consulting")
            made = model.complete(
                found.prompt.text, max_tokens=found.prompt.max_tokens, cancel=self._cancel,
                on_token=heard, priority=CHAT,
            )  # fmt: skip
        except ModelCancelled:
            self._end(heard.so_far() if heard.text else found.unanswered("It was stopped."), True)
        except SciAssistError as error:
            self._say("error", **told(error))
            self._end(heard.so_far() if heard.text else found.unanswered(str(error)), False)
        else:
            text = commenting.whole(made.text, cut=made.finish == "length")
            self._end(found.with_comment(text, ended=True), False)


class _Heard:
    """The model's text so far; shows it no more often than the front end draws."""

    def __init__(self, found: Outcome, show: Callable[[Said], None]) -> None:
        self.text = ""
        self._found = found
        self._show = show
        self._next = 0.0

    def __call__(self, piece: str) -> None:
        self.text += piece
        now = time.monotonic()
        if now >= self._next:
            self._next = now + 1 / PUSHES_A_SECOND
            self._show(self.so_far())

    def so_far(self) -> Said:
        """The reply with the whole words that were heard."""
        return self._found.with_comment(self.text, ended=False)


@dataclass(frozen=True)
class Message:
    """A message as the front end or a magic sent it; nothing of it is trusted but that the person wrote `text`."""

    engine: Engine
    text: str
    attachments: tuple[Attachment, ...]
    cells: Sequence[Mapping[str, Any]] | None
    without: frozenset[str]
    turns: Sequence[Mapping[str, Any]]
    cell: str | None

    def answered(self, model: LanguageModel | None, job: Job, reply: Reply) -> Outcome | None:
        """What code makes of the message with the variables as they are now; None when it was stopped."""
        from . import conversing

        return conversing.answered(self, model, job, reply)

    def previewed(self, job: Job, reply: Reply) -> None:
        """Push what would be sent to the model: `pieces`."""
        from . import conversing

        conversing.previewed(self, job, reply)
