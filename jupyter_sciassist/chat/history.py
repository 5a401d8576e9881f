"""The history of a conversation: a file of the user's data folder, never a part of the notebook.

`<data folder>/jupyter_sciassist/chats/<SHA-256 of the notebook's name>.jsonl`, readable by its owner
alone. A notebook's *name* is what tells it from all others: its absolute path where notebooks are
files. The first line says which notebook the file belongs to, so that it can follow a renamed folder;
each other line is a message. It is replaced whole, so that a crash leaves the old or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

from ..errors import DataError, HistoryError, RecordError
from ..provenance import disk, locks
from .records import Message

VERSION = 1
MOST_MESSAGES = 1000
MOST_BYTES = 2 * 2**20
MOST_OF_ONE = 2**20
_MODE = 0o600
_LONGEST_HEAD = 2**16


@dataclass(frozen=True)
class Kept:
    """A conversation as it is kept; `dropped` counts the messages that were too old to be kept.

    `told` is what to tell of it once, if anything: that a damaged file was set aside.
    """

    messages: tuple[Message, ...] = ()
    dropped: int = 0
    told: str | None = None


def folder() -> Path:
    """Where the conversations of this user are."""
    return Path(jupyter_data_dir()) / "jupyter_sciassist" / "chats"


def file_of(name: str) -> Path:
    """The file of the notebook of a name."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return folder() / f"{digest}.jsonl"


def read(name: str) -> Kept:
    """The conversation of a notebook; an empty one where there is none.

    A damaged file is set aside.

    Raises
    ------
    HistoryError
        It cannot be read, or is of a newer version.
    LogWriteError
        A damaged file could not be set aside.
    """
    with locks.here(file_of(name)):
        return _load(name)


def add(name: str, messages: Sequence[Message]) -> Kept:
    """Append messages; one whose `id` is known takes that one's place, and those after it go.

    The oldest are dropped where there are more than MOST_MESSAGES, or more than MOST_BYTES of JSON.

    Raises
    ------
    DataError
        A message is longer than MOST_OF_ONE.
    HistoryError
        The conversation cannot be read.
    LogWriteError
        It cannot be written; what was kept before is as it was.
    """
    for message in messages:
        if (size := len(_line(message))) > MOST_OF_ONE:
            raise DataError(
                f"A message of {size} bytes is too long to be kept; at most {MOST_OF_ONE} are."
                " Send it in parts."
            )
    with locks.here(file_of(name)):
        old = _load(name)
        fresh = _bounded(_joined(old.messages, messages), old.dropped)
        _save(name, fresh)
    return replace(fresh, told=old.told)


def delete(name: str) -> None:
    """Delete the conversation of a notebook, or those of all notebooks of a folder, for good.

    Raises
    ------
    HistoryError
        It is still there.
    """
    for one in _below(name):
        with locks.here(file_of(one)):
            for file in _files(one):
                _unlink(file)


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise HistoryError(
            f"{file} cannot be deleted: {error.strerror}. Delete it by hand."
        ) from error


def move(source: str, target: str) -> None:
    """Let the conversation of a renamed notebook follow, or those of all notebooks of a folder.

    What is kept for a notebook that was at `target` before, and is gone, gives way.

    Raises
    ------
    HistoryError, LogWriteError
        It stays where it is.
    """
    delete(target)
    for one in _below(source):
        new = target + one.removeprefix(source)
        # In one order: two that change places must not wait for each other.
        first, second = sorted((file_of(one), file_of(new)))
        with locks.here(first), locks.here(second):
            kept = _load(one)
            if kept.messages:
                _save(new, kept)
            for file in _files(one):
                if file == file_of(one):
                    _unlink(file)
                else:
                    disk.move(file, file.with_name(file_of(new).name + file.suffix))


def _below(name: str) -> list[str]:
    """The names of conversations that are of `name` itself or of what is in the folder `name`."""
    if _files(name):
        return [name]
    found = []
    for file in folder().glob("*.jsonl"):
        # A damaged one is found and set aside when its notebook is opened.
        with (
            contextlib.suppress(OSError, ValueError, KeyError, TypeError),
            file.open("rb") as lines,
        ):
            told = str(json.loads(lines.readline(_LONGEST_HEAD))["notebook"])
            if told.startswith(name) and told[len(name) :].startswith(("/", "\\")):
                found.append(told)
    return found


def _files(name: str) -> list[Path]:
    """The file of a conversation and those that were set aside, as far as they are there."""
    own = file_of(name)
    return sorted(own.parent.glob(f"{own.name}*"))


def _joined(old: Sequence[Message], new: Iterable[Message]) -> list[Message]:
    messages = list(old)
    for message in new:
        place = next((i for i, one in enumerate(messages) if one.id == message.id), len(messages))
        messages[place:] = [message]
    return messages


def _bounded(messages: list[Message], dropped: int) -> Kept:
    sizes = [len(_line(message)) for message in messages]
    first = max(0, len(messages) - MOST_MESSAGES)
    while sum(sizes[first:]) > MOST_BYTES:
        first += 1
    # A reply without its question says nothing.
    while 0 < first < len(messages) - 1 and messages[first].text is None:
        first += 1
    return Kept(tuple(messages[first:]), dropped + first)


def _line(message: Message) -> bytes:
    return _json(message.to_json())


def _json(value: Any) -> bytes:
    # What was cut out of a string in the browser may hold half a character.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _load(name: str) -> Kept:
    file = file_of(name)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise HistoryError(
            f"The conversation in {file} cannot be read: {error.strerror}. Make it readable."
        ) from error
    try:
        head, *rest = (
            json.loads(line.decode("utf-8", "surrogatepass")) for line in data.splitlines()
        )
        if head["version"] > VERSION:
            raise HistoryError(
                f"The conversation in {file} was written by a newer jupyter_sciassist."
                " Upgrade, or delete the file."
            )
        return Kept(tuple(Message.from_json(one) for one in rest), int(head["dropped"]))
    except (ValueError, TypeError, KeyError, RecursionError, RecordError) as error:
        aside = _set_aside(file)
        return Kept(
            told=f"What was kept of this conversation is damaged ({type(error).__name__}). "
            f"It was set aside as {aside}, and a new one begins."
        )


def _set_aside(file: Path) -> Path:
    aside = file.with_name(f"{file.name}.damaged")
    number = 1
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged-{number}")
    disk.move(file, aside)
    return aside


def _save(name: str, kept: Kept) -> None:
    file = file_of(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise disk.write_error(file.parent, error) from error
    head = {"version": VERSION, "notebook": name, "dropped": kept.dropped}
    lines = [_json(head), *map(_line, kept.messages)]
    disk.put_in_place(disk.write_beside(file, lines, mode=_MODE), file)
