"""Years, quarters, months and days in a question, as they stand behind "in", "since" or "before"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .vocabulary import ALIKE, Mention, Named, Words, parts

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = {
    form: at
    for at, name in enumerate(_MONTHS, 1)
    for form in {name, name[:3], *(("sept",) if at == 9 else ())}
}
_MODEST = frozenset(
    {"may", "march", "mar", "jan", "dec", "sep", "sept", "oct", "nov", "jun", "jul"}
)
_BEFORE = (
    "in during of for since from until till before after by to and between or year month quarter within throughout "
    "on only early late"
).split()
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|21\d\d")
_DECADE = re.compile(r"(1[5-9]|20)(\d)0s")
_ISO = re.compile(r"(?<!\d)((?:1[5-9]|20|21)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_PART = {
    "year": "year", "years": "year", "yr": "year", "month": "month", "quarter": "quarter",
    "qtr": "quarter",
}  # fmt: skip


def dates(words: Words, columns: Sequence[Named]) -> list[Mention]:
    """Places that name a time, each with the columns that it may filter: those of the part, else dates."""
    whole: dict[str, list[str]] = {"year": [], "month": [], "quarter": []}
    times: list[str] = []
    for column in columns:
        own = parts(column.name)
        if column.time:
            times.append(column.name)
        elif len(own) <= 2 and own and own[-1] in _PART and column.numbers:
            whole[_PART[own[-1]]].append(column.name)
    if not times and not any(whole.values()):
        return []
    found = []
    for start, end, value in _places(words):
        owners = times
        kind = _kind(value)
        if kind and whole[kind]:
            owners = whole[kind]
        found += [
            Mention("date", start, end, (name,), level=value, quality=ALIKE) for name in owners
        ]
    return found


def _kind(value: str) -> str:
    """The part of a date that a value is alone: a year, a month, a quarter."""
    if value.isdigit():
        return "year"
    return "quarter" if value[0] == "Q" else "month" if value[0] == "-" else ""


def _places(words: Words) -> list[tuple[int, int, str]]:
    lows = [token.low for token in words.tokens]
    found = _isos(words)
    taken = {at for start, end, _ in found for at in range(start, end)}
    at = 0
    while at < len(lows):
        length, value = (0, "") if at in taken else _at(words, lows, at)
        if length and _plausible(words, lows, at, value):
            found.append((at, at + length, value))
        at += max(length, 1)
    return found


def _isos(words: Words) -> list[tuple[int, int, str]]:
    found = []
    for match in _ISO.finditer(words.text):
        inside = [
            at for at, token in enumerate(words.tokens)
            if match.start() <= token.start and token.end <= match.end()
        ]  # fmt: skip
        if inside and 1 <= int(match.group(2)) <= 12:
            found.append((inside[0], inside[-1] + 1, match.group()))
    return found


def _at(words: Words, lows: Sequence[str], at: int) -> tuple[int, str]:
    """How many tokens from `at` on name a time, and which: 2020, 2020-03, --03 (March), Q3, 2020-Q3, 1990s."""
    word = lows[at]
    if _DECADE.fullmatch(word):
        return 1, word
    if word == "year" and at + 1 < len(lows) and _YEAR.fullmatch(lows[at + 1]):
        return 2, lows[at + 1]
    if _YEAR.fullmatch(word):
        after = lows[at + 1] if at + 1 < len(lows) else ""
        if re.fullmatch(r"q[1-4]", after):
            return 2, f"{word}-{after.upper()}"
        return 1, word
    length, part = _part(words, lows, at)
    if not length:
        return 0, ""
    rest = at + length
    if rest < len(lows) and lows[rest] in ("of", "in"):
        rest += 1
    if rest < len(lows) and _YEAR.fullmatch(lows[rest]):
        return rest + 1 - at, f"{lows[rest]}-{part.lstrip('-')}"
    return length, part


def _part(words: Words, lows: Sequence[str], at: int) -> tuple[int, str]:
    word = lows[at]
    after = lows[at + 1] if at + 1 < len(lows) else ""
    if word in _MONTH:
        return 1, f"--{_MONTH[word]:02d}"
    if re.fullmatch(r"q[1-4]", word):
        return 1, word.upper()
    if word == "quarter" and after in ("1", "2", "3", "4"):
        return 2, f"Q{after}"
    if word in _ORDINALS and after == "quarter":
        return 2, f"Q{_ORDINALS[word]}"
    return 0, ""


def _plausible(words: Words, lows: Sequence[str], at: int, value: str) -> bool:
    """Whether a number is a year, and "may" a month: such a word stands after "in", "since" and the like."""
    if any(one.level == lows[at] for one in words.mentions):
        return False
    alone = value.isdigit() and lows[at] != "year"
    if not alone and (lows[at] not in _MODEST or re.match(r"\d", value)):
        return True
    before = lows[at - 1] if at else ""
    dated = "date" in before or before.endswith("ed")
    return before in _BEFORE or dated or (not at and lows[at] not in ("may", "march"))
