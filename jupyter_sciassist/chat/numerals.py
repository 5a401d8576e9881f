"""Everything in a text that counts or measures, in whatever notation; what cannot be read for sure has no value.

Safe by construction: each stretch that holds a character with a numeric value is found, and only then read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import measures

_FOLDS = str.maketrans({"−": "-", "﹣": "-", "－": "-", "‐": "-", "‑": "-", "．": ".", "，": ",", "％": "%", "٫": ".", "٬": ",", "٪": "%"})  # fmt: skip
_SPACES = "\u00a0\u2009\u202f"
_MARKS = "\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f"
_CHUNK = re.compile(rf"[\w{_MARKS}]+(?:[.,'’/:^{_SPACES}][\w{_MARKS}]+)*")
_NUMBER = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:(?:,\d{{3}})+|(?:[{_SPACES}]\d{{3}})+|(?:['’]\d{{3}})+|(?:_\d{{3}})+)|0|[1-9]\d*|)"
    r"(?P<part>\.\d+)?(?P<power>[eE][+-]?\d{1,3})?"
)
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?![\w-])")
_TOGETHER = re.compile(r"(?P<number>\d[\d.,]*)(?P<unit>σ|°[CF]?|[µμ]?[A-Za-z]{1,3})")
_MULTIPLES = frozenset("K M B T k".split())
_RAN_ON = re.compile(r"\d[\d,]*(?:\.\d+)?(?=\.[^\W\d])")
_ROMAN = re.compile(
    r"(?<![\w.])(?=[MDCLXVI]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w])"
)
_ABBREVIATED = frozenset("CI MD CD CV DC ID DI MI MC MCI MIX MM CC CL DL LC VI LI CIV".split()) - {
    "VI"
}
_SYMBOLS = frozenset(
    "R2 R² r2 r² chi2 Chi2 χ2 χ² eta2 η2 η² log2 log10 log1p expm1 F1 T2 x² σ² 2D 3D".split()
)
_POWER = re.compile(
    r"\s?[×x*·⋅]\s?10(?:(?:\^|\*\*)[({]?(?P<plain>[-+]?\d{1,3})[)}]?|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))(?![\w^*])"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_PERCENT = re.compile(r"\s?(?:%|(?:per\s?cent|pct)\b(?!age\s+point))", re.IGNORECASE)
_SCALE = re.compile(r"[ -]?(hundred|thousand|million|billion|trillion)s?\b", re.IGNORECASE)
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# What makes of a number something else: a ratio, an order, a part of a word.
_OTHERWISE = re.compile(
    r"\s?(?:[‰×²³]|percentage\b|-?fold\b|times\b|x\b|-(?=[^\W\d])|\^[({]?[-+]?\d*|(?:%|per\s?cent)(?:age)?[\s-]points?\b|"
    r"%?\s?(?:or|and)\s+so\b)",
    re.IGNORECASE,
)
_SIGMA = re.compile(r"[\s-]?(?:σ|sigmas?\b)")
_TIMES = re.compile(r"\s?(?:times\b|[×x](?![\w×]))")
_HEDGED = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|circa|near|some)|[~≈])\s*$",
    re.IGNORECASE,
)
# Words of counting that count nothing: names of quantities, and what was spoken of before.
_NAMED = re.compile(
    r"\bhalf[\s-](?:life|lives|max(?:imum)?|width|height|time)\b|\bfold[\s-]changes?\b|"
    r"\bthe\s+two\s+(?:columns|variables|series|quantities|measures|are|differ|move|go|vary)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS = {word: float(at) for at, word in enumerate(_ONES)}
_CARDINALS.update({word: 10.0 * at for at, word in enumerate(_TENS, 2)})
_VAGUE = frozenset(
    "hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens "
    "half halves halved halving quarter quarters quartered thirds fourth fourths fifth fifths sixth sixths seventh "
    "eighth eighths ninth tenth tenths twentieth hundredth hundredths thousandth thousandths twice thrice double "
    "doubles doubled doubling triple triples tripled tripling treble trebled quadruple quadruples quadrupled "
    "quadrupling quintuple quintupled tenfold nil majority minority couple".split()
)
_FOLD = re.compile(r"^(?!mani|scaf|blind|un|en|bi)\w+fold$")
_ALONE = re.compile(
    r"(?:of|could|can|might|may|would|should|must|cannot|way|possibility|explanation|reason|thing|where|that|which|"
    r"needs?|has\s+to|is|also|more)\b",
    re.IGNORECASE,
)
_THAT = frozenset(
    "this that which another other each every any the same no such first only".split()
)
_HAN = "两兩半倍双雙"


@dataclass(frozen=True)
class Figure:
    """A number in a text, from `start` to `end`.

    Attributes
    ----------
    value : float or None
        None where it cannot be read for sure.
    step : float
        Place value of its last digit: what it was rounded to.
    whole : bool
        Written without a decimal point.
    percent : bool
        With a percent sign or word, which the stretch holds.
    unit : str
        The unit right after it, as it is written.
    stop : int
        Where the text goes on behind the unit.
    times : bool
        "2.4 times": it can only be a ratio.
    """

    start: int
    end: int
    value: float | None
    step: float = 1.0
    whole: bool = True
    percent: bool = False
    unit: str = ""
    stop: int = 0
    times: bool = False


def figures(text: str) -> list[Figure]:
    """All figures of a text, in order of place, none within another."""
    folded = _folded(text)
    found = [*_written(folded), *_worded(folded), *_roman(folded)]
    kept: list[Figure] = []
    for one in sorted(found, key=lambda figure: (figure.start, -figure.end)):
        if not kept or one.start >= kept[-1].stop:
            kept.append(one if one.stop else replace(one, stop=one.end))
    return kept


def _folded(text: str) -> str:
    """The same length: digits of all scripts as ASCII, scripts without spaces as blanks but for their numerals."""
    return "".join(map(_fold, text.translate(_FOLDS)))


def _fold(mark: str) -> str:
    if mark.isascii():
        return mark
    digit = unicodedata.decimal(mark, None)
    if digit is not None:
        return str(digit)
    if mark in _HAN:
        return "一"
    # Han, kana and Hangul write words without a space between: a numeral among them stands alone
    wide = "\u2e80" <= mark <= "\u9fff" or "\uac00" <= mark <= "\ud7af"
    return " " if wide and not mark.isnumeric() else mark


def _numeric(text: str) -> bool:
    return any(mark.isnumeric() for mark in text)


def _written(text: str) -> Iterator[Figure]:
    """Stretches that hold a digit or another numeric character."""
    end = 0
    for chunk in _CHUNK.finditer(text):
        if chunk.start() < end or not _numeric(chunk.group()) or chunk.group() in _SYMBOLS:
            continue
        figure = _read(text, chunk.start(), chunk.end())
        end = figure.end
        yield figure


def _read(text: str, start: int, end: int) -> Figure:
    """The figure of one stretch, with its sign, power, scale, percent sign and unit."""
    date = _DATE.match(text, start)
    if date:
        return Figure(start, date.end(), None)
    ran_on = _RAN_ON.match(text[start:end])
    if ran_on:
        end = start + ran_on.end()
    raised = re.compile(r"[eE][+-]\d{1,3}(?!\w)").match(text, end - 1)
    if raised and text[end - 2 : end - 1].isdigit():
        end = raised.end()
    bare = start - (text[start - 1 : start] == ".")
    start, negative = _signed(text, start)
    bare = max(start, bare)
    strange = Figure(start, end, None)
    together = _TOGETHER.fullmatch(text[bare:end].lstrip("+-"))
    if together and together["unit"] not in _MULTIPLES and _is_unit(together["unit"]):
        end -= len(together["unit"])
    body = text[bare:end].lstrip("+-")
    match = _NUMBER.fullmatch(body)
    if match is None or not _numeric(body) or _glued(text, start):
        return strange
    whole, part, power = match["whole"], match["part"] or "", match["power"] or ""
    digits = re.sub(r"\D", "", whole) or "0"
    value, step = float(f"{digits}{part}{power}"), float(f"1{power}") * 10.0 ** -len(part[1:])
    figure = Figure(start, end, -value if negative else value, step, not part and not power)
    return _followed(text, figure)


def _is_unit(written: str) -> bool:
    return written == "σ" or bool(measures.readings(written))


def _signed(text: str, start: int) -> tuple[int, bool]:
    """Where a number begins with its sign or leading point, and whether it is negative."""
    if text[start - 1 : start] == "." and not text[max(start - 2, 0) : start - 1].isalnum():
        start -= 1
    sign = text[start - 1 : start] if start else ""
    if sign and sign in "+-" and not re.match(r"[\w%)\]]", text[max(start - 2, 0) : start - 1]):
        return start - 1, sign == "-"
    before = re.search(r"\b(minus|negative|(?<!\d\s)plus)\s$", text[:start], re.IGNORECASE)
    return (before.start(), before[1].lower() != "plus") if before else (start, False)


def _glued(text: str, start: int) -> bool:
    """A hyphen binds the number to a word before it, as in COVID-19; a range binds it to a number."""
    return re.search(r"[^\W\d_]-$", text[max(start - 2, 0) : start]) is not None


def _followed(text: str, figure: Figure) -> Figure:
    """A figure with what stands after it taken in: a power of ten, a scale, a percent sign, a unit."""
    power = _POWER.match(text, figure.end)
    value, step = figure.value or 0.0, figure.step
    if power:
        by = 10.0 ** int(power["plain"] or power["raised"].translate(_RAISED))
        value, step = value * by, step * by
        figure = replace(figure, end=power.end(), value=value, step=step, whole=False)
    scale = _SCALE.match(text, figure.end)
    if scale:
        by = _SCALES[scale[1].lower()]
        figure = replace(figure, end=scale.end(), value=value * by, step=step * by, whole=False)
    times = _TIMES.match(text, figure.end)
    if times and _fraction(figure):
        return replace(figure, end=times.end(), times=True)
    measure = measures.at(text, figure.end)
    joined = measure is not None and text[figure.end] == "-"
    other = None if joined else _OTHERWISE.match(text, figure.end)
    if other:
        return replace(figure, end=other.end(), value=None)
    percent = _PERCENT.match(text, figure.end)
    if percent:
        return replace(figure, end=percent.end(), percent=True)
    sigma = _SIGMA.match(text, figure.end)
    if sigma:
        return replace(figure, unit="σ", stop=sigma.end())
    if measure:
        told = text[figure.end : measure.end].strip(" -\u00a0\u202f")
        return _hedged(text, replace(figure, unit=told, stop=measure.end))
    before = text[figure.start - 1 : figure.start]
    return _hedged(text, replace(figure, unit=before if before and before in "$€£¥" else ""))


def _fraction(figure: Figure) -> bool:
    """Whether a number of times can be a computed ratio: not "three times"."""
    return not figure.whole


def _hedged(text: str, figure: Figure) -> Figure:
    """A number said to be rounded, as in "about 1,690", may be so to its last digit that is not nought."""
    value = figure.value or 0.0
    if (
        figure.whole
        and value >= 100
        and _HEDGED.search(text[max(figure.start - 16, 0) : figure.start])
    ):
        digits = f"{value:.0f}"
        noughts = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
        return replace(figure, step=10.0**noughts)
    return figure


def _roman(text: str) -> Iterator[Figure]:
    """Roman numerals of more than one letter; what they may be short for otherwise is left out."""
    for match in _ROMAN.finditer(text):
        if match.group() not in _ABBREVIATED:
            yield Figure(match.start(), match.end(), None)


def _worded(text: str) -> Iterator[Figure]:
    """Number words; a run of them is one figure, and only plain cardinals have a value."""
    words = list(_WORD.finditer(text))
    named = [one.span() for one in _NAMED.finditer(text)]
    at = 0
    while at < len(words):
        run = at
        while run < len(words) and _goes_on(text, words, at, run):
            run += 1
        if run == at:
            at += 1
            continue
        figure = _of_words(text, [word.group().lower() for word in words[at:run]], words[at:run])
        if figure is not None and not any(a <= figure.start < b for a, b in named):
            yield figure
        at = run


def _goes_on(text: str, words: list[re.Match[str]], first: int, at: int) -> bool:
    """Whether a run of number words that began at `first` takes in the word at `at`."""
    if at > first and text[words[at - 1].end() : words[at].start()].strip():
        return False
    word = words[at].group().lower()
    if at == first or word not in ("and", "point"):
        return _counts(word)
    after = words[at + 1].group().lower() if at + 1 < len(words) else ""
    before = words[at - 1].group().lower()
    wanted = before.rstrip("s") in _SCALES if word == "and" else before.split("-")[-1] in _CARDINALS
    return wanted and after.split("-")[0] in _CARDINALS


def _counts(word: str) -> bool:
    low = word.lower()
    parts = re.split(r"[-'’]", low)
    return any(
        part in _CARDINALS or part in _VAGUE or _FOLD.match(part) is not None for part in parts
    ) or low in ("third", "two-way", "fold")


def _of_words(text: str, words: list[str], found: list[re.Match[str]]) -> Figure | None:
    start, end = found[0].start(), found[-1].end()
    if words == ["one"] and _pronoun(text, start, end):
        return None
    part = re.search(
        r"\b(?:a|an|one|two|the|by|every|each|about|roughly|nearly)\s$", text[:start].lower()
    )
    if words == ["third"] and not part:
        return None
    head, joined, tail = words[-1].rpartition("-")
    if joined and tail not in _CARDINALS and measures.readings(tail):
        words, end = [*words[:-1], head], end - len(tail) - 1  # "three-day"
    value, step = _spelled([part for word in words for part in word.split("-")])
    if value is None:
        return Figure(start, end, None)
    figure = Figure(start, end, value, step, step == 1.0)
    minus = re.search(r"\b(?:minus|negative)\s$", text[:start], re.IGNORECASE)
    if minus:
        figure = replace(figure, start=minus.start(), value=-value)
    return _followed(text, figure)


def _spelled(words: list[str]) -> tuple[float | None, float]:
    """The value of cardinal words, and the place value of the last: "two hundred and five", "zero point three"."""
    whole, _, _ = " ".join(words).partition(" point ")
    digits = words[len(whole.split()) + 1 :]
    total = group = 0.0
    last = math.inf
    for word in whole.split():
        scale = _SCALES.get(word, 0.0)
        if word == "and":
            continue
        if scale == 100 and 0 < group < 10:
            group *= 100
        elif scale > 100 and group:
            total, group, last = total + group * scale, 0.0, math.inf
        elif word in _CARDINALS and _follows(_CARDINALS[word], group, last):
            group, last = group + _CARDINALS[word], _CARDINALS[word]
        else:
            return None, 1.0
    if any(word not in _ONES[:10] for word in digits) or (
        len(words) > len(whole.split()) and not digits
    ):
        return None, 1.0
    part = "".join(str(_ONES.index(word)) for word in digits)
    return (
        (float(f"{total + group:.0f}.{part}"), 10.0 ** -len(part)) if part else (total + group, 1.0)
    )


def _follows(value: float, group: float, last: float) -> bool:
    """Whether a cardinal may come after what stands before it: "five" after "twenty", not after "three"."""
    if last == math.inf:
        return True
    return (group % 100 == 0 and group > 0) or (
        20 <= last < 100 and last % 10 == 0 and 0 < value < 10
    )


def _pronoun(text: str, start: int, end: int) -> bool:
    """Whether "one" counts nothing: "one could look", "this one", "one of the columns"."""
    before = _WORD.findall(text[max(start - 20, 0) : start])
    after = text[end:].lstrip(" ,")
    article = len(before) > 1 and before[-2].lower() in ("the", "a")
    article = article and re.match(r"[^\W\d_]+(?<!at)(?<!in)(?<!for)(?<!with)\b", after) is None
    return (
        bool(before and before[-1].lower() in _THAT) or article or _ALONE.match(after) is not None
    )
