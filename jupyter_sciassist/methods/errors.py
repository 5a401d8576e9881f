"""Errors of means, shares and totals whose assumptions the live data break."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..statistics import assumptions, series
from . import live
from .facts import Test

Floats = NDArray[np.float64]
SMALL = 30
SKEWED = 1.5
FEW = 15  # the skewness of so few values cannot come out large, but their shape can be told from a bell
CLEARLY = 0.01
PILED, DISTINCT = (
    0.35,
    4,
)  # share of the values at the limit, and different values that there are at least
Told = tuple[str, str] | None
FEWEST_EXPECTED = 5.0
OVERDISPERSED = 1.8


def rooted(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
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


def shares(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """Cases and numbers of rows of proportions_ztest and proportion_confint, by the normal distribution."""
    method = next((one.value for one in call.keywords if one.arg == "method"), None)
    if (method is not None and ast.unparse(method).strip("'\"") != "normal") or len(call.args) < 2:
        return None
    try:
        cases, rows = (np.atleast_1d(np.asarray(live.evaluate(one, namespace), dtype=np.float64)) for one in call.args[:2])  # fmt: skip
    except (live.Unreadable, TypeError, ValueError):
        return None
    few = float(np.minimum(cases, rows - cases).min()) if cases.ndim == 1 else FEWEST_EXPECTED
    if not 0 <= few < FEWEST_EXPECTED:
        return None
    return (f"The normal approximation of a share is used with {few:.2g} cases only", "Use Wilson's or an exact interval, or Fisher's exact test")  # fmt: skip


def exact_total(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """`chi2.ppf(q, 2 * total)`: the exact limits of a Poisson total."""
    try:
        doubled = float(live.evaluate(call.args[1], namespace))
    except (live.Unreadable, IndexError, TypeError, ValueError):
        return None
    return _wide([doubled / 2, doubled / 2 - 1], namespace)


def means(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
    """poissonmeans_test of totals."""
    return _total(call.args[0:3:2], namespace)


def _total(nodes: list[ast.expr], namespace: Mapping[str, Any]) -> Told:
    try:
        totals = [float(live.evaluate(one, namespace)) for one in nodes]
    except (live.Unreadable, TypeError, ValueError):
        return None
    return _wide(totals, namespace)


def _wide(totals: list[float], namespace: Mapping[str, Any]) -> Told:
    """One of the totals is that of counts which vary far more than a Poisson process does."""
    arrays = [obj for obj in namespace.values() if type(obj) is np.ndarray and obj.ndim == 1 and obj.dtype.kind in "iu"]  # fmt: skip
    wide = [one for one in arrays if len(one) >= 10 and one.min() >= 0 and one.mean() > 0 and one.var(ddof=1) > 2 * OVERDISPERSED * one.mean()]  # fmt: skip
    sums = [float(one.sum()) for one in wide]
    sums += [a + b for place, a in enumerate(sums) for b in sums[place + 1 :]]
    if not any(abs(total - value) < 0.5 for total in totals for value in sums):
        return None
    return (
        "The error of a total is taken from its count alone, but the counts vary far more than a Poisson process does",
        "Take the error from the spread between the counted units, or use a negative binomial model",
    )


def mean_error(node: ast.AST, namespace: Mapping[str, Any], made: Test) -> Told:
    """`x.std() / sqrt(n)` and `x.sem()`, also of a deviation that was taken before."""
    for one in ast.walk(node):
        name = getattr(one.func, "attr", getattr(one.func, "id", "")) if isinstance(one, ast.Call) else ""  # fmt: skip
        if isinstance(one, ast.Call) and name in {"std", "sem", "DescrStatsW"}:
            for values in (getattr(one.func, "value", one), *one.args[:1]):
                found = live.numbers(values, namespace)
                if found is not None and len(found) >= 5:
                    return serial([found]) or skewed([found], "the bootstrap")
    names = {name for arg in made.args if not arg.has("piece") for name in arg.keys("of")}
    groups = [found for name in sorted(names) if (found := live.numbers(ast.Name(name), namespace)) is not None and len(found) >= 5]  # fmt: skip
    if len(groups) == 1:
        return serial(groups) or skewed(groups, "the bootstrap")
    return None


def poisson(call: ast.Call, namespace: Mapping[str, Any]) -> Told:
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


def spread_limits(call: ast.AST, namespace: Mapping[str, Any], made: Test) -> Told:
    """`mean + 1.96 * sd` as a limit that a share of the values passes."""
    names = made.args[0].keys("of") & made.args[1].keys("of")
    for name in sorted(map(str, names)):
        values = live.numbers(ast.Name(name), namespace)
        if values is not None and len(values) >= FEW and abs(assumptions.shape(values)[0]) > SKEWED:
            skewness = assumptions.shape(values)[0]
            return (
                f"Normal limits are set by mean and deviation, but the values are very skewed (skewness {skewness:.2g})",
                "Use quantiles of the values, or a scale on which they are even",
            )
    return None


def serial(groups: list[Floats]) -> Told:
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


def _normal(values: Floats) -> float:
    """Shapiro and Wilk's p."""
    from scipy import stats

    return float(stats.shapiro(values / max(np.abs(values).max(), 1e-300)).pvalue) if np.ptp(values) > 0 else 1.0  # fmt: skip


def skewed(groups: list[Floats], instead: str) -> Told:
    """Long tails in samples too small for the means to be normal all the same."""
    smallest = min(len(group) for group in groups)
    if smallest >= SMALL:
        return None
    piled = max(float(np.mean(group == limit)) for group in groups for limit in (group.min(), group.max()))  # fmt: skip
    if piled >= PILED and len(np.unique(np.concatenate(groups))) >= DISTINCT:
        return (
            f"Means are tested, but {100 * piled:.0f} % of the values of a small group stand at one limit",
            f"Use {instead}, or a model of censored values",
        )
    worst = max(abs(assumptions.shape(group)[0]) for group in groups)
    pooled = abs(assumptions.shape(assumptions.residuals(groups))[0])
    few = smallest < FEW and worst > 1 and min(map(_normal, groups)) < CLEARLY
    if (worst > SKEWED and pooled > SKEWED) or (few and pooled > 1):
        return (
            f"Means are tested, but the values are very skewed (skewness {worst:.2g}) and a group has {smallest} only",
            f"Use {instead}, or a scale on which they are even",
        )
    return None
