"""A test whose distributional assumption the live data plainly break, where that matters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import series
from . import byhand, errors, live, remedies, sizes
from .facts import Test, Trace
from .flaw import Flaw
from .flow import Program

Floats = NDArray[np.float64]
UNEQUAL = 4.0
TRENDING = 0.8
BENT = 0.3
RANKS = "a rank test or a permutation test"


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """One flaw a call, from the arguments that can be looked at."""
    if not namespace:
        return
    for one in trace.tests:
        rule = _RULES.get(one.name)
        if (rule is None and one.name not in {"sf", *_ESTIMATED}) or (
            rule is errors.poisson and remedies.answered(trace, "dispersion", one)
        ):
            continue
        if rule is _analysis and remedies.answered(trace, "errors", one):
            continue
        if one.name == "sem" and not _INTERVAL.search(program.source):
            continue
        if any(arg.has("rate") for arg in one.args):  # how often something came out in a simulation
            continue
        told = _judged(one, live.Names(namespace, one.words))
        if told is not None:
            yield Flaw("broken assumption", one.step, *told)


def _judged(one: Test, names: live.Names) -> Told:
    """The rule of a test, asked for its arguments."""
    rule, call = _RULES.get(one.name), one.call
    if isinstance(call, ast.Call):
        call, names = live.spliced(call, names)
    if one.name in _ESTIMATED:
        return _ESTIMATED[one.name](call, names, one)
    if not isinstance(call, ast.Call):
        return None
    if rule is None:
        return _by_hand(one, call, names)
    return rule(call, names)


_ESTIMATED = {"sem": errors.mean_error, "limits": errors.spread_limits}
_INTERVAL = re.compile(r"confint|\bppf\b|1\.96|\.interval\(|\b[cs]?d?sf\(|\bcdf\(")
Told = errors.Told


def _option(call: ast.Call, name: str) -> Any:
    for word in call.keywords:
        if word.arg == name and isinstance(word.value, ast.Constant):
            return word.value.value
    return None


def _groups(call: ast.Call, namespace: Mapping[str, Any], most: int = 20) -> list[Floats]:
    found: list[Floats | None] = []
    for one in call.args[:most]:
        if isinstance(one, ast.Starred):
            found += live.several(one.value, namespace)
        else:
            found.append(live.numbers(one, namespace))
    return [one for one in found if one is not None and len(one) >= 3]


def _t_test(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace, 2)
    if len(groups) < 2:
        return None
    return (
        errors.serial(groups)
        or errors.skewed(groups, RANKS)
        or (_spread(groups) if _option(call, "equal_var") is not False else None)
    )


def _one_sample(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace, 1)
    if not groups:
        return None
    return errors.serial(groups) or errors.skewed(
        groups, "Wilcoxon's signed rank test or the bootstrap"
    )


def _ranked(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """A rank test needs independent rows all the same."""
    groups = _groups(call, namespace, 2)
    return errors.serial(groups) if len(groups) == 2 else None


def _paired(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    if len(call.args) < 2:
        return None
    groups = _groups(call, namespace, 2)
    if len(groups) < 2 or len(groups[0]) != len(groups[1]):
        return None
    return errors.serial([groups[0] - groups[1]]) or errors.skewed(
        [groups[0] - groups[1]], "Wilcoxon's signed rank test"
    )


def _variance(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace)
    if len(groups) < 2:
        return None
    if _option(call, "equal_var") is False:
        return errors.skewed(groups, "the Kruskal-Wallis test")
    return errors.skewed(groups, "the Kruskal-Wallis test") or _spread(groups)


def _by_hand(one: Test, call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """A statistic that was worked out by hand is known by its value."""
    form, groups = byhand.known_by(one, call, namespace)
    if form == "pooled":
        return errors.serial(groups) or errors.skewed(groups, RANKS) or _spread(groups)
    if form in {"Welch", "one", "paired"}:
        return errors.serial(groups) or errors.skewed(groups, RANKS)
    if form == "r":
        return _related(*groups)
    return None


def _spread(groups: list[Floats]) -> Told:
    """Spreads that differ where group sizes differ as well."""
    variances = [float(np.var(group, ddof=1)) for group in groups]
    sizes = [len(group) for group in groups]
    if min(variances) <= 0 or max(sizes) < 1.5 * min(sizes):
        return None
    ratio = max(variances) / min(variances)
    if ratio > UNEQUAL:
        return (
            f"Equal variances are assumed, but they differ {ratio:.2g} times between groups of unequal size",
            "Use Welch's form (equal_var=False)",
        )
    return None


def _pearson(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    pair = [live.numbers(one, namespace) for one in call.args[:2]]
    if len(pair) < 2 or any(one is None for one in pair):
        return None
    return _related(*(one for one in pair if one is not None))


def _related(x: Floats, y: Floats) -> Told:
    """Two columns that are taken to lie about a line."""
    if len(x) != len(y) or len(x) < 8 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    if _in_order(x) and _left_alike(x, y):
        return (
            "What is left of the line is alike in neighbouring rows, so there are fewer independent rows than it seems",
            "Allow for the autocorrelation: HAC errors, a model of AR errors, or the effective number of rows",
        )
    if _walks(x) and _walks(y):
        return (
            "Two series that both drift are correlated as if their rows were independent",
            "Correlate their changes from row to row, or take out the trend first",
        )
    plain, ranked = (float(np.corrcoef(*both)[0, 1]) for both in ((x, y), (_ranks(x), _ranks(y))))
    bent = _bent(x, y)
    if bent > plain**2 + BENT:
        return (
            f"A line is asked for, but the relation is bent: it explains {plain**2:.2f} of the variance, a parabola {bent:.2f}",
            "Look at the plot, and fit the shape that the data have",
        )
    if abs(plain - ranked) > 0.25:
        return (
            f"Pearson's r ({plain:.2f}) hangs on a few values or on a bent relation: by ranks it is {ranked:.2f}",
            "Use Spearman's rank correlation, and look at the plot",
        )
    return None


def _fans(x: Floats, y: Floats) -> bool:
    """The spread about the line grows or shrinks along it."""
    from scipy import special

    n = len(x)
    if n < 30:
        return False
    z = (x - x.mean()) / x.std()
    apart = np.abs(y - np.polyval(np.polyfit(z, y, 1), z))
    r = float(np.corrcoef(_ranks(x), _ranks(apart))[0, 1])
    t = abs(r) * np.sqrt((n - 2) / max(1 - r * r, 1e-12))
    return abs(r) > 0.35 and 2 * float(special.stdtr(n - 2, -t)) < 1e-4


def _line(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """linregress: as Pearson's correlation, and an even spread about the line."""
    told = _pearson(call, namespace)
    pair = [live.numbers(one, namespace) for one in call.args[:2]]
    return told or _spreading(*(pair if len(pair) == 2 else (None, None)))


def _spreading(x: Floats | None, y: Floats | None) -> Told:
    if x is None or y is None:
        return None
    if len(x) == len(y) and np.ptp(x) > 0 and _fans(x, y):  # fmt: skip
        return (
            "The spread about the line changes along it, so its standard error does not hold",
            "Weigh the points, transform them, or use heteroscedasticity-consistent errors",
        )
    return None


def _drifts(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """A rank correlation of two series that drift."""
    pair = [live.numbers(one, namespace) for one in call.args[:2]]
    if len(pair) == 2 and all(one is not None and _walks(one) for one in pair):
        return (
            "Two series that both drift are correlated as if their rows were independent",
            "Correlate their changes from row to row, or take out the trend first",
        )
    return None


def _in_order(x: Floats) -> bool:
    """Ascending or descending without repeats: a time, a depth, a distance."""
    steps = np.diff(x)
    return bool(np.all(steps > 0) or np.all(steps < 0))


def _left_alike(x: Floats, y: Floats) -> bool:
    """The residuals of a line are those of a series; a bent relation is told otherwise."""
    if len(x) < 20:
        return False
    z = (x - x.mean()) / x.std()
    rest = [y - np.polyval(np.polyfit(z, y, degree), z) for degree in (1, 3)]
    return all(series.lagged_product(one) > max(3 / np.sqrt(len(x)), 0.3) for one in rest)


def _bent(x: Floats, y: Floats) -> float:
    """Share of the variance of y that a parabola in x explains."""
    z = (x - x.mean()) / x.std()
    left = y - np.polyval(np.polyfit(z, y, 2), z)
    return 1 - float(left @ left) / float(np.sum((y - y.mean()) ** 2))


def _ranks(values: Floats) -> Floats:
    return np.asarray(np.argsort(np.argsort(values, kind="stable")), dtype=np.float64)


def _walks(values: Floats) -> bool:
    """Neighbours so alike that the rows stand in an order; sorted values do not count."""
    steps = np.diff(values)
    ordered = bool(np.all(steps >= 0) or np.all(steps <= 0))
    return len(values) >= 20 and not ordered and series.lag_one(values) > TRENDING


def _chi_square(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    if not call.args:
        return None
    try:
        table = np.asarray(live.evaluate(call.args[0], namespace), dtype=np.float64)
    except (live.Unreadable, TypeError, ValueError):
        return None
    if table.ndim != 2 or min(table.shape) < 2 or table.min() < 0 or table.sum() <= 0:
        return None
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    few = float(np.mean(expected < errors.FEWEST_EXPECTED))
    if few > 0.2 or expected.min() < 1:
        return (
            f"The chi-square test is used where {100 * few:.0f} % of the expected counts lie below 5 (least {expected.min():.2g})",
            "Use Fisher's exact test, or a Monte Carlo p-value",
        )
    return None


def _goodness(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """Counts against expected ones, even where none are given."""
    expected = call.args[1] if len(call.args) > 1 else next((one.value for one in call.keywords if one.arg == "f_exp"), None)  # fmt: skip
    counts = live.numbers(expected if expected is not None else call.args[0], namespace) if call.args else None  # fmt: skip
    if counts is None or len(counts) < 2:
        return None
    even = counts if expected is not None else np.full(len(counts), counts.mean())
    few = float(np.mean(even < errors.FEWEST_EXPECTED))
    if few <= 0.2:
        return None
    return (
        f"The chi-square test is used where {100 * few:.0f} % of the expected counts lie below 5 (least {even.min():.2g})",
        "Use an exact multinomial test, or put classes together",
    )


def _analysis(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """`ols("y ~ C(group)", data)`: an analysis of variance of one factor."""
    formula = call.args[0] if call.args else None
    data = next((one.value for one in call.keywords if one.arg == "data"), None)
    data = data or (call.args[1] if len(call.args) > 1 else None)
    if not isinstance(formula, ast.Constant) or type(formula.value) is not str or data is None:
        return None
    found = re.fullmatch(r"\s*(\w+)\s*~\s*(?:C\((\w+)\)|(\w+))\s*", formula.value)
    if found is None:
        return None
    try:
        frame = live.evaluate(data, namespace)
    except live.Unreadable:
        return None
    factor = found.group(2) or found.group(3)
    if not known.is_exact(frame, "pandas", "DataFrame") or not {found.group(1), factor} <= set(frame.columns):  # fmt: skip
        return None
    if found.group(2) is None and frame[factor].dtype.kind in "iufb":
        x, y = (sizes.column(frame, one) for one in (factor, found.group(1)))
        return None if x is None or y is None else _related(x, y) or _spreading(x, y)
    groups = [
        sizes.column(part, found.group(1)) for _, part in frame.groupby(factor, observed=True)
    ]
    usable = [one for one in groups if one is not None and len(one) >= 3]
    if len(usable) < 2 or len(usable) > 20:
        return None
    return errors.skewed(usable, "the Kruskal-Wallis test") or _spread(usable)


_RULES = {
    "ols": _analysis,
    "sqrt": errors.rooted,
    "poisson_means_test": errors.means,
    "exact total": errors.exact_total,
    "mannwhitneyu": _ranked,
    "ranksums": _ranked,
    "ks_2samp": _ranked,
    "spearmanr": _drifts,
    "kendalltau": _drifts,
    "ttest_ind": _t_test,
    "ttest_1samp": _one_sample,
    "ttest_rel": _paired,
    "f_oneway": _variance,
    "pearsonr": _pearson,
    "linregress": _line,
    "chisquare": _goodness,
    "proportions_ztest": errors.shares,
    "proportion_confint": errors.shares,
    "chi2_contingency": _chi_square,
    "poisson": errors.poisson,
    "Poisson": errors.poisson,
    "GLM": errors.poisson,
    "glm": errors.poisson,
}
