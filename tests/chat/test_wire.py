"""One example of each record of a conversation stands in tests/wire/chat, read here and by the front end's tests."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from jupyter_sciassist.chat import records
from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.records import Answer, Record, Suggestion

WIRE = Path(__file__).parents[1] / "wire" / "chat"
RECORDS = {
    name: cls
    for name, cls in vars(records).items()
    if isinstance(cls, type) and issubclass(cls, Record) and cls not in (Record, Answer, Suggestion)
}


def example(name: str) -> dict[str, object]:
    return json.loads((WIRE / f"{name}.json").read_text("utf-8"))


def test_every_record_has_an_example_and_no_other_file_stands_there():
    there = sorted(path.name for path in WIRE.iterdir())
    assert there == sorted(f"{name}.json" for name in RECORDS)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_an_example_comes_back_as_it_was(name):
    record = RECORDS[name].from_json(example(name))

    assert record.to_json() == example(name)
    assert list(record.to_json()) == [field.name for field in dataclasses.fields(record)]


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_an_unknown_field_is_refused(name):
    with pytest.raises(RecordError, match="'colour'"):
        RECORDS[name].from_json({**example(name), "colour": "red"})
