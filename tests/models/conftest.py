"""The smallest real model, fetched once into the user's folder of models, and a worker on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel


@pytest.fixture(scope="session")
def model_file() -> Path:
    return fetching.fetch("test")


@pytest.fixture
def worker(model_file: Path) -> Iterator[WorkerModel]:
    model = WorkerModel(model_file)
    yield model
    model.close()
