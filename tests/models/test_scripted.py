from __future__ import annotations

import json
import threading

import jsonschema
import pytest

from jupyter_sciassist.errors import ModelCancelled, ModelCrashed
from jupyter_sciassist.language import replies
from jupyter_sciassist.models.scripted import Call, ScriptedModel, example


def test_answers_come_in_order_and_are_remembered():
    model = ScriptedModel(["first answer", {"a": 1}, ModelCrashed("gone")], scores={" b": -0.5})
    seen: list[str] = []
    made = model.complete("one", on_token=seen.append)
    assert (made.text, seen, made.tokens_out) == ("first answer", ["first", " answer"], 2)
    assert json.loads(model.complete("two").text) == {"a": 1}
    with pytest.raises(ModelCrashed):
        model.complete("three")
    assert model.complete("four").text == "scripted"
    assert model.score("five", [" b", " cc"]) == [-0.5, -3.0]
    assert [(call.op, call.prompt) for call in model.history] == [
        ("complete", "one"),
        ("complete", "two"),
        ("complete", "three"),
        ("complete", "four"),
        ("score", "five"),
    ]
    assert model.history[-1] == Call("score", "five", {"continuations": (" b", " cc")})


def test_a_cancel_ends_the_wait():
    model = ScriptedModel(["a b c d"], delay=60)
    cancel = threading.Event()
    threading.Timer(0.05, cancel.set).start()
    with pytest.raises(ModelCancelled):
        model.complete("x", cancel=cancel)


def test_without_an_answer_it_fits_the_schema():
    schema = {
        "type": "object",
        "properties": {
            "kind": {"const": "note"},
            "of": {"enum": ["a", "b"]},
            "text": {"type": "string", "minLength": 40, "maxLength": 50},
            "n": {"type": "integer"},
            "ok": {"type": "boolean"},
            "list": {"type": "array", "items": {"type": "null"}, "minItems": 2},
        },
    }
    jsonschema.validate(json.loads(ScriptedModel().complete("x", schema=schema).text), schema)
    note = replies.schema(["mass"])
    jsonschema.validate(json.loads(example(note)), note)
