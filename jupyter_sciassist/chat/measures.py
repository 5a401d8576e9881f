"""Units in a text, as symbols or spelled out, and whether two of them are one: "cm-1" is "per centimetre"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..language import vocabulary

_PREFIXES = {
    "n": "nano", "µ": "micro", "u": "micro", "m": "milli", "c": "centi", "d": "deci", "h": "hecto", "k": "kilo",
    "M": "mega", "G": "giga", "T": "tera",
}  # fmt: skip
# Units that take prefixes, the spellings of each: the first is its name.
_BASES = {
    "g": "gram gramme", "m": "meter metre", "l": "liter litre", "L": "liter", "s": "second sec", "V": "volt",
    "W": "watt", "J": "joule", "Pa": "pascal", "Hz": "hertz", "mol": "mole", "eV": "electronvolt", "bar": "bar",
    "Wh": "watthour", "Bq": "becquerel", "Gy": "gray", "Sv": "sievert", "Ω": "ohm",
}  # fmt: skip
_OTHERS = {
    "mA": "milliampere milliamp", "µA": "microampere microamp", "uA": "microampere", "kA": "kiloampere kiloamp",
    "A": "ampere amp", "N": "newton", "mN": "millinewton", "kN": "kilonewton", "MN": "meganewton",
    "K": "kelvin", "°C": "celsius centigrade", "degC": "celsius", "°F": "fahrenheit", "degF": "fahrenheit",
    "C": "celsius", "F": "fahrenheit", "°": "degree", "deg": "degree", "rad": "radian", "min": "minute", "mins": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour", "d": "day", "wk": "week", "mo": "month", "yr": "year", "yrs": "year",
    "quarter-year": "quarter", "night": "night", "decade": "decade", "century": "century", "season": "season", "t": "tonne ton",
    "ha": "hectare", "acre": "acre", "ft": "foot feet", "in": "inch", "mi": "mile", "yd": "yard", "lb": "pound", "oz": "ounce",
    "ppm": "ppm", "ppb": "ppb", "dB": "decibel", "rpm": "rpm", "bpm": "bpm", "mph": "mph", "kmh": "kmh", "mmHg": "mmhg",
    "HV": "vickers", "mag": "magnitude", "mags": "magnitude", "psu": "psu", "USD": "dollar", "$": "dollar", "EUR": "euro",
    "€": "euro", "GBP": "sterling", "£": "sterling", "¥": "yen", "Å": "angstrom", "Da": "dalton",
    "psi": "psi", "lx": "lux", "atm": "atmosphere", "torr": "torr", "cal": "calorie", "kcal": "kilocalorie", "gal": "gallon",
    "pt": "pint", "bu": "bushel", "kn": "knot", "px": "pixel", "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte",
    "fortnight": "fortnight", "T": "tesla", "kDa": "kilodalton", "arcsec": "arcsecond", "pc": "parsec", "kpc": "kiloparsec", "Mpc": "megaparsec", "db": "decibel",
}  # fmt: skip
# One word that stands for a compound: what it is made of.
_COMPOUNDS = {
    "cpm": (("count", 1), ("minute", -1)), "cps": (("count", 1), ("second", -1)), "wavenumber": (("centimeter", -1),),
    "kmh": (("kilometer", 1), ("hour", -1)), "mph": (("mile", 1), ("hour", -1)), "rpm": (("revolution", 1), ("minute", -1)),
}  # fmt: skip


def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    symbols, spelled = {}, {}
    for base, names in _BASES.items():
        called = names.split()
        for prefix, whole in [("", ""), *_PREFIXES.items()]:
            symbols[prefix + base] = whole + called[0]
            spelled.update({whole + name: whole + called[0] for name in called})
    for symbol, names in _OTHERS.items():
        called = names.split()
        symbols[symbol] = called[0]
        spelled.update(dict.fromkeys(called, called[0]))
    loose: dict[str, set[str]] = {}
    for symbol, name in symbols.items():
        loose.setdefault(symbol.casefold(), set()).add(name)
    return symbols, spelled, loose


_SYMBOLS, _SPELLED, _LOOSE = _tables()
_RAISED = str.maketrans("⁻−¹²³⁴", "--1234")
_POWERS = {"square": 2, "squared": 2, "cubic": 3, "cubed": 3, "inverse": -1, "reciprocal": -1}
_TERM = (
    r"(?:(?:square|cubic|inverse|reciprocal)\s+)?(?:degrees?\s+(?=[CFcf]))?"
    r"(?:[°µμ]?[A-Za-zÅΩ]+|[°$€£¥])(?:\^?[-−⁻]?[1-4¹²³⁴](?!\w|\.\d))?(?:\s+squared|\s+cubed)?"
)
_PHRASE = re.compile(rf"(?P<first>{_TERM})(?P<rest>(?:(?:\s?/\s?|\s+per\s+|\s?[·*]\s?){_TERM})*)")
_PIECE = re.compile(rf"\s*(?P<by>/|per\b|[·*])?\s*(?P<term>{_TERM})")
_PARTED = re.compile(r"(?P<how>square|cubic|inverse|reciprocal)?\s*(?:degrees?\s+(?=[CFcf]))?(?P<word>[°µμ]?[A-Za-zÅΩ]+|[°$€£¥])\^?(?P<power>[-−⁻]?[1-4¹²³⁴])?(?:\s+(?P<after>squared|cubed))?")  # fmt: skip
# Words that are symbols as well, where the text goes on as a sentence does.
_WORDLIKE = frozenset("in a A as at us no am an is mi mo pa bar".split())
_GOES_ON = re.compile(r"\s+[^\W\d_]")

Factors = tuple[tuple[frozenset[str], int], ...]


@dataclass(frozen=True)
class Measure:
    """A unit that stands in a text up to `end`: its factors, each with what its word may stand for and its power."""

    end: int
    factors: Factors


def readings(word: str) -> frozenset[str]:
    """The units that a word or symbol may be; empty where it is none."""
    plain = word.replace("μ", "µ")
    if plain in _SYMBOLS:
        return frozenset({_SYMBOLS[plain]})
    low = plain.casefold()
    for form in (low, vocabulary.stem(low), low.removesuffix("es"), low.removesuffix("s")):
        if form in _SPELLED:
            return frozenset({_SPELLED[form]})
    return frozenset(_LOOSE.get(low, ())) if len(low) > 1 else frozenset()


def at(text: str, place: int) -> Measure | None:
    """The unit that stands at a place of a text, behind at most a blank or a hyphen."""
    begin = place + (text[place : place + 1] in (" ", "-", "\u00a0", "\u202f"))
    match = _PHRASE.match(text, begin)
    if match is None:
        return None
    first = _factors(match["first"], 1, free=False)
    whole = _factors(match.group(), 1, free=True)
    ends = match.end("first")
    if match["rest"] and whole and _are_units(match["rest"]):
        return Measure(
            match.end(), whole
        )  # "cells per microlitre": anything may be counted per unit
    wordlike = match["first"] in _WORDLIKE
    if not first or (wordlike and _GOES_ON.match(text, ends)):
        return None
    if re.match(r"\s+of\s+freedom\b", text[ends:], re.IGNORECASE):
        return None
    return Measure(ends, first)


def _are_units(rest: str) -> bool:
    return all(
        (inner := _PARTED.fullmatch(one["term"].strip())) is not None
        and bool(readings(inner["word"]))
        for one in _PIECE.finditer(rest)
    )


def told(unit: str) -> Factors:
    """The factors of a unit that a record gives; what is no known unit counts by its word."""
    return _factors(unit, 1, free=True)


def _factors(phrase: str, sign: int, *, free: bool) -> Factors:
    found: list[tuple[frozenset[str], int]] = []
    for piece in _PIECE.finditer(phrase):
        sign = -1 if piece["by"] in ("/", "per") else 1 if piece["by"] else sign
        inner = _PARTED.fullmatch(piece["term"].strip())
        if inner is None:
            return ()
        word = inner["word"]
        power = int(inner["power"].translate(_RAISED)) if inner["power"] else 1
        power *= _POWERS.get(inner["how"] or inner["after"] or "", 1)
        compound = _COMPOUNDS.get(vocabulary.stem(word.casefold()))
        if compound:
            found += [(frozenset({name}), sign * own * power) for name, own in compound]
            continue
        known = readings(word) or (
            frozenset({vocabulary.stem(word.casefold())}) if free else frozenset()
        )
        if not known:
            return ()
        found.append((known, sign * power))
    return tuple(found)


def agree(said: Factors, known: Factors) -> bool:
    """Whether a unit that is said is the known one, or what it is per something: "0.021 K" of 0.021 K per year."""
    above = tuple(one for one in known if one[1] > 0)
    return _one(said, known) or (bool(above) and len(above) < len(known) and _one(said, above))


def _one(said: Factors, known: Factors) -> bool:
    left = list(known)
    for names, power in said:
        same = next((one for one in left if one[1] == power and _meet(names, one[0])), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _meet(names: frozenset[str], others: frozenset[str]) -> bool:
    degrees = {"celsius", "fahrenheit"}
    return bool(names & others) or (
        ("degree" in names and bool(others & degrees))
        or ("degree" in others and bool(names & degrees))
    )


def within(said: Factors, words: Iterable[str]) -> bool:
    """Whether every factor of a unit is among the words of a name: metres of `depth_m`."""
    own = [factor for word in words for factor in told(word)]
    return all(any(_meet(names, other) for other, _ in own) for names, _ in said)
