"""A small soak (benchmarks/soak.py is the large one), a swapped model, and no process left behind."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from jupyter_sciassist.models import catalogue
from tests.server.process import JupyterServer, until
from tests.server.soaking import Day, Kernel, children, left_over, ours, served

pytestmark = pytest.mark.model

# Found before a test's own home hides the user's cache.
FILE = catalogue.folder() / catalogue.entry("test").file
REQUESTS, KILLS, RESTARTS = 60, 4, 1
ROOM = 20_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[JupyterServer]:
    assert FILE.is_file(), "Get it with: jupyter sciassist model fetch test"
    with served(tmp_path, FILE) as made:
        nbformat.write(nbformat.v4.new_notebook(), made.root / "a.ipynb")
        yield made


def test_nothing_is_lost_and_nothing_is_left_behind(server: JupyterServer) -> None:
    day, kernel = Day(server, REQUESTS, KILLS, RESTARTS), Kernel(server, "a.ipynb")
    before = day.warm(kernel)
    day.run(kernel)
    assert day.tally.lost == []
    assert (day.tally.done, day.tally.kills, day.tally.restarts) == (REQUESTS, KILLS, RESTARTS)
    assert day.tally.answered > REQUESTS / 2
    last = day.burst((40, 10, 10), leaving=20)
    assert day.tally.lost == []
    # Forty answers come; those of the small clients are not behind all of the large one.
    assert max(last[1:]) <= 34
    until(lambda: server.status()["queue"] == 0)
    assert day.memory - before < ROOM
    kernel.close()
    started = children(server)
    assert len(ours(started)) >= 1
    server.stop()
    assert left_over(started) == []


def test_a_killed_server_leaves_no_model_behind(server: JupyterServer) -> None:
    kernel = Kernel(server, "a.ipynb")
    kernel.answers()
    kernel.close()
    started = children(server)
    assert len(ours(started)) >= 1
    server.stop(signal.SIGKILL)
    assert left_over(started) == []


def test_a_model_that_is_swapped_while_it_answers(tmp_path: Path) -> None:
    model, whole = tmp_path / FILE.name, tmp_path / "whole"
    shutil.copy(FILE, model)
    with served(tmp_path / "served", model) as server:
        body = {"prompt": "The sea is", "max_tokens": 200, "stream": True}
        connection = server.open("POST", "sciassist/model/complete", body)
        answer = connection.getresponse()
        assert b'"token"' in answer.readline()
        # As a download puts it in place: under the old name lies another file.
        os.link(model, whole)
        swapped = tmp_path / "new"
        swapped.write_bytes(b"GGUF" + b"\0" * 1000)
        swapped.replace(model)
        assert b'"done"' in answer.read().splitlines()[-1]
        connection.close()
        short = {"prompt": "The sea is", "max_tokens": 2}
        assert server.post("sciassist/model/complete", short)[0] == 200
        os.kill(server.status()["pid"], signal.SIGKILL)
        status, told = server.post("sciassist/model/complete", short)
        assert status == 503
        assert "it is truncated or another file" in told["message"]
        assert told["cure"].startswith("Delete it, then: jupyter sciassist model fetch")
        whole.replace(model)
        assert server.post("sciassist/model/complete", short)[0] == 200
