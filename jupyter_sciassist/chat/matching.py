"""Whether a number in a model's text is one that is known: its value, and what the words around say that it is.

Everything that the words say must agree with the fact: kind, columns, level, unit, sign, bound. What is in doubt does
not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..language import words
from . import grids, kinds, levels, measures, names, pairs, sides
from .facts import Fact, Grounds, word_before
from .numerals import Figure
from .saying import Said, is_per, per_agrees, unit_agrees

_NEGATED = re.compile(
    r"\b(?:not|never|nor|neither|cannot|without|hardly|barely|wrongly)\b|n['’]t\b", re.IGNORECASE
)
_ADVICE = re.compile(
    r"\b(?:do\s+not|don['’]t)\s+(?:trust|take|rely|read|forget|mistake)\b", re.IGNORECASE
)
_BELOW = re.compile(
    r"(?:[<≤]|\b(?:below|under|less\s+than|fewer\s+than|smaller\s+than|lower\s+than|at\s+most|up\s+to))\s*$",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:[>≥]|\b(?:above|more\s+than|greater\s+than|larger\s+than|higher\s+than|at\s+least|exceed(?:s|ing)?))\s*$",
    re.IGNORECASE,
)
_PER = re.compile(r"\s*(?:[^\W\d_]+\s+)?(?:(?:per|for\s+(?:each|every|one)|with\s+(?:each|every))\s+(?:(?:unit|additional|extra|further|more)\s+(?:of\s+|in\s+)?)?|an?\s+(?=day|week|month|year|hour))[`'\"]?(?P<per>[^\W\d][\w.]*)", re.IGNORECASE)  # fmt: skip
_EACH = re.compile(
    r"\b(?:each|every|per)\s+(?:additional\s+|extra\s+|further\s+)?(?P<unit>[^\W\d_]+)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:counts?|events?|cases?|samples?|readings?|measurements?)(?![^\W_])", re.IGNORECASE
)
_VARIANCE = re.compile(r"\b(?:variance|variation|variability)\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\bout\s+of\s+(?:the\s+)?$|\bof\s+(?:the\s+)?$")
_DIFFERS = re.compile(
    r"\b(?:differ\w*|gap|minus|gain\w*|chang\w*|shift\w*|more|less|fewer|higher|lower|larger|smaller|heavier|lighter|"
    r"r[ao]i?s(?:e|es|ed)|rising|f[ae]ll\w*|drop\w*|increas\w*|decreas\w*|effect|improv\w*|apart)\b",
    re.IGNORECASE,
)
# Columns that a comment advises to look at: no number is of them.
_LOOK = re.compile(
    r"\b(?:look(?:ing)?\s+at|check(?:ing)?|consider(?:ing)?|examin(?:e|ing)|inspect(?:ing)?|plot(?:ting)?|try(?:ing)?)\s+"
    r"(?:the\s+)?(?:\w+\s+of\s+)?[`'\"]?$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_TURNING = frozenset({"difference", "change", "slope", "coefficient", "estimate"})


def rests_on(text: str, one: Figure, figures: Sequence[Figure], grounds: Grounds) -> Fact | None:
    """The fact that a number of a text is, or None where there is none or it is in doubt."""
    if one.value is None:
        exact = text[one.start : one.end]
        return next((fact for fact in grounds.facts if fact.text == exact), None)
    begin, _ = names.clause(text, one.start, one.end)
    if _NEGATED.search(_reached(text[begin : one.start])):
        return None
    said = _said(text, one, figures, grounds.names)
    return next(
        (fact for fact in grounds.facts if fact.text is None and _fits(one, fact, said)), None
    )


def denied(text: str, begin: int, end: int) -> bool:
    """Whether a stretch of a text denies what follows it."""
    return _NEGATED.search(_ADVICE.sub("", text[begin:end])) is not None


def _reached(before: str) -> str:
    """What stands before a number in its clause, without what a bracket around the number shuts out.

    "Not significant (p = 0.47)" denies no number, nor does advice: "don't trust".
    """
    opened = before.rfind("(")
    inner = before[opened + 1 :] if opened > before.rfind(")") else before
    return _ADVICE.sub("", inner)


def to_blame(
    text: str, one: Figure, figures: Sequence[Figure], grounds: Grounds
) -> list[tuple[int, int]]:
    """Places of the columns, or of the unit, for whose sake a known number of a text is in doubt."""
    if one.value is None:
        return []
    first, last = names.sentence(text, one.start, one.end)
    said = _said(text, one, figures, grounds.names)
    places = []
    bare = [fact for fact in grounds.facts if _fits(one, fact, replace(said, columns=frozenset()))]
    if said.columns and bare:
        wrong = said.columns - frozenset().union(*(fact.names | fact.also for fact in bare))
        places += [
            (first + start, first + stop)
            for start, stop, known in grounds.names.spots(text[first:last])
            if known.name in wrong
        ]
    if said.levels == levels.NONE:
        places += levels.strangers(text, one, grounds.names)
    if said.each and any(_fits(one, fact, replace(said, each="")) for fact in grounds.facts):
        units = [match.span("unit") for match in _EACH.finditer(text[first : one.start])]
        places += [(first + start, first + stop) for start, stop in units]
    return places


def _said(text: str, one: Figure, figures: Sequence[Figure], known: names.Names) -> Said:
    first, last = names.sentence(text, one.start, one.end)
    spans = [
        (other.start - first, other.stop - first)
        for other in figures
        if first <= other.start < last
    ]
    found = _kinds(text, one, (first, last), spans, known)
    clause = names.clause(text, one.start, one.end)
    ahead = text[max(clause[0], one.start - 16) : one.start]
    noun = _NEXT.match(text, one.stop)
    per = _PER.match(text, one.end)
    if per and not one.unit:
        found = frozenset({"slope"})
    elif (
        noun
        and not one.unit
        and words.direction_word(noun[1].lower())
        and noun[1] not in kinds.DIMENSIONS
    ):
        found = frozenset({"change"})
    return Said(
        found,
        _columns(text, one, (clause, (first, last)), known),
        levels.said_of(text, one, figures, known),
        _BELOW.search(ahead) is not None,
        _ABOVE.search(ahead) is not None,
        noun[1].lower() if noun else "",
        per["per"].rstrip(".") if per and per.end() > one.stop else "",
        any(
            words.direction_word(word.lower())
            for word in re.findall(r"[^\W\d_]+", text[first:last])
        ),
        word_before(text, one.start),
        _of_interval(text, one, figures, (first, last)),
        bool(noun)
        and any(place == 0 for place, _, _ in kinds.spoken(text[one.stop : last].lstrip())),
        sides.said(text[first:last], one.start - first, one.stop - first, spans),
        sides.held(text[first : one.start], text[one.stop : last]),
        _unit_of_each(text[first : one.start]),
        _DIFFERS.search(text, *clause) is not None,
    )


def _kinds(
    text: str,
    one: Figure,
    place: tuple[int, int],
    spans: Sequence[tuple[int, int]],
    known: names.Names,
) -> frozenset[str]:
    """What a number is said to be, by its heading, by what it is a part of, or by the words beside it."""
    first, last = place
    grid = grids.cell(text, one.start)
    found = kinds.beside(
        _unnamed(text, first, last, known), one.start - first, one.stop - first, spans
    )
    if grid is not None:
        told = [kind for _, _, kind in kinds.spoken(grid[0])] or [
            k for _, _, k in kinds.spoken(grid[1])
        ]
        found = frozenset(told[-1:])
    if _whole(text[first : one.start], [stop for _, stop in spans]):
        found = frozenset({"rows"})  # 17 of 340
    elif one.times:
        found = frozenset({"times"})
    elif one.percent and found <= {"n", "rows", "present", "missing", "sum"}:
        variance = _VARIANCE.search(text[first:last]) if not found else None
        found = frozenset({"explained" if variance else "share"})
    return found


def _unnamed(text: str, first: int, last: int, known: names.Names) -> str:
    """A sentence without words of counting that are part of a column's name: "CD4 counts" are no number of rows."""
    part = text[first:last]
    for start, stop, _ in known.spots(part):
        if re.search(r"[\s_]", part[start:stop]):
            part = part[:start] + _COUNTED.sub(_blank, part[start:stop]) + part[stop:]
    return part


def _blank(match: re.Match[str]) -> str:
    return "·" * len(match.group())


def _unit_of_each(before: str) -> str:
    """The unit in "each millimetre of depth goes with", before a number."""
    units = [match["unit"] for match in _EACH.finditer(before) if measures.readings(match["unit"])]
    return units[-1] if units else ""


def _whole(before: str, stops: Sequence[int]) -> bool:
    """Whether a number is what another is a part of: "17 of 340", "137 values out of 2450"."""
    found = _OUT_OF.search(before)
    if found is None:
        return False
    return found.start() - 1 in stops or (
        found.group().startswith("out") and min(stops) < len(before)
    )


def _of_interval(text: str, one: Figure, figures: Sequence[Figure], place: tuple[int, int]) -> bool:
    """Whether a number is said to be an end of an interval: the sentence says so, or it stands as one of two."""
    said = {kind for _, _, kind in kinds.spoken(text[place[0] : one.start])}
    if said & {"interval", "confidence"}:
        return True
    at = figures.index(one)
    both = [pair for pair in (figures[at - 1 : at + 1], figures[at : at + 2]) if len(pair) == 2]
    return any(pairs.joined(text, low, high) for low, high in both)


def _columns(
    text: str, one: Figure, places: tuple[tuple[int, int], tuple[int, int]], known: names.Names
) -> frozenset[str]:
    """The columns that a number is said of: those of its clause, else of its sentence, else the last before."""
    for begin, stop in (places[0], names.part(text, one.start, one.end), places[1]):
        found = frozenset(
            spot[2].name
            for spot in known.spots(text[begin:stop])
            if not _LOOK.search(text[begin : begin + spot[0]])
        )
        if found - known.levels:
            return found - known.levels
    before = [
        spot for spot in known.spots(text[: places[1][0]]) if spot[2].name not in known.levels
    ]
    if not before:
        return frozenset()
    begin, stop = names.sentence(text, before[-1][0], before[-1][1])
    return known.within(text[begin:stop]) - known.levels


def _fits(one: Figure, fact: Fact, said: Said) -> bool:
    """Whether a number may be a certain fact: value, kind, names, unit and bound all agree."""
    if fact.before is not None:
        bare = not (said.kinds or said.columns or said.levels)
        return equal(one, fact, said.kinds) and (said.before == fact.before or bare)
    per = said.kinds == {"slope"} and bool(said.per) and is_per(fact, said.per)
    if not _in_bounds(one, fact, said) or not (per or kinds.agree(said.kinds, fact.kinds)):
        return False
    if sides.opposed(said.held, fact.kinds) or (said.side and said.side == -pairs.side(fact)):
        return False
    if (
        {"difference"} < fact.kinds
        and "interval" not in fact.kinds
        and said.kinds
        and not said.differs
    ):
        return False  # of two slopes, say: it is neither of them
    if "interval" in fact.kinds and not fact.kinds & {"confidence"} and not said.ends:
        return False
    if fact.source.kind == "output" and not fact.names and (said.columns or said.levels):
        return False
    allowed = fact.names | fact.also
    if fact.names and not said.columns <= allowed:
        return False
    if said.levels and (fact.needs - said.levels or (fact.names and not said.levels <= allowed)):
        return False
    return per_agrees(fact, said) and unit_agrees(one, fact, said)


def _in_bounds(one: Figure, fact: Fact, said: Said) -> bool:
    """The value is that of the fact; below a bound only of a p or q, and where it truly is."""
    value = one.value or 0.0
    if (said.above or said.below) and fact.kinds & {"limit", "location"} and fact.bound is None:
        return equal(one, fact, said.kinds)  # a place that something lies above or below
    if said.below and fact.bound != "<":
        return bool(said.kinds & fact.kinds & {"p", "q"}) and 0 <= fact.value < value
    if said.above or said.below:
        return fact.bound == ("<" if said.below else ">") and equal(one, fact, said.kinds)
    if fact.bound is not None:
        return False
    if equal(one, fact, said.kinds):
        return True
    turned = said.turned and value > 0 > fact.value and fact.kinds & _TURNING
    return bool(turned) and equal(one, replace(fact, value=-fact.value), said.kinds)


def equal(one: Figure, fact: Fact, said: frozenset[str] = frozenset()) -> bool:
    """Equal in the digits shown, sign and percent scale considered; `said` are the kinds it is said to be."""
    value, scale = one.value, 1.0
    if value is None:
        return False
    if one.percent != fact.percent and not (fact.percent and "share" in said):
        if not (one.percent and fact.kinds & {"share", "r2", "eta"} and 0 <= fact.value <= 1):
            return False
        value, scale = value / 100, 0.01
    if fact.value == value or abs(fact.value - value) <= 1e-12 * abs(value):
        return True
    # a small whole number is no rounding of another, and nothing but nothing is rounded to nought
    if not value or (one.whole and abs(one.value or 0.0) < 10):
        return False
    return abs(fact.value - value) <= one.step * scale / 2 * (1 + 1e-9)
