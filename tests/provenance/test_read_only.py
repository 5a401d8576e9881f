"""A notebook on a file system that is mounted read-only: decisions wait, and come on record later."""

import json
import os
import subprocess
import sys

import pytest

from tests.tracked import ROOT

DECIDING = """
import json, subprocess, sys
from pathlib import Path
from jupyter_sciassist.provenance.chain import scan, sidecar_of
from jupyter_sciassist.provenance.record import record
from jupyter_sciassist.provenance.verify import verify
from tests.provenance.logs import CARD
folder = Path(sys.argv[1])
def mount(*how):
    subprocess.run(["mount", *how, folder], check=True)
def accept():
    return record(sidecar_of(folder / "a.ipynb"), suggestion=CARD, verb="accepted", notebook="a.ipynb")
mount("-t", "tmpfs", "tmpfs")
(folder / "a.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
mount("-o", "remount,ro")
waiting = accept()
left = [one.name for one in folder.iterdir()]
mount("-o", "remount,rw")
made = accept()
report = verify(sidecar_of(folder / "a.ipynb"))
print(json.dumps([waiting.hash, waiting.warning, left, made.count, report.exit_code(), report.warnings]))
"""


def test_decisions_on_a_read_only_mount_wait_in_the_spool(tmp_path):
    probe = ["unshare", "--mount", "--map-root-user", "true"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("mount namespaces are refused here")
    folder, data = tmp_path / "folder", tmp_path / "data"
    folder.mkdir()
    run = ["unshare", "--mount", "--map-root-user", sys.executable, "-c", DECIDING, str(folder)]
    environment = {**os.environ, "JUPYTER_DATA_DIR": str(data)}
    done = subprocess.run(
        run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    mark, warning, left, count, code, warnings = json.loads(done.stdout)
    assert (mark, left) == (None, ["a.ipynb"])
    assert "Read-only file system. The folder is read-only: work on a copy elsewhere." in warning
    assert f"It is kept in {data}" in warning
    assert (count, code) == (4, 0)
    assert "1 records were written later than decided" in warnings
