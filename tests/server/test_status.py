"""What the status tells for bug reports: policies, file, memory, connections, versions, log file."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from jupyter_sciassist.models import catalogue
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from tests.server.conftest import Ask

CHOICE = {"value": "user-choice", "locked": False}


def gguf(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "own.gguf"
    file.write_bytes(b"GGUF" + b"\0" * 96)
    return file


@pytest.fixture(autouse=True)
def home(jp_environ: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


async def test_it_is_what_the_contract_says(ask: Ask) -> None:
    told = (await ask("status")).json
    schema = {
        "$ref": "#/components/schemas/Status",
        "components": contract.document()["components"],
    }
    assert list(Draft202012Validator(schema).iter_errors(told)) == []
    assert told["policies"] == {"chat": CHOICE, "model": CHOICE, "network": CHOICE}
    assert (told["file"], told["speed"], told["connections"]) == (None, None, [])
    assert told["memory"]["worker"] is None
    assert told["memory"]["server"] > 10_000_000
    assert told["versions"]["jupyter_server"].startswith("2.")
    assert told["versions"]["python"].count(".") == 2


async def test_policies_and_who_may_change_them(
    ask: Ask, app: SciAssist, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.chat_policy = "force-on"
    monkeypatch.setenv("SCIASSIST_NETWORK_POLICY", "force-off")
    assert (await ask("status")).json["policies"] == {
        "chat": {"value": "force-on", "locked": True},
        "model": CHOICE,
        "network": {"value": "force-off", "locked": True},
    }


async def test_the_hash_is_read_when_it_is_asked_for(ask: Ask, app: SciAssist, home: Path) -> None:
    file = gguf(home / "models")
    app.model = str(file)
    known = {"name": "own.gguf", "sha256": None, "bytes": 100}
    assert (await ask("status")).json["file"] == known
    digest = catalogue.digest(file)
    asked = await ask("status", params={"hash": "1"})
    assert asked.json["file"] == {**known, "sha256": digest}
    assert (await ask("status")).json["file"] == {**known, "sha256": digest}, "remembered"


async def test_connections_are_those_that_may_be(
    ask: Ask, app: SciAssist, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.model = "https://gpu.invalid/v1#m"
    assert (await ask("status")).json["connections"] == ["gpu.invalid:443"]
    monkeypatch.setenv("SCIASSIST_NETWORK_POLICY", "force-off")
    assert (await ask("status")).json["connections"] == []


async def test_the_home_folder_is_not_told(ask: Ask, app: SciAssist, home: Path) -> None:
    app.model = str(home / "no.gguf")
    log = logging.FileHandler(home / "server.log")
    app.log.addHandler(log)
    try:
        told = (await ask("status")).json
    finally:
        app.log.removeHandler(log)
        log.close()
    assert told["log_file"] == os.path.join("~", "server.log")  # noqa: PTH118
    assert told["model"]["detail"] == "There is no model file ~/no.gguf. Check the path."
    assert str(home) not in str(told)
