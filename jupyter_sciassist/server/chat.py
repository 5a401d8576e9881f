"""The history of conversations: where a notebook's is, one queue a notebook, the disk in a thread.

What reads and writes it is imported there as well, not at the start of the server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from ..config import SciAssistSettings, policy, variable
from .logs import Logs
from .notebooks import contents_path
from .refusals import RefusedError

if TYPE_CHECKING:
    from ..chat.history import Kept

JSON = dict[str, Any]
T = TypeVar("T")


class Chat:
    """What was said about notebooks, in the user's data folder and never in the notebooks.

    Parameters
    ----------
    settings : SciAssistSettings
        `chat_policy`.
    logs : Logs
        Knows notebooks from each other.
    log : logging.Logger
        The server's log.
    """

    def __init__(self, settings: SciAssistSettings, logs: Logs, log: logging.Logger) -> None:
        self._settings = settings
        self._logs = logs
        self._log = log
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def messages(self, told: str) -> JSON:
        """The conversation about a notebook; `ChatReply`.

        Raises
        ------
        RefusedError
            A policy forbids conversations, or there is no such notebook.
        """
        from ..chat import history

        kept = await self._with(told, history.read)
        messages = await asyncio.to_thread(lambda: [one.to_json() for one in kept.messages])
        return {"messages": messages, "dropped": kept.dropped, "told": self._told(kept)}

    async def add(self, told: str, asked: Mapping[str, Any]) -> JSON:
        """Keep the messages of a body that fits `ChatRequest`; `ChatReceipt`."""
        from ..chat import history
        from ..chat.records import Message

        def added(name: str) -> Kept:
            return history.add(name, [Message.from_json(one) for one in asked["messages"]])

        kept = await self._with(told, added)
        return {"count": len(kept.messages), "dropped": kept.dropped, "told": self._told(kept)}

    async def delete(self, told: str) -> None:
        """Delete the conversation about a notebook for good."""
        from ..chat import history

        await self._with(told, history.delete)

    async def markdown(self, told: str) -> tuple[str, bytes]:
        """The conversation as a Markdown document, and a name for its file."""
        from ..chat import history, transcript

        title = contents_path(told).rpartition("/")[2]

        def written(name: str) -> bytes:
            kept = history.read(name)
            text = transcript.markdown(title, kept.messages, kept.dropped)
            return text.encode("utf-8", "replace")

        return f"{title.removesuffix('.ipynb')}.chat.md", await self._with(told, written)

    async def follow(self, event: Mapping[str, Any]) -> None:
        """Let conversations follow what the contents manager tells of notebooks and their folders.

        Raises
        ------
        SciAssistError
            It could not be done.
        """
        action = event.get("action")
        path, source = (str(event.get(key, "")).strip("/") for key in ("path", "source_path"))
        if action == "delete" and path:
            async with self._queue(path):
                if await self._logs.gone(path):
                    await asyncio.to_thread(self._deleted, path)
        elif action == "rename" and source and source != path:
            # In one order: two that change places must not wait for each other.
            first, second = sorted((source, path))
            async with self._queue(first), self._queue(second):
                if await self._logs.gone(source):
                    await asyncio.to_thread(self._moved, source, path)

    def _deleted(self, path: str) -> None:
        from ..chat import history

        history.delete(self._logs.named(path))

    def _moved(self, source: str, path: str) -> None:
        from ..chat import history

        history.move(self._logs.named(source), self._logs.named(path))

    async def _with(self, told: str, call: Callable[[str], T]) -> T:
        """`call(name of the notebook)` in a thread, when those before it are done."""
        self.refuse_forbidden()
        path = contents_path(told)
        await self._settled(path)
        async with self._queue(path):
            await self._logs.refuse_missing(path)
            return await asyncio.to_thread(lambda: call(self._logs.named(path)))

    async def _settled(self, path: str) -> None:
        """Wait until no folder that the notebook is in is being moved or deleted."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            queue = self._queues.get("/".join(parts[:depth]))
            if queue is not None:
                async with queue:
                    pass

    def refuse_forbidden(self) -> None:
        """RefusedError where a policy turns conversations off."""
        if policy("chat", self._settings) == "force-off":
            raise RefusedError(
                403,
                "Conversations are turned off here: chat_policy is force-off.",
                f"Ask whoever set c.SciAssist.chat_policy or {variable('chat')}.",
            )

    def _queue(self, path: str) -> asyncio.Lock:
        return self._queues.setdefault(path, asyncio.Lock())

    def _told(self, kept: Kept) -> str | None:
        if kept.told is not None:
            self._log.warning("%s", kept.told)
        return kept.told
