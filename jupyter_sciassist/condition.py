"""What a status tells beside the state of the model: policies, file, connections, versions.

The server's status and the command's are made of it. It holds no secret, and no home folder.
"""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from .config import PolicyName, SciAssistSettings, policy
from .errors import ModelError

POLICIES: tuple[PolicyName, ...] = ("chat", "model", "network")
_PACKAGES = (
    "numpy", "scipy", "pandas", "narwhals", "jupyterlab", "jupyter_server", "ipykernel",
    "llama_cpp_python",
)  # fmt: skip


def policies(settings: SciAssistSettings) -> dict[str, dict[str, Any]]:
    """Each policy by name: its word, and whether that takes the choice from the user."""
    words = {name: policy(name, settings) for name in POLICIES}
    return {name: {"value": word, "locked": word != "user-choice"} for name, word in words.items()}


def file(settings: SciAssistSettings, *, read: bool = False) -> dict[str, Any] | None:
    """Name, SHA-256 and bytes of the configured model's file; None where it is no file, or not there.

    Parameters
    ----------
    read
        Read the file through where its hash is not known yet; else that is null then.
    """
    from .models import catalogue, selecting

    name = selecting.configured(settings)
    if name == selecting.NONE:
        return None
    try:
        found = selecting.find(name, settings)
    except ModelError:
        return None
    if not isinstance(found, Path):
        return None
    digest = catalogue.sha256(found) if read else catalogue.known_sha256(found)
    return {"name": found.name, "sha256": digest, "bytes": found.stat().st_size}


def connections(settings: SciAssistSettings) -> list[str]:
    """Host and port of the endpoint, if one is configured and no policy forbids it; else none."""
    from .models import selecting
    from .models.url import EndpointUrl

    name = selecting.configured(settings)
    if name == selecting.NONE:
        return []
    try:
        found = selecting.find(name, settings)
    except ModelError:
        return []
    return [found.shown] if isinstance(found, EndpointUrl) else []


@cache
def versions() -> dict[str, str | None]:
    """Python, the system, and packages that reports of errors are about; None where not installed."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def homeless(text: str) -> str:
    """Text with the home folder as `~`, so that it can be shown around."""
    home = str(Path.home())
    return text if len(home) < 2 else text.replace(home, "~")
