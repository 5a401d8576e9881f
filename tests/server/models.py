"""Stand-ins that build on the shipped one."""

from __future__ import annotations

import json
import queue
import threading
from dataclasses import replace
from typing import Any

from jupyter_sciassist.models.base import Completion
from jupyter_sciassist.models.scripted import ScriptedModel, example

SCORES = {"mass": -0.1, "bill": -2.0, "species": -6.0}
REASON = "the diet and the age of the birds"


class Fluent(ScriptedModel):
    """Where no answer is queued, a reply that may be shown."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, scores=SCORES, **more)

    def complete(self, prompt: str, **more: Any) -> Completion:
        made = super().complete(prompt, **more)
        schema = more.get("schema")
        if schema is None or made.text != example(schema):
            return made
        free = [key for key, part in schema["properties"].items() if part.get("type") == "string"]
        reply = {**json.loads(made.text), **dict.fromkeys(free, REASON)}
        return replace(made, text=json.dumps(reply))


class Held(Fluent):
    """Each completion waits until it is let go or cancelled; `begun` tells of each."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.begun: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.go = threading.Event()

    def complete(self, prompt: str, **more: Any) -> Completion:
        self.begun.put(prompt)
        while not (self.go.wait(0.005) or more["cancel"].is_set()):
            pass
        return super().complete(prompt, **more)
