"""The chat as a reader or a screen reader meets it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.ui.notebook import SECONDS

PLACE = "#jupyter-sciassist-chat"
# A model that shares two cores with everything else writes slowly.
PATIENCE = 180 * SECONDS


class Chat:
    """The region in the side bar, or another one."""

    def __init__(self, page: Page, place: str = PLACE) -> None:
        self.page = page
        self.place = place
        self.root = page.locator(place)

    @classmethod
    def open(cls, page: Page) -> Chat:
        """Show the chat in the side bar, as its icon or the palette does, its kernel being there."""
        page.wait_for_function(
            "() => window.jupyterapp?.commands.hasCommand('sciassist:open-chat')",
            timeout=60 * SECONDS,
        )
        # Until then JupyterLab puts its side bars as they were.
        page.evaluate("async () => { await window.jupyterapp.restored; }")
        page.evaluate("() => window.jupyterapp.commands.execute('sciassist:open-chat')")
        opened = cls(page)
        expect(opened.line).to_be_focused(timeout=60 * SECONDS)
        expect(opened.root.get_by_text("Reaching the kernel")).to_have_count(0)
        return opened

    @property
    def log(self) -> Locator:
        return self.root.get_by_role("log", name="Conversation")

    @property
    def line(self) -> Locator:
        """Where a message is typed."""
        return self.root.locator(".jp-sciassist-foot").get_by_role("combobox", name="Message")

    @property
    def replies(self) -> Locator:
        return self.root.locator(".jp-sciassist-reply")

    @property
    def said(self) -> Locator:
        """What the person said."""
        return self.root.locator(".jp-sciassist-message")

    def button(self, name: str) -> Locator:
        """The last button of that name."""
        return self.root.get_by_role("button", name=name, exact=True).last

    def type(self, text: str) -> None:
        """Type a message and send it with Enter."""
        self.line.fill(text)
        expect(self.button("Send")).to_have_attribute(
            "aria-disabled", "false", timeout=60 * SECONDS
        )
        self.line.press("Enter")
        expect(self.line).to_have_value("")

    def ask(self, text: str) -> Locator:
        """Send a message and wait until its reply is whole; the reply."""
        count = self.replies.count()
        self.type(text)
        return self.whole(count + 1)

    def whole(self, count: int) -> Locator:
        """Wait until so many replies are there and nothing is awaited; the last of them."""
        expect(self.replies).to_have_count(count, timeout=PATIENCE)
        expect(self.button("Send")).to_be_visible(timeout=PATIENCE)
        return self.replies.last

    def computed(self, count: int) -> Locator:
        """Wait for what code states in the last of so many replies, and do without the model's comment."""
        expect(self.replies).to_have_count(count, timeout=PATIENCE)
        expect(self.replies.last.locator(".jp-sciassist-stated").first).to_be_visible()
        # It may end by itself at this moment.
        self.page.evaluate(
            "place => document.querySelector(`${place} .jp-sciassist-stop`)?.click()", self.place
        )
        return self.whole(count)

    def retry(self) -> None:
        """Ask for the last reply anew, and wait until the old one is gone."""
        old = self.replies.last.element_handle()
        self.button("Retry").click()
        self.page.wait_for_function("reply => !reply.isConnected", arg=old)
