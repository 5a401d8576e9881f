"""The model process: llama.cpp behind JSON lines (`channel.py`).

python -m jupyter_sciassist.models.worker
"""

from __future__ import annotations

import codecs
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from . import catalogue, grammars, machine, scoring
from .channel import Channel, Message
from .choosing import Chooser
from .decoding import ROWS, Engine, Logits, RequestError
from .prefixes import OnDisk
from .reading import Reader


def complete(reader: Reader, channel: Channel, request: Message) -> Message:
    """Continue a prompt; token events on the way, the whole text at the end."""
    began = time.perf_counter()
    engine = reader.engine
    start = engine.prompt(request["prompt"])
    wanted = min(int(request["max_tokens"]), engine.room - len(start))
    schema = request.get("schema")
    grammar = None if schema is None else grammars.started(engine, schema)
    chooser = Chooser(engine.lib, grammar, float(request["temperature"]), int(request["seed"]))
    try:
        logits, shared = reader.feed(start)
        text, made, finish = _generate(engine, channel, request["id"], logits, wanted, chooser)
    finally:
        chooser.close()
    return {
        "text": text, "tokens_in": len(start), "tokens_out": made, "finish": finish,
        "cached": shared, "seconds": time.perf_counter() - began,
    }  # fmt: skip


def _generate(
    engine: Engine, channel: Channel, number: int, logits: Logits, wanted: int, chooser: Chooser
) -> tuple[str, int, str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, made = "", 0
    while made < wanted:
        engine.heed()
        token = chooser.pick(logits)
        if engine.lib.llama_vocab_is_eog(engine.vocab, token):
            return text + decoder.decode(b"", True), made, "stop"
        made += 1
        fresh = decoder.decode(engine.piece(token))
        text += fresh
        if fresh:
            channel.send(id=number, event="token", text=fresh)
        if chooser.constrained and fresh.rstrip().endswith("}") and _whole(text):
            return text, made, "stop"
        if made < wanted:
            engine.append(token)
            logits = engine.logits(0)
    return text, made, "length"


def _whole(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def load(channel: Channel, request: Message) -> tuple[Reader, Message]:
    """A reader on the model of a request, and what is told of it."""
    path = Path(request["path"])
    engine = Engine(path, request["context"], request["threads"], channel)
    channel.count = lambda text: len(engine.tokenize(text, special=True))
    told = machine.runtime(engine.lib, context=engine.room, threads=engine.threads)

    def owner(wait: bool) -> str | None:
        try:
            sha256 = catalogue.sha256(path) if wait else catalogue.known_sha256(path)
        except OSError:  # the file was deleted since; what is loaded goes on
            return None
        return None if sha256 is None else json.dumps([sha256, told], sort_keys=True)

    folder = request.get("prefixes")
    bitwise = told["determinism"] == "bitwise"
    on_disk = OnDisk(Path(folder), owner, ROWS) if folder and bitwise else None
    return Reader(engine, on_disk), {"vocabulary": engine.size, **told}


def answer(channel: Channel, reader: Reader | None, request: Message) -> tuple[Reader, Message]:
    """Do one request; the reader afterwards and the result."""
    if request["op"] == "load":
        return load(channel, request)
    if reader is None:
        raise RequestError("file", "no model is loaded")
    if request["op"] == "score":
        return reader, scoring.score(reader, request["prefix"], request["continuations"])
    return reader, complete(reader, channel, request)


def main() -> None:
    """Serve until the parent closes the pipe."""
    channel = Channel()
    _give_way()
    reader: Reader | None = None
    while True:
        request = channel.next()
        try:
            reader, result = answer(channel, reader, request)
            channel.send(id=request["id"], event="result", **result)
            reader.settle()
        except RequestError as error:
            channel.send(id=request["id"], event="error", kind=error.kind, message=str(error))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
            channel.send(id=request["id"], event="error", kind="internal", message=text)


def _give_way() -> None:
    """Low priority; where memory runs out, the system is to end this process before a kernel or the server."""
    if hasattr(os, "nice"):
        os.nice(10)
    with suppress(OSError):  # not on this system, or not allowed
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


if __name__ == "__main__":
    main()
