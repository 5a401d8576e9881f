"""Decisions on record: one queue a sidecar, the disk in a thread.

What writes and reads logs is imported there as well, not at the start of the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from .. import __version__
from ..config import SciAssistSettings
from .logs import Logs, Place
from .model import ModelHost
from .notebooks import Notebooks
from .refusals import RefusedError
from .wordings import Wordings

if TYPE_CHECKING:
    from ..provenance.bodies import ModelPart
    from ..provenance.states import Watched
    from ..records import Suggestion

JSON = dict[str, Any]

# In the order of the reply's fields: nothing was to be written.
_UNRECORDED: JSON = dict.fromkeys(("record", "hash", "log", "head", "count", "decisions"))


class Decisions:
    """Writes acceptances and rejections beside their notebooks.

    Parameters
    ----------
    notebooks : Notebooks
        Finds the notebook of a kernel.
    settings : SciAssistSettings
        `record_rejections`, `on_failure`.
    model : ModelHost
        Describes the model whose note stood on a card.
    wordings : Wordings
        Knows what the model was asked for the notes of this server.
    logs : Logs
        Finds the logs, and sends them to where the notebooks are.
    """

    def __init__(
        self,
        notebooks: Notebooks,
        settings: SciAssistSettings,
        model: ModelHost,
        wordings: Wordings,
        logs: Logs,
    ) -> None:
        self._notebooks = notebooks
        self._logs = logs
        self._settings = settings
        self._model = model
        self._wordings = wordings
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._watched: dict[str, Watched] = {}

    def queue(self, path: str) -> asyncio.Lock:
        """The lock that whoever writes to the sidecar of the notebook at a contents path holds."""
        return self._queues.setdefault(path, asyncio.Lock())

    async def decide(self, asked: Mapping[str, Any]) -> JSON:
        """Put a body that fits `DecisionRequest` on record; `DecisionReply`.

        Raises
        ------
        RefusedError
            No saved notebook belongs to the decision.
        ProvenanceError
            It could not be written and `on_failure` is "block".
        """
        path = await self._notebooks.path(asked.get("kernel"), asked.get("notebook"))
        facts = await self._notebooks.facts(asked.get("kernel"))
        async with self.queue(path):
            place = await self._logs.write(path, asked.get("doc_id"))
            reply = await asyncio.to_thread(self._write, place, asked, facts)
            if reply["record"] is None:
                return reply
            # Safe on this machine by now, whatever becomes of the upload.
            told = (reply["warning"], await self._logs.sent(place))
            return {**reply, "warning": " ".join(filter(None, told)) or None}

    async def scan(self, asked: Mapping[str, Any]) -> JSON:
        """What may be private in the record of a body that fits `DecisionRequest`; `ScanReply`.

        Raises
        ------
        RefusedError
            No notebook belongs to the decision.
        """
        path = await self._notebooks.path(asked.get("kernel"), asked.get("notebook"))
        return await asyncio.to_thread(self._scan, path, asked)

    async def merge_by_union(self, told: str) -> JSON:
        """Tell git how to merge the log of a notebook; `GitAttributesReply`."""
        path = await self._notebooks.path(None, told)
        return await asyncio.to_thread(self._merge_by_union, path)

    async def log(self, told: str) -> JSON:
        """State and last records of the sidecar of a notebook, `LogReply`.

        A renaming that is under way is waited for: until then the log has the old name.
        """
        path = await self._notebooks.path(None, told)
        async with self.queue(path):
            place = await self._logs.read(path)
        return await asyncio.to_thread(self._read, place)

    async def file(self, told: str) -> tuple[str, bytes]:
        """The log of a notebook as one file, whatever it is kept in: its name and its bytes.

        Raises
        ------
        RefusedError
            Nothing is on record yet.
        """
        path = await self._notebooks.path(None, told)
        place = await self._logs.read(path)
        return f"{path.rpartition('/')[2]}.prov.jsonl", await asyncio.to_thread(_whole, place)

    async def counted(self, kernel: str) -> JSON:
        """Tests and confirmations on record for a kernel's notebook, `LedgerReply`."""
        place = await self._logs.read(await self._notebooks.path(kernel, None))
        return await asyncio.to_thread(self._counted, place)

    async def count(self, asked: Mapping[str, Any]) -> JSON:
        """Put a body that fits `LedgerRequest` on record where there is a log; `LedgerReceipt`."""
        path = await self._notebooks.path(asked["kernel"], None)
        facts = await self._notebooks.facts(asked["kernel"])
        async with self.queue(path):
            place = await self._logs.write(path)
            reply = await asyncio.to_thread(self._count, place, asked, facts)
            await self._logs.sent(place)
            return reply

    async def follow(self, event: Mapping[str, Any]) -> None:
        """Let the log of a notebook follow what was done to the notebook.

        The log of a renamed one is moved, that of a copied one begun, that of a deleted one stays;
        what a save made of accepted cells is put on record.

        Parameters
        ----------
        event
            What the contents manager tells (`contents_service/v1`): action, path, source_path.

        Raises
        ------
        ProvenanceError
            The log could not be moved or written; it is as it was.
        """
        action = event.get("action")
        path, source = (str(event.get(key, "")).strip("/") for key in ("path", "source_path"))
        if not path.endswith(".ipynb"):
            return
        if action == "save" and self._notebooks.on_disk():
            async with self.queue(path):
                await asyncio.to_thread(self._saved, path)
        elif action in ("rename", "copy") and source.endswith(".ipynb") and source != path:
            # In one order: two that change places must not wait for each other.
            first, second = sorted((source, path))
            async with self.queue(first), self.queue(second):
                if action == "rename":
                    self._watched.pop(source, None)
                await self._logs.follow(action, path, source, __version__)

    def _saved(self, path: str) -> None:
        from ..provenance import states
        from ..provenance.chain import sidecar_of
        from ..provenance.files import is_log

        notebook = self._notebooks.place(path)
        sidecar = sidecar_of(notebook)
        if is_log(sidecar):
            states.saved(self._watched.setdefault(path, states.Watched(sidecar)), notebook)
        else:
            self._watched.pop(path, None)

    def _counted(self, place: Place) -> JSON:
        from ..provenance.review import counted

        return counted(place.log).to_json()

    def _count(self, place: Place, asked: Mapping[str, Any], facts: Mapping[str, Any]) -> JSON:
        from ..provenance.record import count

        length = count(
            place.log,
            kernel=asked["kernel"],
            families=asked["families"],
            packed=asked["packed"],
            session_facts=facts,
        )
        return {"count": length}

    def _scan(self, path: str, asked: Mapping[str, Any]) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.gitattributes import lines_for, missing
        from ..provenance.record import look
        from ..records import Suggestion

        suggestion = Suggestion.from_json(asked["suggestion"])
        unrecorded = asked["verb"] == "rejected" and not self._settings.record_rejections
        told = {"by": asked.get("by"), "notebook": path, "text": asked.get("text")}
        found = look(suggestion, asked["verb"], model=self._part(suggestion), **told)
        on_disk = self._notebooks.on_disk()
        log = sidecar_of(self._notebooks.file(path)) if on_disk else None
        lacks = None if log is None else missing(log)
        return {
            "findings": [] if unrecorded else [one.to_json() for one in found],
            "gitattributes": None
            if log is None or lacks is None
            else {"folder": str(lacks), "line": "\n".join(lines_for(log))},
        }

    def _merge_by_union(self, path: str) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.gitattributes import add, lines_for

        log = sidecar_of(self._notebooks.file(path))
        return {"file": str(add(log)), "line": "\n".join(lines_for(log))}

    def _write(self, place: Place, asked: Mapping[str, Any], facts: Mapping[str, Any]) -> JSON:
        from ..provenance.record import record
        from ..records import Profile, Suggestion

        suggestion = Suggestion.from_json(asked["suggestion"])
        where = place.shown
        if asked["verb"] == "rejected" and not self._settings.record_rejections:
            return {
                **_UNRECORDED,
                "path": where,
                "doc_id": asked.get("doc_id"),
                "warning": None,
                "withheld": [],
            }
        profile = asked.get("profile")
        receipt = record(
            place.log,
            suggestion=suggestion,
            verb=asked["verb"],
            by=asked.get("by"),
            notebook=place.path,
            doc_id=asked.get("doc_id"),
            kernel=asked.get("kernel"),
            cell=asked.get("cell"),
            text=asked.get("text"),
            shown_ms=asked.get("shown_ms"),
            profile=None if profile is None else Profile.from_json(profile),
            model=self._part(suggestion),
            session_facts=facts,
            withhold=asked.get("withhold"),
            on_failure=self._settings.on_failure,
        )
        return {**receipt.to_json(), "path": where}

    def _read(self, place: Place) -> JSON:
        from ..provenance.review import summary

        found = summary(place.log).to_json()
        if place.problem:
            found["state"] = "damaged"
        shown = ("state", "count", "decisions", "head", "records")
        return {"path": place.shown, **{key: found[key] for key in shown}}

    def _part(self, suggestion: Suggestion) -> ModelPart | None:
        """What is known of the model that wrote the card's note, here or, as the present one, before."""
        from ..provenance.bodies import ModelPart

        known = self._wordings.of(suggestion)
        if known is not None:
            return known
        note = suggestion.note
        info = None if note is None else self._model.info()
        if note is None or info is None or note.model not in (info.id, info.name):
            return None
        return ModelPart(asdict(info))


def _whole(place: Place) -> bytes:
    from ..provenance.exports.reading import whole
    from ..provenance.files import is_log

    if not is_log(place.log):
        raise RefusedError(
            404, f"Nothing is on record for {place.path!r} yet.", "Accept or reject a suggestion."
        )
    return whole(place.log)
