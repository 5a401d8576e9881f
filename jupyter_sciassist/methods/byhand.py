"""Statistics of tests that were worked out by hand, known by their values."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import live
from .facts import Test

Floats = NDArray[np.float64]
MOST = 6
EQUAL = 1e-6


def known_by(one: Test, call: ast.Call, namespace: Mapping[str, Any]) -> tuple[str, list[Floats]]:
    """Which statistic the argument of a tail probability is, and of which values.

    Returns
    -------
    form : {"pooled", "Welch", "paired", "one", "r", ""}
        Student's t of two groups by one variance or by two, of differences, of a mean against 0, of a correlation.
    groups : list of shape (n,) arrays
    """
    told = _number(call, namespace)
    if told is None:
        return "", []
    for form, value, groups in _forms(_held(one, namespace)):
        if np.isfinite(value) and abs(abs(value) - told) <= EQUAL * max(told, EQUAL):
            return form, groups
    return "", []


def _number(call: ast.Call, namespace: Mapping[str, Any]) -> float | None:
    if not call.args:
        return None
    try:
        return abs(float(live.evaluate(call.args[0], namespace)))
    except (live.Unreadable, TypeError, ValueError):
        return None


def _held(one: Test, namespace: Mapping[str, Any]) -> list[Floats]:
    """Live columns of numbers that the statistic was made of."""
    names = {str(name) for arg in one.args for kind in ("of", "via", "is") for name in arg.keys(kind)}  # fmt: skip
    found = [live.numbers(ast.Name(name), namespace) for name in sorted(names)]
    return [values for values in found if values is not None and len(values) >= 3 and np.ptp(values) > 0][:MOST]  # fmt: skip


def _forms(held: list[Floats]) -> Iterator[tuple[str, float, list[Floats]]]:
    for x in held:
        yield "one", float(x.mean() / np.sqrt(x.var(ddof=1) / len(x))), [x]
    for x, y in combinations(held, 2):
        n, m = len(x), len(y)
        u, v = float(x.var(ddof=1)), float(y.var(ddof=1))
        apart = float(x.mean() - y.mean())
        yield "pooled", apart / np.sqrt(((n - 1) * u + (m - 1) * v) / (n + m - 2) * (1 / n + 1 / m)), [x, y]  # fmt: skip
        yield "Welch", apart / np.sqrt(u / n + v / m), [x, y]
        if n == m and np.ptp(x - y) > 0:
            yield "paired", apart / np.sqrt((x - y).var(ddof=1) / n), [x - y]
            r = float(np.corrcoef(x, y)[0, 1])
            yield "r", r * np.sqrt((n - 2) / max(1 - r * r, 1e-12)), [x, y]
