"""A server whose model says what a test wants, word by word."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Script:
    """What the model says: `words` when `begin` is set, and the end when `go` is; `prompts` are what it was asked."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.policy = "user-choice"
        self.prompts: list[str] = []
        self.asked = threading.Event()
        self.begin = threading.Event()
        self.begin.set()
        self.go = threading.Event()
        self.gone = threading.Event()


class Handler(BaseHTTPRequestHandler):
    def __init__(self, script: Script, *args: Any) -> None:
        self.script = script
        super().__init__(*args)

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        model = {"id": "m", "name": "Model", "state": "ready"}
        policies = {"chat": {"value": self.script.policy, "locked": False}}
        self._reply(200, {"model": model, "policies": policies})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.path.endswith("model/complete"):
            self._reply(404, {"message": "Not here.", "cure": "Nothing."})
        elif not body.get("stream"):
            self._reply(200, {"text": "{}"})
        else:
            self.script.prompts.append(body["prompt"])
            self.script.asked.set()
            self._speak()

    def _speak(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        if not self._released(self.script.begin):
            return
        for word in self.script.words:
            self._event("token", word)
        # Blanks go on coming, as the words of a model do.
        if self._released(self.script.go):
            self._event("done", "".join(self.script.words))

    def _event(self, event: str, text: str) -> None:
        self.wfile.write(json.dumps({"event": event, "text": text}).encode() + b"\n")
        self.wfile.flush()

    def _released(self, gate: threading.Event) -> bool:
        """Whether it may go on; False where the asker has hung up."""
        self.connection.settimeout(0.05)
        while not gate.is_set():
            try:
                if self.connection.recv(1) == b"":
                    self.script.gone.set()
                    return False
            except TimeoutError:
                self._event("token", " ")
            except OSError:
                self.script.gone.set()
                return False
        return True

    def _reply(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def speaking(script: Script) -> Iterator[str]:
    """Serve a script; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, script))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        script.begin.set()
        script.go.set()
        server.shutdown()
        server.server_close()
