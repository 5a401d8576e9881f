"""Logs where other machines write too: a segment a writer, read as one, and joined into one file."""

import io
import json
import random
import shutil
import subprocess
import sys
from uuid import uuid4

import nbformat
import pytest

from jupyter_sciassist.errors import LogDamagedError, LogWriteError
from jupyter_sciassist.provenance import disk, locks, moving, review
from jupyter_sciassist.provenance.amend import redact, repair
from jupyter_sciassist.provenance.chain import read, scan
from jupyter_sciassist.provenance.exports.reading import whole
from jupyter_sciassist.provenance.files import folder_of, is_log
from jupyter_sciassist.provenance.leftovers import leftovers
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.stamps import now
from jupyter_sciassist.provenance.verify import Trust, reports_of, verify
from tests.provenance.logs import rehashed, seqs, sized
from tests.provenance.shares import elsewhere, on_share

APPENDING = """
from pathlib import Path
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.stamps import now
log = SidecarLog(Path(sys.argv[1]))
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    print(log.append("review.note", {"n": number}, {"/text": "x" * 900}).hash, flush=True)
"""


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder / "a.ipynb.prov.jsonl"


def machines(path, number, each):
    """Processes without a common lock, on a folder that they share; they wait for `go`."""
    return [
        elsewhere(
            APPENDING, path.parent, path, each,
            runtime=path.parent.parent / f"runtime{one}", stdin=subprocess.PIPE,
        )
        for one in range(number)
    ]  # fmt: skip


def go(workers):
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()


def confirmed(workers, each):
    told = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert [len(hashes) for hashes in told] == [each] * len(workers)
    return {mark for hashes in told for mark in hashes}


def segments(path):
    folder = folder_of(path)
    return sorted(folder.iterdir()) if folder.exists() else []


def same_verdict(path):
    """The merged set and the one file with its lines; the chain."""
    chain, one = scan(path), read(io.BytesIO(whole(path)))
    for name in ("known", "heads", "roots", "head", "log", "opened", "removed", "fault_count"):
        assert getattr(one, name) == getattr(chain, name), name
    assert list(one.known) == list(chain.known)
    return chain


def test_eight_machines_at_once_lose_nothing_and_the_next_record_joins_them(path):
    SidecarLog(path).append("log.created", {})
    each = sized(10, 25)
    workers = machines(path, 8, each)
    go(workers)
    told = confirmed(workers, each)
    assert len(path.read_bytes().splitlines()) == 1
    assert len(segments(path)) == 8
    chain = same_verdict(path)
    assert told <= set(chain.known)
    assert (chain.count, chain.fault_count, chain.tail) == (8 * each + 1, 0, None)
    joined = SidecarLog(path).append("review.note", {})
    assert (segments(path), folder_of(path).exists()) == ([], False)
    chain = scan(path)
    assert told <= set(chain.known)
    assert (chain.count, chain.fault_count, list(chain.heads)) == (8 * each + 2, 0, [joined.hash])
    assert len(path.read_bytes().splitlines()) == 8 * each + 2


def test_a_log_may_be_nothing_but_segments(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    log = SidecarLog(path)
    log.append("log.created", {"n": 0}, {"/text": "zero"})
    head = log.append("review.note", {"n": 1}, {"/text": "one"}).hash
    assert not path.exists()
    assert [len(one.read_bytes().splitlines()) for one in segments(path)] == [2]
    assert is_log(path)
    assert review.summary(path).count == 2
    notebook = path.with_name("a.ipynb")
    nbformat.write(nbformat.v4.new_notebook(), notebook)
    command = [sys.executable, "-m", "jupyter_sciassist.provenance.verify", "--json"]
    for name in (path, notebook, folder_of(path), path.parent):
        done = subprocess.run([*command, str(name)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert [(one["head"], one["records"]) for one in json.loads(done.stdout)] == [(head, 2)]


def test_two_machines_that_each_begin_the_log_leave_two_roots_joined(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    mine = SidecarLog(path).append("log.created", {}).hash
    began = """
from pathlib import Path
from jupyter_sciassist.provenance import joining, log
log.heads.present = lambda path, cached, target: log.Chain(parts=[log.Part(path)])
print(log.SidecarLog(Path(sys.argv[1])).append("log.created", {}).hash)
"""  # it looked a moment before the other's line was there
    theirs = elsewhere(began, path.parent, path).communicate(timeout=60)[0].strip()
    assert set(same_verdict(path).heads) == {mine, theirs}
    last = SidecarLog(path).append("review.note", {})
    report = verify(path)
    assert (report.exit_code(), report.head, report.records) == (0, last.hash, 3)
    assert report.warnings[0] == "2 roots: the log was begun more than once"


def test_repair_makes_one_file_on_a_share_too(path, monkeypatch):
    SidecarLog(path).append("log.created", {})
    workers = machines(path, 3, 4)
    go(workers)
    told = confirmed(workers, 4)
    on_share(monkeypatch, path.parent)
    repair(path, merge=True)
    assert segments(path) == []
    chain = scan(path)
    assert told <= set(chain.known)
    assert (chain.fault_count, len(chain.heads)) == (0, 1)
    assert not path.with_name(path.name + ".lock").exists()


@pytest.mark.parametrize("joiner", ["a local append", "repair on the share"])
def test_joining_while_machines_write_loses_nothing(path, monkeypatch, joiner):
    SidecarLog(path).append("log.created", {})
    if joiner == "repair on the share":
        on_share(monkeypatch, path.parent)
    workers, joins = machines(path, 3, sized(20, 400)), 0
    go(workers)
    while any(worker.poll() is None for worker in workers):
        before = len(segments(path))
        if joiner == "a local append":
            SidecarLog(path).append("review.note", {})
        else:
            repair(path, merge=True)
        joins += len(segments(path)) < before
    told = confirmed(workers, sized(20, 400))
    chain = same_verdict(path)
    assert joins
    assert told <= set(chain.known)
    assert chain.fault_count == 0
    monkeypatch.undo()
    SidecarLog(path).append("review.note", {})
    assert (segments(path), scan(path).fault_count, len(scan(path).heads)) == ([], 0, 1)
    assert told <= set(scan(path).known)


def test_a_folder_that_is_joined_away_in_the_write_is_made_anew(path, monkeypatch):
    """Between the look at the folder and the opening of its file another machine may have joined both."""
    on_share(monkeypatch, path.parent)
    SidecarLog(path).append("log.created", {})
    append, times = disk.append, []

    def joined_meanwhile(target, *args, **options):
        times.append(target)
        if len(times) == 1:
            folder_of(path).rename(path.with_name("taken"))
        return append(target, *args, **options)

    monkeypatch.setattr(disk, "append", joined_meanwhile)
    SidecarLog(path).append("review.note", {})
    assert len(times) == 2
    assert len(segments(path)) == 1


JOINING = """
from pathlib import Path
from jupyter_sciassist.provenance.lines import encode
from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.stamps import now
while True:
    with SidecarLog(Path(sys.argv[1])).writing(whole=True):
        print("joined", flush=True)
"""


def test_kill_9_of_writers_and_of_a_joiner_loses_nothing_confirmed(path):
    SidecarLog(path).append("log.created", {})
    rng, told = random.Random(), set()
    for number in range(sized(4, 100)):
        writers = machines(path, 2, 10_000)
        joiner = elsewhere(JOINING, path.parent, path, runtime=path.parent.parent / "runtime9")
        go(writers)
        told |= {worker.stdout.readline().strip() for worker in writers}
        try:
            joiner.wait(rng.random() * 0.05)
        except subprocess.TimeoutExpired:
            joiner.kill()
        joiner.communicate(timeout=60)
        for worker in writers:
            worker.kill()
        for worker in writers:
            lines = worker.communicate(timeout=60)[0].splitlines()
            told |= {line for line in lines if len(line) == 71}
        # A joiner that was killed leaves its lock behind; a user deletes it.
        path.with_name(path.name + ".lock").unlink(missing_ok=True)
        chain = same_verdict(path)
        assert (number, chain.fault_count) == (number, 0)
        assert told <= set(chain.known)
    last = SidecarLog(path).append("review.note", {})
    chain = scan(path)
    assert (list(chain.heads), chain.fault_count, segments(path)) == ([last.hash], 0, [])
    assert told <= set(chain.known)


def two_segments(path):
    """A log of a root in the one file and of two forks of three records in segments."""
    SidecarLog(path).append("log.created", {"n": 0}, {"/text": "zero"})
    for _ in range(2):
        (worker,) = machines(path, 1, 3)
        go([worker])
        confirmed([worker], 3)
    return segments(path)


def test_a_torn_tail_of_any_segment_is_told_and_set_aside(path):
    first, second = two_segments(path)
    for one, cut in ((first, 100), (second, 40)):
        one.write_bytes(one.read_bytes()[:-cut])
    lost = len(first.read_bytes().splitlines()[-1]), len(second.read_bytes().splitlines()[-1])
    report = verify(path)
    tail = next(check for check in report.checks if check.name == "tail")
    assert tail.state == "not_checkable"
    assert tail.detail.startswith(f"{sum(lost)} bytes")
    assert tail.detail.endswith("in 2 files")


def test_torn_tails_are_kept_when_segments_are_joined(path):
    two_segments(path)
    last = scan(path).head
    owner = next(one for one in segments(path) if last.encode() in one.read_bytes())
    torn = b'{"core":{"actor":{"kind":'
    with owner.open("ab") as file:
        file.write(torn)
    assert verify(path).exit_code() == 0
    SidecarLog(path).append("review.note", {})
    assert path.with_name(path.name + ".torn").read_bytes() == torn
    body = json.loads(path.read_bytes().splitlines()[-1])["core"]["body"]
    assert body["note"]["torn"]["bytes"] == len(torn)
    assert (scan(path).count, segments(path), verify(path).exit_code()) == (8, [], 0)


def swapped(data):
    lines = data.splitlines(keepends=True)
    return b"".join([lines[1], lines[0], *lines[2:]])


TAMPERED = {
    "a byte changed": lambda data: data.replace(b'"n":1', b'"n":7'),
    "a record gone": lambda data: b"".join(data.splitlines(keepends=True)[1:]),
    "two swapped": swapped,
    "one doubled": lambda data: data.splitlines(keepends=True)[0] + data,
    "another hash": lambda data: rehashed(
        data.splitlines()[0], lambda core: core["body"].update(n=9)
    ) + b"".join(data.splitlines(keepends=True)[1:]),
    "carriage returns": lambda data: data.replace(b"\n", b"\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("change", TAMPERED)
def test_a_segment_that_was_tampered_with_fails_and_is_not_joined(path, change):
    # The one that the other hangs on.
    (earlier,) = [one for one in two_segments(path) if b'"seq":1,' in one.read_bytes()]
    earlier.write_bytes(TAMPERED[change](earlier.read_bytes()))
    report = verify(path)
    assert report.exit_code() == 1
    assert any(earlier.name in reason for _, reason in report.faults) or change == "a record gone"
    before = earlier.read_bytes()
    SidecarLog(path).append("review.note", {})
    assert earlier.read_bytes() == before
    assert verify(path).exit_code() == 1
    with pytest.raises(LogDamagedError, match="could not be joined"):
        redact(path, scan(path).roots[0], ["/text"], reason="x")


def test_a_whole_segment_that_is_gone_is_missed(path):
    (earlier,) = [one for one in two_segments(path) if b'"seq":1,' in one.read_bytes()]
    earlier.unlink()
    assert verify(path).exit_code() == 1


def test_a_redaction_reaches_segments(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    log = SidecarLog(path)
    log.append("log.created", {})
    mark = log.append("review.note", {}, {"/text": "the secret"}).hash
    redact(path, mark, ["/text"], reason="a key")
    held = b"".join(one.read_bytes() for one in path.parent.rglob("*") if one.is_file())
    assert b"the secret" not in held
    assert verify(path).exit_code() == 0
    log.append("review.note", {})
    assert verify(path).exit_code() == 0


def test_a_record_that_a_backup_brings_back_after_a_redaction_fails(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    log = SidecarLog(path)
    log.append("log.created", {})
    mark = log.append("review.note", {}, {"/text": "the secret"}).hash
    (segment,) = segments(path)
    kept = segment.read_bytes()
    redact(path, mark, ["/text"], reason="a key")
    folder_of(path).mkdir(exist_ok=True)
    segment.write_bytes(kept)
    report = verify(path)
    assert report.exit_code() == 1
    assert any("was redacted and is back" in reason for _, reason in report.faults)


def test_a_log_on_a_share_follows_its_notebook(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    SidecarLog(path).append("log.created", {"notebook": None})
    SidecarLog(path).append("review.note", {})
    target = path.with_name("b.ipynb.prov.jsonl")
    moved = moving.move(path, target, "b.ipynb", "a.ipynb")
    assert not is_log(path)
    assert (moved.count, verify(target).exit_code()) == (3, 0)
    assert moving.copy(target, path, "a.ipynb", "1") is not None
    assert scan(path).copied["head"] == moved.hash


def test_segments_without_a_notebook_are_left_over(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    SidecarLog(path).append("log.created", {})
    (found,) = leftovers(path.parent)
    assert found.path == folder_of(path)
    assert found.why == "a log of 1 records whose notebook is gone"
    (report,) = reports_of(path.parent, Trust())
    assert report.exit_code() == 0


def test_a_rewriting_waits_for_another_machine_and_says_so(path, monkeypatch):
    on_share(monkeypatch, path.parent)
    SidecarLog(path).append("log.created", {})
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.05)
    path.with_name(path.name + ".lock").write_text("somebody")
    with pytest.raises(LogWriteError, match="being rewritten on another machine"):
        repair(path, merge=True)
    assert SidecarLog(path).append("review.note", {}).count == 2


def test_something_else_in_the_place_of_the_folder_is_said(path, monkeypatch, tmp_path):
    on_share(monkeypatch, path.parent)
    elsewhere_ = tmp_path / "elsewhere"
    elsewhere_.mkdir()
    folder_of(path).symlink_to(elsewhere_)
    with pytest.raises(LogWriteError, match="is no folder"):
        SidecarLog(path).append("log.created", {})
    assert list(elsewhere_.iterdir()) == []


def test_a_straight_line_of_one_process_stays_one_across_segments(path, monkeypatch):
    SidecarLog(path).append("log.created", {})
    on_share(monkeypatch, path.parent)
    for number in range(5):
        SidecarLog(path).append("review.note", {"n": number})
    assert seqs(same_verdict(path)) == list(range(6))


def test_a_line_that_went_into_a_file_put_away_is_written_again(path, monkeypatch):
    """Another machine joined and deleted the segment between our open and our write."""
    on_share(monkeypatch, path.parent)
    log = SidecarLog(path)
    log.append("log.created", {})
    append, lost = disk.append, []

    def late(target, data, mode=None):
        inode = append(target, data, mode)
        if not lost:
            lost.append(data)
            target.unlink()
        return inode

    kept = segments(path)[0].read_bytes()
    monkeypatch.setattr(disk, "append", late)
    mark = log.append("review.note", {"n": 1}).hash
    path.write_bytes(kept)  # what the other machine joined
    assert mark in lost[0].decode()
    assert mark in scan(path).known
    assert verify(path).exit_code() == 0


def test_a_line_that_comes_while_segments_are_joined_stays(path, monkeypatch, tmp_path):
    """A writer that had the segment open writes when its lines are in the one file already."""
    (first, *_) = two_segments(path)
    writers = {one.name for one in segments(path)}
    shutil.copytree(path.parent, tmp_path / "clone")
    clone = tmp_path / "clone" / path.name
    mark = SidecarLog(clone).append("review.note", {"late": True}).hash
    line = clone.read_bytes().splitlines(keepends=True)[-1]
    put = disk.put_in_place

    def put_and_write(beside, target):
        put(beside, target)
        taken = segments(path)
        # Whoever opens its segment by name now gets a new one.
        assert writers.isdisjoint(one.name for one in taken)
        (own,) = [one for one in taken if one.name.startswith(first.stem)]
        with own.open("ab") as file:
            file.write(line)

    monkeypatch.setattr(disk, "put_in_place", put_and_write)
    SidecarLog(path).append("review.note", {})
    monkeypatch.undo()
    assert mark in same_verdict(path).known
    assert len(segments(path)) == 1
    SidecarLog(path).append("review.note", {})
    assert (segments(path), mark in scan(path).known, len(scan(path).heads)) == ([], True, 1)
    assert verify(path).exit_code() == 0


def dag(rng, size):
    """The lines of a log with forks and joins, parents before children."""
    lines, known, log = [], {}, str(uuid4())
    for number in range(size):
        parents = sorted(rng.sample(sorted(known), min(len(known), rng.choice((1, 1, 1, 2, 3)))))
        core = {
            "v": 1, "type": "review.note" if number else "log.created",
            "seq": 1 + max((known[one] for one in parents), default=-1), "prev": parents,
            "id": str(uuid4()), "ts": now(), "log": log, "writer": str(uuid4()),
            "actor": {"kind": "system"}, "commit": {}, "body": {"n": number},
        }  # fmt: skip
        mark, line = encode(core, {})
        known[mark] = core["seq"]
        lines.append(line)
    return lines


def test_however_lines_are_spread_over_files_the_verdict_is_that_of_one_file(path):
    """Whole, with a line gone, with a line changed, with one that stands twice in a file."""
    folder = folder_of(path)
    folder.mkdir()
    rng = random.Random()
    for number in range(sized(40, 2000)):
        lines = dag(rng, rng.randrange(1, 25))
        kind = number % 4
        chosen = rng.randrange(len(lines))
        if kind == 1:
            del lines[chosen]
        elif kind == 2:
            lines[chosen] = lines[chosen].replace(b'"body":{"n":', b'"body":{"n":1')
        files = [path, *(folder / f"{uuid4()}.jsonl" for _ in range(rng.randrange(1, 6)))]
        spread = {one: [] for one in files}
        for index, line in enumerate(lines):
            spread[rng.choice(files)] += [line] * (2 if kind == 3 and index == chosen else 1)
        for one, held in spread.items():
            one.write_bytes(b"".join(held))
        if kind == 3:
            lines.insert(chosen, lines[chosen])
        merged, single = scan(path), read(io.BytesIO(b"".join(lines)))
        names = ["known", "log", "ids", "types"]
        if kind not in (1, 2):  # what hangs on a line that is gone may come earlier or later
            names += ["heads", "head", "fault_count"]
        for name in names:
            assert getattr(merged, name) == getattr(single, name), (number, name)
        assert bool(merged.fault_count) == bool(single.fault_count)
        assert set(merged.roots) == set(single.roots)
        for one in files[1:]:
            one.unlink()
