"""`make others`: the persona and the tools against the real Jupyter AI and MCP server.

In an environment of its own: their server extensions would be loaded by every server of the other tests.
"""

from __future__ import annotations

import os
import subprocess
import sys

import stamps
from console import ROOT, SetupError, environment, run, say
from steps import OFFLINE_CURE, output

OWN = ROOT / ".venv-others"
PYTHON = OWN / ("Scripts" if os.name == "nt" else "bin") / "python"
PACKAGES = (
    ".[jupyter-ai,mcp]",
    "pytest>=8",
    "pytest-jupyter[server]>=0.10",
    "ipykernel>=6.29",
    "matplotlib",
)
TESTS = ("tests/others", "tests/test_licences.py")


def main(arguments: list[str]) -> int:
    """Set up what is missing, then run the tests; arguments go to pytest as they are."""
    try:
        _prepare()
    except SetupError as error:
        say(f"\nSet-up failed: {error}")
        return 1
    command = [str(PYTHON), "-m", "pytest", *TESTS, *arguments]
    return subprocess.call(command, cwd=ROOT, env=_environment())


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])
    return environment(
        HATCH_JUPYTER_BUILDER_SKIP_NPM="1",
        VIRTUAL_ENV=str(OWN),
        PATH=path,
        SCIASSIST_OTHERS="1",
    )


def _prepare() -> None:
    made_from = stamps.digest([ROOT / "pyproject.toml"], *PACKAGES)
    works = output(PYTHON, "-c", "print('works')")
    if works and stamps.fresh("others", made_from):
        return
    say("Installing Jupyter AI and the MCP server into .venv-others (a minute or two)")
    if not works:
        run("environment of others", [sys.executable, "-m", "venv", "--clear", OWN])
    pip = [str(PYTHON), "-m", "pip", "install", "-e", *PACKAGES]
    run("packages of others", pip, env=_environment(), cure=OFFLINE_CURE)
    stamps.write("others", made_from)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
