"""Which columns hold four-vectors, charges and the names of events, and the invariant mass they give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...analyses import _roles
from ...analyses._scan import Scan
from ...records import Profile

Floats = NDArray[np.float64]
_PART = re.compile(r"(pt|eta|phi|px|py|pz|e|q)_?([1-4])\Z", re.IGNORECASE)
LEPTONS = {"muon": 0.1056583755, "electron": 0.00051099895, "massless particle": 0.0}
_MUON, _ELECTRON = (
    {"mu", "mumu", "muon", "muons", "dimuon"},
    {"ee", "el", "electron", "electrons"},
)


class Vectors(NamedTuple):
    """Columns of the four-vectors of the particles of an event.

    Attributes
    ----------
    columns : tuple of tuple of str
        For each particle (E, px, py, pz), or (pt, eta, phi).
    charges : tuple of str
        One a particle, or none.
    event : tuple of str
        Columns that name the event, run first; or none.
    hypothesis : str
        Particle whose mass stands in for the one that pt, eta and phi do not tell; "" where E is given.
    """

    columns: tuple[tuple[str, ...], ...]
    charges: tuple[str, ...]
    event: tuple[str, ...]
    hypothesis: str

    def needed(self) -> tuple[str, ...]:
        """Every column that the mass and the selection read."""
        parts = [name for one in self.columns for name in one]
        return tuple(dict.fromkeys([*parts, *self.charges, *self.event]))


def vectors(profile: Profile) -> Vectors | None:
    """The four-vectors of two, three or four particles in a table, or None."""
    found: dict[tuple[str, int], str] = {}
    names = {column.name.lower(): column.name for column in profile.columns}
    for column in profile.columns:
        part = _PART.match(column.name)
        if part is not None:
            found[part.group(1).lower(), int(part.group(2))] = column.name
    for parts in (("e", "px", "py", "pz"), ("pt", "eta", "phi")):
        count = next((k for k in range(4) if any((one, k + 1) not in found for one in parts)), 4)
        if count >= 2:
            particles = range(1, count + 1)
            charges = tuple(found[("q", k)] for k in particles if ("q", k) in found)
            event = tuple(names[one] for one in ("run", "event") if one in names)
            return Vectors(
                tuple(tuple(found[one, k] for one in parts) for k in particles),
                charges if len(charges) == count else (),
                event if "event" in names else (),
                "" if parts[0] == "e" else _hypothesis(profile),
            )
    return None


def _hypothesis(profile: Profile) -> str:
    words = _roles.words(profile.variable)
    for column in profile.columns:
        words |= _roles.words(column.name)
    if words & _MUON:
        return "muon"
    return "electron" if words & _ELECTRON else "massless particle"


def invariant_mass(particles: list[Floats], rest: float) -> Floats:
    """Mass of the sum of four-vectors, shape (n,), in the unit of the momenta.

    `particles` holds one array a particle, shape (n, 4) as E, px, py, pz, or (n, 3) as pt, eta, phi with the
    rest mass `rest`.
    """
    total = np.zeros((len(particles[0]), 4))
    for one in particles:
        four = one
        if one.shape[1] == 3:
            pt, eta, phi = one.T
            px, py, pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
            energy = np.sqrt(pt**2 * np.cosh(eta) ** 2 + rest**2)
            four = np.stack([energy, px, py, pz], 1)
        total = total + four
    square = total[:, 0] ** 2 - np.sum(total[:, 1:] ** 2, axis=1)
    return np.asarray(np.sqrt(np.maximum(square, 0)))


def selected(
    particles: list[Floats], charges: Sequence[Floats], event: Sequence[Floats]
) -> NDArray[np.bool_]:
    """Complete rows whose charges add up to nothing, the first of each event; shape (n,)."""
    kept = np.asarray(~np.isnan(np.concatenate(particles, axis=1)).any(axis=1))
    if len(charges):
        kept = kept & (np.sum(np.stack(charges), axis=0) == 0)
    if len(event):
        place = np.flatnonzero(kept)
        _, first = np.unique(np.stack(event, 1)[place], axis=0, return_index=True)
        kept = np.isin(np.arange(len(kept)), place[first])
    return np.asarray(kept)


def masses(scan: Scan, found: Vectors) -> Floats:
    """Masses of the selected events of a table, shape (events,)."""
    particles = [np.stack([scan.values(name) for name in one], 1) for one in found.columns]
    charges, event = ([scan.values(name) for name in one] for one in (found.charges, found.event))
    kept = selected(particles, charges, event)
    rest = LEPTONS.get(found.hypothesis, 0.0)
    return invariant_mass([one[kept] for one in particles], rest)


def repeats(scan: Scan, found: Vectors) -> tuple[int, int]:
    """Rows, and events among them."""
    if not found.event:
        return scan.n, scan.n
    table = np.stack([scan.values(name) for name in found.event], 1)
    return scan.n, len(np.unique(table, axis=0))


def cell(found: Vectors) -> str:
    """Lines of a cell that bind `m`, the masses of the selected events, from `data`."""

    def listed(names: Sequence[str]) -> str:
        return "[" + ", ".join(map(repr, names)) + "]"

    parts = ",\n    ".join(f"data[{listed(one)}].to_numpy(float)" for one in found.columns)
    rest = LEPTONS.get(found.hypothesis, 0.0)
    told = f"  # each a {found.hypothesis}" if found.hypothesis else ""
    return "\n".join([
        f"particles = [\n    {parts},\n]",
        f"charges = [data[name].to_numpy(float) for name in {listed(found.charges)}]",
        f"event = [data[name].to_numpy(float) for name in {listed(found.event)}]",
        "kept = selected(particles, charges, event)  # neutral, each event once",
        f"m = invariant_mass([one[kept] for one in particles], {rest}){told}",
    ])  # fmt: skip
