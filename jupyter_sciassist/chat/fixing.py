"""Code for a message, and the repair of a cell that failed: by code where what is wrong is sure, else by the model.

A draft is made from what the person asks and from names that exist. What stands in outputs, comments and odd names
goes into no prompt, and code that carries on what it says is not offered.
"""

from __future__ import annotations

import ast
import difflib
import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .. import drafts
from ..cells import cautions
from ..drafts import Draft, Refused
from ..errors import ModelError
from ..language import coding
from ..language.vocabulary import Named
from ..models.base import LanguageModel
from ..models.turns import CHAT
from . import cells, commenting, planted, untrusted
from .cells import Target
from .context import Context

_ABSENT_COLUMN = frozenset({"KeyError", "ColumnNotFoundError", "AttributeError"})
# Of the tokens of two lines, so many must be shared.
_ALIKE = 0.5
# Words of Python that orders are made of too: alone they carry nothing on.
_PYTHON = "print import from as format write add include use start end key keys drop rename replace insert apply "


def draft(question: str, context: Context, model: LanguageModel) -> Draft | Refused:
    """Code that does what the person asks.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    name = _id_of(model)

    def write(prompt: str, schema: dict[str, Any] | None, max_tokens: int) -> str:
        text = model.complete(prompt, schema=schema, max_tokens=max_tokens, priority=CHAT).text
        reply = coding.parse(text)
        if carried(reply.code if reply is not None else text, context, question):
            raise _CarriedError
        return text

    try:
        return drafts.draft(
            question, told(context, question), write, model=name, attempt=context.attempt
        )
    except _CarriedError:
        return Refused(
            "What the model wrote carries on a text that stands in the notebook's outputs, comments or names, not in your "
            "message."
        )


class _CarriedError(Exception):
    """What a model wrote carries on a planted text: it is not even tried."""


def _id_of(model: LanguageModel) -> str | None:
    try:
        return model.info().id
    except ModelError:
        return None


def told(context: Context, question: str) -> Context:
    """The context without the cells and names that a model should not read: harmful code, sentences, odd names."""
    kept = [cell for cell in context.cells if planted.is_plain(cell)]
    columns = {name: _told_of(own, question) for name, own in context.columns.items()}
    return replace(context, cells=kept, columns=columns)


def _told_of(columns: Sequence[Named], question: str) -> list[Named]:
    planted = any(untrusted.is_odd(column.name) for column in columns)
    kept = [
        column
        for column in columns
        if column.name in question
        or not (untrusted.is_odd(column.name) or (planted and " " in column.name))
    ]
    return [
        replace(
            column, levels=tuple(level for level in column.levels if not untrusted.is_odd(level))
        )
        for column in kept
    ]


def carried(code: str, context: Context, question: str) -> bool:
    """Whether code carries on what an output, a comment or an odd name says, and the question does not."""
    foreign: list[str] = []
    odd = [name for name in commenting.odd_names(context) if name not in question]
    for cell in context.cells:
        for one in cell.get("outputs") or ():
            error = f"{one.get('ename', '')}: {one.get('evalue', '')}"
            shown = str((one.get("data") or {}).get("text/plain", ""))
            foreign += [str(one.get("text", "")), error, shown]
        odd += planted.texts(str(cell.get("source", "")))
    columns = [column.name for own in context.columns.values() for column in own]
    names = _without(" ".join([*context.names, *columns]), odd)
    return untrusted.carries(code, foreign, f"{question} {_PYTHON} {names}", odd)


def _without(text: str, odd: Sequence[str]) -> str:
    for name in odd:
        text = text.replace(name, " ")
    return text


def corrected(found: Target, context: Context) -> tuple[str, str] | None:
    """The cell with what is surely wrong put right, and what was done; None where nothing is sure.

    A name is put right where the source holds it, nothing of that name exists, and one that exists is near.
    """
    failure = found.failure
    if failure is None:
        return None
    quoted = re.findall(r"['\"]([^'\"\n]{1,120})['\"]", failure.message)
    for name in dict.fromkeys(quoted[-1:] + quoted):
        if failure.name in _ABSENT_COLUMN:
            made = _column(name, found.source, context)
        elif failure.name == "NameError":
            made = _name(name, found.source, context)
        else:
            made = None
        if made is not None:
            return made
    return None


def _column(name: str, source: str, context: Context) -> tuple[str, str] | None:
    used = [
        variable
        for variable in context.columns
        if re.search(rf"(?<!\w){re.escape(variable)}(?!\w)", source)
    ]
    columns = [column.name for variable in used for column in context.columns[variable]]
    if name in columns:
        return None
    near = cautions.near(name, columns)
    code = near and _replaced(source, name, near, attribute=near.isidentifier())
    return (code, f"{near} in the place of {name}") if code else None


def _name(name: str, source: str, context: Context) -> tuple[str, str] | None:
    if name in cautions.ALIASES and re.search(rf"(?<![\w.]){re.escape(name)}\b", source):
        return f"{cautions.ALIASES[name]}\n{source}", cautions.ALIASES[name]
    if not name.isidentifier() or name in context.names:
        return None
    near = cautions.near(name, context.names)
    code = near and _replaced(source, name, near, attribute=False)
    return (code, f"{near} in the place of {name}") if code else None


def _replaced(source: str, name: str, near: str, *, attribute: bool) -> str | None:
    """The source with each text or name `name` replaced; None where it holds none."""
    lines = source.splitlines(keepends=True)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return None
    places = [
        (token, _spelled(token, near))
        for before, token in zip([None, *tokens], tokens, strict=False)
        if _is(token, name, attribute if before is not None and before.string == "." else None)
    ]
    for token, text in reversed(places):
        row, start = token.start
        lines[row - 1] = f"{lines[row - 1][:start]}{text}{lines[row - 1][token.end[1] :]}"
    return "".join(lines) if places else None


def _is(token: tokenize.TokenInfo, name: str, attribute: bool | None) -> bool:
    if token.type == tokenize.STRING and token.start[0] == token.end[0]:
        try:
            return bool(ast.literal_eval(token.string) == name)
        except (ValueError, SyntaxError):
            return False
    return token.type == tokenize.NAME and token.string == name and attribute is not False


def _spelled(token: tokenize.TokenInfo, near: str) -> str:
    return repr(near) if token.type == tokenize.STRING else near


def fix(found: Target, context: Context, model: LanguageModel | None) -> Draft | Refused:
    """A draft that may mend a cell.

    Raises
    ------
    ModelError
        Only a model could, and it could not answer.
    """
    sure = corrected(found, context)
    if sure is not None:
        return drafts.from_code(sure[0], f"Draft: {sure[1]}", context, attempt=context.attempt)
    if model is None:
        raise ModelError("No model is at hand.")
    failure = found.failure
    where = f", which stops at line {failure.number} with {failure.name}" if failure else ""
    line = cells.bare(failure.line) if failure else ""
    asked = f"Correct the code of the last cell{where}{f': {line}' if line else ''}"
    made = draft(asked, replace(context, cell=found.id), model)
    if isinstance(made, Draft) and not touches(made.suggestion.code, found):
        return Refused(
            "No rule mends this error, and what the model drafted does not mend the line that failed."
        )
    return made


def touches(code: str, found: Target) -> bool:
    """Whether code is about the lines of a cell that failed, and changes them.

    The line that failed, or where that is not known any line, must come back much as it was.
    """
    lines = [line for line in found.source.splitlines() if line.strip()]
    failure = found.failure
    if failure is not None and failure.line and failure.line.strip() in found.source:
        lines = [failure.line]
    drafted = [_tokens(line) for line in code.splitlines() if line.strip()]
    alike = any(
        difflib.SequenceMatcher(None, _tokens(line), other).ratio() >= _ALIKE
        for line in lines
        for other in drafted
    )
    return alike and _tokens(code) != _tokens(found.source)


def _tokens(code: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", code)
