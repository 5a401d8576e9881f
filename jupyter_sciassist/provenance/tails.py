"""Telling what a crash left at the end of a file from what a hand left there."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

from .lines import too_deep

_SECTOR = 512
_NULS = re.compile(rb"\x00+")
_BEGIN = b'{"core":{'


@dataclass(frozen=True)
class Tail:
    """Bytes after the last record that a crash left: from `offset`, `size` of them."""

    offset: int
    size: int
    reason: str


def torn(raw: bytes, start: int) -> bool:
    """Whether a bad last line is what a crash leaves, and not what a hand leaves.

    A crash leaves the beginning of a line, or a line in which whole 512-byte sectors were never
    written and read as NUL. A canonical line holds no NUL and nothing after its closing brace.
    """
    ended = raw.endswith(b"\n")
    nuls = list(_NULS.finditer(raw))
    if nuls:
        return all(
            (run.start() == 0 or (start + run.start()) % _SECTOR == 0)
            and ((start + run.end()) % _SECTOR == 0 or (run.end() == len(raw) and not ended))
            for run in nuls
        )
    if ended or too_deep(raw) or not (raw.startswith(_BEGIN) or _BEGIN.startswith(raw)):
        return False
    text = _begun(raw)
    if text is None:
        return False
    try:
        # As floats: how many digits an int may have is a setting of the interpreter.
        end = json.JSONDecoder(parse_int=float).raw_decode(text)[1]
    except ValueError:
        return True
    return len(text[:end].encode()) == len(raw)


def _begun(raw: bytes) -> str | None:
    """The text of bytes that may end inside a character; None where a byte is wrong."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return None
    cut = decoder.getstate()[0]
    # CPython waits for the last byte of a surrogate, of which UTF-8 has none.
    return None if cut[:1] == b"\xed" and cut[1:2] >= b"\xa0" else text
