"""The sentence of a finding, written by code from the numbers that were computed.

A language model never rewords it: checked numbers do not make a true sentence. No causal verbs; what is not
established is said to be so by the card, not by the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from .wordings import comparisons, health, pairs, series, signals, structure
from .wordings.base import Found, Sentences, Wording, interval

_FAMILIES = (pairs, comparisons, series, structure, signals, health)
_BY_RELATION: Sentences = {key: made for one in _FAMILIES for key, made in one.BY_RELATION.items()}
_BY_ANALYSIS: Sentences = {key: made for one in _FAMILIES for key, made in one.BY_ANALYSIS.items()}


def word(found: Found) -> Wording:
    """Title and sentence of a finding."""
    facts = found.facts or {}
    if "sentence" in facts:  # a pack words its own findings
        title, sentence = str(facts["title"]), str(facts["sentence"])
    else:
        made = _BY_ANALYSIS.get(found.candidate.analysis) or _BY_RELATION[found.relation or ""]
        title, sentence = made(found)
    where = _within(found.context)
    return Wording(title + where, _finished(sentence + where, found))


def _within(context: Mapping[str, str] | None) -> str:
    if not context or "column" not in context:
        return ""
    return f" where {context['column']} is {context.get('value', '')}"


def _finished(sentence: str, found: Found) -> str:
    """The sentence with its estimate in the units of the data; of a changed relation, both sizes.

    The effect size stands beside the sentence on every card and is not said twice.
    """
    evidence = found.evidence
    parts = [evidence.estimate or evidence.effect]
    if found.relation == "confounding" or "given" in (found.context or {}):
        parts = [evidence.estimate, evidence.effect]
    said = "; ".join(interval(part) for part in parts if part is not None)
    return f"{sentence} ({said})." if said else f"{sentence}."
