"""A language model whose answers are kept in a file: a run is repeatable, and the model is asked once."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jupyter_sciassist.models.base import Completion, LanguageModel, ModelInfo


class Remembered:
    """Log-probabilities and completions of a model, from `file` where they stand there.

    Parameters
    ----------
    file : path, optional
        JSON, made where it is missing; what is new is written at once. None keeps nothing.
    name : str
        Of the model; answers of several models share a file.
    start : callable
        Gives the model; called when the file does not hold an answer.
    """

    def __init__(self, file: Path | None, name: str, start: Callable[[], LanguageModel | None]):
        self._file, self._name, self._start = file, name, start
        self._known = json.loads(file.read_text()) if file is not None and file.exists() else {}
        self._model: LanguageModel | None = None

    def info(self) -> ModelInfo:
        """As of the model."""
        return self._awake().info()

    def score(
        self, prefix: str, continuations: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[float]:
        """As of the model."""
        key = self._key("score", prefix, list(continuations))
        if key not in self._known:
            self._keep(key, self._awake().score(prefix, continuations, cancel=cancel))
        return list(self._known[key])

    def complete(self, prompt: str, **options: Any) -> Completion:
        """As of the model, without its stream of tokens."""
        key = self._key("complete", prompt, {**options, "cancel": None, "on_token": None})
        if key not in self._known:
            made = replace(self._awake().complete(prompt, **options), runtime=None)
            self._keep(key, asdict(made))
        return Completion(**self._known[key])

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """As of the model."""
        return self._awake().tokens(texts, cancel=cancel)

    def close(self) -> None:
        """Close the model where it was started."""
        if self._model is not None:
            self._model.close()

    def _key(self, *asked: Any) -> str:
        text = json.dumps([self._name, *asked], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def _keep(self, key: str, value: Any) -> None:
        self._known[key] = value
        if self._file is not None:
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._known))
            part.replace(self._file)

    def _awake(self) -> LanguageModel:
        if self._model is None:
            self._model = self._start()
        if self._model is None:
            raise SystemExit(
                f"The model {self._name} is not installed: jupyter sciassist model fetch"
            )
        return self._model
