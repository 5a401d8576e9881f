"""Logs of notebooks that a contents manager keeps elsewhere than in files: uploaded as objects.

All goes through the contents manager; nothing is written behind its back. A record is on this
machine before it is uploaded, and counts as uploaded when its object was read back.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_core.utils import ensure_async
from jupyter_server.services.contents.manager import ContentsManager
from tornado.web import HTTPError
from traitlets import Bool, Integer, Unicode

from ..errors import ProvenanceError, StoreError
from ..provenance.files import FOLDER
from .notebooks import SAVE
from .refusals import RefusedError

if TYPE_CHECKING:
    from ..provenance.mirror import Mirror

T = TypeVar("T")

_OBJECT = re.compile(r"[0-9]{8,}-[0-9a-f]{12}\.jsonl")
_SECRET = re.compile(r"key|secret|token|passw|credential|session", re.IGNORECASE)
_SECONDS = 60.0


class RemoteLogs:
    """The logs in the store behind a contents manager.

    Parameters
    ----------
    contents : object
        The server's contents manager, synchronous or not.
    log : logging.Logger
        The server's log, for what went wrong in the store.
    """

    def __init__(self, contents: Any, log: logging.Logger) -> None:
        self._contents = contents
        self._log = log
        self._store = store_of(contents)

    def mirror(self, path: str) -> Mirror:
        """What this machine holds of the log of the notebook at a contents path."""
        from ..provenance.mirror import Mirror

        return Mirror(self._store, path)

    def named(self, path: str) -> str:
        """What tells what is at a contents path from all else that this machine knows of."""
        return f"{self._store}/{path}"

    async def refuse_missing(self, path: str) -> None:
        """Look for a notebook.

        Raises
        ------
        RefusedError
            The contents manager has no such notebook, or hides it.
        StoreError
            It cannot tell.
        """
        if ".." in path.split("/"):
            raise RefusedError(
                404,
                f"{path!r} is no path of this server.",
                "Open the notebook from the server's file browser.",
            )
        if not self._contents.allow_hidden and await self._asked(self._contents.is_hidden, path):
            raise RefusedError(
                403,
                f"{path!r} is hidden, and this server does not serve hidden files.",
                "Move the notebook to a visible folder.",
            )
        if not await self.exists(path):
            raise RefusedError(409, f"There is no file {path!r} yet.", SAVE)

    async def exists(self, path: str) -> bool:
        """Whether there is a file at a path; StoreError where that cannot be told."""
        return bool(await self._asked(self._contents.file_exists, path))

    def mirrors(self) -> list[Mirror]:
        """All that this machine holds of logs in the store. Reads the disk."""
        from ..provenance.mirror import mirrors

        return list(mirrors(self._store))

    async def pull(self, path: str) -> tuple[Mirror, list[str]]:
        """Bring the log here up to date; with it what is wrong with objects in the store.

        Raises
        ------
        ProvenanceError
            The store cannot be read (StoreError), or this machine cannot be written to.
        """
        mirror = self.mirror(path)
        have = await asyncio.to_thread(mirror.confirmed)
        new = [name for name in await self._names(path) if name not in have]
        objects = {name: await self._read(f"{path}{FOLDER}/{name}") for name in new}
        if objects:
            await asyncio.to_thread(mirror.begin)
        return mirror, await asyncio.to_thread(mirror.take, objects)

    async def push(self, path: str) -> None:
        """Upload the records that the store lacks, parents first.

        Raises
        ------
        ProvenanceError
            One could not be uploaded; it stays here and is uploaded the next time.
        """
        mirror = self.mirror(path)
        folder = f"{path}{FOLDER}"
        waiting = await asyncio.to_thread(mirror.pending, await self._names(path))
        if waiting and not await self._asked(self._contents.dir_exists, folder):
            await self._asked(self._contents.save, {"type": "directory"}, folder)
        for name, raw in waiting:
            model = {"type": "file", "format": "text", "content": raw.decode()}
            await self._asked(self._contents.save, model, f"{folder}/{name}")
            if await self._read(f"{folder}/{name}") != raw:
                raise StoreError(f"{folder}/{name} reads otherwise than it was written.")
            await asyncio.to_thread(mirror.confirm, [name])

    async def remove(self, path: str) -> None:
        """Delete the objects of a log that stands elsewhere by now, those that were read here.

        Raises
        ------
        StoreError
            One could not be deleted; it stays.
        """
        folder = f"{path}{FOLDER}"
        have = await asyncio.to_thread(self.mirror(path).confirmed)
        for name in await self._names(path):
            if name in have:
                await self._asked(self._contents.delete, f"{folder}/{name}")
        if await self._asked(self._contents.dir_exists, folder) and not await self._names(path):
            await self._asked(self._contents.delete, folder)

    async def retry(self) -> None:
        """Upload what an earlier server could not."""
        for mirror in await asyncio.to_thread(self.mirrors):
            if await asyncio.to_thread(mirror.waiting):
                try:
                    await self.push(mirror.notebook)
                except ProvenanceError as error:
                    self._log.warning("%s", error)

    async def _names(self, path: str) -> list[str]:
        folder = f"{path}{FOLDER}"
        if not await self._asked(self._contents.dir_exists, folder):
            return []
        model = await self._asked(self._contents.get, folder, content=True, type="directory")
        return sorted(one["name"] for one in model["content"] if _OBJECT.fullmatch(one["name"]))

    async def _read(self, path: str) -> bytes:
        model = await self._asked(
            self._contents.get, path, content=True, type="file", format="text"
        )
        text: str = model["content"]
        return text.encode("utf-8", "surrogatepass")

    async def _asked(self, call: Any, *args: Any, **more: Any) -> Any:
        """What the contents manager says, on the event loop, where it expects to be called."""
        try:
            return await _within(ensure_async(call(*args, **more)))
        except Exception as error:  # managers raise whatever their libraries do
            self._log.debug("the contents manager failed", exc_info=True)
            # Not what any error says: addresses may hold passwords.
            said = error.log_message if isinstance(error, HTTPError) else None
            name = type(self._contents).__name__
            what = (said or type(error).__name__).strip().rstrip(".")[:300]
            raise StoreError(
                f"The {name} of this server failed ({what})."
                " Try again when the store of the notebooks can be reached."
            ) from error


async def _within(answer: Awaitable[T]) -> T:
    return await asyncio.wait_for(answer, _SECONDS)


def store_of(contents: Any) -> str:
    """What tells one store from another: the manager's class and settings, without secrets."""
    usual = set(ContentsManager.class_trait_names(config=True))
    told = {"root_dir": str(getattr(contents, "root_dir", ""))}
    for name, trait in contents.traits(config=True).items():
        plain = isinstance(trait, (Unicode, Integer, Bool))
        if plain and name not in usual and not _SECRET.search(name):
            told[name] = str(getattr(contents, name))
    kind = f"{type(contents).__module__}.{type(contents).__qualname__}"
    return hashlib.sha256(json.dumps([kind, told], sort_keys=True).encode()).hexdigest()
