"""Known resonances that decay to lepton pairs or stand beside them.

Masses and widths in GeV: Particle Data Group, Review of Particle Physics, 2024 edition, rounded.
"""

from __future__ import annotations

from typing import NamedTuple


class Resonance(NamedTuple):
    """Name, mass and full width in GeV."""

    name: str
    mass: float
    width: float


YEAR = 2024
TABLE = (
    Resonance("K_S", 0.497611, 0.0),
    Resonance("rho(770)", 0.77526, 0.1474),
    Resonance("omega(782)", 0.78266, 0.00868),
    Resonance("phi(1020)", 1.019461, 0.004249),
    Resonance("Lambda", 1.115683, 0.0),
    Resonance("D0", 1.86484, 0.0),
    Resonance("J/psi", 3.0969, 0.0000926),
    Resonance("psi(2S)", 3.686097, 0.000293),
    Resonance("Upsilon(1S)", 9.4604, 0.000054),
    Resonance("Upsilon(2S)", 10.0234, 0.000032),
    Resonance("Upsilon(3S)", 10.3551, 0.00002),
    Resonance("W", 80.3692, 2.085),
    Resonance("Z", 91.188, 2.4955),
    Resonance("H", 125.2, 0.0037),
)


def nearest(mass: float, reach: float) -> Resonance | None:
    """The nearest known one within `reach` GeV, or None."""
    best = min(TABLE, key=lambda one: abs(one.mass - mass))
    return best if abs(best.mass - mass) <= reach else None
