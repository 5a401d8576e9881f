"""Checking a log: `python -m jupyter_sciassist.provenance.verify FILE...`.

Needs the standard library, rfc8785 and this package's errors, nothing else.

Exit codes: 0 verified; 1 integrity failure; 2 usage, unreadable or a newer format; 3 warnings
under `--strict`; 4 the log holds but the notebook does not match it. Of several files the worst
counts: 1 before 2 before 4 before 3.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import ProvenanceError
from .chain import SUFFIX, Chain, is_there, open_regular, scan, sidecar_of

State = Literal["ok", "fail", "not_checkable"]
_WORST_FIRST = (1, 2, 4, 3, 0)
_MAX_NOTEBOOK = 512 * 2**20
LIMITS = (
    "This does not show that all use of the assistant was recorded, that the clocks were right,"
    " or that the log was not rewritten before its head was first kept elsewhere."
)


@dataclass(frozen=True)
class Check:
    """One question asked of a log, and its answer."""

    name: str
    state: State
    detail: str


@dataclass(frozen=True)
class Report:
    """All answers about one log. `problem` is set where it could not be read at all."""

    path: str
    records: int = 0
    head: str | None = None
    log: str | None = None
    checks: tuple[Check, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    fault_count: int = 0
    newer: bool = False
    warnings: tuple[str, ...] = ()
    problem: str | None = None

    def exit_code(self, *, strict: bool = False) -> int:
        """The exit code for this log alone."""
        if self.problem is not None:
            return 2
        failed = {check.name for check in self.checks if check.state == "fail"}
        if failed - {"notebook"}:
            return 2 if self.newer else 1
        if failed:
            return 4
        return 3 if strict and self.warnings else 0

    def to_json(self, *, strict: bool = False) -> dict[str, Any]:
        """The report as a plain dict."""
        return {
            "path": self.path,
            "exit": self.exit_code(strict=strict),
            "records": self.records,
            "head": self.head,
            "log": self.log,
            "checks": [vars(check) for check in self.checks],
            "faults": [{"line": number, "reason": reason} for number, reason in self.faults],
            "fault_count": self.fault_count,
            "warnings": list(self.warnings),
            "problem": self.problem,
        }


def verify(path: Path) -> Report:
    """Check the log at `path`, or the log of the notebook at `path`; never raises."""
    named_log = path.name.endswith(SUFFIX)
    sidecar = path if named_log or path.suffix != ".ipynb" else sidecar_of(path)
    notebook = Path(str(path).removesuffix(SUFFIX)) if named_log else path
    try:
        if sidecar is not path and not is_there(sidecar):
            raise ProvenanceError(f"{path} has no log: there is no {sidecar.name} beside it.")
        chain = scan(sidecar)
    except ProvenanceError as error:
        return Report(str(path), problem=str(error))
    anchor = _notebook_check(notebook if notebook != sidecar else None, chain)
    return Report(
        path=str(sidecar),
        records=chain.count,
        head=chain.head,
        log=chain.log,
        checks=(*_own_checks(chain), anchor),
        faults=tuple(chain.faults),
        fault_count=chain.fault_count,
        newer=0 < chain.newer == chain.fault_count,
        warnings=tuple(_warnings(sidecar, chain, anchor)),
    )


def _own_checks(chain: Chain) -> tuple[Check, ...]:
    if chain.fault_count:
        number, reason = chain.faults[0]
        records = Check(
            "records",
            "fail",
            f"{chain.fault_count} fault{'s' * (chain.fault_count > 1)}, first in line {number}: {reason}",
        )
    elif chain.count:
        records = Check("records", "ok", f"{chain.count} canonical, hashed and linked")
    else:
        records = Check("records", "not_checkable", "the log holds no record")
    tail = Check("tail", "ok", "ends with a whole record")
    if chain.tail is not None:
        tail = Check(
            "tail", "not_checkable", f"{chain.tail.size} bytes of a record that was never completed"
        )
    openings = Check(
        "openings", "ok", f"{chain.openings} fit their commitments, {chain.redactions} removed"
    )
    signed = f"{chain.signed} signed, keys not examined" if chain.signed else "none signed"
    return records, tail, openings, Check("signatures", "not_checkable", signed)


def _warnings(sidecar: Path, chain: Chain, anchor: Check) -> list[str]:
    found = []
    if not chain.count:
        found.append("the log holds no record")
    if chain.tail is not None:
        found.append("torn tail: the last append did not complete and was never confirmed")
    if len(chain.heads) > 1:
        found.append(f"{len(chain.heads)} heads: two writers forked, the next append joins them")
    if len(chain.roots) > 1:
        found.append(f"{len(chain.roots)} roots: the log was begun more than once")
    if chain.redactions:
        named = sum(len(pointers) for pointers in chain.removed.values())
        silent = max(0, chain.redactions - named)
        said = f", {silent} of them without a redaction record" if silent else ""
        found.append(f"{chain.redactions} values were removed{said}")
    if chain.types["unknown"]:
        found.append(f"{chain.types['unknown']} records of unknown type")
    if chain.notes["gap"]:
        found.append(f"{chain.notes['gap']} records were written later than decided")
    if chain.notes["torn"]:
        found.append(f"torn bytes were set aside {chain.notes['torn']} times")
    elif is_there(sidecar.with_name(sidecar.name + ".torn")):
        found.append(f"torn bytes stand in {sidecar.name}.torn, which no record names")
    if anchor.state == "not_checkable":
        found.append(f"no anchor outside the log: {anchor.detail}")
    return found


def _notebook_check(notebook: Path | None, chain: Chain) -> Check:
    if notebook is None or notebook.suffix != ".ipynb" or not is_there(notebook):
        return Check("notebook", "not_checkable", "there is no notebook beside the log")
    try:
        told = _told(notebook)
    except (ProvenanceError, OSError, ValueError, RecursionError) as error:
        return Check("notebook", "not_checkable", f"the notebook cannot be read: {error}")
    if not told:
        return Check("notebook", "not_checkable", "the notebook names no head")
    head, log, count = told.get("head"), told.get("log"), told.get("count")
    if not isinstance(head, str) or head not in chain.known:
        return Check("notebook", "fail", f"its head {str(head)[:23]} is not in the log")
    if log != chain.known[head][1]:
        return Check("notebook", "fail", "it names another log")
    if isinstance(count, int) and count > chain.count:
        return Check("notebook", "fail", f"it counts {count} records, the log {chain.count}")
    place = "the log's head" if head in chain.heads else "an earlier record of the log"
    return Check("notebook", "ok", f"its head is {place}")


def _told(notebook: Path) -> dict[str, Any]:
    """What the notebook's metadata says of its log; empty where it says nothing."""
    with open_regular(notebook) as file:
        raw = file.read(_MAX_NOTEBOOK + 1)
    if len(raw) > _MAX_NOTEBOOK:
        raise ProvenanceError("it is larger than 512 MiB.")
    found: Any = json.loads(raw.decode("utf-8"))
    for key in ("metadata", "sciassist"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def text(report: Report, *, strict: bool = False) -> str:
    """The report for a reader."""
    code = report.exit_code(strict=strict)
    if report.problem is not None:
        return f"{report.path}: {report.problem}"
    said = {0: "verified", 1: "FAILED", 2: "newer format", 3: "warnings", 4: "NOTEBOOK DIFFERS"}
    head = "none" if report.head is None else report.head.removeprefix("sha256:")[:12]
    lines = [f"{report.path}: {said[code]}, {report.records} records, head {head}"]
    lines += [f"  {check.name:<11}{check.state:<15}{check.detail}" for check in report.checks]
    lines += [f"  line {number}: {reason}" for number, reason in report.faults]
    if report.fault_count > len(report.faults):
        lines.append(f"  and {report.fault_count - len(report.faults)} faults more")
    lines += [f"  warning: {warning}" for warning in report.warnings]
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command, shared with `jupyter sciassist verify`."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", type=Path, help="a *.prov.jsonl log or its notebook"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 3 on any warning")
    parser.add_argument("--json", action="store_true", help="a JSON list of reports")


def run(args: argparse.Namespace) -> int:
    """Check the files, print the reports, return the exit code."""
    reports = [verify(path) for path in args.files]
    if args.json:
        plain = [report.to_json(strict=args.strict) for report in reports]
        print(json.dumps(plain, indent=1))
    else:
        said = "\n".join([*(text(report, strict=args.strict) for report in reports), LIMITS])
        # File names may hold bytes that are no text.
        print(said.encode("utf-8", "backslashreplace").decode())
    codes = {report.exit_code(strict=args.strict) for report in reports}
    return next(code for code in _WORST_FIRST if code in codes)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m jupyter_sciassist.provenance.verify",
        description="Check provenance logs of jupyter_sciassist.",
    )
    add_arguments(parser)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
