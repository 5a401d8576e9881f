"""The offline promise: a browser, a server and a kernel at work, and not one packet leaves."""

from __future__ import annotations

import socket

from playwright.sync_api import Page

from tests.ui.lab import Lab
from tests.ui.notebook import Notebook
from tests.ui.sink import Sink


def test_the_sink_counts_what_would_leave(sink: Sink) -> None:
    before = len(sink.packets)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        outward.sendto(b"anybody?", ("198.51.100.7", 9))
    while len(sink.packets) == before:
        pass
    assert sink.destinations()[before:] == ["198.51.100.7 port 9"]
    del sink.packets[before:]


def test_opening_and_running_sends_nothing(page: Page, lab: Lab, sink: Sink) -> None:
    notebook = Notebook.open(page, lab, "first_look.ipynb")
    notebook.run("load_penguins")
    assert "Adelie" in notebook.output("load_penguins")
    assert sink.destinations() == []
