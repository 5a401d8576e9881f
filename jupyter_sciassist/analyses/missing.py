"""Missing values that depend on another column: what is left is then no fair sample.

One test a column: whether it is missing, against each other column (Mann and Whitney's z for numbers,
chi-square for groups with expected counts of 5 and more); the smallest p times the number tried. A caution;
it is shown where a fifth of a column is missing or that p is at most .05, and it counts in the family.

facts: column, missing (share), related (the column that tells most, "" if none was tried), tried, more ("higher"
or "lower" where values of a number `related` are missing, else the group with most missing), columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Effect, Profile
from ..statistics import assumptions
from ..statistics.effects import Interval, cliffs_delta, cramers_v, wilson
from . import _cell, _evidence, _figure, _roles, _scan
from .base import Facts, Finding

Floats = NDArray[np.float64]
MUCH = 0.2
CLEAR = 0.05
_FEWEST = 5
_MOST_TRIED = 40


class Tell(NamedTuple):
    """How far one column tells where another is missing."""

    name: str
    p: float
    statistic: float
    df: tuple[float, ...]
    effect: Interval
    more: str


class Missing:
    """A column with missing values."""

    name = "missing"
    floor = 20

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Every column that lacks some values and is not empty."""
        for column in profile.columns:
            if 0 < column.missing < column.n and column.role not in {"id", "constant"}:
                yield Candidate(self.name, profile.variable, (column.name,))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The share that is missing and what tells of it best."""
        scan = _scan.of(table)
        (name,) = candidate.variables
        gone = ~scan.complete(name)
        count, n = int(gone.sum()), scan.n
        if n < self.floor or count == 0 or count == n:
            return None
        tells = [
            found
            for other in _others(scan, name)
            if (found := _tell(scan, other, gone)) is not None
        ]
        best = min(tells, key=lambda tell: tell.p) if tells else None
        p = min(best.p * len(tells), 1.0) if best else None
        if count < MUCH * n and (p is None or p > CLEAR):
            return None
        share = wilson(count, n)
        evidence = _evidence.of(
            table,
            "share of missing values" if best is None else f"missing {name} against {best.name}",
            n,
            p,
            estimate=_evidence.estimate(f"share of {name} that is missing", share),
            effect=_effect(best),
            statistic=None
            if best is None
            else _evidence.statistic("chi-square" if best.df else "z", best.statistic, best.df),
            assumptions=() if best is None else (_independent(),),
        )
        return Finding(
            candidate=candidate,
            kind="caution",
            evidence=evidence,
            variables=(name,) if best is None else (name, best.name),
            facts=_facts(name, count / n, best, len(tells)),
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one column."""
        return _code(finding, table)


def _independent() -> Assumption:
    return Assumption(
        "independent rows", "not checkable", "whether a value is missing has no order"
    )


def _others(scan: _scan.Scan, name: str) -> list[str]:
    found = [
        other
        for other, column in scan.columns.items()
        if other != name and (_roles.is_number(column.profile) or _roles.is_group(column.profile))
    ]
    return found[:_MOST_TRIED]


def _tell(scan: _scan.Scan, other: str, gone: NDArray[np.bool_]) -> Tell | None:
    rows = scan.complete(other)
    mark = gone[rows]
    if min(int(mark.sum()), int((~mark).sum())) < _FEWEST:
        return None
    if _roles.is_group(scan.column(other).profile):
        return _tell_group(scan, other, rows, mark)
    ranked = scan.ranks(other, rows)
    m, n = int(mark.sum()), len(mark)
    spread = float(np.var(ranked, ddof=1))
    if spread == 0:
        return None
    gap = float(ranked[mark].sum()) - m * (n + 1) / 2
    z = gap / np.sqrt(m * (n - m) / n * spread)
    values = scan.values(other)[rows]
    effect = cliffs_delta(values[mark], values[~mark])
    more = "higher" if z > 0 else "lower"
    return Tell(other, 2 * float(special.ndtr(-abs(z))), float(z), (), effect, more)


def _tell_group(
    scan: _scan.Scan, other: str, rows: NDArray[np.bool_], mark: NDArray[np.bool_]
) -> Tell | None:
    groups = scan.groups(other)
    codes = groups.codes[rows]
    counts = np.stack([
        np.bincount(codes[side], minlength=len(groups.levels)) for side in (~mark, mark)
    ])  # fmt: skip
    kept = counts.sum(0) > 0
    counts = counts[:, kept]
    if counts.shape[1] < 2 or assumptions.expected_counts(counts).verdict != "ok":
        return None
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    chi2 = float(np.sum((counts - expected) ** 2 / expected))
    df = counts.shape[1] - 1
    level = np.flatnonzero(kept)[int(np.argmax(counts[1] / counts.sum(0)))]
    effect = cramers_v(chi2, int(counts.sum()), *counts.shape)
    return Tell(other, float(special.chdtrc(df, chi2)), chi2, (df,), effect, groups.levels[level])


def _effect(best: Tell | None) -> Effect | None:
    if best is None:
        return None
    return _evidence.effect("Cramér's V" if best.df else "Cliff's delta", best.effect)


def _facts(name: str, share: float, best: Tell | None, tried: int) -> Facts:
    return {
        "column": name,
        "missing": share,
        "related": best.name if best else "",
        "more": best.more if best else "",
        "tried": tried,
        "columns": (name, best.name) if best else (name,),
    }


def _code(finding: Finding, table: Table) -> str:
    facts = finding.facts or {}
    name, other = _cell.literal(facts["column"]), facts["related"]
    drawn = None
    parts = [
        "from scipy import special, stats",
        "\n".join(
            [
                f"gone = data[{name}].isna()",
                "n, estimate = len(gone), gone.mean()",
                'limits = stats.binomtest(int(gone.sum()), n).proportion_ci(method="wilson")',
                "estimate_low, estimate_high = limits",
            ]
        ),
    ]
    if other:
        parts.append(f"rows = data[{_cell.literal(other)}].notna()")
        grouped = finding.evidence.statistic is not None and bool(finding.evidence.statistic.df)
        parts += _group_lines(str(other)) if grouped else _number_lines(str(other))
        levels = table.columns[str(other)].levels if grouped else None
        drawn = _drawn(str(facts["column"]), str(other), levels)
        parts.append(f"p = min({facts['tried']} * p, 1)  # columns tried")
    return _cell.body(*parts, _cell.prints(finding.evidence), drawn)


def _drawn(name: str, other: str, levels: Sequence[str] | None) -> str:
    if levels is None:
        return _figure.boxes(name, other, ["missing", "known"], "[a, b]")
    shares = f"gone.groupby(data[{_cell.literal(other)}]).mean()"
    return _figure.bars(other, shares, f"share missing of {name}", levels)


def _number_lines(other: str) -> list[str]:
    column = f"data[{_cell.literal(other)}][rows"
    return [
        _cell.PLACES.rstrip(),
        "\n".join([
            f"a, b = {column} & gone].to_numpy(float), {column} & ~gone].to_numpy(float)",
            "rank = stats.rankdata(np.concatenate([a, b]))",
            "gap = rank[:len(a)].sum() - len(a) * (len(rank) + 1) / 2",
            "statistic = gap / np.sqrt(len(a) * len(b) / len(rank) * rank.var(ddof=1))",
            "p = 2 * stats.norm.sf(abs(statistic))",
        ]),
        _cell.DELTA.rstrip(),
    ]  # fmt: skip


def _group_lines(other: str) -> list[str]:
    return [
        "\n".join([
            f"counts = pd.crosstab(gone[rows], data[{_cell.literal(other)}][rows]).to_numpy()",
            "expected = stats.contingency.expected_freq(counts)",
            "statistic, df = np.sum((counts - expected) ** 2 / expected), counts.shape[1] - 1",
            "p = stats.chi2.sf(statistic, df)",
            "most = counts.sum()",
        ]),
        _cell.CRAMER.rstrip(),
    ]  # fmt: skip
