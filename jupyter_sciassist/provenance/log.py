"""Appending to a log: lock, heads, one write, fsync; a torn tail is set aside first.

Protocol of one append: the in-process lock and the lock file of this path; the heads from the
cache while (inode, size, mtime) of its files stand, else from the files; one write(2) to an
O_APPEND descriptor; fsync; on creation fsync of the folder. Only then does the caller hear of
success. Where other machines may write as well the line goes into this process's own segment.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import rfc8785

from ..errors import LogDamagedError, LogWriteError, RecordError
from . import disk, heads, joining, locks, mounts
from .chain import Chain, Part, records, scan
from .files import key_of, notebook_of
from .lines import MAX_LINE, ROOTS, VERSION, commitment_of, encode
from .stamps import now, uuid7
from .values import plain

_ENVELOPE = 2**16


@dataclass(frozen=True)
class Entry:
    """A record that is on disk. `count`: the records of the log with this one."""

    id: str
    hash: str
    seq: int
    ts: str
    log: str
    count: int


@dataclass
class _Shared:
    """What all `SidecarLog`s of one path in this process share."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    chain: Chain | None = None
    note: dict[str, Any] = field(default_factory=dict)
    dead: str | None = None


_shared: dict[str, _Shared] = {}
_shared_lock = threading.Lock()
_writer = str(uuid4())


def _after_fork() -> None:
    # A forked child must neither wait for a lock that its parent's thread held nor pass for it.
    global _shared_lock, _writer
    _shared_lock, _writer = threading.Lock(), str(uuid4())
    _shared.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def refuse_unfit(body: Mapping[str, Any], openable: Mapping[str, Any]) -> None:
    """RecordError for a body that no log could take, whatever the disk says."""
    clean, _ = plain([body, openable])
    _refuse_long(len(_canonical(clean)) + _ENVELOPE)


def _canonical(value: Any) -> bytes:
    if type(value) is list and set(map(type, value)) == {int}:
        # Row numbers, the longest values by far: within 2^53 JSON's own form of them is canonical.
        return json.dumps(value, separators=(",", ":")).encode()
    try:
        return rfc8785.dumps(value)
    except ValueError as error:
        raise RecordError(f"The record cannot be written down: {error}.") from error


def _refuse_long(size: int) -> None:
    if size > MAX_LINE:
        raise RecordError(f"The record takes {size} bytes; a line holds {MAX_LINE}.")


def _encoded(
    core: Mapping[str, Any], openings: Mapping[str, Any], values: Mapping[str, bytes]
) -> tuple[str, bytes]:
    try:
        mark, line = encode(core, openings, values=values)
    except ValueError as error:
        raise RecordError(f"The record cannot be written down: {error}.") from error
    _refuse_long(len(line))
    return mark, line


class SidecarLog:
    """The log at `path`. Objects of one path share lock and cache; threads may share an object."""

    def __init__(self, path: Path) -> None:
        absolute = Path(path).absolute()
        try:
            if "\0" in str(absolute):
                raise ValueError("a file name holds no NUL")
            self.path = absolute.parent.resolve() / absolute.name
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a loop of links
            raise LogWriteError(f"{str(path)!r} can hold no log: {error}.") from error
        with _shared_lock:
            self._shared = _shared.setdefault(str(self.path), _Shared())

    @contextlib.contextmanager
    def writing(self, *, mending: bool = False, whole: bool = False) -> Iterator[Batch]:
        """Hold the log for a few appends that belong together.

        Parameters
        ----------
        mending
            Also hold a file in which no line is a record: what is wrong with it is to be undone.
        whole
            Hold it as one file, to be rewritten: also against other machines, its segments joined.

        Raises
        ------
        LogWriteError
            The file cannot be written, is no regular file, or its lock cannot be had.
        LogDamagedError
            The file holds no record at all, or records of a newer version.
        """
        with contextlib.ExitStack() as held:
            held.enter_context(self._shared.lock)
            held.enter_context(locks.here(self.path))
            apart = mounts.is_shared(self.path.parent)
            if apart and whole:
                held.enter_context(locks.everywhere(self.path))
            if self._shared.dead is not None:
                raise LogWriteError(self._shared.dead)
            disk.refuse_special(self.path)
            own = apart and not whole
            target = joining.segment_of(self.path, _writer) if own else self.path
            chain = self._shared.chain = heads.present(self.path, self._shared.chain, target)
            if not mending:
                heads.refuse_foreign(self.path, chain)
            batch = Batch(self.path, chain, self._shared, target)
            if not own:
                batch.join()
            yield batch

    def append(
        self, kind: str, body: Mapping[str, Any], openable: Mapping[str, Any] | None = None
    ) -> Entry:
        """Append one record by itself; see `Batch.add`."""
        with self.writing() as batch:
            return batch.add(kind, body, openable)


class Batch:
    """The log while it is held. `add` keeps up heads, roots and known records of `chain`.

    `target` is the file that is appended to: the one beside the notebook, or a segment.
    """

    def __init__(self, path: Path, chain: Chain, shared: _Shared, target: Path) -> None:
        self.path = path
        self.chain = chain
        self.target = target
        self._shared = shared

    def add(
        self,
        kind: str,
        body: Mapping[str, Any],
        openable: Mapping[str, Any] | None = None,
        *,
        actor: str = "system",
        ts: str | None = None,
        identity: str | None = None,
        withheld: Mapping[str, str] | None = None,
        sign: Callable[[str], Mapping[str, str]] | None = None,
    ) -> Entry:
        """Append one record and see it safely on disk.

        Parameters
        ----------
        kind : one of `lines.TYPES`; the first record of a log is `log.created`.
        body : what stands in the record for good.
        openable : JSON pointer below `body` to value: committed to with a salt, removable later.
        actor : human, agent or system.
        ts : claimed time, where the decision was made earlier than now.
        identity : the record's id, where it was given one before; else a new one.
        withheld : JSON pointer to the commitment of a value that stands nowhere.
        sign : makes the `sig` of the record from its hash.

        Raises
        ------
        LogWriteError
            The record is not on disk; what was written of it has been taken back.
        RecordError
            The body holds what no record can hold, or is too long.
        """
        if any(part.tail is not None for part in self.chain.parts):
            refuse_unfit(body, openable or {})
            self.set_tail_aside()
        core, openings, values = self._compose(kind, body, openable or {}, actor, ts, identity)
        core["commit"].update(withheld or {})
        mark, line = _encoded(core, openings, values)
        if sign is not None:
            line = encode(core, openings, sign(mark), values)[1]
        self._write(line)
        self._shared.note.clear()
        self._keep(core, mark, len(line))
        return Entry(core["id"], mark, core["seq"], core["ts"], core["log"], self.chain.count)

    def rewrite(
        self,
        lines: Iterable[bytes],
        kind: str,
        body: Mapping[str, Any],
        openable: Mapping[str, Any],
    ) -> Entry:
        """Put `lines` and one more record in the place of the log, and delete the copies of it.

        The lines hold the records of `chain`; only openings may differ.

        Raises
        ------
        LogWriteError
            The new file could not be written; the log is as it was.
        """
        refuse_unfit(body, openable)
        core, openings, values = self._compose(kind, body, openable, "human")
        mark, line = encode(core, openings, values=values)
        self._replace(itertools.chain(lines, (line,)), drop_copies=True)
        self._shared.note.clear()
        return Entry(core["id"], mark, core["seq"], core["ts"], core["log"], self.chain.count)

    def replace(self, lines: Iterable[bytes]) -> None:
        """Put `lines` in the place of the log; LogWriteError where that fails, and nothing changed."""
        self._replace(lines, drop_copies=False)

    def _replace(self, lines: Iterable[bytes], *, drop_copies: bool) -> None:
        before = self.chain.parts[0].key
        beside = disk.write_beside(self.path, lines, self._mode())
        if key_of(self.path) != before:
            beside.unlink()
            raise LogWriteError(
                f"{self.path} was written to by a program without our lock. Close it and try again."
            )
        # Deleted once nothing can fail for want of space, and before the log says that they are.
        if drop_copies:
            disk.drop_copies(self.path)
        self._shared.chain = None
        disk.put_in_place(beside, self.path)
        self.chain = scan(self.path)

    def join(self) -> None:
        """Put the segments into the one file and delete them; where a line does not hold, none.

        Raises
        ------
        LogWriteError
            It could not be done; all records are where they were, or twice.
        """
        if len(self.chain.parts) == 1 or self.chain.fault_count:
            return
        self.set_tail_aside()
        self._shared.chain = None
        joining.take(self.path)
        taken = self.chain = scan(self.path)
        if taken.fault_count:
            return
        if torn := joining.tails(taken):
            self._shared.note["torn"] = disk.keep_torn(self.path, torn, self._mode())
        self._replace((raw for raw, _ in records(self.path, Chain())), drop_copies=False)
        joining.drop(self.path, taken)
        self.chain = scan(self.path)

    def refuse_segments(self) -> None:
        """LogDamagedError where the log is not one file, for what is to be done to all of it."""
        if len(self.chain.parts) > 1:
            number, reason = next(iter(self.chain.faults), (0, "a segment was just written to"))
            raise LogDamagedError(
                f"The segments of {self.path} could not be joined (line {number}: {reason})."
                f" Run: jupyter sciassist verify {self.path.name}"
            )

    def _compose(
        self,
        kind: str,
        body: Mapping[str, Any],
        openable: Mapping[str, Any],
        actor: str,
        ts: str | None = None,
        identity: str | None = None,
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
        first = not self.chain.count
        if first != (kind in ROOTS):
            raise RecordError(f"{kind} cannot stand {'first' if first else 'later'} in a log.")
        (clean, hidden), replaced = plain([body, openable])
        note = {**self._shared.note, **clean.get("note", {})}
        if replaced:
            note["surrogates"] = replaced
        if note:
            clean["note"] = note
        openings = {key: {"salt": secrets.token_hex(16), "v": hidden[key]} for key in hidden}
        values = {key: _canonical(value) for key, value in hidden.items()}
        heads = sorted(self.chain.heads)
        core = {
            "v": VERSION,
            "type": kind,
            "seq": 1 + max((self.chain.known[head][0] for head in heads), default=-1),
            "prev": heads,
            "id": identity or uuid7(),
            "ts": ts or now(),
            "log": self._log_id(),
            "writer": _writer,
            "actor": {"kind": actor},
            "commit": {
                key: commitment_of(opening["salt"], values[key])
                for key, opening in openings.items()
            },
            "body": clean,
        }
        return core, openings, values

    def _log_id(self) -> str:
        head = self.chain.head
        return str(uuid4()) if head is None else self.chain.known[head][1]

    def _keep(self, core: Mapping[str, Any], mark: str, size: int) -> None:
        chain = self.chain
        chain.known[mark] = (core["seq"], core["log"])
        chain.ids.add(core["id"])
        chain.types[core["type"]] += 1
        chain.heads = {mark: None}
        if not core["prev"]:
            chain.roots.append(mark)
            chain.doc_id = (core["body"].get("notebook") or {}).get("doc_id")
            chain.copied = core["body"].get("from", {})
        part = self._part()
        part.size += size
        part.whole, part.ended = part.size, True
        # Another writer without our lock may have been here too: then the file is read again.
        key = key_of(self.target)
        part.key = key if key is not None and key[1] == part.size else None
        self._shared.chain = chain

    def _part(self) -> Part:
        """The state of the file that is appended to."""
        for part in self.chain.parts:
            if part.path == self.target:
                return part
        self.chain.parts.append(Part(self.target, self.target.name))
        return self.chain.parts[-1]

    def _write(self, line: bytes) -> None:
        part = self._part()
        if not part.ended:
            # A damaged last line without its newline stays as it is, and must not swallow this one.
            line = b"\n" + line
            part.size += 1
        try:
            joining.append(self.path, self.target, line, self._mode())
        except LogWriteError as error:
            self._shared.chain = None
            if isinstance(error, disk.SyncError):
                self._shared.dead = str(error)
            raise

    def _mode(self) -> int | None:
        """The permissions of the notebook, which the log takes on creation."""
        notebook = notebook_of(self.path)
        try:
            return stat.S_IMODE(notebook.stat().st_mode) & 0o666 | 0o600
        except OSError:
            return None

    def set_tail_aside(self) -> None:
        """Move a torn tail out of the file that is appended to, to be noted in the next record."""
        tail = self._part().tail
        if tail is not None:
            self.set_aside(tail.offset, tail.size)

    def set_aside(self, offset: int, size: int) -> None:
        """Move the last `size` bytes out of that file, to be noted in the next record."""
        torn = disk.quarantine(self.target, offset, size)
        self._shared.note["torn"] = torn
        self._shared.chain = None
        self.chain = scan(self.path)
