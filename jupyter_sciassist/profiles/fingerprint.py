"""A digest of the values that were looked at: `sciassist-fp/1`, specified in docs/fingerprint.md.

It goes by the values alone: whatever library and type carries them, the same ones give the same digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..records import Fingerprint
from .raw import Raw

ALGO = "sciassist-fp/1"
FORMER = "sciassist-fp/0"
TEXT_BYTES = 2**26  # of the distinct texts of a table, shared out evenly among its columns

Coverage = Literal["full", "sampled", "schema-only", "unhashable"]


def digest(
    rows: int, columns: int, looked: Sequence[tuple[str, Raw]], sample: int | None
) -> Fingerprint:
    """SHA-256 over the sizes, then name, kind, missing values and values of each looked-at column.

    Parameters
    ----------
    rows, columns : int
        Of the whole object; levels of the index that count are columns.
    looked : sequence of (title, looked-at values)
    sample : int or None
        Rows that were drawn, or None where all were looked at.
    """
    taken = rows if sample is None else sample
    total = hashlib.sha256(f"{ALGO}\n".encode())
    total.update(_sizes(rows, columns, taken, len(looked)))
    room = TEXT_BYTES // max(len(looked), 1)
    unread, cut = 0, False
    for title, raw in looked:
        name = title.encode("utf-8", "surrogatepass")
        tag, parts, shortened = _column(raw.plain or raw, room)
        total.update(tag + _sizes(len(name)) + name)
        for part in parts:
            total.update(part)
        unread += tag == b"x"
        cut = cut or shortened
    coverage: Coverage = "full"
    if unread and unread == len(looked):
        coverage = "schema-only"
    elif unread or cut or taken < rows or len(looked) < columns:
        coverage = "sampled"
    return Fingerprint(ALGO, total.hexdigest(), coverage)


def unhashable(type_name: str) -> Fingerprint:
    """Stand-in digest of an object that cannot be read; it says nothing of its values."""
    named = hashlib.sha256(type_name.encode("utf-8", "replace")).hexdigest()
    return Fingerprint(ALGO, named, "unhashable")


def _sizes(*numbers: int) -> bytes:
    return np.array(numbers, dtype="<u8").tobytes()


def _column(raw: Raw, room: int) -> tuple[bytes, list[bytes], bool]:
    """Tag and bytes of a column, and whether texts were cut to fit into `room` bytes."""
    missing = raw.missing
    if raw.infinite:
        missing = np.isnan(raw.exact)
    if missing.all():
        return b"n", [], False
    if raw.kind == "opaque":
        return b"x", [], False
    mask = np.packbits(missing).tobytes()
    if raw.kind in {"text", "category"}:
        parts, cut = _texts(raw, missing, room)
        return b"o" if raw.ordered else b"s", [mask, *parts], cut
    if raw.kind == "boolean":
        truth = np.where(missing, 0, raw.exact).astype("u1")
        return b"b", [mask, truth.tobytes()], False
    tag, numbers = (raw.kind[:1].encode(), raw.exact)  # time, duration: whole microseconds
    if raw.kind in {"integer", "float"}:
        tag, numbers = _numbers(raw.exact, missing)
    filled = np.where(missing, numbers.dtype.type(0), numbers)
    return tag, [mask, filled.astype(numbers.dtype.newbyteorder("<"), copy=False).tobytes()], False


def _numbers(exact: NDArray[Any], missing: NDArray[np.bool_]) -> tuple[bytes, NDArray[Any]]:
    """Numbers in the first form that holds every one: int64, uint64, binary64."""
    present = exact[~missing]
    if exact.dtype.kind == "f" and not _whole(present):
        return b"f", exact + 0.0  # no negative zero
    low, high = int(present.min()), int(present.max())
    filled = np.where(missing, exact.dtype.type(0), exact)
    if low >= -(2**63) and high < 2**63:
        return b"i", filled.astype(np.int64)
    if low >= 0 and high < 2**64:
        return b"u", filled.astype(np.uint64)
    return b"f", exact + 0.0


def _whole(values: NDArray[np.float64]) -> bool:
    first = values[:64]  # mostly enough to see that they are not
    return all(
        bool((np.isfinite(some) & (np.floor(some) == some)).all()) for some in (first, values)
    )


def _texts(raw: Raw, missing: NDArray[np.bool_], room: int) -> tuple[list[bytes], bool]:
    """Distinct texts that occur, sorted by code point or in their own order, and the place of each."""
    codes = np.where(missing, len(raw.levels), raw.values).astype(np.int64)
    used = np.flatnonzero(np.bincount(codes, minlength=len(raw.levels) + 1)[:-1]).tolist()
    if raw.kind == "category" and not raw.ordered:
        used.sort(key=raw.levels.__getitem__)  # those of texts are sorted already
    place = np.zeros(len(raw.levels) + 1, dtype="<u4")
    place[used] = np.arange(len(used))
    texts = [raw.levels[code] for code in used]
    lengths, whole, cut = _encoded(texts, room)
    return [_sizes(len(texts)), lengths, whole, place[codes].tobytes()], cut


def _encoded(texts: list[str], room: int) -> tuple[bytes, bytes, bool]:
    """Length of each text in bytes, the texts one after another, and whether they were cut."""
    joined = "".join(texts)
    if joined.isascii() and len(joined) <= room:
        return _lengths(texts), joined.encode(), False
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    whole = b"".join(encoded)
    cut = len(whole) > room
    if cut:
        most = room // len(texts)
        whole = b"".join(text[:most] for text in encoded)
    return _lengths(encoded), whole, cut


def _lengths(texts: Sequence[str | bytes]) -> bytes:
    return np.fromiter(map(len, texts), dtype="<u8", count=len(texts)).tobytes()


def former(shape: tuple[int, ...], columns: Iterable[tuple[str, Raw]]) -> str:
    """The digest of `sciassist-fp/0`, under which logs of older versions keep their count of tests.

    `columns` are display names and values as they were judged. It differed by type and library.
    """
    total = hashlib.sha256(repr(shape).encode())
    for name, raw in columns:
        total.update(f"\0{len(name)}:{raw.kind}:".encode())
        total.update(name.encode("utf-8", "surrogatepass"))
        if raw.kind != "opaque":
            total.update(_bytes(_once_exact(raw)))
        total.update(np.packbits(raw.missing).tobytes())
        if raw.kind != "opaque":
            encoded = [level.encode("utf-8", "surrogatepass") for level in raw.levels]
            total.update(_lengths(encoded))
            total.update(b"".join(encoded))
    return total.hexdigest()


def _once_exact(raw: Raw) -> NDArray[Any]:
    if raw.kind == "duration" or (raw.kind == "time" and raw.recipe != "year"):
        return raw.values  # seconds
    if raw.kind == "float" and raw.exact.dtype.kind != "f":
        return raw.values
    return raw.exact


def _bytes(values: NDArray[Any]) -> bytes:
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values)
    return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
