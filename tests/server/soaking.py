"""A long day of a server: requests, killed models, restarted kernels, clients that go; what came of it."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from jupyter_client import BlockingKernelClient

from jupyter_sciassist.models.turns import CLIENT
from tests.server.process import GUARD, JupyterServer, until

WORDS = "the sea ice is cold and a penguin walked over it to look for fish near north shore".split()
MOST_WORDS = 48  # at most 64 tokens
MOST_TOKENS = 8
CLIENTS = 3
STREAMED, LEFT = 5, 40  # one of so many is streamed, and is left by its client half-way
ASK = """
from jupyter_sciassist.models.through import ServerModel, find
print(ServerModel.at(find()).complete("The sea is", max_tokens=4).tokens_out)
"""


@dataclass
class Tally:
    """What became of the requests. Lost is what got neither an answer nor an error message."""

    answered: int = 0
    left: int = 0
    told: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def done(self) -> int:
        return self.answered + self.left + self.told.total() + len(self.lost)


class Day:
    """Drives a running server.

    Parameters
    ----------
    server : JupyterServer
        With a real model.
    requests, kills, restarts : int
        How much of each; kills and restarts are spread over the requests.
    """

    def __init__(self, server: JupyterServer, requests: int, kills: int, restarts: int) -> None:
        self.server = server
        self.tally = Tally()
        self.requests = requests
        self._kills = _spread(requests, kills)
        self._restarts = _spread(requests, restarts)
        self._numbers = itertools.count()
        self._process = psutil.Process(server.process.pid)

    @property
    def memory(self) -> int:
        """Bytes of memory that the server holds."""
        return int(self._process.memory_info().rss)

    def warm(self, kernel: Kernel) -> int:
        """Use everything once, so that all is imported; the server's memory then."""
        for number in range(2 * CLIENTS):
            self._ask(number, "warm")
        self.kill()
        until(lambda: self.server.post("sciassist/model/complete", _body(0))[0] == 200)
        kernel.restart()
        kernel.answers()
        self.tally = Tally()
        return self.memory

    def run(self, kernel: Kernel) -> None:
        """Ask all requests from several clients, meanwhile kill models and restart the kernel."""
        threads = [
            threading.Thread(target=self._client, args=(f"client {number}",))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            done = self.tally.done
            if self._kills and done >= self._kills[0]:
                self._kills.pop(0)
                self.kill()
            elif self._restarts and done >= self._restarts[0]:
                self._restarts.pop(0)
                kernel.restart_while_asking()
                self.tally.restarts += 1
            else:
                threads[0].join(0.02)
        for thread in threads:
            thread.join()

    def kill(self) -> None:
        """Kill the model's process, as soon as there is one."""
        pid: int = until(lambda: self.server.status()["pid"])
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.tally.kills += 1

    def burst(self, shares: tuple[int, ...], leaving: int) -> list[int]:
        """Many requests at once by several clients, `leaving` of the first one's given up.

        Returns
        -------
        list of int
            For each client: when the last of its answers came, as a count of answers.
        """
        open_now: list[tuple[int, http.client.HTTPConnection]] = []
        for client, share in enumerate(shares):
            for number in range(share):
                connection = self._open(_body(number), f"burst {client}")
                open_now.append((client, connection))
        until(lambda: self.server.status()["queue"] > 1)
        given_up = open_now[shares[0] - leaving : shares[0]]
        for _, connection in given_up:
            connection.close()
        self.tally.left += leaving
        came: list[int] = []
        threads = [
            threading.Thread(target=self._take, args=(connection, client, came))
            for client, connection in open_now
            if (client, connection) not in given_up
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [
            max((place for place, one in enumerate(came, 1) if one == client), default=0)
            for client in range(len(shares))
        ]

    def _take(self, connection: http.client.HTTPConnection, client: int, came: list[int]) -> None:
        try:
            answer = connection.getresponse()
            self._settle(answer.status, answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._lose(f"burst: {error!r}")
        came.append(client)
        connection.close()

    def _client(self, name: str) -> None:
        while (number := next(self._numbers)) < self.requests:
            self._ask(number, name)

    def _ask(self, number: int, client: str) -> None:
        streamed = number % STREAMED == 0
        body = {**_body(number), "stream": streamed}
        try:
            connection = self._open(body, client)
            answer = connection.getresponse()
            if streamed and number % LEFT == 0:
                answer.readline()
                with self.tally.lock:
                    self.tally.left += 1
            else:
                self._settle(answer.status, answer.read(), streamed)
            answer.close()
            connection.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._lose(f"request {number}: {error!r}")

    def _open(self, body: dict[str, Any], client: str) -> http.client.HTTPConnection:
        return self.server.open("POST", "sciassist/model/complete", body, {CLIENT: client})

    def _settle(self, status: int, text: bytes, streamed: bool = False) -> None:
        """An answer, an error that says what happened and what helps, or lost."""
        told = json.loads(text.splitlines()[-1] if streamed else text)
        with self.tally.lock:
            if status == 200 and told.get("event", "done") == "done" and "finish" in told:
                self.tally.answered += 1
            elif told.get("message") and told.get("cure"):
                self.tally.told[told["message"].partition(" (")[0]] += 1
            else:
                self.tally.lost.append(f"{status} {told!r}")

    def _lose(self, what: str) -> None:
        with self.tally.lock:
            self.tally.lost.append(what)


class Kernel:
    """A real kernel of the server, spoken to as a page would."""

    def __init__(self, server: JupyterServer, name: str) -> None:
        self._server = server
        body = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        status, session = server.post("api/sessions", body)
        assert status == 201, session
        self.id: str = session["kernel"]["id"]
        self._client = self._connected()

    def answers(self) -> None:
        """Ask the model from the kernel and wait for the answer; an error message may come instead."""
        self._client.execute_interactive(ASK, timeout=GUARD, output_hook=lambda _: None)

    def restart(self) -> None:
        status, _ = self._server.post(f"api/kernels/{self.id}/restart", {})
        assert status == 200
        self._client.stop_channels()
        self._client = self._connected()

    def restart_while_asking(self) -> None:
        """Restart while the kernel waits for the model."""
        self._client.execute(ASK)
        until(lambda: self._busy())
        self.restart()

    def close(self) -> None:
        self._client.stop_channels()

    def _busy(self) -> bool:
        message = self._client.get_iopub_msg(timeout=GUARD)
        return bool(message["content"].get("execution_state") == "busy")

    def _connected(self) -> BlockingKernelClient:
        until((self._server.runtime / f"kernel-{self.id}.json").exists)
        client: BlockingKernelClient = until(self._ready)
        return client

    def _ready(self) -> BlockingKernelClient | None:
        """A client to which the kernel answers; None where its heart did not beat in time."""
        file = self._server.runtime / f"kernel-{self.id}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=GUARD)
        except RuntimeError:
            client.stop_channels()
            return None
        return client


def _spread(requests: int, times: int) -> list[int]:
    return [round((number + 0.5) * requests / times) for number in range(times)]


def _body(number: int) -> dict[str, Any]:
    rng = random.Random(number)
    words = rng.choices(WORDS, k=rng.randint(1, MOST_WORDS))
    return {"prompt": " ".join(words), "max_tokens": rng.randint(1, MOST_TOKENS)}


def children(server: JupyterServer) -> list[psutil.Process]:
    """All processes that the server has started, and theirs."""
    return psutil.Process(server.process.pid).children(recursive=True)


def ours(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those of the extension."""
    return [one for one in processes if "jupyter_sciassist" in " ".join(one.cmdline())]


def left_over(processes: list[psutil.Process], seconds: float = GUARD) -> list[psutil.Process]:
    """Those that still run after a while."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


@contextlib.contextmanager
def served(folder: Path, model: Path, *options: str) -> Iterator[JupyterServer]:
    """A server over fresh folders."""
    for name in ("home", "root"):
        (folder / name).mkdir(parents=True)
    server = JupyterServer(folder / "home", folder / "root", f"--SciAssist.model={model}", *options)
    try:
        yield server
    finally:
        server.stop(signal.SIGKILL)
