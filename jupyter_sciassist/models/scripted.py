"""A deterministic stand-in for a language model: for tests, demonstrations and packs."""

from __future__ import annotations

import json
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ModelCancelled, ModelError
from .base import Completion, ModelInfo


@dataclass(frozen=True)
class Call:
    """One request as it arrived: "score" or "complete", its prompt and what went with it."""

    op: str
    prompt: str
    details: Mapping[str, Any] = field(default_factory=dict)


class ScriptedModel:
    """Answers from a queue, remembers what it was asked.

    Parameters
    ----------
    answers : iterable of str, dict or ModelError
        One for each `complete`, in order: a text, an object (sent as JSON) or an error to raise.
        When the queue is empty, the shortest text that fits the schema, or "scripted".
    scores : mapping of continuation to log-probability, optional
        Continuations that are not in it get minus their length.
    delay : float
        Seconds a token takes; a set `cancel` ends the wait.

    Attributes
    ----------
    history : list of Call
    """

    def __init__(
        self,
        answers: Iterable[str | Mapping[str, Any] | ModelError] = (),
        *,
        scores: Mapping[str, float] | None = None,
        delay: float = 0.0,
    ) -> None:
        self.history: list[Call] = []
        self._answers = deque(answers)
        self._scores = dict(scores or {})
        self._delay = delay
        self._lock = threading.Lock()

    def info(self) -> ModelInfo:
        """A model named "scripted", without a file."""
        return ModelInfo("scripted", "Scripted", None, None, None, None, None, "scripted", "1")

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = 0,
    ) -> list[float]:
        """The scores it was given."""
        with self._lock:
            self.history.append(Call("score", prefix, {"continuations": tuple(continuations)}))
        self._pause(cancel)
        return [self._scores.get(text, -float(len(text))) for text in continuations]

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
        priority: int = 0,
    ) -> Completion:
        """The next answer, word by word."""
        with self._lock:
            details = {"schema": schema, "max_tokens": max_tokens, "seed": seed}
            self.history.append(Call("complete", prompt, {**details, "temperature": temperature}))
            answer = self._answers.popleft() if self._answers else example(schema)
        if isinstance(answer, ModelError):
            raise answer
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        pieces = _pieces(text)
        for piece in pieces:
            self._pause(cancel)
            if on_token is not None:
                on_token(piece)
        return Completion(text, len(prompt.split()), len(pieces), "stop", self._delay * len(pieces))

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """A word is a token."""
        return [len(text.split()) for text in texts]

    def close(self) -> None:
        """Nothing to let go of."""

    def _pause(self, cancel: threading.Event | None) -> None:
        if cancel is None:
            time.sleep(self._delay)
        elif cancel.wait(self._delay) or cancel.is_set():
            raise ModelCancelled("The request was cancelled.")


def _pieces(text: str) -> list[str]:
    words = text.split(" ")
    return [word if number == 0 else f" {word}" for number, word in enumerate(words)]


def example(schema: Mapping[str, Any] | None) -> str:
    """A small text that fits a schema of objects, enums, strings and numbers."""
    return "scripted" if schema is None else json.dumps(_value(schema), ensure_ascii=False)


def _value(schema: Mapping[str, Any]) -> Any:
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        return {key: _value(part) for key, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [_value(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        text = "something that was not measured"
        return (text * math.ceil(schema.get("minLength", 1) / len(text)))[: schema.get("maxLength")]
    return {"boolean": False, "null": None}.get(kind, 0)
