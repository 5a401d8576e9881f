"""The magics and the widget in JupyterLab: one store with the panel, one record."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel

FINDING = "weight rises with height"


def test_the_magics_share_the_panels_store_and_record(page: Page, lab: Lab, make: Make) -> None:
    name = make(
        TABLE, "%load_ext jupyter_sciassist", "%sci suggest people", "%sci accept 1", "%sci log"
    )
    notebook = Notebook.open(page, lab, name)
    notebook.run("people = pd")
    panel = Panel(page)
    panel.wait_for_cards()
    notebook.run("%load_ext")
    notebook.run("%sci suggest")
    assert FINDING in notebook.output("%sci suggest")
    before = notebook.cells.count()
    notebook.run("%sci accept")
    assert notebook.output("%sci accept").startswith(f"Accepted: {FINDING}")
    expect(notebook.cells).to_have_count(before + 1)
    expect(panel.card(FINDING)).to_have_attribute("data-status", "accepted")
    notebook.run("%sci log")
    assert FINDING in notebook.output("%sci log")
    records = lab.records(name)
    assert records[:3] == ["log.created", "session.opened", "suggestion.accepted"]


def test_the_widget_asks_the_panel_for_the_cell(page: Page, lab: Lab, make: Make) -> None:
    name = make(TABLE, "from jupyter_sciassist import Assistant; Assistant()")
    notebook = Notebook.open(page, lab, name)
    notebook.run("people = pd")
    panel = Panel(page)
    panel.wait_for_cards()
    notebook.run("Assistant()")
    widget = notebook.cell("Assistant()").locator(".jp-OutputArea")
    accept = widget.get_by_role("button", name=f"Accept: {FINDING}")
    expect(accept).to_be_visible(timeout=60 * SECONDS)
    before = notebook.cells.count()
    accept.click()
    expect(notebook.cells).to_have_count(before + 1)
    expect(notebook.cell(f"# {FINDING}")).to_be_visible()
    expect(panel.card(FINDING)).to_have_attribute("data-status", "accepted")
    assert "suggestion.accepted" in lab.records(name)
