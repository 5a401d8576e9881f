"""`make lab`: set up what is missing, then hand over to JupyterLab with the assistant showing."""

from __future__ import annotations

import os
import subprocess
import sys

from console import BIN, ROOT, SetupError, environment, say
from steps import prepare

EXAMPLE = ROOT / "examples" / "first_look.ipynb"


def main(arguments: list[str]) -> int:
    """Arguments go to JupyterLab as they are, but for --setup-only, which stops before it."""
    try:
        prepare(model="default")
    except SetupError as error:
        say(f"\n{error}")
        return 1
    if arguments == ["--setup-only"]:
        return 0
    command = [str(BIN / "jupyter"), "lab", str(EXAMPLE), *arguments]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in arguments:
        command.append("--allow-root")
    say("Starting JupyterLab (Ctrl-C twice stops it)")
    if os.name != "nt":
        os.chdir(ROOT)
        os.execve(command[0], command, environment())  # noqa: S606
    return subprocess.call(command, env=environment(), cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
