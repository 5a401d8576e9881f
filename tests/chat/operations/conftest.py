"""A kernel's engine over the penguins, without a server or a model."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.kernel.engine import Engine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    # no server's model and none of its own: what code states is looked at here, and at once
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    monkeypatch.setenv("SCIASSIST_MODEL_POLICY", "force-off")
    shell = SimpleNamespace(user_ns={"penguins": load_penguins()}, user_ns_hidden={})
    own = Engine(lambda: shell)
    yield own
    own.stop()
