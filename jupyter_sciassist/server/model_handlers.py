"""The model over HTTP, for kernels: scores, completions, counts of tokens."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado.iostream import StreamClosedError
from tornado.web import authenticated

from ..errors import SciAssistError
from ..models.turns import CHAT
from .handlers import KernelHandler, SciAssistHandler
from .refusals import refusal

if TYPE_CHECKING:
    from ..models.base import Completion

_NDJSON = "application/x-ndjson"


class ScoreHandler(KernelHandler):
    """POST /sciassist/model/score."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Log-probabilities of continuations."""
        asked = await self.body("ScoreRequest")
        model = self.app.model_host
        scores = await self.from_model(
            lambda cancel: model.get().score(
                asked["prefix"], asked["continuations"], cancel=cancel, priority=CHAT
            )
        )
        self.finish(json.dumps({"scores": scores}))


class CompleteHandler(KernelHandler):
    """POST /sciassist/model/complete."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Continue a prompt; piece by piece where the request says so."""
        asked = await self.body("CompleteRequest")
        if asked.get("stream"):
            await self._stream(asked)
        else:
            self.finish(json.dumps(_told(await self._made(asked, None))))

    async def _made(
        self, asked: dict[str, Any], on_token: Callable[[str], None] | None
    ) -> Completion:
        host, wordings = self.app.model_host, self.app.wordings

        def made(cancel: threading.Event) -> Completion:
            model = host.get()
            answer = model.complete(
                asked["prompt"],
                schema=asked.get("schema"),
                max_tokens=asked.get("max_tokens", 128),
                temperature=asked.get("temperature", 0.0),
                seed=asked.get("seed", 0),
                cancel=cancel,
                on_token=on_token,
                priority=CHAT,
            )
            # Before anybody has the answer: the decision on it may be the next request.
            wordings.heard(asked, answer, host.info)
            return answer

        return await self.from_model(made)

    async def _stream(self, asked: dict[str, Any]) -> None:
        """Send what came since the last line was taken; a failure before the first is a refusal."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | None] = asyncio.Queue()

        def on_token(text: str) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, text)

        made = asyncio.ensure_future(self._made(asked, on_token))
        made.add_done_callback(lambda _: pieces.put_nowait(None))
        try:
            async for text in _joined(pieces):
                await self._send(event="token", text=text)
            await self._end(made)
        except StreamClosedError:
            self._cancel.set()
            await asyncio.wait({made})
            made.exception()  # nobody is there to be told

    async def _end(self, made: asyncio.Future[Completion]) -> None:
        try:
            await self._send(event="done", **_told(await made))
        except SciAssistError as error:
            if not self._headers_written:
                raise
            told = refusal(error)
            await self._send(
                event="error", status=told.status, message=told.message, cure=told.cure
            )
        self.finish(set_content_type=_NDJSON)

    async def _send(self, **event: Any) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", _NDJSON)
        self.write(json.dumps(event, allow_nan=False) + "\n")
        await self.flush()


class TokensHandler(KernelHandler):
    """POST /sciassist/model/tokens."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Count tokens."""
        asked = await self.body("TokensRequest")
        model = self.app.model_host
        counts = await self.from_model(
            lambda cancel: model.get().tokens(asked["texts"], cancel=cancel)
        )
        self.finish(json.dumps({"tokens": counts}))


async def _joined(pieces: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    """What came since the last piece was taken, in one; None ends it."""
    last: str | None = ""
    while last is not None:
        came = [await pieces.get()]
        while not pieces.empty():
            came.append(pieces.get_nowait())
        last = came[-1]
        if text := "".join(piece for piece in came if piece is not None):
            yield text


def _told(made: Completion) -> dict[str, Any]:
    """A completion without what it was computed on, which stays with the server."""
    return {key: value for key, value in asdict(made).items() if key != "runtime"}


MODEL_HANDLERS: tuple[tuple[str, type[SciAssistHandler]], ...] = (
    (r"/sciassist/model/score", ScoreHandler),
    (r"/sciassist/model/complete", CompleteHandler),
    (r"/sciassist/model/tokens", TokensHandler),
)
