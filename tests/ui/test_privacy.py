"""Before a record is written: a dialog where something looks private, none where nothing does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.test_first_look import verify

# Put together here, so that no scanner takes this file for a leak.
KEY = "AKIA" + "IOSFODNN7EXAMPLQ"
DATA = f"""
import numpy as np
import pandas as pd
rng = np.random.default_rng(7)
dose = rng.normal(size=150)
df = pd.DataFrame({{"dose": dose, "response": dose + rng.normal(size=150), "{KEY}": 2 * dose + rng.normal(size=150)}})
"""
CLEAN = DATA.replace(KEY, "weight")
CLAIM = "response rises with dose"
LINE = "*.ipynb.prov.jsonl -text merge=union"
ASK = "Before this goes on record"
GIT = "Teach git to merge records?"


def opened(page: Page, lab: Lab, name: str) -> tuple[Notebook, Panel]:
    notebook = Notebook.open(page, lab, name)
    notebook.run("import numpy")
    panel = Panel(page)
    panel.wait_for_cards()
    return notebook, panel


def dialog(page: Page, title: str = "") -> Locator:
    return page.locator(".jp-Dialog").filter(has_text=title)


def press_accept(card: Locator) -> None:
    card.get_by_role("button", name="Accept", exact=True).click()


def both_themes(notebook: Notebook, screenshots: Path, name: str) -> None:
    page = notebook.page
    page.screenshot(path=screenshots / f"{name}-light.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Dark"})
    body = page.locator("body")
    expect(body).to_have_attribute("data-jp-theme-light", "false", timeout=30 * SECONDS)
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    page.screenshot(path=screenshots / f"{name}-dark.png")
    notebook.command("apputils:change-theme", {"theme": "JupyterLab Light"})
    expect(body).to_have_attribute("data-jp-theme-light", "true", timeout=30 * SECONDS)


def test_a_key_is_shown_before_the_record_and_left_out_of_it(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    name = make(DATA)
    notebook, panel = opened(page, lab, name)
    sidecar = lab.folder / f"{name}.prov.jsonl"
    card = panel.card(KEY)
    cells = notebook.cells.count()
    press_accept(card)
    asked = dialog(page, ASK)
    expect(asked).to_be_visible()
    code = asked.get_by_role("checkbox", name="Code of the cell")
    expect(code).to_be_checked()
    expect(asked).to_contain_text("AWS access key: AKI\u2026 (20 characters)")
    expect(asked).to_contain_text("Take it out of the code before you share the notebook")
    assert KEY not in asked.inner_text()
    both_themes(notebook, screenshots, "privacy")

    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)
    expect(card).not_to_have_attribute("data-status", "accepted")
    assert not sidecar.exists()
    assert notebook.cells.count() == cells

    press_accept(card)
    expect(code).to_be_checked()
    asked.get_by_role("button", name="Put on record").click()
    expect(card).to_have_attribute("data-status", "accepted")
    expect(notebook.cells).to_have_count(cells + 1)
    last = next(
        core
        for core in (json.loads(line)["core"] for line in sidecar.read_text("utf-8").splitlines())
        if core["type"] == "suggestion.accepted"
    )
    assert {"/suggestion/text", "/acceptance/text"} <= set(last["body"]["note"]["withheld"])
    assert KEY.encode() not in sidecar.read_bytes()
    assert verify(sidecar) == 0

    clean = panel.card(CLAIM)
    panel.accept(clean)
    expect(dialog(page)).to_have_count(0)
    assert lab.records(name).count("suggestion.accepted") == 2
    assert KEY.encode() not in sidecar.read_bytes()
    assert verify(sidecar) == 0


def test_the_rule_of_git_is_added_on_a_yes_and_a_no_is_remembered(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    name = make(CLEAN)
    for folder in ("yes", "no"):
        (lab.folder / folder / ".git").mkdir(parents=True)
        (lab.folder / folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        shutil.copy(lab.folder / name, lab.folder / folder / f"{folder}.ipynb")
    rules = lab.folder / "yes" / ".gitattributes"
    rules.write_bytes(b"*.md text")

    notebook, panel = opened(page, lab, "yes/yes.ipynb")
    panel.accept(panel.card(CLAIM))
    asked = dialog(page, GIT)
    expect(asked).to_contain_text(str(rules))
    both_themes(notebook, screenshots, "gitattributes")
    asked.get_by_role("button", name="Add line").click()
    expect(asked).to_have_count(0)
    panel.accept(panel.card("weight rises with dose"))
    expect(dialog(page)).to_have_count(0)
    assert rules.read_text("utf-8") == f"*.md text\n{LINE}\n"

    _, panel = opened(page, lab, "no/no.ipynb")
    panel.accept(panel.card(CLAIM))
    with page.expect_response(lambda answer: "api/settings/jupyter-sciassist" in answer.url):
        dialog(page, GIT).get_by_role("button", name="No").click()
    page.reload()
    _, panel = opened(page, lab, "no/no.ipynb")
    panel.accept(panel.card("weight rises with dose"))
    expect(dialog(page)).to_have_count(0)
    assert not (lab.folder / "no" / ".gitattributes").exists()
