"""The chat as a reader or a screen reader meets it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.ui.notebook import SECONDS


class Chat:
    """The region in the side bar, or the one in a tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.get_by_role("region", name="Chat", exact=True)

    @classmethod
    def open(cls, page: Page) -> Chat:
        """Show the chat in the side bar, as its icon or the palette does."""
        page.evaluate("() => window.jupyterapp.commands.execute('sciassist:open-chat')")
        opened = cls(page)
        expect(opened.line).to_be_visible(timeout=60 * SECONDS)
        return opened

    @property
    def line(self) -> Locator:
        """Where a message is typed."""
        return self.root.get_by_role("combobox", name="Message").last

    @property
    def log(self) -> Locator:
        return self.root.get_by_role("log", name="Conversation")

    @property
    def replies(self) -> Locator:
        return self.root.locator(".jp-sciassist-reply")

    @property
    def said(self) -> Locator:
        """What the person said."""
        return self.root.locator(".jp-sciassist-said")

    @property
    def stop(self) -> Locator:
        return self.root.get_by_role("button", name="Stop", exact=True)

    @property
    def send(self) -> Locator:
        return self.root.get_by_role("button", name="Send", exact=True)

    def type(self, text: str) -> None:
        """Type a message and send it with Enter."""
        self.line.fill(text)
        expect(self.send).to_have_attribute("aria-disabled", "false", timeout=60 * SECONDS)
        self.line.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send a message and wait until its reply is whole; the reply."""
        count = self.replies.count()
        self.type(text)
        expect(self.replies).to_have_count(count + 1, timeout=60 * SECONDS)
        self.wait()
        return self.replies.last

    def wait(self) -> None:
        """Until nothing is awaited."""
        expect(self.send).to_be_visible(timeout=60 * SECONDS)
