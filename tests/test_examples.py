"""The examples, run as they stand in a real kernel; their records verified from outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.tracked import ROOT

EXAMPLES = ROOT / "examples"
FIRST, BUMP, FLARES = "first_look.ipynb", "bump_hunt.ipynb", "solar_flares.ipynb"


def run(name: str, place: Path, *changes: tuple[str, str]) -> Path:
    """A copy of an example in `place` after a run from top to bottom; `changes` replace pieces of its code."""
    notebook = place / name
    shutil.copy(EXAMPLES / name, notebook)
    for change in changes:
        text = notebook.read_text(encoding="utf-8")
        assert change[0] in text
        notebook.write_text(text.replace(*change), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JPY_SESSION_NAME", str(notebook))
        patch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        patch.delenv("JPY_PARENT_PID", raising=False)
        ran = nbformat.read(notebook, as_version=4)
        NotebookClient(ran, timeout=120, resources={"metadata": {"path": str(place)}}).execute()
    nbformat.write(ran, notebook)
    return notebook


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    return run(FIRST, tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def bump(tmp_path_factory) -> Path:
    return run(BUMP, tmp_path_factory.mktemp("bump"))


@pytest.fixture(scope="module")
def flares(tmp_path_factory) -> Path:
    pytest.importorskip("sunkit_instruments", reason="needs the astronomy extra")
    return run(FLARES, tmp_path_factory.mktemp("flares"))


def output(notebook: Path, cell_id: str) -> str:
    """All plain text that a cell put out."""
    cells = nbformat.read(notebook, as_version=4).cells
    cell = next(cell for cell in cells if cell["id"] == cell_id)
    texts = [
        item.get("text") or item.get("data", {}).get("text/plain", "") for item in cell.outputs
    ]
    return "\n".join(texts)


def sidecar(notebook: Path) -> Path:
    return notebook.with_name(f"{notebook.name}.prov.jsonl")


def records(notebook: Path) -> list[dict[str, Any]]:
    lines = sidecar(notebook).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def kinds(notebook: Path) -> list[str]:
    return [record["core"]["type"] for record in records(notebook)]


def verify(notebook: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("jupyter-sciassist")
    command = [str(program), "verify", str(sidecar(notebook))]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("name", [FIRST, BUMP, FLARES])
def test_examples_are_stored_without_outputs(name: str) -> None:
    notebook = nbformat.read(EXAMPLES / name, as_version=4)
    nbformat.validate(notebook)
    assert [cell["id"] for cell in notebook.cells if cell.get("outputs")] == []


def test_the_table_is_shown(first: Path) -> None:
    assert "Adelie" in output(first, "load")


def test_the_suggestions_hold_the_reversal(first: Path) -> None:
    shown = output(first, "magics")
    assert "bill_depth_mm" in shown
    assert "reverse" in shown


def test_the_first_suggestion_is_accepted_and_on_record(first: Path) -> None:
    assert output(first, "accept").startswith("Accepted: ")
    assert kinds(first)[:3] == ["log.created", "session.opened", "suggestion.accepted"]
    assert set(kinds(first)[3:]) <= {"tests.counted"}


def test_the_log_verifies(first: Path) -> None:
    done = verify(first)
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_flipped_byte_is_found(first: Path) -> None:
    log = sidecar(first)
    whole = log.read_bytes()
    middle = whole.index(b"suggestion.accepted")
    log.write_bytes(whole[:middle] + b"t" + whole[middle + 1 :])
    try:
        assert verify(first).returncode == 1
    finally:
        log.write_bytes(whole)


def test_the_planted_resonance_is_found_and_accepted(bump: Path) -> None:
    shown = output(bump, "suggest")
    assert "near Z" in shown
    assert "clear" in shown
    accepted = output(bump, "accept")
    assert accepted.startswith("Accepted: pairs peak at a mass of 91")
    assert output(bump, "confirm").startswith("Supported: pairs peak at a mass of 91")
    assert {"suggestion.accepted", "suggestion.confirmed"} <= set(kinds(bump))
    assert verify(bump).returncode == 0


def test_without_a_resonance_none_is_confirmed(tmp_path: Path) -> None:
    """The same background alone: what its answer lists first is no supported peak."""
    notebook = run(BUMP, tmp_path, ("rng.normal(91.2, 1.5, 700)", "rng.normal(91.2, 1.5, 0)"))
    assert "(clear), near Z" not in output(notebook, "ask")
    assert "Supported: pairs peak" not in output(notebook, "confirm")


@pytest.mark.suite
@pytest.mark.parametrize("name", ["Zmumu_Run2011A.csv", "Zee_Run2011A.csv"])
def test_the_same_cells_run_on_a_file_of_real_events(tmp_path: Path, name: str) -> None:
    events = Path(os.environ["SCIASSIST_SUITE"]).parent / "data" / "cms" / name
    notebook = run(BUMP, tmp_path, ("path = None", f"path = '{events}'"))
    assert output(notebook, "accept").startswith("Accepted: pairs peak at a mass of 90.")
    assert output(notebook, "confirm").startswith("Supported: pairs peak at a mass of 90.")
    assert "fit poor" in json.dumps(records(notebook))
    assert verify(notebook).returncode == 0


def test_the_great_flare_is_found_on_both_satellites(flares: Path) -> None:
    assert "class X12.9" in output(flares, "suggest")
    assert "2017-09-10 16:06:00" in output(flares, "suggest")
    assert output(flares, "confirm").startswith("Supported: flare of class X12.9")
    assert "new rows of _goes15" in output(flares, "confirm")
    assert output(flares, "accept").startswith("Accepted: flare of class X12.9")
    assert {"suggestion.accepted", "suggestion.confirmed"} <= set(kinds(flares))
    assert verify(flares).returncode == 0
