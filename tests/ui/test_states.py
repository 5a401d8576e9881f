"""What the panel says when things are not as usual, and that it finds its way back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel

WITHOUT_PACKAGE = (
    "import sys; sys.modules['jupyter_sciassist'] = None; "
    "from ipykernel.kernelapp import launch_new_instance as go; go()"
)
KERNELS = {
    "echo": ["-m", "pytest_jupyter.echo_kernel"],
    "without": ["-c", WITHOUT_PACKAGE],
}


@pytest.fixture(scope="module", autouse=True)
def kernels(lab: Lab) -> None:
    """Kernels that users have beside ours: another language, another environment."""
    for name, command in KERNELS.items():
        folder = lab.home / "data" / "kernels" / name
        folder.mkdir(parents=True)
        argv = [sys.executable, *command, "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": name, "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(spec))


def test_no_data(page: Page, lab: Lab, make: Make) -> None:
    notebook = Notebook.open(page, lab, make("x = 1"))
    notebook.run("x = 1")
    expect(Panel(page).root.get_by_role("heading", name="No data yet")).to_be_visible()


def test_no_kernel(page: Page, lab: Lab, make: Make) -> None:
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.shut_kernel_down()
    expect(Panel(page).root.get_by_role("heading", name="No kernel")).to_be_visible()


def test_another_language(page: Page, lab: Lab, make: Make) -> None:
    Notebook.open(page, lab, make("squawk", kernel="echo"))
    expect(Panel(page).root.get_by_role("heading", name="A kernel for echo")).to_be_visible()


def test_a_kernel_without_the_package(page: Page, lab: Lab, make: Make) -> None:
    notebook = Notebook.open(page, lab, make("x = 1", kernel="without"))
    panel = Panel(page)
    heading = "This kernel does not have jupyter_sciassist"
    expect(panel.root.get_by_role("heading", name=heading)).to_be_visible()
    expect(panel.root.get_by_text("%pip install jupyter_sciassist", exact=True)).to_be_visible()
    notebook.run("x = 1")
    assert "Error" not in notebook.output("x = 1")


def test_a_renamed_notebook_is_recorded_under_its_new_name(
    page: Page, lab: Lab, make: Make
) -> None:
    name = make(TABLE)
    notebook = Notebook.open(page, lab, name)
    notebook.run("people")
    panel = Panel(page)
    panel.wait_for_cards()
    notebook.rename(name, "renamed.ipynb")
    panel.accept(panel.card("weight rises with height"))
    assert lab.records("renamed.ipynb")[2] == "suggestion.accepted"
    assert not (lab.folder / f"{name}.prov.jsonl").exists()


def test_the_server_restarts_under_an_open_panel(page: Page, lab: Lab, make: Make) -> None:
    name = make(TABLE)
    notebook = Notebook.open(page, lab, name)
    notebook.run("people")
    panel = Panel(page)
    panel.wait_for_cards()
    card = panel.card("weight rises with height")
    card.get_by_role("button", name="Reject").click()
    expect(card).to_have_attribute("data-status", "rejected", timeout=30 * SECONDS)
    notebook.close_dialogs("Server Connection Error")
    lab.stop()
    lab.start()
    notebook.start_kernel()
    notebook.run("people")
    panel.wait_for_cards()
    # The new kernel knows what is on record, and what is said now goes to the same record.
    expect(card).to_have_attribute("data-status", "rejected")
    panel.accept(card)
    found = lab.records(name)
    assert found.index("suggestion.rejected") < found.index("suggestion.accepted")
    assert found.count("log.created") == 1


def test_a_read_only_folder_is_told(page: Page, lab: Lab, make: Make) -> None:
    """The record cannot be written: a banner says so, nothing is lost in silence."""
    name = make(TABLE)
    notebook = Notebook.open(page, lab, name)
    notebook.run("people")
    panel = Panel(page)
    panel.wait_for_cards()
    Path(lab.folder / f"{name}.prov.jsonl").mkdir()
    panel.card("weight rises with height").get_by_role("button", name="Accept").click()
    expect(panel.root.get_by_role("alert").first).to_be_visible()
