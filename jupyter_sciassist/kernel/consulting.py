"""A question and the model's part in its answer: words first, then what the running server's model reads.

The model is asked in a thread of its own, which holds nothing of the user's: the worker thread goes on
scanning meanwhile, and computes the answer again once the model has spoken.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ModelCancelled, ModelError, SciAssistError
from ..models.base import Completion, LanguageModel, ModelInfo
from ..models.through import ServerModel
from .comm import Reply, told
from .worker import Job

Answer = Callable[[LanguageModel | None, Job, Reply], Mapping[str, Any] | None]
Submit = Callable[[Callable[[Job, Reply], None], Reply], Job]
# An answer asks the model for one thing; a second round would be a fault, an endless one a hang.
_ROUNDS = 2


@dataclass
class Remembered:
    """A model that answers from what another one said before, and takes down what nobody asked yet."""

    said: dict[str, Any] = field(default_factory=dict)
    owed: dict[str, Callable[[LanguageModel, threading.Event], Any]] = field(default_factory=dict)

    def info(self) -> ModelInfo:
        """No model of its own."""
        raise ModelError("The model has not been asked yet.")

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = 0,
    ) -> list[float]:
        """What the model gave; ModelError where it was not asked."""
        found: list[float] = self._recall(
            ["score", prefix, *continuations],
            lambda model, stop: model.score(prefix, continuations, cancel=stop),
        )
        return found

    def complete(
        self,
        prompt: str,
        *,
        schema: dict[str, Any] | None = None,
        max_tokens: int = 128,
        temperature: float = 0.0,
        seed: int = 0,
        cancel: threading.Event | None = None,
        on_token: Callable[[str], None] | None = None,
        priority: int = 0,
    ) -> Completion:
        """What the model wrote; ModelError where it was not asked."""
        found: Completion = self._recall(
            ["complete", prompt, schema, max_tokens, temperature, seed],
            lambda model, stop: model.complete(
                prompt, schema=schema, max_tokens=max_tokens, temperature=temperature, seed=seed,
                cancel=stop,
            ),
        )  # fmt: skip
        return found

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """Nobody can tell."""
        return None

    def close(self) -> None:
        """Nothing to let go of."""

    def ask(self, model: LanguageModel, cancel: threading.Event) -> None:
        """Put to a model what is owed."""
        for key, call in list(self.owed.items()):
            self.said[key] = call(model, cancel)
            del self.owed[key]

    def _recall(
        self, request: list[Any], call: Callable[[LanguageModel, threading.Event], Any]
    ) -> Any:
        key = json.dumps(request)
        if key not in self.said:
            self.owed[key] = call
            raise ModelError("The model has not been asked yet.")
        return self.said[key]


class Question:
    """One question under way.

    Events: `progress`, `answer` from the words alone, `consulting` while the model is asked, `answer` once more where
    its reading changes something, `error` where it failed, and `done` at the end.

    Parameters
    ----------
    answer : callable
        Computes the answer with a model or none, in the worker thread; None when it was stopped.
    submit : callable
        Queues work for the worker thread.
    server : callable
        The server's model as this kernel reaches it, or None; called beside the worker thread.
    """

    def __init__(
        self, answer: Answer, submit: Submit, server: Callable[[], ServerModel | None], reply: Reply
    ) -> None:
        self._answer = answer
        self._submit = submit
        self._server = server
        self._reply = reply
        self._model = Remembered()
        self._cancel = threading.Event()
        self._ended = threading.Event()
        self._first: Mapping[str, Any] | None = None
        self._rounds = 0
        self._job = submit(self._compute, self._say)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; whether it came."""
        return self._ended.wait(seconds) or self._job.abandoned

    def stop(self) -> None:
        """Take the answer that is there, and ask for no more."""
        self._cancel.set()
        self._job.stop()

    def _say(self, event: str, **fields: Any) -> None:
        self._reply(event, **fields)
        if event == "done":
            self._ended.set()

    def _done(self, stopped: bool) -> None:
        self._say("done", stopped=stopped)

    def _compute(self, job: Job, reply: Reply) -> None:
        found = self._answer(self._model, job, reply)
        if found is not None and found != self._first:
            reply("answer", answer=found)
        self._first = found
        self._rounds += 1
        if found is None or not self._model.owed or self._rounds > _ROUNDS or job.stopped:
            self._done(job.stopped)
        else:
            threading.Thread(target=self._consult, name="sciassist-question", daemon=True).start()

    def _consult(self) -> None:
        """Ask the model; whatever becomes of that, the first answer stands."""
        try:
            model = self._server()
            if model is None or not model.ready():
                self._done(self._cancel.is_set())
                return
            self._say("consulting")
            self._model.ask(model, self._cancel)
        except ModelCancelled:
            self._done(True)
        except SciAssistError as error:
            self._say("error", **told(error))
            self._done(self._cancel.is_set())
        else:
            self._job = self._submit(self._compute, self._say)
            if self._cancel.is_set():
                self._job.stop()
