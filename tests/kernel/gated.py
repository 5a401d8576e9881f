"""A server whose model says what a test wants, between two gates."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import Any

from tests.kernel.serving import Served, Serving, serving


class Script(Served):
    """What the model says: `words` when `begin` is set, and the end when `go` is; `prompts` are what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.prompts: list[str] = []
        self.begin = threading.Event()
        self.begin.set()

    def release(self) -> None:
        self.begin.set()
        super().release()


class Handler(Serving[Script]):
    def complete(self, body: Any) -> None:
        if not self.path.endswith("model/complete"):
            self.reply(404, {"message": "Not here.", "cure": "Nothing."})
        elif not body.get("stream"):
            self.reply(200, {"text": "{}"})
        else:
            self.script.prompts.append(body["prompt"])
            self.script.asked.set()
            self.begin()
            self._speak()

    def _speak(self) -> None:
        if not self._released(self.script.begin):
            return
        for word in self.script.words:
            self.event("token", word)
        if self._released(self.script.go):
            self.event("done", "".join(self.script.words))

    def _released(self, gate: threading.Event) -> bool:
        """Whether it may go on; blanks go on coming meanwhile, as the words of a model do."""
        return self.may_go(gate, lambda: self.event("token", " "))


def speaking(script: Script) -> AbstractContextManager[str]:
    """Serve a script; its address."""
    return serving(Handler, script)
