"""Several notebooks in one window, and connections that break: the panel follows what is before the person."""

from __future__ import annotations

import time

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.ui.lab import Lab
from tests.ui.notebook import SECONDS, TABLE, Make, Notebook
from tests.ui.panel import Panel


def opened_beside(page: Page, lab: Lab, first: str, second: str) -> Notebook:
    """Open `second` by its address in the workspace that holds `first` already."""
    Notebook.open(page, lab, first)
    deadline = time.monotonic() + 60
    while first not in str(lab.request("lab/api/workspaces/default")):
        assert time.monotonic() < deadline, "the workspace is not saved"
        page.wait_for_timeout(100)
    page.goto(lab.url(second).removesuffix("&reset"))
    expect(page.get_by_role("tab", name=first)).to_be_visible(timeout=60 * SECONDS)
    opened = Notebook(page)
    expect(opened.cell("people")).to_be_visible(timeout=60 * SECONDS)
    opened.wait_for_idle()
    return opened


def test_a_notebook_opened_by_its_address_beside_another(page: Page, lab: Lab, make: Make) -> None:
    first = make("x = 1")
    (lab.folder / first).rename(lab.folder / "first.ipynb")
    notebook = opened_beside(page, lab, "first.ipynb", make(TABLE))
    notebook.run("people")
    Panel(page).wait_for_cards()
    expect(Panel(page).root.get_by_text("Questions need a Python kernel")).to_have_count(0)


def test_a_connection_that_breaks_while_the_kernel_is_reached(
    page: Page, lab: Lab, make: Make
) -> None:
    """What was sent is lost with the connection; it is sent anew when there is one again."""
    cut: list[str] = []

    def through(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def sent(message: str | bytes) -> None:
            raw = message if isinstance(message, bytes) else message.encode()
            if not cut and b"jupyter_sciassist.kernel.attach" in raw:
                cut.append(route.url)
                route.close(code=1011, reason="ping timeout")
            else:
                server.send(message)

        route.on_message(sent)

    page.route_web_socket("**/api/kernels/*/channels*", through)
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.run("people")
    Panel(page).wait_for_cards()
    assert len(cut) == 1
