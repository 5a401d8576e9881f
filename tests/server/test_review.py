"""The routes of the review document on a real server with real files."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record as decide
from jupyter_sciassist.provenance.verify import main as verify
from jupyter_sciassist.server import contract
from jupyter_sciassist.server.app import SciAssist
from tests.server.cards import CARDS, decision
from tests.server.conftest import Ask, Reply
from tests.server.test_decisions import lines, saved, types

LOG = "work/a b.ipynb.prov.jsonl"
LONG = "x" * 300 + ".prov.jsonl"
SECRET = "patient 4711 of Ward 9"
BODIES: dict[str, dict[str, Any]] = {
    "export": {"kind": "html"},
    "disclose": {"style": "icmje"},
    "note": {"record": "0" * 12, "text": "Why?", "by": None},
    "redact": {"record": "0" * 12, "pointers": ["/by"], "reason": "a name"},
}
REPLIES = {"export": "ExportReply", "disclose": "DiscloseReply", "note": "NoteReply", "redact": "RedactReply"}  # fmt: skip


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    return jp_root_dir


@pytest.fixture
def sidecar(root: Path) -> Path:
    """The log of a notebook with one acceptance by Ada."""
    saved(root / "work" / "a b.ipynb")
    sidecar = root / LOG
    decide(sidecar, suggestion=CARDS[0], verb="accepted", by="Ada", notebook="work/a b.ipynb")
    return sidecar


@pytest.fixture
def post(ask: Ask) -> Any:
    """Ask a route of the document; what it answers fits the contract."""

    async def posted(route: str, **changes: Any) -> Reply:
        reply = await ask(f"provenance/{route}", {"path": LOG, **BODIES[route], **changes})
        if reply.code == 200:
            described = {
                "$ref": f"#/components/schemas/{REPLIES[route]}",
                "components": contract.document()["components"],
            }
            OAS31Validator(described).validate(reply.json)
        return reply

    return posted


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def last(sidecar: Path) -> tuple[str, str]:
    """Id and hash of the last record."""
    line = lines(sidecar)[-1]
    return line["core"]["id"], line["hash"]


async def test_an_export_stands_beside_the_log(post: Any, sidecar: Path) -> None:
    for kind, ending, begins in (
        ("prov-json", ".provenance.json", b'{\n "prefix"'),
        ("prov-n", ".provenance.provn", b"document\n"),
        ("agent-trace", ".agent-trace.jsonl", b'{"files"'),
        ("csv", ".provenance.csv", b"record,record_hash"),
        ("html", ".provenance.html", b"<!DOCTYPE html>"),
    ):
        for middle in ("", "-2"):
            reply = await post("export", kind=kind)
            name = f"a b.ipynb{middle}{ending}"
            assert (reply.code, reply.json) == (200, {"path": f"work/{name}", "warning": None})
            assert (sidecar.parent / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("kind", ["rocrate-1.1", "rocrate-1.3"])
async def test_a_crate_stands_beside_the_log(
    post: Any, sidecar: Path, jp_fetch: Any, kind: str
) -> None:
    (sidecar.parent / "a b.ipynb.crate").mkdir()
    (sidecar.parent / "a b.ipynb.crate" / "mine").touch()
    reply = await post("export", kind=kind)
    assert reply.json == {"path": "work/a b.ipynb-2.crate", "warning": None}
    found = await jp_fetch("api", "contents", "work", "a b.ipynb-2.crate")
    inside = {one["name"] for one in json.loads(found.body)["content"]}
    assert {"ro-crate-metadata.json", "a b.ipynb", "a b.ipynb.prov.jsonl"} <= inside
    assert names(sidecar.parent / "a b.ipynb.crate") == ["mine"]
    assert names(sidecar.parent) == [
        "a b.ipynb", "a b.ipynb-2.crate", "a b.ipynb.crate", "a b.ipynb.prov.jsonl",
    ]  # fmt: skip


async def test_a_log_in_the_root_folder(post: Any, ask: Ask, root: Path) -> None:
    saved(root / "c.ipynb")
    await ask("decisions", decision(notebook="c.ipynb"))
    for path in ("c.ipynb.prov.jsonl", "RTC:/c.ipynb.prov.jsonl"):
        assert (await post("export", path=path)).json["path"].startswith("c.ipynb")
    assert names(root) == [
        "c.ipynb", "c.ipynb-2.provenance.html", "c.ipynb.prov.jsonl", "c.ipynb.provenance.html",
    ]  # fmt: skip


async def test_a_disclosure_is_told_and_not_written(post: Any, sidecar: Path) -> None:
    before = names(sidecar.parent)
    for style in ("icmje", "jama", "nature", "elsevier", "neurips", "gamer"):
        reply = await post("disclose", style=style)
        assert reply.json["text"].startswith("# ")
        assert last(sidecar)[1] in reply.json["text"]
        assert reply.json["warning"] is None
    assert names(sidecar.parent) == before


async def test_a_notebook_that_does_not_match_is_the_warning(post: Any, sidecar: Path) -> None:
    notebook = Path(str(sidecar).removesuffix(".prov.jsonl"))
    told = {"head": "sha256:00", "log": "x", "count": 1}
    notebook.write_text(json.dumps({"cells": [], "metadata": {"sciassist": told}}))
    for route in ("export", "disclose"):
        reply = await post(route)
        assert reply.code == 200
        assert reply.json["warning"].endswith("does not match the log; the export says so.")


async def test_a_note_is_on_disk_when_the_answer_comes(post: Any, sidecar: Path) -> None:
    record, mark = last(sidecar)
    reply = await post("note", record=record, text="Why?\n", by="Rev")
    line = lines(sidecar)[-1]
    assert reply.json == {
        "record": line["core"]["id"],
        "hash": line["hash"],
        "head": line["hash"],
        "count": 4,
        "warning": None,
    }
    assert (line["core"]["type"], line["core"]["actor"]) == ("review.note", {"kind": "human"})
    assert line["core"]["body"] == {"record": mark}
    assert {key: one["v"] for key, one in line["open"].items()} == {"/by": "Rev", "/text": "Why?\n"}
    assert verify([str(sidecar)]) == 0
    about = await post("note", record=line["hash"], text="x" * 20_000, by="R" * 200)
    assert (about.code, about.json["count"]) == (200, 5)


async def test_a_redaction_is_as_the_commands(post: Any, sidecar: Path) -> None:
    record, mark = last(sidecar)
    noted = await post("note", record=record, text="Ada did this", by="Rev")
    reply = await post("redact", record=mark, pointers=["/by", "/suggestion"], reason="a name")
    line = lines(sidecar)[-1]
    removed = ["/by", "/suggestion/text", "/suggestion/title"]
    same_code = {"record": record, "pointer": "/acceptance/text"}
    assert reply.json == {
        "record": line["core"]["id"],
        "hash": line["hash"],
        "head": line["hash"],
        "count": 5,
        "removed": removed,
        "elsewhere": [same_code, {"record": noted.json["record"], "pointer": "/text"}],
        "warning": None,
    }
    assert line["core"]["body"] == {"record": mark, "pointers": removed}
    assert line["open"]["/reason"]["v"] == "a name"
    assert verify([str(sidecar)]) == 0


@pytest.fixture
def logged(app: SciAssist) -> Iterator[list[str]]:
    """All lines that the server writes into its log."""
    found: list[str] = []
    seen: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            # One that a logger hands on to its parent comes twice.
            if record not in seen:
                seen.append(record)
                found.append(self.format(record))

    keep = Keep()
    loggers = [logging.getLogger(), app.log, app.serverapp.log, logging.getLogger("tornado.access")]
    for one in loggers:
        one.addHandler(keep)
    yield found
    for one in loggers:
        one.removeHandler(keep)


async def test_what_was_redacted_is_nowhere(
    post: Any, sidecar: Path, root: Path, logged: list[str], jp_environ: Any, tmp_path: Path
) -> None:
    record, _ = last(sidecar)
    noted = (await post("note", record=record, text=SECRET, by=SECRET)).json["record"]
    whole = sidecar.read_bytes()
    sidecar.write_bytes(whole + whole.splitlines()[-1])
    os.utime(sidecar, (1, 1))
    assert (await post("note", record=record, text="sets it aside")).code == 200
    assert SECRET.encode() in sidecar.with_name(sidecar.name + ".torn").read_bytes()
    sidecar.with_name(sidecar.name + ".new").write_bytes(whole)  # what a crash left
    for changes in ({"text": SECRET * 1000}, {"by": [SECRET]}, {SECRET: 1}, {"text": [SECRET]}):
        assert (await post("note", record=record, **changes)).code == 400
    assert (await post("redact", record=noted, pointers=[SECRET])).code == 400
    reply = await post("redact", record=noted, pointers=["/text", "/by"], reason="a patient")
    assert (reply.code, reply.json["elsewhere"]) == (200, [])
    holding = [
        one
        for one in tmp_path.rglob("*")
        if one.is_file() and (SECRET.encode() in one.read_bytes() or SECRET in one.name)
    ]
    assert holding == []
    assert names(sidecar.parent) == ["a b.ipynb", "a b.ipynb.prov.jsonl"]
    assert sum("does not fit" in line for line in logged) == 5
    # A name that the server draws for a user may hold the same digits.
    assert not any(SECRET in line or re.search(r"\b4711\b", line) for line in logged)
    assert verify([str(sidecar)]) == 0


async def test_many_at_once_leave_one_head(post: Any, ask: Ask, sidecar: Path) -> None:
    record, _ = last(sidecar)
    path = "work/a b.ipynb"
    replies = await asyncio.gather(
        *(ask("decisions", decision(one, notebook=path)) for one in CARDS),
        *(post("note", record=record, text=f"note {number}") for number in range(6)),
        post("redact", record=record),
        *(post("export", kind=kind) for kind in ("csv", "csv", "rocrate-1.1", "rocrate-1.3")),
        *(ask("decisions", decision(one, notebook=path)) for one in CARDS),
    )
    assert [reply.code for reply in replies] == [200] * 21
    counts = [reply.json["count"] for reply in replies if "count" in reply.json]
    assert sorted(counts) == list(range(4, 21))
    chain = scan(sidecar)
    assert (chain.count, len(chain.heads), chain.fault_count) == (20, 1, 0)
    assert verify([str(sidecar)]) == 0
    made = [
        reply.json["path"]
        for reply in replies
        if "path" in reply.json and "count" not in reply.json
    ]
    assert len(set(made)) == 4


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("work/a b.ipynb", 400, "'work/a b.ipynb' is not named like a log."),
        ("work/gone.ipynb.prov.jsonl", 404, "There is no log 'work/gone.ipynb.prov.jsonl'."),
        ("work/folder.prov.jsonl", 404, "There is no log 'work/folder.prov.jsonl'."),
        (LONG, 404, f"'{LONG}' is no path below this server's root folder."),
        (
            "../outside.prov.jsonl",
            404,
            "'../outside.prov.jsonl' is no path below this server's root folder.",
        ),
        (
            "work/../../outside.prov.jsonl",
            404,
            "'work/../../outside.prov.jsonl' is no path below this server's root folder.",
        ),
        (
            "nul\0.prov.jsonl",
            404,
            "'nul\\x00.prov.jsonl' is no path below this server's root folder.",
        ),
        (
            ".secret/x.prov.jsonl",
            403,
            "'.secret/x.prov.jsonl' is hidden, and this server does not serve hidden files.",
        ),
        (
            "work/link.prov.jsonl",
            403,
            "'work/link.prov.jsonl' is a symbolic link; a log is a regular file.",
        ),
    ],
)
async def test_paths_that_are_no_log(
    post: Any, sidecar: Path, root: Path, path: str, status: int, message: str
) -> None:
    outside = root.parent / "outside.prov.jsonl"
    for copy in (outside, root / ".secret" / "x.prov.jsonl"):
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(sidecar.read_bytes())
    (root / "work" / "link.prov.jsonl").symlink_to(outside)
    (root / "work" / "folder.prov.jsonl").mkdir()
    before = {one: one.is_file() and one.read_bytes() for one in root.parent.rglob("*")}
    for route in BODIES:
        assert (await post(route, path=path)).refused[:2] == (status, message)
    assert {one: one.is_file() and one.read_bytes() for one in root.parent.rglob("*")} == before


async def test_a_damaged_log(post: Any, sidecar: Path) -> None:
    record, _ = last(sidecar)
    whole = sidecar.read_bytes().splitlines(keepends=True)
    sidecar.write_bytes(whole[0] + whole[2])
    before = names(sidecar.parent)
    for route in ("export", "disclose"):
        status, message, cure = (await post(route)).refused
        assert status == 409
        assert message.endswith(
            "does not verify (line 2: a parent is missing or stands after its child),"
            " so nothing is exported from it."
        )
        assert cure == f"Run: jupyter sciassist verify {sidecar}"
    assert names(sidecar.parent) == before
    for route in ("note", "redact"):
        reply = await post(route, record=record)
        assert (reply.code, reply.json["record"]) == (200, last(sidecar)[0])
        assert reply.json["warning"].startswith("Recorded, but line 2 of a b.ipynb.prov.jsonl")


async def test_what_holds_no_record(post: Any, sidecar: Path) -> None:
    sidecar.write_bytes(b"my thesis\n")
    for route, status in (("export", 409), ("disclose", 409), ("note", 409), ("redact", 409)):
        assert (await post(route)).code == status
    assert sidecar.read_bytes() == b"my thesis\n"
    assert names(sidecar.parent) == ["a b.ipynb", "a b.ipynb.prov.jsonl"]


async def test_unknown_records_and_pointers(post: Any, sidecar: Path) -> None:
    record, _ = last(sidecar)
    before = sidecar.read_bytes()
    for route in ("note", "redact"):
        assert (await post(route)).refused == (
            400,
            "No records of a b.ipynb.prov.jsonl begin with '000000000000'.",
            "`jupyter sciassist log --json` lists their ids.",
        )
    status, message, _ = (await post("redact", record=record, pointers=["/nothing"])).refused
    assert (status, message) == (400, "Nothing is open at '/nothing'; open here: /acceptance/text, /by, /claim, /data/0/digest, /evidence/0/result, /notebook/path, /suggestion/text, /suggestion/title.")  # fmt: skip
    assert (await post("note", record=record, text=" \n")).refused == (
        400, "The note is empty.", "Write what is to be said about the record.",
    )  # fmt: skip
    assert sidecar.read_bytes() == before


async def test_wrong_bodies_are_named(post: Any, sidecar: Path) -> None:
    for route, changes, place in (
        ("export", {"kind": "pdf"}, "/kind"),
        ("export", {"path": ""}, "/path"),
        ("export", {"path": None}, "/path"),
        ("export", {"to": "elsewhere"}, "the whole"),
        ("disclose", {"style": "icmje.md"}, "/style"),
        ("note", {"record": "zz"}, "/record"),
        ("note", {"text": ""}, "/text"),
        ("note", {"text": "x" * 20_001}, "/text"),
        ("note", {"by": 3}, "/by"),
        ("redact", {"pointers": []}, "/pointers"),
        ("redact", {"pointers": ["by"]}, "/pointers/0"),
        ("redact", {"reason": ""}, "/reason"),
    ):
        reply = await post(route, **changes)
        assert reply.code == 400
        assert reply.json["message"].startswith(f"{REPLIES[route][:-5]}Request: at {place}: ")


async def test_no_record_of_another_log_is_spoken_of(post: Any, ask: Ask, sidecar: Path, root: Path) -> None:  # fmt: skip
    saved(root / "other.ipynb")
    await ask("decisions", decision(notebook="other.ipynb"))
    record, _ = last(sidecar_of(root / "other.ipynb"))
    assert (await post("note", record=record)).code == 400
    assert "review.note" not in types(sidecar)


async def test_what_waits_for_the_log_is_named_as_well(post: Any, ask: Ask, sidecar: Path) -> None:
    record, _ = last(sidecar)
    kept = sidecar.read_bytes()
    sidecar.unlink()
    sidecar.mkdir()
    await ask("decisions", decision(CARDS[1], notebook="work/a b.ipynb", text="# Ada\n"))
    sidecar.rmdir()
    sidecar.write_bytes(kept)
    found = (await post("redact", record=record)).json["elsewhere"]
    assert sorted(one["pointer"] for one in found) == ["/acceptance/text", "/by"]
    assert all(one["record"].endswith(".jsonl") for one in found)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
async def test_a_read_only_folder_is_said_with_its_cure(post: Any, sidecar: Path) -> None:
    record, _ = last(sidecar)
    before, cure = sidecar.read_bytes(), "Make the file and its folder writable."
    sidecar.chmod(0o400)
    sidecar.parent.chmod(0o500)
    refusals = {
        f"{route} {changes}": (await post(route, **changes)).refused
        for route, changes in (
            ("export", {}),
            ("export", {"kind": "rocrate-1.1"}),
            ("note", {"record": record}),
            ("redact", {"record": record}),
        )
    }
    disclosed = await post("disclose")
    sidecar.parent.chmod(0o700)
    assert {(status, told) for status, _, told in refusals.values()} == {(507, cure)}
    assert all("cannot be written: Permission denied" in said for _, said, _ in refusals.values())
    assert disclosed.code == 200
    assert sidecar.read_bytes() == before
    assert names(sidecar.parent) == ["a b.ipynb", "a b.ipynb.prov.jsonl"]


async def test_an_append_by_another_program_is_seen(post: Any, sidecar: Path) -> None:
    entry = SidecarLog(sidecar).append("checkpoint", {"count": 3, "reason": "repair"})
    reply = await post("note", record=entry.id)
    assert lines(sidecar)[-1]["core"]["prev"] == [entry.hash]
    assert reply.json["count"] == 5
