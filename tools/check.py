"""`make test`: set up what is missing, then every check, all of them even when one fails."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import browser
from console import BIN, ROOT, SetupError, environment, say, seconds
from steps import FRONT, PYTHON, fetch_model, prepare

Command = list[str | Path]
# One process a core, a few at most: some tests start servers and kernels of their own.
PARALLEL = ("--numprocesses", "logical", "--maxprocesses", "4", "--dist", "loadfile")


@dataclass(frozen=True)
class Check:
    """One line of the summary."""

    name: str
    command: Command
    folder: Path = ROOT
    needs_browser: bool = False
    # Run only where it is named; the variable tells the tests so.
    variable: str | None = None
    model: str | None = None


CHECKS = (
    Check("format", [BIN / "ruff", "format", "--check", "."]),
    Check("lint", [BIN / "ruff", "check", "."]),
    Check("types", [BIN / "mypy"]),
    Check("layers", [BIN / "lint-imports", "--no-cache"]),
    Check(
        "python tests",
        [PYTHON, "-m", "pytest", "tests", "--ignore=tests/ui", *PARALLEL],
    ),
    Check("front end lint", [BIN / "jlpm", "lint:check"], FRONT),
    Check("front end tests", [BIN / "jlpm", "test"], FRONT),
    Check("browser tests", [PYTHON, "-m", "pytest", "tests/ui"], needs_browser=True),
    Check(
        "nightly trials",
        [
            PYTHON,
            "-m",
            "pytest",
            "tests/provenance",
            "tests/server/test_remote_processes.py",
            *PARALLEL,
            "-v",
        ],
        variable="SCIASSIST_NIGHTLY",
    ),
    Check(
        "content",
        [PYTHON, "-m", "pytest", "tests/ui/test_chat_content.py", "-v"],
        needs_browser=True,
        variable="SCIASSIST_CONTENT",
        model="default",
    ),
)


def main(names: list[str]) -> int:
    """Run all checks but those of a command of their own, or those named (`make test ARGS="lint types"`)."""
    chosen = [
        check
        for check in CHECKS
        if (check.name.replace(" ", "-") in names if names else check.variable is None)
    ]
    if not chosen:
        known = ", ".join(check.name.replace(" ", "-") for check in CHECKS)
        say(f"No check is called {' or '.join(names)}. There are: {known}")
        return 2
    since = time.monotonic()
    try:
        prepare(model="test")
        for check in chosen:
            if check.model is not None:
                fetch_model(check.model)
    except SetupError as error:
        say(f"\nSet-up failed: {error}")
        return 1
    results = []
    for check in chosen:
        began = time.monotonic()
        results.append((check, _passes(check), seconds(began)))
    return _summary(results, since)


def _passes(check: Check) -> bool:
    say(f"\n=== {check.name}")
    env = environment()
    if check.variable is not None:
        env[check.variable] = "1"
    if check.needs_browser:
        try:
            env["SCIASSIST_BROWSER"] = browser.obtain()
        except SetupError as error:
            say(str(error))
            return False
    try:
        return (
            subprocess.call([str(part) for part in check.command], cwd=check.folder, env=env) == 0
        )
    except OSError as error:
        say(f"{check.command[0]} cannot be run: {error}. Delete .venv and run make test again.")
        return False


def _summary(results: list[tuple[Check, bool, str]], since: float) -> int:
    failed = [check.name for check, passed, _ in results if not passed]
    say("\n=== summary")
    for check, passed, spent in results:
        say(f"{'passed' if passed else 'FAILED':8}{check.name:18}{spent:>12}")
    say(f"{'all passed' if not failed else 'FAILED: ' + ', '.join(failed)} in {seconds(since)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
