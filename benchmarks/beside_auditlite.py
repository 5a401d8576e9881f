"""Three accidents, met by auditlite 0.1.0 and by this log: eight writers, a lost end, a torn end.

    pip install auditlite==0.1.0
    python benchmarks/beside_auditlite.py

Each accident happens to both in the same way; what is printed is what each then says of its file.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditlite import AuditTrail

from jupyter_sciassist.provenance.log import SidecarLog
from jupyter_sciassist.provenance.verify import Trust, verify

WRITERS, EACH = 8, 15


class Auditlite:
    name = "auditlite 0.1.0"

    def begin(self, folder: Path) -> Path:
        return AuditTrail.create(folder / "audit" / "trail.jsonl").path

    def append(self, path: Path) -> str:
        made: str = AuditTrail(path).note("x" * 200)["hash"]
        return made

    def says_with(self, path: Path, head: str) -> str:
        return "takes no head that was kept elsewhere"

    def says(self, path: Path) -> str:
        try:
            found = AuditTrail(path).check_chain()
        except Exception as error:
            return f"raises {type(error).__name__}"
        return "ok" if found.intact else "flags the chain as broken"


class Ours:
    name = "jupyter_sciassist"

    def begin(self, folder: Path) -> Path:
        path = folder / "a.ipynb.prov.jsonl"
        SidecarLog(path).append("log.created", {})
        return path

    def append(self, path: Path) -> str:
        return SidecarLog(path).append("review.note", {}, {"/text": "x" * 200}).hash

    def says_with(self, path: Path, head: str) -> str:
        return f"with the head kept elsewhere {self.says(path, head)}"

    def says(self, path: Path, head: str | None = None) -> str:
        found = verify(path, Trust(anchor=head))
        tail = next(check for check in found.checks if check.name == "tail")
        torn = ", torn tail told" if tail.state != "ok" else ""
        return {0: "ok", 1: "fails"}[found.exit_code()] + torn


def many(tool: Auditlite | Ours, path: Path) -> None:
    for _ in range(EACH):
        tool.append(path)


def eight_writers(tool: Auditlite | Ours, path: Path) -> str:
    before = len(path.read_bytes().splitlines())
    processes = [multiprocessing.Process(target=many, args=(tool, path)) for _ in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    lines = len(path.read_bytes().splitlines()) - before
    return f"{lines} of {WRITERS * EACH} lines, {tool.says(path)}"


def last_record_deleted(tool: Auditlite | Ours, path: Path) -> str:
    for _ in range(3):
        head = tool.append(path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    return f"{tool.says(path)}; {tool.says_with(path, head)}"


def end_torn(tool: Auditlite | Ours, path: Path) -> str:
    for _ in range(3):
        tool.append(path)
    path.write_bytes(path.read_bytes()[:-20])
    os.utime(path, (1, 1))
    said = tool.says(path)
    try:
        tool.append(path)
    except Exception as error:
        return f"{said}; the next append raises {type(error).__name__}"
    return f"{said}; after the next append {tool.says(path)}"


ACCIDENTS: tuple[Callable[[Auditlite | Ours, Path], str], ...] = (
    eight_writers,
    last_record_deleted,
    end_torn,
)


def main() -> None:
    for accident in ACCIDENTS:
        print(accident.__name__.replace("_", " "))
        for tool in (Auditlite(), Ours()):
            with tempfile.TemporaryDirectory() as name:
                print(f"  {tool.name:20} {accident(tool, tool.begin(Path(name)))}")


if __name__ == "__main__":
    main()
