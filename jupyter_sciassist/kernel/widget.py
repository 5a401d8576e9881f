"""`Assistant()`: the suggestions of this kernel as a widget in the notebook."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..errors import SciAssistError
from ..language.wordings.base import counted
from ..records import Suggestion
from . import display, recording
from .engine import Engine, engine

_STATIC = Path(__file__).parent / "static"


class Assistant(anywidget.AnyWidget):  # type: ignore[misc]
    """Suggestions with computed evidence; accept, reject, refresh.

    Shows the same suggestions as the panel and `%sci`. Clicks arrive in a thread of their own
    where the front end gives widgets a subshell, scans in the worker's: one lock guards the state.
    """

    _esm = _STATIC / "assistant.js"
    _css = _STATIC / "assistant.css"
    cards = traitlets.List().tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    busy = traitlets.Bool(False).tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)

    def __init__(self) -> None:
        self._engine: Engine = engine()
        self._guard = threading.RLock()
        self._shown: list[Suggestion] = []
        self._round = 0
        super().__init__()
        self.on_msg(self._clicked)
        if self.comm is not None:
            # As in comm.py: a click must not display the figure that a running cell draws.
            self.comm.handle_msg = self._handle_msg
        self._unwatch = self._engine.store.watch(lambda identity: self._draw())
        self.refresh()

    def close(self) -> None:
        """Close the widget and forget the store."""
        self._unwatch()
        super().close()

    def refresh(self) -> None:
        """Scan what changed since; returns at once."""
        with self._guard:
            self._round += 1
            self.busy, self.message = True, "Computing."
            number, found = self._round, list[Suggestion]()
            problems: list[str] = []

        def reply(event: str, **fields: Any) -> None:
            if event == "suggestions":
                found.extend(Suggestion.from_json(card) for card in fields["suggestions"])
            elif event == "error":
                problems.append(f"{fields['message']} {fields['cure']}".strip())
            elif event == "done":
                self._finish(number, found, problems)

        self._engine.suggest(None, top=20, reply=reply)

    def _finish(self, number: int, found: list[Suggestion], problems: list[str]) -> None:
        with self._guard, self.hold_sync():
            if number != self._round:
                return
            self._shown = found
            self._draw()
            self.busy = False
            count = (
                f"{counted(len(found), 'suggestion')}."
                if found
                else "No suggestions: no variable holds data."
            )
            self.message = " ".join([count, *problems])

    def _draw(self) -> None:
        with self._guard:
            self.cards = [_view(card) for card in self._engine.store.current(self._shown)]

    def _clicked(self, widget: Any, content: dict[str, Any], buffers: Any) -> None:
        act, identity = content.get("do"), content.get("id")
        try:
            if act == "refresh":
                self.refresh()
            elif act == "accept":
                self._accept(str(identity))
            elif act == "reject":
                self._reject(str(identity))
        except SciAssistError as error:
            with self._guard:
                self.message = str(error)

    def _accept(self, identity: str) -> None:
        card = self._engine.store.get(identity)
        if self._engine.hub.attached:
            # The panel writes the record: only it knows the id of the cell that it inserts.
            self._engine.hub.push("insert", suggestion=identity)
            with self._guard:
                self.message = "The panel puts it on record and inserts the cell."
            return
        recorded = recording.decide(self._engine, card, "accepted")
        with self._guard:
            self.opened = identity
            self.message = f"{recorded.told()} Copy its code into a cell."

    def _reject(self, identity: str) -> None:
        recorded = recording.decide(self._engine, self._engine.store.get(identity), "rejected")
        with self._guard:
            self.message = recorded.told()


def _view(card: Suggestion) -> dict[str, Any]:
    return {
        "id": card.id,
        "title": card.title,
        "statement": card.hypothesis.statement if card.hypothesis else "",
        "facts": display.facts(card.evidence) if card.evidence else "",
        "remarks": display.remarks(card),
        "code": card.code,
        "status": card.status,
    }
