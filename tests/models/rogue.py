"""An HTTP server that misbehaves as it is told, and remembers what it was asked."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass
class Rogue:
    """What it answers by path, and what it heard.

    `answers` maps the end of a path to a callable that gets the connection and the request's body;
    a list of them is used up one by one, the last one stays.
    """

    answers: dict[str, Any]
    port: int = 0
    asked: list[tuple[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def find(self, path: str) -> Callable[[Any, Any], None]:
        found = next((a for end, a in self.answers.items() if path.endswith(end)), status(404))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]  # type: ignore[no-any-return]
        return found  # type: ignore[no-any-return]


@contextmanager
def rogue(answers: dict[str, Any], secure: ssl.SSLContext | None = None) -> Iterator[Rogue]:
    """A running server; with TLS where there is a context for it."""
    state = Rogue({"/models": models("m"), **answers})

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = self.rfile.readline().decode()
            if not head:
                return
            size = 0
            while (line := self.rfile.readline().decode().strip()) != "":
                name, _, value = line.partition(":")
                if name.lower() == "content-length":
                    size = int(value)
                if name.lower() == "authorization":
                    state.keys.append(value.strip())
            body = json.loads(self.rfile.read(size)) if size else None
            path = head.split()[1]
            state.asked.append((path, body))
            try:
                state.find(path)(Connection(self, state), body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has hung up, as it should

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def get_request(self) -> Any:
            connection, address = super().get_request()
            if secure is not None:
                connection = secure.wrap_socket(connection, server_side=True)
            return connection, address

    with Server(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.over.set()
            server.shutdown()
            thread.join()


class Connection:
    """The way back to the client."""

    def __init__(self, handler: socketserver.StreamRequestHandler, state: Rogue) -> None:
        self._handler = handler
        self._state = state

    def send(self, data: bytes | str) -> None:
        self._handler.wfile.write(data if isinstance(data, bytes) else data.encode())
        self._handler.wfile.flush()

    def pause(self, seconds: float) -> bool:
        """Wait; whether the test is over."""
        return self._state.over.wait(seconds)

    def hold(self) -> None:
        """Say nothing until the client hangs up."""
        self._handler.rfile.read(1)


Answer = Callable[[Connection, Any], None]


def status(code: int, body: Any = None, **headers: str) -> Answer:
    """A reply with a status; `body` is sent as JSON."""

    def answer(to: Connection, _: Any) -> None:
        data = json.dumps({} if body is None else body)
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        kind = [] if "Content_Type" in headers else ["Content-Type: application/json"]
        to.send("\r\n".join([f"HTTP/1.1 {code} X", *kind, *lines, "", data]))

    return answer


def models(*names: str) -> Answer:
    """The list of models."""
    return status(200, {"data": [{"id": name, "owned_by": "somebody"} for name in names]})


def raw(*parts: bytes | str) -> Answer:
    """These bytes, then the end of the connection."""

    def answer(to: Connection, _: Any) -> None:
        for part in parts:
            to.send(part)

    return answer


STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"


def word(text: str | None, ended: str | None = None) -> str:
    """An event with a piece of text."""
    choice = {"index": 0, "delta": {} if text is None else {"content": text}}
    return f"data: {json.dumps({'choices': [{**choice, 'finish_reason': ended}]})}\n\n"


END = word(None, "stop") + "data: [DONE]\n\n"


def says(*texts: str) -> Answer:
    """A well-behaved streamed reply."""
    return raw(STREAM, *(word(text) for text in texts), END)


def held(text: str, *, by: str) -> Answer:
    """Fits the probe where it comes with the field `by`, refuses other fields; else says `text`."""

    def answer(to: Connection, body: Any) -> None:
        probe = "q7z" in json.dumps(body)
        kind = (body.get("response_format") or {}).get("type", "")
        if by not in (kind, *body):
            refuse = kind or "guided_json" in body
            return (status(422) if refuse else says(text))(to, body)
        return says('{"held": "q7z"}' if probe else text)(to, body)

    return answer
