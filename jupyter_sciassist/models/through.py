"""The model of the running Jupyter server, for kernels: jupyter_core and the standard library only."""

from __future__ import annotations

import http.client
import json
import os
import queue
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from jupyter_core.paths import jupyter_runtime_dir

from ..errors import (
    ModelCancelled,
    ModelError,
    ModelLongError,
    ModelMissingError,
    ServerError,
)
from .base import Completion, ModelInfo
from .turns import CLIENT, NOTES

_POLL = 0.02
_TIMEOUT = 300.0
_CLIENT = uuid4().hex
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, repr=False)
class Address:
    """Where a server listens and the token it wants; never shown, never recorded.

    `url` ends with a slash; `socket` is the path of a Unix socket or null; `scheme` is "token" for
    the server's own token, "sciassist" for the short-lived secret that the panel hands over. `root`
    is the folder of its files, where it told that and this is its own machine.
    """

    url: str
    token: str
    socket: str | None = None
    scheme: str = "token"
    root: Path | None = None

    def __repr__(self) -> str:
        return f"Address({self.url!r})"


def find() -> Address | None:
    """The server that started this kernel, from the runtime file it left; None where that is no proof.

    The file must exist for the parent process, name that process and hold a token: with a password
    or a hub the token is empty, and under nbclient, VS Code or a console there is no such file.
    """
    parent = os.environ.get("JPY_PARENT_PID", "")
    if not parent.isdigit():
        return None
    return _left(Path(jupyter_runtime_dir()) / f"jpserver-{parent}.json")


def running() -> list[Address]:
    """The servers of this user on this machine, as far as they left their token in a runtime file."""
    files = sorted(Path(jupyter_runtime_dir()).glob("jpserver-[0-9]*[0-9].json"))
    # Where one is gone another program may listen at its port: that does not get the token.
    found = [_left(file) for file in files if _runs(int(file.stem.rpartition("-")[2]))]
    return [address for address in found if address is not None]


def status(address: Address, seconds: float = 5.0) -> dict[str, Any]:
    """What a server tells of its model and of itself.

    Raises
    ------
    ServerError
        It does not answer, refuses, or has no jupyter_sciassist.
    """
    connection = connect(address, seconds)
    try:
        answers: list[Any] = [*_exchange(connection, address, "GET", "status", None)]
        return _checked(*answers[-1])
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"The Jupyter server does not answer ({error}). Restart it.") from error
    finally:
        connection.close()


def _left(path: Path) -> Address | None:
    """The address in the runtime file of a server of this user; None where it tells none."""
    pid = path.stem.removeprefix("jpserver-")
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or str(told.get("pid")) != pid or not told.get("token"):
        return None
    root = told.get("root_dir")
    return Address(
        str(told["url"]),
        str(told["token"]),
        told.get("sock") or None,
        root=Path(root) if isinstance(root, str) and root else None,
    )


def _runs(pid: int) -> bool:
    if os.name == "nt":  # where signal 0 ends the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class ServerModel:
    """The server's model, asked over HTTP.

    Parameters
    ----------
    url : str
        Base address of the server, `base_url` included; `http+unix://%2Fpath` for a socket.
    token : str
        The server's token, or the short-lived secret that the panel handed over.
    scheme : str
        "token", or "sciassist" for the secret.
    """

    def __init__(
        self, url: str, token: str, *, socket: str | None = None, scheme: str = "token"
    ) -> None:
        self._address = Address(url if url.endswith("/") else f"{url}/", token, socket, scheme)

    @classmethod
    def at(cls, address: Address) -> ServerModel:
        """The model of the server at an address."""
        return cls(address.url, address.token, socket=address.socket, scheme=address.scheme)

    def info(self) -> ModelInfo:
        """Id, name and window as the server tells them; ModelMissingError where it has no model."""
        model = self._ask("GET", "status", None, None)["model"]
        if not model.get("id"):
            raise ModelMissingError(str(model.get("detail") or "The server has no model."))
        return ModelInfo(
            str(model["id"]), str(model.get("name") or model["id"]),
            None, None, None, None, None, "through the server", "", model.get("window"),
        )  # fmt: skip

    def lacking(self, *, cancel: threading.Event | None = None) -> str | None:
        """Why the server has no model to ask; None where it has one: at work already, or started by the first request."""
        told = self._ask("GET", "status", None, cancel)["model"]
        if told.get("state") in ("idle", "loading", "ready"):
            return None
        return str(told.get("detail") or "The server has no language model.")

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = NOTES,
    ) -> list[float]:
        """Sum of log-probabilities (natural log) of each continuation after `prefix`.

        The server gives what a kernel asks the priority of questions, whatever `priority` says.
        """
        body = {"prefix": prefix, "continuations": list(continuations)}
        return [float(value) for value in self._ask("POST", "model/score", body, cancel)["scores"]]

    def complete(
        self,
        prompt: str,
        *,
        schema: dict[str, Any] | None = None,
        max_tokens: int = 128,
        temperature: float = 0.0,
        seed: int = 0,
        cancel: threading.Event | None = None,
        on_token: Callable[[str], None] | None = None,
        priority: int = NOTES,
    ) -> Completion:
        """Continue `prompt`; `on_token` gets the text as it comes, in the calling thread.

        `priority` as for `score`.
        """
        body = {
            "prompt": prompt, "schema": schema, "max_tokens": max_tokens,
            "temperature": temperature, "seed": seed,
        }  # fmt: skip
        if on_token is not None:
            body["stream"] = True
        reply = self._ask("POST", "model/complete", body, cancel, on_token)
        return Completion(
            text=reply["text"],
            tokens_in=int(reply.get("tokens_in", 0)),
            tokens_out=int(reply.get("tokens_out", 0)),
            finish=str(reply.get("finish", "stop")),
            seconds=float(reply.get("seconds", 0.0)),
        )

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """How many tokens each text has; None where the server's model does not tell."""
        counts = self._ask("POST", "model/tokens", {"texts": list(texts)}, cancel)["tokens"]
        return None if counts is None else [int(count) for count in counts]

    def close(self) -> None:
        """Nothing is kept open between requests."""

    def _ask(
        self,
        verb: str,
        route: str,
        body: dict[str, Any] | None,
        cancel: threading.Event | None,
        on_token: Callable[[str], None] | None = None,
    ) -> dict[str, Any]:
        """One request, in a thread so that a cancel can close the connection, which stops the server."""
        connection = connect(self._address, _TIMEOUT)
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        line = _Line(connection)

        def work() -> None:
            try:
                if line.open():
                    for part in _exchange(connection, self._address, verb, route, body):
                        answers.put(part)
            except (
                OSError,
                http.client.HTTPException,
                ValueError,
                LookupError,
                TypeError,
            ) as error:
                answers.put(error)
            finally:
                connection.close()

        threading.Thread(target=work, name="sciassist-server", daemon=True).start()
        try:
            answer = _last(answers, cancel, on_token)
        except BaseException:
            line.hang_up()  # the server must not go on for nobody
            raise
        if isinstance(answer, Exception):
            raise ServerError(
                f"The Jupyter server at {self._address.url} did not answer ({answer}). "
                "Reload the panel, or restart the server."
            ) from answer
        return _checked(*answer)


def _last(
    answers: queue.SimpleQueue[Any],
    cancel: threading.Event | None,
    on_token: Callable[[str], None] | None,
) -> Any:
    """Hand out the pieces of an answer; what comes after them."""
    while True:
        if cancel is not None and cancel.is_set():
            raise ModelCancelled("The request was cancelled.")
        try:
            answer = answers.get(timeout=_POLL if cancel is not None else _TIMEOUT)
        except queue.Empty:
            continue
        if not isinstance(answer, str):
            return answer
        if on_token is not None:
            on_token(answer)


class _Line:
    """A connection that one thread uses and another may end; the socket outlives what http.client forgets."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self._socket: socket.socket | None = None
        self._over = False

    def open(self) -> bool:
        """Connect; whether it is wanted still."""
        self._connection.connect()
        self._socket = self._connection.sock
        return not self._over

    def hang_up(self) -> None:
        """End it from another thread."""
        self._over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def connect(address: Address, timeout: float) -> http.client.HTTPConnection:
    """A connection to the server, over a Unix socket where it listens on one; never by a proxy."""
    parts = urlsplit(address.url)
    if address.socket or parts.scheme == "http+unix":
        return _SocketConnection(address.socket or unquote(parts.netloc), timeout)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "localhost", parts.port, timeout=timeout)


def _exchange(
    connection: http.client.HTTPConnection,
    address: Address,
    verb: str,
    route: str,
    body: dict[str, Any] | None,
) -> Iterator[str | tuple[int, Any]]:
    """The pieces of a streamed answer, then its status and JSON."""
    headers = {
        "Authorization": f"{address.scheme} {address.token}",
        CLIENT: _CLIENT,
        "Content-Type": "application/json",
    }
    data = None if body is None else json.dumps(body).encode()
    connection.request(verb, f"{urlsplit(address.url).path}sciassist/{route}", data, headers)
    answer = connection.getresponse()
    if answer.headers.get_content_type() == NDJSON:
        yield from _streamed(answer)
        return
    text = answer.read()
    try:
        yield answer.status, json.loads(text)
    except ValueError:
        yield answer.status, {"message": text[:200].decode("utf-8", "replace")}


def _streamed(answer: http.client.HTTPResponse) -> Iterator[str | tuple[int, Any]]:
    for line in answer:
        event = json.loads(line)
        if event["event"] == "error":
            yield int(event["status"]), event
            return
        text = str(event["text"])
        if event["event"] == "done":
            yield 200, event
            return
        yield text
    raise ConnectionError("it broke its answer off")


def _checked(status: int, reply: Any) -> dict[str, Any]:
    if status == 200 and isinstance(reply, dict):
        return reply
    told = reply if isinstance(reply, dict) else {}
    text = " ".join(filter(None, (told.get("message"), told.get("cure")))) or "no reason given"
    if status in (401, 403):
        raise ServerError(f"The Jupyter server refused ({status}): {text}")
    if status == 404:
        raise ServerError(
            "The Jupyter server has no jupyter_sciassist: install it where JupyterLab runs."
        )
    if status == 413:
        raise ModelLongError(text)
    raise ModelError(f"The server's model could not answer ({status}): {text}")
