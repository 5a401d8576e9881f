"""What the model was asked for each note and each draft of this server, kept until a card with it is decided on."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..language.asked import Asked
    from ..language.notes import Written
    from ..models.base import Completion, ModelInfo, Runtime
    from ..provenance.bodies import ModelPart
    from ..records import Note, Suggestion

_REMEMBERED = 512  # of some ten thousand characters each
_Key = tuple[str, str]


@dataclass(frozen=True)
class _Made:
    asked: Asked
    reply: str
    model: ModelInfo
    runtime: Runtime | None


class Wordings:
    """The latest notes by card and text, and the latest code by its text.

    Written by the threads of notes and of the model, read by those of decisions.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[_Key, _Made] = OrderedDict()

    def keep(self, card: Suggestion, made: Written) -> None:
        """Remember how the note of a card came about; the oldest is forgotten beyond 512."""
        kept = _Made(made.asked, made.reply, made.model, made.runtime)
        self._put(_of_note(card, made.note), kept)

    def heard(
        self, request: Mapping[str, Any], answer: Completion, info: Callable[[], ModelInfo | None]
    ) -> None:
        """Remember how code came about, where a request to the model asked for some.

        The model is described then only: that may read its file through. Where it cannot be (its
        file was changed meanwhile), the answer stands and nothing is remembered of it.
        """
        from ..language import asked, coding

        request_for_code = asked.for_code(request)
        reply = None if request_for_code is None else coding.parse(answer.text)
        if request_for_code is None or reply is None:
            return
        model = info()
        if model is not None:
            kept = _Made(request_for_code, answer.text, model, answer.runtime)
            self._put(_of_code(reply.code), kept)

    def of(self, card: Suggestion) -> ModelPart | None:
        """What a record says of the model behind a card's note or code, None where it is not known here."""
        from ..language import coding
        from ..provenance.bodies import ModelPart

        if card.note is None:
            return None
        drafted = card.analysis == coding.ANALYSIS
        with self._lock:
            found = self._made.get(_of_code(card.code) if drafted else _of_note(card, card.note))
        if found is None:
            return None
        params, runtime = found.asked.params(), None
        if found.runtime is not None:
            runtime = asdict(found.runtime)
            params["n_ctx"] = runtime.pop("context")
        prompt = found.asked.recorded(card.subject.variable)
        return ModelPart(asdict(found.model), params, prompt, runtime, found.reply)

    def _put(self, key: _Key, made: _Made) -> None:
        with self._lock:
            self._made[key] = made
            self._made.move_to_end(key)
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)


def _of_note(card: Suggestion, note: Note) -> _Key:
    return card.id, _digest(f"{note.model}\n{note.text}")


def _of_code(code: str) -> _Key:
    from ..language import coding

    return "", _digest(coding.bare(code))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
