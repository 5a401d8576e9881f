"""The worker's end of the pipe: JSON lines in, JSON lines out, cancels heard while computing.

Requests are `{"id": n, "op": "load" | "score" | "complete" | "quit", ...}`; `cancel`, `ping` and
`tokens` are answered by the reading thread, also while a request computes. Replies carry the id and
an `event`: token, result, error, pong or counted.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

Message = dict[str, Any]


class Channel:
    """Requests in order, and whether the one at work was cancelled.

    Attributes
    ----------
    beats : int
        Grows while work gets on; a client that sees it stand still may call the worker hung.
    count : callable
        Tokens of a text; called by the reading thread. None while no model is loaded.
    """

    def __init__(self) -> None:
        self._out, self._in = _claim_streams()
        self._writing = threading.Lock()
        self._requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._current = -1
        self.beats = 0
        self.count: Callable[[str], int] | None = None
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()

    def send(self, **message: Any) -> None:
        """Write one line; a parent that is gone ends the process."""
        line = json.dumps(message, ensure_ascii=True, allow_nan=False)
        try:
            with self._writing:
                self._out.write(line + "\n")
                self._out.flush()
        except (BrokenPipeError, ValueError):
            os._exit(0)

    def next(self) -> Message:
        """The next request, waiting for it."""
        message = self._requests.get()
        self._current = message["id"]
        return message

    def cancelled(self) -> bool:
        """Whether the request at work was cancelled; called from llama.cpp at every step."""
        self.beats += 1
        return self._current in self._cancelled

    def _read(self) -> None:
        for line in self._in:
            message = json.loads(line)
            if message["op"] == "cancel":
                self._cancelled.add(message["id"])
            elif message["op"] == "ping":
                self.send(id=message["id"], event="pong", beats=self.beats)
            elif message["op"] == "tokens":
                count = self.count
                counts = None if count is None else [count(text) for text in message["texts"]]
                self.send(id=message["id"], event="counted", counts=counts)
            elif message["op"] == "quit":
                break
            else:
                self._requests.put(message)
        # The parent closed the pipe or died: leave at once, also out of a computation.
        os._exit(0)


def _claim_streams() -> tuple[TextIO, TextIO]:
    """Keep the pipe for the protocol alone: whatever prints to descriptor 1 goes to 2."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    incoming = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    with Path(os.devnull).open() as nothing:
        os.dup2(nothing.fileno(), 0)
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115
    # An interrupt in the terminal or of the kernel is meant for the user's cell.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return out, incoming


def _leave_with_parent(parent: int) -> None:
    """End when the parent is gone even if another child of its still holds the pipe open.

    The death signal of Linux would not do: it comes when the *thread* that started us ends.
    """
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)
