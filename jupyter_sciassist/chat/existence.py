"""Claims of a model that something is there: a difference, a relation, a trend, a "yes".

The computed verdict bears them out or not: what is not established must not be asserted beside it in other words,
and that nothing is there is a finding of its own (design section 4, relation `null`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..language import vocabulary
from ..language.vocabulary import Named
from ..records import Suggestion
from .records import Reply, Run

_NOUN = (
    r"(?:differences?|relations?|relationships?|associations?|correlations?|links?|connections?|dependenc[ey]|dependencies|"
    r"trends?|effects?|patterns?|increases?|decreases?|rises?|changes?|drifts?|gaps?|discrepanc(?:y|ies)|interactions?)"
)
_SAYS = re.compile(
    r"^\W*(?P<yes>yes)\b|"
    rf"\b(?:there(?:\s+(?:is|are|was|were|exists?|seems?\s+to\s+be|appears?\s+to\s+be)|['’]s)|(?:shows?|showed|reveals?|indicates?|suggests?|"
    rf"demonstrates?|exhibits?|has|have|displays?|see|found|observed?|finds?)(?:\s+that\s+there\s+(?:is|are))?)\s+(?:[\w-]+\s+){{0,4}}?{_NOUN}\b|"
    rf"\b{_NOUN}\s+(?:\w+\s+){{0,6}}?(?:exists?|is\s+(?:real|present|clear|visible|evident|seen|observed|strong|weak|small|slight|notable|"
    r"positive|negative|due|caused|explained|driven))\b|"
    rf"\bthe\s+(?:[\w-]+\s+){{0,2}}?{_NOUN}\b[^.;]*?\b(?:could|may|might|can|is|are|was|likely|probably)\s+(?:also\s+|partly\s+|well\s+)?(?:be\s+)?"
    r"(?:due|explained|caused|because|attributed|driven|influenced|related\s+to|a\s+result|the\s+result)\b|"
    r"\b(?:differs?|differed|varies|varied|vary|depends?|depended|correlates?|correlated|relates?)\s+"
    r"(?:\w+\s+)?(?:between|among|across|by|with|from|on|to|over)\b|"
    r"\b(?:is|are|was|were)\s+(?:[\w-]+\s+)?(?:related|associated|correlated|linked|connected|dependent|different)\b|"
    r"\b(?:affects?|influences?|impacts?|plays?\s+a\s+role)\b",
    re.IGNORECASE,
)  # fmt: skip
_OPEN = re.compile(
    r"\b(?:could|may|might|perhaps|possibly|maybe|whether|if|would|should|unclear|unknown|suppose|check|look|test|examine|"
    r"investigate|explore|consider|see\s+if|not\s+established|evidence|signs?)\b|\?",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:no|not|never|neither|nor|without|hardly|none)\b|n['’]t\b", re.IGNORECASE)
_MODEST = re.compile(
    r"\b(?:evidence|established|sure|certain|significant(?:ly)?|clear(?:ly)?|proven|proof|enough|confirmed|mean|imply|known)\b",
    re.IGNORECASE,
)
_TREND = re.compile(r"\b(?:trends?|drifts?|over\s+time|rises?|changes?)\b", re.IGNORECASE)
_OVER_TIME = frozenset({"trend", "changepoint", "periodicity", "lag"})
_CLAUSE = re.compile(
    r"[;:]|,\s+(?:which|but|while|so|although|though|and)\b|\bbut\b|\bhowever\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*")


def doubted(
    runs: Sequence[Run], reply: Reply, columns: Mapping[str, Sequence[Named]]
) -> tuple[Run, ...]:
    """The runs of a comment with each clause struck that claims what the cards of the reply do not establish.

    Parameters
    ----------
    runs : sequence of Run
        The comment as checked for numbers and names.
    columns : mapping of variable to its columns
    """
    cards = [card for card in reply.suggestions if card.hypothesis is not None and card.evidence]
    if not cards:
        return tuple(runs)
    text = "".join(run.text for run in runs)
    own = [column for named in columns.values() for column in named]
    spans = [
        (start, end)
        for start, end in _clauses(text)
        if _claims_too_much(text[start:end], cards, own)
    ]
    return tuple(_struck(runs, spans))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Each clause, blanks at its ends left out."""
    for sentence in _SENTENCE.finditer(text):
        at = sentence.start()
        cuts = [match.start() for match in _CLAUSE.finditer(text, at, sentence.end())]
        for end in [*cuts, sentence.end()]:
            piece = text[at:end]
            start = at + len(piece) - len(piece.lstrip())
            if piece.strip():
                yield start, at + len(piece.rstrip())
            at = end


def _claims_too_much(clause: str, cards: Sequence[Suggestion], columns: Sequence[Named]) -> bool:
    said = _SAYS.search(clause)
    if said is None or _OPEN.search(clause[: said.start()]) or "?" in clause:
        return False
    denied = _NO.search(clause) is not None
    if denied and _MODEST.search(clause):
        return False
    about = _about(clause, columns)
    if said["yes"] is not None and not about:
        return not _establishes(cards[:1], denied)
    return not _establishes(_judges(cards, about, _TREND.search(said.group()) is not None), denied)


def _judges(
    cards: Sequence[Suggestion], about: frozenset[str], trend: bool
) -> Sequence[Suggestion]:
    """The cards by which a claim stands or falls: those of all columns it names, else the first, which answers."""
    fitting = [card for card in cards if about <= _variables(card)]
    timed = [card for card in fitting if _relation(card) in _OVER_TIME]
    if trend and timed:
        return timed
    return fitting if len(about) > 1 else fitting[:1] if about else cards[:1]


def _about(clause: str, columns: Sequence[Named]) -> frozenset[str]:
    """The columns that a clause names for sure; one that may be several stands for none."""
    found = vocabulary.spot(clause, columns).mentions
    sure = [one for one in found if one.kind == "column" and one.quality >= vocabulary.SURE]
    return frozenset(one.columns[0] for one in sure if len(set(one.columns)) == 1)


def _establishes(cards: Iterable[Suggestion], denied: bool) -> bool:
    """Whether one of the cards asserts that something is there; where it is denied, that nothing is."""
    return any(
        card.evidence is not None
        and card.evidence.asserted
        and (_relation(card) == "null") is denied
        for card in cards
    )


def _variables(card: Suggestion) -> frozenset[str]:
    return frozenset(card.hypothesis.variables) if card.hypothesis is not None else frozenset()


def _relation(card: Suggestion) -> str:
    return card.hypothesis.relation if card.hypothesis is not None else ""


def _struck(runs: Sequence[Run], spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """The runs, each span as one that is not verified."""
    at = 0
    for run in runs:
        end = at + len(run.text)
        place = at
        for start, stop in spans:
            if start >= end or stop <= at:
                continue
            if place < start:
                yield Run(run.text[place - at : start - at], run.standing, run.source)
            if start >= at:
                whole = "".join(one.text for one in runs)[start:stop]
                yield Run(whole, "unverified")
            place = min(stop, end)
        if place < end:
            yield Run(run.text[place - at :], run.standing, run.source)
        at = end
