"""A relation that holds in one level of a third column, and is another elsewhere.

Two forms. A number or two groups beside an outcome: for each of the columns that look most like one, the column that goes with it
most and the best of all others, in whatever level of whatever third they hold most (`_levels`). Two columns of one quantity: for
each such pair the level in which their difference stands out most (`_within`). That a test is clear in one level and not in
another says nothing; so p is the larger of two tests, of the relation in the level and of what it has beside all other levels, times
the number of places looked at. Where the others together have half of it or more, or one of them has for sure, no level is named.

relation "association" (numbers) or "difference" (two groups, `level` the higher one; two columns as in `paired`), context {"column",
"value"} the level.

facts: x, y, moderator, value, rho, others (mean rho in the other levels, its sign that of rho's way), tried, exact, outcome, group,
groups, event (where both have two values), columns; of two columns those of `paired` with moderator, value, tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..profiles.table import Table
from ..records import Assumption, Candidate, Evidence, Hypothesis, Profile
from ..statistics.effects import spearman_interval
from . import _control, _evidence, _interaction_cell, _levels, _roles, _scan, _within, interaction
from ._levels import CLEAR, FIRST, REST, Held
from .base import Facts, Finding


class Subgroup:
    """A relation in one level of a third column."""

    name = "subgroup"
    floor = interaction.Interaction.floor

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Two tests for each of up to three outcomes, and one for each pair of columns of one quantity."""
        terms = [one for one in profile.columns if _roles.is_number(one) or _roles.is_group(one)]
        enough = not profile.shape or profile.shape[0] >= self.floor
        if not (enough and len(terms) >= 3 and any(map(_roles.is_group, terms))):
            return
        for outcome in interaction.likely(profile):
            for rank in (FIRST, REST) if len(terms) > 3 else (FIRST,):
                yield Candidate(self.name, profile.variable, (outcome,), {"rank": rank})
        for names in _within.families(profile):
            yield Candidate(self.name, profile.variable, names)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The level where the relation stands out most; None where no column has levels that can carry it."""
        if candidate.context is None:
            return _within.measure(table, candidate)
        (outcome,) = candidate.variables
        found = _levels.held(table, outcome, str(candidate.context["rank"]))
        if found is None or len(found.made.y) < self.floor:
            return None
        return _finding(table, candidate, found)

    def again(
        self, table: Table, candidate: Candidate, claim: Hypothesis, explored: Evidence
    ) -> Finding | None:
        """The pair in the level of the claim, with no search; None where these rows have no such level."""
        place = claim.context
        if not isinstance(place, Mapping) or place["column"] not in table.columns:
            return None
        third, level = place["column"], place["value"]
        if candidate.context is None:
            return _within.again(table, candidate, third, level)
        x, outcome = claim.variables
        found = _levels.in_full(table, outcome, x, third, level, 1)
        if found is None or len(found.made.y) < self.floor:
            return None
        return _finding(table, candidate, found)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one level."""
        candidate = finding.candidate
        if candidate.context is None:
            return _within.code(table, finding)
        (outcome,) = candidate.variables
        found = _levels.held(table, outcome, str(candidate.context["rank"]))
        assert found is not None
        return _interaction_cell.subgroup(table, finding, found.made)


def _finding(table: Table, candidate: Candidate, found: Held) -> Finding:
    made, n, rho = found.made, found.n, found.rho
    p = found.whole_p if found.stands_out else 1.0  # looked at, and nothing is claimed
    shown = p <= CLEAR
    first = made.x.linear[found.inside, 0]
    evidence = _evidence.of(
        table,
        "Spearman rank correlation in one group, tested beside the others",
        n,
        p,
        effect=_evidence.effect("Spearman's rho", spearman_interval(rho, n)),
        statistic=_evidence.statistic("t", found.t, (n - 2,)),
        assumptions=[made.verdict, _size(n)],
        caveats=_best(found.tried),
        control=_control.shuffled(first, made.y[found.inside], table.rows.seed) if shown else None,
    )
    facts = _facts(table, found)
    levels = made.x.levels
    if made.binary and not levels:
        levels = _scan.of(table).groups(made.outcome).levels
    return Finding(
        candidate, "hypothesis", evidence,
        "difference" if levels else "association",
        (made.x.name, made.outcome),
        "+" if levels or rho > 0 else "-",
        level=levels[-1 if rho > 0 else 0] if levels else None,
        context={"column": made.m.name, "value": str(made.level)},
        facts=facts,
        shown=shown,
    )  # fmt: skip


def _best(tried: int) -> tuple[str, ...]:
    return (f"the best of {tried} places, which the p is multiplied by",) if tried > 1 else ()


def _size(n: int) -> Assumption:
    detail = f"{n} rows; the t approximation is fair from 20"
    return Assumption("enough rows", "ok" if n >= 20 else "weak", detail)


def _facts(table: Table, found: Held) -> Facts:
    """What the sentence needs: which column is the number and which the two groups, where there are such."""
    made = found.made
    x, third, y = made.x.name, made.m.name, made.outcome
    known: Facts = {
        "x": x, "y": y, "moderator": third, "value": str(made.level),
        "rho": found.rho, "others": found.others, "tried": found.tried,
        "exact": int(not np.isfinite(made.fit.f)),
        "outcome": y if made.x.levels else x, "group": x if made.x.levels else y, "groups": 2,
        "columns": (x, third, y),
    }  # fmt: skip
    if made.binary and made.x.levels:
        known["event"] = _scan.of(table).groups(y).levels[-1]
    return known
