"""Which columns a scientist would compute from two others, by names, units and ranges alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..profiles import roles
from ..profiles.table import Column
from ..records import ColumnKey, ColumnProfile
from ..statistics.ranks import decimals
from . import _cell, _roles

Floats = NDArray[np.float64]

_STAGES = (
    ("pre post", "before after", "baseline post", "baseline followup", "baseline final", "baseline end", "initial final",
     "start end", "begin end", "first last", "t0 t1", "t1 t2", "old new", "entry exit")
)  # fmt: skip
_GAPS = ("min max", "low high", "lower upper", "diastolic systolic", "expected observed", "predicted actual", "right left")  # fmt: skip
_EXPOSED = frozenset(
    "trials population pop exposure attempts tests tested total exposed births visits games n_total person_years "
    "personyears screened enrolled inhabitants residents students employees shots questions".split()
)
_HAPPENED = frozenset(
    "hits deaths died cases events successes errors positives positive wins won crimes murders accidents injuries "
    "infections claims admissions correct failures failed infected survivors goals relapses arrests fatalities "
    "strikes responses".split()
)
_MASS, _HEIGHT = frozenset({"weight", "mass", "wt"}), frozenset({"height", "stature", "ht"})
_MASS_UNITS, _HEIGHT_UNITS = frozenset({"kg", "g"}), frozenset({"m", "cm"})
_NAMES_OF_UNITS = frozenset("mm cm m km kg g mg s ms c k pct percent".split())


class Made(NamedTuple):
    """A column computed from two. `kind`: change, rate, index, difference or ratio."""

    kind: str
    first: str
    second: str

    @property
    def name(self) -> str:
        """The expression, which is its display name."""
        sign = "-" if self.kind in {"change", "difference"} else "/"
        power = "^2" if self.kind == "index" else ""
        return f"{self.first} {sign} {self.second}{power}"

    @property
    def parts(self) -> tuple[str, str]:
        """The columns it is made of."""
        return self.first, self.second

    def values(self, first: Floats, second: Floats) -> Floats:
        """Its values, missing where they are not finite."""
        with np.errstate(all="ignore"):
            if self.kind in {"change", "difference"}:
                made = first - second
            else:
                made = first / (second**2 if self.kind == "index" else second)
        return np.where(np.isfinite(made), made, np.nan)

    def line(self, places: int) -> str:
        """The line of a cell that makes it, rounded so that equal values are equal."""
        first, second = (f"data[{_cell.literal(name)}].astype(float)" for name in self.parts)
        second += "**2" if self.kind == "index" else ""
        sign = "-" if self.kind in {"change", "difference"} else "/"
        return f"data[{_cell.literal(self.name)}] = ({first} {sign} {second}).round({places})"


def offered(columns: tuple[ColumnProfile, ...], most: int) -> list[Made]:
    """The first `most` that names, units and ranges allow: changes, rates, indices, differences, ratios."""
    numbers = [one for one in columns if _roles.is_number(one) and not _roles.is_axis(one)]
    taken = {one.name for one in columns}
    found: dict[str, list[Made]] = {}
    for a, b in itertools.combinations(numbers[:60], 2):
        made = next(_of(a, b, numbers), None)
        if made is not None and made.name not in taken:
            found.setdefault(made.kind, []).append(made)
    order = ("change", "rate", "index", "difference", "ratio")
    return [made for kind in order for made in found.get(kind, ())][:most]


def _of(a: ColumnProfile, b: ColumnProfile, numbers: list[ColumnProfile]) -> Iterator[Made]:
    ends = _ends(a, b)
    for kind, pairs in (("change", _STAGES), ("difference", _GAPS)):
        if ends is not None and a.unit == b.unit:
            for early, late in (pair.split() for pair in pairs):
                if ends == (early, late):
                    yield Made(kind, b.name, a.name)
                if ends == (late, early):
                    yield Made(kind, a.name, b.name)
    for one, other in ((a, b), (b, a)):
        if _is_rate(one, other):
            yield Made("rate", one.name, other.name)
        if _is_index(one, other):
            yield Made("index", one.name, other.name)
    if ends is not None and a.unit is not None and a.unit == b.unit and _positive(a, b):
        family = [one for one in numbers if one is a or _ends(a, one) or one is b or _ends(b, one)]
        if len([one for one in family if one.unit == a.unit]) == 2:
            yield Made("ratio", a.name, b.name)


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    joined = re.sub(r"(?i)follow[_ -]?up", "followup", name)
    words = roles.words(joined)
    return tuple(words[:-1] if words[-1:] and words[-1] in _NAMES_OF_UNITS else words)


def _ends(a: ColumnProfile, b: ColumnProfile) -> tuple[str, str] | None:
    """The one word in which two names differ that share at least one other, or that say a stage only."""
    first, second = _words(a.name), _words(b.name)
    if len(first) != len(second):
        return None
    apart = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    alone = len(first) == 1 and any(set(pair.split()) == {*first, *second} for pair in _STAGES)
    if len(apart) != 1 or (len(first) < 2 and not alone):
        return None
    return apart[0]


def _is_rate(one: ColumnProfile, other: ColumnProfile) -> bool:
    """A count of what happened beside a count or size of what it could happen to."""
    happened, exposed = set(_words(one.name)) & _HAPPENED, set(_words(other.name)) & _EXPOSED
    low, high = one.summary.get("min", -1.0), one.summary.get("max", 0.0)
    return bool(
        happened and exposed and not set(_words(one.name)) & _EXPOSED
        and one.role == "count" and other.summary.get("min", 0.0) > 0
        and low >= 0 and high <= other.summary.get("max", 0.0)
    )  # fmt: skip


def _is_index(one: ColumnProfile, other: ColumnProfile) -> bool:
    """Mass beside the square of height, both with their units."""
    named = set(_words(one.name)) & _MASS and set(_words(other.name)) & _HEIGHT
    measured = one.unit in _MASS_UNITS and other.unit in _HEIGHT_UNITS
    return bool(named and measured and _positive(one, other))


def _positive(*columns: ColumnProfile) -> bool:
    return all(one.summary.get("min", 0.0) > 0 for one in columns)


def column(made: Made, first: Column, second: Column, place: int) -> tuple[Column, int] | None:
    """The computed column and the decimals it is rounded to; None where it has hardly any values."""
    values = made.values(first.values.astype(np.float64), second.values.astype(np.float64))
    present = values[~np.isnan(values)]
    if len(present) < 8 or np.ptp(present) == 0:
        return None
    places = decimals(present)
    values = np.round(values, places)
    present = values[~np.isnan(values)]
    same = made.kind in {"change", "difference"}
    profile = ColumnProfile(
        key=ColumnKey(place, made.name),
        name=made.name,
        role="numeric",
        dtype="float64",
        unit=first.profile.unit if same else None,
        n=len(values),
        missing=len(values) - len(present),
        unique=len(np.unique(present)),
        summary={"min": float(present.min()), "max": float(present.max())},
    )
    return Column(profile, values), places
