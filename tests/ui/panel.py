"""The assistant's panel as a reader or a screen reader meets it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.ui.notebook import SECONDS


class Panel:
    """The region in the right side bar."""

    def __init__(self, page: Page) -> None:
        self.root = page.get_by_role("region", name="Research Assistant", exact=True)

    @property
    def cards(self) -> Locator:
        return self.root.get_by_role("list", name="Suggestions").locator("> li")

    @property
    def asserted(self) -> Locator:
        """The cards that are established."""
        return self.root.locator('li[data-asserted="true"]')

    @property
    def status(self) -> Locator:
        return self.root.get_by_role("status")

    def card(self, *words: str) -> Locator:
        """The first card that holds all the words."""
        found = self.cards
        for word in words:
            found = found.filter(has_text=word)
        return found.first

    def wait_for_cards(self) -> None:
        """Until a scan has come to its end with cards."""
        expect(self.cards.first).to_be_visible(timeout=60 * SECONDS)
        expect(self.root.get_by_role("button", name="Stop")).to_be_disabled(timeout=60 * SECONDS)

    def titles(self) -> list[str]:
        """Titles of the cards, in the order of the list."""
        return [card.get_by_role("button").first.inner_text() for card in self.cards.all()]

    def evidence(self, card: Locator) -> dict[str, str]:
        """Open the card; the names and values of its whole evidence."""
        title = card.get_by_role("button").first
        if title.get_attribute("aria-expanded") != "true":
            title.click()
        expect(card.locator("dl")).to_be_visible()
        names, values = card.locator("dl dt"), card.locator("dl dd")
        return dict(zip(names.all_inner_texts(), values.all_inner_texts(), strict=True))

    def widen(self) -> None:
        """Close the left side bar and drag the panel's edge, as a reader would."""
        page = self.root.page
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        edge = self.root.bounding_box()
        assert edge is not None
        page.mouse.move(edge["x"] - 1, edge["y"] + 300)
        page.mouse.down()
        page.mouse.move(edge["x"] - 170, edge["y"] + 300, steps=5)
        page.mouse.up()

    def accept(self, card: Locator) -> None:
        """Click Accept and wait until the card says that it is on record."""
        card.get_by_role("button", name="Accept", exact=True).click()
        expect(card).to_have_attribute("data-status", "accepted")
