"""What is done to a log by hand: `note` comments, `redact` removes openings, `repair` mends, `sign` vouches.

`redact` and `repair --merge` write the new file beside the old one, sync it, and rename it over the
old one, all under the log's lock. No hash changes: openings stand outside the hashed core.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LogDamagedError, ProvenanceError, RecordError
from ..models import prefixes
from . import bodies, disk, spool
from .bodies import with_what_tells
from .chain import open_regular, scan
from .lines import MAX_LINE, Line, check, encode
from .log import Batch, Entry, SidecarLog
from .merge import Merged, merged
from .review import complaint, find
from .signatures import sign as signature

# What a replay's result may give away: what came out may be nearly what stood there.
_REPLAYED = frozenset(
    {"/evidence/0/result", "/confirmation/result", "/data/0/digest", "/suggestion/reply"}
)
_HISTORY = (
    "Copies elsewhere keep it: the notebook, exports, backups, and every commit that held it. Commits"
    " are rewritten by: git filter-repo --replace-text FILE"
)


@dataclass(frozen=True)
class Noted:
    """A note that is on record. `record`: id of the one it speaks of; `warning`: see `complaint`."""

    entry: Entry
    record: str
    warning: str | None

    def text(self) -> str:
        """The report for a reader."""
        told = f"noted in {self.entry.id} about {self.record}"
        return told if self.warning is None else f"{told}\n{self.warning}"


@dataclass(frozen=True)
class Redacted:
    """What was removed.

    `elsewhere`: (record id, pointer) where a removed text still stands; of a decision that waits to
    be recorded the file it waits in. `torn`: bytes that had been set aside and are deleted.
    `warning`: see `complaint`.
    """

    entry: Entry
    record: str
    pointers: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...]
    torn: int
    warning: str | None

    def text(self) -> str:
        """The report for a reader."""
        lines = [f"removed {', '.join(self.pointers)} of {self.record}, noted in {self.entry.id}"]
        if self.torn:
            lines.append(
                f"{self.torn} torn bytes that were set aside are deleted: they may hold it"
            )
        lines += [f"the same text still stands in {one} {place}" for one, place in self.elsewhere]
        if self.warning is not None:
            lines.append(self.warning)
        return "\n".join([*lines, _HISTORY])


@dataclass(frozen=True)
class Repaired:
    """What was mended; `entry` is null where nothing was to be done. `faults` are left."""

    entry: Entry | None
    merged: Merged | None
    torn: int
    faults: int

    def text(self) -> str:
        """The report for a reader."""
        if self.entry is None:
            done = ["nothing to repair"]
        else:
            done = [f"noted in {self.entry.id}"]
            if self.torn:
                done.append(f"{self.torn} bytes after the last record set aside")
            if self.merged is not None:
                done += self.merged.said()
        if self.faults:
            done.append(f"{self.faults} faults inside the log cannot be mended: see verify")
        return "; ".join(done)


def note(path: Path, record: str, text: str, *, by: str | None) -> Noted:
    """Append what somebody says about a record; both text and name may be removed later.

    Parameters
    ----------
    record
        Id or hash of the record, or the beginning of one that no other record shares.
    by
        Who says so.

    Raises
    ------
    RecordError
        There is no such record, or the text is empty or too long.
    ProvenanceError
        The log could not be read or written; it is then as it was.
    """
    log = SidecarLog(path)
    with log.writing() as batch:
        target = find(log.path, record)
        draft = bodies.review_note(target.hash, text, by)
        entry = batch.add(draft.kind, draft.body, draft.openable, actor=draft.actor)
        warning = complaint(log.path, batch.chain)
    return Noted(entry, target.core["id"], warning)


def redact(path: Path, record: str, pointers: Sequence[str], *, reason: str) -> Redacted:
    """Remove the openings of a record at or below `pointers`, and put on record that this was done.

    Parameters
    ----------
    record
        Id or hash of the record, or the beginning of one that no other record shares.
    pointers
        JSON pointers below `body`.
    reason
        Why, in words; it stands in the log as an opening of its own.

    Raises
    ------
    RecordError
        There is no such record, or nothing open at a pointer.
    ProvenanceError
        The log could not be read or written; it is then as it was.
    """
    log = SidecarLog(path)
    with log.writing(whole=True) as batch:
        batch.refuse_segments()
        batch.set_tail_aside()
        target = find(log.path, record)
        chosen = _chosen(target, pointers)
        elsewhere = _elsewhere(log.path, target, chosen)
        torn = disk.torn_of(log.path)
        size = torn.stat().st_size if torn.is_file() else 0
        body: dict[str, Any] = {"record": target.hash, "pointers": list(chosen)}
        if size:
            body["dropped"] = {"file": torn.name, "bytes": size}
        lines = _without(log.path, target.hash, frozenset(chosen))
        # Nothing may fail for want of space once bytes are gone: the new file comes first.
        entry = batch.rewrite(lines, "redaction", body, {"/reason": reason})
        warning = complaint(log.path, batch.chain)
    prefixes.forget()  # a prompt that held the value may have left its state there
    return Redacted(entry, target.core["id"], chosen, elsewhere, size, warning)


def _chosen(line: Line, pointers: Sequence[str]) -> tuple[str, ...]:
    chosen: set[str] = set()
    for pointer in pointers:
        below = {key for key in line.open if key == pointer or key.startswith(pointer + "/")}
        if not below:
            open_now = ", ".join(sorted(line.open)) or "nothing"
            raise RecordError(f"Nothing is open at {pointer!r:.80}; open here: {open_now}.")
        chosen |= below
    return tuple(sorted(with_what_tells(chosen, line.open)))


def _elsewhere(path: Path, target: Line, chosen: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    gone = [target.value(pointer) for pointer in chosen]
    texts = [value for value in gone if isinstance(value, str) and value]
    found: list[tuple[str, str]] = []

    def look(line: Line) -> None:
        core = line.core
        again = core["type"] == "evidence.replayed" and not _REPLAYED.isdisjoint(chosen)
        for pointer in line.open:
            if line.hash == target.hash and pointer in chosen:
                continue
            if holds(line.value(pointer)) or (again and core["body"].get("record") == target.hash):
                found.append((core["id"], pointer))

    def holds(value: Any) -> bool:
        return value in gone or any(text in held for text in texts for held in strings(value))

    scan(path, look)
    for item in spool.waiting(path):
        place = str(spool.spool_of(path))
        found += [(place, pointer) for pointer, value in item["openable"].items() if holds(value)]
    return tuple(found)


def strings(value: Any) -> Iterator[str]:
    """All texts of a JSON value, the keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def _without(path: Path, mark: str, pointers: frozenset[str]) -> Iterator[bytes]:
    """The bytes of the log, the openings at `pointers` left out of every copy of the record."""
    begun = False
    with open_regular(path) as file:
        while raw := file.readline(MAX_LINE + 1):
            continued, begun = begun, not raw.endswith(b"\n")
            if continued or begun or mark.encode() not in raw:
                yield raw
                continue
            line = check(raw[:-1])
            if isinstance(line, Line) and line.hash == mark:
                kept = {key: one for key, one in line.open.items() if key not in pointers}
                raw = encode(line.core, kept, line.sig)[1]
            yield raw


def repair(path: Path, *, merge: bool = False) -> Repaired:
    """Set aside what stands after the last record; with `merge` also undo what git left.

    `merge` drops conflict markers and carriage returns, keeps of a record that stands twice only
    the openings that both copies have and no redaction names, puts parents before children, and
    joins the heads. Damage inside a log cannot be mended and stays.

    Raises
    ------
    ProvenanceError
        The log could not be read or written.
    """
    log = SidecarLog(path)
    with log.writing(mending=merge, whole=True) as batch:
        if not batch.chain.key:
            raise ProvenanceError(f"{path} does not exist. Name a log or its notebook.")
        done = _merge(batch) if merge else None
        batch.join()
        torn = _set_damage_aside(batch)
        forked = merge and len(batch.chain.heads) > 1
        entry = None
        if torn or forked or (done is not None and done.any):
            body: dict[str, Any] = {
                "count": batch.chain.count,
                "reason": "merge" if merge else "repair",
            }
            if done is not None:
                body["merged"] = done.body(len(batch.chain.heads))
            if torn and batch.chain.removed:
                # They may be a copy of a line from before a redaction.
                disk.drop_copies(log.path)
                body["dropped"] = {"file": disk.torn_of(log.path).name, "bytes": torn}
            entry = batch.add("checkpoint", body)
        faults = batch.chain.fault_count
    return Repaired(entry, done, torn, faults)


def sign(path: Path, key: Path) -> Entry:
    """Append a checkpoint signed with an OpenSSH Ed25519 key; it vouches for all records before it.

    Raises
    ------
    ProvenanceError
        There is no log, it does not verify, it cannot be written, or the key cannot sign.
    """
    log = SidecarLog(path)
    with log.writing() as batch:
        if not batch.chain.count:
            raise ProvenanceError(f"{path} holds no record to sign.")
        batch.set_tail_aside()
        if scan(log.path).fault_count:
            raise LogDamagedError(f"{path} does not verify, so it is not signed. See: verify")
        body = {"count": batch.chain.count, "reason": "sign"}
        return batch.add("checkpoint", body, actor="human", sign=lambda mark: signature(mark, key))


def _merge(batch: Batch) -> Merged:
    batch.set_tail_aside()
    lines, done = merged(batch.path)
    if not done.records:
        raise LogDamagedError(f"{batch.path} holds no provenance record. Move it away.")
    if done.any:
        batch.replace(lines)
    return done


def _set_damage_aside(batch: Batch) -> int:
    chain = scan(batch.path)
    own = chain.parts[0]
    size = own.size - own.whole
    if size and chain.count:
        batch.set_aside(own.whole, size)
    return size
