"""A whole log, read once from start to end: which records hold, how they hang together, the tails.

A log is one file, `foo.ipynb.prov.jsonl`; where locks cannot be trusted it is that file and the
segments in `foo.ipynb.prov.d`, one a writer, which are read as the one file that they would make:
parents before children. Files are streamed; memory holds a line of each file and a few hundred
bytes a record.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import ProvenanceError
from .files import FOLDER, FileKey, file_key, files_of
from .files import SUFFIX as SUFFIX
from .lines import MAX_LINE, ROOTS, TYPES, UUID, Fault, Line, check
from .signatures import Signature
from .tails import Tail, torn

_FAULTS_KEPT = 50


@dataclass
class Part:
    """One file of a log. `whole` is the offset after its last line that holds.

    `path` is null for a stream, `key` for a file that is not there; `segment` is a segment's name.
    """

    path: Path | None = None
    segment: str = ""
    key: FileKey | None = None
    size: int = 0
    whole: int = 0
    ended: bool = True
    tail: Tail | None = None
    faults: int = 0


@dataclass
class Chain:
    """What a log holds. `known` maps each record's hash to (seq, log id), in file order.

    `opened` maps it to the pointers that stand open, `gone` to those that were
    removed, `removed` to those that redaction records name.
    `copied` is what the first record tells of the log that this one was copied from; `parts` are
    the files, that beside the notebook first, `now` the one that is being read.
    """

    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    heads: dict[str, None] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    types: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    fault_count: int = 0
    newer: int = 0
    openings: int = 0
    withheld: int = 0
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    doc_id: str | None = None
    copied: dict[str, Any] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=lambda: [Part()])
    now: Part = field(default_factory=Part)

    @property
    def key(self) -> dict[Path, FileKey]:
        """What tells that a file of the log was written to since; empty where there is none."""
        return {part.path: part.key for part in self.parts if part.path and part.key}

    @property
    def tail(self) -> Tail | None:
        """The first torn tail."""
        return next((part.tail for part in self.parts if part.tail is not None), None)

    @property
    def count(self) -> int:
        """Number of records that hold in themselves."""
        return len(self.known)

    @property
    def head(self) -> str | None:
        """The head with the highest seq; the smaller hash where two have it."""
        return min(self.heads, key=lambda item: (-self.known[item][0], item), default=None)

    @property
    def log(self) -> str | None:
        """The id of the log: that of its first root."""
        return self.known[self.roots[0]][1] if self.roots else None

    @property
    def redactions(self) -> int:
        """How many values were removed."""
        return sum(map(len, self.gone.values()))

    def fault(self, number: int, reason: str) -> None:
        """Count a fault of line `number` (from 1); the first fifty are kept."""
        self.fault_count += 1
        self.now.faults += 1
        if len(self.faults) < _FAULTS_KEPT:
            name = self.now.segment
            self.faults.append((number, f"{name}: {reason}" if name else reason))

    def add(self, line: Line, number: int, *, copied: bool = False) -> bool:
        """Take a line that holds in itself; False for a duplicate, which one `copied` from another file may be."""
        core = line.core
        if line.hash in self.known:
            if copied and tuple(line.open) == self.opened[line.hash]:
                return False
            self.fault(number, "the same record stands twice")
            self._refuse_returned(line.hash, line.open, number)
            self.opened[line.hash] = tuple(sorted({*self.opened[line.hash], *line.open}))
            return False
        for reason in self._misfits(core):
            self.fault(number, reason)
        self.known[line.hash] = (core["seq"], core["log"])
        for parent in core["prev"]:
            self.heads.pop(parent, None)
        self.heads[line.hash] = None
        self.ids.add(core["id"])
        self.opened[line.hash] = tuple(line.open)
        self._tally(line)
        if core["type"] == "redaction":
            self._redaction(core["body"], number)
        return True

    def _redaction(self, body: Any, number: int) -> None:
        target, pointers = body.get("record"), body.get("pointers")
        if not (
            isinstance(target, str)
            and target in self.known
            and isinstance(pointers, list)
            and all(isinstance(pointer, str) for pointer in pointers)
        ):
            self.fault(number, "a redaction that names no record before it")
            return
        self.removed.setdefault(target, set()).update(pointers)
        self._refuse_returned(target, self.opened[target], number)

    def _refuse_returned(self, mark: str, pointers: Iterable[str], number: int) -> None:
        for pointer in sorted(self.removed.get(mark, set()).intersection(pointers)):
            self.fault(number, f"{pointer[:60]} of record {mark[7:19]} was redacted and is back")

    def _misfits(self, core: Any) -> list[str]:
        found = []
        parents = [self.known[item] for item in core["prev"] if item in self.known]
        if len(parents) < len(core["prev"]):
            found.append("a parent is missing or stands after its child")
        elif parents and core["seq"] != 1 + max(seq for seq, _ in parents):
            found.append("seq does not follow from the parents")
        if parents and core["log"] not in {log for _, log in parents}:
            found.append("the log id is not that of a parent")
        if (core["type"] in ROOTS) != (not core["prev"]) or (not core["prev"] and core["seq"]):
            found.append("a log begins with log.created, seq 0 and no parent, and only it does")
        if core["id"] in self.ids:
            found.append("two different records bear one id")
        return found

    def _tally(self, line: Line) -> None:
        core = line.core
        if not core["prev"]:
            self.roots.append(line.hash)
            notebook, source = core["body"].get("notebook"), core["body"].get("from")
            if core["type"] == "log.copied" and not self.copied:
                self.copied = _copied_from(source)
            if self.doc_id is None and isinstance(notebook, dict):
                doc_id = notebook.get("doc_id")
                whole = isinstance(doc_id, str) and UUID.fullmatch(doc_id)
                self.doc_id = doc_id if whole else None
        self.types[core["type"] if core["type"] in TYPES else "unknown"] += 1
        self.openings += len(line.open)
        self.withheld += len(line.withheld)
        if gone := {*line.redacted} - {*line.withheld}:
            self.gone[line.hash] = gone
        if line.sig is not None:
            sig = line.sig
            self.signatures.append(Signature(line.hash, core["seq"], sig["key"], sig["value"]))
        note = core["body"].get("note")
        if isinstance(note, dict):
            self.notes.update(key for key in ("torn", "gap") if key in note)


def _copied_from(source: Any) -> dict[str, Any]:
    """What a log.copied tells of its original; empty where it is not told as it should be."""
    if not isinstance(source, dict):
        return {}
    before = source.get("before", [])
    ids = [source.get("log"), *(before if isinstance(before, list) else [None])]
    return source if all(isinstance(one, str) for one in ids) else {}


def sidecar_of(notebook: Path) -> Path:
    """The log of a notebook: its file name with `.prov.jsonl` added."""
    return notebook.with_name(notebook.name + SUFFIX)


def log_of(path: Path) -> Path:
    """`path` where it is named like a log, that of its segments, else of the notebook at `path`."""
    if path.name.endswith(FOLDER):
        return path.with_name(path.name.removesuffix(FOLDER) + SUFFIX)
    return path if path.name.endswith(SUFFIX) else sidecar_of(path)


def is_there(path: Path) -> bool:
    """Whether `path` can be looked at; False also for what no file can be named."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; ProvenanceError for what is missing, unreadable or no file."""
    try:
        # O_NONBLOCK: opening a named pipe must not wait for a writer.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        raise ProvenanceError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ProvenanceError(f"{str(path)!r} cannot be read: {error}.") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ProvenanceError(f"{path} is no regular file. Name a log or its notebook.")
    return os.fdopen(descriptor, "rb")


def scan(path: Path, visit: Callable[[Line], None] | None = None) -> Chain:
    """Read and check a log; `visit` sees each record that holds, parents before children.

    Raises
    ------
    ProvenanceError
        A file of it is missing, unreadable, or no regular file. Bad content never raises.
    """
    chain = Chain()
    for _, line in records(path, chain):
        if visit is not None:
            visit(line)
    return chain


def read(file: BinaryIO, visit: Callable[[Line], None] | None = None) -> Chain:
    """The chain of an open binary stream, from where it stands; bad content never raises."""
    chain = Chain()
    for _, line in _interleaved(chain, [_Reader(chain, chain.parts[0], file)]):
        if visit is not None:
            visit(line)
    return chain


def records(path: Path, chain: Chain) -> Iterator[tuple[bytes, Line]]:
    """The records of a log that hold, with their bytes; `chain` is complete when they are through.

    Raises
    ------
    ProvenanceError
        As `scan`.
    """
    with contextlib.ExitStack() as held:
        readers = None
        while readers is None:
            readers = _opened(path, chain, held)
        try:
            yield from _interleaved(chain, readers)
        except OSError as error:
            raise ProvenanceError(f"{path} cannot be read: {error.strerror}.") from error


def _opened(path: Path, chain: Chain, held: contextlib.ExitStack) -> list[_Reader] | None:
    """Readers of the files of a log; None where somebody joined its segments in this moment."""
    # Opening the one that is not there tells so.
    files = files_of(path) or [path]
    chain.parts = [] if files[0] == path else [Part(path)]
    readers = []
    for one in files:
        try:
            file = held.enter_context(open_regular(one))
        except ProvenanceError as error:
            if one != path and isinstance(error.__cause__, FileNotFoundError):
                return None
            raise
        part = Part(one, "" if one == path else one.name, file_key(os.fstat(file.fileno())))
        chain.parts.append(part)
        readers.append(_Reader(chain, part, file))
    return readers


def _interleaved(chain: Chain, readers: list[_Reader]) -> Iterator[tuple[bytes, Line]]:
    """Of several files always a line whose parents are known, the lowest `seq` first.

    The order of each file is kept: what stands before its parent there is a fault as in one file.
    """
    for reader in readers:
        reader.step()
    left = [reader for reader in readers if reader.line is not None]
    while left:
        reader = left[0] if len(left) == 1 else min(left, key=_Reader.rank)
        if (line := reader.line) is None:  # pragma: no cover, for the type checker
            break
        raw = reader.raw
        if reader.give(line, alone=len(readers) == 1):
            yield raw, line
        reader.step()
        if reader.line is None:
            left.remove(reader)


class _Reader:
    """A file, line by line; `line` is the next that holds in itself, None at the end.

    `pending`: bad lines that are a torn tail if nothing follows.
    """

    def __init__(self, chain: Chain, part: Part, file: BinaryIO) -> None:
        self.chain = chain
        self.part = part
        self.file = file
        self.number = 0
        self.raw = b""
        self.line: Line | None = None
        self.given: set[str] = set()
        self.pending: list[tuple[int, int, str]] = []

    def step(self) -> None:
        """Go on to the next line that holds in itself; at the end tell the tail from damage."""
        self.chain.now = self.part
        self.line = None
        while self.line is None and (raw := self.file.readline(MAX_LINE + 1)):
            self._feed(raw)
        if self.line is None and self.pending:
            _, offset, reason = self.pending[0]
            self.part.tail = Tail(offset, self.part.size - offset, reason)
            self.pending.clear()

    def rank(self) -> tuple[bool, int, str]:
        """Before which lines of other files the next one comes."""
        if self.line is None:
            return True, 0, ""
        core = self.line.core
        blocked = any(parent not in self.chain.known for parent in core["prev"])
        return blocked, core["seq"], self.line.hash

    def give(self, line: Line, *, alone: bool) -> bool:
        """Hand the line to the chain; False where it is a duplicate."""
        self.chain.now = self.part
        if alone:
            return self.chain.add(line, self.number)
        copied = line.hash not in self.given
        self.given.add(line.hash)
        return self.chain.add(line, self.number, copied=copied)

    def _feed(self, raw: bytes) -> None:
        """Take one line, or the first MAX_LINE + 1 bytes of a longer one."""
        self.number += 1
        part, start = self.part, self.part.size
        part.size += len(raw)
        part.ended = raw.endswith(b"\n")
        if len(raw) > MAX_LINE and not part.ended:
            self._skip()
            self._bad(start, f"longer than {MAX_LINE} bytes", torn=False)
            return
        found = check(raw[:-1]) if part.ended else Fault("the line has no end")
        if isinstance(found, Fault):
            self.chain.newer += found.newer
            self._bad(start, found.reason, torn=torn(raw, start))
            return
        self._settle()
        part.whole = part.size
        self.line, self.raw = found, raw

    def _skip(self) -> None:
        while raw := self.file.readline(2**20):
            self.part.size += len(raw)
            if raw.endswith(b"\n"):
                self.part.ended = True
                return

    def _bad(self, start: int, reason: str, *, torn: bool) -> None:
        self.pending.append((self.number, start, reason))
        if not torn:
            self._settle()

    def _settle(self) -> None:
        for number, _, reason in self.pending:
            self.chain.fault(number, reason)
        self.pending.clear()
