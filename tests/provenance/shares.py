"""A folder that this process takes for one of a network, told where the detection reads it."""

import os
import subprocess
from pathlib import Path

import pytest

from jupyter_sciassist.provenance import mounts
from tests.provenance.logs import python

_PATCH = """
from jupyter_sciassist.provenance import mounts
import sys
_told = sys.argv.pop()
mounts.mountinfo = lambda: _told
"""


def told(folder: Path, kind: str = "nfs4") -> str:
    """A mountinfo in which the device of `folder` is a file system of that type."""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    return (
        "22 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:13 - proc proc rw\n"
        f"742 28 {number} / /home rw,relatime shared:391 - {kind} 10.0.0.2:/home rw,vers=4.2\n"
    )


def on_share(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(mounts, "mountinfo", lambda: told(folder))


def elsewhere(code: str, folder: Path, *args: object, **options) -> subprocess.Popen:
    """A Python process with `code` on another machine: no common lock, and the folder is shared."""
    return python(_PATCH + code, *args, told(folder), **options)
