"""A real `jupyter lab` in a folder of its own, as a user would start it, but for its settings."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUIET = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
START_SECONDS = 60.0


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Lab:
    """One server. `folder` is its root; `settings` are JupyterLab's, by plug-in id."""

    def __init__(self, folder: Path, home: Path, options: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.home = home
        self.port = free_port()
        self.token = secrets.token_hex(16)
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.setting("@jupyterlab/apputils-extension", "notification", QUIET)

    @property
    def log(self) -> str:
        """What the server has printed."""
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")

    def setting(self, package: str, plugin: str, values: dict[str, Any]) -> None:
        """Write a user setting before the start."""
        file = self.home / "settings" / package / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")

    def url(self, notebook: str = "", workspace: str = "") -> str:
        """Address of the application, a notebook of the folder opened in it."""
        place = f"workspaces/{workspace}" if workspace else ""
        tree = f"/tree/{notebook}" if notebook else ""
        return f"http://127.0.0.1:{self.port}/lab{'/' + place if place else ''}{tree}?token={self.token}&reset"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *self._arguments()],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, f"the server ended:\n{self.log[-4000:]}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{self.log[-4000:]}"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server and its kernels as Ctrl-C would; kill it after 15 s."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End the server at once, as when its machine runs out of memory."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def wait(self, for_it: Callable[[], bool]) -> None:
        """Wait until something of the server is so."""
        deadline = time.monotonic() + START_SECONDS
        while not for_it():
            assert time.monotonic() < deadline, f"it did not come:\n{self.log[-4000:]}"
            time.sleep(0.1)

    def records(self, notebook: str) -> list[str]:
        """Types of the records beside a notebook of the folder; one that is being written is not there yet."""
        text = (self.folder / f"{notebook}.prov.jsonl").read_text(encoding="utf-8")
        lines = text[: text.rfind("\n") + 1].splitlines()
        return [json.loads(line)["core"]["type"] for line in lines]

    def request(self, path: str) -> Any:
        """GET a JSON document of the server's interface."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}", headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def _answers(self) -> bool:
        try:
            self.request("api/status")
        except (urllib.error.URLError, OSError):
            return False
        return True

    def _arguments(self) -> list[str]:
        return [
            "--no-browser",
            "--allow-root",
            "--expose-app-in-browser",
            f"--ServerApp.root_dir={self.folder}",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.extension_manager=readonly",
            "--LabApp.news_url=",
            *self._options,
        ]

    def _environment(self) -> dict[str, str]:
        own = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
            "MPLCONFIGDIR": "matplotlib",
        }
        folders = {name: str(self.home / folder) for name, folder in own.items()}
        return {**os.environ, **folders, "PYTHONDONTWRITEBYTECODE": "1"}
