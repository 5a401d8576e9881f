"""A verified log as plain rows, the one thing that every export is made from."""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import LogDamagedError, ProvenanceError
from ..chain import SUFFIX, Chain, log_of, open_regular, read, records
from ..files import FOLDER, files_of, notebook_of
from ..lines import DECISIONS, Decision, Line
from ..verify import Report, verify
from .showing import at, words

REDACTED = "[redacted]"
_TRIES = 3
_WITHHELD = "left out when it was written"


@dataclass(frozen=True)
class Note:
    """What somebody wrote about a record; `REDACTED` where it was removed, empty where never there.

    `about` is that record's hash; `thread` the hash of what a note about a note is about in the end;
    `redacted` and `reasons` are as in `Row`.
    """

    record: str
    hash: str
    seq: int
    time: str
    about: str
    thread: str
    text: str
    by: str
    redacted: tuple[str, ...]
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One decision about one suggestion.

    `body` holds what stands in the record for good, `opened` maps the pointer of each removable
    value that is still there to it, `redacted` names those that were removed, `reasons` maps those
    of which a redaction is on record to its reason. `notes` are those about it, and the notes on them.
    """

    record: str
    hash: str
    seq: int
    time: str
    decision: Decision
    body: Mapping[str, Any]
    opened: Mapping[str, Any]
    redacted: tuple[str, ...]
    reasons: Mapping[str, str]
    notes: tuple[Note, ...]

    def at(self, *keys: str | int) -> Any:
        """The value of the body under `keys`, or None."""
        return at(self.body, *keys)

    def words(self, *keys: str | int) -> str:
        """The same as text; empty where there is none."""
        return words(self.at(*keys))

    def value(self, pointer: str, *keys: str | int) -> Any:
        """What is opened at `pointer`, below `keys`; None where it was removed or never there."""
        return at(self.opened.get(pointer), *keys)

    def shown(self, pointer: str, *keys: str | int) -> str:
        """The same as text, `REDACTED` where it was removed, empty where it was never there."""
        return REDACTED if pointer in self.redacted else words(self.value(pointer, *keys))

    @property
    def edited(self) -> bool:
        """Whether the accepted text is not the suggested one."""
        return bool(self.at("acceptance", "mode") == "edited")

    @property
    def with_model(self) -> bool:
        """Whether a language model took part in the suggestion."""
        return self.at("suggestion", "origin") in ("model", "both")


@dataclass(frozen=True)
class Replayed:
    """One replay on record: of which part of which decision, with what verdict, when.

    `detail` is the reason in words, `REDACTED` where it was removed, empty where all was as it was.
    """

    record: str
    of: str
    time: str
    part: str
    verdict: str
    detail: str

    @property
    def passed(self) -> bool:
        """Whether the same came out, to the last bit or within the tolerance."""
        return self.verdict in ("identical", "same evidence within tolerance")


@dataclass(frozen=True)
class Reading:
    """A log that was verified, its decisions in file order.

    `data` are the bytes of the log, `notebook` is the notebook beside it if there is one that is no
    link (`linked` tells of one), `notes` are all that were written about any record, `places` maps the hash of each
    record to its type and id, `sessions` maps the hash of each session.opened record to its body, `replays` are those on
    record, `last_time` is what the last record claims.
    """

    name: str
    data: bytes = field(repr=False)
    notebook: Path | None
    linked: bool
    report: Report
    head: str
    log: str
    count: int
    heads: int
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    places: Mapping[str, tuple[str, str]]
    sessions: Mapping[str, Mapping[str, Any]]
    replays: tuple[Replayed, ...]
    created: Mapping[str, Any]
    last_time: str

    @property
    def title(self) -> str:
        """The notebook's file name, or that of the log of a terminal."""
        return self.name.removesuffix(SUFFIX)

    @property
    def short_head(self) -> str:
        """Twelve hex digits of the head."""
        return self.head.removeprefix("sha256:")[:12]

    @property
    def matches_notebook(self) -> bool:
        """False where the notebook beside the log names a head that the log does not hold."""
        return self.report.exit_code() != 4

    @property
    def loose(self) -> tuple[Note, ...]:
        """The notes on records that are no decisions, or not in the log."""
        placed = {row.hash for row in self.rows}
        return tuple(note for note in self.notes if note.thread not in placed)

    def place_of(self, note: Note) -> str:
        """The record that a note speaks of, in words."""
        kind, record = self.places.get(note.about, ("", ""))
        return f"{kind} {record}" if record else "a record that is not in this log"

    def warnings(self, *, crate: bool) -> list[str]:
        """What whoever exports it has to be told; `crate`: the notebook should be packed."""
        found = []
        if not self.matches_notebook:
            found.append(
                f"The notebook beside {self.name} does not match the log; the export says so."
            )
        if crate and self.linked:
            found.append(
                f"The notebook beside {self.name} is a symbolic link, so it is not in the crate."
            )
        return found

    def session_of(self, row: Row) -> Mapping[str, Any]:
        """The environment in which a decision was recorded; empty where it is not in the log."""
        return self.sessions.get(row.words("session"), {})

    def replays_of(self, row: Row) -> tuple[Replayed, ...]:
        """The replays of a decision, in file order."""
        return tuple(self._by_decision.get(row.hash, ()))

    @functools.cached_property
    def _by_decision(self) -> Mapping[str, list[Replayed]]:
        found: dict[str, list[Replayed]] = {}
        for one in self.replays:
            found.setdefault(one.of, []).append(one)
        return found

    def version_of(self, row: Row) -> str:
        """The assistant's version at a decision, else at the log's beginning, else `unknown`."""
        at_session = words(at(self.session_of(row), "packages", "jupyter_sciassist"))
        return at_session or words(at(self.created, "tool", "version")) or "unknown"


def reading(path: Path) -> Reading:
    """Read and verify the log at `path`, or that of the notebook at `path`; nothing is held meanwhile.

    Raises
    ------
    LogDamagedError
        The log does not verify: nothing is exported from it.
    ProvenanceError
        It cannot be read, holds no record, or was written to meanwhile.
    """
    for _ in range(_TRIES - 1):
        with contextlib.suppress(_MovedOnError):
            return _read(path)
    return _read(path)


class _MovedOnError(ProvenanceError):
    """A log was written to between its verification and its reading."""


def _read(path: Path) -> Reading:
    named = path.name.endswith((SUFFIX, FOLDER)) or path.suffix == ".ipynb"
    sidecar = log_of(path) if named else path
    report = verify(path)
    code = report.exit_code()
    if code == 2:
        raise ProvenanceError(report.problem or f"{path} was written by a newer version. Upgrade.")
    if code == 1:
        number, reason = report.faults[0] if report.faults else (0, "see the checks")
        raise LogDamagedError(
            f"{path} does not verify (line {number}: {reason}), so nothing is exported from it."
            f" Run: jupyter sciassist verify {path}"
        )
    data = whole(sidecar)
    lines: list[Line] = []
    chain = read(io.BytesIO(data), lines.append)
    return _reading(path, sidecar, report, data, chain, lines)


def whole(log: Path) -> bytes:
    """The bytes of a log as one file; where it has segments, the records that hold.

    Raises
    ------
    ProvenanceError
        A file of it cannot be read.
    """
    if len(files_of(log)) > 1 or log not in files_of(log):
        return b"".join(raw for raw, _ in records(log, Chain()))
    with open_regular(log) as file:
        return file.read()


def _reading(
    path: Path, sidecar: Path, report: Report, data: bytes, chain: Chain, lines: list[Line]
) -> Reading:
    if (chain.count, chain.head, chain.fault_count) != (report.records, report.head, 0):
        raise _MovedOnError(f"{sidecar} was written to while it was read. Try again.")
    if chain.head is None or chain.log is None:
        raise ProvenanceError(f"{path} holds no record yet, so there is nothing to export.")
    reasons = _reasons(lines)
    notes = _notes(lines, reasons)
    notebook = _notebook(sidecar)
    threads: dict[str, list[Note]] = {}
    for note in notes:
        threads.setdefault(note.thread, []).append(note)
    return Reading(
        name=_readable(sidecar.name),
        data=data,
        notebook=notebook if notebook is not None and not notebook.is_symlink() else None,
        linked=notebook is not None and notebook.is_symlink(),
        report=report,
        head=chain.head,
        log=chain.log,
        count=chain.count,
        heads=len(chain.heads),
        rows=tuple(
            _row(
                line,
                reasons.get(line.hash, {}),
                tuple(threads.get(line.hash, ())),
            )
            for line in lines
            if line.core["type"] in DECISIONS
        ),
        notes=notes,
        places={line.hash: (line.core["type"], line.core["id"]) for line in lines},
        sessions={
            line.hash: line.core["body"] for line in lines if line.core["type"] == "session.opened"
        },
        replays=tuple(
            _replayed(line) for line in lines if line.core["type"] == "evidence.replayed"
        ),
        created=lines[0].core["body"],
        last_time=lines[-1].core["ts"],
    )


def _notebook(sidecar: Path) -> Path | None:
    """The notebook beside a log, if there is one."""
    notebook = notebook_of(sidecar)
    is_there = notebook != sidecar and notebook.suffix == ".ipynb" and notebook.is_file()
    return notebook if is_there else None


def _readable(name: str) -> str:
    """A file's name as text: bytes of it that are none become U+FFFD; it ends as logs do."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text if text.endswith(SUFFIX) else text + SUFFIX


def _reasons(lines: list[Line]) -> dict[str, dict[str, str]]:
    """Hash of a record to the pointers that redaction records name of it, with their reasons."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        body = line.core["body"]
        if line.core["type"] != "redaction" or not isinstance(at(body, "pointers"), list):
            continue
        reason = REDACTED if "/reason" in line.redacted else words(line.value("/reason"))
        for pointer in body["pointers"]:
            found.setdefault(words(at(body, "record")), {})[words(pointer)] = reason
    return found


def _replayed(line: Line) -> Replayed:
    body = line.core["body"]
    gone = "/result" in line.redacted
    return Replayed(
        record=line.core["id"],
        of=words(at(body, "record")),
        time=line.core["ts"],
        part=words(at(body, "part")),
        verdict=words(at(body, "verdict")),
        detail=REDACTED if gone else words(at(line.value("/result"), "detail")),
    )


def _notes(lines: list[Line], reasons: Mapping[str, Mapping[str, str]]) -> tuple[Note, ...]:
    threads: dict[str, str] = {}
    found = []
    for line in lines:
        core = line.core
        if core["type"] != "review.note":
            continue
        about = words(at(core["body"], "record"))
        threads[line.hash] = threads.get(about, about)
        text, by = (
            REDACTED if pointer in line.redacted else words(line.value(pointer))
            for pointer in ("/text", "/by")
        )
        found.append(
            Note(
                core["id"], line.hash, core["seq"], core["ts"], about, threads[line.hash], text, by,
                line.redacted, reasons.get(line.hash, {}),
            )
        )  # fmt: skip
    return tuple(found)


def _row(line: Line, reasons: Mapping[str, str], notes: tuple[Note, ...]) -> Row:
    core = line.core
    reasons = {**dict.fromkeys(line.withheld, _WITHHELD), **reasons}
    return Row(
        record=core["id"],
        hash=line.hash,
        seq=core["seq"],
        time=core["ts"],
        decision=DECISIONS[core["type"]],
        body=core["body"],
        opened={pointer: opening["v"] for pointer, opening in line.open.items()},
        redacted=line.redacted,
        reasons=reasons,
        notes=notes,
    )
