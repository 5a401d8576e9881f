"""Code for a request: a model writes it, code checks and tries it, and only then it is offered.

`steps` does the work as a generator: it touches the user's objects itself and yields what has to be waited for
(the model, the trial) as functions that touch none, so that a kernel can wait in another thread than the one that
reads objects. `draft` and `from_code` wait where they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from .. import profiles
from ..cells import cautions, digest, trees
from ..errors import DataError
from ..language import coding, prompts, vocabulary
from ..language.vocabulary import Named
from ..profiles import known
from ..records import Fingerprint, Note, Subject, Suggestion, suggestion_id
from . import dangers, modules, names, paths, source, trial
from .base import Live, Missing, Refused, live
from .records import Draft, Trial

Write = Callable[[str, dict[str, Any] | None, int], str]
Step = Callable[[], Any]
Try = Callable[[trial.Job, Callable[[], bool]], trial.Tried]
Steps = Generator[Step, Any, Draft | Refused]
Origin = Literal["engine", "model"]

_REPAIRS = 2
_DOUBTS = 5
_TITLE = 90
_NEAREST = 5
_LIBRARIES = "numpy pandas polars scipy matplotlib seaborn statsmodels sklearn".split()
_UNNAMED = "the model of this server"
_NOTE = "Written by a model for this request. Code checked its names and tried it; nobody checked what it means."
# Errors that mean: something of that name does not exist.
_ABSENT = frozenset(
    "NameError AttributeError KeyError ImportError ModuleNotFoundError ColumnNotFoundError UndefinedVariableError "
    "PatsyError SchemaFieldNotFoundError".split()
)
_CUT = "The reply was cut off before its end, or is not of the form that was asked for. Write less code."


def draft(
    question: str,
    context: Live,
    write: Write,
    *,
    model: str | None = None,
    attempt: Try = trial.run,
) -> Draft | Refused:
    """Code that does what a request asks for, checked and tried on a sample.

    Parameters
    ----------
    question : str
    context : Live
        The live notebook; a conversation's context is one.
    write : callable
        `write(prompt, schema, max_tokens)` gives what the model writes.
    model : str, optional
        Its id, for the record.
    attempt : callable
        Makes the trial; may raise UntriedError where somebody else is to make it first.

    Returns
    -------
    Draft or Refused
        Refused where what was written cannot be read, or names something that does not exist.

    Raises
    ------
    ModelError
        The model could not answer.
    """
    return _driven(steps(question, context, write, model=model, attempt=attempt))


def from_code(
    code: str,
    title: str,
    context: Live,
    origin: Origin = "engine",
    *,
    model: str | None = None,
    attempt: Try = trial.run,
) -> Draft | Refused:
    """The same checks and trial for code that is there already.

    Parameters
    ----------
    code : str
    title : str
        What it does, in a few words.
    context : Live
    origin : {"engine", "model"}
        Who wrote it.
    model : str, optional
        The model's id, where one did.
    attempt : callable
        As of `draft`.
    """
    return _driven(checking(code, title, context, origin, model=model, attempt=attempt))


def _driven(work: Steps) -> Draft | Refused:
    made = None
    while True:
        try:
            step = work.send(made)
        except StopIteration as end:
            found: Draft | Refused = end.value
            return found
        made = step()


@dataclass(frozen=True)
class _Fault:
    """Why a draft cannot be offered as it is: what the model is told, and what is missing."""

    told: str
    missing: tuple[Missing, ...] = ()


def steps(
    question: str,
    context: Live,
    write: Write,
    *,
    model: str | None = None,
    attempt: Try = trial.run,
) -> Steps:
    """The steps of `draft`: functions to be called anywhere, whose results are sent back."""
    offered = _variables(question, context)
    form = coding.schema([one.name for one in offered])
    libraries = [name for name in _LIBRARIES if modules.installed(name)]
    prompt = coding.opening(offered, libraries, _cells(context), question)
    repairs, tried = _REPAIRS, False
    while True:
        if context.stopped():
            return Refused("Stopped before there was code.")
        text: str = yield partial(write, prompt, form, coding.MAX_TOKENS)
        reply = coding.parse(text)
        made: tuple[Draft, trial.Failure | None] | _Fault
        made = (
            _Fault(_CUT)
            if reply is None
            else (yield from _tried(reply.code, _title(question), context, "model", model, attempt))
        )
        if isinstance(made, _Fault):
            if not repairs:
                return _refused(made)
            repairs -= 1
            prompt = coding.again(prompt, text, made.told)
            continue
        found, failure = made
        if failure is None or tried or context.stopped():
            return found if failure is None else _settled(found, failure, context)
        tried = True
        prompt = coding.again(prompt, text, failure.told())


def checking(
    code: str,
    title: str,
    context: Live,
    origin: Origin,
    *,
    model: str | None = None,
    attempt: Try = trial.run,
) -> Steps:
    """The steps of `from_code`."""
    made = yield from _tried(code, prompts.clean(title, _TITLE), context, origin, model, attempt)
    if isinstance(made, _Fault):
        return _refused(made)
    found, failure = made
    return found if failure is None else _settled(found, failure, context)


def _refused(fault: _Fault) -> Refused:
    return Refused(fault.told, fault.missing)


def _settled(found: Draft, failure: trial.Failure, context: Live) -> Draft | Refused:
    """A draft that failed is offered with its failure, unless that was a name that does not exist."""
    if _ABSENT.isdisjoint(failure.kinds) or _is_level(failure.message, context):
        return found
    quoted = re.findall(r"'([^']*)'", failure.message) or [failure.message]
    # `'DataFrame' object has no attribute 'x'`, but `cannot import name 'x' from 'y'`
    name = quoted[-1] if "AttributeError" in failure.kinds else quoted[0]
    named = Missing(failure.line or 1, "name", name)
    return Refused(f"The code failed on a sample: {failure.told()}.", (named,))


def _is_level(message: str, context: Live) -> bool:
    """A key that stands among the data: a row or group that the sample may lack, no name."""
    key = message.strip("'\"")
    return any(key in one.levels for columns in context.columns.values() for one in columns)


def _tried(
    code: str, title: str, context: Live, origin: Origin, model: str | None, attempt: Try
) -> Generator[Step, Any, tuple[Draft, trial.Failure | None] | _Fault]:
    """Read, check and try code."""
    everything = live(context)
    try:
        read = source.read(code)
        checked = names.check(read, everything)
        missing = _importing(checked.missing)
        if missing:
            read = source.read("\n".join([*missing, read.code]))
            checked = names.check(read, everything)
    except source.UnreadableError as error:
        return _Fault(f"It is no Python that can be read. {error}")
    if not read.tree.body:
        return _Fault("There is no code in it.")
    files = paths.missing(read, everything)
    needless = paths.loading(read, files, context.objects) if origin == "model" else set()
    if needless:
        lines = enumerate(read.code.splitlines(), 1)
        kept = "\n".join(line for number, line in lines if number not in needless)
        return (yield from _tried(kept, title, context, origin, model, attempt))
    absent = (*checked.missing, *files)
    if absent:
        return _Fault(_lacking(absent, context), absent)
    marks = dangers.marks(read, everything, context.objects, _labels(context))
    tried = _untried(read, marks) or trial.prepared(
        read.python, checked.reads, context.objects, everything
    )
    if isinstance(tried, trial.Job):
        job = tried
        tried = yield lambda: attempt(job, context.stopped)
    told = _with_doubts(tried.trial, checked)
    card = _card(read.code, title, context, checked.reads, origin, model)
    return Draft(card, told, tuple(one.danger for one in marks)), tried.failure


def _lacking(absent: Sequence[Missing], context: Live) -> str:
    told = " ".join(one.told() for one in absent)
    made_up = [one for one in absent if one.what in ("file", "name")]
    # Models like to load what is there already.
    return (
        f"{told} There are: {', '.join(context.objects)}." if made_up and context.objects else told
    )


def _importing(missing: Sequence[Missing]) -> list[str]:
    """The lines that import what the code uses under the names that everybody uses."""
    lines = dict.fromkeys(
        cautions.ALIASES[one.name]
        for one in missing
        if one.what == "name" and one.name in cautions.ALIASES
    )
    return [line for line in lines if modules.installed(_module(line))]


def _module(line: str) -> str:
    words = line.split()
    return f"{words[1]}.{words[3]}" if words[0] == "from" else words[1]


def _untried(read: source.Source, marks: Sequence[dangers.Mark]) -> trial.Tried | None:
    """Code that may do harm is not run at all."""
    if read.magics:
        return trial.not_run("it holds commands for the kernel or the system.")
    strong = [one.danger for one in marks if not one.mild]
    if not strong:
        return None
    first = strong[0]
    return trial.not_run(f"line {first.line} {first.told} ({first.call}).")


def _with_doubts(made: Trial, checked: names.Checked) -> Trial:
    doubts = checked.unsettled if made.state == "ran" else checked.doubts
    doubts = (*doubts, *(checked.unloaded if made.state == "not run" else ()))
    if not doubts:
        return made
    more = f"; and {len(doubts) - _DOUBTS} more" if len(doubts) > _DOUBTS else ""
    told = f"{made.told} These names could not be checked: {'; '.join(doubts[:_DOUBTS])}{more}."
    return Trial(made.state, told, made.rows, made.seconds, made.output)


def _card(
    code: str, title: str, context: Live, reads: Sequence[str], origin: Origin, model: str | None
) -> Suggestion:
    used = [name for name in reads if name in context.objects]
    subject = used[0] if used else ""
    note = Note(_NOTE, model or _UNNAMED) if origin == "model" else None
    return Suggestion(
        id=suggestion_id(coding.ANALYSIS, subject, tuple(used), code),
        kind="analysis" if used else "next step",
        subject=Subject(subject, _fingerprint(subject, context.objects)),
        title=title,
        analysis=coding.ANALYSIS,
        hypothesis=None,
        evidence=None,
        code=code,
        note=note,
    )


def _fingerprint(name: str, objects: Mapping[str, Any]) -> Fingerprint | None:
    obj = objects.get(name)
    if not any(known.is_exact(obj, module, "DataFrame") for module in ("pandas", "polars")):
        return None
    try:
        return profiles.profile(obj, name).fingerprint
    except DataError:
        return None


def _title(question: str) -> str:
    return f"Draft: {prompts.clean(question, _TITLE)}"


def _labels(context: Live) -> dict[str, list[str]]:
    return {name: [one.name for one in columns] for name, columns in context.columns.items()}


def _variables(question: str, context: Live) -> list[coding.Variable]:
    """Live variables as the model is told of them, those that the question names first."""
    columns = context.columns

    def far(name: str) -> int:
        """Last come those of which neither the name nor a column is spoken of."""
        named = any(_said(one.name, question) for one in columns.get(name, ()))
        return 0 if _said(name, question) else 1 if named else 2

    ordered = sorted(context.objects, key=far)[: coding.VARIABLES]
    return [
        _variable(name, context.objects[name], _foremost(question, columns.get(name, ())))
        for name in ordered
    ]


def _said(name: str, question: str) -> bool:
    """Whether a question speaks of a name: as it is written, or its words one after another."""
    words = " ".join(vocabulary.parts(name)) or name.casefold()
    asked = " ".join(vocabulary.parts(question))
    return f" {words} " in f" {asked} "


def _foremost(question: str, columns: Sequence[Named]) -> Sequence[Named]:
    """Of more columns than are told, those that the question speaks of first."""
    if len(columns) <= coding.COLUMNS:
        return columns
    return sorted(columns, key=lambda one: not _said(one.name, question))


def _variable(name: str, obj: Any, columns: Sequence[Named]) -> coding.Variable:
    rows = None
    if any(
        known.is_exact(obj, module, kind)
        for module in ("pandas", "polars")
        for kind in ("DataFrame", "Series")
    ):
        rows = len(obj)
    own = (
        {one.name: _word(one) for one in columns}
        if known.type_name(obj).endswith("DataFrame")
        else {}
    )
    return coding.Variable(name, known.type_name(obj), rows, own)


def _word(column: Named) -> str:
    if column.levels and len(column.levels) <= coding.LEVELS * 3:
        shown = [prompts.clean(one, coding.LEVEL) for one in column.levels[: coding.LEVELS]]
        return "/".join(shown) + ("/…" if len(column.levels) > coding.LEVELS else "")
    return "number" if column.numbers else "text"


def _cells(context: Live) -> list[str]:
    """Code of the cells up to the active one, the nearest last."""
    cells = [one for one in digest.cut(context.cells) if one["cell_type"] == "code"]
    at = next(
        (place for place, one in enumerate(cells) if one.get("id") == context.cell), len(cells) - 1
    )
    near = [trees.parse(one["source"]) for one in cells[max(0, at + 1 - _NEAREST) : at + 1]]
    return coding.neighbours([tree for tree in near if tree is not None])
