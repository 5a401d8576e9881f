"""Fitted statsmodels results: what a reviewer would ask of their residuals and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..profiles import known
from ..records import Estimate, Statistic, Suggestion
from ..statistics import diagnostics
from ._card import Numbers, caution, prints

Floats = NDArray[np.float64]
ALPHA = 0.01
FEWEST = 20
HIGH_INFLATION = 10.0
HIGH_COOK = 1.0
HIGH_DISPERSION = 1.5

_DISCRETE = "statsmodels.discrete.discrete_model"
_LINEAR = (("statsmodels.regression.linear_model", "RegressionResultsWrapper"),)
_COUNTS = (
    ("statsmodels.genmod.generalized_linear_model", "GLMResultsWrapper"),
    (_DISCRETE, "PoissonResultsWrapper"),
)
_HAZARDS = (("statsmodels.duration.hazard_regression", "PHRegResults"),)
_OTHERS = ((_DISCRETE, "BinaryResultsWrapper"), (_DISCRETE, "NegativeBinomialResultsWrapper"))


def read(name: str, obj: Any, others: Iterable[Any] = ()) -> list[Suggestion]:
    """Cautions about one object, none where it is no known result or too small.

    What another model of the same outcome among `others` allows for is not told again.
    """
    told = _of(name, obj)
    if not told:
        return told
    met = {f"result: {one}" for other in others if other is not obj for one in _answered(obj, other)}  # fmt: skip
    return [card for card in told if card.analysis not in met]


def _answered(obj: Any, other: Any) -> set[str]:
    """What a second model of the same outcome takes care of."""
    if not any(_is(other, kinds) for kinds in (_LINEAR, _COUNTS, _OTHERS)):
        return set()
    if not np.array_equal(np.asarray(obj.model.endog), np.asarray(other.model.endog)):
        return set()
    found = {"spread", "order", "overdispersion"} if str(other.cov_type) != "nonrobust" else set()
    if "NegativeBinomial" in known.type_name(other):
        found.add("overdispersion")
    if _is(other, _COUNTS[:1]) and "NegativeBinomial" in known.type_name(other.model.family):
        found.add("overdispersion")
    if known.type_name(other.model).endswith("GLSAR"):
        found.add("order")
    return found


def _of(name: str, obj: Any) -> list[Suggestion]:
    if _is(obj, _LINEAR):
        return [*_linear(name, obj), *_columns(name, obj)]
    if _is(obj, _COUNTS):
        return [*_overdispersed(name, obj), *_columns(name, obj)]
    if _is(obj, _HAZARDS):
        return list(_hazards(name, obj))
    return list(_columns(name, obj)) if _is(obj, _OTHERS) else []


def _is(obj: Any, kinds: tuple[tuple[str, str], ...]) -> bool:
    return any(known.is_exact(obj, module, name) for module, name in kinds)


def _linear(name: str, obj: Any) -> Iterator[Suggestion]:
    exog = np.asarray(obj.model.wexog, dtype=np.float64)
    residuals = np.asarray(obj.wresid, dtype=np.float64)
    n, k = exog.shape
    usable = np.isfinite(exog).all() and np.isfinite(residuals).all() and np.ptp(residuals) > 0
    if n < max(FEWEST, k + 5) or not usable:
        return
    plain = str(obj.cov_type) == "nonrobust"
    constant = bool(np.any(np.ptp(exog, axis=0) == 0))
    if plain and k > 1 and constant:
        yield from _spread(name, residuals, exog)
    if plain:
        yield from _order(name, residuals, exog)
    yield from _influence(name, residuals, exog)


_ARRAYS = """\
import numpy as np
from scipy import stats

exog, residuals = np.asarray({name}.model.wexog), np.asarray({name}.wresid)
n = len(residuals)


def r_squared(y, x):
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return 1 - left @ left / np.sum((y - y.mean()) ** 2)
"""


def _cell(name: str, body: str, numbers: Numbers) -> str:
    return f"{_ARRAYS.format(name=name)}\n\n{body.strip()}\n{prints(numbers)}\n"


def _spread(name: str, residuals: Floats, exog: Floats) -> Iterator[Suggestion]:
    found = diagnostics.breusch_pagan(residuals, exog)
    if found.p > ALPHA:
        return
    numbers = Numbers(
        "Breusch-Pagan test, studentised",
        len(residuals),
        statistic=Statistic("LM", found.statistic, (found.df,)),
        p=found.p,
    )
    body = (
        "statistic = n * r_squared(residuals**2, exog)\n"
        "p = stats.chi2.sf(statistic, np.linalg.matrix_rank(exog) - 1)"
    )
    yield caution(
        name,
        "spread",
        f"{name}: the spread of the residuals changes with the predictors, so its standard errors and "
        f"p-values do not hold (Breusch-Pagan p = {found.p:.2g})",
        'Fit with heteroscedasticity-consistent errors, `.fit(cov_type="HC3")`, or transform the outcome',
        numbers=numbers,
        code=_cell(name, body, numbers),
    )


def _order(name: str, residuals: Floats, exog: Floats) -> Iterator[Suggestion]:
    found = diagnostics.breusch_godfrey(residuals, exog)
    if found.p > ALPHA:
        return
    numbers = Numbers(
        "Breusch-Godfrey test, one lag",
        len(residuals),
        statistic=Statistic("LM", found.statistic, (found.df,)),
        p=found.p,
    )
    body = (
        "lagged = np.concatenate([[0], residuals[:-1]])\n"
        "statistic = n * r_squared(residuals, np.column_stack([exog, lagged]))\n"
        "p = stats.chi2.sf(statistic, 1)"
    )
    yield caution(
        name,
        "order",
        f"{name}: residuals of neighbouring rows are alike, so the rows are fewer than they look "
        f"(Breusch-Godfrey p = {found.p:.2g})",
        'In time order fit with `cov_type="HAC"` or model the dependence; where rows share a unit, cluster by it',
        numbers=numbers,
        code=_cell(name, body, numbers),
    )


def _influence(name: str, residuals: Floats, exog: Floats) -> Iterator[Suggestion]:
    distances = diagnostics.cook(residuals, exog)
    row = int(np.argmax(distances))
    if distances[row] <= HIGH_COOK:
        return
    numbers = Numbers(
        "Cook's distance",
        len(residuals),
        estimate=Estimate("largest Cook's distance", float(distances[row])),
    )
    body = (
        "k = np.linalg.matrix_rank(exog)\n"
        "leverage = np.sum(np.linalg.qr(exog)[0] ** 2, axis=1)\n"
        "scale = residuals @ residuals / (n - k)\n"
        "distance = residuals**2 * leverage / (k * scale * (1 - leverage) ** 2)\n"
        "estimate = distance.max()  # of row distance.argmax()"
    )
    yield caution(
        name,
        "influence",
        f"{name}: one row (position {row}) carries the fit, Cook's distance {distances[row]:.2g}",
        "Look at that row, and say whether the conclusion stands without it",
        numbers=numbers,
        code=_cell(name, body, numbers),
    )


def _columns(name: str, obj: Any) -> Iterator[Suggestion]:
    """Collinear predictors."""
    exog = np.asarray(obj.model.exog, dtype=np.float64)
    names = [str(one) for one in obj.model.exog_names]
    if exog.ndim != 2 or exog.shape[1] < 2 or not np.isfinite(exog).all():
        return
    factors = diagnostics.inflation(exog)
    if not np.any(factors > HIGH_INFLATION):
        return
    high = [one for one, factor in zip(names, factors, strict=True) if factor > HIGH_INFLATION]
    worst = float(np.nanmax(factors))
    told = "follow from each other" if np.isinf(worst) else f"variance inflation up to {worst:.3g}"
    finite = np.isfinite(worst)
    numbers = Numbers(
        "variance inflation factors",
        len(exog),
        estimate=Estimate("largest variance inflation factor", worst) if finite else None,
    )
    code = (
        "import numpy as np\n\n"
        f"exog = np.asarray({name}.model.exog)\nn = len(exog)\nfactors = []\n"
        "for i in range(exog.shape[1]):\n"
        "    x, others = exog[:, i], np.delete(exog, i, axis=1)\n"
        "    left = x - others @ np.linalg.lstsq(others, x, rcond=None)[0]\n"
        "    if np.ptp(x) > 0:\n"
        "        factors.append(np.sum((x - x.mean()) ** 2) / (left @ left))\n"
        "estimate = max(factors)\n"
    )
    yield caution(
        name,
        "collinearity",
        f"{name}: {', '.join(high)} say nearly the same ({told}), so their coefficients cannot be told apart",
        "Leave one out, or combine them, and do not read single coefficients",
        numbers=numbers,
        code=f"{code}{prints(numbers)}\n" if finite else "",
    )


def _overdispersed(name: str, obj: Any) -> Iterator[Suggestion]:
    if known.is_exact(obj, *_COUNTS[0]):
        family = known.type_name(obj.model.family)
        if not family.endswith(".Poisson"):
            return
    pearson = np.asarray(obj.resid_pearson, dtype=np.float64)
    df = float(obj.df_resid)
    if len(pearson) < FEWEST or df < 5 or str(obj.cov_type) != "nonrobust":
        return
    found = diagnostics.dispersion(pearson, df)
    ratio = found.statistic / df
    if ratio < HIGH_DISPERSION or found.p > ALPHA:
        return
    numbers = Numbers(
        "Pearson chi-square over its degrees of freedom",
        len(pearson),
        estimate=Estimate("dispersion", ratio),
        statistic=Statistic("chi-square", found.statistic, (df,)),
        p=found.p,
    )
    code = (
        "import numpy as np\nfrom scipy import stats\n\n"
        f"pearson = np.asarray({name}.resid_pearson)\nn = len(pearson)\n"
        "statistic = pearson @ pearson\n"
        f"estimate = statistic / {name}.df_resid\n"
        f"p = stats.chi2.sf(statistic, {name}.df_resid)\n"
    )
    yield caution(
        name,
        "overdispersion",
        f"{name}: the counts vary {ratio:.2g} times as much as a Poisson model allows, so its p-values are too small",
        "Fit a negative binomial model, or scale the errors (quasi-Poisson)",
        numbers=numbers,
        code=f"{code}{prints(numbers)}\n",
    )


def _hazards(name: str, obj: Any) -> Iterator[Suggestion]:
    residuals = np.asarray(obj.schoenfeld_residuals, dtype=np.float64)
    times = np.asarray(obj.model.endog, dtype=np.float64)
    kept = np.isfinite(residuals).all(axis=1)
    residuals, times = residuals[kept], times[kept]
    names = [str(one) for one in obj.model.exog_names]
    if len(times) < FEWEST:
        return
    found = [diagnostics.proportional(column, times) for column in residuals.T]
    worst = min(range(len(found)), key=lambda place: found[place].p)
    p = min(len(found) * found[worst].p, 1.0)
    if p > 0.05:
        return
    numbers = Numbers(
        f"Schoenfeld residuals against time, Bonferroni over {len(found)} covariates",
        len(times),
        statistic=Statistic("t", found[worst].statistic, (found[worst].df,)),
        p=p,
    )
    code = (
        "import numpy as np\nfrom scipy import stats\n\n"
        f"residuals, times = np.asarray({name}.schoenfeld_residuals), np.asarray({name}.model.endog)\n"
        "kept = np.isfinite(residuals).all(axis=1)\n"
        f"drift, order = residuals[kept][:, {worst}], np.argsort(np.argsort(times[kept], kind='stable'))\n"
        "n = len(drift)\n"
        "r = np.corrcoef(order, drift)[0, 1]\n"
        "statistic = r * np.sqrt((n - 2) / (1 - r**2))\n"
        f"p = min({len(found)} * 2 * stats.t.sf(abs(statistic), n - 2), 1)\n"
    )
    yield caution(
        name,
        "hazards",
        f"{name}: the hazard ratio of {names[worst]} drifts with time, so one number does not describe it "
        f"(proportional hazards, p = {p:.2g})",
        f"Stratify by {names[worst]} or let its coefficient depend on time",
        numbers=numbers,
        code=f"{code}{prints(numbers)}\n",
        about=(names[worst],),
    )
