"""Decisions of the kernel side under a real Jupyter server: it writes, beside the present notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from jupyter_sciassist.provenance.review import summary
from jupyter_sciassist.provenance.verify import verify
from tests.kernel.kernels import LONG, Panel

DATA = """
import pandas as pd
dose = [(i * 37 % 60) / 7 for i in range(60)]
df = pd.DataFrame({"dose": dose, "response": [2 * d + i % 11 for i, d in enumerate(dose)]})
"""


class Server:
    """A `jupyter server` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.folder.mkdir()
        self.runtime = folder / "runtime"
        env = {key: value for key, value in os.environ.items() if not key.startswith("JPY_")}
        env |= {
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        options = [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
            f"--ServerApp.root_dir={self.folder}", "--ServerApp.base_url=/lab-of-ada/",
            "--ServerApp.jpserver_extensions={'jupyter_sciassist': True}",
        ]  # fmt: skip
        self.log = (folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *options],
            env=env, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.info = self._info(folder / "server.log")

    def _info(self, log: Path) -> dict[str, Any]:
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            for path in self.runtime.glob("jpserver-*.json"):
                try:
                    self.info = json.loads(path.read_text())
                    self.ask("GET", "api/status")
                except (OSError, ValueError):
                    continue
                return self.info
            time.sleep(0.1)
        raise AssertionError(log.read_text())

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            self.info["url"] + path,
            method=verb,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.info['token']}"},
        )
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return json.loads(answer.read() or b"null")

    def session(self, name: str) -> dict[str, Any]:
        """A notebook and its kernel."""
        nbformat.write(nbformat.v4.new_notebook(), self.folder / name)
        body = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        answer: dict[str, Any] = self.ask("POST", "api/sessions", body)
        return answer

    def panel(self, session: dict[str, Any]) -> Panel:
        """A front end of the session's kernel."""
        connection = self.runtime / f"kernel-{session['kernel']['id']}.json"
        return Panel(KernelManager(connection_file=str(connection)))

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(LONG)
        self.log.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("server"))
    yield one
    one.close()


@pytest.fixture
def session(server: Server) -> Iterator[dict[str, Any]]:
    made = server.session(f"study-{time.monotonic_ns()}.ipynb")
    yield made
    if server.process.poll() is None:
        server.ask("DELETE", f"api/sessions/{made['id']}")


def test_the_server_writes_beside_the_notebook(server: Server, session: dict[str, Any]) -> None:
    panel = server.panel(session)
    panel.run("%load_ext jupyter_sciassist\n" + DATA)
    panel.run("%sci suggest df")
    told = panel.run("%sci accept 1")
    # the tests are counted behind the cell's back, a moment later
    deadline = time.monotonic() + LONG
    while "tests.counted" not in (panel_log := panel.run("%sci log")["text"]):
        assert time.monotonic() < deadline, panel_log
    panel_status = panel.run("%sci status")["text"]
    panel.close()
    sidecar = server.folder / (session["path"] + ".prov.jsonl")
    assert f"On record in {sidecar.name} (3 records)." in told["text"]
    assert told["payload"][0]["source"] == "set_next_input"
    assert verify(sidecar).exit_code() == 0
    assert "ok, 4 records" in panel_log
    assert "records go through the Jupyter server" in panel_status


def test_after_a_rename_the_record_follows_the_notebook(
    server: Server, session: dict[str, Any]
) -> None:
    renamed = "renamed-" + session["path"]
    server.ask("PATCH", f"api/contents/{session['path']}", {"path": renamed})
    server.ask("PATCH", f"api/sessions/{session['id']}", {"path": renamed, "name": renamed})
    panel = server.panel(session)
    panel.run("%load_ext jupyter_sciassist\n" + DATA)
    panel.run("%sci suggest df")
    panel.run("%sci reject 1")
    panel.close()
    types = [one.type for one in summary(server.folder / (renamed + ".prov.jsonl")).records]
    assert types[:3] == ["log.created", "session.opened", "suggestion.rejected"]
    assert not (server.folder / (session["path"] + ".prov.jsonl")).exists()


def test_after_a_rename_a_replay_finds_the_log(server: Server, session: dict[str, Any]) -> None:
    panel = server.panel(session)
    panel.run("%load_ext jupyter_sciassist\n" + DATA)
    panel.run("%sci suggest df")
    panel.run("%sci accept 1")
    renamed = "replayed-" + session["path"]
    server.ask("PATCH", f"api/contents/{session['path']}", {"path": renamed})
    server.ask("PATCH", f"api/sessions/{session['id']}", {"path": renamed, "name": renamed})
    told = panel.run("%sci replay")["text"]
    panel.close()
    sidecar = server.folder / (renamed + ".prov.jsonl")
    assert "  evidence: identical: method, " in told
    assert f"On record in {sidecar} (" in told
    assert not (server.folder / (session["path"] + ".prov.jsonl")).exists()


def test_a_handed_secret_is_enough(server: Server, session: dict[str, Any]) -> None:
    secret = server.ask("POST", "sciassist/secret", {"kernel": session["kernel"]["id"]})
    panel = server.panel(session)
    panel.run("import os\ndel os.environ['JPY_PARENT_PID'], os.environ['JPY_SESSION_NAME']")
    panel.attach()
    panel.handled(panel.ask("server", url=server.info["url"], token=secret["token"]))
    panel.run("%load_ext jupyter_sciassist\n" + DATA)
    panel.run("%sci suggest df")
    told = panel.run("%sci accept 1")["text"]
    panel.close()
    assert f"On record in {session['path']}.prov.jsonl" in told
    text = (server.folder / (session["path"] + ".prov.jsonl")).read_text()
    assert secret["token"] not in text
    assert server.info["token"] not in text


def test_where_nobody_listens_the_kernel_writes_itself(
    server: Server, session: dict[str, Any]
) -> None:
    panel = server.panel(session)
    panel.run("%load_ext jupyter_sciassist\n" + DATA)
    panel.run("%sci suggest df")
    (path,) = server.runtime.glob("jpserver-*.json")
    whole = path.read_text()
    path.write_text(json.dumps({**server.info, "url": "http://127.0.0.1:9/"}))
    told = panel.run("%sci accept 1")["text"]
    path.write_text(whole)
    panel.close()
    sidecar = server.folder / (session["path"] + ".prov.jsonl")
    assert f"On record in {sidecar}" in told
    assert verify(sidecar).exit_code() == 0
