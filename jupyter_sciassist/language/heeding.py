"""Whether a model's reading of a question heeds what its words say: code looks, for a small model passes over much.

Every number, level and date that the question names must have a part in the request; every column must be called
for by a word; and a word that nobody understood must not stand beside those that call for a column: "orbital
eccentricity" is no orbital period. A statistic and an end of a scale that are named must be the ones computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..records import Filter, Request
from . import abbreviations, cues, measuring, naming, periods, spelling, typed
from .vocabulary import SURE, Mention, Named, Words, kin, parts

_STATISTICS = frozenset({"mean", "median", "sd", "variance", "missing", "unique"})
_ENDS = {"high": ("max", "best_group"), "low": ("min", "worst_group")}
_EXTREMES = frozenset({"max", "min", "best_group", "worst_group"})
_ROWS = frozenset({"rows", "count", "count_group", "share", "missing", "present", "unique"})
_PAIRED = frozenset({"sign", "spearman", "pearson"})
_HEADED = frozenset("which what whose per each by".split())
_WHO = frozenset({"who", "where"})
_COUNTING = (("how", "many"), ("number", "of"), ("percent", "of"), ("percentage", "of"))
_LITTLE = frozenset("the these those all of our".split())


def heeded(request: Request, words: Words, columns: Sequence[Named]) -> bool:
    """Whether a request uses all that the words name, and its columns are called for by words."""
    named = {one.name: one for one in columns}
    if not _values(request, words) or not _asked(request, words):
        return False
    equal = [one.column for one in request.filter if one.op == "=="]
    if len(set(equal)) < len(equal):
        return False
    calling: set[int] = set()
    for name in request.variables:
        found = _calls(named[name], words)
        if not found:
            return False
        calling |= found
    where = bool(_WHO & {token.low for token in words.tokens})
    if request.group and not where and not _calls(named[request.group], words):
        return False
    left = _unmet(words, [named[name] for name in _columns(request)])
    rows = _counted(words)
    # Who is counted may go by any name; what is averaged may not.
    if (request.operation == "rows" and left - rows) or (rows & left and not _counts(request)):
        return False
    return not any(_beside(words, at, calling) or _heads(words, at) for at in left)


def unmet(request: Request, words: Words, columns: Sequence[Named]) -> tuple[str, ...]:
    """The words that have no part in a request, in the order of the question."""
    named = {one.name: one for one in columns}
    found = _unmet(words, [named[name] for name in _columns(request)])
    return tuple(words.tokens[at].text for at in sorted(found))


def _columns(request: Request) -> list[str]:
    used = [*request.variables, request.group, *(one.column for one in _conditions(request))]
    return [name for name in dict.fromkeys(used) if name]


def _conditions(request: Request) -> list[Filter]:
    return [*request.filter, *([request.threshold] if request.threshold else [])]


def _values(request: Request, words: Words) -> bool:
    """Whether every number, level and date of the question has a part in the request."""
    values = {str(one.value) for one in (*request.filter, request.threshold) if one is not None}
    values |= set(request.levels)
    numbers = {float(one) for one in values if _is_number(one)}
    own = {one for one in (*request.variables, request.group) if one}
    sure = [one for one in words.mentions if one.kind != "number" and one.quality >= SURE]
    for one in words.mentions:
        inside = any(_within(one, other) for other in sure if other is not one)
        if one.kind == "number" and not inside:
            quantile = request.operation == "quantile" and 0 < one.number < 1
            level = typed.percent(one.number) if quantile else one.number
            if level not in numbers:
                return False
        elif one.kind in ("level", "date") and one.quality >= SURE and not _little(one, words):
            year = periods.number(one.level) if one.kind == "date" else None
            met = one.level in values or (year is not None and float(year) in numbers)
            if not met and not own & set(one.columns) and not _renamed(one, words, values, own):
                return False
    return True


def _counts(request: Request) -> bool:
    """Whether rows, or groups of them, are what a request counts."""
    return request.operation in _ROWS or request.by == "count"


def _little(one: Mention, words: Words) -> bool:
    """Whether a level is written as a word such as "a", which may be no level at all."""
    return all(token.low in cues.STOP for token in words.tokens[one.start : one.end])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _within(one: Mention, other: Mention) -> bool:
    return other.start <= one.start and one.end <= other.end


def _renamed(one: Mention, words: Words, values: set[str], own: set[str]) -> bool:
    """Whether the same words name a column, or another level, that the request has."""
    for other in words.mentions:
        if other is not one and other.start < one.end and one.start < other.end:
            if other.kind == "column" and own & set(other.columns):
                return True
            if other.kind in ("level", "date") and other.level in values:
                return True
    return False


def _asked(request: Request, words: Words) -> bool:
    """Whether the statistic and the end of a scale that the words name are the request's."""
    said = _cues(words)
    kinds = {request.operation, request.by}
    named = said & _STATISTICS
    if len(named) == 1 and not {*named, "share", "quantile"} & kinds:
        return False
    tallied = request.operation in ("rows", "count", "count_group")
    if tallied and not said & {"count", "rows", "sum"}:
        return False
    if "sign" in said and request.operation not in _PAIRED:
        return False
    high, low = "high" in said, "low" in said
    if request.operation in _EXTREMES and high != low:
        return request.operation in _ENDS["high" if high else "low"]
    return True


def _cues(words: Words) -> set[str]:
    found: set[str] = set()
    lows = [token.low for token in words.tokens]
    for at in range(len(lows)):
        for length in range(1, cues.REACH + 1):
            found.update(cues.PHRASES.get(tuple(lows[at : at + length]), ()))
    return found


def _calls(column: Named, words: Words) -> set[int]:
    """Tokens that call for a column: by its name or meaning, or by what a word such as "heavy" is about."""
    found = {
        at
        for one in words.mentions
        if one.kind == "column" and column.name in one.columns
        for at in range(one.start, one.end)
    }
    own = _own(column)
    for at, token in enumerate(words.tokens):
        if _speaks(token.low, own) or measuring.about(token.low, [column]):
            found.add(at)
    return found


def _own(column: Named) -> set[str]:
    bag = naming.known(column.name, column.meaning).bag()
    return {*bag, *parts(column.name), *parts(column.meaning)}


def _speaks(word: str, own: Iterable[str]) -> bool:
    """Whether a word is one of these, of their family or a slip of the pen away."""
    if word in cues.STOP or len(word) < 2:
        return False
    said = abbreviations.full([word])
    long = len(word) > 2
    return any(
        one == word or one in said or (long and len(one) > 2 and kin(word, one))
        or (len(word) > 4 and spelling.near(word, one))
        for one in own
    )  # fmt: skip


def _unmet(words: Words, used: Sequence[Named]) -> set[int]:
    """Tokens that are no cue, name, level, number or unit, and belong to no column of the request."""
    met = {at for one in words.mentions for at in range(one.start, one.end)}
    own = {word for column in used for word in _own(column)}
    return {
        at
        for at, token in enumerate(words.tokens)
        if at not in met
        and token.low.isalpha()
        and not spelling.known(token.low)
        and not _speaks(token.low, own)
        and not any(measuring.about(token.low, [column]) for column in used)
    }


def _counted(words: Words) -> set[int]:
    """Tokens that stand right behind "how many" and the like: what the rows are called."""
    lows = [token.low for token in words.tokens]
    found = set()
    for at in range(2, len(lows)):
        before = at
        while (
            before > 2
            and lows[before - 1] in _LITTLE
            and (lows[before - 2], lows[before - 1]) not in _COUNTING
        ):
            before -= 1
        if (lows[before - 2], lows[before - 1]) in _COUNTING:
            found.add(at)
    return found


def _heads(words: Words, at: int) -> bool:
    """Whether a word says what is to be told, or is written as a name: behind "which" or "per", or with a "_"."""
    before = words.tokens[at - 1].low if at else ""
    token = words.tokens[at]
    around = words.text[max(token.start - 1, 0) : token.end + 1]
    return before in _HEADED or "_" in around


def _beside(words: Words, at: int, calling: set[int]) -> bool:
    """Whether a word that was not understood stands in one phrase with those that call for a column."""
    near = (
        at - 1 in calling and naming.joined(words, at),
        at + 1 in calling and naming.joined(words, at + 1),
    )
    return any(near)
