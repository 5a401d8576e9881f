"""A number in several groups that every block holds: randomised blocks, repeated measures, or Friedman's ranks.

Takes the place of the comparison of independent groups where `_blocks` finds blocks (units, plates, days ...) that each hold every
level. What is compared is one mean for each cell, so that rows within a cell are no further evidence. F of the levels
beside the blocks where what is left is near normal, with Greenhouse and Geisser's correction where the
levels of a unit are unevenly alike; else Friedman's test.

relation "difference", `level` the group with the highest mean (highest mean rank under Friedman), direction "+". The estimate is
highest less lowest within blocks, its interval widened for all pairs of levels (Bonferroni).

facts: outcome, group, block, groups (how many), high, low, mean_high, mean_low, blocks (how many), levels (all, highest
first), unit, columns.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Profile
from ..statistics import assumptions, paired
from ..statistics.effects import Interval, noncentral_limits, omega_squared
from ..statistics.ranks import dense_codes, ranks_of_codes
from . import _blocks, _blocks_cell, _evidence, _groups, _scan
from ._blocks_cell import ANOVA, FRIEDMAN
from .base import Facts, Finding

Floats = NDArray[np.float64]
CONTROL_BELOW = 0.05
LEAST_EPSILON = 0.75
_RUNS = 99


class RandomisedBlocks:
    """Three and more groups compared within blocks."""

    name = "blocks"
    floor = 9

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """A number against a column of more than two groups; `measure` keeps those with blocks."""
        for number, group in _groups.oriented(profile):
            if (group.unique or 0) > 2:
                yield Candidate(self.name, profile.variable, (number.name, group.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one comparison; None where there are no blocks or nothing is left within them."""
        blocked = _blocks.of(table, candidate.variables)
        if blocked is None or len(blocked.levels) < 3:
            return None
        fit = paired.additive(blocked.cells)
        left = float(np.sum(fit.left**2))
        if left <= 1e-20 * float(np.sum((blocked.cells - blocked.cells.mean()) ** 2)):
            return None
        return _finding(table, candidate, blocked, fit)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one comparison."""
        blocked = _blocks.of(table, finding.candidate.variables)
        assert blocked is not None
        places = ranking(blocked.cells, finding.evidence.method)
        return _blocks_cell.code(_scan.of(table), finding, blocked, places)


def ranking(cells: Floats, method: str) -> list[int]:
    """Levels from highest to lowest, by mean or by mean rank within blocks."""
    means = cells.mean(0) if method.startswith(ANOVA) else _ranked(cells).mean(0)
    return [int(place) for place in np.argsort(-np.round(means, 12), kind="stable")]


def _ranked(cells: Floats) -> Floats:
    return np.stack([ranks_of_codes(dense_codes(row)) for row in cells])


def _finding(
    table: Table, candidate: Candidate, blocked: _blocks.Blocked, fit: paired.Blocks
) -> Finding:
    cells = blocked.cells
    b, k = cells.shape
    method, verdicts, epsilon = _choice(blocked, fit.left)
    places = ranking(cells, method)
    d = np.round(cells[:, places[0]] - cells[:, places[-1]], blocked.places)
    comparisons = k * (k - 1) // 2
    if method.startswith(ANOVA):
        f, df1, df2 = fit.statistic, fit.df1, fit.df2
        p = float(special.fdtrc(df1 * epsilon, df2 * epsilon, f))
        statistic = _evidence.statistic("F", f, (df1 * epsilon, df2 * epsilon))
        effect = _evidence.effect("partial omega squared", omega_squared(f, df1, df2, b * k))
        estimate, what = paired.mean_of(d, comparisons), "mean difference"
    else:
        q = paired.friedman(cells)
        p = float(special.chdtrc(k - 1, q))
        statistic = _evidence.statistic("chi-square", q, (k - 1.0,))
        effect = _evidence.effect("Kendall's W", _concordance(q, b, k))
        estimate, what = paired.middle_of(d, comparisons), "Hodges-Lehmann difference"
    evidence = _evidence.of(
        table, method, cells.size, p,
        estimate=_evidence.estimate(
            f"{what} of highest and lowest", estimate, _scan.of(table).unit_of(blocked.number)
        ),
        effect=effect,
        statistic=statistic,
        assumptions=verdicts,
        caveats=_caveats(blocked),
        control=_shuffled(cells, table.rows.seed) if p < CONTROL_BELOW else None,
    )  # fmt: skip
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="difference",
        variables=candidate.variables,
        direction="+",
        level=blocked.levels[places[0]],
        facts=_facts(table, blocked, places),
    )


def _choice(blocked: _blocks.Blocked, left: Floats) -> tuple[str, list[Assumption], float]:
    """Method, verdicts and the factor on the degrees of freedom."""
    b, k = blocked.cells.shape
    detail = f"{b} of {blocked.block} with {k} levels of {blocked.group} each; blocks are taken out"
    verdicts = [Assumption("independent blocks", "ok", detail)]
    normal = assumptions.near_normal([left.ravel()])
    if normal.verdict == "violated":
        met = assumptions.met_by("normal within blocks", FRIEDMAN, normal.detail)
        return FRIEDMAN, [*verdicts, met], 1.0
    verdicts.append(Assumption("normal within blocks", normal.verdict, normal.detail))
    if b <= k:
        few = f"{b} blocks are too few to see whether all pairs of levels are equally alike"
        return ANOVA, [*verdicts, Assumption("sphericity", "not checkable", few)], 1.0
    epsilon = paired.sphericity(blocked.cells)
    seen = f"Greenhouse-Geisser epsilon {epsilon:.2g}"
    if epsilon >= LEAST_EPSILON:
        return ANOVA, [*verdicts, Assumption("sphericity", "ok", seen)], 1.0
    met = assumptions.met_by("sphericity", "degrees of freedom times epsilon", seen)
    return f"{ANOVA}, Greenhouse-Geisser correction", [*verdicts, met], epsilon


def _concordance(q: float, b: int, k: int) -> Interval:
    """Kendall's W = Q / (b (k - 1)) with limits from the noncentral chi-square that Q follows near chance."""
    most = b * (k - 1)
    low, high = noncentral_limits(q, k - 1)
    return Interval(q / most, min(low / most, q / most), max(min(high / most, 1.0), q / most))


def _caveats(blocked: _blocks.Blocked) -> list[str]:
    found = _blocks.caveats(blocked)
    if blocked.rows > blocked.cells.size:
        found.append(
            f"{blocked.rows} rows count as {blocked.cells.size} means, one for each {blocked.block} and "
            f"{blocked.group}"
        )
    return found


def _shuffled(cells: Floats, seed: int) -> dict[str, JSON]:
    """How often levels shuffled within blocks differ as much in their mean ranks."""
    rng, ranked = np.random.default_rng(seed), _ranked(cells)
    seen = float(np.var(ranked.mean(0)))
    made = (float(np.var(rng.permuted(ranked, axis=1).mean(0))) for _ in range(_RUNS))
    reached = sum(one >= seen * (1 - 1e-12) for one in made)
    return {"kind": "levels shuffled within blocks", "runs": _RUNS, "as_strong": reached, "seed": seed}  # fmt: skip


def _facts(table: Table, blocked: _blocks.Blocked, places: list[int]) -> Facts:
    means = blocked.cells.mean(0)
    return {
        "outcome": blocked.number,
        "group": blocked.group,
        "block": blocked.block,
        "blocks": len(blocked.cells),
        "groups": len(blocked.levels),
        "high": blocked.levels[places[0]],
        "low": blocked.levels[places[-1]],
        "mean_high": float(means[places[0]]),
        "mean_low": float(means[places[-1]]),
        "levels": tuple(blocked.levels[place] for place in places),
        "unit": _scan.of(table).unit_of(blocked.number) or "",
        "columns": _blocks.needs(blocked),
    }
