"""Pairs whose relation changes when a third variable is held fixed (design rule 6).

Pairs of numbers, two-level groups and ordered categories; the third is any number or group that is related to both.
Everything is a (partial) rank correlation: within the groups of the third, or less the line on its ranks. Of
all third variables tried the one with the strongest case is reported, its p multiplied by how many were tried.
Three kinds are findings, relation "confounding", variables (x, y, third), direction the sign after
adjustment:

- "reversal": crude and adjusted have opposite signs, both intervals exclude 0;
- "masked": the relation within the groups of the third is clear and differs from the crude one, which is not
  clear (a line on a third number is not enough for this: with many alike columns it finds too much);
- "explained": the crude relation is strong, the adjusted one lies within half of it; direction "none".

p is the largest of the tests that the claim needs: the adjusted relation and its gap from the crude one; or, for
"explained", the crude relation, both relations with the third and equivalence. A pair without
a case is returned all the same, not shown and with p = 1: the check is a test, and the family pays for it.

facts: kind, x, y, third, crude, crude_low, crude_high, crude_p, adjusted, adjusted_low, adjusted_high,
adjusted_p, tried (third variables), groups and same_sign (groups of the third that are large enough, and how
many share the adjusted sign; group thirds only), x_level and y_level (the later level of a column of two), columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Direction, Profile
from ..statistics import partial
from ..statistics.effects import Interval
from . import _confounding_cell, _dependence, _evidence, _roles, _scan, _screen, triviality
from .base import Facts, Finding

Floats = NDArray[np.float64]
CLEAR = 0.05
STRONG = 0.1
SAME_QUANTITY = 0.9
_MOST_THIRDS = 4
_FEWEST_IN_STRATUM = 8


class Case(NamedTuple):
    """One third variable held fixed, on the rows complete in all three."""

    third: str
    kind: str
    n: int
    crude: partial.Adjusted
    adjusted: partial.Adjusted
    p: float
    groups: int
    same_sign: int


class Confounding:
    """A pair beside its third variables."""

    name = "confounding"
    floor = 20

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of scalars in tables of three columns and more."""
        if sum(_roles.is_number(one) or _roles.is_group(one) for one in profile.columns) < 3:
            return
        for a, b in _roles.every_pair(profile, _roles.is_scalar):
            yield Candidate(self.name, profile.variable, (a.name, b.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The strongest case of one pair; a finding that is not shown where no third changes it."""
        a, b = candidate.variables
        scan = _scan.of(table)
        tried = _screen.tried(scan, a, b)
        if not tried or not _screen.is_pair(scan, a, b) or _ordered(scan, a, b):
            return None
        if triviality.reason(table, (a, b)) is not None:
            return None
        hits = _screen.thirds(scan).get((a, b), ())
        cases = [
            case
            for third in hits[:_MOST_THIRDS]
            if (case := _case(table, a, b, third, tried, self.floor)) is not None
        ]
        if not cases:
            return _nothing(table, candidate, tried)
        return _finding(table, candidate, min(cases, key=lambda case: case.p), tried)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one adjusted pair."""
        return _confounding_cell.code(_scan.of(table), finding)


def crude_halves(findings: Iterable[Finding]) -> set[frozenset[str]]:
    """Pairs whose crude relation is not to be asserted, because one of `findings` replaces it.

    Give the confounding findings that are asserted; other findings are passed over.
    """
    return {
        frozenset(finding.variables[:2])
        for finding in findings
        if finding.relation == "confounding"
        and (finding.facts or {}).get("kind") in {"reversal", "masked"}
    }


def _nothing(table: Table, candidate: Candidate, tried: int) -> Finding | None:
    """A check that found no case: it is paid for in the family and gives no card."""
    n = int(_scan.of(table).complete(*candidate.variables).sum())
    if n < Confounding.floor:
        return None
    evidence = _evidence.of(table, "rank correlation beside third variables", n, 1.0)
    facts: Facts = {"kind": "none", "tried": tried, "columns": candidate.variables}
    return Finding(
        candidate, "hypothesis", evidence, variables=candidate.variables, facts=facts, shown=False
    )


def _ordered(scan: _scan.Scan, a: str, b: str) -> bool:
    """Rows of a series: adjustment by partial correlation would take its rows for independent."""
    return _dependence.is_serial(scan, a) and _dependence.is_serial(scan, b)


def _case(table: Table, a: str, b: str, third: str, tried: int, floor: int) -> Case | None:
    scan = _scan.of(table)
    if any(triviality.reason(table, (name, third)) is not None for name in (a, b)):
        return None
    rows = scan.complete(a, b, third)
    n = int(rows.sum())
    if n < floor:
        return None
    x, y = scan.ranks(a, rows), scan.ranks(b, rows)
    share = share_of(scan, rows, x, y)
    crude = partial.correlation(x, y, share=share)
    if crude is None:
        return None
    if _screen.is_linear(scan, third):
        z = scan.ranks(third, rows)
        adjusted, counted, alike, controls = partial.partial(x, y, z, share=share), 0, 0, 1
        links = [partial.correlation(side, z, share=share) for side in (x, y)]
    else:
        codes = scan.groups(third).codes[rows]
        adjusted = partial.stratified(x, y, codes, share=share)
        controls = int(np.count_nonzero(np.bincount(codes))) - 1
        counted, alike = _strata(x, y, codes, adjusted.r if adjusted else 0.0)
        links = [_between(side, codes, share) for side in (x, y)]
    if adjusted is None or any(link is None for link in links):
        return None
    strengths = [link for link in links if link is not None]
    grouped = not _screen.is_linear(scan, third)
    kind, p = _verdict(crude, adjusted, strengths, tried, controls, n * share, grouped=grouped)
    if kind is None or p > CLEAR or (counted and kind != "explained" and 2 * alike < counted + 1):
        return None
    return Case(third, kind, n, crude, adjusted, p, counted, alike)


def share_of(scan: _scan.Scan, rows: NDArray[np.bool_], x: Floats, y: Floats) -> float:
    """Independent rows as a share of n where units repeat."""
    codes = _dependence.unit_codes(scan, rows)
    if codes is None:
        return 1.0
    return _dependence.units_share(codes, [x], y)


def _verdict(
    crude: partial.Adjusted,
    adjusted: partial.Adjusted,
    links: list[partial.Adjusted],
    tried: int,
    controls: int,
    n: float,
    *,
    grouped: bool,
) -> tuple[str | None, float]:
    """Which kind the case is, and its p: the largest of the tests that the claim needs."""
    gap = _gap(crude.r, adjusted.r, n, controls)
    turned = crude.r * adjusted.r < 0 or abs(adjusted.r) > 2 * abs(crude.r)
    if turned and tried * adjusted.p <= CLEAR:
        p = min(max(tried * adjusted.p, gap), 1.0)
        opposite = crude.r * adjusted.r < 0 and crude.p <= CLEAR
        if opposite:
            return "reversal", p
        return ("masked", p) if crude.p > CLEAR and grouped else (None, 1.0)
    weakest = min(abs(link.r) for link in links)
    if (
        abs(crude.r) < STRONG
        or weakest <= abs(crude.r)
        or max(abs(link.r) for link in links) > SAME_QUANTITY
    ):
        return None, 1.0
    within = partial.equivalence(adjusted, abs(crude.r) / 2, controls, n)
    if within > CLEAR:
        return None, 1.0
    return "explained", min(max(crude.p, *(link.p for link in links), tried * within), 1.0)


def _gap(crude: float, adjusted: float, n: float, controls: int) -> float:
    """P of equal crude and adjusted correlations, as if they were independent (which is conservative)."""
    error = math.sqrt(1 / max(n - 3, 1) + 1 / max(n - 3 - controls, 1))
    return 2 * float(special.ndtr(-abs(math.atanh(adjusted) - math.atanh(crude)) / error))


def _between(scores: Floats, codes: NDArray[np.int64], share: float) -> partial.Adjusted | None:
    """Correlation ratio of ranks with groups: the root of the share of variance between them."""
    means = scores - partial.within(scores, codes)
    k = int(np.count_nonzero(np.bincount(codes))) - 1
    found = partial.correlation(scores, means, k - 1, share=share)
    if found is None or k < 1:
        return None
    f = found.r**2 / (1 - found.r**2) * found.df / k
    return found._replace(p=float(special.fdtrc(k, found.df, f)))


def _strata(x: Floats, y: Floats, codes: NDArray[np.int64], sign: float) -> tuple[int, int]:
    """Groups large enough to have a sign of their own, and how many share the adjusted one."""
    counted = alike = 0
    for code in np.unique(codes):
        rows = codes == code
        if int(rows.sum()) >= _FEWEST_IN_STRATUM:
            own = partial.correlation(x[rows], y[rows])
            if own is not None:
                counted += 1
                alike += own.r * sign > 0
    return counted, alike


def _finding(table: Table, candidate: Candidate, case: Case, tried: int) -> Finding:
    a, b = candidate.variables
    scan = _scan.of(table)
    linear = _screen.is_linear(scan, case.third)
    how = "given" if linear else "within"
    direction: Direction = "+" if case.adjusted.r > 0 else "-"
    crude = Interval(case.crude.r, case.crude.low, case.crude.high)
    adjusted = Interval(case.adjusted.r, case.adjusted.low, case.adjusted.high)
    evidence = _evidence.of(
        table,
        f"partial rank correlation {how} {case.third}",
        case.n,
        case.p,
        estimate=_evidence.estimate("rank correlation without adjustment", crude),
        effect=_evidence.effect("partial rank correlation", adjusted),
        statistic=_evidence.statistic("t", case.adjusted.t, (case.adjusted.df,)),
        assumptions=_assumptions(scan, case, linear),
        caveats=(f"{case.third} may stand between the two as well as before both",),
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="confounding",
        variables=(a, b, case.third),
        direction="none" if case.kind == "explained" else direction,
        facts=_facts(scan, a, b, case, tried),
    )


def _assumptions(scan: _scan.Scan, case: Case, linear: bool) -> list[Assumption]:
    unit = scan.unit
    rows = Assumption(
        "independent rows", "ok", "neighbouring rows are not alike, no repeated units found"
    )
    if unit is not None:
        rows = Assumption(
            "independent rows", "weak", f"rows of one {unit} counted by their design effect"
        )
    if linear:
        detail = f"the ranks of {case.third} are taken out by a line; a bent relation may remain"
        return [rows, Assumption("linear in ranks", "not checkable", detail)]
    alike = f"{case.same_sign} of {case.groups} groups of at least {_FEWEST_IN_STRATUM} rows agree in sign"
    same = case.kind == "explained" or case.same_sign == case.groups
    return [rows, Assumption("one relation in all groups", "ok" if same else "weak", alike)]


def _facts(scan: _scan.Scan, a: str, b: str, case: Case, tried: int) -> Facts:
    facts: Facts = {"kind": case.kind, "x": a, "y": b, "third": case.third, "tried": tried}
    for name, part in (("crude", case.crude), ("adjusted", case.adjusted)):
        facts[name] = part.r
        facts[f"{name}_low"], facts[f"{name}_high"], facts[f"{name}_p"] = (
            part.low,
            part.high,
            part.p,
        )
    for key, name in (("x_level", a), ("y_level", b)):
        if _roles.is_binary(scan.column(name).profile):
            facts[key] = scan.groups(name).levels[-1]
    if case.groups:
        facts["groups"], facts["same_sign"] = case.groups, case.same_sign
    unit = scan.unit
    facts["columns"] = (a, b, case.third, *([unit] if unit else []))
    return facts
