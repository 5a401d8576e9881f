"""The model process: llama.cpp behind JSON lines (`channel.py`). The only file that imports llama_cpp.

    python -m jupyter_sciassist.models.worker

One sequence holds the last prompt; a new prompt keeps what it shares with it. Scores of several
continuations come from copies of that sequence in one batch. Everything stops within one node of
the graph when the request is cancelled.
"""

from __future__ import annotations

import codecs
import ctypes
import json
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import machine
from .channel import Channel, Message
from .choosing import Chooser

BATCH = 256
BLOCK = 64
SEQUENCES = 16
OUTPUTS = 64
_WORTH_KEEPING = (2, 3)  # warnings and errors, as ggml.h numbers them

Logits = NDArray[np.float32]


class RequestError(Exception):
    """A request that cannot be answered; `kind` is missing, file, long, schema or cancelled."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Engine:
    """One model and one context; not thread-safe.

    Parameters
    ----------
    path : str
        A GGUF file.
    context : int
        Tokens of prompt and answer together.
    threads : int
        0 means the cores that this process may use.
    """

    def __init__(self, path: str, context: int, threads: int, channel: Channel) -> None:
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
        self.threads = threads or len(_cores())
        self.context = self._context(context, self.threads)
        self.room = int(lib.llama_n_ctx(self.context))
        self.memory = lib.llama_get_memory(self.context)
        self._batch = lib.llama_batch_init(BATCH, 0, 1)
        self.tokens: list[int] = []
        self._blocks = 0

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
        options.n_ctx = tokens
        options.n_batch = options.n_ubatch = BATCH
        options.n_seq_max = SEQUENCES + 1
        options.kv_unified = True
        options.n_threads = options.n_threads_batch = threads
        options.abort_callback = self._hold[1]
        options.no_perf = True
        context = lib.llama_init_from_model(self.model, options)
        if not context:
            raise self._not_loaded()
        return context

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
            raise RequestError("long", "the prompt is empty")
        if len(tokens) >= self.room:
            raise RequestError(
                "long", f"the prompt has {len(tokens)} tokens, the model reads {self.room}"
            )
        return tokens

    def feed(self, tokens: Sequence[int]) -> tuple[Logits, int]:
        """Put a prompt into the cache; the logits after it, and how many tokens were there already.

        Prompts are decoded in blocks that begin at multiples of BLOCK, and only whole blocks are
        kept: rounding depends on how tokens are batched (0.1 in a log-probability), and this way
        the answer is the same, bit for bit, whatever was asked before.
        """
        shared = 0
        for old, new in zip(self.tokens[: self._blocks], tokens[:-1], strict=False):
            if old != new:
                break
            shared += 1
        shared -= shared % BLOCK
        if not self.lib.llama_memory_seq_rm(self.memory, 0, shared, -1):
            self.lib.llama_memory_clear(self.memory, True)
            shared = 0
        self.tokens, self._blocks = self.tokens[:shared], shared
        for start in range(shared, len(tokens), BLOCK):
            self.append(tokens[start : start + BLOCK])
            self._blocks = len(self.tokens) - len(self.tokens) % BLOCK
        return self.logits(-1), shared

    def append(self, tokens: Sequence[int]) -> None:
        """Decode tokens at the end of the main sequence; logits are kept for the last one."""
        at = len(self.tokens)
        last = len(tokens) - 1
        self.decode([(token, at + i, 0, i == last) for i, token in enumerate(tokens)])
        self.tokens.extend(tokens)

    def decode(self, rows: Sequence[tuple[int, int, int, bool]]) -> None:
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
        raise RequestError("long", f"llama.cpp could not decode ({answer}: {self._last_error()})")

    def logits(self, row: int) -> Logits:
        """Copy of the logits of a row of the last batch, shape (vocabulary,)."""
        found = self.lib.llama_get_logits_ith(self.context, row)
        return np.ctypeslib.as_array(found, shape=(self.size,)).copy()

    def piece(self, token: int) -> bytes:
        """The bytes of a token; empty for control tokens."""
        room = ctypes.create_string_buffer(256)
        n = self.lib.llama_token_to_piece(self.vocab, token, room, len(room), 0, False)
        return room.raw[: max(n, 0)]


def _library() -> Any:
    try:
        from llama_cpp import llama_cpp
    except (ImportError, OSError, RuntimeError) as error:
        raise RequestError("missing", f"{type(error).__name__}: {error}") from error
    return llama_cpp


def _announces_amx() -> bool:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
            return any("amx_tile" in line for line in file if line.startswith("flags"))
    except OSError:
        return False


def _cores() -> Sequence[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)


def log_softmax(logits: Logits, token: int) -> float:
    """Natural log of the probability of one token."""
    top = float(logits.max())
    return float(logits[token]) - top - float(np.log(np.exp(logits - top, dtype=np.float64).sum()))


def score(engine: Engine, prefix: str, continuations: Sequence[str]) -> Message:
    """Sum of log-probabilities of each continuation after the prefix."""
    start = engine.prompt(prefix)
    parts = [engine.tokenize(text, special=False) for text in continuations]
    longest = max(map(len, parts), default=0)
    if len(start) + longest > engine.room or longest > min(BATCH, OUTPUTS):
        raise RequestError("long", f"a continuation of {longest} tokens does not fit")
    first, shared = engine.feed(start)
    sums = [log_softmax(first, tokens[0]) if tokens else 0.0 for tokens in parts]
    for group in _groups(parts, engine.room - len(start)):
        tails = _tails(engine, len(start), [parts[i] for i in group])
        for number, total in zip(group, tails, strict=True):
            sums[number] += total
    return {"scores": sums, "cached": shared, "tokens_in": len(start)}


def _groups(parts: Sequence[Sequence[int]], room: int) -> Iterator[list[int]]:
    """Continuations of more than one token, as many a batch as fit."""
    group: list[int] = []
    used = 0
    for number, tokens in enumerate(parts):
        need = len(tokens) - 1
        if need < 1:
            continue
        if group and (len(group) == SEQUENCES or used + need > min(OUTPUTS, room)):
            yield group
            group, used = [], 0
        group.append(number)
        used += need
    if group:
        yield group


def _tails(engine: Engine, at: int, parts: Sequence[Sequence[int]]) -> list[float]:
    """Log-probability of each part after its first token; copies of sequence 0 are used and dropped."""
    lib = engine.lib
    rows: list[tuple[int, int, int, bool]] = []
    for number, tokens in enumerate(parts, 1):
        lib.llama_memory_seq_cp(engine.memory, 0, number, -1, -1)
        rows.extend((token, at + i, number, True) for i, token in enumerate(tokens[:-1]))
    try:
        engine.decode(rows)
        sums, row = [], 0
        for tokens in parts:
            total = 0.0
            for token in tokens[1:]:
                total += log_softmax(engine.logits(row), token)
                row += 1
            sums.append(total)
        return sums
    finally:
        for number in range(1, len(parts) + 1):
            lib.llama_memory_seq_rm(engine.memory, number, -1, -1)


def _grammar(schema: Message) -> bytes:
    from llama_cpp import llama_grammar

    class Converter(llama_grammar.SchemaConverter):  # type: ignore[misc]
        """The library's converter leaves backslashes and quotes within literals as they are."""

        def _format_literal(self, literal: str) -> str:
            safe = literal.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + safe.replace("\n", "\\n").replace("\r", "\\r") + '"'

        def _generate_constant_rule(self, value: Any) -> str:
            return self._format_literal(json.dumps(value, ensure_ascii=False))

    converter = Converter(prop_order={}, allow_fetch=False, dotall=False, raw_pattern=False)
    try:
        converter.visit(converter.resolve_refs(schema, "schema"), "")
    except Exception as error:  # the converter raises whatever it stumbles over
        raise RequestError("schema", f"{type(error).__name__}: {error}") from error
    return str(converter.format_grammar()).encode("utf-8", "replace")


def _started(engine: Engine, schema: Message) -> Any:
    grammar = engine.lib.llama_sampler_init_grammar(engine.vocab, _grammar(schema), b"root")
    if not grammar:
        raise RequestError("schema", "llama.cpp refused the grammar of this schema")
    return grammar


def complete(engine: Engine, channel: Channel, request: Message) -> Message:
    """Continue a prompt; token events on the way, the whole text at the end."""
    began = time.perf_counter()
    start = engine.prompt(request["prompt"])
    wanted = min(int(request["max_tokens"]), engine.room - len(start))
    schema = request.get("schema")
    grammar = None if schema is None else _started(engine, schema)
    chooser = Chooser(engine.lib, grammar, float(request["temperature"]), int(request["seed"]))
    try:
        logits, shared = engine.feed(start)
        text, made, finish = _generate(
            engine, channel, request["id"], logits, wanted, chooser, schema
        )
    finally:
        chooser.close()
    return {
        "text": text, "tokens_in": len(start), "tokens_out": made, "finish": finish,
        "cached": shared, "seconds": time.perf_counter() - began,
    }  # fmt: skip


def _generate(
    engine: Engine, channel: Channel, number: int, logits: Logits, wanted: int,
    chooser: Chooser, schema: Message | None,
) -> tuple[str, int, str]:  # fmt: skip
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, made = "", 0
    while made < wanted:
        if channel.cancelled():
            raise RequestError("cancelled", "cancelled")
        token = chooser.pick(logits)
        if engine.lib.llama_vocab_is_eog(engine.vocab, token):
            return text + decoder.decode(b"", True), made, "stop"
        made += 1
        fresh = decoder.decode(engine.piece(token))
        text += fresh
        if fresh:
            channel.send(id=number, event="token", text=fresh)
        if schema is not None and fresh.rstrip().endswith("}") and _whole(text):
            return text, made, "stop"
        engine.append([token])
        logits = engine.logits(-1)
    return text, made, "length"


def _whole(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def answer(channel: Channel, engine: Engine | None, request: Message) -> tuple[Engine, Message]:
    """Do one request; the engine afterwards and the result."""
    if request["op"] == "load":
        engine = Engine(request["path"], request["context"], request["threads"], channel)
        told = machine.runtime(engine.lib, context=engine.room, threads=engine.threads)
        return engine, {"vocabulary": engine.size, **told}
    if engine is None:
        raise RequestError("file", "no model is loaded")
    if request["op"] == "score":
        return engine, score(engine, request["prefix"], request["continuations"])
    return engine, complete(engine, channel, request)


def main() -> None:
    """Serve until the parent closes the pipe."""
    channel = Channel()
    if hasattr(os, "nice"):
        os.nice(10)
    engine: Engine | None = None
    while True:
        request = channel.next()
        try:
            engine, result = answer(channel, engine, request)
            channel.send(id=request["id"], event="result", **result)
        except RequestError as error:
            channel.send(id=request["id"], event="error", kind=error.kind, message=str(error))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            channel.send(id=request["id"], event="error", kind="internal", message=text)


if __name__ == "__main__":
    main()
