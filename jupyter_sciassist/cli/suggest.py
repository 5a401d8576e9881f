"""`jupyter sciassist suggest FILE...`: the same suggestions as in a notebook, on tables on disk."""

from __future__ import annotations

import argparse
import json
import keyword
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import ModelMissingError
from ..language.wordings.base import counted, interval
from ..records import Suggestion
from . import configured, files

MODEL = "model id, path of a GGUF file, address of an OpenAI-compatible server, or none"


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser("suggest", help="suggest analyses of tables, with computed evidence")
    own.add_argument("files", nargs="+", metavar="FILE", type=Path)
    own.add_argument("--about", metavar="TEXT", help="what the data are")
    own.add_argument("--json", action="store_true", help="one JSON object: file to suggestions")
    own.add_argument("--top", type=int, default=20, metavar="N", help="at most N cards a file")
    own.add_argument("--model", default="default", metavar="ID", help=MODEL)
    own.set_defaults(func=run)


def variable_name(path: Path) -> str:
    """A Python name for the table of a file."""
    name = re.sub(r"\W+", "_", path.stem).strip("_") or "data"
    return f"_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name


def run(args: argparse.Namespace) -> int:
    """Print the suggestions of each file."""
    from ..door import suggest

    found: dict[str, list[Suggestion]] = {}
    for path in args.files:
        table, told = files.read(path), files.described(path)
        name = variable_name(path)
        model = named_model(args.model)
        cards = suggest(
            {name: table},
            about=args.about or told.about,
            columns=dict(told.columns),
            top=args.top,
            model=model,
        )
        found[str(path)] = cards
        if not args.json:
            print(heading(path, table.shape))
            print(listing(cards))
    if args.json:
        plain = {path: [card.to_json() for card in cards] for path, cards in found.items()}
        json.dump(plain, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return 0


def named_model(name: str) -> str | None:
    """The file or address of a model, or None with a word about it where the default one is not there."""
    if name == "none":
        return None
    from ..models import selecting

    try:
        found = selecting.find(name, configured.settings())
    except ModelMissingError as error:
        if name != "default":
            raise
        print(f"(without a model: {error})", file=sys.stderr)
        return None
    return str(found) if isinstance(found, Path) else name


def heading(path: Path, shape: Sequence[int]) -> str:
    """The line above a file's cards."""
    return f"{path}: {counted(shape[0], 'row')}, {counted(shape[1], 'column')}"


def listing(cards: Sequence[Suggestion]) -> str:
    """Cards as plain text, best first."""
    if not cards:
        return "  nothing to suggest: no analysis applies to these columns"
    return "\n".join(line for number, card in enumerate(cards, 1) for line in _lines(number, card))


def _lines(number: int, card: Suggestion) -> list[str]:
    evidence = card.evidence
    lines = [f"{number:3}. {card.title}"]
    if card.hypothesis is not None:
        lines.append(f"     {card.hypothesis.statement}")
    if evidence is not None:
        facts = [f"n = {evidence.n}", evidence.method]
        if evidence.effect is not None:
            facts.insert(0, interval(evidence.effect))
        if evidence.q is not None and evidence.family is not None:
            facts.insert(0, f"q = {evidence.q:.2g} of {counted(evidence.family.size, 'test')}")
        if evidence.p is not None and not evidence.asserted:
            facts.insert(0, "not established")
        lines.append("     " + "; ".join(facts))
        lines.extend(f"     note: {caveat}" for caveat in evidence.caveats)
    return lines
