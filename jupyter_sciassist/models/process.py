"""The parent's end of the worker: start it, write requests, read replies, end it for certain."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

Message = dict[str, Any]

_COUNTED = 10.0
_ROOT = Path(__file__).resolve().parents[2]


class WorkerGoneError(Exception):
    """The process ended; the text is the last of what it wrote to standard error."""


class WorkerProcess:
    """One child process. Replies are read by a thread of its own, so that writing never blocks on them."""

    def __init__(self) -> None:
        # A real file: an undrained pipe would stop a library that writes a lot.
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._child = subprocess.Popen(
            [sys.executable, "-m", "jupyter_sciassist.models.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # Not the folder of the notebook, whose files could shadow modules.
            cwd=_ROOT,
            env=os.environ | {"OMP_WAIT_POLICY": "passive"},
            # Interrupts of the terminal or the kernel are not for the model.
            start_new_session=True,
        )
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._counts: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._writing = threading.Lock()
        self._counting = threading.Lock()
        threading.Thread(
            target=_read,
            args=(self._child.stdout, self._replies, self._counts),
            name="sciassist-model",
            daemon=True,
        ).start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._child.pid

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.poll() is None

    def send(self, **message: Any) -> None:
        """Write one request line; WorkerGoneError when nobody reads it."""
        line = json.dumps(message) + "\n"
        stream = self._child.stdin
        try:
            with self._writing:
                if stream is None or stream.closed:
                    raise BrokenPipeError
                stream.write(line.encode())
                stream.flush()
        except OSError as error:
            raise WorkerGoneError(self._last_words()) from error

    def receive(self, seconds: float) -> Message | None:
        """The next reply, or None after so many seconds; WorkerGoneError when there will be none."""
        try:
            message = self._replies.get(timeout=seconds)
        except queue.Empty:
            return None
        if message is None:
            self._replies.put(None)
            raise WorkerGoneError(self._last_words())
        return message

    def count(self, number: int, texts: Sequence[str]) -> list[int]:
        """Tokens of each text; whoever reads the replies of a request at work is not disturbed.

        Parameters
        ----------
        number : int
            An id that no other message has.
        """
        end = time.monotonic() + _COUNTED
        with self._counting:
            self.send(id=number, op="tokens", texts=list(texts))
            while (left := end - time.monotonic()) > 0:
                with contextlib.suppress(queue.Empty):
                    message = self._counts.get(timeout=left)
                    if message is None:
                        self._counts.put(None)
                        break
                    if message["id"] == number and message["counts"] is not None:
                        return [int(count) for count in message["counts"]]
        raise WorkerGoneError("it does not count")

    def end(self, grace: float = 0.5) -> None:
        """Close the pipe, which makes the worker leave; kill it when it does not. Idempotent."""
        with self._writing, contextlib.suppress(OSError):
            if self._child.stdin is not None:
                self._child.stdin.close()
        try:
            self._child.wait(grace)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        with contextlib.suppress(ValueError):
            self._errors.close()

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(1.0)
        words = ""
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            words = " ".join(self._errors.read()[-500:].decode("utf-8", "replace").split())
        status = self._child.returncode
        told = f"exit status {status}" + (f": {words}" if words else "")
        killed = status == -getattr(signal, "SIGKILL", status)
        return f"{told}, killed, as a system does when memory runs out" if killed else told


def _read(
    stream: IO[bytes],
    replies: queue.SimpleQueue[Message | None],
    counts: queue.SimpleQueue[Message | None],
) -> None:
    # The last line of a killed worker may be half a line.
    with stream, contextlib.suppress(ValueError):
        for line in stream:
            message = json.loads(line)
            (counts if message["event"] == "counted" else replies).put(message)
    replies.put(None)
    counts.put(None)
