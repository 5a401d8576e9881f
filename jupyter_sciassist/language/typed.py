"""The model's reading of a question: a typed request within a schema that allows only what is there.

Operations, columns and levels are those that exist; a number is one that stands in the question. A level goes with
its own column only. The model may also say that the columns do not hold the answer. What it read is checked
by code (`heeding`) and is never more than a guess of its own: it confirms a reading of the words, or stands unverified.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import ModelReplyError
from ..models.base import LanguageModel
from ..models.turns import CHAT
from ..records import Comparison, Filter, Operation, Request
from . import prompts, requests
from .vocabulary import Mention, Named, Words, kin, parts

_TOKENS = 200
_COLUMNS = 40
_LEVELS = 30
_QUESTION = 300
_CONDITIONS = 3
NOTHING = "not in this table"
_SINGLE: Mapping[str, Operation] = {
    "mean": "mean", "median": "median", "sum": "sum", "largest value": "max",
    "smallest value": "min", "standard deviation": "sd", "range": "range",
}  # fmt: skip
_ANY: Mapping[str, Operation] = {
    "number of missing values": "missing", "number of different values": "unique",
    "most common value": "mode",
}  # fmt: skip
_PAIRS: Mapping[str, Operation] = {"correlation": "spearman", "direction of the relation": "sign"}
_RANKED: Mapping[str, Operation] = {
    "group with the highest": "best_group", "group with the lowest": "worst_group",
}  # fmt: skip
_BY: Mapping[str, str] = {
    "mean": "mean", "median": "median", "sum": "sum", "largest value": "max",
    "smallest value": "min",
}  # fmt: skip
_ROWS = "number of rows"
_SHARE = "percentage of rows"
_DIFFERENCE = "difference of two groups"
_QUANTILE = "quantile"
_OPS: Mapping[str, Comparison] = {
    "above": ">",
    "below": "<",
    "at least": ">=",
    "at most": "<=",
    "equal to": "==",
}
_TIMES: Mapping[str, Comparison] = {"in": "during", "after": ">", "before": "<"}

Schema = dict[str, Any]


def schema(columns: Sequence[Named], words: Words) -> Schema | None:
    """JSON schema of the requests that a question with these words can be; None for a table without columns."""
    shown = columns[:_COLUMNS]
    if not shown:
        return None
    numbers = _numbers(words)
    where = _where(shown, words, numbers)
    names = [one.name for one in shown]
    measured = [one.name for one in shown if one.numbers]
    groups = [one.name for one in shown if one.grouping or one.few or one.each or one.time]
    several = {"where": _list(where)} if where else {}
    kinds = [_object({"find": _enum([*_ANY]), "of": _enum(names), **several})]
    kinds.append(_object({"find": _enum([_ROWS]), **several}))
    if where:
        kinds.append(_object({"find": _enum([_SHARE]), "with": {"anyOf": where}, **several}))
    if measured:
        of = _enum(measured)
        kinds.append(_object({"find": _enum([*_SINGLE]), "of": of, **several}))
        kinds.append(_object({"find": _enum([*_PAIRS]), "of": of, "and": of, **several}))
        levels = [percent(one) for one in numbers if 0 < one < 100]
        if levels:
            level = {"percent": {"enum": levels}}
            kinds.append(_object({"find": _enum([_QUANTILE]), **level, "of": of, **several}))
    if groups:
        ranked = {"find": _enum([*_RANKED]), "by": _enum([_ROWS]), "group": _enum(groups)}
        kinds.append(_object({**ranked, **several}))
        if measured:
            ranked = {**ranked, "by": _enum([*_BY]), "of": _enum(measured)}
            kinds.append(_object({**ranked, **several}))
    kinds += [
        _object(
            {
                "find": _enum([_DIFFERENCE]), "group": _enum([one.name]),
                "first": _enum(_labels(one)), "second": _enum(_labels(one)),
                "by": _enum([*_BY]), "of": _enum(measured), **several,
            }
        )
        for one in shown
        if measured and len(_labels(one)) > 1
    ]  # fmt: skip
    kinds.append(_object({"find": _enum([NOTHING])}))
    return _object({"request": {"anyOf": kinds}})


def _enum(values: Sequence[Any]) -> Schema:
    return {"enum": list(values)}


def _list(items: Sequence[Schema]) -> Schema:
    return {"type": "array", "items": {"anyOf": list(items)}, "maxItems": _CONDITIONS}


def _object(fields: Mapping[str, Any]) -> Schema:
    return {
        "type": "object", "properties": dict(fields), "required": list(fields),
        "additionalProperties": False,
    }  # fmt: skip


def _numbers(words: Words) -> list[int | float]:
    found = dict.fromkeys(one.number for one in words.mentions if one.kind == "number")
    return [int(one) if one == int(one) and abs(one) < 2**53 else one for one in found]


def percent(level: float) -> float:
    """The level of a quantile in percent: 0.9 is 90 %."""
    found = round(100 * level, 9) if level < 1 else level
    return int(found) if found == int(found) else found


def _labels(column: Named) -> list[str]:
    """Levels that may be compared: those of a category, or the few numbers of a column."""
    if column.levels and not column.each:
        return list(column.levels[:_LEVELS])
    return [f"{value:.15g}" for value in column.few] if len(column.few) <= _LEVELS else []


def _said(column: Named, words: Words, kind: str) -> list[Mention]:
    return [one for one in words.mentions if one.kind == kind and column.name in one.columns]


def _where(columns: Sequence[Named], words: Words, numbers: Sequence[float]) -> list[Schema]:
    """The conditions that may be set, a column at a time."""
    found = []
    for column in columns:
        name = _enum([column.name])
        spoken = list(dict.fromkeys(one.level for one in _said(column, words, "level")))
        named = _named(column, words)
        levels = spoken or (_labels(column) if named and not column.numbers else [])
        if levels:
            found.append(_object({"column": name, "is": _enum(levels)}))
            continue
        if column.time:
            dates = list(dict.fromkeys(one.level for one in _said(column, words, "date")))
            if dates:
                fields = {"column": name, "is": _enum([*_TIMES]), "date": _enum(dates)}
                found.append(_object(fields))
            continue
        if column.numbers and numbers:
            fields = {"column": name, "is": _enum([*_OPS]), "value": _enum(numbers)}
            found.append(_object(fields))
        if named and column.numbers and 1 < len(column.few) <= _LEVELS:
            few = [int(one) if one == int(one) else one for one in column.few]
            found.append(_object({"column": name, "is": _enum(["equal to"]), "value": _enum(few)}))
    return found


def _named(column: Named, words: Words) -> bool:
    """Whether a word of the question is one of the column's name or meaning, or of their family."""
    own = [one for one in (*parts(column.name), *parts(column.meaning)) if len(one) > 2]
    return any(kin(token.low, one) for token in words.tokens for one in own)


def read(
    model: LanguageModel,
    question: str,
    subject: str,
    columns: Sequence[Named],
    about: str | None,
    cancel: threading.Event | None = None,
) -> Request | None:
    """What the model reads; None where it says that the answer is not there, or its answer is no such object.

    Parameters
    ----------
    question : str
        Its numbers, dates and the labels that it names are those that a condition may have.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    words = requests.spotted(question, columns)
    form = schema(columns, words)
    if form is None:
        return None
    prompt = prompts.request(
        opening=prompts.fields(about=about, columns=[_line(one) for one in columns[:_COLUMNS]]),
        question=question[:_QUESTION],
    )
    try:
        answer = model.complete(
            prompt, schema=form, max_tokens=_TOKENS, cancel=cancel, priority=CHAT
        )
    except ModelReplyError:
        return None
    try:
        told = json.loads(answer.text)["request"]
        found = request(told, subject, columns)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if found is not None and _sound(found, columns) else None


def _sound(one: Request, columns: Sequence[Named]) -> bool:
    """Whether a request has what its operation needs, of columns that exist: an endpoint may keep to no schema."""
    conditions = [*one.filter, *([one.threshold] if one.threshold is not None else [])]
    used = {*one.variables, *(each.column for each in conditions if each.column)}
    used |= {one.group} if one.group is not None else set()
    counts = one.operation in ("rows", "count", "count_group", "share") or one.by == "count"
    return used <= {each.name for each in columns} and (counts or bool(one.variables))


def _line(column: Named) -> tuple[str, str]:
    """A column's name, and what is told of it: its meaning, kind and first levels."""
    levels = _labels(column)
    kind = "date" if column.time else "number" if column.numbers else "label"
    if levels:
        kind = " / ".join(levels[:_SHOWN]) + (" / ..." if len(levels) > _SHOWN else "")
    elif column.each:
        kind = "each row its own"
    return column.name, f"{kind}; {column.meaning}" if column.meaning else kind


_SHOWN = 6


def request(told: Mapping[str, Any], subject: str, columns: Sequence[Named]) -> Request | None:
    """The typed request that a reply means; None where it says that there is none."""
    find = told["find"]
    filters = tuple(dict.fromkeys(_condition(one) for one in told.get("where", ())))
    about = tuple(dict.fromkeys(told[key] for key in ("of", "and") if key in told))
    if find == NOTHING:
        return None
    if find == _ROWS:
        return _counted(subject, filters)
    if find == _SHARE:
        counted = _condition(told["with"])
        rest = tuple(one for one in filters if one != counted)
        return Request(subject, "share", by="percent", threshold=counted, filter=rest)
    if find == _QUANTILE:
        level = Filter("", "<=", told["percent"])
        return Request(subject, "quantile", about, threshold=level, filter=filters)
    if find in _RANKED:
        by = "count" if told["by"] == _ROWS else _BY[told["by"]]
        group = told["group"]
        return Request(subject, _RANKED[find], about, group=group, by=by, filter=filters)
    if find == _DIFFERENCE:
        pair = (told["first"], told["second"])
        if pair[0] == pair[1]:
            return None
        filters = tuple(one for one in filters if one.column != told["group"])
        return Request(
            subject, "diff", about, group=told["group"], levels=pair, by=_BY[told["by"]],
            filter=filters,
        )  # fmt: skip
    if find in _PAIRS:
        return Request(subject, _PAIRS[find], about, filter=filters) if len(about) == 2 else None
    operation = _SINGLE.get(find) or _ANY[find]
    single = {one.name for one in columns if one.each}
    if operation in ("mean", "sum", "median") and any(one.column in single for one in filters):
        operation = "value"
    return Request(subject, operation, about, filter=filters)


def _counted(subject: str, filters: tuple[Filter, ...]) -> Request:
    if not filters:
        return Request(subject, "rows")
    alone = len(filters) == 1 and filters[0].op == "=="
    return Request(subject, "count_group" if alone else "count", filter=filters)


def _condition(told: Mapping[str, Any]) -> Filter:
    if "date" in told:
        return Filter(told["column"], _TIMES[told["is"]], told["date"])
    if "value" in told:
        return Filter(told["column"], _OPS[told["is"]], told["value"])
    return Filter(told["column"], "==", told["is"])


def same(told: Request, read: Request) -> bool:
    """Whether two readings ask for the same: operation, columns, group, levels, statistic and conditions."""
    return _plain(told) == _plain(read)


def _plain(one: Request) -> tuple[Any, ...]:
    conditions = frozenset((each.column, each.op, str(each.value)) for each in one.filter)
    counted = one.threshold and (one.threshold.column, one.threshold.op, str(one.threshold.value))
    kind: str = "count" if one.operation == "count_group" else one.operation
    by = "percent" if one.by == "fraction" else one.by
    # Which coefficient is meant the words say, or nobody does.
    kind = "correlation" if kind in ("spearman", "pearson") else kind
    pair = frozenset(one.variables) if kind in ("correlation", "sign") else one.variables
    return kind, pair, one.group, one.levels, by, counted, conditions
