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
# Both ways at once, a condition alone, and nouns and verbs whose number is held against the record by itself.
_NEUTRAL = re.compile(
    r"\b(?P<one>high|low|higher|lower|more|less|larger|smaller|up|down|above|below|positive|negative|increase|decrease)\s+(?:or|nor|and)\s+"
    r"(?:high|low|higher|lower|more|less|larger|smaller|up|down|above|below|positive|negative|increase|decrease)\b|"
    r"\b(?:each|every|per|an?)\s+(?:extra|additional|further)\b|\b(?:extra|additional)\s+(?=[^\W\d_])|"
    r"\bexcess\s+(?:of|is|amounts)\b|\b(?:negative|positive)\s+(?:controls?|samples?|tests?)\b|\bbest\s+guess\b|\bnext\b",
    re.IGNORECASE,
)
# The number beside a peak is held against the record.
_PEAK = re.compile(
    r"\b(?:the|a|an|this|that|its|main|one|single|no|any|each|of)\s+(?:[^\W\d_]+\s+)?peaks?\b|\bpeaks?\s+(?:at|near|around)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:at|in|under)\s+(?:the\s+)?(?:very\s+)?(?:high|low|higher|lower|highest|lowest|top|bottom)\b",
    re.IGNORECASE,
)
# Advice, questions and guesses: they claim no direction.
_OPEN = re.compile(
    r"\b(?:could|may|might|perhaps|possibly|maybe|whether|if)\b|\?\s*$", re.IGNORECASE
)
_ADVICE = re.compile(
    r"^\W*(?:please\s+)?(?:check|look|see|examine|inspect|consider|verify|investigate|explore|plot|compare|test|try|ask)\b[^:;]*$",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:relation|relations|relationship|relationships|correlation|association|trend|slope)\b",
    re.IGNORECASE,
)
_TIED = re.compile(
    r"(?:\s+[^\W\d_]+ly)?\s+(?:(?:relation\w*|correlation|association|trend|slope)\s+)?(?:with|as|in|among|where|under|when|during|because|due|between|of|for)\b",
    re.IGNORECASE,
)
_SIGNED = frozenset(
    "correlation spearman pearson slope coefficient effect difference d delta fold change estimate".split()
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
    figures = numerals.figures(part)
    harmless = [match.span() for match in (*_HARMLESS.finditer(part), *_NEUTRAL.finditer(part))]
    harmless += [match.span() for match in _PEAK.finditer(part) if figures]
    harmless += [(one.start, _dimension(part, one.stop)) for one in figures]
    if figures:
        # the name of a statistic: the number beside it is held against it
        harmless += [
            (begin, stop)
            for begin, stop, kind in kinds.spoken(part)
            if kind in ("min", "max", "width", "location")
        ]
    found = [
        match
        for match in _WORD.finditer(part)
        if _directs(match.group().lower())
        and not any(begin <= match.start() < stop for begin, stop in harmless)
    ]
    conditions = [match.span() for match in _CONDITION.finditer(part)]
    if all(any(begin <= match.start() < stop for begin, stop in conditions) for match in found):
        return
    about = grounds.names.within(part)
    if not about and not figures and not _speaks(part):
        return
    if _is_open(part) and not _touches(part, about, grounds.trends):
        return
    source = _borne_out(part, found, about, grounds)
    for match in found:
        yield start + match.start(), start + match.end(), source


def _dimension(part: str, at: int) -> int:
    """Where an adjective right behind a number ends: "0.65 units high" tells a height."""
    match = re.match(
        r"\s*(?:(?!is\b|are\b|was\b|were\b|and\b|has\b|have\b)[^\W\d_]+\s+){0,2}?(?:high|deep|long|tall|wide)\b",
        part[at:],
    )
    return at + match.end() if match else at


def _touches(part: str, about: frozenset[str], trends: Sequence[Trend]) -> bool:
    """Whether a sentence speaks of something whose direction is on record."""
    if about:
        return any(about & trend.names for trend in trends)
    return bool(trends) and _RELATION.search(part) is not None


def _is_open(part: str) -> bool:
    """Whether a sentence asks, guesses or advises rather than says."""
    return _OPEN.search(part) is not None or _ADVICE.search(part) is not None


def _directs(word: str) -> bool:
    return words.direction_word(word) or word in _MORE or word in _LESS


def _speaks(part: str) -> bool:
    """Whether a sentence without names still speaks of the data: values, groups, the two."""
    told = r"\b(?:values?|groups?|columns?|variables?|correlations?|relations?|relationships?|associations?|trends?|one|both|rows?|it|they|this|slope)\b"
    return re.search(told, part, re.IGNORECASE) is not None


def _borne_out(
    part: str, found: Sequence[re.Match[str]], about: frozenset[str], grounds: Grounds
) -> Source | None:
    if _NEGATED.search(part) or re.search(r"\b(?:unless|except)\b", part):
        return None
    than = re.search(r"\bthan\b", part)
    if than:
        return _compared(part, found, than.start(), grounds)
    way = 1
    for match in found:
        way *= 1 if _polarity(match.group().lower()) > 0 else -1
    for trend in grounds.trends:
        if trend.way == way and _same(trend, about, found, part, grounds.names, grounds.trends):
            return trend.source
    return None


def _compared(
    part: str, found: Sequence[re.Match[str]], than: int, grounds: Grounds
) -> Source | None:
    """What bears out "higher in treated than in control": a column of which one of two levels has more."""
    if len(found) != 1 or found[0].start() > than:
        return None
    known = grounds.names
    left, right = known.levels_in(part[:than]), known.levels_in(part[than:])
    columns = known.within(part) & known.columns
    way = _polarity(found[0].group().lower())
    for trend in grounds.trends:
        level, right_way = trend.level, trend.way
        if (
            level is None
            or not columns
            or not columns <= trend.names
            or len(left) != 1
            or len(right) != 1
        ):
            continue
        if (left == {level} and way == right_way) or (right == {level} and way == -right_way):
            return trend.source if left != right else None
    return None


def signed(word: str, value: float, of: frozenset[str]) -> bool:
    """Whether a word such as "negative" or "down" says no more than the sign of a number that stands beside it."""
    if (
        word not in ("positive", "negative", "positively", "negatively", "down", "up")
        or not of & _SIGNED
    ):
        return False
    return (value < 0) == (_polarity(word) < 0) and value != 0


def _same(
    trend: Trend,
    about: frozenset[str],
    found: Sequence[re.Match[str]],
    part: str,
    known: names.Names,
    trends: Sequence[Trend],
) -> bool:
    """Whether a sentence is about what a trend is about, and nothing else."""
    if trend.level is not None:
        levels = about & known.levels
        columns = about & known.columns
        return (
            len(found) == 1 and levels == {trend.level} and columns <= trend.names and bool(columns)
        )
    columns = about & known.columns
    if about & known.levels:
        return False
    if columns == trend.names:
        return True
    if _TIED.match(part, found[-1].end()):
        return False  # with something that is no known column
    alone = trend.ordered and bool(columns) and columns <= trend.names
    return alone or (not columns and len(trends) == 1 and _RELATION.search(part) is not None)


def _polarity(word: str) -> int:
    return -1 if word in _LESS or _LESSER.match(word) else 1


_MORE = frozenset(
    "promotes promote promoted promoting favours favors excess surplus upward doubles triples warms warmed warming steepens "
    "steeply harder upwards".split()
)
_LESS = words.LESS | frozenset(
    "protects protect protected protecting protective prevents prevent prevented preventing inhibits inhibit inhibited "
    "hinders hinder curbs curb dampens dampen halves deficit shortfall cools cooled cooling "
    "flatter flattens softer softens downwards sinks sank".split()
)
_LESSER = re.compile(
    r"^(?:decreas|reduc|diminish|worsen|weaken|decelerat|deplet|dwindl|lessen|shorten|narrow|attenuat|mitigat|restrict|suppress|minimi[sz])"
)
