"""Looking at a log: what `%sci log`, the panel's ledger line and the command line show."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

from ..errors import ProvenanceError, RecordError
from ..records import Outcome, Record, Status
from .chain import Chain, open_regular, scan
from .lines import DECISIONS, MAX_LINE, Line, check

_SHOWN = 50
_SHORTEST = 6
_BEGINNING = 80
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
    decisions: int
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
        return Summary(str(path), "none", 0, 0, None, None, None, ())
    damage = f"line {chain.faults[0][0]}: {chain.faults[0][1]}" if chain.faults else None
    state: Literal["ok", "none", "torn", "damaged"] = "ok" if chain.count else "none"
    if damage:
        state = "damaged"
    elif chain.tail is not None:
        state = "torn"
    return Summary(
        str(path),
        state,
        chain.count,
        decisions(chain),
        chain.head,
        chain.doc_id,
        damage,
        tuple(last),
    )


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
    if core["type"] == "evidence.replayed":
        title = _replay(core["body"])
    if core["type"] == "review.note":
        title = _beginning(line.value("/text"))
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


def _beginning(text: Any) -> str | None:
    """The first line of a note, shortened; null where the note was redacted."""
    if not isinstance(text, str):
        return None
    first, _, rest = text.strip().partition("\n")
    return first if len(first) <= _BEGINNING and not rest else f"{first[:_BEGINNING]} ..."


def _counts(families: dict[str, Any]) -> str:
    tests = sum(one["tests"] for one in families.values())
    confirmations = sum(one["confirmations"] for one in families.values())
    return f"{tests} tests and {confirmations} confirmations of {len(families)} data"


def _replay(body: dict[str, Any]) -> str:
    mark = str(body.get("record")).removeprefix("sha256:")[:12]
    return f"{body.get('part')} {body.get('verdict')}: record {mark}"


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
    told = f"{found.count} records, of them decisions: {found.decisions}, head {head}"
    lines = [f"{found.path}: {found.state}, {told}"]
    if found.damage:
        lines.append(f"  {found.damage}")
    lines += [
        f"  {brief.ts}  {brief.type:<20}  {brief.title or ''}".rstrip()
        for brief in reversed(found.records)
    ]
    return "\n".join(lines)


def find(path: Path, record: str) -> Line:
    """The one record of a log whose id or hash begins with `record`; RecordError where it is not one."""
    wanted = record.removeprefix("sha256:").lower()
    if len(wanted) < _SHORTEST:
        raise RecordError(f"{record!r:.80} is too short; name {_SHORTEST} characters or more.")
    found = [
        line
        for line in _naming(path, wanted)
        if line.core["id"].startswith(wanted) or line.hash[7:].startswith(wanted)
    ]
    if len(found) != 1:
        raise RecordError(
            f"{len(found) or 'No'} records of {path.name} begin with {record!r:.80}."
            " `jupyter sciassist log --json` lists their ids."
        )
    return found[0]


def notes_on(path: Path, mark: str) -> list[Line]:
    """The notes about the record whose hash is `mark`, in the log's order."""
    return [
        line
        for line in _naming(path, mark)
        if line.core["type"] == "review.note" and line.core["body"].get("record") == mark
    ]


def _naming(path: Path, text: str) -> Iterator[Line]:
    """The records, once each, in whose lines an id or hash stands; only those lines are checked."""
    seen: set[str] = set()
    needle, begun = text.encode(errors="replace"), False
    with open_regular(path) as file:
        try:
            while raw := file.readline(MAX_LINE + 1):
                # The rest of a line that is too long is no line, whatever it holds.
                continued, begun = begun, not raw.endswith(b"\n")
                line = None if continued or begun or needle not in raw else check(raw[:-1])
                if isinstance(line, Line) and line.hash not in seen:
                    seen.add(line.hash)
                    yield line
        except OSError as error:
            raise ProvenanceError(f"{path} cannot be read: {error.strerror}.") from error


def decisions(chain: Chain) -> int:
    """How many records of a log tell of a decision about a suggestion."""
    return sum(chain.types[kind] for kind in DECISIONS)


def complaint(path: Path, chain: Chain) -> str | None:
    """What a writer is told whose record is on disk, in a log that does not verify."""
    for number, reason in chain.faults[:1]:
        return (
            f"Recorded, but line {number} of {path.name} does not hold ({reason})."
            f" Run: jupyter sciassist verify {path.name}"
        )
    return None


def detail(line: Line, notes: Sequence[Line] = ()) -> str:
    """One record whole, for a reader: the envelope, what stands in it for good, what is open, what is gone.

    Parameters
    ----------
    notes
        What was noted about it, see `notes_on`.
    """
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
            gone = "left out when it was written" if pointer in line.withheld else "redacted"
            lines.append(f"\n{pointer}: {gone}")
            continue
        value = line.value(pointer)
        shown = value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False)
        lines.append(f"\n{pointer}:\n{shown}")
    for one in notes:
        by, said = (_open(one, pointer) for pointer in ("/by", "/text"))
        lines.append(
            f"\nnote {one.core['id']}, {one.core['ts']}, by {by or 'nobody named'}:\n{said}"
        )
    return "\n".join(lines)


def _open(line: Line, pointer: str) -> str:
    """The text opened at `pointer`: `redacted` where it was removed, empty where it never was."""
    value = "redacted" if pointer in line.redacted else line.value(pointer)
    return value if isinstance(value, str) else ""
