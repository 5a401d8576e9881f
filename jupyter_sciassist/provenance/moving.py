"""A log follows its notebook: moved on a rename, begun anew from a copy, found again by its document's id.

A log is never overwritten: where one stands at the new place already, both stay as they are.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..errors import LogWriteError, ProvenanceError
from . import disk, privacy, spool
from .bodies import PATH, Draft
from .chain import SUFFIX, is_there, open_regular, scan
from .files import files_of, is_log, logs_in
from .lines import MAX_LINE, VERSION, Line, check
from .log import Batch, Entry, SidecarLog


def move(source: Path, target: Path, notebook: str, before: str | None) -> Entry | None:
    """Let the log at `source` follow its notebook; the log.moved record, or None where none is to move.

    Parameters
    ----------
    notebook, before
        The notebook's path now and before, as the user knows them; removable later.

    Raises
    ------
    ProvenanceError
        The log could not be moved (it stays), or there is one at `target` (both stay).
    """
    old, new = SidecarLog(source), SidecarLog(target)
    if old.path == new.path:
        return None
    spool.follow(old.path, new.path)
    if not is_log(old.path):
        return None
    with contextlib.ExitStack() as held:
        # Always in one order: two that move in opposite directions must not wait for each other.
        batches = {
            log.path: held.enter_context(log.writing(mending=True, whole=True))
            for log in sorted((old, new), key=lambda one: str(one.path))
        }
        if not is_log(old.path):
            return None
        if is_log(new.path):
            raise LogWriteError(
                f"{new.path} is there already, so {old.path} stays as it is."
                " Move the one away that is not the notebook's."
            )
        batches[old.path].refuse_segments()
        disk.move(old.path, new.path)
        if is_there(disk.torn_of(old.path)):
            disk.move(disk.torn_of(old.path), disk.torn_of(new.path))
        # Under a name that is gone nobody would think of it when a value is redacted.
        disk.drop_copies(old.path)
        # Noted before the locks are let go: another may move it on in the next moment.
        batch = batches[new.path]
        batch.chain = scan(new.path)
        return _note(batch, notebook, before)


def _note(batch: Batch, notebook: str, before: str | None) -> Entry:
    doc_id = batch.chain.doc_id
    body = {"notebook": {"doc_id": doc_id}} if doc_id is not None else {"notebook": None}
    openable: dict[str, Any] = {"/path": notebook}
    if before is not None:
        openable["/before"] = before
    return _add(batch, "log.moved", body, openable)


def _add(batch: Batch, kind: str, body: dict[str, Any], openable: dict[str, Any]) -> Entry:
    # Nobody is asked here: what would be proposed is left out.
    draft, _ = privacy.without(Draft(kind, body, openable, "system"))
    return batch.add(kind, draft.body, draft.openable, withheld=draft.withheld)


def copy(source: Path, target: Path, notebook: str, version: str) -> Entry | None:
    """Begin the log of a copied notebook; None where the original has no record.

    The new log names the original's id and head, and gives the copy a document id of its own.

    Raises
    ------
    ProvenanceError
        The original cannot be read, or the new log not be written.
    """
    if not is_log(source):
        return None
    chain = scan(source)
    if not chain.count or is_log(target):
        return None
    body = {
        "format": f"jupyter-sciassist/prov/v{VERSION}",
        "tool": {"name": "jupyter_sciassist", "version": version},
        "notebook": {"doc_id": str(uuid4())},
        "from": {
            "log": chain.log,
            "head": chain.head,
            "count": chain.count,
            "doc_id": chain.doc_id,
            "before": [
                *chain.copied.get("before", []),
                *([chain.copied["log"]] if chain.copied else []),
            ],
        },
    }
    with SidecarLog(target).writing() as batch:
        return _add(batch, "log.copied", body, {PATH: notebook})


def adopt(sidecar: Path, doc_id: str, notebook: str) -> Entry | None:
    """Find the log of a notebook that was renamed outside Jupyter, in its folder, and move it here.

    Only a log whose own notebook is gone is taken, and only where one alone has the document's id.

    Raises
    ------
    ProvenanceError
        The log that was found could not be moved.
    """
    found = [
        path
        for path in logs_in(sidecar.parent, ".ipynb")
        if not is_there(path.with_name(path.name.removesuffix(SUFFIX)))
        and doc_id_of(path) == doc_id
    ]
    if len(found) != 1:
        return None
    return move(found[0], sidecar, notebook, None)


def doc_id_of(path: Path) -> Any:
    """The document's id in the first record of a log; None for what is none."""
    for one in files_of(path):
        try:
            with open_regular(one) as file:
                first = check(file.readline(MAX_LINE + 1).removesuffix(b"\n"))
        except (ProvenanceError, OSError):
            continue
        if isinstance(first, Line) and not first.core["prev"]:
            told = first.core["body"].get("notebook")
            return told.get("doc_id") if isinstance(told, dict) else None
    return None
