"""What the readers of expressions and of calls share: subsets, columns, and notes in the trace."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from .facts import Compared, Fact, Facts, Learned, Test, Value, joined, keys, parted, without

if TYPE_CHECKING:
    from .scopes import Scopes


COPIES = "Rows are drawn or made from others"
SMOOTHED = "Rows are smoothed with their neighbours"

INDEXED = frozenset({"piece", "learned", "sum", "best", "copied", "cv", "shuffled", "null", "peak"})

SMOOTHS = frozenset({"savgol_filter", "gaussian_filter1d", "gaussian_filter", "filtfilt", "sosfiltfilt", "lowess", "uniform_filter1d", "median_filter", "medfilt", "wiener", "interpolate", "bfill", "seasonal_decompose", "STL", "UnivariateSpline", "hpfilter", "bkfilter", "cffilter", "detrend", "hilbert", "irfft", "ifft"})  # fmt: skip

SUMMARIES = frozenset(
    "mean std var median min max sum mutual_info_classif mutual_info_regression r_regression quantile percentile ptp mode average nanmean nanstd nanmedian nanmin nanmax "
    "nanvar nanquantile nanpercentile stdev fmean pstdev variance pvariance tmean tstd gmean hmean trim_mean corr corrwith corrcoef cov sem dot iqr skew kurtosis count_nonzero".split()
)

SAME = frozenset(
    "array asarray list tuple copy deepcopy to_numpy astype Series float int reset_index set_index abs round squeeze "
    "rename fillna_ reindex to_frame tolist to_list asfarray float64 ascontiguousarray nan_to_num sort_index "
    "assign_ head_ log log10 log2 log1p exp_ sqrt_ reversed iter atleast_1d reshape transpose infer_objects".split()
)


def subset(owner: Value, add: Facts | set[Fact], gone: frozenset[str] = frozenset()) -> Value:
    """Some rows of a value, of its columns and members."""
    return Value(
        without(owner.facts, *gone) | add,
        {key: subset(one, add, gone) for key, one in owner.items.items()},
        subset(owner.each, add, gone) if owner.each is not None else None,
    )


def column(owner: Value, name: Any) -> Value:
    """A column of a frame, with what is known of the frame's rows."""
    told = without(owner.facts, "is", "over", "draw", "class", "root", "object")
    own = owner.items.get(name)
    if own is not None:
        return Value(own.facts | told, own.items, own.each, own.const, own.dotted, own.node, own.cell, own.closure)  # fmt: skip
    base = (
        frozenset() if owner.items else frozenset(one for one in owner.facts if one.kind == "root")
    )
    if type(name) is str:
        told |= {Fact("is", name), Fact("root", name)}
    each = keys(owner.facts, "over")
    told |= {Fact("table", one.key) for one in base}
    return Value(told | base | {Fact("over", one) for one in each})


def compare(
    walker: Scopes, key: Any, ordered: bool, left: Value, right: Value, level: Any, node: ast.expr
) -> None:
    """A comparison is written down."""
    made = Compared(walker.step, node, ordered, left.all(), right.all(), level, tuple(walker.loops))
    walker.trace.compared.setdefault(key, []).append(made)


def learn(walker: Scopes, what: str, strong: bool, *given: Value) -> set[Fact]:
    """Something is computed over rows; what comes of it is marked."""
    facts = joined(*given)
    pieces = keys(facts, "piece")
    masks = [one.left for group, _ in pieces for one in walker.trace.compared.get(group, ())]
    roots = keys(facts, "root").union(*(keys(one, "root") for one in masks))
    made = Learned(walker.step, what, strong, roots, pieces, keys(facts, "via"))
    walker.trace.learned.append(made)
    return {Fact("learned" if strong else "sum", len(walker.trace.learned) - 1)}


def passed(told: Facts) -> set[Fact]:
    """What is known of members that have passed a condition."""
    kept = {one for one in told if one.kind in INDEXED - {"piece", "shuffled", "null", "peak"}}
    return kept | {Fact("piece", one.key) for one in told if one.kind == "cmp"}


def counter(told: Sequence[Facts]) -> set[Fact]:
    """What a count of passes knows of the conditions around it: tests that came out small, or draws that reached a value."""
    facts = frozenset().union(*told)
    return ({Fact("rate")} if any(one.kind == "p" for one in facts) else set()) | {
        one for one in facts if one.kind == "reached"
    }


def reached(*facts: Facts) -> set[Fact]:
    """A statistic of shuffled rows is compared with the one of the rows as they are: a count of them makes a p-value."""
    null = [bool(keys(one, "null")) for one in facts]
    largest = any(
        keys(one, "null") and (keys(one, "best") or keys(one, "peak")) for one in facts
    )  # of all tests: that corrects
    return {Fact("reached")} if any(null) and not all(null) and all(facts) and not largest else set()  # fmt: skip


def permuted(walker: Scopes, node: ast.AST, made: Value) -> Facts:
    """The share of shuffles that reach the statistic: a permutation test by hand."""
    note(walker, node, "permutation", (made,))
    return without(made.facts, "reached", "null", "cmp") | {Fact("p", id(node)), Fact("counted")}


def kept_by(walker: Scopes, facts: Facts) -> set[Fact]:
    """The pieces that a mask leaves; one by p-values picks what is told."""
    if any(one.kind == "p" for one in facts):
        picked(walker, facts | {Fact("vector")})
    return {Fact("piece", one.key) for one in facts if one.kind == "cmp"}


def picked(walker: Scopes, facts: Facts) -> None:
    """What is told goes by these facts."""
    walker.trace.picked.append((walker.step, facts, tuple(walker.loops)))


def copies(walker: Scopes, *given: Value) -> int:
    """Rows are made of other rows; the place of the note."""
    learn(walker, COPIES, True, *given)
    return len(walker.trace.learned) - 1


def distance(made: Value) -> set[Fact]:
    """How far a value lies from another one, whichever side."""
    off = any(one.kind in {"fit", "centred"} for one in made.all()) or any(" - " in str(one) for one in made.keys("root"))  # fmt: skip
    return {Fact("distance")} if off else set()


def note(
    walker: Scopes, node: ast.AST, name: str, args: Sequence[Value], key: Hashable = None
) -> None:
    """A test, a fit or an estimate is written down."""
    words = tuple(map(dict, walker.words))
    made = Test(walker.step, node, name, tuple(args), tuple(walker.loops), words, id(node) if key is None else key, tuple(walker.sites))  # fmt: skip
    (walker.trace.estimates if type(key) is tuple else walker.trace.tests).append(made)


def summed(walker: Scopes, node: ast.AST, name: str, what: str, args: Sequence[Value]) -> set[Fact]:
    """An estimate from rows, which may be told; what comes of it is marked."""
    add = learn(walker, what, False, *args)
    note(walker, node, name, args, ("sum", len(walker.trace.learned) - 1))
    return add


def estimate(walker: Scopes, node: ast.AST, *values: Value) -> None:
    """The standard error of a mean: the values are taken as independent draws."""
    note(walker, node, "sem", values)


def opened(walker: Scopes, given: list[Value | None]) -> list[Value | None]:
    """Functions that are handed over are entered with what stands beside them."""
    data = [one for one in given if one is not None and one.node is None]
    rest = walker.derive(*data, items=True) if data else Value()
    entered = [walker.enter(one, [rest], {}) for one in given if one is not None and one.node is not None]  # fmt: skip
    return [*data, *entered]


def other(fact: Fact) -> tuple[object, object]:
    """The piece that is left when these rows are taken away."""
    group, part = parted(fact)
    return (group, not part) if fact.kind == "cmp" else (group, ("not", part))


def extremes(walker: Scopes, facts: Facts) -> set[Fact]:
    """The rows that are left when the largest or smallest is taken away."""
    names = sorted(str(one) for one in keys(facts, "extreme"))
    side = "rest again" if walker.loops else "rest"
    return {Fact("piece", (("ranked", tuple(names)), side))} if names else set()
