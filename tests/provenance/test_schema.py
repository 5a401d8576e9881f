"""The shipped JSON Schema accepts every line that is written and refuses what is not one."""

import json
from copy import deepcopy
from dataclasses import replace
from importlib import resources

import jsonschema
import nbformat
import pytest

from jupyter_sciassist.provenance import states
from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.moving import copy, move
from jupyter_sciassist.provenance.record import count, record
from jupyter_sciassist.records import Confirmation
from tests.provenance.logs import CARD, NOTED, PROFILE
from tests.provenance.test_bodies import INFO

SCHEMA = json.loads(
    resources.files("jupyter_sciassist.provenance").joinpath("schema.json").read_text()
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Lines of every kind that `record` writes."""
    sidecar = tmp_path_factory.mktemp("schema") / "a.ipynb.prov.jsonl"
    place = {"notebook": "a.ipynb", "kernel": "k", "cell": {"id": "c-1", "index": 0}}
    caution = replace(CARD, kind="caution", evidence=None, hypothesis=None)
    part = ModelPart(INFO, {"seed": 1, "temperature": 0.0, "max_tokens": 9}, {"template": "note/1"})
    sidecar.mkdir()
    record(sidecar, suggestion=CARD, verb="accepted", by="Ann", profile=PROFILE, **place)
    sidecar.rmdir()
    record(sidecar, suggestion=NOTED, verb="edited", text="x\ud800", model=part, **place)
    record(sidecar, suggestion=NOTED, verb="rejected", shown_ms=3, **place)
    record(sidecar, suggestion=caution, verb="accepted")
    record(sidecar, suggestion=replace(NOTED, evidence=None, hypothesis=None), verb="accepted")
    with sidecar.open("ab") as file:
        file.write(b'{"core"')
    record(sidecar, suggestion=CARD, verb="rejected", kernel=None, session_facts={"lab": "4.6"})
    made = Confirmation("refuted", "small", "new rows", "new", CARD.evidence)
    record(sidecar, suggestion=replace(CARD, confirmation=made), verb="confirmed", **place)
    families = {"f": {"tests": 4, "confirmations": 1}}
    count(sidecar, kernel="k", families=families, packed="abc")
    notebook = sidecar.with_name("a.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(id="c-1")]), notebook)
    states.saved(states.Watched(sidecar), notebook)
    first = json.loads(sidecar.read_bytes().splitlines()[0])["hash"]
    sidecar.with_name(sidecar.name + ".torn").write_bytes(b"x")
    redact(sidecar, first, ["/notebook/path"], reason="x")
    with sidecar.open("ab") as file:
        file.write(b"damage\n")
    repair(sidecar)
    sidecar.write_bytes(sidecar.read_bytes().replace(b"\n", b"\r\n") + b"more damage\n")
    repair(sidecar, merge=True)
    copied, moved = (sidecar.with_name(f"{name}.ipynb.prov.jsonl") for name in "bc")
    copy(sidecar, copied, "b.ipynb", "1")
    move(copied, moved, "c.ipynb", "b.ipynb")
    lines = sidecar.read_bytes().splitlines() + moved.read_bytes().splitlines()
    return [json.loads(line) for line in lines]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_written_line_is_valid(written):
    assert {row["core"]["type"] for row in written} == {
        "log.created",
        "session.opened",
        "suggestion.accepted",
        "suggestion.rejected",
        "suggestion.confirmed",
        "tests.counted",
        "cell.state",
        "redaction",
        "checkpoint",
        "log.copied",
        "log.moved",
    }
    notes = {key for row in written for key in row["core"]["body"].get("note", ())}
    assert notes == {"gap", "surrogates", "torn"}
    for row in written:
        VALIDATOR.validate(row)


def set_to(value, *keys):
    def change(row):
        inner = row
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value

    return change


def without(*keys):
    def change(row):
        inner = row
        for key in keys[:-1]:
            inner = inner[key]
        del inner[keys[-1]]

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_to(1, "more"),
        without("open"),
        set_to("sha256:" + "A" * 64, "hash"),
        set_to(2, "core", "v"),
        set_to(-1, "core", "seq"),
        set_to(0, "core", "seq"),
        set_to([], "core", "prev"),
        set_to("2026-11-23 20:03:51", "core", "ts"),
        set_to("suggestion.liked", "core", "type"),
        set_to("robot", "core", "actor", "kind"),
        set_to(1, "core", "more"),
        set_to("Ann", "core", "body", "by"),
        set_to("hmac-sha256:0", "core", "commit", "/by"),
        set_to("00", "open", "/by", "salt"),
        set_to({}, "open", "by"),
        without("core", "body", "session"),
        without("core", "body", "acceptance"),
        set_to({"shown_ms": None}, "core", "body", "rejection"),
        set_to("perfect", "core", "body", "acceptance", "mode"),
        set_to(0.5, "core", "body", "acceptance", "edit_ratio"),
        set_to("human", "core", "body", "suggestion", "origin"),
        set_to("fix", "core", "body", "suggestion", "kind"),
        set_to("plain text", "core", "body", "suggestion", "text"),
        set_to("X", "core", "body", "notebook", "doc_id"),
        set_to("guessed", "core", "body", "data", 0, "coverage"),
        set_to(333, "core", "body", "evidence", 0, "n"),
        set_to({"name": "m"}, "core", "body", "model"),
        set_to({"lost": 1}, "core", "body", "note"),
    ],
)
def test_what_is_no_line_is_refused(written, change):
    row = deepcopy(next(row for row in written if "/by" in row["open"]))
    VALIDATOR.validate(row)
    change(row)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(row)
