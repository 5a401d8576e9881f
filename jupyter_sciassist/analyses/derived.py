"""Columns that a scientist would compute from two others, related with groups and with likely outcomes.

Changes (after less before), rates (what happened over what it could happen to), mass over height squared, differences
and ratios of two columns of one unit: two at most, chosen by names, units and ranges before anything is measured
(`_derived`). Each is compared between the first two group columns and related to the two numbers that look most like an
outcome, by the analyses that would do so if the column stood in the table (`difference`, `groups`, `association`). Its own
parts are no partners. A difference or ratio that says no more than one of its parts is counted and not shown.

relation, direction, level and evidence are those of the analysis used; variables are the real columns, context {"derived":
expression}.

facts: those of the analysis used, with columns the real ones, and expression, derived (its kind), partner.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

from ..profiles import outcomes
from ..profiles.table import Table
from ..records import Candidate, ColumnProfile, Profile
from . import _derived, _roles, _scan, triviality
from ._derived import Made
from .association import Association
from .base import Analysis, Finding
from .difference import Difference
from .groups import SeveralGroups

CLEAR = 0.05
MOST_DERIVED = 2
_MOST_PARTNERS = 2
_INNER: tuple[Analysis, ...] = (Difference(), SeveralGroups(), Association())
_CAVEATS = {
    "change": "a change goes with where it began: groups that began apart change apart by regression to the mean",
    "rate": "a rate also goes with whatever its denominator goes with",
    "index": "an index also goes with whatever its parts go with",
    "difference": "a difference also goes with whatever its parts go with",
    "ratio": "a ratio also goes with whatever its denominator goes with",
}


class Extended(NamedTuple):
    """A table with one computed column more, and the decimals it is rounded to."""

    table: Table
    places: int


class Derived:
    """A computed column beside one other."""

    name = "derived"
    floor = 10

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """At most two computed columns with four partners each."""
        for made in _derived.offered(profile.columns, MOST_DERIVED):
            for partner in _partners(profile, made):
                names = (*made.parts, partner)
                yield Candidate(self.name, profile.variable, names, {"derived": made.name})

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """What the analysis for such a pair finds; None where it finds nothing to compute or the column stands there already."""
        found = _inner(table, candidate)
        if found is None:
            return None
        made, _, analysis, inner = found
        evidence = inner.evidence
        p = evidence.p
        if p is None or evidence.n < self.floor:
            return None
        partner = candidate.variables[2]
        plain = made.kind in {"difference", "ratio"} and _told_by_part(
            table, candidate, analysis, inner
        )
        facts = {
            **(inner.facts or {}),
            "expression": made.name,
            "derived": made.kind,
            "partner": partner,
        }
        read = facts["columns"]
        columns = [one for one in read if one != made.name] if isinstance(read, tuple) else []
        facts["columns"] = tuple(dict.fromkeys([*made.parts, *columns]))
        return dataclasses.replace(
            inner,
            candidate=candidate,
            evidence=dataclasses.replace(
                evidence, caveats=(*evidence.caveats, _CAVEATS[made.kind])
            ),
            variables=candidate.variables,
            context={"derived": made.name},
            facts=facts,
            shown=p <= CLEAR and not plain,
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The line that computes the column, then the cell of the analysis used."""
        found = _inner(table, finding.candidate)
        assert found is not None
        made, extended, analysis, inner = found
        return f"{made.line(extended.places)}\n{analysis.code(extended.table, inner)}"


def _partners(profile: Profile, made: Made) -> list[str]:
    others = [one for one in profile.columns if one.name not in made.parts]
    groups = [one.name for one in others if _roles.is_group(one) and not _roles.is_axis(one)]
    weights = outcomes.prior({one.name: one.role for one in profile.columns})
    numbers = [one for one in others if _is_outcome(one)]
    best = sorted(numbers, key=lambda one: -weights[one.name])
    return [*groups[:_MOST_PARTNERS], *(one.name for one in best[:_MOST_PARTNERS])]


def _is_outcome(column: ColumnProfile) -> bool:
    return _roles.is_number(column) and not _roles.is_axis(column)


def _made(table: Table, candidate: Candidate) -> Made | None:
    wanted = (candidate.context or {}).get("derived")
    offers = _derived.offered(table.profile.columns, MOST_DERIVED)
    return next((made for made in offers if made.name == wanted), None)


def extended(table: Table, made: Made) -> Extended | None:
    """The table with the computed column, or None where a column already holds it."""
    return _scan.of(table).once(("extended", made.name), lambda: _extended(table, made))


def _extended(table: Table, made: Made) -> Extended | None:
    first, second = (table.columns[name] for name in made.parts)
    computed = _derived.column(made, first, second, len(table.columns))
    if computed is None:
        return None
    column, places = computed
    profile = dataclasses.replace(table.profile, columns=(*table.profile.columns, column.profile))
    wider = Table(profile, {**table.columns, made.name: column}, table.rows, table.n)
    scan, known = _scan.of(wider), triviality.derived(_scan.of(table))
    scan.derived = dict(known)
    numbers = [name for name, one in table.columns.items() if _roles.is_number(one.profile)]
    if any(triviality.reason(wider, (name, made.name)) is not None for name in numbers):
        return None  # a column that stands in the table orders the rows alike
    scan.notes.clear()
    for part in made.parts:
        scan.derived[frozenset((made.name, part))] = f"{made.name} is computed from {part}"
    return Extended(wider, places)


def _inner(table: Table, candidate: Candidate) -> tuple[Made, Extended, Analysis, Finding] | None:
    """The computed column, its table, and the first analysis that measures it beside the partner."""
    made = _made(table, candidate)
    wider = extended(table, made) if made is not None else None
    if made is None or wider is None:
        return None
    for analysis in _INNER:
        finding = _measured(wider.table, analysis, made.name, candidate.variables[2])
        if finding is not None:
            return made, wider, analysis, finding
    return None


def _measured(table: Table, analysis: Analysis, name: str, partner: str) -> Finding | None:
    column = table.columns[partner]
    related = isinstance(analysis, Association)
    if _roles.is_group(column.profile) == related and not column.ordered:
        return None
    pair = (partner, name) if related else (name, partner)
    return analysis.measure(table, Candidate(analysis.name, table.profile.variable, pair))


def _told_by_part(table: Table, candidate: Candidate, analysis: Analysis, inner: Finding) -> bool:
    """A part by itself goes with the partner at least as clearly."""
    *parts, partner = candidate.variables
    own = inner.evidence.effect
    for part in parts:
        found = _measured(table, analysis, part, partner)
        effect = found.evidence.effect if found is not None else None
        if own is None or effect is None or effect.name != own.name:
            continue
        if abs(effect.value) >= abs(own.value):
            return True
    return False
