"""Messages of any length: read as far as they can be, shortened no further than is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist import answers
from jupyter_sciassist.chat import conversation, reach
from jupyter_sciassist.chat.context import Context, outside
from jupyter_sciassist.errors import DataError
from jupyter_sciassist.language import vocabulary

ASKED = "Are dose and load related?"
PAGE = "".join(f"row {number} of the log {{x}} 'y' \"z\"\n" for number in range(3_000))


@pytest.fixture(scope="module")
def context() -> Context:
    dose = np.arange(80.0)
    load = dose + np.random.default_rng(3).normal(0, 9, 80)
    return outside({"df": pd.DataFrame({"dose": dose, "load": load, "site": list("abcd") * 20})})


def said(made: conversation.Outcome) -> str:
    return " ".join("".join(run.text for run in block.runs) for block in made.reply.blocks)


@pytest.mark.parametrize(
    ("text", "place"), [(f"{PAGE}{ASKED}", "last"), (f"{ASKED}\n{PAGE}", "first")]
)
def test_the_question_beside_a_page_is_answered(context: Context, text: str, place: str) -> None:
    alone = said(conversation.answer(conversation.Asked(ASKED), context, None))
    assert "dose" in alone
    made = conversation.answer(conversation.Asked(text), context, None)
    assert said(made) == (
        f"The message has {len(text)} characters: its {place} line ({ASKED}) was read as the question, "
        f"and 2000 characters are sent to the model. {alone}"
    )
    assert made.prompt is not None
    assert f"Question: {ASKED}\nrow 0 of the log" in made.prompt.text
    assert len(made.prompt.text) < 6_000


def test_what_is_no_question_is_told_to_be_cut(context: Context) -> None:
    made = conversation.answer(conversation.Asked("words " * 50_000), context, None)
    assert "has 300000 characters: its first 2000 characters were read" in said(made)
    assert made.prompt is not None


def test_a_command_keeps_what_stands_below_it() -> None:
    taken = reach.of(f"/code\n{PAGE}")
    assert taken.question.startswith("/code\nrow 0 of")
    assert len(taken.question) == len(taken.sent) == vocabulary.QUESTION


def test_what_fits_is_taken_whole() -> None:
    text = "x" * vocabulary.QUESTION
    assert reach.of(text) == reach.Taken(text, text, "")


def test_marks_that_are_spelled_out_do_not_make_a_question_too_long(context: Context) -> None:
    made = conversation.answer(conversation.Asked("mean of dose \x00" * 140), context, None)
    assert "characters, and is read up to" not in said(made)


def test_an_answer_is_not_given_to_half_a_question(context: Context) -> None:
    with pytest.raises(DataError, match="The question has 2508 characters, and is read up to 2000"):
        answers.ask(context.objects, "mean of dose" * 209, cards=context.cards)
