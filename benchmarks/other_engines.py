"""Other ways to run a model file, each in a process of its own: for decoding.py.

    python benchmarks/other_engines.py library|xllamacpp FILE THREADS

One request a line on standard input; one line a token, then `{"done": true}`, on standard output.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CONTEXT = 4096


def serve_library(model: str, threads: int) -> Callable[..., Iterator[None]]:
    from llama_cpp import Llama, LlamaGrammar

    made = Llama(model, n_ctx=CONTEXT, n_threads=threads, n_threads_batch=threads, verbose=False)

    def ask(text: str, tokens: int, schema: dict[str, Any] | None) -> Iterator[None]:
        grammar = schema and LlamaGrammar.from_json_schema(json.dumps(schema), verbose=False)
        for _ in made.create_completion(
            text, max_tokens=tokens, temperature=0.0, grammar=grammar, stream=True
        ):
            yield

    return ask


def serve_xllamacpp(model: str, threads: int) -> Callable[..., Iterator[None]]:
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path, options.n_ctx, options.n_parallel = model, CONTEXT, 1
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = threads
    options.verbosity = -1
    server = xllamacpp.Server(options)

    def ask(text: str, tokens: int, schema: dict[str, Any] | None) -> Iterator[None]:
        body = {"prompt": text, "max_tokens": tokens, "temperature": 0.0, "stream": True}
        if schema is not None:
            body["json_schema"] = schema
        parts: queue.SimpleQueue[str | None] = queue.SimpleQueue()

        def work() -> None:
            server.handle_completions(
                body, lambda part: parts.put(part["choices"][0]["text"] if part["choices"] else "")
            )
            parts.put(None)

        threading.Thread(target=work).start()
        while (part := parts.get()) is not None:
            if part:
                yield

    return ask


def serve(kind: str, model: str, threads: int) -> None:
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    ask = {"library": serve_library, "xllamacpp": serve_xllamacpp}[kind](model, threads)
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        for _ in ask(**json.loads(line)):
            print("{}", file=out, flush=True)
        print(json.dumps({"done": True}), file=out, flush=True)


class Peer:
    """A child of this script."""

    def __init__(self, kind: str, python: str, model: Path, threads: int) -> None:
        command = [python, __file__, kind, str(model), str(threads)]
        self.child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env=os.environ | {"OMP_WAIT_POLICY": "passive"},
            # As the model process itself is started.
            preexec_fn=lambda: os.nice(10), start_new_session=True,
        )  # fmt: skip
        self.pid = self.child.pid
        self._line()

    def _line(self) -> dict[str, Any]:
        line = self.child.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit(f"{self.child.args} ended")
        return dict(json.loads(line))

    def ask(self, text: str, tokens: int, schema: dict[str, Any] | None, token: Any) -> None:
        body = json.dumps({"text": text, "tokens": tokens, "schema": schema})
        print(body, file=self.child.stdin, flush=True)
        while "done" not in self._line():
            token("")

    def close(self) -> None:
        self.child.kill()
        self.child.wait()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]))
