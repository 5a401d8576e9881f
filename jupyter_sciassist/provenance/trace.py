"""What became of accepted suggestions: each one against the cells of the notebook as it is now.

A cell is known by its id; where that is gone (pasted elsewhere, a text round trip), by the hash of
its text, then by the suggestion that its metadata names. The last two are hints, and said to be.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    """A cell of a notebook: position from 0, id where it has one, and the suggestions it names."""

    index: int
    id: str | None
    kind: str
    source: str
    names: tuple[str, ...]


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
            found.append(_accepted(line))

    scan(path, look)
    return found


def _accepted(line: Line) -> Accepted:
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
    source = one.get("source", "")
    named = one.get("metadata", {}).get("sciassist", {})
    names = named.get("ids", ()) if isinstance(named, dict) else ()
    return Cell(
        index,
        _text(one.get("id")),
        str(one.get("cell_type", "")),
        source if isinstance(source, str) else "".join(source),
        tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else (),
    )


def found_in(
    one: Accepted, there: Sequence[Cell], owned: frozenset[str]
) -> tuple[Cell | None, Drift]:
    """The cell that an acceptance is in now, and how it stands to what was accepted.

    Parameters
    ----------
    owned
        Ids of the cells into which anything was accepted: such a cell is no other's by a hint.
    """
    if one.cell is None:
        return None, "no cell"
    for cell in there:
        if cell.id == one.cell:
            return cell, "current" if digest(cell.source) == one.after_sha256 else "edited since"
    free = [cell for cell in there if cell.id not in owned]
    for cell in free:
        if digest(cell.source) == one.after_sha256:
            return cell, "moved"
    for cell in free:
        if one.suggestion in cell.names:
            return cell, "moved and edited"
    return None, "cell gone"


def owned_by(made: Sequence[Accepted]) -> frozenset[str]:
    """Ids of the cells that the acceptances name."""
    return frozenset(one.cell for one in made if one.cell is not None)


def blame(path: Path, notebook: Path) -> list[Blamed]:
    """Who wrote each cell of a notebook, by its log at `path`; the last acceptance of a cell counts."""
    there = cells(notebook)
    wrote: dict[int, Accepted] = {}
    made = acceptances(path)
    owned = owned_by(made)
    for one in made:
        cell, _ = found_in(one, there, owned)
        if cell is not None:
            wrote[cell.index] = one
    return [_blamed(cell, wrote.get(cell.index)) for cell in there]


def _blamed(cell: Cell, one: Accepted | None) -> Blamed:
    if one is None:
        return Blamed(cell, None, "record missing" if cell.names else "unknown", None)
    if one.suggested is None:
        as_accepted = digest(cell.source) == one.after_sha256
        verbatim = as_accepted and one.mode == "verbatim"
        return Blamed(cell, one, "AI verbatim" if verbatim else "redacted", None)
    if normalised(cell.source) == normalised(one.suggested):
        return Blamed(cell, one, "AI verbatim", None)
    ratio = edit_ratio(one.suggested, cell.source)
    badge = "AI edited" if ratio is None else f"AI edited {round(100 * float(ratio))} %"
    return Blamed(cell, one, badge, _surviving(one.suggested, cell.source))


def _surviving(suggested: str, present: str) -> str:
    before, after = normalised(suggested).split("\n"), normalised(present).split("\n")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return f"{kept} of {len(before)} suggested lines are there"


def differences(
    one: Accepted, there: Sequence[Cell] | None, owned: frozenset[str]
) -> Iterator[str]:
    """Suggested against accepted, then accepted against the notebook now, as unified diffs.

    Parameters
    ----------
    there
        The cells of the notebook now, or None where there is no notebook to compare with.
    owned
        See `found_in`.
    """
    yield f"{one.id}  {one.mode}  {one.shown}"
    gone = one.gone("/suggestion/text", "/acceptance/text")
    yield from _diff("suggested", one.suggested, "accepted", one.inserted, gone)
    if there is None:
        yield "accepted -> now: there is no notebook beside the log"
        return
    cell, drift = found_in(one, there, owned)
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
