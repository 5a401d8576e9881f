"""Putting a decision on record: the one call of server, kernel and terminal."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal
from uuid import uuid4

from ..errors import LogDamagedError, LogWriteError, ProvenanceError, RecordError
from ..records import Decision, Profile, Record, Suggestion, Verb
from . import bodies, environment, moving, privacy, spool
from .bodies import ModelPart
from .files import is_log
from .lines import CELL_ID, UUID
from .log import Batch, Entry, SidecarLog, refuse_unfit
from .review import complaint, decisions
from .stamps import now, uuid7

_SUGGESTION_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Receipt(Record):
    """What became of a decision.

    `record`, `hash`, `log`, `head`, `count`, `decisions` are null where it has to wait; `warning` then
    says why. `head` is the log's head after this record and equals `hash`; of the log's `count` records
    `decisions` are decisions. `withheld` names the values that were left out, which are nowhere.
    """

    _nested: ClassVar[dict[str, Any]] = {"withheld": privacy.Withheld}
    record: str | None
    hash: str | None
    log: str | None
    head: str | None
    count: int | None
    decisions: int | None
    path: str
    doc_id: str | None
    warning: str | None
    withheld: tuple[privacy.Withheld, ...] = ()


@dataclass(frozen=True)
class _Decided:
    """A decision with all that its record needs but the log's state. `id`, `ts` are the record's.

    `facts` are those of the process that decided. `reason` says why it had to wait, if it had to.
    """

    id: str
    ts: str
    draft: bodies.Draft
    notebook: str | None
    doc_id: str | None
    kernel: str | None
    told: Mapping[str, Any]
    facts: Mapping[str, Any]
    reason: str = ""


@dataclass
class _Place:
    """What this process remembers of one sidecar. `waiting`: what not even the spool could take."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: list[_Decided] = field(default_factory=list)
    sessions: dict[str | None, str] = field(default_factory=dict)


_places: dict[Path, _Place] = {}
_places_lock = threading.Lock()


def _after_fork() -> None:
    # What waits is the parent's to write, and the session is the parent's too.
    global _places_lock
    _places_lock = threading.Lock()
    _places.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def record(
    sidecar: Path,
    *,
    suggestion: Suggestion,
    verb: Verb,
    by: str | None = None,
    notebook: str | None = None,
    doc_id: str | None = None,
    kernel: str | None = None,
    cell: Mapping[str, Any] | None = None,
    text: str | None = None,
    shown_ms: int | None = None,
    profile: Profile | None = None,
    model: ModelPart | None = None,
    session_facts: Mapping[str, Any] | None = None,
    withhold: Collection[str] | None = None,
    on_failure: Literal["warn", "block"] = "warn",
) -> Receipt:
    """Append one decision to `sidecar` and return when it is safely on disk.

    Creates the log and opens the session where needed. Blocks on the disk: call it from a thread.

    Parameters
    ----------
    sidecar : `chain.sidecar_of(notebook)` as a rule.
    by, notebook : who decided; the path as the user knows it, null in a terminal.
    doc_id : UUID in the notebook's metadata; null takes the log's, else a new one.
    cell : {"id": cell id, "index": position from 0 or null}, or null.
    text : as inserted; null means the suggested code unchanged.
    shown_ms : how long the card had been on the screen, milliseconds.
    session_facts : what others told the writer (kernel spec, JupyterLab), once a process and kernel.
    withhold : pointers of values to leave out; null leaves out what `privacy.scan` proposes.
    on_failure : warn keeps the decision in the spool for the next one and says so; block raises.

    Raises
    ------
    RecordError
        The decision holds what no record can hold, or nothing at a pointer of `withhold`.
    ProvenanceError
        With `block`: the log cannot be written (LogWriteError) or is none (LogDamagedError).
    """
    _refuse_malformed(suggestion, doc_id, cell, shown_ms)
    spot = cell or {}
    decision = Decision(suggestion.id, verb, by, now(), notebook, kernel, spot.get("id"), text)
    seen: Any = {"index": spot.get("index"), "shown_ms": shown_ms, "profile": profile}
    whole = bodies.decided(suggestion, decision, session="", doc_id=None, model=model, **seen)
    # What is left out goes no further: not to the log, nor to what waits for it.
    draft, left_out = privacy.without(whole, withhold)
    this = _decided(draft, decision, doc_id, session_facts or {})
    return replace(_record(SidecarLog(sidecar), this, on_failure), withheld=left_out)


def look(
    suggestion: Suggestion,
    verb: Verb,
    *,
    by: str | None = None,
    notebook: str | None = None,
    text: str | None = None,
    model: ModelPart | None = None,
) -> tuple[privacy.Finding, ...]:
    """What may be private in the record that `record` would write of the same; writes nothing."""
    decision = Decision(suggestion.id, verb, by, now(), notebook, None, None, text)
    unseen: dict[str, Any] = dict.fromkeys(("doc_id", "index", "shown_ms", "profile"))
    draft = bodies.decided(suggestion, decision, session="", model=model, **unseen)
    return privacy.scan(draft.openable)


def _decided(
    draft: bodies.Draft, decision: Decision, doc_id: str | None, told: Mapping[str, Any]
) -> _Decided:
    # Before the disk is asked: what can never be written must not wait.
    refuse_unfit(draft.body, {**draft.openable, "/told": told})
    return _Decided(
        uuid7(),
        decision.when,
        draft,
        decision.notebook,
        doc_id,
        decision.kernel,
        dict(told),
        environment.facts(),
    )


def _refuse_malformed(
    suggestion: Suggestion,
    doc_id: str | None,
    cell: Mapping[str, Any] | None,
    shown_ms: int | None,
) -> None:
    """RecordError for what arrived from outside and would break the schema of the log."""
    place = cell or {}
    for name, value, pattern in (
        ("The suggestion's id", suggestion.id, _SUGGESTION_ID),
        ("doc_id", doc_id, UUID),
        ("The cell's id", None if cell is None else place.get("id", ""), CELL_ID),
    ):
        if value is not None and not (isinstance(value, str) and pattern.fullmatch(value)):
            raise RecordError(f"{name} is {value!r:.80}, which is malformed.")
    for name, number in (("shown_ms", shown_ms), ("The cell's index", place.get("index"))):
        if number is not None and (type(number) is not int or not 0 <= number < 2**53):
            raise RecordError(f"{name} is {number!r:.40}; it is a whole number from 0 or null.")


def _record(log: SidecarLog, this: _Decided, on_failure: str) -> Receipt:
    with _places_lock:
        place = _places.setdefault(log.path, _Place())
    with place.lock:
        try:
            if this.doc_id is not None and this.notebook is not None and not is_log(log.path):
                moving.adopt(log.path, this.doc_id, this.notebook)
            with log.writing() as batch:
                warning = complaint(log.path, batch.chain)
                _append_waiting(batch, place)
                entry, doc_id = _append(batch, place.sessions, this)
                decided = decisions(batch.chain)
        except (LogWriteError, LogDamagedError) as error:
            if on_failure == "block":
                raise
            return _unwritten(log.path, place, replace(this, reason=type(error).__name__), error)
    return Receipt(
        entry.id, entry.hash, entry.log, entry.hash, entry.count, decided, str(log.path),
        doc_id, warning,
    )  # fmt: skip


def _unwritten(path: Path, place: _Place, this: _Decided, error: ProvenanceError) -> Receipt:
    try:
        where = f"It is kept in {spool.keep(path, _spooled(this))}"
    except LogWriteError:
        place.waiting.append(this)
        kept = "decision waits" if len(place.waiting) == 1 else "decisions wait"
        where = f"{len(place.waiting)} {kept} in memory only, until this process ends"
    warning = f"Not on record yet: {error} {where}, and comes on record with the next decision."
    return Receipt(None, None, None, None, None, None, str(path), this.doc_id, warning)


def _spooled(this: _Decided) -> dict[str, Any]:
    kept = {key: value for key, value in vars(this).items() if key != "draft"}
    if bodies.PATH in this.draft.withheld:
        kept["notebook"] = ""
    return {**kept, **vars(this.draft)}


def _unspooled(path: Path, item: Mapping[str, Any]) -> _Decided:
    try:
        parts = {key: item[key] for key in ("kind", "body", "openable", "actor")}
        parts["withheld"] = item.get("withheld", {})
        rest = {key: value for key, value in item.items() if key not in parts}
        return _Decided(draft=bodies.Draft(**parts), **rest)
    except (KeyError, TypeError) as error:
        raise LogWriteError(
            f"{spool.spool_of(path)} was written by another version of jupyter_sciassist."
            " Use that one once, or move the file away."
        ) from error


def _append_waiting(batch: Batch, place: _Place) -> None:
    """Put on record what had to wait: in this process's memory, or in the spool for any process."""
    with spool.emptied(batch.path) as items:
        sessions: dict[tuple[str, str | None], dict[str | None, str]] = {}
        spooled = [_unspooled(batch.path, item) for item in items]
        late = sorted([*spooled, *place.waiting], key=lambda one: one.ts)
        for number, one in enumerate(late):
            if one.id in batch.chain.ids:  # by a process that ended before it emptied the spool
                continue
            here = one.facts == environment.facts()
            told = (str(sorted(one.facts.items())), one.kernel)
            of_one = place.sessions if here else sessions.setdefault(told, {})
            gap = {"gap": {"reason": one.reason, "waiting": len(late) - number}}
            note = {**one.draft.body.get("note", {}), **gap}
            _append(batch, of_one, replace(one, draft=_noted(one.draft, note)))
            if one in place.waiting:
                place.waiting.remove(one)


def _noted(draft: bodies.Draft, note: Mapping[str, Any]) -> bodies.Draft:
    return replace(draft, body={**draft.body, "note": dict(note)})


def _append(
    batch: Batch, sessions: dict[str | None, str], one: _Decided
) -> tuple[Entry, str | None]:
    doc_id = one.doc_id
    if one.notebook is not None and doc_id is None:
        doc_id = batch.chain.doc_id or str(uuid4())
    if one.notebook is not None and batch.chain.copied:
        # A copied notebook still names its original's id, or that one's.
        doc_id = batch.chain.doc_id or doc_id
    if not batch.chain.count:
        version = one.facts["packages"]["jupyter_sciassist"]
        _add(batch, _beginning(one, doc_id, version))
    body = {
        **one.draft.body,
        "session": _session(batch, sessions, one.kernel, one.facts, one.told),
        "notebook": None if one.notebook is None else {"doc_id": doc_id},
    }
    # A record that had to wait states when the decision was made.
    ts = one.ts if one.reason else None
    return _add(batch, replace(one.draft, body=body), ts, one.id), doc_id


def _beginning(one: _Decided, doc_id: str | None, version: str) -> bodies.Draft:
    """The first record of a log; it names the notebook's path only where the decision does."""
    draft = bodies.log_created(one.notebook, doc_id, version)
    left_out = [bodies.PATH] if bodies.PATH in one.draft.withheld else []
    return privacy.without(draft, left_out)[0]


def _session(
    batch: Batch,
    sessions: dict[str | None, str],
    kernel: str | None,
    facts: Mapping[str, Any],
    told: Mapping[str, Any],
) -> str:
    """Hash of the session.opened record of this process and kernel, written where it is not there."""
    session = sessions.get(kernel)
    if session is None or session not in batch.chain.known:
        draft = bodies.session_opened(facts, kernel, told)
        session = sessions[kernel] = _add(batch, draft).hash
    return session


def count(
    sidecar: Path,
    *,
    kernel: str | None,
    families: Mapping[str, Mapping[str, int]],
    packed: str,
    session_facts: Mapping[str, Any] | None = None,
) -> int | None:
    """Append what tests were made; the log's length, or None where there is no log to append to.

    A log begins with a decision: a notebook whose suggestions nobody decided on gets no file.

    Raises
    ------
    RecordError
        It holds what no record can hold.
    ProvenanceError
        The log could not be written (LogWriteError) or is none (LogDamagedError).
    """
    refuse_unfit({"families": families}, {"/packed": packed})
    drafts = [lambda session: bodies.counted(session, kernel, families, packed)]
    return _follow(sidecar, kernel, dict(session_facts or {}), drafts)


def replayed(
    sidecar: Path,
    outcomes: Sequence[tuple[Mapping[str, Any], Mapping[str, Any] | None]],
    *,
    kernel: str | None = None,
) -> int | None:
    """Append what replays of records of this log gave; the log's length, None where there is no log.

    Parameters
    ----------
    outcomes
        Body and removable result of each, as `bodies.replayed` takes them.

    Raises
    ------
    RecordError
        They hold what no record can hold.
    ProvenanceError
        The log could not be written (LogWriteError) or is none (LogDamagedError).
    """
    for body, result in outcomes:
        refuse_unfit(body, {"/result": result})
    drafts = [lambda session, one=one: bodies.replayed(session, kernel, *one) for one in outcomes]
    return _follow(sidecar, kernel, {}, drafts)


def _follow(
    sidecar: Path,
    kernel: str | None,
    told: Mapping[str, Any],
    drafts: Sequence[Callable[[str], bodies.Draft]],
) -> int | None:
    """Append records that need a log to follow; its length, None where there is none.

    Each draft is made with the hash of the session.opened record.
    """
    log, facts = SidecarLog(sidecar), environment.facts()
    with _places_lock:
        place = _places.setdefault(log.path, _Place())
    with place.lock, log.writing() as batch:
        if not batch.chain.count:
            return None
        session = _session(batch, place.sessions, kernel, facts, told)
        for draft in drafts:
            _add(batch, draft(session))
        return batch.chain.count


def _add(
    batch: Batch, draft: bodies.Draft, ts: str | None = None, identity: str | None = None
) -> Entry:
    return batch.add(
        draft.kind,
        draft.body,
        draft.openable,
        actor=draft.actor,
        ts=ts,
        identity=identity,
        withheld=draft.withheld,
    )
