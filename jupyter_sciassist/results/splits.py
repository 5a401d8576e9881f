"""Train and test parts as they stand in the notebook: shared rows, shared subjects, rare classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..profiles import known
from ..records import Estimate, Suggestion
from ._card import Numbers, caution, prints

_TRAIN = re.compile(r"(?<![A-Za-z])(train|training)(?![A-Za-z])", re.IGNORECASE)
_MOST_ROWS = 200_000
FEWEST_COLUMNS = 2
RARE = 0.1


def read(namespace: Mapping[str, Any]) -> list[Suggestion]:
    """Cautions about pairs of names such as X_train and X_test, and about classifiers."""
    return [*_shared(namespace), *_rare(namespace)]


def _shared(namespace: Mapping[str, Any]) -> Iterator[Suggestion]:
    for name, obj in namespace.items():
        if not _TRAIN.search(name.replace("_", " ")):
            continue
        for word in ("test", "valid", "validation", "holdout"):
            other = re.sub(r"train(ing)?", word, name)
            if other in namespace:
                yield from _pair(name, obj, other, namespace[other])


def _pair(train: str, first: Any, test: str, second: Any) -> Iterator[Suggestion]:
    a, b = _rows(first), _rows(second)
    if a is None or b is None or a.shape[1] != b.shape[1] or a.shape[1] < FEWEST_COLUMNS:
        return
    seen = {row.tobytes() for row in a}
    if max(len(np.unique(column)) for column in a.T) < len(seen) / 4:
        return  # a few coarse columns: different units may well have the same row
    shared = sum(row.tobytes() in seen for row in b)
    if shared == 0 or shared < max(2, 0.01 * len(b)):
        return
    share = shared / len(b)
    numbers = Numbers(
        "rows of the test part that stand in the training part",
        len(b),
        estimate=Estimate("share of rows", share),
    )
    code = (
        "import numpy as np\n\n"
        f"seen = {{row.tobytes() for row in np.ascontiguousarray(np.asarray({train}, float))}}\n"
        f"test = np.ascontiguousarray(np.asarray({test}, float))\n"
        "n = len(test)\n"
        "estimate = sum(row.tobytes() in seen for row in test) / n\n"
    )
    yield caution(
        test,
        "shared rows",
        f"{shared} of {len(b)} rows of {test} stand in {train} too: what is measured there is no test",
        "Drop duplicated rows before the split, or split by the unit that they belong to",
        numbers=numbers,
        code=f"{code}{prints(numbers)}\n",
        about=(train,),
    )


def _rows(obj: Any) -> np.ndarray[Any, Any] | None:
    """Rows of a numeric table or array of an exactly known type, contiguous float64."""
    if known.is_exact(obj, "pandas", "DataFrame"):
        if not all(
            one.kind in "biuf"
            for one in obj.dtypes
            if type(one) is not str and hasattr(one, "kind")
        ):
            return None
        try:
            values = obj.to_numpy(dtype=np.float64)
        except (TypeError, ValueError):
            return None
    elif type(obj) is np.ndarray and obj.ndim == 2 and obj.dtype.kind in "biuf":
        values = obj.astype(np.float64)
    else:
        return None
    return np.ascontiguousarray(values) if 0 < len(values) <= _MOST_ROWS else None


def _rare(namespace: Mapping[str, Any]) -> Iterator[Suggestion]:
    labels = next((namespace[name] for name in ("y_train", "train_y") if name in namespace), None)
    codes = _labels(labels)
    if codes is None:
        return
    counts = np.unique(codes, return_counts=True)[1]
    share = float(counts.min() / counts.sum())
    if not 2 <= len(counts) <= 10 or share >= RARE:
        return
    for name, obj in namespace.items():
        fitted = _classifier(obj)
        if fitted is not None and fitted.get("class_weight") is None:
            yield caution(
                name,
                "rare class",
                f"{name} learned from classes of which the rarest holds {100 * share:.2g} % of the rows: "
                "accuracy hardly tells whether it finds them",
                "Report precision and recall of that class beside the base rate, or weigh the classes",
                numbers=Numbers(
                    "share of the rarest class", int(counts.sum()), Estimate("share of rows", share)
                ),
            )


def _labels(obj: Any) -> np.ndarray[Any, Any] | None:
    if known.is_exact(obj, "pandas", "Series"):
        obj = obj.to_numpy()
    plain = type(obj) is np.ndarray and obj.ndim == 1 and obj.dtype.kind in "biuU"
    return obj if plain and len(obj) >= 50 else None


def _classifier(obj: Any) -> Mapping[str, Any] | None:
    """The attributes of a fitted scikit-learn classifier, or None."""
    if known.module_of(type(obj)) != "sklearn":
        return None
    own = vars(obj) if hasattr(type(obj), "__dict__") else {}
    return own if "classes_" in own and "n_features_in_" in own else None
