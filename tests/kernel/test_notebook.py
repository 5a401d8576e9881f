"""A notebook with magics, run by nbclient as a co-author would run it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from jupyter_sciassist.provenance.verify import verify

CELLS = [
    "%load_ext jupyter_sciassist",
    "import pandas as pd\n"
    "dose = [(i * 37 % 60) / 7 for i in range(60)]\n"
    "df = pd.DataFrame({'dose': dose, 'response': [2 * d + i % 11 for i, d in enumerate(dose)]})",
    "%sci suggest df --top 3",
    "%sci accept 1",
    "%%sci suggest df\nPlants in a greenhouse; the {dose} is in mg.",
]


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "study.ipynb"
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(book, path)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    nbformat.write(book, path)
    return path


def test_an_executed_notebook_has_a_sidecar_that_verifies(notebook: Path) -> None:
    sidecar = notebook.with_name("study.ipynb.prov.jsonl")
    assert verify(sidecar).exit_code() == 0
    lines = [json.loads(line)["core"] for line in sidecar.read_text().splitlines()]
    assert [line["type"] for line in lines] == [
        "log.created",
        "session.opened",
        "suggestion.accepted",
        "tests.counted",
    ]
    book = nbformat.read(notebook, as_version=4)
    listing = book.cells[2].outputs[0]
    assert listing.output_type == "display_data"
    assert "  1. response rises with dose" in listing.data["text/plain"]
    assert "<ol" in listing.data["text/html"]
    assert f"On record in {sidecar}" in book.cells[3].outputs[0].text
    assert "response rises with dose (accepted)" in book.cells[4].outputs[0].data["text/plain"]
