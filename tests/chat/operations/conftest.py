"""A kernel's engine over the penguins, without a server or a model."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from palmerpenguins import load_penguins

from jupyter_sciassist.kernel.engine import Engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    shell = SimpleNamespace(user_ns={"penguins": load_penguins()}, user_ns_hidden={})
    own = Engine(lambda: shell)
    yield own
    own.stop()
