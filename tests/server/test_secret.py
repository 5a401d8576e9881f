"""Short-lived secrets: found while they live, for no longer."""

from __future__ import annotations

from jupyter_sciassist.server.identity import told_token
from jupyter_sciassist.server.secret import LIFETIME, Secrets


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_secret_is_found_by_its_token() -> None:
    secrets = Secrets()
    first, second = secrets.issue("k1", "ada"), secrets.issue("k2", "bob")
    assert secrets.find(first.token) == first
    assert secrets.find(second.token) == second
    assert (first.kernel, first.user) == ("k1", "ada")


def test_tokens_differ_and_are_long() -> None:
    secrets = Secrets()
    tokens = {secrets.issue("k", "ada").token for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}


def test_another_token_is_not_found() -> None:
    secrets = Secrets()
    token = secrets.issue("k", "ada").token
    assert [secrets.find(told) for told in ("", token[:-1], token + "x", "ä", "\ud800")] == [
        None
    ] * 5


def test_a_secret_ends_after_twelve_hours() -> None:
    clock = Clock()
    secrets = Secrets(clock)
    grant = secrets.issue("k", "ada")
    assert grant.expires == 1000.0 + 12 * 3600
    clock.now = 1000.0 + LIFETIME - 1
    assert secrets.find(grant.token) == grant
    clock.now = 1000.0 + LIFETIME
    assert secrets.find(grant.token) is None


def test_revoking_ends_them_all() -> None:
    secrets = Secrets()
    token = secrets.issue("k", "ada").token
    secrets.revoke()
    assert secrets.find(token) is None


def test_only_its_own_scheme_carries_a_secret() -> None:
    assert told_token("sciassist abc") == "abc"
    assert told_token("SciAssist abc") == "abc"
    assert [told_token(text) for text in ("", "token abc", "Bearer abc", "sciassist")] == [None] * 4
