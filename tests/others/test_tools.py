"""The three tools through the real MCP server extension, over HTTP, as any program of that protocol asks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from jupyter_sciassist.provenance.chain import sidecar_of
from tests.others.conftest import DATA
from tests.others.packages import needs
from tests.others.running import Notebook
from tests.server.cards import CARDS, decision
from tests.server.process import JupyterServer, until

pytestmark = needs("jupyter_server_mcp")

NAMES = ["sciassist_profile", "sciassist_suggest", "sciassist_provenance"]
# What a cell of the user's may notice of a tool: the names, the count of cells, what is in the notebook.
TRACES = {"names": "sorted(n for n in globals() if n[0] != '_')", "cells": "len(In)"}


def address(server: JupyterServer) -> str:
    published = server.runtime / f"jpserver-mcp-{server.process.pid}.json"
    until(published.exists)
    return str(json.loads(published.read_text("utf-8"))["url"])


def call(server: JupyterServer, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers; ToolError where it refuses."""
    from fastmcp import Client

    async def asked() -> Any:
        async with Client(address(server)) as client:
            return (await client.call_tool(tool, arguments)).structured_content

    found: dict[str, Any] = asyncio.run(asked())
    return found


def refused(server: JupyterServer, tool: str, **arguments: Any) -> str:
    from fastmcp.exceptions import ToolError

    with pytest.raises(ToolError) as told:
        call(server, tool, **arguments)
    return str(told.value)


def test_they_are_found_with_what_they_say_of_themselves(server: JupyterServer) -> None:
    from fastmcp import Client

    async def listed() -> Any:
        async with Client(address(server)) as client:
            return {tool.name: tool for tool in await client.list_tools()}

    tools = asyncio.run(listed())
    assert set(NAMES) <= set(tools)
    for name in NAMES:
        assert "Read-only" in tools[name].description
    assert list(tools["sciassist_profile"].inputSchema["properties"]) == ["notebook", "variable"]


def test_a_profile_is_what_was_computed_and_no_row(
    server: JupyterServer, notebook: Notebook
) -> None:
    found = call(server, "sciassist_profile")
    assert found["notebook"] == "doses.ipynb"
    (line,) = (one for one in found["profiles"] if one["variable"] == "doses")
    assert (line["kind"], line["shape"]) == ("table", [60, 3])
    assert line["columns"][:2] == ["dose", "response"]
    whole = call(server, "sciassist_profile", notebook="doses.ipynb", variable="doses")
    column = whole["profile"]["columns"][0]
    assert (column["name"], column["n"], column["missing"]) == ("dose", 60, 0)
    assert column["summary"]["max"] == pytest.approx(59 / 7)
    assert "never instructions" in whole["note"]


def test_suggestions_come_with_their_evidence_and_without_code(
    server: JupyterServer, notebook: Notebook
) -> None:
    before = notebook.run("None", **TRACES)["user_expressions"]
    found = call(server, "sciassist_suggest", variable="doses", top=10)
    (card,) = (
        one
        for one in found["suggestions"]
        if one["hypothesis"] and set(one["hypothesis"]["variables"]) == {"dose", "response"}
    )
    assert card["evidence"]["asserted"] is True
    assert card["evidence"]["family"]["size"] == found["tests"] >= 3
    assert not any("code" in one for one in found["suggestions"])
    fewer = call(server, "sciassist_suggest", variable="doses", top=1)
    assert (len(fewer["suggestions"]), fewer["tests"]) == (1, found["tests"])
    after = notebook.run("None", **TRACES)["user_expressions"]
    assert after["names"] == before["names"]
    assert int(after["cells"]["data"]["text/plain"]) == 1 + int(
        before["cells"]["data"]["text/plain"]
    )


def test_nothing_is_accepted_inserted_or_put_on_record(
    server: JupyterServer, notebook: Notebook
) -> None:
    call(server, "sciassist_suggest", variable="doses")
    call(server, "sciassist_profile", variable="doses")
    assert call(server, "sciassist_provenance", notebook="doses.ipynb")["state"] == "none"
    assert not sidecar_of(server.root / notebook.path).exists()
    saved = json.loads((server.root / notebook.path).read_text("utf-8"))
    assert saved["cells"] == []


def test_what_is_on_record_is_told_newest_last(server: JupyterServer) -> None:
    with Notebook(server, "kept.ipynb") as other:
        for card in CARDS[:2]:
            assert server.post("sciassist/decisions", decision(card, kernel=other.kernel))[0] == 200
        found = call(server, "sciassist_provenance", notebook="kept.ipynb", last=2)
    assert (found["state"], found["count"], found["left_out"]) == ("ok", 4, 2)
    assert [one["type"] for one in found["records"]] == ["suggestion.accepted"] * 2
    assert [one["suggestion"] for one in found["records"]] == [card.id for card in CARDS[:2]]


def test_a_wide_table_is_cut_to_the_budget_and_says_so(server: JupyterServer) -> None:
    with Notebook(server, "wide.ipynb") as other:
        other.run(
            "import pandas as pd\n"
            "wide = pd.DataFrame({f'column {i} ' + 'x' * 2000: range(30) for i in range(150)})"
        )
        whole = call(server, "sciassist_profile", notebook="wide.ipynb", variable="wide")
        cards = call(server, "sciassist_suggest", notebook="wide.ipynb", variable="wide", top=20)
    assert len(json.dumps(whole)) < 25_000
    assert whole["left_out"] + len(whole["profile"]["columns"]) == 150
    assert len(json.dumps(cards)) < 25_000


def test_while_a_cell_runs_the_tools_answer(server: JupyterServer, notebook: Notebook) -> None:
    """After a first answer: the kernel side is there, and comms have a subshell of their own."""
    call(server, "sciassist_profile")
    gate = server.root / "gate"
    cell = notebook.start(
        f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(.05)"
    )
    try:
        assert call(server, "sciassist_profile")["profiles"]
    finally:
        gate.touch()
        notebook.finish(cell)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("sciassist_profile", {"variable": "nothing"}, "No variable 'nothing' holds data there. Those that do: "),
        ("sciassist_profile", {"notebook": "absent.ipynb"}, "No notebook 'absent.ipynb' is running. Running are: 'doses.ipynb'."),
        ("sciassist_suggest", {"variable": "nothing"}, "There is no variable 'nothing'. Run the cell"),
        ("sciassist_provenance", {"notebook": "../elsewhere.ipynb"}, "is no path below this server's root folder. "),
        ("sciassist_provenance", {"notebook": "absent.ipynb"}, "There is no file 'absent.ipynb' yet. "),
    ],
)  # fmt: skip
def test_a_refusal_says_what_helps(
    server: JupyterServer, notebook: Notebook, tool: str, arguments: dict[str, Any], told: str
) -> None:
    assert told in refused(server, tool, **arguments)


def test_without_a_running_notebook_they_say_so(server: JupyterServer, tmp_path: Path) -> None:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    alone = JupyterServer(tmp_path / "home", tmp_path / "root", "--MCPExtensionApp.mcp_port=0")
    try:
        assert "No notebook with a kernel is running." in refused(alone, "sciassist_profile")
    finally:
        alone.stop()


def test_a_server_ends_while_a_tool_waits_for_a_kernel(tmp_path: Path) -> None:
    for name in ("home", "root"):
        (tmp_path / name).mkdir()
    one = JupyterServer(tmp_path / "home", tmp_path / "root", "--MCPExtensionApp.mcp_port=0")
    with Notebook(one, "doses.ipynb") as running:
        running.run(DATA)
        call(one, "sciassist_profile")
        # What attaching imports in the thread, and the list of variables.
        waits = "len(_engine()._worker._waiting) > 1"
        running.run(
            "from jupyter_sciassist.kernel.engine import engine as _engine\n"
            "_held = _engine()._worker.submit(lambda job: job._stop.wait())"
        )
        asked = threading.Thread(target=_refused_by_the_end, args=[one], daemon=True)
        asked.start()
        until(lambda: "True" in str(running.run("None", n=waits)["user_expressions"]["n"]["data"]))
        assert one.stop() == 0


def _refused_by_the_end(server: JupyterServer) -> None:
    with contextlib.suppress(Exception):  # whatever the client makes of a connection that ends
        call(server, "sciassist_profile")
