"""What is read again and what is not, in real processes: the answers are the same to the last bit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.models import reading
from jupyter_sciassist.models.decoding import ROWS, Engine, independent
from jupyter_sciassist.models.prefixes import InMemory
from jupyter_sciassist.models.process import WorkerProcess
from jupyter_sciassist.models.reading import Reader

pytestmark = pytest.mark.model

GUARD = 60.0
TABLE = "A table of penguins, their bills, their bodies and their islands in the south. " * 12
OTHER = "Counts of shops, prices and streets in a town of the north, by the month. " * 12
ENDS = ["First: what is heavy?", "Second: where do they live?", "Third: which year was it?"]


class Asking:
    """A worker, one request after another."""

    def __init__(self, file: Path, folder: Path | None) -> None:
        self.process = WorkerProcess()
        self._number = 0
        where = {} if folder is None else {"prefixes": str(folder)}
        self.ask(op="load", path=str(file), context=2048, threads=0, **where)

    def ask(self, **request: Any) -> dict[str, Any]:
        self._number += 1
        self.process.send(id=self._number, **request)
        end = time.monotonic() + GUARD
        while time.monotonic() < end:
            message = self.process.receive(0.1)
            if message is not None and message["event"] in ("result", "error"):
                assert message["event"] == "result", message
                assert message["id"] == self._number
                return message
        raise AssertionError("no answer")

    def score(self, prompt: str) -> dict[str, Any]:
        return self.ask(op="score", prefix=prompt, continuations=[" sea", " ice and snow", " the"])


@pytest.fixture
def start(model_file) -> Iterator[Any]:
    started: list[Asking] = []

    def one(folder: Path | None = None) -> Asking:
        started.append(Asking(model_file, folder))
        return started[-1]

    yield one
    for asking in started:
        asking.process.end()


def files(folder: Path, number: int) -> list[Path]:
    """Wait for so many states to be on disk."""
    end = time.monotonic() + GUARD
    while len(found := sorted(folder.glob("*.kv"))) < number:
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def test_a_fixed_beginning_outlives_the_process(start, tmp_path):
    before = start(tmp_path)
    first, second = (before.score(TABLE + end) for end in ENDS[:2])
    assert first["cached"] == 0
    (file,) = files(tmp_path, 1)
    after = start(tmp_path)
    third = after.score(TABLE + ENDS[2])
    assert second["cached"] - ROWS < third["cached"] <= second["cached"]
    assert third["cached"] > third["tokens_in"] - 2 * ROWS
    assert after.score(TABLE + ENDS[0])["scores"] == first["scores"]
    assert third["scores"] == start().score(TABLE + ENDS[2])["scores"]
    assert list(tmp_path.iterdir()) == [file]


def test_a_damaged_file_costs_time_and_no_more(start, tmp_path):
    before = start(tmp_path)
    scores = [before.score(TABLE + end)["scores"] for end in ENDS[:2]]
    (file,) = files(tmp_path, 1)
    file.write_bytes(file.read_bytes()[:-100])
    again = start(tmp_path).score(TABLE + ENDS[0])
    assert (again["cached"], again["scores"]) == (0, scores[0])
    assert not file.exists()


def test_a_conversation_that_goes_on_leaves_nothing_on_disk(start, tmp_path):
    asking = start(tmp_path)
    asking.score(TABLE)
    asking.score(TABLE + ENDS[0])
    grown = asking.score(TABLE + ENDS[0] + ENDS[1] * 8)
    assert grown["cached"] > 0
    asking.score(OTHER)
    asking.score(OTHER[: len(OTHER) // 2] + ENDS[2])
    # What the other two share comes last: had the conversation been written, it would be there too.
    assert len(files(tmp_path, 1)) == 1


def test_tables_that_take_turns_are_each_read_once(start):
    asking = start()
    first = [asking.score(text + ENDS[0]) for text in (TABLE, OTHER)]
    again = [asking.score(text + ENDS[0]) for text in (TABLE, OTHER, TABLE)]
    assert [one["cached"] for one in first] == [0, 0]
    assert all(one["cached"] > one["tokens_in"] - ROWS - 1 for one in again)
    assert [one["scores"] for one in again] == [
        first[0]["scores"], first[1]["scores"], first[0]["scores"],
    ]  # fmt: skip


def test_an_answer_is_the_same_cold_warm_and_after_a_restart(start, tmp_path):
    request = {
        "op": "complete", "prompt": TABLE + ENDS[2], "schema": None, "max_tokens": 24,
        "temperature": 0.8, "seed": 5,
    }  # fmt: skip
    cold = start().ask(**request)
    before = start(tmp_path)
    before.score(TABLE + ENDS[0])
    warm = before.ask(**request)
    files(tmp_path, 1)
    after = start(tmp_path).ask(**request)
    assert cold["cached"] == 0
    assert warm["cached"] >= after["cached"] > 0
    assert cold["text"] == warm["text"] == after["text"]


class Quiet:
    """Nobody cancels."""

    def cancelled(self) -> bool:
        return False


def test_where_the_end_of_a_batch_matters_only_whole_ones_are_kept(model_file, monkeypatch):
    monkeypatch.setattr(reading, "independent", lambda _: False)
    engine = Engine(model_file, 1024, 0, Quiet())
    reader = Reader(engine, None)
    prompt = engine.prompt(TABLE + ENDS[0])
    first, shared = reader.feed(prompt)
    assert shared == 0
    reader.feed(engine.prompt(TABLE + ENDS[1]))
    again, shared = reader.feed(prompt)
    assert shared > 0
    assert shared % ROWS == 0
    assert again.tobytes() == first.tobytes()


def test_a_state_that_the_library_refuses_is_no_loss(model_file):
    engine = Engine(model_file, 1024, 0, Quiet())
    reader = Reader(engine, None)
    prompt = engine.prompt(TABLE + ENDS[0])
    first, _ = reader.feed(prompt)
    good = engine.state(len(prompt))
    for bad in (b"nothing of the kind" * 20, good[: len(good) // 2]):
        assert not engine.restore(prompt, bad)
        assert engine.tokens == []
    assert engine.restore(prompt, good)
    assert engine.state(len(prompt)) == good
    again, _ = Reader(engine, None).feed(prompt)
    assert again.tobytes() == first.tobytes()


def test_here_it_does_not_matter_where_a_prompt_was_cut(model_file):
    engine = Engine(model_file, 1024, 0, Quiet())
    if not independent(engine):
        pytest.skip("on this machine it does")
    reader = Reader(engine, None)
    reader._in_memory = InMemory(room=0)
    prompt = engine.prompt(TABLE + ENDS[0])
    first, _ = reader.feed(prompt)
    state = engine.state(len(prompt))
    for cut in (1, 57, 130):
        reader.feed([*prompt[:cut], *engine.prompt(ENDS[1])])
        again, shared = reader.feed(prompt)
        assert shared == cut
        assert again.tobytes() == first.tobytes()
        assert engine.state(len(prompt)) == state
