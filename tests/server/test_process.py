"""A real server process and a real kernel: the record follows the notebook, and nothing stays behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.verify import main as verify
from tests.server.cards import CARDS, decision
from tests.server.process import JupyterServer, until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[JupyterServer]:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    made = JupyterServer(tmp_path / "home", tmp_path / "root", "--SciAssist.model=none")
    yield made
    made.stop()


def opened(server: JupyterServer, name: str) -> dict[str, Any]:
    """A saved notebook with a running kernel, as JupyterLab opens it."""
    nbformat.write(nbformat.v4.new_notebook(), server.root / name)
    kernel = {"name": "python3"}
    body = {"path": name, "name": name, "type": "notebook", "kernel": kernel}
    status, session = server.post("api/sessions", body)
    assert status == 201
    found: dict[str, Any] = session
    return found


def titles(sidecar: Path) -> list[str]:
    lines = [json.loads(line) for line in sidecar.read_text("utf-8").splitlines()]
    return [line["open"]["/suggestion/title"]["v"] for line in lines[2:]]


def types(sidecar: Path) -> list[str]:
    return [json.loads(line)["core"]["type"] for line in sidecar.read_text("utf-8").splitlines()]


def test_acceptances_follow_the_notebook_through_a_rename(server: JupyterServer) -> None:
    session = opened(server, "before.ipynb")
    kernel = session["kernel"]["id"]
    status, first = server.post("sciassist/decisions", decision(CARDS[0], kernel=kernel))
    assert (status, first["path"], first["warning"]) == (200, "before.ipynb.prov.jsonl", None)

    server.ask("PATCH", "api/contents/before.ipynb", {"path": "after.ipynb"})
    renamed = {"path": "after.ipynb", "name": "after.ipynb"}
    server.ask("PATCH", f"api/sessions/{session['id']}", renamed)
    stale = decision(CARDS[1], kernel=kernel, notebook="before.ipynb")
    status, second = server.post("sciassist/decisions", stale)
    assert (status, second["path"], second["warning"]) == (200, "after.ipynb.prov.jsonl", None)

    after = sidecar_of(server.root / "after.ipynb")
    assert not sidecar_of(server.root / "before.ipynb").exists()
    assert types(after)[2:] == [
        "suggestion.accepted",
        "log.moved",
        "session.opened",
        "suggestion.accepted",
    ]
    assert second["log"] == first["log"]
    assert verify([str(after)]) == 0
    log = server.get("sciassist/log?path=after.ipynb")[1]
    assert (log["state"], log["head"]) == ("ok", second["head"])


def test_a_log_follows_the_file_browser(server: JupyterServer) -> None:
    """Renamed without a kernel, copied, deleted: as the contents manager tells of it."""
    nbformat.write(nbformat.v4.new_notebook(), server.root / "a.ipynb")
    (server.root / "sub").mkdir()
    status, first = server.post("sciassist/decisions", decision(CARDS[0], notebook="a.ipynb"))
    assert status == 200
    server.ask("PATCH", "api/contents/a.ipynb", {"path": "sub/b.ipynb"})
    moved = sidecar_of(server.root / "sub" / "b.ipynb")
    until(lambda: moved.exists() and types(moved)[-1] == "log.moved")
    assert not sidecar_of(server.root / "a.ipynb").exists()
    _, copy = server.post("api/contents/sub", {"copy_from": "sub/b.ipynb"})
    copied = sidecar_of(server.root / copy["path"])
    until(lambda: copied.exists() and types(copied) == ["log.copied"])
    server.ask("DELETE", "api/contents/sub/b.ipynb")
    assert moved.exists()
    assert json.loads(copied.read_text("utf-8"))["core"]["body"]["from"]["log"] == first["log"]
    assert verify([str(moved), str(copied)]) == 0


def test_a_server_started_again_goes_on_with_the_log(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    heads, counts = [], []
    for turn in ("first", "second"):
        (tmp_path / turn).mkdir()
        server = JupyterServer(tmp_path / turn, root, "--SciAssist.model=none")
        session = opened(server, "a.ipynb")
        body = decision(CARDS[0], kernel=session["kernel"]["id"])
        reply = server.post("sciassist/decisions", body)[1]
        heads.append(reply["head"])
        counts.append(reply["count"])
        server.stop()
    assert counts == [3, 5]
    assert heads[0] in sidecar_of(root / "a.ipynb").read_text("utf-8").splitlines()[3]
    assert verify([str(sidecar_of(root / "a.ipynb"))]) == 0


def test_the_server_starts_no_process_of_its_own(server: JupyterServer) -> None:
    assert server.status()["pid"] is None
    children = psutil.Process(server.process.pid).children(recursive=True)
    assert [child for child in children if "jupyter_sciassist" in " ".join(child.cmdline())] == []


def test_a_clean_server_logs_no_failure_and_ends(server: JupyterServer) -> None:
    server.get("sciassist/status")
    log = server.log()
    assert "jupyter_sciassist | extension was successfully loaded." in log
    assert "Traceback" not in log
    assert server.stop() == 0
