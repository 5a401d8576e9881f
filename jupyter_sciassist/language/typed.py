"""The model's reading of a question: a typed request within a schema whose enums are the real names.

The model never supplies a number: thresholds are those that stand in the question, as its words were
read. Its reading only confirms another.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from ..errors import ModelReplyError
from ..models.base import LanguageModel
from ..records import Operation, Request
from . import prompts
from .vocabulary import Named

_TOKENS = 160
_NONE = "none"
_COLUMNS = 40
_LEVELS = 30
_QUESTION = 300

Told = Mapping[str, Any]


def schema(columns: Sequence[Named]) -> dict[str, Any]:
    """JSON schema of a request: operation, columns, group, levels and filter, all of them enums."""
    names = [column.name for column in columns[:_COLUMNS]]
    levels = [level for column in columns[:_COLUMNS] for level in column.levels[:_LEVELS]]
    choice = {"enum": [_NONE, *names]}
    level = {"enum": [_NONE, *dict.fromkeys(levels)]}
    fields: dict[str, Any] = {
        "operation": {"enum": list(get_args(Operation))},
        "column": choice,
        "other_column": choice,
        "group": choice,
        "level": level,
        "other_level": level,
        "filter_column": choice,
        "filter_level": level,
    }
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def read(
    model: LanguageModel,
    question: str,
    subject: str,
    columns: Sequence[Named],
    about: str | None,
    cancel: threading.Event | None = None,
) -> Told | None:
    """What the model reads, or None where its answer is no such object.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    meanings = {column.name: column.meaning for column in columns}
    prompt = prompts.request(
        opening=prompts.table(about=about, columns=meanings), question=question[:_QUESTION]
    )
    try:
        answer = model.complete(prompt, schema=schema(columns), max_tokens=_TOKENS, cancel=cancel)
    except ModelReplyError:
        return None
    try:
        told = json.loads(answer.text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def same(told: Told, request: Request) -> bool:
    """Whether the model's reading is the same as one of the words: operation, columns, group, filter."""
    names = {told.get("column"), told.get("other_column")} - {_NONE, None}
    levels = {told.get("level"), told.get("other_level")} - {_NONE, None}
    filters = {
        (told.get("filter_column"), told.get("filter_level"))
        if told.get("filter_level") != _NONE
        else (told.get("filter_column"), None)
    } - {(_NONE, None), (None, None)}
    conditions = [*request.filter, *([request.threshold] if request.threshold else [])]
    wanted = {
        (one.column, str(one.value) if isinstance(one.value, str) else None) for one in conditions
    }
    group = told.get("group") if told.get("group") != _NONE else None
    if told.get("operation") != request.operation:
        return False
    if request.levels and levels != set(request.levels):
        return False
    seen = names | {group} | {column for column, _ in filters}
    meant = {*request.variables, request.group, *(column for column, _ in wanted)}
    return seen - {None} == meant - {None} and {level for _, level in wanted} - {None} <= (
        {level for _, level in filters} | levels
    )
