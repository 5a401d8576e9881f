"""What became of accepted cells is on record after a save, and no save fails for it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_sciassist.provenance.chain import sidecar_of
from jupyter_sciassist.provenance.verify import main as verify
from jupyter_sciassist.server.app import SciAssist
from tests.server.cards import CARDS, decision
from tests.server.conftest import Ask

CELL = "a1b2c3d4"
Save = Callable[[str], Awaitable[None]]


@pytest.fixture
def notebook(jp_root_dir: Path) -> Path:
    path = jp_root_dir / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    return path


@pytest.fixture
def save(jp_fetch: Any, app: SciAssist) -> Save:
    """Save through the contents interface, as JupyterLab does, and wait for what follows of it."""
    followed: asyncio.Queue[str] = asyncio.Queue()
    really = app.decisions.follow

    async def follow(event: dict[str, Any]) -> None:
        try:
            await really(event)
        finally:
            await followed.put(event["action"])

    app.decisions.follow = follow

    async def saved(source: str) -> None:
        cell = nbformat.v4.new_code_cell(source, id=CELL)
        body = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=[cell])}
        answer = await jp_fetch("api", "contents", "a.ipynb", method="PUT", body=json.dumps(body))
        assert answer.code == 200
        while await asyncio.wait_for(followed.get(), 60) != "save":
            pass

    return saved


def states(notebook: Path) -> list[str]:
    lines = [json.loads(line) for line in sidecar_of(notebook).read_bytes().splitlines()]
    told = [line["core"]["body"] for line in lines if line["core"]["type"] == "cell.state"]
    return [cell["state"] for body in told for cell in body["cells"]]


async def test_saves_around_an_acceptance(ask: Ask, notebook: Path, save: Save) -> None:
    await save("own = 1")
    assert not sidecar_of(notebook).exists()
    assert (await ask("decisions", decision(notebook="a.ipynb"))).code == 200
    await save(CARDS[0].code)
    await save(CARDS[0].code)
    await save(CARDS[0].code + "# mine\n")
    assert states(notebook) == ["current", "edited since"]
    assert verify([str(sidecar_of(notebook))]) == 0


async def test_the_next_decision_follows_the_state(ask: Ask, notebook: Path, save: Save) -> None:
    await ask("decisions", decision(notebook="a.ipynb"))
    await save(CARDS[0].code)
    reply = await ask("decisions", decision(notebook="a.ipynb"))
    assert reply.json["count"] == 5
    assert verify([str(sidecar_of(notebook))]) == 0


async def test_a_save_does_not_fail_for_its_record(
    ask: Ask, app: SciAssist, notebook: Path, save: Save, caplog: pytest.LogCaptureFixture
) -> None:
    app.on_failure = "block"
    sidecar_of(notebook).mkdir()
    with caplog.at_level(logging.WARNING):
        await save("own = 1")
    assert "is no regular file" in caplog.text
    assert json.loads(notebook.read_bytes())["cells"][0]["source"] == ["own = 1"]


async def test_a_log_that_was_put_away_and_begun_again(
    ask: Ask, notebook: Path, save: Save
) -> None:
    await ask("decisions", decision(notebook="a.ipynb"))
    await save(CARDS[0].code)
    sidecar_of(notebook).unlink()
    await save(CARDS[0].code)
    assert not sidecar_of(notebook).exists()
    await ask("decisions", decision(notebook="a.ipynb"))
    await save(CARDS[0].code)
    assert states(notebook) == ["current"]


async def test_a_renamed_notebook(ask: Ask, notebook: Path, save: Save, jp_fetch: Any) -> None:
    await ask("decisions", decision(notebook="a.ipynb"))
    await save(CARDS[0].code)
    body = json.dumps({"path": "b.ipynb"})
    await jp_fetch("api", "contents", "a.ipynb", method="PATCH", body=body)
    body = json.dumps({"path": "a.ipynb"})
    await jp_fetch("api", "contents", "b.ipynb", method="PATCH", body=body)
    await save(CARDS[0].code + "# mine\n")
    assert states(notebook) == ["current", "edited since"]
