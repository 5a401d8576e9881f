"""Slips of the pen in a question: words of five letters and more that are one step from a known one."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import abbreviations, cues
from .measuring import UNIT_WORDS
from .vocabulary import SURE, Named, Words, parts, stem, unitless

_SHORTEST = 5
# From here on a step of one letter seldom leads from one English word to another: county is no count.
_PLAIN = 7
_MANY = 60


@dataclass(frozen=True)
class Mended:
    """A question with its slips mended; `doubts` are where the words begin that may be other words."""

    text: str
    doubts: frozenset[int]


def mended(words: Words, columns: Sequence[Named]) -> Mended | None:
    """The question with unknown words read as the one known word a step away; None where there is no such.

    A word that becomes a part of a name is always in doubt, so is a short one.
    """
    named = {
        at
        for one in words.mentions
        if one.kind != "number" and one.quality >= SURE
        for at in range(one.start, one.end)
    }
    names = _of_names(columns)
    text, doubts, last = "", set(), 0
    for at, token in enumerate(words.tokens):
        word = token.low
        if at in named or len(word) < _SHORTEST or not word.isalpha() or _known(word, names):
            continue
        if "_" in words.text[max(token.start - 1, 0) : token.end + 1]:
            continue
        meant, sure = _meant(word, names)
        if meant:
            text += words.text[last : token.start]
            if not sure:
                doubts.add(len(text))
            text, last = text + meant, token.end
    return Mended(text + words.text[last:], frozenset(doubts)) if last else None


def _meant(word: str, names: frozenset[str]) -> tuple[str, bool]:
    """The one known word a step away, if any, and whether it is surely meant."""
    ordinary = [one for one in _ordinary() if near(word, one)]
    if len({stem(one) for one in ordinary}) == 1:
        return ordinary[0], len(word) >= _PLAIN
    if ordinary:
        return "", False
    own = [one for one in names if near(word, one) or near(stem(word), one)]
    return (own[0], False) if len({stem(one) for one in own}) == 1 else ("", False)


def known(word: str) -> bool:
    """Whether a word is one that questions are made of, or a slip of the pen away from one."""
    every = _everyday()
    return word in every or stem(word) in every or any(near(word, one) for one in _ordinary())


def _known(word: str, names: frozenset[str]) -> bool:
    return word in _everyday() or word in names or stem(word) in names | _everyday()


@functools.cache
def _everyday() -> frozenset[str]:
    tables = (cues.PHRASES, cues.COMPARED, cues.REFUSED)
    return (
        frozenset(word for table in tables for key in table for word in key)
        | cues.STOP
        | UNIT_WORDS
    )


@functools.cache
def _ordinary() -> tuple[str, ...]:
    return tuple(sorted(one for one in _everyday() if len(one) >= _SHORTEST and one.isalpha()))


def _of_names(columns: Sequence[Named]) -> frozenset[str]:
    """The longer words of names, and of the labels of columns with few."""
    texts: list[str] = []
    for column in columns:
        texts.append(unitless(column.name))
        if not column.each and len(column.levels) <= _MANY:
            texts += column.levels
    written = [
        one
        for column in columns
        for one in (*abbreviations.of_name(column.name), *abbreviations.of_meaning(column.meaning))
    ]
    return frozenset(_long([*(one for text in texts for one in parts(text)), *written]))


def _long(words: Iterable[str]) -> list[str]:
    return [one for one in words if len(one) >= _SHORTEST - 1 and one.isalpha()]


def near(word: str, other: str) -> bool:
    """Whether one letter more, less or other, or two letters changed over, part two words of one first letter."""
    if word == other or word[:1] != other[:1] or abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    at = next((at for at, one in enumerate(short) if one != long[at]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])
