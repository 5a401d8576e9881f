"""`jupyter sciassist replay FILE [RECORD ...]`: the recorded analyses and notes again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import replay
from ..errors import LogDamagedError, ProvenanceError
from ..language.wordings.base import counted
from ..provenance import record
from ..provenance.chain import log_of
from ..provenance.exports.reading import Reading, Row, reading
from ..provenance.exports.showing import visible
from . import files
from .retyping import Tables


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser(
        "replay",
        help="compute recorded evidence again, and have the model write its notes again",
        description="Runs analyses of this package only, never code that stands in a log or a "
        "notebook. Exit code 0: all is as recorded; 1: something is not, or the log does not verify; "
        "3: something could not be checked.",
    )
    own.add_argument("file", metavar="FILE", type=Path, help="a *.prov.jsonl log or its notebook")
    own.add_argument(
        "records", metavar="RECORD", nargs="*", help="ids or hashes, or how they begin; else all"
    )
    how = own.add_mutually_exclusive_group()
    how.add_argument(
        "--report", action="store_true", help="say what could be replayed (the default)"
    )
    how.add_argument("--run", action="store_true", help="replay it and put the outcome on record")
    own.add_argument(
        "--data", metavar="NAME=FILE", type=_named, action="append", default=[],
        help="the table that the notebook had in the variable NAME; may be repeated. Texts that are times"
        " are read as times where the record was made of them; Parquet keeps all types",
    )  # fmt: skip
    own.add_argument(
        "--model", metavar="ID", help="model id or path of a GGUF file; else the one on record"
    )
    own.set_defaults(func=run)


def _named(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=FILE")
    return name, Path(path)


def run(args: argparse.Namespace) -> int:
    """Print what each record's parts give."""
    try:
        log = reading(args.file)
    except LogDamagedError as error:
        print(error, file=sys.stderr)
        return 1
    tables = Tables({name: files.read(path) for name, path in args.data})
    found: list[replay.Replay] = []
    with replay.Models(args.model) as models:
        for row in replay.chosen(log, args.records):
            objects, types = tables.of(row)
            made = _parts(log, row, objects, models, run=args.run)
            lines = [*replay.told(row, made), *([f"  {visible(types)}"] if types else [])]
            print("\n".join(lines), flush=True)
            found += made
    if args.run:
        _keep(args.file, found)
    return _code(found)


def _parts(
    log: Reading, row: Row, tables: Mapping[str, Any], models: replay.Models, *, run: bool
) -> list[replay.Replay]:
    parts = (
        replay.evidence(row, tables, run=run),
        replay.wording(row, models, log.session_of(row), run=run),
    )
    return [part for part in parts if part is not None]


def _keep(path: Path, found: Sequence[replay.Replay]) -> None:
    """Put on record what was run; what could not be run is not."""
    outcomes = [(one.body, one.result) for one in found if one.compared]
    if not outcomes:
        return
    try:
        count = record.replayed(log_of(path), outcomes)
    except ProvenanceError as error:
        raise ProvenanceError(f"The outcome above is not on record: {error}") from error
    print(f"On record: {len(outcomes)} more, {counted(count, 'record')} in all.")


def _code(found: Sequence[replay.Replay]) -> int:
    verdicts = {one.verdict for one in found}
    return 1 if "diverged" in verdicts else 3 if "not checkable" in verdicts else 0
