"""What becomes of values on their way into a record."""

import hashlib
import math

import pytest
import rfc8785

from jupyter_sciassist.errors import RecordError
from jupyter_sciassist.provenance.lines import _strict
from jupyter_sciassist.provenance.values import decimal, digest, plain


@pytest.mark.parametrize(
    ("given", "kept", "replaced"),
    [
        ({"a": (1, [2.5, None, True])}, {"a": [1, [2.5, None, True]]}, 0),
        (2**53 - 1, 2**53 - 1, 0),
        (2**53, "9007199254740992", 0),
        (-(2**64), "-18446744073709551616", 0),
        (1e16, "10000000000000000", 0),
        (1e20, "100000000000000000000", 0),
        (1e21, "1000000000000000000000", 0),
        (1e-300, 1e-300, 0),
        (-0.0, -0.0, 0),
        ("a\ud800", "a\ufffd", 1),
        ({"\udc00": "\ud83e\uddea"}, {"\ufffd": "\ufffd\ufffd"}, 3),
        ("\U0001f9ea", "\U0001f9ea", 0),
        ({1: 2}, {"1": 2}, 0),
    ],
)
def test_plain(given, kept, replaced):
    assert plain(given) == (kept, replaced)
    # What comes out is read back from its canonical bytes unchanged.
    assert _strict(rfc8785.dumps(kept)) == kept


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 0


@pytest.mark.parametrize("wrong", [math.nan, math.inf, b"x", {1, 2}, object(), nested(70)])
def test_what_is_no_json_is_refused(wrong):
    with pytest.raises(RecordError):
        plain(wrong)


def test_recursive_values_are_refused():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(RecordError, match="nests deeper"):
        plain(loop)


def test_decimal_has_no_exponent():
    shown = {number: decimal(number) for number in (0.1, 0.0, 1.0, 1e-7, 2.5e22)}
    assert shown == {
        0.1: "0.1",
        0.0: "0.0",
        1.0: "1.0",
        1e-7: "0.0000001",
        2.5e22: "25000000000000000000000",
    }


def test_digest_is_that_of_the_text_in_the_record():
    assert digest("é") == "sha256:" + hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert digest("\ud800") == digest("\ufffd")
