"""Stamps: what a finished step was made from, so that a second run does nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from console import ROOT, STATE


def digest(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the words and the names and bytes of the files, folders read whole."""
    state = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                state.update(b"\0" + file.relative_to(ROOT).as_posix().encode() + b"\0")
                state.update(file.read_bytes())
    return state.hexdigest()


def fresh(name: str, wanted: str) -> bool:
    """Whether the step `name` was last finished with the digest `wanted`."""
    path = STATE / f"{name}.stamp"
    return path.is_file() and path.read_text(encoding="utf-8") == wanted


def write(name: str, made_from: str) -> None:
    """Note that the step is finished; call it last."""
    STATE.mkdir(parents=True, exist_ok=True)
    (STATE / f"{name}.stamp").write_text(made_from, encoding="utf-8")
