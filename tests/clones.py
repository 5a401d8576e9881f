"""A copy of the project as git holds it, for tests that build and install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.tracked import ROOT, tracked


def copy_to(folder: Path) -> Path:
    """The tracked files as they are now; the npm packages of this checkout are linked, not copied."""
    for name in tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    shutil.copytree(
        ROOT / "labextension" / "node_modules",
        folder / "labextension" / "node_modules",
        symlinks=True,
        copy_function=_link,
    )
    return folder


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """What a command prints; its whole output in the failure when it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PATH": path, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{command} failed:\n{done.stdout[-6000:]}"
    return done.stdout


def state_of(listing: str, name: str) -> str:
    """The lines of `jupyter ... extension list` that name the extension, without colours."""
    plain = listing.replace("\x1b[32m", "").replace("\x1b[0m", "")
    return "\n".join(line.strip() for line in plain.splitlines() if name in line)
