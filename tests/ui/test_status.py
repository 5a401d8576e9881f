"""The status card: opened from the panel and by command, in both themes, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jupyter_sciassist.models import catalogue
from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.sink import Sink

SMALL = catalogue.entry("test")


@pytest.fixture(scope="module")
def lab(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server whose administrator decided something."""
    options = ("--SciAssist.model=test", "--SciAssist.network_policy=force-off")
    server = Lab(tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home"), options)
    server.start()
    yield server
    server.stop()


def fact(card: Locator, name: str) -> Locator:
    """What is written under a heading."""
    return card.locator("dt", has_text=name).locator("+ dd")


def test_the_status_at_a_glance(
    page: Page, lab: Lab, make: Make, screenshots: Path, sink: Sink
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Notebook.open(page, lab, make(TABLE))
    entry = Panel(page).root.get_by_role("button", name="Open the status")
    expect(entry).to_contain_text("Model: SmolLM2-135M-Instruct")
    entry.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    expect(fact(card, "Model")).to_contain_text("SmolLM2-135M-Instruct, ")
    expect(fact(card, "SHA-256")).to_contain_text(SMALL.sha256[:12], timeout=60 * SECONDS)
    expect(fact(card, "Network")).to_have_text("no connections")
    expect(fact(card, "Policies").get_by_role("img")).to_have_count(1)
    expect(fact(card, "Policies")).to_contain_text("Network: forced off")
    expect(fact(card, "Memory")).to_contain_text("server ")
    page.screenshot(path=screenshots / "status-light.png")
    # The whole of it is legible, and nothing lies beside the dialog.
    assert card.locator("dl").evaluate("(list) => list.scrollWidth <= list.clientWidth")
    card.get_by_role("button", name="Copy for a bug report").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="Copied")).to_be_visible()
    report = page.evaluate("() => navigator.clipboard.readText()")
    assert f"sha256 {SMALL.sha256}\n" in report
    assert "network policy force-off\n" in report
    assert lab.token not in report
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_by_command_in_the_dark_and_narrow(
    page: Page, lab: Lab, make: Make, screenshots: Path, sink: Sink
) -> None:
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(page.locator("body")).to_have_attribute(
        "data-jp-theme-light", "false", timeout=30 * SECONDS
    )
    page.evaluate("() => void window.jupyterapp.commands.execute('sciassist:status')")
    card = page.get_by_role("dialog")
    expect(fact(card, "Versions")).to_contain_text("jupyterlab")
    page.screenshot(path=screenshots / "status-dark.png")
    page.set_viewport_size({"width": 400, "height": 900})
    assert card.locator("dl").evaluate("(list) => list.scrollWidth <= list.clientWidth")
    page.screenshot(path=screenshots / "status-narrow.png")
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
