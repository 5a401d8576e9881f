"""New files and folders for exports: whole or not at all, and never over what is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ...errors import ProvenanceError


def new_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    ProvenanceError
        It is there, or cannot be written; then nothing is left behind.
    """
    try:
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        raise _there(path) from error
    except (OSError, ValueError) as error:
        raise _failed(path, error) from error


def new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that is not there yet, with files by their names in it.

    It is filled under another name beside its place and then renamed.

    Raises
    ------
    ProvenanceError
        Something of that name is there, were it an empty folder or a broken link, or the folder
        cannot be written; then nothing is left behind.
    """
    if os.path.lexists(folder):
        raise _there(folder)
    try:
        made = Path(tempfile.mkdtemp(prefix=".crate-", dir=folder.absolute().parent))
    except (OSError, ValueError) as error:
        raise _failed(folder, error) from error
    try:
        for name, data in files.items():
            place = made / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)
        made.chmod(0o755 & ~_umask())
        made.rename(folder)
    except OSError as error:
        raise _failed(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _there(path: Path) -> ProvenanceError:
    return ProvenanceError(f"{path} is there already and was left as it is. Name another with -o.")


def _failed(path: Path, error: Exception) -> ProvenanceError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ProvenanceError(f"{path} cannot be written: {reason}. Name another place with -o.")
