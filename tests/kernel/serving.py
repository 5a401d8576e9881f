"""What every server with a model that says what a test wants is made of: its replies, and its waiting for the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Generic, TypeVar

NDJSON = "application/x-ndjson"


class Served:
    """What a test and such a server tell each other; what the server is to say is added by each.

    `asked` is set when the model was asked, `go` lets it answer, `gone` is set when the asker hung up meanwhile.
    """

    def __init__(self) -> None:
        self.policy = "user-choice"
        self.state = "idle"
        self.window: int | None = None
        self.asked = threading.Event()
        self.go = threading.Event()
        self.gone = threading.Event()

    def release(self) -> None:
        """Let everything go on that waits for the test, at its end."""
        self.go.set()


S = TypeVar("S", bound=Served)


class Serving(BaseHTTPRequestHandler, Generic[S]):
    """A request to such a server."""

    def __init__(self, script: S, *args: Any) -> None:
        self.script = script
        super().__init__(*args)

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        detail = "Nobody fetched it." if self.script.state in ("absent", "failed") else None
        model = {
            "id": "m", "name": "Model", "state": self.script.state, "detail": detail,
            "window": self.script.window,
        }  # fmt: skip
        policies = {"chat": {"value": self.script.policy, "locked": False}}
        self.reply(200, {"model": model, "policies": policies})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("model/tokens"):
            self.reply(200, {"tokens": [len(text.split()) for text in body["texts"]]})
        else:
            self.complete(body)

    def complete(self, body: Any) -> None:
        """Answer what the model is asked."""
        raise NotImplementedError

    def reply(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """Begin a stream of events, which ends with the connection."""
        self.send_response(200)
        self.send_header("Content-Type", NDJSON)
        self.end_headers()

    def event(self, event: str, text: str) -> None:
        self.wfile.write(json.dumps({"event": event, "text": text}).encode() + b"\n")
        self.wfile.flush()

    def may_go(self, gate: threading.Event, meanwhile: Callable[[], None] = lambda: None) -> bool:
        """Wait until the test opens a gate; False where nobody listens any more."""
        self.connection.settimeout(0.05)
        while not gate.is_set():
            try:
                with suppress(TimeoutError):
                    if self.connection.recv(1) == b"":
                        break
                meanwhile()
            except OSError:
                break
        else:
            return True
        self.script.gone.set()
        return False


@contextmanager
def serving(handler: type[Serving[S]], script: S) -> Iterator[str]:
    """Serve a script; the server's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, script))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        script.release()
        server.shutdown()
        server.server_close()
