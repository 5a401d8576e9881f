"""A real kernel as the front end sees it: attach on the main shell, comms on a subshell."""

from __future__ import annotations

import ast
import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

ATTACH = "__import__('importlib').import_module('jupyter_sciassist.kernel.attach').register()"
# Guards against hanging only; the times themselves are measured in benchmarks/.
LONG = 120.0


class Panel:
    """A front end: sends requests, gathers everything that the kernel publishes."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        # A client of its own: those of one manager share a session, front ends do not.
        self.client = BlockingKernelClient()
        self.client.load_connection_file(manager.connection_file)
        # Without the heartbeat, which takes a kernel on a crowded machine for dead.
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(timeout=LONG)
        self.seen: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._closed = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._count = 0
        self._asked: dict[int, str] = {}
        self.subshell: str | None = None

    def close(self) -> None:
        self._closed = True
        self._reader.join()
        self.client.stop_channels()

    def _read(self) -> None:
        while not self._closed:
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except Exception:
                continue
            message["at"] = time.perf_counter()
            with self._changed:
                self.seen.append(message)
                self._changed.notify_all()

    def wait(self, wanted: Callable[[dict[str, Any]], bool], after: int = 0) -> dict[str, Any]:
        """The first published message from place `after` on that is wanted."""
        deadline = time.monotonic() + LONG
        with self._changed:
            while True:
                for message in self.seen[after:]:
                    if wanted(message):
                        return message
                left = deadline - time.monotonic()
                assert left > 0, [m["content"] for m in self.seen[-10:]]
                self._changed.wait(left)

    def send(self, msg_type: str, content: dict[str, Any], subshell: str | None = None) -> str:
        message = self.client.session.msg(msg_type, content)
        message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def restart(self) -> None:
        """Restart the kernel, and wait until what it publishes arrives: that has a connection of its own.

        The client's own `wait_for_ready` empties the published messages, which a thread reads here.
        """
        self.manager.restart_kernel(now=True)
        deadline = time.monotonic() + LONG
        while True:
            asked = self.send("kernel_info_request", {})
            self.reply(asked)
            if self._published(asked, 1.0):
                return
            assert time.monotonic() < deadline, "the kernel publishes nothing after its restart"

    def _published(self, asked: str, seconds: float) -> bool:
        """Whether anything about a request is published within so many seconds."""

        def any_of_it() -> bool:
            return any(m["parent_header"].get("msg_id") == asked for m in self.seen)

        with self._changed:
            return self._changed.wait_for(any_of_it, seconds)

    def silent(self, expression: str) -> Any:
        """A silent, non-storing evaluation on the main shell."""
        asked = self.client.execute(
            "", silent=True, store_history=False, user_expressions={"r": expression}
        )
        reply = self.reply(asked)
        result = reply["user_expressions"]["r"]
        assert result["status"] == "ok", result
        return ast.literal_eval(result["data"]["text/plain"])

    def reply(self, asked: str) -> dict[str, Any]:
        while True:
            message = self.client.get_shell_msg(timeout=LONG)
            if message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def attach(self, subshell: bool = True, **said: Any) -> dict[str, Any]:
        """Open the comms; `said` is what they are opened with."""
        answer = json.loads(self.silent(ATTACH))
        if subshell:
            self.client.control_channel.send(self.client.session.msg("create_subshell_request", {}))
            self.subshell = self.client.get_control_msg(timeout=LONG)["content"]["subshell_id"]
        self.request_id, self.push_id = uuid.uuid4().hex, uuid.uuid4().hex
        for comm_id, target in (
            (self.push_id, "sciassist.push"),
            (self.request_id, "sciassist.request"),
        ):
            content = {"comm_id": comm_id, "target_name": target, "data": said}
            opened = self.send("comm_open", content, self.subshell)
            # A request that overtakes its comm_open makes ipykernel complain in the user's output.
            self.idle(opened)
        return answer

    def idle(self, asked: str) -> None:
        """Wait until the kernel has done what was asked."""
        self.wait(
            lambda m: (
                m["msg_type"] == "status"
                and m["content"]["execution_state"] == "idle"
                and m["parent_header"].get("msg_id") == asked
            )
        )

    def ask(self, do: str, **fields: Any) -> int:
        self._count += 1
        content = {"comm_id": self.request_id, "data": {"id": self._count, "do": do, **fields}}
        self._asked[self._count] = self.send("comm_msg", content, self.subshell)
        return self._count

    def handled(self, asked: int) -> None:
        """Wait until the handler of a request has returned; its `ack` is sent before it begins."""
        self.idle(self._asked[asked])

    def event(self, event: str, asked: int | None = None, after: int = 0) -> dict[str, Any]:
        """The data of the first such event, in reply to `asked` where given."""

        def wanted(message: dict[str, Any]) -> bool:
            data = pushed(message, self.push_id)
            return data.get("event") == event and (asked is None or data.get("re") == asked)

        message = self.wait(wanted, after)
        return {**message["content"]["data"], "at": message["at"]}

    def events(self, asked: int) -> list[dict[str, Any]]:
        """All events so far in reply to a request."""
        found = [pushed(message, self.push_id) for message in list(self.seen)]
        return [data for data in found if data.get("re") == asked]

    def start(self, code: str) -> str:
        """Run a cell of the user and return as soon as it runs."""
        asked = self.client.execute(code)
        self.wait(
            lambda m: m["msg_type"] == "execute_input" and m["parent_header"]["msg_id"] == asked
        )
        return str(asked)

    def finish(self, asked: str) -> dict[str, Any]:
        """Wait for a cell; its reply with `text`, what it printed."""
        reply = self.reply(asked)
        self.wait(
            lambda m: (
                m["msg_type"] == "status"
                and m["content"]["execution_state"] == "idle"
                and m["parent_header"].get("msg_id") == asked
            )
        )
        own = [m for m in list(self.seen) if m["parent_header"].get("msg_id") == asked]
        text = "".join(m["content"]["text"] for m in own if m["msg_type"] == "stream")
        return {**reply, "text": text, "outputs": own}

    def run(self, code: str) -> dict[str, Any]:
        return self.finish(self.start(code))


def pushed(message: dict[str, Any], comm_id: str) -> dict[str, Any]:
    """The data of a comm message, or {}."""
    content = message["content"]
    if message["msg_type"] == "comm_msg" and content["comm_id"] == comm_id:
        return dict(content["data"])
    return {}


@contextmanager
def kernel(env: dict[str, str] | None = None, **options: Any) -> Iterator[Panel]:
    """A kernel of this very Python, with one front end."""
    manager = KernelManager(kernel_name="python3")
    # The tests draw without a screen; a user's kernel draws into its notebook.
    own = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    # Nor does a kernel without a server start the model that somebody may have fetched.
    own["SCIASSIST_MODEL_POLICY"] = "force-off"
    manager.start_kernel(env={**own, **(env or {})}, **options)
    try:
        panel = Panel(manager)
        try:
            yield panel
        finally:
            panel.close()
    finally:
        manager.shutdown_kernel(now=True)
