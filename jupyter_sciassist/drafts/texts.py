"""Texts that a draft puts together, as far as their parts are known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from . import values
from .values import UNKNOWN, Value

_MOST = 64


def joined(parts: Sequence[Value]) -> Value:
    """What f-strings and sums of texts give.

    Where two parts may each be one of several, nobody knows which go together: one of the results has to fit.
    """
    if any(one.kind != "label" or not one.labels for one in parts):
        return UNKNOWN
    several = sum(len(one.labels) > 1 for one in parts)
    options = [one.labels for one in parts]
    made = [tuple(map(str, found)) for found, _ in zip(product(*options), range(_MOST + 1), strict=False)]  # fmt: skip
    if len(made) > _MOST:
        return UNKNOWN
    labels = tuple(dict.fromkeys("".join(one) for one in made))
    return Value("label", labels=labels, some=several > 1 or any(one.some for one in parts))


def strung(between: Value, parts: Value) -> Value:
    """`" + ".join(names)`; a comprehension over several names strings them all."""
    if len(between.labels) != 1 or parts.kind not in {"list", "pair"}:
        return UNKNOWN
    items = parts.items
    if not items or any(one.kind != "label" or one.some for one in items):
        return UNKNOWN
    told = [str(text) for one in items for text in one.labels]
    return values.label(str(between.labels[0]).join(told))
