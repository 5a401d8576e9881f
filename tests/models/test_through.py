"""A small real server stands for Jupyter's; tests/server asks the true routes."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any

import pytest

from jupyter_sciassist.errors import (
    ModelCancelled,
    ModelError,
    ModelLongError,
    ModelMissingError,
    ServerError,
)
from jupyter_sciassist.models.through import Address, ServerModel, find

TOKEN = "a secret"
DONE = {"event": "done", "text": "so", "tokens_in": 3, "tokens_out": 1, "finish": "stop"}


class State:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.arrived = threading.Event()
        self.hung_up = threading.Event()
        self.events: list[Any] = [{"event": "token", "text": "so"}, DONE]
        self.model: dict[str, Any] = {"id": "m", "name": "Model", "state": "ready", "detail": None}


class Handler(BaseHTTPRequestHandler):
    def __init__(self, state: State, *args: Any) -> None:
        self.state = state
        super().__init__(*args)

    def _reply(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, body: dict[str, Any]) -> None:
        """Until the end of the connection, as HTTP/1.0 has it."""
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        for event in self.state.events:
            if event == "wait":
                if self.rfile.read(1) == b"":
                    self.state.hung_up.set()
            else:
                self.wfile.write(json.dumps(event).encode() + b"\n")
                self.wfile.flush()

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(text) if text else None
        self.state.asked.append((self.command, self.path, body))
        if self.headers["Authorization"] != f"token {TOKEN}":
            return self._reply(403, {"message": "Forbidden", "cure": None})
        if self.path.endswith("/status"):
            return self._reply(200, {"model": self.state.model})
        if body is not None and body.get("prompt") == "wait":
            self.state.arrived.set()
            if self.rfile.read(1) == b"":
                self.state.hung_up.set()
            return None
        if body is not None and body.get("prompt") == "fail":
            return self._reply(503, {"message": "It crashed.", "cure": "Ask again."})
        if self.path.endswith("/model/score"):
            return self._reply(200, {"scores": [-1.0] * len(body["continuations"])})
        if self.path.endswith("/model/tokens"):
            return self._reply(200, {"tokens": [len(text) for text in body["texts"]]})
        if body is not None and body.get("stream"):
            return self._stream(body)
        if self.path.endswith("/model/complete"):
            return self._reply(
                200, {"text": "so", "tokens_in": 3, "tokens_out": 1, "finish": "stop"}
            )
        return self._reply(404, "not found")

    def log_message(self, *args: object) -> None:
        pass

    def address_string(self) -> str:
        return "test"


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def url(state: State) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, state)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/user/ann"
        server.shutdown()


def test_requests_go_below_the_base_address(url, state):
    model = ServerModel(url, TOKEN)
    assert model.score("p", ["a", "b"]) == [-1.0, -1.0]
    seen: list[str] = []
    made = model.complete("p", schema={"enum": ["so"]}, max_tokens=5, seed=3, on_token=seen.append)
    assert (made.text, made.tokens_in, made.finish, seen) == ("so", 3, "stop", ["so"])
    assert (model.info().id, model.info().name) == ("m", "Model")
    assert state.asked[:2] == [
        ("POST", "/user/ann/sciassist/model/score", {"prefix": "p", "continuations": ["a", "b"]}),
        (
            "POST",
            "/user/ann/sciassist/model/complete",
            {
                "prompt": "p",
                "schema": {"enum": ["so"]},
                "max_tokens": 5,
                "temperature": 0.0,
                "seed": 3,
                "stream": True,
            },
        ),
    ]
    assert model.complete("p").text == "so"
    assert "stream" not in state.asked[-1][2]
    model.close()


def test_tokens_and_window(url, state):
    state.model["window"] = 4096
    assert ServerModel(url, TOKEN).tokens(["one", "", "three"]) == [3, 0, 5]
    assert ServerModel(url, TOKEN).info().window == 4096


def test_pieces_come_as_they_are_sent(url, state):
    state.events = [*({"event": "token", "text": text} for text in ("a", "b")), DONE]
    seen: list[str] = []
    threads: list[threading.Thread] = []
    made = ServerModel(url, TOKEN).complete(
        "p", on_token=lambda text: (seen.append(text), threads.append(threading.current_thread()))
    )
    assert (seen, made.text) == (["a", "b"], "so")
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("how", ["cancel", "fail"])
def test_in_the_middle_of_an_answer_the_connection_is_closed(url, state, how):
    state.events = [{"event": "token", "text": "a"}, "wait"]
    cancel = threading.Event()

    def listen(_: str) -> None:
        cancel.set()
        if how == "fail":
            raise KeyError("listener")

    with pytest.raises(ModelCancelled if how == "cancel" else KeyError):
        ServerModel(url, TOKEN).complete("p", cancel=cancel, on_token=listen)
    assert state.hung_up.wait(30)


def test_an_answer_that_breaks_off_is_no_answer(url, state):
    first = {"event": "token", "text": "a"}
    seen: list[str] = []
    for last in (
        [],
        [{"event": "done"}],
        [{"event": "error"}],
        [[]],
        [{"event": "error", "status": 503}],
    ):
        state.events = [first, *last]
        with pytest.raises((ServerError, ModelError)):
            ServerModel(url, TOKEN).complete("p", on_token=seen.append)
    assert seen == ["a"] * 5
    told = {"event": "error", "status": 503, "message": "It crashed.", "cure": "Ask again."}
    state.events = [first, told]
    with pytest.raises(ModelError, match=r"\(503\): It crashed\. Ask again\."):
        ServerModel(url, TOKEN).complete("p", on_token=seen.append)
    state.events = [{**told, "status": 413, "message": "Too long."}]
    with pytest.raises(ModelLongError, match=r"Too long\. Ask again\."):
        ServerModel(url, TOKEN).complete("p", on_token=seen.append)


def test_a_cancel_closes_the_connection(url, state):
    cancel = threading.Event()
    threading.Thread(target=lambda: (state.arrived.wait(), cancel.set())).start()
    with pytest.raises(ModelCancelled):
        ServerModel(url, TOKEN).complete("wait", cancel=cancel)
    assert state.hung_up.wait(30)


def test_errors_say_what_the_server_said(url, state):
    with pytest.raises(ModelError, match=r"\(503\): It crashed\. Ask again\."):
        ServerModel(url, TOKEN).complete("fail")
    with pytest.raises(ServerError, match=r"refused \(403\): Forbidden"):
        ServerModel(url, "wrong").score("p", ["a"])
    state.model = {"id": None, "name": None, "state": "absent", "detail": "Fetch one."}
    with pytest.raises(ModelMissingError, match="Fetch one"):
        ServerModel(url, TOKEN).info()


def test_no_server_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ServerError, match="did not answer"):
        ServerModel(f"http://127.0.0.1:{port}/", TOKEN).score("p", ["a"])


def test_over_a_unix_socket(tmp_path, state):
    path = str(tmp_path / "server.sock")
    with ThreadingUnixStreamServer(path, partial(Handler, state)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert ServerModel("http+unix://localhost/", TOKEN, socket=path).score("p", ["a"]) == [-1.0]
        quoted = path.replace("/", "%2F")
        assert ServerModel(f"http+unix://{quoted}/", TOKEN).score("p", ["a"]) == [-1.0]
        server.shutdown()


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("JPY_PARENT_PID", "4242")
    return tmp_path


def left(runtime: Path, **changes: Any) -> None:
    told = {"pid": 4242, "url": "http://127.0.0.1:8888/lab/", "token": TOKEN, "sock": ""}
    (runtime / "jpserver-4242.json").write_text(json.dumps({**told, **changes}))


def test_the_server_that_started_the_kernel_is_found(runtime):
    left(runtime)
    assert find() == Address("http://127.0.0.1:8888/lab/", TOKEN)
    left(runtime, sock="/run/jupyter.sock")
    assert find() == Address("http://127.0.0.1:8888/lab/", TOKEN, "/run/jupyter.sock")
    assert TOKEN not in repr(find())


@pytest.mark.parametrize("changes", [{"token": ""}, {"pid": 4243}, {"token": None}], ids=str)
def test_a_file_that_proves_nothing_is_passed_over(runtime, changes):
    left(runtime, **changes)
    assert find() is None


def test_no_parent_no_file_no_json(runtime, monkeypatch):
    assert find() is None
    (runtime / "jpserver-4242.json").write_text("{half")
    assert find() is None
    left(runtime)
    monkeypatch.setenv("JPY_PARENT_PID", "../4242")
    assert find() is None
    monkeypatch.delenv("JPY_PARENT_PID")
    assert find() is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_passed_over(runtime):
    left(runtime)
    os.chown(runtime / "jpserver-4242.json", 12345, -1)
    assert find() is None
