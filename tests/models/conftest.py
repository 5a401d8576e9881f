"""The smallest real model, fetched once into the user's folder of models, and a worker on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_sciassist.models import fetching
from jupyter_sciassist.models.client import WorkerModel
from tests.models.llama_server import serving

# As in the model process: threads of llama.cpp that spin bring a busy machine to a stop.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


@pytest.fixture(scope="session")
def model_file() -> Path:
    return fetching.fetch("test")


@pytest.fixture
def worker(model_file: Path) -> Iterator[WorkerModel]:
    model = WorkerModel(model_file)
    yield model
    model.close()


@pytest.fixture(scope="module")
def llama_server(model_file: Path) -> Iterator[str]:
    """The address of llama.cpp's own server with that model."""
    with serving(model_file) as address:
        yield address
