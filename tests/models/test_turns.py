from __future__ import annotations

import threading

import pytest

from jupyter_sciassist.errors import ModelCancelled
from jupyter_sciassist.models.turns import CHAT, NOTES, Turns


def in_line(turns: Turns, priority: int, name: str, done: list[str]) -> threading.Thread:
    """A thread that waits for its turn; back once it stands in line."""
    before = turns.waiting

    def work() -> None:
        with turns.turn(priority, None):
            done.append(name)

    thread = threading.Thread(target=work)
    thread.start()
    while turns.waiting == before:
        pass
    return thread


def test_chat_goes_before_notes_and_the_older_before_the_younger():
    turns, done = Turns(), []
    with turns.turn(NOTES, None):
        threads = [
            in_line(turns, priority, name, done)
            for priority, name in ((NOTES, "n1"), (NOTES, "n2"), (CHAT, "c1"), (CHAT, "c2"))
        ]
        assert (turns.waiting, done) == (4, [])
    for thread in threads:
        thread.join()
    assert done == ["c1", "c2", "n1", "n2"]


def test_waiting_can_be_cancelled_and_the_others_go_on():
    turns, done = Turns(), []
    cancel = threading.Event()
    with turns.turn(NOTES, None):
        thread = in_line(turns, NOTES, "n", done)
        cancel.set()
        with pytest.raises(ModelCancelled), turns.turn(CHAT, cancel):
            done.append("never")
    thread.join()
    assert (done, turns.waiting) == (["n"], 0)


def test_an_error_gives_the_turn_back():
    turns = Turns()
    with pytest.raises(KeyError), turns.turn(NOTES, None):
        raise KeyError
    with turns.turn(NOTES, None):
        pass
