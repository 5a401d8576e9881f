"""What a model says is there must be what the cards establish."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation
from jupyter_sciassist.chat.context import outside
from jupyter_sciassist.chat.conversation import Asked, Outcome


@cache
def asked(question: str) -> Outcome:
    """Height goes with weight; arm, age and the course over time are noise."""
    rng = np.random.default_rng(11)
    height = rng.normal(172, 9, 240)
    table = pd.DataFrame(
        {
            "height_cm": height,
            "weight_kg": 0.9 * (height - 100) + rng.normal(0, 6, 240),
            "arm": rng.choice(["placebo", "low", "high"], 240),
            "age": rng.normal(50, 11, 240),
            "crp": rng.normal(5, 1, 240),
            "enrolled": pd.date_range("2024-01-01", periods=240),
        }
    )
    return conversation.answer(Asked(question), outside({"trial": table}), None)


def struck(question: str, said: str) -> list[str]:
    reply = asked(question).with_comment(said, ended=True)
    runs = [run for block in reply.blocks if block.kind == "comment" for run in block.runs]
    assert "".join(run.text for run in runs) == said
    return [run.text for run in runs if run.standing == "unverified"]


ARMS = "does weight differ between the arms?"
AGE = "is age related to weight?"
TREND = "is there a trend in crp?"
HEIGHT = "is height related to weight?"


def test_the_questions_have_the_verdicts_that_the_cases_rest_on() -> None:
    for question in (ARMS, AGE, TREND):
        first = asked(question).reply.suggestions[0]
        assert first.evidence is not None
        assert not first.evidence.asserted
    first = asked(HEIGHT).reply.suggestions[0]
    assert first.evidence is not None
    assert first.evidence.asserted


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ARMS, "Weight differs between the arms."),
        (ARMS, "Yes, weight differs."),
        (ARMS, "There is a clear difference between the arms."),
        (ARMS, "There is no difference between the arms."),
        (ARMS, "The difference in weight between the arms may be due to diet."),
        (AGE, "Age is related to weight."),
        (AGE, "The relationship between age and weight could be explained by diet."),
        (AGE, "Weight depends on age."),
        (TREND, "Yes, there is a trend in crp."),
        (TREND, "The data show a trend in crp."),
    ],
)
def test_what_is_not_established_is_struck(question: str, said: str) -> None:
    assert struck(question, said) == [said]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ARMS, "Check whether weight differs between the arms in more rows."),
        (ARMS, "There is no evidence that weight differs by arm."),
        (ARMS, "Diet might differ between the arms."),
        (AGE, "The relation between age and weight is not established."),
        (TREND, "Plot crp over time before asking for a trend."),
        (HEIGHT, "Yes, height is related to weight."),
        (HEIGHT, "There is a relation between height and weight."),
    ],
)
def test_what_is_open_or_established_stands(question: str, said: str) -> None:
    assert struck(question, said) == []


def test_only_the_clause_that_claims_is_struck() -> None:
    said = "Look at the residuals. Age is related to weight; check it by sex."
    assert struck(AGE, said) == ["Age is related to weight"]
