"""What can be counted or averaged: a typed request computed over all rows of its object."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import profiles
from .errors import DataError
from .language import periods
from .profiles import units
from .profiles.raw import Raw
from .records import Filter, Request
from .statistics import descriptive

Value = str | float | int | bool | None
Mask = NDArray[np.bool_]
_OPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_YES = {"true": 1.0, "yes": 1.0, "1": 1.0, "false": 0.0, "no": 0.0, "0": 0.0}
MANY = 60


@dataclass(frozen=True)
class Computed:
    """A number or a name, the rows it rests on, and what its sentence needs.

    `firm` is false where the figure does not settle the question: a tie, a sign too weak to tell.
    """

    value: Value
    n: int
    unit: str | None = None
    firm: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """The columns of a request over all rows, and which rows meet its filters."""

    columns: Mapping[str, Raw]
    keep: Mask
    sampled: bool

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Values of the kept rows; DataError where they are no numbers."""
        raw = self.columns[name]
        if raw.values.dtype.kind != "f":
            why = f" ({raw.note})" if raw.note else ""
            raise DataError(f"{name} holds no numbers{why}, so that cannot be computed of it.")
        return np.asarray(raw.values[self.keep], dtype=np.float64)


def compute(request: Request, obj: Any) -> Computed:
    """Carry out a descriptive request.

    Raises
    ------
    DataError
        The columns are not of the kind that the operation needs, or no row is left.
    """
    if request.operation in ("rows", "columns"):
        return _table(request, obj)
    data = _data(request, obj)
    found = _COMPUTE.get(request.operation, _single)(request, data)
    if not data.sampled:
        return found
    facts = {**found.facts, "sampled": len(data.keep)}
    return Computed(found.value, found.n, found.unit, False, facts)


def idle(request: Request, obj: Any) -> bool:
    """Whether a condition of a request lets through every value of its column, or none."""
    if not request.filter:
        return False
    columns = profiles.columns(obj, request.subject, [one.column for one in request.filter])
    for one in request.filter:
        raw = columns[one.column]
        known = int((~_missing(raw)).sum())
        hits = int(met(raw, one).sum())
        if one.op not in ("missing", "present") and hits in (0, known):
            return True
    return False


def _data(request: Request, obj: Any) -> Data:
    conditions = [*request.filter, *([request.threshold] if request.threshold else [])]
    wanted = [
        name
        for name in (*request.variables, request.group, *(one.column for one in conditions))
        if name
    ]
    values = profiles.every(obj) if request.subject in wanted else None
    total = profiles.rows(obj, request.subject) if values is None else len(values)
    if not wanted:
        wanted = [one.name for one in profiles.sampled(obj, request.subject)]
    columns = profiles.columns(obj, request.subject, wanted)
    length = len(next(iter(columns.values())).values) if columns else 0
    keep = np.ones(length, dtype=bool)
    for one in request.filter:
        keep &= met(columns[one.column], one)
    return Data(columns, keep, length < total)


def met(raw: Raw, condition: Filter) -> Mask:
    """Rows that meet a condition; missing values meet none but "missing".

    Raises
    ------
    DataError
        A text is compared by size.
    """
    if condition.op in ("missing", "present"):
        gone = _missing(raw)
        return gone if condition.op == "missing" else ~gone
    if raw.kind == "time":
        return _dated(raw, condition)
    if condition.op == "during":
        raise DataError(f"{condition.column} holds no dates.")
    compare, value = _OPS[condition.op], condition.value
    if raw.values.dtype.kind == "f":
        number = _YES.get(str(value).casefold()) if isinstance(value, (str, bool)) else value
        if number is None:
            raise DataError(f"{condition.column} cannot be compared with {value!r}.")
        return np.asarray(compare(raw.values, float(number)) & ~np.isnan(raw.values))
    if condition.op not in ("==", "!="):
        raise DataError(f"{condition.column} holds no numbers to compare with {value!r}.")
    code = raw.levels.index(str(value)) if str(value) in raw.levels else -2
    return np.asarray(compare(raw.values, code) & (raw.values >= 0))


def _dated(raw: Raw, condition: Filter) -> Mask:
    """Rows whose dates (UTC) meet a condition."""
    value = str(condition.value)
    whole = np.where(raw.missing, 0.0, np.round(raw.values * 1e6)).astype(np.int64)
    moments = whole.astype("datetime64[us]")
    if condition.op == "during" and (months := periods.months(value)):
        month = moments.astype("datetime64[M]").astype(np.int64) % 12 + 1
        return np.asarray(np.isin(month, months) & ~raw.missing)
    bounds = periods.bounds(value)
    if bounds is None:
        raise DataError(f"{condition.column} holds dates, which cannot be compared with {value!r}.")
    start, end = (np.datetime64(one, "us") for one in bounds)
    if condition.op in ("during", "==", "!="):
        inside = (moments >= start) & (moments < end)
        return np.asarray((inside ^ (condition.op == "!=")) & ~raw.missing)
    edge = end if condition.op in (">", "<=") else start
    found = moments >= edge if condition.op in (">", ">=") else moments < edge
    return np.asarray(found & ~raw.missing)


def _missing(raw: Raw) -> Mask:
    gone = raw.missing
    if raw.infinite:
        gone = gone & ~np.isinf(np.asarray(raw.exact, dtype=np.float64))
    return gone


def _table(request: Request, obj: Any) -> Computed:
    rows = profiles.rows(obj, request.subject)
    if request.operation == "rows":
        return Computed(rows, rows)
    seen = profiles.sampled(obj, request.subject)
    names = [one.name for one in seen if request.by != "missing" or _missing(one.raw).any()]
    if request.by == "count":
        return Computed(len(names), rows)
    return Computed(", ".join(names), rows, facts={"names": names})


def _unit(name: str, raw: Raw) -> str | None:
    return "s" if raw.kind == "duration" else raw.unit or units.from_name(name)


def _whole(value: float | None, raw: Raw) -> float | int | None:
    if value is not None and raw.kind in ("integer", "boolean") and value == int(value):
        return int(value)
    return value


def _single(request: Request, data: Data) -> Computed:
    name = request.variables[0]
    raw = data.columns[name]
    if request.group is not None:
        return _by_group(request, data)
    values = data.numbers(name)
    n = int((~np.isnan(values)).sum())
    if request.operation == "quantile":
        level = request.threshold.value if request.threshold else 50.0
        found = descriptive.quantile(values, float(level or 0.0))
    else:
        found = descriptive.single(request.operation, values)
    if found is None:
        raise DataError(f"{name} has too few values here for that: {n} of {len(values)} rows.")
    value: Value = found
    facts = {"left_out": len(values) - n, "infinite": _infinite(raw, data.keep)}
    if raw.kind == "time" and request.operation not in ("sd", "range", "iqr", "variance"):
        return Computed(_time(found), n, facts=facts)
    if request.operation in ("min", "max", "sum", "range"):
        value = _whole(found, raw)
    unit = "s" if raw.kind == "time" else _unit(name, raw)
    return Computed(value, n, unit if request.operation != "variance" else None, facts=facts)


def _infinite(raw: Raw, keep: Mask) -> int:
    """Values of the kept rows that were infinite, and count as missing."""
    return int((raw.missing & ~_missing(raw) & keep).sum())


def _by_group(request: Request, data: Data) -> Computed:
    found = groups(request, data, request.operation)
    text = ", ".join(f"{level}: {value:.6g}" for level, value, _ in found[:MANY])
    return Computed(text, sum(n for *_, n in found), facts={"groups": found})


def groups(request: Request, data: Data, by: str) -> list[tuple[str, float, int]]:
    """Level, statistic and number of values of each group that has any, in the order of the levels."""
    raw = data.columns[request.group or ""]
    values = data.numbers(request.variables[0]) if request.variables else None
    found = []
    for level, inside in levels(raw, data.keep):
        if values is None:
            found.append((level, float(inside.sum()), int(inside.sum())))
            continue
        here = values[inside]
        figure = descriptive.single(by, here)
        if figure is not None:
            found.append((level, figure, int((~np.isnan(here)).sum())))
    if not found:
        raise DataError(f"No group of {request.group} has values of {request.variables}.")
    return found


def levels(raw: Raw, keep: Mask) -> Iterable[tuple[str, Mask]]:
    """Each group of a column by name, and which of the kept rows are in it."""
    codes = raw.values[keep]
    if raw.values.dtype.kind != "f":
        for code in np.unique(codes[codes >= 0]):
            yield raw.levels[int(code)], codes == code
        return
    for value in np.unique(codes[~np.isnan(codes)]):
        yield _label(float(value), raw), codes == value


def _label(value: float, raw: Raw) -> str:
    """A number of a column as a label: times by their date, yes and no in words."""
    if raw.kind == "boolean":
        return str(bool(value))
    return _time(value) if raw.kind == "time" else f"{value:.15g}"


def _time(seconds: float) -> str:
    """Seconds since 1970 as date and time."""
    found = str(np.datetime64(round(seconds * 1e6), "us").astype("datetime64[s]"))
    return found.replace("T", " ")


def _count(request: Request, data: Data) -> Computed:
    if request.group is not None:
        return _by_group(request, data)
    return Computed(int(data.keep.sum()), len(data.keep))


def _missing_count(request: Request, data: Data) -> Computed:
    names = request.variables or tuple(data.columns)
    gone = sum(int((_missing(data.columns[name]) & data.keep).sum()) for name in names)
    cells = int(data.keep.sum()) * len(names)
    return Computed(gone if request.operation == "missing" else cells - gone, cells)


def _value(request: Request, data: Data) -> Computed:
    """What stands in the one row that is meant; rows of one and the same value do no harm."""
    name = request.variables[0]
    raw = data.columns[name]
    found = [(level, int(inside.sum())) for level, inside in levels(raw, data.keep)]
    rows = int(data.keep.sum())
    if len(found) != 1:
        told = "no value" if not found else f"{len(found)} different values"
        raise DataError(
            f"{name} has {told} in the {rows} rows meant; name one row, or ask for a mean."
        )
    value: Value = found[0][0]
    if raw.values.dtype.kind == "f" and raw.kind not in ("boolean", "time"):
        here = raw.values[data.keep]
        value = _whole(float(here[~np.isnan(here)][0]), raw)
    return Computed(value, found[0][1], _unit(name, raw))


def _unique(request: Request, data: Data) -> Computed:
    raw = data.columns[request.variables[0]]
    here = raw.values[data.keep & ~raw.missing]
    return Computed(len(np.unique(here)), len(here))


def _mode(request: Request, data: Data) -> Computed:
    raw = data.columns[request.variables[0]]
    counted = [(level, int(inside.sum())) for level, inside in levels(raw, data.keep)]
    if not counted:
        raise DataError(f"{request.variables[0]} has no values here.")
    most = max(count for _, count in counted)
    first = [level for level, count in counted if count == most]
    return Computed(
        ", ".join(first[:5]), most, firm=len(first) == 1, facts={"count": most, "tied": len(first)}
    )


def _share(request: Request, data: Data) -> Computed:
    condition = request.threshold
    if condition is None:
        raise DataError("A share needs a condition to count, such as `above 3`.")
    raw = data.columns[condition.column]
    hit = met(raw, condition) & data.keep
    base = data.keep if condition.op in ("missing", "present") else data.keep & ~_missing(raw)
    n, all_rows = int(base.sum()), int(data.keep.sum())
    if n == 0:
        raise DataError(f"No row here has a value of {condition.column}.")
    scale = 1.0 if request.by == "fraction" else 100.0
    facts = {"hits": int(hit.sum()), "rows": all_rows, "of_all": scale * int(hit.sum()) / all_rows}
    unit = None if request.by == "fraction" else "%"
    return Computed(scale * int(hit.sum()) / n, n, unit, facts=facts)


def _best(request: Request, data: Data) -> Computed:
    found = groups(request, data, request.by or "mean")
    figures = [figure for _, figure, _ in found]
    best = max(figures) if request.operation == "best_group" else min(figures)
    first = [one for one in found if one[1] == best]
    facts = {"figure": best, "n": first[0][2], "groups": len(found), "tied": len(first)}
    value = ", ".join(level for level, *_ in first[:5])
    return Computed(value, sum(one[2] for one in found), None, len(first) == 1, facts)


def _diff(request: Request, data: Data) -> Computed:
    by = request.by or "mean"
    found = {level: (figure, n) for level, figure, n in groups(request, data, by)}
    missing = [level for level in request.levels if level not in found]
    if missing:
        raise DataError(
            f"{request.group} has no values of {request.variables[0]} for {missing[0]}."
        )
    (first, n_first), (second, n_second) = (found[level] for level in request.levels)
    name = request.variables[0]
    facts = {"first": first, "second": second, "ns": (n_first, n_second)}
    return Computed(
        first - second, n_first + n_second, _unit(name, data.columns[name]), facts=facts
    )


def _correlation(request: Request, data: Data) -> Computed:
    first, second = (data.numbers(name) for name in request.variables)
    value, n = descriptive.correlation(first, second, ranks=request.operation == "spearman")
    if value is None:
        raise DataError(
            f"{' and '.join(request.variables)} have no correlation here: fewer than three complete"
            " pairs, or a constant."
        )
    return Computed(value, n)


def _sign(request: Request, data: Data) -> Computed:
    first, second = (data.numbers(name) for name in request.variables)
    ranks, n = descriptive.correlation(first, second, ranks=True)
    linear, _ = descriptive.correlation(first, second, ranks=False)
    if ranks is None or linear is None or ranks == 0:
        raise DataError(f"{' and '.join(request.variables)} have no direction here.")
    clear = ranks * linear > 0 and abs(ranks) > 1.96 / np.sqrt(n - 1)
    facts = {"rho": ranks, "r": linear}
    return Computed("positive" if ranks > 0 else "negative", n, None, bool(clear), facts)


_COMPUTE: Mapping[str, Callable[[Request, Data], Computed]] = {
    "count": _count, "count_group": _count, "missing": _missing_count, "present": _missing_count,
    "unique": _unique, "value": _value, "mode": _mode, "share": _share, "best_group": _best, "worst_group": _best,
    "diff": _diff, "spearman": _correlation, "pearson": _correlation, "sign": _sign,
}  # fmt: skip
