"""What git makes of a log that two branches appended to, made one log again.

A union merge leaves both versions of a line that one branch redacted; without the attribute there
are conflict markers; `autocrlf` adds carriage returns. Records themselves are never changed.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .chain import open_regular
from .lines import MAX_LINE, Line, check, encode

_MARKER = re.compile(rb"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")


@dataclass
class Merged:
    """What was found and undone."""

    records: int = 0
    duplicates: int = 0
    markers: int = 0
    returns: int = 0
    closed: int = 0
    moved: bool = False

    @property
    def any(self) -> bool:
        """Whether the file has to be written anew."""
        return bool(self.duplicates or self.markers or self.returns or self.closed or self.moved)

    def body(self, heads: int) -> dict[str, Any]:
        """What the checkpoint states of it; `heads` is how many it joins."""
        return {
            "heads": heads,
            "duplicates": self.duplicates,
            "markers": self.markers,
            "carriage_returns": self.returns,
            "closed": self.closed,
        }

    def said(self) -> list[str]:
        """What was done, in words; nothing where nothing was."""
        told = (
            (self.markers, "conflict markers removed"),
            (self.duplicates, "records that stood twice made one"),
            (self.closed, "redacted openings removed again"),
            (self.returns, "carriage returns removed"),
        )
        return [f"{number} {words}" for number, words in told if number]


@dataclass
class _Record:
    """One record as the file holds it: where its first copy starts, and what may stay open."""

    place: int
    size: int
    prev: list[str]
    open: set[str]
    rewrite: bool = False
    signed: bool = False


@dataclass
class _Found:
    records: dict[str, _Record] = field(default_factory=dict)
    bad: dict[str | None, list[tuple[int, int]]] = field(default_factory=dict)
    redacted: dict[str, set[str]] = field(default_factory=dict)


def merged(path: Path) -> tuple[Iterator[bytes], Merged]:
    """The lines of the one log at `path`, made when they are asked for, and what was undone."""
    done = Merged()
    found = _read(path, done)
    for mark, pointers in found.redacted.items():
        record = found.records.get(mark)
        if record is not None and record.open & pointers:
            done.closed += len(record.open & pointers)
            record.open -= pointers
            record.rewrite = True
    done.records = len(found.records)
    order = _ordered(found.records)
    done.moved = order != list(found.records)
    return _lines(path, found, order), done


def _read(path: Path, done: Merged) -> _Found:
    found, place, last = _Found(), 0, None
    with open_regular(path) as file:
        while raw := file.readline(MAX_LINE + 1):
            here, place = place, place + len(raw)
            text = raw.rstrip(b"\r\n")
            if _MARKER.fullmatch(text):
                done.markers += 1
                continue
            line = check(text)
            if not isinstance(line, Line):
                found.bad.setdefault(last, []).append((here, len(raw)))
                continue
            last = line.hash
            done.returns += raw.endswith(b"\r\n")
            _take(found, line, here, raw, done)
    return found


def _take(found: _Found, line: Line, here: int, raw: bytes, done: Merged) -> None:
    known = found.records.get(line.hash)
    if known is None:
        made = _Record(here, len(raw), list(line.core["prev"]), set(line.open))
        made.rewrite = raw.endswith(b"\r\n")
        made.signed = line.signed
        found.records[line.hash] = made
    else:
        done.duplicates += 1
        known.rewrite = known.rewrite or known.open != set(line.open)
        known.open &= set(line.open)
        if line.signed and not known.signed:
            # The signature is the one thing of which the fuller copy is kept.
            known.place, known.size, known.signed, known.rewrite = here, len(raw), True, True
    if line.core["type"] == "redaction":
        body = line.core["body"]
        target, pointers = body.get("record"), body.get("pointers")
        if isinstance(target, str) and isinstance(pointers, list):
            found.redacted.setdefault(target, set()).update(
                pointer for pointer in pointers if isinstance(pointer, str)
            )


def _ordered(records: dict[str, _Record]) -> list[str]:
    """Parents before children, else the order of the file."""
    number = {mark: index for index, mark in enumerate(records)}
    children: dict[str, list[str]] = {}
    missing = {}
    for mark, record in records.items():
        parents = [parent for parent in record.prev if parent in records]
        missing[mark] = len(parents)
        for parent in parents:
            children.setdefault(parent, []).append(mark)
    ready = [(number[mark], mark) for mark, left in missing.items() if not left]
    order = []
    while ready:
        _, mark = heapq.heappop(ready)
        order.append(mark)
        for child in children.get(mark, ()):
            missing[child] -= 1
            if not missing[child]:
                heapq.heappush(ready, (number[child], child))
    return order


def _lines(path: Path, found: _Found, order: list[str]) -> Iterator[bytes]:
    with open_regular(path) as file:

        def at(place: int, size: int) -> bytes:
            file.seek(place)
            return file.read(size)

        for mark in [None, *order]:
            if mark is not None:
                record = found.records[mark]
                raw = at(record.place, record.size).rstrip(b"\r\n")
                yield _closed(raw, record.open) if record.rewrite else raw + b"\n"
            for place, size in found.bad.get(mark, ()):
                raw = at(place, size)
                yield raw if raw.endswith(b"\n") or size > MAX_LINE else raw + b"\n"


def _closed(raw: bytes, pointers: set[str]) -> bytes:
    line = check(raw)
    if not isinstance(line, Line):
        # The log is locked, so only a foreign hand can have changed it under us.
        raise OSError("the file changed while it was read")
    return encode(line.core, {key: line.open[key] for key in sorted(pointers)}, line.sig)[1]
