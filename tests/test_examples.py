"""The example, run as it stands in a real kernel; its records verified from outside."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.tracked import ROOT

EXAMPLE = ROOT / "examples" / "first_look.ipynb"
SIDECAR = "first_look.ipynb.prov.jsonl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The folder of a copy of the example after a run from top to bottom."""
    place = tmp_path_factory.mktemp("example")
    notebook = place / EXAMPLE.name
    shutil.copy(EXAMPLE, notebook)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JPY_SESSION_NAME", str(notebook))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        patch.delenv("JPY_PARENT_PID", raising=False)
        ran = nbformat.read(notebook, as_version=4)
        NotebookClient(ran, timeout=120, resources={"metadata": {"path": str(place)}}).execute()
    nbformat.write(ran, notebook)
    return place


def output(folder: Path, cell_id: str) -> str:
    """All plain text that a cell put out."""
    notebook = nbformat.read(folder / EXAMPLE.name, as_version=4)
    cell = next(cell for cell in notebook.cells if cell["id"] == cell_id)
    texts = [
        item.get("text") or item.get("data", {}).get("text/plain", "") for item in cell.outputs
    ]
    return "\n".join(texts)


def records(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / SIDECAR).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("jupyter-sciassist")
    command = [str(program), "verify", str(folder / SIDECAR)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_example_is_stored_without_outputs() -> None:
    notebook = nbformat.read(EXAMPLE, as_version=4)
    nbformat.validate(notebook)
    assert [cell["id"] for cell in notebook.cells if cell.get("outputs")] == []


def test_the_table_is_shown(folder: Path) -> None:
    assert "Adelie" in output(folder, "load")


def test_the_suggestions_hold_the_reversal(folder: Path) -> None:
    shown = output(folder, "magics")
    assert "bill_depth_mm" in shown
    assert "reverse" in shown


def test_the_first_suggestion_is_accepted_and_on_record(folder: Path) -> None:
    assert output(folder, "accept").startswith("Accepted: ")
    kinds = [record["core"]["type"] for record in records(folder)]
    assert kinds == ["log.created", "session.opened", "suggestion.accepted"]


def test_the_log_verifies(folder: Path) -> None:
    done = verify(folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_flipped_byte_is_found(folder: Path) -> None:
    sidecar = folder / SIDECAR
    whole = sidecar.read_bytes()
    middle = whole.index(b"suggestion.accepted")
    sidecar.write_bytes(whole[:middle] + b"t" + whole[middle + 1 :])
    try:
        assert verify(folder).returncode == 1
    finally:
        sidecar.write_bytes(whole)
