"""A model or a server that says nothing: a stop and a hang-up are noticed without another word."""

from __future__ import annotations

from jupyter_sciassist.chat.records import Reply
from tests.kernel.kernels import Panel
from tests.kernel.speaking import Script
from tests.kernel.test_chatting import ask, replies, said

QUESTION = "Are dose and response related?"


def test_what_was_said_before_a_pause_is_shown_in_it(started: Panel, script: Script) -> None:
    script.first = 4
    script.go.clear()
    script.says = ["Perhaps some rows were entered by hand."]
    asked = ask(started, QUESTION)

    def shown() -> list[str]:
        found = [event["reply"] for event in started.events(asked) if event["event"] == "reply"]
        return [said(Reply.from_json(one), "comment") for one in found]

    started.wait(lambda message: any("Perhaps some rows were" in text for text in shown()))
    script.go.set()
    assert said(replies(started, asked)[-1], "comment") == "Perhaps some rows were entered by hand."


def test_who_hangs_up_ends_the_model(started: Panel, script: Script) -> None:
    script.go.clear()
    ask(started, QUESTION)
    assert script.asked.wait(60)
    started.send("comm_close", {"comm_id": started.push_id, "data": {}}, started.subshell)
    assert script.gone.wait(60)
    started.attach()


def test_a_stop_ends_the_wait_for_a_server_that_tells_nothing(
    started: Panel, script: Script
) -> None:
    script.silent = True
    asked = ask(started, QUESTION)
    started.event("reply", asked)
    started.event("stopped", started.ask("stop"))
    assert started.event("done", asked)["stopped"]
    assert said(replies(started, asked)[-1], "text").startswith(
        "Rows with higher dose have higher response"
    )


def test_a_server_of_another_kind_ends_the_request_with_an_error(
    started: Panel, script: Script
) -> None:
    script.other = {"hello": "world"}
    asked = ask(started, QUESTION)
    assert not started.event("done", asked)["stopped"]
    assert "KeyError" in started.event("error", asked)["message"]
