"""Kinds of tables that values and names give away; where it is not certain, a table stays a table.

Values come before names: a column called phi that exceeds pi is none, a flux must have a flux's size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..records import Kind, Profile
from .roles import TIME_WORDS, words
from .table import Column

Columns = Mapping[str, Column]

_EVENT = frozenset({"event", "status", "died", "death", "dead", "censored", "observed"})
_DURATION = frozenset({"time", "duration", "tenure", "survival", "followup", "futime", "stime"})
_KINEMATIC = frozenset("e energy pt px py pz eta phi m mass".split())
_SPECTRAL = frozenset(
    "wavelength wavenumber lambda wave wl frequency freq hz khz mhz ghz energy ev kev mev theta "
    "2theta twotheta shift ppm mz channel angle raman binding nm".split()
)
_SPECTRAL_UNITS = frozenset(
    "nm um µm Å Angstrom angstrom AA cm-1 cm^-1 1/cm Hz kHz MHz GHz THz eV keV MeV GeV deg ppm m/z".split()
)
_FLUX = frozenset("flux fluxes xrsa xrsb xrs xl xs irradiance".split())
_NOT_SIGNALS = frozenset({"category", "text", "geometry", "id"})
FLUXES = (1e-9, 1e-2)
FEWEST_POINTS = 50
FEWEST_SAMPLES = 256
FEWEST_COUNTS = 10
FEWEST_CELLS = 16
_EVEN = 0.05
_SMOOTH = 0.8


def with_kind(profile: Profile, columns: Columns) -> Profile:
    """The profile with the kind that its columns show, where they leave no doubt."""
    kind: Kind | None = None
    if profile.kind == "table" and columns:
        kind = _kind(columns)
    elif profile.kind == "array" and len(profile.shape) == 2:
        kind = "field" if _field(columns) else None
    return profile if kind is None else replace(profile, kind=kind)


def _kind(columns: Columns) -> Kind | None:
    if _four_vectors(columns) or _numbered_events(columns):
        return "events"
    if _survival(columns):
        return "survival"
    if coordinates(columns) is not None:
        return "spatial"
    if _counts(columns):
        return "counts"
    if _wave(columns):
        return "wave"
    return "spectrum" if _spectrum(columns) else None


def _is_number(column: Column) -> bool:
    return column.profile.role in {"numeric", "count"}


def _present(column: Column) -> NDArray[np.float64]:
    values = np.asarray(column.values, dtype=np.float64)
    return values[~np.isnan(values)]


def _within(column: Column, low: float, high: float) -> bool:
    if not _is_number(column):
        return False
    present = _present(column)
    return len(present) > 0 and bool(low <= present.min() and present.max() <= high)


def _four_vectors(columns: Columns) -> bool:
    """pt, eta and phi, or px, py, pz and E, of one particle, each within its physical range."""
    lower = {name.lower(): column for name, column in columns.items()}
    for suffix in ("", "1", "2", "_1", "_2"):
        pt, eta, phi = (lower.get(f"{name}{suffix}") for name in ("pt", "eta", "phi"))
        if (
            pt is not None and eta is not None and phi is not None
            and _within(pt, 0, np.inf) and _within(eta, -12, 12) and _within(phi, -3.1416, 3.1416)
        ):  # fmt: skip
            return True
        momenta = [lower.get(f"{name}{suffix}") for name in ("e", "px", "py", "pz")]
        if _is_momentum([one for one in momenta if one is not None]):
            return True
    return False


def _is_momentum(columns: list[Column]) -> bool:
    """E, px, py, pz with an energy that is not below the momentum, up to rounding."""
    if len(columns) < 4 or not all(map(_is_number, columns)):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        energy, *momentum = (np.asarray(one.values, dtype=np.float64) for one in columns)
        least = np.sqrt(sum(part**2 for part in momentum))
        kept = np.isfinite(energy) & np.isfinite(least)
        return bool(kept.any() and (energy[kept] >= 0.99 * least[kept] - 1e-3).all())


def _numbered_events(columns: Columns) -> bool:
    """Run and event numbers beside two quantities of particles."""
    names = {name.lower() for name in columns}
    if "run" not in names or not names & {"event", "evt", "eventnumber"}:
        return False
    found = [
        name
        for name, column in columns.items()
        if _is_number(column) and words(name.rstrip("0123456789"))[:1] and
        words(name.rstrip("0123456789"))[0] in _KINEMATIC
    ]  # fmt: skip
    return len(found) >= 2


def _survival(columns: Columns) -> bool:
    """A 0/1 event column beside a positive duration, both named so."""
    event = any(
        set(words(name)) & _EVENT and column.profile.role == "boolean"
        for name, column in columns.items()
    )
    return event and any(
        set(words(name)) & _DURATION and _within(column, 0, np.inf)
        for name, column in columns.items()
    )


def coordinates(columns: Columns) -> tuple[str, str] | None:
    """Names of latitude and longitude, within their ranges; None where one of them is missing."""
    latitude = _coordinate(columns, ("lat", "latitude"), -90)
    longitude = _coordinate(columns, ("lon", "long", "lng", "longitude"), -180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _coordinate(columns: Columns, last: tuple[str, ...], low: float) -> str | None:
    high = 90 if low == -90 else 360
    return next(
        (
            name
            for name, column in columns.items()
            if tuple(words(name)[-1:]) and words(name)[-1] in last and _within(column, low, high)
        ),
        None,
    )


def _counts(columns: Columns) -> bool:
    """Ten columns or more, most of all, of whole numbers from 0 of which more than half are 0."""
    wholes = [
        one for one in columns.values() if one.profile.role in {"count", "boolean", "constant"}
    ]
    wholes = [one for one in wholes if not one.levels and "bool" not in one.profile.dtype]
    if len(wholes) < FEWEST_COUNTS or len(wholes) < 0.7 * len(columns):
        return False
    values = np.concatenate([_present(one) for one in wholes])
    if not len(values) or values.min() < 0 or values.max() <= 1:
        return False
    return bool((values == np.floor(values)).all() and (values == 0).mean() > 0.5)


def _wave(columns: Columns) -> bool:
    """Signals sampled evenly along a time; of dates only where a signal is a flux."""
    axis = _first_rising(columns)
    if axis is None:
        return False
    column = columns[axis]
    timed = column.profile.role == "time"
    if not timed and not set(words(axis)) & TIME_WORDS:
        return False
    signals = _signals(columns, axis)
    if not signals or len(column.values) < FEWEST_SAMPLES - 56 * timed or not _even(column):
        return False
    return _fluxes(columns, axis) if timed else _mostly_real(signals)


def _spectrum(columns: Columns) -> bool:
    """Intensities along a strictly monotone wavelength, energy, frequency or angle, the first column."""
    axis = next(iter(columns))
    column = columns[axis]
    if not _is_number(column) or len(column.values) < FEWEST_POINTS:
        return False
    named = set(words(axis)) & _SPECTRAL or column.profile.unit in _SPECTRAL_UNITS
    steps = np.diff(np.asarray(column.values, dtype=np.float64))
    monotone = bool((steps > 0).all() or (steps < 0).all())
    signals = _signals(columns, axis)
    return bool(named and monotone and signals and _mostly_real(signals, counts=True))


def _first_rising(columns: Columns) -> str | None:
    return next(
        (name for name, one in columns.items() if one.profile.summary.get("increasing")), None
    )


def _signals(columns: Columns, axis: str) -> list[Column]:
    """The numbers beside the axis; none where other columns than numbers stand there, or many."""
    others = [column for name, column in columns.items() if name != axis]
    if any(one.profile.role in _NOT_SIGNALS for one in others) or len(others) > 8:
        return []
    return [one for one in others if _is_number(one)]


def _mostly_real(signals: Iterable[Column], *, counts: bool = False) -> bool:
    roles = {"numeric", "count"} if counts else {"numeric"}
    return any(one.profile.role in roles and (one.profile.unique or 0) > 20 for one in signals)


def _even(column: Column) -> bool:
    """Equal steps, but for rounding and a few gaps. A sample of rows keeps multiples of one step."""
    steps = np.diff(np.asarray(column.values, dtype=np.float64))
    least = float(np.min(steps, initial=np.inf))
    if not 0 < least < np.inf:
        return False
    multiples = steps / least
    return bool((np.abs(multiples - np.round(multiples)) <= _EVEN).mean() >= 0.99)


def _fluxes(columns: Columns, axis: str) -> bool:
    """A column that is named a flux and has the size of a solar or X-ray one in W / m2."""
    for name, column in columns.items():
        if name == axis or not _is_number(column) or not set(words(name)) & _FLUX:
            continue
        present = _present(column)
        if len(present) and FLUXES[0] <= float(np.median(present)) and present.max() <= FLUXES[1]:
            return True
    return False


def _field(columns: Columns) -> bool:
    """Real numbers in a plane, each like its neighbours to the side and below."""
    found = [one for one in columns.values() if one.profile.dtype.lstrip("<>").startswith("float")]
    if len(found) < FEWEST_CELLS or len(found) < len(columns):
        return False
    plane = np.stack([np.asarray(one.values, dtype=np.float64) for one in found], axis=1)
    if len(plane) < FEWEST_CELLS or not np.isfinite(plane).all():
        return False
    plane = plane - plane.mean()
    largest = float(np.abs(plane).max())
    if not 0 < largest < np.inf:
        return False
    plane = plane / largest
    power = float(np.mean(plane**2))
    beside = float(np.mean(plane[:, 1:] * plane[:, :-1]))
    below = float(np.mean(plane[1:] * plane[:-1]))
    apart = float(np.mean(plane.mean(0) ** 2))  # columns that differ in level alone are no field
    return min(beside, below) > _SMOOTH * power and apart < 0.9 * power
