from __future__ import annotations

import threading
import warnings
from collections.abc import Callable

import pytest

from jupyter_sciassist.kernel import quiet


def in_thread(work: Callable[[], None]) -> list[str]:
    """What the work raised in a thread of its own."""
    raised: list[str] = []

    def run() -> None:
        try:
            work()
        except Warning as warning:
            raised.append(str(warning))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised


def hushed() -> None:
    quiet.hush()
    warnings.warn("from the worker", UserWarning, stacklevel=1)


def loud() -> None:
    warnings.warn("from a thread of the user", UserWarning, stacklevel=1)


def test_a_hushed_thread_neither_shows_nor_raises() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert in_thread(hushed) == []


def test_others_keep_the_users_filters() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        in_thread(hushed)
        assert in_thread(loud) == ["from a thread of the user"]
        with pytest.raises(UserWarning, match="mine"):
            warnings.warn("mine", UserWarning, stacklevel=1)


def test_a_filter_that_came_later_does_not_end_the_quiet() -> None:
    with warnings.catch_warnings():
        in_thread(hushed)
        warnings.simplefilter("error")
        assert in_thread(hushed) == []


def test_repeating_adds_no_second_filter() -> None:
    with warnings.catch_warnings():
        in_thread(hushed)
        count = len(warnings.filters)
        warnings.simplefilter("always")
        in_thread(hushed)
        assert len(warnings.filters) == count + 1
