"""What is done to a log from its review document: exported, disclosed, noted on, redacted.

What is written to the log waits in the queue of its notebook, as decisions do; what is only read does
not, since a large log takes seconds to verify and a decision must not wait for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..provenance.files import SUFFIX
from .decisions import Decisions
from .notebooks import Notebooks, contents_path

JSON = dict[str, Any]


class Review:
    """Answers the review document of a log.

    Parameters
    ----------
    notebooks : Notebooks
        Finds the file of a log.
    decisions : Decisions
        Writes to the same logs, and so holds their queues.
    """

    def __init__(self, notebooks: Notebooks, decisions: Decisions) -> None:
        self._notebooks = notebooks
        self._decisions = decisions

    async def export(self, asked: Mapping[str, Any]) -> JSON:
        """Write an export beside a log, for a body that fits `ExportRequest`; `ExportReply`.

        Raises
        ------
        RefusedError
            The path names no log of this server.
        ProvenanceError
            The log does not verify, or the export cannot be written.
        """
        return await asyncio.to_thread(self._export, contents_path(asked["path"]), asked["kind"])

    async def disclose(self, asked: Mapping[str, Any]) -> JSON:
        """The draft of a disclosure, for a body that fits `DiscloseRequest`; `DiscloseReply`.

        Raises
        ------
        RefusedError
            The path names no log of this server.
        ProvenanceError
            The log does not verify.
        """
        return await asyncio.to_thread(self._disclose, contents_path(asked["path"]), asked["style"])

    async def note(self, asked: Mapping[str, Any]) -> JSON:
        """Put a body that fits `NoteRequest` on record; `NoteReply`.

        Raises
        ------
        RefusedError
            The path names no log of this server.
        RecordError
            The log has no such record, or the note is empty.
        ProvenanceError
            The log cannot be written; it is as it was.
        """
        return await self._in_turn(self._note, asked)

    async def redact(self, asked: Mapping[str, Any]) -> JSON:
        """Remove what a body that fits `RedactRequest` names; `RedactReply`.

        Raises
        ------
        RefusedError
            The path names no log of this server.
        RecordError
            The log has no such record, or nothing is open at a pointer.
        ProvenanceError
            The log cannot be written; it is as it was.
        """
        return await self._in_turn(self._redact, asked)

    async def _in_turn(
        self, work: Callable[[str, Mapping[str, Any]], JSON], asked: Mapping[str, Any]
    ) -> JSON:
        path = contents_path(asked["path"])
        async with self._decisions.queue(path.removesuffix(SUFFIX)):
            return await asyncio.to_thread(work, path, asked)

    def _export(self, path: str, kind: str) -> JSON:
        from ..provenance.exports.kinds import write_beside
        from ..provenance.exports.reading import reading

        file = self._notebooks.log(path)
        log = reading(file)
        made = write_beside(file.parent, log, kind)
        warnings = log.warnings(crate=kind.startswith("rocrate"))
        return {"path": _sibling(path, made), "warning": " ".join(warnings) or None}

    def _disclose(self, path: str, style: Any) -> JSON:
        from ..provenance.exports.disclosure import disclosure
        from ..provenance.exports.reading import reading

        log = reading(self._notebooks.log(path))
        text = disclosure(log, style).decode()
        return {"text": text, "warning": " ".join(log.warnings(crate=False)) or None}

    def _note(self, path: str, asked: Mapping[str, Any]) -> JSON:
        from ..provenance.amend import note

        file = self._notebooks.log(path)
        done = note(file, asked["record"], asked["text"], by=asked["by"])
        return {**_entry(done.entry), "warning": done.warning}

    def _redact(self, path: str, asked: Mapping[str, Any]) -> JSON:
        from ..provenance.amend import redact

        file = self._notebooks.log(path)
        done = redact(file, asked["record"], asked["pointers"], reason=asked["reason"])
        return {
            **_entry(done.entry),
            "removed": list(done.pointers),
            "elsewhere": [{"record": one, "pointer": place} for one, place in done.elsewhere],
            "warning": done.warning,
        }


def _entry(entry: Any) -> JSON:
    """Where a record stands that was just written, and so is the log's head."""
    return {
        "record": entry.id,
        "hash": entry.hash,
        "head": entry.hash,
        "count": entry.count,
    }


def _sibling(path: str, made: Path) -> str:
    """Contents path of what stands in the folder of `path`."""
    folder = path.rpartition("/")[0]
    return f"{folder}/{made.name}" if folder else made.name
