from __future__ import annotations

import jsonschema
import pytest

from jupyter_sciassist.language import replies
from jupyter_sciassist.language.replies import Reply


def test_the_schema_holds_the_real_columns():
    schema = replies.schema(["mass", "sex"])
    assert schema["properties"]["look_at"] == {"enum": ["mass", "sex"]}
    jsonschema.validate({"idea": "the diet of the birds", "look_at": "sex"}, schema)
    for bad in (
        {"idea": "the diet of the birds", "look_at": "age"},
        {"idea": "The 2 diets", "look_at": "sex"},
        {"idea": "a" * 71, "look_at": "sex"},
        {"idea": "the diet of the birds"},
        {"idea": "the diet", "look_at": "sex", "verdict": "proven"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_without_other_columns_there_is_nothing_to_point_at():
    assert list(replies.schema([])["properties"]) == ["idea"]
    assert len(replies.schema([str(n) for n in range(500)])["properties"]["look_at"]["enum"]) == 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"idea": "the diet", "look_at": "sex"}', Reply("the diet", "sex")),
        ('{"idea": " the  diet, "}', Reply("the diet", None)),
        ('{"idea": "the diet", "look_at": null}', Reply("the diet", None)),
        ('{"idea": "the diet", "look_at": 3}', None),
        ('{"idea": ["the diet"]}', None),
        ('{"look_at": "sex"}', None),
        ('{"idea": "the diet", "p": 0.01}', None),
        ('{"idea": "the di', None),
        ('["the diet"]', None),
        ("the diet", None),
        ("", None),
    ],
)
def test_a_reply_is_read_or_refused(text, expected):
    assert replies.parse(text) == expected
