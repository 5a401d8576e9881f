"""llama.cpp's own HTTP server on the loopback, run in a process of its own until its input ends.

    python llama_server.py FILE [KEY]

Prints its address.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(file: Path, *key: str) -> Iterator[str]:
    """The address of a server of the model in `file`, which may be loading still."""
    command = [sys.executable, __file__, str(file), *key]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:"), "the server did not start"
            yield address
        finally:
            process.kill()


def main() -> None:
    import xllamacpp

    options = xllamacpp.CommonParams()
    options.model.path = sys.argv[1]
    options.api_keys = sys.argv[2:]
    options.hostnames = ["127.0.0.1"]
    options.port = 0
    options.n_ctx = 4096
    options.n_parallel = 1
    options.warmup = False
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
    # Some virtual machines announce AMX and fault on its first instruction.
    options.no_extra_bufts = True
    server = xllamacpp.Server(options)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
