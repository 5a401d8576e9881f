"""Looking at a log: what `%sci log`, the panel's ledger line and the command line show."""

from __future__ import annotations

import json
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

from ..errors import ProvenanceError, RecordError
from ..records import Outcome, Record, Status
from .chain import scan
from .lines import Line

_SHOWN = 50
_SHORTEST = 6
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True)
class Brief(Record):
    """One record in a line. `title` is null where there is none or where it was redacted."""

    id: str
    type: str
    ts: str
    title: str | None
    suggestion: str | None


@dataclass(frozen=True)
class Summary(Record):
    """A log at a glance, its last fifty records last. `damage` names the first bad line."""

    _nested: ClassVar[dict[str, Any]] = {"records": Brief}
    path: str
    state: Literal["ok", "none", "torn", "damaged"]
    count: int
    head: str | None
    doc_id: str | None
    damage: str | None
    records: tuple[Brief, ...]


def summary(path: Path) -> Summary:
    """Read the log at `path`; a log that does not exist yet has state none.

    Raises
    ------
    ProvenanceError
        The file is there but cannot be read.
    """
    last: deque[Brief] = deque(maxlen=_SHOWN)
    try:
        chain = scan(path, lambda line: last.append(_brief(line)))
    except ProvenanceError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        return Summary(str(path), "none", 0, None, None, None, ())
    damage = f"line {chain.faults[0][0]}: {chain.faults[0][1]}" if chain.faults else None
    state: Literal["ok", "none", "torn", "damaged"] = "ok" if chain.count else "none"
    if damage:
        state = "damaged"
    elif chain.tail is not None:
        state = "torn"
    return Summary(str(path), state, chain.count, chain.head, chain.doc_id, damage, tuple(last))


def _brief(line: Line) -> Brief:
    core = line.core
    suggestion = core["body"].get("suggestion")
    title = line.value("/suggestion/title")
    made = core["body"].get("confirmation")
    if isinstance(title, str) and isinstance(made, dict):
        title = f"{made['outcome']}: {title}"
    families = core["body"].get("families")
    if core["type"] == "tests.counted" and isinstance(families, dict):
        title = _counts(families)
    cells = core["body"].get("cells")
    if core["type"] == "cell.state" and isinstance(cells, list):
        title = _states(cells)
    return Brief(
        id=core["id"],
        type=core["type"],
        ts=core["ts"],
        title=title if isinstance(title, str) else None,
        suggestion=suggestion.get("id") if isinstance(suggestion, dict) else None,
    )


def _counts(families: dict[str, Any]) -> str:
    tests = sum(one["tests"] for one in families.values())
    confirmations = sum(one["confirmations"] for one in families.values())
    return f"{tests} tests and {confirmations} confirmations of {len(families)} data"


def _states(cells: list[Any]) -> str:
    told = Counter(
        str(cell["state"]) for cell in cells if isinstance(cell, dict) and "state" in cell
    )
    return ", ".join(f"{times} {state}" for state, times in told.items())


@dataclass(frozen=True)
class Counted(Record):
    """Tests, confirmations and decisions on record, oldest first.

    `packed` holds what `tests.counted` records carry; `confirmed` one {analysis, claim,
    confirmation} a confirmation; `decided` the status that each suggestion was left with, as
    {suggestion, status}. What was redacted is missing; an id and a decision never are.
    """

    packed: tuple[str, ...]
    confirmed: tuple[Any, ...]
    decided: tuple[Any, ...]


def counted(path: Path) -> Counted:
    """What is on record of tests and decisions, for the next kernel; empty where there is no log.

    Raises
    ------
    ProvenanceError
        The file is there but cannot be read.
    """
    packed: list[str] = []
    confirmed: list[dict[str, Any]] = []
    decided: dict[str, Status] = {}

    def take(line: Line) -> None:
        kind = line.core["type"]
        _decide(decided, line)
        if kind == "tests.counted" and isinstance(line.value("/packed"), str):
            packed.append(line.value("/packed"))
        made, claim = line.value("/confirmation/result"), line.value("/claim")
        if kind == "suggestion.confirmed" and made is not None and claim is not None:
            analysis = line.core["body"]["suggestion"]["analysis"]
            confirmed.append({"analysis": analysis, "claim": claim, "confirmation": made})

    try:
        scan(path, take)
    except ProvenanceError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
    left = tuple({"suggestion": one, "status": status} for one, status in decided.items())
    return Counted(tuple(packed), tuple(confirmed), left)


def _decide(decided: dict[str, Status], line: Line) -> None:
    """What a record says of its suggestion; the last word counts, but an acceptance outlasts a test."""
    kind, body = line.core["type"], line.core["body"]
    suggestion, made = body.get("suggestion"), body.get("confirmation")
    identity = suggestion.get("id") if isinstance(suggestion, dict) else None
    if not isinstance(identity, str):
        return
    if kind == "suggestion.accepted":
        decided[identity] = "accepted"
    elif kind == "suggestion.rejected":
        decided[identity] = "rejected"
    elif kind == "suggestion.confirmed" and decided.get(identity) != "accepted":
        told = made.get("outcome") if isinstance(made, dict) else None
        for outcome in _OUTCOMES:
            if outcome == told:
                decided[identity] = outcome


def text(found: Summary) -> str:
    """The summary for a reader, newest record first."""
    if found.state == "none":
        return f"{found.path}: nothing on record yet"
    head = (found.head or "none").removeprefix("sha256:")[:12]
    lines = [f"{found.path}: {found.state}, {found.count} records, head {head}"]
    if found.damage:
        lines.append(f"  {found.damage}")
    lines += [
        f"  {brief.ts}  {brief.type:<20}  {brief.title or ''}".rstrip()
        for brief in reversed(found.records)
    ]
    return "\n".join(lines)


def find(path: Path, record: str) -> Line:
    """The one record of a log whose id or hash begins with `record`; RecordError where it is not one."""
    found: list[Line] = []
    wanted = record.removeprefix("sha256:").lower()

    def look(line: Line) -> None:
        if line.core["id"].startswith(wanted) or line.hash[7:].startswith(wanted):
            found.append(line)

    if len(wanted) < _SHORTEST:
        raise RecordError(f"{record!r:.80} is too short; name {_SHORTEST} characters or more.")
    scan(path, look)
    if len(found) != 1:
        raise RecordError(
            f"{len(found) or 'No'} records of {path.name} begin with {record!r:.80}."
            " `jupyter sciassist log --json` lists their ids."
        )
    return found[0]


def detail(line: Line) -> str:
    """One record whole, for a reader: the envelope, what stands in it for good, what is open, what is gone."""
    core = line.core
    lines = [f"{core['type']}  {core['id']}", f"hash    {line.hash}"]
    lines += [f"parent  {parent}" for parent in core["prev"]]
    actor = core.get("actor") or {}
    lines += [f"time    {core['ts']} (claimed)", f"seq     {core['seq']}"]
    lines += [f"actor   {actor.get('kind', 'not stated')}"]
    if line.sig is not None:
        lines.append(f"signed  by key {line.sig['key'][7:19]} (not examined here)")
    lines += ["", json.dumps(core["body"], indent=1, ensure_ascii=False)]
    for pointer in sorted(core.get("commit", ())):
        if pointer not in line.open:
            lines.append(f"\n{pointer}: redacted")
            continue
        value = line.value(pointer)
        shown = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
        lines.append(f"\n{pointer}:\n{shown}")
    return "\n".join(lines)
