"""Something to be done when nothing happened for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Idle:
    """Calls `act` in a thread of its own once `touch` was not called for so many seconds; 0 means never."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds = seconds
        self._act = act
        self._last = time.monotonic()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    @property
    def over(self) -> bool:
        """Whether the time is over now."""
        return time.monotonic() - self._last >= self._seconds > 0

    def touch(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._last = time.monotonic()
            if self._timer is not None:
                self._timer.cancel()
            if self._seconds > 0:
                self._timer = threading.Timer(self._seconds, self._act)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
