"""The shipped JSON Schema accepts every line that is written and refuses what is not one."""

import json
from copy import deepcopy
from dataclasses import replace
from importlib import resources

import jsonschema
import nbformat
import pytest

from jupyter_sciassist.provenance import states
from jupyter_sciassist.provenance.amend import note, redact, repair
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.moving import copy, move
from jupyter_sciassist.provenance.record import count, record, replayed
from jupyter_sciassist.records import Confirmation
from tests.provenance.logs import CARD, NOTED, PROFILE
from tests.provenance.test_bodies import INFO

SCHEMA = json.loads(
    resources.files("jupyter_sciassist.provenance").joinpath("schema.json").read_text()
)
SHA = "sha256:" + "7" * 64
EVIDENCE = {
    "record": SHA,
    "part": "evidence",
    "verdict": "identical",
    "tolerance": "0.000001",
    "compared": ["n", "p"],
    "differs": [],
    "data": {"algo": "sciassist-fp/1", "coverage": "full", "same": True},
    "runtime": None,
}
WORDING = {
    **EVIDENCE,
    "part": "wording",
    "verdict": "diverged",
    "tolerance": None,
    "differs": ["reply"],
    "data": None,
    "runtime": {"build": SHA, "backend": "CPU", "threads": 2, "determinism": "bitwise"},
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Lines of every kind that `record` writes."""
    sidecar = tmp_path_factory.mktemp("schema") / "a.ipynb.prov.jsonl"
    place = {"notebook": "a.ipynb", "kernel": "k", "cell": {"id": "c-1", "index": 0}}
    caution = replace(CARD, kind="caution", evidence=None, hypothesis=None)
    params = {"seed": 1, "temperature": 0.0, "max_tokens": 9, "n_ctx": 4096, "grammar_sha256": SHA}
    prompt = {"template": "note/1", "template_sha256": SHA, "messages": [], "rendered_sha256": SHA}
    runtime = {"build": SHA, "backend": "CPU", "threads": 2, "determinism": "bitwise"}
    part = ModelPart(INFO, params, prompt, runtime, "{}")
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
    replayed(sidecar, [(EVIDENCE, None), (WORDING, {"detail": "other words", "now": "{}"})])
    notebook = sidecar.with_name("a.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(id="c-1")]), notebook)
    states.saved(states.Watched(sidecar), notebook)
    first = json.loads(sidecar.read_bytes().splitlines()[0])["hash"]
    sidecar.with_name(sidecar.name + ".torn").write_bytes(b"x")
    redact(sidecar, first, ["/notebook/path"], reason="x")
    note(sidecar, first, "why\ud800", by="Rev")
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
        "evidence.replayed",
        "cell.state",
        "redaction",
        "checkpoint",
        "log.copied",
        "log.moved",
        "review.note",
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
    refuses(next(row for row in written if "/by" in row["open"]), change)


@pytest.mark.parametrize(
    "change",
    [
        set_to(1, "core", "body", "params", "seed"),
        set_to(0.0, "core", "body", "params", "temperature"),
        set_to("7" * 64, "core", "body", "params", "grammar_sha256"),
        set_to(["Why?"], "core", "body", "prompt", "messages"),
        set_to(SHA, "core", "body", "prompt", "rendered_sha256"),
        set_to("mostly", "core", "body", "runtime", "determinism"),
        set_to("two", "core", "body", "runtime", "threads"),
        without("core", "body", "params"),
    ],
)
def test_what_says_no_such_thing_of_a_model_is_refused(written, change):
    refuses(next(row for row in written if "/prompt/messages" in row["open"]), change)


@pytest.mark.parametrize(
    "change",
    [
        set_to("gone", "core", "body", "record"),
        set_to("figure", "core", "body", "part"),
        set_to("passed", "core", "body", "verdict"),
        set_to(1e-6, "core", "body", "tolerance"),
        set_to([], "core", "body", "compared"),
        set_to({"n": [1, 2]}, "core", "body", "differs"),
        set_to({"n": 2}, "core", "body", "result"),
        set_to("yes", "core", "body", "data", "same"),
        set_to("f" * 64, "core", "body", "data", "digest"),
        set_to({"threads": -1}, "core", "body", "runtime"),
        without("core", "body", "session"),
        without("core", "body", "data"),
    ],
)
def test_what_is_no_replay_is_refused(written, change):
    refuses(next(row for row in written if row["core"]["type"] == "evidence.replayed"), change)


def refuses(line, change):
    row = deepcopy(line)
    VALIDATOR.validate(row)
    change(row)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(row)


@pytest.mark.parametrize(
    "change",
    [
        without("core", "body", "record"),
        set_to("018f3c1e-0000-7000-8000-000000000000", "core", "body", "record"),
        set_to("sha256:0", "core", "body", "record"),
        set_to(["sha256:" + "0" * 64], "core", "body", "record"),
        set_to("plain text", "core", "body", "text"),
        set_to("Ann", "core", "body", "by"),
        set_to({"lost": 1}, "core", "body", "note"),
    ],
)
def test_what_is_no_note_is_refused(written, change):
    row = deepcopy(next(row for row in written if row["core"]["type"] == "review.note"))
    VALIDATOR.validate(row)
    change(row)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(row)
