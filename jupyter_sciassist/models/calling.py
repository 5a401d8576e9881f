"""Asking an endpoint: the key, another try where nothing was answered, and errors that say what helps.

The key is read from the environment at each request and kept nowhere. What a server says is cut, and
the key taken out of it, before it becomes part of a message.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ..errors import ModelCancelled, ModelError, ModelLongError
from .exchange import Exchange, Head, Limits, LostError, Stop
from .streaming import Streamed, follow
from .url import EndpointUrl

T = TypeVar("T")
JSON = dict[str, Any]

KEY = "SCIASSIST_API_KEY"
_AGAIN = (429, 502, 503, 504)
_LONGEST_PAUSE = 10.0
_REASON, _SAID = 2.0, 160
_TOO_LONG = re.compile(r"(?i)(maximum|available|exceeds?) (the )?context|context (length|size)")


class StatusError(ModelError):
    """The endpoint answered with an error; `status` is that of HTTP."""

    def __init__(self, message: str, status: int = 500) -> None:
        super().__init__(message)
        self.status = status


class Caller:
    """Requests to one address; `close` cancels those under way."""

    def __init__(self, url: EndpointUrl, limits: Limits) -> None:
        self.url = url
        self._limits = limits
        self._closed = threading.Event()

    def close(self) -> None:
        """Cancel what is under way, and all that comes."""
        self._closed.set()

    def json(self, path: str, body: JSON | None, cancel: threading.Event | None) -> Any:
        """A reply that is one JSON value; `body` None sends a GET.

        Raises
        ------
        StatusError
            The endpoint refused.
        ModelCancelled
            `cancel` was set.
        ModelError
            It did not answer, or not with JSON.
        """

        def read(exchange: Exchange, head: Head) -> Any:
            try:
                return json.loads(exchange.text(self._limits.first))
            except (ValueError, RecursionError):
                raise self.no_api(f"did not answer {path} with JSON") from None

        return self._ask(path, body, cancel, read)

    def stream(
        self,
        path: str,
        body: JSON,
        cancel: threading.Event | None,
        on_token: Callable[[str], None] | None,
    ) -> Streamed:
        """A reply piece by piece; raises as `json` does."""

        def read(exchange: Exchange, head: Head) -> Streamed:
            if head.headers.get("content-type", "").partition(";")[0] != "text/event-stream":
                raise self.no_api("did not answer with a stream of events")
            return follow(exchange, self._limits, int(body["max_tokens"]), on_token)

        return self._ask(path, {**body, "stream": True}, cancel, read)

    def no_api(self, what: str) -> ModelError:
        """The error of an address at which something else is."""
        return ModelError(
            f"The endpoint {self.url.shown} {what}. Check that the address in c.SciAssist.model is "
            "that of an OpenAI-compatible API; it usually ends in /v1."
        )

    def _ask(
        self,
        path: str,
        body: JSON | None,
        cancel: threading.Event | None,
        read: Callable[[Exchange, Head], T],
    ) -> T:
        """Ask, and once more after a pause where nothing was answered yet."""
        headers, stop = self._headers(), Stop(cancel, self._closed)
        pauses = iter(self._limits.pauses)
        while True:
            pause = next(pauses, None)
            try:
                with Exchange(self.url, path, body, headers, self._limits, stop) as exchange:
                    head = exchange.head()
                    if head.status == 200:
                        return read(exchange, head)
                    if head.status not in _AGAIN or pause is None:
                        raise self._refused(head, exchange)
                    pause = _asked_for(head, pause)
            except LostError as error:
                if error.answered or error.slow or pause is None:
                    raise self._lost(error) from None
            if stop.wait(pause):
                raise ModelCancelled("The request was cancelled.")

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        key = os.environ.get(KEY, "")
        if not key:
            return headers
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ModelError(f"The key in {KEY} holds characters that no key has. Set it anew.")
        if not self.url.secure and not self.url.local:
            raise ModelError(
                f"The key in {KEY} is not sent to {self.url.shown}, since the connection is not "
                "encrypted. Use an address that begins with https://, or unset the key."
            )
        return {**headers, "Authorization": f"Bearer {key}"}

    def _lost(self, error: LostError) -> ModelError:
        where = self.url.shown
        if error.answered:
            return ModelError(
                f"The endpoint {where} broke its answer off ({error}). Ask again, and see its log "
                "if that goes on."
            )
        return ModelError(
            f"The endpoint {where} does not answer ({error}). Check that it runs, and its address "
            "in c.SciAssist.model."
        )

    def _refused(self, head: Head, exchange: Exchange) -> ModelError:
        where, status = self.url.shown, head.status
        if 300 <= status < 400:
            return StatusError(
                f"The endpoint {where} redirects to {_target(head)}, which is not followed. Put "
                "the final address into c.SciAssist.model if you trust it.",
                status,
            )
        if status in (401, 403):
            cure = f"Set {KEY} in the environment of the Jupyter server and restart it."
        elif status == 404:
            cure = "Check the address and the name of the model in c.SciAssist.model."
        elif status == 429:
            cure = "Ask again later."
        else:
            cure = "See the log of the endpoint."
        said = _reason(exchange)
        if status in (400, 413) and _TOO_LONG.search(said):
            return ModelLongError(
                f"The request is too long for the model at {where}{said.rstrip('.')}. "
                "Send less of it."
            )
        return StatusError(f"The endpoint {where} refused ({status}{said}). {cure}", status)


def clip(text: str, length: int) -> str:
    """One line of what a server says, without the key, at most so many characters."""
    key = os.environ.get(KEY, "")
    text = text.replace(key, "***") if key else text
    seen = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return seen if len(seen) <= length else seen[: length - 1] + "…"


def _asked_for(head: Head, pause: float) -> float:
    """The pause that the server asks for where it is a short one, else ours."""
    told = head.headers.get("retry-after", "")
    return min(float(told), _LONGEST_PAUSE) if told.isdecimal() and told.isascii() else pause


def _target(head: Head) -> str:
    try:
        found = urlsplit(head.headers.get("location", "")).hostname
    except ValueError:
        found = None
    return clip(found or "another address", _SAID)


def _reason(exchange: Exchange) -> str:
    """What the server says of its refusal, behind a colon; nothing where it says nothing plain."""
    try:
        told = json.loads(exchange.text(_REASON))
    except (LostError, ValueError, RecursionError):
        return ""
    for key in ("error", "message", "detail"):
        if isinstance(told, dict):
            told = told.get(key, told)
    return f": {clip(told, _SAID)}" if isinstance(told, str) and told.strip() else ""
