"""The identity check beside the normal one: a kernel's short-lived secret in a header."""

from __future__ import annotations

from typing import Any

SCHEME = "sciassist "


def told_token(header: str) -> str | None:
    """The token of an `Authorization: sciassist <token>` header, else None."""
    return header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else None


class SecretIdentity:
    """Stands for the server's identity provider in one request that carries a valid secret.

    A secret is never sent by a browser on its own, so such a request counts as authenticated by
    token: neither the cross-site cookie nor the origin is asked for. The authorizer still is.
    """

    def __init__(self, usual: Any, user: Any) -> None:
        self._usual = usual
        self._user = user

    def get_user(self, _handler: Any) -> Any:
        """The user who asked for the secret."""
        return self._user

    def is_token_authenticated(self, _handler: Any) -> bool:
        """The secret is a token."""
        return True

    def should_check_origin(self, _handler: Any) -> bool:
        """No origin counts beside a token."""
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual, name)
