"""What an analysis is: it names candidates from a profile, measures one, writes its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from ..profiles.table import Table
from ..records import (
    Candidate,
    Direction,
    Evidence,
    Hypothesis,
    Profile,
    Relation,
    SuggestionKind,
    suggestion_id,
)

Facts = dict[str, str | float | int | tuple[str, ...]]


@dataclass(frozen=True)
class Finding:
    """What one measurement found, before multiplicity and wording.

    `evidence.q`, `family` and `asserted` are still empty: only the pipeline, which sees the whole
    family, may fill them. `facts` holds what the sentence needs and the record does not carry.
    `shown` is false for a test that was made and found nothing to say: it counts in the family, so that
    looking is paid for, and gives no card.
    """

    candidate: Candidate
    kind: SuggestionKind
    evidence: Evidence
    relation: Relation | None = None
    variables: tuple[str, ...] = ()
    direction: Direction | None = None
    level: str | None = None
    context: dict[str, str] | None = None
    location: float | str | None = None
    facts: Facts | None = None
    shown: bool = True


class Analysis(Protocol):
    """One entry of the catalogue. `floor` is the smallest n below which nothing is computed."""

    name: str
    floor: int

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Candidates by roles and types alone; sees no data."""

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Compute the evidence; None where the rows at hand cannot carry it (below the floor)."""

    def code(self, table: Table, finding: Finding) -> str:
        """The cell that recomputes the evidence from the live object, with numpy, pandas and scipy.

        It prints one line `name = value` (6 significant digits) for each number of the evidence:
        n, estimate, estimate_low, estimate_high, effect, effect_low, effect_high, statistic, p.
        """


@runtime_checkable
class Scanning(Protocol):
    """An analysis that searches places, periods or lags, and can test one that was named beforehand."""

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """One test at the place of `claim`, on rows that did not choose it; None where they do not hold it.

        The place is fixed, so nothing is searched and p is that of the one test, two-sided.
        """


@runtime_checkable
class Asked(Protocol):
    """An analysis that can test columns that a person names, beside those that it chooses itself."""

    def asked(self, profile: Profile, variables: tuple[str, ...]) -> Candidate | None:
        """The one test of these columns, the outcome last; None where their roles allow none."""


def candidate_of(
    analysis: Analysis,
    profile: Profile,
    subject: str,
    identity: str,
    variables: tuple[str, ...],
) -> Candidate | None:
    """What the card of that id measured of the object it knew as `subject`; None where that is not there now.

    Either the analysis offers it for the profile, or it was asked about `variables`, those of the claim.
    """
    for candidate in offered(analysis, profile, variables):
        own = candidate.analysis, subject, candidate.variables, candidate.context
        if suggestion_id(*own) == identity:
            return candidate
    return None


def offered(
    analysis: Analysis, profile: Profile, variables: tuple[str, ...]
) -> Iterator[Candidate]:
    """What an analysis tests by itself, and what it tests where somebody asks about `variables`."""
    yield from analysis.applies(profile)
    if variables and isinstance(analysis, Asked):
        asked = analysis.asked(profile, variables)
        if asked is not None:
            yield asked


def share_of(facts: Facts) -> float:
    """Independent rows as a share of n, as the facts of a finding tell it."""
    share = facts["share"]
    assert isinstance(share, (int, float))
    return float(share)


def place_number(place: float | str | None) -> float | None:
    """A location as a number, a moment in seconds since 1970."""
    if isinstance(place, str):
        try:
            return float(np.datetime64(place, "us").astype(np.int64)) / 1e6
        except ValueError:
            return None
    return None if place is None else float(place)
