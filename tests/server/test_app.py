"""The extension loads lightly, takes its settings and lets go of everything."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from traitlets.config import Config

from jupyter_sciassist import __version__
from jupyter_sciassist.errors import ModelCancelled
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.server.app import SciAssist
from tests.server.conftest import Ask

HEAVY = ("numpy", "scipy", "pandas", "narwhals", "llama_cpp", "IPython")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_the_extension_loads_nothing_heavy() -> None:
    server = modules_after("import jupyter_server.serverapp")
    extension = modules_after(
        "import jupyter_server.serverapp\nimport jupyter_sciassist.server.app"
    )
    assert sorted((extension - server) & set(HEAVY)) == []


def test_the_hook_names_the_app() -> None:
    import jupyter_sciassist

    assert jupyter_sciassist._jupyter_server_extension_points() == [
        {"module": "jupyter_sciassist.server.app", "app": SciAssist}
    ]


async def test_settings_come_from_the_servers_configuration(
    jp_configurable_serverapp: Any,
) -> None:
    config = Config(
        {
            "ServerApp": {"jpserver_extensions": {"jupyter_sciassist": True}},
            "SciAssist": {"model": "small", "threads": 3, "record_rejections": False},
            "SciAssistSettings": {"on_failure": "block"},
        }
    )
    server = jp_configurable_serverapp(config=config)
    (app,) = server.extension_manager.extension_apps["jupyter_sciassist"]
    assert (app.model, app.threads, app.record_rejections, app.on_failure) == (
        "small",
        3,
        False,
        "block",
    )


async def test_status_without_a_model(ask: Ask) -> None:
    reply = await ask("status")
    assert reply.code == 200
    told = ("version", "model", "queue", "pid", "settings")
    assert {key: reply.json[key] for key in told} == {
        "version": __version__,
        "model": {
            "id": None,
            "name": None,
            "state": "absent",
            "detail": "No model is configured. To have notes, set c.SciAssist.model to 'default' "
            "and restart the server.",
            "endpoint": None,
            "window": None,
            "needs": None,
        },
        "queue": 0,
        "pid": None,
        "settings": {"record_rejections": True, "on_failure": "warn"},
    }


async def test_status_with_a_model(ask: Ask, app: SciAssist, scripted: ScriptedModel) -> None:
    app.model_host.get()
    assert (await ask("status")).json["model"] == {
        "id": "scripted",
        "name": "Scripted",
        "state": "ready",
        "detail": None,
        "endpoint": None,
        "window": None,
        "needs": None,
    }


async def test_shutdown_ends_secrets_model_and_notes(app: SciAssist) -> None:
    closed: list[bool] = []

    class Model(ScriptedModel):
        def close(self) -> None:
            closed.append(True)

    app.model_host.connect = Model
    app.model_host.get()
    token = app.secrets.issue("k", "ada").token
    await app.stop_extension()
    assert closed == [True]
    assert app.secrets.find(token) is None


async def test_after_shutdown_nothing_starts_again(
    app: SciAssist, scripted: ScriptedModel, ask: Ask
) -> None:
    await app.stop_extension()
    reply = await ask("model/score", {"prefix": "a", "continuations": ["b"]})
    assert reply.refused == (503, "The server is shutting down.", "Ask again when it is back.")
    with pytest.raises(ModelCancelled, match="shutting down"):
        app.model_host.get()
    assert scripted.history == []


@pytest.mark.parametrize("name", ["README", "status/x"])
async def test_unknown_addresses_are_not_ours(ask: Ask, name: str) -> None:
    assert (await ask(name)).code == 404
