"""Appends by real processes: short writes, full disks, missing rights, races and kill -9."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance import locks
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
from tests.provenance.logs import accepted, python, seqs, sized, small_log

NAME = "a.ipynb.prov.jsonl"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / NAME


SHORT = """
import json, resource, signal, sys
from pathlib import Path
from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance import locks
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
path = Path(sys.argv[1])
log = SidecarLog(path)
free = resource.getrlimit(resource.RLIMIT_FSIZE)
body, failed = {"text": "x" * 300}, 0
for room in range(0, 800, 16):
    before = path.read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, free[1]))
    try:
        log.append("review.note", body)
    except LogWriteError as error:
        assert "limit" in str(error) or "full" in str(error), error
        assert path.read_bytes() == before
        failed += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, free)
entry = log.append("review.note", body)
chain = scan(path)
print(json.dumps([failed, chain.fault_count, chain.tail, list(chain.heads) == [entry.hash]]))
"""


def test_short_writes_are_taken_back(path):
    small_log(path)
    out, _ = python(SHORT, path).communicate(timeout=120)
    failed, faults, tail, one_head = json.loads(out)
    assert failed >= 41
    assert (faults, tail, one_head) == (0, None, True)


FULL = """
import json, subprocess, sys
from pathlib import Path
from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance import locks
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.log import SidecarLog
folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True)
path = folder / "a.ipynb.prov.jsonl"
log, written = SidecarLog(path), 1
log.append("log.created", {})
try:
    while True:
        log.append("review.note", {"text": "x" * 5000})
        written += 1
except LogWriteError as error:
    said = str(error)
try:
    SidecarLog(folder / "b.ipynb.prov.jsonl").append("log.created", {"text": "x" * 20_000})
except LogWriteError:
    pass
chain = scan(path)
left = sorted(item.name for item in folder.iterdir())
print(json.dumps([said, chain.count == written, chain.fault_count, chain.tail, left]))
"""


def test_a_full_disk_loses_nothing_confirmed(tmp_path):
    probe = ["unshare", "--mount", "--map-root-user", "true"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("mount namespaces are refused here; short writes are tested by a size limit")
    run = ["unshare", "--mount", "--map-root-user", sys.executable, "-c", FULL, str(tmp_path)]
    said, all_there, faults, tail, left = json.loads(
        subprocess.run(run, capture_output=True, text=True, check=True).stdout
    )
    assert said.endswith("No space left on device. The disk is full: free some space.")
    assert (all_there, faults, tail, left) == (True, 0, None, [NAME])


def as_nobody(work) -> str:
    """What `work` says in a child without the rights of root."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            said = work()
        except BaseException as error:
            said = repr(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        said = file.read()
    os.waitpid(child, 0)
    return said


def test_a_read_only_folder_and_file_are_said():
    def append(kind: str) -> str:
        try:
            SidecarLog(folder / NAME).append(kind, {})
        except LogWriteError as error:
            return str(error)
        return "written"

    # Not under pytest's own folder, which other users may not enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said = (
            f"{folder / NAME} cannot be written: Permission denied."
            " Make the file and its folder writable."
        )
        folder.chmod(0o555)
        assert as_nobody(lambda: append("log.created")) == said
        assert list(folder.iterdir()) == []
        folder.chmod(0o755)
        assert append("log.created") == "written"
        (folder / NAME).chmod(0o444)
        before = (folder / NAME).read_bytes()
        assert as_nobody(lambda: append("review.note")) == said
        assert (folder / NAME).read_bytes() == before


HOLDING = """
import sys
from pathlib import Path
from jupyter_sciassist.provenance.log import SidecarLog
with SidecarLog(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_lock_that_is_never_given_back_is_said(path, monkeypatch):
    small_log(path)
    holder = python(HOLDING, path, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    with pytest.raises(LogWriteError, match="is held by another process"):
        SidecarLog(path).append("review.note", {})
    holder.communicate("\n", timeout=60)
    monkeypatch.undo()
    assert SidecarLog(path).append("review.note", {}).count == 4


FORKING = """
import os, signal, sys
from pathlib import Path
from jupyter_sciassist.provenance.log import SidecarLog
with SidecarLog(Path(sys.argv[1])).writing():
    child = os.fork()
    if not child:
        signal.pause()
    if sys.argv[2] == "killed":
        print(child, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
print(child, flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("end", ["left", "killed"])
def test_a_forked_child_does_not_hold_the_lock(path, end):
    """What the user's code forks while a record is written lives on with every open file."""
    small_log(path)
    parent = python(FORKING, path, end, stdin=subprocess.PIPE)
    child = int(parent.stdout.readline())
    try:
        if end == "killed":
            parent.wait(timeout=60)
        assert SidecarLog(path).append("review.note", {}).count == 4
    finally:
        os.kill(child, signal.SIGKILL)
        parent.communicate("\n", timeout=60)


APPENDING = """
import sys
from pathlib import Path
from jupyter_sciassist.provenance.log import SidecarLog
log = SidecarLog(Path(sys.argv[1]))
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    print(log.append("review.note", {"n": number}, {"/text": "x" * 900}).hash, flush=True)
"""


def race(path: Path, runtimes: list[Path | None], each: int) -> set[str]:
    """Hashes that the processes confirmed, one process a runtime folder, all at once."""
    workers = [
        python(APPENDING, path, each, runtime=runtime, stdin=subprocess.PIPE)
        for runtime in runtimes
    ]
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    confirmed = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [len(hashes) for hashes in confirmed] == [each] * len(runtimes)
    return {item for hashes in confirmed for item in hashes}


def test_eight_processes_with_the_lock_make_one_line(path):
    SidecarLog(path).append("log.created", {})
    confirmed = race(path, [None] * 8, 25)
    chain = scan(path)
    assert confirmed <= set(chain.known)
    assert (chain.fault_count, seqs(chain)) == (0, list(range(201)))


def test_eight_processes_without_a_common_lock_lose_nothing(path, tmp_path):
    """Eight containers that share the folder but no runtime folder: forks, joined by the next."""
    SidecarLog(path).append("log.created", {})
    confirmed = race(path, [tmp_path / f"runtime{number}" for number in range(8)], 25)
    chain = scan(path)
    assert confirmed <= set(chain.known)
    assert (chain.count, chain.fault_count, chain.tail) == (201, 0, None)
    joined = SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert (chain.count, chain.fault_count, list(chain.heads)) == (202, 0, [joined.hash])


KILLS = sized(60, 950)


def test_kill_9_loses_nothing_confirmed(path):
    SidecarLog(path).append("log.created", {})
    rng, confirmed = random.Random(), set()
    for number in range(KILLS):
        worker = python(APPENDING, path, 1000, stdin=subprocess.PIPE)
        worker.stdin.write("\n")
        worker.stdin.flush()
        confirmed.add(worker.stdout.readline().strip())
        try:
            worker.wait(rng.random() * 0.02)
        except subprocess.TimeoutExpired:
            worker.kill()
        out, _ = worker.communicate(timeout=60)
        confirmed.update(line for line in out.splitlines() if len(line) == 71)
        chain = scan(path)
        assert (number, chain.fault_count) == (number, 0)
        assert confirmed <= set(chain.known)
    last = SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert len(confirmed) >= KILLS
    assert accepted(chain, last.hash)
    assert list(chain.heads) == [last.hash]


REDACTING = """
import sys
from pathlib import Path
from jupyter_sciassist.provenance.amend import redact
for mark in sys.argv[2:]:
    redact(Path(sys.argv[1]), mark, ["/text"], reason="x")
    print(mark, flush=True)
"""


def test_kill_9_in_a_redaction_leaves_the_old_log_or_the_new_one(path):
    log, rng = SidecarLog(path), random.Random()
    log.append("log.created", {})
    secrets = {
        log.append("review.note", {}, {"/text": f"secret number {number}."}).hash: number
        for number in range(sized(40, 400))
    }
    done: set[str] = set()
    for _ in range(sized(10, 100)):
        left = [mark for mark in secrets if mark not in done]
        worker = python(REDACTING, path, *left)
        first = worker.stdout.readline().strip()
        try:
            worker.wait(rng.random() * 0.01)
        except subprocess.TimeoutExpired:
            worker.kill()
        out, _ = worker.communicate(timeout=60)
        done.update(mark for mark in [first, *out.split()] if mark in secrets)
        chain = scan(path)
        assert (chain.fault_count, chain.tail) == (0, None)
        # One may have been put in place without having been told.
        done.update(chain.removed)
        held = path.read_bytes()
        for mark, number in secrets.items():
            assert (f"secret number {number}.".encode() in held) == (mark not in done)
        beside = path.with_name(path.name + ".new")
        if beside.exists():
            text = beside.read_bytes()
            assert not any(f"secret number {secrets[mark]}.".encode() in text for mark in done)
    assert len(done) >= sized(10, 100)
