"""`jupyter sciassist status`: versions, model and folders, for bug reports; holds no secret."""

from __future__ import annotations

import argparse
import platform
from importlib import metadata
from typing import Any

from .. import __version__
from ..errors import ModelError

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
    from ..config import SciAssistSettings
    from ..models import catalogue

    print(f"jupyter_sciassist {__version__}")
    print(f"python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in (*_SHOWN, "llama-cpp-python"):
        print(f"{name} {_version(name)}")
    try:
        path = catalogue.resolve("default", SciAssistSettings())
        print(f"model {path.name}, in its folder")
    except ModelError as error:
        print(f"model: {error}")
    return 0
