"""A question and the model's part in its answer: words first, then what the running server's model reads.

The model is asked in a thread of its own, which holds nothing of the user's: the worker thread goes on
scanning meanwhile, and computes the answer again once the model has spoken. Drafts are tried there too.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..errors import ModelCancelled, ModelError, ModelMissingError, SciAssistError
from ..models.base import Completion, LanguageModel, ModelInfo
from .comm import Reply, told
from .worker import Job

if TYPE_CHECKING:
    from .. import drafts
    from ..drafts import Tried

T = TypeVar("T")
Work = Callable[["Remembered", Job, Reply], T | None]
Submit = Callable[[Callable[[Job, Reply], None], Reply], Job]
# An answer asks the model for one thing, a draft for a few and for two trials; an endless round would be a hang.
_ROUNDS = 10
NO_MODEL = "No model is at hand. `%sci status` and the panel say why."


@dataclass
class Trials:
    """Trials of drafts that were made, and those that nobody made yet; each by what it tries."""

    made: dict[str, Tried] = field(default_factory=dict)
    owed: dict[str, drafts.Job] = field(default_factory=dict)

    def __call__(self, job: drafts.Job, stopped: Callable[[], bool]) -> Tried:
        """What became of a draft; UntriedError where it was not tried."""
        from ..drafts import UntriedError

        key = job.key()
        if key not in self.made:
            self.owed[key] = job
            raise UntriedError
        return self.made[key]

    def make(self, cancel: threading.Event) -> None:
        """Make the trials that are owed."""
        from .. import drafts

        for key, job in list(self.owed.items()):
            self.made[key] = drafts.run(job, cancel.is_set)
            del self.owed[key]


@dataclass
class Remembered:
    """A model that answers from what another one said before, and takes down what nobody asked yet."""

    trials: Trials = field(default_factory=Trials)
    said: dict[str, Any] = field(default_factory=dict)
    owed: dict[str, Callable[[LanguageModel, threading.Event], Any]] = field(default_factory=dict)

    def info(self) -> ModelInfo:
        """What the model said of itself; ModelError where it was not asked."""
        found: ModelInfo = self._recall(["info"], lambda model, stop: model.info())
        return found

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


class Consulted(Generic[T]):
    """A request that is computed in the worker thread, and again with what the model said to what that left open.

    Parameters
    ----------
    work : callable
        Computes what is found with a model or none, in the worker thread; None when it was stopped.
    submit : callable
        Queues work for the worker thread.
    server : callable
        The model to ask now, or None; called beside the worker thread, with the event that ends the wait for it.
    """

    def __init__(
        self,
        work: Work[T],
        submit: Submit,
        server: Callable[[threading.Event], LanguageModel | None],
        reply: Reply,
    ) -> None:
        self._work = work
        self._submit = submit
        self._server = server
        self._reply = reply
        self._model = Remembered()
        self._cancel = threading.Event()
        self._ended = threading.Event()
        self._found: T | None = None
        self._rounds = 0
        self._job = submit(self._compute, self._say)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; whether it came."""
        return self._ended.wait(seconds) or self._job.abandoned

    def stop(self) -> None:
        """Take what is there, and ask for no more."""
        self._cancel.set()
        self._job.stop()

    def _say(self, event: str, **fields: Any) -> None:
        self._reply(event, **fields)
        if event == "done":
            self._ended.set()

    def _done(self, stopped: bool) -> None:
        self._say("done", stopped=stopped)

    def _beside(self, wait: Callable[[], None]) -> None:
        """Wait for the model in another thread than the worker's; whatever fails there ends the request."""

        def guarded() -> None:
            try:
                wait()
            except (
                Exception
            ) as error:  # a reply of another kind than ours, say; nobody else would hear of it
                self._say("error", **told(error))
                self._give_up(f"{type(error).__name__}.")

        threading.Thread(target=guarded, name="sciassist-question", daemon=True).start()

    def _show(self, found: T, reply: Reply) -> None:
        """Tell what was found. Called in the worker thread."""
        raise NotImplementedError

    def _settle(self, found: T) -> None:
        """Nothing is left open. Called in the worker thread; ends with `done`."""
        raise NotImplementedError

    def _give_up(self, why: str) -> None:
        """The model does not say what it was to say. Called beside the worker thread; ends with `done`."""
        raise NotImplementedError

    def _compute(self, job: Job, reply: Reply) -> None:
        self._model.owed.clear()
        self._model.trials.owed.clear()
        found = self._work(self._model, job, reply)
        if found is not None and found != self._found:
            self._show(found, reply)
        self._found = found
        self._rounds += 1
        if found is None or job.stopped:
            self._done(job.stopped)
        elif (self._model.owed or self._model.trials.owed) and self._rounds <= _ROUNDS:
            self._beside(self._consult)
        else:
            self._settle(found)

    def _consult(self) -> None:
        """Try drafts and ask the model; whatever becomes of that, what was found stands."""
        try:
            self._model.trials.make(self._cancel)
            if self._cancel.is_set():
                self._give_up("It was stopped.")
                return
            model = self._server(self._cancel) if self._model.owed else self._model
            if model is None:
                self._give_up(NO_MODEL)
                return
            if self._model.owed:
                self._say("consulting")
            self._model.ask(model, self._cancel)
        except ModelCancelled:
            self._done(True)
        except ModelMissingError as error:
            # Nothing failed: code answers without it.
            self._give_up(str(error))
        except SciAssistError as error:
            self._say("error", **told(error))
            self._give_up(str(error))
        else:
            self._job = self._submit(self._compute, self._say)
            if self._cancel.is_set():
                self._job.stop()


class Question(Consulted[Mapping[str, Any]]):
    """One question under way.

    Events: `progress`, `answer` from the words alone, `consulting` while the model is asked, `answer` once more where
    its reading changes something, `error` where it failed, and `done` at the end.
    """

    def _show(self, found: Mapping[str, Any], reply: Reply) -> None:
        reply("answer", answer=found)

    def _settle(self, found: Mapping[str, Any]) -> None:
        self._done(False)

    def _give_up(self, why: str) -> None:
        self._done(self._cancel.is_set())
