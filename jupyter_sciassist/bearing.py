"""What bears on a question: the cards of a scan, and those of tests that the question asks for by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from . import described, pipeline, profiles
from .analyses import interaction
from .errors import DataError
from .language import called as calling
from .language import goals, prior
from .language.vocabulary import Named
from .models.base import LanguageModel
from .records import Candidate, Suggestion

_TEXT_LEVELS = 5_000


class Cards(Protocol):
    """Suggestions about a named object: those of its scan, or of the tests `asked` for alone."""

    def __call__(self, name: str, asked: Sequence[Candidate] = (), /) -> Sequence[Suggestion]:
        """The suggestions, in no particular order."""


@dataclass(frozen=True)
class Tables:
    """The objects that can be asked about, and how their columns may be named."""

    objects: Mapping[str, Any]
    columns: Mapping[str, Sequence[Named]]
    about: str | None
    cards: Cards
    model: LanguageModel | None


def names_of(obj: Any, name: str, meanings: Mapping[str, str]) -> list[Named]:
    """How the columns of an object may be named in a question; empty where it is no data.

    All values of an array of several dimensions are named by its variable.
    """
    values = profiles.every(obj)
    whole = [] if values is None else names_of(values, name, meanings)
    try:
        seen = profiles.sampled(obj, name)
    except DataError:
        return whole
    found = [_named(one.name, one.role, one.raw, meanings.get(one.name, "")) for one in seen]
    own = profiles.own_column(obj, name)
    return [*whole, *(replace(one, also=name) if one.name == own != name else one for one in found)]


def _named(name: str, role: str, raw: Any, meaning: str) -> Named:
    numbers = raw.values.dtype.kind == "f"
    levels = raw.levels if raw.kind != "opaque" and len(raw.levels) <= _TEXT_LEVELS else ()
    few: tuple[float, ...] = ()
    different = np.unique(raw.values[~raw.missing])
    each = raw.kind in ("integer", "category", "text") and 1 < len(different) == len(raw.values)
    if raw.kind == "boolean":
        levels = ("False", "True")
    elif numbers:
        few = tuple(different.tolist()) if len(different) <= described.MANY else ()
    grouping = role in ("category", "boolean") or bool(levels)
    return Named(name, numbers, levels, meaning, few, grouping, raw.kind == "time", each)


def called(
    objects: Mapping[str, Any], columns: dict[str, list[Named]], question: str
) -> dict[str, list[Named]]:
    """The objects that a question may be about: a column called `values` or `rows` only where it is named as such."""
    found = {
        name: own
        for name, own in columns.items()
        if calling.by_name(question, name) or profiles.own_column(objects[name], name) != name
    }
    return found or columns


def is_namesake(tables: Tables, name: str) -> bool:
    """Whether an object is a column of its own name: a table with such a column may be meant as well."""
    return profiles.own_column(tables.objects[name], name) == name


def adds(tables: Tables, name: str, best: str, *, related: bool) -> bool:
    """Whether an object that fits a question like the best one may be meant instead.

    A column of its own goes with nothing; and it may be in the best one too, value for value.
    """
    if not is_namesake(tables, name):
        return True
    if related or name not in {one.name for one in tables.columns[best]}:
        return not related
    one, two = (profiles.columns(tables.objects[each], each, [name])[name] for each in (name, best))
    numbers = one.values.dtype.kind == two.values.dtype.kind == "f"
    return not (numbers and np.array_equal(one.values, two.values, equal_nan=True))


def scanner(objects: Mapping[str, Any]) -> Cards:
    """Scans of the objects, over all rows, each made once."""
    memory = pipeline.Memory()
    made: dict[str, list[Suggestion]] = {}

    def scanned(name: str, asked: Sequence[Candidate] | None) -> list[Suggestion]:
        profile = profiles.profile(objects[name], name)
        return pipeline.scan(objects[name], profile, memory, "door", asked=asked)

    def cards(name: str, asked: Sequence[Candidate] = (), /) -> list[Suggestion]:
        if name not in made:
            made[name] = scanned(name, None)
        return scanned(name, asked) if asked else made[name]

    return cards


def ranked(tables: Tables, question: str, subject: str) -> list[Suggestion]:
    """The cards about an object, those that bear most on the question first."""
    columns = tables.columns[subject]
    profile = profiles.profile(tables.objects[subject], subject)
    meanings = {column.name: column.meaning for column in columns}
    outcome = prior.of(profile, tables.about, meanings)
    cards = [*tables.cards(subject)]
    told = {
        frozenset(one.hypothesis.variables)
        for one in cards
        if one.hypothesis and one.hypothesis.relation == "interaction"
    }
    wanted = [
        test
        for names in goals.interplay(question, columns, interaction.terms(profile), outcome)
        if frozenset(names) not in told
        and (test := interaction.Interaction().asked(profile, names)) is not None
    ]
    if wanted:
        cards += tables.cards(subject, wanted)
    return goals.rank(question, columns, cards, outcome)


def holds(card: Suggestion, columns: Iterable[str]) -> bool:
    """Whether the claim of a card is about all of these columns."""
    return card.hypothesis is not None and set(columns) <= set(card.hypothesis.variables)
