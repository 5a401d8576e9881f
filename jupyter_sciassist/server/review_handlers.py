"""The routes of the review document. A kernel's secret opens none of them."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from .handlers import SciAssistHandler


class ExportHandler(SciAssistHandler):
    """POST /sciassist/provenance/export."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Write an export of a log beside it."""
        asked = await self.body("ExportRequest")
        self.finish(json.dumps(await self.app.review.export(asked)))


class DiscloseHandler(SciAssistHandler):
    """POST /sciassist/provenance/disclose."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Draft a disclosure from a log."""
        asked = await self.body("DiscloseRequest")
        self.finish(json.dumps(await self.app.review.disclose(asked)))


class NoteHandler(SciAssistHandler):
    """POST /sciassist/provenance/note."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Put a note about a record on record."""
        asked = await self.body("NoteRequest")
        self.finish(json.dumps(await self.app.review.note(asked)))


class RedactHandler(SciAssistHandler):
    """POST /sciassist/provenance/redact."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Remove values from a record."""
        asked = await self.body("RedactRequest")
        self.finish(json.dumps(await self.app.review.redact(asked)))


REVIEW_HANDLERS: tuple[tuple[str, type[SciAssistHandler]], ...] = (
    (r"/sciassist/provenance/export", ExportHandler),
    (r"/sciassist/provenance/disclose", DiscloseHandler),
    (r"/sciassist/provenance/note", NoteHandler),
    (r"/sciassist/provenance/redact", RedactHandler),
)
