"""The extension: settings, services, routes, shutdown. Starts nothing until it is asked something."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from tornado.ioloop import IOLoop

from ..config import SciAssistSettings, hand_down
from ..errors import SciAssistError
from .chat import Chat
from .chat_handlers import CHAT_HANDLERS
from .decisions import Decisions
from .handlers import HANDLERS
from .logs import Logs
from .model import ModelHost
from .model_handlers import MODEL_HANDLERS
from .notebooks import Notebooks
from .notes import Notes
from .review import Review
from .review_handlers import REVIEW_HANDLERS
from .secret import Secrets
from .wordings import Wordings


class SciAssist(ExtensionApp, SciAssistSettings):  # type: ignore[misc]
    """The research assistant's part in the Jupyter server."""

    name = "jupyter_sciassist"
    extension_url = "/sciassist/status"
    description = "Local model, notes and records of jupyter_sciassist."

    model_host: ModelHost
    notes: Notes
    notebooks: Notebooks
    decisions: Decisions
    review: Review
    chat: Chat
    secrets: Secrets
    wordings: Wordings

    def initialize_settings(self) -> None:
        """Make the services; none of them starts a thread or a process yet."""
        managers = self.settings
        hand_down(self)
        self.model_host = ModelHost(self)
        self.wordings = Wordings()
        self.notes = Notes(self.model_host.get, self.log, self.wordings)
        self.notebooks = Notebooks(
            managers["contents_manager"], managers["session_manager"], managers["kernel_manager"]
        )
        contents = managers["contents_manager"]
        logs = Logs(self.notebooks, contents, self.log)
        self.decisions = Decisions(self.notebooks, self, self.model_host, self.wordings, logs)
        self.review = Review(self.notebooks, self.decisions)
        self.chat = Chat(self, logs, self.log)
        self.secrets = Secrets()
        # When the loop runs; the server does not wait for it.
        IOLoop.current().add_callback(logs.retry)
        for listener in (self.follow, self.follow_chat):
            contents.event_logger.add_listener(
                schema_id=contents.event_schema_id, listener=listener
            )

    async def follow(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """Let the log of a notebook follow what the file browser does to the notebook."""
        try:
            await self.decisions.follow(data)
        except SciAssistError as error:
            self.log.warning("%s", error)

    async def follow_chat(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """Let the conversation about a notebook follow as well."""
        try:
            await self.chat.follow(data)
        except SciAssistError as error:
            self.log.warning("%s", error)

    def initialize_handlers(self) -> None:
        """Add the routes."""
        routes = (*HANDLERS, *MODEL_HANDLERS, *REVIEW_HANDLERS, *CHAT_HANDLERS)
        self.handlers.extend(routes)

    async def release_stale_holds(self) -> None:
        """End the pauses of kernels that are gone or that no page watches any more."""
        for kernel in self.notes.holds():
            if kernel is not None and not await self.notebooks.watched(kernel):
                self.notes.pause(kernel, False)

    async def stop_extension(self) -> None:
        """End the notes, the model's process and the secrets."""
        self.secrets.revoke()
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.model_host.close()
        self.notes.close()

    def current_activity(self) -> dict[str, Any] | None:
        """A request that waits for the model keeps the server from being culled."""
        waiting = self.notes.waiting() + self.model_host.waiting()
        return {"requests": waiting} if waiting else None
