"""Sides of a place, in a text: what a number is said to be of, below or before it, or above or after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LOW = frozenset("below before beneath pre low lower earlier".split())
_HIGH = frozenset("above after post high upper past beyond later".split())
_WORD = re.compile(
    r"\b(?:(?P<below>below|before|beneath|pre)|(?P<above>above|after|post|past|beyond)|"
    r"(?:at|in|under|for|with)\s+(?:the\s+)?(?:(?P<low>low(?:er)?)|high(?:er)?))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,;:()|\n]|[.](?=\s|$)|\b(?:and|versus|vs|against|to|but|while|whereas)\b", re.IGNORECASE
)
# Steps of a procedure, no places in the data: "after adjusting".
_STEPS = re.compile(r"\b(?:after|before)\s+(?:all\b|\w+ing\b|correction|adjustment)", re.IGNORECASE)


def said(text: str, start: int, stop: int, figures: Sequence[tuple[int, int]]) -> int:
    """-1, 1 or 0: the side that the words right behind a number give it, else those before it in its clause.

    `figures` are the places of all numbers of the text.
    """
    until = min([len(text), *(place for place, _ in figures if place >= stop)])
    closed = _ENDS.search(text, stop, until)
    behind = _sides(text[stop : closed.start() if closed else until])
    if behind:
        return behind[0]
    begin = max([0, *(end for _, end in figures if end <= start)])
    ends = [match.end() for match in re.finditer(r"[,;|\n]|[.](?=\s)|\band\b", text[begin:start])]
    before = text[begin + (ends[-1] if ends else 0) : start]
    ahead = _sides(re.sub(r"\b(?:above|below)\s*$", "", before))
    return ahead[-1] if ahead else 0


def _sides(text: str) -> list[int]:
    plain = _STEPS.sub(" ", text)
    return [-1 if word["below"] or word["low"] else 1 for word in _WORD.finditer(plain)]


def of_names(words: Iterable[str]) -> int:
    """The side that names give: the level "low", the column `score_post`; 0 where they give none or both."""
    found = {-1 if word in _LOW else 1 for word in words if word in _LOW or word in _HIGH}
    return found.pop() if len(found) == 1 else 0
