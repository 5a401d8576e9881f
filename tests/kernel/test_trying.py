"""Drafts are tried beside the worker thread of a real kernel: it computes on meanwhile, and a stop ends the trial."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.kernel.kernels import Panel
from tests.kernel.speaking import Script
from tests.kernel.test_chatting import ask, replies, said

ENDLESS = {"uses": ["df"], "code": "n = 0\nwhile True:\n    n += 1"}
# Ten times what a stop may take: a guard against hanging, no measurement.
SOON = 3.0
HELD = """
import threading
from jupyter_sciassist import drafts
_go, _begun, _tried = threading.Event(), threading.Event(), drafts.run
def _held(job, stopped):
    _begun.set()
    while not _go.wait(0.01) and not stopped():
        pass
    return _tried(job, stopped)
drafts.run = _held
"""


@pytest.fixture
def held(started: Panel) -> Iterator[Panel]:
    """Trials begin when the test says so."""
    started.run(HELD)
    yield started
    started.run("_go.set(); drafts.run = _tried")


def runners() -> list[psutil.Process]:
    mine = psutil.Process().children(recursive=True)
    return [one for one in mine if _runs(one)]


def _runs(process: psutil.Process) -> bool:
    try:
        return any(part.endswith("runner.py") for part in process.cmdline())
    except psutil.Error:
        return False


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_while_a_draft_is_tried_the_kernel_computes_on_and_a_stop_ends_it(
    started: Panel, script: Script
) -> None:
    script.says = [ENDLESS]
    asked = ask(started, "/code count for ever")
    until(runners)
    second = started.ask("ask", question="largest dose?")
    started.event("answer", second)
    assert not any(event["event"] == "done" for event in started.events(asked))
    assert runners()
    begun = time.monotonic()
    started.event("stopped", started.ask("stop"))
    assert started.event("done", asked)["stopped"]
    assert time.monotonic() - begun < SOON
    until(lambda: not runners())
    *_, last = replies(started, asked)
    assert last.draft is None
    assert "No code is offered: It was stopped." in said(last, "text")


def test_the_engines_own_code_is_tried_beside_too(held: Panel) -> None:
    asked = ask(held, "plot dose against weight")
    first = held.event("reply", asked)["reply"]
    held.run("assert _begun.wait(60)")
    assert first["draft"] is None
    second = held.ask("ask", question="largest dose?")
    held.event("answer", second)
    assert not any(event["event"] == "done" for event in held.events(asked))
    held.run("_go.set()")
    *_, last = replies(held, asked)
    assert last.draft is not None
    assert last.draft.trial.state == "ran", last.draft.trial.told
    assert said(last, "text").startswith("".join(run["text"] for run in first["blocks"][0]["runs"]))


def test_a_magic_that_draws_waits_for_its_trial(started: Panel) -> None:
    done = started.run("r = get_ipython().run_line_magic('sci', 'ask plot dose against weight')")
    shown = [m["content"]["data"]["text/plain"] for m in done["outputs"] if "data" in m["content"]]
    assert any("Ran without an error" in text for text in shown), shown
