"""Telling what a crash left at the end of a file from what a hand left there."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

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
    if ended or not (raw.startswith(_BEGIN) or _BEGIN.startswith(raw)):
        return False
    try:
        # The cut may fall inside a character, but no byte may be wrong.
        text = codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return False
    try:
        end = json.JSONDecoder().raw_decode(text)[1]
    except RecursionError:
        return False
    except ValueError:
        return True
    return len(text[:end].encode()) == len(raw)
