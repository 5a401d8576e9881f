"""The browser's verifier, which is run under Node, beside Python's."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.tracked import ROOT

SCRIPT = Path(__file__).with_name("browser.cjs")
FRONT = ROOT / "labextension"


def answers(work: str, cases: Iterable[str]) -> list[str]:
    """What the browser's `canonical`, `check`, `verify` or `pace` says of each case, a line each.

    The test is skipped where there is no Node at all; `make test` sees to one.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed, and the browser's verifier needs it")
    assert (FRONT / "node_modules").is_dir(), "run `jlpm install` in labextension/ first"
    given = "".join(f"{case}\n" for case in cases)
    done = subprocess.run(
        [node, os.fspath(SCRIPT), work], input=given.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    said = done.stdout.decode().split("\n")[:-1]
    assert len(said) == given.count("\n")
    return said
