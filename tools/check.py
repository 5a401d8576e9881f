"""`make test`: set up what is missing, then every check, all of them even when one fails.

The Python tests run beside the other checks, which take turns: either side waits much of its time, for a page, a kernel or a
server, and the other computes meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import browser
from console import BIN, ROOT, STATE, SetupError, environment, say, seconds
from steps import FRONT, PYTHON, fetch_model, prepare

Command = list[str | Path]
# One process a core, a few at most: some tests start servers and kernels of their own. The order is that of tests/conftest.py.
PARALLEL = (
    "--numprocesses", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder",
)  # fmt: skip
TOLD_EVERY = 30.0


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
    beside: bool = False
    """Whether it runs beside the others instead of taking its turn."""


@dataclass(frozen=True)
class Outcome:
    """How a check ended, and after how long."""

    passed: bool
    spent: str


CHECKS = (
    Check("format", [BIN / "ruff", "format", "--check", "."]),
    Check("lint", [BIN / "ruff", "check", "."]),
    Check("types", [BIN / "mypy"]),
    Check("layers", [BIN / "lint-imports", "--no-cache"]),
    Check(
        "python tests",
        [PYTHON, "-m", "pytest", "tests", "--ignore=tests/ui", *PARALLEL],
        beside=True,
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
    found = _browser() if any(check.needs_browser for check in chosen) else ""
    return _summary(chosen, _outcomes(chosen, found), since)


def _browser() -> str:
    """Path of a browser, or nothing where none can be had, which is told."""
    try:
        return browser.obtain()
    except SetupError as error:
        say(str(error))
        return ""


def _outcomes(chosen: list[Check], found: str) -> dict[str, Outcome]:
    """Run the checks: those beside the others at once, the rest in turn; by name how each ended."""
    lanes = [[check for check in chosen if check.beside is beside] for beside in (True, False)]
    outcomes: dict[str, Outcome] = {}
    if not all(lanes):
        for check in chosen:
            say(f"\n=== {check.name}")
            outcomes[check.name] = _outcome(check, found, None)
        return outcomes

    def follow(lane: list[Check]) -> None:
        """What each prints is kept apart and told when it has ended."""
        for check in lane:
            log = _log(check)
            with log.open("wb") as output:
                outcome = _outcome(check, found, output)
            say(f"\n=== {check.name}\n{log.read_text(encoding='utf-8', errors='replace')}")
            outcomes[check.name] = outcome

    threads = [threading.Thread(target=follow, args=(lane,), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    say(
        f"\nSide by side. What each check prints is shown when it ends; until then it is in {STATE}"
    )
    since = time.monotonic()
    for thread in threads:
        thread.join(TOLD_EVERY)
        while thread.is_alive():
            left = ", ".join(check.name for check in chosen if check.name not in outcomes)
            say(f"    {seconds(since)}, still to end: {left}")
            thread.join(TOLD_EVERY)
    return outcomes


def _log(check: Check) -> Path:
    return STATE / f"{check.name.replace(' ', '-')}.log"


def _outcome(check: Check, found: str, output: IO[bytes] | None) -> Outcome:
    """Run a check, what it prints into `output`, or where ours goes."""
    began = time.monotonic()
    return Outcome(_passes(check, found, output), seconds(began))


def _passes(check: Check, found: str, output: IO[bytes] | None) -> bool:
    if check.needs_browser and not found:
        return False
    env = environment()
    if check.variable is not None:
        env[check.variable] = "1"
    if check.needs_browser:
        env["SCIASSIST_BROWSER"] = found
    command = [str(part) for part in check.command]
    try:
        return (
            subprocess.call(command, cwd=check.folder, env=env, stdout=output, stderr=output) == 0
        )
    except OSError as error:
        say(f"{check.command[0]} cannot be run: {error}. Delete .venv and run make test again.")
        return False


def _summary(chosen: list[Check], outcomes: dict[str, Outcome], since: float) -> int:
    say("\n=== summary")
    for check in chosen:
        outcome = outcomes[check.name]
        say(f"{'passed' if outcome.passed else 'FAILED':8}{check.name:18}{outcome.spent:>12}")
    failed = [check.name for check in chosen if not outcomes[check.name].passed]
    say(f"{'all passed' if not failed else 'FAILED: ' + ', '.join(failed)} in {seconds(since)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
