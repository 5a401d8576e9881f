"""The conversation, with a real kernel, a real server and the real model process."""

from __future__ import annotations

from pathlib import Path

import pytest
from palmerpenguins import load_penguins
from playwright.sync_api import Page, expect

from tests.ui.chat import Chat
from tests.ui.lab import Lab
from tests.ui.notebook import Notebook
from tests.ui.panel import Panel

BIRDS = load_penguins()


@pytest.fixture
def notebook(page: Page, lab: Lab) -> Notebook:
    """The example with its table loaded."""
    opened = Notebook.open(page, lab, "first_look.ipynb")
    opened.run("load_penguins")
    return opened


def test_a_value(notebook: Notebook, screenshots: Path) -> None:
    page = notebook.page
    Panel(page).widen()
    chat = Chat.open(page)
    expect(chat.root.get_by_role("list", name="To begin with")).to_be_visible()
    page.wait_for_timeout(3000)
    page.screenshot(path=screenshots / "chat-empty.png")
    reply = chat.ask("What is the mean body_mass_g for island = Dream?")
    page.screenshot(path=screenshots / "chat-value.png")
    wanted = BIRDS.loc[BIRDS["island"] == "Dream", "body_mass_g"].mean()
    expect(reply).to_contain_text(f"{wanted:.6g}")
