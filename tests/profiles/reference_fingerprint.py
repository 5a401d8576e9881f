"""`sciassist-fp/1` a second time, written from docs/fingerprint.md with the standard library alone.

A column is a dict of `name`, `type` (boolean, integer, real, instant, span, text, ordered, unread) and
`values`, a list in which None is missing; `ordered` has its levels in `order` as well.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterator
from typing import Any

STATE = 35399562948360463058890781895381311971
INCREMENT = 87136372517582989555478159403783844777
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
WIDE, WORD = 2**128, 2**64


def fingerprint(n: int, columns: list[dict[str, Any]]) -> tuple[str, str]:
    """Digest and coverage of a table of n rows."""
    m = min(len(columns), 200)
    cap = min(50_000, max(20_000, 1_000_000 // max(m, 1)))
    picked = list(range(n)) if n <= cap else rows(n, cap)
    out = [b"sciassist-fp/1\n", struct.pack("<4Q", n, len(columns), len(picked), m)]
    unread, cut = 0, False
    for column in columns[:m]:
        values = column["values"]
        tag, body, shortened = described(column, [values[i] for i in picked], 2**26 // m)
        name = utf8(column["name"])
        out += [tag, struct.pack("<Q", len(name)), name, *body]
        unread += tag == b"x"
        cut = cut or shortened
    digest = hashlib.sha256(b"".join(out)).hexdigest()
    if m and unread == m:
        return digest, "schema-only"
    whole = not unread and not cut and len(picked) == n and m == len(columns)
    return digest, "full" if whole else "sampled"


def described(
    column: dict[str, Any], values: list[Any], room: int
) -> tuple[bytes, list[bytes], bool]:
    """Tag, bytes, and whether texts were cut."""
    kind = column["type"]
    gone = [one is None or (isinstance(one, float) and math.isnan(one)) for one in values]
    present = [one for one, missing in zip(values, gone, strict=True) if not missing]
    if kind == "unread" and values:
        return b"x", [], False
    if not present:
        return b"n", [], False
    if kind in {"text", "ordered"}:
        used = set(present)
        texts = sorted(used, key=column["order"].index if kind == "ordered" else None)
        place = {text: i for i, text in enumerate(texts)}
        coded = [0 if missing else place[one] for one, missing in zip(values, gone, strict=True)]
        encoded = [utf8(text) for text in texts]
        cut = sum(map(len, encoded)) > room
        sizes = struct.pack(f"<{1 + len(texts)}Q", len(texts), *map(len, encoded))
        shown = [one[: room // len(texts)] for one in encoded] if cut else encoded
        body = [mask(gone), sizes, *shown, struct.pack(f"<{len(coded)}I", *coded)]
        return b"o" if kind == "ordered" else b"s", body, cut
    tag, code = {
        "boolean": ("b", "B"), "instant": ("t", "q"), "span": ("d", "q"),
    }.get(kind) or form(present)  # fmt: skip
    number = (lambda one: float(one) + 0.0) if code == "d" else int
    filled = [0 if missing else number(one) for one, missing in zip(values, gone, strict=True)]
    return tag.encode(), [mask(gone), struct.pack(f"<{len(filled)}{code}", *filled)], False


def form(present: list[Any]) -> tuple[str, str]:
    """Tag and struct code of numbers."""
    if all(math.isfinite(one) and one == int(one) for one in present):
        if all(-(2**63) <= int(one) < 2**63 for one in present):
            return "i", "q"
        if all(0 <= int(one) < 2**64 for one in present):
            return "u", "Q"
    return "f", "d"


def mask(gone: list[bool]) -> bytes:
    bits = "".join("1" if missing else "0" for missing in gone)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def words() -> Iterator[int]:
    """32 bits at a time."""
    state = STATE
    while True:
        state = (state * MULTIPLIER + INCREMENT) % WIDE
        folded, turn = (state >> 64) ^ (state % WORD), state >> 122
        fresh = (folded >> turn | folded << (64 - turn)) % WORD
        yield fresh % 2**32
        yield fresh >> 32


def up_to(j: int, source: Iterator[int]) -> int:
    if j == 0:
        return 0
    while True:
        product = next(source) * (j + 1)
        if product % 2**32 >= 2**32 % (j + 1):
            return product >> 32


def rows(n: int, k: int) -> list[int]:
    """The rows that are drawn, ascending."""
    source = words()
    if n > 10_000 and k > n // 20:
        entries = list(range(n))
        for i in range(n - 1, n - k - 1, -1):
            j = up_to(i, source)
            entries[i], entries[j] = entries[j], entries[i]
        return sorted(entries[n - k :])
    taken: set[int] = set()
    for j in range(n - k, n):
        v = up_to(j, source)
        taken.add(j if v in taken else v)
    return sorted(taken)
