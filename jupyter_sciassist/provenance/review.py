"""Looking at a log: what `%sci log`, the panel's ledger line and the command line show."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from ..errors import ProvenanceError
from ..records import Record
from .chain import scan
from .lines import Line

_SHOWN = 50


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
    return Brief(
        id=core["id"],
        type=core["type"],
        ts=core["ts"],
        title=title if isinstance(title, str) else None,
        suggestion=suggestion.get("id") if isinstance(suggestion, dict) else None,
    )


def families(path: Path) -> dict[str, int]:
    """The size that each test family had reached when a decision about it was recorded.

    Raises
    ------
    ProvenanceError
        The file cannot be read.
    """
    sizes: dict[str, int] = {}

    def take(line: Line) -> None:
        evidence = line.core["body"].get("evidence")
        for item in evidence if isinstance(evidence, list) else ():
            family = item.get("family") if isinstance(item, dict) else None
            if isinstance(family, dict) and isinstance(family.get("size"), int):
                name = str(family.get("id"))
                sizes[name] = max(sizes.get(name, 0), family["size"])

    scan(path, take)
    return sizes


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
