"""What the chat can be asked to do beside answering questions: each file one operation.

`respond(question, context)` gives a reply by code alone, or None where the message is of another kind; what none
of them takes is left to `answers.ask`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..context import Context
from ..records import Reply
from . import (
    cleaning,
    comparing,
    correlating,
    describing,
    inspecting,
    nexting,
    peaking,
    plotting,
    powering,
    predicting,
    reporting,
    testing,
    trending,
)

Operation = Callable[[str, Context], Reply | None]
OPERATIONS: tuple[Operation, ...] = (
    inspecting.respond,
    comparing.respond,
    peaking.respond,
    reporting.respond,
    nexting.respond,
    powering.respond,
    testing.respond,
    correlating.respond,
    predicting.respond,
    plotting.respond,
    cleaning.respond,
    trending.respond,
    describing.respond,
    inspecting.otherwise,
)


def respond(question: str, context: Context) -> Reply | None:
    """The reply of the first operation that takes the message; None where none does."""
    with np.errstate(all="ignore"):  # what overflows is not finite, and is said to be so
        replies = (operation(question, context) for operation in OPERATIONS)
        return next((reply for reply in replies if reply is not None), None)
