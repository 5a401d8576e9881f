"""Key-value states of prompts that were read before: a few in memory, fixed beginnings on disk.

What stands on disk is what two different prompts began with: the system prompt, the description of
a table, the instructions before a finding. A prompt that only goes on from an earlier one, as a
conversation does, fixes nothing. The files hold no text and no tokens; a name is found by whoever
asks for the same tokens of the same model file, build and context again. A redaction deletes them all.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

IN_MEMORY = 128 << 20
ON_DISK = 512 << 20

_MAGIC = b"sciassist prefix 1\n"
_DIGEST = hashlib.sha256().digest_size
_STALE = 3600.0
_writing = threading.Lock()


def folder() -> Path:
    """Where states are kept between runs."""
    return Path(platformdirs.user_cache_dir("jupyter_sciassist", appauthor=False)) / "prefixes"


def forget() -> None:
    """Delete the states on disk: what is to be left nowhere may have been in a prompt."""
    with suppress(OSError):  # there are none, or another process deletes them too
        for path in folder().iterdir():
            if path.suffix in (".kv", ".part"):
                path.unlink(missing_ok=True)


def common(first: Sequence[int], second: Sequence[int]) -> int:
    """How many tokens two prompts begin with together."""
    shared = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        shared += 1
    return shared


@dataclass(frozen=True)
class Kept:
    """The state of the first `held` tokens of a prompt."""

    prompt: Sequence[int]
    held: int
    data: bytes


class InMemory:
    """The states of the last prompts, most lately used at the end.

    Parameters
    ----------
    room : int
        Bytes; the oldest go when a new one needs them.
    """

    def __init__(self, room: int = IN_MEMORY) -> None:
        self._room = room
        self._kept: list[Kept] = []

    def has(self, prompt: Sequence[int], held: int) -> bool:
        """Whether so many tokens of a prompt are in one of the states."""
        return any(min(common(old.prompt, prompt), old.held) >= held for old in self._kept)

    def keep(self, one: Kept) -> None:
        """Add a state, in place of those that it contains."""
        self._kept = [
            old for old in self._kept if min(common(old.prompt, one.prompt), one.held) < old.held
        ]
        self._kept.append(one)
        while self._kept and sum(len(old.data) for old in self._kept) > self._room:
            del self._kept[0]

    def nearest(self, tokens: Sequence[int]) -> Kept | None:
        """The state that shares most with a prompt."""
        best = max(self._kept, key=lambda old: common(old.prompt, tokens), default=None)
        if best is not None:
            self._kept.remove(best)
            self._kept.append(best)
        return best


class OnDisk:
    """States in a folder, found by what they are states of.

    Parameters
    ----------
    folder : path
    owner : callable
        What else must be equal: model file, build, context. None where that is not known yet; it is asked
        with `True` where finding out may take a while.
    block : int
        Only multiples of so many tokens are kept.
    room : int
        Bytes; the least recently used files go first.
    """

    def __init__(
        self,
        folder: Path,
        owner: Callable[[bool], str | None],
        block: int,
        room: int = ON_DISK,
    ) -> None:
        self._folder = folder
        self._owner = owner
        self._block = block
        self._room = room

    def find(self, tokens: Sequence[int], beyond: int) -> Kept | None:
        """The longest state of a beginning of `tokens`, if longer than `beyond`."""
        owner = self._owner(False)
        if owner is None:
            return None
        whole = len(tokens) - len(tokens) % self._block
        for held in range(whole, beyond, -self._block):
            path = self._path(owner, tokens[:held])
            data = _read(path)
            if data is not None:
                with suppress(OSError):
                    os.utime(path)
                return Kept(tokens[:held], held, data)
        return None

    def store(self, tokens: Sequence[int], data: bytes) -> None:
        """Write a state in a thread of its own; a disk that cannot take it costs time later, no more."""
        threading.Thread(target=self._store, args=(tokens, data), daemon=True).start()

    def has(self, tokens: Sequence[int]) -> bool:
        """Whether there is a file for exactly these tokens."""
        owner = self._owner(False)
        return owner is not None and self._path(owner, tokens).is_file()

    def _store(self, tokens: Sequence[int], data: bytes) -> None:
        with _writing, suppress(OSError):
            owner = self._owner(True)
            if owner is None or len(data) > self._room:
                return
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(owner, tokens)
            fresh = path.with_suffix(f".{os.getpid()}.part")
            try:
                with os.fdopen(
                    os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
                ) as file:
                    file.write(_MAGIC + hashlib.sha256(data).digest() + data)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
            self._make_room()

    def _make_room(self) -> None:
        """Delete the least recently used files, and what a worker that died left half written."""
        files = []
        for path in self._folder.iterdir():
            with suppress(OSError):  # another worker may have deleted it
                stat = path.stat()
                if path.suffix == ".kv":
                    files.append((stat.st_mtime, stat.st_size, path))
                elif path.suffix == ".part" and time.time() - stat.st_mtime > _STALE:
                    path.unlink()
        used = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if used <= self._room:
                break
            path.unlink(missing_ok=True)
            used -= size

    def _path(self, owner: str, tokens: Sequence[int]) -> Path:
        told = json.dumps([owner, list(tokens)]).encode()
        return self._folder / f"{hashlib.sha256(told).hexdigest()}.kv"


def _read(path: Path) -> bytes | None:
    """The state in a file; a damaged file is deleted."""
    try:
        told = path.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST
    data = told[start:]
    if told.startswith(_MAGIC) and hashlib.sha256(data).digest() == told[len(_MAGIC) : start]:
        return data
    with suppress(OSError):
        path.unlink()
    return None
