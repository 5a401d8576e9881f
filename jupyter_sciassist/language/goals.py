"""Which findings bear on a goal or research question: evidence, columns that it means, relation that it asks.

A card's score is

    strength + outcome + COLUMNS * mean match + COVER * covered + RELATION * relation + ASSERTED

`match` of a column is 1 where the question names it, less where it names part of it or words of its
meaning or levels; `covered` is the share of the clearly meant columns that the card holds. A word that many
columns share says little about which is meant, so it counts by its rarity, as in document search (inverse
document frequency, Sparck Jones 1972). The weights are round numbers. The model has no say here: its log-probability of a
column as "needed to answer this question", added, calibrated or only where the words name none, never helped.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from ..records import Suggestion
from . import cues, ranking, vocabulary
from .vocabulary import SURE, Named, kin, parts

COLUMNS, COVER, RELATION, ASSERTED = 3.0, 1.0, 1.0, 0.5
_MEANT = 0.5
_OUTCOMES = 3
_HANGS = frozenset({"depend", "depends", "depended"})
_CUES: Mapping[str, frozenset[str]] = {
    "interaction": frozenset({"interaction"}),
    "confounding": frozenset({"confounding", "association", "difference"}),
    "adjusted": frozenset({"confounding"}),
    "mediation": frozenset({"mediation", "confounding"}),
    "trend": frozenset({"trend", "changepoint", "association"}),
    "changepoint": frozenset({"changepoint", "trend"}),
    "periodicity": frozenset({"periodicity"}),
    "peak": frozenset({"peak"}),
    "outlier": frozenset({"outlier"}),
    "nonlinear": frozenset({"nonlinear", "association"}),
    "heteroscedasticity": frozenset({"heteroscedasticity"}),
    "null": frozenset({"null", "difference", "association"}),
    "lag": frozenset({"lag"}),
    "cluster": frozenset({"cluster"}),
    "differs": frozenset({"difference", "interaction"}),
    "diff": frozenset({"difference"}),
    "more": frozenset({"difference", "association"}),
    "related": frozenset({"association", "difference", "nonlinear"}),
    "correlated": frozenset({"association", "nonlinear"}),
    "factors": frozenset({"association", "difference", "nonlinear"}),
}  # fmt: skip
_MEANING, _LEVEL = 0.6, 0.8


def content(question: str) -> list[str]:
    """The words of a question that say what it is about."""
    words = [token.low for token in vocabulary.cut(question).tokens if token.text[0].isalnum()]
    return [
        word for word in words if word not in cues.STOP and not word.isdigit() and len(word) > 1
    ]


def asked(question: str) -> frozenset[str]:
    """Relations that the words of a question ask for."""
    tokens = [token.low for token in vocabulary.cut(question).tokens]
    found: set[str] = set()
    for at in range(len(tokens)):
        for length in range(1, cues.REACH + 1):
            for cue in cues.PHRASES.get(tuple(tokens[at : at + length]), ()):
                found |= _CUES.get(cue, frozenset())
    return frozenset(found)


def matches(question: str, columns: Sequence[Named]) -> dict[str, float]:
    """How much the question means each column, from 0 to 1."""
    words = content(question)
    sides = {
        column.name: (
            parts(column.name),
            parts(column.meaning),
            [part for level in column.levels[:40] for part in parts(level) if len(part) > 2],
        )
        for column in columns
    }
    spread = {word: sum(_hit(word, *own) > 0 for own in sides.values()) for word in set(words)}
    found = {column.name: 0.0 for column in columns}
    for column in columns:
        own = sides[column.name]
        score = 0.0
        for word in set(words):
            rarity = math.log(1 + len(columns) / max(spread[word], 1)) / math.log(1 + len(columns))
            score += _hit(word, *own) * rarity
        found[column.name] = min(score, 1.0)
    for mention in vocabulary.spot(question, columns).mentions:
        if mention.kind == "column" and mention.quality >= SURE:
            text_is_stop = mention.end - mention.start == 1 and _plain(question, mention.start)
            found[mention.columns[0]] = max(found[mention.columns[0]], 0.3 if text_is_stop else 1.0)
    return found


def named(question: str, columns: Sequence[Named]) -> list[str]:
    """Columns that the question names for sure, in the order of the table."""
    found = {
        mention.columns[0]
        for mention in vocabulary.spot(question, columns).mentions
        if mention.kind == "column" and mention.quality >= SURE
    }
    return [column.name for column in columns if column.name in found]


def interplay(
    question: str, columns: Sequence[Named], usable: Collection[str], outcome: Mapping[str, float]
) -> list[tuple[str, str, str]]:
    """Columns of which a question asks whether they interact, the outcome last; empty where it asks no such thing.

    Only `usable` columns can: numbers and groups, not names and labels. Of three columns that it names
    the outcome is the one that people most likely want explained; to two it is each of the three others
    that the question or people most likely mean.
    """
    tokens = {token.low for token in vocabulary.cut(question).tokens}
    plainly = any("interaction" in cues.PHRASES.get((word,), ()) for word in tokens)
    meant = matches(question, columns)
    told = [name for name in usable if meant[name] >= 1]
    worth = {name: meant[name] + outcome.get(name, 0.0) for name in usable}
    if len(told) == 3 and (plainly or tokens & _HANGS or "interaction" in asked(question)):
        last = max(told, key=lambda name: outcome.get(name, 0.0))
        first, second = (name for name in told if name != last)
        return [(first, second, last)]
    if len(told) != 2 or not plainly:
        return []
    others = sorted(worth.keys() - set(told), key=lambda name: (-worth[name], name))
    return [(told[0], told[1], last) for last in others[:_OUTCOMES]]


def _plain(question: str, at: int) -> bool:
    return vocabulary.cut(question).tokens[at].low in cues.STOP


def _hit(word: str, name: list[str], meaning: list[str], levels: list[str]) -> float:
    """How well a word fits a column: by its name, a level or its meaning."""
    if any(kin(word, part) for part in name):
        return 1.0
    if any(kin(word, part) for part in levels):
        return _LEVEL
    return _MEANING if any(kin(word, part) for part in meaning) else 0.0


def rank(
    question: str,
    columns: Sequence[Named],
    cards: Sequence[Suggestion],
    outcome: Mapping[str, float],
) -> list[Suggestion]:
    """The cards that make a claim, those that bear most on the question first.

    Parameters
    ----------
    outcome : mapping of column to weight in [0, 1]
        How likely each column is what people want explained.
    """
    meant = matches(question, columns)
    relations = asked(question)
    claims = [card for card in cards if card.hypothesis is not None]
    scored = {card.id: _score(card, meant, relations, outcome) for card in claims}
    return sorted(claims, key=lambda card: (-scored[card.id], card.id))


def _score(
    card: Suggestion,
    meant: Mapping[str, float],
    relations: frozenset[str],
    outcome: Mapping[str, float],
) -> float:
    claim, evidence = card.hypothesis, card.evidence
    if claim is None:
        return 0.0
    own = [meant.get(name, 0.0) for name in claim.variables]
    clear = {name for name, weight in meant.items() if weight >= _MEANT}
    covered = len(clear & set(claim.variables)) / len(clear) if clear else 0.0
    likely = max((outcome.get(name, 0.0) for name in claim.variables), default=0.0)
    score = ranking.strength(evidence.effect if evidence else None) + likely
    score += COLUMNS * sum(own) / max(len(own), 1) + COVER * covered
    score += RELATION * (claim.relation in relations)
    return score + ASSERTED * bool(evidence and evidence.asserted)
