"""A plain IPython terminal: no kernel, no server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from jupyter_sciassist.provenance.verify import verify

DATA = """\
import pandas as pd
dose = [(i * 37 % 60) / 7 for i in range(60)]
values = pd.DataFrame({"dose": dose, "response": [2 * d + (i % 11) / 3 for i, d in enumerate(dose)]})
del dose
"""
# The same with the server package out of reach: importing it, or tornado, ends the test.
BLOCK = """\
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("jupyter_server", "tornado", "zmq"):
            raise AssertionError(name + " was imported")
sys.meta_path.insert(0, Blocker())
"""


def terminal(folder: Path, *lines: str) -> str:
    """What an `ipython` prints that is fed these lines."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("JPY_")}
    env["IPYTHONDIR"] = str(folder / ".ipython")
    env["JUPYTER_RUNTIME_DIR"] = str(folder / ".runtime")
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "--simple-prompt"],
        input="\n".join(lines) + "\n",
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout + done.stderr


def test_from_data_to_a_record_in_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "data.py").write_text(DATA)
    shown = terminal(
        tmp_path,
        "%load_ext jupyter_sciassist",
        "%run data.py",
        "%sci suggest values",
        "%sci accept 1",
        "%sci log",
        "print(sorted(name for name in dir() if name[0] != '_'))",
    )
    sidecar = tmp_path / "ipython.prov.jsonl"
    assert "response rises with dose" in shown
    assert f"On record in {sidecar} (3 records)." in shown
    assert "suggestion.accepted" in shown
    assert "<ol" not in shown
    assert "Traceback" not in shown
    assert "['In', 'Out', 'exit', 'get_ipython', 'open', 'pd', 'quit', 'values']" in shown
    assert verify(sidecar).exit_code() == 0


def test_the_kernel_side_needs_no_server_package(tmp_path: Path) -> None:
    (tmp_path / "block.py").write_text(BLOCK)
    (tmp_path / "data.py").write_text(DATA)
    shown = terminal(
        tmp_path,
        "%run block.py",
        "%load_ext jupyter_sciassist",
        "%run data.py",
        "%sci suggest values",
        "%sci accept 1",
        "%sci status",
        "import jupyter_sciassist.kernel.attach as attach",
        "print(attach.register())",
        "from jupyter_sciassist import Assistant",
        "print('widget', Assistant.__name__)",
    )
    assert "was imported" not in shown
    assert "On record in" in shown
    assert '"protocol": 1' in shown
    assert "widget Assistant" in shown
