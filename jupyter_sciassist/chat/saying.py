"""What the words around a number say of it, and whether its unit and what it counts are those of a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..language import vocabulary
from . import kinds, measures
from .facts import Fact
from .numerals import Figure

_TIMES = frozenset(
    "second minute hour day night week month quarter year decade century season degree percent metre meter mile "
    "kilometre kilometer gram kilogram litre liter dollar euro pound volt watt joule newton pascal mole unit time fold".split()
)
# What may stand after a number without being what it counts.
_FOLLOWING = frozenset(
    "a an the of in on at by for to from with without and or as is are was were be been being per but which that this these "
    "those who where when while if than then so not no also only still just very quite rather about over under between among "
    "across within during after before since until against versus vs via suggests suggest indicates indicate shows show means "
    "implies imply reflects reflect points supports support says tells looks look seems seem appears appear holds hold comes "
    "lies stands remains fits corresponds has have had does do did can could may might must should would will it its they "
    "more less higher lower larger smaller greater fewer longer shorter stronger weaker older younger faster slower altogether "
    "overall exactly precisely here there too though although because due given yes up down apart away each respectively "
    "significant significantly local locally global globally sigma standing alone compared used using based computed found includes include excludes exclude covers cover contains contain spans crosses "
    "observed reported measured estimated seen missing filled present empty complete available based relative becomes turns rises falls drops goes gives makes exceeds stays sits amounts equals "
    "contains".split()
)
# Without a unit, whatever the columns are measured in.
_BARE = frozenset(
    "correlation spearman pearson r2 p q effect d eta v delta auc odds risk statistic df tests share n events effective outliers "
    "duplicates groups silhouette ratio snr autocorrelation fold".split()
)
_COUNTS = frozenset(
    {
        "n",
        "rows",
        "missing",
        "present",
        "groups",
        "tests",
        "columns",
        "unique",
        "sum",
        "events",
        "outliers",
        "duplicates",
    }
)


@dataclass(frozen=True)
class Said:
    """What the words around a number say of it.

    Attributes
    ----------
    noun : str
        The word right after it; `phrase`: it begins the name of a kind.
    per : str
        What follows "per" or "for each"; `each`: the unit of "each metre" before it.
    turned : bool
        The sentence says which way, so that a fall may be told without its sign.
    ends : bool
        It is said to be an end of an interval.
    side : int
        -1 below or before a place, 1 above or after it.
    held : frozenset of str
        "crude" or "partial" and the like (sides.py).
    differs : bool
        The sentence speaks of a difference.
    """

    kinds: frozenset[str]
    columns: frozenset[str]
    levels: frozenset[str]
    below: bool
    above: bool
    noun: str
    per: str
    turned: bool
    before: str
    ends: bool = False
    phrase: bool = False
    side: int = 0
    held: frozenset[str] = frozenset()
    each: str = ""
    differs: bool = False


def per_agrees(fact: Fact, said: Said) -> bool:
    """What a number is said to be per is what the fact is per: its column, or the unit below the line."""
    if said.each and "slope" in fact.kinds and fact.unit and not is_per(fact, said.each):
        return False
    if not said.per or (bool(fact.unit) and measures.readings(said.per) and is_per(fact, said.per)):
        return True
    if fact.per is not None and said.per.casefold() == fact.per.casefold():
        return True
    return bool(fact.unit) and said.per.casefold() in (fact.unit or "").casefold()


def is_per(fact: Fact, unit: str) -> bool:
    """Whether a fact is so much per a certain unit."""
    words = measures.readings(unit)
    return any(power < 0 and names & words for names, power in measures.told(fact.unit or ""))


def unit_agrees(one: Figure, fact: Fact, said: Said) -> bool:
    """A unit is the fact's own; a noun after the number is what it counts, where it counts anything."""
    named = [] if fact.kinds & _BARE else [p for name in fact.names for p in vocabulary.parts(name)]
    own = {part for part in re.split(r"[\s/]+", (fact.unit or "").casefold()) if part} | set(named)
    own |= {vocabulary.stem(part) for part in own}
    if one.unit == "σ":
        return bool(fact.kinds & {"local", "global", "sigma"})
    if one.unit:
        factors = measures.told(one.unit)
        told = bool(fact.unit) and measures.agree(factors, measures.told(fact.unit or ""))
        return told or (not fact.unit and measures.within(factors, named))
    noun = vocabulary.stem(said.noun)
    if not noun or noun in own or said.noun in _FOLLOWING or said.per:
        return True
    if noun in _TIMES and not said.phrase:
        return False
    counted = bool(fact.kinds & _COUNTS - {"events"}) or not fact.kinds
    measured = bool(fact.unit) or any(measures.readings(part) for part in named)
    told = bool(said.kinds) and not measured
    return counted or told or bool(kinds.spoken(said.noun)) or not _is_noun(said.noun)


def _is_noun(word: str) -> bool:
    """A plural, as far as its ending tells."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
