"""Does the relation of two columns change with a third: products in a linear model.

relation "interaction", variables (x, moderator, outcome). Outcomes are the few columns that look most like one
by name, role and position. For each, the pairs of the columns that go with it most are tested, and as one
more test all other pairs together (a product without main effects, as in an exclusive or). p is the larger of a
Wald test with heteroscedasticity-consistent errors (HC3) and of a test on aligned ranks, or Rao's score
test in a logistic model where the outcome has two values; the model holds squares too (`_moderation`).

direction is the sign of the product; with groups as the moderator `level` is the one with the highest slope.

facts: x, moderator, outcome, what ("slope", "gap" or "pattern"), where and sizes (slope or gap in each group of
the moderator, or below and above its median), high and low (levels of x whose gap it is), unit, tried
(pairs that the p is multiplied by), exact (nothing is left over), columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ..profiles import outcomes
from ..profiles.table import Table
from ..records import JSON, Assumption, Candidate, ColumnProfile, Direction, Estimate, Profile
from ..statistics import assumptions, effects
from ..statistics.effects import Interval
from . import _control, _evidence, _interaction_cell, _moderation, _places, _roles, _scan
from ._moderation import Model
from .base import Facts, Finding

Floats = NDArray[np.float64]
MOST_OUTCOMES = 3
NEAR_BEST = 0.35
RANKS = ("1", "2", "3")
REST = "rest"
CLEAR = 0.05


class Interaction:
    """A relation that differs by a third column."""

    name = "interaction"
    floor = 24

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Up to four tests for each of up to three outcomes, in tables of three columns and more."""
        found = len(terms(profile))
        if found < 3 or (profile.shape and profile.shape[0] < self.floor):
            return
        ranks = RANKS[:1] if found == 3 else (*RANKS, REST)
        for outcome in likely(profile):
            for rank in ranks:
                yield Candidate(self.name, profile.variable, (outcome,), {"rank": rank})

    def asked(self, profile: Profile, variables: tuple[str, ...]) -> Candidate | None:
        """Two columns beside an outcome that is a number or has two values."""
        last = [one for one in profile.columns if one.name == variables[-1]]
        fit = len(set(variables)) == 3 and set(variables) <= set(terms(profile))
        if not fit or not any(_roles.is_number(one) or _roles.is_binary(one) for one in last):
            return None
        return Candidate(self.name, profile.variable, variables)

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """The test of one pair, or of the best of all others; None where no pair is left or carries it."""
        found = chosen(table, candidate)
        if found is None or len(found[0].y) < self.floor:
            return None
        return _finding(table, candidate, *found)

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        found = chosen(table, finding.candidate)
        assert found is not None
        return _interaction_cell.code(table, finding, found[0])


def terms(profile: Profile) -> list[str]:
    """Columns that can change a relation or stand in one: numbers and groups."""
    return [one.name for one in profile.columns if _roles.is_number(one) or _roles.is_group(one)]


def likely(profile: Profile) -> list[str]:
    """Numbers and columns of two values that look most like an outcome, best first."""
    weights = outcomes.prior({one.name: one.role for one in profile.columns})
    found = {}
    for one in profile.columns:
        if _roles.is_number(one) or _is_yes_no(one):
            found[one.name] = weights[one.name] + (one.role == "category") * 0.25
    best = max(found.values(), default=0.0)
    names = sorted(found, key=lambda name: -found[name])
    return [name for name in names if found[name] >= best - NEAR_BEST][:MOST_OUTCOMES]


def _is_yes_no(column: ColumnProfile) -> bool:
    if not _roles.is_binary(column):
        return False
    levels = column.summary.get("levels")
    return not isinstance(levels, dict) or _roles.is_yes_no(tuple(levels))


def chosen(table: Table, candidate: Candidate) -> tuple[Model, int] | None:
    """The model of a candidate, and the number of pairs it was chosen from."""
    *pair, outcome = candidate.variables
    if pair:
        x, m = _moderation.in_order(_scan.of(table), *pair)
        found = _moderation.model(table, x, m, outcome)
        # A model of two outcomes that does not settle tells nothing, and shows nothing to who asked.
        if found is None or (found.binary and found.second == 0.0):
            return None
        return found, 1
    rank = str((candidate.context or {}).get("rank"))
    if rank != REST:
        pairs = _moderation.leading(table, outcome)
        place = RANKS.index(rank)
        found = _moderation.model(table, *pairs[place], outcome) if place < len(pairs) else None
        return None if found is None else (found, 1)
    pairs, tried = _moderation.others(table, outcome)
    models = [made for a, b in pairs if (made := _moderation.model(table, a, b, outcome))]
    return (min(models, key=lambda made: made.p), tried) if models else None


def _finding(table: Table, candidate: Candidate, made: Model, tried: int) -> Finding:
    p = min(made.p * tried, 1.0)
    shown = p <= CLEAR
    effect = effects.partial_eta_squared(made.f, made.df1, made.df2, made.worth)
    direction, level = _direction(made)
    evidence = _evidence.of(
        table,
        method(made, tried),
        len(made.y),
        p,
        estimate=_estimate(_scan.of(table), made),
        effect=_evidence.effect("partial eta squared", effect),
        statistic=_evidence.statistic("F", made.f, (made.df1, made.df2)),
        assumptions=_assumptions(made),
        caveats=(f"chosen among {tried} pairs, which the p is multiplied by",) if tried > 1 else (),
        control=_shuffled(table, made) if shown else None,
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="interaction",
        variables=(made.x.name, made.m.name, made.outcome),
        direction=direction,
        level=level,
        facts=_facts(table, made, tried),
        shown=shown,
    )


def method(made: Model, tried: int = 1) -> str:
    """The method with its fallbacks."""
    second = "logistic score" if made.binary else "aligned ranks"
    text = f"products in a linear model, HC3 errors and {second}"
    text += {
        "none": "",
        "units": ", design effect of repeated units",
        "order": ", effective sample size",
        "space": ", effective sample size over space",
    }[made.kind]
    return text + (", best of all other pairs" if tried > 1 else "")


def _direction(made: Model) -> tuple[Direction | None, str | None]:
    if made.m.levels and not made.x.levels:
        slopes = np.r_[0.0, made.fit.coefficients]
        return "+", made.m.levels[int(np.argmax(slopes))]
    if made.df1 > 1:
        return None, None
    return ("+" if made.fit.coefficients[0] > 0 else "-"), None


def _scale(scan: _scan.Scan, name: str, made: Model, *, group: bool) -> float:
    """Standard deviation that a column was divided by."""
    return 1.0 if group else float(scan.values(name)[made.rows].std())


def _estimate(scan: _scan.Scan, made: Model) -> Estimate | None:
    """The one product in data units, with its HC3 interval; None for several products."""
    if made.df1 > 1:
        return None
    x, m, y = made.x, made.m, made.outcome
    factor = _scale(scan, y, made, group=made.binary)
    factor /= _scale(scan, x.name, made, group=bool(x.levels))
    factor /= _scale(scan, m.name, made, group=bool(m.levels))
    value = float(made.fit.coefficients[0]) * factor
    error = float(made.fit.errors[0]) * factor * math.sqrt(len(made.y) / made.worth)
    half = float(special.stdtrit(made.df2, 0.975)) * error
    name = f"change of the slope on {x.name} per unit of {m.name}"
    names: tuple[str, ...] = (y, x.name, m.name)
    if m.levels:
        name = f"slope on {x.name}, {m.levels[1]} less {m.levels[0]}"
        names = (y, x.name)
    if x.levels:
        name, names = "difference of the differences", (y,)
    units = [None if made.binary and one == y else scan.unit_of(one) for one in names]
    unit = " per ".join(str(one) for one in units) if all(units) else None
    if not math.isfinite(value) or (value == 0 and half == 0):
        return None
    return _evidence.estimate(name, Interval(value, value - half, value + half), unit)


def _shuffled(table: Table, made: Model) -> dict[str, JSON]:
    """Residuals of the model without products, shuffled: Freedman and Lane (1983)."""
    basis = np.linalg.qr(made.fit.own)[0]
    found = _control.shuffled(basis, made.fit.reduced, table.rows.seed)
    return {**found, "kind": "permutation of residuals"}


def _assumptions(made: Model) -> list[Assumption]:
    n = len(made.y)
    spread = assumptions.met_by("equal spread", "HC3 errors", "the errors allow for unequal spread")
    second = "a logistic model agrees" if made.binary else "a test on aligned ranks agrees"
    scale = Assumption("one scale", "ok" if made.second >= made.fit.f else "weak", f"p is the larger of two; {second}")  # fmt: skip
    bent = Assumption(
        "no bent main relation", "weak", "squares are held fixed, other bends are not"
    )
    size = Assumption("enough rows", "ok" if n >= 60 else "weak", f"{n} rows; HC3 is fair from 60")
    return [made.verdict, spread, scale, bent, size]


def _facts(table: Table, made: Model, tried: int) -> Facts:
    """What the sentence needs."""
    scan = _scan.of(table)
    what, where, sizes = _sizes(scan, made)
    extra = [scan.unit] if made.kind == "units" and scan.unit else []
    if made.kind == "space":
        extra += _places.names(scan) or ()
    if made.kind == "order" and scan.order is not None and scan.axis:
        extra.append(scan.axis)
    names = (made.x.name, made.m.name, made.outcome)
    units = [None if made.binary else scan.unit_of(made.outcome)]
    units += [scan.unit_of(made.x.name)] if what == "slope" else []
    return {
        "x": names[0], "moderator": names[1], "outcome": names[2],
        "what": what, "where": tuple(where), "sizes": tuple(f"{size:.3g}" for size in sizes),
        "high": made.x.levels[-1] if made.x.levels else "",
        "low": made.x.levels[0] if made.x.levels else "",
        "event": _event(scan, made),
        "unit": " per ".join(map(str, units)) if all(units) else "",
        "tried": tried,
        "exact": int(not np.isfinite(made.fit.f)),
        "columns": tuple(dict.fromkeys([*names, *extra])),
    }  # fmt: skip


def _event(scan: _scan.Scan, made: Model) -> str:
    return scan.groups(made.outcome).levels[-1] if made.binary else ""


def _sizes(scan: _scan.Scan, made: Model) -> tuple[str, list[str], list[float]]:
    """Slopes of the outcome on x, or its gaps between two groups of x, in each part of the moderator."""
    y = made.y if made.binary else scan.values(made.outcome)[made.rows]
    parts, where = _parts(scan, made)
    if made.x.levels:
        if len(made.x.levels) > 2:
            return "pattern", [], []
        later = made.x.linear[:, 0] > 0
        gaps = [float(y[part & later].mean() - y[part & ~later].mean()) for part in parts]
        return "gap", where, gaps
    x = scan.values(made.x.name)[made.rows]
    if any(np.ptp(x[part]) == 0 for part in parts):
        return "pattern", [], []
    return "slope", where, [_slope(x[part], y[part]) for part in parts]


def _slope(x: Floats, y: Floats) -> float:
    z = (x - x.mean()) / x.std()
    return float(np.mean(z * (y - y.mean())) / x.std())


def _parts(scan: _scan.Scan, made: Model) -> tuple[list[NDArray[np.bool_]], list[str]]:
    if made.m.levels:
        first = ~np.any(made.m.linear > 0, axis=1)
        return [first, *(made.m.linear.T > 0)], list(made.m.levels)
    values = scan.values(made.m.name)[made.rows]
    edge = float(np.median(values))
    if edge >= values.max():
        edge = float(np.max(values[values < edge]))
    return [values <= edge, values > edge], [f"at most {edge:.4g}", f"above {edge:.4g}"]
