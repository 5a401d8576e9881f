"""What the words of a question leave open and the model reads: it must heed all that they name, and is never verified."""

from __future__ import annotations

from typing import Any

import pytest
from palmerpenguins import load_penguins

import jupyter_sciassist
from jupyter_sciassist.errors import ModelCrashed
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Answer

BIRDS = load_penguins()
DREAM = {"column": "island", "is": "Dream"}
LOOSE = "which island wins in mean body mass among the females"
FEMALE = {"column": "sex", "is": "female"}
HEAVY = {"column": "body_mass_g", "is": "above", "value": 4000}


def ask(question: str, *told: Any) -> tuple[Answer, ScriptedModel]:
    model = ScriptedModel(told)
    answer = jupyter_sciassist.ask(BIRDS, question, model=model)
    return answer, model


def find(what: str, **more: Any) -> dict[str, Any]:
    return {"request": {"find": what, **more}}


def won(**more: Any) -> dict[str, Any]:
    told = {"by": "mean", "group": "island", "of": "body_mass_g", "where": [FEMALE], **more}
    return find("group with the highest", **told)


def test_what_words_leave_open_is_computed_as_the_model_reads_it_and_never_verified() -> None:
    assert ask(LOOSE, find("not in this table"))[0].value is None
    answer, _ = ask(LOOSE, won())
    females = BIRDS[BIRDS["sex"] == "female"]
    assert answer.value == females.groupby("island")["body_mass_g"].mean().idxmax()
    assert not answer.verified
    assert answer.reading is not None
    assert answer.reading.text == "island with the highest mean of body_mass_g where sex = female"
    assert "language model reads" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # a column that no word calls for
        ("mean plasma insulin", find("mean", of="body_mass_g", where=[])),
        # a word that nobody understands, in one phrase with those that call for the column
        ("mean bill serration", find("mean", of="bill_length_mm", where=[])),
        # a number, a level, a statistic or an end of a scale that is passed over
        (
            "how many of the heavy ones exceed 4000 at Dream, whooping",
            find("number of rows", where=[DREAM]),
        ),
        (
            "how many of the heavy ones exceed 4000 at Dream, whooping",
            find("number of rows", where=[HEAVY]),
        ),
        (LOOSE, won(by="median")),
        (LOOSE, won(where=[])),
        (LOOSE, won(where=[FEMALE, {"column": "sex", "is": "male"}])),
        # rows that are counted where nothing is asked to be counted
        ("who was the whooping bird", find("number of rows", where=[])),
    ],
)
def test_a_reading_that_does_not_heed_the_words_is_held_back(question: str, told: Any) -> None:
    answer, _ = ask(question, told)
    assert answer.value is None
    assert not answer.verified


@pytest.mark.parametrize(
    "question", ["mean body_mass_g", "How many rows have island equal to Dream?"]
)
def test_what_the_words_answer_does_not_wait_for_the_model(question: str) -> None:
    answer, model = ask(question)
    assert answer.verified
    assert model.history == []


@pytest.mark.parametrize(
    "question", ["Why are penguins heavier at Dream?", "What will the mean mass be in 2040?"]
)
def test_what_cannot_be_known_is_not_put_to_the_model(question: str) -> None:
    answer, model = ask(question)
    assert answer.value is None
    assert model.history == []


def test_a_research_question_keeps_its_findings_and_is_not_put_to_the_model() -> None:
    answer, model = ask(
        "Is there anything going on between body mass and the islands over here in the south?"
    )
    assert answer.suggestions
    assert not [one for one in model.history if one.op == "complete"]


def test_a_model_that_fails_leaves_the_answer_of_the_words() -> None:
    alone = jupyter_sciassist.ask(BIRDS, LOOSE, model=None)
    answer, _ = ask(LOOSE, ModelCrashed("The model process ended."))
    assert answer == alone


@pytest.mark.parametrize(
    "told",
    [
        "no json", {}, [], {"request": {}}, {"request": "mean"}, find("mean"), find("guess", of="year"),
        find("mean", of="wings", where=[]), find("mean", of="year", where=[{"column": "wings", "is": "two"}]),
        find("mean", of="year", where=[{}]), find("group with the highest", by="mean", of="year", group="wings"),
        find("correlation", of="year"), find("percentage of rows", where=[]), find("mean", of=["year"]),
    ],
)  # fmt: skip
def test_a_reply_that_is_no_request_is_passed_over(told: Any) -> None:
    """An endpoint may keep to no schema; "how low was it" leaves all of it to the model."""
    answer, model = ask("how low was it", told)
    assert answer.value is None
    assert model.history


def test_which_of_several_columns_is_meant_is_not_for_the_model_to_choose() -> None:
    alone = jupyter_sciassist.ask(BIRDS, "what is the mean bill?", model=None)
    assert "Which is meant" in alone.text
    answer, _ = ask("what is the mean bill?", find("mean", of="bill_length_mm", where=[]))
    assert answer == alone


def test_a_condition_that_leaves_nothing_out_is_not_confirmed() -> None:
    """A year as the number of a quarter: the model may well misread what the words misread."""
    table = BIRDS.assign(quarter=BIRDS.index % 4 + 1)
    question = "mean mass in the quarters before 1970"
    bound = {"column": "quarter", "is": "below", "value": 1970}
    told = find("mean", of="body_mass_g", where=[bound])
    answer = jupyter_sciassist.ask(table, question, model=ScriptedModel([told]))
    assert not answer.verified


def test_what_goes_with_what_gives_way_to_the_figure_that_is_asked_for() -> None:
    question = "which island wins in body mass"
    alone = jupyter_sciassist.ask(BIRDS, question, model=None)
    assert alone.reading is not None
    assert alone.reading.request.operation == "factors"
    told = find("group with the highest", by="mean", group="island", of="body_mass_g", where=[])
    answer, _ = ask(question, told)
    assert answer.value == BIRDS.groupby("island")["body_mass_g"].mean().idxmax()
    assert not answer.verified
    assert answer.reading is not None
    assert [one.request for one in answer.reading.rivals][:1] == [alone.reading.request]
