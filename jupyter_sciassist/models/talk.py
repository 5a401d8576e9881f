"""One request to the worker, followed to its end: replies, cancels, signs of life."""

from __future__ import annotations

import threading
import time

from .process import Message, WorkerGoneError, WorkerProcess

POLL = 0.02
_PING = 2.0
_GRACE = 2.0


class HungError(Exception):
    """The worker shows no progress."""


class Talk:
    """Waits for replies, passes a cancel on, and tells a slow worker from a hung one."""

    def __init__(
        self, worker: WorkerProcess, number: int, cancel: threading.Event | None, patience: float
    ) -> None:
        self._worker, self._number, self._cancel = worker, number, cancel
        self._patience = patience
        self._beats = -1
        self._alive = self._pinged = time.monotonic()
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """A cancel was passed on."""
        return self._told > 0

    def next(self) -> Message | None:
        """One reply to this request, or None after a short while."""
        now = time.monotonic()
        if self._cancel is not None and self._cancel.is_set() and not self._told:
            self._told = now
            self._worker.send(id=self._number, op="cancel")
        message = self._worker.receive(POLL)
        if message is not None and self._shows_progress(message):
            self._alive = now
        elif now - self._alive > (_GRACE if self._told else self._patience):
            raise HungError(f"{now - self._alive:.0f}")
        elif now - self._pinged > min(_PING, self._patience / 4):
            self._pinged = now
            self._worker.send(id=self._number, op="ping")
        # Late words of a request that was abandoned bear another number.
        return message if message is not None and message["id"] == self._number else None

    def _shows_progress(self, message: Message) -> bool:
        if message["event"] != "pong":
            return True
        before, self._beats = self._beats, message["beats"]
        return before != self._beats

    def abandon(self) -> None:
        """Cancel without waiting; the late answer is skipped by its number."""
        try:
            self._worker.send(id=self._number, op="cancel")
        except WorkerGoneError:
            return
