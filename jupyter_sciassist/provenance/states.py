"""What became of accepted suggestions, on record whenever the notebook is saved.

A `cell.state` record holds only the acceptances whose state changed since the last one on record,
so the last one that names an acceptance tells its state. The notebook's text is not in it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

import rfc8785

from ..errors import ProvenanceError, RecordError
from . import bodies
from .chain import is_there, open_regular
from .edits import edit_ratio
from .lines import CELL_ID, MAX_LINE, Line, check
from .log import Entry, SidecarLog
from .trace import Accepted, Cell, Drift, Places, accepted, cells
from .values import digest, plain

Outputs = Literal["none", "older than source", "not checkable"]

# In canonical JSON a record's type stands like this, and a text cannot hold it unescaped.
_TOLD = (b'"type":"suggestion.accepted"', b'"type":"cell.state"')
_EARLIER = "earlier"
_AGES: Mapping[Outputs, str] = {
    "none": "none, the cell was not run or its outputs were cleared",
    "older than source": "older than source, the text changed since they were first saved",
    "not checkable": "not checkable, a saved notebook does not tell which text they are from",
}


@dataclass(frozen=True)
class State:
    """What a save left of one acceptance.

    Parameters
    ----------
    record
        Hash of the acceptance.
    sha256, outputs_sha256
        Of the cell's text and outputs; null where there is no cell or the value was redacted.
    beside
        Hash of the text that these outputs stood beside when they were first seen.
    """

    record: str
    cell: str | None
    index: int | None
    drift: Drift
    edit_ratio: str | None
    outputs: Outputs | None
    count: int | None
    sha256: str | None
    outputs_sha256: str | None
    beside: str | None

    @property
    def run(self) -> tuple[int | None, str | None]:
        """What tells one run of the cell from another."""
        return self.count, self.outputs_sha256

    def differs(self, before: State | None) -> bool:
        """Whether it is to be put on record; a new position alone or another run is not."""
        if before is None:
            return True
        as_before = (before.cell, before.drift, before.outputs)
        # What was removed from the record is not known to differ.
        edited = before.sha256 is not None and before.sha256 != self.sha256
        return edited or as_before != (self.cell, self.drift, self.outputs)


def outputs_sha256(cell: Cell) -> str | None:
    """Hash of the RFC 8785 form of a cell's outputs; None where they have none (NaN, too deep)."""
    try:
        return digest(rfc8785.dumps(plain(cell.outputs)[0]).decode())
    except (RecordError, ValueError):
        return None


def _outputs(cell: Cell, run: tuple[int | None, str | None], last: State | None) -> Outputs | None:
    """What the saves show of the age of a cell's outputs; that they are new they cannot show.

    Older: the text changed since these outputs were first seen. They may also have come again,
    to the byte and with the same number, from a run after a restart.
    """
    if cell.kind != "code":
        return None
    if cell.count is None and not cell.outputs:
        return "none"
    if last is None or None in (last.beside, last.outputs_sha256) or last.run != run:
        return "not checkable"
    return "not checkable" if last.beside == cell.sha256 else "older than source"


def state_of(one: Accepted, places: Places, last: State | None) -> State | None:
    """The state of an acceptance after `last`; None for one that went into no cell."""
    cell, drift = places.find(one)
    if drift == "no cell":
        return None
    if cell is None:
        return State(one.hash, None, None, drift, None, None, None, None, None, None)
    run = cell.count, outputs_sha256(cell)
    ratio = None
    if last is not None and last.sha256 == cell.sha256:
        ratio = last.edit_ratio
    elif one.suggested is not None:
        ratio = edit_ratio(one.suggested, cell.source)
    name = cell.id if cell.id is not None and CELL_ID.fullmatch(cell.id) else None
    age = _outputs(cell, run, last)
    made = State(one.hash, name, cell.index, drift, ratio, age, *run[:1], cell.sha256, run[1], None)
    return _followed(made, last)


def _followed(made: State, last: State | None) -> State:
    """`made` with the text that its outputs were first seen beside."""
    if last is not None and last.beside is not None and last.run == made.run:
        return replace(made, beside=last.beside)
    # They are older on record, but the saves before are not: no text of now is theirs for sure.
    return replace(made, beside=_EARLIER if made.outputs == "older than source" else made.sha256)


class Watched:
    """What a log tells of its acceptances, read on as it grows; `seen` is what the last save left.

    Not for two threads at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made: dict[str, Accepted] = {}
        self.on_record: dict[str, State] = {}
        self.seen: dict[str, State] = {}
        self._inode = 0
        self._offset = 0

    def read_on(self) -> None:
        """Take what was appended since; all of it where the file is another one.

        Raises
        ------
        ProvenanceError
            The file cannot be read. Lines that do not hold are passed over.
        """
        with open_regular(self.path) as file:
            info = os.fstat(file.fileno())
            if info.st_ino != self._inode or info.st_size < self._offset:
                self.made, self.on_record, self.seen = {}, {}, {}
                self._inode, self._offset = info.st_ino, 0
            try:
                self._read(file)
            except OSError as error:
                raise ProvenanceError(f"{self.path} cannot be read: {error.strerror}.") from error

    def _read(self, file: BinaryIO) -> None:
        file.seek(self._offset)
        whole = True
        while raw := file.readline(MAX_LINE + 1):
            # Bytes that a repair may take away are read again the next time.
            whole = whole and raw.startswith(b'{"core":{') and raw.endswith(b"}\n")
            self._offset += len(raw) if whole else 0
            if any(mark in raw for mark in _TOLD):
                found = check(raw[:-1])
                if isinstance(found, Line):
                    self._take(found)

    def _take(self, line: Line) -> None:
        if line.core["type"] == "suggestion.accepted":
            self.made.setdefault(line.hash, accepted(line))
        elif line.core["type"] == "cell.state":
            for state in _states(line):
                last = self.on_record.get(state.record)
                self.on_record[state.record] = _followed(state, last)

    def hidden(self) -> frozenset[str]:
        """Acceptances whose text was left out or removed: what is left of it must not be guessed by a hash."""
        return frozenset(
            mark for mark, one in self.made.items() if None in (one.suggested, one.inserted)
        )

    def now(self, there: Sequence[Cell]) -> list[State]:
        """The state of each acceptance in the cells of the notebook."""
        made = list(self.made.values())
        places = Places(there, made)
        last = {**self.on_record, **self.seen}
        found = [state_of(one, places, last.get(one.hash)) for one in made]
        return [one for one in found if one is not None]


def _states(line: Line) -> Iterator[State]:
    """The states in a `cell.state`; nothing of what is not as it should be."""
    told = line.core["body"].get("cells")
    for number, one in enumerate(told if isinstance(told, list) else ()):
        if not isinstance(one, dict) or not isinstance(one.get("record"), str):
            continue
        yield State(
            one["record"],
            one.get("cell"),
            one.get("index"),
            one.get("state", "cell gone"),
            one.get("edit_ratio"),
            one.get("outputs"),
            one.get("execution_count"),
            line.value(f"/cells/{number}/sha256"),
            line.value(f"/cells/{number}/outputs_sha256"),
            None,
        )


def on_record(path: Path) -> Mapping[str, State]:
    """The last state on record of each acceptance, by its hash; ProvenanceError where unreadable."""
    watched = Watched(path)
    watched.read_on()
    return watched.on_record


def saved(watched: Watched, notebook: Path) -> Entry | None:
    """Put on record what a save changed; None where that is nothing, or where there is no log.

    Blocks on the disk: call it from a thread.

    Raises
    ------
    ProvenanceError
        The notebook or the log cannot be read, or the log not be written. The next save tries again.
    """
    if not is_there(watched.path):
        return None
    watched.read_on()
    if not watched.made:
        return None
    there = cells(notebook)
    states = watched.now(there)
    changed = [one for one in states if one.differs(watched.on_record.get(one.record))]
    entry = _append(watched.path, there, changed, watched.hidden()) if changed else None
    watched.seen = {one.record: one for one in states}
    return entry


def _append(
    path: Path, there: Sequence[Cell], changed: Sequence[State], hidden: Collection[str]
) -> Entry | None:
    sources = digest("\n".join(cell.sha256 for cell in there))
    with SidecarLog(path).writing() as batch:
        if not batch.chain.count:
            return None
        told = [(_for_good(one), {} if one.record in hidden else _hashes(one)) for one in changed]
        draft = bodies.cell_state(batch.chain.doc_id, None if hidden else sources, told)
        return batch.add(draft.kind, draft.body, draft.openable, actor=draft.actor)


def _for_good(one: State) -> Mapping[str, Any]:
    return {
        "record": one.record,
        "cell": one.cell,
        "index": one.index,
        "state": one.drift,
        "edit_ratio": one.edit_ratio,
        "outputs": one.outputs,
        "execution_count": one.count,
    }


def _hashes(one: State) -> bodies.Hashes:
    return {"sha256": one.sha256, "outputs_sha256": one.outputs_sha256}


def checkable(one: Accepted, places: Places | None, last: State | None) -> Iterator[str]:
    """What of outputs, data and evidence can be told without the kernel, and what cannot."""
    state = None if places is None else state_of(one, places, last)
    if state is not None and state.outputs is not None:
        yield f"outputs: {_AGES[state.outputs]}"
    yield "data, evidence: not checkable here, for the log holds a fingerprint and not the data"
