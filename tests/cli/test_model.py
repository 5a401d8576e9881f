from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.cli.model import Bar
from jupyter_sciassist.models import catalogue, fetching

# Found before a test names a folder of its own.
FOLDER = catalogue.folder()


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCIASSIST_MODEL_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


def test_list_names_every_model_and_whether_it_is_here(models, capsys):
    models.mkdir()
    known = catalogue.entry("small")
    with (models / known.file).open("wb") as file:
        file.truncate(known.bytes)
    assert main(["model", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [
        ["qwen2.5-coder-1.5b", "default"],
        ["qwen2.5-coder-0.5b", "small"],
        ["smollm2-135m", "test"],
    ]
    assert [line.endswith("not fetched") for line in lines[:3]] == [True, False, True]
    assert lines[3] == f"folder: {models}"


def test_path_of_a_model_that_is_not_here_is_an_error_with_the_cure(capsys):
    assert main(["model", "path", "test"]) == 2
    assert "jupyter sciassist model fetch smollm2-135m" in capsys.readouterr().err


@pytest.mark.model
def test_fetch_then_path_through_the_command(models, capsys):
    """In a folder of its own: the file that every test uses is linked there, so it is only checked."""
    models.mkdir()
    known = catalogue.entry("test")
    shared = fetching.fetch_entry(known, FOLDER)
    (models / known.file).symlink_to(shared)
    for verb in ("fetch", "path"):
        done = subprocess.run(
            [sys.executable, "-m", "jupyter", "sciassist", "model", verb, "test"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1].endswith(known.file)


def test_an_unknown_model_is_refused(capsys):
    assert main(["model", "fetch", "gpt"]) == 2
    assert "no model named 'gpt'" in capsys.readouterr().err


def test_the_bar_ends_with_a_line_in_a_log(capsys):
    bar = Bar("Some model")
    for done in range(0, 101, 10):
        bar(done * 10**6, 100 * 10**6)
    bar.end()
    assert capsys.readouterr().err.splitlines() == ["Some model: 100 of 100 MB"]
