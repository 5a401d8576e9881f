"""Scan, accept, confirm: the outcome stands on the card only when it is on record."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.test_first_look import verify

DATA = """
import numpy as np
import pandas as pd
rng = np.random.default_rng(7)
dose = rng.normal(size=400)
df = pd.DataFrame({"dose": dose, "response": dose + rng.normal(size=400), "batch": rng.normal(size=400)})
"""
SMALL = "small = pd.DataFrame({'u': dose[:150] * 2 + rng.normal(size=150), 'v': dose[:150]})"
CLAIM = "response rises with dose"
CHANCE = "not established"


def test_confirm_is_on_record_and_on_the_card(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    name = make(DATA, SMALL)
    notebook = Notebook.open(page, lab, name)
    notebook.run("import numpy")
    panel = Panel(page)
    panel.wait_for_cards()
    card = panel.card(CLAIM)
    panel.accept(card)
    card.get_by_role("button", name="Confirm", exact=True).click()
    line = card.locator(".jp-sciassist-confirmation")
    expect(line).to_contain_text(
        "supported: found again in the same direction", timeout=60 * SECONDS
    )
    expect(line).to_contain_text("confirm side")
    told = line.inner_text()
    assert "Spearman's rho" in told
    assert "p < 0.0001" in told.replace("\n", " ")
    records = lab.records(name)
    assert records[:3] == ["log.created", "session.opened", "suggestion.accepted"]
    assert records.count("suggestion.confirmed") == 1
    assert verify(lab.folder / f"{name}.prov.jsonl") == 0
    # An acceptance outlasts the test: nothing is left to press but the code.
    expect(card).to_have_attribute("data-status", "accepted")
    for label in ("Accepted", "Reject", "Tested"):
        button = card.get_by_role("button", name=label, exact=True)
        expect(button).to_have_attribute("aria-disabled", "true")

    chance = panel.card(CHANCE, "explore side")
    chance.get_by_role("button", name="Confirm", exact=True).click()
    expect(chance.locator(".jp-sciassist-confirmation")).to_be_visible(timeout=60 * SECONDS)
    expect(panel.root.locator(".jp-sciassist-ledger")).to_contain_text("2 confirmations")
    panel.widen()
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.screenshot(path=screenshots / "confirm-light.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(page.locator("body")).to_have_attribute(
        "data-jp-theme-light", "false", timeout=30 * SECONDS
    )
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    page.screenshot(path=screenshots / "confirm-dark.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})

    notebook.run("small = ")
    # Pointer and focus have left the list for the notebook, so nothing is held back.
    seen = panel.card("small", "rises with")
    button = seen.get_by_role("button", name="Confirm", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true", timeout=60 * SECONDS)
    expect(button).to_have_attribute("title", "All rows were explored (there are fewer than 200): confirm on new rows with %sci confirm N --on _new")  # fmt: skip


def test_the_ledger_line_and_decisions_outlive_the_kernel(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    name = make(DATA, SMALL)
    notebook = Notebook.open(page, lab, name)
    notebook.run("import numpy")
    panel = Panel(page)
    panel.wait_for_cards()
    panel.accept(panel.card(CLAIM))
    notebook.run("small = ")
    ledger = panel.root.locator(".jp-sciassist-ledger")
    expect(ledger).to_contain_text("small", timeout=60 * SECONDS)
    before = ledger.inner_text().split(" · ")[0]
    assert "df " in before
    records = lab.records(name)
    assert "tests.counted" in records

    notebook.shut_kernel_down()
    notebook.close_dialogs("kernel")
    notebook.start_kernel()
    notebook.run("import numpy")
    panel.wait_for_cards()
    # What earlier kernels tested on the same data stays in the family: the same tests count once.
    size = before.split("df ")[1].split(",")[0]
    expect(ledger).to_contain_text(re.compile(rf"df {size}\b"), timeout=60 * SECONDS)
    # So does what was decided: an acceptance is not asked for twice.
    card = panel.card(CLAIM)
    expect(card).to_have_attribute("data-status", "accepted")
    button = card.get_by_role("button", name="Accepted", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    assert lab.records(name).count("suggestion.accepted") == 1
    page.screenshot(path=screenshots / "ledger-restarted.png")
