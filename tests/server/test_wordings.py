"""The memory of how notes came about: by card and text, and never more than its bound."""

from __future__ import annotations

from dataclasses import replace

from jupyter_sciassist.language.asked import Asked
from jupyter_sciassist.language.notes import Written
from jupyter_sciassist.models.base import Runtime
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Note
from jupyter_sciassist.server import wordings
from jupyter_sciassist.server.wordings import Wordings
from tests.server.cards import CARDS, card

RUNTIME = Runtime("sha256:" + "1" * 64, "CPU", 2, 4096, "bitwise")


def written(text: str, runtime: Runtime | None = None) -> Written:
    asked = Asked(
        "<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n", ("mass",), 60, 0.0, 0
    )
    return Written(Note(text, "scripted"), asked, "{}", ScriptedModel().info(), runtime)


def test_a_note_is_known_by_its_card_and_its_text() -> None:
    known = Wordings()
    known.keep(CARDS[0], written("Could be size.", RUNTIME))
    noted = replace(CARDS[0], note=Note("Could be size.", "scripted"))
    part = known.of(noted)
    assert part is not None
    assert part.params is not None
    assert part.params["n_ctx"] == 4096
    assert part.runtime == {
        "build": RUNTIME.build, "backend": "CPU", "threads": 2, "determinism": "bitwise",
    }  # fmt: skip
    assert part.reply == "{}"
    assert known.of(CARDS[0]) is None
    assert known.of(replace(noted, note=Note("Could be age.", "scripted"))) is None
    assert known.of(replace(noted, note=Note("Could be size.", "other"))) is None
    assert known.of(replace(noted, id="0" * 16)) is None


def test_the_oldest_are_forgotten() -> None:
    known = Wordings()
    cards = [card("bill", f"mass{number}") for number in range(wordings._REMEMBERED + 3)]
    for one in cards:
        known.keep(one, written("Could be size."))
    note = Note("Could be size.", "scripted")
    gone = [one for one in cards if known.of(replace(one, note=note)) is None]
    assert gone == cards[:3]
