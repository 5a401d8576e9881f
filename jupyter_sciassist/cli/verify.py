"""`jupyter sciassist verify FILE...` and `jupyter sciassist log FILE...`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ..provenance import review
from ..provenance import verify as checks
from ..provenance.chain import log_of


def register(verbs: Any) -> None:
    """Add the two verbs to the command line."""
    verify = verbs.add_parser("verify", help="check provenance logs, and notebooks against theirs")
    checks.add_arguments(verify)
    verify.set_defaults(func=checks.run)
    log = verbs.add_parser("log", help="show what a notebook's log holds")
    log.add_argument("files", nargs="+", metavar="FILE", type=Path)
    log.add_argument("--json", action="store_true", help="a JSON list of summaries")
    log.set_defaults(func=run_log)


def run_log(args: argparse.Namespace) -> int:
    """Print the last records of each log; 1 where one is damaged."""
    found = [review.summary(log_of(path)) for path in args.files]
    if args.json:
        print(json.dumps([one.to_json() for one in found], indent=1))
    else:
        print("\n".join(review.text(one) for one in found))
    return 1 if any(one.state == "damaged" for one in found) else 0
