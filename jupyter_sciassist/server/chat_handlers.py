"""The routes of the conversation's history. A kernel's secret opens none of them."""

from __future__ import annotations

import json
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from .handlers import SciAssistHandler


class ChatHandler(SciAssistHandler):
    """GET, POST and DELETE /sciassist/chat."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """The conversation about a notebook."""
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(await self.app.chat.messages(self.notebook())))

    @authenticated
    @authorized
    async def post(self) -> None:
        """Keep messages."""
        asked = await self.body("ChatRequest")
        self.finish(json.dumps(await self.app.chat.add(self.notebook(), asked)))

    @authenticated
    @authorized
    async def delete(self) -> None:
        """Delete the conversation."""
        await self.app.chat.delete(self.notebook())
        self.set_status(204)
        self.finish()


class ChatMarkdownHandler(SciAssistHandler):
    """GET /sciassist/chat/markdown."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """The conversation as a Markdown document to download."""
        name, data = await self.app.chat.markdown(self.notebook())
        self.set_header("Cache-Control", "no-store")
        self.set_header(
            "Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        )
        self.finish(data, set_content_type="text/markdown; charset=utf-8")


CHAT_HANDLERS: tuple[tuple[str, type[SciAssistHandler]], ...] = (
    (r"/sciassist/chat", ChatHandler),
    (r"/sciassist/chat/markdown", ChatMarkdownHandler),
)
