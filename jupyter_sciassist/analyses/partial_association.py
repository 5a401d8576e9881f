"""Two columns that each tell about an outcome what the other hides, or does not tell: also in small tables.

Outcomes are the few columns that look most like one. For each, the pairs of other columns that go together most are
tried, three at most; an outcome plays no part in that choice, so it costs no significance. What is claimed is that x
and z go together and that each goes with y where the other is held fixed, all on ranks, so that p is the largest of three; each adjusted
test is the larger of an ordinary t test and one with HC3 errors. That a relation *changes* when z is held fixed
is the same claim: the change is the product of z's own part and of its relation with x (Clogg, Petkova and Haritou, Am. J.
Sociol. 100 (1995) 1261; MacKinnon, Krull and Lockwood, Prev. Sci. 1 (2000) 173).

- "masked", relation "confounding", variables (x, y, z): the crude relation of x with y is not clear, the adjusted one is
  more than twice as large or of the other sign;
- "suppressed", the same: the crude relation is clear, the adjusted one more than twice as large;
- "reversal", the same: both are clear, with opposite signs;
- "stands", relation "association", variables (x, y), context {"given": z}: one sign, at least half as large.

direction is always the sign after adjustment.

facts: as in `confounding`; own_p (of z with x held fixed), link (rank correlation of x and z), link_p.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles.table import Table
from ..records import Assumption, Candidate, Profile
from ..statistics import linear, partial, ranks
from ..statistics.effects import Interval
from . import _control, _dependence, _evidence, _partial_cell, _roles, _scan, _screen, triviality
from .base import Facts, Finding
from .confounding import CLEAR, SAME_QUANTITY, STRONG, share_of
from .interaction import likely

Floats = NDArray[np.float64]
RANKS = ("1", "2", "3")
LEAST_LINK = 0.3
_LARGEST_F = 1e8
_MOST_LOOKED = 50


class Held(NamedTuple):
    """x and y with z held fixed, on ranks, and what else the claim needs."""

    x: str
    z: str
    n: int
    crude: partial.Adjusted
    adjusted: partial.Adjusted
    f: float
    p: float
    own_p: float
    link: partial.Adjusted
    bent_p: float
    rest: tuple[Floats, Floats]

    @property
    def whole_p(self) -> float:
        """P of the whole claim."""
        return max(self.p, self.own_p, self.link.p)


class PartialAssociation:
    """A pair with a third column held fixed."""

    name = "partial"
    floor = 12

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Up to three pairs for each of up to three outcomes, in tables of three numbers and more."""
        terms = [one for one in profile.columns if _roles.is_number(one)]
        if len(terms) < 3 or (profile.shape and profile.shape[0] < self.floor):
            return
        for outcome in likely(profile):
            others = len(terms) - (outcome in [one.name for one in terms])
            for rank in RANKS[: others * (others - 1) // 2]:
                yield Candidate(self.name, profile.variable, (outcome,), {"rank": rank})

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """One pair beside one outcome; None where there is none, rows are in order or too few."""
        (y,) = candidate.variables
        pairs = leading(table, y)
        place = RANKS.index(str((candidate.context or {})["rank"]))
        if place >= len(pairs):
            return None
        a, b = pairs[place]
        both = [held(table, x, y, z) for x, z in ((a, b), (b, a))]
        made = [one for one in both if one is not None]
        if len(made) < len(both):
            return None
        told = [one for one in made if kind_of(one) not in {"none", "stands"}]
        best = max(told, key=_change) if told else max(made, key=lambda one: one.p)
        return _finding(table, candidate, best)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair with its third."""
        return _partial_cell.code(_scan.of(table), finding)


def leading(table: Table, outcome: str) -> list[tuple[str, str]]:
    """Pairs of numbers that go together most without being one quantity, at most three."""
    scan = _scan.of(table)
    if scan.unit is None and _dependence.is_serial(scan, outcome):
        return []
    names = [
        name
        for name, column in scan.columns.items()
        if name not in (outcome, scan.axis) and _roles.is_number(column.profile)
    ]
    found: list[tuple[str, str]] = []
    for a, b in _screen.strongest(scan, names, _MOST_LOOKED):
        rows = scan.complete(a, b)
        u, v = scan.unit_ranks(a, rows), scan.unit_ranks(b, rows)
        link = 0.0 if u is None or v is None else abs(ranks.product(u, v))
        if LEAST_LINK <= link <= SAME_QUANTITY and not _trivial(table, a, b, outcome):
            found.append((a, b))
        if len(found) == len(RANKS):
            break
    return found


def _trivial(table: Table, *names: str) -> bool:
    return any(triviality.reason(table, pair) for pair in itertools.combinations(names, 2))


def held(table: Table, x: str, y: str, z: str) -> Held | None:
    """Ranks of x and y with z held fixed, on the rows complete in all three; None where too few or constant."""
    scan = _scan.of(table)
    rows = scan.complete(x, y, z)
    n = int(rows.sum())
    if n < PartialAssociation.floor:
        return None
    u, v, w = ((scan.ranks(name, rows) - (n + 1) / 2) / n for name in (x, y, z))
    share = share_of(scan, rows, u, v)
    crude, link = partial.correlation(u, v, share=share), partial.correlation(u, w, share=share)
    adjusted = partial.partial(u, v, w, share=share)
    if crude is None or link is None or adjusted is None:
        return None
    first, other = _f(w[:, None], u, v, share), _f(u[:, None], w, v, share)
    bent = _f(np.column_stack([w, w * w]), u, v, share)
    if first is None or other is None:
        return None
    df = adjusted.df
    p, own_p = (float(special.fdtrc(1, df, f)) for f in (first, other))
    bent_p = float(special.fdtrc(1, df - 1, bent)) if bent is not None else 1.0
    rest = (partial.without(u, w), partial.without(v, w))
    return Held(x, z, n, crude, adjusted, first, p, own_p, link, bent_p, rest)


def _f(base: Floats, x: Floats, y: Floats, share: float) -> float | None:
    """The smaller F of ordinary and of HC3 errors of x beside `base`."""
    made = linear.tested(base, x[:, None], y)
    if made is None:
        return None
    df = len(y) * share - base.shape[1] - 2
    told = float(made.reduced @ made.reduced) - float(made.residuals @ made.residuals)
    plain = told / max(float(made.residuals @ made.residuals) / max(df, 1.0), 1e-300)
    return float(min(plain, made.f * share, _LARGEST_F))


def kind_of(made: Held) -> str:
    """What holding z fixed does to the relation of x and y."""
    crude, adjusted = made.crude, made.adjusted
    opposite = crude.r * adjusted.r < 0
    if abs(adjusted.r) < STRONG:
        return "none"
    if abs(adjusted.r) > 2 * abs(crude.r) or (opposite and crude.p > CLEAR):
        return "masked" if crude.p > CLEAR else "reversal" if opposite else "suppressed"
    if opposite:
        return "reversal"
    return "stands" if abs(adjusted.r) >= abs(crude.r) / 2 else "none"


def _change(made: Held) -> float:
    return float(abs(np.arctanh(made.adjusted.r) - np.arctanh(made.crude.r)))


def _finding(table: Table, candidate: Candidate, made: Held) -> Finding:
    (y,) = candidate.variables
    kind = kind_of(made)
    crude, adjusted = (Interval(one.r, one.low, one.high) for one in (made.crude, made.adjusted))
    p = made.whole_p if kind != "none" else 1.0  # looked at, and nothing is claimed
    shown = kind != "none" and p <= CLEAR
    evidence = _evidence.of(
        table,
        f"partial rank correlation given {made.z}, ordinary and HC3 errors",
        made.n,
        p,
        estimate=_evidence.estimate("rank correlation without adjustment", crude),
        effect=_evidence.effect("partial rank correlation", adjusted),
        statistic=_evidence.statistic("F", made.f, (1, made.adjusted.df)),
        assumptions=_assumptions(table, made),
        caveats=(
            f"{made.z} may stand between the two as well as before both",
            f"as far as {made.z} is measured with error it is not held fixed",
        ),
        control=_control.shuffled(*made.rest, table.rows.seed) if shown else None,
    )
    stands = kind == "stands"
    return Finding(
        candidate, "hypothesis", evidence,
        "association" if stands else "confounding",
        (made.x, y) if stands else (made.x, y, made.z),
        "+" if made.adjusted.r > 0 else "-",
        context={"given": made.z} if stands else None,
        facts=_facts(table, made, y, kind),
        shown=shown,
    )  # fmt: skip


def _assumptions(table: Table, made: Held) -> list[Assumption]:
    unit = _scan.of(table).unit
    seen = "neighbouring rows are not alike, no repeated units found"
    rows = Assumption("independent rows", "ok", seen)
    if unit is not None:
        detail = f"rows of one {unit} counted by their design effect"
        rows = Assumption("independent rows", "weak", detail)
    bend = "with the square of those ranks held fixed as well"
    detail = f"the ranks of {made.z} are taken out by a line; {bend} p = {made.bent_p:.2g}"
    line = Assumption("linear in ranks", "ok" if made.bent_p <= CLEAR else "weak", detail)
    size = f"{made.n} rows; the t approximation is fair from 20"
    return [rows, line, Assumption("enough rows", "ok" if made.n >= 20 else "weak", size)]


def _facts(table: Table, made: Held, y: str, kind: str) -> Facts:
    unit = _scan.of(table).unit
    facts: Facts = {"kind": kind, "x": made.x, "y": y, "third": made.z}
    for name, part in (("crude", made.crude), ("adjusted", made.adjusted)):
        facts[name], facts[f"{name}_p"] = part.r, part.p
        facts[f"{name}_low"], facts[f"{name}_high"] = part.low, part.high
    facts |= {"own_p": made.own_p, "link": made.link.r, "link_p": made.link.p}
    facts["columns"] = (made.x, y, made.z, *([unit] if unit else []))
    return facts
