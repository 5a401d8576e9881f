"""Words that say more or less in a model's text, held against the directions that code found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language import words
from . import kinds, names, numerals
from .facts import Grounds, Trend
from .records import Source

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HARMLESS = re.compile(
    r"\b(?:more|further|additional|extra|most|least|better|best|closer|deeper|later|higher|lower)\s+"
    r"(?:data|detail|details|information|work|rows|samples|about|than\s+one|or\s+less|analysis|analyses|likely|tests?|"
    r"investigation|observations|measurements|research|study|studies|understanding|understand|closely|look|model|robust|"
    r"reliable|accurate|accurately|complex|common|commonly|appropriate|suitable|useful|generally|of|level|order|in\s+depth)\b|"
    r"\b(?:look|looked|looking|set|follow|make|makes|made|up|down|break|narrow)\s+(?:up|down|into)\b|\bup\s+to\b|"
    r"\bat\s+(?:least|most)\b|\bfurther\b|\bmore\s+and\s+more\b|\bbased\b|\b(?:lower|upper|raised?|raises)\s+(?:case|questions?)\b|"
    r"\bfall(?:s|en|ing)?\s+(?:within|between|inside|outside)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|neither|nor|without|hardly|barely)\b|n't\b", re.IGNORECASE
)


def told(text: str, grounds: Grounds) -> Iterator[tuple[int, int, Source | None]]:
    """Each word of direction that claims something: where, and the source that bears it out, or None."""
    at = 0
    for end in [match.end() for match in re.finditer(r"[.!?](?=\s|$)|\n", text)] + [len(text)]:
        yield from _in_sentence(text, at, end, grounds)
        at = end


def _in_sentence(
    text: str, start: int, end: int, grounds: Grounds
) -> Iterator[tuple[int, int, Source | None]]:
    part = text[start:end]
    harmless = [match.span() for match in _HARMLESS.finditer(part)]
    if numerals.figures(part):
        # the name of a statistic: the number beside it is held against it
        harmless += [
            (begin, stop) for begin, stop, kind in kinds.spoken(part) if kind in ("min", "max")
        ]
    found = [
        match
        for match in _WORD.finditer(part)
        if _directs(match.group().lower())
        and not any(begin <= match.start() < stop for begin, stop in harmless)
    ]
    if not found:
        return
    about = grounds.names.within(part)
    if not about and not numerals.figures(part) and not _speaks(part):
        return
    source = _borne_out(part, found, about, grounds)
    for match in found:
        yield start + match.start(), start + match.end(), source


def _directs(word: str) -> bool:
    return words.direction_word(word) or word in _MORE or word in _LESS


def _speaks(part: str) -> bool:
    """Whether a sentence without names still speaks of the data: values, groups, the two."""
    told = r"\b(?:values?|groups?|columns?|variables?|correlations?|relations?|relationships?|associations?|trends?|one|both|rows?|it|they|this|slope)\b"
    return re.search(told, part, re.IGNORECASE) is not None


def _borne_out(
    part: str, found: Sequence[re.Match[str]], about: frozenset[str], grounds: Grounds
) -> Source | None:
    if _NEGATED.search(part) or re.search(r"\b(?:than|unless|except)\b", part):
        return None
    way = 1
    for match in found:
        way *= 1 if _polarity(match.group().lower()) > 0 else -1
    for trend in grounds.trends:
        if trend.way == way and _same(trend, about, found, part, grounds.names):
            return trend.source
    return None


def _same(
    trend: Trend,
    about: frozenset[str],
    found: Sequence[re.Match[str]],
    part: str,
    known: names.Names,
) -> bool:
    """Whether a sentence is about what a trend is about, and nothing else."""
    if trend.level is not None:
        levels = about & known.levels
        columns = about & known.columns
        return (
            len(found) == 1 and levels == {trend.level} and columns <= trend.names and bool(columns)
        )
    return about & known.columns == trend.names and not about & known.levels


def _polarity(word: str) -> int:
    return -1 if word in _LESS or _LESSER.match(word) else 1


_MORE = frozenset(
    "promotes promote promoted promoting favours favors excess surplus upward doubles triples".split()
)
_LESS = words.LESS | frozenset(
    "protects protect protected protecting protective prevents prevent prevented preventing inhibits inhibit inhibited "
    "hinders hinder curbs curb dampens dampen halves deficit shortfall".split()
)
_LESSER = re.compile(
    r"^(?:decreas|reduc|diminish|worsen|weaken|decelerat|deplet|dwindl|lessen|shorten|narrow|attenuat|mitigat|restrict|suppress|minimi[sz])"
)
