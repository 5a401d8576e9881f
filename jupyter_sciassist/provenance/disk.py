"""The system calls of an append, and what they leave behind when they fail."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import LogWriteError

# Over quota and full disk may be told only at fsync (NFS); they pass, a failing disk does not.
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FLAGS = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_PIECE = 4 * 2**20
_CURES = {
    errno.EACCES: "Make the file and its folder writable",
    errno.EPERM: "Make the file and its folder writable",
    errno.EROFS: "The folder is read-only: work on a copy elsewhere",
    errno.ENOSPC: "The disk is full: free some space",
    errno.EFBIG: "The limit on file sizes is reached: raise it",
    getattr(errno, "EDQUOT", -1): "Your quota is used up: free some space",
    errno.ENAMETOOLONG: "Give the notebook a shorter name",
    errno.ENOENT: "Its folder does not exist: save the notebook first",
    errno.ELOOP: "It is a symbolic link: put the file itself there",
}


class SyncError(LogWriteError):
    """fsync failed: what the file holds is unknown, so nothing more is written to it."""


def write_error(path: Path, error: OSError) -> LogWriteError:
    """The failed system call as a message with a cure."""
    cure = _CURES.get(error.errno or 0, "See the system's log")
    return LogWriteError(f"{path} cannot be written: {error.strerror}. {cure}.")


def refuse_special(path: Path) -> None:
    """Raise LogWriteError where `path` is a symbolic link, a folder, a pipe or a device."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise write_error(path, error) from error
    if stat.S_ISREG(mode):
        return
    kind = (
        "a symbolic link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no file"
    )
    raise LogWriteError(f"{path} is {kind}; a log is a regular file. Move it away.")


def append(path: Path, data: bytes, mode: int | None = None) -> int:
    """Append `data` in one write and wait until it is on disk; the inode of the file it is in.

    A short write is taken back.

    Parameters
    ----------
    mode
        Permissions of the file if it has to be created; None leaves them to the umask.

    Raises
    ------
    SyncError
        fsync failed for another reason than a full disk.
    LogWriteError
        Anything else went wrong.
    """
    descriptor, created = _open(path)
    try:
        if created and mode is not None and hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)
        info = os.fstat(descriptor)
        before = info.st_size
        try:
            written = os.write(descriptor, data)
        except OSError as error:
            _discard(path, created)
            raise write_error(path, error) from error
        if written < len(data):
            _take_back(descriptor, before, written)
            _discard(path, created)
            raise write_error(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        _sync(path, descriptor, before, written)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        os.close(descriptor)
    if created:
        sync_folder(path.parent)
    return info.st_ino


def _open(path: Path) -> tuple[int, bool]:
    flags = os.O_WRONLY | os.O_APPEND | _FLAGS
    try:
        with contextlib.suppress(FileExistsError):
            return os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666), True
        return os.open(path, flags), False
    except OSError as error:
        raise write_error(path, error) from error


def _sync(path: Path, descriptor: int, before: int, written: int) -> None:
    try:
        sync(descriptor)
    except OSError as error:
        _take_back(descriptor, before, written)
        if error.errno in _FULL:
            raise write_error(path, error) from error
        raise SyncError(
            f"{path}: fsync failed ({error.strerror}), so nothing more is written to it."
            " Check the disk, then restart."
        ) from error


def sync(descriptor: int) -> None:
    """fsync; on macOS down to the platter."""
    if sys.platform == "darwin":
        import fcntl

        # Network file systems do not know it; fsync is then all there is.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` durable, where the system can."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that may be written but not read: its entry cannot be synced
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise write_error(folder, error) from error
    finally:
        os.close(descriptor)


def _take_back(descriptor: int, before: int, written: int) -> None:
    # Not where somebody else has written behind us: that would cut their record.
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_size == before + written:
            os.ftruncate(descriptor, before)


def _discard(path: Path, created: bool) -> None:
    """Leave no empty file behind."""
    with contextlib.suppress(OSError):
        if created and path.stat().st_size == 0:
            path.unlink()


def quarantine(path: Path, offset: int, size: int) -> dict[str, Any]:
    """Move the last `size` bytes of `path`, from `offset`, into `<path>.torn`; returns what to note.

    Raises
    ------
    LogWriteError
        The copy could not be made safe; the log is then left as it is.
    """
    found, torn = hashlib.sha256(), torn_of(path)
    refuse_special(torn)
    try:
        descriptor = os.open(path, os.O_RDWR | _FLAGS)
    except OSError as error:
        raise write_error(path, error) from error
    try:
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        os.lseek(descriptor, offset, os.SEEK_SET)
        while piece := os.read(descriptor, _PIECE):
            append(torn, piece, mode=mode)
            found.update(piece)
        os.ftruncate(descriptor, offset)
        sync(descriptor)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        os.close(descriptor)
    return {"file": torn.name, "bytes": size, "sha256": f"sha256:{found.hexdigest()}"}


def keep_torn(path: Path, data: bytes, mode: int | None) -> dict[str, Any]:
    """Add bytes to those that were set aside from the log at `path`; returns what to note.

    Raises
    ------
    LogWriteError
        They could not be made safe.
    """
    torn = torn_of(path)
    refuse_special(torn)
    append(torn, data, mode=mode)
    mark = hashlib.sha256(data).hexdigest()
    return {"file": torn.name, "bytes": len(data), "sha256": f"sha256:{mark}"}


def torn_of(path: Path) -> Path:
    """Where the torn bytes of the log at `path` are set aside."""
    return path.with_name(path.name + ".torn")


def checkpoint_of(path: Path) -> Path:
    """Where Jupyter keeps a copy of the log at `path` once it was opened as text."""
    return path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint{path.suffix}"


def drop_copies(path: Path) -> None:
    """Delete what was set aside of the log at `path`, and Jupyter's copy of it."""
    for copy in (torn_of(path), checkpoint_of(path)):
        try:
            copy.unlink(missing_ok=True)
        except NotADirectoryError:
            continue
        except OSError as error:
            raise write_error(copy, error) from error


def write_beside(path: Path, lines: Iterable[bytes], mode: int | None = None) -> Path:
    """The new content of `path`, safely on disk under another name in its folder.

    It takes the permissions of the file, or `mode` where there is none yet.

    Raises
    ------
    LogWriteError
        It could not be written; nothing is left behind.
    """
    beside = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            mode = stat.S_IMODE(os.lstat(path).st_mode)
        beside.unlink(missing_ok=True)  # what a crash left
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(lines)
                file.flush()
                if hasattr(os, "fchmod") and mode is not None:
                    os.fchmod(descriptor, mode)
                sync(descriptor)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise write_error(beside, error) from error
    return beside


def put_in_place(beside: Path, path: Path) -> None:
    """Let `beside` take the place of `path`: after a crash one of the two stands there whole."""
    try:
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise write_error(path, error) from error
    sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """Rename a file; LogWriteError where that fails, and it stays."""
    try:
        source.rename(target)
    except OSError as error:
        raise write_error(target, error) from error
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)
