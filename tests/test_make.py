"""`make lab` and `make test`: arguments reach JupyterLab, what is set up is not set up again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.tracked import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import lab
import steps


@pytest.fixture
def executed(monkeypatch) -> list[list[str]]:
    """The commands that the process would have become."""
    found: list[list[str]] = []
    monkeypatch.setattr(lab.os, "execve", lambda path, command, env: found.append(command))
    monkeypatch.setattr(lab.os, "chdir", lambda path: None)
    monkeypatch.setattr(lab.subprocess, "call", lambda command, env, cwd: 0)
    monkeypatch.setattr(lab, "prepare", lambda model: None)
    return found


def test_arguments_reach_jupyterlab(executed: list[list[str]]) -> None:
    lab.main(["--no-browser", "--port", "9999"])
    example = str(ROOT / "examples" / "first_look.ipynb")
    assert executed[0][1:3] == ["lab", example]
    assert executed[0][3:6] == ["--no-browser", "--port", "9999"]


@pytest.mark.parametrize(("user", "added"), [(0, ["--allow-root"]), (1000, [])])
def test_root_is_allowed_where_it_is_root(executed, monkeypatch, user, added) -> None:
    monkeypatch.setattr(lab.os, "geteuid", lambda: user)
    lab.main([])
    assert executed[0][3:] == added


def test_setup_only_stops_before_jupyterlab(executed: list[list[str]]) -> None:
    assert lab.main(["--setup-only"]) == 0
    assert executed == []


def test_a_second_set_up_runs_no_long_step(monkeypatch) -> None:
    """Where this checkout was set up by its own command, nothing is built or fetched again."""
    if not (steps.STATE / "packages.stamp").is_file():
        pytest.skip("this checkout was not set up by `make lab` or `make test`")

    def refuse(what: str, *_: object, **__: object) -> None:
        raise AssertionError(f"{what} was run again")

    monkeypatch.setattr(steps, "run", refuse)
    monkeypatch.setattr(steps.subprocess, "call", refuse)
    steps.prepare(model="test")


def test_make_hands_its_arguments_over() -> None:
    command = ["make", "-n", "lab", "ARGS=--no-browser --port 9999"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "tools/lab.py --no-browser --port 9999" in shown


def test_ci_runs_make_test() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.rstrip().endswith("exec make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
