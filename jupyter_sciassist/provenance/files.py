"""Of which files a log consists: the one beside the notebook, and segments in a folder beside that."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import ProvenanceError

SUFFIX = ".prov.jsonl"
SEGMENT = ".jsonl"
FOLDER = ".prov.d"

FileKey = tuple[int, int, int]


def folder_of(log: Path) -> Path:
    """Where the segments of the log at `log` lie: `foo.ipynb.prov.d`."""
    return log.with_name(log.name.removesuffix(SUFFIX) + FOLDER)


def files_of(log: Path) -> list[Path]:
    """The files of a log that are there: that beside the notebook, then its segments by name.

    Raises
    ------
    ProvenanceError
        The folder of the segments cannot be read.
    """
    folder = folder_of(log)
    found = [log] if os.path.lexists(log) else []
    try:
        with os.scandir(folder) as inside:
            names = [
                one.name
                for one in inside
                if one.name.endswith(SEGMENT) and one.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return found
    except OSError as error:
        raise ProvenanceError(f"{folder} cannot be read: {error.strerror}.") from error
    return found + [folder / name for name in sorted(names)]


def file_key(info: os.stat_result) -> FileKey:
    """Inode, size and modification time: while they stand, the file was not written to."""
    return info.st_ino, info.st_size, info.st_mtime_ns


def key_of(path: Path) -> FileKey | None:
    """The same of a path; None where no file is there.

    Raises
    ------
    OSError
        It cannot be told.
    """
    try:
        return file_key(path.stat())
    except FileNotFoundError:
        return None


def logs_in(folder: Path, ending: str = "") -> list[Path]:
    """The logs in a folder, of files that end so, by name: those with a file, a folder, or both."""
    found = {
        one.with_name(one.name.removesuffix(end) + SUFFIX)
        for end in (SUFFIX, FOLDER)
        for one in folder.glob(f"*{ending}{end}")
    }
    return sorted(one for one in found if is_log(one))


def is_log(log: Path) -> bool:
    """Whether there is a log at `log`, in whatever files; False also for what no file can be named."""
    try:
        return bool(files_of(log))
    except (ProvenanceError, ValueError):
        return False
