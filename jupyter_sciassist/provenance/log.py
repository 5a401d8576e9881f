"""Appending to a log: lock, heads, one write, fsync; a torn tail is set aside first.

Protocol of one append: the in-process lock and the lock file of this path; the heads from the
cache while (inode, size, mtime) stand, else from the file; one write(2) to an O_APPEND
descriptor; fsync; on creation fsync of the folder. Only then does the caller hear of success.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import secrets
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import filelock
import rfc8785
from jupyter_core.paths import jupyter_runtime_dir

from ..errors import LogDamagedError, LogWriteError, RecordError
from . import disk
from .chain import SUFFIX, Chain, file_key, scan
from .lines import MAX_LINE, ROOTS, VERSION, commitment, encode
from .values import plain

_ENVELOPE = 2**16
_LOCK_SECONDS = 10.0
_SETTLE_SECONDS = 0.2
_IN_FLIGHT_SECONDS = 2.0


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


def now() -> str:
    """The present time, UTC, in milliseconds, as a record states it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def uuid7() -> str:
    """A UUID of version 7: 48 bits of milliseconds, then random bits."""
    bits = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76
    return str(UUID(int=bits & ~(3 << 62) | 2 << 62))


def refuse_unfit(body: Mapping[str, Any], openable: Mapping[str, Any]) -> None:
    """RecordError for a body that no log could take, whatever the disk says."""
    clean, _ = plain([body, openable])
    try:
        size = len(rfc8785.dumps(clean))
    except ValueError as error:
        raise RecordError(f"The record cannot be written down: {error}.") from error
    if size > MAX_LINE - _ENVELOPE:
        raise RecordError(f"The record takes {size} bytes; a line holds {MAX_LINE}.")


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
    def writing(self, *, mending: bool = False) -> Iterator[Batch]:
        """Hold the log for a few appends that belong together.

        Parameters
        ----------
        mending
            Also hold a file in which no line is a record: what is wrong with it is to be undone.

        Raises
        ------
        LogWriteError
            The file cannot be written, is no regular file, or its lock cannot be had.
        LogDamagedError
            The file holds no record at all, or records of a newer version.
        """
        with self._shared.lock, self._file_lock():
            if self._shared.dead is not None:
                raise LogWriteError(self._shared.dead)
            disk.refuse_special(self.path)
            chain = self._chain()
            if not mending:
                _refuse_foreign(self.path, chain)
            yield Batch(self.path, chain, self._shared)

    def append(
        self, kind: str, body: Mapping[str, Any], openable: Mapping[str, Any] | None = None
    ) -> Entry:
        """Append one record by itself; see `Batch.add`."""
        with self.writing() as batch:
            return batch.add(kind, body, openable)

    def _file_lock(self) -> contextlib.AbstractContextManager[Any]:
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()
        folder = Path(jupyter_runtime_dir()) / "sciassist" / "locks"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(folder / f"{name}.lock")
            return lock.acquire(timeout=_LOCK_SECONDS, poll_interval=0.005)
        except filelock.Timeout as error:
            raise LogWriteError(
                f"{self.path} is held by another process for more than {_LOCK_SECONDS:.0f} s."
                " Close the program that writes to it and try again."
            ) from error
        except (OSError, NotImplementedError):
            # Without a lock two writers make a fork, which the next append joins: nothing is lost.
            return contextlib.nullcontext()

    def _chain(self) -> Chain:
        try:
            key = file_key(self.path.stat())
        except FileNotFoundError:
            self._shared.chain = None
            return Chain()
        except OSError as error:
            raise disk.write_error(self.path, error) from error
        if self._shared.chain is None or self._shared.chain.key != key:
            self._shared.chain = self._settled_scan()
        return self._shared.chain

    def _settled_scan(self) -> Chain:
        """The chain; a fresh torn tail is looked at twice, for it may be in the writing.

        Only a writer without our lock could be at it, and a write takes far less than these times.
        """
        chain = scan(self.path)
        while chain.tail is not None and _age(chain) < _IN_FLIGHT_SECONDS:
            time.sleep(_SETTLE_SECONDS)
            again = scan(self.path)
            if again.key == chain.key:
                break
            chain = again
        if chain.newer:
            raise LogDamagedError(
                f"{self.path} was written by a newer version of jupyter_sciassist. Upgrade it here."
            )
        return chain


def _refuse_foreign(path: Path, chain: Chain) -> None:
    if chain.fault_count and not chain.count:
        raise LogDamagedError(
            f"{path} holds no provenance record (line 1: {chain.faults[0][1]})."
            " Move it away, and a new log is begun."
        )


def _age(chain: Chain) -> float:
    """Seconds since the file that gave this chain was written to."""
    return time.time() - chain.key[2] / 1e9 if chain.key else 0.0


class Batch:
    """The log while it is held. `add` keeps up heads, roots and known records of `chain`."""

    def __init__(self, path: Path, chain: Chain, shared: _Shared) -> None:
        self.path = path
        self.chain = chain
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
        refuse_unfit(body, openable or {})
        self.set_tail_aside()
        core, openings = self._compose(kind, body, openable or {}, actor, ts, identity)
        core["commit"].update(withheld or {})
        mark, line = encode(core, openings)
        if sign is not None:
            line = encode(core, openings, sign(mark))[1]
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
        """Put `lines` and one more record in the place of the log, and delete its torn bytes.

        The lines hold the records of `chain`; only openings may differ.

        Raises
        ------
        LogWriteError
            The new file could not be written; the log is as it was.
        """
        refuse_unfit(body, openable)
        core, openings = self._compose(kind, body, openable, "human")
        mark, line = encode(core, openings)
        self._replace(itertools.chain(lines, (line,)), drop_torn=True)
        self._shared.note.clear()
        return Entry(core["id"], mark, core["seq"], core["ts"], core["log"], self.chain.count)

    def replace(self, lines: Iterable[bytes]) -> None:
        """Put `lines` in the place of the log; LogWriteError where that fails, and nothing changed."""
        self._replace(lines, drop_torn=False)

    def _replace(self, lines: Iterable[bytes], *, drop_torn: bool) -> None:
        before = self.chain.key
        beside = disk.write_beside(self.path, lines)
        if file_key(self.path.stat()) != before:
            beside.unlink()
            raise LogWriteError(
                f"{self.path} was written to by a program without our lock. Close it and try again."
            )
        # Deleted once nothing can fail for want of space, and before the log says that they are.
        if drop_torn:
            disk.drop_torn(self.path)
        self._shared.chain = None
        disk.put_in_place(beside, self.path)
        self.chain = scan(self.path)

    def _compose(
        self,
        kind: str,
        body: Mapping[str, Any],
        openable: Mapping[str, Any],
        actor: str,
        ts: str | None = None,
        identity: str | None = None,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
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
                key: commitment(opening["salt"], opening["v"]) for key, opening in openings.items()
            },
            "body": clean,
        }
        return core, openings

    def _log_id(self) -> str:
        head = self.chain.head
        return str(uuid4()) if head is None else self.chain.known[head][1]

    def _keep(self, core: Mapping[str, Any], mark: str, size: int) -> None:
        chain = self.chain
        chain.known[mark] = (core["seq"], core["log"])
        chain.ids.add(core["id"])
        chain.heads = {mark: None}
        if not core["prev"]:
            chain.roots.append(mark)
            chain.doc_id = (core["body"].get("notebook") or {}).get("doc_id")
            chain.copied = core["body"].get("from", {})
        chain.size += size
        chain.whole = chain.size
        chain.ended = True
        # Another writer without our lock may have been here too: then the file is read again.
        info = self.path.stat()
        chain.key = file_key(info) if info.st_size == chain.size else None
        self._shared.chain = chain

    def _write(self, line: bytes) -> None:
        if not self.chain.ended:
            # A damaged last line without its newline stays as it is, and must not swallow this one.
            line = b"\n" + line
            self.chain.size += 1
        try:
            disk.append(self.path, line, mode=self._mode())
        except LogWriteError as error:
            self._shared.chain = None
            if isinstance(error, disk.SyncError):
                self._shared.dead = str(error)
            raise

    def _mode(self) -> int | None:
        """The permissions of the notebook, which the log takes on creation."""
        notebook = Path(str(self.path).removesuffix(SUFFIX))
        try:
            return stat.S_IMODE(notebook.stat().st_mode) & 0o666 | 0o600
        except OSError:
            return None

    def set_tail_aside(self) -> None:
        """Move a torn tail out of the log, to be noted in the next record."""
        if self.chain.tail is not None:
            self.set_aside(self.chain.tail.offset, self.chain.tail.size)

    def set_aside(self, offset: int, size: int) -> None:
        """Move the last `size` bytes out of the log, to be noted in the next record."""
        torn = disk.quarantine(self.path, offset, size)
        self._shared.note["torn"] = torn
        self._shared.chain = None
        self.chain = scan(self.path)
