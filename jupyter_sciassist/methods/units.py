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
from . import live, remedies
from .alike import CLEAR, UNIT, alike, between, coded, is_flat, is_label, nested
from .facts import Test, Trace, Value, apart
from .flaw import Flaw
from .flow import Program

_TESTS = frozenset(
    "ttest_ind mannwhitneyu pearsonr spearmanr kendalltau linregress f_oneway kruskal ranksums ttest_1samp "
    "chi2_contingency fisher_exact ks_2samp ols OLS logit Logit glm GLM sem sf alexandergovern brunnermunzel "
    "permutation Poisson poisson pointbiserialr wilcoxon binomtest proportions_ztest".split()
)
_UNPAIRED = frozenset({"ttest_ind", "mannwhitneyu", "ranksums", "ks_2samp", "brunnermunzel"})
MOST_ROWS = 5_000  # the first ones: units stand in blocks or come again and again
_COUNTED = frozenset({"binomtest", "proportions_ztest", "chi2_contingency", "fisher_exact", "poisson_means_test"})  # fmt: skip
_BEFORE = re.compile(r"(^|_)(pre|before|baseline|t0|time1|visit1|session1|first|left|od)(_|\d|$)", re.IGNORECASE)  # fmt: skip
_AFTER = re.compile(r"(^|_)(post|after|followup|follow_up|t1|time2|visit2|session2|second|right|os)(_|\d|$)", re.IGNORECASE)  # fmt: skip
FEWEST_UNITS = 5
CURVE = 3  # highest power of a number that may be a quantity
VARIES = 3.0  # times the variance of a binomial
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
        within = {key for arg in one.args for key in arg.keys("within")}
        if unit is not None and unit not in agg | within:
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
    ranges = _words(one, ordered=True) - set(
        tested
    )  # by a range of numbers no single unit is picked
    for name, values in columns.items():
        if (name in used and name not in ranges) or not is_label(values):
            continue
        predictors = [columns[each] for each in sorted(used - {name}) if each in columns]
        codes = coded(values)
        count = int(codes.max()) + 1
        if count < 3 or len(codes) < 2 * count:
            continue
        if UNIT.search(name) and (name in own or alike(outcomes, codes)):
            return name
        alone = len(predictors) == len(set(map(id, outcomes))) and one.name in _ONE
        fixed = alone or nested(predictors, codes, count) or _both(one, outcomes, values, codes)
        if count >= FEWEST_UNITS and fixed and alike(outcomes, codes, () if alone else predictors):  # fmt: skip
            return name
    return None


def _both(
    one: Test, outcomes: list[NDArray[Any]], values: NDArray[Any], codes: NDArray[np.intp]
) -> bool:
    """Both sides of a correlation are alike within units that have names, or numbers that are no quantity."""
    if one.name not in _LINES or len(outcomes) != 2:
        return False
    named = values.dtype.kind in "OUST"
    beside = () if named else _curve(values)
    return (named or int(codes.max()) >= 2 * CURVE) and all(alike([each], codes, beside) for each in outcomes)  # fmt: skip


def _curve(values: NDArray[Any]) -> list[NDArray[np.float64]]:
    """Powers of a number: with a quantity (an age, a dose) the others go by such a curve, with an identifier by none."""
    x = values.astype(np.float64)
    x = (x - x.mean()) / (x.std() or 1.0)
    return [x**power for power in range(1, CURVE + 1)]


_RELATIONS = frozenset({"pearsonr", "spearmanr", "kendalltau", "linregress"})
_LINES = _RELATIONS | {"ols", "OLS"}
_ONE = frozenset({"sem", "ttest_1samp", "wilcoxon", "interval"})


def _table(
    one: Test, trace: Trace, namespace: Mapping[str, Any]
) -> tuple[Columns, set[str]] | None:
    """Columns beside those that are tested: of the frames of its length on their way, and arrays of that length."""
    via = {name for arg in one.args for name in arg.keys("via") | arg.keys("is")}
    tables = [name for name in via if any(known.is_exact(namespace.get(name), "pandas", kind) for kind in live.PANDAS)]  # fmt: skip
    frames = [name for name in tables if known.is_exact(namespace[name], "pandas", "DataFrame")]
    frames = frames or [name for name in tables if known.is_exact(namespace[name].index, "pandas", "MultiIndex")]  # fmt: skip
    sizes = {len(namespace[name]) for name in via if is_flat(namespace.get(name))}
    tested = {name for arg in one.args for name in arg.keys("root")}
    frames = [name for name in frames if _holds(namespace[name], tested)] or frames
    if frames:
        rows = len(namespace[max(frames, key=lambda name: trace.order.get(name, -1))])
    elif sizes:
        rows = max(sizes)
    else:
        return None
    held = {
        name: obj[:MOST_ROWS]
        for name, obj in namespace.items()
        if is_flat(obj) and len(obj) == rows
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


def _words(one: Test, ordered: bool = False) -> set[str]:
    """Words of the masks by which the rows of a test were picked, or of those alone that go by size."""
    groups = {group for arg in one.args for group, _ in arg.keys("piece")}
    if ordered:
        sized = {group for group in groups if type(group) is tuple and len(group) == 3 and group[1] in {"<", "<="}}  # fmt: skip
        return _named(sized) - _named(groups - sized)
    return _named(groups)


def _named(groups: Iterable[Any]) -> set[str]:
    return {word for group in groups for word in re.findall(r"\w+", str(group))}


def _strung(one: Test, namespace: Mapping[str, Any]) -> str | None:
    """Values of several units strung together, as a list of arrays or the rows of a matrix."""
    for place, arg in enumerate(one.args):
        if arg.has("nested") and not _framed(arg, namespace) and _blocks(place, one, namespace):
            return "unit"
        if arg.has("stacked") and one.name in _LINES:
            return "row of the table that the values come from"
        if one.name in _COUNTED and place == 0 and _vary(arg, one, namespace):
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
                if np.isfinite(y).all() and min(between(y, rows), between(y, places)) < CLEAR:
                    return "row of the matrix"
    return None


def _vary(arg: Value, one: Test, namespace: Mapping[str, Any]) -> bool:
    """A total of cases whose units differ far more than the same share in all would let them."""
    if not isinstance(one.call, ast.Call) or len(one.call.args) < 2:
        return False
    for name in arg.keys("of"):
        counts = namespace.get(name)
        if type(counts) is not np.ndarray or counts.ndim != 1 or counts.dtype.kind not in "iu" or len(counts) < FEWEST_UNITS:  # fmt: skip
            continue
        try:
            rows = float(live.evaluate(one.call.args[1], live.Names(namespace, one.words)))
        except (live.Unreadable, TypeError, ValueError):
            return False
        share, each = counts.sum() / max(rows, 1.0), rows / len(counts)
        if 0 < share < 1 and counts.var(ddof=1) > VARIES * each * share * (1 - share):
            return True
    return False


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
