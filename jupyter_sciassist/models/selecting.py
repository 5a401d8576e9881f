"""Which model a name means, if the policies allow it: a file for the worker, or an endpoint."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from .. import config
from ..config import SciAssistSettings
from ..errors import ModelMissingError
from . import catalogue, url
from .base import LanguageModel
from .url import EndpointUrl

NONE = "none"


def configured(settings: SciAssistSettings) -> str:
    """The name in the settings; "default" for "none" where `model_policy` is force-on."""
    forced = config.policy("model", settings) == "force-on"
    return "default" if forced and settings.model == NONE else str(settings.model)


def find(name: str, settings: SciAssistSettings | None = None) -> Path | EndpointUrl:
    """The file or the address that a name means; looks at the disk and contacts nothing.

    Parameters
    ----------
    name : str
        A catalogue id or alias, the path of a GGUF file, or an http(s) address.

    Raises
    ------
    ModelMissingError
        A policy forbids it, there is no such file or address, or llama-cpp-python is not installed.
    ModelFileError
        The file is no model.
    """
    allow(None, settings)
    if url.is_url(name):
        found = url.parse(name)
        allow(found, settings)
        return found
    if find_spec("llama_cpp") is None:
        raise ModelMissingError(
            "llama-cpp-python is not installed. "
            'Install it with: pip install "jupyter_sciassist[local]"'
        )
    return catalogue.resolve(name, settings)


def allow(where: EndpointUrl | None, settings: SciAssistSettings | None = None) -> None:
    """Raise ModelMissingError where the policies forbid a model, or one that is there.

    Asked for at every use, too: what was allowed when a model was made may be forbidden since.
    """
    if config.policy("model", settings) == "force-off":
        raise ModelMissingError(
            "No language model may be used here: model_policy is force-off. "
            f"Ask whoever set c.SciAssist.model_policy or {config.variable('model')}."
        )
    if where is not None and not where.local:
        allow_network(f"the endpoint {where.shown} is not contacted", settings)


def allow_network(otherwise: str, settings: SciAssistSettings | None = None) -> None:
    """Raise ModelMissingError where other machines must not be contacted; `otherwise` says what is not done."""
    if config.policy("network", settings) == "force-off":
        raise ModelMissingError(
            f"The network is turned off here (network_policy is force-off), so {otherwise}. "
            f"Ask whoever set c.SciAssist.network_policy or {config.variable('network')}."
        )


def made(found: Path | EndpointUrl, settings: SciAssistSettings | None = None) -> LanguageModel:
    """The model that was found, started or contacted at its first request."""
    if isinstance(found, EndpointUrl):
        from .endpoint import EndpointModel

        return EndpointModel(found)
    from .client import WorkerModel

    settings = settings or SciAssistSettings()
    return WorkerModel(found, threads=settings.threads, unload_after=settings.unload_after)
