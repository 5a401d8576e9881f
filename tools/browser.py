"""A Chromium for the browser tests: the machine's, else Debian's, else Playwright's."""

from __future__ import annotations

import os
import shutil
import subprocess

from console import BIN, VENV, SetupError, environment, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DOWNLOADS = VENV / "browsers"
CURE = (
    "The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium; "
    "elsewhere: https://www.chromium.org) or name it: SCIASSIST_BROWSER=/path/to/chromium make test"
)


def find() -> str | None:
    """Path of a browser that starts, or None."""
    named = os.environ.get("SCIASSIST_BROWSER", "")
    downloaded = [str(path) for path in DOWNLOADS.glob("chromium-*/chrome-*/chrome*")]
    for name in [named, *NAMES, *downloaded]:
        path = shutil.which(name) if name else None
        if path and _starts(path):
            return path
    return None


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def obtain() -> str:
    """Path of a browser, installed now if it must be. Raises SetupError with the cure."""
    return find() or _from_debian() or _from_playwright() or _give_up()


def _from_debian() -> str | None:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (root and shutil.which("apt-get")):
        return None
    say("No Chromium: installing Debian's")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-q"], env=quiet)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    return find() if subprocess.call(command, env=quiet) == 0 else None


def _from_playwright() -> str | None:
    say("No Chromium: asking Playwright for one (at most 3 minutes)")
    env = environment(PLAYWRIGHT_BROWSERS_PATH=str(DOWNLOADS))
    command = [str(BIN / "playwright"), "install", "chromium"]
    try:
        done = subprocess.call(command, env=env, timeout=180)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return find() if done == 0 else None


def _give_up() -> str:
    raise SetupError(f"No browser could be had. {CURE}")
