"""One column in neutral form: what was read, before its role is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from . import known

RawKind = Literal["boolean", "integer", "float", "time", "duration", "category", "text", "opaque"]
Recipe = Literal[
    "as is", "float", "finite", "datetime", "dates", "iso", "period", "duration", "object", "year",
    "opaque",
]  # fmt: skip

ISO = re.compile(
    r"(?:1[789]|2[012])\d\d-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?\Z"
)
_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)\Z")
_EPOCH = np.datetime64(0, "us")
_SECOND = np.timedelta64(1, "s")


@dataclass(frozen=True)
class Raw:
    """The looked-at values of one column.

    Attributes
    ----------
    kind : str
        What the values are; "opaque" ones are counted and never touched.
    values : ndarray, shape (n,)
        float64 with NaN where missing (times in seconds since 1970-01-01 UTC, durations in
        seconds), or int64 codes into `levels` with -1 where missing.
    exact : ndarray
        The values as they are hashed: integers stay integers, infinities stay infinite, times and
        durations are whole microseconds (int64).
    plain : Raw or None
        The column as it is hashed, where it is another one: texts that were read as dates, categories
        by their values.
    recipe : str
        How a cell turns the live column into `values` (see `source`).
    infinite : int
        Values that were infinite, and count as missing.
    unit : str or None
        Unit that the object itself knows, where it was asked for all rows of a column.
    """

    kind: RawKind
    values: NDArray[np.float64] | NDArray[np.int64]
    exact: NDArray[Any]
    levels: tuple[str, ...] = ()
    ordered: bool = False
    recipe: Recipe = "as is"
    infinite: int = 0
    note: str | None = None
    plain: Raw | None = None
    unit: str | None = None

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which values are missing, shape (n,)."""
        if self.values.dtype.kind == "f":
            return np.isnan(self.values)
        return self.values < 0

    def at(self, codes: NDArray[Any]) -> Raw:
        """Values at `codes`, missing where a code is -1."""
        if not len(self.values):
            return Raw("float", np.full(len(codes), np.nan), np.full(len(codes), np.nan))
        gone, exact = codes < 0, self.exact[codes]
        values = np.where(gone, -1 if self.levels else np.nan, self.values[codes])
        if exact.dtype.kind == "f":
            exact = np.where(gone, np.nan, exact)
        return replace(self, values=values, exact=exact)


def seconds(times: NDArray[Any]) -> NDArray[np.float64]:
    """Seconds since 1970-01-01 UTC of datetime64 values, NaN for NaT."""
    elapsed: NDArray[np.float64] = (times.astype("datetime64[us]") - _EPOCH) / _SECOND
    return elapsed


def from_array(values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> Raw:
    """Read a one-dimensional NumPy array; `missing` marks values to leave out.

    `missing` is for integers and booleans, which have no missing value of their own.
    """
    kind = values.dtype.kind
    if kind == "b":
        return Raw("boolean", _floats(values, missing), values.astype(np.int64), recipe="float")
    if kind in "iu":
        wide = values.astype(np.uint64 if values.dtype.itemsize == 8 and kind == "u" else np.int64)
        recipe: Recipe = "as is" if missing is None else "float"
        return Raw("integer", _floats(values, missing), wide, recipe=recipe)
    if kind == "f":
        return _from_floats(values.astype(np.float64))
    if kind == "M":
        return _from_times(values, "datetime")
    if kind == "m":
        spans = values.astype("timedelta64[us]")
        return Raw("duration", spans / _SECOND, spans.astype(np.int64), recipe="duration")
    if kind in "US":
        return from_objects(values.astype(object))
    if kind == "O":
        return from_objects(values)
    return opaque(len(values), f"{values.dtype} values are not read")


def _floats(values: NDArray[Any], missing: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    floats = values.astype(np.float64)
    if missing is not None:
        floats[missing] = np.nan
    return floats


def _from_floats(values: NDArray[np.float64], recipe: Recipe = "as is") -> Raw:
    infinite = int(np.isinf(values).sum())
    if not infinite:
        return Raw("float", values, values, recipe=recipe)
    finite = np.where(np.isfinite(values), values, np.nan)
    return Raw("float", finite, values, recipe="finite", infinite=infinite)


def _from_times(values: NDArray[Any], recipe: Recipe) -> Raw:
    moments = values.astype("datetime64[us]").astype(np.int64)
    return Raw("time", seconds(values), moments, recipe=recipe)


def opaque(n: int, note: str, missing: NDArray[np.bool_] | None = None) -> Raw:
    """A column whose values are not touched: every value is a level of its own."""
    codes = np.arange(n, dtype=np.int64)
    if missing is not None:
        codes[missing] = -1
    levels = tuple(f"<value {i}>" for i in range(n))
    return Raw("opaque", codes, codes, levels, recipe="opaque", note=note)


def from_codes(
    codes: NDArray[Any],
    levels: Sequence[str],
    *,
    ordered: bool,
    recipe: Recipe = "object",
    plain: Raw | None = None,
) -> Raw:
    """A categorical column: unused levels dropped, levels with one display form merged."""
    codes = codes.astype(np.int64)
    used = np.unique(codes[codes >= 0])
    names = list(dict.fromkeys(levels[code] for code in used))
    place = {name: i for i, name in enumerate(names)}
    table = np.full(len(levels) + 1, -1, dtype=np.int64)
    for code in used:
        table[code] = place[levels[code]]
    packed = table[codes]
    return Raw("category", packed, packed, tuple(names), ordered, recipe, plain=plain)


def from_objects(values: NDArray[Any]) -> Raw:
    """Read an array of Python objects: by the exact types that occur in it, and only those."""
    items = values.tolist()
    missing = known.missing(items)
    present = [item for item, gone in zip(items, missing, strict=True) if not gone]
    types = frozenset(map(type, present))
    safe = known.scalars()
    if not types <= safe:
        odd = {known.type_name(item) for item in present if type(item) not in safe}
        names = ", ".join(sorted(odd)[:3])
        return opaque(len(items), f"holds {names} objects, which are not read", missing)
    if not types:
        return Raw("float", np.full(len(items), np.nan), np.zeros(len(items)), recipe="float")
    if types <= known.BOOLEANS | known.INTEGERS | known.REALS:
        return _from_numbers(present, types, missing)
    if types <= known.dates():
        return _from_dates(present, missing)
    if types <= known.spans():
        spans = np.full(len(items), np.timedelta64("NaT"), dtype="timedelta64[us]")
        spans[~missing] = np.array([np.timedelta64(item, "us") for item in present])
        return from_array(spans)
    return _from_texts(present, types, missing)


def _from_numbers(present: list[Any], types: frozenset[type], missing: NDArray[np.bool_]) -> Raw:
    floats = np.full(len(missing), np.nan)
    try:
        floats[~missing] = [float(item) for item in present]
    except OverflowError:
        return opaque(len(missing), "holds integers too large to compute with", missing)
    if types <= known.BOOLEANS:
        return Raw("boolean", floats, floats, recipe="float")
    if types <= known.INTEGERS and all(-(2**63) <= item < 2**63 for item in present):
        exact = np.zeros(len(missing), dtype=np.int64)
        exact[~missing] = present
        return Raw("integer", floats, exact, recipe="float")
    found = _from_floats(floats, "float")
    if types <= known.INTEGERS:
        exact = floats
        if all(0 <= item < 2**64 for item in present):
            exact = np.zeros(len(missing), dtype=np.uint64)
            exact[~missing] = present
        return replace(
            found,
            exact=exact,
            note="holds whole numbers beyond 2^53; they are computed with to 16 digits",
        )
    return found


def _from_dates(present: list[Any], missing: NDArray[np.bool_]) -> Raw:
    times = np.full(len(missing), np.datetime64("NaT"), dtype="datetime64[us]")
    times[~missing] = [_moment(item) for item in present]
    return _from_times(times, "dates")


def _moment(item: Any) -> Any:
    """One date as UTC; a time without a zone is taken as UTC, as everywhere here."""
    offset = item.utcoffset() if hasattr(item, "utcoffset") else None
    if offset is None:
        return np.datetime64(item, "us")
    return np.datetime64(item.replace(tzinfo=None), "us") - np.timedelta64(offset)


def _from_texts(present: list[Any], types: frozenset[type], missing: NDArray[np.bool_]) -> Raw:
    texts = present if types == {str} else [str(item) for item in present]
    levels = sorted(set(texts))
    place = {level: i for i, level in enumerate(levels)}
    codes = np.full(len(missing), -1, dtype=np.int64)
    codes[~missing] = [place[text] for text in texts]
    found = Raw("text", codes, codes, tuple(levels))
    if types <= known.TEXTS:
        moments = _iso(levels)
        if moments is not None:
            times = np.append(moments, np.datetime64("NaT"))[codes]
            return replace(_from_times(times, "iso"), plain=found)
    if len(types) > 1:
        note = f"mixes {' and '.join(sorted(cls.__name__ for cls in types))} values"
        return replace(found, note=note)
    return found


def _iso(levels: list[str]) -> NDArray[Any] | None:
    """Times of ISO 8601 texts in UTC, or None where one of them is none."""
    if not levels or not all(map(ISO.match, levels)):
        return None
    try:
        if not any(_ZONE.search(level, 11) for level in levels):
            return np.array(levels, dtype="datetime64[us]")
        return np.array([_zoned(level) for level in levels], dtype="datetime64[us]")
    except ValueError:
        return None


def _zoned(level: str) -> Any:
    zone = _ZONE.search(level, 11)
    if zone is None:
        return np.datetime64(level, "us")
    local = np.datetime64(level[: zone.start()], "us")
    if zone.group() == "Z":
        return local
    digits = zone.group()[1:].replace(":", "")
    minutes = 60 * int(digits[:2]) + int(digits[2:])
    return local - np.timedelta64(minutes if zone.group()[0] == "+" else -minutes, "m")
