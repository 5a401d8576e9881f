"""A conversation with the real small model, through a real server."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest

from jupyter_sciassist.chat.records import Reply
from jupyter_sciassist.models import catalogue
from jupyter_sciassist.models.client import CONTEXT, WorkerModel
from tests.kernel.kernels import Panel
from tests.kernel.test_chatting import ask, replies, said
from tests.kernel.test_comm import DATA
from tests.server.process import JupyterServer

pytestmark = pytest.mark.model

# Found before a test's own home hides the user's cache.
FILE = catalogue.folder() / catalogue.entry("test").file


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """A kernel that a real server started: it finds that server by itself."""
    assert FILE.is_file(), "Get it with: jupyter sciassist model fetch test"
    home = tmp_path_factory.mktemp("home")
    server = JupyterServer(home, tmp_path_factory.mktemp("root"), f"--SciAssist.model={FILE}")
    try:
        status, started = server.post("api/kernels", {"name": "python3"})
        assert status == 201
        one = Panel(
            SimpleNamespace(connection_file=str(home / "runtime" / f"kernel-{started['id']}.json"))
        )
        one.run(DATA + "%load_ext jupyter_sciassist")
        one.attach()
        yield one
        one.close()
    finally:
        server.stop(signal.SIGTERM)


def test_the_small_model_comments_and_whatever_it_says_is_checked(panel: Panel) -> None:
    asked = ask(panel, "How is response related to dose?", cells=[])
    *before, last = replies(panel, asked)
    assert panel.event("consulting", asked)
    assert before[0].basis == last.basis == "computed"
    assert said(last, "text") == said(before[0], "text")
    assert said(last, "comment")
    grounded = [run for block in last.blocks for run in block.runs if run.standing == "grounded"]
    assert all(run.source is not None and run.source < len(last.sources) for run in grounded)


def test_what_would_be_sent_is_counted_by_the_model_once_it_is_loaded(panel: Panel) -> None:
    replies(panel, ask(panel, "What is the mean of dose?", cells=[]))
    turns = [{"role": "user", "text": "naïve 2 × 3 = 6, 你好"}]
    asked = panel.ask("preview", text="mean of dose?", cells=[], turns=turns, attachments=[])
    panel.event("done", asked)
    first, last = [event for event in panel.events(asked) if event["event"] == "pieces"]
    assert (first["exact"], last["exact"]) == (False, True)
    assert last["window"] == CONTEXT
    texts = [one["text"] for one in last["pieces"]]
    assert texts == [one["text"] for one in first["pieces"]]
    with closing(WorkerModel(FILE)) as model:
        counts = model.tokens(texts)
    assert [one["tokens"] for one in last["pieces"]] == counts
    assert [one["tokens"] for one in first["pieces"]] != counts


def test_a_stop_is_obeyed_while_the_small_model_speaks(panel: Panel) -> None:
    asked = ask(panel, "What is a p-value and why is it used in so many sciences?", cells=[])

    def speaks() -> bool:
        found = [event["reply"] for event in panel.events(asked) if event["event"] == "reply"]
        return any(said(Reply.from_json(one), "comment") for one in found)

    panel.wait(lambda message: speaks())
    panel.event("stopped", panel.ask("stop"))
    panel.event("done", asked)
    *_, last = replies(panel, asked)
    assert last.basis == "general"
