"""Shared by all tests: the Jupyter server plug-in, and what is not run without the suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_sciassist.models import prefixes
from tests.others.packages import REASON

pytest_plugins = ["pytest_jupyter.jupyter_server"]

SUITE = "SCIASSIST_SUITE"
# The files that take longest go first, so that no process is left with one when the others are done.
FIRST = (
    "test_suite_cells.py", "methods/test_corpus.py", "test_packaging.py", "test_binder.py",
    "models/test_client.py", "server/test_worker.py", "independent/test_independent.py",
    "kernel/test_comm.py", "test_examples.py", "analyses/test_cells.py", "test_suite.py",
    "analyses/test_noise.py", "server/test_soak.py", "profiles/test_dask.py",
)  # fmt: skip
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
    items.sort(key=_turn)
    if os.environ.get(SUITE):
        return
    for item in items:
        if item.get_closest_marker("suite"):
            item.add_marker(pytest.mark.skip(reason=f"{SUITE} is not set"))


def _turn(item: pytest.Item) -> int:
    name = item.path.relative_to(Path(__file__).parent).as_posix()
    return FIRST.index(name) if name in FIRST else len(FIRST)


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
