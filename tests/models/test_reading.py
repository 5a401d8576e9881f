"""What is read again and what is not, in real processes: the answers are the same to the last bit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
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
TABLE = "A table of penguins, their bills, their bodies and their islands in the south. " * 8
OTHER = "Counts of shops, prices and streets in a town of the north, by the month. " * 8
ENDS = ["First: what is heavy?", "Second: where do they live?", "Third: which year was it?"]
TALE = {
    "op": "complete", "prompt": TABLE + ENDS[2], "schema": None, "max_tokens": 24,
    "temperature": 0.8, "seed": 5,
}  # fmt: skip


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

    def one(folder: Path) -> Asking:
        started.append(Asking(model_file, folder))
        return started[-1]

    yield one
    for asking in started:
        asking.process.end()


@pytest.fixture(scope="module")
def alone(model_file) -> Iterator[tuple[Asking, dict[str, Any]]]:
    """A worker that keeps nothing on disk, and the tale that it told first."""
    asking = Asking(model_file, None)
    yield asking, asking.ask(**TALE)
    asking.process.end()


@dataclass(frozen=True)
class Written:
    """A folder with one state, and what the worker said that left it."""

    folder: Path
    first: dict[str, Any]
    second: dict[str, Any]
    tale: dict[str, Any]


@pytest.fixture(scope="module")
def written(model_file, tmp_path_factory) -> Written:
    folder = tmp_path_factory.mktemp("prefixes")
    before = Asking(model_file, folder)
    first, second = (before.score(TABLE + end) for end in ENDS[:2])
    tale = before.ask(**TALE)
    files(folder, 1)
    before.process.end()
    return Written(folder, first, second, tale)


def files(folder: Path, number: int) -> list[Path]:
    """Wait for so many states to be on disk."""
    end = time.monotonic() + GUARD
    while len(found := sorted(folder.glob("*.kv"))) < number:
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def test_a_fixed_beginning_outlives_the_process(start, alone, written):
    assert (written.first["cached"], alone[1]["cached"]) == (0, 0)
    (file,) = files(written.folder, 1)
    after = start(written.folder)
    again = after.score(TABLE + ENDS[0])
    assert again["cached"] > again["tokens_in"] - 2 * ROWS
    assert written.second["cached"] - ROWS < again["cached"] <= written.second["cached"]
    assert again["scores"] == written.first["scores"]
    assert after.score(TABLE + ENDS[1])["scores"] == written.second["scores"]
    # An answer is the same cold, warm, and after a restart.
    tale = after.ask(**TALE)
    assert tale["cached"] > 0
    assert alone[1]["text"] == written.tale["text"] == tale["text"]
    assert list(written.folder.iterdir()) == [file]


def test_a_damaged_file_costs_time_and_no_more(start, written, tmp_path):
    (whole,) = files(written.folder, 1)
    file = tmp_path / whole.name
    file.write_bytes(whole.read_bytes()[:-100])
    again = start(tmp_path).score(TABLE + ENDS[0])
    assert (again["cached"], again["scores"]) == (0, written.first["scores"])
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


def test_tables_that_take_turns_are_each_read_once(alone):
    asking, _ = alone
    birds = TABLE.replace("penguins", "gulls").replace("A table", "The list")
    first = [asking.score(text + ENDS[0]) for text in (birds, OTHER)]
    again = [asking.score(text + ENDS[0]) for text in (birds, OTHER, birds)]
    assert all(one["cached"] < ROWS for one in first)
    assert all(one["cached"] > one["tokens_in"] - ROWS - 1 for one in again)
    assert [one["scores"] for one in again] == [
        first[0]["scores"], first[1]["scores"], first[0]["scores"],
    ]  # fmt: skip


class Quiet:
    """Nobody cancels."""

    def cancelled(self) -> bool:
        return False


@pytest.fixture(scope="module")
def loaded(model_file) -> Engine:
    return Engine(model_file, 1024, 1, Quiet())


@pytest.fixture
def engine(loaded) -> Engine:
    """With nothing read yet."""
    loaded.drop(0)
    return loaded


def test_where_the_end_of_a_batch_matters_only_whole_ones_are_kept(engine, monkeypatch):
    monkeypatch.setattr(reading, "independent", lambda _: False)
    reader = Reader(engine, None)
    prompt = engine.prompt(TABLE + ENDS[0])
    first, shared = reader.feed(prompt)
    assert shared == 0
    reader.feed(engine.prompt(TABLE + ENDS[1]))
    again, shared = reader.feed(prompt)
    assert shared > 0
    assert shared % ROWS == 0
    assert again.tobytes() == first.tobytes()


def test_a_state_that_the_library_refuses_is_no_loss(engine):
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


def test_here_it_does_not_matter_where_a_prompt_was_cut(engine):
    if not independent(engine):
        pytest.skip("on this machine it does")
    reader = Reader(engine, None)
    reader._in_memory = InMemory(room=0)
    prompt = engine.prompt(TABLE + ENDS[0])
    first, _ = reader.feed(prompt)
    state = engine.state(len(prompt))
    for cut in (1, ROWS + 1, 130):
        reader.feed([*prompt[:cut], *engine.prompt(ENDS[1])])
        again, shared = reader.feed(prompt)
        assert shared == cut
        assert again.tobytes() == first.tobytes()
        assert engine.state(len(prompt)) == state
