"""The server's model reads a question that its words leave open: after the answer, never in its way."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_sciassist.kernel.consulting import Remembered
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Answer
from tests.kernel.kernels import Panel, kernel
from tests.kernel.serving import Served, Serving, serving
from tests.kernel.test_comm import DATA

OPEN = "How correlated are dose and response?"
GOAL = (
    "Which relations in these measurements deserve to be reported to the board of the trial first"
)
AGREES = {"request": {"find": "correlation", "of": "dose", "and": "response", "where": []}}


class Script(Served):
    """What the server's model says, and where it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.reading: dict[str, Any] = AGREES
        self.paths: list[str] = []


class Handler(Serving[Script]):
    def complete(self, body: Any) -> None:
        self.script.paths.append(self.path)
        self.script.asked.set()
        if not self.may_go(self.script.go):
            return
        if self.script.state == "failed later":
            self.reply(503, {"message": "The model crashed.", "cure": "Ask again."})
        else:
            self.reply(200, {"text": json.dumps(self.script.reading)})


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def started() -> Iterator[Panel]:
    with kernel() as one:
        one.run(DATA + "%load_ext jupyter_sciassist")
        one.attach()
        yield one


@pytest.fixture
def panel(started: Panel, script: Script) -> Iterator[Panel]:
    with serving(Handler, script) as url:
        started.handled(started.ask("server", url=url, token="for a moment"))
        yield started


def answers(panel: Panel, asked: int) -> list[Answer]:
    panel.event("done", asked)
    return [
        Answer.from_json(event["answer"])
        for event in panel.events(asked)
        if event["event"] == "answer"
    ]


def test_the_answer_comes_first_and_is_verified_where_the_model_agrees(
    panel: Panel, script: Script
) -> None:
    asked = panel.ask("ask", question=OPEN)
    first = Answer.from_json(panel.event("answer", asked)["answer"])
    panel.event("consulting", asked)
    assert first.reading is not None
    assert not first.verified
    script.go.set()
    before, after = answers(panel, asked)
    assert (before, after.verified, after.value) == (first, True, first.value)
    assert script.paths == ["/sciassist/model/complete"]


def test_a_model_that_reads_something_else_changes_nothing(panel: Panel, script: Script) -> None:
    script.reading = {"request": {"find": "number of rows", "where": []}}
    script.go.set()
    (only,) = answers(panel, panel.ask("ask", question=OPEN))
    assert not only.verified


def test_what_the_words_leave_open_is_computed_as_the_model_reads_it(
    panel: Panel, script: Script
) -> None:
    """The answer of the words comes first; the model's own reading is shown after it, and is never verified."""
    asked = panel.ask("ask", question="how low, I wonder aloud, did the dose get as a rule")
    panel.event("consulting", asked)
    script.reading = {"request": {"find": "smallest value", "of": "dose", "where": []}}
    script.go.set()
    before, after = answers(panel, asked)
    assert before.value is None
    assert after.value is not None
    assert not after.verified
    assert "language model reads" in after.text


def test_a_question_that_its_words_settle_is_not_given_to_the_model(
    panel: Panel, script: Script
) -> None:
    (only,) = answers(panel, panel.ask("ask", question="largest dose?"))
    assert only.verified
    assert script.paths == []


def test_which_columns_a_goal_is_about_is_said_by_its_words_alone(
    panel: Panel, script: Script
) -> None:
    script.go.set()
    (only,) = answers(panel, panel.ask("ask", question=GOAL))
    assert only.suggestions
    assert script.paths == []


def test_scans_do_not_wait_for_the_model_and_a_stop_hangs_up(panel: Panel, script: Script) -> None:
    asked = panel.ask("ask", question=OPEN)
    assert script.asked.wait(60)
    panel.event("done", panel.ask("suggest", variables=["df"], top=3, cells=None))
    assert not script.gone.is_set()
    panel.event("stopped", panel.ask("stop"))
    assert panel.event("done", asked)["stopped"]
    assert script.gone.wait(60)


def test_the_next_question_does_not_wait_for_the_model(panel: Panel, script: Script) -> None:
    first = panel.ask("ask", question=OPEN)
    assert script.asked.wait(60)
    (second,) = answers(panel, panel.ask("ask", question="largest dose?"))
    assert second.verified
    assert panel.event("done", first)["stopped"]


@pytest.mark.parametrize("state", ["absent", "failed"])
def test_without_a_model_nothing_is_asked(panel: Panel, script: Script, state: str) -> None:
    script.state = state
    asked = panel.ask("ask", question=OPEN)
    assert len(answers(panel, asked)) == 1
    assert [event["event"] for event in panel.events(asked)][-2:] == ["answer", "done"]


def test_a_failure_of_the_model_is_told_below_the_answer(panel: Panel, script: Script) -> None:
    asked = panel.ask("ask", question=OPEN)
    panel.event("consulting", asked)
    script.state = "failed later"
    script.go.set()
    assert len(answers(panel, asked)) == 1
    assert "The model crashed" in panel.event("error", asked)["message"]


def test_the_magic_shows_the_words_answer_and_then_the_models(panel: Panel, script: Script) -> None:
    cell = panel.start(f"%sci ask {OPEN}")
    shown = panel.wait(
        lambda m: m["msg_type"] == "display_data" and m["parent_header"].get("msg_id") == cell
    )
    assert "The model is reading the question" in shown["content"]["data"]["text/plain"]
    script.go.set()
    done = panel.finish(cell)
    (last,) = [m for m in done["outputs"] if m["msg_type"] == "update_display_data"]
    assert "(verified)" in last["content"]["data"]["text/plain"]
    assert "The model is reading" not in last["content"]["data"]["text/plain"]


def test_an_interrupt_keeps_the_answer_of_the_words(panel: Panel, script: Script) -> None:
    cell = panel.start(f"%sci ask {OPEN}")
    assert script.asked.wait(60)
    panel.wait(
        lambda m: m["msg_type"] == "display_data" and m["parent_header"].get("msg_id") == cell
    )
    panel.manager.interrupt_kernel()
    done = panel.finish(cell)
    (last,) = [m for m in done["outputs"] if m["msg_type"] == "update_display_data"]
    assert done["ename"] == "KeyboardInterrupt"
    assert "The model is reading" not in last["content"]["data"]["text/plain"]
    assert script.gone.wait(60)


def test_what_was_said_once_is_not_asked_again() -> None:
    model, memory = ScriptedModel(["one", "two"]), Remembered()
    with pytest.raises(Exception, match="not been asked"):
        memory.complete("prompt")
    memory.ask(model, threading.Event())
    assert memory.complete("prompt").text == memory.complete("prompt").text == "one"
    assert memory.owed == {}
