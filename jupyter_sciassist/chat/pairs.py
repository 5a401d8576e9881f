"""Two numbers of a text that stand together: a part of a whole, the ends of a range, a way from one to the other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ..language import vocabulary
from . import names, sides
from .facts import Fact
from .numerals import Figure

_RANGE = re.compile(r"\s*(?:(?:to|and|through)\b(?:\s+[^\W\d_]+)?|[–—,-])\s*")
_BETWEEN = re.compile(r"\b(?:between|bounds|limits|ends)\b", re.IGNORECASE)
_OPENED = re.compile(r"(?:[\[(]|\b(?:CI|interval)\s*:?)\s*$")
_OF = re.compile(r"\s*(?:[^\W\d_]+\s+)?(?:out\s+)?of\s+(?:the\s+)?")
_OUT_OF = re.compile(r"(?:^|[.;]\s+)\s*(?:out\s+of|of)\s+(?:the\s+|these\s+)?$", re.IGNORECASE)
_ENDS = frozenset({"interval", "range"})
_COUNTED = frozenset({"n", "rows", "events", "missing", "outliers", "present", "duplicates"})


def torn(
    text: str, read: Sequence[tuple[Figure, Fact | None]], doubtful: Sequence[int]
) -> list[Figure]:
    """Numbers that are known each, and put together as they do not belong.

    "31 of 480" joins those of two groups, or is more than the whole; a range begins with its low end and has both;
    "from 15.9 to 12.4" says a direction, which is in doubt where a word at one of the places `doubtful` of the
    sentence is.
    """
    found: list[Figure] = []
    for (one, fact), (other, second) in itertools.combinations(read, 2):
        if _OUT_OF.search(text[: one.start]) and _exceeds(text, one, fact, other, second):
            found += [one, other]
    for (one, fact), (other, second) in itertools.pairwise(read):
        if fact is None or second is None:
            continue
        gap = text[one.stop : other.start]
        wrong = _OF.fullmatch(gap) is not None and _no_part(fact, second)
        if wrong or (joined(text, one, other) and _turned_round(text, one, fact, second, doubtful)):
            found += [one, other]
    return found


def _exceeds(
    text: str, whole: Figure, fact: Fact | None, part: Figure, second: Fact | None
) -> bool:
    """Whether of a sentence that begins "out of 312" another count is more than that."""
    if fact is None or second is None or not _counts(fact, second):
        return False
    _, last = names.sentence(text, whole.start, whole.end)
    return whole.end <= part.start < last and second.value > fact.value


def _no_part(part: Fact, whole: Fact) -> bool:
    return part.needs != whole.needs or (_counts(part, whole) and part.value > whole.value)


def _counts(one: Fact, other: Fact) -> bool:
    return bool(one.kinds & _COUNTED) and bool(other.kinds & _COUNTED)


def _turned_round(
    text: str, one: Figure, fact: Fact, second: Fact, doubtful: Sequence[int]
) -> bool:
    ends = bool(fact.kinds & _ENDS) + bool(second.kinds & _ENDS)
    if ends == 2:
        return fact.value > second.value or fact.source != second.source
    first, last = names.sentence(text, one.start, one.end)
    if re.search(r"\bfrom\s+$", text[first : one.start], re.IGNORECASE) is None:
        return (
            ends == 1
            and re.search(r"(?:\bbetween\s+(?:\w+\s+)?|[\[(])$", text[: one.start]) is not None
        )
    other_way = side(fact) > side(second) or not fact.kinds & second.kinds
    return other_way or any(first <= place < last for place in doubtful)


def joined(text: str, low: Figure, high: Figure) -> bool:
    """Whether two numbers stand as the ends of a range: "1 to 2", "between 1 and 2", "[1, 2]"."""
    gap, before = text[low.stop : high.start].strip(), text[max(low.start - 24, 0) : low.start]
    if gap.startswith("and"):
        return _RANGE.fullmatch(gap) is not None and _BETWEEN.search(before) is not None
    if gap.startswith(","):
        return gap == "," and _OPENED.search(before) is not None
    return _RANGE.fullmatch(gap) is not None


def side(fact: Fact) -> int:
    """The side of a place that a fact is of, by what is known of it or by its level's or column's name."""
    if fact.side or not fact.names:
        return fact.side
    if fact.needs:
        return sides.of_names(level.casefold() for level in fact.needs)
    return sides.of_names(vocabulary.parts(next(iter(fact.names)))) if len(fact.names) == 1 else 0
