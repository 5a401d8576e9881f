"""A log whose notebook is kept by something else than files, as it stands on this machine.

There the log is a folder of objects, `foo.ipynb.prov.d/<seq>-<hash12>.jsonl`, one record each, that
are never changed. On this machine it is an ordinary log in the user's data folder
(`sciassist/remote/<SHA-256 of store and path>`). A record is safe here first and then uploaded;
`confirmed` names the objects that were read back from the store. Objects of others are laid beside
the log as a segment, which the next record joins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import rfc8785
from jupyter_core.paths import jupyter_data_dir

from . import disk, joining
from .chain import scan
from .files import SUFFIX, files_of, is_log
from .lines import MAX_LINE, Line, check

_LOG = f"notebook.ipynb{SUFFIX}"
_WHERE = "where.json"
_CONFIRMED = "confirmed"
_MODE = 0o600


@dataclass(frozen=True)
class Mirror:
    """What this machine holds of the log of a notebook at the contents path `notebook` in `store`."""

    store: str
    notebook: str

    @property
    def folder(self) -> Path:
        """Where it is."""
        name = hashlib.sha256(f"{self.store}\n{self.notebook}".encode("utf-8", "replace"))
        return _root() / name.hexdigest()

    @property
    def log(self) -> Path:
        """The log on this machine, to be written to and read like any other."""
        return self.folder / _LOG

    def begin(self) -> None:
        """Make the folder, which says what it belongs to; LogWriteError where that fails."""
        where = self.folder / _WHERE
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not where.exists():
                told = rfc8785.dumps({"store": self.store, "notebook": self.notebook})
                disk.append(where, told, mode=_MODE)
        except OSError as error:
            raise disk.write_error(self.folder, error) from error

    def confirmed(self) -> set[str]:
        """Names of the objects that were read from the store and are in the log here."""
        path = self.folder / _CONFIRMED
        try:
            return set(path.read_text("ascii").split())
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise disk.write_error(path, error) from error

    def confirm(self, names: Collection[str]) -> None:
        """Note objects as safe in the store; LogWriteError where that fails."""
        if names:
            text = "".join(f"{name}\n" for name in names)
            # A line before it too: what a crash cut short must not swallow it.
            disk.append(self.folder / _CONFIRMED, f"\n{text}".encode(), mode=_MODE)

    def take(self, objects: Mapping[str, bytes]) -> list[str]:
        """Lay objects of the store beside the log; what is wrong with those that were not taken.

        An object whose parents are nowhere yet is not taken: the store may show them later.
        """
        good: dict[str, tuple[Line, bytes]] = {}
        problems = []
        for name in sorted(objects):
            line = check(objects[name].removesuffix(b"\n"))
            if isinstance(line, Line) and object_name(line) == name:
                good[name] = line, objects[name]
            else:
                problems.append(f"{name} does not hold")
        known = set(scan(self.log).known) if is_log(self.log) and good else set()
        taken: list[str] = []
        for name, (line, _) in sorted(good.items(), key=lambda item: item[1][0].core["seq"]):
            if known.issuperset(line.core["prev"]):
                known.add(line.hash)
                taken.append(name)
            else:
                problems.append(f"{name} hangs on a record that the store does not show")
        if taken:
            lines = b"".join(good[name][1].removesuffix(b"\n") + b"\n" for name in taken)
            segment = joining.segment_of(self.log, str(uuid4()))
            joining.append(self.log, segment, lines, _MODE)
            self.confirm(taken)
        return problems

    def waiting(self) -> bool:
        """Whether records here were never read back from the store."""
        return bool(self.pending(self.confirmed()))

    def pending(self, listed: Collection[str]) -> list[tuple[str, bytes]]:
        """Names and lines of the records that the store lacks or may lack, parents before children."""
        safe = self.confirmed().intersection(listed)
        while True:
            found: dict[str, tuple[int, bytes]] = {}
            try:
                for path in files_of(self.log):
                    with path.open("rb") as file:
                        for raw in file:
                            if (told := _told(raw)) and told[1] not in safe:
                                found[told[1]] = told[0], raw
                break
            except FileNotFoundError:  # joined by another process in this moment
                continue
        ordered = sorted(found.items(), key=lambda item: item[1][0])
        return [(name, raw) for name, (_, raw) in ordered if isinstance(check(raw[:-1]), Line)]


def object_name(line: Line) -> str:
    """The name of the object that holds a record: from its place and its content."""
    return _name(line.core["seq"], line.hash)


def _name(seq: int, mark: str) -> str:
    return f"{seq:08d}-{mark[7:19]}.jsonl"


def _told(raw: bytes) -> tuple[int, str] | None:
    """Seq and object's name that a line claims; None for what is no whole line."""
    if len(raw) > MAX_LINE + 1 or not raw.endswith(b"\n"):
        return None
    try:
        found = json.loads(raw)
        seq, mark = found["core"]["seq"], found["hash"]
        return (seq, _name(seq, mark)) if isinstance(mark, str) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def mirrors(store: str) -> Iterator[Mirror]:
    """What this machine holds of logs in a store."""
    if not _root().is_dir():
        return
    for place in sorted(_root().iterdir()):
        try:
            told = json.loads((place / _WHERE).read_bytes())
            mirror = Mirror(told["store"], told["notebook"])
        except (OSError, ValueError, KeyError, TypeError):  # a crash in the making of it
            continue
        if mirror.store == store and mirror.folder == place:
            yield mirror


def _root() -> Path:
    return Path(jupyter_data_dir()) / "sciassist" / "remote"
