"""How fast the model reads and writes, from when the pieces of an answer come."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Speed:
    """Tokens a second of a prompt and of an answer, null while there was none to tell it from."""

    prompt: float | None = None
    answer: float | None = None


class Gauge:
    """Passes the pieces of one answer on and takes the time of the first."""

    def __init__(self, on_token: Callable[[str], None] | None) -> None:
        self._on_token = on_token
        self._first: float | None = None

    def __call__(self, text: str) -> None:
        """A piece came."""
        if self._first is None:
            self._first = time.perf_counter()
        if self._on_token is not None:
            self._on_token(text)

    def speed(self, reply: Mapping[str, Any], before: Speed) -> Speed:
        """The speed of a request whose reply just came; `before` where it does not tell.

        Tokens of the prompt that were cached are not counted, nor is the time in the queue.
        """
        if self._first is None:
            return before
        writing = time.perf_counter() - self._first
        reading = reply["seconds"] - writing
        read, written = reply["tokens_in"] - reply["cached"], reply["tokens_out"] - 1
        return Speed(
            read / reading if read > 0 and reading > 0 else before.prompt,
            written / writing if written > 0 and writing > 0 else before.answer,
        )
