"""What stands in the way of a value: codes for missing values and far values among those that it was made of."""

from __future__ import annotations

from collections.abc import Iterable

from ... import profiles
from ..context import Context
from ..records import Reply
from . import _faults
from ._telling import Telling

_MOST = 3
_COUNTED = " What is said here counts it: `clean` says what can be done."


def say(telling: Telling, context: Context, subject: str, names: Iterable[str]) -> None:
    """Add a sentence for each of these columns whose values are in doubt."""
    obj = context.objects[subject]
    wanted = list(dict.fromkeys(names))
    known = {one.name: one for one in profiles.profile(obj, subject).columns if one.name in wanted}
    raws = profiles.columns(obj, subject, list(known)) if known else {}
    told = [
        fault.told
        for name, raw in raws.items()
        if raw.kind in ("integer", "float")
        and not raw.levels
        and known[name].role in ("numeric", "count")
        for fault in _faults.numbers(telling, known[name], raw, None)
    ]
    for parts in told[:_MOST]:
        telling.say("Note: ", *parts, _COUNTED)
    if len(told) > _MOST:
        telling.say(
            f"{len(told) - _MOST} more columns hold such values: `clean {subject}` lists them."
        )


def beside(reply: Reply, context: Context) -> Reply:
    """A value with what is in doubt of the columns that it was made of."""
    answer = reply.answer
    if answer is None or answer.reading is None or answer.value is None or answer.suggestions:
        return reply
    request = answer.reading.request
    if request.subject not in context.objects or request.operation in (
        "rows",
        "columns",
        "missing",
        "present",
    ):
        return reply
    telling = Telling(request.subject)
    names = [*request.variables, *(one.column for one in request.filter)]
    say(telling, context, request.subject, names)
    return telling.after(reply)
