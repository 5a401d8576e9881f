"""Contrasts in a text: what is said of one side of a place, and what crude or adjusted, at once or lagged, of a line or a curve."""

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


_CONTRASTS = (("crude", "partial"), ("together", "lagged"), ("line", "curve"))
_KINDS = {
    "crude": r"crude|unadjusted|raw|(?:without|before)\s+(?:any\s+)?adjust\w+",
    "partial": r"(?:partial|adjusted|adjusting|adjustment|controlled|controlling|held\s+fixed)(?!\s+p\b)",
    "together": r"same\s+(?:day|time|hour|week|month|year|moment)|simultaneous(?:ly)?|lag\s+(?:0|zero)|zero\s+lag|without\s+(?:a\s+)?(?:lag|delay)",
    "lagged": r"lagged|later|delayed|at\s+that\s+lag|best\s+lag",
    "line": r"(?:straight\s+)?line|linear(?:ly)?",
    "curve": r"curved?|quadratic|parabola|polynomial",
}
_CONTRAST = re.compile(
    r"(?<!not\s)\b(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _KINDS.items())
    + r")\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*(?:(?:for|of|by|with|after|on|at)\s+(?:(?:the|a|an)\s+)?)?$")

_OTHERS = re.compile(r"\d\s+(?:(?:for|on|at)\s+(?:(?:the|a|an)\s+)?)?$")


def held(before: str, behind: str = "") -> frozenset[str]:
    """Of each contrast the side that a number is said to be on: by the word right behind it, else the last before.

    The words are "crude" and "partial" (others held fixed), "together" and "lagged", "line" and "curve". What stands
    right behind another number is that one's; "from" turns to what was before the others were held fixed.
    """
    found = {
        match.lastgroup or ""
        for match in _CONTRAST.finditer(behind)
        if _BEHIND.fullmatch(behind[: match.start()])
    }
    told = [
        match.lastgroup or ""
        for match in _CONTRAST.finditer(before)
        if not _OTHERS.search(before[: match.start()])
    ]
    for pair in _CONTRASTS:
        if not found & set(pair):
            found |= set([one for one in told if one in pair][-1:])
    if before.rstrip().endswith("from") and "partial" in found:
        found = found - {"partial"} | {"crude"}
    return frozenset(found)


def opposed(said: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a number said to be on one side of a contrast is known to be on the other."""
    return any(
        said & set(pair) and known & set(pair) and not said & known & set(pair)
        for pair in _CONTRASTS
    )
