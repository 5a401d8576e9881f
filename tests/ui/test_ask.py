"""A question at the panel's foot, answered from the live table."""

from __future__ import annotations

from pathlib import Path

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Notebook
from tests.ui.panel import Panel

BIRDS = load_penguins()


def ask(panel: Panel, question: str) -> Locator:
    """Type a question, send it with Enter; the card of its answer."""
    line = panel.root.get_by_role("textbox", name="Ask", exact=True)
    line.fill(question)
    line.press("Enter")
    card = panel.root.get_by_role("article", name=f"Answer to: {question}", exact=True)
    expect(card).to_be_visible(timeout=60 * SECONDS)
    return card


@pytest.fixture
def panel(page: Page, lab: Lab) -> Panel:
    """The example with its table loaded and the panel's cards there."""
    notebook = Notebook.open(page, lab, "first_look.ipynb")
    notebook.run("load_penguins")
    found = Panel(page)
    found.wait_for_cards()
    found.widen()
    return found


def test_a_question_is_answered_with_its_number(panel: Panel, screenshots: Path) -> None:
    question = "What is the mean body_mass_g for island = Dream?"
    card = ask(panel, question)
    wanted = BIRDS.loc[BIRDS["island"] == "Dream", "body_mass_g"].mean()
    expect(card).to_have_attribute("data-verified", "true")
    expect(card).to_contain_text(f"{wanted:.6g} g")
    panel.root.page.screenshot(path=screenshots / "ask-verified.png")

    line = panel.root.get_by_role("textbox", name="Ask", exact=True)
    line.press("ArrowUp")
    expect(line).to_have_value(question)


def test_a_rival_reading_is_a_click_away(panel: Panel, screenshots: Path) -> None:
    card = ask(panel, "How correlated are bill length and body mass?")
    expect(card).to_have_attribute("data-verified", "false")
    panel.root.page.screenshot(path=screenshots / "ask-choice.png")
    card.get_by_role("button", name="Spearman correlation of").click()
    expect(card).to_have_attribute("data-verified", "true")
    wanted = BIRDS["bill_length_mm"].corr(BIRDS["body_mass_g"], method="spearman")
    expect(card).to_contain_text(f"{wanted:.6g}")


def test_factors_lead_to_the_cards_in_the_dark(panel: Panel, screenshots: Path) -> None:
    page = panel.root.page
    page.evaluate(
        "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
    )
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    card = ask(panel, "Which factors go with body mass?")
    expect(card).to_contain_text("flipper_length_mm")
    page.screenshot(path=screenshots / "ask-dark.png")
    found = card.get_by_role("list", name="Findings").get_by_role("button").first
    title = found.inner_text()
    found.click()
    expect(panel.card(title)).to_have_attribute("data-opened", "true")


@pytest.mark.parametrize(
    ("question", "told", "name"),
    [
        ("What is the mean of wing_span?", "wing_span", "ask-unknown"),
        ("Will the penguins be heavier in 2030?", "", "ask-cannot-be-known"),
    ],
)
def test_what_is_not_in_the_data_is_said_and_nothing_made_up(
    panel: Panel, screenshots: Path, question: str, told: str, name: str
) -> None:
    card = ask(panel, question)
    expect(card).to_contain_text(told)
    expect(card).to_have_attribute("data-verified", "false")
    expect(card.locator(".jp-sciassist-value")).to_have_count(0)
    expect(card.locator(".jp-sciassist-standing")).to_have_text("nothing was computed")
    panel.root.page.screenshot(path=screenshots / f"{name}.png")
