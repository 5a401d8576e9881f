"""Values along time: what trend, change point, period and lag share, and the lines of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..profiles.table import Table
from ..records import Candidate, Profile
from ..statistics import ranks
from . import _cell, _roles, _scan
from .base import Facts, place_number

Floats = NDArray[np.float64]
YEAR, DAY = 31_556_952.0, 86_400.0
_SCALES = (("year", YEAR, 3 * YEAR), ("day", DAY, 3 * DAY), ("hour", 3_600.0, 3 * 3_600.0))
_CYCLES = 3


@dataclass(frozen=True)
class Line:
    """A series in time order.

    Attributes
    ----------
    time : ndarray, shape (n,)
        In `per`; the place where there is no axis.
    values : ndarray, shape (n,)
    names : tuple of str
        Time column, if there is one, and value column.
    rows : int
        Rows behind the n points.
    per : str
        "year", "day", "hour", "second", "row", or the name of a numeric axis.
    scale : float
        What the axis was divided by.
    decimals : int or None
        Where values at one time were averaged: to how many decimals.
    season : str
        "month" or "hour" where the axis is a calendar that runs through at least three years or
        days of them, with three points or more in each; else "".
    waves : tuple of float
        Frequencies that were taken out (`_waves.out`), in cycles a unit of `time`.
    """

    time: Floats
    values: Floats
    names: tuple[str, ...]
    rows: int
    per: str = "row"
    scale: float = 1.0
    decimals: int | None = None
    season: str = ""
    waves: tuple[float, ...] = ()


def numbers(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Each number with the time axis of a table; each alone in a series or a wave without one."""
    axis = _roles.axis(profile)
    if axis is None and profile.kind not in {"series", "wave"}:
        return
    for one in profile.columns:
        if _roles.is_number(one) and not _roles.is_axis(one):
            yield (one.name,) if axis is None else (axis.name, one.name)


def index_only(
    analysis: str,
    profile: Profile,
    variables: tuple[str, ...],
    context: Mapping[str, str] | None = None,
) -> Candidate | None:
    """The values of an array or a list along its index, where that is asked for: nothing says that its order means anything."""
    listed = profile.kind == "array" and len(profile.shape) == 1 and len(profile.columns) == 1
    fit = [one.name for one in profile.columns if _roles.is_number(one) and not _roles.is_axis(one)]
    if not listed or variables != tuple(fit):
        return None
    return Candidate(analysis, profile.variable, variables, context)


def along(table: Table, names: tuple[str, ...], floor: int) -> Line | None:
    """The series of the last of `names` along the first, or along the rows; None below the floor."""
    scan = _scan.of(table)
    rows = scan.complete(*names)
    values = scan.values(names[-1])[rows]
    if len(names) == 1:
        time = np.arange(scan.n, dtype=np.float64)[rows]
        return Line(time, values, names, len(values)) if _enough(values, floor) else None
    time = scan.values(names[0])[rows]
    count, decimals = len(values), None
    points, place = np.unique(time, return_inverse=True)
    if len(points) < count:
        decimals = ranks.decimals(values)
        values = np.round(np.bincount(place, weights=values) / np.bincount(place), decimals)
    else:
        values = values[np.argsort(time, kind="stable")]
    if not _enough(values, floor):
        return None
    per, scale = _per(scan, names[0], points)
    season = _season(scan, names[0], points)
    return Line(points / scale, values, names, count, per, scale, decimals, season)


def _enough(values: Floats, floor: int) -> bool:
    return len(values) >= floor and float(np.ptp(values)) > 0


def is_time(scan: _scan.Scan, axis: str) -> bool:
    """The axis holds times, in seconds since 1970."""
    return scan.column(axis).profile.role == "time"


def _per(scan: _scan.Scan, axis: str, points: Floats) -> tuple[str, float]:
    if not is_time(scan, axis):
        return axis, 1.0
    span = float(np.ptp(points))
    found = [(name, scale) for name, scale, least in _SCALES if span >= least]
    return found[0] if found else ("second", 1.0)


def _season(scan: _scan.Scan, axis: str, points: Floats) -> str:
    if not is_time(scan, axis):
        return ""
    span, step = float(np.ptp(points)), float(np.median(np.diff(points)))
    cycles = (("month", YEAR), ("hour", DAY))
    fit = [name for name, long in cycles if span >= _CYCLES * long and step <= long / _CYCLES]
    return fit[0] if fit else ""


def deseasoned(line: Line) -> Line:
    """The series less what the month of the year, or the hour of the day, adds to its straight line."""
    if not line.season:
        return line
    exact = np.round(line.time * line.scale).astype("datetime64[s]")
    if line.season == "month":
        codes = exact.astype("datetime64[M]").astype(np.int64) % 12
    else:
        codes = exact.astype("datetime64[h]").astype(np.int64) % 24
    rest = without_line(line.time, line.values)
    counts = np.maximum(np.bincount(codes), 1)
    means = np.bincount(codes, weights=rest) / counts
    return replace(line, values=line.values - means[codes])


def without_waves(line: Line, waves: tuple[float, ...]) -> Line:
    """The series less the waves of these frequencies, fitted beside its straight line."""
    turn = 2 * np.pi * np.outer(line.time - line.time[0], waves)
    run = (line.time - line.time[0]) / np.ptp(line.time)
    fit = np.column_stack([np.ones(len(run)), run, np.cos(turn), np.sin(turn)])
    found = np.linalg.lstsq(fit, line.values, rcond=1e-10)[0]
    return replace(line, values=line.values - fit[:, 2:] @ found[2:], waves=waves)


def without_line(time: Floats, values: Floats) -> Floats:
    """Values less their straight line by least squares, shape (n,)."""
    run = time - time.mean()
    rest = values - values.mean()
    power = ranks.product(run, run)
    slope = ranks.product(run, rest) / power if power > 0 else 0.0
    return np.asarray(rest - slope * run, dtype=np.float64)


def is_even(time: Floats) -> bool:
    """Nearly every step in time is the usual one or a multiple of it, so that neighbours are alike."""
    steps = np.diff(time)
    usual = float(np.median(steps))
    if usual <= 0:
        return False
    share = steps / usual
    return bool(
        np.mean(np.abs(share - np.round(share)) <= 0.2) >= 0.9 and np.mean(share < 1.5) > 0.6
    )


_ERRORS = (
    "{}_err",
    "{}_error",
    "{}_sigma",
    "{}_unc",
    "{}_uncertainty",
    "e_{}",
    "{} error",
    "{} err",
)


def error_of(name: str, names: list[str]) -> str | None:
    """The column that by its name holds the errors of `name`."""
    lower = {one.lower(): one for one in names}
    return next(
        (lower[one] for each in _ERRORS if (one := each.format(name.lower())) in lower), None
    )


def error_column(table: Table, line: Line) -> str | None:
    """Name of the column of errors, where it holds a positive number for each row of the series."""
    name = error_of(line.names[-1], list(table.columns))
    if name is None or len(line.names) == 1:
        return None
    scan = _scan.of(table)
    if not _roles.is_number(scan.column(name).profile):
        return None
    values = scan.values(name)[scan.complete(*line.names)]
    return name if bool(np.all(values > 0)) else None


def errors(table: Table, line: Line) -> Floats | None:
    """Errors of the values in order of time (means at one time), shape (n,), or None."""
    name = error_column(table, line)
    if name is None:
        return None
    scan = _scan.of(table)
    rows = scan.complete(*line.names)
    place = np.unique(scan.values(line.names[0])[rows], return_inverse=True)[1]
    return np.asarray(
        np.bincount(place, weights=scan.values(name)[rows]) / np.bincount(place), dtype=np.float64
    )


def moment(table: Table, line: Line, place: int) -> str:
    """A point of the axis as it is shown."""
    if len(line.names) == 1:
        return f"row {line.time[place]:.0f}"
    scan = _scan.of(table)
    return _scan.moment(float(line.time[place] * line.scale), scan.column(line.names[0]))


def where(table: Table, line: Line, place: int) -> float | str:
    """A point of the axis as `location` holds it: an ISO timestamp, a year, a number or the row."""
    scan = _scan.of(table)
    at = float(line.time[place] * line.scale)
    if len(line.names) == 1 or not is_time(scan, line.names[0]):
        return at
    exact = np.datetime64(round(at), "s")
    if scan.column(line.names[0]).recipe == "year":
        return float(int(str(exact.astype("datetime64[Y]"))))
    return str(exact).replace("T", " ")


def place_of(table: Table, line: Line, location: float | str | None) -> int | None:
    """The first point at or after a location as `where` wrote it; None where the series does not reach it."""
    at = place_number(location)
    if at is None:
        return None
    if len(line.names) == 2 and _scan.of(table).column(line.names[0]).recipe == "year":
        at = float(np.datetime64(f"{at:04.0f}", "s").astype(np.int64))
    time = line.time * line.scale
    inside = time[0] <= at <= time[-1]
    return int(np.searchsorted(time, at - 1e-9 * max(abs(at), 1.0))) if inside else None


def facts(table: Table, line: Line) -> Facts:
    """What the sentence of every series needs: time, outcome, per, unit, points, columns, ends."""
    scan = _scan.of(table)
    found: Facts = {
        "time": line.names[0] if len(line.names) == 2 else "",
        "outcome": line.names[-1],
        "per": line.per,
        "unit": scan.unit_of(line.names[-1]) or "",
        "points": len(line.values),
        "columns": line.names,
    }
    if len(line.names) == 2:
        found |= {"start": moment(table, line, 0), "end": moment(table, line, -1)}
    return found


def caveats(line: Line, *, season: bool = True) -> list[str]:
    """What was done to the rows before."""
    said = []
    if line.rows != len(line.values):
        said.append(f"{line.rows} rows averaged over {len(line.values)} values of {line.names[0]}")
    if season and line.season:
        every = "month of the year" if line.season == "month" else "hour of the day"
        said.append(f"means of each {every} taken out first")
    if line.waves:
        listed = ", ".join(f"{1 / one:.4g}" for one in line.waves)
        said.append(f"waves of period {listed} ({line.per}) taken out first")
    return said


def cell(line: Line, *, season: bool = True) -> str:
    """Lines that bind t, y and n; y less its season where that is asked for."""
    number = _cell.literal(line.names[-1])
    if len(line.names) == 1:
        return "\n".join([
            f"known = data[{number}].notna().to_numpy()",
            f"t, y = np.flatnonzero(known).astype(float), data[{number}].to_numpy(float)[known]",
            "n = len(y)",
            *_waves_out(line),
        ])  # fmt: skip
    axis, scale = _cell.literal(line.names[0]), line.scale
    divided = f" / {scale!r}  # in units of one {line.per}" if scale != 1 else ""
    lines = [
        f"rows = data.dropna(subset=[{axis}, {number}])",
        f"y = rows.groupby({axis})[{number}].mean()"
        + (
            "  # in order of time"
            if line.decimals is None
            else f".round({line.decimals})  # averaged"
        ),
        f"t = y.index.to_numpy(float){divided}",
    ]
    if season and line.season:
        lines += [
            f'season = pd.to_datetime(y.index.to_numpy().round(), unit="s").{line.season}',
            "y = y.to_numpy()",
            "run, rest = t - t.mean(), y - y.mean()",
            "rest = rest - run * (run @ rest) / (run @ run)",
            f"# less the mean of each {line.season} about the straight line",
            'y = y - pd.Series(rest).groupby(season.to_numpy()).transform("mean").to_numpy()',
            "n = len(y)",
        ]
    else:
        lines += ["y, n = y.to_numpy(), len(y)", *_waves_out(line)]
    return "\n".join(lines)


def _waves_out(line: Line) -> list[str]:
    if not line.waves:
        return []
    return [
        f"waves = np.array({list(line.waves)!r})  # cycles a {line.per} that the search for periods establishes",
        "turn = 2 * np.pi * np.outer(t - t[0], waves)",
        "fit = np.column_stack([np.ones(n), (t - t[0]) / np.ptp(t), np.cos(turn), np.sin(turn)])",
        "y = y - fit[:, 2:] @ np.linalg.lstsq(fit, y, rcond=1e-10)[0][2:]  # beside a straight line",
    ]
