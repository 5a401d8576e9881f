"""Asking the worker thread and waiting for it, as a magic does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DataError
from ..records import Answer, Suggestion
from .comm import Reply
from .consulting import Consulted
from .engine import Engine
from .store import Scan
from .worker import Job

_TICK = 0.2


@dataclass(frozen=True)
class Listing:
    """Scans and their cards in the order shown; `problems` are one line each, with the cure."""

    scans: tuple[Scan, ...]
    cards: tuple[Suggestion, ...]
    problems: tuple[str, ...]


def suggest(own: Engine, names: Sequence[str] | None, top: int, about: str | None) -> Listing:
    """Suggestions for the named variables, or all; numbers them as they will be listed.

    An interrupt by the user stops the scan and is passed on.
    """
    events = waited(lambda reply: own.suggest(names, top=top, about=about, reply=reply))
    found = [event for event in events if event["event"] == "suggestions"]
    problems = troubles(events)
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
    return Listing(tuple(scans), tuple(cards), tuple(problems))


@dataclass(frozen=True)
class Answered:
    """An answer, and why the model could not read the question, if it was asked and could not."""

    answer: Answer
    problems: tuple[str, ...] = ()


def ask(own: Engine, question: str, first: Callable[[Answer], None]) -> Answered:
    """The answer to a question; its suggestions are numbered as they will be listed.

    `first` is called with the answer of the words alone where the model is asked as well, before the wait
    for it. An interrupt by the user ends that wait and is passed on; the first answer stands.

    Raises
    ------
    DataError
        No variable holds data, or the question could not be answered for another reason.
    """
    shown: list[Answer] = []

    def look(events: Sequence[dict[str, Any]]) -> None:
        if not shown and any(event["event"] == "consulting" for event in events):
            shown.append(_answer(own, events))
            first(shown[0])

    events = waited(lambda reply: own.ask(question, reply=reply), look)
    problems = troubles(events)
    if not any(event["event"] == "answer" for event in events):
        raise DataError(" ".join(problems) or "It was stopped before it was answered.")
    return Answered(_answer(own, events), tuple(problems))


def _answer(own: Engine, events: Sequence[dict[str, Any]]) -> Answer:
    """The last answer so far; what it lists is numbered."""
    answer = Answer.from_json(
        [event["answer"] for event in events if event["event"] == "answer"][-1]
    )
    if answer.suggestions:
        own.store.follow_listing([card.id for card in answer.suggestions])
    return answer


def confirm(own: Engine, identity: str, on: str | None) -> tuple[Suggestion, str]:
    """Test a suggestion once; the card with its outcome and one line on the record.

    Raises
    ------
    DataError
        It was not tested or not recorded; the message says why and what helps.
    """
    events = waited(lambda reply: own.confirm(identity, on=on, reply=reply))
    for event in events:
        if event["event"] == "confirmed":
            return Suggestion.from_json(event["suggestion"]), event["told"]
    raise DataError(" ".join(troubles(events)) or "It was stopped before it was tested.")


def replay(own: Engine, which: str | None) -> list[str]:
    """What is on record, computed again on the live data, as lines of text.

    Raises
    ------
    DataError
        It could not be replayed or not recorded; the message says why and what helps.
    """
    events = waited(lambda reply: own.replay(which, reply=reply))
    for event in events:
        if event["event"] == "replayed":
            return list(event["lines"])
    raise DataError(" ".join(troubles(events)) or "It was stopped before its end.")


def troubles(events: Sequence[dict[str, Any]]) -> list[str]:
    """What went wrong, a line each, with the cure."""
    return [
        f"{event['message']} {event['cure']}".strip()
        for event in events
        if event["event"] == "error"
    ]


def waited(
    start: Callable[[Reply], Job | Consulted[Any]],
    look: Callable[[Sequence[dict[str, Any]]], None] = lambda events: None,
) -> list[dict[str, Any]]:
    """The events of a request, after its end; an interrupt by the user stops it and is passed on.

    `look` sees the events so far, in the caller's thread, as long as the end has not come.
    """
    events: list[dict[str, Any]] = []
    job = start(lambda event, **fields: events.append({"event": event, **fields}))
    try:
        # Without a time-out a wait cannot be interrupted on Windows.
        while not job.wait(_TICK):
            look(list(events))
    except KeyboardInterrupt:
        job.stop()
        raise
    return events
