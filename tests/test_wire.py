"""One example of each record stands in tests/wire, read here and by the front end's tests."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from jupyter_sciassist import records
from jupyter_sciassist.chat import records as conversation
from jupyter_sciassist.drafts import records as drafted
from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.records import Record

WIRE = Path(__file__).parent / "wire"
HOMES = {WIRE: (records,), WIRE / "chat": (conversation, drafted)}
EXAMPLES = {
    home / f"{name}.json": cls
    for home, modules in HOMES.items()
    for module in modules
    for name, cls in vars(module).items()
    if isinstance(cls, type) and issubclass(cls, Record) and cls.__module__ == module.__name__
    if cls is not Record
}
each = pytest.mark.parametrize(
    "path", sorted(EXAMPLES), ids=lambda path: str(path.relative_to(WIRE).with_suffix(""))
)


def example(path: Path) -> dict[str, object]:
    return json.loads(path.read_text("utf-8"))


def test_every_record_has_an_example_and_no_other_file_stands_there():
    # In small letters: vectors and tables of cases.
    there = {path for home in HOMES for path in home.iterdir() if path.name[0].isupper()}
    assert there == EXAMPLES.keys()


@each
def test_an_example_comes_back_as_it_was(path):
    record = EXAMPLES[path].from_json(example(path))

    assert record.to_json() == example(path)
    assert list(record.to_json()) == [field.name for field in dataclasses.fields(record)]


@each
def test_an_unknown_field_is_refused(path):
    with pytest.raises(RecordError, match="'colour'"):
        EXAMPLES[path].from_json({**example(path), "colour": "red"})
