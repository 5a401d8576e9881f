"""`jupyter sciassist model list|fetch|path`: the language model's file."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from ..models import catalogue, fetching
from . import configured


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser("model", help="list and fetch model files")
    todo = own.add_subparsers(dest="todo", required=True, metavar="list|fetch|path")
    listing = todo.add_parser("list", help="models known by name, and which are on this machine")
    listing.set_defaults(func=show)
    getting = todo.add_parser(
        "fetch", help="download a model into the folder of models, and check it"
    )
    getting.add_argument("id", nargs="?", default="default")
    getting.set_defaults(func=fetch)
    asking = todo.add_parser("path", help="print the path of a model's file")
    asking.add_argument("id", nargs="?", default="default")
    asking.set_defaults(func=path)


def show(args: argparse.Namespace) -> int:
    """A line a model: id, alias, size, licence, whether it is here."""
    folder = catalogue.folder(configured.settings())
    for known in catalogue.ENTRIES:
        file = folder / known.file
        here = file.is_file() and file.stat().st_size == known.bytes
        state = "here" if here else "not fetched"
        size = f"{known.bytes / 1e6:.0f} MB"
        print(
            f"{known.id:20} {known.alias:8} {size:>8}  {known.quantization:7} {known.licence:11} {state}"
        )
    print(f"folder: {folder}")
    return 0


def fetch(args: argparse.Namespace) -> int:
    """Fetch a model, with a progress bar where the terminal can show one."""
    known = catalogue.entry(args.id)
    bar = Bar(known.name)
    try:
        file = fetching.fetch(args.id, bar, configured.settings())
    finally:
        bar.end()
    print(file)
    return 0


def path(args: argparse.Namespace) -> int:
    """Print where the file is; an error with the cure where it is not."""
    print(catalogue.resolve(args.id, configured.settings()))
    return 0


class Bar:
    """Progress on standard error: a moving bar in a terminal, a line every ten seconds elsewhere."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._moving = sys.stderr.isatty()
        self._last = time.monotonic() if not self._moving else 0.0
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Show so many bytes of so many."""
        now = time.monotonic()
        if now - self._last < (0.2 if self._moving else 10.0) and done < total:
            return
        self._last = now
        share = min(done / total, 1.0)
        text = f"{self.name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB"
        if self._moving:
            filled = "#" * int(30 * share)
            print(f"\r[{filled:30}] {share:4.0%} {text}", end="", file=sys.stderr, flush=True)
            self._drawn = True
        else:
            print(text, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._drawn:
            print(file=sys.stderr)
