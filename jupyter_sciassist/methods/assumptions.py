"""A test whose distributional assumption the live data plainly break, where that matters."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import assumptions, series
from . import live
from .flaw import Flaw
from .flow import Program, last

Floats = NDArray[np.float64]
SMALL = 30
SKEWED = 1.5
UNEQUAL = 4.0
FEWEST_EXPECTED = 5.0
TRENDING = 0.8
OVERDISPERSED = 1.8
BENT = 0.3


def read(program: Program, namespace: Mapping[str, Any]) -> Iterator[Flaw]:
    """One flaw a call, from the arguments that can be looked at."""
    if not namespace:
        return
    for step, call, dotted in program.calls():
        rule = _RULES.get(last(dotted))
        told = rule(call, namespace) if rule is not None else None
        if told is not None:
            yield Flaw("broken assumption", step, *told)


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
    return _skewed(groups, "Mann-Whitney's test or a permutation test") or (
        _spread(groups) if _option(call, "equal_var") is not False else None
    )


def _one_sample(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    groups = _groups(call, namespace, 1)
    return _skewed(groups, "Wilcoxon's signed rank test or the bootstrap") if groups else None


def _paired(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    if len(call.args) < 2:
        return None
    groups = _groups(call, namespace, 2)
    if len(groups) < 2 or len(groups[0]) != len(groups[1]):
        return None
    return _skewed([groups[0] - groups[1]], "Wilcoxon's signed rank test")


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


_RULES = {
    "ttest_ind": _t_test,
    "ttest_1samp": _one_sample,
    "ttest_rel": _paired,
    "f_oneway": _variance,
    "pearsonr": _pearson,
    "linregress": _pearson,
    "chi2_contingency": _chi_square,
    "poisson": _poisson,
    "Poisson": _poisson,
    "GLM": _poisson,
    "glm": _poisson,
}
