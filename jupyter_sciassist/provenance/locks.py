"""Holding a log: against other processes of this machine, and where it is to be rewritten, of all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import Any

import filelock
from jupyter_core.paths import jupyter_runtime_dir

from ..errors import LogWriteError
from . import disk

if sys.platform != "win32":
    import fcntl

LOCK_SECONDS = 10.0
_POLL_SECONDS = 0.005
_held: set[int] = set()


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
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        return _acquired(folder / f"{name}.lock")
    except filelock.Timeout as error:
        raise LogWriteError(
            f"{path} is held by another process for more than {LOCK_SECONDS:.0f} s."
            " Close the program that writes to it and try again."
        ) from error
    except (OSError, NotImplementedError):
        # Without a lock two writers make a fork, which the next append joins: nothing is lost.
        return contextlib.nullcontext()


def _acquired(file: Path) -> contextlib.AbstractContextManager[Any]:
    """The lock file, held; flock(2) itself where there is one: the library takes as long as a write.

    Its files are the library's, so that versions that use either hold each other back.
    """
    if sys.platform == "win32":
        return filelock.FileLock(file).acquire(timeout=LOCK_SECONDS, poll_interval=_POLL_SECONDS)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    _held.add(descriptor)
    held = contextlib.ExitStack()
    held.callback(_let_go, descriptor)
    with held:
        _wait(descriptor, file)
        return held.pop_all()


def _wait(descriptor: int, file: Path) -> None:
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise filelock.Timeout(str(file)) from None
        time.sleep(_POLL_SECONDS)


def _let_go(descriptor: int) -> None:
    _held.discard(descriptor)
    with contextlib.suppress(OSError):
        # A child that was forked meanwhile shares the lock: to close our end would leave it held.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


def _after_fork() -> None:
    # Should the parent be killed, a child with the file open would go on holding what it never took.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


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
