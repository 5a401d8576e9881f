"""What the tests of trials share."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from typing import Any

import psutil

from jupyter_sciassist.drafts import trial
from tests.drafts.notebook import MODULES, data

DATA = data()


def tried(
    code: str, reads: Sequence[str] = (), stopped: Any = lambda: False, **objects: Any
) -> trial.Tried:
    """Try code on the notebook's data and on `objects`."""
    held = {**DATA, **objects}
    job = trial.prepared(code, reads, held, {**MODULES, **held})
    return trial.run(job, stopped) if isinstance(job, trial.Job) else job


def attempts(codes: Sequence[str], **named: Any) -> list[str]:
    """What became of each of several attempts, made one after another in one trial."""
    lines = [f"{name} = {value!r}" for name, value in named.items()]
    for code in codes:
        body = textwrap.indent(code, "    ")
        lines.append(
            f"try:\n{body}\n    print('done')\nexcept Exception as error:\n    print(type(error).__name__)"
        )
    made = tried("\n".join(lines)).trial
    assert made.state == "ran", made.told
    return (made.output or "").splitlines()


def left() -> list[psutil.Process]:
    """Processes of this process's trials that are still there."""
    found = []
    for one in psutil.process_iter(["cmdline", "ppid"]):
        if any("runner.py" in part and "drafts" in part for part in one.info["cmdline"] or ()):
            found.append(one)
    return [one for one in found if one.info["ppid"] in {os.getpid(), 1}]
