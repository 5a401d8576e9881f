"""The kernel's end of the two comms: requests come in on one, everything goes out on the other.

ipykernel sends a message to the shell that last *sent* on its comm. The request comm is therefore
never sent on: it stays on the subshell that the front end opened it from, and answers while a cell
runs. Handlers only take note and return, because messages on one target wait for each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import RecordError, SciAssistError
from ..records import Note, Request
from ..wire import PUSH, REQUEST

if TYPE_CHECKING:
    from .consulting import Consulted
    from .engine import Engine

# A page that is reloaded leaves its push comm open; no more than so many are kept.
CLIENTS = 8

# No name is longer; what follows is no beginning of one.
PREFIX = 2000

Reply = Callable[..., None]


class Hub:
    """Takes requests from front ends and pushes events to them, from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._pushes: dict[str, Any] = {}
        # Clients that want answers alone: no panel, which could insert a cell.
        self._silent: set[str] = set()
        # What waits for the model on behalf of a client, and ends when that one hangs up.
        self._waiting: dict[str, list[Consulted[Any]]] = {}
        self._handlers: Mapping[str, Callable[[Mapping[str, Any], Reply], Any]] = {
            "list": self._list,
            "suggest": self._suggest,
            "ask": self._ask,
            "chat": self._chat,
            "preview": self._preview,
            "complete": self._complete,
            "confirm": self._confirm,
            "stop": self._stop,
            "status": self._status,
            "order": self._order,
            "server": self._server,
        }
        engine.store.watch(self._changed)

    @property
    def attached(self) -> bool:
        """Whether a panel has opened its push comm."""
        with self._lock:
            return bool(self._pushes.keys() - self._silent)

    def register(self, manager: Any) -> None:
        """Announce both targets to the kernel's comm manager; repeating it changes nothing."""
        manager.register_target(REQUEST, self._open_request)
        manager.register_target(PUSH, self._open_push)

    def _open_request(self, comm: Any, message: Mapping[str, Any]) -> None:
        # Not `on_msg`: that would fire the shell's pre_execute and post_execute around each
        # message, and matplotlib would display and close the figure that a running cell draws.
        comm.handle_msg = self._receive

    def _open_push(self, comm: Any, message: Mapping[str, Any]) -> None:
        client = _client(message)
        with self._lock:
            self._pushes.pop(client, None)
            self._pushes[client] = comm
            while len(self._pushes) > CLIENTS:
                del self._pushes[next(iter(self._pushes))]
            if message["content"].get("data", {}).get("replies"):
                self._silent.add(client)
            self._silent &= self._pushes.keys()
        comm.on_close(lambda _: self._forget(client, comm))

    def _forget(self, client: str, comm: Any) -> None:
        """A client has hung up: nobody waits for what the model would say to it."""
        with self._lock:
            if self._pushes.get(client) is not comm:
                return
            del self._pushes[client]
            self._silent.discard(client)
            left = self._waiting.pop(client, [])
        for one in left:
            one.stop()

    def push(self, event: str, *, client: str | None = None, **fields: Any) -> None:
        """Send an event to one front end, or to all where that one is not known."""
        with self._lock:
            known = self._pushes.get(client) if client is not None else None
            others = [comm for one, comm in self._pushes.items() if one not in self._silent]
            comms = [known] if known is not None else others
        for comm in comms:
            comm.send({"event": event, **fields})

    def _receive(self, message: Mapping[str, Any]) -> None:
        data = message["content"]["data"]
        client = _client(message)

        def reply(event: str, **fields: Any) -> None:
            self.push(event, client=client, re=data.get("id"), **fields)

        reply("ack")
        handler = self._handlers.get(data.get("do"))
        try:
            if handler is None:
                raise RecordError(
                    f"The kernel side knows no request {data.get('do')!r}. "
                    "Install the same version of jupyter_sciassist for the kernel and for JupyterLab."
                )
            self._await(client, handler(data, reply))
        except (SciAssistError, KeyError, TypeError, ValueError) as error:
            reply("error", **told(error))
            reply("done", stopped=False)

    def _await(self, client: str, asked: Consulted[Any] | None) -> None:
        """Keep what waits for the model, for as long as it does."""
        if asked is None:
            return
        with self._lock:
            self._waiting.setdefault(client, []).append(asked)
            found = {
                name: [one for one in own if not one.wait(0)] for name, own in self._waiting.items()
            }
            self._waiting = {name: own for name, own in found.items() if own}

    def _list(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.variables(reply)

    def _suggest(self, data: Mapping[str, Any], reply: Reply) -> None:
        names = data.get("variables")
        self._engine.suggest(
            None if names is None else [str(name) for name in names],
            top=int(data.get("top", 20)),
            cells=data.get("cells"),
            reply=reply,
        )

    def _ask(self, data: Mapping[str, Any], reply: Reply) -> Consulted[Any]:
        chosen = data.get("request")
        return self._engine.ask(
            str(data["question"]),
            request=None if chosen is None else Request.from_json(chosen),
            reply=reply,
        )

    def _chat(self, data: Mapping[str, Any], reply: Reply) -> Consulted[Any]:
        without = tuple(str(one) for one in data.get("without") or ())
        return self._engine.chat(**_message(data), without=without, reply=reply)

    def _preview(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.preview(**_message(data), reply=reply)

    def _complete(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.complete(str(data["kind"]), str(data.get("prefix", ""))[:PREFIX], reply=reply)

    def _confirm(self, data: Mapping[str, Any], reply: Reply) -> None:
        by = data.get("by")
        self._engine.confirm(
            str(data["suggestion"]), by=None if by is None else str(by), reply=reply
        )

    def _stop(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.stop()
        reply("stopped")

    def _status(self, data: Mapping[str, Any], reply: Reply) -> None:
        note = data.get("note")
        self._engine.store.set_status(
            data["suggestion"], data["status"], None if note is None else Note.from_json(note)
        )
        self._engine.keep_ledger()

    def _order(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.store.follow_panel(list(data["ids"]))

    def _server(self, data: Mapping[str, Any], reply: Reply) -> None:
        self._engine.hand_server(str(data["url"]), str(data["token"]))

    def _changed(self, identity: str) -> None:
        if identity:
            card = self._engine.store.get(identity)
            self.push("status", suggestion=identity, status=card.status)


def _message(data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a message of the conversation, as `Engine.chat` takes them."""
    from ..chat.records import Attachment

    cell = data.get("cell")
    return {
        "text": str(data["text"]),
        "cells": data.get("cells"),
        "attachments": tuple(Attachment.from_json(one) for one in data.get("attachments") or ()),
        "turns": [one for one in data.get("turns") or () if isinstance(one, Mapping)],
        "cell": None if cell is None else str(cell),
    }


def _client(message: Mapping[str, Any]) -> str:
    """The front end that sent a message: both of its comms carry the same session."""
    return str(message.get("header", {}).get("session", ""))


def told(error: BaseException) -> dict[str, str]:
    """An error as the panel shows it. Our own messages end in their cure; others get one."""
    if isinstance(error, SciAssistError):
        text = str(error)
        head, _, cure = text.partition(". ")
        return {"message": head + ("." if cure else ""), "cure": cure}
    first = (str(error).splitlines() or [""])[0][:300]
    return {
        "message": f"{type(error).__name__}: {first}",
        "cure": "Refresh; if it comes again, please report it with this line.",
    }
