"""The one seam to a language model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .turns import NOTES


@dataclass(frozen=True)
class ModelInfo:
    """What the record needs to know of a model. `quantization` and `sha256` are null where unknown.

    `window` is how many tokens of prompt and answer together it reads, null where that is unknown.
    """

    id: str
    name: str
    file: str | None
    sha256: str | None
    bytes: int | None
    quantization: str | None
    licence: str | None
    engine: str
    version: str
    window: int | None = None


@dataclass(frozen=True)
class Runtime:
    """What an answer was computed on.

    `determinism` is "bitwise" where the same file, prompt, parameters and seed give the same bytes on
    the same `build`, processor and number of `threads`; else "none".
    """

    build: str
    backend: str
    threads: int
    context: int
    determinism: Literal["bitwise", "none"]


@dataclass(frozen=True)
class Completion:
    """A finished answer. `finish` is "stop" or "length"; `runtime` is null where it is not known."""

    text: str
    tokens_in: int
    tokens_out: int
    finish: str
    seconds: float
    runtime: Runtime | None = None


class LanguageModel(Protocol):
    """One request at a time; every call may be cancelled by setting `cancel`.

    `priority` orders those that wait: `turns.CHAT` before `turns.NOTES`.

    Raises
    ------
    ModelError
        One of its children (errors.py): missing, unreadable, cancelled, crashed.
    """

    def info(self) -> ModelInfo:
        """What the record needs to know of this model."""
        ...

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = NOTES,
    ) -> list[float]:
        """Sum of log-probabilities (natural log) of each continuation after `prefix`."""
        ...

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
        """Continue `prompt`; with `schema` the text is JSON that fits it.

        ModelLongError where the prompt alone does not fit into the window; nothing of it is dropped.
        """
        ...

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """How many tokens each text has, counted beside the request at work; None where nobody can tell."""
        ...

    def close(self) -> None:
        """Let go of processes and connections."""
        ...
