"""`jupyter server` in a process of its own, as a user has it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

GUARD = 120.0


def until(true: Callable[[], Any], seconds: float = GUARD) -> Any:
    """What `true` gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.02)
    return found


class Stream:
    """An open answer of POST /sciassist/notes."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self._connection = connection
        self._answer = connection.getresponse()
        assert self._answer.status == 200, self._answer.read()

    def next(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self._answer.readline())
        return event

    def rest(self) -> Iterator[dict[str, Any]]:
        for line in self._answer:
            yield json.loads(line)

    def close(self) -> None:
        self._answer.close()
        self._connection.close()


class JupyterServer:
    """A running server.

    Parameters
    ----------
    home : Path
        A fresh folder for its configuration, runtime files, caches and log.
    root : Path
        The folder with the notebooks.
    """

    def __init__(self, home: Path, root: Path, *options: str) -> None:
        self.root = root
        self._log = (home / "server.log").open("w+b")
        folders = ("CONFIG", "DATA", "RUNTIME")
        places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in folders}
        command = [
            sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
            "--ServerApp.port=0", f"--ServerApp.root_dir={root}",
            "--ServerApp.jpserver_extensions={'jupyter_sciassist': True}", *options,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            cwd=home,
            env={**os.environ, **places, "XDG_CACHE_HOME": str(home / "cache")},
            stdout=self._log,
            stderr=self._log,
        )
        self.runtime = home / "runtime"
        own = self.runtime / f"jpserver-{self.process.pid}.json"
        until(lambda: own.exists() and own.stat().st_size > 2)
        told = json.loads(own.read_text("utf-8"))
        self.url, self.token = told["url"], told["token"]
        until(self._answers)

    def _answers(self) -> bool:
        try:
            return self.get("api/status")[0] == 200
        except OSError:
            return False

    def open(
        self, verb: str, path: str, body: Any = None, more: dict[str, str] | None = None
    ) -> http.client.HTTPConnection:
        """Send a request; the answer is the caller's to read."""
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=GUARD)
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", **(more or {})}
        connection.request(verb, where.path + path, data, headers)
        return connection

    def ask(self, verb: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = self.open(verb, path, body)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def get(self, path: str) -> tuple[int, Any]:
        return self.ask("GET", path)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        return self.ask("POST", path, body)

    def notes(self, body: Any) -> Stream:
        return Stream(self.open("POST", "sciassist/notes", body))

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get("sciassist/status")[1]
        return found

    def log(self) -> str:
        self._log.flush()
        return Path(self._log.name).read_text("utf-8", "replace")

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(GUARD)
        finally:
            self._log.close()
