"""A whole log, read once from start to end: which records hold, how they hang together, the tail.

The file is streamed; memory holds one line and a few hundred bytes a record.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import ProvenanceError
from .lines import MAX_LINE, ROOTS, TYPES, UUID, Fault, Line, check, too_deep
from .signatures import Signature

SUFFIX = ".prov.jsonl"
_FAULTS_KEPT = 50
_SECTOR = 512
_NULS = re.compile(rb"\x00+")
_BEGIN = b'{"core":{'

FileKey = tuple[int, int, int]


@dataclass(frozen=True)
class Tail:
    """Bytes after the last record that a crash left: from `offset`, `size` of them."""

    offset: int
    size: int
    reason: str


@dataclass
class Chain:
    """What a log holds. `known` maps each record's hash to (seq, log id), in file order.

    `opened` maps it to the pointers that stand open, `removed` to those that redaction records name.
    `whole` is the offset after the last line that holds; `copied` what the first record tells of
    the log that this one was copied from.
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
    redactions: int = 0
    withheld: int = 0
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)
    signatures: list[Signature] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    doc_id: str | None = None
    copied: dict[str, Any] = field(default_factory=dict)
    tail: Tail | None = None
    ended: bool = True
    size: int = 0
    whole: int = 0
    key: FileKey | None = None

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

    def fault(self, number: int, reason: str) -> None:
        """Count a fault of line `number` (from 1); the first fifty are kept."""
        self.fault_count += 1
        if len(self.faults) < _FAULTS_KEPT:
            self.faults.append((number, reason))

    def add(self, line: Line, number: int) -> bool:
        """Take a line that holds in itself; False where it is a duplicate."""
        core = line.core
        if line.hash in self.known:
            self.fault(number, "the same record stands twice")
            self._refuse_returned(line.hash, line.open, number)
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
        self.redactions += len(line.redacted) - len(line.withheld)
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
    """`path` where it is named like a log, else the log of the notebook at `path`."""
    return path if path.name.endswith(SUFFIX) else sidecar_of(path)


def is_there(path: Path) -> bool:
    """Whether `path` can be looked at; False also for what no file can be named."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def file_key(info: os.stat_result) -> FileKey:
    """Inode, size and modification time: while they stand, the file was not written to."""
    return info.st_ino, info.st_size, info.st_mtime_ns


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
    """Read and check a log; `visit` sees each record that holds, in file order.

    Raises
    ------
    ProvenanceError
        The file is missing, unreadable, or no regular file. Bad content never raises.
    """
    with open_regular(path) as file:
        key = file_key(os.fstat(file.fileno()))
        try:
            chain = read(file, visit)
        except OSError as error:
            raise ProvenanceError(f"{path} cannot be read: {error.strerror}.") from error
    chain.key = key
    return chain


def read(file: BinaryIO, visit: Callable[[Line], None] | None = None) -> Chain:
    """The chain of an open binary stream, from where it stands; bad content never raises."""
    reader = _Reader(visit)
    while raw := file.readline(MAX_LINE + 1):
        reader.feed(raw, file)
    return reader.finish()


class _Reader:
    """The state of one pass. `pending`: bad lines that are a torn tail if nothing follows."""

    def __init__(self, visit: Callable[[Line], None] | None) -> None:
        self.chain = Chain()
        self.visit = visit
        self.number = 0
        self.pending: list[tuple[int, int, str]] = []

    def feed(self, raw: bytes, file: BinaryIO) -> None:
        """Take one line, or the first MAX_LINE + 1 bytes of a longer one."""
        self.number += 1
        start = self.chain.size
        self.chain.size += len(raw)
        self.chain.ended = raw.endswith(b"\n")
        if len(raw) > MAX_LINE and not self.chain.ended:
            self._skip(file)
            self._bad(start, f"longer than {MAX_LINE} bytes", torn=False)
            return
        found = check(raw[:-1]) if self.chain.ended else Fault("the line has no end")
        if isinstance(found, Fault):
            self.chain.newer += found.newer
            self._bad(start, found.reason, torn=_torn(raw, start))
            return
        self._settle()
        self.chain.whole = self.chain.size
        if self.chain.add(found, self.number) and self.visit is not None:
            self.visit(found)

    def finish(self) -> Chain:
        """The chain, its tail told apart from damage."""
        if self.pending:
            _, offset, reason = self.pending[0]
            self.chain.tail = Tail(offset, self.chain.size - offset, reason)
        return self.chain

    def _skip(self, file: BinaryIO) -> None:
        while raw := file.readline(2**20):
            self.chain.size += len(raw)
            if raw.endswith(b"\n"):
                self.chain.ended = True
                return

    def _bad(self, start: int, reason: str, *, torn: bool) -> None:
        self.pending.append((self.number, start, reason))
        if not torn:
            self._settle()

    def _settle(self) -> None:
        for number, _, reason in self.pending:
            self.chain.fault(number, reason)
        self.pending.clear()


def _torn(raw: bytes, start: int) -> bool:
    """Whether a bad last line is what a crash leaves, and not what a hand leaves.

    A crash leaves the beginning of a line, or a line in which whole 512-byte sectors were never
    written and read as NUL. A canonical line holds no NUL and nothing after its closing brace.
    """
    ended = raw.endswith(b"\n")
    nuls = list(_NULS.finditer(raw))
    if nuls:
        return all(
            (run.start() == 0 or (start + run.start()) % _SECTOR == 0)
            and ((start + run.end()) % _SECTOR == 0 or (run.end() == len(raw) and not ended))
            for run in nuls
        )
    if ended or too_deep(raw) or not (raw.startswith(_BEGIN) or _BEGIN.startswith(raw)):
        return False
    text = _begun(raw)
    if text is None:
        return False
    try:
        # As floats: how many digits an int may have is a setting of the interpreter.
        end = json.JSONDecoder(parse_int=float).raw_decode(text)[1]
    except ValueError:
        return True
    return len(text[:end].encode()) == len(raw)


def _begun(raw: bytes) -> str | None:
    """The text of bytes that may end inside a character; None where a byte is wrong."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None
    cut = decoder.getstate()[0]
    # CPython waits for the last byte of a surrogate, of which UTF-8 has none.
    return None if cut[:1] == b"\xed" and cut[1:2] >= b"\xa0" else text
