"""Whose turn it is: one at a time, the lowest priority number first, then the oldest."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import ModelCancelled

CHAT = 0
NOTES = 10
CLIENT = "Sciassist-Client"
"""Header that tells the server one asking process from another, so that each has its turns."""

_POLL = 0.02


class Turns:
    """A lock with an order; waiting for it can be cancelled."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._tickets: list[tuple[int, int]] = []
        self._count = itertools.count()
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many wait; the one at work is not counted."""
        return len(self._tickets)

    @contextmanager
    def turn(self, priority: int, cancel: threading.Event | None) -> Iterator[None]:
        """Wait for the turn and hold it.

        Raises
        ------
        ModelCancelled
            `cancel` was set before the turn came.
        """
        with self._changed:
            ticket = (priority, next(self._count))
            heapq.heappush(self._tickets, ticket)
            try:
                while self._busy or self._tickets[0] != ticket:
                    if cancel is not None and cancel.is_set():
                        raise ModelCancelled("The request was cancelled while it waited.")
                    self._changed.wait(_POLL if cancel is not None else None)
                self._busy = True
            finally:
                self._tickets.remove(ticket)
                heapq.heapify(self._tickets)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
