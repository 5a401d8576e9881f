"""Notes: a thread of its own asks the model, one step at a time, most urgent request first.

What the notes are made of is imported in that thread, not at the start of the server.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import ModelCancelled, SciAssistError
from .refusals import refusal
from .wordings import Wordings

T = TypeVar("T")
Event = dict[str, Any]
Send = Callable[[Event], None]

if TYPE_CHECKING:
    from ..models.base import LanguageModel
    from ..records import Suggestion

    Call = Callable[[LanguageModel, threading.Event], T]

DONE: Event = {"event": "done"}
NOTED = 3
_REMEMBERED = 64


@dataclass(frozen=True)
class Table:
    """What is known of a variable: a description, meanings and roles by column name."""

    about: str | None
    columns: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(frozen=True)
class NotesRequest:
    """Cards to be ordered and noted; `opened` is the one that the reader has before them."""

    suggestions: tuple[Suggestion, ...]
    tables: Mapping[str, Table]
    opened: str | None = None
    kernel: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NotesRequest:
        """From a body that fits `NotesRequest` of openapi.yml."""
        from ..records import Suggestion

        return cls(
            tuple(Suggestion.from_json(item) for item in data["suggestions"]),
            {
                name: Table(table.get("about"), table["columns"], table["roles"])
                for name, table in data["tables"].items()
            },
            data.get("opened"),
            data.get("kernel"),
        )

    def chosen(self, ids: list[str]) -> list[Suggestion]:
        """The cards to be noted: the opened one, then the first of `ids`; none twice."""
        cards = {card.id: card for card in self.suggestions}
        opened = [self.opened] if self.opened in cards else []
        return [cards[key] for key in dict.fromkeys([*opened, *ids[:NOTED]]) if not cards[key].note]


class Job:
    """One request under way. `send` is called from the notes' thread."""

    def __init__(self, request: NotesRequest, number: int, send: Send) -> None:
        self.request = request
        self.number = number
        self.send = send
        self.urgent = request.opened is not None
        self.cancelled = threading.Event()
        self.steps: Iterator[Event] = iter(())


class Notes:
    """The queue of requests for notes and the thread that works on them.

    Parameters
    ----------
    model : callable
        Gives the model, or raises ModelMissingError. Called in the notes' thread.
    log : logging.Logger
        Where unexpected failures are reported.
    wordings : Wordings
        Remembers how each note came about.
    """

    def __init__(
        self, model: Callable[[], LanguageModel], log: logging.Logger, wordings: Wordings
    ) -> None:
        self._model = model
        self._log = log
        self._wordings = wordings
        self._state = threading.Condition()
        self._jobs: list[Job] = []
        self._numbers = count()
        self._holds: set[str | None] = set()
        self._running: tuple[Job, threading.Event] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._scores: OrderedDict[str, dict[str, float]] = OrderedDict()

    def submit(self, request: NotesRequest, send: Send) -> Job:
        """Queue a request; its events go to `send`, the last one is `done`."""
        with self._state:
            job = Job(request, next(self._numbers), send)
            job.steps = self._steps(job)
            if self._closed:
                send(DONE)
                return job
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="sciassist-notes", daemon=True
                )
                self._thread.start()
            self._state.notify_all()
        return job

    def cancel(self, job: Job) -> None:
        """Stop a request wherever it is, in the middle of the model's prompt as well."""
        with self._state:
            job.cancelled.set()
            if self._running is not None and self._running[0] is job:
                self._running[1].set()
            self._state.notify_all()

    def pause(self, kernel: str | None, paused: bool) -> None:
        """Hold all notes while a cell of `kernel` runs; the running one is begun anew later."""
        with self._state:
            if paused:
                self._holds.add(kernel)
                if self._running is not None:
                    self._running[1].set()
            else:
                self._holds.discard(kernel)
            self._state.notify_all()

    def holds(self) -> list[str | None]:
        """The kernels that hold the notes back."""
        with self._state:
            return list(self._holds)

    def waiting(self) -> int:
        """Requests that are queued or under way."""
        with self._state:
            return sum(not job.cancelled.is_set() for job in self._jobs)

    def close(self) -> None:
        """Cancel everything and wait for the thread to end."""
        with self._state:
            self._closed = True
            for job in self._jobs:
                job.cancelled.set()
            if self._running is not None:
                self._running[1].set()
            self._state.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=5)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            event = self._advance(job)
            if event is None:
                with self._state:
                    self._jobs.remove(job)
                event = DONE
            self._deliver(job, event)

    def _next(self) -> Job | None:
        with self._state:
            self._state.wait_for(lambda: self._jobs or self._closed)
            if not self._jobs:
                return None
            return min(self._jobs, key=lambda job: (not job.urgent, job.number))

    def _advance(self, job: Job) -> Event | None:
        """The next event of a request, None at its end; an error is its last event but one."""
        if job.cancelled.is_set():
            return None
        try:
            return next(job.steps, None)
        except ModelCancelled as error:
            return None if job.cancelled.is_set() else _failed(error)
        except SciAssistError as error:
            return _failed(error)
        except Exception:  # one request must not end the thread for all that follow
            self._log.exception("A note failed")
            return {
                "event": "error",
                "message": "The note failed for an unexpected reason.",
                "cure": "See the log of the Jupyter server, and report it.",
            }

    def _deliver(self, job: Job, event: Event) -> None:
        try:
            job.send(event)
        except RuntimeError:  # the event loop is closed: the server is going down
            job.cancelled.set()

    def _steps(self, job: Job) -> Iterator[Event]:
        from ..language import ranking

        request = job.request
        outcome: dict[str, dict[str, float]] = {}
        for variable, table in request.tables.items():
            outcome[variable] = self._outcome(job, table)
            yield {"event": "outcome", "variable": variable, "scores": outcome[variable]}
        ids = ranking.order(request.suggestions, outcome)
        yield {"event": "order", "ids": ids}
        for card in request.chosen(ids):
            event = self._noted(job, card)
            job.urgent = False
            yield event

    def _outcome(self, job: Job, table: Table) -> dict[str, float]:
        from ..language.outcome import scores

        def asked(model: LanguageModel, cancel: threading.Event) -> dict[str, float]:
            key = json.dumps([table.about, table.columns, table.roles])
            if key not in self._scores:
                self._scores[key] = scores(
                    model,
                    about=table.about,
                    columns=table.columns,
                    roles=table.roles,
                    cancel=cancel,
                )
                while len(self._scores) > _REMEMBERED:
                    self._scores.popitem(last=False)
            return self._scores[key]

        return self._ask(job, asked)

    def _noted(self, job: Job, card: Suggestion) -> Event:
        from ..language.notes import Dropped, Written, note

        table = job.request.tables.get(card.subject.variable, Table(None, {}, {}))

        def asked(model: LanguageModel, cancel: threading.Event) -> Written | Dropped:
            return note(model, card, table.columns, cancel, about=table.about, roles=table.roles)

        made = self._ask(job, asked)
        if isinstance(made, Dropped):
            return {"event": "dropped", "id": card.id, "reason": made.reason}
        self._wordings.keep(card, made)
        return {"event": "note", "id": card.id, "note": made.note.to_json()}

    def _ask(self, job: Job, call: Call[T]) -> T:
        """Let `call` have the model; begin again what a pause cut short."""
        model = self._model()
        while True:
            with self._turn(job) as stop:
                try:
                    return call(model, stop)
                except ModelCancelled:
                    if job.cancelled.is_set() or not stop.is_set():
                        raise

    @contextmanager
    def _turn(self, job: Job) -> Iterator[threading.Event]:
        stop = threading.Event()
        with self._state:
            self._state.wait_for(lambda: job.cancelled.is_set() or not self._holds)
            if job.cancelled.is_set():
                raise ModelCancelled("The request was cancelled.")
            self._running = (job, stop)
        try:
            yield stop
        finally:
            with self._state:
                self._running = None


def _failed(error: SciAssistError) -> Event:
    told = refusal(error)
    return {"event": "error", "message": told.message, "cure": told.cure}
