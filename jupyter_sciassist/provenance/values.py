"""Values made fit for a record: what RFC 8785 and JavaScript can carry without loss."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..errors import RecordError

_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_INT = 2**53 - 1
_MAX_DEPTH = 64


def plain(value: Any) -> tuple[Any, int]:
    """A JSON copy of `value` and the number of lone surrogates that were replaced by U+FFFD.

    Integers above 2^53 - 1, and floats that print as such, become decimal strings.

    Raises
    ------
    RecordError
        A NaN, an infinity, a value that is no JSON, or nesting deeper than 64.
    """
    replaced = 0

    def text(item: str) -> str:
        nonlocal replaced
        clean, times = _SURROGATE.subn("\ufffd", item)
        replaced += times
        return clean

    def walk(item: Any, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise RecordError(f"A record nests deeper than {_MAX_DEPTH}; flatten what it holds.")
        if isinstance(item, str):
            return text(item)
        if isinstance(item, (dict, Mapping)):  # Mapping alone is slow to ask
            return {text(str(key)): walk(inner, depth + 1) for key, inner in item.items()}
        if isinstance(item, (list, tuple)):
            # Most of a record is lists of row numbers: those take no call each.
            room = depth < _MAX_DEPTH
            return [
                inner
                if room and type(inner) is int and -_MAX_INT <= inner <= _MAX_INT
                else walk(inner, depth + 1)
                for inner in item
            ]
        return _scalar(item)

    return walk(value, 0), replaced


def _scalar(item: Any) -> Any:
    if item is None or isinstance(item, bool):
        return item
    if isinstance(item, int):
        return int(item) if abs(item) <= _MAX_INT else str(item)
    if isinstance(item, float):
        if not math.isfinite(item):
            raise RecordError(f"A record holds finite numbers or null, not {item}.")
        return decimal(item) if abs(item) > _MAX_INT and item.is_integer() else float(item)
    raise RecordError(f"A record holds JSON values, not a {type(item).__name__}.")


def digest(text: str) -> str:
    """`sha256:` and the hex digest of the UTF-8 bytes of `text` as a record would hold it."""
    return "sha256:" + hashlib.sha256(_SURROGATE.sub("\ufffd", text).encode()).hexdigest()


def decimal(number: float) -> str:
    """`number` in plain decimal digits, without exponent; exact to the shortest form of the float."""
    return format(Decimal(repr(number)), "f")
