"""`jupyter sciassist status`: versions, model and policies, for bug reports; holds no secret."""

from __future__ import annotations

import argparse
import platform
from importlib import metadata
from typing import Any

from .. import __version__
from ..config import SciAssistSettings, policy
from ..errors import ModelError
from . import configured

_SHOWN = ("numpy", "scipy", "pandas", "narwhals", "jupyterlab", "jupyter_server", "ipykernel")


def register(verbs: Any) -> None:
    """Add the verb to the command line."""
    own = verbs.add_parser("status", help="versions and the state of the model")
    own.set_defaults(func=run)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def run(args: argparse.Namespace) -> int:
    """Print a line a fact."""
    print(f"jupyter_sciassist {__version__}")
    print(f"python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in (*_SHOWN, "llama-cpp-python"):
        print(f"{name} {_version(name)}")
    told = configured.settings()
    print(model(told))
    print(f"model policy {policy('model', told)}, network policy {policy('network', told)}")
    return 0


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
