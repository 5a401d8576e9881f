"""Two columns of groups: chi-square, or Fisher's exact test or a Monte Carlo one where counts are small.

Where one column has two levels it is read as the outcome (the one that reads yes / no, else the later one):
relation "difference", `level` the group with the highest rate of the outcome, direction "+", estimate the
difference between the highest and the lowest rate. With more levels in both: relation "association" without
direction. Cramér's V is the effect in each case.

facts: outcome, group; with a two-level outcome: event (its level), high, low, rate_high, rate_low, n_high,
n_low, groups (how many), and of two groups odds_ratio, odds_low, odds_high; otherwise levels of neither. units (column of repeated units, where allowed for), columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Estimate, Profile
from ..statistics import assumptions
from ..statistics.effects import cramers_v, odds_ratio, risk_difference
from . import (
    _contingency_cell,
    _control,
    _dependence,
    _evidence,
    _places,
    _roles,
    _scan,
    triviality,
)
from ._contingency_cell import CHI2, FISHER, MONTE_CARLO
from .base import Facts, Finding

Counts = NDArray[np.int64]
DRAWS = 1999
CONTROL_BELOW = 0.05
_FEWEST_IN_GROUP = 5


@dataclass(frozen=True)
class Crossed:
    """A cross table of the rows at hand.

    Attributes
    ----------
    group, outcome : str
        Columns of its rows and of its columns.
    rows, columns : tuple of str
        Their levels, those that occur.
    counts : ndarray of int, shape (rows, columns)
    codes : two ndarrays of int, shape (n,)
    share : float
        Independent rows as a share of n.
    averaged : bool
        Each unit is counted once.
    """

    group: str
    outcome: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Counts
    codes: tuple[Counts, Counts]
    share: float
    once: bool
    unit: str | None
    kind: str
    dependence: Assumption

    @property
    def n(self) -> int:
        """Rows that are counted."""
        return int(self.counts.sum())


class Contingency:
    """Two columns of groups."""

    name = "contingency"
    floor = 12

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of group columns."""
        for a, b in _roles.pairs(profile, lambda *pair: all(map(_roles.is_group, pair))):
            yield Candidate(self.name, profile.variable, (a.name, b.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one cross table; None below the floor, for one level and for trivial pairs."""
        crossed = cross(table, candidate.variables, self.floor)
        if crossed is None:
            return None
        chi2 = _chi2(crossed.counts) * crossed.share
        df = (len(crossed.rows) - 1) * (len(crossed.columns) - 1)
        method, verdict = _choice(crossed)
        p = _p(crossed, method, chi2, df, table.rows.seed)
        worth = round(crossed.n * crossed.share)
        evidence = _evidence.of(
            table,
            _named(method, crossed),
            crossed.n,
            p,
            estimate=_estimate(crossed),
            effect=_evidence.effect("Cramér's V", cramers_v(chi2, worth, *crossed.counts.shape)),
            statistic=_evidence.statistic("chi-square", chi2, (df,)),
            assumptions=[crossed.dependence, verdict, *_slow(crossed.kind)],
            control=_shuffled(crossed, table) if p < CONTROL_BELOW else None,
        )
        high = _order(crossed)[0] if len(crossed.columns) == 2 else None
        return Finding(
            candidate=candidate,
            kind="hypothesis",
            evidence=evidence,
            relation="association" if high is None else "difference",
            variables=(crossed.outcome, crossed.group),
            direction=None if high is None else "+",
            level=None if high is None else crossed.rows[high],
            facts=_facts(_scan.of(table), crossed),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one cross table."""
        crossed = cross(table, finding.candidate.variables, self.floor)
        assert crossed is not None
        order = _order(crossed) if len(crossed.columns) == 2 else []
        return _contingency_cell.code(
            _scan.of(table), crossed, finding, order, draws=DRAWS, seed=table.rows.seed
        )


def _slow(kind: str) -> list[Assumption]:
    """Violated without a fallback where both columns come in runs along the rows."""
    if kind not in {"order", "wandering"}:
        return []
    detail = (
        "both come in runs along the rows; a trend or a season of each would relate them as well"
    )
    return [Assumption("no common trend or season", "violated", detail)]


def cross(table: Table, names: tuple[str, ...], floor: int) -> Crossed | None:
    """The cross table of two columns, outcome across; None where there is nothing to compare."""
    return _scan.of(table).once(("crossed", *names), lambda: _cross(table, names, floor))


def _cross(table: Table, names: tuple[str, ...], floor: int) -> Crossed | None:
    scan = _scan.of(table)
    kept = scan.complete(*names)
    if int(kept.sum()) < floor or triviality.reason(table, names) is not None:
        return None
    if all(scan.column(name).ordered and len(scan.groups(name).levels) > 2 for name in names):
        return None
    group, outcome = _outcome_last(scan, *names)
    first, second = scan.groups(group).codes[kept], scan.groups(outcome).codes[kept]
    units = _dependence.unit_codes(scan, kept)
    once = units is not None and _one_each(units, first) and _one_each(units, second)
    if units is not None and once:
        place = np.unique(units, return_index=True)[1]
        first, second = first[place], second[place]
    rows, a = np.unique(first, return_inverse=True)
    columns, b = np.unique(second, return_inverse=True)
    if len(first) < floor or min(len(rows), len(columns)) < 2 or len(rows) * 3 > len(first):
        return None
    counts = np.bincount(a * len(columns) + b, minlength=len(rows) * len(columns))
    share, kind, verdict = _dependence_of(scan, (group, outcome), kept, (a, b), once)
    return Crossed(
        group, outcome,
        tuple(scan.groups(group).levels[code] for code in rows),
        tuple(scan.groups(outcome).levels[code] for code in columns),
        counts.reshape(len(rows), len(columns)), (a, b), share, once,
        scan.unit, kind, verdict,
    )  # fmt: skip


def _outcome_last(scan: _scan.Scan, a: str, b: str) -> tuple[str, str]:
    """(group, outcome): two levels before many, yes / no before names, the later before the earlier."""

    def weight(name: str) -> tuple[bool, bool]:
        levels = scan.groups(name).levels
        return len(levels) == 2, _roles.is_yes_no(levels)

    return (b, a) if weight(a) > weight(b) else (a, b)


def _one_each(units: Counts, codes: Counts) -> bool:
    pairs = np.unique(units * (int(codes.max()) + 1) + codes)
    return len(pairs) == int(units.max()) + 1 < len(units)


def _dependence_of(
    scan: _scan.Scan,
    names: tuple[str, str],
    kept: NDArray[np.bool_],
    codes: tuple[Counts, Counts],
    once: bool,
) -> tuple[float, str, Assumption]:
    if once:
        detail = f"rows of one {scan.unit} repeat both columns"
        met = assumptions.met_by("independent rows", "each unit counted once", detail)
        return 1.0, "units", met
    hot = [(codes[0] == code).astype(np.float64) for code in range(int(codes[0].max()) + 1)]
    common = int(np.bincount(codes[1]).argmax())
    found = _dependence.of(
        scan,
        names,
        kept,
        hot[:1] if len(hot) == 2 else hot,
        (codes[1] == common).astype(np.float64),
        whole=True,
    )
    if found.kind == "near":
        return 1.0, "none", found.assumption
    return found.rows / len(codes[0]), found.kind, found.assumption


def _chi2(counts: Counts) -> float:
    """Pearson's chi-square without continuity correction."""
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    return float(np.sum((counts - expected) ** 2 / expected))


def _choice(crossed: Crossed) -> tuple[str, Assumption]:
    verdict = assumptions.expected_counts(crossed.counts)
    if verdict.verdict == "ok" or crossed.share < 1:
        weak = Assumption(verdict.name, "weak", verdict.detail)
        return CHI2, verdict if verdict.verdict == "ok" else weak
    method = FISHER if crossed.counts.shape == (2, 2) else MONTE_CARLO
    return method, assumptions.met_by(verdict.name, method, verdict.detail)


def _p(crossed: Crossed, method: str, chi2: float, df: int, seed: int) -> float:
    if method == CHI2:
        return float(special.chdtrc(df, chi2))
    from scipy import stats

    if method == FISHER:
        return float(stats.fisher_exact(crossed.counts).pvalue)
    margins = stats.random_table(crossed.counts.sum(1), crossed.counts.sum(0))
    drawn = margins.rvs(DRAWS, random_state=np.random.default_rng(seed))
    expected = margins.mean()
    chance = np.sum((drawn - expected) ** 2 / expected, axis=(1, 2))
    return (int(np.sum(chance >= chi2 * (1 - 1e-9))) + 1) / (DRAWS + 1)


def _named(method: str, crossed: Crossed) -> str:
    if crossed.once:
        return f"{method} of units"
    if crossed.share < 1:
        size = "design effect" if crossed.unit else "effective sample size"
        return f"{method}, {size}{' over space' if crossed.kind == 'space' else ''}"
    return method


def event(crossed: Crossed) -> int:
    """Which of two outcome levels is counted: the one that says yes, else the second."""
    for place, level in enumerate(crossed.columns):
        if level.strip().lower() in {"yes", "true", "1", "y", "t", "positive"}:
            return place
    return 1


def _order(crossed: Crossed) -> list[int]:
    """Groups of at least 5 rows from the highest to the lowest rate (all, where fewer than two are)."""
    sizes = crossed.counts.sum(1)
    rates = crossed.counts[:, event(crossed)] / sizes
    order = [int(place) for place in np.argsort(-rates, kind="stable")]
    large = [place for place in order if sizes[place] >= _FEWEST_IN_GROUP]
    return large if len(large) >= 2 else order


def _estimate(crossed: Crossed) -> Estimate | None:
    if len(crossed.columns) != 2 or crossed.share < 1:
        return None
    order, hits, sizes = _order(crossed), crossed.counts[:, event(crossed)], crossed.counts.sum(1)
    high, low = order[0], order[-1]
    pairs = len(order) * (len(order) - 1) // 2
    interval = risk_difference(
        int(hits[high]), int(sizes[high]), int(hits[low]), int(sizes[low]), pairs
    )
    name = f"difference in the rate of {crossed.outcome} = {crossed.columns[event(crossed)]}"
    return _evidence.estimate(name, interval)


def _shuffled(crossed: Crossed, table: Table) -> dict[str, object]:
    first, second = (_control.indicators(codes) for codes in crossed.codes)
    return _control.shuffled(first, second, table.rows.seed)


def _facts(scan: _scan.Scan, crossed: Crossed) -> Facts:
    facts: Facts = {"outcome": crossed.outcome, "group": crossed.group}
    if len(crossed.columns) == 2:
        order, hits, sizes = (
            _order(crossed),
            crossed.counts[:, event(crossed)],
            crossed.counts.sum(1),
        )
        for end, place in (("high", order[0]), ("low", order[-1])):
            facts[end] = crossed.rows[place]
            facts[f"rate_{end}"] = float(hits[place] / sizes[place])
            facts[f"n_{end}"] = int(sizes[place])
        facts["event"] = crossed.columns[event(crossed)]
        facts["groups"] = len(crossed.rows)
        if len(order) == 2:
            cells = [(int(hits[place]), int(sizes[place] - hits[place])) for place in order]
            ratio = odds_ratio(*cells[0], *cells[1])
            facts["odds_ratio"], facts["odds_low"], facts["odds_high"] = ratio
    if crossed.unit is not None and (crossed.once or crossed.share < 1):
        facts["units"] = crossed.unit
    extra = [crossed.unit] if crossed.unit else []
    if crossed.kind == "space":
        extra += _places.names(scan) or ()
    if crossed.kind in {"order", "wandering"} and scan.order is not None and scan.axis:
        extra.append(scan.axis)
    facts["columns"] = tuple(dict.fromkeys([crossed.group, crossed.outcome, *extra]))
    return facts
