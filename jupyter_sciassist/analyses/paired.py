"""One quantity measured twice on the same unit: before and after, left and right, or one row for each condition.

Two forms: two columns of one row (`_families`), and a number in two groups that stand in the same units or blocks (`_blocks`), where
it takes the place of the comparison of two independent groups. The differences are tested: Student's paired t with Hedges' g_av (in
deviations of one measurement) where they are near normal, else Wilcoxon's signed ranks with the matched-pairs rank-biserial
correlation and Hodges and Lehmann's estimate. Units that repeat are averaged first; differences in order of time count by
their effective number. Two columns are paired only where they go together over the rows (rank correlation .3 and more), or where
their names bear two marks that recur and other columns with these marks do so clearly: a row then holds both of one thing.

relation "difference"; variables both columns in their order, `level` the higher one, direction "+" where that is the second; or number
and group, `level` the group that is higher, direction "+".

facts: outcome, group ("" for two columns), high, low, mean_high, mean_low, unit, units (column of averaged units), block
(column, long form), axis (column of time, where it counts), places, share, columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, Profile
from ..statistics import assumptions, paired, ranks, series
from ..statistics.effects import Interval
from . import _blocks, _dependence, _evidence, _families, _groups, _paired_cell, _roles, _scan
from ._paired_cell import SIGNED_RANK, T_TEST
from .base import Facts, Finding

Floats = NDArray[np.float64]
CONTROL_BELOW = 0.05
LEAST_CORRELATION = 0.3
SURE = 0.001
_RUNS, _MOST_ROWS = 99, 500


@dataclass(frozen=True)
class Pairs:
    """Two values of each unit, `first` and `second` their names, in order of time where there is one."""

    first: str
    second: str
    a: Floats
    b: Floats
    places: int
    share: float
    wanders: bool
    dependence: Assumption
    units: str
    axis: str
    blocked: _blocks.Blocked | None

    @property
    def d(self) -> Floats:
        """First less second, equal ones exactly 0."""
        return np.round(self.a - self.b, self.places)


class Paired:
    """Two values of the same unit compared."""

    name = "paired"
    floor = _blocks.FEWEST_PAIRS

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of columns of one quantity, and numbers in two groups, which `measure` keeps where blocks hold both."""
        for family in _families.pairs(profile):
            names = (family.first.name, family.second.name)
            yield Candidate(self.name, profile.variable, names)
        for number, group in _groups.oriented(profile):
            if _roles.is_binary(group) or group.unique == 2:
                yield Candidate(self.name, profile.variable, (number.name, group.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None below the floor, where all differences are equal, and for groups without blocks."""
        found = pairs(table, candidate)
        return None if found is None else compared(table, candidate, found)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        found = pairs(table, finding.candidate)
        assert found is not None
        return _paired_cell.code(_scan.of(table), finding, found.blocked)


def pairs(table: Table, candidate: Candidate) -> Pairs | None:
    """Both values of each unit; None where the rows pair nothing."""
    scan = _scan.of(table)
    wide = _roles.is_number(scan.column(candidate.variables[1]).profile)
    return scan.once(
        ("pairs", *candidate.variables),
        lambda: _wide(scan, candidate) if wide else _long(table, candidate),
    )


def compared(table: Table, candidate: Candidate, found: Pairs) -> Finding | None:
    """Evidence of these pairs; None below the floor or where hardly any difference is not 0."""
    d = found.d
    if (
        len(d) < Paired.floor
        or float(np.ptp(d)) == 0
        or not np.isfinite(d).all()
        or np.count_nonzero(d) < Paired.floor // 2
    ):
        return None
    return _finding(table, candidate, found)


def _long(table: Table, candidate: Candidate) -> Pairs | None:
    blocked = _blocks.of(table, candidate.variables)
    if blocked is None or len(blocked.levels) != 2:
        return None
    detail = f"both values of one {blocked.block} are compared with each other"
    verdict = Assumption(
        "independent units", "ok", f"{len(blocked.cells)} of {blocked.block}; {detail}"
    )
    a, b = blocked.cells.T
    return Pairs(*blocked.levels, a, b, blocked.places, 1.0, False, verdict, "", "", blocked)


def _wide(scan: _scan.Scan, candidate: Candidate) -> Pairs | None:
    first, second = candidate.variables
    rows = scan.complete(first, second)
    if int(rows.sum()) < Paired.floor or not _is_one_quantity(scan, candidate, rows):
        return None
    a, b = scan.values(first)[rows], scan.values(second)[rows]
    places = ranks.decimals(np.concatenate([a, b]))
    units = _dependence.unit_codes(scan, rows)
    if units is not None and int(units.max()) + 1 < len(a):
        count = np.bincount(units)
        a, b = (np.round(np.bincount(units, weights=one) / count, places) for one in (a, b))
        detail = f"{len(count)} units of {scan.unit} were measured repeatedly"
        met = assumptions.met_by("independent units", "means of units", detail)
        return Pairs(first, second, a, b, places, 1.0, False, met, str(scan.unit), "", None)
    place = _dependence.in_order(scan, rows)
    a, b = a[place], b[place]
    d = np.round(a - b, places)
    alike = any(_dependence.is_serial(scan, name) for name in (first, second))
    r = series.lag_one(d) if alike else 0.0
    if r <= 0:
        verdict = Assumption(
            "independent units", "ok", "differences of neighbouring rows are not alike"
        )
        return Pairs(first, second, a, b, places, 1.0, False, verdict, "", "", None)
    share = max((1 - r) / (1 + r), 3 / len(d))
    detail = f"neighbouring differences are alike: worth {share * len(d):.3g} of {len(d)}"
    met = assumptions.met_by("independent units", "effective sample size", detail)
    axis = str(scan.axis) if scan.order is not None else ""
    wanders = r > _dependence.WANDERING
    return Pairs(first, second, a, b, places, share, wanders, met, "", axis, None)


def _is_one_quantity(scan: _scan.Scan, candidate: Candidate, rows: NDArray[np.bool_]) -> bool:
    """Two measurements of one thing go together over the rows; where they do not, the rows pair nothing.

    How they go together tells nothing of which is higher, so that this chooses no result. Where only a number tells the columns
    apart, neither may be at least as high in every row, as a larger and a smaller one are that are told apart by size.
    """
    families = {(one.first.name, one.second.name): one for one in _families.pairs(scan.profile)}
    family = families.get((candidate.variables[0], candidate.variables[1]))
    marks = family.marks if family is not None else ()
    if _together(scan, candidate.variables, rows) < LEAST_CORRELATION and not _holds_both(
        scan, marks
    ):
        return False
    if family is None or family.is_named:
        return True
    a, b = (scan.values(name)[rows] for name in candidate.variables)
    return bool((a > b).any() and (a < b).any())


def _together(scan: _scan.Scan, names: tuple[str, ...], rows: NDArray[np.bool_]) -> float:
    """Rank correlation of two columns, 0 where one of them is constant."""
    u, v = (scan.unit_ranks(name, rows) for name in names)
    return 0.0 if u is None or v is None else ranks.product(u, v)


def _holds_both(scan: _scan.Scan, marks: tuple[str, ...]) -> bool:
    """Some two columns with these marks go together beyond chance, whichever of all that have them is looked at."""
    return bool(marks) and scan.once(("holds both", *marks), lambda: _hold(scan, marks))


def _hold(scan: _scan.Scan, marks: tuple[str, ...]) -> bool:
    same = [one for one in _families.pairs(scan.profile) if one.marks == marks]
    for one in same:
        names = (one.first.name, one.second.name)
        rows = scan.complete(*names)
        r, n = _together(scan, names, rows), int(rows.sum())
        if r < LEAST_CORRELATION or n < Paired.floor:
            continue
        if len(same) * _dependence.correlation_p(r, n)[1] <= SURE:
            return True
    return False


def _finding(table: Table, candidate: Candidate, found: Pairs) -> Finding:
    d = found.d
    method, verdicts = _choice(d)
    statistic, df, p, effect, estimate = _measured(method, found)
    high = 0 if effect.value >= 0 else 1
    turned = Interval(-effect.value, -effect.high, -effect.low) if high else effect
    what = found.blocked.number if found.blocked else candidate.variables[0]
    t_test = method == T_TEST
    named = "mean difference" if t_test else "Hodges-Lehmann difference"
    evidence = _evidence.of(
        table,
        _named(method, found),
        len(d),
        p,
        estimate=_evidence.estimate(named, estimate, _scan.of(table).unit_of(what)),
        effect=_evidence.effect(
            "Hedges' g_av" if t_test else "matched-pairs rank-biserial correlation", turned
        ),
        statistic=_evidence.statistic("t" if t_test else "z", -statistic if high else statistic, df),
        assumptions=[
            found.dependence, *verdicts, *_dependence.wandering("wandering" if found.wanders else "")
        ],
        caveats=_caveats(table, found),
        control=_flipped(d, table.rows.seed) if p < CONTROL_BELOW else None,
    )  # fmt: skip
    names = (found.first, found.second)
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="difference",
        variables=candidate.variables,
        direction="+" if found.blocked is not None or high else "-",
        level=names[high],
        facts=_facts(table, candidate, found, high),
    )


def _choice(d: Floats) -> tuple[str, list[Assumption]]:
    normal = assumptions.near_normal([d])
    normal = Assumption("normal differences", normal.verdict, normal.detail)
    if normal.verdict != "violated":
        return T_TEST, [normal]
    skewness = assumptions.shape(d)[0]
    verdict = Assumption(
        "symmetric differences", "weak" if abs(skewness) > 1 else "ok", f"skewness {skewness:.2g}"
    )
    return SIGNED_RANK, [assumptions.met_by(normal.name, SIGNED_RANK, normal.detail), verdict]


def _measured(
    method: str, found: Pairs
) -> tuple[float, tuple[float, ...], float, Interval, Interval]:
    """Statistic, degrees of freedom, p and effect of first less second; estimate of higher less lower."""
    d, share = found.d, found.share
    if method == SIGNED_RANK:
        signed = paired.signed_ranks(d)
        z = signed.z * math.sqrt(share)
        p = 2 * float(special.ndtr(-abs(z)))
        estimate = paired.middle_of(d if signed.r >= 0 else -d)
        effect = paired.rank_biserial(signed, share)
        return z, (), p, effect, _groups.wider(estimate, share)
    n = len(d)
    df = max((n - 1) * share, 1.0)
    t = float(d.mean() / (d.std(ddof=1) / math.sqrt(n))) * math.sqrt(share)
    effect = paired.hedges_g_av(found.a, found.b, share)
    p = 2 * float(special.stdtr(df, -abs(t)))
    estimate = paired.mean_of(d if effect.value >= 0 else -d)
    return t, (df,), p, effect, _groups.wider(estimate, share)


def _named(method: str, found: Pairs) -> str:
    if found.units:
        return f"{method} on unit means"
    if found.share < 1:
        return f"{method}, effective sample size"
    if found.blocked is not None:
        return f"{method} within blocks"
    return method


def _caveats(table: Table, found: Pairs) -> list[str]:
    if found.blocked is not None:
        return _blocks.caveats(found.blocked)
    lost = table.n - int(_scan.of(table).complete(found.first, found.second).sum())
    if lost > 0.2 * table.n:
        return [f"{lost} of {table.n} rows lack {found.first} or {found.second} and are left out"]
    return []


def _flipped(d: Floats, seed: int) -> dict[str, JSON]:
    """How often differences with signs drawn at random are as far from 0 in the mean of their ranks."""
    d = d[series.thinned(len(d), _MOST_ROWS)]
    scores = ranks.ranks_of_codes(ranks.dense_codes(np.abs(d))) * (d != 0)
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (_RUNS, len(d)))
    seen = abs(float(np.sum(np.sign(d) * scores)))
    reached = int(np.sum(np.abs((signs * scores).sum(1)) >= seen * (1 - 1e-12)))
    return {"kind": "signs of differences at random", "runs": _RUNS, "as_strong": reached, "seed": seed}  # fmt: skip


def _facts(table: Table, candidate: Candidate, found: Pairs, high: int) -> Facts:
    means = float(found.a.mean()), float(found.b.mean())
    names = (found.first, found.second)
    blocked = found.blocked
    extra = [name for name in (found.units, found.axis) if name]
    what = blocked.number if blocked else candidate.variables[0]
    return {
        "outcome": what if blocked else f"{found.first}, {found.second}",
        "group": blocked.group if blocked else "",
        "high": names[high],
        "low": names[1 - high],
        "mean_high": means[high],
        "mean_low": means[1 - high],
        "unit": _scan.of(table).unit_of(what) or "",
        "units": found.units,
        "block": blocked.block if blocked else "",
        "axis": found.axis,
        "places": found.places,
        "share": found.share,
        "columns": _blocks.needs(blocked) if blocked else (*candidate.variables, *extra),
    }
