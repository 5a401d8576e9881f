"""The panel over a model behind an address: it says where the model is, and its notes come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jupyter_sciassist.models import catalogue
from tests.models.llama_server import serving
from tests.ui.lab import Lab
from tests.ui.notebook import TABLE, Make, Notebook
from tests.ui.panel import Panel
from tests.ui.sink import Sink

NOTED = 60_000


@pytest.fixture(scope="module")
def lab(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server whose model is llama.cpp's own server on the loopback."""
    with serving(catalogue.resolve("test")) as address:
        options = (f"--SciAssist.model={address}/v1#small-one",)
        folders = (tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home"))
        server = Lab(*folders, options)
        server.start()
        yield server
        server.stop()


def test_the_panel_says_where_the_model_is(
    page: Page, lab: Lab, make: Make, screenshots: Path, sink: Sink
) -> None:
    notebook = Notebook.open(page, lab, make(TABLE))
    notebook.run("people")
    panel = Panel(page)
    host = lab.request("sciassist/status")["model"]["endpoint"]["host"]
    foot = panel.root.locator(".jp-sciassist-model")
    expect(foot).to_contain_text(f"Model: small-one at {host} (this machine)")
    expect(foot).to_have_text(f"Model: small-one at {host} (this machine)", timeout=NOTED)
    page.set_viewport_size({"width": 800, "height": 700})
    cut = "(line) => line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight"
    assert not foot.evaluate(cut), "where the model is must be legible as a whole"
    page.screenshot(path=screenshots / "endpoint.png")
