"""`EndpointModel`: a model behind an OpenAI-compatible server (llama-server, Ollama, vLLM)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from ..errors import (
    ModelCancelled,
    ModelError,
    ModelMissingError,
    ModelScoresError,
)
from . import dialects
from .base import Completion, ModelInfo
from .calling import Caller, StatusError, clip
from .dialects import JSON, Echoed, Forced
from .exchange import Limits
from .streaming import Streamed
from .turns import NOTES, Turns
from .url import EndpointUrl, title

State = Literal["idle", "ready", "failed"]

_PROBE_TOKENS = 48
_BRIEF = Limits(connect=2.0, first=3.0, between=3.0, pauses=())
# Answers of a server that does not know what it was asked for.
_UNKNOWN = (400, 404, 405, 422, 500, 501)
_UNHELD = "It cannot be held to a JSON schema: replies that do not fit are dropped."
_UNSCORED = "It gives no log-probabilities: suggestions are ranked without it."
# By `owned_by` of a listed model: the server's name, and where it tells its version.
_SERVERS = {
    "vllm": ("vLLM", "/version", "version"),
    "llamacpp": ("llama-server", "/props", "build_info"),
    "library": ("Ollama", "/api/version", "version"),
}


class EndpointModel:
    """The model at an address; contacted at the first request, one request at a time.

    Parameters
    ----------
    url : EndpointUrl
        Where it is.
    limits : Limits
        How long silence may last.

    Attributes
    ----------
    state : str
        "idle" (not contacted yet), "ready" or "failed".
    detail : str
        Why it failed, or what the endpoint cannot do; empty otherwise.
    """

    def __init__(self, url: EndpointUrl, *, limits: Limits | None = None) -> None:
        self.url = url
        self.state: State = "idle"
        self.detail = ""
        self._caller = Caller(url, limits or Limits())
        self._brief = Caller(url, _BRIEF)
        self._turns = Turns()
        self._info: ModelInfo | None = None
        self._called = url.model
        self._owner = ""
        # What the server called the model that wrote the last reply.
        self._wrote: str | None = None
        # Not found out yet, then a way or None for none.
        self._hold: str | Literal[False] | None = False
        self._scorer: type[Echoed | Forced] | Literal[False] | None = False

    @property
    def name(self) -> str | None:
        """The model's name for people, as far as it is known."""
        return None if self._called is None else title(self._called)

    @property
    def window(self) -> int | None:
        """Tokens that the model reads, as far as that was told already."""
        return None if self._info is None else self._info.window

    @property
    def waiting(self) -> int:
        """Requests that wait for their turn."""
        return self._turns.waiting

    def info(self) -> ModelInfo:
        """Name of the model and version of the server, asked once; the host is not part of it.

        A record may wait for it: where nothing was asked yet, the endpoint has a few seconds to answer.
        """
        return self._described(self._brief, None)[0]

    def score(
        self,
        prefix: str,
        continuations: Sequence[str],
        *,
        cancel: threading.Event | None = None,
        priority: int = NOTES,
    ) -> list[float]:
        """Sum of log-probabilities of each continuation; ModelScoresError where the server has none."""
        if not continuations:
            return []
        with self._at_work(cancel, priority):
            return self._scoring(cancel).score(prefix, continuations)

    def complete(
        self,
        prompt: str,
        *,
        schema: dict[str, Any] | None = None,
        max_tokens: int = 128,
        temperature: float = 0.0,
        seed: int = 0,
        cancel: threading.Event | None = None,
        on_token: Callable[[str], None] | None = None,
        priority: int = NOTES,
    ) -> Completion:
        """Continue `prompt`; ModelReplyError where a whole reply does not fit `schema`.

        `tokens_in` and `tokens_out` are the server's; where it tells none, 0 and the pieces sent.
        """
        began = time.perf_counter()
        said = dialects.messages(prompt)
        body = {"max_tokens": max_tokens, "temperature": temperature, "seed": seed}
        with self._at_work(cancel, priority):
            made = self._held(said, schema, body, cancel, on_token)
        text = made.text
        if schema is not None and made.finish == "stop":
            text = dialects.fitting(text, schema)
        seconds = time.perf_counter() - began
        return Completion(text, made.tokens_in, made.tokens_out, made.finish, seconds)

    def tokens(
        self, texts: Sequence[str], *, cancel: threading.Event | None = None
    ) -> list[int] | None:
        """How many tokens each text has, where the server counts: llama-server and vLLM do."""
        _, called = self._described(self._caller, cancel)
        name = dialects.COUNTS.get(self._owner)
        if name is None:
            return None
        where = f"{self.url.root}/tokenize"
        try:
            return [
                dialects.counted(self._caller.json(where, {"model": called, name: text}, cancel))
                for text in texts
            ]
        except (StatusError, KeyError, TypeError, ValueError):
            return None

    def close(self) -> None:
        """A request at work raises ModelCancelled. The model cannot be used again."""
        self._caller.close()
        self._brief.close()
        self.state = "idle"

    @contextmanager
    def _at_work(self, cancel: threading.Event | None, priority: int) -> Iterator[None]:
        """A turn; `state` and `detail` tell afterwards how it went."""
        with self._turns.turn(priority, cancel):
            try:
                yield
            except ModelCancelled:
                raise
            except ModelScoresError:
                self._ready()
                raise
            except ModelError as error:
                self.state, self.detail = "failed", str(error)
                raise
            self._ready()

    def _ready(self) -> None:
        lacks = [_UNHELD] if self._hold is None else []
        lacks += [_UNSCORED] if self._scorer is None else []
        self.state, self.detail = "ready", " ".join(lacks)

    def _held(
        self,
        said: list[JSON],
        schema: JSON | None,
        body: JSON,
        cancel: threading.Event | None,
        on_token: Callable[[str], None] | None,
    ) -> Streamed:
        """One reply, held to a schema as this server allows."""
        if schema is None:
            return self._chat(said, body, cancel, on_token)
        hold = self._holding(cancel)
        if hold is not None:
            try:
                extra = dialects.HOLDS[hold](schema)
                return self._chat(said, {**body, **extra}, cancel, on_token)
            except StatusError as error:
                # This schema is too much for it, though another was kept to.
                if error.status not in (400, 422):
                    raise
        return self._chat(dialects.told(said, schema), body, cancel, on_token)

    def _holding(self, cancel: threading.Event | None) -> str | None:
        """The way to hold this server to a schema, found out once; None where there is none."""
        if self._hold is not False:
            return self._hold
        said = dialects.messages(dialects.GREETING)
        body = {"max_tokens": _PROBE_TOKENS, "temperature": 0, "seed": 0}
        for name, hold in dialects.HOLDS.items():
            try:
                made = self._chat(said, {**body, **hold(dialects.PROBE)}, cancel, None)
            except StatusError as error:
                if error.status not in _UNKNOWN:
                    raise
                continue
            if dialects.is_held(made.text):
                self._hold = name
                return name
        self._hold = None
        return None

    def _scoring(self, cancel: threading.Event | None) -> Echoed | Forced:
        """The way to log-probabilities on this server, found out once."""
        _, called = self._described(self._caller, cancel)

        def ask(path: str, body: JSON) -> Any:
            return self._caller.json(path, body, cancel)

        ways = (Echoed(ask, self.url.base, called), Forced(ask, self.url.root))
        if self._scorer is False:
            self._scorer = next((type(way) for way in ways if _works(way)), None)
        for way in ways:
            if type(way) is self._scorer:
                return way
        raise dialects.without()

    def _chat(
        self,
        said: list[JSON],
        body: JSON,
        cancel: threading.Event | None,
        on_token: Callable[[str], None] | None,
    ) -> Streamed:
        _, called = self._described(self._caller, cancel)
        whole = {
            "model": called, "messages": said, "stream_options": {"include_usage": True}, **body,
        }  # fmt: skip
        made = self._caller.stream(f"{self.url.base}/chat/completions", whole, cancel, on_token)
        if made.model is not None:
            if self._wrote not in (None, made.model):
                self._forget()
            self._wrote = made.model
        return made

    def _forget(self) -> None:
        """Another model answers: what is known of the one before, and of what it can do, is found out anew."""
        self._info, self._called, self._owner = None, self.url.model, ""
        self._hold = self._scorer = False

    def _described(self, caller: Caller, cancel: threading.Event | None) -> tuple[ModelInfo, str]:
        """What is known of the model, and its name at the endpoint; asked once."""
        info = self._info
        if info is None:
            rows = self._listed(caller, cancel)
            self._called = self._called or self._only(list(rows))
            row = rows.get(self._called) or next(iter(rows.values()), {})
            self._owner = str(row.get("owned_by", ""))
            where = "at a loopback address" if self.url.local else "on another machine"
            name, (version, window) = title(self._called), _server(caller, row, cancel)
            self._info = info = ModelInfo(
                name, name, None, None, None, None, None,
                f"OpenAI-compatible endpoint {where}", version, window,
            )  # fmt: skip
        return info, str(self._called)

    def _listed(self, caller: Caller, cancel: threading.Event | None) -> dict[str, JSON]:
        """What is told of each model there, by name; nothing where a name is configured anyway."""
        try:
            listed = caller.json(f"{self.url.base}/models", None, cancel)
            return {str(row["id"]): dict(row) for row in listed["data"]}
        except (KeyError, TypeError, AttributeError):
            raise caller.no_api("has no list of models") from None
        except StatusError as error:
            if self._called is None or error.status != 404:
                raise
            return {}

    def _only(self, names: list[str]) -> str:
        if len(names) == 1:
            return names[0]
        some = ", ".join(clip(name, 60) for name in names[:10]) or "none"
        raise ModelMissingError(
            f"The endpoint {self.url.shown} has {len(names)} models ({some}). Name one at the end "
            "of the address in c.SciAssist.model: #name-of-the-model."
        )


def _server(caller: Caller, row: JSON, cancel: threading.Event | None) -> tuple[str, int | None]:
    """Name and version of the server, and how many tokens its model reads, as far as it tells."""
    owner, window = str(row.get("owned_by", "")), dialects.window(row)
    if owner not in _SERVERS:
        return "of unknown version", window
    server, path, key = _SERVERS[owner]
    try:
        told = caller.json(f"{caller.url.root}{path}", None, cancel)
        return f"{server} {clip(str(told[key]), 60)}", window or dialects.window(told)
    except ModelCancelled:
        raise
    except (ModelError, KeyError, TypeError):
        return f"{server} of unknown version", window


def _works(way: Echoed | Forced) -> bool:
    try:
        return way.works()
    except ModelScoresError:
        return False
    except StatusError as error:
        if error.status not in _UNKNOWN:
            raise
        return False
