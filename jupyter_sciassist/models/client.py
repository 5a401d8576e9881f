"""`WorkerModel`: the local model, in a process that may crash without harm."""

from __future__ import annotations

import itertools
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Literal

from ..errors import (
    ModelCancelled,
    ModelCrashed,
    ModelError,
    ModelFileError,
    ModelLongError,
    ModelMissingError,
)
from . import catalogue, memory, prefixes
from .base import Completion, ModelInfo, Runtime
from .idle import Idle
from .process import Message, WorkerGoneError, WorkerProcess
from .speed import Gauge, Speed
from .talk import POLL, HungError, Talk
from .turns import CHAT, NOTES, Turns

CONTEXT = 4096
UNLOAD_AFTER = 900
_ANSWER = 5.0
_OVERHEAD = 400 << 20
_LONGEST_WAIT = 30.0

State = Literal["idle", "loading", "ready", "failed"]


class WorkerModel:
    """A GGUF file behind llama.cpp in a child process; started at the first request.

    Safe to call from several threads: one request at a time, the lowest `priority` number first
    (`turns.CHAT` before `turns.NOTES`). After a crash, a kill or a hang the request at work raises
    ModelCrashed and the next one starts the process again, at once after the first crash and later
    after a growing pause.

    Parameters
    ----------
    path : path
        A GGUF file.
    threads : int
        0 means the cores that this process may use.
    patience : float
        Seconds without any progress after which the process is taken for hung and killed.
    unload_after : float
        Seconds without a request after which the process is ended; the next request starts it again.
        0 means never.

    Attributes
    ----------
    state : str
        "idle" (not started), "loading", "ready" or "failed".
    detail : str
        Why it failed; empty otherwise.
    window : int
        Tokens of prompt and answer together.
    speed : Speed
        Of the last answers.
    """

    window = CONTEXT

    def __init__(
        self,
        path: str | Path,
        *,
        threads: int = 0,
        patience: float = 60.0,
        unload_after: float = UNLOAD_AFTER,
    ) -> None:
        self.path = Path(path).expanduser().resolve()
        self.state: State = "idle"
        self.detail = ""
        self.speed = Speed()
        self._threads = threads
        self._patience = patience
        self._turns = Turns()
        self._numbers = itertools.count(1)
        self._worker: WorkerProcess | None = None
        self._info: ModelInfo | None = None
        self._runtime: Runtime | None = None
        self._crashes = 0
        self._not_before = 0.0
        self._closed = threading.Event()
        self._finish: Callable[[], Any] | None = None
        self._idle = Idle(unload_after, _unloading(weakref.ref(self)))

    @property
    def pid(self) -> int | None:
        """Process id of the worker, or None while there is none."""
        worker = self._worker
        return worker.pid if worker is not None and worker.alive() else None

    @property
    def waiting(self) -> int:
        """Requests that wait for their turn."""
        return self._turns.waiting

    def info(self) -> ModelInfo:
        """Name, licence, size and SHA-256 of the file; the first call reads it through."""
        if self._info is None:
            self._info = replace(catalogue.describe(self.path), window=self.window)
        return self._info

    def load(self, *, cancel: threading.Event | None = None, priority: int = NOTES) -> None:
        """Start the process and load the file, unless that is done already."""
        with self._turns.turn(priority, cancel):
            self._ready(cancel)
            self._idle.touch()

    def _unload(self) -> None:
        """End the process if still nobody asks."""
        with self._turns.turn(NOTES, None):
            if self._worker is not None and self._idle.over:
                self._drop(crashed=False)

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = NOTES,
    ) -> list[float]:
        """Sum of log-probabilities (natural log) of each continuation after `prefix`."""
        if not continuations:
            return []
        reply = self._request(
            {"op": "score", "prefix": prefix, "continuations": list(continuations)},
            cancel, priority, None,
        )  # fmt: skip
        return [float(value) for value in reply["scores"]]

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
        priority: int = NOTES,
    ) -> Completion:
        """Continue `prompt`; `on_token` gets the text piece by piece, in the calling thread."""
        request = {
            "op": "complete", "prompt": prompt, "schema": schema, "max_tokens": max_tokens,
            "temperature": temperature, "seed": seed,
        }  # fmt: skip
        gauge = Gauge(on_token)
        reply = self._request(request, cancel, priority, gauge)
        self.speed = gauge.speed(reply, self.speed)
        return Completion(
            text=reply["text"],
            tokens_in=reply["tokens_in"],
            tokens_out=reply["tokens_out"],
            finish=reply["finish"],
            seconds=reply["seconds"],
            runtime=self._runtime,
        )

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """How many tokens each text has; loads the file, and then waits for no request at work."""
        for _ in range(2):
            worker = self._worker
            if worker is not None and self.state == "ready":
                self._idle.touch()
                with suppress(WorkerGoneError):
                    return worker.count(next(self._numbers), texts)
            # Also after a kill that nobody noticed yet.
            self.load(cancel=cancel, priority=CHAT)
        raise ModelCrashed("The model process ended while it counted. Ask again.")

    def close(self) -> None:
        """End the process; a request at work raises ModelCancelled. The model cannot be used again."""
        self._closed.set()
        self._idle.stop()
        if self._finish is not None:
            self._finish()
        self._worker = None
        self.state = "idle"

    def _request(
        self,
        request: Message,
        cancel: threading.Event | None,
        priority: int,
        on_token: Callable[[str], None] | None,
    ) -> Message:
        with self._turns.turn(priority, cancel):
            if cancel is not None and cancel.is_set():
                raise ModelCancelled("The request was cancelled before it began.")
            try:
                worker = self._ready(cancel)
                return self._converse(worker, request, cancel, on_token)
            finally:
                self._idle.touch()

    def _ready(self, cancel: threading.Event | None) -> WorkerProcess:
        """The running process with its model loaded."""
        if self._closed.is_set():
            raise ModelError(f"The model {self.path.name} was closed.")
        if self._worker is not None:
            if self._answers(self._worker):
                return self._worker
            self._drop(crashed=True)
        self._wait_out(cancel)
        try:
            return self._start(cancel)
        except ModelCancelled:
            self.state = "idle"
            raise
        except ModelError as error:
            self.state, self.detail = "failed", str(error)
            raise

    def _answers(self, worker: WorkerProcess) -> bool:
        """Whether the process is there: one that was killed a moment ago may still look alive."""
        number = next(self._numbers)
        end = time.monotonic() + _ANSWER
        try:
            worker.send(id=number, op="ping")
            while time.monotonic() < end:
                message = worker.receive(POLL)
                if message is not None and message["id"] == number:
                    return True
        except WorkerGoneError:
            return False
        return False

    def _start(self, cancel: threading.Event | None) -> WorkerProcess:
        self.state, self.detail = "loading", ""
        if not self.path.is_file():
            raise ModelMissingError(f"There is no model file {self.path}. Check the path.")
        catalogue.check(self.path)
        self._check_memory()
        self._worker = WorkerProcess()
        self._finish = weakref.finalize(self, self._worker.end)
        load = {
            "op": "load", "path": str(self.path), "context": CONTEXT, "threads": self._threads,
            "prefixes": str(prefixes.folder()),
        }  # fmt: skip
        try:
            told = self._converse(self._worker, load, cancel, None)
        except ModelError:
            if self._worker is not None:
                self._drop(crashed=False)
            raise
        self._runtime = Runtime(**{one.name: told[one.name] for one in fields(Runtime)})
        self.state = "ready"
        return self._worker

    def _check_memory(self) -> None:
        need, have = needed(self.path), memory.available()
        if need is not None and have is not None and have < need:
            raise ModelError(
                f"{self.path.name} needs {need / 1e9:.1f} GB of memory, {have / 1e9:.1f} GB are free. "
                "Close something, or use a smaller model: jupyter sciassist model list"
            )

    def _wait_out(self, cancel: threading.Event | None) -> None:
        """The pause after repeated crashes."""
        while (left := self._not_before - time.monotonic()) > 0:
            if cancel is not None and cancel.is_set():
                raise ModelCancelled("The request was cancelled while the model was restarted.")
            if self._closed.wait(min(left, POLL)):
                raise ModelCancelled("The model was closed.")

    def _drop(self, *, crashed: bool) -> None:
        """Let go of a process that is dead or must be; a crash makes the next start wait."""
        if self._finish is not None:
            self._finish()
        self._worker, self._finish = None, None
        self.state = "failed" if crashed else "idle"
        if crashed:
            self._crashes += 1
            pause = 0.0 if self._crashes == 1 else min(2.0 ** (self._crashes - 2), _LONGEST_WAIT)
            self._not_before = time.monotonic() + pause

    def _converse(
        self,
        worker: WorkerProcess,
        request: Message,
        cancel: threading.Event | None,
        on_token: Callable[[str], None] | None,
    ) -> Message:
        """Send one request and follow it to its end."""
        number = next(self._numbers)
        talk = Talk(worker, number, cancel, self._patience)
        try:
            worker.send(id=number, **request)
            reply = self._follow(talk, on_token)
        except WorkerGoneError as gone:
            raise self._lost(str(gone)) from gone
        except HungError as hung:
            if talk.cancelled:
                self._drop(crashed=False)
                raise ModelCancelled("The request was cancelled.") from hung
            raise self._lost(f"no sign of life for {hung} s") from hung
        except ModelError:
            raise
        except BaseException:
            # `on_token` or the caller's thread failed: the worker must not go on for nobody.
            talk.abandon()
            raise
        if request["op"] != "load":
            self._crashes = 0
        return reply

    def _follow(self, talk: Talk, on_token: Callable[[str], None] | None) -> Message:
        """Hand out tokens until the result or the error comes."""
        while True:
            message = talk.next()
            if message is None:
                continue
            if message["event"] == "result":
                return message
            if message["event"] == "error":
                raise _error(message, self.path)
            if message["event"] == "token" and on_token is not None and not talk.cancelled:
                on_token(message["text"])

    def _lost(self, why: str) -> ModelError:
        if self._closed.is_set():
            return ModelCancelled("The model was closed.")
        self._drop(crashed=True)
        self.detail = f"The model process ended ({why})."
        return ModelCrashed(f"{self.detail} It starts again with the next request; ask again.")


def needed(path: Path) -> int | None:
    """Bytes of memory that a model file takes once it is loaded, with its context and what it keeps of prompts.

    None where there is no such file.
    """
    return path.stat().st_size + _OVERHEAD if path.is_file() else None


def _unloading(model: weakref.ref[WorkerModel]) -> Callable[[], None]:
    """Unloads a model that is still there; a timer must not keep it alive."""

    def act() -> None:
        there = model()
        if there is not None:
            there._unload()

    return act


def _error(message: Message, path: Path) -> ModelError:
    """The error of a reply, with its cure."""
    kind, text = message["kind"], message["message"]
    if kind == "cancelled":
        return ModelCancelled("The request was cancelled.")
    if kind == "missing":
        return ModelMissingError(
            f"llama-cpp-python cannot be loaded ({text}). "
            'Install it with: pip install "jupyter_sciassist[local]"'
        )
    if kind == "file":
        return ModelFileError(
            f"llama.cpp cannot load {path} ({text}). It is truncated, or of a kind that the installed "
            "llama-cpp-python does not know: fetch it again, or upgrade llama-cpp-python."
        )
    if kind == "long":
        return ModelLongError(f"The request is too long for the model: {text}. Send less of it.")
    if kind == "empty":
        return ModelError("The prompt is empty. Ask something.")
    return ModelError(f"The model could not answer ({kind}): {text}")
