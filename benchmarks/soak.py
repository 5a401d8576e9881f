"""A long day of one real server with a real model: nothing lost, nothing grown, nothing left behind.

    python benchmarks/soak.py [--requests 2000] [--kills 50] [--restarts 20] [--model FILE]

Three clients ask for short answers (prompts of at most 64 tokens, answers of at most 8), every fifth
streamed and some of those left half-way; the model's process is killed and a kernel restarted while
it asks, spread over the day. Then 200 questions at once by three clients, a part of them given up.
Lost is what got neither an answer nor an error that says what happened and what helps. Memory is the
server's, from when everything was used once. At the end the server is shut down, and another killed:
no process that they started may be left.

Ends with status 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from psutil import Process

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from jupyter_sciassist.models import catalogue
from tests.server.process import JupyterServer, until
from tests.server.soaking import Day, Kernel, children, left_over, ours, served

GROWTH = 20e6
SHARES = (120, 50, 30)
GIVEN_UP = 60
SECONDS = 60.0
NAME = "soak.ipynb"

Row = tuple[str, str, bool | None]


def kernel_of(server: JupyterServer) -> Kernel:
    nbformat.write(nbformat.v4.new_notebook(), server.root / NAME)
    return Kernel(server, NAME)


def day(server: JupyterServer, asked: argparse.Namespace) -> list[Row]:
    """The requests, the burst and the end of a server that is shut down."""
    kernel = kernel_of(server)
    soak = Day(server, asked.requests, asked.kills, asked.restarts)
    first = soak.memory
    before = soak.warm(kernel)
    began = time.monotonic()
    soak.run(kernel)
    seconds, after, tally = time.monotonic() - began, soak.memory, soak.tally
    until(lambda: server.status()["queue"] == 0)
    rows: list[Row] = [
        ("requests", f"{tally.done} in {seconds:.0f} s", tally.done == asked.requests),
        ("model killed", f"{tally.kills} times", tally.kills == asked.kills),
        ("kernel restarted", f"{tally.restarts} times", tally.restarts == asked.restarts),
        ("answered", str(tally.answered), None),
        ("left by their clients", str(tally.left), None),
        ("answered by an error message", str(tally.told.total()), None),
        *((f"  {message}", str(count), None) for message, count in tally.told.items()),
        ("lost without an error message", str(len(tally.lost)), not tally.lost),
        *((f"  {what}", "", None) for what in tally.lost),
        ("memory of the server, started and unused", f"{first / 1e6:.1f} MB", None),
        ("  when everything was used once", f"{before / 1e6:.1f} MB", None),
        ("  after the day", f"{after / 1e6:.1f} MB", None),
        ("  growth", f"{(after - before) / 1e6:+.1f} MB", after - before < GROWTH),
    ]
    rows += burst(soak, server)
    kernel.close()
    started = children(server)
    own = ours(started)
    server.stop()
    return rows + ended("after shutdown", started, own)


def burst(soak: Day, server: JupyterServer) -> list[Row]:
    """Two hundred questions at once."""
    before = soak.memory
    lost = len(soak.tally.lost)
    last = soak.burst(SHARES, leaving=GIVEN_UP)
    until(lambda: server.status()["queue"] == 0)
    grown = soak.memory - before
    # Client by client in turn: the last answer of the smallest is its count times the clients.
    fair = last[2] <= len(SHARES) * SHARES[2] + len(SHARES) + 4
    return [
        (
            f"{sum(SHARES)} questions at once, {GIVEN_UP} given up: lost",
            str(len(soak.tally.lost) - lost),
            len(soak.tally.lost) == lost,
        ),
        (f"  last answer of the clients with {SHARES}", f"place {tuple(last)}", fair),
        ("  growth", f"{grown / 1e6:+.1f} MB", grown < GROWTH),
    ]


def killed(server: JupyterServer) -> list[Row]:
    """The end of a server that is killed at work."""
    kernel = kernel_of(server)
    kernel.answers()
    connection = server.open(
        "POST", "sciassist/model/complete", {"prompt": "The sea is", "max_tokens": 500}
    )
    until(lambda: server.status()["queue"] > 0)
    started = children(server)
    own = ours(started)
    server.stop(signal.SIGKILL)
    connection.close()
    kernel.close()
    return ended("after kill -9 of the server", started, own)


def ended(when: str, started: list[Process], own: list[Process]) -> list[Row]:
    left = left_over(started, SECONDS)
    return [
        (
            f"processes {when}: of {len(started)}, {len(own)} the extension's",
            f"{len(left)} left",
            bool(own) and not left,
        )
    ]


def main() -> int:
    """Run, print the table, judge."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--requests", type=int, default=2000)
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--restarts", type=int, default=20)
    arguments.add_argument("--model", type=Path, default=catalogue.resolve("test"))
    asked = arguments.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("day", lambda one: day(one, asked)), ("killed", killed)):
            with served(Path(folder) / name, asked.model) as server:
                rows += part(server)
    for what, value, good in rows:
        mark = "" if good is None else "ok" if good else "MISSED"
        print(f"{what:62} {value:>24} {mark}")
    return int(any(good is False for _, _, good in rows))


if __name__ == "__main__":
    sys.exit(main())
