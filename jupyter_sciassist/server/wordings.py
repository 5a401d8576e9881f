"""What the model was asked for each note of this server, kept until a card with that note is decided on."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..language.notes import Written
    from ..provenance.bodies import ModelPart
    from ..records import Note, Suggestion

_REMEMBERED = 512  # of some ten thousand characters each


class Wordings:
    """The latest notes by card and text. Written by the notes' thread, read by those of decisions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[tuple[str, str], tuple[str, Written]] = OrderedDict()

    def keep(self, card: Suggestion, made: Written) -> None:
        """Remember how the note of a card came about; the oldest is forgotten beyond 512."""
        with self._lock:
            self._made[_key(card, made.note)] = (card.subject.variable, made)
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)

    def of(self, card: Suggestion) -> ModelPart | None:
        """What a record says of the model behind the note of a card, None where it is not known here."""
        from ..provenance.bodies import ModelPart

        if card.note is None:
            return None
        with self._lock:
            found = self._made.get(_key(card, card.note))
        if found is None:
            return None
        variable, made = found
        params, runtime = made.asked.params(), None
        if made.runtime is not None:
            runtime = asdict(made.runtime)
            params["n_ctx"] = runtime.pop("context")
        return ModelPart(
            asdict(made.model), params, made.asked.recorded(variable), runtime, made.reply
        )


def _key(card: Suggestion, note: Note) -> tuple[str, str]:
    told = f"{note.model}\n{note.text}".encode("utf-8", "surrogatepass")
    return card.id, hashlib.sha256(told).hexdigest()
