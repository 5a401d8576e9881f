"""A log of what was found in a table, and its decisions as a reader has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_sciassist import pipeline, replay
from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.exports.reading import Reading, reading
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.records import Suggestion


def logged(folder: Path, cards: Sequence[Suggestion], verb: Any = "accepted", **more: Any) -> Path:
    """A log beside `a.ipynb` in which each card was decided on."""
    sidecar = sidecar_of(folder / "a.ipynb")
    for card in cards:
        record(sidecar, suggestion=card, verb=verb, notebook="a.ipynb", **more)
    return sidecar


def read(sidecar: Path) -> Reading:
    return reading(sidecar)


def found(frame: Any, policy: pipeline.Policy = "door") -> list[Suggestion]:
    """Every card with evidence, one of each analysis and method."""
    cards = pipeline.suggest({"frame": frame}, top=10_000, policy=policy)
    once = {(one.analysis, one.evidence.method): one for one in reversed(cards) if one.evidence}
    return list(once.values())


def again(sidecar: Path, frame: Any, *, run: bool = True) -> list[replay.Replay]:
    """The evidence of each decision replayed on `frame`."""
    made = [
        replay.evidence(row, {"frame": frame}, run=run)
        for row in replay.chosen(reading(sidecar), [])
    ]
    return [one for one in made if one is not None]
