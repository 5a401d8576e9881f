"""What became of accepted suggestions: each one against the cells of the notebook as it is now.

A cell is known by its id; where that is gone (pasted elsewhere, a text round trip), by the hash of
its text, then by the suggestion that its metadata names. The last two are hints, and said to be.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ..errors import ProvenanceError
from .chain import open_regular, scan
from .edits import edit_ratio, normalised
from .lines import Line
from .values import digest

Drift = Literal["current", "edited since", "moved", "moved and edited", "cell gone", "no cell"]


@dataclass(frozen=True)
class Accepted:
    """An acceptance on record. `suggested`, `inserted`, `title`, `by` are null where redacted or left out."""

    id: str
    hash: str
    ts: str
    suggestion: str
    cell: str | None
    mode: str
    after_sha256: str
    suggested: str | None
    inserted: str | None
    title: str | None
    by: str | None
    withheld: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The title, or why there is none."""
        return self.title or f"(title {self.gone('/suggestion/title')})"

    def gone(self, *pointers: str) -> str:
        """How values came not to be there."""
        return "left out" if set(pointers) & set(self.withheld) else "redacted"


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: position from 0, id where it has one, and the suggestions it names.

    `stated` is the hash of the text that somebody stated to have written by hand; `count` and
    `outputs` are what its last run left.
    """

    index: int
    id: str | None
    kind: str
    source: str
    names: tuple[str, ...]
    stated: str | None = None
    count: int | None = None
    outputs: Sequence[Any] = field(default=(), compare=False, repr=False)

    @cached_property
    def sha256(self) -> str:
        """The hash of the text."""
        return digest(self.source)


@dataclass(frozen=True)
class Blamed:
    """A cell and who wrote it, as far as the log shows."""

    cell: Cell
    accepted: Accepted | None
    badge: str
    kept: str | None

    def text(self) -> str:
        """The cell in a line."""
        number, one = f"[{self.cell.index}]", self.accepted
        told = [f"{number:<6}{self.badge:<16}"]
        if one is not None:
            told += [one.ts[:10], one.id, one.by or "-", one.shown]
        if self.kept is not None:
            told.append(f"({self.kept})")
        return "  ".join(told).rstrip()


def acceptances(path: Path) -> list[Accepted]:
    """The accepted suggestions of a log, in its order; ProvenanceError where it cannot be read."""
    found: list[Accepted] = []

    def look(line: Line) -> None:
        if line.core["type"] == "suggestion.accepted":
            found.append(accepted(line))

    scan(path, look)
    return found


def accepted(line: Line) -> Accepted:
    """What a `suggestion.accepted` tells."""
    body = line.core["body"]
    made, cell = body.get("acceptance") or {}, body.get("cell") or {}
    return Accepted(
        line.core["id"],
        line.hash,
        line.core["ts"],
        (body.get("suggestion") or {}).get("id", ""),
        cell.get("id"),
        made.get("mode", ""),
        made.get("sha256", ""),
        _text(line.value("/suggestion/text")),
        _text(line.value("/acceptance/text")),
        _text(line.value("/suggestion/title")),
        _text(line.value("/by")),
        line.withheld,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def cells(notebook: Path) -> list[Cell]:
    """The cells of a notebook file, of any version that has them at its top.

    Raises
    ------
    ProvenanceError
        The file cannot be read or is no notebook.
    """
    with open_regular(notebook) as file:
        try:
            data = json.loads(file.read().decode("utf-8"))
            return [_cell(index, one) for index, one in enumerate(data["cells"])]
        except OSError as error:
            raise ProvenanceError(f"{notebook} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ProvenanceError(f"{notebook} is no notebook. Name an .ipynb file.") from error


def _cell(index: int, one: Any) -> Cell:
    source, count, outputs = one.get("source", ""), one.get("execution_count"), one.get("outputs")
    named = one.get("metadata", {}).get("sciassist", {})
    named = named if isinstance(named, dict) else {}
    names = named.get("ids", ())
    return Cell(
        index,
        _text(one.get("id")),
        str(one.get("cell_type", "")),
        source if isinstance(source, str) else "".join(source),
        tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else (),
        _text(named.get("human")),
        count if type(count) is int and 0 <= count < 2**53 else None,
        outputs if isinstance(outputs, list) else (),
    )


class Places:
    """The cells of a notebook, in which the acceptances of its log are found again.

    A cell into which something was accepted is no other acceptance's by a hint.
    """

    def __init__(self, there: Sequence[Cell], made: Sequence[Accepted]) -> None:
        owned = {one.cell for one in made if one.cell is not None}
        self._by_id: dict[str, Cell] = {}
        self._by_text: dict[str, Cell] = {}
        self._by_name: dict[str, Cell] = {}
        for cell in there:
            if cell.id is not None:
                self._by_id.setdefault(cell.id, cell)
            if cell.id not in owned:
                self._by_text.setdefault(cell.sha256, cell)
                for name in cell.names:
                    self._by_name.setdefault(name, cell)

    def find(self, one: Accepted) -> tuple[Cell | None, Drift]:
        """The cell that an acceptance is in now, and how it stands to what was accepted."""
        if one.cell is None:
            return None, "no cell"
        if (cell := self._by_id.get(one.cell)) is not None:
            return cell, "current" if cell.sha256 == one.after_sha256 else "edited since"
        if (cell := self._by_text.get(one.after_sha256)) is not None:
            return cell, "moved"
        if (cell := self._by_name.get(one.suggestion)) is not None:
            return cell, "moved and edited"
        return None, "cell gone"


def blame(path: Path, notebook: Path) -> list[Blamed]:
    """Who wrote each cell of a notebook, by its log at `path`."""
    return blamed(acceptances(path), cells(notebook))


def blamed(made: Sequence[Accepted], there: Sequence[Cell]) -> list[Blamed]:
    """Who wrote each cell; of several acceptances of a cell the last counts.

    A cell that no acceptance is found in but whose metadata names one is a copy or a part of it.
    """
    places = Places(there, made)
    wrote: dict[int, Accepted] = {}
    named: dict[str, tuple[int, Accepted]] = {}
    for number, one in enumerate(made):
        named[one.suggestion] = number, one
        cell, _ = places.find(one)
        if cell is not None:
            wrote[cell.index] = one
    found = []
    for cell in there:
        copied = max((named[name] for name in cell.names if name in named), default=(0, None))[1]
        found.append(_blamed(cell, wrote.get(cell.index, copied)))
    return found


def _blamed(cell: Cell, one: Accepted | None) -> Blamed:
    if one is None:
        by_hand = "human" if cell.stated == cell.sha256 else "unknown"
        return Blamed(cell, None, "record missing" if cell.names else by_hand, None)
    if one.suggested is None:
        as_accepted = cell.sha256 == one.after_sha256
        verbatim = as_accepted and one.mode == "verbatim"
        return Blamed(cell, one, "AI verbatim" if verbatim else "redacted", None)
    if normalised(cell.source) == normalised(one.suggested):
        return Blamed(cell, one, "AI verbatim", None)
    ratio = edit_ratio(one.suggested, cell.source)
    # Rounded to nothing an edit would read as none.
    badge = "AI edited" if ratio is None else f"AI edited {round(100 * float(ratio)) or '< 1'} %"
    return Blamed(cell, one, badge, _surviving(one.suggested, cell.source))


def _surviving(suggested: str, present: str) -> str:
    before, after = normalised(suggested).split("\n"), normalised(present).split("\n")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return f"{kept} of {len(before)} suggested lines are there"


def differences(one: Accepted, places: Places | None) -> Iterator[str]:
    """Suggested against accepted, then accepted against the notebook now, as unified diffs.

    Parameters
    ----------
    places
        The cells of the notebook now, or None where there is no notebook to compare with.
    """
    yield f"{one.id}  {one.mode}  {one.shown}"
    gone = one.gone("/suggestion/text", "/acceptance/text")
    yield from _diff("suggested", one.suggested, "accepted", one.inserted, gone)
    if places is None:
        yield "accepted -> now: there is no notebook beside the log"
        return
    cell, drift = places.find(one)
    if cell is None:
        yield f"accepted -> now: {drift}"
        return
    yield f"now: {drift}, cell [{cell.index}]"
    if drift in ("current", "moved"):
        yield "accepted -> now: the same"
        return
    yield from _diff("accepted", one.inserted, "now", cell.source, gone)


def _diff(first: str, old: str | None, second: str, new: str | None, gone: str) -> Iterator[str]:
    if old is None or new is None:
        yield f"{first} -> {second}: the text was {gone}"
    elif normalised(old) == normalised(new):
        yield f"{first} -> {second}: the same"
    else:
        lines = normalised(old).split("\n"), normalised(new).split("\n")
        yield from difflib.unified_diff(*lines, first, second, lineterm="")
