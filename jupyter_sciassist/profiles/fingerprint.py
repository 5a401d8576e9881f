"""A digest of the values that were looked at, so that a change of data is noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..records import Fingerprint
from .raw import Raw

ALGO = "sciassist-fp/0"


def digest(
    shape: tuple[int, ...], columns: Iterable[tuple[str, Raw]], *, full: bool
) -> Fingerprint:
    """SHA-256 over shape, names, kinds and values (little-endian, NaN in one form).

    Parameters
    ----------
    shape : tuple of int
    columns : iterable of (display name, looked-at values)
    full : bool
        All rows and columns were looked at.
    """
    total = hashlib.sha256(repr(shape).encode())
    opaque = False
    for name, raw in columns:
        total.update(f"\0{len(name)}:{raw.kind}:".encode())
        total.update(name.encode("utf-8", "surrogatepass"))
        if raw.kind == "opaque":
            opaque = True
            total.update(np.packbits(raw.missing).tobytes())
            continue
        total.update(_bytes(raw.exact))
        total.update(np.packbits(raw.missing).tobytes())
        encoded = [level.encode("utf-8", "surrogatepass") for level in raw.levels]
        total.update(_bytes(np.array([len(level) for level in encoded], dtype=np.int64)))
        total.update(b"".join(encoded))
    return Fingerprint(ALGO, total.hexdigest(), "full" if full and not opaque else "sampled")


def unhashable(type_name: str) -> Fingerprint:
    """Stand-in digest of an object that cannot be read; it says nothing of its values."""
    named = hashlib.sha256(type_name.encode("utf-8", "replace")).hexdigest()
    return Fingerprint(ALGO, named, "unhashable")


def _bytes(values: NDArray[np.generic]) -> bytes:
    if values.dtype.kind == "f":
        values = np.where(np.isnan(values), np.nan, values)
    return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
