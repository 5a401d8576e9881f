"""Short-lived secrets for kernels that cannot find the server's own token."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LIFETIME = 12 * 3600.0


@dataclass(frozen=True)
class Grant:
    """What a secret stands for: one kernel, on behalf of the user who asked, until `expires`."""

    token: str
    kernel: str
    user: Any
    expires: float


class Secrets:
    """The live secrets. In memory only; all end with the server.

    Parameters
    ----------
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._grants: list[Grant] = []

    def issue(self, kernel: str, user: Any) -> Grant:
        """A new secret of 256 bits for `kernel`."""
        self._forget_expired()
        grant = Grant(secrets.token_urlsafe(32), kernel, user, self._clock() + LIFETIME)
        self._grants.append(grant)
        return grant

    def find(self, token: str) -> Grant | None:
        """The grant of a token, or None; takes the same time whichever token it is."""
        self._forget_expired()
        told = token.encode("utf-8", "surrogatepass")
        found = None
        for grant in self._grants:
            if hmac.compare_digest(grant.token.encode(), told):
                found = grant
        return found

    def revoke(self) -> None:
        """End them all."""
        self._grants.clear()

    def _forget_expired(self) -> None:
        now = self._clock()
        self._grants = [grant for grant in self._grants if grant.expires > now]
