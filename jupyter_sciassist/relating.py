"""Questions for what goes with what, answered from the engine's own analyses."""

from __future__ import annotations

from collections.abc import Sequence

from . import bearing
from .language import ranking
from .records import Answer, Reading, Request, Suggestion

SHOWN = 10
_LEVELS = frozenset({"association", "difference"})
_NO_FACTORS = frozenset({"null", "outlier", "heteroscedasticity"})


def related(tables: bearing.Tables, question: str, reading: Reading, verified: bool) -> Answer:
    """Answer from the engine's own analyses: those cards that hold the columns asked about."""
    request = reading.request
    cards = bearing.ranked(tables, question, request.subject)
    holding = [card for card in cards if _about(card, request)]
    shown = tuple([*holding, *(card for card in cards if card not in holding)][:SHOWN])
    if request.operation == "factors":
        return _factors(request, reading, holding, shown, verified)
    if not holding:
        text = f"No analysis of the catalogue answers this here: {reading.text}."
        return Answer(text, None, False, reading=reading, suggestions=shown)
    first = min(holding, key=lambda card: _order(card, request))
    claim, evidence = first.hypothesis, first.evidence
    sure = evidence is not None and evidence.asserted
    told = claim.statement if claim is not None else first.title
    text = over(first, told if sure else f"Not established: {told}")
    kinds = _wanted(request) if len(request.variables) == 1 else None
    # Of one column a card of another kind is the nearest finding, and no answer.
    fits = claim is not None and (kinds is None or claim.relation in kinds)
    null = fits and claim is not None and claim.relation == "null" != request.relation
    there = sure and fits and not null and request.by is None
    return Answer(
        text, True if there else None, verified and fits, reading=reading, evidence=evidence,
        suggestions=shown,
    )  # fmt: skip


def over(card: Suggestion, told: str) -> str:
    """A finding with the rows that it was made of, and where it can be tested on others."""
    evidence = card.evidence
    if evidence is None or evidence.n is None:
        return told
    if evidence.split != "explore":
        where = " set aside for confirming" if evidence.split == "confirm" else ""
        return f"{told.removesuffix('.')} (n = {evidence.n}{where})."
    more = "" if card.confirmation is not None else "; Confirm tests it on the rest"
    return f"{told.removesuffix('.')}, in the explore half (n = {evidence.n}){more}."


def _about(card: Suggestion, request: Request) -> bool:
    return bearing.holds(card, request.variables)


def _wanted(request: Request) -> set[str | None]:
    """The relations of the cards that answer a question."""
    return {request.relation} | ({"null"} if request.relation in _LEVELS else set())


def _order(card: Suggestion, request: Request) -> tuple[bool, bool, bool, float]:
    """What answers best comes first: that there is no more than a small effect answers whether there is one."""
    claim, evidence = card.hypothesis, card.evidence
    variables = set(claim.variables) if claim is not None else set()
    return (
        claim is None or claim.relation not in _wanted(request),
        len(variables) != len(request.variables),
        evidence is None or not evidence.asserted,
        -ranking.strength(evidence.effect if evidence else None),
    )


def _factors(
    request: Request,
    reading: Reading,
    holding: Sequence[Suggestion],
    shown: tuple[Suggestion, ...],
    verified: bool,
) -> Answer:
    """The columns whose relation with the asked one is established, the strongest first."""
    outcome = request.variables[0]
    firm = [card for card in holding if card.evidence is not None and card.evidence.asserted]
    firm.sort(key=lambda card: -ranking.strength(card.evidence.effect if card.evidence else None))
    names = dict.fromkeys(
        name
        for card in firm
        if card.hypothesis is not None and card.hypothesis.relation not in _NO_FACTORS
        for name in card.hypothesis.variables
        if name != outcome
    )
    if not names:
        text = f"No column is established to go with {outcome}."
        return Answer(text, None, verified, reading=reading, suggestions=shown)
    told = ", ".join(names)
    text = f"With {outcome} go: {told}. This is association, not cause."
    evidence = firm[0].evidence if firm else None
    return Answer(text, told, verified, reading=reading, evidence=evidence, suggestions=shown)
