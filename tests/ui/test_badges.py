"""Badges of cells in a real JupyterLab: accept, edit, move, run, reload, delete, undo."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel

CARD = "weight rises with height"
SOURCE = f"# {CARD}"
EDITED = re.compile(r"^AI edited (< 1|\d+) %$")


def badge(notebook: Notebook, source: str) -> Locator:
    return notebook.cell(source).locator(".jp-sciassist-provenance-mark")


def badges(notebook: Notebook) -> Locator:
    return notebook.page.locator(".jp-Notebook:visible .jp-sciassist-provenance-mark")


@pytest.fixture
def accepted(page: Page, lab: Lab, make: Make) -> Notebook:
    """A notebook into which a suggestion was accepted."""
    notebook = Notebook.open(page, lab, make(TABLE, "own = 1"))
    notebook.run("noise")
    panel = Panel(page)
    panel.wait_for_cards()
    panel.accept(panel.card(CARD))
    expect(badge(notebook, SOURCE)).to_have_text("AI verbatim")
    return notebook


def type_into(notebook: Notebook, source: str, text: str) -> None:
    """Type at the end of the cell, as a scientist does."""
    editor = notebook.cell(source).locator(".cm-content").first
    editor.click()
    editor.press("Control+End")
    editor.press_sequentially(text)


def depth(notebook: Notebook, source: str) -> float:
    """How far below the upper edge of its cell the text begins."""
    cell = notebook.cell(source)
    edges = [one.bounding_box() for one in (cell, cell.locator(".cm-content"))]
    assert edges[0] is not None
    assert edges[1] is not None
    return edges[1]["y"] - edges[0]["y"]


def save(notebook: Notebook) -> None:
    notebook.command("docmanager:save")
    notebook.page.wait_for_function(
        "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
    )


def states(lab: Lab, name: str) -> list[str]:
    lines = (lab.folder / f"{name}.prov.jsonl").read_text(encoding="utf-8").splitlines()
    bodies = [json.loads(line)["core"] for line in lines]
    told = [core["body"]["cells"] for core in bodies if core["type"] == "cell.state"]
    return [cell["state"] for cells in told for cell in cells]


def test_the_life_of_a_badge(
    accepted: Notebook, page: Page, lab: Lab, screenshots: Path, request: pytest.FixtureRequest
) -> None:
    notebook, name = accepted, f"{request.node.name}.ipynb"
    mark = badge(notebook, SOURCE)
    expect(badges(notebook)).to_have_count(1)

    # A button by name, which opens the record: by click, Enter and Space.
    button = page.get_by_role("button", name="AI verbatim. Open its record")
    cells = notebook.cells.count()
    record = json.loads(
        (lab.folder / f"{name}.prov.jsonl").read_text(encoding="utf-8").splitlines()[2]
    )["core"]["id"]
    button.click()
    expect(page.get_by_role("article", name=CARD)).to_contain_text(record)
    for key in ("Enter", "Space"):
        notebook.command("docmanager:open", {"path": name})
        button.press(key)
        expect(page.get_by_role("article", name=CARD)).to_be_visible()
    notebook.command("docmanager:open", {"path": name})
    expect(button).to_be_visible()
    assert notebook.cells.count() == cells

    # Edited, before any save: the percentage appears, and the text does not move.
    place = depth(notebook, SOURCE)
    type_into(notebook, SOURCE, "\nmine = 1")
    expect(mark).to_have_text(EDITED)
    edited = mark.inner_text()
    assert depth(notebook, SOURCE) == place
    mark.hover()
    expect(mark).to_have_attribute("title", re.compile(r"Outputs: none\nData: unchanged"))
    page.screenshot(path=screenshots / "badge-light.png")

    # Run, moved, and the move undone.
    notebook.run(SOURCE)
    expect(mark).to_have_text(edited)
    type_into(notebook, SOURCE, "0")
    mark.hover()
    expect(mark).to_have_attribute("title", re.compile("Outputs: older than the source"))
    notebook.command("notebook:enter-command-mode")
    notebook.command("notebook:move-cell-up")
    expect(mark).to_have_text(EDITED)
    expect(badges(notebook)).to_have_count(1)

    # Saved: the state is on record; reloaded: the badge is there again.
    save(notebook)
    expect_states(lab, name, ["edited since"])
    again = Notebook.open(page, lab, name)
    expect(badge(again, SOURCE)).to_have_text(EDITED)
    expect(badges(again)).to_have_count(1)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    again.wait_for_idle()
    expect(badges(again)).to_have_count(1)

    # Deleted and brought back.
    again.cell(SOURCE).locator(".jp-InputPrompt").click()
    again.command("notebook:delete-cell")
    expect(badges(again)).to_have_count(0)
    save(again)
    expect_states(lab, name, ["edited since", "cell gone"])
    again.command("notebook:undo-cell-action")
    expect(badge(again, SOURCE)).to_have_text(EDITED)


def expect_states(lab: Lab, name: str, wanted: list[str]) -> None:
    """Until the log holds these states, which the server writes after it has answered the save."""
    deadline = time.monotonic() + 30
    while states(lab, name) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    assert states(lab, name) == wanted


def test_every_cell_and_what_stands_by_hand(
    accepted: Notebook, page: Page, screenshots: Path
) -> None:
    notebook = accepted
    notebook.command("sciassist:badges-every-cell")
    expect(badge(notebook, "own = 1")).to_have_text("unknown")
    notebook.cell("own = 1").locator(".jp-InputPrompt").click()
    notebook.command("sciassist:state-by-hand")
    expect(badge(notebook, "own = 1")).to_have_text("human")
    # A mark of a suggestion that nobody accepted here.
    notebook.cell("noise").locator(".jp-InputPrompt").click()
    page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.activeCell.model
            .setMetadata("sciassist", { ids: ["0123456789abcdef"] })"""
    )
    expect(badge(notebook, "noise")).to_have_text("record missing")
    page.screenshot(path=screenshots / "badges-every-cell.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(page.locator("body")).to_have_attribute(
        "data-jp-theme-light", "false", timeout=30 * SECONDS
    )
    page.screenshot(path=screenshots / "badges-dark.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    notebook.command("sciassist:badges-every-cell")
    type_into(notebook, "own = 1", "0")
    expect(badge(notebook, "own = 1")).to_have_text("unknown")
    expect(badges(notebook)).to_have_count(3)


def test_split_merged_and_pasted(accepted: Notebook, page: Page) -> None:
    notebook = accepted
    verbatim = notebook.cells.count()
    notebook.cell(SOURCE).locator(".jp-InputPrompt").click()
    notebook.command("notebook:copy-cell")
    notebook.command("notebook:paste-cell-below")
    expect(badges(notebook)).to_have_text(["AI verbatim", "AI verbatim"])
    notebook.command("notebook:delete-cell")
    expect(badges(notebook)).to_have_count(1)
    expect(notebook.cells).to_have_count(verbatim)

    editor = notebook.cell(SOURCE).locator(".cm-content").first
    editor.click()
    editor.press("Control+Home")
    editor.press("ArrowDown")
    notebook.command("notebook:split-cell-at-cursor")
    expect(notebook.cells).to_have_count(verbatim + 1)
    expect(badges(notebook)).to_have_text([EDITED, EDITED])
    notebook.command("notebook:merge-cell-above")
    expect(notebook.cells).to_have_count(verbatim)
    # JupyterLab puts an empty line between the parts.
    expect(badges(notebook)).to_have_text(["AI edited < 1 %"])
