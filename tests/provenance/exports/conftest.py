"""A notebook with its log, made once: what the exports are made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_sciassist.provenance.exports.reading import Reading, reading
from tests.provenance.exports.logs import full_log

NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="session")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook whose name has a space, a hash, a per cent sign and an accent."""
    path = tmp_path_factory.mktemp("full") / "a b#1 50% é.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    full_log(path.with_name(path.name + ".prov.jsonl"))
    return path


@pytest.fixture(scope="session")
def full(notebook: Path) -> Reading:
    return reading(notebook)
