"""The server's one model: made when first asked for, run in threads, closed with the server.

Catalogue and client are imported when they are needed, not at the start of the server.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from ..config import SciAssistSettings
from ..errors import ModelCancelled, ModelError, ModelMissingError
from .room import Room

if TYPE_CHECKING:
    from ..models.base import LanguageModel, ModelInfo
    from ..models.speed import Speed
    from ..models.url import EndpointUrl

T = TypeVar("T")
State = Literal["absent", "idle", "loading", "ready", "failed"]

_AT_ONCE = 4


@dataclass(frozen=True)
class Place:
    """Where an endpoint is: host and port, and whether what is sent leaves this machine, and how."""

    host: str
    local: bool
    encrypted: bool


@dataclass(frozen=True)
class ModelState:
    """What GET /sciassist/status says of the model.

    `pid` is its process while it has one; `window` is how many tokens it reads, `needs` the bytes of
    memory that a file takes when it is loaded; `speed` is not known of what runs elsewhere.
    """

    id: str | None
    name: str | None
    state: State
    detail: str | None
    pid: int | None = None
    endpoint: Place | None = None
    window: int | None = None
    needs: int | None = None
    speed: Speed | None = None


class ModelHost:
    """Holds the language model of this server.

    Parameters
    ----------
    settings : SciAssistSettings
        `model`, `model_dir`, `threads`, `unload_after`, `model_policy`, `network_policy`.

    Attributes
    ----------
    connect : callable
        Makes the model of `settings` unless another is put in its place before use.
    """

    def __init__(self, settings: SciAssistSettings) -> None:
        self.connect: Callable[[], LanguageModel] = self._made
        self._settings = settings
        self._lock = threading.Lock()
        self._model: LanguageModel | None = None
        self._closed = False
        self._asked = 0
        self._room = Room(_AT_ONCE)

    def get(self) -> LanguageModel:
        """The model; looks at the disk the first time, so not for the event loop.

        Raises
        ------
        ModelMissingError
            None is configured, its file is not there or llama-cpp-python is not installed.
        ModelFileError
            The file is no model.
        ModelCancelled
            The server is shutting down.
        """
        with self._lock:
            self._refuse_closed()
            if self._model is None:
                self._model = self.connect()
            else:
                self._refuse_forbidden(self._model)
            return self._model

    async def run(
        self, call: Callable[[threading.Event], T], cancel: threading.Event, client: str = ""
    ) -> T:
        """`call(cancel)` in a thread, a few at a time, clients by turns; raises what it raises."""
        self._refuse_closed()
        self._asked += 1
        try:
            async with self._room.place(client, cancel):
                return await _in_thread(lambda: call(cancel))
        finally:
            self._asked -= 1

    def cancel(self, cancel: threading.Event) -> None:
        """Set the event of a request of `run`; one that still waits ends at once."""
        cancel.set()
        self._room.leave(cancel)

    def waiting(self) -> int:
        """Requests of `run` that are queued or under way."""
        return self._asked

    def state(self) -> ModelState:
        """The present state; starts nothing. Looks at the disk, so not for the event loop."""
        from ..models import client
        from ..models.endpoint import EndpointModel

        model = self._model
        if isinstance(model, EndpointModel):
            told, name = model.detail or None, model.name
            return ModelState(
                name, name, model.state, told, endpoint=_place(model.url), window=model.window
            )
        model_id, known = self._named()
        if isinstance(model, client.WorkerModel):
            told = model.detail or None
            return ModelState(
                model_id, known, model.state, told, model.pid, window=model.window,
                needs=client.needed(model.path), speed=model.speed,
            )  # fmt: skip
        if model is not None:
            info = model.info()
            return ModelState(info.id, info.name, "ready", None, window=info.window)
        return self._unused(model_id, known)

    def _unused(self, model_id: str | None, known: str | None) -> ModelState:
        """The state of a model that was not asked for yet."""
        from ..models import client
        from ..models.url import EndpointUrl

        try:
            found = self._found()
        except ModelMissingError as error:
            return ModelState(model_id, known, "absent", str(error))
        except ModelError as error:
            return ModelState(model_id, known, "failed", str(error))
        if isinstance(found, EndpointUrl):
            return ModelState(found.title, found.title, "idle", None, endpoint=_place(found))
        return ModelState(
            model_id, known, "idle", None, window=client.CONTEXT, needs=client.needed(found)
        )

    def info(self) -> ModelInfo | None:
        """Description of the model for the record, None where there is none to describe."""
        try:
            return self.get().info()
        except ModelError:
            return None

    def close(self) -> None:
        """End the model's process; requests at work are cancelled."""
        with self._lock:
            self._closed = True
            model, self._model = self._model, None
        if model is not None:
            model.close()

    def _named(self) -> tuple[str | None, str | None]:
        """Id and name of the configured model, known or not; none of an address, which has no id."""
        from ..models import catalogue, selecting, url

        told = selecting.configured(self._settings)
        for known in catalogue.ENTRIES:
            if told in (known.id, known.alias) or Path(told).name == known.file:
                return known.id, known.name
        if told == selecting.NONE or url.is_url(told):
            return None, None
        return Path(told).stem, Path(told).stem

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ModelCancelled("The server is shutting down. Ask again when it is back.")

    def _refuse_forbidden(self, model: LanguageModel) -> None:
        from ..models import selecting

        selecting.allow(getattr(model, "url", None), self._settings)

    def _found(self) -> Path | EndpointUrl:
        from ..models import selecting

        name = selecting.configured(self._settings)
        if name == selecting.NONE:
            raise ModelMissingError(
                "No model is configured. To have notes, set c.SciAssist.model to 'default' and "
                "restart the server."
            )
        return selecting.find(name, self._settings)

    def _made(self) -> LanguageModel:
        from ..models import selecting

        return selecting.made(self._found(), self._settings)


def _place(url: EndpointUrl) -> Place:
    return Place(url.shown, url.local, url.secure)


async def _in_thread(call: Callable[[], T]) -> T:
    """Like asyncio.to_thread, but an interrupted server does not wait for the thread to end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(told: Callable[[], None]) -> None:
        if not done.cancelled():
            told()

    def work() -> None:
        told: Callable[[], None]
        try:
            told = partial(done.set_result, call())
        except Exception as raised:  # handed over to the caller
            told = partial(done.set_exception, raised)
        with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(settle, told)

    threading.Thread(target=work, name="sciassist-model", daemon=True).start()
    return await done
