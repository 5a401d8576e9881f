"""An endpoint as the server's model: asked only when it is needed, named in status and record, forbidden by policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_sciassist.models.base import Completion
from jupyter_sciassist.models.calling import KEY
from jupyter_sciassist.models.endpoint import EndpointModel
from jupyter_sciassist.models.url import parse
from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.records import Note
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from jupyter_sciassist.server.notes import NotesRequest
from tests.models.rogue import Rogue, held, rogue, status
from tests.server.cards import CARDS, card, decision, notes_request
from tests.server.conftest import Ask
from tests.server.test_notes import Reader

SECRET = "sk-do-not-tell-anybody"
COMPLETE = {"prompt": "Hello", "max_tokens": 5}
REPLY = json.dumps({"idea": "the weather of that summer", "look_at": "species"})


@pytest.fixture
def endpoint(app: SciAssist, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv(KEY, SECRET)
    vllm = status(200, {"data": [{"id": "lab-7b", "owned_by": "vllm"}]})
    answers = {
        "/models": vllm,
        "/version": status(200, {"version": "0.11.2"}),
        "/chat/completions": held(REPLY, by="json_schema"),
    }
    with rogue(answers) as server:
        app.model = server.address
        yield server


async def told(ask: Ask) -> dict[str, Any]:
    reply = await ask("status")
    assert SECRET not in json.dumps(reply.json)
    contract._validator("Status").validate(reply.json)
    model: dict[str, Any] = reply.json["model"]
    return model


async def test_status_tells_where_it_is_and_contacts_nobody(
    ask: Ask, app: SciAssist, endpoint: Rogue
) -> None:
    place = {"host": f"127.0.0.1:{endpoint.port}", "local": True, "encrypted": False}
    unknown = {"window": None, "needs": None}
    idle = {"id": None, "name": None, "state": "idle", "detail": None, "endpoint": place, **unknown}
    assert await told(ask) == idle
    app.model_host.get()
    assert await told(ask) == idle
    assert endpoint.asked == []
    assert (await ask("model/complete", COMPLETE)).code == 200
    assert await told(ask) == {
        "id": "lab-7b", "name": "lab-7b", "state": "ready", "detail": None, "endpoint": place,
        **unknown,
    }  # fmt: skip


async def test_what_it_lacks_is_in_the_status(ask: Ask, endpoint: Rogue) -> None:
    reply = await ask("model/score", {"prefix": "a", "continuations": ["b"]})
    assert reply.refused == (
        503,
        "The endpoint gives no log-probabilities of a prompt, so that suggestions are ranked "
        "without the model.",
        "To have them ranked by it, use llama-server or vLLM.",
    )
    assert "gives no log-probabilities" in (await told(ask))["detail"]


async def test_a_failure_is_in_the_status(ask: Ask, endpoint: Rogue) -> None:
    endpoint.answers["/chat/completions"] = status(401, {"error": f"bad key {SECRET}"})
    reply = await ask("model/complete", COMPLETE)
    assert reply.code == 503
    assert "refused (401: bad key ***)." in reply.json["message"]
    assert reply.json["cure"].startswith("Set SCIASSIST_API_KEY")
    model = await told(ask)
    assert (model["state"], model["detail"]) == (
        "failed", f"{reply.json['message']} {reply.json['cure']}",
    )  # fmt: skip


def test_notes_come_although_the_ranking_goes_without(app: SciAssist, endpoint: Rogue) -> None:
    reader = Reader()
    app.notes.submit(NotesRequest.from_json(notes_request(CARDS[0])), reader.events.put)
    events = reader.all()
    kinds = [event["event"] for event in events]
    assert kinds == ["outcome", "order", "note", "done"]
    assert events[2]["note"]["model"] == "lab-7b"
    assert "the weather of that summer" in events[2]["note"]["text"]


def test_a_reply_that_does_not_fit_costs_its_note_only(app: SciAssist, endpoint: Rogue) -> None:
    endpoint.answers["/chat/completions"] = held("as you like", by="json_schema")
    reader = Reader()
    app.notes.submit(NotesRequest.from_json(notes_request(*CARDS[:2])), reader.events.put)
    assert [event["event"] for event in reader.all()] == [
        "outcome", "order", "dropped", "dropped", "done",
    ]  # fmt: skip


async def test_the_record_says_what_ran_and_not_where_to_find_it(
    ask: Ask, endpoint: Rogue, jp_root_dir: Path
) -> None:
    notebook = jp_root_dir / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), notebook)
    assert (await ask("model/complete", COMPLETE)).code == 200
    noted = card(note=Note("Look at the weather.", "lab-7b"))
    reply = await ask("decisions", decision(noted, notebook="a.ipynb", kernel=None))
    assert reply.code == 200, reply.json
    text = sidecar_of(notebook).read_text("utf-8")
    body = json.loads(text.splitlines()[-1])["core"]["body"]
    assert body["model"] == {"id": "lab-7b", "name": "lab-7b"}
    assert body["runtime"] == {
        "engine": "OpenAI-compatible endpoint at a loopback address",
        "version": "vLLM 0.11.2",
    }
    assert str(endpoint.port) not in text
    assert SECRET not in text


@pytest.mark.parametrize("by", ["setting", "environment"])
@pytest.mark.parametrize("address", ["near", "https://gpu.invalid/v1"])
async def test_a_forbidden_model_is_not_contacted(
    ask: Ask,
    app: SciAssist,
    endpoint: Rogue,
    by: str,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    which = "model" if address == "near" else "network"
    app.model = endpoint.address if address == "near" else address
    if by == "setting":
        setattr(app, f"{which}_policy", "force-off")
    else:
        monkeypatch.setenv(f"SCIASSIST_{which.upper()}_POLICY", "force-off")
    reply = await ask("model/complete", COMPLETE)
    assert reply.code == 503
    assert f"{which}_policy is force-off" in reply.json["message"]
    model = await told(ask)
    assert model["state"] == "absent"
    assert model["endpoint"] is None
    assert f"{which}_policy is force-off" in model["detail"]
    assert endpoint.asked == []


@pytest.mark.parametrize("which", ["model", "network"])
async def test_what_is_forbidden_later_is_not_contacted_again(
    ask: Ask, app: SciAssist, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = EndpointModel(parse("https://gpu.invalid/v1#m"))
    app.model_host.connect = lambda: far
    monkeypatch.setattr(far, "complete", lambda *args, **more: Completion("yes", 1, 1, "stop", 0.1))
    assert (await ask("model/complete", COMPLETE)).json["text"] == "yes"
    monkeypatch.setenv(f"SCIASSIST_{which.upper()}_POLICY", "force-off")
    reply = await ask("model/complete", COMPLETE)
    assert reply.code == 503
    assert f"{which}_policy is force-off" in reply.json["message"]
