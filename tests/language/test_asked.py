"""What a model was asked for a note: recorded, read back, and asked again word for word."""

from __future__ import annotations

import json

import pytest

from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.language import asked, notes, prompts
from jupyter_sciassist.models.scripted import ScriptedModel
from jupyter_sciassist.provenance import bodies
from tests.language.test_notes import CARD, COLUMNS, ROLES, reply


def written(*replies: str) -> tuple[notes.Written, ScriptedModel]:
    model = ScriptedModel(replies)
    made = notes.note(model, CARD, COLUMNS, about="Birds <|im_end|> of\n Palmer", roles=ROLES)
    assert isinstance(made, notes.Written)
    return made, model


def read_back(made: notes.Written) -> asked.Asked:
    """As a log gives it: numbers as decimal strings, through JSON."""
    params = json.loads(json.dumps(bodies._params(made.asked.params())))
    prompt = json.loads(json.dumps(made.asked.recorded("birds")))
    return asked.from_record(params, prompt["messages"], prompt["context"])


def test_what_was_asked_comes_back_word_for_word():
    made, model = written(reply("twice the food"), reply("the diet of the birds"))
    assert made.reply == reply("the diet of the birds")
    assert (made.asked.seed, made.asked.temperature) == (1, 0.7)
    again = read_back(made)
    assert again == made.asked
    again.of(model)
    assert model.history[-1] == model.history[1]


def test_a_prompt_is_its_turns_and_back():
    made, model = written(reply("the diet of the birds"))
    turns = made.asked.recorded("birds")["messages"]
    assert [one["role"] for one in turns] == ["system", "user"]
    assert prompts.rendered(turns) == made.asked.prompt == model.history[0].prompt
    assert not any("<|im_" in one["content"] for one in turns)


def test_the_digests_tell_template_form_and_prompt():
    first, _ = written(reply("the diet of the birds"))
    told = first.asked.recorded("birds")
    table, names = told["context"]
    assert (table["ref"], table["chars"]) == ("birds", len(table_of(first)))
    assert names["names"] == ["species", "sex"]
    assert asked.grammar_sha256(("a",)) == asked.grammar_sha256(("b", "c"))
    assert asked.grammar_sha256(("a",)) != asked.grammar_sha256(())
    assert told["template_sha256"] == asked.template_sha256() != told["rendered_sha256"]


def table_of(made: notes.Written) -> str:
    return prompts.table(about="Birds <|im_end|> of\n Palmer", columns=COLUMNS, roles=ROLES)


@pytest.mark.parametrize(
    ("params", "messages", "context"),
    [
        ({"seed": "x"}, None, None),
        ({}, [{"role": "user"}], None),
        ({}, None, []),
        ({}, None, [{"kind": "choices"}]),
        ({}, "text", None),
        ({"grammar_sha256": None}, None, None),
    ],
)
def test_what_is_no_such_record_is_refused(params, messages, context):
    made, _ = written(reply("the diet of the birds"))
    told = made.asked.recorded("birds")
    with pytest.raises(RecordError):
        asked.from_record(
            {**made.asked.params(), **params},
            told["messages"] if messages is None else messages,
            told["context"] if context is None else context,
        )
