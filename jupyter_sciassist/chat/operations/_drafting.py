"""Code that the engine wrote, checked and tried like any other draft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ... import drafts
from ...drafts import Refused, UntriedError
from ...records import Suggestion
from ..context import Context, PendingError
from ..records import Reply
from ._telling import Telling


@dataclass(frozen=True)
class Written:
    """Code before it was tried: what is said beside it, what it does in a few words, and cards that belong to it."""

    telling: Telling
    code: str
    title: str
    suggestions: tuple[Suggestion, ...] = ()


def offered(written: Written | Reply | None, context: Context) -> Reply | None:
    """The reply with the code as a draft that may be inserted, or with why there is none; a reply without code as it is.

    Raises
    ------
    PendingError
        Its trial is made beside.
    """
    if not isinstance(written, Written):
        return written
    try:
        made = drafts.from_code(
            written.code, written.title, context, "engine", attempt=context.attempt
        )
    except UntriedError as error:
        raise PendingError(written.telling.reply(suggestions=written.suggestions)) from error
    if isinstance(made, Refused):
        written.telling.say(f"No code is offered: {made.told}")
        return written.telling.reply(suggestions=written.suggestions)
    if context.store is not None:
        (card,) = context.store.keep_asked([made.suggestion])
        made = replace(made, suggestion=card)
    return written.telling.reply(suggestions=written.suggestions, draft=made)
