"""Tables that are already counted: how many of how many, for each group within each stratum.

A table is one where two columns of groups form a full cross, one row for each combination, and beside them
stand counts, such as applications and awards (a part of the whole in each row) or admitted and rejected
(two parts). The rows are few and the cases many: rates are compared over cases. Three claims are tested, a
candidate each (context "claim"):

- "group", "stratum": relation "difference", variables (events, group), `level` the group with the highest rate;
- "within": relation "confounding", variables (group, events, stratum): the crude difference of rates beside the
  one within strata (Mantel and Haenszel). "reversal": both are clear and opposite. "explained": the crude one is
  clear, the one within strata is smaller and not. p is the largest of the tests that the claim needs: crude
  difference, strata filled differently by the groups, rates that differ between strata within groups, and for a
  reversal the adjusted difference.

facts: claim, outcome, group, stratum, events, trials ("" where two parts are added up), other (the second
part, or ""), kind, x, y, third, crude, adjusted, high, low, columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import assumptions, effects, stratified
from . import _counts_cell, _evidence, _scan
from .base import Facts, Finding

Floats = NDArray[np.float64]
CLEAR = 0.05
CLAIMS = ("group", "stratum", "within")
_MOST_STRATA = 60


class Counted(NamedTuple):
    """A counted table: `hits` and `cases`, shape (groups, strata), in the order of the levels."""

    group: str
    stratum: str
    events: str
    trials: str
    other: str
    levels: tuple[str, ...]
    strata: tuple[str, ...]
    hits: Floats
    cases: Floats


class Counts:
    """Rates from a table of counts, over all strata and within them."""

    name = "counts"
    floor = 40

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Three claims for the first two columns of groups, one of two levels, that can form a full cross."""
        rows = profile.shape[0] if profile.shape else 0
        groups = [one for one in profile.columns if one.role in {"category", "boolean"}]
        counts = [one for one in profile.columns if one.role == "count" and not one.missing]
        if len(counts) < 2:
            return
        for j, second in enumerate(groups):
            for first in groups[:j]:
                sizes = {first.name: first.unique or 0, second.name: second.unique or 0}
                small, large = sorted(sizes, key=lambda name: sizes[name])
                if sizes[small] == 2 and rows == 2 * sizes[large] <= 2 * _MOST_STRATA:
                    for claim in CLAIMS:
                        yield Candidate(
                            self.name, profile.variable, (small, large), {"claim": claim}
                        )
                    return

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """One claim; None where the groups form no full cross or no counts fit together."""
        group, stratum = candidate.variables
        made = counted(table, group, stratum)
        if made is None or float(made.cases.sum()) < self.floor:
            return None
        claim = str((candidate.context or {}).get("claim"))
        if claim == "within":
            return _within(table, candidate, made)
        return _overall(table, candidate, made, claim)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one claim."""
        group, stratum = finding.candidate.variables
        made = counted(table, group, stratum)
        assert made is not None
        return _counts_cell.code(_scan.of(table), finding, made.levels, made.strata)


def counted(table: Table, group: str, stratum: str) -> Counted | None:
    """The counts in a cross of groups and strata; strata that lack cases of a group are left out."""
    scan = _scan.of(table)
    return scan.once(("counted", group, stratum), lambda: _counted(scan, group, stratum))


def _counted(scan: _scan.Scan, group: str, stratum: str) -> Counted | None:
    first, second = scan.groups(group), scan.groups(stratum)
    k = len(second.levels)
    place = first.codes * k + second.codes
    if min(first.codes.min(), second.codes.min()) < 0 or len(first.levels) != 2:
        return None
    if scan.n != 2 * k or len(np.unique(place)) != scan.n:
        return None
    names = _columns(scan)
    if names is None:
        return None
    events, trials, other = names
    hits, cases = np.zeros(2 * k), np.zeros(2 * k)
    hits[place] = scan.values(events)
    cases[place] = scan.values(trials) if trials else scan.values(events) + scan.values(other)
    by_hits, by_cases = hits.reshape(2, k), cases.reshape(2, k)
    kept = by_cases.min(0) > 0
    if int(kept.sum()) < 2:
        return None
    strata = tuple(level for level, keep in zip(second.levels, kept, strict=True) if keep)
    return Counted(
        group,
        stratum,
        events,
        trials,
        other,
        first.levels,
        strata,
        by_hits[:, kept],
        by_cases[:, kept],
    )


def _columns(scan: _scan.Scan) -> tuple[str, str, str] | None:
    """Names of events and of the trials they are a part of, or of two parts that make the trials."""
    counts = {
        name: scan.values(name)
        for name, column in scan.columns.items()
        if column.profile.role == "count" and _is_count(scan.values(name))
    }
    for trials, whole in sorted(counts.items(), key=lambda item: -float(item[1].sum())):
        for events, part in counts.items():
            if events != trials and bool(np.all(part <= whole)) and part.sum() < whole.sum():
                return events, trials, ""
    if len(counts) == 2:
        events, other = counts
        return events, "", other
    return None


def _is_count(values: Floats) -> bool:
    return bool(np.all(values >= 0) and np.all(values == np.floor(values)) and values.sum() > 0)


def _chi2(hits: Floats, cases: Floats) -> tuple[float, int]:
    """Pearson's chi-square of rates, shape (k,), and its degrees of freedom."""
    rate = hits.sum() / cases.sum()
    if rate in (0, 1):
        return 0.0, len(hits) - 1
    return float(np.sum((hits - cases * rate) ** 2 / (cases * rate * (1 - rate)))), len(hits) - 1


def _tail(found: tuple[float, int]) -> float:
    return float(special.chdtrc(found[1], found[0]))


def _overall(table: Table, candidate: Candidate, made: Counted, claim: str) -> Finding:
    axis, name = (1, made.group) if claim == "group" else (0, made.stratum)
    levels = made.levels if claim == "group" else made.strata
    hits, cases = made.hits.sum(axis), made.cases.sum(axis)
    chi2, df = _chi2(hits, cases)
    p = _tail((chi2, df))
    rates = hits / cases
    high, low = int(np.argmax(rates)), int(np.argmin(rates))
    n = int(cases.sum())
    value = effects.risk_difference(int(hits[high]), int(cases[high]), int(hits[low]), int(cases[low]))  # fmt: skip
    expected = np.stack([hits, cases - hits]).astype(np.int64)
    evidence = _evidence.of(
        table,
        "chi-square test of rates from counts",
        n,
        p,
        estimate=_evidence.estimate(
            f"rate of {made.events}, {levels[high]} less {levels[low]}", value
        ),
        effect=_evidence.effect("Cramer's V", effects.cramers_v(chi2, n, 2, len(hits))),
        statistic=_evidence.statistic("chi-square", chi2, (df,)),
        assumptions=[_cases(), assumptions.expected_counts(expected)],
        caveats=_caveats(made, 2 if claim == "group" else len(levels)),
    )
    facts = _facts(made, claim) | {"outcome": f"the rate of {made.events}", "group": name}
    return Finding(
        candidate, "hypothesis", evidence, "difference", (made.events, name), "+", levels[high],
        facts=facts | {"high": levels[high], "low": levels[low], "groups": len(levels)},
        shown=p <= CLEAR,
    )  # fmt: skip


def _cases() -> Assumption:
    return Assumption("independent cases", "not checkable", "the table holds counts of cases only")


def _caveats(made: Counted, groups: int = 2) -> tuple[str, ...]:
    whole = made.trials or f"{made.events} and {made.other} together"
    several = ("highest and lowest of several rates: the interval is too narrow",)
    return (f"rates of {made.events} out of {whole}", *(several if groups > 2 else ()))


def _facts(made: Counted, claim: str) -> Facts:
    columns = (made.group, made.stratum, made.events, made.trials, made.other)
    return {
        "claim": claim,
        "stratum": made.stratum,
        "events": made.events,
        "trials": made.trials,
        "other": made.other,
        "columns": tuple(name for name in columns if name),
    }


def _within(table: Table, candidate: Candidate, made: Counted) -> Finding | None:
    found = stratified.common(made.hits, made.cases)
    if found is None:
        return None
    hits, cases = made.hits.sum(1).astype(int), made.cases.sum(1).astype(int)
    crude = effects.risk_difference(hits[0], cases[0], hits[1], cases[1])
    kind, p = verdict(made, crude.value, found)
    evidence = _evidence.of(
        table,
        f"Mantel-Haenszel rate difference within {made.stratum}, from counts",
        int(cases.sum()),
        p,
        estimate=_evidence.estimate("rate difference without adjustment", crude),
        effect=_evidence.effect("rate difference within strata", found.difference),
        statistic=_evidence.statistic("chi-square", found.chi2, (1,)),
        assumptions=[_cases(), _common(found.spread_p)],
        caveats=(
            *_caveats(made),
            f"{made.stratum} may stand between the two as well as before both",
        ),
    )
    facts = _facts(made, "within") | {
        "kind": kind, "x": made.group, "y": made.events, "third": made.stratum,
        "x_level": made.levels[0], "high": made.levels[0], "low": made.levels[1],
        "crude": crude.value, "adjusted": found.difference.value,
    }  # fmt: skip
    return Finding(
        candidate, "hypothesis", evidence, "confounding",
        (made.group, made.events, made.stratum),
        "none" if kind != "reversal" else "+" if found.difference.value > 0 else "-",
        facts=facts, shown=kind != "none",
    )  # fmt: skip


def verdict(made: Counted, crude: float, found: stratified.Common) -> tuple[str, float]:
    """Kind of the case and its p: the largest of the tests that the claim needs; 1 where there is no case."""
    crude_p = _tail(_chi2(made.hits.sum(1), made.cases.sum(1)))
    filled = _tail(_chi2(made.cases[0], made.cases.sum(0)))
    each = [_chi2(one, all_) for one, all_ in zip(made.hits, made.cases, strict=True)]
    differ = float(special.chdtrc(sum(df for _, df in each), sum(chi2 for chi2, _ in each)))
    needed = max(crude_p, filled, differ)
    opposite = crude * found.difference.value < 0
    if opposite and found.p <= CLEAR and needed <= CLEAR:
        return "reversal", max(needed, found.p)
    smaller = opposite or abs(found.difference.value) < abs(crude)
    if needed <= CLEAR and smaller and found.p > CLEAR:
        return "explained", needed
    return "none", 1.0


def _common(p: float) -> Assumption:
    detail = f"Breslow-Day p = {p:.2g}"
    return Assumption("one odds ratio in all strata", "ok" if p > CLEAR else "weak", detail)
