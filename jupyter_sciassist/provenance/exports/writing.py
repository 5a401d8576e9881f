"""New files and folders for exports: whole or not at all, and never over what is there."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from ...errors import ProvenanceError
from .. import disk

# What a rename says where something came to stand there in the meantime.
_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR})


class IsThereError(ProvenanceError):
    """Something of that name is there, were it an empty folder or a broken link."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already and was left as it is. Name another with -o.")


def new_file(path: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    IsThereError
        It is there.
    ProvenanceError
        It cannot be written; then nothing is left behind.
    """
    try:
        file = path.open("xb")
    except FileExistsError as error:
        raise IsThereError(path) from error
    except (OSError, ValueError) as error:
        raise _failed(path, error) from error
    try:
        try:
            with file:
                file.write(data)
                file.flush()
                # A full disk may be told of only now.
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _failed(path, error) from error


def new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that is not there yet, with files by their names in it.

    It is filled under another name beside its place and then renamed.

    Raises
    ------
    IsThereError
        Something of that name is there.
    ProvenanceError
        The folder cannot be written; then nothing is left behind.
    """
    if os.path.lexists(folder):
        raise IsThereError(folder)
    made = folder.absolute().with_name(f".crate-{secrets.token_hex(8)}")
    try:
        made.mkdir()
    except (OSError, ValueError) as error:
        raise _failed(folder, error) from error
    try:
        for name, data in files.items():
            place = made / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)
        made.rename(folder)
    except OSError as error:
        raise IsThereError(folder) if error.errno in _TAKEN else _failed(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _failed(path: Path, error: Exception) -> ProvenanceError:
    if isinstance(error, OSError) and error.errno != errno.ENOENT:
        return disk.write_error(path, error)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ProvenanceError(f"{path} cannot be written: {reason}. Name another place with -o.")
