"""What lies about: logs whose notebook is gone, torn bytes, and what a crash left of a rewriting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ProvenanceError
from .chain import SUFFIX, Chain, is_there, log_of, scan
from .files import FOLDER, is_log
from .verify import told_by

_SKIPPED = frozenset({".git", ".ipynb_checkpoints", "node_modules"})


@dataclass(frozen=True)
class Leftover:
    """A file, or a folder of segments, that nothing needs, or seems to need, and why."""

    path: Path
    why: str


def leftovers(folder: Path) -> list[Leftover]:
    """What lies about in a folder and below; ProvenanceError where there is no such folder."""
    if not folder.is_dir():
        raise ProvenanceError(f"{folder} is no folder.")
    files = list(_below(folder))
    owners: dict[str, Path] = {}
    for path in files:
        if path.suffix == ".ipynb":
            doc_id = told_by(path).get("doc_id")
            if isinstance(doc_id, str):
                owners.setdefault(doc_id, path)
    found = []
    for path in files:
        if path.name.endswith(SUFFIX + ".new"):
            found.append(Leftover(path, "left by a rewriting that did not complete"))
        elif path.name.endswith(SUFFIX + ".lock"):
            found.append(Leftover(path, "left by a rewriting on a share, unless one is going on"))
        elif path.name.endswith(SUFFIX + ".torn"):
            found.append(Leftover(path, "bytes of appends that did not complete"))
        elif path.name.endswith(".ipynb" + SUFFIX):
            notebook = path.with_name(path.name.removesuffix(SUFFIX))
            if not is_there(notebook):
                found.append(Leftover(path, _orphan(path, owners)))
    return [*found, *_folders(folder, owners)]


def _folders(folder: Path, owners: dict[str, Path]) -> Iterator[Leftover]:
    """Folders of segments whose notebook is gone."""
    for place, folders, _ in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in folders:
            path = Path(place, name)
            notebook = path.with_name(name.removesuffix(FOLDER))
            if name.endswith(".ipynb" + FOLDER) and not is_there(notebook) and is_log(log_of(path)):
                yield Leftover(path, _orphan(log_of(path), owners))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(names):
            yield Path(place, name)


def _orphan(path: Path, owners: dict[str, Path]) -> str:
    try:
        chain: Chain = scan(path)
    except ProvenanceError as error:
        return f"its notebook is gone; {error}"
    said = f"a log of {chain.count} records whose notebook is gone"
    owner = owners.get(chain.doc_id or "")
    if owner is None:
        return said
    return f"{said}; it seems to be that of {owner}: rename it as {owner.name} is named to keep it"
