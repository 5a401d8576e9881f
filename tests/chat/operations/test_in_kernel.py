"""What is different where a kernel keeps suggestions: the explore side, the store, the count of tests."""

from __future__ import annotations

from jupyter_sciassist.kernel.engine import Engine
from tests.chat.operations.common import answered, said


def test_relations_are_looked_for_on_the_explore_side_only(engine: Engine) -> None:
    assert "complete rows of the explore half" in said(
        engine, "predict body mass from flipper length"
    )
    tested = answered(engine, "test body mass by sex")
    evidence = tested.suggestions[0].evidence
    assert evidence is not None
    assert evidence.split == "explore"
    assert "Confirm on the card tests it there once" in said(engine, "test body mass by sex")


def test_a_test_that_is_asked_for_twice_counts_once(engine: Engine) -> None:
    said(engine, "test body mass by sex")
    before = sum(map(len, engine.store.ledgers()))
    said(engine, "t test of body mass by sex")
    assert sum(map(len, engine.store.ledgers())) == before > 0


def test_a_draft_can_be_accepted(engine: Engine) -> None:
    found = answered(engine, "plot body mass by species")
    assert found.draft is not None
    assert engine.store.get(found.draft.suggestion.id).code == found.draft.suggestion.code
    assert engine.shell().user_ns.keys() == {"penguins"}
