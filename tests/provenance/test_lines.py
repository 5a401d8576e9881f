"""One line: its bytes are fixed, and every other spelling of the same content is refused."""

import json
from pathlib import Path

import pytest

from jupyter_sciassist.provenance.lines import (
    MAX_DEPTH,
    MAX_LINE,
    Fault,
    Line,
    check,
    commitment,
    encode,
    hash_core,
)

CORE = {
    "actor": {"kind": "system"},
    "body": {"text": "é\n", "x": 0.1},
    "commit": {},
    "id": "01a20a01-fa85-7326-a692-69ddaa1cf432",
    "log": "85a77024-c6eb-42ba-a69f-ff856f547e33",
    "prev": [],
    "seq": 0,
    "ts": "2026-11-23T20:03:51.552Z",
    "type": "log.created",
    "v": 1,
    "writer": "c339acc7-c7b8-4f71-b438-38d068677e97",
}
SALT = "00112233445566778899aabbccddeeff"
OPEN_CORE = {**CORE, "commit": {"/by": commitment(SALT, "Ann")}}
OPENING = {"/by": {"salt": SALT, "v": "Ann"}}


def line(core=CORE, openings=None) -> bytes:
    return encode(core, openings or {})[1][:-1]


def reason(raw: bytes) -> str:
    found = check(raw)
    assert isinstance(found, Fault)
    return found.reason


def test_bytes_hash_and_commitment_are_those_of_the_format():
    # Worked out with json, hashlib and hmac alone: other programs must get the same.
    assert encode(CORE, {})[0] == (
        "sha256:fd1e877f88458f72403553c772cc82f95c9fba7830f49598ffbc91b0c3cc3734"
    )
    assert line().startswith(
        b'{"core":{"actor":{"kind":"system"},"body":{"text":"\xc3\xa9\\n","x":0.1}'
    )
    assert commitment(SALT, "Ann") == (
        "hmac-sha256:ea1009ebb372b9b84c0674f306ae06c322e079ca578e4b51e235fdc516e560d0"
    )


def test_a_whole_line_is_read():
    found = check(line(OPEN_CORE, OPENING))
    assert isinstance(found, Line)
    assert found.core == OPEN_CORE
    assert found.value("/by") == "Ann"
    assert found.redacted == ()
    assert not found.signed


def test_a_removed_opening_leaves_the_line_whole():
    found = check(line(OPEN_CORE))
    assert isinstance(found, Line)
    assert found.redacted == ("/by",)
    assert found.value("/by") is None


def spelled(old: bytes, new: bytes) -> bytes:
    raw = line(OPEN_CORE, OPENING)
    assert raw.count(old) >= 1
    return raw.replace(old, new, 1)


SPELLINGS = [
    (b"", "an empty line"),
    (b"  ", "an empty line"),
    (b"\xef\xbb\xbf" + line(), "BOM"),
    (line() + b"\r", "not in canonical form"),
    (line() + b" ", "not in canonical form"),
    (b" " + line(), "not in canonical form"),
    (spelled(b'"v":1,', b'"v": 1,'), "not in canonical form"),
    (spelled(b'"v":1,', b'"v":1.0,'), "not in canonical form"),
    (spelled(b'"v":1,', b'"v":1e0,'), "not in canonical form"),
    (spelled(b'"seq":0', b'"seq":-0'), "not in canonical form"),
    (spelled(b'"x":0.1', b'"x":0.10'), "not in canonical form"),
    (spelled(b"\xc3\xa9", b"\\u00e9"), "not in canonical form"),
    (spelled(b"\\n", b"\\u000a"), "not in canonical form"),
    (spelled(b'"v":1,', b'"v":1,"v":1,'), "twice"),
    (spelled(b'"salt":', b'"salt":"00","salt":'), "twice"),
    (spelled(b'"x":0.1', b'"x":NaN'), "NaN is no JSON"),
    (spelled(b'"x":0.1', b'"x":-Infinity'), "-Infinity is no JSON"),
    (spelled(b'"x":0.1', b'"x":1e999'), "not canonical JSON"),
    (spelled(b'"x":0.1', b'"x":' + b"9" * 5000), "an integer above 2^53 - 1"),
    (spelled(b'"x":0.1', b'"x":9007199254740992'), "not canonical JSON"),
    (spelled(b'"x":0.1', b'"x":"\\ud800"'), "not canonical JSON"),
    (spelled(b'"x":0.1', b'"x":"\xff"'), "not UTF-8 at byte"),
    (spelled(b'"x":0.1', b'"x":"\xed\xa0\x80"'), "not UTF-8 at byte"),
    (spelled(b'"x":0.1', b'"x":' + b"[" * 200_000 + b"]" * 200_000), "nested too deeply"),
    (b"[" * 200_000, "nested too deeply"),
    (b'{"a":' * 200_000, "nested too deeply"),
    (line()[:-1], "not JSON"),
    (b"\x00" * 40, "not JSON"),
    (b"x" * (MAX_LINE + 1), "longer than"),
    (b"[]", "not an object with core, hash and open"),
    (b'{"core":{},"hash":"x"}', "not an object with core, hash and open"),
    (b'{"core":[],"hash":"x","open":{}}', "core is no object"),
    (b'{"core":{},"extra":1,"hash":"x","open":{}}', "unknown key 'extra'"),
    (spelled(b'"hash":"sha256:', b'"hash":"SHA256:'), "the hash does not fit"),
    (spelled(SALT.encode(), SALT.upper().encode()), "the salt at /by is malformed"),
    (spelled(b'"Ann"', b'"Bob"'), "does not fit its commitment"),
    (spelled(b'"v":"Ann"', b'"v":"Ann","w":1'), "the opening at /by is malformed"),
    (line(CORE, OPENING), "without a commitment"),
    (spelled(b'"open":{', b'"open":[{').replace(b"}}}}", b"}}}]}"), "not JSON"),
]


@pytest.mark.parametrize(("raw", "said"), SPELLINGS)
def test_other_spellings_are_refused(raw, said):
    assert said in reason(raw)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("type", "Log.created"),
        ("type", 1),
        ("seq", -1),
        ("seq", "0"),
        ("seq", True),
        ("prev", ["sha256:" + "a" * 63]),
        ("prev", ["sha256:" + "b" * 64, "sha256:" + "a" * 64]),
        ("prev", ["sha256:" + "a" * 64] * 2),
        ("prev", {}),
        ("id", "01A20A01-FA85-7326-A692-69DDAA1CF432"),
        ("id", None),
        ("ts", "2026-11-23T20:03:51.552+00:00"),
        ("ts", "2026-11-23T20:03:51.552Z\n"),
        ("log", "here"),
        ("writer", 7),
        ("body", []),
        ("actor", "Ann"),
        ("commit", {"by": "hmac-sha256:" + "a" * 64}),
        ("commit", {"/by": "hmac-sha256:" + "A" * 64}),
        ("commit", []),
    ],
)
def test_a_forger_cannot_misshape_the_core(key, value):
    assert reason(line({**CORE, key: value})) == f"core.{key} is malformed"


def test_keys_of_the_core_are_exactly_these():
    assert reason(line({**CORE, "more": 1})) == "unknown key 'more' in core"
    assert reason(line({key: CORE[key] for key in CORE if key != "ts"})) == "core lacks 'ts'"


def test_an_unknown_type_holds():
    assert isinstance(check(line({**CORE, "type": "future.thing"})), Line)


def test_a_newer_version_is_told_from_a_flipped_digit():
    flipped = spelled(b'"v":1,', b'"v":3,')
    assert check(flipped) == Fault("format version 3 is not known here", newer=False)
    core = json.dumps({"v": 3}).replace(" ", "").encode()
    newer = b'{"core":' + core + b',"hash":"' + hash_core(core, 3).encode() + b'","open":{}}'
    assert check(newer) == Fault("format version 3 is not known here", newer=True)
    assert reason(line({**CORE, "v": True})) == "format version True is not known here"


def test_signatures_are_checked_for_form():
    whole = json.loads(line())
    sig = {"alg": "ed25519", "key": "sha256:" + "a" * 64, "value": "b" * 128}

    def signed(changed: dict) -> bytes:
        text = json.dumps({**whole, "sig": changed}, ensure_ascii=False, sort_keys=True)
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode()

    found = check(signed(sig))
    assert isinstance(found, Line)
    assert found.signed
    for wrong in ({"alg": "rsa"}, {"key": "a"}, {"value": "B" * 128}, {"more": 1}):
        assert reason(signed({**sig, **wrong})) == "sig is malformed"


def test_values_of_every_kind_survive(tmp_path: Path):
    values = [0, -1, 2**53 - 1, 0.1, 1e-7, 5e-324, 1e21, "\u2028\x7f\U0001f9ea", None, True, [], {}]
    found = check(line({**CORE, "body": {"values": values, "𝄞": 1, "\ufb33": 2}}))
    assert isinstance(found, Line)
    assert found.core["body"]["values"] == values


@pytest.mark.parametrize("frames", [0, 700])
def test_how_deep_a_line_may_nest_does_not_depend_on_the_caller(frames):
    """The line itself, the core and the body are three levels."""

    def deep(levels: int) -> bytes:
        return spelled(b'"x":0.1', b'"x":' + b"[" * levels + b"]" * levels)

    def called(raw: bytes, frames: int) -> str:
        return called(raw, frames - 1) if frames else reason(raw)

    assert called(deep(MAX_DEPTH - 3), frames) == "the hash does not fit the core"
    assert called(deep(MAX_DEPTH - 2), frames) == "nested too deeply, over 100 levels"
    text = spelled(b'"x":0.1', b'"x":"\\\\' + b"[" * 500 + b'\\"' + b"[" * 500 + b'"')
    flat = spelled(b'"x":0.1', b'"x":[' + b"[]," * 500 + b"1]")
    assert reason(text) == reason(flat) == "the hash does not fit the core"


def test_true_is_no_newer_version():
    core = b'{"v":true}'
    raw = b'{"core":%b,"hash":"%b","open":{}}' % (core, hash_core(core, version=True).encode())
    assert check(raw) == Fault("format version True is not known here", newer=False)
