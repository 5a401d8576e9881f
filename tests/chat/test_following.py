"""Short messages that follow another: read in full by code, shown, and never guessed by the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.chat import conversation, fixing
from jupyter_sciassist.chat.cells import Failure, Target
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.chat.conversation import Asked, Outcome
from jupyter_sciassist.chat.following import followed

rng = np.random.default_rng(8)
TRIAL = pd.DataFrame(
    {
        "sex": rng.choice(["female", "male"], 120),
        "arm": rng.choice(["placebo", "high"], 120),
        "weight_kg": rng.normal(70, 9, 120),
        "crp": rng.normal(5, 1, 120),
    }
)


def after(*asked: str) -> Context:
    return replace(outside({"trial": TRIAL}), asked=asked)


def answered(text: str, *asked: str) -> Outcome:
    return conversation.answer(Asked(text), after(*asked), None)


def text(made: Outcome) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in made.reply.blocks)


@pytest.mark.parametrize(
    ("asked", "message", "whole"),
    [
        (["mean weight for females"], "and for males?", "mean weight for males"),
        (["mean weight for females"], "what about crp?", "mean crp for females"),
        (["mean weight for females", "and for males?"], "and crp?", "mean crp for males"),
        (["mean weight for females", "why?"], "and for males?", "mean weight for males"),
        (["mean weight"], "only for males", "mean weight where sex is male"),
        (["does weight differ between the arms?"], "and crp?", "does crp differ between the arms"),
        (["does weight differ between the arms?"], "plot that", "plot weight_kg by arm"),
        (["mean weight for females", "thanks"], "plot it", "plot weight_kg sex female"),
        (["mean weight by arm"], "why?", "why: mean weight by arm"),
    ],
)  # fmt: skip
def test_a_short_message_takes_over_the_request_before(
    asked: list[str], message: str, whole: str
) -> None:
    found = followed(message, after(*asked))
    assert found.text.rstrip("?") == whole
    assert whole in found.told


@pytest.mark.parametrize(
    "message",
    ["mean weight for males", "and what is a jackknife?", "hello", "/fix", "what about the weather?", "plot weight by arm"],
)  # fmt: skip
def test_what_stands_by_itself_is_left_alone(message: str) -> None:
    found = followed(message, after("mean weight for females"))
    assert (found.text, found.told) == (message, "")


def test_the_answer_says_how_it_was_read_and_is_computed() -> None:
    made = answered("and for males?", "mean weight for females")
    mean = TRIAL[TRIAL.sex == "male"].weight_kg.mean()
    assert text(made).startswith("Read as “mean weight for males”")
    assert f"{mean:.6g}"[:5] in text(made)
    assert made.reply.basis == "computed"


def test_nothing_to_follow_is_asked_for_and_not_guessed() -> None:
    made = answered("and for males?")
    assert made.reply.basis == "none"
    assert made.prompt is None
    assert "Ask the whole question" in text(made)


def test_why_is_not_called_computed_and_not_put_to_the_model() -> None:
    made = answered("why?", "does weight differ between the arms?")
    assert made.reply.basis == "none"
    assert made.prompt is None
    assert "cannot be told from these data alone" in text(made)


def failed(source: str, line: str) -> Target:
    failure = Failure("ZeroDivisionError", "division by zero", 1, line)
    return Target({"id": "c", "source": source}, "", (), failure)


@pytest.mark.parametrize(
    ("source", "line", "code", "touched"),
    [
        ("1/0", "1/0", "trial['age'].mean()\nprint(trial.head(10))", False),
        ("1/0", "1/0", "1/0", False),
        ("1/0", "1/0", "try:\n    1/0\nexcept ZeroDivisionError:\n    pass", True),
        ("n = 0\nmean = total / n", "mean = total / n", "n = 0\nmean = total / n if n else None", True),
        ("n = 0\nmean = total / n", "mean = total / n", "trial.plot()", False),
    ],
)  # fmt: skip
def test_a_repair_is_about_the_line_that_failed(
    source: str, line: str, code: str, touched: bool
) -> None:
    assert fixing.touches(code, failed(source, line)) is touched
