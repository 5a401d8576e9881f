"""The line in `.gitattributes` without which git merges a log like prose.

`*.ipynb.prov.jsonl -text merge=union`: line ends stay as they are, and of two branches both records
are kept. Looked for before the first record of a repository; written only when somebody says yes.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..errors import LogWriteError
from . import disk

LINE = "*.ipynb.prov.jsonl -text merge=union"
NAME = ".gitattributes"
_SECONDS = 5.0
_MOST = 2**20


def missing(log: Path) -> Path | None:
    """The root of the work tree around a log, where no rule merges it by union and one can be added."""
    root = work_tree(log.parent)
    try:
        if root is None or _merges(root, log) == "union":
            return None
    except LogWriteError:  # rules that cannot be read cannot be added to either
        return None
    file = root / NAME
    return root if os.access(file if file.exists() else root, os.W_OK) else None


def work_tree(folder: Path) -> Path | None:
    """The nearest folder at or above that holds a `.git`, on the same file system as git demands."""
    try:
        here = folder.resolve()
        device = here.stat().st_dev
        for place in (here, *here.parents):
            if place.stat().st_dev != device:
                return None
            if _is_git(place / ".git"):
                return place
    except (OSError, RuntimeError):  # a folder that may not be looked into, or a loop of links
        return None
    return None


def add(log: Path) -> Path:
    """Append the line to the `.gitattributes` at the root of the work tree around a log.

    Raises
    ------
    LogWriteError
        There is no work tree, or the file is a link, no file, or cannot be written; it is as it was.
    """
    root = work_tree(log.parent)
    if root is None:
        raise LogWriteError(f"{log.parent} is in no git repository. Run `git init` there first.")
    file = root / NAME
    if _merges(root, log) == "union":
        return file
    before = _bytes(file)
    end = b"\r\n" if b"\r\n" in before else b"\n"
    start = end if before and not before.endswith(b"\n") else b""
    disk.append(file, start + LINE.encode() + end)
    return file


def _is_git(path: Path) -> bool:
    """Whether it is a repository's folder, or the file that stands for one in a linked work tree."""
    if path.is_dir():
        return (path / "HEAD").is_file()
    return path.is_file() and path.open("rb").read(8) == b"gitdir: "


def _merges(root: Path, log: Path) -> str | None:
    asked = _by_git(root, log)
    return _by_files(root, log) if asked is None else asked


def _by_git(root: Path, log: Path) -> str | None:
    """What git says of the attribute `merge`; None where it cannot be asked."""
    git = shutil.which("git")
    if git is None:
        return None
    place = os.path.relpath(log.parent.resolve() / log.name, root)
    # The variables of a hook or a rebase, in which a server was started, would name another repository.
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        told = subprocess.run(  # noqa: S603
            [git, "-c", "core.fsmonitor=false", "check-attr", "-z", "merge", "--", place],
            cwd=root,
            env=clean,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    fields = told.stdout.split(b"\0")
    return fields[2].decode("utf-8", "replace") if len(fields) > 2 and not told.returncode else None


def _by_files(root: Path, log: Path) -> str | None:
    """The same from the rules in the folders down to the log: the last that fits counts."""
    found = None
    for rules, name in _rules(root, log):
        for line in _bytes(rules).decode("utf-8", "replace").splitlines():
            pattern, *attributes = line.split() or ["#"]
            if pattern.startswith("#") or not _fits(pattern, name):
                continue
            for one in attributes:
                if one.lstrip("-!").partition("=")[0] == "merge":
                    found = one.partition("=")[2] or None
    return found


def _rules(root: Path, log: Path) -> Iterator[tuple[Path, str]]:
    inside = (log.parent.resolve() / log.name).relative_to(root)
    for depth in range(len(inside.parts)):
        folder = root.joinpath(*inside.parts[:depth])
        yield folder / NAME, "/".join(inside.parts[depth:])
    yield root / ".git" / "info" / "attributes", inside.as_posix()


def _fits(pattern: str, name: str) -> bool:
    if "/" not in pattern.rstrip("/"):
        return fnmatch.fnmatchcase(name.rpartition("/")[2], pattern)
    return fnmatch.fnmatchcase(name, pattern.lstrip("/"))


def _bytes(file: Path) -> bytes:
    """The content of a small regular file, empty where there is none; a link is not followed."""
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise disk.write_error(file, error) from error
    if not stat.S_ISREG(mode):
        raise LogWriteError(f"{file} is no regular file. Add this line by hand: {LINE}")
    try:
        with file.open("rb") as opened:
            found = opened.read(_MOST + 1)
    except OSError as error:
        raise disk.write_error(file, error) from error
    if len(found) > _MOST:
        raise LogWriteError(f"{file} is larger than {_MOST} bytes. Add this line by hand: {LINE}")
    return found
