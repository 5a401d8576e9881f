"""The Jupyter server as this kernel reaches it: by the server's own token, or by a handed secret."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from ..errors import ServerError
from ..models import through

if TYPE_CHECKING:
    from .engine import Engine

_SECONDS = 30.0


class NotThereError(ServerError):
    """Nobody answers, or the server does not have what was asked for: nothing was written."""


@dataclass(frozen=True)
class Server:
    """A server and the right to ask it."""

    address: through.Address

    @property
    def limited(self) -> bool:
        """The right is a secret of the panel: good for decisions and the model alone."""
        return self.address.scheme != "token"

    def ask(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """POST `body`, or GET without one; the JSON of the answer.

        Raises
        ------
        NotThereError
            Nobody listens, or the server does not know what was asked for.
        ServerError
            It refused, or broke off.
        """
        connection = through.connect(self.address, _SECONDS)
        try:
            connection.connect()
        except OSError as error:
            raise NotThereError(
                f"The Jupyter server at {self.address.url} does not answer ({error})."
            ) from error
        try:
            return self._exchange(
                connection, path + (f"?{urlencode(query)}" if query else ""), body
            )
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServerError(
                f"The Jupyter server at {self.address.url} broke off ({error!r}). "
                "See `%sci log` for what it wrote."
            ) from error
        finally:
            connection.close()

    def _exchange(
        self, connection: http.client.HTTPConnection, path: str, body: Mapping[str, Any] | None
    ) -> Any:
        connection.request(
            "GET" if body is None else "POST",
            urlsplit(self.address.url).path + path,
            None if body is None else json.dumps(body).encode(),
            {
                "Authorization": f"{self.address.scheme} {self.address.token}",
                "Content-Type": "application/json",
            },
        )
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise _refused(answer.status, answer.reason, text)
        return json.loads(text)


def _refused(status: int, reason: str, body: bytes) -> ServerError:
    try:
        told = json.loads(body)
        text = f"{told['message']} {told['cure']}"
    except (ValueError, KeyError, TypeError):
        text = f"The Jupyter server answered {status} {reason}. See its log."
    return NotThereError(text) if status == 404 else ServerError(text)


def server(own: Engine) -> Server | None:
    """The server of this kernel: found by itself, else as the panel handed it over, else None."""
    address = through.find() or own.server
    return None if address is None else Server(address)
