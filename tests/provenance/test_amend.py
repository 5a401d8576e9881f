"""Redaction and repair of single logs: what is gone, what still verifies, what is put on record."""

import json
import os
from pathlib import Path

import pytest

from jupyter_sciassist.errors import LogWriteError, ProvenanceError, RecordError
from jupyter_sciassist.models import prefixes
from jupyter_sciassist.provenance import disk, spool
from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import main, verify
from tests.provenance.logs import NOTED, small_log
from tests.provenance.test_bodies import INFO

SECRET = "sk-4f9a the key of Ada"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "a.ipynb.prov.jsonl"


def with_secret(path: Path) -> str:
    """A log of three records whose middle one holds the secret; that one's id."""
    log = SidecarLog(path)
    log.append("log.created", {}, {"/text": "zero"})
    entry = log.append("review.note", {}, {"/prompt/messages": [{"text": SECRET}], "/by": "Ada"})
    log.append("review.note", {}, {"/text": "two"})
    return entry.id


def holding(folder: Path, secret: str) -> list[str]:
    """Files of the folder whose bytes hold the secret."""
    return [
        item.name
        for item in folder.rglob("*")
        if item.is_file() and secret.encode() in item.read_bytes()
    ]


def last(path: Path) -> dict:
    return json.loads(path.read_bytes().splitlines()[-1])


def test_the_opening_is_gone_and_the_log_verifies(path, capsys):
    identity = with_secret(path)
    path.chmod(0o640)
    done = redact(path, identity, ["/prompt/messages"], reason="a key")
    assert holding(path.parent, SECRET) == []
    assert [item.name for item in path.parent.iterdir()] == [path.name]
    chain = scan(path)
    assert (chain.count, chain.fault_count, chain.redactions, chain.openings) == (4, 0, 1, 4)
    assert list(chain.heads) == [done.entry.hash]
    row = last(path)
    assert row["core"]["type"] == "redaction"
    assert row["core"]["actor"] == {"kind": "human"}
    assert row["core"]["body"]["pointers"] == ["/prompt/messages"]
    assert row["open"]["/reason"]["v"] == "a key"
    assert path.stat().st_mode & 0o777 == 0o640
    assert "values removed: 1" in verify(path).warnings
    assert SidecarLog(path).append("review.note", {}).count == 5
    assert main([str(path)]) == 0


def test_by_hash_by_beginning_and_everything_below(path):
    with_secret(path)
    mark = json.loads(path.read_bytes().splitlines()[1])["hash"]
    assert redact(path, mark[7:19], ["/prompt"], reason="x").pointers == ("/prompt/messages",)
    assert redact(path, mark, ["/by"], reason="x").pointers == ("/by",)
    assert scan(path).redactions == 2


@pytest.mark.parametrize(
    ("record", "pointer", "said"),
    [
        ("0", "/by", "too short"),
        ("ffffffffffff", "/by", "No records"),
        (None, "/nothing", "open here: /by, /prompt/messages"),
        (None, "/pro", "Nothing is open"),
    ],
)
def test_what_cannot_be_redacted_leaves_the_log_as_it_was(path, record, pointer, said):
    identity = with_secret(path)
    before = path.read_bytes()
    with pytest.raises(RecordError, match=said):
        redact(path, record or identity, [pointer], reason="x")
    assert path.read_bytes() == before


def test_torn_bytes_may_hold_it_and_are_deleted(path):
    identity = with_secret(path)
    lines = path.read_bytes().splitlines(keepends=True)
    with path.open("ab") as file:
        file.write(lines[1][:-5])
    os.utime(path, (1, 1))
    SidecarLog(path).append("review.note", {})
    assert sorted(holding(path.parent, SECRET)) == [path.name, path.name + ".torn"]
    done = redact(path, identity, ["/prompt"], reason="x")
    assert done.torn == len(lines[1]) - 5
    assert holding(path.parent, SECRET) == []
    assert last(path)["core"]["body"]["dropped"] == {
        "file": path.name + ".torn",
        "bytes": done.torn,
    }


def test_the_copy_that_jupyter_keeps_is_deleted(path):
    identity = with_secret(path)
    copy = path.parent / ".ipynb_checkpoints" / "a.ipynb.prov-checkpoint.jsonl"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes())
    redact(path, identity, ["/prompt/messages"], reason="a key")
    assert holding(path.parent, SECRET) == []


def test_states_of_prompts_that_the_model_keeps_are_deleted(path):
    identity = with_secret(path)
    prefixes.folder().mkdir()
    for name in ("0.kv", "0.12.part", "other.txt"):
        (prefixes.folder() / name).write_text("of a prompt")
    with pytest.raises(RecordError):
        redact(path, identity, ["/nothing"], reason="a key")
    assert len(list(prefixes.folder().iterdir())) == 3
    redact(path, identity, ["/prompt/messages"], reason="a key")
    assert [file.name for file in prefixes.folder().iterdir()] == ["other.txt"]


def test_a_torn_tail_at_that_moment_is_deleted_too(path):
    identity = with_secret(path)
    with path.open("ab") as file:
        file.write(path.read_bytes().splitlines()[1])
    os.utime(path, (1, 1))
    redact(path, identity, ["/prompt"], reason="x")
    assert holding(path.parent, SECRET) == []
    assert scan(path).fault_count == 0


def test_it_says_where_the_same_text_still_stands(path):
    log = SidecarLog(path)
    log.append("log.created", {})
    first = log.append("review.note", {}, {"/by": "Ada Lovelace"})
    other = log.append("review.note", {}, {"/claim": {"text": "said by Ada Lovelace"}, "/n": 3})
    done = redact(path, first.id, ["/by"], reason="x")
    assert done.elsewhere == ((other.id, "/claim"),)
    assert f"the same text still stands in {other.id} /claim" in done.text()
    assert "git filter-repo" in done.text()


def test_it_says_what_waits_to_be_recorded_with_the_same_text(path):
    log = SidecarLog(path)
    log.append("log.created", {}, {"/by": "Ada Lovelace"})
    kept = path.read_bytes()
    path.unlink()
    path.mkdir()
    record(path, suggestion=NOTED, verb="accepted", by="Ada Lovelace")
    path.rmdir()
    path.write_bytes(kept)
    done = redact(path, json.loads(kept)["hash"], ["/by"], reason="x")
    assert done.elsewhere == ((str(spool.spool_of(path)), "/by"),)


@pytest.mark.parametrize("fails", ["write_beside", "put_in_place"])
def test_when_the_disk_refuses_the_log_is_as_it_was(path, monkeypatch, fails):
    identity = with_secret(path)
    before = path.read_bytes()
    name = "fsync" if fails == "write_beside" else "replace"

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, name, refuse)
    with pytest.raises(LogWriteError, match="free some space"):
        redact(path, identity, ["/by"], reason="x")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_what_a_crash_left_beside_is_taken_away(path):
    identity = with_secret(path)
    path.with_name(path.name + ".new").write_text("half")
    redact(path, identity, ["/by"], reason="x")
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_writer_without_our_lock_is_not_overwritten(path, monkeypatch):
    identity = with_secret(path)
    written = disk.write_beside

    def meanwhile(*args):
        made = written(*args)
        with path.open("ab") as file:
            file.write(b"{}")
        return made

    monkeypatch.setattr(disk, "write_beside", meanwhile)
    with pytest.raises(LogWriteError, match="without our lock"):
        redact(path, identity, ["/by"], reason="x")
    assert path.read_bytes().endswith(b"{}")


def test_an_opening_that_is_back_is_an_integrity_failure(path, capsys):
    identity = with_secret(path)
    full = path.read_bytes().splitlines(keepends=True)
    redact(path, identity, ["/prompt"], reason="x")
    now = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(now[0] + full[1] + b"".join(now[2:]))
    assert main([str(path)]) == 1
    assert "/prompt/messages of record" in capsys.readouterr().out
    path.write_bytes(b"".join(now) + full[1])
    assert "is back" in verify(path).faults[-1][1]
    repair(path, merge=True)
    assert main([str(path)]) == 0
    assert holding(path.parent, SECRET) == []


def test_what_tells_a_removed_value_goes_along(path):
    """The digest of a prompt with one unknown word gives the word; the reply says what the note says."""
    prompt = {
        "messages": [SECRET],
        "context": [SECRET[:9]],
        "rendered_sha256": "sha256:" + "1" * 64,
    }
    part = ModelPart(INFO, {"seed": 0}, prompt, None, SECRET)
    identity = record(path, suggestion=NOTED, verb="accepted", model=part).record
    done = redact(path, identity, ["/prompt/messages"], reason="x")
    assert done.pointers == ("/prompt/context", "/prompt/messages", "/prompt/rendered_sha256")
    done = redact(path, identity, ["/suggestion/note"], reason="x")
    assert done.pointers == ("/suggestion/note", "/suggestion/reply")
    assert holding(path.parent, SECRET[:9]) == []
    # Before it is written as well.
    left_out = ["/prompt/messages", "/suggestion/note"]
    done = record(path, suggestion=NOTED, verb="accepted", model=part, withhold=left_out)
    assert [one.pointer for one in done.withheld] == [
        "/prompt/context",
        "/prompt/messages",
        "/prompt/rendered_sha256",
        "/suggestion/note",
        "/suggestion/reply",
    ]
    assert holding(path.parent, SECRET[:9]) == []
    assert verify(path).exit_code() == 0


def test_a_redaction_of_nothing_known_is_a_fault(path):
    small_log(path)
    log = SidecarLog(path)
    for body in ({"record": "sha256:" + "0" * 64, "pointers": []}, {"record": 3}, {}):
        log.append("redaction", body)
    assert [reason for _, reason in scan(path).faults] == [
        "a redaction that names no record before it"
    ] * 3


def test_a_record_of_the_notebook_is_redacted_whole(path):
    record(path, suggestion=NOTED, verb="accepted", by="Ada", notebook="home/ada/a.ipynb")
    for line in path.read_bytes().splitlines()[:3]:
        row = json.loads(line)
        if row["open"]:
            redact(path, row["core"]["id"], sorted(row["open"]), reason="all of it")
    assert scan(path).redactions == len(
        "by path title text note claim result digest text path".split()
    )
    for word in (b"Ada", b"home/ada", NOTED.title.encode(), b"9f9f9f"):
        assert word not in path.read_bytes()
    assert main([str(path)]) == 0


def test_repair_sets_a_damaged_tail_aside(path, capsys):
    lines = small_log(path)
    tail = lines[1][:-1].replace(b'"n":1', b'"n":7') + b"\nwhatever"
    path.write_bytes(b"".join(lines) + tail)
    assert main([str(path)]) == 1
    done = repair(path)
    assert (done.torn, done.faults) == (len(tail), 0)
    assert path.with_name(path.name + ".torn").read_bytes() == tail
    body = last(path)["core"]["body"]
    assert (body["count"], body["reason"], body["note"]["torn"]["bytes"]) == (
        3,
        "repair",
        len(tail),
    )
    assert main([str(path)]) == 0
    assert main(["--strict", str(path)]) == 3
    before = path.read_bytes()
    assert repair(path).text() == "nothing to repair"
    assert path.read_bytes() == before


def test_repair_of_every_cut(path):
    lines = small_log(path)
    data, kept = b"".join(lines), len(lines[0] + lines[1])
    for cut in range(kept + 1, len(data), 61):
        path.write_bytes(data[:cut])
        os.utime(path, (1, 1))
        assert repair(path).torn == cut - kept
        chain = scan(path)
        assert (chain.count, chain.fault_count, chain.notes["torn"]) == (3, 0, 1)


def test_damage_inside_is_not_mended(path):
    lines = small_log(path)
    path.write_bytes(lines[0] + lines[1].replace(b'"n":1', b'"n":7') + lines[2])
    before = path.read_bytes()
    assert "2 faults inside the log cannot be mended" in repair(path).text()
    assert path.read_bytes() == before
    assert repair(path, merge=True).faults == 2
    assert path.read_bytes().startswith(before)
    assert main([str(path)]) == 1


def test_a_damaged_tail_of_a_redacted_log_is_not_kept(path):
    identity = with_secret(path)
    full = path.read_bytes().splitlines(keepends=True)[1]
    redact(path, identity, ["/prompt"], reason="x")
    with path.open("ab") as file:
        file.write(full.replace(b'"seq":1', b'"seq":2'))
    repair(path)
    assert holding(path.parent, SECRET) == []
    assert main([str(path)]) == 0


def test_what_is_no_log_is_said(path):
    with pytest.raises(ProvenanceError, match="does not exist"):
        repair(path)
    path.write_text("my notes\n")
    for work in (
        lambda: repair(path, merge=True),
        lambda: redact(path, "a" * 9, ["/a"], reason=""),
    ):
        with pytest.raises(ProvenanceError, match="holds no provenance record"):
            work()
    assert path.read_text() == "my notes\n"
