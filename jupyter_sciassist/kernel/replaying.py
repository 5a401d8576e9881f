"""Replay in a kernel: what is on record for this notebook, computed again on the live variables.

The model's notes are left to `jupyter sciassist replay`, which starts the recorded file by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import replay
from ..errors import DataError, ProvenanceError
from ..language.wordings.base import counted
from ..provenance import record
from ..provenance.exports.reading import Reading, Row, reading
from ..provenance.files import is_log
from . import recording
from .worker import Job

if TYPE_CHECKING:
    from .engine import Engine

_NUMBER = 5


def lines(own: Engine, which: str | None, job: Job) -> list[str]:
    """What each record gives on the data as they are now, for a reader; on record afterwards.

    Parameters
    ----------
    which : str, optional
        A number of the last listing, or the beginning of a record's id or hash; else all.

    Raises
    ------
    DataError
        The card of that number is not on record.
    RecordError, UnknownSuggestionError
        There is no such record or number.
    ProvenanceError
        The log cannot be read, does not verify, or could not be written.
    ServerError
        The server does not tell where the notebook is now.
    """
    sidecar = recording.log_file(own)
    if not is_log(sidecar):
        raise ProvenanceError(
            f"There is no log at {sidecar}. After a rename restart the kernel, or replay it by: "
            "jupyter sciassist replay NOTEBOOK --run --data NAME=FILE"
        )
    shell = own.shell()
    names = {} if shell is None else dict(shell.user_ns)
    said: list[str] = []
    outcomes = []
    for row in _rows(own, reading(sidecar), which):
        if job.breathe():
            break
        made = replay.evidence(row, names, run=True)
        said += replay.told(row, [] if made is None else [made])
        if made is not None and made.compared:
            outcomes.append((made.body, made.result))
    if outcomes and not job.abandoned:
        count = record.replayed(sidecar, outcomes, kernel=recording.kernel_id())
        said.append(f"On record in {sidecar} ({counted(count, 'record')}).")
    return said or ["Nothing was accepted or tested yet."]


def _rows(own: Engine, log: Reading, which: str | None) -> list[Row]:
    if which is None or not (which.isdigit() and len(which) <= _NUMBER):
        return replay.chosen(log, [] if which is None else [which])
    card = own.store.numbered(int(which))
    found = [row for row in replay.chosen(log, []) if row.words("suggestion", "id") == card.id]
    if not found:
        raise DataError(f"Card {which} is not on record as accepted or tested.")
    return found
