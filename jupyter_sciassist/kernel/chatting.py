"""A message of the conversation under way: computed in the worker thread, commented by the model beside it.

Nothing here is slow to import: comm handlers make these objects.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..errors import ModelCancelled, ModelMissingError, SciAssistError
from ..models.turns import CHAT
from .comm import Reply, told
from .consulting import NO_MODEL, Consulted, Remembered
from .worker import Job

if TYPE_CHECKING:
    from ..chat.commenting import Prompt
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
        said, stopped = self._commented(found, found.prompt)
        self._end(said, stopped)

    def _draw(self, reply: Said) -> None:
        self._say("reply", reply=reply.to_json(), final=False)

    def _commented(self, found: Outcome, prompt: Prompt) -> tuple[Said, bool]:
        """The reply with the model's comment, as far as it came; whether it was stopped."""
        try:
            model = self._server(self._cancel)
            if model is None:
                stopped = self._cancel.is_set()
                return found.unanswered("It was stopped." if stopped else NO_MODEL), stopped
            self._say("consulting")
            fitted = prompt.fitted(model, self._cancel)
        except ModelCancelled:
            return found.unanswered("It was stopped."), True
        except SciAssistError as error:
            return self._failed(error, found.unanswered(str(error))), False
        with _Heard(replace(found, prompt=fitted), self._draw) as heard:
            return self._spoken(model, fitted, heard)

    def _spoken(self, model: LanguageModel, prompt: Prompt, heard: _Heard) -> tuple[Said, bool]:
        """The reply with what the model says to a prompt; whether it was stopped."""
        from ..chat import commenting

        try:
            made = model.complete(
                prompt.text, max_tokens=prompt.max_tokens, cancel=self._cancel, on_token=heard, priority=CHAT
            )  # fmt: skip
        except ModelCancelled:
            return heard.broken_off("It was stopped."), True
        except SciAssistError as error:
            return self._failed(error, heard.broken_off(str(error))), False
        text = commenting.whole(made.text, cut=made.finish == "length")
        return heard.found.with_comment(text, ended=True), False

    def _failed(self, error: SciAssistError, said: Said) -> Said:
        """The reply in the place of a comment that did not come, or not whole."""
        # Where there is no model nothing failed: what code computed stands without it.
        if not isinstance(error, ModelMissingError):
            self._say("error", **told(error))
        return said


class Operation(Consulted["Said"]):
    """What the conversation computes beside answers, without the model.

    Events: `reply` where an operation takes the question, and `done` at the end.
    """

    def _show(self, found: Said, reply: Reply) -> None:
        """Nothing is shown before its draft was tried."""

    def _settle(self, found: Said) -> None:
        self._say("reply", reply=found.to_json(), final=True)
        self._done(False)

    def _give_up(self, why: str) -> None:
        self._done(self._cancel.is_set())


class _Heard:
    """The model's text so far; shown no more often than the front end draws, and no later than it could.

    A model that pauses in the middle does not keep back what it said: a timer shows what came too soon after the
    last time.
    """

    def __init__(self, found: Outcome, show: Callable[[Said], None]) -> None:
        self.text = ""
        self.found = found
        self._show = show
        self._next = 0.0
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._over = False

    def __enter__(self) -> _Heard:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is shown any more."""
        with self._lock:
            self._over = True
            if self._timer is not None:
                self._timer.cancel()

    def __call__(self, piece: str) -> None:
        with self._lock:
            self.text += piece
            wait = self._next - time.monotonic()
            if self._timer is not None:
                return
            if wait <= 0:
                self._push()
            else:
                self._timer = threading.Timer(wait, self._late)
                self._timer.daemon = True
                self._timer.start()

    def _late(self) -> None:
        with self._lock:
            self._timer = None
            if not self._over:
                self._push()

    def _push(self) -> None:
        self._next = time.monotonic() + 1 / PUSHES_A_SECOND
        self._show(self.so_far())

    def so_far(self) -> Said:
        """The reply with the whole words that were heard."""
        return self.found.with_comment(self.text, ended=False)

    def broken_off(self, why: str) -> Said:
        """The reply where no more comes: with what was heard, else with why there is nothing."""
        return self.so_far() if self.text else self.found.unanswered(why)


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

    def answered(self, model: Remembered, job: Job, reply: Reply) -> Outcome | None:
        """What code makes of the message with the variables as they are now; None when it was stopped."""
        from . import conversing

        return conversing.answered(self, model, job, reply)

    def previewed(self, job: Job, reply: Reply) -> None:
        """Push what would be sent to the model: `pieces`, counted anew where a model is loaded; then `done`."""
        from . import conversing, previewing

        found = conversing.previewed(self, job, reply)
        previewing.counted(self.engine, found, reply)
