"""Checking a log: `python -m jupyter_sciassist.provenance.verify FILE...`.

Needs the standard library, rfc8785 and this package's errors, nothing else; signatures are checked
by `ssh-keygen`. A folder stands for all logs below it.

Exit codes: 0 verified; 1 integrity failure; 2 usage, unreadable or a newer format; 3 warnings
under `--strict`; 4 the log holds but the notebook does not match it. Of several files the worst
counts: 1 before 2 before 4 before 3.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import ProvenanceError
from .chain import SUFFIX, Chain, is_there, log_of, open_regular, scan, sidecar_of
from .files import FOLDER, is_log
from .signatures import Signature
from .signatures import fault as signature_fault

State = Literal["ok", "fail", "not_checkable"]
_WORST_FIRST = (1, 2, 4, 3, 0)
_MAX_NOTEBOOK = 512 * 2**20
_SKIPPED = frozenset({".git", ".ipynb_checkpoints", "node_modules"})
_ANCHOR = re.compile(r"(?:sha256:)?([0-9a-f]{12,64})")
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


# What each level of trust rests on, and what it does not show.
LEVELS = (
    ("records", "consistent in itself", "records cut off at the end, or a rewriting of the whole"),
    (
        "notebook",
        "the notebook names a record of it",
        "a rewriting of both files, or later records",
    ),
    (
        "signatures",
        "signed by a listed key",
        "what the key's owner rewrote before signing, or later records",
    ),
    (
        "anchor",
        "holds the head that you kept elsewhere",
        "what was rewritten before that head was kept, or later records",
    ),
)


@dataclass(frozen=True)
class Trust:
    """What the reader brings along: a head kept elsewhere, keys that are trusted, keys that no longer are."""

    anchor: str | None = None
    signers: Path | None = None
    revoked: Path | None = None


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

    @property
    def level(self) -> int | None:
        """The highest level of `LEVELS` that holds, or None where a check failed."""
        states = {check.name: check.state for check in self.checks}
        if "fail" in states.values() or states.get("records") != "ok":
            return None
        return max(level for level, (name, *_) in enumerate(LEVELS) if states[name] == "ok")

    def to_json(self, *, strict: bool = False) -> dict[str, Any]:
        """The report as a plain dict."""
        return {
            "path": self.path,
            "exit": self.exit_code(strict=strict),
            "records": self.records,
            "head": self.head,
            "log": self.log,
            "level": self.level,
            "does_not_show": None if self.level is None else LEVELS[self.level][2],
            "checks": [vars(check) for check in self.checks],
            "faults": [{"line": number, "reason": reason} for number, reason in self.faults],
            "fault_count": self.fault_count,
            "warnings": list(self.warnings),
            "problem": self.problem,
        }


def verify(path: Path, trust: Trust = Trust()) -> Report:
    """Check the log at `path`, or the log of the notebook at `path`; never raises."""
    named_log = path.name.endswith((SUFFIX, FOLDER))
    sidecar = log_of(path) if named_log or path.suffix == ".ipynb" else path
    notebook = Path(str(sidecar).removesuffix(SUFFIX)) if named_log else path
    try:
        if not named_log and sidecar is not path and not is_log(sidecar):
            raise ProvenanceError(f"{path} has no log: there is no {sidecar.name} beside it.")
        chain = scan(sidecar)
    except ProvenanceError as error:
        return Report(str(path), problem=str(error))
    beside = _notebook_check(notebook if notebook != sidecar else None, chain)
    checks = (
        *_own_checks(chain),
        _signature_check(chain, trust),
        beside,
        _anchor_check(chain, trust.anchor),
    )
    return Report(
        path=str(sidecar),
        records=chain.count,
        head=chain.head,
        log=chain.log,
        checks=checks,
        faults=tuple(chain.faults),
        fault_count=chain.fault_count,
        newer=0 < chain.newer == chain.fault_count,
        warnings=tuple(_warnings(sidecar, chain, trust, {check.name: check for check in checks})),
    )


def _own_checks(chain: Chain) -> tuple[Check, ...]:
    if chain.fault_count:
        number, reason = chain.faults[0]
        many = f"{chain.fault_count} fault{'s' * (chain.fault_count > 1)}"
        records = Check("records", "fail", f"{many}, first in line {number}: {reason}")
    elif chain.count:
        records = Check("records", "ok", f"{chain.count} canonical, hashed and linked")
    else:
        records = Check("records", "not_checkable", "the log holds no record")
    tail = Check("tail", "ok", "ends with a whole record")
    if torn := [part for part in chain.parts if part.tail is not None]:
        size = sum(part.tail.size for part in torn if part.tail is not None)
        files = f" in {len(torn)} files" if len(torn) > 1 else ""
        said = f"{size} bytes of a record that was never completed{files}"
        tail = Check("tail", "not_checkable", said)
    gone = f"{chain.redactions} removed" + f", {chain.withheld} left out" * bool(chain.withheld)
    openings = Check("openings", "ok", f"{chain.openings} fit their commitments, {gone}")
    return records, tail, openings


def _signature_check(chain: Chain, trust: Trust) -> Check:
    name, signed = "signatures", chain.signatures
    if not signed:
        return Check(name, "not_checkable", "none signed")
    if trust.signers is None:
        return Check(name, "not_checkable", f"{len(signed)} signed, no list of signers was given")
    try:
        found = [(one, *signature_fault(one, trust.signers, trust.revoked)) for one in signed]
    except ProvenanceError as error:
        return Check(name, "not_checkable", f"{len(signed)} signed: {error}")
    for one, reason, _ in found:
        if reason is not None:
            return Check(name, "fail", f"that of record {one.seq} ({one.hash[7:19]}) {reason}")
    last: tuple[Signature, Any, str | None] = max(found, key=lambda item: item[0].seq)
    return Check(
        name, "ok", f"{len(signed)} hold, the last by {last[2]} up to record {last[0].seq}"
    )


def _anchor_check(chain: Chain, anchor: str | None) -> Check:
    if anchor is None:
        return Check("anchor", "not_checkable", "no head was given")
    wanted = "sha256:" + anchor.removeprefix("sha256:")
    found = [seq for mark, (seq, _) in chain.known.items() if mark.startswith(wanted)]
    if not found:
        return Check("anchor", "fail", f"the head {wanted[7:19]} that was given is not in the log")
    return Check("anchor", "ok", f"the head that was given is record {found[0]}")


def _warnings(sidecar: Path, chain: Chain, trust: Trust, checks: dict[str, Check]) -> list[str]:
    found = []
    if not chain.count:
        found.append("the log holds no record")
    if chain.tail is not None:
        found.append("torn tail: the last append did not complete and was never confirmed")
    if len(chain.heads) > 1:
        found.append(f"{len(chain.heads)} heads: two writers forked, the next append joins them")
    if len(chain.roots) > 1:
        found.append(f"{len(chain.roots)} roots: the log was begun more than once")
    found += _gone(chain)
    if chain.types["unknown"]:
        found.append(f"{chain.types['unknown']} records of unknown type")
    if chain.notes["gap"]:
        found.append(f"{chain.notes['gap']} records were written later than decided")
    if chain.notes["torn"]:
        found.append(f"torn bytes were set aside {chain.notes['torn']} times")
    elif is_there(sidecar.with_name(sidecar.name + ".torn")):
        found.append(f"torn bytes stand in {sidecar.name}.torn, which no record names")
    if {checks[name].state for name in ("notebook", "anchor")} == {"not_checkable"}:
        found.append(f"no anchor outside the log: {checks['notebook'].detail}")
    if checks["signatures"].state == "not_checkable" and (chain.signatures or trust.signers):
        found.append(f"signatures were not checked: {checks['signatures'].detail}")
    return found


def _gone(chain: Chain) -> Iterator[str]:
    if chain.redactions:
        named = sum(len(pointers) for pointers in chain.removed.values())
        silent = max(0, chain.redactions - named)
        said = f", {silent} of them without a redaction record" if silent else ""
        yield f"values removed: {chain.redactions}{said}"
    if chain.withheld:
        yield f"values left out when their records were written: {chain.withheld}"


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
    source = chain.copied
    if source and log in (source.get("log"), *source.get("before", ())):
        if isinstance(head, str) and head == source.get("head"):
            return Check("notebook", "ok", "its head is that of the log which this was copied from")
        return Check(
            "notebook", "not_checkable", "it still names the log which this was copied from"
        )
    if not isinstance(head, str) or head not in chain.known:
        return Check("notebook", "fail", f"its head {str(head)[:23]} is not in the log")
    if log != chain.known[head][1]:
        return Check("notebook", "fail", "it names another log")
    if isinstance(count, (int, float)) and count > chain.count:
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
    if report.level is not None:
        _, said_of, unseen = LEVELS[report.level]
        lines.append(f"  level L{report.level}: {said_of}; does not show {unseen}")
    lines += [f"  line {number}: {reason}" for number, reason in report.faults]
    if report.fault_count > len(report.faults):
        lines.append(f"  and {report.fault_count - len(report.faults)} faults more")
    lines += [f"  warning: {warning}" for warning in report.warnings]
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command, shared with `jupyter sciassist verify`."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        type=Path,
        help="a *.prov.jsonl log, its notebook, or a folder",
    )
    parser.add_argument("--strict", action="store_true", help="exit with 3 on any warning")
    parser.add_argument("--json", action="store_true", help="a JSON list of reports")
    parser.add_argument(
        "--anchor", metavar="HEAD", type=_head, help="a head of the one log, kept elsewhere"
    )
    parser.add_argument(
        "--allowed-signers",
        metavar="FILE",
        type=Path,
        help="the keys you trust, as ssh-keygen reads",
    )
    parser.add_argument(
        "--revoked", metavar="FILE", type=Path, help="keys that you no longer trust, one a line"
    )


def _head(text: str) -> str:
    match = _ANCHOR.fullmatch(text.lower())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no head: 12 to 64 hexadecimal digits")
    return match[1]


def run(args: argparse.Namespace) -> int:
    """Check the files, print the reports, return the exit code."""
    trust = Trust(args.anchor, args.allowed_signers, args.revoked)
    reports = [report for path in args.files for report in reports_of(path, trust)]
    if args.anchor is not None and len(reports) != 1:
        print("--anchor names a head of one log; name that log alone", file=sys.stderr)
        return 2
    if args.json:
        plain = [report.to_json(strict=args.strict) for report in reports]
        print(json.dumps(plain, indent=1))
    else:
        said = "\n".join([*(text(report, strict=args.strict) for report in reports), LIMITS])
        # File names may hold bytes that are no text.
        print(said.encode("utf-8", "backslashreplace").decode())
    codes = {report.exit_code(strict=args.strict) for report in reports}
    return next(code for code in _WORST_FIRST if code in codes)


def reports_of(path: Path, trust: Trust) -> Iterator[Report]:
    """The report on a file, or one on each log below a folder and on each notebook that lost its log."""
    if not os.path.isdir(path) or path.name.endswith((SUFFIX, FOLDER)):  # noqa: PTH112, as no error is raised
        yield verify(path, trust)
        return
    found = False
    for one in _below(path):
        lost = one.suffix == ".ipynb" and not is_log(sidecar_of(one))
        if one.name.endswith(SUFFIX) or (lost and told_by(one).get("head")):
            found = True
            yield verify(one, trust)
    if not found:
        yield Report(str(path), problem=f"there is no *{SUFFIX} log in {path} or below.")


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        # A log may be nothing but a folder of segments.
        apart = {log_of(Path(name)).name for name in folders if name.endswith(FOLDER)}
        for name in sorted({*files, *(name for name in apart if is_log(Path(place, name)))}):
            if name.endswith((SUFFIX, ".ipynb")):
                yield Path(place, name)


def told_by(notebook: Path) -> dict[str, Any]:
    """What a notebook's metadata says of its log; empty where it cannot be read or says nothing."""
    try:
        return _told(notebook)
    except (ProvenanceError, OSError, ValueError, RecursionError):
        return {}


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
