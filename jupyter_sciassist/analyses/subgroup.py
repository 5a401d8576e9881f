"""A pair that holds in one group of a third column only, or much more clearly there.

relation "association" (numbers) or "difference" (two groups of x, `level` the higher one), variables (x, y), context
{"column", "value"} the group. It is no search through groups: only where the test of the products (interaction) is clear at 1 % is
a group named, the one with the strongest rank correlation, if no other group has half of it. p is the larger of
the test of the products and of the correlation in that group times the number of groups.

facts: x, y, moderator, value, rho, others (largest |rho| in another group), groups, tried, exact, outcome, group, high,
low, columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import ranks
from ..statistics.effects import spearman_interval
from . import _control, _dependence, _evidence, _interaction_cell, interaction
from ._moderation import FEWEST_IN_LEVEL, Model
from .base import Facts, Finding

Floats = NDArray[np.float64]
SURE = 0.01
OTHERS = 0.5


class Subgroup:
    """A pair that holds in one group of a third column."""

    name = "subgroup"
    floor = interaction.Interaction.floor

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """The candidates of the interaction."""
        for one in interaction.Interaction().applies(profile):
            yield Candidate(self.name, one.subject, one.variables, one.context)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The group where the pair holds; None where the products are not clear or no group stands out."""
        found = interaction.chosen(table, candidate)
        if found is None or len(found[0].y) < self.floor:
            return None
        made, tried = found
        plain = made.kind == "none" and bool(made.m.levels) and len(made.x.levels) in (0, 2)
        if not plain or made.p * tried > SURE:
            return None
        return _finding(table, candidate, made, tried)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one group."""
        found = interaction.chosen(table, finding.candidate)
        assert found is not None
        return _interaction_cell.subgroup(table, finding, found[0])


def _finding(table: Table, candidate: Candidate, made: Model, tried: int) -> Finding | None:
    parts = [~np.any(made.m.linear > 0, axis=1), *(made.m.linear.T > 0)]
    each = [_rho(made, part) for part in parts]
    best = int(np.argmax(np.abs(each)))
    others = max(abs(rho) for place, rho in enumerate(each) if place != best)
    if others > OTHERS * abs(each[best]) or int(parts[best].sum()) < FEWEST_IN_LEVEL:
        return None
    n, rho = int(parts[best].sum()), each[best]
    t, p = _dependence.correlation_p(rho, n)
    p = min(max(made.p * tried, p * len(parts)), 1.0)
    value = made.m.levels[best]
    x, y = made.x.linear[parts[best], 0], made.y[parts[best]]
    evidence = _evidence.of(
        table,
        "Spearman rank correlation in one group, after the test of products",
        n,
        p,
        effect=_evidence.effect("Spearman's rho", spearman_interval(rho, n)),
        statistic=_evidence.statistic("t", t, (n - 2,)),
        assumptions=[made.verdict, _size(n)],
        caveats=(f"one of {len(parts)} groups of {made.m.name}, which the p is multiplied by",),
        control=_control.shuffled(x, y, table.rows.seed),
    )
    high = made.x.levels[int(rho > 0)] if made.x.levels else None
    return Finding(
        candidate, "hypothesis", evidence,
        "difference" if made.x.levels else "association",
        (made.x.name, made.outcome),
        "+" if made.x.levels or rho > 0 else "-",
        level=high,
        context={"column": made.m.name, "value": value},
        facts=_facts(table, made, tried, value) | {"rho": rho, "others": others},
        shown=p <= interaction.CLEAR,
    )  # fmt: skip


def _rho(made: Model, part: NDArray[np.bool_]) -> float:
    sides = [ranks.ranks_of_codes(ranks.dense_codes(one[part])) for one in (made.x.linear[:, 0], made.y)]  # fmt: skip
    a, b = (ranks.unit(side) for side in sides)
    return 0.0 if a is None or b is None else round(ranks.product(a, b), 12)


def _size(n: int) -> Assumption:
    detail = f"{n} rows; the t approximation is fair from 20"
    return Assumption("enough rows", "ok" if n >= 20 else "weak", detail)


def _facts(table: Table, made: Model, tried: int, value: str) -> Facts:
    known = interaction.facts(table, made, tried)
    known |= {"y": made.outcome, "value": value, "group": made.x.name, "groups": 2}
    if not made.binary:
        del known["event"]
    return known
