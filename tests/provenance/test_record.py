"""The one call: log, session and decision in order, and what happens when the disk refuses."""

import json
import os
import subprocess
import threading

import pytest

from jupyter_sciassist.errors import LogDamagedError, LogWriteError, RecordError
from jupyter_sciassist.provenance import spool
from jupyter_sciassist.provenance.bodies import ModelPart
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD, NOTED, PROFILE, python, seqs

DOC = "85a77024-c6eb-42ba-a69f-ff856f547e33"


@pytest.fixture
def sidecar(tmp_path):
    return tmp_path / "a.ipynb.prov.jsonl"


def rows(sidecar):
    return [json.loads(line) for line in sidecar.read_bytes().splitlines()]


def types(sidecar):
    return [row["core"]["type"] for row in rows(sidecar)]


def test_the_first_decision_creates_the_log_and_opens_the_session(sidecar):
    receipt = record(
        sidecar,
        suggestion=NOTED,
        verb="accepted",
        by="Ann",
        notebook="a.ipynb",
        doc_id=DOC,
        kernel="k1",
        cell={"id": "c1", "index": 2},
        text=None,
        shown_ms=10,
        profile=PROFILE,
        model=ModelPart({"name": "small-model"}),
        session_facts={"lab": "4.6.6"},
    )
    created, opened, accepted = rows(sidecar)
    assert types(sidecar) == ["log.created", "session.opened", "suggestion.accepted"]
    assert created["core"]["body"]["notebook"] == {"doc_id": DOC}
    assert opened["core"]["body"]["told"] == {"lab": "4.6.6"}
    assert opened["core"]["body"]["kernel"] == "k1"
    assert accepted["core"]["body"]["session"] == opened["hash"]
    assert accepted["core"]["actor"] == {"kind": "human"}
    assert receipt.to_json() == {
        "record": accepted["core"]["id"],
        "hash": accepted["hash"],
        "log": created["core"]["log"],
        "head": accepted["hash"],
        "count": 3,
        "decisions": 1,
        "path": str(sidecar),
        "doc_id": DOC,
        "warning": None,
        "withheld": [],
    }
    assert scan(sidecar).fault_count == 0


def test_a_session_is_opened_once_a_kernel(sidecar):
    for kernel in ("k1", "k1", "k2", None, "k2", "k1"):
        record(sidecar, suggestion=CARD, verb="rejected", kernel=kernel)
    sessions = {
        row["core"]["body"]["kernel"]: row["hash"]
        for row in rows(sidecar)
        if row["core"]["type"] == "session.opened"
    }
    assert types(sidecar).count("session.opened") == 3
    named = [
        (row["core"]["body"]["kernel"], row["core"]["body"]["session"])
        for row in rows(sidecar)
        if row["core"]["type"] == "suggestion.rejected"
    ]
    assert named == [(kernel, sessions[kernel]) for kernel in ("k1", "k1", "k2", None, "k2", "k1")]


def test_a_log_taken_back_by_git_gets_its_session_again(sidecar):
    record(sidecar, suggestion=CARD, verb="accepted")
    first = sidecar.read_bytes().splitlines(keepends=True)[0]
    record(sidecar, suggestion=CARD, verb="accepted")
    sidecar.write_bytes(first)
    record(sidecar, suggestion=CARD, verb="accepted")
    assert types(sidecar) == ["log.created", "session.opened", "suggestion.accepted"]
    assert scan(sidecar).fault_count == 0


def test_doc_id_is_made_once_and_kept(sidecar):
    first = record(sidecar, suggestion=CARD, verb="accepted", notebook="a.ipynb")
    second = record(sidecar, suggestion=CARD, verb="accepted", notebook="b.ipynb")
    assert first.doc_id is not None
    assert second.doc_id == first.doc_id
    terminal = record(sidecar.with_name("ipython.prov.jsonl"), suggestion=CARD, verb="accepted")
    assert terminal.doc_id is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"doc_id": "X"},
        {"cell": {"id": "a b"}},
        {"cell": {}},
        {"cell": {"id": 7}},
        {"cell": {"id": "c", "index": -1}},
        {"cell": {"id": "c", "index": "3"}},
        {"shown_ms": 2**60},
        {"shown_ms": True},
    ],
)
def test_malformed_requests_leave_no_trace(sidecar, wrong):
    with pytest.raises(RecordError):
        record(sidecar, suggestion=CARD, verb="accepted", **wrong)
    assert not sidecar.exists()


def test_hostile_text_is_recorded_and_verifies(sidecar):
    text = 'x = "\ud800" # \u2028 \x00 \U0001f9ea </script>\r\n'
    record(
        sidecar, suggestion=CARD, verb="edited", by="A\udc80", notebook="\udcff.ipynb", text=text
    )
    last = rows(sidecar)[-1]
    assert last["open"]["/acceptance/text"]["v"] == text.replace("\ud800", "\ufffd")
    assert last["core"]["body"]["note"] == {"surrogates": 3}
    assert scan(sidecar).fault_count == 0


@pytest.mark.parametrize("spooled", [True, False])
def test_a_refused_decision_waits_and_is_written_with_the_next(sidecar, spooled):
    place = spool.spool_of(sidecar)
    kept = f"It is kept in {place}"
    if not spooled:
        place.parent.parent.mkdir(parents=True)
        place.parent.touch()
        kept = "1 decision waits in memory only, until this process ends"
    sidecar.mkdir()
    waiting = [record(sidecar, suggestion=CARD, verb="accepted", by=name) for name in "ab"]
    assert [receipt.hash for receipt in waiting] == [None, None]
    assert waiting[0].warning == (
        f"Not on record yet: {sidecar} is a folder; a log is a regular file. Move it away."
        f" {kept}, and comes on record with the next decision."
    )
    sidecar.rmdir()
    receipt = record(sidecar, suggestion=CARD, verb="rejected", by="c")
    assert (receipt.warning, receipt.count) == (None, 5)
    last = rows(sidecar)[2:]
    assert [row["open"]["/by"]["v"] for row in last] == ["a", "b", "c"]
    assert [row["core"]["body"].get("note") for row in last] == [
        {"gap": {"reason": "LogWriteError", "waiting": 2}},
        {"gap": {"reason": "LogWriteError", "waiting": 1}},
        None,
    ]
    times = [row["core"]["ts"] for row in rows(sidecar)]
    assert max(times[2:4]) <= times[0] <= times[4]
    chain = scan(sidecar)
    assert (chain.fault_count, chain.notes["gap"]) == (0, 2)
    assert not place.is_file()


DECIDING = """
import sys
from pathlib import Path
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import NOTED
said = record(Path(sys.argv[1]), suggestion=NOTED, verb="accepted", by=sys.argv[2], kernel="k",
              notebook="a.ipynb", text="x\\ud800", session_facts={"lab": sys.argv[2]})
print(said.warning, flush=True)
sys.stdin.read()
"""


def test_what_waited_outlasts_its_process(sidecar):
    """Killed with nothing but the spool to tell of its decision; another process writes it down."""
    sidecar.mkdir()
    for name in ("ann", "bob"):
        process = python(DECIDING, sidecar, name, stdin=subprocess.PIPE)
        assert process.stdout.readline().startswith("Not on record yet: ")
        process.kill()
        process.communicate()
    assert spool.spool_of(sidecar).stat().st_mode & 0o777 == 0o600
    with spool.spool_of(sidecar).open("ab") as file:
        file.write(b'{"cut short')
    record(sidecar, suggestion=CARD, verb="accepted", by="cyd")
    sidecar.rmdir()
    record(sidecar, suggestion=CARD, verb="accepted", by="dan")
    made = [row for row in rows(sidecar) if "acceptance" in row["core"]["body"]]
    assert [row["open"]["/by"]["v"] for row in made] == ["ann", "bob", "cyd", "dan"]
    assert made[0]["core"]["body"]["note"] == {
        "gap": {"reason": "LogWriteError", "waiting": 3},
        "surrogates": 1,
    }
    sessions = {row["hash"]: row["core"]["body"] for row in rows(sidecar)}
    assert [sessions[row["core"]["body"]["session"]]["kernel"] for row in made] == [
        "k", "k", None, None,
    ]  # fmt: skip
    assert (scan(sidecar).fault_count, spool.spool_of(sidecar).exists()) == (0, False)


def test_a_crash_before_the_spool_is_emptied_writes_nothing_twice(sidecar):
    sidecar.mkdir()
    record(sidecar, suggestion=CARD, verb="accepted", by="a")
    sidecar.rmdir()
    kept = spool.spool_of(sidecar).read_bytes()
    record(sidecar, suggestion=CARD, verb="accepted", by="b")
    spool.spool_of(sidecar).write_bytes(kept)
    record(sidecar, suggestion=CARD, verb="accepted", by="c")
    assert types(sidecar).count("suggestion.accepted") == 3
    assert not spool.spool_of(sidecar).exists()


def test_a_spool_of_another_version_is_said_and_kept(sidecar):
    place = spool.spool_of(sidecar)
    place.parent.mkdir(parents=True)
    place.write_text('{"id": "x", "later": 1}\n')
    receipt = record(sidecar, suggestion=CARD, verb="accepted")
    assert "was written by another version of jupyter_sciassist" in receipt.warning
    assert place.read_text().startswith('{"id": "x", "later": 1}\n')
    assert not sidecar.exists()


def test_a_spool_stays_while_the_log_is_refused(sidecar):
    sidecar.mkdir()
    for name in "abc":
        record(sidecar, suggestion=CARD, verb="accepted", by=name)
    assert spool.spool_of(sidecar).read_bytes().count(b'"openable"') == 3


def test_what_can_never_be_written_does_not_wait(sidecar):
    sidecar.mkdir()
    for wrong in ({"text": "x" * 2**23}, {"session_facts": {"x": float("nan")}}):
        with pytest.raises(RecordError):
            record(sidecar, suggestion=CARD, verb="accepted", **wrong)
    sidecar.rmdir()
    record(sidecar, suggestion=CARD, verb="accepted")
    assert types(sidecar) == ["log.created", "session.opened", "suggestion.accepted"]


def test_block_raises_and_keeps_nothing(sidecar):
    sidecar.mkdir()
    with pytest.raises(LogWriteError, match="is a folder"):
        record(sidecar, suggestion=CARD, verb="accepted", on_failure="block")
    sidecar.rmdir()
    record(sidecar, suggestion=CARD, verb="accepted")
    assert types(sidecar) == ["log.created", "session.opened", "suggestion.accepted"]
    assert not spool.spool_of(sidecar).exists()


def test_a_foreign_file_is_never_written_to(sidecar):
    sidecar.write_text("shopping list\n")
    with pytest.raises(LogDamagedError):
        record(sidecar, suggestion=CARD, verb="accepted", on_failure="block")
    assert "Move it away" in record(sidecar, suggestion=CARD, verb="accepted").warning
    assert sidecar.read_text() == "shopping list\n"


def test_damage_is_told_with_the_receipt(sidecar):
    record(sidecar, suggestion=CARD, verb="accepted")
    data = bytearray(sidecar.read_bytes())
    data[50] ^= 1
    sidecar.write_bytes(data)
    receipt = record(sidecar, suggestion=CARD, verb="accepted")
    assert receipt.warning.startswith(f"Recorded, but line 1 of {sidecar.name} does not hold (")
    assert receipt.hash in scan(sidecar).known


def test_threads_of_a_server_make_one_line(sidecar):
    def work(kernel):
        for _ in range(10):
            record(sidecar, suggestion=CARD, verb="accepted", kernel=kernel)

    threads = [threading.Thread(target=work, args=(f"k{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain = scan(sidecar)
    assert (chain.fault_count, seqs(chain)) == (0, list(range(45)))


def test_a_forked_child_is_a_writer_of_its_own(sidecar):
    record(sidecar, suggestion=CARD, verb="accepted")
    elsewhere = sidecar.with_name("b.ipynb.prov.jsonl")
    elsewhere.mkdir()
    record(elsewhere, suggestion=CARD, verb="accepted")
    elsewhere.rmdir()
    child = os.fork()
    if not child:
        try:
            record(sidecar, suggestion=CARD, verb="accepted")
            record(elsewhere, suggestion=CARD, verb="rejected")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert len({row["core"]["writer"] for row in rows(sidecar)}) == 2
    assert types(sidecar)[3:] == ["session.opened", "suggestion.accepted"]
    # What waited is written by whoever comes first, and once.
    opened = ["session.opened", "suggestion.accepted", "suggestion.rejected"]
    assert types(elsewhere) == ["log.created", *opened]
    record(elsewhere, suggestion=CARD, verb="rejected")
    assert types(elsewhere)[4:] == ["session.opened", "suggestion.rejected"]


CREATING = """
import sys
from pathlib import Path
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD
sys.stdin.readline()
for number in range(3):
    print(record(Path(sys.argv[1]), suggestion=CARD, verb="accepted", kernel=sys.argv[2]).hash)
"""


def test_eight_processes_create_one_log(sidecar):
    workers = [python(CREATING, sidecar, f"k{n}", stdin=subprocess.PIPE) for n in range(8)]
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    confirmed = {item for worker in workers for item in worker.communicate(timeout=120)[0].split()}
    chain = scan(sidecar)
    assert len(confirmed) == 24
    assert confirmed <= set(chain.known)
    assert (chain.fault_count, seqs(chain)) == (0, list(range(1 + 8 + 24)))
