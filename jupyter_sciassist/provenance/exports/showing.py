"""Text and values of a log that nobody vouches for, made fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import rfc8785

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def at(value: Any, *keys: str | int) -> Any:
    """The value under `keys` in nested JSON, or None where the way there breaks off."""
    for key in keys:
        if isinstance(key, int):
            value = value[key] if isinstance(value, list) and key < len(value) else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return value


def words(value: Any) -> str:
    """A JSON value as text: strings as they are, null empty, all else in canonical form."""
    if value is None:
        return ""
    return value if isinstance(value, str) else rfc8785.dumps(value).decode()


def visible(text: str) -> str:
    """Text whose control characters and direction marks are spelled out, all but newline and tab.

    A direction override can make code read otherwise than it runs, and XML holds no control
    characters at all. Joiners stay: words of several scripts need them.
    """
    return _HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text.replace("\r\n", "\n"))
