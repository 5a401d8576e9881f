"""The assistant in Chinese, as JupyterLab serves it, and in a page that runs from right to left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.tracked import ROOT
from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.sink import Sink

CATALOGUE = ROOT / "jupyter_sciassist/locale/zh_CN/LC_MESSAGES/jupyter_sciassist.json"
# What of a part sticks out at its sides, scrolled content aside.
STICKS_OUT = """root => {
    const edge = root.getBoundingClientRect();
    const clipped = node => {
        for (let one = node; one !== root; one = one.parentElement) {
            if (getComputedStyle(one).overflowX !== "visible") return true;
        }
        return false;
    };
    return [...root.querySelectorAll("button, input, select, h2, p, dd, dt, label, [role=status]")]
        .filter(node => node.getClientRects().length > 0 && !clipped(node.parentElement ?? root))
        .filter(node => {
            const box = node.getBoundingClientRect();
            return box.left < edge.left - 1 || box.right > edge.right + 1;
        })
        .map(node => node.outerHTML.slice(0, 200));
}"""
# Whether each character of a text in one line is drawn to the right of the one before it.
DRAWN_ORDER = """node => {
    const text = node.firstChild;
    const range = document.createRange();
    let [last, line] = [-Infinity, -Infinity];
    for (let place = 0; place < text.length; place += 1) {
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        const box = range.getBoundingClientRect();
        if (box.width === 0) continue;
        if (box.top > line + 4) [last, line] = [-Infinity, box.top];
        if (box.left < last) return false;
        last = box.left;
    }
    return true;
}"""


@pytest.fixture(scope="module")
def lab(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A server whose user has chosen Chinese."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    server = Lab(folder, home, ("--SciAssist.model=test",))
    server.setting("@jupyterlab/translation-extension", "plugin", {"locale": "zh_CN"})
    server.start()
    yield server
    server.stop()


@pytest.fixture
def panel(page: Page, lab: Lab, make: Make) -> Locator:
    """The panel with the cards of a table."""
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.run("noise")
    found = page.get_by_role("region", name="研究助手", exact=True)
    expect(found.get_by_role("list", name="建议").locator("> li").first).to_be_visible(
        timeout=60 * SECONDS
    )
    expect(found.get_by_role("button", name="停止", exact=True)).to_be_disabled(
        timeout=60 * SECONDS
    )
    return found


def test_jupyterlab_serves_the_catalogue(lab: Lab) -> None:
    answer = lab.request("lab/api/translations/zh_CN")
    served = answer["data"].get("jupyter_sciassist")
    assert served is not None, f"{answer['message']}\nReinstall: the entry point is not known."
    assert served == json.loads(CATALOGUE.read_text(encoding="utf-8"))


def test_panel_and_review_in_chinese(page: Page, panel: Locator, screenshots: Path) -> None:
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"^\d+ 条建议$"))
    card = panel.get_by_role("list", name="建议").locator("> li").first
    card.get_by_role("button").first.click()
    expect(card.get_by_text("前提")).to_be_visible()
    page.screenshot(path=screenshots / "chinese.png")
    card.get_by_role("button", name="接受", exact=True).click()
    expect(card).to_have_attribute("data-status", "accepted")
    panel.get_by_role("button", name=re.compile(r"^\d+ 项决定")).click()
    review = page.locator(".jp-sciassist-review:visible")
    expect(review.locator(".jp-sciassist-level")).to_have_text(re.compile("已验证，L1"))
    accepted = review.get_by_role("listbox", name="记录").get_by_role("option", name="已接受")
    accepted.click()
    expect(review.get_by_role("article")).to_contain_text("与接受时相同")
    page.screenshot(path=screenshots / "chinese-review.png")


def test_a_question_to_begin_with(page: Page, panel: Locator, screenshots: Path) -> None:
    """The rules read English: what is offered in a Chinese page is answered all the same."""
    page.evaluate("() => window.jupyterapp.commands.execute('sciassist:open-chat')")
    chat = page.get_by_role("region", name="对话", exact=True)
    starters = chat.locator(".jp-sciassist-starters").get_by_role("button")
    starters.nth(1).click()
    expect(chat.locator(".jp-sciassist-reply")).to_contain_text(
        "由您的数据计算得出", timeout=60 * SECONDS
    )
    page.screenshot(path=screenshots / "chinese-chat.png")


def test_right_to_left(page: Page, panel: Locator, screenshots: Path) -> None:
    card = panel.get_by_role("list", name="建议").locator("> li").first
    card.get_by_role("button").first.click()
    expect(card.locator("dl")).to_be_visible()
    page.evaluate("() => { document.body.dir = 'rtl'; }")
    assert panel.evaluate(STICKS_OUT) == []
    # Titles begin on the right; numbers, intervals and sentences in English run as ever.
    title = card.get_by_role("button").first
    assert right(title) > right(card) - 20
    for place in (".jp-sciassist-effectText > :last-child", "dd:has-text('[')", "dd:has-text('<')"):
        for found in card.locator(place).all():
            assert found.evaluate(DRAWN_ORDER), found.inner_text()
    page.screenshot(path=screenshots / "right-to-left.png")


def right(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"]
