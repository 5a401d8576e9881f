"""A terminal in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel import kernels
from tests.kernel.kernels import Panel
from tests.kernel.shells import Kernel
from tests.kernel.speaking import Script, served
from tests.kernel.test_comm import DATA


@pytest.fixture(scope="module")
def started() -> Iterator[Panel]:
    """A kernel with a table, and a panel beside it."""
    with kernels.kernel() as one:
        one.run(DATA + "%load_ext jupyter_sciassist")
        one.attach()
        yield one


@pytest.fixture
def script(started: Panel) -> Iterator[Script]:
    """What the model of that kernel's server says."""
    with served(started, Script()) as made:
        yield made


@pytest.fixture(autouse=True)
def no_model_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell without a server would start the model that somebody may have fetched."""
    monkeypatch.setenv("SCIASSIST_MODEL_POLICY", "force-off")


@pytest.fixture
def kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Kernel]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    one = Kernel(capsys)
    yield one
    one.engine.stop()


@pytest.fixture
def sidecar(tmp_path: Path) -> Path:
    return tmp_path / "ipython.prov.jsonl"
