"""Units behind numbers, and what words such as "older" measure."""

from __future__ import annotations

from collections.abc import Iterable

from ..profiles import units
from . import abbreviations
from .vocabulary import UNITS

UNIT_WORDS = UNITS | frozenset(
    "% percent percents pct year years month months week weeks day days hour hours minute minutes second seconds "
    "metre metres meter meters gram grams kilogram kilograms litre litres liter liters degree degrees "
    "kilometre kilometres kilometer kilometers centimetre centimetres centimeter centimeters millimetre "
    "millimetres millimeter millimeters celsius kelvin fahrenheit points point units unit dollars euros pounds "
    "mmhg bp kb mas dex okta oktas arcsec nt angstrom angstroms".split()
)
_ABOUT = {
    "age": "older younger aged old young",
    "mass weight": "heavier lighter weighing weigh weighs",
    "height": "taller",
    "length": "longer",
    "temperature": "warmer hotter colder cooler",
    "speed velocity": "faster slower",
    "depth": "deeper shallower",
    "price cost": "cheaper dearer costing",
    "size": "larger bigger smaller",
    "duration": "lasting longer shorter lasted",
    "elevation altitude": "higher above",
}
# Words that are about one thing only.
SURE = frozenset("older younger aged".split())


def unit(name: str) -> str | None:
    """The unit that a column's name ends in."""
    return units.from_name(name)


def about(word: str, columns: Iterable[str]) -> list[str]:
    """Columns that a comparing word can be about, by the words of their names."""
    found: list[str] = []
    for names, words in _ABOUT.items():
        if word in words.split():
            wanted = names.split()
            found += [one for one in columns if set(wanted) & set(abbreviations.of_name(one)[-1:])]
    return list(dict.fromkeys(found))
