"""The real model behind the routes: it streams, obeys, may be killed, and ends with the server."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from jupyter_sciassist.models import catalogue
from tests.server.cards import CARDS, notes_request
from tests.server.process import JupyterServer, Stream, until

pytestmark = pytest.mark.model

# Found before a test's own home hides the user's cache.
FOLDER = catalogue.folder()
SOON = 3.0  # ten times the time within which a cancel is obeyed
LONG_PROMPT = "The penguin walked over the ice and looked at the sea. " * 250
FIRST = ("outcome", "order")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[JupyterServer]:
    file = FOLDER / catalogue.entry("test").file
    assert file.is_file(), "Get it with: jupyter sciassist model fetch test"
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    made = JupyterServer(tmp_path / "home", tmp_path / "root", f"--SciAssist.model={file}")
    yield made
    made.stop(signal.SIGKILL)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def warm(server: JupyterServer) -> int:
    """Load the model; the worker's process id."""
    status, reply = server.post(
        "sciassist/model/score", {"prefix": "The sea is", "continuations": [" blue", " loud"]}
    )
    assert (status, len(reply["scores"])) == (200, 2)
    pid: int = server.status()["pid"]
    return pid


def busy(pid: int) -> None:
    """Wait until the worker is well within a request."""
    worker = psutil.Process(pid)
    before = worker.cpu_times().user
    until(lambda: worker.cpu_times().user > before + 0.3)


def test_the_status_tells_memory_speed_and_file(server: JupyterServer) -> None:
    before = server.status()
    assert (before["memory"]["worker"], before["speed"]) == (None, None)
    body = {"prompt": "The penguin walked over the ice.", "max_tokens": 8}
    made = server.post("sciassist/model/complete", body)[1]
    told = server.status()
    assert told["memory"]["worker"] > 100_000_000
    if made["tokens_out"] > 1:
        assert told["speed"]["answer"] > 0
    assert told["speed"]["prompt"] > 0
    assert told["file"]["bytes"] == catalogue.entry("test").bytes
    assert (
        server.get("sciassist/status?hash=1")[1]["file"]["sha256"] == catalogue.entry("test").sha256
    )


def kinds(events: Iterator[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


def test_notes_stream_from_the_real_model(server: JupyterServer) -> None:
    assert server.status()["model"]["state"] == "idle"
    stream = server.notes(notes_request(*CARDS[:2], opened=CARDS[1].id))
    outcome, order = stream.next(), stream.next()
    assert sorted(outcome["scores"]) == ["bill", "mass", "species"]
    assert all(0 <= score <= 1 for score in outcome["scores"].values())
    assert sorted(order["ids"]) == sorted(card.id for card in CARDS[:2])
    rest = list(stream.rest())
    assert rest.pop() == {"event": "done"}
    assert {event["event"] for event in rest} <= {"note", "dropped"}
    assert [event["id"] for event in rest] == [CARDS[1].id, CARDS[0].id]
    status = server.status()
    assert status["model"]["state"] == "ready"
    assert status["model"]["name"] == "SmolLM2-135M-Instruct"
    assert psutil.Process(status["pid"]).nice() >= 10


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": LONG_PROMPT},
        {"prompt": "Once upon a time", "max_tokens": 2000},
        {"prompt": "Once upon a time", "max_tokens": 2000, "stream": True},
    ],
    ids=["in the prompt", "in the answer", "in a streamed answer"],
)
def test_closing_the_connection_stops_the_worker(
    server: JupyterServer, body: dict[str, Any]
) -> None:
    pid = warm(server)
    connection = server.open("POST", "sciassist/model/complete", body)
    busy(pid)
    assert server.status()["queue"] == 1
    connection.close()
    until(lambda: server.status()["queue"] == 0, SOON)
    # The same process answers: it was stopped, not killed.
    assert warm(server) == pid


def test_closing_the_stream_of_notes_stops_the_worker(server: JupyterServer) -> None:
    pid = warm(server)
    stream = server.notes(notes_request(CARDS[0]))
    assert (stream.next()["event"], stream.next()["event"]) == FIRST
    stream.close()
    until(lambda: server.status()["queue"] == 0, SOON)
    assert warm(server) == pid


def test_a_pause_stops_the_worker_and_the_notes_come_afterwards(server: JupyterServer) -> None:
    pid = warm(server)
    stream = server.notes(notes_request(CARDS[0]))
    assert (stream.next()["event"], stream.next()["event"]) == FIRST
    busy(pid)
    server.post("sciassist/notes/pause", {"kernel": None, "paused": True})
    worker = psutil.Process(pid)
    until(lambda: not working(worker), SOON)
    server.post("sciassist/notes/pause", {"kernel": None, "paused": False})
    assert kinds(stream.rest())[-1] == "done"
    assert server.status()["pid"] == pid


def working(process: psutil.Process) -> bool:
    """Whether a process uses a processor while it is looked at."""
    return bool(process.cpu_percent(interval=0.2) > 5.0)


def test_a_killed_worker_is_told_and_the_next_request_is_answered(server: JupyterServer) -> None:
    pid = warm(server)
    stream = server.notes(notes_request(CARDS[0]))
    assert (stream.next()["event"], stream.next()["event"]) == FIRST
    busy(pid)
    os.kill(pid, signal.SIGKILL)
    rest = list(stream.rest())
    assert rest[-1] == {"event": "done"}
    assert rest[-2]["event"] == "error"
    assert "ask again" in rest[-2]["cure"]
    again = server.notes(notes_request(CARDS[0]))
    found = kinds(again.rest())
    assert tuple(found[:2]) == FIRST
    assert "error" not in found
    assert server.status()["pid"] not in (None, pid)
    assert server.process.poll() is None


def test_a_worker_killed_in_a_streamed_answer_is_told_and_the_next_request_is_answered(
    server: JupyterServer,
) -> None:
    pid = warm(server)
    asked = {"prompt": "Once upon a time", "max_tokens": 2000, "stream": True}
    stream = Stream(server.open("POST", "sciassist/model/complete", asked))
    assert stream.next()["event"] == "token"
    os.kill(pid, signal.SIGKILL)
    last = list(stream.rest())[-1]
    assert (last["event"], last["status"]) == ("error", 503)
    assert "killed" in last["message"]
    assert "ask again" in last["cure"]
    assert warm(server) not in (None, pid)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_orphan_after_the_server(server: JupyterServer, how: int) -> None:
    pid = warm(server)
    server.open("POST", "sciassist/model/complete", {"prompt": LONG_PROMPT})
    until(lambda: server.status()["queue"] == 1)
    server.stop(how)
    until(lambda: gone(pid))


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 1000)
    server = JupyterServer(tmp_path / "home", tmp_path / "root", f"--SciAssist.model={broken}")
    status, told = server.post(
        "sciassist/model/score", {"prefix": "The sea is", "continuations": [" blue"]}
    )
    assert status == 503
    assert str(broken) in told["message"]
    assert told["cure"]
    assert server.status()["model"]["state"] == "failed"
    assert server.stop() == 0
