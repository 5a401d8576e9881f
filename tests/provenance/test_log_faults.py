"""A file layer under a real process that fails: nothing is confirmed that is not on disk."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_sciassist.provenance import spool
from jupyter_sciassist.provenance.chain import scan
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import main
from tests.provenance.logs import CARD
from tests.tracked import ROOT

SOURCE = Path(__file__).with_name("faults.c")
COMPILER = shutil.which("cc") or shutil.which("gcc")

pytestmark = pytest.mark.skipif(
    COMPILER is None or not sys.platform.startswith("linux"),
    reason="the failing file layer needs Linux and a C compiler",
)


@pytest.fixture(scope="module")
def layer(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("layer") / "faults.so"
    command = [COMPILER, "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return made


@pytest.fixture
def sidecar(tmp_path) -> Path:
    return tmp_path / "a.ipynb.prov.jsonl"


DECIDING = """
import json, sys
from pathlib import Path
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD
for number in range(4):
    got = record(Path(sys.argv[1]), suggestion=CARD, verb="accepted", by=f"p{number}")
    print(json.dumps([got.hash, got.warning]))
"""
REDACTING = """
import sys
from pathlib import Path
from jupyter_sciassist.errors import LogWriteError
from jupyter_sciassist.provenance.amend import redact
try:
    redact(Path(sys.argv[1]), sys.argv[2], ["/by"], reason="x")
except LogWriteError as error:
    print(error)
"""


def under(layer: Path, fault: tuple[str, int, int, str], code: str, *args: object) -> list[str]:
    """Lines that `code` prints in a process whose file layer has the fault."""
    call, number, start, suffix = fault
    faults = {
        "LD_PRELOAD": str(layer),
        "FAULT_CALL": call,
        "FAULT_ERRNO": str(number),
        "FAULT_FROM": str(start),
        "FAULT_SUFFIX": suffix,
    }
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **faults}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("start", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    ("call", "number"),
    [
        ("write", errno.EIO),
        ("write", errno.ENOSPC),
        ("fsync", errno.EIO),
        ("fsync", errno.ENOSPC),
    ],
)
def test_a_failing_disk_confirms_nothing_and_loses_nothing(layer, sidecar, call, number, start):
    """From the n-th call on; the next process, on a disk that works, writes down what waited."""
    fault = (call, number, start, sidecar.name)
    said = [json.loads(line) for line in under(layer, fault, DECIDING, sidecar)]
    confirmed = [mark for mark, _ in said if mark is not None]
    # The first decision takes three appends, each later one takes one.
    assert len(confirmed) == max(0, start - 3)
    for mark, warning in said:
        assert (mark is None) == (warning is not None)
        assert warning is None or "It is kept in " in warning
    if sidecar.exists():
        chain = scan(sidecar)
        assert (chain.fault_count, chain.tail) == (0, None)
        assert set(confirmed) <= set(chain.known)
    record(sidecar, suggestion=CARD, verb="accepted", by="p4")
    rows = [json.loads(line) for line in sidecar.read_bytes().splitlines()]
    made = [row["open"]["/by"]["v"] for row in rows if "acceptance" in row["core"]["body"]]
    assert made == ["p0", "p1", "p2", "p3", "p4"]
    assert main([str(sidecar)]) == 0
    assert not spool.spool_of(sidecar).exists()


def test_where_nothing_can_be_taken_back_the_rest_is_torn_or_whole(layer, sidecar, tmp_path):
    """fsync fails and ftruncate with it: what stays is whole or set aside, and nothing is told twice."""
    record(sidecar, suggestion=CARD, verb="accepted", by="first")
    kept = scan(sidecar).count
    both = "both.c"
    text = SOURCE.read_text().replace('fails_fd("ftruncate", fd)', 'fails_fd("fsync", fd)')
    (tmp_path / both).write_text(text)
    made = tmp_path / "both.so"
    subprocess.run(
        [COMPILER, "-shared", "-fPIC", "-o", str(made), str(tmp_path / both), "-ldl"], check=True
    )
    fault = ("fsync", errno.EIO, 1, sidecar.name)
    said = [json.loads(line) for line in under(made, fault, DECIDING, sidecar)]
    assert [mark for mark, _ in said] == [None] * 4
    assert scan(sidecar).count >= kept
    record(sidecar, suggestion=CARD, verb="accepted", by="p4")
    assert main([str(sidecar)]) == 0
    rows = [json.loads(line) for line in sidecar.read_bytes().splitlines()]
    names = [row["open"]["/by"]["v"] for row in rows if "acceptance" in row["core"]["body"]]
    assert names == ["first", "p0", "p1", "p2", "p3", "p4"]


@pytest.mark.parametrize(("call", "suffix"), [("rename", ""), ("fsync", ".new"), ("write", ".new")])
def test_a_redaction_that_fails_leaves_the_log_as_it_was(layer, sidecar, call, suffix):
    receipt = record(sidecar, suggestion=CARD, verb="accepted", by="Ada")
    before = sidecar.read_bytes()
    fault = (call, errno.EIO, 1, sidecar.name + suffix)
    said = under(layer, fault, REDACTING, sidecar, receipt.record)
    assert "cannot be written: Input/output error" in said[0]
    assert sidecar.read_bytes() == before
    assert [item.name for item in sidecar.parent.iterdir()] == [sidecar.name]
