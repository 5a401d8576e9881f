"""A draft in the magics: numbered with the cards, recorded and offered by accept alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_sciassist.chat.context import outside
from jupyter_sciassist.chat.records import Draft, Reply
from jupyter_sciassist.drafts import from_code
from jupyter_sciassist.kernel.replies import as_text
from jupyter_sciassist.kernel.talking import numbered
from jupyter_sciassist.provenance.verify import verify
from tests.kernel.shells import Kernel, table, types

CODE = "df.assign(total=df['x'] + df['y']).describe()"


@pytest.fixture(scope="module")
def draft() -> Draft:
    made = from_code(CODE, "Totals of x and y", outside({"df": table()}), "model")
    assert isinstance(made, Draft), made
    return made


def test_a_draft_is_recorded_and_offered_by_accept_alone(
    kernel: Kernel, sidecar: Path, draft: Draft
) -> None:
    reply = numbered(kernel.engine, Reply("none", draft=draft))
    assert "`%sci accept 1` records it" in as_text(reply)
    assert getattr(kernel.shell, "rl_next_input", None) is None
    assert not sidecar.exists()
    out, _ = kernel.say("%sci accept 1")
    assert "Accepted: Totals of x and y. On record in" in out
    assert kernel.shell.rl_next_input == draft.suggestion.code
    assert types(sidecar)[-1] == "suggestion.accepted"
    assert verify(sidecar).exit_code() == 0


def test_cards_come_before_the_draft_in_the_numbers(kernel: Kernel, draft: Draft) -> None:
    kernel.say("%sci suggest df")
    cards = kernel.engine.store.cards()[:2]
    reply = numbered(kernel.engine, Reply("computed", suggestions=tuple(cards), draft=draft))
    assert "`%sci accept 3` records it" in as_text(reply)
    assert kernel.engine.store.numbered(1).id == cards[0].id
    assert kernel.engine.store.numbered(3).id == draft.suggestion.id
