"""What a log holds at present, for a writer: from memory while its files stand, else read again."""

from __future__ import annotations

import time
from pathlib import Path

from ..errors import LogDamagedError, LogWriteError, ProvenanceError
from . import disk
from .chain import Chain, Part, scan
from .files import file_key, files_of

_SETTLE_SECONDS = 0.2
_IN_FLIGHT_SECONDS = 2.0


def present(log: Path, cached: Chain | None, target: Path) -> Chain:
    """The chain of the log; `cached` is that of the last time, `target` the file to be appended to.

    Raises
    ------
    LogWriteError
        It cannot be read, so nothing can be appended that hangs on it.
    LogDamagedError
        It is of a newer version.
    """
    try:
        return _present(log, cached, target)
    except (LogDamagedError, LogWriteError):
        raise
    except ProvenanceError as error:
        raise LogWriteError(f"{error} Make it readable.") from error


def _present(log: Path, cached: Chain | None, target: Path) -> Chain:
    files = files_of(log)
    if not files:
        return Chain(parts=[Part(log)])
    try:
        key = {path: file_key(path.stat()) for path in files}
    except FileNotFoundError:  # joined by somebody else in this moment
        key = {}
    except OSError as error:
        raise disk.write_error(log, error) from error
    return cached if cached is not None and cached.key == key else _settled(log, target)


def _settled(log: Path, target: Path) -> Chain:
    """The chain; a fresh torn tail is looked at twice, for it may be in the writing.

    Only a writer without our lock could be at it, and a write takes far less than these times.
    """
    chain = scan(log)
    while _age(chain, target) < _IN_FLIGHT_SECONDS:
        time.sleep(_SETTLE_SECONDS)
        again = scan(log)
        if again.key == chain.key:
            break
        chain = again
    if chain.newer:
        raise LogDamagedError(
            f"{log} was written by a newer version of jupyter_sciassist. Upgrade it here."
        )
    return chain


def _age(chain: Chain, target: Path) -> float:
    """Seconds since a torn file was written to that this process is to cut, or to join."""
    own = [part for part in chain.parts if part.path == target] or chain.parts
    times = [part.key[2] / 1e9 for part in own if part.tail is not None and part.key]
    return time.time() - max(times, default=0.0)


def refuse_foreign(path: Path, chain: Chain) -> None:
    """LogDamagedError for a file in which no line is a record."""
    if chain.fault_count and not chain.count:
        raise LogDamagedError(
            f"{path} holds no provenance record (line 1: {chain.faults[0][1]})."
            " Move it away, and a new log is begun."
        )
