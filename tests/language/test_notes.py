from __future__ import annotations

import dataclasses
import json
import threading
from pathlib import Path

import pytest

from jupyter_sciassist.errors import ModelCancelled, ModelCrashed
from jupyter_sciassist.language import notes
from jupyter_sciassist.language.notes import Dropped, Written, finding, note
from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.records import Hypothesis, Note, Subject, Suggestion

COLUMNS = {"flipper_mm": "", "mass_g": "body mass", "species": "", "sex": "", "row": ""}
ROLES = {"flipper_mm": "numeric", "mass_g": "numeric", "species": "category", "sex": "category", "row": "id"}  # fmt: skip
HYPOTHESIS = Hypothesis(
    "Rows with higher flipper_mm have higher mass_g (rho 0.87, 95 % interval 0.84 to 0.9).",
    "association",
    ("flipper_mm", "mass_g"),
    "+",
)
CARD = Suggestion(
    "0" * 16, "hypothesis", Subject("penguins", None), "mass_g rises with flipper_mm",
    "association", HYPOTHESIS, None, "",
)  # fmt: skip


def with_relation(relation: str) -> Suggestion:
    return dataclasses.replace(CARD, hypothesis=dataclasses.replace(HYPOTHESIS, relation=relation))


def reply(idea: str, look_at: str = "species") -> str:
    return json.dumps({"idea": idea, "look_at": look_at})


def test_a_good_reply_becomes_a_note_composed_by_code():
    model = ScriptedModel([reply("the diet of the birds")])
    assert note(model, CARD, COLUMNS).note == Note(
        "Could go along with both: the diet of the birds. Look at `species` next.", "scripted"
    )


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (with_relation("difference"), "The groups could also differ in the diet of the birds."),
        (with_relation("trend"), "Could have changed over the same time: the diet of the birds."),
        (with_relation("confounding"), "Could go along with both: the diet of the birds."),
        (with_relation("outlier"), "Could have to do with the diet of the birds."),
        (
            dataclasses.replace(CARD, hypothesis=None),
            "Could have to do with the diet of the birds.",
        ),
    ],
    ids=["difference", "trend", "confounding", "outlier", "caution"],
)
def test_the_sentence_follows_the_relation(card, expected):
    made = note(ScriptedModel([reply("the diet of the birds")]), card, COLUMNS)
    assert made.note.text == f"{expected} Look at `species` next."


def test_a_thought_that_is_a_column_becomes_a_pointer_to_it():
    model = ScriptedModel([reply("the sex of 12 birds, proven by p < 0.01", "species")])
    assert (
        note(model, CARD, COLUMNS).note.text == "Look at `sex` next: it could go along with both."
    )


def test_a_bad_reply_is_asked_for_once_more_with_another_seed():
    model = ScriptedModel([reply("twice the food"), reply("the diet of the birds")])
    assert isinstance(note(model, CARD, COLUMNS), Written)
    asked = [(call.details["seed"], call.details["temperature"]) for call in model.history]
    assert asked == [(0, 0.0), (1, 0.7)]
    assert model.history[0].prompt == model.history[1].prompt


def test_two_bad_replies_and_there_is_no_note():
    model = ScriptedModel(
        [reply("twice the food"), reply("food that drives mass"), reply("the diet of x")]
    )
    assert note(model, CARD, COLUMNS) == Dropped("causal word 'drives'")
    assert len(model.history) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", '{"idea": 3}', '{"idea": "the diet", "q": 0.01}'])
def test_what_is_no_reply_is_dropped(text):
    assert note(ScriptedModel([text, text]), CARD, COLUMNS) == Dropped(
        "the reply does not fit the schema"
    )


def test_the_model_may_only_point_at_real_columns_that_are_no_ids():
    model = ScriptedModel([reply("the diet of the birds")])
    note(model, CARD, COLUMNS, roles=ROLES)
    schema = model.history[0].details["schema"]
    assert schema["properties"]["look_at"]["enum"] == ["species", "sex"]


PATIENTS = {"dose": "", "response": "", "patient": "", "centre": "", "age": ""}
OF_PATIENTS = {"patient": "id", "centre": "constant", "age": "count"}
ABOUT_DOSE = dataclasses.replace(
    CARD, hypothesis=dataclasses.replace(HYPOTHESIS, variables=("dose", "response"))
)


@pytest.mark.parametrize("idea", ["the state of the patients", "how the centre was chosen"])
def test_a_thought_of_an_identifier_is_no_pointer_to_it(idea):
    thoughts = [reply(idea, "age"), reply("the diet at home", "age")]
    made = note(ScriptedModel(thoughts), ABOUT_DOSE, PATIENTS, roles=OF_PATIENTS)
    assert made.note.text == "Could go along with both: the diet at home. Look at `age` next."
    made = note(ScriptedModel(thoughts[:1] * 2), ABOUT_DOSE, PATIENTS, roles=OF_PATIENTS)
    assert isinstance(made, Dropped)


def test_where_nothing_but_an_identifier_is_left_nothing_is_pointed_at():
    model = ScriptedModel([json.dumps({"idea": "the diet at home"})])
    columns = dict.fromkeys(("dose", "response", "patient"), "")
    made = note(model, ABOUT_DOSE, columns, roles=OF_PATIENTS)
    assert made.note.text == "Could go along with both: the diet at home."
    assert "look_at" not in model.history[0].details["schema"]["properties"]


def test_a_table_of_two_columns_has_nothing_to_point_at():
    model = ScriptedModel([json.dumps({"idea": "the diet of the birds"})])
    two = {"flipper_mm": "", "mass_g": ""}
    assert note(model, CARD, two).note.text == "Could go along with both: the diet of the birds."


def test_errors_and_cancels_are_the_callers():
    with pytest.raises(ModelCrashed):
        note(ScriptedModel([ModelCrashed("gone")]), CARD, COLUMNS)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ModelCancelled):
        note(ScriptedModel(), CARD, COLUMNS, cancel)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Rows with higher x have higher y (rho 0.5).", "Rows with higher x have higher y"),
        ("y (mm) rises with x (s) (slope of y (mm) on x (s) 2).", "y (mm) rises with x (s)"),
        ("y differs by g.", "y differs by g"),
        ("(all of it)", "(all of it)"),
        ("a) b", "a) b"),
        ("a) b)", "a) b)"),
    ],
)
def test_the_numbers_of_a_sentence_are_not_told_to_the_model(statement, expected):
    card = dataclasses.replace(
        CARD, hypothesis=dataclasses.replace(HYPOTHESIS, statement=statement)
    )
    assert finding(card) == expected


def test_every_relation_has_its_sentence():
    assert set(notes._BY_RELATION.values()) <= set(notes._SAID) == set(notes._WHY)


@pytest.mark.model
def test_whatever_the_smallest_model_says_a_shown_note_keeps_the_rules():
    worker = WorkerModel(Path(fetching.fetch("test")))
    try:
        for relation in ("association", "difference", "trend"):
            made = note(worker, with_relation(relation), COLUMNS, roles=ROLES)
            text = made.reason if isinstance(made, Dropped) else made.note.text
            assert text
            if isinstance(made, Written):
                assert made.note.model == "smollm2-135m"
                assert not any(mark.isdigit() for mark in text)
                assert text.endswith(".")
    finally:
        worker.close()
