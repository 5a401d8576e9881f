"""The address of an endpoint: what may stand in it, whether it leaves this machine, how it is shown."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from ..errors import ModelMissingError


@dataclass(frozen=True)
class EndpointUrl:
    """`https://host:port/v1#model`.

    Attributes
    ----------
    base : str
        Path of the API without a slash at its end; "/v1" where the address has no path.
    model : str or None
        The model's name at the endpoint; None takes the only one there.
    """

    secure: bool
    host: str
    port: int
    base: str
    model: str | None

    @property
    def shown(self) -> str:
        """Host and port, as people are told where the model is."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def title(self) -> str | None:
        """The model's name for people, where the address names it."""
        return None if self.model is None else title(self.model)

    @property
    def root(self) -> str:
        """Where servers keep what is not of the OpenAI API: the path above /v1."""
        return self.base.removesuffix("/v1")

    @property
    def local(self) -> bool:
        """Whether it is a loopback address, so that nothing leaves this machine by it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


_ADDRESS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]+:/?/|[^/\\\s]*:[^/\\\s]*@)")


def title(called: str) -> str:
    """The name of a model for people; of a file's path, which tells of somebody's folders, its end."""
    if called.endswith(".gguf"):
        called = PureWindowsPath(PurePosixPath(called).name).name
    return " ".join("".join(mark if mark.isprintable() else " " for mark in called).split())[:200]


def is_url(name: str) -> bool:
    """Whether a model is named by an address, of whatever kind: what may hold a secret is not taken for a path."""
    return _ADDRESS.match(name) is not None


def parse(text: str) -> EndpointUrl:
    """Read an address.

    Raises
    ------
    ModelMissingError
        It names no host, or holds what must not stand in a setting. The address is not repeated,
        since it may hold a secret.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise _wrong("cannot be read") from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.netloc:
        raise _wrong("is none of http or https")
    hidden = set("?=&") & set(parts.fragment)
    if parts.username is not None or parts.password is not None or parts.query or hidden:
        raise _wrong(
            "holds a user, a password or a query; the key belongs into the environment "
            "(SCIASSIST_API_KEY)"
        )
    host = (parts.hostname or "").rstrip(".")
    if not host or not host.isascii() or not host.isprintable() or " " in host:
        raise _wrong("names no host")
    secure = scheme == "https"
    return EndpointUrl(
        secure,
        host,
        port if port is not None else 443 if secure else 80,
        parts.path.rstrip("/") or "/v1",
        unquote(parts.fragment) or None,
    )


def _wrong(what: str) -> ModelMissingError:
    return ModelMissingError(
        f"The address of the model {what}. Write it as https://host:port/v1#name-of-the-model."
    )
