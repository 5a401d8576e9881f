"""Which addresses of a model there are, and which of them leave this machine."""

from __future__ import annotations

import pytest

from jupyter_sciassist.errors import ModelMissingError
from jupyter_sciassist.models import selecting
from jupyter_sciassist.models.url import is_url, parse

SECRET = "sk-do-not-tell-anybody"


@pytest.mark.parametrize(
    "address",
    [f"https://{SECRET}@host/v1", f"https://u:{SECRET}@host/v1", f"https://host/v1?key={SECRET}",
     f" https://u:{SECRET}@host/v1", f"ftp://u:{SECRET}@host/v1", f"https:/u:{SECRET}@host/v1",
     f"u:{SECRET}@host:8000/v1", f"https://host/v1#m?key={SECRET}", f"https://host/v1#key={SECRET}",
     "https://", "http://:80/v1", "https://host:port/v1", "https://h o/v1", "https://[::1/v1"],
)  # fmt: skip
def test_addresses_that_are_none_are_not_repeated(address: str) -> None:
    assert is_url(address)
    with pytest.raises(ModelMissingError, match="Write it as https://host:port") as caught:
        selecting.find(address)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "shown", "local", "base"),
    [
        ("http://localhost:8080", "localhost:8080", True, "/v1"),
        ("http://127.0.0.2:1/x/v1/", "127.0.0.2:1", True, "/x/v1"),
        ("HTTPS://[::1]/v1#m", "[::1]:443", True, "/v1"),
        ("http://gpu01/v1", "gpu01:80", False, "/v1"),
        ("http://0.0.0.0:1", "0.0.0.0:1", False, "/v1"),
        ("https://localhost.example", "localhost.example:443", False, "/v1"),
        ("http://10.0.0.1:1", "10.0.0.1:1", False, "/v1"),
    ],
)
def test_which_addresses_leave_this_machine(
    address: str, shown: str, local: bool, base: str
) -> None:
    found = parse(address)
    assert (found.shown, found.local, found.base) == (shown, local, base)


@pytest.mark.parametrize(
    "path",
    [
        "default",
        "none",
        "/a/b.gguf",
        "C:/models/b.gguf",
        "C:\\models\\b@c.gguf",
        "./x:1/b.gguf",
        "~/b.gguf",
    ],
)
def test_a_path_is_no_address(path: str) -> None:
    assert not is_url(path)
