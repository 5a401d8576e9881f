"""Imports point down, the edges stay at the edge, and importing the package loads nothing heavy."""

import json
import subprocess
import sys

from tests.tracked import ROOT

HEAVY = (
    "numpy",
    "scipy",
    "pandas",
    "IPython",
    "ipywidgets",
    "jupyter_server",
    "tornado",
    "llama_cpp",
)
LOADED = "import json, sys; import jupyter_sciassist{}; print(json.dumps(sorted(sys.modules)))"


def modules_after(imported: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(imported)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_layers_hold() -> None:
    """Without the linter's cache, which was seen to keep what is no longer so."""
    lint = "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"
    command = [sys.executable, "-c", lint]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert sorted(modules_after("") & set(HEAVY)) == []


def test_records_need_the_standard_library_only() -> None:
    assert sorted(modules_after(".records") & set(HEAVY)) == []


def test_the_door_needs_no_server_and_no_notebook() -> None:
    edges = {"IPython", "ipywidgets", "anywidget", "jupyter_server", "tornado", "llama_cpp"}
    assert sorted(modules_after(".door") & edges) == []
