"""HTTP in, services, HTTP out. Nothing here reads a file or asks the model."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from http.client import responses
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated

from ..errors import SciAssistError
from ..models.turns import CLIENT
from . import contract
from .identity import SecretIdentity, told_token
from .notebooks import unknown_kernel
from .notes import Event, NotesRequest
from .refusals import RefusedError, refusal
from .secret import Grant
from .status import status

if TYPE_CHECKING:
    from .app import SciAssist

T = TypeVar("T")

AUTH_RESOURCE = "sciassist"
LOOK_AFTER = 5.0

_USUAL_CURES = {
    400: "Reload the page, so that panel and server have one version.",
    401: "Log in to the Jupyter server again.",
    403: "Log in to the Jupyter server again, or ask its owner for the right to use sciassist.",
    404: "Check the address.",
    405: "Check the address.",
}


class SciAssistHandler(APIHandler):
    """What all routes share: who may, bodies held against the contract, errors as JSON."""

    auth_resource = AUTH_RESOURCE

    @property
    def app(self) -> SciAssist:
        """The extension, which holds the services."""
        app: SciAssist = self.settings["jupyter_sciassist"]
        return app

    async def body(self, schema: str) -> dict[str, Any]:
        """The request's JSON, parsed and checked off the event loop."""
        return await asyncio.to_thread(contract.read, self.request.body, schema)

    def notebook(self) -> str:
        """The contents path that the address names; RefusedError 400 where it names none."""
        path: str = self.get_query_argument("path", "")
        if not path:
            raise RefusedError(400, "The request names no notebook.", "Add ?path=<contents path>.")
        return path

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """{message, cure} for every failure."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, SciAssistError):
            told = refusal(error)
        else:
            said = error.log_message if isinstance(error, HTTPError) else None
            told = RefusedError(
                status_code,
                said or responses.get(status_code, "Unknown error"),
                _USUAL_CURES.get(status_code, "See the log of the Jupyter server."),
            )
        self.set_status(told.status)
        self.finish(json.dumps({"message": told.message, "cure": told.cure}))

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """A refusal is an answer, not a fault: one line instead of a traceback."""
        if isinstance(value, SciAssistError):
            self.log.warning("%s %s: %s", self.request.method, self.request.path, value)
        else:
            super().log_exception(kind, value, trace)


class KernelHandler(SciAssistHandler):
    """Routes that a kernel may use with its short-lived secret instead of a login."""

    @property
    def grant(self) -> Grant | None:
        """The grant whose secret came with the request."""
        token = told_token(self.request.headers.get("Authorization", ""))
        if token is None:
            return None
        grant = self.app.secrets.find(token)
        return grant if grant and self.app.notebooks.known(grant.kernel) else None

    @property
    def identity_provider(self) -> Any:
        """The server's own, unless the secret speaks for the caller."""
        usual = super().identity_provider
        grant = self.grant
        return usual if grant is None else SecretIdentity(usual, grant.user)

    def refuse_others(self, kernel: str | None) -> None:
        """RefusedError 403 where a kernel's secret came and the request is for another kernel."""
        grant = self.grant
        if grant is not None and kernel != grant.kernel:
            raise RefusedError(
                403,
                "This secret belongs to another kernel.",
                "Refresh the panel, so that it hands this kernel a secret of its own.",
            )

    async def from_model(self, call: Callable[[threading.Event], T]) -> T:
        """Run a model call in its thread; a closed connection cancels it."""
        self._cancel = threading.Event()
        return await self.app.model_host.run(call, self._cancel, self.client())

    def client(self) -> str:
        """Whose request it is: who asks much waits for those who ask little, not they for it."""
        grant = self.grant
        if grant is not None:
            return grant.kernel
        told: str = self.request.headers.get(CLIENT, "")
        return told[:100] or self.current_user.username

    def on_connection_close(self) -> None:
        """The caller is gone: stop the model."""
        super().on_connection_close()
        if hasattr(self, "_cancel"):
            self.app.model_host.cancel(self._cancel)


class StatusHandler(KernelHandler):
    """GET /sciassist/status."""

    _track_activity = False

    @authenticated
    @authorized
    async def get(self) -> None:
        """Version, model, queue, settings, policies, and what a report of an error needs."""
        read = self.get_query_argument("hash", "0") == "1"
        self.finish(json.dumps(await asyncio.to_thread(status, self.app, read=read)))


class NotesHandler(SciAssistHandler):
    """POST /sciassist/notes."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Stream the events of a request until it is done or the reader has gone."""
        data = await self.body("NotesRequest")
        request = await asyncio.to_thread(NotesRequest.from_json, data)
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Event] = asyncio.Queue()

        def send(event: Event) -> None:
            loop.call_soon_threadsafe(events.put_nowait, event)

        self._job = self.app.notes.submit(request, send)
        try:
            await self._stream(events)
        except StreamClosedError:
            return
        finally:
            self.app.notes.cancel(self._job)
        self.finish(set_content_type="application/x-ndjson")

    async def _stream(self, events: asyncio.Queue[Event]) -> None:
        kind = None
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/x-ndjson")
        await self.flush()
        while kind != "done":
            coming = asyncio.ensure_future(events.get())
            while not (await asyncio.wait({coming}, timeout=LOOK_AFTER))[0]:
                await self.app.release_stale_holds()
            event = coming.result()
            kind = event["event"]
            self.write(json.dumps(event, allow_nan=False) + "\n")
            await self.flush()

    def on_connection_close(self) -> None:
        """The reader is gone: stop the model."""
        super().on_connection_close()
        if hasattr(self, "_job"):
            self.app.notes.cancel(self._job)


class PauseHandler(SciAssistHandler):
    """POST /sciassist/notes/pause."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Hold the notes back, or let them go on."""
        asked = await self.body("PauseRequest")
        self.app.notes.pause(asked.get("kernel"), asked["paused"])
        self.set_status(204)
        self.finish()


class DecisionsHandler(KernelHandler):
    """POST /sciassist/decisions."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Put a decision on record."""
        asked = await self.body("DecisionRequest")
        self.refuse_others(asked.get("kernel"))
        self.finish(json.dumps(await self.app.decisions.decide(asked)))


class ScanHandler(SciAssistHandler):
    """POST /sciassist/provenance/scan."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """What may be private in the record of a decision, before it is written."""
        self.finish(json.dumps(await self.app.decisions.scan(await self.body("DecisionRequest"))))


class GitAttributesHandler(SciAssistHandler):
    """POST /sciassist/provenance/gitattributes."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Tell git how to merge the log of a notebook."""
        asked = await self.body("GitAttributesRequest")
        self.finish(json.dumps(await self.app.decisions.merge_by_union(asked["path"])))


class LedgerHandler(KernelHandler):
    """GET and POST /sciassist/ledger."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Tests and confirmations on record for a kernel's notebook."""
        kernel = self.get_query_argument("kernel", "")
        if not kernel:
            raise RefusedError(400, "The request names no kernel.", "Add ?kernel=<kernel id>.")
        self.refuse_others(kernel)
        self.finish(json.dumps(await self.app.decisions.counted(kernel)))

    @authenticated
    @authorized
    async def post(self) -> None:
        """Put the tests made on record."""
        asked = await self.body("LedgerRequest")
        self.refuse_others(asked["kernel"])
        self.finish(json.dumps(await self.app.decisions.count(asked)))


class LogHandler(SciAssistHandler):
    """GET /sciassist/log."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """State and last records of a notebook's sidecar."""
        self.finish(json.dumps(await self.app.decisions.log(self.notebook())))


class LogFileHandler(SciAssistHandler):
    """GET /sciassist/log/file."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """The log of a notebook as one file, to be read by `jupyter sciassist` elsewhere."""
        name, data = await self.app.decisions.file(self.notebook())
        self.set_header("Cache-Control", "no-store")
        self.set_header(
            "Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        )
        self.finish(data, set_content_type="application/x-ndjson")


class SecretHandler(SciAssistHandler):
    """POST /sciassist/secret."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """A secret for one kernel, on behalf of the user who asks."""
        asked = await self.body("SecretRequest")
        if not self.app.notebooks.known(asked["kernel"]):
            raise unknown_kernel(asked["kernel"])
        grant = self.app.secrets.issue(asked["kernel"], self.current_user)
        expires = datetime.fromtimestamp(grant.expires, timezone.utc)
        self.set_header("Cache-Control", "no-store")
        self.finish(
            json.dumps(
                {
                    "url": self.app.serverapp.connection_url,
                    "token": grant.token,
                    "expires": expires.isoformat(timespec="seconds").replace("+00:00", "Z"),
                }
            )
        )


HANDLERS: tuple[tuple[str, type[SciAssistHandler]], ...] = (
    (r"/sciassist/status", StatusHandler),
    (r"/sciassist/notes", NotesHandler),
    (r"/sciassist/notes/pause", PauseHandler),
    (r"/sciassist/decisions", DecisionsHandler),
    (r"/sciassist/provenance/scan", ScanHandler),
    (r"/sciassist/provenance/gitattributes", GitAttributesHandler),
    (r"/sciassist/ledger", LedgerHandler),
    (r"/sciassist/log", LogHandler),
    (r"/sciassist/log/file", LogFileHandler),
    (r"/sciassist/secret", SecretHandler),
)
