"""The kernel's client of the model at the true routes: pieces, cancels, errors, counts."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jupyter_sciassist.errors import ModelCancelled, ModelCrashed, ModelError, ModelLongError
from jupyter_sciassist.models.base import Completion
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.models.through import ServerModel
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from tests.server.conftest import Ask

GUARD = 20.0
EVENTS = Draft202012Validator(
    {
        "$ref": "#/components/schemas/CompletionEvent",
        "components": contract.document()["components"],
    }
)


class Stepped(ScriptedModel):
    """Says "one", and "two" only when it is told to; `cancelled` is set where it was cancelled instead."""

    def __init__(self, error: ModelError | None = None) -> None:
        super().__init__()
        self.go, self.cancelled = threading.Event(), threading.Event()
        self.error = error

    def complete(self, prompt: str, **more: Any) -> Completion:
        say, cancel = more["on_token"], more["cancel"]
        say("one")
        if self.error is not None:
            raise self.error
        while not self.go.wait(0.005):
            if cancel.is_set():
                self.cancelled.set()
                raise ModelCancelled("The request was cancelled.")
        say(" two")
        return Completion("one two", 1, 2, "stop", 0.0)


Complete = Callable[..., Awaitable[Completion]]


@pytest.fixture
def through(
    http_server_client: Any, jp_http_port: int, jp_base_url: str, jp_auth_header: dict[str, str]
) -> ServerModel:
    token = jp_auth_header["Authorization"].removeprefix("token ")
    return ServerModel(f"http://127.0.0.1:{jp_http_port}{jp_base_url}", token)


@pytest.fixture
def complete(through: ServerModel) -> Complete:
    """A completion in a thread, as in a kernel; what it raises is raised."""

    async def asked(**more: Any) -> Completion:
        return await asyncio.wait_for(asyncio.to_thread(through.complete, "Say", **more), GUARD)

    return asked


async def test_a_piece_is_here_before_the_next_is_made(app: SciAssist, complete: Complete) -> None:
    model = Stepped()
    app.model_host.connect = lambda: model
    seen: list[str] = []
    made = await complete(on_token=lambda text: (seen.append(text), model.go.set()))
    assert (made.text, made.tokens_out, seen) == ("one two", 2, ["one", " two"])


@pytest.mark.parametrize("how", ["cancel", "fail"])
async def test_who_hangs_up_stops_the_model(app: SciAssist, complete: Complete, how: str) -> None:
    model = Stepped()
    app.model_host.connect = lambda: model
    cancel = threading.Event()

    def listen(_: str) -> None:
        if how == "fail":
            raise KeyError("listener")
        cancel.set()

    with pytest.raises(ModelCancelled if how == "cancel" else KeyError):
        await complete(cancel=cancel, on_token=listen)
    assert await asyncio.to_thread(model.cancelled.wait, GUARD)
    while app.model_host.waiting():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ModelCrashed("The model process ended. Ask again."), ModelError),
        (ModelLongError("It has 5000 tokens. Send less of it."), ModelLongError),
    ],
)
async def test_what_fails_on_the_way_is_told(
    app: SciAssist, complete: Complete, error: ModelError, kind: type[ModelError]
) -> None:
    model = Stepped(error)
    app.model_host.connect = lambda: model
    seen: list[str] = []
    with pytest.raises(kind, match=str(error)):
        await complete(on_token=seen.append)
    assert seen == ["one"]


async def test_what_fails_before_the_first_piece_is_a_refusal(ask: Ask, app: SciAssist) -> None:
    refused = (503, "No model is configured.")
    assert (await ask("model/complete", {"prompt": "a", "stream": True})).refused[:2] == refused
    app.model_host.connect = lambda: ScriptedModel([ModelLongError("Too long. Send less of it.")])
    reply = await ask("model/complete", {"prompt": "a", "stream": True})
    assert reply.refused == (413, "Too long.", "Send less of it.")


async def test_the_lines_are_as_described(jp_fetch: Any, app: SciAssist) -> None:
    model = ScriptedModel(["one two three"])
    app.model_host.connect = lambda: model
    body = json.dumps({"prompt": "Say", "stream": True})
    reply = await jp_fetch("sciassist", "model", "complete", method="POST", body=body)
    assert reply.headers["Content-Type"] == "application/x-ndjson"
    *pieces, last = map(json.loads, reply.body.splitlines())
    for event in (*pieces, last):
        EVENTS.validate(event)
    assert "".join(event["text"] for event in pieces) == last["text"] == "one two three"
    assert (last["event"], last["tokens_out"], last["finish"]) == ("done", 3, "stop")


async def test_tokens_are_counted(
    app: SciAssist, through: ServerModel, scripted: ScriptedModel, ask: Ask
) -> None:
    assert await asyncio.to_thread(through.tokens, ["one two", "", "three"]) == [2, 0, 1]
    app.model_host.get().tokens = lambda *_, **__: None  # type: ignore[method-assign]
    assert await asyncio.to_thread(through.tokens, ["one two"]) is None
    reply = await ask("model/tokens", {"texts": ["a"] * 513})
    assert reply.code == 400
    assert reply.json["message"].startswith("TokensRequest: at /texts: ")
