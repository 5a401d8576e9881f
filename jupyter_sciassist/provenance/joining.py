"""Segments: where a writer appends that no lock protects, and how they become one file again.

A segment has one writer. Whoever joins segments first gives them new names, which their writers
notice (`Batch.add` looks where its line went before it is confirmed); then it writes the one file,
and only then deletes what is in it, unless it has grown meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from ..errors import LogWriteError
from . import disk
from .chain import Chain
from .files import SEGMENT, file_key, files_of, folder_of, key_of

_TRIES = 20
_WRITER = 36  # characters of a UUID


def segment_of(log: Path, writer: str) -> Path:
    """Where `writer` appends to the log at `log` where locks cannot be trusted."""
    return folder_of(log) / f"{writer}{SEGMENT}"


def make_folder(log: Path) -> None:
    """Make the folder of the segments, for whom the notebook's folder is.

    Raises
    ------
    LogWriteError
        It cannot be made, or something else has its name.
    """
    folder = folder_of(log)
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
            disk.sync_folder(folder.parent)
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise LogWriteError(
                f"{folder} is no folder, so no log can be kept in it. Move it away."
            )
    except OSError as error:
        raise disk.write_error(folder, error) from error


def append(log: Path, target: Path, line: bytes, mode: int | None) -> None:
    """Append to a file of the log, and see that the line stands there and not in what was put away.

    Raises
    ------
    LogWriteError
        As `disk.append`, or the file is put elsewhere again and again.
    """
    for _ in range(_TRIES):
        try:
            if target != log:
                make_folder(log)
            inode = disk.append(target, line, mode=mode)
        except LogWriteError as error:
            # Joined by another machine since we looked: folder and segment are made anew.
            if target != log and isinstance(error.__cause__, FileNotFoundError):
                continue
            raise
        try:
            key = key_of(target)
        except OSError as error:
            raise disk.write_error(target, error) from error
        if key is not None and key[0] == inode:
            return
    raise LogWriteError(f"{target} was put elsewhere while it was written to. Try again.")


def take(log: Path) -> None:
    """Give the segments names that nobody appends to; LogWriteError where that fails."""
    for path in files_of(log):
        if path == log or len(path.name) > _WRITER + len(SEGMENT):  # taken already
            continue
        name = f"{path.name.removesuffix(SEGMENT)}.{secrets.token_hex(4)}{SEGMENT}"
        with contextlib.suppress(FileNotFoundError):
            _rename(path, path.with_name(name))


def _rename(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except FileNotFoundError:  # taken by somebody else in this moment
        raise
    except OSError as error:
        raise disk.write_error(path, error) from error


def tails(chain: Chain) -> bytes:
    """What stands torn at the ends of the segments."""
    found = []
    for part in chain.parts:
        if part.segment and part.tail is not None and part.path is not None:
            with part.path.open("rb") as file:
                file.seek(part.tail.offset)
                found.append(file.read(part.tail.size))
    return b"".join(found)


def drop(log: Path, chain: Chain) -> None:
    """Delete the segments whose lines are in the one file; one that grew since is left."""
    for part in chain.parts:
        if not part.segment or part.path is None:
            continue
        try:
            if file_key(part.path.stat()) == part.key:
                part.path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise disk.write_error(part.path, error) from error
    with contextlib.suppress(OSError):  # not empty: somebody has begun a new one
        folder_of(log).rmdir()
