"""One HTTP request whose reply is read in a thread: silence has limits, and a cancel hangs up.

Nothing is followed (no redirect, no proxy): what is contacted is the address that was configured.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ModelCancelled
from .url import EndpointUrl

_POLL = 0.02
_LINE = 1 << 20
_AHEAD = 64


@dataclass(frozen=True)
class Limits:
    """Seconds: to connect, to the first word, between words, in all; pauses before another try; bytes of a reply."""

    connect: float = 5.0
    first: float = 120.0
    between: float = 30.0
    whole: float = 1800.0
    pauses: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    size: int = 8 << 20


@dataclass(frozen=True)
class Head:
    """Status and headers of a reply, the names of the headers in lower case."""

    status: int
    headers: Mapping[str, str]


class LostError(Exception):
    """No reply, or no more of it; the message says why, without its cure.

    Attributes
    ----------
    answered : bool
        A part of the reply had come.
    slow : bool
        The time was up: asking again would only take it once more.
    """

    def __init__(self, why: str, *, answered: bool, slow: bool = False) -> None:
        super().__init__(why)
        self.answered = answered
        self.slow = slow


class Stop:
    """Set when any of some events is; None is never set."""

    def __init__(self, *events: threading.Event | None) -> None:
        self._events = [event for event in events if event is not None]

    def is_set(self) -> bool:
        """Whether one of them is set."""
        return any(event.is_set() for event in self._events)

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until one is set; whether one is."""
        end = time.monotonic() + seconds
        while not self.is_set() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _POLL))
        return self.is_set()


class Exchange:
    """A request under way. Use as a context manager, so that the connection ends with it.

    Parameters
    ----------
    body : dict or None
        Sent as JSON; None sends a GET.
    """

    def __init__(
        self,
        url: EndpointUrl,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
        limits: Limits,
        stop: Stop,
    ) -> None:
        self._url, self._path, self._headers = url, path, dict(headers)
        self._data = None if body is None else json.dumps(body).encode()
        self._limits, self._stop = limits, stop
        self._came: queue.Queue[Head | bytes | Exception | None] = queue.Queue(_AHEAD)
        self._over = threading.Event()
        self._answered = False
        self._size = 0
        self._connection = _connection(url, limits)
        threading.Thread(target=self._work, name="sciassist-endpoint", daemon=True).start()

    def __enter__(self) -> Exchange:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        sock = self._connection.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already

    def head(self) -> Head:
        """Status and headers.

        Raises
        ------
        LostError
            They did not come.
        ModelCancelled
            `stop` was set; so for `line` and `text`.
        """
        came = self._next(self._limits.connect + self._limits.first)
        if not isinstance(came, Head):
            raise LostError("it sent no reply", answered=False)
        self._answered = True
        return came

    def line(self, patience: float) -> bytes | None:
        """The next line, None at the end; LostError where it does not come or is far too long."""
        came = self._next(patience)
        if came is None or isinstance(came, Head):
            return None
        self._size += len(came)
        if self._size > self._limits.size or len(came) > _LINE:
            raise LostError("it sent more than was asked for", answered=True)
        return came

    def text(self, patience: float) -> bytes:
        """The rest of the reply, which must be there after `patience` seconds."""
        end = time.monotonic() + patience
        parts: list[bytes] = []
        while (part := self.line(end - time.monotonic())) is not None:
            parts.append(part)
        return b"".join(parts)

    def _next(self, patience: float) -> Head | bytes | None:
        end = time.monotonic() + patience
        while True:
            if self._stop.is_set():
                raise ModelCancelled("The request was cancelled.")
            try:
                came = self._came.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() > end:
                    why = f"nothing came for {patience:.0f} s"
                    raise LostError(why, answered=self._answered, slow=True) from None
                continue
            if isinstance(came, Exception):
                slow = isinstance(came, TimeoutError)
                raise LostError(_why(came), answered=self._answered, slow=slow) from None
            return came

    def _work(self) -> None:
        try:
            self._talk()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._put(error)
        finally:
            self._connection.close()

    def _talk(self) -> None:
        connection = self._connection
        connection.connect()
        if self._over.is_set():
            return
        if self._url.local and not _is_loopback(connection.sock):
            raise OSError(f"{self._url.host} is no address of this machine")
        connection.sock.settimeout(None)  # whoever waits for the reply decides how long
        verb = "GET" if self._data is None else "POST"
        connection.request(verb, self._path, self._data, self._headers)
        reply = connection.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        self._put(Head(reply.status, headers))
        while not self._over.is_set():
            line = reply.readline(_LINE + 1)
            if not line:
                break
            self._put(line)
        self._put(None)

    def _put(self, item: Head | bytes | Exception | None) -> None:
        """Hand over; whoever reads slowly makes the sender wait, and nobody waits for who has left."""
        while not self._over.is_set():
            try:
                self._came.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return


def _connection(url: EndpointUrl, limits: Limits) -> http.client.HTTPConnection:
    if url.secure:
        safe = ssl.create_default_context()
        return http.client.HTTPSConnection(url.host, url.port, timeout=limits.connect, context=safe)
    return http.client.HTTPConnection(url.host, url.port, timeout=limits.connect)


def _is_loopback(sock: socket.socket) -> bool:
    return ipaddress.ip_address(sock.getpeername()[0]).is_loopback


def _why(error: Exception) -> str:
    """What went wrong, in words; never the text of an error that may hold what was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "nothing came in time"
    if isinstance(error, socket.gaierror):
        return "there is no host of that name"
    if isinstance(error, ssl.SSLError):
        return f"the encrypted connection failed: {error.reason}"
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    if isinstance(error, http.client.IncompleteRead):
        return "it closed the connection in the middle"
    return f"it does not speak HTTP ({type(error).__name__})"
