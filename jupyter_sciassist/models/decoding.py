"""llama.cpp through its low-level interface: one model, one context, one sequence that grows.

For the model process alone. Everything stops within one node of the graph when the request is
cancelled.

The kernels of llama.cpp round by the number of rows in a batch: with Q4_K weights a token's
log-probability changed by up to 0.3. Four rows are multiplied at a time; fewer than eight take other
ways, and 64 and more too. Within a multiple of TILE rows that is at most ROWS a row's result did not
depend on the others, to the last bit; so that is how batches are filled up, and `independent` looks
whether it holds for this model on this machine.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import cores
from .channel import Channel

SEQUENCES = 16
TILE = 8
ROWS = 56
_FILLING = SEQUENCES  # the sequence of the rows that only fill up
_WORTH_KEEPING = (2, 3)  # warnings and errors, as ggml.h numbers them

Logits = NDArray[np.float32]
Row = tuple[int, int, int, bool]


class RequestError(Exception):
    """A request that cannot be answered; `kind` is missing, file, empty, long, schema or cancelled."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Engine:
    """One model and one context; not thread-safe.

    Parameters
    ----------
    path : path
        A GGUF file.
    context : int
        Tokens of prompt and answer together.
    threads : int
        0 means the cores that this process may use.

    Attributes
    ----------
    tokens : list of int
        What sequence 0 holds.
    """

    def __init__(self, path: Path, context: int, threads: int, channel: Channel) -> None:
        self.lib = lib = _library()
        self._channel = channel
        self._said: list[str] = []
        self._hold = self._callbacks()
        lib.llama_log_set(self._hold[0], None)
        lib.llama_backend_init()
        options = lib.llama_model_default_params()
        options.progress_callback = self._hold[2]
        # Some virtual machines announce AMX and fault on its first instruction.
        options.use_extra_bufts = not _announces_amx()
        self.model = lib.llama_model_load_from_file(os.fsencode(path), options)
        if not self.model:
            raise self._not_loaded()
        self.vocab = lib.llama_model_get_vocab(self.model)
        self.size = int(lib.llama_vocab_n_tokens(self.vocab))
        self.threads = threads or cores.usable()
        self.context = self._context(context, self.threads)
        self.room = context
        self.memory = lib.llama_get_memory(self.context)
        self._batch = lib.llama_batch_init(ROWS, 0, 1)
        self.tokens: list[int] = []

    def _callbacks(self) -> tuple[Any, Any, Any]:
        """The C callbacks; they must outlive the context."""

        def log(level: int, text: bytes, _: Any) -> None:
            if level in _WORTH_KEEPING:
                self._said = [*self._said[-20:], text.decode("utf-8", "replace").strip()]

        def loading(_share: float, _: Any) -> bool:
            return not self._channel.cancelled()

        return (
            self.lib.llama_log_callback(log),
            self.lib.ggml_abort_callback(lambda _: self._channel.cancelled()),
            self.lib.llama_progress_callback(loading),
        )

    def _last_error(self) -> str:
        return next((line for line in reversed(self._said) if line), "llama.cpp gave no reason")

    def _not_loaded(self) -> RequestError:
        """Why there is no model: a cancelled load says nothing against the file."""
        if self._channel.cancelled():
            return RequestError("cancelled", "cancelled")
        return RequestError("file", self._last_error())

    def _context(self, tokens: int, threads: int) -> Any:
        lib = self.lib
        options = lib.llama_context_default_params()
        options.n_ctx = tokens + TILE
        options.n_batch = options.n_ubatch = ROWS
        options.n_seq_max = SEQUENCES + 1
        options.kv_unified = True
        options.n_threads = options.n_threads_batch = threads
        options.abort_callback = self._hold[1]
        options.no_perf = True
        context = lib.llama_init_from_model(self.model, options)
        if not context:
            raise self._not_loaded()
        return context

    def heed(self) -> None:
        """RequestError where the request was cancelled; between steps that take a while of themselves."""
        if self._channel.cancelled():
            raise RequestError("cancelled", "cancelled")

    def tokenize(self, text: str, *, special: bool, start: bool = False) -> list[int]:
        """Tokens of a text. `special`: markup such as <|im_end|> counts; `start`: begin-of-text too."""
        raw = text.encode("utf-8", "replace")
        found = (self.lib.llama_token * (len(raw) + 8))()
        n = self.lib.llama_tokenize(self.vocab, raw, len(raw), found, len(found), start, special)
        return list(found[:n])

    def prompt(self, text: str) -> list[int]:
        """Tokens of a prompt; RequestError when it does not fit."""
        tokens = self.tokenize(text, special=True, start=True)
        if not tokens:
            raise RequestError("empty", "the prompt is empty")
        if len(tokens) >= self.room:
            raise RequestError(
                "long", f"the prompt has {len(tokens)} tokens, the model reads {self.room}"
            )
        return tokens

    def drop(self, start: int) -> None:
        """Forget all tokens from `start` on, or all of them where the library cannot tell them apart."""
        if not self.lib.llama_memory_seq_rm(self.memory, 0, start, -1):
            self.lib.llama_memory_clear(self.memory, True)
            start = 0
        del self.tokens[start:]

    def state(self, held: int) -> bytes:
        """Copy of the key-value state of the first `held` tokens."""
        lib = self.lib
        lib.llama_memory_seq_cp(self.memory, 0, 1, 0, held)
        try:
            room = (ctypes.c_uint8 * lib.llama_state_seq_get_size(self.context, 1))()
            size = lib.llama_state_seq_get_data(self.context, room, len(room), 1)
            return bytes(memoryview(room)[:size])
        finally:
            lib.llama_memory_seq_rm(self.memory, 1, -1, -1)

    def restore(self, tokens: Sequence[int], state: bytes) -> bool:
        """Put a state in place of all that is there; whether the library took it."""
        self.lib.llama_memory_clear(self.memory, True)
        self.tokens = []
        data = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        if not self.lib.llama_state_seq_set_data(self.context, data, len(state), 0):
            self.lib.llama_memory_clear(self.memory, True)
            return False
        self.tokens = list(tokens)
        return True

    def read(self, tokens: Sequence[int]) -> None:
        """Decode at most ROWS tokens of a prompt at the end of the sequence; logits are kept for the last one."""
        at, last = len(self.tokens), len(tokens) - 1
        self.decode_filled([(token, at + i, 0, i == last) for i, token in enumerate(tokens)])
        self.tokens.extend(tokens)

    def append(self, token: int) -> None:
        """Decode one token of an answer at the end of the sequence."""
        self.decode([(token, len(self.tokens), 0, True)])
        self.tokens.append(token)

    def decode_filled(self, rows: Sequence[Row]) -> None:
        """`decode` at most ROWS rows; as many as wanted logits decide what is filled up with."""
        wanted = all(row[3] for row in rows)
        filling = [(rows[-1][0], i, _FILLING, wanted) for i in range(-len(rows) % TILE)]
        try:
            self.decode([*rows, *filling])
        finally:
            self.lib.llama_memory_seq_rm(self.memory, _FILLING, -1, -1)

    def decode(self, rows: Sequence[Row]) -> None:
        """Run rows of (token, position, sequence, wants logits)."""
        batch = self._batch
        batch.n_tokens = len(rows)
        for i, (token, position, sequence, wanted) in enumerate(rows):
            batch.token[i], batch.pos[i], batch.logits[i] = token, position, wanted
            batch.n_seq_id[i], batch.seq_id[i][0] = 1, sequence
        answer = self.lib.llama_decode(self.context, batch)
        if answer == 0:
            return
        # What was aborted is dropped by the library: trust only what it still holds.
        kept = int(self.lib.llama_memory_seq_pos_max(self.memory, 0)) + 1
        self.tokens = self.tokens[:kept]
        if answer == 2:
            raise RequestError("cancelled", "cancelled")
        kind = "long" if answer == 1 else "internal"
        raise RequestError(kind, f"llama.cpp could not decode ({answer}: {self._last_error()})")

    def logits(self, row: int) -> Logits:
        """Copy of the logits of a row of the last batch, shape (vocabulary,)."""
        found = self.lib.llama_get_logits_ith(self.context, row)
        return np.ctypeslib.as_array(found, shape=(self.size,)).copy()

    def piece(self, token: int) -> bytes:
        """The bytes of a token; empty for control tokens."""
        room = ctypes.create_string_buffer(256)
        n = self.lib.llama_token_to_piece(self.vocab, token, room, len(room), 0, False)
        return room.raw[: max(n, 0)]


def independent(engine: Engine) -> bool:
    """Whether a prompt that is read in parts gives the very state and logits that it gives in one."""
    tokens = [(37 * i + 11) % engine.size for i in range(2 * TILE)]
    found = []
    for parts in ([tokens], [tokens[:3], tokens[3:]]):
        engine.drop(0)
        for part in parts:
            engine.read(part)
        found.append((engine.logits(len(parts[-1]) - 1).tobytes(), engine.state(len(tokens))))
    engine.drop(0)
    return found[0] == found[1]


def _library() -> Any:
    try:
        from llama_cpp import llama_cpp
    except (ImportError, OSError, RuntimeError) as error:
        raise RequestError("missing", f"{type(error).__name__}: {error}") from error
    return llama_cpp


def _announces_amx() -> bool:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            return any("amx_tile" in line for line in file if line.startswith("flags"))
    except OSError:
        return False
