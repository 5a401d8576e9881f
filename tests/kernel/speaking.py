"""A server whose model says what a test wants, word by word, as a real one streams it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.kernel.kernels import Panel
from tests.kernel.serving import Served, Serving, serving


class Script(Served):
    """What the model says to each request in turn; with `go` cleared it stops after its first `first` words.

    A `silent` server tells nothing of itself; `other` is what it tells in the place of its status.
    """

    def __init__(self) -> None:
        super().__init__()
        self.says: list[Any] = []
        self.silent = False
        self.other: dict[str, Any] | None = None
        self.first = 1
        self.prompts: list[str] = []
        self.go.set()


class Handler(Serving[Script]):
    def do_GET(self) -> None:
        if self.script.silent:
            self.script.go.clear()
            self.may_go(self.script.go)
        elif self.script.other is not None:
            self.reply(200, self.script.other)
        else:
            super().do_GET()

    def complete(self, body: Any) -> None:
        self.script.prompts.append(body.get("prompt", ""))
        said = self.script.says.pop(0) if self.script.says else "Nothing else."
        if isinstance(said, int):
            self.reply(said, {"message": "The model crashed.", "cure": "Ask again."})
            return
        text = said if isinstance(said, str) else json.dumps(said)
        if not body.get("stream"):
            self.reply(200, {"text": text})
            return
        self.begin()
        self._streamed(text)

    def _streamed(self, text: str) -> None:
        for number, word in enumerate(text.split(" ")):
            self.event("token", f"{word} ")
            self.script.asked.set()
            if number == self.script.first - 1 and not self.may_go(self.script.go):
                return
        self.event("done", text)


@contextmanager
def served(panel: Panel, script: Script) -> Iterator[Script]:
    """Hand the kernel of a panel the address of such a server."""
    with serving(Handler, script) as url:
        panel.handled(panel.ask("server", url=url, token="for a moment"))
        yield script
