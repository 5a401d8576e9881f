"""`jupyter sciassist ...`: one file a verb; each registers itself with the parser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .. import __version__
from ..errors import SciAssistError


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    from . import amend, ask, export, gc, model, replay, status, suggest, trace, verify

    top = argparse.ArgumentParser(
        prog="jupyter sciassist",
        description="Evidence-backed suggestions for tables, and the record of those accepted.",
    )
    top.add_argument("--version", action="version", version=__version__)
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for module in (suggest, ask, model, status, verify, trace, amend, gc, export, replay):
        module.register(verbs)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; errors of our own are one line on standard error and exit code 2."""
    args = parser().parse_args(argv)
    try:
        return int(args.func(args))
    except SciAssistError as error:
        print(f"jupyter sciassist {args.verb}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
