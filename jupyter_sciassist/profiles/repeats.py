"""Repeated units that no name gives away: columns on which other columns hang."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .roles import Judged, is_axis_name
from .split import MIN_UNITS

_ROWS = 2_000
_CANDIDATES = 30
_CHANCE = -20.0
_STEPS = 1.3
_NEARLY = 0.25
_EVENLY = 6


def marked(judged: Mapping[str, Judged]) -> dict[str, Judged]:
    """The columns, those of repeated units marked; whole numbers among them become ids.

    A unit (an animal, a school) has ten values or more and stands in two rows or more on average.
    One other column (its sex) never differs between its rows, a second one (its age) rarely does:
    at most a quarter as often as between any two rows. Of named units both must never differ, and
    rows spread over as many units as six even ones: a language that most rows share is no unit.
    """
    values = {
        name: _codes(one.raw.values)
        for name, one in judged.items()
        if one.role not in {"constant", "geometry"} and one.raw.kind != "opaque"
    }
    found = dict(judged)
    for name in [name for name in values if _may_be_unit(name, judged[name])][:_CANDIDATES]:
        if _hang(
            values[name], [other for key, other in values.items() if key != name], judged[name]
        ):
            found[name] = _unit(judged[name])
    return found


def _codes(values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
    """The first rows as numbers that compare equal where they are missing too."""
    return np.nan_to_num(values[:_ROWS].astype(np.float64), nan=-np.inf, neginf=-np.inf)


def _may_be_unit(name: str, one: Judged) -> bool:
    if one.unique is None or one.unique < MIN_UNITS or one.increasing or is_axis_name(name):
        return False
    return one.role in {"count", "category", "text", "id"} and 2 * one.unique <= len(one.raw.values)


def _hang(unit: NDArray[np.float64], others: list[NDArray[np.float64]], judged: Judged) -> bool:
    """Whether one column hangs on the unit throughout, and a second one nearly so."""
    order = np.argsort(unit, kind="stable")
    ranked = unit[order]
    same = (ranked[1:] == ranked[:-1]) & (ranked[1:] > -np.inf)
    shares = np.unique(ranked, return_counts=True)[1] / len(ranked)
    levels = len(shares)
    if (shares**2).sum() > 1 / _EVENLY:
        return False
    throughout = nearly = 0
    for other in others:
        moved = other[order][1:] != other[order][:-1]
        shares = np.unique(other, return_counts=True)[1] / len(other)
        agree = (shares**2).sum()
        if len(shares) >= levels or same.sum() * np.log(agree) > _CHANCE:
            continue
        # a column cut into classes changes once a class along its numbers; a unit's traits do not
        if not judged.raw.levels and moved.sum() < _STEPS * len(shares):
            continue
        breaks = (moved & same).sum()
        throughout += breaks == 0
        nearly += breaks <= _NEARLY * (1 - agree) * same.sum()
    return bool(throughout >= (2 if judged.raw.levels else 1) and nearly >= 2)


def _unit(judged: Judged) -> Judged:
    note = "other columns hang on it: rows of one value belong together"
    joined = "; ".join(part for part in (judged.note, note) if part)
    role = "id" if judged.role in {"count", "text"} else judged.role
    return replace(judged, role=role, note=joined, unit=True)
