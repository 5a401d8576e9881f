"""The files that belong to the project: those git tracks, or all of an unpacked archive."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def tracked() -> tuple[str, ...]:
    """Paths relative to the root, with `/`, sorted; only files that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return tuple(sorted(name for name in listed if name and (ROOT / name).is_file()))
