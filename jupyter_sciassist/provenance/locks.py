"""Holding a log: against other processes of this machine, and where it is to be rewritten, of all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any

import filelock
from jupyter_core.paths import jupyter_runtime_dir

from ..errors import LogWriteError
from . import disk

LOCK_SECONDS = 10.0


def here(path: Path) -> contextlib.AbstractContextManager[Any]:
    """Hold the log at `path` against other processes of this machine, where that can be done.

    Raises
    ------
    LogWriteError
        Another process holds it for too long.
    """
    name = hashlib.sha256(os.fsencode(path)).hexdigest()
    folder = Path(jupyter_runtime_dir()) / "sciassist" / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / f"{name}.lock")
        return lock.acquire(timeout=LOCK_SECONDS, poll_interval=0.005)
    except filelock.Timeout as error:
        raise LogWriteError(
            f"{path} is held by another process for more than {LOCK_SECONDS:.0f} s."
            " Close the program that writes to it and try again."
        ) from error
    except (OSError, NotImplementedError):
        # Without a lock two writers make a fork, which the next append joins: nothing is lost.
        return contextlib.nullcontext()


def everywhere(path: Path) -> contextlib.AbstractContextManager[Any]:
    """Hold the log at `path` against other machines that rewrite it: a file that one alone can make.

    Raises
    ------
    LogWriteError
        The file is there already and stays, or cannot be made.
    """
    own = path.with_name(path.name + ".lock")
    try:
        return filelock.SoftFileLock(own).acquire(timeout=LOCK_SECONDS, poll_interval=0.05)
    except filelock.Timeout as error:
        raise LogWriteError(
            f"{path} is being rewritten on another machine. Delete {own.name} if none is at it."
        ) from error
    except OSError as error:
        raise disk.write_error(own, error) from error
