"""Asking the worker thread and waiting for it, as a magic does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..records import Suggestion
from .engine import Engine
from .store import Scan

_TICK = 0.2


@dataclass(frozen=True)
class Answer:
    """Scans and their cards in the order shown; `problems` are one line each, with the cure."""

    scans: tuple[Scan, ...]
    cards: tuple[Suggestion, ...]
    problems: tuple[str, ...]


def suggest(own: Engine, names: Sequence[str] | None, top: int, about: str | None) -> Answer:
    """Suggestions for the named variables, or all; numbers them as they will be listed.

    An interrupt by the user stops the scan and is passed on.
    """
    events: list[dict[str, Any]] = []
    job = own.suggest(
        names,
        top=top,
        about=about,
        reply=lambda event, **fields: events.append({"event": event, **fields}),
    )
    try:
        # Without a time-out a wait cannot be interrupted on Windows.
        while not job.done.wait(_TICK):
            pass
    except KeyboardInterrupt:
        job.stop()
        raise
    found = [event for event in events if event["event"] == "suggestions"]
    problems = [
        f"{event['message']} {event['cure']}".strip()
        for event in events
        if event["event"] == "error"
    ]
    subjects = [event["subject"] for event in found]
    ids = [card["id"] for event in found for card in event["suggestions"]]
    if not any(event["subject"] or event["suggestions"] for event in found) and not problems:
        problems = ["No variable holds data yet. Load a table, then ask again."]
    # The job's cards know what a cell has done; the store knows what the user said since.
    cards = own.store.current(
        [Suggestion.from_json(card) for event in found for card in event["suggestions"]]
    )
    own.store.follow_listing(ids)
    own.hub.push("changed")
    scans = [scan for scan in own.store.scans() if scan.profile.variable in subjects]
    return Answer(tuple(scans), tuple(cards), tuple(problems))
