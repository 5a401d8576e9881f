"""What would be sent to the model, in tokens: estimated at once, then counted by the model that is loaded."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import SciAssistError
from ..models import through
from . import web
from .comm import Reply, told

if TYPE_CHECKING:
    from ..chat.records import Piece
    from .engine import Engine


def counted(engine: Engine, pieces: Sequence[Piece], reply: Reply) -> None:
    """Push `pieces` with their estimates, and count beside the worker thread: the server is asked for that."""
    _push(reply, pieces, None, exact=False)
    threading.Thread(
        target=_count, args=(engine, pieces, reply), name="sciassist-preview", daemon=True
    ).start()


def _count(engine: Engine, pieces: Sequence[Piece], reply: Reply) -> None:
    try:
        server = web.server(engine)
        if server is not None:
            _ask(server.address, pieces, reply)
    except SciAssistError as error:
        # The estimate stands, and says that it is one.
        reply("error", **told(error))
    reply("done", stopped=False)


def _ask(address: through.Address, pieces: Sequence[Piece], reply: Reply) -> None:
    """The window of the server's model; its counts where it is loaded: none is loaded for a preview."""
    model: dict[str, Any] = through.status(address)["model"]
    counts = None
    if model.get("state") == "ready":
        counts = through.ServerModel.at(address).tokens([piece.text for piece in pieces])
    if counts is not None:
        pieces = [replace(piece, tokens=count) for piece, count in zip(pieces, counts, strict=True)]
    _push(reply, pieces, model.get("window"), exact=counts is not None)


def _push(reply: Reply, pieces: Sequence[Piece], window: int | None, *, exact: bool) -> None:
    reply("pieces", pieces=[piece.to_json() for piece in pieces], window=window, exact=exact)
