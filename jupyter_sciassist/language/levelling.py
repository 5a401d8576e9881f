"""Levels named in other words than their labels: by what sets a label apart, by a yes-or-no column's own name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from . import abbreviations, cues
from .vocabulary import ALIKE, GUESS, Mention, Named, Words, parts, squeezed, stem, unitless

_MANY = 60
_LONGEST_LABEL = 8
_YES = frozenset("yes true y t 1".split())
_NO = frozenset("no false n f 0".split())
_FLAGS = frozenset("is has was are flag flags status indicator ind yn any ever current".split())
_NEGATIVE = frozenset("non un not without no".split())
_BEING = frozenset("is are was were be been not".split())
_ENDINGS = re.compile(r"(?:ing|ed|er|ers|s)$")
_BRACKET = re.compile(r"[(\[].*?[)\]]")

Places = Iterator[Mention]


def partly(words: Words, columns: Sequence[Named]) -> list[Mention]:
    """Places that name levels by a part of their labels, by a coded meaning, or by a yes-or-no column."""
    named = {
        (one.start, one.end, column, one.level)
        for one in words.mentions
        if one.kind == "level"
        for column in one.columns
    }
    found = [
        one
        for column in columns
        for one in (*_parted(words, column), *_flagged(words, column), *_coded(words, column))
        if (one.start, one.end, column.name, one.level) not in named
    ]
    return _joined(found, words)


def _joined(found: Sequence[Mention], words: Words) -> list[Mention]:
    """The longest of those that name one column, and none inside a name that is certain."""
    sure = [one for one in words.mentions if one.kind != "number" and one.quality > ALIKE]
    return [
        one
        for one in found
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            and (other in sure or other.columns == one.columns)
            for other in (*sure, *found)
        )
    ]


def _words(label: str) -> tuple[str, ...]:
    return tuple(stem(part) for part in parts(label))


@functools.lru_cache(maxsize=512)
def _labels(levels: tuple[str, ...]) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Of each level all of its words, and those outside brackets that set it apart."""
    every = [frozenset(_words(level)) for level in levels]
    shared = frozenset.intersection(*every) if len(every) > 1 else frozenset()
    return {
        level: (own, frozenset(_words(_BRACKET.sub(" ", level))) - shared)
        for level, own in zip(levels, every, strict=True)
    }


def _parted(words: Words, column: Named) -> Places:
    """Runs of words that are a part of one label and of no other; where of several, all are guesses."""
    if column.each or not 2 <= len(column.levels) <= _MANY:
        return
    known = {
        level: found
        for level, found in _labels(column.levels).items()
        if len(found[0]) >= 2 and len(level.split()) <= _LONGEST_LABEL
    }
    own = {stem(part) for part in parts(column.name)}
    lows = [stem(token.low) for token in words.tokens]
    at = 0
    while known and at < len(lows):
        fit, end = list(known), at
        while end < len(lows) and (more := [one for one in fit if lows[end] in known[one][0]]):
            fit, end = more, end + 1
        run = [one for one in lows[at:end] if one not in own]
        if end > at and fit != list(known) and any(_telling(words, at, one, own) for one in run):
            for level in fit:
                sure = len(fit) == 1 and known[level][1] <= set(lows[at:end])
                quality = ALIKE if sure and known[level][1] else GUESS
                yield Mention("level", at, end, (column.name,), level=level, quality=quality)
        at = max(end, at + 1)


def _telling(words: Words, at: int, word: str, own: set[str]) -> bool:
    """Whether a word says something: no stop word, no word of the operation, no number."""
    return (
        len(word) > 2
        and word not in cues.STOP
        and word not in own
        and not word.isdigit()
        and (word,) not in cues.PHRASES
        and (word,) not in cues.COMPARED
    )


def yes_of(column: Named) -> tuple[str, str] | None:
    """The levels of yes and of no of a column that has just these."""
    if len(column.levels) == 2:
        yes = next((one for one in column.levels if squeezed(one) in _YES), "")
        no = next((one for one in column.levels if squeezed(one) in _NO), "")
        return (yes, no) if yes and no else None
    return ("1", "0") if not column.levels and set(column.few) == {0.0, 1.0} else None


def _flagged(words: Words, column: Named) -> Places:
    """A yes-or-no column as an adjective or a noun: grazed, ungrazed, smokers, non-smokers, dropped out."""
    both = yes_of(column)
    if both is None:
        return
    plain = [one for one in parts(unitless(column.name)) if one not in _FLAGS]
    if not plain or not any(len(one) > 1 for one in plain):
        return
    names = [stem(one) for one in plain]
    lows = [token.low for token in words.tokens]
    for at in range(len(lows)):
        for length in {len(names), 1, 2}:
            run = lows[at : at + length]
            if len(run) < length:
                continue
            if _family(run, names) and _told(lows, at, length):
                back = 1 if at and lows[at - 1] == "non" else 0
                yield Mention(
                    "level", at - back, at + length, (column.name,), level=both[back], quality=ALIKE
                )
            elif length == 1 and any(
                run[0].startswith(one) and _family([run[0][len(one) :]], names)
                for one in ("non", "un")
            ):
                yield Mention("level", at, at + 1, (column.name,), level=both[1], quality=ALIKE)


def _told(lows: Sequence[str], at: int, length: int) -> bool:
    """Whether a word that plays other parts as well stands as an adjective: variable stars, are variable."""
    if length > 1 or not (lows[at] in cues.STOP or (lows[at],) in cues.PHRASES):
        return True
    after = lows[at + 1] if at + 1 < len(lows) else ""
    noun = bool(after) and after[0].isalpha() and after not in cues.STOP
    return noun or (at > 0 and lows[at - 1] in _BEING)


def _family(run: Sequence[str], names: Sequence[str]) -> bool:
    """Whether words are a yes-or-no column's, in any form: smoke, smoking, smokers of `Smoker`."""
    if len(run) == len(names):
        return all(_root(one) == _root(own) for one, own in zip(run, names, strict=True))
    return "".join(map(_root, run)) == "".join(map(_root, names))


def _root(word: str) -> str:
    """A word without what inflects it: smok of smoking, drop of dropped."""
    root = _ENDINGS.sub("", stem(word))
    root = root[:-1] if len(root) > 3 and root[-1] == root[-2] else root
    root = root[:-1] if len(root) > 3 and root.endswith("e") else root
    return root if len(root) > 2 else word


def _coded(words: Words, column: Named) -> Places:
    """What the description of a column says its numbers stand for: 1 = smoker."""
    if column.levels or not column.few:
        return
    for number, label in abbreviations.CODED.findall(column.meaning):
        if float(number) not in column.few:
            continue
        told = [_root(abbreviations.spelled(one)) for one in parts(label)]
        roots = [_root(abbreviations.spelled(token.low)) for token in words.tokens]
        for at in range(len(roots) - len(told) + 1):
            if roots[at : at + len(told)] == told:
                yield Mention(
                    "level", at, at + len(told), (column.name,), level=number, quality=ALIKE
                )
