"""What GET /sciassist/status tells. Reads the disk: not for the event loop."""

from __future__ import annotations

import logging
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from .. import __version__

if TYPE_CHECKING:
    from .app import SciAssist


def status(app: SciAssist, *, read: bool = False) -> dict[str, Any]:
    """The present state; `Status`. With `read` the model's file is read through if it must be."""
    from .. import condition
    from ..models import memory

    state = app.model_host.state()
    model = {key: value for key, value in asdict(state).items() if key not in ("pid", "speed")}
    detail, log = state.detail, log_file(app.log)
    return {
        "version": __version__,
        "model": {**model, "detail": None if detail is None else condition.homeless(detail)},
        "queue": app.notes.waiting() + app.model_host.waiting(),
        "pid": state.pid,
        "settings": {"record_rejections": app.record_rejections, "on_failure": app.on_failure},
        "policies": condition.policies(app),
        "file": condition.file(app, read=read),
        "memory": {
            "worker": None if state.pid is None else memory.resident(state.pid),
            "server": memory.resident(os.getpid()),
        },
        "speed": None if state.speed is None else asdict(state.speed),
        "connections": condition.connections(app),
        "versions": condition.versions(),
        "log_file": None if log is None else condition.homeless(log),
    }


def log_file(log: logging.Logger) -> str | None:
    """The first file that the messages of a logger go to; None where they go to none."""
    at: logging.Logger | None = log
    while at is not None:
        for handler in at.handlers:
            if isinstance(handler, logging.FileHandler):
                return handler.baseFilename
        at = at.parent if at.propagate else None
    return None
