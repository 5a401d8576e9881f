"""Appending: what a record states, recovery after every cut, and files that are no log."""

import errno
import json
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from jupyter_sciassist.errors import LogDamagedError, LogWriteError, RecordError
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.stamps import uuid7
from tests.provenance.logs import seqs, small_log

NAME = "a.ipynb.prov.jsonl"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / NAME


def aged(path: Path) -> None:
    """Make the last write look old: nobody is at it any more."""
    os.utime(path, (1, 1))


def test_append_states_parents_seq_and_count(path):
    log = SidecarLog(path)
    first = log.append("log.created", {"n": 0})
    second = log.append("review.note", {"n": 1}, {"/text": "said"})
    third = log.append("review.note", {"n": 2})
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [row["core"]["seq"] for row in rows] == [0, 1, 2]
    assert [row["core"]["prev"] for row in rows] == [[], [first.hash], [second.hash]]
    assert [row["hash"] for row in rows] == [first.hash, second.hash, third.hash]
    assert rows[1]["open"]["/text"]["v"] == "said"
    assert "said" not in json.dumps(rows[1]["core"])
    assert (first.count, second.count, second.log) == (1, 2, first.log)
    assert rows[0]["core"]["writer"] == rows[1]["core"]["writer"]
    chain = scan(path)
    assert (chain.fault_count, chain.head) == (0, third.hash)


def test_salts_are_fresh(path):
    log = SidecarLog(path)
    log.append("log.created", {}, {"/a": "same", "/b": "same"})
    row = json.loads(path.read_bytes())
    assert len({item["salt"] for item in row["open"].values()}) == 2
    assert len(set(row["core"]["commit"].values())) == 2


def test_ids_are_of_version_7_and_in_order_of_time():
    made = [uuid7() for _ in range(100)]
    assert {item[14] for item in made} == {"7"}
    assert {item[19] for item in made} <= set("89ab")
    assert [item[:13] for item in made] == sorted(item[:13] for item in made)
    assert len(set(made)) == 100


def test_the_first_record_begins_the_log_and_no_other_does(path):
    log = SidecarLog(path)
    with pytest.raises(RecordError, match="cannot stand first"):
        log.append("review.note", {})
    assert not path.exists()
    log.append("log.created", {})
    with pytest.raises(RecordError, match="cannot stand later"):
        log.append("log.created", {})
    assert scan(path).count == 1


def test_lone_surrogates_and_large_integers(path):
    SidecarLog(path).append("log.created", {"n": 2**53, "x": 1e16}, {"/text": "a\ud800b\udfff"})
    row = json.loads(path.read_bytes())
    assert row["core"]["body"] == {
        "n": "9007199254740992",
        "x": "10000000000000000",
        "note": {"surrogates": 2},
    }
    assert row["open"]["/text"]["v"] == "a\ufffdb\ufffd"
    assert scan(path).fault_count == 0


@pytest.mark.parametrize(
    "body",
    [{"x": float("nan")}, {"x": object()}, {"x": b"bytes"}, {"x": "y" * (9 * 2**20)}],
)
def test_what_no_record_holds_leaves_no_trace(path, body):
    with pytest.raises(RecordError):
        SidecarLog(path).append("log.created", body)
    assert not path.exists()


def test_recovery_after_every_cut_in_the_last_record(path):
    lines = small_log(path)
    data, kept = b"".join(lines), len(lines[0] + lines[1])
    torn_file = path.with_name(NAME + ".torn")
    for cut in range(kept + 1, len(data)):
        path.write_bytes(data[:cut])
        aged(path)
        torn_file.unlink(missing_ok=True)
        entry = SidecarLog(path).append("review.note", {"n": 9})
        chain = scan(path)
        assert (chain.fault_count, chain.tail, list(chain.heads)) == (0, None, [entry.hash])
        assert chain.count == 3
        assert torn_file.read_bytes() == data[kept:cut]
        note = json.loads(path.read_bytes().splitlines()[-1])["core"]["body"]["note"]["torn"]
        assert (note["file"], note["bytes"]) == (NAME + ".torn", cut - kept)


def test_torn_bytes_of_two_crashes_are_both_kept(path):
    small_log(path)
    for torn in (b'{"core":{"one', b'{"core":{"two'):
        with path.open("ab") as file:
            file.write(torn)
        aged(path)
        SidecarLog(path).append("review.note", {})
    assert path.with_name(NAME + ".torn").read_bytes() == b'{"core":{"one{"core":{"two'
    assert scan(path).notes["torn"] == 2


def test_a_torn_first_record(path):
    path.write_bytes(b'{"core":{"actor"')
    aged(path)
    SidecarLog(path).append("log.created", {})
    chain = scan(path)
    assert (chain.count, chain.fault_count, chain.notes["torn"]) == (1, 0, 1)


def test_a_record_in_the_writing_is_waited_for(path, monkeypatch):
    """Another machine's lock is not ours: a fresh half-line may be somebody's write."""
    lines = small_log(path)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:100])

    def finish(seconds):
        if path.stat().st_size < len(b"".join(lines)):
            with path.open("ab") as file:
                file.write(lines[2][100:])

    monkeypatch.setattr(time, "sleep", finish)
    SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert (chain.count, chain.fault_count, chain.tail, len(chain.heads)) == (4, 0, None, 1)
    assert not path.with_name(NAME + ".torn").exists()


def test_damage_inside_stays_and_the_log_goes_on(path):
    lines = small_log(path)
    path.write_bytes(lines[0] + lines[1].replace(b'"n":1', b'"n":7') + lines[2])
    SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert [number for number, _ in chain.faults] == [2, 3]
    assert (chain.count, len(chain.heads)) == (3, 1)


def test_a_damaged_last_line_does_not_swallow_the_next(path):
    lines = small_log(path)
    path.write_bytes(b"".join(lines)[:-1] + b"x")
    entry = SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert [number for number, _ in chain.faults] == [3]
    assert (chain.count, list(chain.heads)) == (3, [entry.hash])
    SidecarLog(path).append("review.note", {})
    assert scan(path).count == 4


def test_a_foreign_file_is_left_alone(path):
    path.write_bytes(b"my notes\n")
    with pytest.raises(LogDamagedError, match="holds no provenance record"):
        SidecarLog(path).append("log.created", {})
    assert path.read_bytes() == b"my notes\n"


def test_a_log_of_a_newer_version_is_left_alone(path):
    from jupyter_sciassist.provenance.lines import hash_core

    core = b'{"v":2}'
    newer = b'{"core":%b,"hash":"%b","open":{}}\n' % (core, hash_core(core, 2).encode())
    path.write_bytes(newer)
    with pytest.raises(LogDamagedError, match="newer version"):
        SidecarLog(path).append("log.created", {})
    assert path.read_bytes() == newer


def test_links_folders_and_pipes_are_refused(tmp_path):
    target = tmp_path / "precious"
    target.write_text("x")
    for kind, make, said in (
        ("link", lambda item: item.symlink_to(target), "is a symbolic link"),
        ("folder", lambda item: item.mkdir(), "is a folder"),
        ("pipe", os.mkfifo, "is no file"),
    ):
        path = tmp_path / f"{kind}.ipynb.prov.jsonl"
        make(path)
        with pytest.raises(LogWriteError, match=said):
            SidecarLog(path).append("log.created", {})
    assert target.read_text() == "x"


def test_names_that_no_file_can_have(tmp_path):
    with pytest.raises(LogWriteError, match="a file name holds no NUL"):
        SidecarLog(tmp_path / "nul\0.prov.jsonl")
    with pytest.raises(LogWriteError, match="Give the notebook a shorter name"):
        SidecarLog(tmp_path / ("x" * 300)).append("log.created", {})


def test_a_loop_of_links_is_said(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(LogWriteError):
        SidecarLog(tmp_path / "loop" / NAME).append("log.created", {})


def test_a_log_named_by_its_ending_alone(tmp_path):
    assert SidecarLog(tmp_path / ".prov.jsonl").append("log.created", {}).count == 1


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(LogWriteError, match="save the notebook first"):
        SidecarLog(tmp_path / "gone" / NAME).append("log.created", {})


@pytest.mark.parametrize(("given", "taken"), [(0o644, 0o644), (0o600, 0o600), (0o444, 0o644)])
def test_the_log_takes_the_notebooks_mode(tmp_path, path, given, taken):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text("{}")
    notebook.chmod(given)
    SidecarLog(path).append("log.created", {})
    assert stat.S_IMODE(path.stat().st_mode) == taken
    path.chmod(0o660)
    SidecarLog(path).append("review.note", {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_a_folder_reached_by_two_names_has_one_log(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert SidecarLog(tmp_path / "alias" / NAME).path == SidecarLog(tmp_path / "real" / NAME).path


def test_a_replaced_file_is_read_again(path):
    lines = small_log(path)
    log = SidecarLog(path)
    log.append("review.note", {})
    other = path.with_name("other")
    other.write_bytes(b"".join(lines[:2]))
    other.replace(path)
    assert log.append("review.note", {}).count == 3
    path.unlink()
    assert log.append("log.created", {}).seq == 0


@pytest.mark.parametrize("lock_file", [True, False])
def test_threads_take_turns(path, tmp_path, monkeypatch, lock_file):
    if not lock_file:
        (tmp_path / "no-folder").touch()
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "no-folder"))
    SidecarLog(path).append("log.created", {})

    def work():
        for _ in range(10):
            SidecarLog(path).append("review.note", {})

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain = scan(path)
    assert (chain.fault_count, seqs(chain)) == (0, list(range(41)))


def test_a_writer_without_our_lock_is_noticed(path, tmp_path):
    log = SidecarLog(path)
    log.append("log.created", {})
    other = tmp_path / "elsewhere.prov.jsonl"
    other.write_bytes(path.read_bytes())
    SidecarLog(other).append("review.note", {})
    with log.writing() as batch:
        with path.open("ab") as file:
            file.write(other.read_bytes().splitlines(keepends=True)[1])
        batch.add("review.note", {})
    joined = log.append("review.note", {})
    chain = scan(path)
    assert (chain.count, chain.fault_count, list(chain.heads)) == (4, 0, [joined.hash])


def test_a_failed_fsync_is_not_tried_again(path, monkeypatch):
    small_log(path)
    before, calls = path.read_bytes(), []

    def failing(descriptor):
        calls.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    log = SidecarLog(path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        with pytest.raises(LogWriteError, match="fsync failed"):
            log.append("review.note", {})
    assert path.read_bytes() == before
    with pytest.raises(LogWriteError, match="fsync failed"):
        SidecarLog(path).append("review.note", {})
    assert (path.read_bytes(), len(calls)) == (before, 1)


def test_a_quota_told_at_fsync_passes_when_there_is_room(path, monkeypatch):
    small_log(path)
    before = path.read_bytes()

    def failing(descriptor):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        with pytest.raises(LogWriteError, match="quota is used up"):
            SidecarLog(path).append("review.note", {})
    assert path.read_bytes() == before
    assert SidecarLog(path).append("review.note", {}).count == 4


def test_without_a_lock_file_it_still_appends(path, monkeypatch, tmp_path):
    blocked = tmp_path / "no-folder"
    blocked.write_text("")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(blocked))
    assert SidecarLog(path).append("log.created", {}).count == 1
