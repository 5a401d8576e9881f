"""`jupyter sciassist export`, `report` and `disclose`: a verified log for other tools and readers."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import LogDamagedError
from ..provenance.exports import agent_trace, disclosure, page, prov, rocrate, table
from ..provenance.exports.crate import ORCID, ROR, Flavour, Stated
from ..provenance.exports.kinds import KINDS
from ..provenance.exports.reading import Reading, reading
from ..provenance.exports.writing import new_file, new_folder

_PROV = {"json": prov.prov_json, "provn": prov.prov_n}


def register(verbs: Any) -> None:
    """Add the three verbs to the command line."""
    own = verbs.add_parser("export", help="a log as RO-Crate, W3C PROV or Agent Trace")
    _common(own, "a folder that is not there yet for a crate (NOTEBOOK.crate), else a file")
    kind = own.add_mutually_exclusive_group()
    kind.add_argument(
        "--rocrate", choices=("1.1", "1.3"), help="1.1 with Process Run Crate, or 1.3"
    )
    kind.add_argument("--prov", choices=tuple(_PROV), help="PROV-JSON or PROV-N")
    kind.add_argument(
        "--agent-trace", action="store_true", help="Agent Trace 0.1.0, a line a record"
    )
    own.add_argument(
        "--publisher", metavar='"NAME <URL>"', type=_party,
        help="who publishes the crate, with an ORCID or ROR address; a log does not know",
    )  # fmt: skip
    own.add_argument("--license", metavar="URL", type=_address, help="licence of the crate")
    own.set_defaults(func=run_export)
    report = verbs.add_parser("report", help="a log as one HTML page or as a table")
    _common(report, "a file that is not there yet")
    form = report.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_true", help="one HTML file (the default)")
    form.add_argument("--csv", action="store_true", help="a table, one decision a row")
    report.set_defaults(func=run_report)
    disclose = verbs.add_parser("disclose", help="a draft of the disclosure that a venue asks for")
    _common(disclose, "a file that is not there yet")
    disclose.add_argument("--style", choices=disclosure.STYLES, default="icmje")
    disclose.set_defaults(func=run_disclose)


def _party(text: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*\S)\s*<(\S+)>", text)
    if found and (ORCID.fullmatch(found[2]) or ROR.fullmatch(found[2])):
        return found[1], found[2]
    raise argparse.ArgumentTypeError(
        f"{text!r} is not of the form 'NAME <https://orcid.org/...>' or 'NAME <https://ror.org/...>'"
    )


def _address(text: str) -> str:
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no http address, such as that of a licence is")


def _common(parser: argparse.ArgumentParser, where: str) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="a *.prov.jsonl log or its notebook"
    )
    parser.add_argument(
        "-o", "--output", metavar="PATH", type=Path, help=f"{where}; standard output otherwise"
    )


def run_export(args: argparse.Namespace) -> int:
    """Write a crate, or print PROV or Agent Trace."""
    if args.prov:
        return _told(args, _PROV[args.prov])
    if args.agent_trace:
        return _told(args, agent_trace.agent_trace)
    return _verified(args.file, lambda log: _crate(log, args), crate=True)


def run_report(args: argparse.Namespace) -> int:
    """Print the page or the table."""
    return _told(args, table.table if args.csv else page.page)


def run_disclose(args: argparse.Namespace) -> int:
    """Print the disclosure of a style."""
    return _told(args, lambda log: disclosure.disclosure(log, args.style))


def _told(args: argparse.Namespace, made: Callable[[Reading], bytes]) -> int:
    def write(log: Reading) -> None:
        if args.output is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(made(log))
            sys.stdout.buffer.flush()
        else:
            new_file(args.output, made(log))

    return _verified(args.file, write)


def _verified(path: Path, write: Callable[[Reading], None], *, crate: bool = False) -> int:
    """Exit codes as those of verify: 1 and nothing written where the log does not hold."""
    try:
        log = reading(path)
    except LogDamagedError as error:
        print(error, file=sys.stderr)
        return 1
    write(log)
    for warning in log.warnings(crate=crate):
        print(warning, file=sys.stderr)
    return 0 if log.matches_notebook else 4


def _crate(log: Reading, args: argparse.Namespace) -> None:
    flavour: Flavour = args.rocrate or "1.1"
    beside = args.file.with_name(log.title + KINDS[f"rocrate-{flavour}"].ending)
    folder = args.output or beside
    stated = Stated(args.publisher, args.license)
    new_folder(folder, rocrate.crate(log, flavour, stated))
    # File names may hold bytes that are no text.
    print(str(folder).encode("utf-8", "backslashreplace").decode())
    for name, told in (("publisher", stated.publisher), ("license", stated.licence)):
        if told is None:
            print(
                f"The crate names no {name}, which a log does not know: --{name}", file=sys.stderr
            )
