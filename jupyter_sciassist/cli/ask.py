"""`jupyter sciassist ask FILE "question"`: the same answers as in a notebook, on a table on disk."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ..language import answering
from ..records import Answer
from . import files
from .suggest import MODEL, listing, named_model, variable_name

_SHOWN = 5


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser("ask", help="answer a question about a table, computed from its rows")
    own.add_argument("file", metavar="FILE", type=Path)
    own.add_argument("question", nargs="+", metavar="QUESTION")
    own.add_argument("--about", metavar="TEXT", help="what the data are")
    own.add_argument("--json", action="store_true", help="the answer as one JSON object")
    own.add_argument("--model", default="default", metavar="ID", help=MODEL)
    own.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the answer."""
    from ..door import ask

    table, told = files.read(args.file), files.described(args.file)
    answer = ask(
        {variable_name(args.file): table},
        " ".join(args.question),
        about=args.about or told.about,
        columns=dict(told.columns),
        model=named_model(args.model),
    )
    if args.json:
        json.dump(answer.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(text(answer))
    return 0


def text(answer: Answer) -> str:
    """An answer as plain text, with the first findings that bear on it."""
    lines = answering.plain(answer)
    if answer.suggestions:
        lines += ["Findings that bear on it:", listing(answer.suggestions[:_SHOWN])]
    return "\n".join(lines)
