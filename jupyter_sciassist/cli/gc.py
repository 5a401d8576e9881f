"""`jupyter sciassist gc [FOLDER]`: what lies about, deleted one by one when asked."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from ..errors import ProvenanceError
from ..provenance.leftovers import leftovers


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    gc = verbs.add_parser("gc", help="logs without a notebook, and other files nothing needs")
    gc.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", default=Path())
    gc.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """List what lies about; in a terminal ask of each whether to delete it."""
    found = leftovers(args.folder)
    asking = sys.stdin.isatty() and sys.stdout.isatty()
    for one in found:
        print(f"{one.path}: {one.why}")
        if asking and input("delete it? [y/N] ").strip().lower() in ("y", "yes"):
            try:
                if one.path.is_dir():
                    shutil.rmtree(one.path)
                else:
                    one.path.unlink()
            except OSError as error:
                raise ProvenanceError(f"{one.path} cannot be deleted: {error.strerror}.") from error
            print("deleted")
    if not found:
        print("nothing lies about")
    elif not asking:
        print("Run this in a terminal to be asked of each whether to delete it.")
    return 0
