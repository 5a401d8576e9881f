"""Decisions on record: one queue a sidecar, the disk in a thread.

What writes and reads logs is imported there as well, not at the start of the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from .. import __version__
from ..config import SciAssistSettings
from ..records import Profile, Suggestion
from .model import ModelHost
from .notebooks import Notebooks
from .refusals import RefusedError

if TYPE_CHECKING:
    from ..provenance.bodies import ModelPart
    from ..provenance.states import Watched

JSON = dict[str, Any]

# In the order of the reply's fields: nothing was to be written.
_UNRECORDED: JSON = dict.fromkeys(("record", "hash", "log", "head", "count"))


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
    """

    def __init__(self, notebooks: Notebooks, settings: SciAssistSettings, model: ModelHost) -> None:
        self._notebooks = notebooks
        self._settings = settings
        self._model = model
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._watched: dict[str, Watched] = {}

    async def decide(self, asked: Mapping[str, Any]) -> JSON:
        """Put a body that fits `DecisionRequest` on record; `DecisionReply`.

        Raises
        ------
        RefusedError
            No notebook on disk belongs to the decision.
        ProvenanceError
            It could not be written and `on_failure` is "block".
        """
        path = await self._notebooks.path(asked.get("kernel"), asked.get("notebook"))
        facts = await self._notebooks.facts(asked.get("kernel"))
        queue = self._queues.setdefault(path, asyncio.Lock())
        async with queue:
            return await asyncio.to_thread(self._write, path, asked, facts)

    async def log(self, told: str) -> JSON:
        """State and last records of the sidecar of a notebook, `LogReply`."""
        path = await self._notebooks.path(None, told)
        return await asyncio.to_thread(self._read, path)

    async def counted(self, kernel: str) -> JSON:
        """Tests and confirmations on record for a kernel's notebook, `LedgerReply`."""
        path = await self._notebooks.path(kernel, None)
        return await asyncio.to_thread(self._counted, path)

    async def count(self, asked: Mapping[str, Any]) -> JSON:
        """Put a body that fits `LedgerRequest` on record where there is a log; `LedgerReceipt`."""
        path = await self._notebooks.path(asked["kernel"], None)
        facts = await self._notebooks.facts(asked["kernel"])
        queue = self._queues.setdefault(path, asyncio.Lock())
        async with queue:
            return await asyncio.to_thread(self._count, path, asked, facts)

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
            The sidecar could not be moved or written; it is as it was.
        """
        action = event.get("action")
        path, source = (str(event.get(key, "")).strip("/") for key in ("path", "source_path"))
        if not path.endswith(".ipynb") or not self._notebooks.on_disk():
            return
        if action == "save":
            async with self._queues.setdefault(path, asyncio.Lock()):
                await asyncio.to_thread(self._saved, path)
        elif action in ("rename", "copy") and source.endswith(".ipynb"):
            async with self._queues.setdefault(source, asyncio.Lock()):
                await asyncio.to_thread(self._follow, action, path, source)

    def _saved(self, path: str) -> None:
        from ..provenance import states
        from ..provenance.chain import is_there, sidecar_of

        notebook = self._notebooks.place(path)
        sidecar = sidecar_of(notebook)
        if is_there(sidecar):
            states.saved(self._watched.setdefault(path, states.Watched(sidecar)), notebook)
        else:
            self._watched.pop(path, None)

    def _follow(self, action: str, path: str, source: str) -> None:
        from ..provenance import moving
        from ..provenance.chain import sidecar_of

        try:
            target = self._notebooks.file(path)
        except RefusedError:  # hidden, or gone again
            return
        self._watched.pop(source, None)
        old, new = sidecar_of(self._notebooks.place(source)), sidecar_of(target)
        if action == "rename":
            moving.move(old, new, path, source)
        else:
            moving.copy(old, new, path, __version__)

    def _counted(self, path: str) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.review import counted

        return counted(sidecar_of(self._notebooks.file(path))).to_json()

    def _count(self, path: str, asked: Mapping[str, Any], facts: Mapping[str, Any]) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.record import count

        length = count(
            sidecar_of(self._notebooks.file(path)),
            kernel=asked["kernel"],
            families=asked["families"],
            packed=asked["packed"],
            session_facts=facts,
        )
        return {"count": length}

    def _write(self, path: str, asked: Mapping[str, Any], facts: Mapping[str, Any]) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.record import record

        suggestion = Suggestion.from_json(asked["suggestion"])
        sidecar = sidecar_of(self._notebooks.file(path))
        where = _beside(path, sidecar)
        if asked["verb"] == "rejected" and not self._settings.record_rejections:
            return {**_UNRECORDED, "path": where, "doc_id": asked.get("doc_id"), "warning": None}
        profile = asked.get("profile")
        receipt = record(
            sidecar,
            suggestion=suggestion,
            verb=asked["verb"],
            by=asked.get("by"),
            notebook=path,
            doc_id=asked.get("doc_id"),
            kernel=asked.get("kernel"),
            cell=asked.get("cell"),
            text=asked.get("text"),
            shown_ms=asked.get("shown_ms"),
            profile=None if profile is None else Profile.from_json(profile),
            model=self._part(suggestion),
            session_facts=facts,
            on_failure=self._settings.on_failure,
        )
        return {**receipt.to_json(), "path": where}

    def _read(self, path: str) -> JSON:
        from ..provenance.chain import sidecar_of
        from ..provenance.review import summary

        sidecar = sidecar_of(self._notebooks.file(path))
        found = summary(sidecar).to_json()
        shown = ("state", "count", "head", "records")
        return {"path": _beside(path, sidecar), **{key: found[key] for key in shown}}

    def _part(self, suggestion: Suggestion) -> ModelPart | None:
        """What is known of the model that wrote the card's note, if it is the present one."""
        from ..provenance.bodies import ModelPart

        note = suggestion.note
        info = None if note is None else self._model.info()
        if note is None or info is None or note.model not in (info.id, info.name):
            return None
        return ModelPart(asdict(info))


def _beside(path: str, sidecar: Path) -> str:
    """Contents path of a sidecar, given its notebook's."""
    folder = path.rpartition("/")[0]
    return f"{folder}/{sidecar.name}" if folder else sidecar.name
