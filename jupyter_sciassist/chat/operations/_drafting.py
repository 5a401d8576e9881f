"""Code that the engine wrote, offered as a draft."""

from __future__ import annotations

from collections.abc import Iterable

from ...records import Suggestion
from ..context import Context
from ..records import Block, Reply, Run
from ._telling import Telling


def offered(
    telling: Telling,
    code: str,
    title: str,
    context: Context,
    suggestions: Iterable[Suggestion] = (),
) -> Reply:
    """The reply with the code as a block."""
    telling.add(Block("code", (Run(code),)))
    return telling.reply(suggestions=suggestions)
