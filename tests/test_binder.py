"""What Binder does with `binder/`, in a fresh environment; the smallest model for the small one."""

from __future__ import annotations

import json
import os
import venv
from importlib.metadata import version as version_of
from pathlib import Path

import pytest

from tests.clones import copy_to, run, state_of
from tests.tracked import ROOT, tracked

BINDER = ROOT / "binder"


def test_a_compiler_comes_from_debian() -> None:
    assert "build-essential" in (BINDER / "apt.txt").read_text().split()


def test_post_build_can_be_executed() -> None:
    assert os.access(BINDER / "postBuild", os.X_OK)
    assert (BINDER / "postBuild").read_text().startswith("#!/bin/bash\n")


def test_the_example_is_there() -> None:
    assert "examples/first_look.ipynb" in tracked()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, str]:
    """A fresh environment after requirements.txt and postBuild, and what postBuild printed."""
    clone = copy_to(tmp_path_factory.mktemp("clone"))
    folder = tmp_path_factory.mktemp("binder")
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    required = clone / "binder" / "requirements.txt"
    run(
        programs / "python", "-m", "pip", "install", "-q", "--no-compile", "-r", required, cwd=clone
    )
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    home = {"PATH": path, "JUPYTER_CONFIG_DIR": str(folder / "config"), "SCIASSIST_MODEL": "test"}
    return programs, run(clone / "binder" / "postBuild", cwd=clone, **home)


def test_both_extensions_are_ok(built: tuple[Path, str]) -> None:
    version = version_of("jupyter_sciassist")
    found = state_of(built[1], "sciassist")
    assert f"jupyter_sciassist {version} OK" in found
    assert f"jupyter-sciassist v{version} enabled OK" in found


def test_the_model_and_its_runtime_are_there(built: tuple[Path, str]) -> None:
    programs = built[0]
    where = run(programs / "jupyter", "sciassist", "model", "path", "test", cwd=programs)
    assert Path(where.strip()).is_file()
    run(programs / "python", "-c", "import llama_cpp, palmerpenguins", cwd=programs)


def test_the_server_is_told_which_model(built: tuple[Path, str]) -> None:
    written = built[0].parent / "etc" / "jupyter" / "jupyter_server_config.json"
    assert json.loads(written.read_text()) == {"SciAssist": {"model": "test"}}
