"""The report of a notebook: what a real engine's store holds, and what the person said of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.kernel.engine import Engine
from tests.chat.operations.common import PENGUINS, reply, text


@pytest.fixture
def engine():
    shell = SimpleNamespace(user_ns={"penguins": load_penguins()}, user_ns_hidden={})
    own = Engine(lambda: shell)
    yield own
    own.stop()


def said(own: Engine, message: str, turns: list[dict[str, str]] | None = None) -> str:
    replies = []

    def take(event: str, **fields: object) -> None:
        if event == "reply":
            replies.append(fields["reply"])
        assert event != "error", fields

    turn = own.chat(message, cells=[], turns=turns or [], reply=take)
    assert turn.wait(120)
    blocks = replies[-1]["blocks"]
    return "\n".join("".join(run["text"] for run in one["runs"]) for one in blocks)


def test_a_fresh_notebook_has_nothing_to_report(engine: Engine) -> None:
    told = said(engine, "/report")
    assert "Nothing was established, accepted or confirmed so far." in told
    assert "0 tests were made so far" in told


def test_what_was_found_accepted_rejected_and_asked(engine: Engine) -> None:
    assert "Established and not yet decided" in said(engine, "what next?")
    first, second, *others = [
        one for one in engine.store.cards() if one.evidence is not None and one.evidence.asserted
    ]
    engine.store.set_status(first.id, "accepted")
    engine.store.set_status(second.id, "rejected")
    turns = [{"role": "user", "text": "what next?"}, {"role": "assistant", "text": "This."}]
    told = said(engine, "/report", turns)
    assert told.startswith("Asked: “what next?”.")
    assert first.hypothesis is not None
    assert f"Accepted: {first.hypothesis.statement}" in told
    assert "Rejected: 1 suggestion." in told
    assert second.hypothesis is not None
    assert second.hypothesis.statement not in told
    open_ = [one.hypothesis.statement for one in others if one.hypothesis is not None]
    assert sum(one in told for one in open_) == 5
    assert "Established, not decided: " in told
    tests = sum(map(len, engine.store.ledgers()))
    assert f"{tests} tests were made so far" in told
    assert "Looked at: penguins." in told
    assert "explore half of the rows" in told


def test_nothing_is_computed_for_it(engine: Engine) -> None:
    said(engine, "what have we found so far?")
    assert engine.store.cards() == []


def test_outside_a_notebook_there_is_nothing_to_report() -> None:
    found = reply("/report", PENGUINS)
    assert found.basis == "none"
    assert "Ask for it in a notebook" in text(found)
