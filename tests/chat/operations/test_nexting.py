"""What to look at next: cautions, what is undecided, what waits to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist import bearing
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.records import Candidate, Status, Suggestion
from tests.chat.operations.common import BIRDS, PENGUINS, noise, over, reply, text, told


class Decided:
    """The engine's cards with what a person said of them."""

    def __init__(self, cards: bearing.Cards, status: dict[str, Status]) -> None:
        self._cards = cards
        self.status = status

    def __call__(self, name: str, asked: Sequence[Candidate] = (), /) -> list[Suggestion]:
        return [
            replace(card, status=self.status.get(card.id, card.status))
            for card in self._cards(name, asked)
        ]


@pytest.mark.parametrize(
    "question",
    ["What next?", "what should I look at first?", "any ideas", "next steps", "what else?"],
)
def test_what_is_established_and_undecided_comes_best_first(question: str) -> None:
    found = reply(question)
    assert all(card.evidence is not None and card.evidence.asserted for card in found.suggestions)
    assert text(found).startswith("Established and not yet decided: ")
    assert len(found.suggestions) == 3


def test_what_was_decided_is_not_said_again_and_what_was_accepted_is_to_be_confirmed() -> None:
    first = reply("what next").suggestions
    status: dict[str, Status] = {first[0].id: "accepted", first[1].id: "rejected"}
    where = replace(PENGUINS, cards=Decided(PENGUINS.cards, status))
    found = reply("what next", where)
    ids = [card.id for card in found.suggestions]
    assert first[1].id not in ids
    assert ids[-1] == first[0].id
    assert ids[0] == first[2].id
    assert "Accepted and to be confirmed next" in text(found)


def test_cautions_come_first() -> None:
    doubled = pd.concat([BIRDS, BIRDS.iloc[:40]], ignore_index=True)
    found = reply("what next", over(birds=doubled))
    assert found.suggestions[0].kind == "caution"
    assert text(found).startswith("First what may mislead everything else: ")


def left(said: str) -> int:
    found = re.search(r"And (\d+) more suggestions", said)
    assert found is not None
    return int(found[1])


def test_what_a_cell_computed_is_not_suggested() -> None:
    first = reply("what next in penguins").suggestions[1]
    assert first.hypothesis is not None
    a, b = first.hypothesis.variables
    source = f"from scipy import stats\nstats.spearmanr(penguins[{a!r}], penguins[{b!r}])"
    cell = {"id": "c1", "cell_type": "code", "source": source, "execution_count": 1, "outputs": []}
    where = Context(
        PENGUINS.objects, PENGUINS.columns, PENGUINS.cards, cells=({**cell, "metadata": {}},)
    )
    found = reply("what next", where)
    assert first.id not in [card.id for card in found.suggestions]
    assert left(text(found)) == left(told("what next")) - 1


def test_about_a_column_or_an_object() -> None:
    for card in reply("what should I look at in flipper length").suggestions:
        assert card.hypothesis is not None
        assert "flipper_length_mm" in card.hypothesis.variables
    several = outside({f"t{i}": noise(i) for i in range(5)})
    assert "Looked at t0, t1, t2; name another object" in told("what next", several)
    assert "Looked at" not in told("what next in t4", several)


def test_noise_says_that_there_is_nothing() -> None:
    quiet = next(
        seed
        for seed in range(50)
        if not any(
            card.kind == "caution" or (card.evidence is not None and card.evidence.asserted)
            for card in over(table=noise(seed)).cards("table")
        )
    )
    found = reply("what next", over(table=noise(quiet)))
    assert found.suggestions == ()
    assert "Nothing is established in table" in text(found)


def test_a_stop_is_heard_between_objects() -> None:
    calls = iter([False, True, True])
    where = replace(outside({"a": load_penguins(), "b": noise(1)}), stopped=lambda: next(calls))
    assert {card.subject.variable for card in reply("what next", where).suggestions} == {"a"}


def test_columns_that_mean_nothing_to_each_other() -> None:
    table = pd.DataFrame({"x": np.arange(5.0) ** 2, "y": [2.0, 1, 4, 3, 5]})
    assert "Nothing about x is established" in told("what should I look at in x", over(t=table))
