"""The browser tests' stage: a namespace that nothing leaves, a server, a browser, a page.

Run as a call of their own (`pytest tests/ui`): Playwright's plain interface refuses to work where
an asyncio loop is running, and the namespace is entered before any thread is started.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.tracked import ROOT
from tests.ui.lab import Lab
from tests.ui.notebook import Make
from tests.ui.sink import Refused, Sink, enter

sys.path.insert(0, str(ROOT / "tools"))
import browser as chromium

SCREENSHOTS = Path(__file__).parent / "screenshots"
# What Chromium asks for on its own account, with no page open: not this project's doing.
OWN_BUSINESS = (
    "update.googleapis.com", "accounts.google.com", "content-autofill.googleapis.com",
    "android.clients.google.com",
)  # fmt: skip
FLAGS = [
    "--host-resolver-rules=" + ",".join(f"MAP {host} ~NOTFOUND" for host in OWN_BUSINESS),
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def sink() -> Sink:
    try:
        return enter()
    except Refused as refusal:
        pytest.fail(str(refusal), pytrace=False)


@pytest.fixture(scope="session")
def browser(sink: Sink) -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail(f"No browser. {chromium.CURE}", pytrace=False)
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def lab(sink: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server over a fresh folder that holds copies of the examples."""
    folder = tmp_path_factory.mktemp("notebooks")
    for example in (ROOT / "examples").glob("*.ipynb"):
        shutil.copy(example, folder)
    server = Lab(folder, tmp_path_factory.mktemp("home"), ("--SciAssist.model=test",))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1500, "height": 950})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    failed_before = request.session.testsfailed
    yield opened
    if request.session.testsfailed > failed_before:
        opened.screenshot(path=SCREENSHOTS / f"failed-{request.node.name}.png")
    context.close()


@pytest.fixture
def make(lab: Lab, request: pytest.FixtureRequest) -> Make:
    """Write a notebook of the given cells and kernel; its name."""

    def write(*sources: str, kernel: str = "python3") -> str:
        name = f"{request.node.name}.ipynb"
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        spec = {"kernelspec": {"name": kernel, "display_name": kernel, "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=spec), lab.folder / name)
        return name

    return write


@pytest.fixture(scope="session", autouse=True)
def screenshots() -> Path:
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """In the place of pytest-jupyter's, which wants an event loop of its own."""


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """In the place of pytest-jupyter's: Playwright's loop is running."""
