"""A value of a column with codes for missing ones, or with far values, says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation
from jupyter_sciassist.chat.conversation import Asked
from tests.chat.operations.common import over, text

rng = np.random.default_rng(6)
AGE = rng.normal(50, 9, 200).round()
AGE[:6] = -99
HEIGHT = rng.normal(170, 8, 200).round(1)
HEIGHT[[20, 30]] = [17.8, 1690.0]
TRIAL = pd.DataFrame(
    {"age": AGE, "height": HEIGHT, "weight": 0.9 * (HEIGHT - 100) + rng.normal(0, 5, 200)}
)
CODE = "age is -99 in 6 rows, far from all other values: probably a code for a missing one."
FAR = "height holds 2 values far from all others: 17.8, 1690."


def told(question: str) -> str:
    return text(conversation.answer(Asked(question), over(trial=TRIAL), None).reply)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("mean age", CODE), ("what is the largest height?", FAR), ("describe age", CODE), ("describe trial", CODE),
        ("describe trial", FAR), ("predict weight from age and height", CODE), ("mean of weight where age > 40", CODE),
    ],
)  # fmt: skip
def test_what_is_in_doubt_stands_beside_the_value(question: str, wanted: str) -> None:
    assert wanted in told(question)


@pytest.mark.parametrize("question", ["how many rows are there?", "mean of weight for each age"])
def test_other_values_carry_no_note(question: str) -> None:
    assert FAR not in told(question)


def test_the_note_is_grounded_in_what_was_counted() -> None:
    reply = conversation.answer(Asked("mean age"), over(trial=TRIAL), None).reply
    cited = {
        run.text: reply.sources[run.source].told
        for run in reply.blocks[-1].runs
        if run.source is not None
    }
    assert cited["6"] == "rows with -99 in age, far from all other values"
