"""The conversation, with a real kernel, a real server and the real model process."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Locator, Page, Response, Route, expect

from tests.ui.chat import PATIENCE, PLACE, Chat
from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.test_accessibility import faint, nameless
from tests.ui.test_languages import STICKS_OUT

BIRDS = load_penguins()
LOAD = "from palmerpenguins import load_penguins\npenguins = load_penguins()"
FAILS = 'penguins["mass"]'
INSIDE = "place => document.querySelector(place).getBoundingClientRect().right <= window.innerWidth"
HOSTILE = "![x](http://198.51.100.7/a.png) <img src=http://198.51.100.7/b.png>"


@pytest.fixture
def notebook(page: Page, lab: Lab, make: Make) -> Notebook:
    """A table that is loaded, a cell that fails, one that prints what is hostile."""
    opened = Notebook.open(page, lab, make(LOAD, FAILS, f"print({HOSTILE!r})"))
    opened.run("load_penguins")
    return opened


def fail(notebook: Notebook) -> Locator:
    """Run the cell that fails; its output."""
    notebook.run(FAILS)
    found = notebook.cell(FAILS).locator(".jp-OutputArea-output").first
    expect(found).to_contain_text("KeyError")
    return found


def choose(cell: Locator, item: str) -> None:
    """Choose an item of the context menu."""
    cell.click(button="right", position={"x": 60, "y": 10})
    cell.page.locator(".lm-Menu-item").filter(has_text=item).click()


def test_a_value_its_source_and_the_way_to_the_card(notebook: Notebook, screenshots: Path) -> None:
    page = notebook.page
    panel = Panel(page)
    panel.wait_for_cards()
    panel.widen()
    chat = Chat.open(page)
    starters = chat.root.get_by_role("list", name="To begin with")
    expect(starters.get_by_role("button", name="Describe penguins")).to_be_visible()
    page.screenshot(path=screenshots / "chat-empty.png")

    reply = chat.ask("What is the mean body_mass_g for island = Dream?")
    expect(reply).to_contain_text("computed from your data")
    wanted = BIRDS.loc[BIRDS["island"] == "Dream", "body_mass_g"].mean()
    number = reply.get_by_role("link", name=f"{wanted:.6g}", exact=True).first
    number.hover()
    told = reply.get_by_role("tooltip").filter(visible=True)
    expect(told).to_contain_text("mean of body_mass_g")
    page.screenshot(path=screenshots / "chat-value.png")
    number.focus()
    number.press("Escape")
    expect(told).to_have_count(0)

    chat.type("Which factors go with body_mass_g?")
    found = chat.computed(2).get_by_role("list", name="Findings")
    title = found.get_by_role("button").first.inner_text()
    found.get_by_role("button").first.click()
    expect(panel.card(title)).to_have_attribute("data-opened", "true")


def test_an_error_is_explained_and_its_cell_shown(notebook: Notebook, screenshots: Path) -> None:
    page = notebook.page
    choose(fail(notebook), "Fix This Error")
    chat = Chat(page)
    reply = chat.computed(1)
    expect(chat.said).to_have_text("/fix")
    expect(chat.root.get_by_role("list", name="Attached").first).to_have_text("output of cell [2]")
    expect(reply).to_contain_text("KeyError")
    expect(reply).to_contain_text("body_mass_g")
    page.screenshot(path=screenshots / "chat-fix.png")
    notebook.cell("load_penguins").locator(".jp-InputPrompt").click()
    reply.get_by_role("link", name="KeyError").first.click()
    expect(notebook.cell(FAILS)).to_have_class(re.compile("jp-mod-active"))


def test_stop_edit_and_retry(notebook: Notebook, screenshots: Path) -> None:
    chat = Chat.open(notebook.page)
    chat.type("What is a confidence interval? Explain it at length.")
    expect(chat.root.get_by_text("The model is writing")).to_be_visible(timeout=PATIENCE)
    chat.button("Stop").click()
    expect(chat.button("Send")).to_be_visible(timeout=2 * SECONDS)
    expect(chat.whole(1)).to_contain_text("Stopped.")

    chat.said.hover()
    chat.button("Edit and send again").click()
    edited = chat.log.get_by_role("combobox", name="Message")
    edited.fill("How many rows has penguins?")
    edited.press("Enter")
    expect(chat.said).to_have_text("How many rows has penguins?")
    expect(chat.computed(1)).to_contain_text(str(len(BIRDS)))
    chat.retry()
    expect(chat.computed(1)).to_contain_text(str(len(BIRDS)))
    notebook.page.screenshot(path=screenshots / "chat-edited.png")


def test_the_history_outlives_page_and_kernel(notebook: Notebook, lab: Lab) -> None:
    page = notebook.page
    chat = Chat.open(page)
    chat.type("How many rows has penguins?")
    chat.computed(1)
    notebook.restart_kernel()
    page.reload()
    chat = Chat.open(page)
    expect(chat.said).to_have_text("How many rows has penguins?", timeout=60 * SECONDS)
    expect(chat.replies).to_contain_text(str(len(BIRDS)))
    with page.expect_download() as saved:
        chat.button("Export").click()
    assert saved.value.suggested_filename.endswith("-chat.md")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "How many rows has penguins?" in text
    assert str(len(BIRDS)) in text

    chat.button("Clear").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(chat.said).to_have_count(0)
    page.reload()
    chat = Chat.open(page)
    expect(chat.root.get_by_role("list", name="To begin with")).to_be_visible(timeout=60 * SECONDS)
    expect(chat.said).to_have_count(0)


def test_enter_while_the_kernel_restarts_is_kept_and_sent(notebook: Notebook) -> None:
    page = notebook.page
    chat = Chat.open(page)
    held: list[Route] = []
    page.route(re.compile(r"/api/kernels/[^/]+/restart"), lambda route: held.append(route))
    page.evaluate(
        """() => {
            void window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
        }"""
    )
    expect(chat.button("Send")).to_have_attribute("title", re.compile("Reaching the kernel"))
    chat.line.fill("mean body_mass_g")
    chat.line.press("Enter")
    expect(chat.said).to_have_count(0)
    held[0].continue_()
    expect(chat.said).to_have_text(["mean body_mass_g"])
    expect(chat.line).to_have_value("")
    expect(chat.whole(1)).to_contain_text("The kernel has no data now")


def test_what_is_attached_and_sent(notebook: Notebook, screenshots: Path) -> None:
    page = notebook.page
    notebook.run("198.51")
    chat = Chat.open(page)
    prompt = notebook.cell("198.51").locator(".jp-InputPrompt").first.bounding_box()
    place = chat.root.bounding_box()
    assert prompt is not None
    assert place is not None
    page.mouse.move(prompt["x"] + 20, prompt["y"] + 10)
    page.mouse.down()
    page.mouse.move(prompt["x"] + 60, prompt["y"] + 60, steps=5)
    page.mouse.move(place["x"] + 100, place["y"] + 300, steps=5)
    page.screenshot(path=screenshots / "chat-drop.png")
    page.mouse.up()
    attached = chat.root.get_by_role("list", name="Attached").get_by_role("listitem")
    expect(attached).to_have_count(2)
    chat.button("Take away: cell [2]").click()
    expect(attached).to_have_text(re.compile(r"output of cell \[2\]"))

    chat.line.press_sequentially("/ex")
    chat.line.press("Enter")
    expect(chat.line).to_have_value("/explain ")
    chat.line.press_sequentially("@penguins.bo")
    offered = page.get_by_role("option", name=re.compile("^@penguins.body_mass_g"))
    expect(offered).to_be_visible()
    page.screenshot(path=screenshots / "chat-names.png")
    chat.line.press("Enter")
    expect(chat.line).to_have_value("/explain @penguins.body_mass_g ")
    chat.button("What is sent").click()
    pieces = chat.root.get_by_role("region", name="What is sent").get_by_role("checkbox")
    expect(pieces.first).to_be_checked(timeout=60 * SECONDS)
    pieces.first.uncheck()
    page.screenshot(path=screenshots / "chat-sent.png")


def test_text_stays_text_and_asks_nobody(notebook: Notebook) -> None:
    page = notebook.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    notebook.run("198.51")
    choose(notebook.cell("198.51").locator(".jp-OutputArea-output").first, "Explain This Output")
    chat = Chat(page)
    chat.computed(1)
    chat.type(HOSTILE)
    expect(chat.said.last).to_have_text(HOSTILE)
    assert chat.log.locator("img, script, iframe, a[href]").count() == 0
    assert [url for url in asked if "198.51.100" in url] == []


@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_both_themes_at_400_pixels(notebook: Notebook, screenshots: Path, way: str) -> None:
    page = notebook.page
    page.set_viewport_size({"width": 400, "height": 900})
    page.evaluate("() => window.jupyterapp.shell.activateById('filebrowser')")
    chat = Chat.open(page)
    # The file browser made room.
    page.wait_for_function(INSIDE, arg=PLACE)
    page.evaluate("way => { document.documentElement.dir = way; }", way)
    chat.type("What is the mean bill_length_mm for each species?")
    chat.computed(1)
    chat.button("What is sent").click()
    expect(chat.root.get_by_role("checkbox").first).to_be_visible(timeout=60 * SECONDS)
    assert chat.root.evaluate(STICKS_OUT) == []
    assert nameless(page, PLACE) == []
    page.screenshot(path=screenshots / f"chat-400-{way}.png")
    assert faint(page, PLACE) == []
    page.screenshot(path=screenshots / f"chat-400-{way}-dark.png")


def test_a_tab_shows_the_same_conversation(notebook: Notebook, screenshots: Path) -> None:
    page = notebook.page
    chat = Chat.open(page)
    notebook.command("sciassist:open-chat-tab")
    tab = Chat(page, ".jp-MainAreaWidget .jp-sciassist-chat")
    expect(tab.line).to_be_focused()
    tab.type("How many rows has penguins?")
    expect(chat.computed(1)).to_contain_text(str(len(BIRDS)))
    expect(tab.replies).to_contain_text(str(len(BIRDS)))
    page.screenshot(path=screenshots / "chat-tab.png")


def test_a_policy_takes_the_chat_away(
    page: Page, tmp_path_factory: pytest.TempPathFactory, lab: Lab
) -> None:
    server = Lab(
        lab.folder, tmp_path_factory.mktemp("forbidden"), ("--SciAssist.chat_policy=force-off",)
    )
    server.start()
    try:
        Notebook.open(page, server, "first_look.ipynb")
        expect(page.locator(PLACE)).to_have_count(0)
        seen = "() => window.jupyterapp.commands.isVisible('sciassist:open-chat')"
        assert page.evaluate(seen) is False
    finally:
        server.stop()


def test_a_draft_was_tried_and_is_on_record(
    notebook: Notebook, lab: Lab, screenshots: Path
) -> None:
    page = notebook.page
    chat = Chat.open(page)
    # Its draft comes when it was tried: a stop would end that.
    draft = chat.ask("Plot body_mass_g against flipper_length_mm").get_by_role(
        "region", name=re.compile("^Drafted code")
    )
    expect(draft).to_contain_text("ran")
    page.screenshot(path=screenshots / "chat-draft.png")
    draft.get_by_role("button", name="Insert", exact=True).click()
    expect(draft.get_by_role("button", name="Inserted", exact=True)).to_be_visible()
    expect(notebook.cell("flipper_length_mm")).to_have_count(1)
    name = page.url.partition("/tree/")[2].partition("?")[0]
    assert lab.records(name).count("suggestion.accepted") == 1
    page.reload()
    chat = Chat.open(page)
    expect(chat.button("Inserted")).to_be_visible(timeout=60 * SECONDS)


def test_the_chat_is_loaded_when_it_is_opened(page: Page, lab: Lab) -> None:
    loaded: list[str] = []

    def keep(response: Response) -> None:
        if (
            "/extensions/jupyter-sciassist/" in response.url
            and "MuiAutocomplete" in response.text()
        ):
            loaded.append(response.url)

    page.on("response", keep)
    Notebook.open(page, lab, "first_look.ipynb")
    assert loaded == []
    Chat.open(page)
    assert loaded != []
