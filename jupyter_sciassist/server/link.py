"""The way from the server to the kernel side of a notebook, as the panel goes it (labextension/src/kernel.ts).

For what asks on behalf of others than the panel: the persona and the tools. Nothing of the user's is run: the
kernel side is announced by one silent expression when the kernel is idle, all else goes over the two comms.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from jupyter_client.session import Session

from ..wire import PROTOCOL, PUSH, REGISTER, REQUEST
from .refusals import RefusedError

JSON = dict[str, Any]

# How long the shell may keep silent before it is taken to run a cell.
_SHELL_PATIENCE = 1.5
# How long a kernel may take to be heard at all, and a running cell is waited for.
_PATIENCE = 60.0
_TICK = 1.0
# How often a kernel that owes an answer is looked after.
_LOOK_AFTER = 5.0
# Numbers of requests that no panel uses: an answer to somebody who left goes to all.
_FIRST = 2**40
_LAST_EVENTS = ("done", "variables")


@contextlib.asynccontextmanager
async def linked(manager: Any) -> AsyncIterator[KernelLink]:
    """A link to a kernel of this server, closed at the end.

    Parameters
    ----------
    manager : jupyter_client.AsyncKernelManager
        The kernel's own manager.

    Raises
    ------
    RefusedError
        The kernel is no Python, has not this package, cannot be reached from here, or runs a cell
        and has no subshells.
    """
    link = KernelLink(manager)
    try:
        await link.attach()
        yield link
    finally:
        await link.close()


class KernelLink:
    """A front end without a face: its own session, so that no answer of the panel's comes here."""

    def __init__(self, manager: Any) -> None:
        if not hasattr(manager, "session") or not manager.get_connection_info().get("shell_port"):
            raise RefusedError(
                501,
                "This kernel is reached through a gateway, not from this server.",
                "Ask in the panel, in the chat beside the notebook, or with `%sci`.",
            )
        self._manager = manager
        own = Session(key=manager.session.key, signature_scheme=manager.session.signature_scheme)
        self._client = manager.client(session=own)
        self._listeners: list[asyncio.Task[None]] = []
        self._replies: dict[str, asyncio.Future[JSON]] = {}
        self._idle: dict[str, asyncio.Event] = {}
        self._events: dict[int, asyncio.Queue[JSON]] = {}
        self._request, self._push = (secrets.token_hex(16) for _ in range(2))
        self._count = _FIRST + secrets.randbelow(_FIRST)
        self._subshell: str | None = None
        self._lost = asyncio.Event()
        self._opened = False
        self._process = _process(manager)

    async def attach(self) -> None:
        """Open the two comms, with the kernel side announced where it is not yet."""
        self._client.start_channels(stdin=False, hb=False)
        for channel, take in (
            (self._client.shell_channel, self._take_reply),
            (self._client.control_channel, self._take_reply),
            (self._client.iopub_channel, self._take_published),
        ):
            self._listeners.append(asyncio.create_task(_listen(channel, take)))
        info = await self._heard()
        if info["language_info"]["name"] != "python":
            raise RefusedError(
                409, "The notebook's kernel does not speak Python.", "Name a Python notebook."
            )
        subshells = "kernel subshells" in info.get("supported_features", ())
        registering = asyncio.ensure_future(self._register())
        try:
            done, _ = await asyncio.wait({registering}, timeout=_SHELL_PATIENCE)
            if done or not (subshells and await self._open(True)):
                # The kernel runs a cell, and no panel has announced the kernel side before.
                await self._within(registering, _PATIENCE)
                await self._open(subshells)
        finally:
            registering.cancel()

    async def ask(self, do: str, **fields: Any) -> AsyncIterator[JSON]:
        """Send a request; its events as they come, up to the last one.

        Raises
        ------
        RefusedError
            The kernel was restarted or died meanwhile.
        """
        number = self.send(do, **fields)
        events = self._events[number] = asyncio.Queue()
        try:
            while True:
                event = await self._next(events)
                if event["event"] != "ack":
                    yield event
                if event["event"] in _LAST_EVENTS:
                    return
        finally:
            del self._events[number]

    def send(self, do: str, **fields: Any) -> int:
        """Send a request whose events nobody reads; its number."""
        self._count += 1
        data = {"id": self._count, "do": do, **fields}
        self._say("comm_msg", {"comm_id": self._request, "data": data})
        return self._count

    async def close(self) -> None:
        """Close the comms and the connection; what was asked goes on in the kernel."""
        if self._opened and not self._lost.is_set():
            with contextlib.suppress(RefusedError):
                await self._leave()
        for listener in self._listeners:
            listener.cancel()
        await asyncio.gather(*self._listeners, return_exceptions=True)
        self._client.stop_channels()

    async def _leave(self) -> None:
        for comm in (self._push, self._request):
            await self._settled("comm_close", {"comm_id": comm, "data": {}}, _TICK)
        if self._subshell is not None:
            await self._control("delete_subshell_request", subshell_id=self._subshell)

    async def _heard(self) -> JSON:
        """What the kernel is, by its control channel; from here on all that it publishes arrives."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            asked = self._client.session.msg("kernel_info_request", {})
            published = self._idle[asked["header"]["msg_id"]] = asyncio.Event()
            reply = self._replies[asked["header"]["msg_id"]] = asyncio.Future()
            self._client.control_channel.send(asked)
            # Published messages come by a connection of their own, which may be up later.
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(published.wait(), _TICK)
                return await asyncio.wait_for(reply, _TICK)
        raise _silent()

    async def _register(self) -> None:
        """Announce the comm targets on the main shell, when it is idle; repeating it changes nothing."""
        while True:
            content = {
                "code": "", "silent": True, "store_history": False, "allow_stdin": False,
                "stop_on_error": False, "user_expressions": {"r": REGISTER},
            }  # fmt: skip
            asked = self._client.session.msg("execute_request", content)
            reply = self._replies[asked["header"]["msg_id"]] = asyncio.Future()
            self._client.shell_channel.send(asked)
            answer = await reply
            # A failing cell takes the requests queued behind it along: once more.
            if answer["status"] == "ok":
                return _registered(answer["user_expressions"]["r"])

    async def _open(self, subshells: bool) -> bool:
        """Open both comms, on a subshell where there are any; false where the targets are unknown."""
        if subshells and self._subshell is None:
            told = await self._control("create_subshell_request")
            self._subshell = told.get("subshell_id")
        self._lost.clear()
        for comm, target in ((self._push, PUSH), (self._request, REQUEST)):
            # Not for a panel to mistake for one: no cell can be inserted by this one.
            content = {"comm_id": comm, "target_name": target, "data": {"replies": True}}
            # A request that overtook its comm_open would make ipykernel complain in a cell's output.
            await self._settled("comm_open", content, _PATIENCE)
        self._opened = not self._lost.is_set()
        return self._opened

    async def _settled(self, kind: str, content: Mapping[str, Any], patience: float) -> None:
        """Send a message and wait until the kernel is done with it."""
        done = asyncio.Event()
        self._idle[self._say(kind, content)] = done
        await self._within(done.wait(), patience)

    async def _control(self, kind: str, **content: Any) -> JSON:
        asked = self._client.session.msg(kind, content)
        reply = self._replies[asked["header"]["msg_id"]] = asyncio.Future()
        self._client.control_channel.send(asked)
        told: JSON = await self._within(reply, _PATIENCE)
        return told

    def _say(self, kind: str, content: Mapping[str, Any]) -> str:
        message = self._client.session.msg(kind, content)
        message["header"]["subshell_id"] = self._subshell
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    async def _within(self, owed: Awaitable[Any], patience: float) -> Any:
        try:
            return await asyncio.wait_for(owed, patience)
        except asyncio.TimeoutError:
            raise _silent() from None

    async def _next(self, events: asyncio.Queue[JSON]) -> JSON:
        """The next event; RefusedError where the kernel that owes it is gone."""
        while True:
            with contextlib.suppress(asyncio.TimeoutError):
                return await asyncio.wait_for(events.get(), _LOOK_AFTER)
            alive = await self._manager.is_alive()
            if not alive or _process(self._manager) != self._process or self._lost.is_set():
                raise RefusedError(
                    409, "The kernel was restarted or died meanwhile.", "Run the cells, ask again."
                )

    def _take_reply(self, message: JSON) -> None:
        waiting = self._replies.pop(_asked(message), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(message["content"])

    def _take_published(self, message: JSON) -> None:
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            waiting = self._idle.pop(_asked(message), None)
            if waiting is not None:
                waiting.set()
        elif kind == "comm_close" and content["comm_id"] in (self._push, self._request):
            self._lost.set()
        elif kind == "comm_msg" and content["comm_id"] == self._push:
            events = self._events.get(content["data"].get("re"))
            if events is not None:
                events.put_nowait(content["data"])


async def _listen(channel: Any, take: Callable[[JSON], None]) -> None:
    while True:
        take(await channel.get_msg(timeout=None))


def _asked(message: JSON) -> str:
    return str(message["parent_header"].get("msg_id"))


def _process(manager: Any) -> Any:
    """What is another after a restart: the kernel's process id, where it has one."""
    return getattr(getattr(manager, "provisioner", None), "pid", None)


def _registered(result: JSON) -> None:
    """Hold what the kernel said of itself against what is understood here."""
    if result["status"] != "ok":
        raise RefusedError(
            409,
            "The notebook's kernel has no jupyter_sciassist.",
            "Install it in that environment: pip install jupyter_sciassist",
        )
    told = json.loads(ast.literal_eval(result["data"]["text/plain"]))
    if told["protocol"] != PROTOCOL:
        raise RefusedError(
            409,
            f"The kernel has jupyter_sciassist {told['version']}, which this server does not understand.",
            "Install the same version beside the server and in the kernel, then restart the kernel.",
        )


def _silent() -> RefusedError:
    return RefusedError(
        409,
        "The kernel does not answer: it runs a cell, or was stopped.",
        "Ask again when the cell has ended.",
    )
