"""`jupyter sciassist note FILE RECORD TEXT`, `redact FILE RECORD POINTER...`, `repair FILE...`, `sign FILE...`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..language.wordings.base import counted
from ..provenance import amend
from ..provenance.chain import log_of
from ..provenance.gitattributes import NAME, lines_for, missing


def register(verbs: Any) -> None:
    """Add the four verbs to the command line."""
    note = verbs.add_parser("note", help="put a note about a record on record")
    _record(note)
    note.add_argument("text", metavar="TEXT", help="what is to be said; may be redacted later")
    note.add_argument("--by", metavar="NAME", help="who says so; may be redacted later")
    note.set_defaults(func=run_note)
    redact = verbs.add_parser("redact", help="remove values from a log so that it still verifies")
    _record(redact)
    redact.add_argument(
        "pointers", metavar="POINTER", nargs="+", help="what to remove, such as /prompt or /by"
    )
    redact.add_argument("--reason", required=True, help="why; stands in the log")
    redact.set_defaults(func=run_redact)
    repair = verbs.add_parser("repair", help="set aside what a crash left at the end of a log")
    repair.add_argument("files", metavar="FILE", nargs="+", type=Path)
    repair.add_argument(
        "--merge", action="store_true", help="make one log of what a merge in git left"
    )
    repair.set_defaults(func=run_repair)
    sign = verbs.add_parser("sign", help="vouch for a log with an OpenSSH key")
    sign.add_argument("files", metavar="FILE", nargs="+", type=Path)
    sign.add_argument("--key", required=True, type=Path, help="an Ed25519 key file")
    sign.set_defaults(func=run_sign)


def _record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a *.prov.jsonl log or its notebook"
    )
    parser.add_argument(
        "record", metavar="RECORD", help="the record's id or hash, or how it begins"
    )


def run_note(args: argparse.Namespace) -> int:
    """Append the note and say where it stands."""
    print(amend.note(log_of(args.file), args.record, args.text, by=args.by).text())
    return 0


def run_redact(args: argparse.Namespace) -> int:
    """Remove the openings and say what was done and what keeps a copy."""
    done = amend.redact(log_of(args.file), args.record, args.pointers, reason=args.reason)
    print(done.text())
    return 0


def run_repair(args: argparse.Namespace) -> int:
    """Mend each log; 1 where faults are left that cannot be mended."""
    found = [amend.repair(log_of(path), merge=args.merge) for path in args.files]
    for path, done in zip(args.files, found, strict=True):
        print(f"{path}: {done.text()}")
        root = missing(log_of(path)) if args.merge else None
        if root is not None:
            lines = "\n".join(lines_for(log_of(path)))
            print(f"{root / NAME} should say how git merges logs: {lines}")
    return 1 if any(done.faults for done in found) else 0


def run_sign(args: argparse.Namespace) -> int:
    """Append a signed checkpoint to each log."""
    for path in args.files:
        done = amend.sign(log_of(path), args.key)
        print(f"{path}: {counted(done.count, 'record')}, signed head {done.hash[7:19]}")
    return 0
