"""A test whose distributional assumption the live data plainly break, where that matters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import assumptions, series
from . import live
from .facts import Trace
from .flaw import Flaw
from .flow import Program

Floats = NDArray[np.float64]
SMALL = 30
SKEWED = 1.5
UNEQUAL = 4.0
FEWEST_EXPECTED = 5.0
TRENDING = 0.8
OVERDISPERSED = 1.8
BENT = 0.3


def read(program: Program, trace: Trace, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """One flaw a call, from the arguments that can be looked at."""
    if not namespace:
        return
    answered = bool(_DISPERSED.search(program.source))
    for one in trace.tests:
        rule = _RULES.get(one.name)
        call = one.call
        if rule is None or (rule is _poisson and answered):
            continue
        if one.name == "sem" and not _INTERVAL.search(program.source):
            continue
        told = rule(call, live.Names(namespace, one.words))
        if told is not None:
            yield Flaw("broken assumption", one.step, *told)


# The dispersion was looked at, and a model or an error that allows for it stands beside.
_DISPERSED = re.compile(
    r"[Nn]egative_?[Bb]inomial|cov_type|scale\s*=\s*[\"']X2|quasi", re.IGNORECASE
)
_INTERVAL = re.compile(r"\bppf\b|1\.96|\.interval\(|\b[cs]?d?sf\(|\bcdf\(")
Told = tuple[str, str] | None


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
        _serial(groups)
        or _skewed(groups, "Mann-Whitney's test or a permutation test")
        or (_spread(groups) if _option(call, "equal_var") is not False else None)
    )


def _one_sample(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace, 1)
    if not groups:
        return None
    return _serial(groups) or _skewed(groups, "Wilcoxon's signed rank test or the bootstrap")


def _ranked(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """A rank test needs independent rows all the same."""
    groups = _groups(call, namespace, 2)
    return _serial(groups) if len(groups) == 2 else None


def _mean_error(node: ast.AST, namespace: Mapping[str, Any]) -> Told:
    """`x.std() / sqrt(n)` and `x.sem()`."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in {"std", "sem"}:  # fmt: skip
            for values in (one.func.value, *one.args[:1]):
                found = live.numbers(values, namespace)
                if found is not None and len(found) >= 5:
                    return _serial([found]) or _skewed([found], "the bootstrap")
    return None


def _serial(groups: list[Floats]) -> Told:
    """Every group is a series whose neighbouring values are alike."""
    for group in groups:
        n, steps = len(group), np.diff(group)
        if n < 20 or np.all(steps >= 0) or np.all(steps <= 0):
            return None
        if series.lagged_product(group) < max(3 / np.sqrt(n), 0.4):
            return None
    return (
        "Independent rows are assumed, but neighbouring rows are alike, as in a series",
        "Average over blocks, or allow for the autocorrelation (HAC errors, effective number of rows)",
    )


def _paired(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    if len(call.args) < 2:
        return None
    groups = _groups(call, namespace, 2)
    if len(groups) < 2 or len(groups[0]) != len(groups[1]):
        return None
    return _serial([groups[0] - groups[1]]) or _skewed(
        [groups[0] - groups[1]], "Wilcoxon's signed rank test"
    )


def _variance(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace)
    if len(groups) < 2:
        return None
    if _option(call, "equal_var") is False:
        return _skewed(groups, "the Kruskal-Wallis test")
    return _skewed(groups, "the Kruskal-Wallis test") or _spread(groups)


def _skewed(groups: list[Floats], instead: str) -> Told:
    """Long tails in samples too small for the means to be normal all the same."""
    smallest = min(len(group) for group in groups)
    worst = max(abs(assumptions.shape(group)[0]) for group in groups)
    pooled = abs(assumptions.shape(assumptions.residuals(groups))[0])
    if smallest < SMALL and worst > SKEWED and pooled > SKEWED:
        return (
            f"Means are tested, but the values are very skewed (skewness {worst:.2g}) and a group has {smallest} only",
            f"Use {instead}, or a scale on which they are even",
        )
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
    x, y = (one for one in pair if one is not None)
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
    x, y = pair if len(pair) == 2 else (None, None)
    if told is None and x is not None and y is not None and len(x) == len(y) and np.ptp(x) > 0 and _fans(x, y):  # fmt: skip
        return (
            "The spread about the line changes along it, so its standard error does not hold",
            "Weigh the points, transform them, or use heteroscedasticity-consistent errors",
        )
    return told


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
    few = float(np.mean(expected < FEWEST_EXPECTED))
    if few > 0.2 or expected.min() < 1:
        return (
            f"The chi-square test is used where {100 * few:.0f} % of the expected counts lie below 5 (least {expected.min():.2g})",
            "Use Fisher's exact test, or a Monte Carlo p-value",
        )
    return None


def _poisson(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """Counts that vary far more than their mean, in a Poisson model."""
    outcome = call.args[0] if call.args else None
    family = next((one.value for one in call.keywords if one.arg == "family"), None)
    general = isinstance(call.func, ast.Attribute) and call.func.attr.lower() == "glm"
    if general and (family is None or "poisson" not in ast.unparse(family).lower()):
        return None
    values = live.numbers(outcome, namespace) if outcome is not None else None
    if isinstance(outcome, ast.Constant) and isinstance(outcome.value, str):
        data = next((one.value for one in call.keywords if one.arg == "data"), None)
        data = data or (call.args[1] if len(call.args) > 1 else None)
        frame = namespace.get(data.id) if isinstance(data, ast.Name) else None
        name = outcome.value.partition("~")[0].strip()
        if known.is_exact(frame, "pandas", "DataFrame") and frame is not None and name in frame.columns:  # fmt: skip
            values = live.numbers(ast.Subscript(data, ast.Constant(name)), namespace) if data else None  # fmt: skip
    if values is None or len(values) < 20 or values.min() < 0 or values.mean() <= 0:
        return None
    ratio = float(values.var(ddof=1) / values.mean())
    # Predictors explain a part of the spread: only counts far beyond Poisson are told here.
    if ratio > 2 * OVERDISPERSED and np.all(values == np.round(values)):
        return (
            f"Counts with {ratio:.2g} times the variance of their mean stand in a Poisson model",
            "Check the dispersion, and use a negative binomial model",
        )
    return None


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
        return None
    groups = [live.column(part, found.group(1)) for _, part in frame.groupby(factor, observed=True)]
    usable = [one for one in groups if one is not None and len(one) >= 3]
    if len(usable) < 2 or len(usable) > 20:
        return None
    return _skewed(usable, "the Kruskal-Wallis test") or _spread(usable)


def _rooted(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """A square root as the error of a total of counts, or of a share."""
    inner = call.args[0] if call.args else None
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div) and isinstance(inner.left, ast.BinOp):  # fmt: skip
        return _share(inner.left, inner.right, namespace)
    return _total(call.args[:1], namespace)


def _share(product: ast.BinOp, size: ast.expr, namespace: Mapping[str, Any]) -> Told:
    """`sqrt(p * (1 - p) / n)` with few cases."""
    first, second = (ast.unparse(one).strip("()") for one in (product.left, product.right))
    if not isinstance(product.op, ast.Mult) or f"1 - {first}" != second:
        return None
    try:
        p, n = (float(live.evaluate(one, namespace)) for one in (product.left, size))
    except (live.Unreadable, TypeError, ValueError):
        return None
    few = n * min(p, 1 - p)
    if not 0 <= p <= 1 or few >= FEWEST_EXPECTED:
        return None
    return (
        f"The normal interval of a share is used with {few:.2g} cases only",
        "Use Wilson's or an exact interval",
    )


def _means(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """poisson_means_test of totals."""
    return _total(call.args[0:3:2], namespace)


def _total(nodes: list[ast.expr], namespace: Mapping[str, Any]) -> Told:
    arrays = [obj for obj in namespace.values() if type(obj) is np.ndarray and obj.ndim == 1 and obj.dtype.kind in "iu"]  # fmt: skip
    try:
        totals = [float(live.evaluate(one, namespace)) for one in nodes]
    except (live.Unreadable, TypeError, ValueError):
        return None
    wide = [one for one in arrays if len(one) >= 10 and one.min() >= 0 and one.mean() > 0 and one.var(ddof=1) > 2 * OVERDISPERSED * one.mean()]  # fmt: skip
    sums = [float(one.sum()) for one in wide]
    sums += [a + b for place, a in enumerate(sums) for b in sums[place + 1 :]]
    if not any(abs(total - value) < 0.5 for total in totals for value in sums):
        return None
    return (
        "The error of a total is taken from its count alone, but the counts vary far more than a Poisson process does",
        "Take the error from the spread between the counted units, or use a negative binomial model",
    )


_RULES = {
    "ols": _analysis,
    "sqrt": _rooted,
    "poisson_means_test": _means,
    "sem": _mean_error,
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
    "chi2_contingency": _chi_square,
    "poisson": _poisson,
    "Poisson": _poisson,
    "GLM": _poisson,
    "glm": _poisson,
}
