"""The facts about a process that a later reader needs to repeat its work."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

_SHOWN = (
    "jupyter_sciassist", "jupyter_server", "jupyterlab", "ipykernel", "ipython", "numpy",
    "scipy", "pandas", "narwhals", "polars", "pyarrow", "llama_cpp_python",
)  # fmt: skip


@functools.cache
def facts() -> dict[str, Any]:
    """Versions, Python, system and a digest of the installed packages of this process.

    Read once a process; some tens of milliseconds of file system, so not for an event loop.
    """
    return {
        "packages": {name: found for name in _SHOWN if (found := _version(name)) is not None},
        "packages_sha256": packages_sha256(),
        "python": {
            "version": platform.python_version(),
            "implementation": platform.python_implementation(),
        },
        "system": {
            "os": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "cpu": _cpu(),
            "cores": os.cpu_count(),
        },
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def packages_sha256() -> str:
    """SHA-256 over the sorted names of the `*.dist-info` folders on the path, one a line.

    The folder names hold name and version, so no metadata file has to be opened.
    """
    names: set[str] = set()
    for folder in map(Path, sys.path):
        if folder.is_dir():
            names.update(
                path.name.removesuffix(".dist-info") for path in folder.glob("*.dist-info")
            )
    listing = "".join(f"{name}\n" for name in sorted(names))
    return "sha256:" + hashlib.sha256(listing.encode("utf-8", "replace")).hexdigest()


def _cpu() -> str | None:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:  # not Linux
        return None
    return None
