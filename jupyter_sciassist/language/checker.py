"""What a note may say. Everything else is dropped: strict on purpose, and by rule, not by a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from . import words
from .replies import LONGEST, SHORTEST, Reply

_PLAIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNITS = words.bag(
    "mm cm m km g kg mg ug t s ms min h hr hrs d yr yrs c f k pa hpa kpa bar mbar l ml ha usd eur pct id no nr num"
)
_FUNCTION = words.bag(
    "a an the of in on at by to for from with and or as is are was were be it its that this these those "
    "which who where when than between among both each other some any such their there they into "
    "over under across within during through about like how what may might could can do does i am we us so if"
)
_EMPTY = words.bag(
    "relationship relation relationships correlation association link connection pattern patterns difference "
    "differences variation variations trend trends finding data value values column columns table variable "
    "variables measure measures measurement measurements change changes thing things interaction shared common similar "
    "factor factors background general generally characteristics characteristic way ways records record "
    "collected collection distribution dataset sample samples study certain overall specific given various different "
    "nature condition conditions aspect aspects"
)


def check(
    reply: Reply, *, variables: Sequence[str], columns: Iterable[str], level: str | None = None,
    copied: Iterable[str] = (),
) -> str | None:  # fmt: skip
    """Why a reply must not be shown; None where it may.

    Parameters
    ----------
    variables : sequence of str
        The columns of the record.
    columns : iterable of str
        All columns of the object.
    level : str, optional
        The category that the record names.
    copied : iterable of str
        Texts of the prompt's examples; a copy of one says nothing about this finding.
    """
    others = [name for name in columns if name not in set(variables)]
    idea = reply.idea
    other = named(idea, variables, others)
    return (
        _form(idea)
        or _vocabulary(idea)
        or (f"it speaks of the column {other!r}" if other is not None else None)
        or _capitals(idea, variables, level)
        or _substance(idea, variables, copied)
        or _pointer(reply.look_at, others)
    )


def named(idea: str, variables: Sequence[str], others: Iterable[str]) -> str | None:
    """The first of the other columns that a phrase speaks of, in whatever spelling; None for none."""
    tokens = _tokens(idea)
    own = {form for name in variables for form in _forms(name)}
    for name in others:
        if any(form not in own and _holds(tokens, form) for form in _forms(name)):
            return name
    return None


def _form(idea: str) -> str | None:
    if not SHORTEST <= len(idea) <= LONGEST:
        return f"its length is {len(idea)}"
    if any(mark.isnumeric() or mark.isdigit() for mark in idea):
        return "it holds a digit"
    strange = sorted({mark for mark in idea if not (mark.isalpha() or mark in " ,'’-")})
    if strange:
        return f"it holds {' '.join(map(repr, strange))}"
    tokens = idea.split()
    if len(tokens) < 2 or any(len(token) > 30 for token in tokens):
        return "it is no phrase"
    return None


def _tokens(text: str) -> list[str]:
    """Lower-case words; the parts of hyphenated ones stand beside the whole."""
    found = []
    for word in _PLAIN.findall(text.lower().replace("’", "'")):
        found.append(word)
        if "-" in word or "'" in word:
            found.extend(part for part in re.split(r"[-']", word) if part)
    return found


def _vocabulary(idea: str) -> str | None:
    for word in _tokens(idea):
        for kind, bad in (
            ("number word", words.number_word(word)),
            ("direction", words.direction_word(word)),
            ("causal word", word in words.CAUSES),
            ("verdict", word in words.VERDICTS),
        ):
            if bad:
                return f"{kind} {word!r}"
    return None


def _name_words(name: str) -> tuple[str, ...]:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return tuple(word for word in re.split(r"[\W\d_]+", spaced.lower()) if word)


def _forms(name: str) -> set[tuple[str, ...]]:
    """A column's name as people would write it: whole, and without units at its end."""
    whole = _name_words(name)
    forms = {whole}
    while whole and whole[-1] in _UNITS:
        whole = whole[:-1]
        forms.add(whole)
    return {form for form in forms if form and not set(form) <= _FUNCTION}


def _stem(word: str) -> str:
    """Without the ending of a plural, near enough to compare words."""
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _holds(tokens: Sequence[str], form: tuple[str, ...]) -> bool:
    """Whether the words of a name all stand in the phrase, in whatever order, or written as one."""
    have = {_stem(word) for word in tokens}
    wanted = {_stem(word) for word in form if word not in _FUNCTION}
    return wanted <= have or "".join(form) in tokens


def _capitals(idea: str, variables: Sequence[str], level: str | None) -> str | None:
    allowed = {word for name in (*variables, level or "") for word in _name_words(name)}
    for place, word in enumerate(idea.split()):
        bare = word.strip(",'’-")
        if place and bare != bare.lower() and bare.lower() not in allowed:
            return f"it names {bare!r}"
    return None


def _substance(idea: str, variables: Sequence[str], copied: Iterable[str]) -> str | None:
    tokens = _tokens(idea)
    if any(" ".join(tokens) == " ".join(_tokens(text)) for text in copied):
        return "it copies an example"
    if any(tokens.count(word) > 2 for word in set(tokens) - _FUNCTION):
        return "it repeats itself"
    for name in variables:
        if any(_holds(tokens, form) for form in _forms(name)):
            return f"it repeats {name!r}"
    known = {_stem(word) for name in variables for word in _name_words(name)}
    new = [word for word in tokens if word not in _FUNCTION | _EMPTY and _stem(word) not in known]
    return None if new else "it says nothing new"


def _pointer(look_at: str | None, others: Sequence[str]) -> str | None:
    if look_at is None and not others:
        return None
    return None if look_at in others else f"there is no other column {look_at!r}"
