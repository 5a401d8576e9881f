"""A notebook that runs on a server, and its kernel as its owner uses it."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import nbformat
from jupyter_client.blocking import BlockingKernelClient

from tests.server.process import GUARD, JupyterServer


class Notebook:
    """A saved notebook with a kernel.

    Parameters
    ----------
    server : JupyterServer
        Where it runs.
    path : str
        Its contents path.
    """

    def __init__(self, server: JupyterServer, path: str) -> None:
        self._server = server
        self.path = path

    def __enter__(self) -> Notebook:
        self._save([])
        body = {
            "path": self.path, "name": self.path, "type": "notebook", "kernel": {"name": "python3"},
        }  # fmt: skip
        status, self._session = self._server.post("api/sessions", body)
        assert status == 201
        self._client = BlockingKernelClient()
        self._client.load_connection_file(str(self._server.runtime / f"kernel-{self.kernel}.json"))
        self._client.start_channels(hb=False)
        self._client.wait_for_ready(timeout=GUARD)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.stop_channels()
        if self._server.process.poll() is None:
            self._server.ask("DELETE", f"api/sessions/{self._session['id']}")

    @property
    def kernel(self) -> str:
        return str(self._session["kernel"]["id"])

    def start(self, code: str) -> str:
        """Run a cell and do not wait for it."""
        return str(self._client.execute(code))

    def run(self, code: str, **values: str) -> dict[str, Any]:
        """Run a cell; its reply, with `values` evaluated after it."""
        asked = self._client.execute(code, user_expressions=values)
        while True:
            message = self._client.get_shell_msg(timeout=GUARD)
            if message["parent_header"].get("msg_id") == asked:
                reply: dict[str, Any] = message["content"]
                assert reply["status"] == "ok", reply
                return reply

    def finish(self, asked: str) -> None:
        """Wait for the end of a cell."""
        while self._client.get_shell_msg(timeout=GUARD)["parent_header"].get("msg_id") != asked:
            continue

    def _save(self, cells: list[Any]) -> None:
        nbformat.write(nbformat.v4.new_notebook(cells=cells), self._server.root / self.path)
