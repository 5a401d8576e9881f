"""A reply as it is streamed: server-sent events of the OpenAI API, with limits on all that may be wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .exchange import Exchange, Limits, LostError

# A token has at most so many characters, an answer at most so many events beside its tokens.
_CHARACTERS = 64
_EVENTS = 4000


@dataclass(frozen=True)
class Streamed:
    """A whole reply; `finish` is "stop" or "length", `model` what the server calls the model that wrote it."""

    text: str
    tokens_in: int
    tokens_out: int
    finish: str
    model: str | None = None


def follow(
    exchange: Exchange, limits: Limits, max_tokens: int, on_token: Callable[[str], None] | None
) -> Streamed:
    """Read events to the end of the reply; `on_token` gets the text piece by piece.

    Raises
    ------
    LostError
        They stop too early, come too late, are too many or are no such events.
    """
    text, pieces, finish = "", 0, None
    usage: dict[str, Any] = {}
    model, end = None, time.monotonic() + limits.whole
    for number, event in enumerate(_events(exchange, limits)):
        if number > _EVENTS + 4 * max_tokens or len(text) > _CHARACTERS * max_tokens:
            raise LostError("it sent more than was asked for", answered=True)
        if time.monotonic() > end:
            raise LostError(f"it was not done after {limits.whole:.0f} s", answered=True, slow=True)
        called = event.get("model")
        if isinstance(called, str) and called:
            if model not in (None, called):
                raise LostError("it changed its model in the middle", answered=True)
            model = called
        if isinstance(event.get("usage"), dict):
            usage = event["usage"]
        fresh, ended = _choice(event)
        finish = ended or finish
        if fresh:
            text, pieces = text + fresh, pieces + 1
            if on_token is not None:
                on_token(fresh)
    if finish is None:
        raise LostError("it closed the connection in the middle", answered=True)
    made = _count(usage, "completion_tokens", pieces)
    kind = "length" if finish == "length" else "stop"
    return Streamed(text, _count(usage, "prompt_tokens", 0), made, kind, model)


def _events(exchange: Exchange, limits: Limits) -> Iterator[dict[str, Any]]:
    """The objects of the stream up to [DONE] or its end. What is no data line keeps nobody waiting."""
    end = time.monotonic() + limits.first
    while (line := exchange.line(end - time.monotonic())) is not None:
        name, _, value = line.partition(b":")
        if name != b"data":
            continue
        if value.strip() == b"[DONE]":
            return
        try:
            event = json.loads(value)
        except (ValueError, RecursionError):
            raise LostError("it sent what is no event", answered=True) from None
        if not isinstance(event, dict):
            raise LostError("it sent what is no event", answered=True)
        if "error" in event:
            raise LostError("it reported an error of its own", answered=True)
        yield event
        end = time.monotonic() + limits.between


def _choice(event: dict[str, Any]) -> tuple[str, str | None]:
    """Text of an event, and why the reply ended where it did."""
    choices = event.get("choices")
    if not choices:
        return "", None
    try:
        fresh, ended = choices[0]["delta"].get("content"), choices[0].get("finish_reason")
    except (LookupError, TypeError, AttributeError):
        raise LostError("it sent an event of another kind", answered=True) from None
    if not isinstance(fresh, str | None) or not isinstance(ended, str | None):
        raise LostError("it sent an event of another kind", answered=True)
    # Half of a surrogate pair is no character: nothing that is written down can hold it.
    return (fresh or "").encode("utf-8", "replace").decode(), ended


def _count(usage: dict[str, Any], key: str, otherwise: int) -> int:
    told = usage.get(key)
    return told if isinstance(told, int) and told >= 0 else otherwise
