"""POST /sciassist/notes and /notes/pause over a real connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from tests.server.cards import card, notes_request
from tests.server.conftest import Ask
from tests.server.models import Fluent, Held

GUARD = 20.0
EVENTS = Draft202012Validator(
    {
        "$ref": "#/components/schemas/NotesEvent",
        "components": contract.document()["components"],
    }
)
NDJSON = "application/x-ndjson"


class Line:
    """One request on a connection of its own, read event by event."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    async def head(self) -> str:
        return (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), GUARD)).decode()

    async def next(self) -> dict[str, Any]:
        size = int(await asyncio.wait_for(self._reader.readline(), GUARD), 16)
        chunk = await asyncio.wait_for(self._reader.readexactly(size + 2), GUARD)
        event: dict[str, Any] = json.loads(chunk)
        EVENTS.validate(event)
        return event


@pytest.fixture
def opened(
    http_server_client: Any, jp_http_port: int, jp_base_url: str, jp_auth_header: dict[str, str]
) -> Callable[[dict[str, Any]], Any]:
    @asynccontextmanager
    async def connected(body: dict[str, Any]) -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection("127.0.0.1", jp_http_port)
        data = json.dumps(body).encode()
        head = (
            f"POST {jp_base_url}sciassist/notes HTTP/1.1\r\nHost: localhost:{jp_http_port}\r\n"
            f"Authorization: {jp_auth_header['Authorization']}\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        writer.write(head.encode() + data)
        await writer.drain()
        try:
            yield Line(reader, writer)
        finally:
            writer.close()

    return connected


async def until(true: Callable[[], bool]) -> None:
    async def turning() -> None:
        while not true():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(turning(), GUARD)


async def test_each_event_is_sent_when_it_is_known(app: SciAssist, opened: Any) -> None:
    model = Held()
    app.model_host.connect = lambda: model
    async with opened(notes_request()) as line:
        head = await line.head()
        assert head.startswith("HTTP/1.1 200 ")
        assert f"Content-Type: {NDJSON}\r\n" in head
        # Both are here while the model still sits on the first note.
        assert (await line.next())["event"] == "outcome"
        assert (await line.next())["event"] == "order"
        assert not model.go.is_set()
        model.go.set()
        rest = [(await line.next())["event"] for _ in range(4)]
    assert rest == ["note", "note", "note", "done"]


async def test_closing_the_connection_cancels(app: SciAssist, opened: Any) -> None:
    model = Held()
    app.model_host.connect = lambda: model
    async with opened(notes_request()) as line:
        await line.head()
        await line.next()
        await until(lambda: not model.begun.empty())
        assert app.notes.waiting() == 1
    await until(lambda: app.notes.waiting() == 0)
    assert not model.go.is_set()


async def test_a_closed_connection_that_waits_is_forgotten(app: SciAssist, opened: Any) -> None:
    model = Held()
    app.model_host.connect = lambda: model
    async with opened(notes_request()) as first:
        await first.head()
        await until(lambda: not model.begun.empty())
        async with opened(notes_request(card("late", "mass"))) as second:
            await second.head()
            await until(lambda: app.notes.waiting() == 2)
        await until(lambda: app.notes.waiting() == 1)
        model.go.set()
        while (await first.next())["event"] != "done":
            pass
    await until(lambda: app.notes.waiting() == 0)
    assert [call for call in model.history if "late" in call.prompt] == []


async def test_the_server_answers_others_while_the_model_works(
    app: SciAssist, opened: Any, ask: Ask
) -> None:
    model = Held()
    app.model_host.connect = lambda: model
    async with opened(notes_request()) as line:
        await line.head()
        await until(lambda: not model.begun.empty())
        reply = await ask("status")
    assert (reply.code, reply.json["queue"]) == (200, 1)


async def test_no_model_is_an_event_with_a_cure(opened: Any) -> None:
    async with opened(notes_request()) as line:
        await line.head()
        assert await line.next() == {
            "event": "error",
            "message": "No model is configured.",
            "cure": "To have notes, set c.SciAssist.model to 'default' and restart the server.",
        }
        assert await line.next() == {"event": "done"}


async def test_no_file_names_the_command(app: SciAssist, opened: Any, tmp_path: Any) -> None:
    app.model, app.model_dir = "default", str(tmp_path)
    async with opened(notes_request()) as line:
        await line.head()
        event = await line.next()
    assert (event["event"], event["cure"]) == (
        "error",
        "Get it with: jupyter sciassist model fetch qwen2.5-coder-1.5b",
    )


async def test_a_pause_holds_the_model_and_a_release_goes_on(
    app: SciAssist, opened: Any, ask: Ask
) -> None:
    model = Fluent()
    app.model_host.connect = lambda: model
    assert (await ask("notes/pause", {"kernel": None, "paused": True})).code == 204
    async with opened(notes_request()) as line:
        await line.head()
        await until(lambda: app.notes.waiting() == 1)
        assert model.history == []
        assert (await ask("notes/pause", {"kernel": None, "paused": False})).code == 204
        assert (await line.next())["event"] == "outcome"


async def test_the_hold_of_a_kernel_that_is_gone_ends_by_itself(app: SciAssist) -> None:
    app.notes.pause("a kernel that was shut down", True)
    app.notes.pause(None, True)
    await app.release_stale_holds()
    assert app.notes.holds() == [None]


async def test_the_hold_of_a_kernel_lasts_while_a_page_watches_it(
    app: SciAssist, jp_serverapp: Any, jp_ws_fetch: Any
) -> None:
    kernel = await jp_serverapp.kernel_manager.start_kernel(kernel_name="python3")
    socket = await jp_ws_fetch("api", "kernels", kernel, "channels")
    app.notes.pause(kernel, True)
    await app.release_stale_holds()
    assert app.notes.holds() == [kernel]
    socket.close()
    await until(lambda: jp_serverapp.kernel_manager.kernel_model(kernel)["connections"] == 0)
    await app.release_stale_holds()
    assert app.notes.holds() == []


async def test_a_bad_request_is_refused_before_the_stream(ask: Ask) -> None:
    body = notes_request()
    body["suggestions"][0]["note"] = 3
    reply = await ask("notes", body)
    assert reply.code == 400
    assert reply.json["message"].startswith("NotesRequest: at /suggestions/0/note: ")


async def test_a_huge_body_is_refused(ask: Ask) -> None:
    huge = notes_request(card("x", "y", code="#" * (5 * 1024 * 1024)))
    status, message, cure = (await ask("notes", huge)).refused
    assert status == 413
    assert message.endswith("bytes; at most 4194304 are taken.")
    assert cure == "Send fewer suggestions at a time."


async def test_scores_and_completions_of_the_model(ask: Ask, scripted: Fluent) -> None:
    asked = {"prefix": "The outcome is ", "continuations": ["mass", "bill"]}
    assert (await ask("model/score", asked)).json == {"scores": [-0.1, -2.0]}
    made = await ask("model/complete", {"prompt": "Say", "max_tokens": 9, "seed": 4})
    assert made.json == {
        "text": "scripted",
        "tokens_in": 1,
        "tokens_out": 1,
        "finish": "stop",
        "seconds": 0.0,
    }
    assert dict(scripted.history[-1].details) == {
        "schema": None,
        "max_tokens": 9,
        "seed": 4,
        "temperature": 0.0,
    }


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"prefix": "a", "continuations": []}, "/continuations"),
        ({"prefix": "a", "continuations": [1]}, "/continuations/0"),
        ({"prefix": "", "continuations": ["a"]}, "/prefix"),
    ],
)
async def test_bad_model_requests(ask: Ask, body: Any, place: str) -> None:
    reply = await ask("model/score", body)
    assert reply.code == 400
    assert reply.json["message"].startswith(f"ScoreRequest: at {place}: ")


async def test_without_a_model_the_routes_of_the_model_say_so(ask: Ask) -> None:
    assert (await ask("model/complete", {"prompt": "a"})).refused == (
        503,
        "No model is configured.",
        "To have notes, set c.SciAssist.model to 'default' and restart the server.",
    )
