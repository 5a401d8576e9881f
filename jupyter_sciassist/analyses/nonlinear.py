"""Two numbers whose mean relation bends: threshold, step, saturation, power, exponential growth, or a U.

First a test (`curves.bend_test`) in both orientations (`curves.bend_p`); only where it speaks a shape is chosen by the prediction of rows left out, and shown only if it predicts clearly better than the line. Only the
twelve pairs with the strongest rank correlation are tested: the bent part is uncorrelated with the straight part
that ranks them, so that the choice is independent of the test. Pairs of series are refused.

relation "nonlinear", variables (x, y), direction the sign of the rank correlation ("none" for a U). location:
threshold and step: the x where it lies; saturating: the x where half of the change is reached; hyperbola:
half-saturation; U: turning point; power: exponent; exponential: the x-distance of a factor e.

facts: x, y, shape, place (name of the location), unit_x, unit_y, gain (share of variance beyond the line, rows left
out), opens ("up" or "down", U only), rho, columns.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Assumption, Candidate, ColumnProfile, Effect, Estimate, Profile
from ..statistics import curves, ranks, series
from ..statistics.effects import omega_squared
from . import (
    _cell,
    _dependence,
    _evidence,
    _figure,
    _inline,
    _places,
    _roles,
    _scan,
    _screen,
    triviality,
)
from .base import Facts, Finding, share_of

Floats = NDArray[np.float64]
METHOD = "F test of a spline beyond the line"
MOST_PAIRS = 12
CLEAR = 0.01
_MOST_ROWS = 400
PLACE = {
    "threshold": "threshold",
    "step": "step",
    "saturating": "half of the change",
    "hyperbola": "half-saturation",
    "U-shaped": "turning point",
    "power": "exponent",
    "exponential": "distance of a factor e",
}


class Bend(NamedTuple):
    """The clearer of the two orientations of a pair, with the p of both."""

    x: str
    y: str
    f: float
    k: int
    df: float
    rho: float
    p: float


class Nonlinear:
    """A bent relation of two numbers."""

    name = "nonlinear"
    floor = 30

    def applies(self, profile: Profile) -> Iterator[Candidate]:
        """Pairs of numbers; `measure` tests the strongest of them only."""
        for a, b in _roles.every_pair(profile, is_measured):
            yield Candidate(self.name, profile.variable, (a.name, b.name))

    def measure(self, table: Table, candidate: Candidate) -> Finding | None:
        """Evidence of one pair; None below the floor and for pairs that are not tested."""
        scan, (a, b) = _scan.of(table), candidate.variables
        if frozenset((a, b)) not in tested(scan) or triviality.reason(table, (a, b)) is not None:
            return None
        rows = scan.complete(a, b)
        if int(rows.sum()) < self.floor or any(
            ranks.distinct(scan.codes(name)[rows]) < 6 for name in (a, b)
        ):
            return None
        x, y = scan.ranks(a, rows), scan.ranks(b, rows)
        dependence = _dependence.of(scan, (a, b), rows, [x], y)
        if dependence.kind in {"order", "wandering"}:
            return None
        if dependence.kind == "near":
            dependence = dataclasses.replace(dependence, rows=float(len(x)), kind="none")
        return _finding(
            table, candidate, rows, _bend(scan, a, b, rows, dependence.rows / len(x)), dependence
        )

    def code(self, table: Table, finding: Finding) -> str:
        """The cell of one pair."""
        return _code(table, finding)


def is_measured(column: ColumnProfile) -> bool:
    """A number that is no time axis."""
    return _roles.is_number(column) and not _roles.is_axis(column)


def tested(scan: _scan.Scan) -> set[frozenset[str]]:
    """The pairs of numbers with the strongest rank correlation, of which alone the shape and the spread are tested."""

    def strongest() -> set[frozenset[str]]:
        names = [name for name, column in scan.columns.items() if is_measured(column.profile)]
        pairs = _screen.strongest(scan, names[: _screen.MOST_COLUMNS], MOST_PAIRS)
        return {frozenset(pair) for pair in pairs}

    return scan.once(("bends",), strongest)


def _bend(scan: _scan.Scan, a: str, b: str, rows: NDArray[np.bool_], share: float) -> Bend:
    x, y = scan.values(a)[rows], scan.values(b)[rows]
    ahead, back = curves.bend_test(x, y, share), curves.bend_test(y, x, share)
    u, v = scan.unit_ranks(a, rows), scan.unit_ranks(b, rows)
    rho = 0.0 if u is None or v is None else round(ranks.product(u, v), 12)
    p = curves.bend_p(ahead, back, rho)
    return Bend(a, b, *ahead, rho, p) if ahead[0] >= back[0] else Bend(b, a, *back, rho, p)


def _finding(
    table: Table,
    candidate: Candidate,
    rows: NDArray[np.bool_],
    bend: Bend,
    dependence: _dependence.Dependence,
) -> Finding:
    scan = _scan.of(table)
    x, y = (scan.values(name)[rows] for name in (bend.x, bend.y))
    take = series.thinned(len(x), _MOST_ROWS)
    chosen = curves.choose(x[take], y[take], table.rows.seed) if bend.p < CLEAR else None
    place = _placed(chosen[0], x, y) if chosen else None
    shown = chosen is not None and place is not None
    facts: Facts = {
        "x": bend.x, "y": bend.y, "rho": bend.rho, "share": dependence.rows / len(x),
        "columns": tuple(dict.fromkeys([bend.x, bend.y, *([dependence.unit] if dependence.unit else []), *(_places.names(scan) or () if dependence.kind == "space" else ())])),
    }  # fmt: skip
    estimate = None
    if chosen is not None and place is not None:
        units = {"unit_x": scan.unit_of(bend.x) or "", "unit_y": scan.unit_of(bend.y) or ""}
        facts |= {"shape": chosen[0], "place": PLACE[chosen[0]], "gain": chosen[1], **units}
        if chosen[0] == "U-shaped":
            facts["opens"] = "up" if _turn(x, y)[1] > 0 else "down"
        unit = None if chosen[0] == "power" else scan.unit_of(bend.x)
        estimate = Estimate(f"{PLACE[chosen[0]]} of {bend.x}", place, unit, None, None)
    evidence = _evidence.of(
        table,
        METHOD + _tail(dependence, len(x)),
        len(x),
        bend.p,
        estimate=estimate,
        effect=_effect(bend),
        statistic=_evidence.statistic("F", bend.f, (bend.k, bend.df)),
        assumptions=_assumptions(x, dependence),
        control=_control(x, y, bend, table.rows.seed) if shown else None,
        caveats=_caveats(shown, len(x)),
    )
    return Finding(
        candidate=candidate,
        kind="hypothesis",
        evidence=evidence,
        relation="nonlinear",
        variables=(bend.x, bend.y),
        direction="none" if facts.get("shape") == "U-shaped" else "+" if bend.rho > 0 else "-",
        location=place,
        facts=facts,
        shown=shown,
    )  # fmt: skip


def _tail(dependence: _dependence.Dependence, n: int) -> str:
    if dependence.kind == "space":
        return ", effective sample size over space"
    return ", design effect" if dependence.rows < n else ""


def _effect(bend: Bend) -> Effect:
    interval = omega_squared(bend.f, float(bend.k), bend.df, round(bend.df) + bend.k + 2)
    return _evidence.effect("partial omega squared", interval)


def _caveats(shown: bool, n: int) -> list[str]:
    if not shown:
        return []
    some = f" of {_MOST_ROWS} evenly spread rows" if n > _MOST_ROWS else ""
    return [f"the shape was chosen by five-fold prediction{some}; others may do nearly as well"]


def _turn(x: Floats, y: Floats) -> tuple[float, float]:
    """Turning point of the parabola in x, and its curvature."""
    shape = curves.SHAPES["U-shaped"]
    z = curves.scaled(x, raw=False)
    coefficients = curves.fit_shape(shape.columns, np.ones(1), z, y)[1]
    return float(x.min() + np.ptp(x) * curves.turning(coefficients)), float(coefficients[2])


def _placed(name: str, x: Floats, y: Floats) -> float | None:
    """The location of a shape in its own terms; None for a parabola that does not turn within the data."""
    if name == "U-shaped":
        place = _turn(x, y)[0]
        low, high = np.quantile(x, [0.1, 0.9])
        return place if low < place < high else None
    shape = curves.SHAPES[name]
    z = curves.scaled(x, shape.raw)
    place = curves.fit_shape(shape.columns, curves.places_of(shape, z), z, y)[0]
    return float(_in_x(name, place, float(x.min()), float(x.max())))


def _in_x(name: str, place: float, low: float, high: float) -> float:
    if name == "power":
        return round(place, 12)
    if name == "hyperbola":
        return high * place
    factor = {"saturating": math.log(2), "exponential": 1.0}.get(name, 1.0)
    return (high - low) * place * factor + (0.0 if name == "exponential" else low)


def _assumptions(x: Floats, dependence: _dependence.Dependence) -> list[Assumption]:
    n = len(x)
    size = Assumption(
        "enough rows", "ok" if n >= 60 else "weak", f"{n} rows; shapes are told apart from 60"
    )
    far = float(np.max(np.abs(x - np.median(x)))) / max(
        float(np.subtract(*np.quantile(x, [0.75, 0.25]))), 1e-300
    )
    reach = Assumption(
        "no far x",
        "ok" if far < 5 else "weak",
        f"farthest x {min(far, 1e6):.3g} quartile ranges from the median",
    )
    spread = Assumption(
        "equal spread", "ok", "not assumed: the smaller F of classical and HC3 errors"
    )
    return [dependence.assumption, size, reach, spread]


def _control(x: Floats, y: Floats, bend: Bend, seed: int) -> dict[str, str | int]:
    """How often permuted residuals of the line are bent as much (Freedman and Lane, 1983)."""
    take = series.thinned(len(x), _MOST_ROWS)
    u = (x[take] - x.mean()) / x.std()
    fit = np.polynomial.polynomial.polyfit(u, y[take], 1)
    line = np.polynomial.polynomial.polyval(u, fit)
    rest, rng = y[take] - line, np.random.default_rng(seed)
    seen = curves.bend_test(u, y[take], 1.0)[0]
    reached = sum(
        curves.bend_test(u, line + rng.permutation(rest), 1.0)[0] >= seen for _ in range(49)
    )
    return {
        "kind": "permuted residuals of the line",
        "runs": 49,
        "as_strong": int(reached),
        "seed": seed,
    }


def _code(table: Table, finding: Finding) -> str:
    scan, facts = _scan.of(table), finding.facts or {}
    x, y = finding.variables
    name = str(facts["shape"])
    shape = curves.SHAPES[name]
    space = "over space" in finding.evidence.method
    unit = scan.unit if share_of(facts) < 1 else None
    return _cell.body(
        "from scipy import optimize, special, stats",
        _cell.INTRACLASS if unit else _places.helper() if space else None,
        _inline.sources(curves.spline_terms, curves.bend_test, shape.columns, curves.fit_shape),
        "\n".join([
            f"rows = data.dropna(subset={_cell.listed([x, y])})",
            f"x, y, n = {_cell.numbers(scan, x)}, {_cell.numbers(scan, y)}, len(rows)",
        ]),
        _share(scan, unit, space),
        _TEST,
        _shape_lines(name, shape),
        _cell.prints(finding.evidence),
        _figure.CURVE.format(x=_figure.label(x), y=_figure.label(y), columns=shape.columns.__name__),
    )  # fmt: skip


def _share(scan: _scan.Scan, unit: str | None, space: bool) -> str:
    if unit:
        return _cell.unit_share(unit, "stats.rankdata(x)", "stats.rankdata(y)")
    if not space:
        return "share = 1"
    ranked = "stats.rankdata(x)[take], stats.rankdata(y)[take]"
    return f"{_places.lines(scan)}\nshare = spatial_rows({ranked}, classes, n) / n"


_TEST = """\
(statistic, df1, df), back = bend_test(x, y, share), bend_test(y, x, share)
both = [stats.f.sf(f, k, left) for f, k, left in ((statistic, df1, df), back)]
monotone = abs(stats.spearmanr(x, y).statistic) >= 0.2  # then x on y must bend as well as y on x
p = max(both) if monotone else min(2 * min(both), 1)

""" + _cell.OMEGA.format(worth="round(df) + df1 + 2")


def _shape_lines(name: str, shape: curves.Shape) -> str:
    z = "x / x.max()" if shape.raw else "(x - x.min()) / np.ptp(x)"
    places = "np.unique(np.quantile(z, np.linspace(0.1, 0.9, 33)))"
    if shape.places is not None:
        places = f"np.{'linspace' if name == 'power' else 'geomspace'}{shape.places}"
    made = {
        "power": "place",
        "hyperbola": "x.max() * place",
        "saturating": "x.min() + np.ptp(x) * place * np.log(2)",
        "exponential": "np.ptp(x) * place",
        "U-shaped": "x.min() - np.ptp(x) * coefficients[1] / (2 * coefficients[2])",
    }.get(name, "x.min() + np.ptp(x) * place")
    return "\n".join([
        f"z = {z}",
        f"place, coefficients = fit_shape({shape.columns.__name__}, {places}, z, y)",
        f"estimate = {made}  # {PLACE[name]}",
    ])  # fmt: skip
