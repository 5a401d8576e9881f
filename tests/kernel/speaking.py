"""A server whose model says what a test wants, word by word, as a real one streams it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.kernel.kernels import Panel


class Script:
    """What the model says to each request in turn; with `go` cleared it stops after its first `first` words.

    A `silent` server tells nothing of itself; `other` is what it tells in the place of its status.
    """

    def __init__(self) -> None:
        self.says: list[Any] = []
        self.state = "idle"
        self.policy = "user-choice"
        self.silent = False
        self.other: dict[str, Any] | None = None
        self.first = 1
        self.prompts: list[str] = []
        self.asked = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.gone = threading.Event()


class Handler(BaseHTTPRequestHandler):
    def __init__(self, script: Script, *args: Any) -> None:
        self.script = script
        super().__init__(*args)

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        if self.script.silent:
            self.script.go.clear()
            self._may_go()
            return
        status = {"model": self._model(), "policies": {"chat": {"value": self.script.policy}}}
        self._whole(200, status if self.script.other is None else self.script.other)

    def _model(self) -> dict[str, str | None]:
        state = self.script.state
        detail = "Nobody fetched it." if state in ("absent", "failed") else None
        return {"id": "m", "name": "Model", "state": state, "detail": detail}

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.script.prompts.append(body.get("prompt", ""))
        said = self.script.says.pop(0) if self.script.says else "Nothing else."
        if isinstance(said, int):
            self._whole(said, {"message": "The model crashed.", "cure": "Ask again."})
            return
        text = said if isinstance(said, str) else json.dumps(said)
        if not body.get("stream"):
            self._whole(200, {"text": text})
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        self._streamed(text)

    def _streamed(self, text: str) -> None:
        words = [f"{word} " for word in text.split(" ")]
        for number, word in enumerate(words):
            self._line({"event": "token", "text": word})
            self.script.asked.set()
            if number == self.script.first - 1 and not self._may_go():
                return
        self._line({"event": "done", "text": text})

    def _may_go(self) -> bool:
        """Wait until the test lets the model speak on; False where nobody listens any more."""
        self.connection.settimeout(0.05)
        while not self.script.go.is_set():
            try:
                if self.connection.recv(1) == b"":
                    self.script.gone.set()
                    return False
            except TimeoutError:
                continue
        return True

    def _line(self, event: dict[str, Any]) -> None:
        self.wfile.write(json.dumps(event).encode() + b"\n")
        self.wfile.flush()

    def _whole(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(panel: Panel, script: Script) -> Iterator[Script]:
    """Hand the kernel of a panel the address of such a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, script))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    panel.handled(panel.ask("server", url=url, token="for a moment"))
    try:
        yield script
    finally:
        script.go.set()
        server.shutdown()
        server.server_close()
