"""Warnings of the worker thread: neither printed into the user's cell nor raised by their filters."""

from __future__ import annotations

import threading
import warnings


class _QuietThreads(threading.local):
    """Stands where a filter has the pattern of its message, and looks at the thread instead.

    `warnings.catch_warnings` would do it for all threads at once: it exchanges the user's filters.
    """

    quiet = False

    def match(self, message: str) -> bool:
        """Whether the warning comes from a thread that asked for quiet."""
        return self.quiet


_own = _QuietThreads()
_filter = ("ignore", _own, Warning, None, 0)


def hush() -> None:
    """Ignore the warnings of the calling thread from now on; those of others stay as they were.

    The filter goes to the front each time, since the user may have put another one there. The
    registries of shown warnings are left alone: a warning the user saw once is not shown again.
    """
    _own.quiet = True
    found: list[object] = warnings.filters  # type: ignore[assignment]
    if found[:1] != [_filter]:
        found[:] = [_filter, *(entry for entry in found if entry is not _filter)]
