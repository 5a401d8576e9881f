"""The notes' queue: order of events, who goes first, cancel, pause, failures."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_sciassist.errors import ModelCrashed, ModelMissingError
from jupyter_sciassist.models.base import LanguageModel
from jupyter_sciassist.records import Note
from jupyter_sciassist.server.notes import Event, Job, Notes, NotesRequest
from jupyter_sciassist.server.wordings import Wordings
from tests.server.cards import CARDS, card, notes_request
from tests.server.models import REASON, Fluent, Held

LOG = logging.getLogger("sciassist-test")
GUARD = 20.0


class Reader:
    """Collects the events of one request."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def next(self) -> Event:
        return self.events.get(timeout=GUARD)

    def all(self) -> list[Event]:
        found = [self.next()]
        while found[-1] != {"event": "done"}:
            found.append(self.next())
        return found


@pytest.fixture
def notes_of() -> Iterator[Any]:
    made: list[Notes] = []

    def make(model: LanguageModel) -> Notes:
        made.append(Notes(lambda: model, LOG, Wordings()))
        return made[-1]

    yield make
    for notes in made:
        notes.close()


def ask(notes: Notes, body: dict[str, Any] | None = None) -> tuple[Job, Reader]:
    reader = Reader()
    request = NotesRequest.from_json(notes_request() if body is None else body)
    return notes.submit(request, reader.events.put), reader


ANSWERED = ["outcome", "order", "note", "note", "note", "done"]


def told(reader: Reader) -> list[str]:
    return [event["event"] for event in reader.all()]


def kinds(events: list[Event]) -> list[tuple[str, str | None]]:
    return [(event["event"], event.get("id")) for event in events]


def test_outcome_then_order_then_the_first_three_then_done(notes_of: Any) -> None:
    _, reader = ask(notes_of(Fluent()))
    events = reader.all()
    assert events[0]["event"] == "outcome"
    assert events[0]["variable"] == "penguins"
    assert max(events[0]["scores"], key=events[0]["scores"].get) == "mass"
    assert sorted(events[1]["ids"]) == sorted(one.id for one in CARDS)
    first = events[1]["ids"][:3]
    assert kinds(events[2:]) == [*(("note", key) for key in first), ("done", None)]
    assert {event["note"]["model"] for event in events[2:-1]} == {"scripted"}
    assert all(REASON in event["note"]["text"] for event in events[2:-1])


def test_the_opened_card_is_noted_first_and_once(notes_of: Any) -> None:
    _, reader = ask(notes_of(Fluent()), notes_request(opened=CARDS[2].id))
    events = reader.all()
    ids = events[1]["ids"]
    assert CARDS[2].id not in ids[:1]
    wanted = list(dict.fromkeys([CARDS[2].id, *ids[:3]]))
    assert [event["id"] for event in events[2:-1]] == wanted


def test_an_unknown_opened_card_is_passed_over(notes_of: Any) -> None:
    _, reader = ask(notes_of(Fluent()), notes_request(opened="0" * 16))
    events = reader.all()
    assert [event["id"] for event in events[2:-1]] == events[1]["ids"][:3]


def test_a_card_with_a_note_is_not_noted_again(notes_of: Any) -> None:
    noted = card("bill", "mass", 0.6, note=Note("Could be size.", "scripted"))
    _, reader = ask(notes_of(Fluent()), notes_request(noted))
    assert kinds(reader.all()) == [("outcome", None), ("order", None), ("done", None)]


def test_a_reply_that_must_not_be_shown_is_told_as_dropped(notes_of: Any) -> None:
    model = Fluent(["no json", "no json"])
    _, reader = ask(notes_of(model), notes_request(CARDS[0]))
    events = reader.all()
    assert events[2] == {
        "event": "dropped",
        "id": CARDS[0].id,
        "reason": "the reply does not fit the schema",
    }


def test_the_same_table_is_scored_once(notes_of: Any) -> None:
    model = Fluent()
    notes = notes_of(model)
    first = ask(notes)[1].all()
    assert ask(notes)[1].all() == first
    asked = [call.prompt for call in model.history if call.op == "score"]
    assert len(asked) == len(set(asked)) == 2


def test_an_opened_card_overtakes_what_waits(notes_of: Any) -> None:
    model = Held()
    notes = notes_of(model)
    _, early = ask(notes)
    model.begun.get(timeout=GUARD)
    _, waiting = ask(notes)
    _, urgent = ask(notes, notes_request(opened=CARDS[2].id))
    model.go.set()
    assert [told(reader)[-1] for reader in (urgent, early, waiting)] == ["done"] * 3
    prompts = [call.prompt for call in model.history if call.op == "complete"]
    assert "species rises with bill" in prompts[1]


def test_a_cancel_stops_the_model_in_the_middle(notes_of: Any) -> None:
    model = Held()
    notes = notes_of(model)
    job, reader = ask(notes)
    model.begun.get(timeout=GUARD)
    notes.cancel(job)
    assert kinds(reader.all()) == [("outcome", None), ("order", None), ("done", None)]
    assert notes.waiting() == 0
    model.go.set()
    assert told(ask(notes)[1]) == ANSWERED


def test_a_request_cancelled_while_it_waits_never_reaches_the_model(notes_of: Any) -> None:
    model = Held()
    notes = notes_of(model)
    first, _ = ask(notes)
    model.begun.get(timeout=GUARD)
    second, reader = ask(notes, notes_request(card("late", "mass")))
    notes.cancel(second)
    notes.cancel(first)
    assert reader.all() == [{"event": "done"}]
    assert [call for call in model.history if "late" in call.prompt] == []


def test_a_pause_aborts_the_running_note_and_it_is_begun_anew(notes_of: Any) -> None:
    model = Held()
    notes = notes_of(model)
    _, reader = ask(notes, notes_request(CARDS[0]))
    assert [reader.next()["event"], reader.next()["event"]] == ["outcome", "order"]
    first = model.begun.get(timeout=GUARD)
    notes.pause("k1", True)
    notes.pause("k2", True)
    notes.pause("k1", False)
    assert notes.holds() == ["k2"]
    with pytest.raises(queue.Empty):
        model.begun.get(timeout=0.2)
    assert notes.waiting() == 1
    notes.pause("k2", False)
    assert model.begun.get(timeout=GUARD) == first
    model.go.set()
    assert kinds(reader.all()) == [("note", CARDS[0].id), ("done", None)]


def test_while_paused_a_new_request_waits_and_can_be_cancelled(notes_of: Any) -> None:
    model = Fluent()
    notes = notes_of(model)
    notes.pause(None, True)
    job, reader = ask(notes)
    notes.cancel(job)
    assert reader.all() == [{"event": "done"}]
    assert model.history == []


def test_without_a_model_the_error_comes_with_its_cure() -> None:
    def missing() -> LanguageModel:
        raise ModelMissingError(
            "The model M is not there. Get it with: jupyter sciassist model fetch"
        )

    notes = Notes(missing, LOG, Wordings())
    _, reader = ask(notes)
    assert reader.all() == [
        {
            "event": "error",
            "message": "The model M is not there.",
            "cure": "Get it with: jupyter sciassist model fetch",
        },
        {"event": "done"},
    ]
    notes.close()


def test_after_a_crash_the_next_request_is_answered(notes_of: Any) -> None:
    notes = notes_of(Fluent([ModelCrashed("The process ended. Ask again.")]))
    events = ask(notes)[1].all()
    assert events[2:] == [
        {"event": "error", "message": "The process ended.", "cure": "Ask again."},
        {"event": "done"},
    ]
    assert told(ask(notes)[1]) == ANSWERED


def test_an_unexpected_failure_is_reported_and_ends_only_its_request(
    notes_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Fluent):
        broken = True

        def score(self, *args: Any, **more: Any) -> list[float]:
            if self.broken:
                raise ZeroDivisionError("odd")
            return super().score(*args, **more)

    model = Broken()
    notes = notes_of(model)
    assert told(ask(notes)[1]) == ["error", "done"]
    assert "ZeroDivisionError: odd" in caplog.text
    model.broken = False
    assert told(ask(notes)[1]) == ANSWERED


def test_a_reader_whose_loop_is_closed_does_not_end_the_thread(notes_of: Any) -> None:
    notes = notes_of(Fluent())

    def gone(event: Event) -> None:
        raise RuntimeError("Event loop is closed")

    notes.submit(NotesRequest.from_json(notes_request()), gone)
    assert ask(notes)[1].all()[-1] == {"event": "done"}


def test_closing_cancels_and_later_requests_end_at_once(notes_of: Any) -> None:
    model = Held()
    notes = notes_of(model)
    _, reader = ask(notes)
    model.begun.get(timeout=GUARD)
    notes.close()
    assert reader.all()[-1] == {"event": "done"}
    assert ask(notes)[1].all() == [{"event": "done"}]
