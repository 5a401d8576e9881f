"""One column in words, computed over all rows, or group by group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ... import described
from ...analyses import outliers
from ...profiles.raw import Raw
from ...records import ColumnProfile
from ...statistics import assumptions, descriptive
from ._telling import Part, Parts, Telling, listed

Floats = NDArray[np.float64]
SHOWN = 8
SKEWED = 1.0
_FEWEST_FOR_SHAPE = 20


def moment(seconds: float, dtype: str = "") -> str:
    """A time as people write it, without hours where there are none; a year where `dtype` is one of numbers."""
    if dtype.startswith(("int", "uint", "float", "Int")):
        return str(np.datetime64(round(seconds), "s").astype("datetime64[Y]"))
    text = str(np.datetime64(round(seconds * 1e6), "us").astype("datetime64[s]")).replace("T", " ")
    return text.removesuffix(" 00:00:00")


def sentences(
    telling: Telling, profile: ColumnProfile, raw: Raw, keep: NDArray[np.bool_], where: str
) -> None:
    """Say what a column holds in the rows that are kept; `where` tells which those are."""
    gone = raw.missing[keep]
    n, missing = int((~gone).sum()), int(gone.sum())
    told = f"{profile.name} over {len(gone)} rows{where}"
    head: list[Part] = [f"{profile.name} ({kind(profile)}){where}: "]
    if n == 0:
        telling.say(
            *head, "no values in ", *telling.counted(len(gone), "row", f"rows of {told}"), "."
        )
        return
    head += [*telling.counted(n, "value", f"number of values of {told}"), ", "]
    head += [telling.figure(missing, f"missing values of {told}"), " missing"]
    if missing:
        share = 100 * missing / len(gone)
        head += [" (", telling.rounded(share, f"missing values of {told}, in percent", "%"), ")"]
    telling.say(*head, *_content(telling, profile, raw, raw.values[keep][~gone], told))
    if profile.note:
        telling.say(f"Note on {profile.name}: ", telling.quoted(profile.note, told), ".")


def kind(profile: ColumnProfile) -> str:
    """What a column is read as, in a word, with its unit."""
    words = {"numeric": "number", "count": "number", "category": "groups", "boolean": "yes or no"}
    kind = words.get(profile.role, profile.role)
    return f"{kind} in {profile.unit}" if profile.unit else kind


def _content(
    telling: Telling, profile: ColumnProfile, raw: Raw, values: NDArray[np.generic], told: str
) -> Parts:
    numbers = values.astype(np.float64)
    if raw.kind == "opaque":
        return (". Its values are of a kind that is not read.",)
    if raw.kind == "time":
        ends = [telling.quoted(moment(float(end)), told) for end in (numbers.min(), numbers.max())]
        return (". From ", ends[0], " to ", ends[1], ", ", *_different(telling, values, told), ".")
    if raw.levels or profile.role == "boolean":
        return _groups(telling, raw, values, told)
    if profile.role in ("id", "constant"):
        ends = [
            telling.figure(float(end), f"range of {told}") for end in (numbers.min(), numbers.max())
        ]
        return (", ", *_different(telling, values, told), ", from ", ends[0], " to ", ends[1], ".")
    return _number(telling, profile, numbers, told)


def _different(telling: Telling, values: NDArray[np.generic], told: str) -> Parts:
    count = len(np.unique(values))
    return telling.figure(count, f"number of different values of {told}"), " different"


def _groups(telling: Telling, raw: Raw, values: NDArray[np.generic], told: str) -> Parts:
    codes, counts = np.unique(values, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    names = [_level(raw, codes[at]) for at in order[:SHOWN]]
    items: list[Parts] = [
        (f"{name} ", telling.figure(int(counts[at]), f"rows with {name} in {told}"))
        for name, at in zip(names, order, strict=False)
    ]
    if counts.max() == 1 and len(codes) > SHOWN:
        return (", ", *_different(telling, values, told), ", each in one row.")
    rest: Parts = ()
    if len(codes) > SHOWN:
        more = len(codes) - SHOWN
        rest = (" and ", telling.figure(more, f"further groups of {told}"), " more")
    return (", ", *_different(telling, values, told), ": ", *listed(items), *rest, ".")


def _level(raw: Raw, code: np.generic) -> str:
    if raw.levels:
        return raw.levels[int(code)][:60]
    return str(bool(code)) if raw.kind == "boolean" else f"{float(code):.6g}"


def _number(telling: Telling, profile: ColumnProfile, values: Floats, told: str) -> Parts:
    unit = profile.unit

    def of(operation: str, name: str, tail: str | None = unit) -> Parts:
        found = descriptive.single(operation, values)
        return (
            () if found is None else (f"{name} ", telling.figure(found, f"{name} of {told}", tail))
        )

    parts: list[Part] = [". "]
    items = [of("mean", "mean"), of("median", "median"), of("sd", "standard deviation")]
    parts += listed([one for one in items if one])
    parts[1] = str(parts[1])[0].upper() + str(parts[1])[1:]
    low, high = (descriptive.quantile(values, percent) for percent in (25.0, 75.0))
    if low is not None and high is not None:
        parts += [", quartiles ", telling.figure(low, f"25 % quantile of {told}")]
        parts += [" and ", telling.figure(high, f"75 % quantile of {told}", unit)]
    parts += [", from ", telling.figure(float(values.min()), f"smallest value of {told}")]
    parts += [" to ", telling.figure(float(values.max()), f"largest value of {told}", unit), "."]
    return (*parts, *_shape(telling, values, told))


def _shape(telling: Telling, values: Floats, told: str) -> Parts:
    """What keeps a mean and a deviation from telling the whole."""
    if len(values) < _FEWEST_FOR_SHAPE or not np.ptp(values) > 0:
        return ()
    parts: list[Part] = []
    skewness = assumptions.shape(values)[0]
    if abs(skewness) > SKEWED:
        parts += [" Skewed (skewness ", telling.rounded(skewness, f"skewness of {told}")]
        parts.append("): median and quartiles say more than mean and deviation.")
    far = int(outliers.is_far(values).sum())
    if far:
        rule = f"values beyond 3 interquartile ranges from the quartiles and 6 robust deviations from the median, of {told}"
        parts += [" ", telling.figure(far, rule)]
        parts.append(
            " value lies far from all others." if far == 1 else " values lie far from all others."
        )
    return tuple(parts)


def by_group(
    telling: Telling,
    profile: ColumnProfile,
    raw: Raw,
    group: str,
    beside: Raw,
    keep: NDArray[np.bool_],
) -> None:
    """Say mean, deviation and number of values of each group."""
    values = np.asarray(raw.values[keep], dtype=np.float64)
    items: list[Parts] = []
    levels = list(described.levels(beside, keep))
    for name, inside in levels[: 2 * SHOWN]:
        here = values[inside]
        mean, sd = (descriptive.single(one, here) for one in ("mean", "sd"))
        if mean is None:
            continue
        told = f"of {profile.name} where {group} is {name}"
        item: list[Part] = [f"{name} ", telling.figure(mean, f"mean {told}", profile.unit)]
        if sd is not None:
            item += [" (standard deviation ", telling.figure(sd, f"standard deviation {told}"), ","]
        else:
            item.append(" (")
        count = int((~np.isnan(here)).sum())
        items.append((*item, " n = ", telling.figure(count, f"number of values {told}"), ")"))
    if items:
        rest = f"; and {len(levels) - 2 * SHOWN} more groups" if len(levels) > 2 * SHOWN else ""
        telling.say(f"Mean {profile.name} for each {group}: ", *listed(items, "; "), f"{rest}.")
