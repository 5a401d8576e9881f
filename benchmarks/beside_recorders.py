"""A recorded result is changed afterwards: what noWorkflow, Flowcept and this log say when they are asked to show it.

    pip install noworkflow==2.1.3 flowcept==1.0.3
    python benchmarks/beside_recorders.py

Each records that 6 * 7 is 42. Then 42 becomes 43 in the file that it keeps, and its own way of reading is asked
again. None of the two others promises to notice; this shows what such a promise is worth.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jupyter_sciassist.provenance.log import SidecarLog

SCRIPT = "x = 6 * 7\n"
TASK = """
from flowcept import Flowcept, flowcept_task

@flowcept_task
def product(a, b):
    return a * b

with Flowcept(workflow_name="w", start_persistence=False):
    product(6, 7)
"""
READ = "from flowcept import Flowcept; print(Flowcept.read_buffer_file())"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def replaced(path: Path, old: bytes, new: bytes) -> None:
    before = path.read_bytes()
    if before.count(old) != 1:
        raise RuntimeError(f"{path.name} holds {old!r} {before.count(old)} times, not once")
    path.write_bytes(before.replace(old, new))


def told(found: subprocess.CompletedProcess[str]) -> str:
    shown = "shows 43" if "43" in found.stdout else "does not show 43"
    warned = any(
        word in (found.stdout + found.stderr).lower()
        for word in ("tamper", "corrupt", "integrity", "mismatch", "do not fit", "does not fit")
    )
    return f"{shown}, exit {found.returncode}, {'says so' if warned else 'says nothing'}"


def noworkflow(folder: Path) -> str:
    now = str(Path(sys.executable).with_name("now"))
    (folder / "s.py").write_text(SCRIPT)
    run(folder, now, "run", "s.py").check_returncode()
    with sqlite3.connect(folder / ".noworkflow" / "db.sqlite") as base:
        changed = base.execute("UPDATE evaluation SET repr = '43' WHERE repr = '42'").rowcount
    if not changed:
        raise RuntimeError("noWorkflow recorded no 42")
    return told(run(folder, now, "evaluation", "display", "-v"))


def flowcept(folder: Path) -> str:
    (folder / "s.py").write_text(TASK)
    run(folder, sys.executable, "s.py").check_returncode()
    replaced(folder / "flowcept_buffer.jsonl", b":42", b":43")
    return told(run(folder, sys.executable, "-c", READ))


def ours(folder: Path) -> str:
    path = folder / "a.ipynb.prov.jsonl"
    log = SidecarLog(path)
    log.append("log.created", {})
    log.append("review.note", {}, {"/text": "6 * 7 = 42"})
    replaced(path, b"6 * 7 = 42", b"6 * 7 = 43")
    source = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = (sys.executable, "-m", "jupyter_sciassist.provenance.verify", str(path))
    found = subprocess.run(
        command, cwd=folder, env=source, capture_output=True, text=True, check=False
    )
    return told(found)


RECORDERS: dict[str, Callable[[Path], str]] = {
    "noWorkflow 2.1.3": noworkflow,
    "Flowcept 1.0.3": flowcept,
    "jupyter_sciassist": ours,
}


def main() -> None:
    for name, recorder in RECORDERS.items():
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name:20} {recorder(Path(folder))}")


if __name__ == "__main__":
    main()
