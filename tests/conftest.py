"""Shared by all tests: the Jupyter server plug-in, and what is not run without the suite."""

from __future__ import annotations

import os

import pytest

from jupyter_sciassist.models import prefixes
from tests.others.packages import REASON

pytest_plugins = ["pytest_jupyter.jupyter_server"]

SUITE = "SCIASSIST_SUITE"
os.environ.setdefault("MPLBACKEND", "Agg")  # figures of cells open no window


@pytest.fixture(autouse=True)
def own_data_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions that could not be written wait in the test's own folder, and so do states of prompts."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder / "jupyter"))
    monkeypatch.setattr(prefixes, "folder", lambda: folder / "prefixes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get(SUITE):
        return
    for item in items:
        if item.get_closest_marker("suite"):
            item.add_marker(pytest.mark.skip(reason=f"{SUITE} is not set"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(SUITE in str(report.longrepr) for report in skipped)
    _tell_others(terminalreporter, skipped)
    if left_out:
        terminalreporter.write_line(f"{left_out} benchmark suite tests not run: set {SUITE}.")


def _tell_others(
    terminalreporter: pytest.TerminalReporter, skipped: list[pytest.TestReport]
) -> None:
    """How many tests inside packages of others were not run here."""
    count = sum(REASON in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(
            f"{count} tests inside Jupyter AI and MCP not run: make others."
        )
