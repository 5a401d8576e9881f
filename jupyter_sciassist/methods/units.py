"""Several rows of one subject, cell culture or specimen are tested as if they were independent."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import series
from . import live, remedies, sizes
from .facts import Test, Trace, Value, apart
from .flaw import Flaw
from .flow import Program

_TESTS = frozenset(
    "ttest_ind mannwhitneyu pearsonr spearmanr kendalltau linregress f_oneway kruskal ranksums ttest_1samp "
    "chi2_contingency fisher_exact ks_2samp ols OLS logit Logit glm GLM sem sf alexandergovern brunnermunzel "
    "permutation Poisson poisson pointbiserialr wilcoxon binomtest proportions_ztest".split()
)
_UNPAIRED = frozenset({"ttest_ind", "mannwhitneyu", "ranksums", "ks_2samp", "brunnermunzel"})
_UNIT = re.compile(
    r"(^|_)(subject|subj|patient|pat|participant|animal|mouse|mice|rat|donor|person|user|customer|individual|"
    r"plant|tree|colony|nest|family|pid|sid|mrn|ppt|student|pupil|speaker|object|star|source|specimen|bird|fish|cow|"
    r"litter|cage|dog|monkey|child|rater|athlete|player|runner|cyclist|worker|household|bar|rod|wafer|embryo|larva)"
    r"s?(_?(id|ids|no|nr|num|code|name))?$",
    re.IGNORECASE,
)
CLEAR = 1e-4
MOST_ROWS = 5_000  # the first ones: units stand in blocks or come again and again
_COUNTED = frozenset({"binomtest", "proportions_ztest", "chi2_contingency", "fisher_exact", "poisson_means_test"})  # fmt: skip
_BEFORE = re.compile(r"(^|_)(pre|before|baseline|t0|time1|visit1|session1|first|left|od)(_|\d|$)", re.IGNORECASE)  # fmt: skip
_AFTER = re.compile(r"(^|_)(post|after|followup|follow_up|t1|time2|visit2|session2|second|right|os)(_|\d|$)", re.IGNORECASE)  # fmt: skip
FEWEST_UNITS = 5
CURE = "Average per {unit} before the test, or use a mixed model or cluster-robust errors"
Columns = Mapping[str, NDArray[Any]]


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """Tests on the rows of a live table whose units repeat, and unpaired tests of paired values."""
    yield from _unpaired(trace, namespace)
    for one in trace.tests:
        agg = {key for arg in one.args for key in arg.keys("agg")}
        if (
            one.name not in _TESTS
            or remedies.answered(trace, "units", one)
            or (agg and one.name not in _COUNTED)
        ):
            continue
        unit = _unit(one, trace, namespace) or _strung(one, namespace)
        if unit is not None and unit not in agg:
            yield Flaw(
                "repeated measures",
                one.step,
                f"Several rows of one {unit} are tested as if they were independent",
                CURE.format(unit=unit),
            )
            return


def _unit(one: Test, trace: Trace, namespace: Mapping[str, Any]) -> str | None:
    """Name of the units that repeat within the rows of a test."""
    table = _table(one, trace, namespace)
    if table is None:
        return None
    columns, own = table
    told = [arg.keys("is") | arg.keys("of") for arg in one.args]
    if not any(name in columns for names in told for name in names):
        told = [arg.keys("root") for arg in one.args]
    tested = [name for names in told for name in sorted(map(str, names)) if name in columns]
    used = {*tested, *_words(one), *(str(key) for arg in one.args for key in arg.keys("group"))}
    outcomes = [columns[name] for name in tested]
    predictors = [columns[name] for name in sorted(used) if name in columns]
    for name, values in columns.items():
        if name in used or not _labels(values):
            continue
        codes = _codes(values)
        count = int(codes.max()) + 1
        if count < 3 or len(codes) < 2 * count:
            continue
        if _UNIT.search(name) and (name in own or _alike(outcomes, codes)):
            return name
        alone = len(predictors) == len(set(map(id, outcomes))) and one.name in _ONE
        nested = alone or _nested(predictors, codes, count) or _both(one, outcomes, values, codes)
        if count >= FEWEST_UNITS and nested and _alike(outcomes, codes, () if alone else predictors):  # fmt: skip
            return name
    return None


def _both(
    one: Test, outcomes: list[NDArray[Any]], values: NDArray[Any], codes: NDArray[np.intp]
) -> bool:
    """Both sides of a correlation are alike within units that have names."""
    named = values.dtype.kind in "OUST"
    return named and one.name in _RELATIONS and len(outcomes) == 2 and all(_alike([each], codes) for each in outcomes)  # fmt: skip


_RELATIONS = frozenset({"pearsonr", "spearmanr", "kendalltau", "linregress"})
_ONE = frozenset({"sem", "ttest_1samp", "wilcoxon", "interval"})


def _table(
    one: Test, trace: Trace, namespace: Mapping[str, Any]
) -> tuple[Columns, set[str]] | None:
    """Columns beside those that are tested: of the frames of its length on their way, and arrays of that length."""
    via = {name for arg in one.args for name in arg.keys("via") | arg.keys("is")}
    tables = [name for name in via if any(known.is_exact(namespace.get(name), "pandas", kind) for kind in live.PANDAS)]  # fmt: skip
    frames = [name for name in tables if known.is_exact(namespace[name], "pandas", "DataFrame")]
    frames = frames or [name for name in tables if known.is_exact(namespace[name].index, "pandas", "MultiIndex")]  # fmt: skip
    sizes = {len(namespace[name]) for name in via if _flat(namespace.get(name))}
    tested = {name for arg in one.args for name in arg.keys("root")}
    frames = [name for name in frames if _holds(namespace[name], tested)] or frames
    if frames:
        rows = len(namespace[max(frames, key=lambda name: trace.order.get(name, -1))])
    elif sizes:
        rows = max(sizes)
    else:
        return None
    held = {
        name: obj[:MOST_ROWS] for name, obj in namespace.items() if _flat(obj) and len(obj) == rows
    }
    own: set[str] = set()
    for each in frames:
        frame = namespace[each]
        if len(frame) == rows:
            told = {**_levels(frame.index), **(_values(frame) if known.is_exact(frame, "pandas", "Series") else {})}  # fmt: skip
            held.update(told)
            own |= set(told)
        if not known.is_exact(frame, "pandas", "DataFrame"):
            continue
        for name in list(frame.columns)[:60] if len(frame) == rows else ():
            column = frame[name] if type(name) is str else None
            if known.is_exact(column, "pandas", "Series") and column is not None:
                held[name] = np.asarray(column.iloc[:MOST_ROWS])
                own.add(name)
    return held, own


def _holds(table: Any, names: set[Any]) -> bool:
    return not known.is_exact(table, "pandas", "DataFrame") or any(type(one) is str and one in names for one in table.columns)  # fmt: skip


def _levels(index: Any) -> Columns:
    """The named levels of an index, of whole numbers or texts."""
    if known.is_exact(index, "pandas", "MultiIndex"):
        return {name: np.asarray(index.get_level_values(place))[:MOST_ROWS] for place, name in enumerate(index.names) if type(name) is str}  # fmt: skip
    if known.is_exact(index, "pandas", "Index") and type(index.name) is str:
        return {index.name: np.asarray(index)[:MOST_ROWS]}
    return {}


def _values(column: Any) -> Columns:
    """The numbers of a column that stands alone."""
    values = np.asarray(column.iloc[:MOST_ROWS])
    return {column.name: values} if type(column.name) is str and values.dtype.kind in "biuf" else {}


def _flat(obj: Any) -> bool:
    return type(obj) is np.ndarray and obj.ndim == 1 and len(obj) >= 6 and obj.dtype.kind in "biufUO"  # fmt: skip


def _labels(values: NDArray[Any]) -> bool:
    """Names or whole numbers, of types whose text is safe to take."""
    if values.dtype.kind == "O":
        return all(type(one) in {str, int} for one in values.tolist())
    return values.dtype.kind in "iuUST"


def _words(one: Test) -> set[str]:
    """Words of the masks by which the rows of a test were picked."""
    return {word for arg in one.args for group, _ in arg.keys("piece") for word in re.findall(r"\w+", str(group))}  # fmt: skip


def _codes(values: NDArray[Any]) -> NDArray[np.intp]:
    """A whole number from 0 for each different value, shape (n,)."""
    plain = values.astype(str) if values.dtype.kind == "O" else values
    return np.asarray(np.unique(plain, return_inverse=True)[1], dtype=np.intp)


def _nested(predictors: list[NDArray[Any]], codes: NDArray[np.intp], count: int) -> bool:
    """A predictor is the same in all rows of a unit, and there are more units than its values would need."""
    for values in predictors:
        if values.dtype.kind not in "biufU" and not _labels(values):
            continue
        levels = _codes(values)
        first = np.zeros(count, dtype=np.intp)
        first[codes] = levels
        if np.array_equal(first[codes], levels) and 1 < len(np.unique(levels)) <= count:
            return True
    return False


def _alike(
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
        if _between(y, codes) < CLEAR:
            return True
    return False


def _between(y: NDArray[np.float64], codes: NDArray[np.intp]) -> float:
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


def _strung(one: Test, namespace: Mapping[str, Any]) -> str | None:
    """Values of several units strung together, as a list of arrays or the rows of a matrix."""
    for place, arg in enumerate(one.args):
        if arg.has("nested") and not _framed(arg, namespace) and _blocks(place, one, namespace):
            return "unit"
        if one.name in _COUNTED and arg.has("summed") and arg.has("of"):
            return "unit"
        if arg.has("pooled") and not _framed(arg, namespace):
            return "unit"
        for name in arg.keys("is") if arg.has("flat") else ():
            matrix = namespace.get(name)
            if type(matrix) is np.ndarray and matrix.ndim == 2 and matrix.dtype.kind in "iuf" and min(matrix.shape) >= 3:  # fmt: skip
                y = matrix.astype(np.float64).ravel()
                rows, places = np.divmod(np.arange(matrix.size), matrix.shape[1])
                if np.isfinite(y).all() and min(_between(y, rows), _between(y, places)) < CLEAR:
                    return "row of the matrix"
    return None


def _blocks(place: int, one: Test, namespace: Mapping[str, Any]) -> bool:
    """Values that nested loops put one after another, alike in their neighbourhood."""
    if not isinstance(one.call, ast.Call) or place >= len(one.call.args):
        return False
    values = live.numbers(one.call.args[place], live.Names(namespace, one.words))
    return values is not None and len(values) >= 20 and series.lagged_product(values) > max(3 / np.sqrt(len(values)), 0.3)  # fmt: skip


def _framed(arg: Value, namespace: Mapping[str, Any]) -> bool:
    return any(known.is_exact(namespace.get(name), "pandas", "DataFrame") for name in arg.keys("via"))  # fmt: skip


def _unpaired(trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    for one in trace.tests:
        call = one.call
        if one.name not in _UNPAIRED or not isinstance(call, ast.Call) or len(one.args) < 2:
            continue
        stretches = apart(one.args[0].keys("piece") | one.args[1].keys("piece"))
        if any(pair[0][0] in {"slice", "label slice"} for pair in stretches):
            continue
        if _twice(one.args[0], one.args[1]) or _matched(call, one, namespace):
            yield Flaw(
                "repeated measures",
                one.step,
                "Two measurements of the same units are compared by an unpaired test",
                "Use the paired test: ttest_rel or wilcoxon",
            )
            return


def _twice(first: Value, second: Value) -> bool:
    """The names say that one was measured before the other."""
    for one in first.keys("is"):
        for other in second.keys("is"):
            for early, late in ((one, other), (other, one)):
                if _BEFORE.search(early) and _AFTER.search(late) and _BEFORE.sub("", early) == _AFTER.sub("", late):  # fmt: skip
                    return True
    return False


def _matched(call: ast.Call, one: Test, namespace: Mapping[str, Any]) -> bool:
    """The two go together row by row, beyond chance and beyond an order that both stand in."""
    call, names = live.spliced(call, live.Names(namespace, one.words))
    found = [live.numbers(arg, names) for arg in call.args[:2]]
    first, second = found if len(found) == 2 else (None, None)
    if first is None or second is None:
        return False
    n = len(first)
    if n != len(second) or n < 6 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return False
    if any(np.all(np.diff(values) >= 0) or np.all(np.diff(values) <= 0) or (n >= 20 and series.is_serial(values)) for values in (first, second)):  # fmt: skip
        return False
    from scipy import special

    given, other = one.args[0], one.args[1]
    made = bool(given.keys("is") & other.keys("from") or other.keys("is") & given.keys("from"))
    framed = any(known.is_exact(namespace.get(name), "pandas", "DataFrame") for name in given.keys("via") & other.keys("via"))  # fmt: skip
    r = float(np.corrcoef(first, second)[0, 1])
    t = r * np.sqrt((n - 2) / max(1 - r * r, 1e-12))
    p = float(special.stdtr(n - 2, -t))
    return (made or framed) and r > 0.3 and p < 1e-3


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
            codes = _codes(values)
            targets = [_numbered(np.asarray(frame[one])) for one in labels if one in frame.columns and one != label]  # fmt: skip
            texts = values.dtype.kind in "OUST" and int(codes.max()) >= 9 and label not in encoded
            if _UNIT.search(label) or (texts and _alike(targets, codes)):
                return str(label)
    rows = sizes.length(names, namespace)
    matrices = [namespace[name] for name in names if type(namespace.get(name)) is np.ndarray]
    told = [one[:, place] for one in matrices if one.ndim == 2 and len(one) == rows and one.dtype.kind == "f" for place in range(min(one.shape[1], 8))]  # fmt: skip
    for name, obj in namespace.items():
        if name in names or name in labels or not _flat(obj) or len(obj) != rows or not _repeats(obj):  # fmt: skip
            continue
        codes = _codes(obj)
        alike = [one for one in told if _alike([one], codes)]
        if int(codes.max()) >= 4 and told and 2 * len(alike) >= len(told):
            return name
    for name, obj in namespace.items():
        if _UNIT.search(name) and _flat(obj) and len(obj) == rows and _repeats(obj):
            return name
    return None


def _numbered(values: NDArray[Any]) -> NDArray[Any]:
    """Classes that are texts, by their places."""
    texts = values.dtype.kind in "OUST" and _labels(values)
    return _codes(values) if texts else values


def _repeats(values: NDArray[Any]) -> bool:
    if not _labels(values):
        return False
    count = int(_codes(values).max()) + 1
    return count >= 3 and len(values) >= 2 * count
