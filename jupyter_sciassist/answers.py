"""A question in words: read as a typed request, computed by code, answered with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import bearing, described, relating
from .errors import DataError, ModelError
from .language import (
    answering,
    cues,
    foreign,
    goals,
    heeding,
    requests,
    typed,
    vocabulary,
)
from .language.requests import Asked
from .language.vocabulary import Named
from .models.base import LanguageModel
from .records import Answer, Choice, Estimate, Evidence, Reading, Request, Suggestion

_LONG = 14
# What stands before or after the name of a table, and seldom at the same word used otherwise.
_PLACED = (
    r"(?i:\b(?:in|from|within|table|frame|dataframe|dataset|variable|array|series|object)\s+(?:the\s+)?)"
    r"{0}\b|^\s*{0}\s*:|\b{0}\s+(?i:table|frame|dataframe|dataset)\b"
)
_OPENING = frozenset("how which where who when".split())
_DESCRIPTIVE = frozenset(
    "mean median sd variance sum missing unique percent spearman pearson count mode high low share "
    "fraction percentile".split()
)
_FIGURES = _DESCRIPTIVE | frozenset("most fewest quartile1 quartile3 iqr range sign diff".split())


def ask(
    objects: Mapping[str, Any],
    question: str,
    *,
    about: str | None = None,
    columns: Mapping[str, str] | None = None,
    model: LanguageModel | None = None,
    cards: bearing.Cards | None = None,
    request: Request | None = None,
) -> Answer:
    """Answer a question about named objects.

    Parameters
    ----------
    objects : mapping of name to live object
    about, columns : description of the data and meanings of columns
        Read by the matching of words and by the model.
    model : LanguageModel, optional
        Its reading of the question may confirm that of the words; it never supplies a number or a name.
    cards : Cards, optional
        Without it suggestions are computed, over all rows.
    request : Request, optional
        The reading that the person chose; the question is not read again.

    Raises
    ------
    DataError
        No object is data, or the question is longer than any that is read.
    """
    refuse_long(question)
    told = columns or {}
    named = {n: found for n, obj in objects.items() if (found := bearing.names_of(obj, n, told))}
    if not named:
        raise DataError("Nothing here can be read as data. Load a table, then ask again.")
    named = bearing.called(objects, named, question)
    tables = bearing.Tables(objects, named, about, cards or bearing.scanner(objects), model)
    if request is not None:
        return _answered(tables, question, _chosen(request), chosen=True)
    other = in_other_words(question, named)
    if other is not None and other.english is None:
        return Answer(other.told, None, False)
    return _read(tables, question if other is None or other.english is None else other.english)


def _read(tables: bearing.Tables, question: str) -> Answer:
    """The answer to a question as it is read; what is not read is told."""
    subject, asked, tied = _subject(tables, question)
    if tied:
        return _which(tables, question, asked, tied)
    if asked.refused:
        return _refused(tables, question, subject, asked)
    answer = _by_words(tables, question, subject, asked)
    return _proposed(tables, question, subject, answer, asked)


def _by_words(tables: bearing.Tables, question: str, subject: str, asked: Asked) -> Answer:
    """The answer as the words are read."""
    if _is_goal(question, asked):
        return _goal(tables, question, subject, asked)
    if not asked.readings:
        return _unknown(tables, subject, asked)
    return _answered(tables, question, asked, subject=subject)


def _is_open(answer: Answer, words: vocabulary.Words, columns: Sequence[Named]) -> bool:
    """Whether the words give no figure, or one that leaves aside what they name."""
    reading = answer.reading
    if answer.verified or (reading is not None and not reading.unread and not reading.rivals):
        return False
    if answer.value is None or reading is None:
        return True
    related = reading.request.operation in ("relation", "factors")
    return bool(reading.unread) and (related or not heeding.heeded(reading.request, words, columns))


def _proposed(
    tables: bearing.Tables, question: str, subject: str, answer: Answer, asked: Asked
) -> Answer:
    """The figure of the model's reading, if that heeds all that the words name; else what the words gave.

    It is never verified: the reading is spelled out, and the words' own stands beside it. Which of several
    readings is meant that fit alike is for the person to say.
    """
    columns, model = tables.columns[subject], tables.model
    if model is None or not _asks_figure(question, asked):
        return answer
    words = requests.mended(question, columns)
    if not _is_open(answer, words, columns):
        return answer
    try:
        request = typed.read(model, question, subject, columns, tables.about)
    except ModelError:
        return answer
    torn = [one.request for one in asked.torn]
    if request is None or request in torn or not heeding.heeded(request, words, columns):
        return answer
    try:
        found = described.compute(request, tables.objects[subject])
    except DataError:
        return answer
    rivals: tuple[Choice, ...] = ()
    if answer.reading is not None and answer.reading.request != request:
        rivals = (Choice(answer.reading.text, answer.reading.request), *answer.reading.rivals)
    left = heeding.unmet(request, words, columns)
    reading = Reading(answering.described(request), request, left, rivals)
    text = answering.sentence(request, found.value, found.unit, found.n, found.facts)
    return Answer(
        answering.proposed(left) + text, found.value, False, found.unit, reading,
        _rests_on(request, found), answer.suggestions,
    )  # fmt: skip


def _asks_figure(question: str, asked: Asked) -> bool:
    """Whether a question asks for a figure or a label rather than for what goes with what."""
    words = [token.low for token in vocabulary.cut(question).tokens]
    if len(words) > _LONG and _is_goal(question, asked):
        return False
    figure = any(_FIGURES & set(found) for found in _cues_of(question))
    return figure or (len(words) <= _LONG and bool(set(words[:3]) & _OPENING))


def refuse_long(question: str) -> None:
    """DataError where a question is longer than any that is read: reading half of one would answer another."""
    if len(question) > vocabulary.QUESTION:
        raise DataError(
            f"The question has {len(question)} characters, and is read up to {vocabulary.QUESTION}. "
            "Ask in fewer words, or in the chat, which finds the question in a long message."
        )


def in_other_words(question: str, columns: Mapping[str, Sequence[Named]]) -> foreign.Heard | None:
    """What a question in another script says about these tables; None for one that is not."""
    names = [one.name for own in columns.values() for one in own]
    return foreign.heard(question, names, columns)


def _subject(tables: bearing.Tables, question: str) -> tuple[str, Asked, list[str]]:
    """The object that is meant: named as such, else the one whose columns fit; ties by name."""
    words = set(re.findall(r"\w+", question))
    meant = [
        name for name in tables.columns if name in words and _named_as_such(tables, name, question)
    ]
    subjects = meant or list(tables.columns)
    read = {name: requests.read(question, name, tables.columns[name]) for name in subjects}
    # mappings keep their order: the first is the most recent table
    best = max(
        subjects,
        key=lambda name: (*_fit(read[name]), not bearing.is_namesake(tables, name), name in words),
    )
    tied = [name for name in subjects if _fit(read[name]) == _fit(read[best])]
    sure = [name for name in tied if read[name].readings and read[name].readings[0].sure]
    related = bool(sure) and read[sure[0]].readings[0].request.operation in ("relation", "factors")
    sure = [one for one in sure if one == best or bearing.adds(tables, one, best, related=related)]
    return best, read[best], sure if len(sure) > 1 else []


def _named_as_such(tables: bearing.Tables, name: str, question: str) -> bool:
    """Whether a word can only be the name of an object: a table may be called `pairs` or `mass`.

    It stands in quotes, before a colon or after a word such as "in", or it is written as no ordinary word is;
    and it names no column or level of another object.
    """
    plain = re.escape(name)
    if re.search(rf"[`'\"]{plain}[`'\"]", question):
        return True
    placed = re.search(_PLACED.format(plain), question) or re.search(r"[\d_]", name)
    others = (columns for other, columns in tables.columns.items() if other != name)
    return bool(placed) and not any(vocabulary.spot(name, columns).mentions for columns in others)


def _fit(asked: Asked) -> tuple[bool, int, float]:
    top = asked.readings[0] if asked.readings else None
    return bool(top and top.sure), len(asked.mentioned), top.score if top else -1e9


def _is_goal(question: str, asked: Asked) -> bool:
    """A research question rather than one for a figure."""
    if asked.readings and asked.readings[0].sure:
        return False
    words = {cue for found in _cues_of(question) for cue in found}
    if asked.readings and len(asked.readings[0].unread) <= 1 and not asked.unknown:
        return False
    top = asked.readings[0] if asked.readings else None
    figure = top is not None and top.request.operation not in ("relation", "factors")
    if figure and top is not None and len(top.unread) <= 2:
        return False
    return len(question.split()) > _LONG or not words & _DESCRIPTIVE


def _cues_of(question: str) -> list[tuple[str, ...]]:
    tokens = [token.low for token in vocabulary.cut(question).tokens]
    return [
        cues.PHRASES.get(tuple(tokens[at : at + length]), ())
        for at in range(len(tokens))
        for length in range(1, cues.REACH + 1)
    ]


def _chosen(request: Request) -> Asked:
    return Asked((requests.Read(request, (), True, 0.0),))


def _choices(asked: Asked) -> tuple[Choice, ...]:
    return tuple(
        Choice(answering.described(one.request), one.request) for one in asked.readings[1:]
    )


def _answered(
    tables: bearing.Tables, question: str, asked: Asked, *, subject: str = "", chosen: bool = False
) -> Answer:
    """Compute the first reading; the others are its rivals."""
    top = asked.readings[0]
    request = top.request
    if not chosen and (asked.torn or top.dropped):
        return _open(asked)
    verified = chosen or asked.verified or _confirmed(tables, question, asked)
    reading = Reading(answering.described(request), request, top.unread, _choices(asked))
    nameless = request.operation in ("missing", "present") and not request.variables
    if top.unread and not verified and (nameless or _names_nothing(top.unread, question)):
        near = requests.nearest(top.unread, tables.columns[request.subject])
        text = answering.unknown(top.unread, near, request.subject)
        return Answer(text, None, False, reading=None)
    if request.operation in ("relation", "factors"):
        return relating.related(tables, question, reading, verified)
    try:
        found = described.compute(request, tables.objects[request.subject])
    except DataError as error:
        return Answer(str(error), None, False, reading=reading)
    text = answering.sentence(request, found.value, found.unit, found.n, found.facts)
    text = text if verified else answering.without(top.unread) + text
    return Answer(
        text, found.value, verified and found.firm, found.unit, reading, _rests_on(request, found)
    )


def _open(asked: Asked) -> Answer:
    """No figure where several columns fit alike, or where words that choose the rows were not understood."""
    top = asked.readings[0]
    first, *others = asked.torn or asked.readings
    rivals = tuple(Choice(answering.described(one.request), one.request) for one in others)
    reading = Reading(answering.described(first.request), first.request, top.unread, rivals)
    meant = [answering.described(one.request) for one in asked.torn]
    text = answering.which(meant) if meant else answering.dropped(top.dropped)
    return Answer(text, None, False, reading=reading)


def _rests_on(request: Request, found: described.Computed) -> Evidence:
    """A description is no test: its evidence has rows and a figure, no p."""
    estimate = None
    if isinstance(found.value, (int, float)) and not isinstance(found.value, bool):
        estimate = Estimate(answering.described(request), float(found.value), found.unit)
    return Evidence("description of all rows", estimate, None, found.n, None, None)


def _names_nothing(unread: Sequence[str], question: str) -> bool:
    """An unread word is written like the name of a column, or stands where one must."""
    chunks = question.replace("?", " ").replace(",", " ").split()
    for word in unread:
        holding = [chunk for chunk in chunks if word in chunk]
        if any("_" in chunk or "." in chunk.strip(".") for chunk in holding):
            return True
        for place, chunk in enumerate(chunks[1:], 1):
            if chunk == word and chunks[place - 1].casefold() in ("which", "rank"):
                return True
    return False


def _confirmed(tables: bearing.Tables, question: str, asked: Asked) -> bool:
    """Whether the model reads the question alike, and no condition is one that all rows meet, or none.

    "The quarters before 1970" are years before 1970: as a number of a quarter, 1970 leaves nothing out.
    """
    request = asked.readings[0].request
    return _model_agrees(tables, question, asked) and not described.idle(
        request, tables.objects[request.subject]
    )


def _model_agrees(tables: bearing.Tables, question: str, asked: Asked) -> bool:
    """Whether the model, which sees names only, reads a question like its words do.

    It may settle which of several names is meant, not that a word means nothing: a small model passes over
    what it does not know ("which unicorn has the highest mass?").
    """
    top = asked.readings[0]
    if tables.model is None or top.unread or top.request.operation in ("relation", "factors"):
        return False
    try:
        told = typed.read(
            tables.model, question, top.request.subject, tables.columns[top.request.subject],
            tables.about,
        )  # fmt: skip
    except ModelError:
        return False
    return told is not None and typed.same(told, top.request)


def _goal(tables: bearing.Tables, question: str, subject: str, asked: Asked) -> Answer:
    """A research question: the findings that bear on it, best first."""
    cards = bearing.ranked(tables, question, subject)
    reading = None
    if asked.readings:
        top = asked.readings[0]
        reading = Reading(
            answering.described(top.request), top.request, top.unread, _choices(asked)
        )
    if not cards:
        text = f"No analysis of {subject} says anything about this."
    else:
        named = goals.named(question, tables.columns[subject])
        shown = cards[: relating.SHOWN]
        shown = [card for card in shown if bearing.holds(card, named)] or shown
        firm = [card for card in shown if card.evidence is not None and card.evidence.asserted]
        lead = (firm or shown)[0]
        told = lead.hypothesis.statement if lead.hypothesis is not None else lead.title
        doubt = "" if lead in firm else "Nothing is established; the nearest finding: "
        text = relating.over(lead, f"{doubt}{told}")
    return Answer(
        text, None, False, reading=reading, suggestions=tuple(cards[: 2 * relating.SHOWN])
    )


def _refused(tables: bearing.Tables, question: str, subject: str, asked: Asked) -> Answer:
    """What cannot be known from the data, with what the data do say about it."""
    cards: list[Suggestion] = []
    if asked.mentioned:
        cards = bearing.ranked(tables, question, subject)[: relating.SHOWN]
    return Answer(answering.refused(asked.refused), None, False, suggestions=tuple(cards))


def _unknown(tables: bearing.Tables, subject: str, asked: Asked) -> Answer:
    near = requests.nearest(asked.unknown, tables.columns[subject])
    return Answer(answering.unknown(asked.unknown, near, subject), None, False)


def _which(tables: bearing.Tables, question: str, asked: Asked, tied: Sequence[str]) -> Answer:
    """Several tables fit: the most recent one is answered, the others are offered."""
    top = asked.readings[0]
    others = tuple(
        replace(top, request=replace(top.request, subject=name))
        for name in tied
        if name != top.request.subject
    )
    answer = _answered(tables, question, Asked((replace(top, sure=False), *others)))
    if answer.reading is None:
        return answer
    rivals = tuple(
        Choice(f"{one.request.subject}: {answering.described(one.request)}", one.request)
        for one in others
    )
    reading = replace(
        answer.reading,
        text=f"{top.request.subject}: {answer.reading.text}",
        rivals=rivals,
    )
    return replace(answer, verified=False, reading=reading)
