"""What the model is tested on has already told something to what it learned from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import series
from . import live, sizes
from .alike import repeated
from .facts import Evaluated, Fact, Learned, Trace, Value, apart, is_division, keys
from .flaw import Flaw
from .flow import Program
from .marks import COPIES, SMOOTHED

NEIGHBOURS = 0.7
PAST = "Use windows and filters that look back only"
PIPELINE = "Put the step into a Pipeline, or fit it on the training part only"


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Preparation on all rows, features made of the target, units on both sides, shuffled time."""
    told: set[int] = set()
    for one in trace.evaluated:
        for flaw in _learned(trace, one):
            if flaw.step.line not in told:
                told.add(flaw.step.line)
                yield flaw
        yield from _target(trace, one)
    yield from _units(program, trace, namespace)
    yield from _time(trace, namespace)


def _labels(one: Evaluated) -> frozenset[str]:
    """Names of what is predicted."""
    return keys(one.labels, "is") | keys(one.facts, "label")


def _learned(trace: Trace, one: Evaluated) -> Iterator[Flaw]:
    """Something was computed over rows that are held out here."""
    labels = _labels(one)
    pairs = apart(keys(one.facts, "piece"))
    whole = one.cross or "division" in one.options or _left_out(one)
    if not pairs and not whole:
        yield from _elsewhere(trace, one)
        return
    origin = keys(one.labels, "root") | keys(one.facts, "label origin")
    held = one.features.all() if one.features is not None else frozenset()
    own = keys(one.facts, "own") - keys(held, "own")
    copied = frozenset() if trace.grouped else keys(one.facts, "copied")
    for sid in sorted(keys(one.facts, "learned") | keys(one.facts, "sum") | copied):
        site = trace.learned[sid]
        told = labels | origin if site.what == SMOOTHED else labels
        informed = bool(told & site.roots)
        strong = sid in keys(one.facts, "learned") | copied
        if sid in own or not (strong or informed):
            continue
        if _on_all(site, one, pairs, informed):
            yield Flaw(
                "leakage",
                site.step,
                _what(site, informed and not strong),
                PAST if site.what == SMOOTHED else PIPELINE,
            )


def _elsewhere(trace: Trace, one: Evaluated) -> Iterator[Flaw]:
    """Another data set is held out, and something was fitted on both together."""
    for first, second in apart(keys(one.facts, "origin")):
        names = [frozenset(origin[1][0]) for origin in (first, second)]
        only = [names[0] - names[1], names[1] - names[0]]
        for sid in sorted(keys(one.facts, "learned") - keys(one.facts, "own")):
            site = trace.learned[sid]
            if all(each & site.via for each in only):
                yield Flaw("leakage", site.step, f"{site.what} on the rows that are held out as well", PIPELINE)  # fmt: skip
                return


def _left_out(one: Evaluated) -> bool:
    """In a loop that leaves out a row at a time: `np.delete(X, i, axis=0)` or `rows != i`."""
    if not one.loops or one.features is None:
        return False
    own = keys(one.features.all(), "piece")
    for group, part in keys(one.facts, "piece") - own:
        if type(group) is tuple and (
            group[0] == "deleted" or (group[1:2] == ("==",) and part is False)
        ):
            return True
    return False


def _what(site: Learned, informed: bool) -> str:
    if site.what == SMOOTHED:
        return "Rows are smoothed with later ones, those that are predicted among them,"
    if informed:
        return "The labels of all rows, those of the test part included, tell on the features"
    return f"{site.what} on all rows before the split"


def _on_all(site: Learned, one: Evaluated, pairs: list[tuple[Any, Any]], informed: bool) -> bool:
    """The rows of the computation are divided only afterwards."""
    divided = {first[0] for first, _ in pairs}
    groups = {piece[0] for piece in site.pieces if piece[0] in divided or is_division(piece[0])}
    if not groups:
        return True
    informed |= site.what == COPIES
    if pairs:
        return informed and not groups & divided
    inside = groups <= {piece[0] for piece in keys(one.facts, "piece")}
    return informed and inside and "search" not in one.options


def _target(trace: Trace, one: Evaluated) -> Iterator[Flaw]:
    """A column computed from the target column stays among the features."""
    if one.features is None:
        return
    labels = _labels(one)
    if any(fact.kind == "test" for fact in one.facts):  # a formula names its own columns
        return
    ahead = any(fact.kind in {"shift", "label ahead"} for fact in one.labels | one.facts)
    forecast = (
        not labels
        or any(fact.kind == "shift" for fact in one.labels)
        or Fact("label ahead") in one.facts
    )
    origin = labels if ahead else labels | keys(one.labels, "root") | keys(one.facts, "label root")
    for column, made in one.features.items.items():
        future = (made.has("ahead") and not forecast) or _where(trace, made, one, labels)
        if column in labels or (made.has("shift") and not future):
            continue
        if future or (keys(made.facts, "root") & origin and not _summed(trace, made, labels)):
            yield Flaw(
                "leakage",
                one.step,
                f"The feature {column!r} is computed from the target",
                f"Leave {column!r} out of the features",
            )


def _where(trace: Trace, made: Value, one: Evaluated, labels: frozenset[str]) -> bool:
    """A column that has a value only where the target has a certain one."""
    pieces = made.keys("piece") - keys(one.labels, "piece")
    return any(
        labels & keys(told.left, "is")
        for group, _ in pieces
        for told in trace.compared.get(group, ())
    )


def _summed(trace: Trace, made: Value, labels: frozenset[str]) -> bool:
    """The target went into the column as a summary of rows, which is asked for elsewhere."""
    return any(
        trace.learned[sid].roots & labels
        for sid in keys(made.facts, "sum") | keys(made.facts, "learned")
    )


def _frames(names: frozenset[str], namespace: Mapping[str, Any]) -> list[Any]:
    """Live data frames among the names."""
    return [
        namespace[name]
        for name in sorted(names)
        if known.is_exact(namespace.get(name), "pandas", "DataFrame")
    ]


def _random(one: Evaluated, trace: Trace) -> bool:
    """Rows are divided by chance: by a call, by folds, by permuted places."""
    if "division" in one.options:
        return trace.divided[id(one.node)][1] == "random"
    if apart(keys(one.facts, "piece")) and Fact("shuffled") in one.facts:
        return True
    return (one.cross and "search" not in one.options) or "folds" in one.options


def _units(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    if trace.grouped:
        return
    for one in trace.evaluated:
        if not _random(one, trace) or keys(one.facts, "agg"):
            continue
        names = keys(one.facts, "root") | keys(one.facts, "via")
        features = _taken(one, trace)
        labels = _labels(one) or frozenset().union(
            *(keys(other.facts, "label") for other in trace.evaluated)
        )
        encoded = {root for made in features.values() for root in made.keys("root")}
        name = repeated(names, map(str, features), labels, namespace, encoded)
        # Units may be drawn first and the rows looked up after.
        if name is not None and not re.search(
            rf"{name}[\"']?\]?\.(unique|drop_duplicates|isin)|isin\({name}|unique\({name}",
            program.source,
        ):
            yield Flaw(
                "leakage",
                one.step,
                f"Rows of one {name} stand on both sides of the split",
                f"Split by {name}: GroupKFold or GroupShuffleSplit with groups={name}",
            )
            return


def _taken(one: Evaluated, trace: Trace) -> dict[Any, Value]:
    """Columns that the model sees: of a whole table that is divided, those that are taken later."""
    whole = "division" in one.options and not one.labels
    told = [each for each in trace.evaluated if "predict" in each.options or "score" in each.options]  # fmt: skip
    return {name: made for each in (told if whole and told else [one]) if each.features is not None for name, made in each.features.items.items()}  # fmt: skip


def _time(trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Rows in time are shuffled into the two sides."""
    for one in trace.evaluated:
        if trace.grouped or not _random(one, trace):
            continue
        if (one.cross or "folds" in one.options) and not _shuffles(one):
            continue
        timed = Fact("shift") in one.facts
        ordered = any(_in_time(frame) for frame in _frames(keys(one.facts, "via"), namespace))
        if (timed and (ordered or not namespace)) or _neighbours(one, namespace, ordered):
            yield Flaw(
                "leakage",
                one.step,
                "The rows of a time series are shuffled into the two sides, so the past is predicted from the future",
                "Split in time: shuffle=False, or TimeSeriesSplit",
            )
            return


def _shuffles(one: Evaluated) -> bool:
    return "shuffled" in one.options


def _neighbours(one: Evaluated, namespace: Mapping[str, Any], ordered: bool) -> bool:
    """The target is nearly the same in the next row."""
    for label in () if ordered else sorted(_labels(one)):
        values = live.numbers(ast.Name(label), namespace)
        if values is not None and _serial(values) and not _designed(one, namespace, len(values)):
            return True
    if not ordered:
        return False
    for frame in _frames(keys(one.facts, "via"), namespace):
        for label in _labels(one):
            values = sizes.column(frame, label)
            if values is not None and _serial(values):
                return True
    return False


def _serial(values: NDArray[np.float64]) -> bool:
    """Neighbouring rows are nearly the same, without being sorted."""
    steps = np.diff(values)
    ordered = bool(np.all(steps >= 0) or np.all(steps <= 0))
    many = len(values) >= 50 and len(np.unique(values)) > 10
    return many and not ordered and series.lag_one(values) > NEIGHBOURS


def _designed(one: Evaluated, namespace: Mapping[str, Any], rows: int) -> bool:
    """A feature ascends from row to row, as the places of a design do."""
    for name in keys(one.facts, "via"):
        held = namespace.get(name)
        if (
            type(held) is np.ndarray
            and held.dtype.kind in "iuf"
            and held.ndim in {1, 2}
            and len(held) == rows
        ):
            steps = np.diff(held.reshape(rows, -1), axis=0)
            if np.any(np.all(steps >= 0, axis=0) | np.all(steps <= 0, axis=0)):
                return True
    return False


def _in_time(frame: Any) -> bool:
    index = frame.index
    if known.is_exact(index, "pandas", "DatetimeIndex"):
        return bool(index.is_monotonic_increasing)
    for label in list(frame.columns)[:60]:
        column = frame[label]
        if known.is_exact(column, "pandas", "Series") and (
            str(column.dtype).startswith("datetime64")
            or str(label).lower()
            in {"day", "date", "time", "hour", "month", "week", "t", "timestamp"}
        ):
            return bool(column.is_monotonic_increasing)
    return False
