"""Confirm: one planned test of a hypothesis, on rows that its exploration never saw.

The same analysis, variables and context are measured once on the confirm side of the split, or, where
exploration used all rows, on new rows only. The outcome is

- **supported** where p <= .05 (two-sided, as the analysis gives it), no assumption is violated
  without a fallback, and direction, higher level, third variable and location are those of the hypothesis;
- **refuted** where p <= .05 in the other direction, or where the 95 % interval excludes every effect at
  least half as large as the explored one, on the same scale; a claim of no effect beyond a margin where
  the whole interval lies beyond it;
- **inconclusive** otherwise.

A scan over location, period or lag is not made again: its place is fixed by then, so that one test at that
place is enough and nothing was searched (`analyses.base.Scanning`). For other analyses that name a location it
has to lie within the interval of the explored one, or one of the two within 5 % of the range searched. What happened at
one moment is confirmed by another recording of that moment only.

Error rates. A null hypothesis is supported in at most 5 % of cases (2.5 % where it names a direction),
each hypothesis by itself; so of many null hypotheses at most 5 % are. Looking at the explore
side, or at any number of cards, does not raise that, because the rows are others. A true effect of at least half the
explored one is refuted in at most 2.5 % of cases; half, because what was picked as the most
promising is on average smaller when it is looked at again. Over the confirmations of a notebook the share of false ones
among those supported is another question, and `evidence.q`, Benjamini and Hochberg's correction
over the confirmations made so far, answers it beside p. The outcome does not go by q: it would then change with
what is confirmed later.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import packs
from . import profiles as reading
from .analyses import ANALYSES
from .analyses.base import Analysis, Finding, Scanning, candidate_of, place_number
from .errors import DataError
from .pipeline import ALPHA, FAMILY_ID, Memory
from .profiles.look import kept
from .profiles.seen import Confirmed, Past, Seen, among, looked_at
from .profiles.table import Table
from .records import (
    Candidate,
    Confirmation,
    Evidence,
    Family,
    Hypothesis,
    Outcome,
    Suggestion,
)
from .statistics.assumptions import unmet
from .statistics.multiplicity import TestKey, benjamini_hochberg

SHARE = 0.5
# More confirm rows than this in another scan, and leaving them out would be a selection.
OVERLAP = 0.1
NEAR = 0.05
NEW_ROWS = (
    "Load rows that are new under a name that begins with an underscore, which no scan reads, then "
    "run `%sci confirm N --on _name`."
)
_SIGNED = (
    "Hedges' g", "Cliff's delta", "Kendall's tau", "Spearman's rho", "correlation", "log ratio",
)  # fmt: skip


def confirm(obj: Any, card: Suggestion, memory: Memory, variable: str | None = None) -> Suggestion:
    """Test the hypothesis of a card once; the card with its outcome and its numbers.

    Parameters
    ----------
    obj : live object that holds the rows
    card : Suggestion
        As a scan gave it: its evidence tells what was explored, and on which rows.
    memory : Memory
        The one that the scan wrote to. A hypothesis that it knows as tested is not tested again.
    variable : str, optional
        Name of `obj` where it is another object than the card's, with the same columns.

    Raises
    ------
    DataError
        Nothing can be tested; the message says why and what helps. Nothing was counted then.
    """
    claim, explored = testable(card)
    name = variable or card.subject.variable
    key = about(card.analysis, claim)
    known = memory.past.confirmed.get(key)
    if known is not None and (known.rows is None or name == known.confirmation.variable):
        return answered(card, known.confirmation)
    analysis = packs.named(ANALYSES, card.analysis)
    assert analysis is not None
    same = name == card.subject.variable and explored.split == "explore"
    read = _other_side if same else _new_rows
    table = read(obj, name, claim, memory)
    if known is not None and known.rows is not None:
        again = among(looked_at(table, claim.variables), known.rows)
        if again is None or again.any():
            return answered(card, known.confirmation)
    finding = _measure(analysis, table, card, claim, explored)
    outcome, reason = judge(claim, explored, finding, table)
    evidence = _counted(finding, table, memory, outcome)
    made = Confirmation(outcome, reason, "confirm side" if same else "new rows", name, evidence)
    memory.past.confirmed[key] = Confirmed(made, looked_at(table, claim.variables))
    return answered(card, made)


def answered(card: Suggestion, made: Confirmation) -> Suggestion:
    """The card with a confirmation and the status that it gives; what was accepted stays accepted."""
    status = card.status if card.status == "accepted" else made.outcome
    return dataclasses.replace(card, status=status, confirmation=made)


def about(analysis: str, claim: Hypothesis) -> str:
    """What a hypothesis is about, whatever its variable is called and which way it points."""
    context = claim.context if isinstance(claim.context, str) else dict(claim.context or {})
    key = [analysis, claim.relation, sorted(claim.variables), context]
    return json.dumps(key, sort_keys=True, ensure_ascii=False)


def remembered(card: Suggestion, past: Past) -> Suggestion:
    """The card with what an earlier confirmation of its hypothesis gave, where there was one."""
    if card.hypothesis is None or card.confirmation is not None:
        return card
    known = past.confirmed.get(about(card.analysis, card.hypothesis))
    return card if known is None else answered(card, known.confirmation)


def testable(card: Suggestion) -> tuple[Hypothesis, Evidence]:
    """Claim and evidence of a card that can be confirmed; DataError where it cannot."""
    claim, evidence = card.hypothesis, card.evidence
    known = packs.named(ANALYSES, card.analysis) is not None
    if claim is None or evidence is None or evidence.p is None or not known:
        raise DataError(
            "This card claims nothing that a test could support. "
            "Confirm a card that states a relation and its p."
        )
    return claim, evidence


def _before(claim: Hypothesis, past: Past) -> list[Seen]:
    """Scans that could have shown the relation: they saw all of its columns."""
    return [one for one in past.rows if set(claim.variables) <= one.marks.keys()]


def _refuse_missing(table: Table, claim: Hypothesis) -> None:
    missing = [name for name in claim.variables if name not in table.columns]
    if missing:
        raise DataError(
            f"{table.profile.variable} has no column {missing[0]!r}. "
            "Give an object with the columns of the hypothesis."
        )


def _other_side(obj: Any, name: str, claim: Hypothesis, memory: Memory) -> Table:
    """The confirm side without rows that another scan looked at."""
    profile = reading.profile(obj, name)
    table = reading.read(obj, name, split="confirm", salt=memory.salt(profile))
    _refuse_missing(table, claim)
    rows = looked_at(table, claim.variables)
    old = np.zeros(table.n, dtype=bool)
    for before in _before(claim, memory.past):
        found = among(rows, before)
        if found is None and before.split == "explore" and before.division == rows.division:
            continue
        if found is None or found.mean() > OVERLAP:
            raise DataError(
                f"Rows of the confirm side were explored as {before.variable}, so none of them are "
                f"unseen for this hypothesis. {NEW_ROWS}"
            )
        old |= found
    return kept(table, ~old)


def _new_rows(obj: Any, name: str, claim: Hypothesis, memory: Memory) -> Table:
    """Rows below all those that a scan looked at, as a confirm side."""
    table = reading.read(obj, name)
    _refuse_missing(table, claim)
    rows = looked_at(table, claim.variables)
    old = np.zeros(table.n, dtype=bool)
    for before in _before(claim, memory.past):
        old |= _known_rows(rows, before)
    if old.all():
        raise DataError(
            f"All rows of {name} were explored, and what was explored confirms nothing. {NEW_ROWS}"
        )
    if old.any() and not old[: int(old.sum())].all():
        raise DataError(
            f"Explored rows stand among the others of {name}: what is left of them was selected. "
            f"{NEW_ROWS}"
        )
    new = kept(table, ~old)
    return dataclasses.replace(new, rows=dataclasses.replace(new.rows, split="confirm"))


def _known_rows(rows: Seen, before: Seen) -> NDArray[np.bool_]:
    found = among(rows, before)
    if found is not None:
        return found
    if rows.variable == before.variable:
        raise DataError(
            f"The rows of {rows.variable} cannot be told from those that were explored. {NEW_ROWS}"
        )
    # Values that repeat tell nothing, and another object is taken at the user's word.
    return np.zeros(rows.n, dtype=bool)


def _refuse_other_times(table: Table, candidate: Candidate, claim: Hypothesis) -> None:
    """A peak in time is one event: rows of other times say nothing about it."""
    place = place_number(claim.location)
    if claim.relation != "peak" or not isinstance(claim.location, str) or place is None:
        return
    values = table.columns[candidate.variables[0]].values
    time = np.unique(values[~np.isnan(values)])
    if len(time) < 2 or np.min(np.abs(time - place)) > 2 * np.median(np.diff(time)):
        raise DataError(
            f"What happened at {claim.location} happened once, and these rows are of other times. "
            "Load another recording of that time, with the same columns, under a name that begins with an "
            "underscore, then run `%sci confirm N --on _name`."
        )


def _measure(
    analysis: Analysis, table: Table, card: Suggestion, claim: Hypothesis, explored: Evidence
) -> Finding:
    candidate = candidate_of(
        analysis, table.profile, card.subject.variable, card.id, claim.variables
    )
    if candidate is None:
        raise DataError(
            f"The analysis does not apply to {table.profile.variable} as it is now. "
            "Refresh the suggestions, or give rows with columns of the same kind."
        )
    _refuse_other_times(table, candidate, claim)
    finding = tested(analysis, table, candidate, claim, explored)
    if finding is not None and finding.evidence.p is not None:
        return finding
    why = "are too few to test this" if table.n < 2 * analysis.floor else "allow no such test"
    raise DataError(
        f"The {table.n} rows that exploration did not see {why}. Add rows and confirm then."
    )


def tested(
    analysis: Analysis,
    table: Table,
    candidate: Candidate,
    claim: Hypothesis,
    explored: Evidence,
) -> Finding | None:
    """The one test of a claim on rows that did not choose it, a scan's at the place that it found."""
    if isinstance(analysis, Scanning):
        return analysis.again(table, candidate, claim, explored)
    return analysis.measure(table, candidate)


def judge(
    claim: Hypothesis, explored: Evidence, finding: Finding, table: Table
) -> tuple[Outcome, str]:
    """The outcome of a test and the reason in words; the rule stands at the top of this module."""
    evidence = finding.evidence
    assert evidence.p is not None
    if claim.relation == "null":
        return _judge_null(finding)
    sign = _orientation(claim, finding)
    clear = evidence.p <= ALPHA and finding.shown
    elsewhere = _elsewhere(claim, explored, finding, table)
    if clear and sign == -1:
        return "refuted", "the relation is there, in the other direction"
    smaller = _smaller(explored, evidence, sign or 1)
    if clear and sign == 1 and elsewhere is None:
        broken = unmet(evidence.assumptions)
        if broken:
            return "inconclusive", f"an assumption does not hold: {broken[0].name}"
        return "supported", (
            "found again, but less than half as large"
            if smaller
            else "found again in the same direction"
        )
    if smaller:
        return "refuted", "an effect half as large as the explored one is outside the interval"
    if clear:
        return "inconclusive", elsewhere or "found again with another highest level"
    return "inconclusive", "could be chance, and so could its absence"


def _judge_null(finding: Finding) -> tuple[Outcome, str]:
    """The outcome of a claim of no effect beyond a margin."""
    evidence, margin = finding.evidence, (finding.facts or {}).get("margin")
    broken = unmet(evidence.assumptions)
    if evidence.p is not None and evidence.p <= ALPHA:
        if broken:
            return "inconclusive", f"an assumption does not hold: {broken[0].name}"
        return "supported", "found again: the effect lies within the margin"
    effect = evidence.effect
    if effect is None or effect.low is None or effect.high is None:
        return "inconclusive", "no interval tells how large the effect may be"
    if isinstance(margin, float) and max(effect.low, -effect.high) > margin:
        return "refuted", "the whole interval lies beyond the margin"
    return "inconclusive", "the effect may lie on either side of the margin"


def _orientation(claim: Hypothesis, finding: Finding) -> int:
    """1 where the finding points the way of the claim, -1 the other way, 0 where it claims something else."""
    if finding.direction is not None and {claim.direction, finding.direction} == {"+", "-"}:
        return -1
    if claim.level == finding.level:
        return 1
    effect = finding.evidence.effect
    return -1 if effect is not None and _is_signed(effect.name) else 0


def _is_signed(name: str) -> bool:
    return any(one in name for one in _SIGNED)


def _smaller(explored: Evidence, evidence: Evidence, sign: int) -> bool:
    """Whether the interval excludes all effects of half the explored one and more."""
    before, now = explored.effect, evidence.effect
    if before is None or now is None or before.name != now.name:
        return False
    if now.low is None or now.high is None:
        return False
    # A difference is written with the higher level first: a sign of -1 turns it round.
    turned = sign == -1 and before.value * now.value > 0
    ends = [-now.low, -now.high] if turned else [now.low, now.high]
    value = before.value
    if "ratio" in before.name and not before.name.startswith("log"):
        if min(value, *ends) <= 0:
            return False
        value, ends = math.log(value), [math.log(end) for end in ends]
    if value == 0:
        return False
    return max(math.copysign(1.0, value) * end for end in ends) < SHARE * abs(value)


def _elsewhere(claim: Hypothesis, explored: Evidence, finding: Finding, table: Table) -> str | None:
    """Why the finding is about another place or variable than the claim, or None."""
    if set(finding.variables) != set(claim.variables):
        return "found again with another variable"
    if claim.location is None:
        return None
    before, now = place_number(claim.location), place_number(finding.location)
    if now is None or before is None:
        return "found at no place"
    for evidence, place in ((explored, before), (finding.evidence, now)):
        limits = evidence.estimate
        if limits is None or limits.low is None or limits.high is None:
            continue
        is_place = math.isclose(limits.value, place, rel_tol=1e-6)
        if is_place and all(limits.low <= one <= limits.high for one in (before, now)):
            return None
    return None if abs(before - now) <= NEAR * _range(claim, before, table) else "found elsewhere"


def _range(claim: Hypothesis, place: float, table: Table) -> float:
    """What was searched: the values of the axis; of a period or lag, itself."""
    if claim.relation in {"periodicity", "lag"}:
        return abs(place)
    for name in claim.variables:
        column = table.columns[name]
        values = column.values[~np.isnan(column.values)] if not column.levels else np.array([])
        if len(values) and values.min() <= place <= values.max():
            return float(np.ptp(values))
    return float(table.n)


def _counted(finding: Finding, table: Table, memory: Memory, outcome: Outcome) -> Evidence:
    """The evidence with its q over the confirmations so far; the ledger counts the test."""
    evidence, candidate = finding.evidence, finding.candidate
    p = evidence.p
    assert p is not None
    digest = table.profile.fingerprint.digest
    memory.ledger(table.profile).add(
        TestKey.of(digest, "confirm", evidence.method, candidate.variables, candidate.context), p
    )
    before = [one.confirmation.evidence.p for one in memory.past.confirmed.values()]
    q = _last_q([*(one for one in before if one is not None), p])
    family = Family(f"confirm {digest[:FAMILY_ID]}", len(before) + 1)
    return dataclasses.replace(
        evidence, split="confirm", q=q, family=family, asserted=outcome == "supported"
    )


def _last_q(p: Sequence[float]) -> float:
    return float(benjamini_hochberg(p)[-1])
