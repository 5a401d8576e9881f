"""The model's note beside a finding: what could be behind it, and where to look next.

The finding itself is worded by code. The model fills two fields of a schema, the checker passes or
drops them, and code composes the sentences.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import ModelReplyError
from ..models.base import LanguageModel, ModelInfo, Runtime
from ..records import Note, Suggestion
from . import checker, prompts, replies
from .asked import Asked

_TOKENS = 60
_MISFIT = "the reply does not fit the schema"
_TRIES = ((0, 0.0), (1, 0.7))

_BY_RELATION = {
    "association": "both", "nonlinear": "both", "lag": "both", "mediation": "both",
    "confounding": "both", "interaction": "groups", "difference": "groups", "cluster": "groups",
    "heteroscedasticity": "groups", "trend": "time", "changepoint": "time", "periodicity": "time",
}  # fmt: skip
_SAID = {
    "both": "Could go along with both:",
    "groups": "The groups could also differ in",
    "time": "Could have changed over the same time:",
    "records": "Could have to do with",
}
_WHY = {
    "both": "it could go along with both",
    "groups": "the groups could differ in it too",
    "time": "it could have changed over the same time",
    "records": "it could have to do with this",
}


@dataclass(frozen=True)
class Written:
    """A note, and all that it takes to have the model write its `reply` again."""

    note: Note
    asked: Asked
    reply: str
    model: ModelInfo
    runtime: Runtime | None


@dataclass(frozen=True)
class Dropped:
    """No note, and why."""

    reason: str


def note(
    model: LanguageModel,
    suggestion: Suggestion,
    columns: Mapping[str, str],
    cancel: threading.Event | None = None,
    *,
    about: str | None = None,
    roles: Mapping[str, str] | None = None,
) -> Written | Dropped:
    """Ask for a note; one more try with another seed where the first reply must not be shown.

    Parameters
    ----------
    columns : mapping of column name to meaning (or "")
        All columns of the suggestion's object.
    about, roles
        As for `outcome.scores`; given alike, the model reads the table once for both.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    variables = suggestion.hypothesis.variables if suggestion.hypothesis else ()
    others = [name for name in columns if name not in variables]
    worth = _worth_a_look(others, roles or {})
    prompt = prompts.note(
        opening=prompts.table(about=about, columns=columns, roles=roles),
        finding=finding(suggestion),
        variables=variables,
        question=_question(suggestion),
    )
    choices = tuple(worth[: replies.CHOICES])
    dropped = Dropped("no reply")
    for seed, temperature in _TRIES:
        asked = Asked(prompt, choices, _TOKENS, temperature, seed)
        try:
            answer = asked.of(model, cancel)
        except ModelReplyError:
            dropped = Dropped(_MISFIT)
            continue
        made = _read(answer.text, suggestion, others, worth)
        if isinstance(made, str):
            info = model.info()
            return Written(Note(made, info.id), asked, answer.text, info, answer.runtime)
        dropped = made
    return dropped


def _read(text: str, suggestion: Suggestion, others: list[str], worth: list[str]) -> str | Dropped:
    """The text of a note from one answer, or why there is none; only columns `worth` a look are pointed at."""
    hypothesis, question = suggestion.hypothesis, _question(suggestion)
    variables = hypothesis.variables if hypothesis else ()
    reply = replies.parse(text)
    if reply is None:
        return Dropped(_MISFIT)
    other = checker.named(reply.idea, variables, others)
    if other is not None and other not in worth:
        return Dropped(f"it speaks of the column {other!r}, which only names rows or never varies")
    if other is not None:
        # Nothing of the phrase is shown: a column is all that it comes down to.
        return pointer(other, question)
    wrong = checker.check(
        reply,
        variables=variables,
        columns=[*variables, *worth],
        level=hypothesis.level if hypothesis else None,
        copied=[example[2] for example in prompts.EXAMPLES],
    )
    return compose(reply, question) if wrong is None else Dropped(wrong)


def _worth_a_look(others: list[str], roles: Mapping[str, str]) -> list[str]:
    """Those columns that can be analysed: an identifier has nothing to say, nor has what never varies."""
    return [name for name in others if roles.get(name) not in ("id", "constant")]


def _question(suggestion: Suggestion) -> str:
    relation = suggestion.hypothesis.relation if suggestion.hypothesis else None
    return _BY_RELATION.get(relation or "", "records")


def finding(suggestion: Suggestion) -> str:
    """The sentence of a card without the numbers that stand in parentheses at its end."""
    text = suggestion.hypothesis.statement if suggestion.hypothesis else suggestion.title
    text = text.rstrip(". ")
    if not text.endswith(")"):
        return text
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            return text[:at].rstrip() or text
    return text


def compose(reply: replies.Reply, question: str) -> str:
    """The sentences of a checked reply."""
    text = f"{_SAID[question]} {reply.idea}."
    return text if reply.look_at is None else f"{text} Look at `{reply.look_at}` next."


def pointer(column: str, question: str) -> str:
    """The sentence where the model thought of a column that the table has."""
    return f"Look at `{column}` next: {_WHY[question]}."
