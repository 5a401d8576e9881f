"""A notebook as its reader sees it: open, run, read the cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.ui.lab import Lab

SECONDS = 1000
TABLE = """
import numpy as np, pandas as pd
height = np.linspace(150, 200, 80)
noise = np.random.default_rng(1).normal(size=80)
people = pd.DataFrame({"height": height, "weight": height * 0.9 - 80 + 5 * noise})
""".strip()

Make = Callable[..., str]


class Notebook:
    """The notebook that is open in the page's front tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, page: Page, lab: Lab, name: str) -> Notebook:
        """Open a notebook of the server's folder and wait until its kernel is there."""
        page.goto(lab.url(name))
        expect(page.get_by_role("tab", name=Path(name).name)).to_be_visible(timeout=60 * SECONDS)
        opened = cls(page)
        expect(opened.cells.first).to_be_visible(timeout=60 * SECONDS)
        opened.wait_for_idle()
        return opened

    @property
    def cells(self) -> Locator:
        return self.page.locator(".jp-Notebook:visible .jp-Cell")

    def cell(self, source: str) -> Locator:
        """The code cell whose source holds the text."""
        return self.page.locator(".jp-Notebook:visible .jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor", has_text=source)
        )

    def wait_for_idle(self) -> None:
        """Until the notebook's own kernel is connected and has nothing to do."""
        self.page.wait_for_function(
            """() => {
                const session = window.jupyterapp.shell.currentWidget?.sessionContext;
                const kernel = session?.session?.kernel;
                return session?.isReady && kernel?.connectionStatus === "connected"
                    && kernel.status === "idle";
            }""",
            timeout=60 * SECONDS,
        )

    def run(self, source: str) -> None:
        """Click into the cell that holds the text and run it, as Shift + Enter does."""
        editor = self.cell(source).locator(".cm-content").first
        editor.click()
        expect(editor).to_be_focused()
        editor.press("Shift+Enter")
        self.wait_until_run(source)

    def wait_until_run(self, source: str) -> None:
        """Until the cell's prompt shows a number."""
        prompt = self.cell(source).locator(".jp-InputPrompt").first
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=30 * SECONDS)

    def output(self, source: str) -> str:
        """The text that the cell printed."""
        return self.cell(source).locator(".jp-OutputArea").inner_text()

    def shut_kernel_down(self) -> None:
        """As "Shut Down Kernel" of the Kernel menu."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")

    def restart_kernel(self) -> None:
        """As "Restart Kernel" of the Kernel menu, its question answered with yes."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
        )

    def start_kernel(self) -> None:
        """Choose Python in the toolbar's kernel dialog, after JupyterLab saw that its own is gone."""
        self.page.evaluate(
            """async () => {
                await window.jupyterapp.serviceManager.sessions.refreshRunning();
                const session = window.jupyterapp.shell.currentWidget.sessionContext;
                await session.changeKernel({ name: "python3" });
            }"""
        )
        self.wait_for_idle()

    def close_dialogs(self, about: str) -> None:
        """From now on close JupyterLab's dialogs that hold the text, whenever they come."""
        dialog = self.page.locator(".jp-Dialog").filter(has_text=about)
        self.page.add_locator_handler(
            dialog, lambda shown: shown.get_by_role("button").last.click()
        )

    def rename(self, old: str, new: str) -> None:
        """As "Rename" in the file browser."""
        self.page.evaluate(
            "([a, b]) => window.jupyterapp.serviceManager.contents.rename(a, b)", [old, new]
        )
        expect(self.page.get_by_role("tab", name=new)).to_be_visible()

    def command(self, name: str, arguments: dict[str, object] | None = None) -> None:
        """Run a command of JupyterLab, as its menu or palette would."""
        self.page.evaluate(
            """async ([name, arguments]) => {
                await window.jupyterapp.commands.execute(name, arguments ?? {});
            }""",
            [name, arguments],
        )
