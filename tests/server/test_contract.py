"""openapi.yml is valid, names the real routes and the real records, and is what requests meet."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from jupyter_sciassist import records
from jupyter_sciassist.chat import records as chat_records
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.chat_handlers import CHAT_HANDLERS
from jupyter_sciassist.server.handlers import HANDLERS, SciAssistHandler
from jupyter_sciassist.server.model_handlers import MODEL_HANDLERS
from jupyter_sciassist.server.refusals import RefusedError
from jupyter_sciassist.server.review_handlers import REVIEW_HANDLERS
from tests.server.cards import CARDS, decision, notes_request

SCHEMAS = contract.document()["components"]["schemas"]
RECORDS = [
    kind
    for kind in {**vars(records), **vars(chat_records)}.values()
    if isinstance(kind, type) and issubclass(kind, records.Record) and kind.__name__ in SCHEMAS
]


def verbs(handler: type[SciAssistHandler]) -> set[str]:
    return {verb for verb in ("get", "post", "put", "patch", "delete") if verb in vars(handler)}


def test_the_document_is_valid_openapi() -> None:
    validate(contract.document())


def test_the_document_describes_the_routes_that_exist() -> None:
    described = {
        path: set(item) - {"parameters"} for path, item in contract.document()["paths"].items()
    }
    assert described == {
        path: verbs(handler)
        for path, handler in (*HANDLERS, *MODEL_HANDLERS, *REVIEW_HANDLERS, *CHAT_HANDLERS)
    }


def test_the_records_that_travel_are_described() -> None:
    names = {kind.__name__ for kind in RECORDS}
    assert names == {
        "Answer", "Assumption", "Attachment", "Block", "Choice", "ColumnKey", "ColumnProfile",
        "Confirmation", "Danger", "Draft", "Effect", "Estimate", "Evidence", "Family", "Filter",
        "Fingerprint", "Hypothesis", "Message", "Note", "Plan", "Profile", "Reading", "Reply",
        "Request", "Run", "Scan", "Source", "Statistic", "Subject", "Suggestion", "Trial",
    }  # fmt: skip


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_schema_has_the_fields_of_its_record(kind: type[records.Record]) -> None:
    fields = dataclasses.fields(kind)
    unset = dataclasses.MISSING
    needed = [f.name for f in fields if f.default is unset and f.default_factory is unset]
    schema = SCHEMAS[kind.__name__]
    assert list(schema["properties"]) == [field.name for field in fields]
    assert schema["required"] == needed
    assert schema["additionalProperties"] is False


def test_the_requests_of_the_panel_pass() -> None:
    notes, accepted = notes_request(), decision()
    assert contract.read(json.dumps(notes).encode(), "NotesRequest") == notes
    assert contract.read(json.dumps(accepted).encode(), "DecisionRequest") == accepted


def refused(body: bytes | dict[str, Any], schema: str) -> tuple[int, str, str]:
    with pytest.raises(RefusedError) as caught:
        contract.read(body if isinstance(body, bytes) else json.dumps(body).encode(), schema)
    return caught.value.status, caught.value.message, caught.value.cure


NO_JSON = "Send one JSON object in UTF-8."
RELOAD = "Reload the page, so that panel and server have one version."


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Expecting value: line 1 column 1 (char 0)"),
        (b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b'{"paused": NaN}', "NaN is no JSON number"),
        (b"\xff", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(body: bytes, reason: str) -> None:
    assert refused(body, "PauseRequest") == (400, f"The request is no JSON: {reason}.", NO_JSON)


def test_unknown_fields_are_named() -> None:
    assert refused({"paused": True, "colour": 1}, "PauseRequest") == (
        400,
        "PauseRequest: at the whole: Additional properties are not allowed "
        "('colour' was unexpected).",
        RELOAD,
    )


def test_a_wrong_type_deep_in_a_suggestion_is_named_with_its_place() -> None:
    body = notes_request()
    body["suggestions"][1]["evidence"]["effect"]["value"] = "large"
    assert refused(body, "NotesRequest")[1] == (
        "NotesRequest: at /suggestions/1/evidence/effect/value: 'large' is not of type 'number'."
    )


@pytest.mark.parametrize("field", ["id", "title", "code", "kind", "subject", "status"])
def test_a_suggestion_with_a_wrong_type_is_refused(field: str) -> None:
    body = decision()
    body["suggestion"] = {**CARDS[0].to_json(), field: 7}
    status, message, _ = refused(body, "DecisionRequest")
    assert status == 400
    assert message.startswith(f"DecisionRequest: at /suggestion/{field}: ")


def test_a_long_wrong_value_is_cut_in_the_message() -> None:
    assert len(refused({"paused": "x" * 10_000}, "PauseRequest")[1]) < 400


def test_what_was_sent_stands_in_the_answer_and_not_in_the_log() -> None:
    body = {"path": "a.prov.jsonl", "record": "0" * 12, "text": "a secret", "by": ["a secret"]}
    with pytest.raises(RefusedError) as caught:
        contract.read(json.dumps(body).encode(), "NoteRequest")
    assert caught.value.message.startswith("NoteRequest: at /by: ['a secret'] is not of type ")
    assert str(caught.value) == "NoteRequest: at /by: does not fit 'type'."
    long = {**body, "by": None, "text": "a secret" * 3000}
    assert refused(long, "NoteRequest")[1] == (
        "NoteRequest: at /text: 24000 characters, at most 20000 are taken."
    )


def test_too_many_suggestions_are_refused() -> None:
    body = notes_request(*[CARDS[0]] * 501)
    assert re.search(
        r"at /suggestions: .* is too long\.$|\.\.\.\.$", refused(body, "NotesRequest")[1]
    )


def test_a_body_over_the_limit_is_refused() -> None:
    assert refused(b" " * (contract.LIMIT + 1), "PauseRequest") == (
        413,
        "The request has 4194305 bytes; at most 4194304 are taken.",
        "Send fewer suggestions at a time.",
    )
