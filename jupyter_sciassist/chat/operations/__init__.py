"""What the chat can be asked to do beside answering questions: each file one operation.

`respond(question, context)` gives a reply by code alone, or None where the message is of another kind; what none
of them takes is left to `answers.ask`.
"""

from __future__ import annotations

from collections.abc import Callable

from ..context import Context
from ..records import Reply
from . import describing, nexting, plotting, powering, predicting, testing, trending

Operation = Callable[[str, Context], Reply | None]
OPERATIONS: tuple[Operation, ...] = (
    nexting.respond,
    powering.respond,
    testing.respond,
    predicting.respond,
    plotting.respond,
    trending.respond,
    describing.respond,
)


def respond(question: str, context: Context) -> Reply | None:
    """The reply of the first operation that takes the message; None where none does."""
    for operation in OPERATIONS:
        reply = operation(question, context)
        if reply is not None:
            return reply
    return None
