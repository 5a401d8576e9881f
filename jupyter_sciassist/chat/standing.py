"""Whether a reply answers what was asked, in words: a reading that leaves words out is never called the answer."""

from __future__ import annotations

from collections.abc import Iterable

from .records import Reply

DOUBT = "Computed, but not sure to be what you asked"


def doubt(reply: Reply) -> str:
    """How an unverified question was read and what was left out; empty where nothing is in doubt."""
    if reply.basis != "unverified":
        return ""
    reading = reply.answer.reading if reply.answer is not None else None
    if reading is None:
        return f"{DOUBT}."
    left = ", ".join(f"“{word}”" for word in reading.unread)
    text = f"Computed, but read as “{reading.text}”"
    return f"{text}{f'; not read: {left}' if left else ''}. Is this what you meant?"


def choices(reply: Reply) -> Iterable[str]:
    """What to ask instead: the reading that was taken, then its rivals."""
    answer = reply.answer
    if reply.basis != "unverified" or answer is None or answer.reading is None:
        return
    if answer.reading.unread or answer.reading.rivals:
        yield f"yes: {answer.reading.text}"
    for choice in answer.reading.rivals:
        yield f"or: {choice.text}"
