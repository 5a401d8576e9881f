"""`jupyter sciassist show FILE RECORD`, `diff FILE [RECORD]` and `blame NOTEBOOK`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ..errors import RecordError
from ..provenance import review, states, trace
from ..provenance.chain import SUFFIX, is_there, log_of
from ..provenance.lines import Line


def register(verbs: Any) -> None:
    """Add the three verbs to the command line."""
    show = verbs.add_parser("show", help="show one record of a log whole, with the notes about it")
    show.add_argument("file", metavar="FILE", type=Path, help="a *.prov.jsonl log or its notebook")
    show.add_argument("record", metavar="RECORD", help="its id or hash, or how it begins")
    show.add_argument("--json", action="store_true", help="core, open values and notes as JSON")
    show.set_defaults(func=run_show)
    diff = verbs.add_parser("diff", help="what was suggested, accepted, and is there now")
    diff.add_argument("file", metavar="FILE", type=Path)
    diff.add_argument("record", metavar="RECORD", nargs="?", help="one acceptance; else all")
    diff.set_defaults(func=run_diff)
    blame = verbs.add_parser("blame", help="which cells of a notebook came from suggestions")
    blame.add_argument("notebook", metavar="NOTEBOOK", type=Path)
    blame.set_defaults(func=run_blame)


def run_show(args: argparse.Namespace) -> int:
    """Print one record."""
    line = review.find(log_of(args.file), args.record)
    notes = review.notes_on(log_of(args.file), line.hash)
    if args.json:
        print(json.dumps({**_plain(line), "notes": [_plain(one) for one in notes]}, indent=1))
    else:
        print(review.detail(line, notes))
    return 0


def _plain(line: Line) -> dict[str, Any]:
    opened = {pointer: line.value(pointer) for pointer in line.open}
    return {"hash": line.hash, "core": line.core, "open": opened}


def run_diff(args: argparse.Namespace) -> int:
    """Print the differences of one acceptance, or of all."""
    log = log_of(args.file)
    chosen = made = trace.acceptances(log)
    if args.record is not None:
        mark = review.find(log, args.record).hash
        chosen = [one for one in made if one.hash == mark]
        if not chosen:
            raise RecordError(f"Record {args.record!r:.80} is no acceptance.")
    notebook = Path(str(log).removesuffix(SUFFIX))
    places = trace.Places(trace.cells(notebook), made) if is_there(notebook) else None
    last = states.on_record(log)
    for number, one in enumerate(chosen):
        told = [*trace.differences(one, places), *states.checkable(one, places, last.get(one.hash))]
        print("\n" * (number > 0) + "\n".join(told))
    return 0


def run_blame(args: argparse.Namespace) -> int:
    """Print a line a cell."""
    for one in trace.blame(log_of(args.notebook), args.notebook):
        print(one.text())
    return 0
