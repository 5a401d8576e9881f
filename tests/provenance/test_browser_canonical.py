"""RFC 8785 and the strict reading of a line in the browser: byte for byte those of Python."""

import base64
import json
import math
import random
import struct

import rfc8785

from jupyter_sciassist.provenance.lines import MAX_DEPTH, MAX_LINE, Fault, check, hash_core
from tests.provenance.browser import answers
from tests.provenance.logs import sized
from tests.provenance.test_lines import CORE, SPELLINGS

VECTORS = sized(64_000, 1_000_000)
LINES = sized(16_000, 200_000)
EDGES = (
    0.0, 1e-7, 1e-6, 1e-5, 1e-4, 0.1, 1.0, 1e15, 1e16, 1e17, 1e20, 1e21, 1e22, 1e23, 1e100, 1e-100,
    5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 2.0**53, 2.0**63, 2.0**64, 333333333.3333333,
    9.5e-7, 4.35, 0.000035689, 295147905179352830000.0, 999999999999999900000.0,
)  # fmt: skip
LETTERS = (
    "aZ09_ /\\\"'<&\b\f\n\r\t\0\x01\x1f\x7f\x80\xa0\xad\u00e9\u0301\u2028\u2029\u200d\u202e\ufeff\ufb33"
    "\ud7ff\ue000\uffff\ufffd\U00010000\U0001d11e\U0001f9ea\U0010ffff"
)
KEYS = (
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length", "", "0", "10", "9",
    "-1", "01", "1e3", "4294967295", "\\ud800", "\U0001f600", "\ufb33", "\u20ac", "\r", "a", "A", "\x80",
)  # fmt: skip


def near(number: float, rng: random.Random) -> float:
    """`number`, or a double a few steps beside it."""
    beside = number
    for _ in range(rng.choice((0, 0, 1, 2))):
        beside = math.nextafter(beside, rng.choice((-math.inf, math.inf)))
    return beside if math.isfinite(beside) else number


def any_number(rng: random.Random) -> float | int:
    match rng.randrange(7):
        case 0:
            return rng.choice((0, 1, -1, 2**53 - 1, -(2**53) + 1, 2**53 - 2, 10**15, 2**31, 2**32))
        case 1:
            return rng.randrange(-(2**53) + 1, 2**53) >> rng.randrange(54)
        case 2:
            return rng.choice((1, -1)) * near(rng.choice(EDGES), rng)
        case 3:
            return near(2.0 ** rng.randrange(-1074, 1024), rng)
        case 4:
            return near(float(f"1e{rng.randrange(-323, 309)}"), rng)
        case 5:
            return float(f"{rng.randrange(10 ** rng.randrange(1, 18))}e{rng.randrange(-330, 290)}")
        case _:
            found = struct.unpack("<d", rng.randbytes(8))[0]
            return found if math.isfinite(found) else 0.5


def any_text(rng: random.Random) -> str:
    match rng.randrange(4):
        case 0:
            return rng.choice(KEYS)
        case 1:
            return "".join(rng.choices(LETTERS, k=rng.randrange(12)))
        case 2:
            codes = [rng.randrange(rng.choice((0x80, 0x800, 0x110000))) for _ in range(6)]
            return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)
        case _:
            # A text that only looks like the escape of a surrogate.
            return "\\" * rng.randrange(1, 4) + rng.choice(("ud800", "uDFFF", "u0041", '"', "n"))


def any_value(rng: random.Random, depth: int = 0) -> object:
    kind = rng.randrange(8 if depth < 4 else 5)
    if kind < 2:
        return any_number(rng)
    if kind < 4:
        return any_text(rng)
    if kind == 4:
        return rng.choice((None, True, False))
    size = range(rng.randrange(5))
    if kind == 5:
        return [any_value(rng, depth + 1) for _ in size]
    return {any_text(rng): any_value(rng, depth + 1) for _ in size}


def spelled(value: object, rng: random.Random) -> str:
    """JSON of it in some spelling, on one line."""
    order = isinstance(value, dict) and rng.random() < 0.5
    return json.dumps(
        value,
        ensure_ascii=rng.random() < 0.5,
        sort_keys=order,
        separators=rng.choice(((",", ":"), (", ", ": "), (" ,", " :"))),
    )


def refusable(rng: random.Random) -> str:
    """JSON of a value that has no canonical form, and of some that nearly have none."""
    lone = rng.choice(
        ("\\ud800", "\\uDBFF", "\\udc00", "\\uDFFF", "\\udc00\\ud800", "\\ud83d\\ude00")
    )
    before, after = "\\\\" * rng.randrange(3), rng.choice(("", "x", "\\\\ud800"))
    text = f'"{before}{lone}{after}"'
    return rng.choice(
        (text, f"[1,{text}]", f'{{"a":{text}}}', f"{{{text}:1}}", "1e999", "[-1e400]")
    )


def canonical(text: str) -> str:
    try:
        return rfc8785.dumps(json.loads(text)).decode()
    except rfc8785.CanonicalizationError:
        return "!"
    except UnicodeEncodeError:
        # A key with a lone surrogate: rfc8785 fails while it sorts.
        return "!"


def test_canonical_bytes_are_those_of_python():
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    rng = random.Random(seed)
    texts = [spelled(any_value(rng), rng) for _ in range(VECTORS)]
    texts += [refusable(rng) for _ in range(VECTORS // 64)]
    texts += [spelled(number, rng) for edge in EDGES for number in (edge, -edge)]
    expected = [canonical(text) for text in texts]
    assert 100 < expected.count("!") < len(texts) // 20
    found = answers("canonical", texts)
    assert [one for one in zip(texts, expected, found, strict=True) if one[1] != one[2]] == []


def line_of(token: bytes) -> bytes:
    """A line whose core holds `token` as it is, with the hash of just these bytes."""
    core = rfc8785.dumps({**CORE, "body": {"x": "TOKEN"}}).replace(b'"TOKEN"', token)
    return b'{"core":%b,"hash":"%b","open":{}}' % (core, hash_core(core).encode())


def changed(token: bytes, rng: random.Random) -> bytes:
    """Another spelling of the token, or what is none."""
    place = rng.randrange(len(token))
    tail = token[place + 1 :]
    match rng.randrange(6):
        case 0:
            return token[:place] + tail
        case 1:
            return (
                token[:place]
                + bytes([rng.choice(b'0123456789+-.eE"\\/{}[],: \t\x00\x7fuU')])
                + tail
            )
        case 2:
            return token[:place] + token[place:] + token[place : place + 1]
        case 3:
            return token.decode().encode("ascii", "backslashreplace")
        case 4:
            return token[:place] + b" " + token[place:]
        case _:
            return token[:place] + rng.randbytes(1) + tail


TOKENS = (
    b"9007199254740991", b"9007199254740992", b"-9007199254740992", b"9007199254740993", b"-9007199254740991",
    b"1e+21", b"1e21", b"1E+21", b"1000000000000000000000", b"100000000000000000000", b"1.0", b"1e2", b"-0",
    b"-0.0", b"0.0", b"00", b"1.", b".5", b"+1", b"1e400", b"-1e400", b"5e-324", b"1e-400", b"NaN",
    b"Infinity", b"-Infinity", b"0x10", b"1_000", b'"\\ud800"', b'"\\ud83d\\ude00"', b'"\\\\ud800"',
    b'"\\u00e9"', b'"\\u000A"', b'"\\u000b"', b'"\\u000B"', b'"\\/"', b'"\\u0000"', b'"\x7f"', b'"\t"',
    b'"\xef\xbb\xbf"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"', b'"\xf0\x80\x80\x80"', b'"\xe2\x82"',
    b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'{"__proto__":1}', b'{"__proto__":1,"__proto__":1}',
    b'{"__proto__":{"a":1}}', b'{"constructor":null}', b'{"10":1,"9":2}', b'{"9":1,"10":2}',
    '{"\ufb33":1,"\U0001f600":2}'.encode(), '{"\U0001f600":1,"\ufb33":2}'.encode(), b'{"":1}', b"[1,]",
    b'{"a":1,}', b"[]", b"{}", b"nul", b"True", b"'a'", b"// c\n1".replace(b"\n", b" "), b"1 ", b"1\r",
    *(b"[" * depth + b"]" * depth for depth in (MAX_DEPTH - 3, MAX_DEPTH - 2, MAX_DEPTH - 1, 900, 5_000)),
    *(b'{"a":' * depth + b"1" + b"}" * depth for depth in (MAX_DEPTH - 3, MAX_DEPTH - 2, 900)),
    b'"' + b"[" * 500 + b'"', b'"\\"' + b"[" * 500 + b'"', b'"\\\\",' + b"[" * 500,
    b"[" + b",".join([b"[]"] * 500) + b"]",
)  # fmt: skip


def test_lines_are_taken_and_refused_as_by_python():
    seed = random.SystemRandom().getrandbits(64)
    print(f"seed {seed}")  # shown when it fails
    rng = random.Random(seed)
    raws = [line_of(token) for token in TOKENS] + [raw for raw, _ in SPELLINGS]
    while len(raws) < LINES:
        token = rfc8785.dumps(any_value(rng))
        raws.append(line_of(token if rng.random() < 0.3 else changed(token, rng)))
    raws = [raw for raw in raws if len(raw) <= MAX_LINE]
    expected = [isinstance(check(raw), Fault) for raw in raws]
    assert 0.1 < expected.count(False) / len(raws) < 0.9
    found = answers("check", [base64.b64encode(raw).decode() for raw in raws])
    refused = [json.loads(one) is not None for one in found]
    assert [one for one in zip(raws, expected, refused, strict=True) if one[1] != one[2]] == []


def test_the_longest_texts_are_read_by_both():
    """No regular expression of either runs out of stack, and none takes the square of the length."""
    room = MAX_LINE - 2_000
    escapes, letters = b'\\"' * (room // 2), b"a" * room
    opened = b'{"core":{},"hash":"x","open":{"%b":{"salt":"%b","v":1}}}'
    raws = [
        line_of(b'"%b"' % escapes),
        line_of(b'{"%b":"%b"}' % (letters[: room // 2], "é".encode() * (room // 4))),
        line_of(letters.replace(b"a", b"1")),
        line_of(b"1").replace(b"log.created", letters),
        opened % (b"/a" * (room // 2), b"0" * 32),
    ]
    expected = [isinstance(check(raw), Fault) for raw in raws]
    assert expected == [False, False, True, True, True]
    found = answers("check", [base64.b64encode(raw).decode() for raw in raws])
    assert [json.loads(one) is not None for one in found] == expected
