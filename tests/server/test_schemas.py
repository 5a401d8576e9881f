"""The API's schemas and the records name the same values: a new one in a record must pass the server."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

import jupyter_sciassist
from jupyter_sciassist import records
from jupyter_sciassist.chat import records as chat_records

API = Path(jupyter_sciassist.__file__).parent / "server" / "openapi.yml"
SCHEMAS = yaml.safe_load(API.read_text(encoding="utf-8"))["components"]["schemas"]


def literals(hint: Any) -> set[Any]:
    """The values that a type names one by one."""
    if typing.get_origin(hint) is Literal:
        return set(typing.get_args(hint))
    return {value for part in typing.get_args(hint) for value in literals(part)}


def named() -> list[tuple[str, str, set[Any], set[Any]]]:
    """Schema, property, its values there, and those of the record of that name."""
    found = []
    for name, schema in SCHEMAS.items():
        record = getattr(chat_records, name, None) or getattr(records, name, None)
        if not isinstance(record, type):
            continue
        hints = typing.get_type_hints(record)
        for key, told in schema.get("properties", {}).items():
            if "enum" in told and key in hints:
                found.append((name, key, set(told["enum"]) - {None}, literals(hints[key])))
    return found


@pytest.mark.parametrize(("schema", "key", "there", "here"), named())
def test_the_schema_names_what_the_record_does(
    schema: str, key: str, there: set[Any], here: set[Any]
) -> None:
    assert there == here, (schema, key)


def test_there_are_such_values() -> None:
    assert {(schema, key) for schema, key, *_ in named()} >= {
        ("Reply", "basis"), ("Request", "operation"), ("Filter", "op"), ("Suggestion", "status"),
    }  # fmt: skip
