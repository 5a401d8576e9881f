"""What the chat says when things are not as usual, that nothing typed is lost, and that it finds its way back."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Page, expect

from tests.ui.chat import PATIENCE, Chat
from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, Make, Notebook

BIRDS = load_penguins()
LOAD = (
    "import os\nfrom palmerpenguins import load_penguins\npenguins = load_penguins()\nos.getpid()"
)
ROWS = "How many rows has penguins?"
LONG = "What is a confidence interval? Explain it at length."
TYPED = "And what is a p value?"
WENT = "The kernel went away before it answered."


@pytest.fixture(scope="module", autouse=True)
def no_notes(lab: Lab) -> None:
    """Nothing but the chat asks the model."""
    lab.setting("jupyter-sciassist", "plugin", {"notes": False})


def opened(page: Page, lab: Lab, name: str) -> tuple[Notebook, Chat]:
    """A notebook whose table is loaded, and the chat beside it."""
    notebook = Notebook.open(page, lab, name)
    notebook.run("load_penguins")
    return notebook, Chat.open(page)


def kernel_of(notebook: Notebook) -> int:
    """The process of the kernel, which the cell printed."""
    return int(notebook.output("load_penguins").split()[-1])


def writing(chat: Chat) -> None:
    """Ask for something long and wait until the model writes; type on meanwhile."""
    chat.type(LONG)
    expect(chat.root.get_by_text("The model is writing")).to_be_visible(timeout=PATIENCE)
    chat.line.fill(TYPED)


def at_rest(chat: Chat) -> None:
    """Nothing is awaited, and nothing looks so; what was typed is there."""
    expect(chat.button("Send")).to_be_visible(timeout=PATIENCE)
    expect(chat.root.get_by_text(re.compile("The model is writing|Computing"))).to_have_count(0)
    expect(chat.root.locator("[aria-busy=true]")).to_have_count(0)
    expect(chat.line).to_have_value(TYPED)


def answers(chat: Chat, count: int) -> None:
    """What is computed comes again."""
    chat.type(ROWS)
    expect(chat.computed(count)).to_contain_text(str(len(BIRDS)))


def test_a_kernel_that_dies_in_an_answer(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    notebook, chat = opened(page, lab, make(LOAD))
    notebook.close_dialogs("appears to have died")
    writing(chat)
    os.kill(kernel_of(notebook), signal.SIGKILL)
    expect(chat.root.get_by_role("alert")).to_contain_text(WENT)
    at_rest(chat)
    page.screenshot(path=screenshots / "chat-kernel-died.png")
    notebook.wait_for_idle()
    notebook.run("load_penguins")
    before = chat.replies.count()
    answers(chat, before + 1)
    expect(chat.root.get_by_role("alert")).to_have_count(0)


def test_a_kernel_restarted_in_an_answer(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    notebook, chat = opened(page, lab, make(LOAD))
    chat.type(ROWS)
    chat.computed(1)
    writing(chat)
    notebook.restart_kernel()
    expect(chat.root.get_by_role("alert")).to_contain_text(WENT)
    at_rest(chat)
    # No answer without a word in it: the question stands, or what was said of it so far.
    expect(chat.replies.filter(has_not_text=re.compile(r"\w"))).to_have_count(0)
    page.screenshot(path=screenshots / "chat-kernel-restarted.png")
    notebook.wait_for_idle()
    notebook.run("load_penguins")
    chat.button("Try again").or_(chat.button("Retry")).last.click()
    expect(chat.root.get_by_text("The model is writing")).to_be_visible(timeout=PATIENCE)
    expect(chat.line).to_have_value(TYPED)
    chat.button("Stop").click()
    expect(chat.replies.last).to_contain_text("Stopped.")


def test_a_dead_kernel_is_not_asked(
    page: Page, tmp_path_factory: pytest.TempPathFactory, lab: Lab, make: Make, screenshots: Path
) -> None:
    """The server gives up restarting: the chat says what helps, and a new kernel answers."""
    name = make(LOAD)
    options = ("--SciAssist.model=test", "--AsyncIOLoopKernelRestarter.restart_limit=0")
    server = Lab(lab.folder, tmp_path_factory.mktemp("mortal"), options)
    server.start()
    try:
        notebook, chat = opened(page, server, name)
        chat.type(ROWS)
        chat.computed(1)
        notebook.close_dialogs("died")
        os.kill(kernel_of(notebook), signal.SIGKILL)
        going = chat.root.locator(".jp-sciassist-going")
        expect(going).to_have_text(re.compile("^The kernel died. Restart it from the Kernel menu."))
        chat.line.fill(TYPED)
        expect(chat.button("Send")).to_have_attribute("aria-disabled", "true")
        chat.line.press("Enter")
        at_rest(chat)
        expect(chat.said).to_have_count(1)
        page.screenshot(path=screenshots / "chat-kernel-dead.png")
        notebook.start_kernel()
        notebook.run("load_penguins")
        answers(chat, 2)
    finally:
        server.stop()


def test_no_kernel_then_one(page: Page, lab: Lab, make: Make, screenshots: Path) -> None:
    notebook, chat = opened(page, lab, make(LOAD))
    chat.type(ROWS)
    chat.computed(1)
    notebook.shut_kernel_down()
    going = chat.root.locator(".jp-sciassist-going")
    expect(going).to_have_text("No kernel. Choose a kernel for this notebook.")
    chat.line.fill(TYPED)
    chat.line.press("Enter")
    at_rest(chat)
    page.screenshot(path=screenshots / "chat-no-kernel.png")
    chat.said.hover()
    chat.button("Retry").click()
    expect(chat.replies).to_contain_text(str(len(BIRDS)))
    notebook.start_kernel()
    notebook.run("load_penguins")
    answers(chat, 2)


def test_a_variable_deleted_since(page: Page, lab: Lab, make: Make, screenshots: Path) -> None:
    notebook, chat = opened(page, lab, make(LOAD, "del penguins"))
    answers(chat, 1)
    notebook.run("del penguins")
    chat.type("What is the mean body_mass_g in penguins?")
    reply = chat.whole(2)
    page.screenshot(path=screenshots / "chat-deleted.png")
    expect(reply).to_contain_text("There is no variable penguins in the kernel now")
    expect(reply.get_by_role("link")).to_have_count(0)
    notebook.run("load_penguins")
    chat.type("What is the mean body_mass_g in penguins?")
    expect(chat.computed(3)).to_contain_text(f"{BIRDS['body_mass_g'].mean():.6g}")


def test_a_closed_page_lets_the_model_go(page: Page, lab: Lab, make: Make) -> None:
    name = make(LOAD)
    left = page.context.new_page()
    _, chat = opened(left, lab, name)
    writing(chat)
    before = lab.request("sciassist/status")
    assert before["queue"] == 1
    left.close()
    lab.wait(lambda: lab.request("sciassist/status")["queue"] == 0)
    # Only an answer that came to its end tells a speed.
    assert lab.request("sciassist/status")["speed"] == before["speed"]
    Notebook.open(page, lab, name)
    chat = Chat.open(page)
    expect(chat.said).to_have_text(LONG, timeout=60 * SECONDS)
    expect(chat.root.get_by_text("This was not answered.")).to_be_visible()
    answers(chat, 1)


def test_the_server_goes_and_comes_back(
    page: Page, lab: Lab, make: Make, screenshots: Path
) -> None:
    notebook, chat = opened(page, lab, make(LOAD))
    notebook.close_dialogs("Server Connection Error")
    chat.type(ROWS)
    chat.computed(1)
    writing(chat)
    lab.kill()
    going = chat.root.locator(".jp-sciassist-going")
    expect(going).to_have_text(re.compile("The connection to the kernel is lost.*what you typed"))
    expect(chat.line).to_have_value(TYPED)
    page.screenshot(path=screenshots / "chat-server-gone.png")
    lab.start()
    at_rest(chat)
    expect(chat.root.get_by_text("The Jupyter server does not answer.")).to_have_count(0)
    expect(chat.root.get_by_role("alert")).to_contain_text(WENT)
    page.screenshot(path=screenshots / "chat-server-back.png")
    notebook.start_kernel()
    notebook.run("load_penguins")
    count = chat.replies.count()
    answers(chat, count + 1)
    page.reload()
    chat = Chat.open(page)
    expect(chat.said).to_have_text([ROWS, LONG, ROWS], timeout=60 * SECONDS)


def test_without_a_model_the_rest_is_there_and_what_is_missing_is_said(
    page: Page, tmp_path_factory: pytest.TempPathFactory, lab: Lab, make: Make, screenshots: Path
) -> None:
    """Its file was never fetched."""
    name = make(LOAD)
    empty = tmp_path_factory.mktemp("no-models")
    options = ("--SciAssist.model=default", f"--SciAssist.model_dir={empty}")
    server = Lab(lab.folder, tmp_path_factory.mktemp("bare"), options)
    server.start()
    try:
        _, chat = opened(page, server, name)
        header = chat.root.locator(".jp-sciassist-header")
        expect(header).to_contain_text("No language model: answers are computed, without comments.")
        reply = chat.ask("What is the mean body_mass_g for island = Dream?")
        wanted = BIRDS.loc[BIRDS["island"] == "Dream", "body_mass_g"].mean()
        expect(reply).to_contain_text("computed from your data")
        expect(reply).to_contain_text(f"{wanted:.6g}")
        reply = chat.ask(LONG)
        expect(reply).to_contain_text("no model answers it")
        expect(reply).to_contain_text("jupyter sciassist model fetch")
        reply = chat.ask("/model")
        expect(reply).to_contain_text("not there")
        expect(reply).to_contain_text("jupyter sciassist model fetch")
        chat.line.fill(TYPED)
        at_rest(chat)
        expect(chat.root.get_by_role("alert")).to_have_count(0)
        page.screenshot(path=screenshots / "chat-no-model.png")
    finally:
        server.stop()
