"""A policy that forbids conversations, in the kernel itself: whoever sends a message over the comm is refused."""

from __future__ import annotations

import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.kernel.kernels import Panel
from tests.kernel.speaking import Script, served
from tests.kernel.test_chatting import ask, replies
from tests.kernel.test_comm import DATA
from tests.server.process import JupyterServer

QUESTION = "What is the mean of dose?"


def until_ended(panel: Panel, asked: int) -> None:
    panel.wait(lambda message: ended(panel, asked))


def refused(panel: Panel) -> bool:
    """Whether message and preview are refused, with the cure, and an answer comes all the same."""
    told = []
    for do in ("chat", "preview"):
        asked = panel.ask(do, text=QUESTION, cells=[], attachments=[], turns=[], cell=None)
        until_ended(panel, asked)
        told.append({event["event"]: event for event in panel.events(asked)})
    assert panel.event("answer", panel.ask("ask", question="largest dose?"))
    refusals = ["error" in events for events in told]
    assert len(set(refusals)) == 1
    for events in told if refusals[0] else ():
        assert "reply" not in events
        assert "pieces" not in events
        assert (
            events["error"]["message"]
            == "Conversations are turned off here: chat_policy is force-off."
        )
        assert "SCIASSIST_CHAT_POLICY" in events["error"]["cure"]
    return refusals[0]


def ended(panel: Panel, asked: int) -> bool:
    return any(event["event"] in ("done", "pieces") for event in panel.events(asked))


def environment(panel: Panel, name: str) -> Any:
    return panel.silent(f"__import__('os').environ.get({name!r})")


def test_by_the_environment(started: Panel) -> None:
    assert not refused(started)
    started.run("import os; os.environ['SCIASSIST_CHAT_POLICY'] = 'force-off'")
    try:
        assert refused(started)
    finally:
        started.run("del os.environ['SCIASSIST_CHAT_POLICY'], os")
    assert not refused(started)


def test_by_the_server_whose_last_word_stands_when_it_is_gone(started: Panel) -> None:
    with served(started, Script()) as script:
        script.policy = "force-off"
        assert refused(started)
    assert refused(started)
    with served(started, Script()):
        assert not refused(started)


@pytest.mark.parametrize("name", ["chat", "model", "network"])
def test_what_a_server_forbids_comes_down_to_its_kernels(tmp_path: Path, name: str) -> None:
    home, root = tmp_path / "home", tmp_path / "root"
    home.mkdir()
    root.mkdir()
    server = JupyterServer(home, root, f"--SciAssist.{name}_policy=force-off")
    try:
        status, made = server.post("api/kernels", {"name": "python3"})
        assert status == 201
        file = home / "runtime" / f"kernel-{made['id']}.json"
        panel = Panel(SimpleNamespace(connection_file=str(file)))
        panel.run(DATA)
        panel.attach()
        assert environment(panel, f"SCIASSIST_{name.upper()}_POLICY") == "force-off"
        others = {"CHAT", "NETWORK"} - {name.upper()}
        assert [environment(panel, f"SCIASSIST_{one}_POLICY") for one in others] == [None] * len(
            others
        )
        assert refused(panel) == (name == "chat")
        panel.close()
    finally:
        server.stop(signal.SIGTERM)


def test_an_allowed_message_is_answered(started: Panel) -> None:
    with served(started, Script()):
        assert replies(started, ask(started, QUESTION))[-1].basis == "computed"
