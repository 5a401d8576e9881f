"""Physical units as column names carry them: `mass_g`, `energy [GeV]`, `T (K)`."""

from __future__ import annotations

import re

_PLAIN = (
    "nm um mm cm dm m km ha mg g kg t ms s min h ml mL l L mol mmol umol nmol K degC "
    "Pa hPa kPa MPa GPa bar mbar V mV uV A mA W kW MW GW J kJ MJ kWh MWh Hz kHz MHz GHz "
    "eV keV MeV GeV TeV N kN dB ppm ppb rpm deg rad km2 m2 m3"
)
_SPELLED = (
    "pct=% percent=% usd=USD eur=EUR gbp=GBP ev=eV kev=keV mev=MeV gev=GeV mv=mV hpa=hPa "
    "kpa=kPa khz=kHz mhz=MHz hz=Hz kw=kW kwh=kWh db=dB"
)
_SUFFIXES = {unit: unit for unit in _PLAIN.split()}
_SUFFIXES.update({pair.split("=")[0]: pair.split("=")[1] for pair in _SPELLED.split()})
_NOT_AFTER_UNDERSCORE = frozenset({"A", "K", "J", "N", "V", "W", "L", "l", "t", "s", "h", "min"})
_DEGREES = {"C": "°C", "c": "°C", "F": "°F", "f": "°F", "K": "K"}
_SYMBOLS = frozenset(_SUFFIXES) | {"°C", "°F", "°", "%", "µm", "Å", "M", "sr", "arcsec", "d", "yr"}
_BRACKET = re.compile(r"[\[(]\s*([^\[\]()]{1,20}?)\s*[\])]\s*\Z")
_TAIL = re.compile(r"[_. ]([A-Za-z%]+[23]?)\Z")
_PARTS = re.compile(r"[\s/·*.^]+|(?<=[A-Za-z])-?\d+|-")


def from_name(name: str) -> str | None:
    """Unit that a column name ends in, or None."""
    bracket = _BRACKET.search(name)
    if bracket is not None:
        inside = bracket.group(1)
        parts = [part for part in _PARTS.split(inside) if part]
        square = name.rstrip().endswith("]")
        known = bool(parts) and all(part in _SYMBOLS or part.isdigit() for part in parts)
        return inside if known or (square and len(inside) <= 10) else None
    tail = _TAIL.search(name)
    if tail is None:
        return None
    unit, before = tail.group(1), re.split(r"[\W_]+", name[: tail.start()].lower())
    if "per" in before:
        return None
    if unit in _DEGREES and any(word.startswith("temp") for word in before):
        return _DEGREES[unit]
    return None if unit in _NOT_AFTER_UNDERSCORE else _SUFFIXES.get(unit)
