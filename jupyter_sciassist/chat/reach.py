"""How much of a message is read, and as what: a page that was pasted is no question, but one may stand before or behind it."""

from __future__ import annotations

from dataclasses import dataclass

from ..language.vocabulary import QUESTION

LONGEST = 100_000
_QUOTED = 80
_ASKS = ("?", "\uff1f", "\u061f")


@dataclass(frozen=True)
class Taken:
    """What is taken of a message.

    Attributes
    ----------
    question : str
        What is read word by word.
    sent : str
        What the model is sent: the question, and of the rest as much as a question may be long.
    told : str
        How it was shortened; empty where it was not.
    """

    question: str
    sent: str
    told: str


def of(text: str) -> Taken:
    """Take a message whole, or find the question in it: its last line where that asks, else its first, else its beginning."""
    if len(text) <= QUESTION:
        return Taken(text, text, "")
    whole = text[:LONGEST]
    lines = [line.strip() for line in whole.splitlines() if line.strip()]
    question, where = whole[:QUESTION], f"its first {QUESTION} characters were"
    if lines and not lines[0].startswith("/"):
        for line, place in ((lines[-1], "last"), (lines[0], "first")):
            if len(line) <= QUESTION and (place == "first" or line.endswith(_ASKS)):
                question, where = line, f"its {place} line ({_short(line)}) was"
                break
    rest = whole if question in whole[:QUESTION] else f"{question}\n{whole}"
    told = (
        f"The message has {len(text)} characters: {where} read as the question, and "
        f"{QUESTION} characters are sent to the model."
    )
    return Taken(question, rest[:QUESTION], told)


def _short(line: str) -> str:
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"
