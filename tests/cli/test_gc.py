"""`jupyter sciassist gc`: it lists, and deletes only what a person at a terminal says yes to."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_sciassist.cli import main
from jupyter_sciassist.provenance.leftovers import leftovers
from jupyter_sciassist.provenance.record import record
from tests.provenance.logs import CARD, small_log
from tests.tracked import ROOT


@pytest.fixture
def folder(tmp_path) -> Path:
    """An orphan, a log in use, torn bytes, a half rewriting, and what is never looked at."""
    small_log(tmp_path / "gone.ipynb.prov.jsonl")
    small_log(tmp_path / "used.ipynb.prov.jsonl")
    small_log(tmp_path / "ipython.prov.jsonl")
    (tmp_path / "used.ipynb").write_text("{}")
    (tmp_path / "used.ipynb.prov.jsonl.torn").write_text("x")
    (tmp_path / "used.ipynb.prov.jsonl.new").write_text("x")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    small_log(tmp_path / ".ipynb_checkpoints" / "c.ipynb.prov.jsonl")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_it_only_lists_where_nobody_can_be_asked(folder, capsys):
    before = names(folder)
    assert main(["gc", str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("gone.ipynb.prov.jsonl: a log of 3 records whose notebook is gone")
    assert [line.partition(": ")[0] for line in said[1:3]] == [
        str(folder / "used.ipynb.prov.jsonl.new"),
        str(folder / "used.ipynb.prov.jsonl.torn"),
    ]
    assert said[3].startswith("Run this in a terminal")
    assert names(folder) == before
    assert main(["gc", str(folder / ".ipynb_checkpoints" / "none")]) == 2


def test_a_notebook_with_the_same_id_is_named(tmp_path, capsys):
    receipt = record(
        tmp_path / "a.ipynb.prov.jsonl", suggestion=CARD, verb="accepted", notebook="a.ipynb"
    )
    (tmp_path / "sub").mkdir()
    told = {"metadata": {"sciassist": {"doc_id": receipt.doc_id}}, "cells": []}
    (tmp_path / "sub" / "b.ipynb").write_text(json.dumps(told))
    assert main(["gc", str(tmp_path)]) == 0
    assert f"it seems to be that of {tmp_path / 'sub' / 'b.ipynb'}" in capsys.readouterr().out


def test_half_an_exported_folder_is_listed(tmp_path):
    """A process that is killed while it writes a crate, and folders that are only named alike."""
    code = (
        "import os, sys; from pathlib import Path; "
        "from jupyter_sciassist.provenance.exports import writing; "
        "Path.write_bytes = lambda self, data: os.kill(os.getpid(), 9); "
        "writing.new_folder(Path(sys.argv[1]), {'a': b'x'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.crate")], cwd=ROOT, check=False
    )
    assert done.returncode == -9
    (tmp_path / ".crate-notes").mkdir()
    (tmp_path / "x.crate-0123456789abcdef").mkdir()
    (left,) = leftovers(tmp_path)
    assert left.path.name.startswith(".crate-")
    assert left.why.startswith("left by an export that did not complete")


def test_a_person_is_asked_of_each(folder):
    """A real terminal, in which three answers are typed: yes, return, no."""
    child, terminal = pty.fork()
    if not child:
        os.chdir(ROOT)
        words = ["gc", str(folder)]
        code = "import sys; from jupyter_sciassist.cli import main; sys.exit(main(sys.argv[1:]))"
        os.execv(sys.executable, [sys.executable, "-c", code, *words])
    os.write(terminal, b"y\n\nno\n")
    said = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    assert os.waitpid(child, 0)[1] == 0
    os.close(terminal)
    assert said.count(b"delete it? [y/N]") == 3
    assert said.count(b"deleted") == 1
    assert "gone.ipynb.prov.jsonl" not in names(folder)
    assert {"used.ipynb.prov.jsonl", "used.ipynb.prov.jsonl.torn"} <= set(names(folder))
