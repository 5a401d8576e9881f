"""The words of a question, and which columns and levels of a table they name.

Names are compared letter by letter without case, spaces and punctuation, so "distance stream" names
`distance.stream`; after that by their stems, without their unit, by synonyms of yes, no, female and
male, and last, as a guess that is never shown as verified, by some of their words or by their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"==|!=|<>|<=|>=|[^\W_]+|[=<>≤≥≠%:/]|(?<=\s)[-−–](?=\s)")
_NUMBER = re.compile(
    r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?![^\W_])"
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_INNER = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
UNITS = frozenset(
    "mm cm dm m km um nm ml l kg g mg ug t s sec secs min mins h hr hrs ms ns yr yrs pct percent c f k degc "
    "degf deg pa kpa hpa mpa gpa bar mbar mv v kv ev kev mev gev tev db hz khz mhz ghz usd eur gbp ppm ppb w kw "
    "mw kwh j kj ha m2 km2 m3 rad rpm mol mmol".split()
)
_SAME = (
    frozenset("yes true y t 1".split()),
    frozenset("no false n f 0".split()),
    frozenset("female females woman women f".split()),
    frozenset("male males man men m".split()),
)
LONGEST = 14
# Characters of a question that is read word by word.
QUESTION = 2_000
EXACT, SAME, ALIKE, GUESS, FAINT = 3.0, 2.5, 2.0, 1.0, 0.5
SURE = ALIKE


@dataclass(frozen=True)
class Named:
    """A column as a question may name it.

    `numbers`: its values can be averaged; `time`: they are dates; `each`: no two rows have the same;
    `also`: the variable that holds it and nothing else, by whose name it may be called.
    """

    name: str
    numbers: bool
    levels: tuple[str, ...] = ()
    meaning: str = ""
    few: tuple[float, ...] = ()
    grouping: bool = False
    time: bool = False
    each: bool = False
    also: str = ""


@dataclass(frozen=True)
class Token:
    """One word or sign of the question."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """Lower-case form."""
        return self.text.casefold()


@dataclass(frozen=True)
class Mention:
    """Tokens `start` to `end` (exclusive) name a column, a level of columns, a date or a number."""

    kind: str
    start: int
    end: int
    columns: tuple[str, ...] = ()
    level: str = ""
    number: float = 0.0
    quality: float = EXACT


@dataclass
class Words:
    """A question cut into tokens, with everything that its words may name.

    `doubts`: tokens that may be other words than the ones they are read as.
    """

    text: str
    tokens: list[Token]
    mentions: list[Mention] = field(default_factory=list)
    doubts: frozenset[int] = frozenset()


def squeezed(text: str) -> str:
    """Letters and digits only, without case."""
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def parts(name: str) -> list[str]:
    """Lower-case words of a name, cut at punctuation, inner capitals and digits."""
    return [part.casefold() for part in _INNER.split(name) if part]


_PLURALS = {
    "mice": "mouse", "people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot",
    "teeth": "tooth", "geese": "goose", "indices": "index", "vertices": "vertex", "bacteria": "bacterium",
}  # fmt: skip


def stem(word: str) -> str:
    """A word without its plural ending."""
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def kin(first: str, second: str) -> bool:
    """Two words of one family: survival and survived, predicts and prediction."""
    if stem(first) == stem(second):
        return True
    shared = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= 5 and shared >= 0.6 * max(len(first), len(second))


def unitless(name: str) -> str:
    """A name without the unit at its end: body_mass_g is body mass."""
    plain = re.sub(r"\s*[\[(][^\[\]()]*[\])]\s*$", "", name)
    own = [part for part in re.split(r"[\W_]+", plain) if part]
    while plain == name and len(own) > 1 and own[-1].casefold() in UNITS:
        own.pop()
    return " ".join(own)


def cut(question: str) -> Words:
    """The question in tokens, with its numbers."""
    tokens = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(question)]
    found = Words(question, tokens)
    at = 0
    for match in _NUMBER.finditer(question):
        # Both come in the order of the text: each token is looked at once.
        while at < len(tokens) and tokens[at].start < match.start():
            at += 1
        first = at
        while at < len(tokens) and tokens[at].end <= match.end():
            at += 1
        if at > first:
            value = float(match.group().replace(",", "").replace("−", "-"))
            found.mentions.append(Mention("number", first, at, number=value))
    for at, token in enumerate(tokens):
        ordinal = _ORDINAL.fullmatch(token.low)
        if ordinal:
            found.mentions.append(Mention("number", at, at + 1, number=float(ordinal.group(1))))
    return found


def spot(question: str, columns: Sequence[Named]) -> Words:
    """The question with every place where it names a column, a level or a number."""
    found = cut(question)
    names, levels = _names(columns), _levels(columns)
    spans = {}
    for start in range(len(found.tokens)):
        for end in range(start + 1, min(start + LONGEST, len(found.tokens)) + 1):
            text = found.text[found.tokens[start].start : found.tokens[end - 1].end]
            last = found.tokens[end - 1].text
            if last == "%" and "(" in text and found.text[found.tokens[end - 1].end :][:1] == ")":
                last, text = text, f"{text})"  # a unit in brackets is a part of the name
            if found.tokens[start].text[0].isalnum() and (last[-1].isalnum() or last == text[:-1]):
                spans[start, end] = text
    for (start, end), text in spans.items():
        if "?" in text or ("," in text and squeezed(text) not in levels):
            continue
        for target, quality in _best(text, names).items():
            found.mentions.append(Mention("column", start, end, (target,), quality=quality))
        for (level, quality), owners in _owners(text, levels).items():
            found.mentions.append(
                Mention("level", start, end, owners, level=level, quality=quality)
            )
    return found


Names = Mapping[str, list[tuple[str, str, float]]]


def _names(columns: Sequence[Named]) -> dict[str, list[tuple[str, str, float]]]:
    """Squeezed forms of all names: to (name, name, quality)."""
    table: dict[str, list[tuple[str, str, float]]] = {}
    for column in columns:
        forms = {squeezed(column.name): SAME, _stemmed(column.name): ALIKE}
        bare = unitless(column.name)
        forms.setdefault(squeezed(bare), ALIKE)
        forms.setdefault(_stemmed(bare), ALIKE)
        for form, quality in forms.items():
            if form:
                table.setdefault(form, []).append((column.name, column.name, quality))
        if column.also:
            table.setdefault(squeezed(column.also), []).append((column.name, column.also, SAME))
    return table


def _levels(columns: Sequence[Named]) -> dict[str, list[tuple[str, str, float]]]:
    """Squeezed forms of all levels: to (column, level, quality)."""
    table: dict[str, list[tuple[str, str, float]]] = {}
    for column in columns:
        known = {squeezed(level) for level in column.levels}
        for level in column.levels:
            forms = {squeezed(level): SAME, _stemmed(level): ALIKE}
            for same in _SAME if len(column.levels) <= 3 else ():
                if squeezed(level) in same and len(known & same) == 1:
                    forms.update(
                        {word: ALIKE for word in same if word not in known and len(word) > 1}
                    )
            for form, quality in forms.items():
                if form:
                    table.setdefault(form, []).append((column.name, level, quality))
    return table


def _stemmed(text: str) -> str:
    own = [part for part in re.split(r"[\W_]+", text.casefold()) if part]
    return "".join([*own[:-1], stem(own[-1])]) if own else ""


def _best(text: str, names: Names) -> dict[str, float]:
    """Columns that a text names, with the quality; an exact one shuts out the others."""
    found: dict[str, float] = {}
    for form in {squeezed(text), _stemmed(text)}:
        for name, raw, quality in names.get(form, ()):
            plain = raw == text or (text.isupper() and text == unitless(raw))
            exact = EXACT if plain else quality
            found[name] = max(found.get(name, 0.0), exact)
    top = max(found.values(), default=0.0)
    return {name: quality for name, quality in found.items() if quality == top}


def _owners(text: str, levels: Names) -> dict[tuple[str, float], tuple[str, ...]]:
    """Levels that a text names, each with the columns that have it."""
    found: dict[tuple[str, str], float] = {}
    for form in {squeezed(text), _stemmed(text)}:
        for column, level, quality in levels.get(form, ()):
            exact = EXACT if level == text else quality
            found[column, level] = max(found.get((column, level), 0.0), exact)
    best: dict[str, float] = {}
    for (column, _), quality in found.items():
        best[column] = max(best.get(column, 0.0), quality)
    told: dict[tuple[str, float], tuple[str, ...]] = {}
    for (column, level), quality in found.items():
        if quality == best[column]:
            told[level, quality] = (*told.get((level, quality), ()), column)
    return told


def guesses(words: Iterable[str], columns: Sequence[Named]) -> dict[str, float]:
    """Columns that some words may mean: share of the words found in name (1) or meaning (1/2)."""
    asked = [word.casefold() for word in words]
    found: dict[str, float] = {}
    for column in columns:
        own, told = parts(column.name), parts(column.meaning)
        hits = 0.0
        for word in asked:
            if any(kin(word, other) for other in own):
                hits += GUESS
            elif len(word) > 2 and any(kin(word, other) for other in told):
                hits += FAINT
        if hits:
            found[column.name] = hits / len(asked)
    return found
