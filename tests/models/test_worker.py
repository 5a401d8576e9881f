"""The protocol itself, as the parent speaks it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_sciassist.models.process import WorkerGoneError, WorkerProcess

pytestmark = pytest.mark.model

LONG = "The old penguin walked slowly over the ice. " * 300
GUARD = 60.0


@pytest.fixture
def process(model_file) -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    process.send(id=1, op="load", path=str(model_file), context=4096, threads=0)
    assert until(process, 1)[-1]["context"] == 4096
    yield process
    process.end()


def until(process: WorkerProcess, number: int) -> list[dict[str, Any]]:
    """All messages up to the last one of a request."""
    seen: list[dict[str, Any]] = []
    end = time.monotonic() + GUARD
    while time.monotonic() < end:
        message = process.receive(0.1)
        if message is not None:
            seen.append(message)
            if message["id"] == number and message["event"] in ("result", "error"):
                return seen
    raise AssertionError(f"no end of request {number}: {seen[-3:]}")


def request(number: int, prompt: str, max_tokens: int = 4) -> dict[str, Any]:
    return {
        "id": number, "op": "complete", "prompt": prompt, "schema": None,
        "max_tokens": max_tokens, "temperature": 0.0, "seed": 0,
    }  # fmt: skip


def computing(process: WorkerProcess, number: int) -> None:
    """Wait until two answers to pings show that work goes on; a token would be too late."""
    before = -1
    while True:
        process.send(id=number, op="ping")
        message = process.receive(GUARD)
        assert message is not None
        assert message["event"] == "pong"
        if 0 <= before < message["beats"]:
            return
        before = message["beats"]
        time.sleep(0.01)


def test_a_cancel_in_the_middle_of_the_prompt_stops_it_before_any_token(process):
    process.send(**request(2, LONG))
    computing(process, 2)
    process.send(id=2, op="cancel")
    seen = until(process, 2)
    assert [message["event"] for message in seen] == ["error"]
    assert seen[0]["kind"] == "cancelled"


def test_after_a_cancel_in_the_prompt_answers_are_the_same_as_before(process):
    ask = {"op": "score", "prefix": LONG[:2000], "continuations": [" sea", " ice and snow"]}
    process.send(id=2, **ask)
    before = until(process, 2)[-1]["scores"]
    process.send(**request(3, LONG[:1000] + "All the other birds were far from it. " * 250))
    computing(process, 3)
    process.send(id=3, op="cancel")
    until(process, 3)
    process.send(id=4, **ask)
    after = until(process, 4)[-1]
    assert after["scores"] == pytest.approx(before, abs=1e-3)


def test_a_shared_beginning_is_read_once(process):
    process.send(id=2, op="score", prefix=LONG[:2000], continuations=[" sea"])
    first = until(process, 2)[-1]
    process.send(id=3, op="score", prefix=LONG[:2000] + " And then", continuations=[" sea"])
    second = until(process, 3)[-1]
    assert first["cached"] == 0
    # Where the text goes on, its last token may become another one.
    assert second["cached"] >= first["tokens_in"] - 1


def test_a_late_cancel_and_one_for_another_request_change_nothing(process):
    process.send(id=99, op="cancel")
    process.send(**request(2, "Once upon a time"))
    assert until(process, 2)[-1]["event"] == "result"
    process.send(id=2, op="cancel")
    process.send(**request(3, "Once upon a time"))
    assert until(process, 3)[-1]["event"] == "result"


def test_without_a_model_a_request_is_an_error(model_file):
    process = WorkerProcess()
    process.send(**request(1, "Once"))
    assert until(process, 1)[-1]["message"] == "no model is loaded"
    process.end()


def test_special_marks_in_a_continuation_are_plain_text(process):
    process.send(id=2, op="score", prefix="a", continuations=["<|im_end|>"])
    plain = until(process, 2)[-1]["scores"][0]
    assert plain < -5.0  # several unlikely tokens, not the one likely control token


def test_quit_and_the_end_of_the_pipe_end_the_process(process):
    process.send(id=2, op="quit")
    with pytest.raises(WorkerGoneError, match="exit status 0"):
        process.receive(GUARD)
    assert not process.alive()
    with pytest.raises(WorkerGoneError):
        process.send(id=3, op="ping")


def test_what_a_library_prints_does_not_reach_the_protocol(process):
    process.send(id=2, op="nonsense", prompt="x")
    assert until(process, 2)[-1]["event"] == "error"
    process.send(**request(3, "Once upon a time"))
    assert until(process, 3)[-1]["tokens_out"] == 4


def test_a_cancelled_load_says_nothing_against_the_file(model_file):
    process = WorkerProcess()
    try:
        process.send(id=1, op="cancel")
        process.send(id=1, op="load", path=str(model_file), context=4096, threads=0)
        assert until(process, 1)[-1]["kind"] == "cancelled"
        process.send(id=2, op="load", path=str(model_file), context=4096, threads=0)
        assert until(process, 2)[-1]["context"] == 4096
    finally:
        process.end()
