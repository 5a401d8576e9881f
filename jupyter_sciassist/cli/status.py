"""`jupyter sciassist status`: versions, model and policies, for bug reports; holds no secret."""

from __future__ import annotations

import argparse
from typing import Any

from .. import __version__, condition
from ..config import SciAssistSettings
from ..errors import ModelError
from . import configured


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser("status", help="versions, the state of the model and policies")
    own.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print a line a fact."""
    told = configured.settings()
    print(f"jupyter_sciassist {__version__}")
    for name, version in condition.versions().items():
        print(f"{name} {version or 'not installed'}")
    print(condition.homeless(model(told)))
    print(file(told))
    policies = condition.policies(told)
    print(", ".join(f"{name} policy {one['value']}" for name, one in policies.items()))
    print(f"network connections: {', '.join(condition.connections(told)) or 'none'}")
    return 0


def file(settings: SciAssistSettings) -> str:
    """The model's file by its SHA-256; it is read through where that is not known yet."""
    found = condition.file(settings, read=True)
    if found is None:
        return "model file: none"
    return f"model file: {found['name']}, {found['bytes']} bytes, sha256 {found['sha256']}"


def model(settings: SciAssistSettings) -> str:
    """Which model the server's settings name, and where it is; nothing is contacted."""
    from ..models import selecting
    from ..models.url import EndpointUrl

    name = selecting.configured(settings)
    if name == selecting.NONE:
        return "model none, so no notes"
    try:
        found = selecting.find(name, settings)
    except ModelError as error:
        return f"model: {error}"
    if not isinstance(found, EndpointUrl):
        return f"model {found.name}, in its folder"
    way = "this machine" if found.local else "what it is asked leaves this machine"
    if not found.local and not found.secure:
        way += ", not encrypted"
    called = found.title or "the one"
    return f"model {called} at {found.shown} ({way})"
