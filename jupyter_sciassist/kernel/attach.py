"""The one call with which the panel attaches: silent, on the main shell, when the kernel is idle."""

from __future__ import annotations

import json

from comm import get_comm_manager

from .. import __version__
from ..wire import PROTOCOL
from .engine import engine


def register() -> str:
    """Announce the comm targets and start to import what the first scan needs, in the thread.

    Repeating it changes nothing. Returns JSON: version of this package and of the protocol.
    """
    own = engine()
    own.hub.register(get_comm_manager())
    own.preload()
    return json.dumps({"version": __version__, "protocol": PROTOCOL})
