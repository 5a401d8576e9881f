"""The facts of a session."""

import hashlib
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from jupyter_sciassist.provenance import environment


def test_facts_are_those_of_this_process():
    facts = environment.facts()
    assert facts["python"]["version"] == platform.python_version()
    assert facts["packages"]["numpy"] == metadata.version("numpy")
    assert facts["system"]["cores"] == os.cpu_count()
    assert "no_such_package" not in facts["packages"]


def test_the_digest_changes_with_the_packages(tmp_path, monkeypatch):
    (tmp_path / "b_pkg-2.0.dist-info").mkdir()
    (tmp_path / "a_pkg-1.0.dist-info").mkdir()
    (tmp_path / "module.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(Path(tmp_path, "gone.zip"))])
    listing = b"a_pkg-1.0\nb_pkg-2.0\n"
    assert environment.packages_sha256() == "sha256:" + hashlib.sha256(listing).hexdigest()
