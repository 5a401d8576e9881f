"""`jupyter sciassist status`: versions, model and policies, for bug reports; holds no secret."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from .. import __version__, condition
from ..config import SciAssistSettings
from ..errors import ModelError, SciAssistError
from ..language.wordings.base import counted
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
    for line in servers():
        print(line)
    return 0


def servers() -> Iterator[str]:
    """What the running servers of this user tell of themselves; they are on this machine."""
    from ..models import through

    found = through.running()
    if not found:
        yield "no running Jupyter server was found"
    for address in found:
        where = f"server on port {urlsplit(address.url).port or 'unknown'}"
        try:
            yield from server(where, through.status(address))
        except SciAssistError as error:
            yield f"{where}: {error}"


def server(where: str, told: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one server's status."""
    if told["version"] != __version__:
        yield f"{where}: jupyter_sciassist {told['version']}; restart it to have {__version__}"
        return
    memory, speed = told["memory"], told["speed"] or {}
    yield (
        f"{where}: jupyter_sciassist {told['version']}, "
        f"model {told['model']['state']}, {counted(told['queue'], 'request')} waiting"
    )
    if told["model"]["detail"]:
        yield f"  {told['model']['detail']}"
    if told["pid"] is not None:
        yield f"  model process: {_megabytes(memory['worker'])}"
    yield f"  server process: {_megabytes(memory['server'])}"
    yield f"  tokens a second: prompt {_rate(speed, 'prompt')}, answer {_rate(speed, 'answer')}"
    yield f"  network connections: {', '.join(told['connections']) or 'none'}"
    yield f"  log file: {told['log_file'] or 'none, it goes to the terminal'}"


def _megabytes(count: int | None) -> str:
    return "unknown" if count is None else f"{count / 1e6:.0f} MB"


def _rate(speed: Mapping[str, float | None], of: str) -> str:
    rate = speed.get(of)
    return "not measured yet" if rate is None else f"{rate:.0f}"


def file(settings: SciAssistSettings) -> str:
    """The model's file by its SHA-256; it is read through where that is not known yet."""
    found = condition.file(settings, read=True)
    if found is None:
        return "model file: none"
    return f"model file: {found['name']}, {found['bytes']} bytes, sha256 {found['sha256']}"


def model(settings: SciAssistSettings) -> str:
    """Which model the server's settings name, and where it is; nothing is contacted."""
    from ..models import client, selecting
    from ..models.url import EndpointUrl

    name = selecting.configured(settings)
    if name == selecting.NONE:
        return "model none, so no notes"
    try:
        found = selecting.find(name, settings)
    except ModelError as error:
        return f"model: {error}"
    if not isinstance(found, EndpointUrl):
        needs = (client.needed(found) or 0) / 1e9
        return f"model {found.name}, in its folder; loaded it takes {needs:.1f} GB of memory"
    way = "this machine" if found.local else "what it is asked leaves this machine"
    if not found.local and not found.secure:
        way += ", not encrypted"
    called = found.title or "the one"
    return f"model {called} at {found.shown} ({way})"
