"""What the conversation says with the default model, on a real table: `make content`.

Nothing here rests on the words of the model: its comments are looked at for what they must not hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, expect

from tests.ui.chat import PLACE, Chat
from tests.ui.lab import Lab
from tests.ui.notebook import Make, Notebook
from tests.ui.sink import Sink
from tests.ui.test_accessibility import THEMES, choose_theme, faint
from tests.ui.test_languages import STICKS_OUT

WANTED = "SCIASSIST_CONTENT"
pytestmark = pytest.mark.skipif(not os.environ.get(WANTED), reason=f"{WANTED} is not set")

BIRDS = load_penguins()
LOAD = "from palmerpenguins import load_penguins\npenguins = load_penguins()"
SHOWN = 'penguins.groupby("species")["body_mass_g"].mean().round(1)'
FAILS = 'penguins["body_mas_g"].mean()'

# Numbers of the model's own text that nothing marks: neither grounded nor struck.
UNMARKED = r"""(reply) => {
    const found = [];
    for (const comment of reply.querySelectorAll(".jp-sciassist-comment > p:first-child")) {
        const walker = document.createTreeWalker(comment, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            const marked = "[role=link], [role=tooltip], .jp-sciassist-unverified";
            // A list may be numbered.
            const said = data.replace(/^\s*\d+[.)]\s/gm, "");
            if (/\d/.test(said) && parentElement.closest(marked) === null) {
                found.push(data);
            }
        }
    }
    return found;
}"""


def mean(column: str, **where: str) -> str:
    """Mean of a column over the rows where other columns have a value, as it is shown."""
    rows = BIRDS
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return f"{rows[column].mean():.6g}"


VALUES = {
    "What is the mean body_mass_g for island = Dream?": mean("body_mass_g", island="Dream"),
    "What's the average flipper length of Gentoo penguins?": mean(
        "flipper_length_mm", species="Gentoo"
    ),
    "How many penguins are female?": str((BIRDS["sex"] == "female").sum()),
    "What is the median bill_depth_mm?": f"{BIRDS['bill_depth_mm'].median():.6g}",
    "What is the largest body_mass_g?": f"{BIRDS['body_mass_g'].max():.6g}",
}


@pytest.fixture(scope="module")
def lab(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server with the model that people have."""
    folders = (tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home"))
    server = Lab(*folders, ("--SciAssist.model=default",))
    server.start()
    model = server.request("sciassist/status")["model"]
    if model["state"] in ("absent", "failed"):
        server.stop()
        pytest.fail(f"{model['detail']} `make content` fetches it.", pytrace=False)
    yield server
    server.stop()


@pytest.fixture
def notebook(page: Page, lab: Lab, make: Make) -> Notebook:
    opened = Notebook.open(page, lab, make(LOAD, SHOWN, FAILS))
    opened.run("load_penguins")
    return opened


def ask(chat: Chat, text: str) -> Locator:
    """Send a message; its whole reply, in which every number of the model's is marked."""
    reply = chat.ask(text)
    expect(chat.root.get_by_role("alert")).to_have_count(0)
    assert reply.evaluate(UNMARKED) == [], text
    return reply


def computed(reply: Locator, number: str) -> None:
    """The number is there, links to how it was computed, and is no reading among others."""
    expect(reply).to_contain_text("computed from your data")
    expect(reply.get_by_role("link", name=number, exact=True).first).to_be_visible()
    expect(reply.locator(".jp-sciassist-standing")).to_have_count(0)


def pictures(page: Page, screenshots: Path, name: str) -> None:
    """In light, in the dark and narrow: legible, and nothing sticks out."""
    assert faint(page, PLACE) == []
    page.screenshot(path=screenshots / f"content-{name}-dark.png")
    choose_theme(page, THEMES[0])
    page.screenshot(path=screenshots / f"content-{name}-light.png")
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.locator(PLACE).evaluate(STICKS_OUT) == []
    page.screenshot(path=screenshots / f"content-{name}-400.png")


def test_values(notebook: Notebook, screenshots: Path) -> None:
    chat = Chat.open(notebook.page)
    for question, number in VALUES.items():
        computed(ask(chat, question), number)
    pictures(notebook.page, screenshots, "values")


def test_comparison_and_relation(notebook: Notebook, screenshots: Path) -> None:
    chat = Chat.open(notebook.page)
    reply = ask(chat, "Which species has the longest bill_length_mm on average?")
    longest = BIRDS.groupby("species")["bill_length_mm"].mean()
    expect(reply.locator(".jp-sciassist-stated").first).to_contain_text(longest.idxmax())
    computed(reply, f"{longest.max():.6g}")
    reply = ask(chat, "Is there a relation between flipper_length_mm and body_mass_g?")
    expect(reply).to_contain_text("computed from your data")
    expect(reply).to_contain_text("flipper_length_mm")
    expect(reply.get_by_role("link").first).to_be_visible()
    reply = ask(chat, "Do males and females differ in body_mass_g?")
    expect(reply).to_contain_text("computed from your data")
    expect(reply).to_contain_text("sex")
    pictures(notebook.page, screenshots, "comparison")


def test_an_output_and_an_error(notebook: Notebook, screenshots: Path) -> None:
    notebook.run(SHOWN)
    chat = Chat.open(notebook.page)
    reply = ask(chat, "/explain")
    expect(reply).to_contain_text("body_mass_g")
    notebook.run(FAILS)
    reply = ask(chat, "/fix")
    expect(reply).to_contain_text("KeyError")
    expect(reply).to_contain_text("body_mass_g")
    draft = reply.get_by_role("region", name=re.compile("^Drafted code"))
    expect(draft).to_contain_text("body_mass_g")
    expect(draft.locator(".jp-sciassist-trial")).to_have_attribute("data-state", "ran")
    pictures(notebook.page, screenshots, "error")


def test_code_ran_before_it_is_offered(notebook: Notebook, screenshots: Path) -> None:
    chat = Chat.open(notebook.page)
    reply = ask(chat, "/code the mean body_mass_g for each species and sex")
    draft = reply.get_by_role("region", name=re.compile("^Drafted code"))
    expect(draft.locator(".jp-sciassist-trial")).to_have_attribute("data-state", "ran")
    expect(draft.locator(".jp-sciassist-verdict")).to_have_text(re.compile("ran$"))
    expect(draft.locator("pre").last).to_contain_text("penguins")
    assert "groupby" not in notebook.cells.last.inner_text()
    pictures(notebook.page, screenshots, "code")


def test_what_is_not_of_the_data(notebook: Notebook, screenshots: Path) -> None:
    chat = Chat.open(notebook.page)
    reply = ask(chat, "What is a confidence interval?")
    expect(reply).to_contain_text("general knowledge, not from your data")
    expect(reply).not_to_contain_text("computed from your data")
    expect(reply.locator(".jp-sciassist-comment")).to_contain_text("interval")
    expect(reply.get_by_role("link")).to_have_count(0)
    reply = ask(chat, "What is the mean beak_colour of the penguins?")
    expect(reply).to_contain_text("no column that “beak colour” names")
    expect(reply).not_to_contain_text("computed from your data")
    expect(reply.get_by_role("link")).to_have_count(0)
    pictures(notebook.page, screenshots, "general")
