"""Names in a text: those that exist, and words that are written as names are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..language import cues, vocabulary, words
from ..language.vocabulary import Named
from . import measures
from .records import Source

_LEVELS = 60
_PHRASE = 4
_LONGEST = 120
_SYMBOLS = frozenset("a i n p q r t d z f u s g v".split())
_QUOTED = re.compile(r"`+([^`\n]{1,120})`+|\"([^\"\n]{1,80})\"|“([^”\n]{1,80})”|‘([^’\n]{1,80})’|«([^»\n]{1,80})»|(?<!\w)'([^'\n]{1,80})'(?!\w)")  # fmt: skip
_WRITTEN = re.compile(
    r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?:\(\))?|\w*[^\W_]_\w+|\w+_(?!\w)|_\w+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|\w+\(\)"
)
_PLAIN = frozenset(
    "e.g i.e et.al vs.the pH PhD mRNA DNA cDNA JavaScript GitHub JupyterLab scikit-learn SciPy NumPy kWh "
    "McNemar DataFrame dataframe".split()
)
_CALLED = re.compile(
    r"\b(?:columns?|variables?|fields?|features?|predictors?|covariates?)\s+(?:(?:called|named|labelled)\s+)?"
    r"(?P<after>[^\W\d_][\w-]*)|\b(?P<before>[^\W\d_][\w-]*)\s+(?:columns?|fields?|variable|feature)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:means?|averages?|medians?|variances?|deviations?|sums?|minimum|maximum|correlations?|relations?|relationships?|"
    r"associations?|differences?|slopes?|effects?|distributions?|values?|trends?|increases?|decreases?|changes?)\s+"
    r"(?:of|between|for|in|on|with|among)\s+(?:the\s+)?(?P<first>[^\W\d_][\w-]*)(?:\s+(?:and|on|with|over|by|across)\s+"
    r"(?:the\s+)?(?P<second>[^\W\d_][\w-]*))?",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"[`'\"]?\s*(?:=|:|is|of|level|group)?\s*[`'\"]?([\w.+-]*\w)(?![\w.]*\()")
_LETTER = re.compile(r"\s+[`'\"]?(\w{1,2})(?![\w.]*\w)")
_WORD = re.compile(r"[^\W\d_]+")
# "A cluster" begins a sentence, "A has" speaks of A
_CAPITAL = re.compile(
    r"(?<![\w.'’`-])[A-Z](?![\w'’-])(?!(?<=[AI])\s+(?!and|has|is|with|at|or|are|was|had|than)[a-z])"
)
_CLAUSE = re.compile(
    r"[;:!?\n]|[.](?=\s|$)|[,](?=\s)|\s[-–—]\s|\b(?:while|whereas|but|although|though|however)\b"
)
_SIDES = re.compile(
    r"[;:|\n]|\b(?:against|versus|vs|than|compared|while|whereas|but)\b", re.IGNORECASE
)
_LEVEL_END = re.compile(
    r"[,;:()|\n]|\.(?=\s|$)|\b(?:and|against|versus|vs|than|but|while|whereas)\b", re.IGNORECASE
)
_PART = re.compile(r"[;|\n]|[.!?](?=\s|$)")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_GENERIC = frozenset(
    "the a an this that these those its their each every all both two any some other others one same different data "
    "dataset table frame row rows column columns variable variables value values group groups category categories level "
    "levels record records number numbers result results finding findings sample samples observation observations "
    "measurement measurements point points case cases subject subjects first second which what more less no not it them "
    "they is are was were be and or with of in on for to by as at from than between relationship relation association "
    "correlation difference differences mean means average averages median question model analysis evidence interval "
    "confidence effect size statistic outcome response predictor predictors factor factors explanatory dependent "
    "independent categorical numeric numerical continuous binary random missing additional further relevant important "
    "specific given certain individual several many most few target grouping confounding time order way cell output "
    "notebook code function standard linear rank spearman pearson strong weak positive negative total particular "
    "residual residuals size population populations units unit error errors noise "
    # What to do next: "the distribution of mass and compare it to".
    "compare check look see examine explore consider investigate test plot".split()
)


@dataclass(frozen=True)
class Known:
    """A name that exists, and where."""

    name: str
    source: Source


@dataclass(frozen=True)
class Names:
    """Names that exist, by the ways in which a text may write them."""

    forms: Mapping[str, Known]
    levels: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    quoted_only: Mapping[str, Known] = field(default_factory=dict)

    def find(self, text: str) -> Known | None:
        """The name that a quoted text gives."""
        key = _key(text)
        return self.forms.get(key) or self.quoted_only.get(key)

    def spots(self, text: str) -> list[tuple[int, int, Known]]:
        """Every place where a known name stands, the longest names first, none overlapping."""
        found: list[tuple[int, int, Known]] = []
        pattern = self._pattern()
        for match in pattern.finditer(text) if pattern else ():
            known = self._form(match.group())
            if known is not None and _may_be(match.group(), known.name):
                found.append((match.start(), match.end(), known))
        found += self._beside_columns(text, found) + self._numbered(text, found)
        for start, end in quotations(text):
            known = self.find(text[start:end])
            whole = known is not None and known.name == text[start:end]
            if whole or not _is_code(text[start:end]):
                found = [one for one in found if one[1] <= start or one[0] >= end]
            if whole and known is not None:
                found.append((start, end, known))
        return sorted(found, key=lambda one: one[0])

    def _beside_columns(
        self, text: str, found: Sequence[tuple[int, int, Known]]
    ) -> list[tuple[int, int, Known]]:
        """Levels that could be any word, where they stand right after the name of a column: "site a", "group = 1"."""
        more = []
        for _, end, known in found:
            match = _LEVEL.match(text, end) if known.name in self.columns else None
            level = self.quoted_only.get(_key(match[1])) if match else None
            if match and level is not None and level.name == match[1] and level.name in self.levels:
                more.append((*match.span(1), level))
        return more

    def _form(self, written: str) -> Known | None:
        """The name in the form of a text; a name of several words may stand in the plural."""
        key = _key(written)
        single = key.removesuffix("s") if " " in key else key
        return self.forms.get(key) or self.forms.get(single)

    def _numbered(
        self, text: str, found: Sequence[tuple[int, int, Known]]
    ) -> list[tuple[int, int, Known]]:
        """Levels behind the name of a column that is an everyday word: "cluster A"."""
        more = []
        for match in _WORD.finditer(text):
            column = self.quoted_only.get(_key(match.group()))
            if column is None or column.name not in self.columns:
                continue
            level = _LETTER.match(text, match.end())
            known = self.quoted_only.get(_key(level[1])) if level else None
            if level and known is not None and known.name == level[1] and known.name in self.levels:
                more.append((*level.span(1), known))
        more += self._letters(text, bool(more))
        more = list({one[0]: one for one in more}.values())
        taken = {start for start, _, _ in found}
        return [one for one in more if one[0] not in taken]

    def _letters(self, text: str, named: bool) -> list[tuple[int, int, Known]]:
        """Levels that are single capitals, where the text names their column or at least two of them."""
        more = []
        for match in _CAPITAL.finditer(text):
            known = self.quoted_only.get(_key(match.group()))
            if known is not None and known.name == match.group() and known.name in self.levels:
                more.append((*match.span(), known))
        return more if named or len({known.name for _, _, known in more}) > 1 else []

    def within(self, text: str) -> frozenset[str]:
        """The known names that stand in a text."""
        return frozenset(known.name for _, _, known in self.spots(text))

    def last(self, text: str) -> frozenset[str]:
        """The name that stands last in a text, no level."""
        before = [known.name for _, _, known in self.spots(text) if known.name not in self.levels]
        return frozenset(before[-1:])

    def levels_in(self, text: str, by_code: bool = False) -> frozenset[str]:
        """The levels that stand in a text; `by_code` counts single letters as they are written."""
        found = self.within(text) & self.levels
        if by_code:
            letters = {
                known.name for known in self.quoted_only.values() if known.name in self.levels
            }
            found |= letters & set(re.findall(r"(?<![\w.])\w+(?![\w.])", text))
        return found

    def _pattern(self) -> re.Pattern[str] | None:
        return _compiled(tuple(sorted(self.forms, key=len, reverse=True)))


def _compiled(keys: tuple[str, ...]) -> re.Pattern[str] | None:
    if keys not in _CACHE:
        _CACHE.clear()
        parts = "|".join(re.escape(key).replace(r"\ ", r"[\s_]+") for key in keys)
        _CACHE[keys] = (
            re.compile(rf"(?<![\w.])(?:{parts})s?(?!\w|\.\w)", re.IGNORECASE) if keys else None
        )
    return _CACHE[keys]


_CACHE: dict[tuple[str, ...], re.Pattern[str] | None] = {}


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def of(columns: Mapping[str, Sequence[Named]], further: Iterable[str] = ()) -> Names:
    """The names of variables, of their columns and of the levels that a text may speak of.

    Symbols of statistics (p, n ...) and function words count only between quotes or backticks.
    """
    forms: dict[str, Known] = {}
    quoted: dict[str, Known] = {}
    levels: set[str] = set()

    def add(form: str, known: Known) -> None:
        key = _key(form)
        if not key or len(key) > _LONGEST:
            return
        plain = (
            key in _SYMBOLS
            or key in cues.STOP
            or tuple(key.split()) in cues.PHRASES
            or not key[0].isalnum()
        )
        target = (
            quoted
            if plain or key.replace(".", "").isnumeric() or (len(key) < 2 and key not in "xy")
            else forms
        )
        target.setdefault(key, known)

    for variable, own in columns.items():
        for column in own:
            known = Known(
                column.name, Source("variable", f"column {column.name} of {variable}", variable)
            )
            for form in _spellings(column.name):
                add(form, known)
        add(variable, Known(variable, Source("variable", f"the variable {variable}", variable)))
    for variable, own in columns.items():
        for column in own:
            for level in column.levels if len(column.levels) <= _LEVELS else ():
                levels.add(level)
                told = f"a value of {column.name} in {variable}"
                add(level, Known(level, Source("variable", told, variable)))
    for name in further:
        add(name, Known(name, Source("variable", f"the variable {name}", name)))
    names = frozenset(column.name for own in columns.values() for column in own)
    return Names(forms, frozenset(levels), names, quoted)


def _spellings(name: str) -> list[str]:
    """A column's name as it is written, with blanks, and without its unit."""
    spaced = re.sub(r"[_.]+", " ", name)
    return list(dict.fromkeys([name, spaced, vocabulary.unitless(name)]))


def alleged(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that are written as names are, or stand where only a name can; whether they exist is another question."""
    for start, end in quotations(text):
        if not _is_code(text[start:end]):
            yield start, end
    for match in _WRITTEN.finditer(text):
        word = match.group().rstrip(".")
        if word not in _PLAIN and not measures.readings(word):
            yield match.span()
    for pattern in (_CALLED, _OF):
        for match in pattern.finditer(text):
            for group in match.groupdict():
                word = match.group(group)
                if (
                    word
                    and word.casefold() not in _GENERIC
                    and word.casefold() not in cues.STOP
                    and word.casefold() not in _SYMBOLS
                    and word.casefold() not in ("next", "would", "might", "p", "q")
                    and not words.direction_word(word.casefold())
                    and not vocabulary.squeezed(word).isnumeric()
                ):
                    yield match.span(group)


def quotations(text: str) -> list[tuple[int, int]]:
    """What stands in backticks, and what in quotes is no longer than a name may be."""
    found = []
    for match in _QUOTED.finditer(text):
        inner = match.lastindex or 1
        if match.group().startswith("`") or len(match.group(inner).split()) <= _PHRASE:
            found.append(match.span(inner))
    return found


def _is_code(text: str) -> bool:
    """Code or a sentence rather than a name: what is written as a name in it stands for itself."""
    return re.search(r"[\[\]={}'\"]|\w\(", text) is not None or len(text.split()) > _PHRASE


def _may_be(written: str, name: str) -> bool:
    """A name that is written as code is must be so letter by letter; a plain word may begin with a capital."""
    if written == name or " " in written:
        return True  # with blanks it is prose, not a name as code writes it
    if re.search(r"[\W\d_]", written.replace(" ", "")) or re.search(r"[a-z][A-Z]", written):
        return False
    return not written.isupper() or name.isupper()


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a place: up to the next comma, colon or stop, brackets ending none."""
    return _around(_CLAUSE, text, start, end)


def part(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence around a place, up to the next semicolon, bar or stop."""
    return _around(_PART, text, start, end)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place."""
    return _around(_SENTENCE, text, start, end)


def _around(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    ends = [match.span() for match in pattern.finditer(text)]
    first = max((stop for _, stop in ends if stop <= start), default=0)
    last = min((begin for begin, _ in ends if begin >= end), default=len(text))
    return first, last


def levels_at(
    text: str,
    start: int,
    end: int,
    figures: Sequence[tuple[int, int]],
    known: Names,
    *,
    by_code: bool = False,
) -> frozenset[str]:
    """The levels that a number is said of: those right after it, else those before it that no other number has.

    `figures` are the places of all numbers; `by_code`: the text was made by code, where a single letter is a level.
    """
    first, last = sentence(text, start, end)
    begin = max([first, *(stop for _, stop in figures if stop <= start)])
    until = min([last, *(place for place, _ in figures if place >= end)])
    spots = [(spot[0], spot[2].name) for spot in known.spots(text) if spot[2].name in known.levels]

    def inside(a: int, b: int) -> frozenset[str]:
        letters = known.levels_in(text[a:b], by_code=True) if by_code else frozenset()
        return letters | {name for place, name in spots if a <= place < b}

    closed = _LEVEL_END.search(text, end, until)
    after = inside(end, closed.start() if closed else until)
    if after:
        return after
    if begin > first:
        mark = re.search(r"[,;|\n]|\band\b", text[begin:start])
        return inside(begin + (mark.end() if mark else 0), start)
    sides = [match.end() for match in _SIDES.finditer(text[begin:start])]
    own = inside(begin + (sides[-1] if sides else 0), start)
    # the only number of a sentence is said of all that the sentence names
    return own if own or until < last or by_code else inside(first, last)
