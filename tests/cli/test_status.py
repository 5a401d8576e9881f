"""`jupyter sciassist status` says what the server's configuration files say, and no secret."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from jupyter_sciassist import __version__, cli
from jupyter_sciassist.models.calling import KEY
from tests.server.process import JupyterServer

SECRET = "sk-do-not-tell-anybody"


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv(KEY, SECRET)

    def write(**told: str) -> None:
        file = tmp_path / "jupyter_server_config.json"
        file.write_text(json.dumps({"SciAssist": told, "ServerApp": {"port": 1}}), "utf-8")

    return write


def status(capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["status"]) == 0
    out = capsys.readouterr().out
    assert SECRET not in out
    return out


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (
            "https://gpu.invalid/v1#lab-7b",
            "model lab-7b at gpu.invalid:443 (what it is asked leaves this machine)\n",
        ),
        (
            "http://gpu.invalid:8000",
            "model the one at gpu.invalid:8000 (what it is asked leaves this machine, not encrypted)\n",
        ),
        ("http://127.0.0.1:8080#m", "model m at 127.0.0.1:8080 (this machine)\n"),
        (f"https://{SECRET}@gpu.invalid", "model: The address of the model holds a user"),
        ("none", "model none, so no notes\n"),
    ],
)
def test_the_model_of_the_configuration(
    address: str, line: str, configure: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(model=address)
    assert line in status(capsys)


def test_policies(
    configure: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(model="https://gpu.invalid/v1", network_policy="force-off")
    monkeypatch.setenv("SCIASSIST_MODEL_POLICY", "force-on")
    out = status(capsys)
    assert "chat policy user-choice, model policy force-on, network policy force-off\n" in out
    assert "network connections: none\n" in out
    assert "model: The network is turned off here (network_policy is force-off)" in out


def test_what_is_contacted_is_named(configure: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure(model="https://gpu.invalid/v1")
    assert "network connections: gpu.invalid:443\n" in status(capsys)


def test_the_file_and_its_hash_without_the_home_folder(
    configure: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "own.gguf"
    configure(model=str(file))
    assert "model: There is no model file ~/own.gguf. Check the path.\n" in status(capsys)
    file.write_bytes(b"GGUF" + b"\0" * 96)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    out = status(capsys)
    assert f"model file: own.gguf, 100 bytes, sha256 {digest}\n" in out
    assert "model own.gguf, in its folder; loaded it takes 0.4 GB of memory\n" in out
    assert str(tmp_path) not in out


def test_the_configured_policy_holds_for_commands(
    configure: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(network_policy="force-off", model_dir=str(tmp_path / "models"))
    assert cli.main(["model", "fetch", "test"]) == 2
    assert "network_policy is force-off" in capsys.readouterr().err
    table = tmp_path / "a.csv"
    table.write_text("a,b\n1,2\n3,4\n", "utf-8")
    assert cli.main(["suggest", str(table), "--model", "https://gpu.invalid/v1"]) == 2
    assert "gpu.invalid:443 is not contacted" in capsys.readouterr().err


@pytest.fixture
def server(tmp_path: Path) -> Iterator[JupyterServer]:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    made = JupyterServer(
        tmp_path / "home", tmp_path / "root", f"--SciAssist.model={tmp_path}/no.gguf"
    )
    yield made
    made.stop()


def test_running_servers_tell_of_themselves_and_no_secret(
    server: JupyterServer, configure: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    runtime = tmp_path / "home" / "runtime"
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    (file,) = runtime.glob("jpserver-*.json")
    told = json.loads(file.read_text("utf-8"))
    configure(model="none")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    stale = runtime / f"jpserver-{gone.pid}.json"
    stale.write_text(json.dumps({**told, "pid": gone.pid}), "utf-8")
    out = status(capsys)
    assert out.count("server on port") == 1, "where a server is gone nobody is asked"
    port = urlsplit(told["url"]).port
    assert f"server on port {port}: jupyter_sciassist {__version__}, model absent, 0 " in out
    assert "  network connections: none\n" in out
    assert "  log file: none, it goes to the terminal\n" in out
    assert re.search(r"\n  server process: \d+ MB\n", out)
    assert told["token"] not in out


def test_no_server_runs(
    configure: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "nothing"))
    configure(model="none")
    assert status(capsys).endswith("no running Jupyter server was found\n")
