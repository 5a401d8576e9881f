"""Where the log of a notebook is: beside its file, or in a store with a copy on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LogWriteError, ProvenanceError
from ..provenance.files import FOLDER
from .notebooks import Notebooks
from .remote import RemoteLogs


@dataclass(frozen=True)
class Place:
    """The log of the notebook at the contents path `path`.

    `log` is a path of this machine, to be read and appended to; `shown` the contents path of what
    the user sees of it; `problem` what is wrong with it in the store, if anything is.
    """

    path: str
    log: Path
    shown: str
    problem: str | None = None


class Logs:
    """Finds logs for reading and writing, and sends what was written to where the notebooks are.

    Parameters
    ----------
    notebooks : Notebooks
        Knows whether notebooks are files.
    contents : object
        The server's contents manager.
    log : logging.Logger
        The server's log.
    """

    def __init__(self, notebooks: Notebooks, contents: Any, log: logging.Logger) -> None:
        self._notebooks = notebooks
        self._log = log
        self._remote = None if notebooks.on_disk() else RemoteLogs(contents, log)

    async def read(self, path: str) -> Place:
        """The log, as new as the store has it.

        Raises
        ------
        RefusedError
            There is no such notebook.
        ProvenanceError
            The store cannot be read.
        """
        if self._remote is None:
            return await asyncio.to_thread(self._file, path)
        await self._remote.refuse_missing(path)
        mirror, problems = await self._remote.pull(path)
        return Place(path, mirror.log, f"{path}{FOLDER}", "; ".join(problems) or None)

    async def write(self, path: str, doc_id: str | None = None) -> Place:
        """The log to append to; where the store cannot be read that on this machine is.

        Where there is none, that of the document `doc_id` moves here if its notebook is gone.

        Raises
        ------
        RefusedError
            There is no such notebook.
        """
        try:
            place = await self.read(path)
            if self._remote is not None:
                if doc_id is not None:
                    await self._adopt(self._remote, place, doc_id)
                await asyncio.to_thread(self._remote.mirror(path).begin)
            return place
        except ProvenanceError as error:
            if self._remote is None:
                raise
            mirror = self._remote.mirror(path)
            # Where this machine cannot be written to either, the recording says so and waits.
            with contextlib.suppress(LogWriteError):
                await asyncio.to_thread(mirror.begin)
            return Place(path, mirror.log, f"{path}{FOLDER}", str(error))

    async def _adopt(self, remote: RemoteLogs, place: Place, doc_id: str) -> None:
        from ..provenance.files import is_log
        from ..provenance.moving import doc_id_of

        def same() -> list[str]:
            if is_log(place.log):
                return []
            return [one.notebook for one in remote.mirrors() if doc_id_of(one.log) == doc_id]

        found = await asyncio.to_thread(same)
        if len(found) == 1:
            await self.follow("rename", place.path, found[0], "")

    async def sent(self, place: Place) -> str | None:
        """Send what was appended to the store; what to tell where that is not all safe there."""
        if self._remote is None:
            return None
        try:
            await self._remote.push(place.path)
        except ProvenanceError as error:
            self._log.warning("The log of %s is not uploaded yet: %s", place.path, error)
            return (
                f"Recorded on this machine; the upload is pending: {error}"
                " It is tried again with the next decision."
            )
        return place.problem and f"Recorded, but in {place.shown} {place.problem}."

    async def follow(self, action: str, path: str, source: str, version: str) -> None:
        """Let the log of a renamed notebook follow it, begin that of a copied one.

        Raises
        ------
        ProvenanceError
            It could not be done; the log of the original is as it was.
        """
        from ..provenance import moving
        from ..provenance.files import is_log

        if self._remote is None:
            await asyncio.to_thread(self._follow, action, path, source, version)
            return
        # Managers of several drives tell paths without the drive: then it is another notebook.
        gone = not await self._remote.exists(source)
        if gone != (action == "rename") or not await self._remote.exists(path):
            return
        old, _ = await self._remote.pull(source)
        if not await asyncio.to_thread(is_log, old.log):
            return
        new, _ = await self._remote.pull(path)
        await asyncio.to_thread(new.begin)
        if action == "copy":
            await asyncio.to_thread(moving.copy, old.log, new.log, path, version)
            await self._remote.push(path)
        elif await asyncio.to_thread(moving.move, old.log, new.log, path, source):
            await self._remote.push(path)
            await self._remote.remove(source)

    def _follow(self, action: str, path: str, source: str, version: str) -> None:
        from ..provenance import moving
        from ..provenance.chain import sidecar_of
        from .refusals import RefusedError

        try:
            target = self._notebooks.file(path)
        except RefusedError:  # hidden, or gone again
            return
        old, new = sidecar_of(self._notebooks.place(source)), sidecar_of(target)
        if action == "rename":
            moving.move(old, new, path, source)
        else:
            moving.copy(old, new, path, version)

    def named(self, path: str) -> str:
        """What tells the notebook or folder at a contents path from all others, on this machine."""
        if self._remote is None:
            return str(self._notebooks.place(path))
        return self._remote.named(path)

    async def refuse_missing(self, path: str) -> None:
        """Raise RefusedError where this server has no notebook at a contents path, or hides it."""
        if self._remote is None:
            await asyncio.to_thread(self._notebooks.file, path)
        else:
            await self._remote.refuse_missing(path)

    async def gone(self, path: str) -> bool:
        """Whether nothing is at a contents path.

        Managers of several drives tell paths without the drive: then it is another notebook.
        """
        if self._remote is None:
            return not await asyncio.to_thread(os.path.lexists, self._notebooks.place(path))
        return not await self._remote.exists(path)

    async def retry(self) -> None:
        """Upload what an earlier server could not."""
        if self._remote is not None:
            await self._remote.retry()

    def _file(self, path: str) -> Place:
        from ..provenance.chain import sidecar_of

        sidecar = sidecar_of(self._notebooks.file(path))
        folder = path.rpartition("/")[0]
        return Place(path, sidecar, f"{folder}/{sidecar.name}" if folder else sidecar.name)
