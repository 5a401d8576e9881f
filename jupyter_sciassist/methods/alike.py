"""Which rows belong to one unit: columns that name units, and rows that are more alike within them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from . import sizes

UNIT = re.compile(
    r"(^|_)(subject|subj|patient|pat|participant|animal|mouse|mice|rat|donor|person|user|customer|individual|"
    r"plant|tree|colony|nest|family|pid|sid|mrn|ppt|student|pupil|speaker|object|star|source|specimen|bird|fish|cow|"
    r"litter|cage|dog|monkey|child|rater|athlete|player|runner|cyclist|worker|household|bar|rod|wafer|embryo|larva)"
    r"s?(_?(id|ids|no|nr|num|code|name))?$",
    re.IGNORECASE,
)
CLEAR = 1e-4


def is_flat(obj: Any) -> bool:
    """A column of values, of six rows at least."""
    return type(obj) is np.ndarray and obj.ndim == 1 and len(obj) >= 6 and obj.dtype.kind in "biufUO"  # fmt: skip


def is_label(values: NDArray[Any]) -> bool:
    """Names or whole numbers, of types whose text is safe to take."""
    if values.dtype.kind == "O":
        return all(type(one) in {str, int} for one in values.tolist())
    return values.dtype.kind in "iuUST"


def coded(values: NDArray[Any]) -> NDArray[np.intp]:
    """A whole number from 0 for each different value, shape (n,)."""
    plain = values.astype(str) if values.dtype.kind == "O" else values
    return np.asarray(np.unique(plain, return_inverse=True)[1], dtype=np.intp)


def nested(predictors: list[NDArray[Any]], codes: NDArray[np.intp], count: int) -> bool:
    """A predictor is the same in all rows of a unit, and there are more units than its values would need."""
    for values in predictors:
        if values.dtype.kind not in "biufU" and not is_label(values):
            continue
        levels = coded(values)
        first = np.zeros(count, dtype=np.intp)
        first[codes] = levels
        if np.array_equal(first[codes], levels) and 1 < len(np.unique(levels)) <= count:
            return True
    return False


def alike(
    outcomes: Iterable[NDArray[Any]], codes: NDArray[np.intp], beside: Iterable[NDArray[Any]] = ()
) -> bool:
    """Rows of one unit are more alike than those of different units, given the predictors."""
    given = [one for one in beside if one.dtype.kind in "biuf" and len(one) == len(codes)]
    for values in outcomes:
        if values.dtype.kind not in "biuf" or len(values) != len(codes) or not np.isfinite(values.astype(float)).all():  # fmt: skip
            continue
        y = values.astype(np.float64)
        others = [one.astype(np.float64) for one in given if one is not values and not np.array_equal(one, values)]  # fmt: skip
        if others:
            design = np.column_stack([np.ones(len(y)), *others])
            if not np.isfinite(design).all():
                continue
            y = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        if between(y, codes) < CLEAR:
            return True
    return False


def between(y: NDArray[np.float64], codes: NDArray[np.intp]) -> float:
    """P of a one-way analysis of variance."""
    from scipy import special

    count = np.bincount(codes)
    means = np.bincount(codes, weights=y) / np.maximum(count, 1)
    within = float(np.sum((y - means[codes]) ** 2))
    between = float(np.sum(count * (means - y.mean()) ** 2))
    k, n = len(count), len(y)
    if within <= 0 or n <= k:
        return 0.0 if between > 0 and n > k else 1.0
    return float(special.fdtrc(k - 1, n - k, between / (k - 1) / (within / (n - k))))


def repeated(
    names: Iterable[str],
    features: Iterable[str],
    labels: Iterable[str],
    namespace: Mapping[str, Any],
    encoded: Iterable[str] = (),
) -> str | None:
    """Name of units with two and more rows each beside the rows under some names, by its name or its values.

    By its values: texts that no feature is made of (`encoded`), ten of them at least, and the target alike within each.
    """
    names, labels, taken, encoded = set(names), set(labels), set(features), set(encoded)
    for name in sorted(names):
        frame = namespace.get(name)
        if not known.is_exact(frame, "pandas", "DataFrame") or frame is None:
            continue
        for label in list(frame.columns)[:60]:
            column = frame[label] if type(label) is str and label not in taken else None
            if not known.is_exact(column, "pandas", "Series") or column is None:
                continue
            values = np.asarray(column)
            if not _repeats(values):
                continue
            codes = coded(values)
            targets = [_numbered(np.asarray(frame[one])) for one in labels if one in frame.columns and one != label]  # fmt: skip
            texts = values.dtype.kind in "OUST" and int(codes.max()) >= 9 and label not in encoded
            if UNIT.search(label) or (texts and alike(targets, codes)):
                return str(label)
    rows = sizes.length(names, namespace)
    matrices = [namespace[name] for name in names if type(namespace.get(name)) is np.ndarray]
    told = [one[:, place] for one in matrices if one.ndim == 2 and len(one) == rows and one.dtype.kind == "f" for place in range(min(one.shape[1], 8))]  # fmt: skip
    for name, obj in namespace.items():
        if name in names or name in labels or not is_flat(obj) or len(obj) != rows or not _repeats(obj):  # fmt: skip
            continue
        codes = coded(obj)
        told_apart = [one for one in told if alike([one], codes)]
        if int(codes.max()) >= 4 and told and 2 * len(told_apart) >= len(told):
            return name
    for name, obj in namespace.items():
        if UNIT.search(name) and is_flat(obj) and len(obj) == rows and _repeats(obj):
            return name
    return None


def _numbered(values: NDArray[Any]) -> NDArray[Any]:
    """Classes that are texts, by their places."""
    texts = values.dtype.kind in "OUST" and is_label(values)
    return coded(values) if texts else values


def _repeats(values: NDArray[Any]) -> bool:
    if not is_label(values):
        return False
    count = int(coded(values).max()) + 1
    return count >= 3 and len(values) >= 2 * count
