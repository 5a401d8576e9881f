"""What matters first: one score a card from its evidence and from how likely its outcome is.

A scientist wants the columns they set out to explain, not the largest correlation. The score is

    strength + OUTCOME_WEIGHT * outcome - FURTHER * columns beyond two

where `strength` puts every effect size on one scale from 0 to 1 and `outcome` is the weight of the
most outcome-like column of the card: what the language model says together with the prior (language/outcome.py),
or the prior alone (language/prior.py). Two measurements of one quantity explain nothing: that they go together gets no `outcome`;
that one of them is higher does, and so does what a third column tells beside them. Of findings of like size the
simpler comes first. OUTCOME_WEIGHT is the one number chosen on a benchmark (benchmarks/suite.py, leaving one data
set out); the others are round.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from ..records import Effect, Suggestion

OUTCOME_WEIGHT = 1.5
SAME_QUANTITY = 0.9
NO_EFFECT = -1.0
FURTHER = 0.1

Weights = Mapping[str, Mapping[str, float]]
Kin = Mapping[tuple[str, str], str]


def strength(effect: Effect | None) -> float:
    """An effect size on the scale of a correlation, from 0 to 1.

    Standardised differences d become r = d / sqrt(d^2 + 4) (Cohen 1988, equal groups); shares of
    variance become their root; of a log ratio of spreads l it is tanh(l / 2), the gap of the spreads over
    their sum; correlations, V, phi and rank effects stand as they are.
    """
    if effect is None:
        return 0.0
    name, size = effect.name.lower(), abs(effect.value)
    if name.startswith(("hedges", "cohen", "standardised", "standardized")):
        return size / math.sqrt(size * size + 4.0)
    if "squared" in name or "²" in name:
        return math.sqrt(min(size, 1.0))
    if name.startswith("log ratio"):
        return math.tanh(size / 2)
    if "odds" in name:
        log_odds = abs(math.log(size)) if size > 0 else 0.0
        d = log_odds * math.sqrt(3) / math.pi
        return d / math.sqrt(d * d + 4.0)
    return min(size, 1.0)


def order(suggestions: Iterable[Suggestion], outcome: Weights | None = None) -> list[str]:
    """Ids of the suggestions, best first.

    Parameters
    ----------
    suggestions : iterable of Suggestion
        Cards with their evidence.
    outcome : mapping of variable to mapping of column to weight in [0, 1], optional
        How likely each column is what people want to explain.
    """
    cards = list(suggestions)
    kin = _kin(cards)
    best = sorted(cards, key=lambda card: _key(card, outcome or {}, kin))
    fresh: list[Suggestion] = []
    repeats: list[Suggestion] = []
    seen: set[tuple[str, ...]] = set()
    for card in best:
        signature = _signature(card, kin)
        (repeats if signature in seen else fresh).append(card)
        seen.add(signature)
    done = [card for card in fresh if card.done_in is not None]
    new = [card for card in fresh if card.done_in is None]
    return [card.id for card in [*new, *repeats, *done]]


def _key(card: Suggestion, outcome: Weights, kin: Kin) -> tuple[int, float, str]:
    if card.kind == "caution":
        return (0 if card.status == "proposed" and _invalidates(card) else 2, 0.0, card.id)
    evidence = card.evidence
    asserted = evidence is not None and evidence.asserted
    weights = outcome.get(card.subject.variable, {})
    variables = card.hypothesis.variables if card.hypothesis else ()
    if card.hypothesis is not None and card.hypothesis.relation == "cluster":
        variables = ()  # groups of rows tell of no column what goes with it
    likely = max((weights.get(name, 0.0) for name in variables), default=0.0)
    if _one_quantity(card, kin):
        likely = 0.0
    size = _size(card) - FURTHER * max(len(variables) - 2, 0)
    return (1 if asserted else 3, -(size + OUTCOME_WEIGHT * likely), card.id)


def _one_quantity(card: Suggestion, kin: Kin) -> bool:
    """Whether the card says no more than that two nearly equal columns go together."""
    if card.hypothesis is None or card.hypothesis.relation == "difference":
        return False
    names = card.hypothesis.variables
    heads = {kin.get((card.subject.variable, name), name) for name in names}
    return len(names) == 2 and len(heads) == 1


def _size(card: Suggestion) -> float:
    """Strength of the effect; of a changed relation how far holding the third fixed moves it.

    A spread says less of a column than its level does and counts half. That there is no more than a small
    effect comes after every relation of a column that is as likely an outcome.
    """
    evidence = card.evidence
    if evidence is None:
        return 0.0
    relation = card.hypothesis.relation if card.hypothesis is not None else None
    if relation == "null":
        return NO_EFFECT
    if relation == "heteroscedasticity":
        return strength(evidence.effect) / 2
    if relation == "confounding" and evidence.effect is not None and evidence.estimate is not None:
        return min(abs(evidence.effect.value - evidence.estimate.value), 1.0)
    return strength(evidence.effect)


def _invalidates(card: Suggestion) -> bool:
    """Faults of the data that touch every test, and errors of the notebook's own cells."""
    faults = {"duplicates", "repeated_units"}
    return card.analysis.split(".")[-1] in faults or not card.subject.variable


def _kin(cards: Sequence[Suggestion]) -> dict[tuple[str, str], str]:
    """Columns that measure nearly the same quantity, mapped to one of them."""
    kin: dict[tuple[str, str], str] = {}
    for card in cards:
        hypothesis, evidence = card.hypothesis, card.evidence
        if hypothesis is None or evidence is None or hypothesis.relation != "association":
            continue
        if len(hypothesis.variables) == 2 and strength(evidence.effect) >= SAME_QUANTITY:
            first, second = sorted(hypothesis.variables)
            variable = card.subject.variable
            head = kin.get((variable, first), first)
            kin[(variable, second)] = head
    return kin


def _signature(card: Suggestion, kin: Kin) -> tuple[str, ...]:
    if card.hypothesis is None:
        return (card.id,)
    variable = card.subject.variable
    heads = sorted(kin.get((variable, name), name) for name in card.hypothesis.variables)
    if len(set(heads)) < len(heads):
        heads = sorted(card.hypothesis.variables)
    # A pair with a third held fixed says again what the pair says by itself.
    context = card.hypothesis.context
    given = isinstance(context, Mapping) and "given" in context
    where = (str(card.hypothesis.location), str(None if given else context))
    return (variable, card.hypothesis.relation, *where, *heads)
