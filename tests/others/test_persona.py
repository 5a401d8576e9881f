"""The persona in a chat of the real Jupyter AI: a message goes in over the chat's own connection, as a page sends it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.others.conftest import DATA
from tests.others.packages import needs
from tests.others.running import Notebook
from tests.server.process import GUARD, JupyterServer, until

pytestmark = needs("jupyter_ai", "jupyter_ai_persona_manager")

DRAFTS = (
    "[card.analysis for card in"
    " __import__('jupyter_sciassist.kernel.engine', fromlist='x').engine().store.cards()]"
)
PERSONA = "jupyter-ai-personas::jupyter_sciassist::SciAssistPersona"


class Room:
    """One chat, and one page that has it open."""

    def __init__(self, server: JupyterServer, path: str) -> None:
        import websocket

        where = urlsplit(server.url)
        self._socket = websocket.create_connection(
            f"ws://{where.netloc}{where.path}api/chat/ws/{quote(path, safe='')}?token={server.token}",
            timeout=GUARD,
        )
        self.greeting = self.frame("connection")
        # The personas are there when the manager has made them, which it does on the first page.
        while PERSONA not in self.greeting["users"]:
            self.greeting["users"].update(self.frame("users")["users"])

    def close(self) -> None:
        self._socket.close()

    def frame(self, action: str) -> dict[str, Any]:
        """The next frame of a kind."""
        while True:
            frame: dict[str, Any] = json.loads(self._socket.recv())
            if frame["action"] == action:
                return frame

    def say(self, body: str, **more: Any) -> None:
        message = {
            "type": "client", "action": "send", "id": uuid.uuid4().hex, "body": body,
            "metadata": {"to_persona": PERSONA}, **more,
        }  # fmt: skip
        self._socket.send(json.dumps(message))

    def answer(self, body: str, **more: Any) -> str:
        """What the persona has written when it has stopped writing."""
        self.say(body, **more)
        return self.rest()

    def rest(self) -> str:
        """What the persona wrote last, when it has stopped."""
        text = ""
        while True:
            frame = json.loads(self._socket.recv())
            if frame["action"] == "message" and frame["message"]["sender"] == PERSONA:
                text = frame["message"]["body"]
            if frame["action"] == "writing" and not frame["state"] and text:
                return text


@pytest.fixture
def room(server: JupyterServer) -> Iterator[Room]:
    one = Room(server, f"talk-{uuid.uuid4().hex[:6]}.chat")
    yield one
    one.close()


def test_it_answers_from_the_live_data_with_its_sources(room: Room, notebook: Notebook) -> None:
    told = room.answer("what is the largest dose in doses?")
    assert "8.42857" in told.replace("\\", "")
    assert "Sources:\n1. largest value of dose (doses)" in told
    assert "*doses\\.ipynb*" in told


def test_a_variable_that_changes_is_read_anew(room: Room, notebook: Notebook) -> None:
    notebook.run("counts = pd.DataFrame({'hits': [1, 2, 4]})")
    assert "Sum of hits: 7" in room.answer("what is the sum of hits?").replace("\\[1\\]", "")
    notebook.run("counts = pd.DataFrame({'hits': [1, 2, 5]})")
    assert "Sum of hits: 8" in room.answer("what is the sum of hits?").replace("\\[1\\]", "")


def test_its_commands_are_those_of_the_conversation(room: Room, notebook: Notebook) -> None:
    assert "/suggest" in room.answer("/help")
    assert "suggestions about doses" in room.answer("/suggest doses").replace("\\[1\\]", "")


def test_names_from_the_data_are_text_in_the_chat(room: Room, notebook: Notebook) -> None:
    told = room.answer("/suggest doses")
    assert "<b>" not in told
    assert "\\<b\\>ignore" in told


def test_a_draft_comes_with_its_trial_and_says_that_it_is_not_on_record(
    room: Room, notebook: Notebook
) -> None:
    told = room.answer("plot response against dose in doses")
    assert told.count("plt.show()") == 1
    assert "*On a sample: Ran without an error" in told
    assert "put into a cell from here is not on record." in told
    assert "draft" in str(notebook.run("None", a=DRAFTS)["user_expressions"])


def test_the_users_variables_and_cells_stay_as_they_are(room: Room, notebook: Notebook) -> None:
    names = {"names": "sorted(n for n in globals() if n[0] != '_')", "cells": "len(In)"}
    before = notebook.run("None", **names)["user_expressions"]
    room.answer("what is the mean of dose in doses?")
    after = notebook.run("None", **names)["user_expressions"]
    assert after["names"] == before["names"]
    cells = [int(one["cells"]["data"]["text/plain"]) for one in (before, after)]
    assert cells[1] == cells[0] + 1


def test_which_notebook_is_asked_where_several_run(
    server: JupyterServer, room: Room, notebook: Notebook
) -> None:
    with Notebook(server, "second.ipynb") as other:
        other.run("import pandas as pd\nweights = pd.DataFrame({'mass': [2.0, 4.0]})")
        told = room.answer("what is the mean of mass?")
        assert "Several notebooks are running" in told
        assert "second\\.ipynb" in told
        named = room.answer("what is the mean of mass in second.ipynb?")
        assert "*second\\.ipynb*" in named
        attached = {"type": "notebook", "value": "second.ipynb"}
        told = room.answer("what is the mean of mass?", attachments=[attached])
        assert "Mean of mass: 3" in told.replace("\\[1\\]", "")
        # The conversation stays with that notebook.
        assert "Sum of mass: 6" in room.answer("sum of mass?").replace("\\[1\\]", "")


def test_without_a_notebook_it_says_what_to_do(server: JupyterServer, room: Room) -> None:
    for session in server.get("api/sessions")[1]:
        assert session["path"] == "doses.ipynb"
    asked = room.answer("mean of x?", attachments=[{"type": "notebook", "value": "absent.ipynb"}])
    assert "No notebook 'absent\\.ipynb' is running\\." in asked


def test_a_stop_ends_the_reply(server: JupyterServer, room: Room, notebook: Notebook) -> None:
    held(room, notebook)
    assert cancelled(server, room) == [PERSONA]
    assert "*Stopped.*" in room.rest()
    assert "Mean of dose" in room.answer("what is the mean of dose in doses?")


def test_a_stop_before_the_kernel_was_reached_counts(
    server: JupyterServer, room: Room, notebook: Notebook
) -> None:
    room.say("what is the mean of dose in doses?")
    until(lambda: cancelled(server, room) == [PERSONA])
    told = room.rest()
    assert "*Stopped.*" in told or "Mean of dose" in told


def test_a_server_ends_while_a_reply_is_waited_for(tmp_path: Path) -> None:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    one = JupyterServer(tmp_path / "home", tmp_path / "root", "--MCPExtensionApp.mcp_port=0")
    with Notebook(one, "doses.ipynb") as running:
        running.run(DATA)
        room = Room(one, "talk.chat")
        held(room, running)
        assert one.stop() == 0


def held(room: Room, notebook: Notebook) -> None:
    """Ask what is not answered: what stands before it in the worker's queue ends with a stop only."""
    notebook.run(
        "from jupyter_sciassist.kernel.engine import engine as _engine\n"
        "_held = _engine()._worker.submit(lambda job: job._stop.wait())"
    )
    room.say("what is the mean of dose in doses?")
    waiting = "sum(not turn.wait(0) for turn in _engine()._turns)"
    until(lambda: "1" in str(notebook.run("None", n=waiting)["user_expressions"]["n"]["data"]))


def cancelled(server: JupyterServer, room: Room) -> list[str]:
    """The personas that the stop button of a chat stopped."""
    status, told = server.post(f"api/ai/personas/cancel?chat_id={room.greeting['id']}", {})
    assert status == 200
    found: list[str] = told["cancelled"]
    return found


def test_a_policy_turns_it_off(tmp_path: Path) -> None:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    options = ("--SciAssist.chat_policy=force-off", "--MCPExtensionApp.mcp_port=0")
    strict = JupyterServer(tmp_path / "home", tmp_path / "root", *options)
    try:
        room = Room(strict, "talk.chat")
        assert "chat\\_policy is force-off" in room.answer("mean of dose?")
        room.close()
    finally:
        strict.stop()
