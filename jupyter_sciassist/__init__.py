"""A research assistant for JupyterLab: computes first, talks second, on one laptop, offline."""

from __future__ import annotations

from importlib import metadata as _metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .door import ask, suggest
    from .kernel.widget import Assistant

__version__ = _metadata.version("jupyter_sciassist")
__all__ = ["Assistant", "__version__", "ask", "suggest"]

_DOOR = {"ask": "door", "suggest": "door", "Assistant": "kernel.widget"}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: `import jupyter_sciassist` itself loads nothing heavy."""
    if name not in _DOOR:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_DOOR[name]}", __name__), name)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-sciassist"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .server.app import SciAssist

    return [{"module": "jupyter_sciassist.server.app", "app": SciAssist}]


def load_ipython_extension(ipython: Any) -> None:
    """`%load_ext jupyter_sciassist` registers `%sci` and `%%sci`."""
    from .kernel.magics import load

    load(ipython)
