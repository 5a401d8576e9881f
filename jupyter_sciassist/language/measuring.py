"""Units behind numbers, and what words such as "older" measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..profiles import units
from . import abbreviations
from .vocabulary import GUESS, UNITS, Mention, Named, Words

UNIT_WORDS = UNITS | frozenset(
    "% percent percents pct year years month months week weeks day days hour hours minute minutes second seconds "
    "metre metres meter meters gram grams kilogram kilograms litre litres liter liters degree degrees "
    "kilometre kilometres kilometer kilometers centimetre centimetres centimeter centimeters millimetre "
    "millimetres millimeter millimeters celsius kelvin fahrenheit points point units unit dollars euros pounds "
    "mmhg bp kb mas dex okta oktas arcsec nt angstrom angstroms".split()
)
_BRACKET = re.compile(r"[\[(]([^\[\]()]+)[\])]\s*$")
_ABOUT = {
    "age": "older younger aged old young oldest youngest",
    "mass weight": "heavier lighter weighing weigh weighs weighed heavy heaviest lightest",
    "height": "taller tall tallest",
    "length": "longer",
    "temperature": "warmer hotter colder cooler hot cold warm hottest coldest warmest",
    "speed velocity": "faster slower fast slow fastest slowest",
    "depth": "deeper shallower deep shallow deepest shallowest",
    "thickness": "thick thicker thickest thinnest",
    "width": "wide wider widest narrowest",
    "price cost": "cheaper dearer costing cost costs expensive",
    "size": "larger bigger smaller",
    "duration": "lasting longer shorter lasted",
    "elevation altitude": "higher above",
}
# Words that are about one thing only.
SURE = frozenset("older younger aged".split())


def unit(name: str) -> str | None:
    """The unit that a column's name ends in; what stands in brackets, where it is none that is known."""
    bracket = _BRACKET.search(name)
    return units.from_name(name) or (bracket[1] if bracket else None)


def unit_end(words: Words, at: int) -> int:
    """Where a unit that begins at a token ends: after the s of m/s; `at` where none begins there."""
    tokens, end = words.tokens, at
    while end < len(tokens) and tokens[end].low in UNIT_WORDS:
        end += 1
        if (
            end + 1 >= len(tokens)
            or tokens[end].text != "/"
            or tokens[end + 1].low not in UNIT_WORDS
        ):
            return end
        end += 1
    return end


# Verbs and extremes that are about one quantity wherever they stand; adjectives only behind "how".
_ALONE = frozenset("weigh weighs weighed weighing cost costs".split())


def wondered(words: Words, columns: Sequence[Named]) -> list[Mention]:
    """What "how heavy" or "weigh" asks for, as a guess: the columns that such a word can be about."""
    lows = [token.low for token in words.tokens]
    return [
        Mention("column", at, at + 1, (name,), quality=GUESS)
        for at, word in enumerate(lows)
        if word in _ALONE or (at and lows[at - 1] == "how")
        for name in about(word, columns)
    ]


def about(word: str, columns: Iterable[Named]) -> list[str]:
    """Columns of numbers that a comparing word can be about, by the words of their names or meanings."""
    wanted = {
        name for names, words in _ABOUT.items() if word in words.split() for name in names.split()
    }
    return [
        one.name
        for one in columns
        if one.numbers
        and wanted & {*abbreviations.of_name(one.name)[-1:], *abbreviations.of_meaning(one.meaning)}
    ]


_DIGITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = {word: 10 * at for at, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}  # fmt: skip
_WORTH = {**{word: at for at, word in enumerate(_DIGITS)}, **_TENS}
_TIMES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
# Words that a number as a bound stands behind.
_BOUNDING = frozenset(
    "than above over below under exceeds exceeding exceed least most between and equal equals to at beyond exactly from "
    "until = < > <= >= ≥ ≤ is".split()
)


def spelled_numbers(words: Words) -> list[Mention]:
    """Numbers in words where a bound must stand: more than two, at least five hundred."""
    lows = [token.low for token in words.tokens]
    found = []
    for at, word in enumerate(lows):
        if word not in _WORTH or not at or lows[at - 1] not in _BOUNDING:
            continue
        value, end = _WORTH[word], at + 1
        if word in _TENS and end < len(lows) and 0 < _WORTH.get(lows[end], 0) < 10:
            value, end = value + _WORTH[lows[end]], end + 1
        while end < len(lows) and lows[end] in _TIMES:
            value, end = value * _TIMES[lows[end]], end + 1
        found.append(Mention("number", at, end, number=float(value)))
    return found
