"""What all can read and reach: contrast of every text in both themes, names, focus that is seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.ui.lab import Lab
from tests.ui.notebook import TABLE, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.test_review import Review, lab_page, written

PANEL, REVIEW = "#jupyter-sciassist-panel", ".jp-sciassist-review"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
CONTROLS = {"button", "textbox", "searchbox", "combobox", "listbox", "checkbox", "Date"}
# Texts with less than 4.5 : 1 (WCAG 2.2, 1.4.3) and edges of fields with less than 3 : 1 (1.4.11),
# by the computed colours. What is disabled and what only repeats a word as a mark is exempt.
FAINT = """root => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = colour => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3]));
    const parents = node => {
        const found = [];
        for (let one = node; one !== null; one = one.parentElement) found.unshift(one);
        return found;
    };
    const behind = node => parents(node).reduce(
        (below, one) => over(rgba(getComputedStyle(one).backgroundColor), below), [255, 255, 255]
    );
    const luminance = colour => {
        const [r, g, b] = colour.map(value => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (colour, below, opacity) => {
        const [r, g, b, a] = rgba(colour);
        const pair = [over([r, g, b, a * opacity], below), below].map(luminance);
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    };
    const faint = [];
    for (const node of root.querySelectorAll("*")) {
        const exempt = node.closest(":disabled, [aria-disabled=true], [aria-hidden=true]");
        if (node.getClientRects().length === 0 || exempt !== null) continue;
        const style = getComputedStyle(node);
        const opacity = parents(node).reduce((all, one) => all * getComputedStyle(one).opacity, 1);
        const field = node.matches("input, select, textarea");
        const told = [...node.childNodes].some(one => one.nodeType === 3 && one.data.trim() !== "");
        const below = behind(node);
        const seen = [];
        if (field || told) seen.push(["text", style.color, below, 4.5]);
        if (field) seen.push(["edge", style.borderBottomColor, behind(node.parentElement), 3]);
        if (node.placeholder) {
            seen.push(["placeholder", getComputedStyle(node, "::placeholder").color, below, 4.5]);
        }
        for (const [what, colour, under, least] of seen) {
            const ratio = contrast(colour, under, opacity);
            if (ratio < least) {
                faint.push(`${what} ${ratio.toFixed(2)}: ${node.outerHTML.slice(0, 160)}`);
            }
        }
    }
    return faint;
}"""
SEEN_FOCUS = """selector => {
    const here = document.activeElement.closest(selector);
    return here && getComputedStyle(document.activeElement).outlineStyle !== "none";
}"""


def choose_theme(page: Page, theme: str) -> None:
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
    )
    page.wait_for_function("theme => document.body.dataset.jpThemeName === theme", arg=theme)


def nameless(page: Page, selector: str) -> list[dict[str, Any]]:
    """The controls of a part to which the browser's accessibility tree gives no name."""
    tools = page.context.new_cdp_session(page)
    expression = f"document.querySelector({selector!r})"
    root = tools.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
    nodes = tools.send("Accessibility.queryAXTree", {"objectId": root})["nodes"]
    controls = [one for one in nodes if one.get("role", {}).get("value") in CONTROLS]
    assert controls != []
    return [one for one in controls if not one.get("name", {}).get("value")]


def faint(page: Page, selector: str) -> list[str]:
    """What is too faint in either theme; the last theme stays."""
    found = []
    for theme in THEMES:
        choose_theme(page, theme)
        found += page.locator(f"{selector}:visible").evaluate(FAINT)
    return found


def tab_through(page: Page, selector: str) -> int:
    """Tab from the focus to the end of the part; how many stops showed where the focus was."""
    stops = 0
    while (seen := page.evaluate(SEEN_FOCUS, selector)) is not None:
        # The parts of a date field are one element; the browser marks them itself.
        assert seen or page.evaluate("() => document.activeElement.type === 'date'")
        stops += 1
        page.keyboard.press("Tab")
    return stops


@pytest.fixture
def panel(page: Page, lab: Lab, make: Make) -> Panel:
    """The panel with all that can be opened in it."""
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.run("noise")
    found = Panel(page)
    found.wait_for_cards()
    card = found.cards.first
    card.get_by_role("button").first.click()
    card.get_by_role("button", name="Show code").click()
    found.root.get_by_role("button", name="people").first.click()
    found.root.get_by_label("Ask", exact=True).last.fill("mean weight")
    page.keyboard.press("Enter")
    expect(found.root.get_by_role("article")).to_contain_text("Mean of weight")
    return found


def test_the_panel_is_readable_and_reached(page: Page, panel: Panel) -> None:
    assert faint(page, PANEL) == []
    panel.cards.first.get_by_role("button", name="Reject", exact=True).click()
    expect(panel.cards.first).to_have_attribute("data-status", "rejected")
    assert faint(page, PANEL) == []
    assert nameless(page, PANEL) == []
    panel.root.get_by_role("button", name="Refresh").focus()
    page.keyboard.press("Tab")
    assert tab_through(page, PANEL) >= 10


def test_the_review_is_readable_and_reached(page: Page, lab: Lab) -> None:
    written(lab.folder, "readable.prov.jsonl")
    lab_page(page, lab)
    review = Review.open(page, "readable.prov.jsonl")
    expect(review.verdict).to_contain_text("Verified")
    for words in ("Redaction", "Accepted.*edited", "Rejected"):
        row = review.rows.filter(has_text=re.compile(words))
        row.click()
        expect(row).to_have_attribute("aria-selected", "true")
        review.details.evaluate(
            "node => node.querySelectorAll('details').forEach(one => { one.open = true; })"
        )
        assert faint(page, REVIEW) == []
        assert nameless(page, REVIEW) == []
    review.root.get_by_role("button", name="Export").focus()
    page.keyboard.press("Tab")
    assert tab_through(page, REVIEW) >= 10
