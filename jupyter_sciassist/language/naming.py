"""Columns named in other words than their names: written out, by their meaning, by a part, by initials.

What is the whole of a name or of a meaning, only spelled otherwise, is a name. A part of it, a prefix or
initials are guesses: shown as such, never verified; and where several columns fit alike, none is taken.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import abbreviations, cues
from .vocabulary import (
    ALIKE,
    GUESS,
    SURE,
    Mention,
    Named,
    Words,
    kin,
    parts,
    squeezed,
    stem,
    unitless,
)

_REACH = 8
_PREFIX = 3
_INITIALS = 4
_COVER = 0.2
# Words that what a name is called may have.
_CALLED = 3
# Heads that add nothing to a name: "magnesium content", "the pH reading".
_EMPTY = frozenset("content measurement reading concentration figure".split())
_LOOSE = _EMPTY | frozenset(
    "rate level value number count index score percentage degree size".split()
)
# Words that change nothing elsewhere, and make another noun of one before them: water level.
_HEADS = frozenset("level levels size sizes number type types kind".split())
_NUMBERING = frozenset("id no nr number code name key identifier index".split())
_INNER = frozenset("of the at in on for to a an by per".split())


@dataclass(frozen=True)
class Known:
    """A column with its words written out."""

    column: str
    bare: str
    own: tuple[str, ...]
    told: tuple[str, ...]

    def bag(self) -> tuple[str, ...]:
        """All words of name and meaning."""
        return tuple(dict.fromkeys((*self.own, *self.told)))


@functools.lru_cache(maxsize=4096)
def known(name: str, meaning: str) -> Known:
    """How a column may be named."""
    told = tuple(one for one in abbreviations.of_meaning(meaning) if one not in _INNER)
    return Known(name, squeezed(unitless(name)), abbreviations.of_name(name), told)


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    words: tuple[str, ...]
    full: tuple[str, ...]


def _spans(words: Words, columns: Sequence[Named]) -> Iterator[_Span]:
    """Runs of words that no stop word, sign or comma begins, ends or cuts, little words left out.

    A stop word that is a word of a name, the type of "spectral type", may end one.
    """
    lows = [token.low for token in words.tokens]
    owned = {one for column in columns for one in known(column.name, column.meaning).own}
    for start, first in enumerate(lows):
        if not _content(first):
            continue
        own: list[str] = []
        for end in range(start, min(start + _REACH, len(lows))):
            if end > start and not joined(words, end):
                break
            if lows[end] in _INNER or lows[end] == "/":
                continue
            own.append(lows[end])
            last = lows[end].isdigit() or (end > start and lows[end] in owned)
            if last or _content(lows[end]):
                full = abbreviations.full([part for one in own for part in _pieces(one)])
                yield _Span(start, end + 1, tuple(own), full)


def _pieces(word: str) -> list[str]:
    return [word] if word in abbreviations.SHORT else parts(word)


def _content(word: str) -> bool:
    little = word in cues.STOP or word in _INNER
    return word[0].isalnum() and not little and not word[0].isdigit()


def joined(words: Words, at: int) -> bool:
    """Whether nothing but spaces, hyphens and the like stands between a token and the one before it."""
    between = words.text[words.tokens[at - 1].end : words.tokens[at].start]
    joining = words.tokens[at].text[0].isalnum() or words.tokens[at].text == "/"
    return joining and not set(between) & set(",;?!:()[]")


def written_out(words: Words, columns: Sequence[Named]) -> list[Mention]:
    """Places that name the whole of a column's name or meaning in another spelling or order."""
    named = {(one.start, one.end) for one in words.mentions if one.kind == "column"}
    table: dict[tuple[str, ...], dict[str, float]] = {}
    for column in columns:
        one = known(column.name, column.meaning)
        table.setdefault(tuple(sorted(one.own)), {})[column.name] = ALIKE
        if one.told:
            table.setdefault(tuple(sorted(one.told)), {}).setdefault(column.name, GUESS)
    found = []
    for span in _spans(words, columns):
        if (span.start, span.end) in named:
            continue
        owners = table.get(tuple(sorted(span.full)), {})
        if not owners and span.words[-1] in _EMPTY and len(span.words) > 1:
            owners = table.get(tuple(sorted(span.full[:-1])), {})
        plain = len(span.words) == 1 and (span.words[0],) in cues.PHRASES
        found += [
            Mention("column", span.start, span.end, (name,), quality=GUESS if plain else quality)
            for name, quality in owners.items()
        ]
    return found


def explained(words: Words) -> list[Mention]:
    """Names that stand in brackets behind what they are called: "no mass (pl_bmasse)", "the quarter (start)"."""
    found = []
    named = {
        at
        for one in words.mentions
        if one.kind != "column" and one.quality >= SURE
        for at in range(one.start, one.end)
    }
    for one in words.mentions:
        first, last = words.tokens[one.start], words.tokens[one.end - 1]
        enclosed = words.text[: first.start].rstrip(" `'\"").endswith("(") and words.text[
            last.end :
        ].lstrip(" `'\"").startswith(")")
        if one.kind != "column" or one.quality < SURE or not enclosed:
            continue
        at = one.start
        while at - 1 not in named and one.start - at < _CALLED and _calls(words, at, one.start):
            at -= 1
            found.append(Mention("column", at, one.end, one.columns, quality=GUESS))
    return found


def _calls(words: Words, at: int, bracket: int) -> bool:
    """Whether the token before one may be a word of what the name in brackets at another is called."""
    if not at:
        return False
    word = words.tokens[at - 1].low
    return _content(word) and (word,) not in cues.PHRASES and (at == bracket or joined(words, at))


def numbers_rows(column: Named) -> bool:
    """Whether the words of a name say that its values are numbers of the rows: Fish No., subject id."""
    return bool(_NUMBERING & set(parts(column.name)[1:]))


def counted(columns: Sequence[Named]) -> set[str]:
    """Nouns for a row, from columns that number the rows: a `Star ID` on each says that rows are stars."""
    found: set[str] = set()
    for column in columns:
        own = [stem(part) for part in parts(column.name)]
        if column.each and len(own) <= 3 and (len(own) == 1 or _NUMBERING & set(own)):
            found |= {one for one in own if one not in _NUMBERING and len(one) > 2}
    return found


def guessed(words: Words, left: frozenset[str], columns: Sequence[Named]) -> list[Mention]:
    """What runs of words with one of the unread words in them may mean; the longest runs only."""
    sure = {
        at
        for one in words.mentions
        if one.kind in ("column", "level") and one.quality >= SURE and one.end - one.start > 1
        for at in range(one.start, one.end)
    }
    found: list[tuple[_Span, list[str]]] = []
    for span in sorted(_spans(words, columns), key=lambda one: one.start - one.end):
        inside = range(span.start, span.end)
        if sure & set(inside) or not any(words.tokens[at].low in left for at in inside):
            continue
        if "_" in words.text[words.tokens[span.start].start : words.tokens[span.end - 1].end]:
            continue  # written as a name, and there is no such column
        if _beheaded(words, span.end, left) or _belongs(words, span.start, left):
            continue
        held = any(other.start <= span.start and span.end <= other.end for other, _ in found)
        head = words.tokens[span.end].low if span.end < len(words.tokens) else ""
        modified = _modified(words, span.start, left)
        fit = [
            one
            for one in columns
            if not modified or set(known(one.name, one.meaning).own) <= set(span.full)
        ]
        fit = [one for one in fit if head not in _HEADS or stem(head) in _bag(one)]
        if {"high", "low"} & {*cues.PHRASES.get(span.words[:1], ())}:
            # "the longest stay" asks for a maximum, where no name says longest
            fit = [one for one in fit if _part(span.words[0], _bag(one)) >= 0.9]
        if not held and (fitting := _fitting(span, fit)):
            found.append((span, fitting))
    meanings = {one.name: one for one in columns}
    return [
        Mention(
            "column",
            _numbering(words, span.start, meanings[name]),
            span.end,
            (name,),
            quality=GUESS,
        )
        for span, names in found
        for name in names
    ]


def _numbering(words: Words, start: int, column: Named) -> int:
    """Where the name of a column that holds numbers of something begins: before "number of"."""
    before = [token.low for token in words.tokens[max(start - 2, 0) : start]]
    return start - 2 if before == ["number", "of"] and "number" in _bag(column) else start


def _bag(column: Named) -> tuple[str, ...]:
    return known(column.name, column.meaning).bag()


def _beheaded(words: Words, end: int, left: frozenset[str]) -> bool:
    """Whether the noun that a run of words goes with stands behind it: the soil of "soil moisture"."""
    if end >= len(words.tokens) or not joined(words, end):
        return False
    word = words.tokens[end].low
    if word not in left or not _content(word) or word.endswith("ed"):
        return False
    return (word,) not in cues.PHRASES and abbreviations.spelled(word) not in _LOOSE


def _modified(words: Words, start: int, left: frozenset[str]) -> bool:
    """Whether a noun that was not understood stands before a run of words: the house of "house price index"."""
    if not start or not joined(words, start):
        return False
    word = words.tokens[start - 1].low
    return (
        word in left
        and _content(word)
        and (word,) not in cues.PHRASES
        and word == stem(word)
        and not word.endswith("ed")
    )


def _belongs(words: Words, start: int, left: frozenset[str]) -> bool:
    """Whether a run of words stands behind "of" and a noun that was not understood: the wines of "pH of the wines"."""
    at = start - 1
    while at >= 0 and words.tokens[at].low in ("the", "these", "those", "all", "our", "a"):
        at -= 1
    if at < 1 or words.tokens[at].low not in ("of", "in"):
        return False
    return words.tokens[at - 1].low in left and _content(words.tokens[at - 1].low)


def _fitting(span: _Span, columns: Sequence[Named]) -> list[str]:
    """The columns that fit a run of words best; all of its words must have a part."""
    own, full = span.words, span.full
    while len(full) > 1 and full[-1] in _LOOSE:
        own, full = own[:-1], full[:-1]
    if full[-1] in _LOOSE:
        return []
    scored = {}
    several = _plural(own)
    for column in columns:
        counted = column.time or column.each or not column.numbers
        if several and counted and _modifies(full[0], known(column.name, column.meaning).own):
            continue
        score = _fit(own, full, known(column.name, column.meaning))
        if score:
            scored[column.name] = score
    best = max(scored.values(), default=0.0)
    alike = [name for name, score in scored.items() if score > best - 0.05]
    # A plural that a part of several names says is the noun of the rows: planets, of pl_mass and pl_radius.
    return [] if several and len(alike) > 1 and best < 1.5 else alike


def _plural(own: Sequence[str]) -> bool:
    return len(own) == 1 and own[0] != stem(own[0])


def _modifies(word: str, own: Sequence[str]) -> bool:
    """Whether a word, the noun of rows in the plural, only goes before the head of a name: flares of `FlareDate`."""
    return len(own) > 1 and not _part(word, own[-1:]) and bool(_part(word, own[:-1]))


def _fit(own: Sequence[str], full: Sequence[str], column: Known) -> float:
    """How well all of the words fit a column: 0 where one of them has no part in it."""
    # Initials may be anything; where it is told what a short name stands for, that counts.
    told = column.told or not any(one in column.bare for one in column.own)
    if _spells(own, column.bare) and not (told and len(column.bare) <= _INITIALS):
        return 2.0
    bag = column.bag()
    score, met = 0.0, set()
    for word in full:
        worth, part = _part(word, column.own), word
        if not worth:
            worth = 0.8 * _part(word, column.told)
        if not worth and not _initials(own, word, bag):
            return 0.0
        score += worth or 0.5
        met |= {one for one in column.own if _alike(one, part)}
    cover = len(met) / max(len(column.own), 1)
    if met and cover < _COVER:
        return 0.0
    return score / len(full) + 0.5 * (cover == 1)


def _part(word: str, among: Sequence[str]) -> float:
    """Worth of a word as one of these: the same, of its family, or either a beginning of the other."""
    best = 0.0
    for one in among:
        if one == word:
            return 1.0
        if _alike(one, word):
            best = max(best, 0.9)
        elif _begins(one, word):
            best = max(best, 0.7)
    return best


def _alike(one: str, word: str) -> bool:
    return one == word or (len(word) > 2 and kin(one, word))


def _begins(one: str, word: str) -> bool:
    short, long = sorted((one, word), key=len)
    return len(short) >= _PREFIX and long.startswith(short) and len(long) - len(short) >= 2


def _initials(own: Sequence[str], word: str, bag: Sequence[str]) -> bool:
    """Whether a word is made of the first letters of words of a column: SBP, of systolic blood pressure."""
    letters = "".join(one[0] for one in bag)
    return len(own) == 1 and 2 <= len(word) <= 5 and letters.startswith(word)


def _spells(own: Sequence[str], bare: str) -> bool:
    """Whether beginnings of all the words, one after the other, make the name: tbilrate, realgdp, hsgrad."""
    if not len(bare) >= 2 or not own or len(own) > 4 or any(one.isdigit() for one in own):
        return False
    if len(own) == 1:
        return len(bare) >= _PREFIX and own[0].startswith(bare) and own[0] != bare

    @functools.cache
    def rest(word: int, at: int) -> bool:
        if word == len(own):
            return at == len(bare)
        return any(
            own[word].startswith(bare[at:end]) and rest(word + 1, end)
            for end in range(at + 1, len(bare) + 1)
        )

    return rest(0, 0)
