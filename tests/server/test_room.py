"""Requests take turns by clients, at once or when they leave, and no place is lost."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jupyter_sciassist.errors import ModelCancelled
from jupyter_sciassist.models.base import Completion
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.models.turns import CLIENT
from jupyter_sciassist.server.app import SciAssist
from jupyter_sciassist.server.room import Room
from tests.server.conftest import Ask

GUARD = 60.0


class Waiting:
    """Requests to a room; each holds its place until it is told to go."""

    def __init__(self, places: int) -> None:
        self.room = Room(places)
        self.order: list[str] = []
        self.go = asyncio.Event()

    def ask(self, name: str) -> asyncio.Task[None]:
        async def asked() -> None:
            async with self.room.place(name[0], name):
                self.order.append(name)
                await self.go.wait()

        return asyncio.create_task(asked())

    async def all(self, *names: str) -> list[asyncio.Task[None]]:
        tasks = [self.ask(name) for name in names]
        await asyncio.sleep(0)
        return tasks


async def test_clients_take_turns() -> None:
    waiting = Waiting(1)
    tasks = await waiting.all("a0", *(f"a{number}" for number in range(1, 6)), "b1", "b2", "c1")
    assert waiting.order == ["a0"]
    waiting.go.set()
    await asyncio.gather(*tasks)
    assert waiting.order == ["a0", "a1", "b1", "c1", "a2", "b2", "a3", "a4", "a5"]


async def test_so_many_are_in_at_a_time() -> None:
    waiting = Waiting(3)
    tasks = await waiting.all("a1", "a2", "a3", "a4")
    assert waiting.order == ["a1", "a2", "a3"]
    waiting.go.set()
    await asyncio.gather(*tasks)
    again = Waiting.all(waiting, "a5")
    await asyncio.gather(*(await again))
    assert waiting.order[-2:] == ["a4", "a5"]


async def test_who_leaves_goes_at_once_and_its_turn_is_nobodys() -> None:
    waiting = Waiting(1)
    first, second, third = await waiting.all("a1", "a2", "b1")
    waiting.room.leave("a2")
    waiting.room.leave("no such request")
    with pytest.raises(ModelCancelled, match="while it waited"):
        await asyncio.wait_for(second, GUARD)
    waiting.go.set()
    await asyncio.gather(first, third)
    assert waiting.order == ["a1", "b1"]


@pytest.mark.parametrize("when", ["waiting", "let in"])
async def test_a_cancelled_task_loses_no_place(when: str) -> None:
    waiting = Waiting(1)
    waiting.go.set()
    async with waiting.room.place("a", "a1"):
        second, third = await waiting.all("a2", "a3")
        if when == "waiting":
            second.cancel()
    # The place was passed on to a2, which has not run since.
    second.cancel()
    await asyncio.wait_for(third, GUARD)
    assert second.cancelled()
    (fourth,) = await waiting.all("a4")
    await asyncio.wait_for(fourth, GUARD)
    assert waiting.order == ["a3", "a4"]


class Slow(ScriptedModel):
    """Answers when it is told to, in the order in which it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.order: list[str] = []
        self._one = threading.Lock()

    def complete(self, prompt: str, **more: Any) -> Completion:
        with self._one:
            while not self.go.wait(0.005):
                if more["cancel"].is_set():
                    raise ModelCancelled("The request was cancelled.")
            self.order.append(prompt)
        return Completion(prompt, 1, 1, "stop", 0.0)


Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def send(
    http_server_client: Any, jp_serverapp: Any, jp_auth_header: dict[str, str]
) -> Callable[..., Awaitable[Opened]]:
    """Ask for a completion on a connection of its own."""

    async def sent(prompt: str, client: str) -> Opened:
        opened = await asyncio.open_connection("127.0.0.1", jp_serverapp.port)
        body = json.dumps({"prompt": prompt}).encode()
        lines = [
            f"POST {jp_serverapp.base_url}sciassist/model/complete HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: close",
            f"Authorization: {jp_auth_header['Authorization']}",
            f"{CLIENT}: {client}",
            f"Content-Length: {len(body)}",
        ]
        opened[1].write("\r\n".join([*lines, "", ""]).encode() + body)
        return opened

    return sent


async def text_of(opened: Opened) -> str:
    head, _, body = (await opened[0].read()).partition(b"\r\n\r\n")
    opened[1].close()
    assert head.startswith(b"HTTP/1.1 200 "), head
    text: str = json.loads(body)["text"]
    return text


async def test_a_burst_starves_nobody(ask: Ask, app: SciAssist, send: Any) -> None:
    model = Slow()
    app.model_host.connect = lambda: model
    burst = [await send(f"a{number}", "a") for number in range(100)]
    await until(lambda: app.model_host.waiting() == 100)
    late = [await send(f"{client}{number}", client) for client in "bc" for number in range(50)]
    await until(lambda: app.model_host.waiting() == 200)
    assert (await ask("status")).json["queue"] == 200
    model.go.set()
    texts = await asyncio.gather(*map(text_of, [*burst, *late]))
    assert sorted(texts) == sorted(model.order)
    # Four of the burst had places already, and one of it may come before each of the others.
    assert max(model.order.index("b0"), model.order.index("c0")) < 10
    # From then on each has its turn: the hundred come last, and nobody waited for them.
    assert max(model.order.index("b49"), model.order.index("c49")) < 160
    assert app.model_host.waiting() == 0


async def test_a_client_that_goes_leaves_the_queue(app: SciAssist, send: Any) -> None:
    model = Slow()
    app.model_host.connect = lambda: model
    first = [await send("a", "a") for _ in range(4)]
    await until(lambda: app.model_host.waiting() == 4)
    gone = [await send("gone", "b") for _ in range(20)]
    await until(lambda: app.model_host.waiting() == 24)
    for _, writer in gone:
        writer.close()
    await until(lambda: app.model_host.waiting() == 4)
    model.go.set()
    assert await asyncio.gather(*map(text_of, first)) == ["a"] * 4
    assert model.order == ["a"] * 4


async def until(true: Any) -> None:
    async def waited() -> None:
        while not true():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(waited(), GUARD)
