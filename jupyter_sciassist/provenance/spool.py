"""Decisions that could not be written, kept safe in the user's data folder until they can.

One file a log, `sciassist/spool/<SHA-256 of the log's real path>.jsonl`, one canonical JSON object a
line, readable by its owner alone. Whoever next writes to the log puts them on record there; each
carries the id of its record to be, so that none is written twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import filelock
import rfc8785
from jupyter_core.paths import jupyter_data_dir

from ..errors import LogWriteError
from . import disk
from .chain import is_there
from .values import plain

_LOCK_SECONDS = 10.0


def spool_of(log: Path) -> Path:
    """Where the decisions wait that belong into the log at the resolved path `log`."""
    name = hashlib.sha256(os.fsencode(log)).hexdigest()
    return Path(jupyter_data_dir()) / "sciassist" / "spool" / f"{name}.jsonl"


def keep(log: Path, item: Mapping[str, Any]) -> Path:
    """Put one decision in the spool; LogWriteError where that fails too."""
    path = spool_of(log)
    clean, replaced = plain(dict(item))
    if replaced:
        clean["body"]["note"] = {**clean["body"].get("note", {}), "surrogates": replaced}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise disk.write_error(path, error) from error
    with _locked(path):
        # A newline before it too: what a crash cut short must not swallow it.
        disk.append(path, b"\n" + rfc8785.dumps(clean) + b"\n", mode=0o600)
    return path


@contextlib.contextmanager
def emptied(log: Path) -> Iterator[list[dict[str, Any]]]:
    """What waits for the log, oldest first; the spool is deleted when the block ends without error.

    A last line that a crash cut short was never told to be safe and is left out.
    """
    path = spool_of(log)
    if not is_there(path):
        yield []
        return
    with _locked(path):
        yield waiting(log)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk.write_error(path, error) from error


def follow(source: Path, target: Path) -> None:
    """Let what waits for the log at `source` wait for the one at `target`; both are resolved paths.

    Raises
    ------
    LogWriteError
        It could not be moved; what was not stays where it is.
    """
    with emptied(source) as items:
        for item in items:
            keep(target, item)


def waiting(log: Path) -> list[dict[str, Any]]:
    """What waits for the log, oldest first; LogWriteError where the spool cannot be read."""
    path = spool_of(log)
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise disk.write_error(path, error) from error
    return [item for line in lines if (item := _item(line)) is not None]


def _item(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:  # cut short by a crash
        return None
    return found if isinstance(found, dict) else None


def _locked(path: Path) -> contextlib.AbstractContextManager[Any]:
    try:
        lock = filelock.FileLock(path.with_name(path.name + ".lock"))
        return lock.acquire(timeout=_LOCK_SECONDS, poll_interval=0.005)
    except filelock.Timeout as error:
        raise LogWriteError(
            f"{path} is held by another process for more than {_LOCK_SECONDS:.0f} s."
        ) from error
    except (OSError, NotImplementedError):
        # A folder without locks: two processes may then put one decision on record once each,
        # which its id shows; none is lost.
        return contextlib.nullcontext()
