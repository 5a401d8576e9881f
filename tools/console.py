"""What the set-up says while it works, and how it runs a long command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = VENV / "sciassist"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
QUIET_SECONDS = 15.0


class SetupError(Exception):
    """A step failed; the message says which, why, and the cure."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def seconds(since: float) -> str:
    """`since` is a time.monotonic() value; '8 s' or '2 min 03 s'."""
    spent = round(time.monotonic() - since)
    return f"{spent} s" if spent < 60 else f"{spent // 60} min {spent % 60:02d} s"


def environment(**extra: str) -> dict[str, str]:
    """The caller's environment with the project's own programs first on the path.

    Compiled modules are kept: else each of the hundreds of kernels and servers of the tests would compile them anew.
    """
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    left_out = ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    return {**kept, "VIRTUAL_ENV": str(VENV), "PATH": path, **extra}


def _progress(what: str, since: float, last: str, shown: float) -> float:
    line = f"    {what}: {seconds(since)}  {last}"
    if sys.stdout.isatty():
        print("\r\033[K" + line[: os.get_terminal_size().columns - 1], end="", flush=True)
    elif time.monotonic() - shown >= QUIET_SECONDS:
        say(line[:160])
        return time.monotonic()
    return shown


def _worth_showing(line: str) -> str:
    """A build tool's `[30/140] command` by its count; lines that begin with no word not at all."""
    counted = re.match(r"\s*\[(\d+)/(\d+)\]", line)
    if counted:
        return f"{counted[1]} of {counted[2]} files compiled"
    return line.strip() if line.strip()[:1].isalpha() else ""


class _Output:
    """Follows a process's output: all of it into the log, the end of it kept for a failure."""

    def __init__(self, stream: IO[str], log: Path) -> None:
        self.tail: deque[str] = deque(maxlen=30)
        self.last = ""
        self._stream, self._log = stream, log

    def read(self) -> None:
        """Read to the end; meant for a thread."""
        with self._log.open("w", encoding="utf-8") as kept:
            for line in self._stream:
                kept.write(line)
                if line.strip():
                    self.tail.append(line.rstrip())
                    self.last = _worth_showing(line) or self.last


def run(
    what: str,
    command: Sequence[str | Path],
    *,
    cure: str = "",
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a long command, its output in a log, its progress in one line.

    Raises SetupError with the end of the output and `cure` when the command fails.
    """
    STATE.mkdir(parents=True, exist_ok=True)
    log = STATE / f"{what.replace(' ', '-')}.log"
    since = shown = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env or environment()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    output = _Output(process.stdout, log)
    reader = threading.Thread(target=output.read, daemon=True)
    reader.start()
    while reader.is_alive():
        reader.join(1.0)
        shown = _progress(what, since, output.last, shown)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if code := process.wait():
        ending = "\n".join("    | " + line for line in output.tail)
        message = f"{what} failed (exit {code}):\n{ending}\nWhole log: {log}\n{cure}"
        raise SetupError(message.rstrip())
    say(f"    {what}: done in {seconds(since)}")
