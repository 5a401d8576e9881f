"""Relations of two numbers by SciPy, statsmodels and sums over pairs."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import interpolate, stats

from tests.independent import waves
from tests.independent.by_models import kept, products
from tests.independent.common import (
    complete,
    fisher,
    in_time,
    label,
    limits,
    noncentral,
    number,
    share_of,
    times,
    unit_of,
)
from tests.independent.rows import ITERATED, Row


def rank_test(rho, worth):
    """t, p and limits of a rank correlation worth so many rows (Bonett and Wright, 2000)."""
    rho = round(rho, 12)
    df = max(worth - 2, 1)
    t = rho * np.sqrt(df / max(1 - rho**2, 1e-15))
    ends = (-1.0, 1.0) if worth <= 4 else fisher(rho, np.sqrt((1 + rho**2 / 2) / (worth - 3)))
    found = {"statistic": t, "df1": df, "p": 2 * stats.t.sf(abs(t), df)}
    return found | limits("effect", rho, *ends)


def spearman(frame, finding):
    """Spearman's rho by SciPy, the slope by SciPy's Theil-Sen; of series less what is slow in both."""
    a, b = finding.variables
    method = finding.evidence.method
    rows = complete(frame, a, b)
    x, y = number(rows[a]), number(rows[b])
    n, plain = len(x), method == "Spearman rank correlation"
    if "less trend" in method:
        x, y, rho, worth = less_slow(rows, x, y)
    else:
        rho = stats.spearmanr(x, y).statistic
        worth = n * share_of(method, rows, [stats.rankdata(x)], stats.rankdata(y))
    found = {"n": n} | rank_test(rho, worth)
    if plain and abs(rho) < 1 - 1e-9:
        found["p"] = stats.spearmanr(x, y).pvalue
    if "of the steps" in method:
        found["p"] = steps(x, y, rho, found["p"])
    if any(isinstance(rows[name].dtype, pd.CategoricalDtype) for name in (a, b)):
        return found
    take = np.linspace(0, n - 1, min(n, 200)).astype(int)
    if np.ptp(x[take]) == 0:
        return found
    slope, _, low, high = stats.theilslopes(y[take], x[take])
    if not np.isfinite([low, high]).all():
        return found
    return found | (
        {"estimate": slope} if worth < 0.95 * n else limits("estimate", slope, low, high)
    )


def less_slow(rows, x, y):
    """Values in order less what is slow in their ranks, the correlation of what is left of these, and its worth."""
    place = in_time(rows)
    x, y = x[place], y[place]
    ranked = stats.rankdata(x), stats.rankdata(y)
    columns = waves.slow_columns(ranked[:1], ranked[1], waves.on_a_grid(times(rows)[place]))
    left = [waves.rest(columns, one) for one in ranked]
    k = columns.shape[1]
    rho, worth = stats.pearsonr(*left).statistic, waves.worth(*left, k, k)
    return waves.rest(columns, x), waves.rest(columns, y), rho, worth


def steps(x, y, rho, p):
    """The larger p of the levels and of the steps, which must agree in sign."""
    test = stats.spearmanr(np.diff(x), np.diff(y))
    return max(p, test.pvalue) if test.statistic * rho > 0 else 1.0


def screened(frame, finding):
    """A pair that a screen passed over counts with p = 1."""
    return {"n": len(frame), "p": 1.0}


def in_group(frame, finding):
    """Spearman's rho in one group; p the larger of it and of the product with the group, times the places tried.

    1 where the other groups have half of it together, or one of them has for sure.
    """
    x, y = finding.variables
    column, value = finding.context["column"], finding.context["value"]
    rows = kept(frame, finding, x, column, y)
    each = {
        label(level): (stats.spearmanr(number(some[x]), number(some[y])), len(some))
        for level, some in rows.groupby(column, observed=True)
    }
    (rho, _), n = each.pop(value)
    found = {"n": n} | rank_test(rho, n)
    both = max(products(rows, (x, column, y), "", value)["p"], found["p"]) * finding.facts["tried"]
    half = abs(rho) / 2
    others = np.array([[np.sign(rho) * test.statistic, size] for test, size in each.values()])
    sure = np.array([test.pvalue <= 0.05 for test, _ in each.values()])
    rivals = (others[:, 0] > half) & sure
    alone = (
        np.average(np.nan_to_num(others[:, 0]), weights=others[:, 1]) <= half and not rivals.any()
    )
    return found | {"p": min(both, 1.0) if alone else 1.0}


def ols(y, *columns):
    """Least squares with a constant by statsmodels."""
    return sm.OLS(y, sm.add_constant(np.column_stack(columns), has_constant="add")).fit()


def correlation(x, y, share, controls=()):
    """(r, low, high, t, df, p) of x with y given the controls, from the t of a regression."""
    n = len(x)
    k = sum(one.shape[1] if one.ndim > 1 else 1 for one in controls)
    fit = ols(y, x, *controls)
    r = fit.tvalues[1] / np.sqrt(fit.tvalues[1] ** 2 + fit.df_resid)
    df = n * share - 2 - k
    t = r * np.sqrt(df / (1 - r * r))
    return (r, *fisher(r, 1 / np.sqrt(n * share - 3 - k)), t, df, 2 * stats.t.sf(abs(t), df))


def confounded(frame, finding):
    """The partial correlation of ranks from a regression, and the p that its kind needs."""
    a, b, third = finding.variables
    rows = complete(frame, a, b, third)
    x, y = (stats.rankdata(number(rows[name])) for name in (a, b))
    n, tried, kind = len(x), finding.facts["tried"], finding.facts["kind"]
    unit = unit_of(rows)
    share = 1.0 if unit is None else share_of("design effect", rows, [x], y)
    within = " within " in finding.evidence.method
    if within:
        held = pd.get_dummies(rows[third].astype(str)).iloc[:, 1:].to_numpy(float)
        k = held.shape[1]
    else:
        held, k = stats.rankdata(number(rows[third])), 1
    crude, adjusted = correlation(x, y, share), correlation(x, y, share, [held])
    errors = [1 / max(n * share - 3, 1), 1 / max(n * share - 3 - k, 1)]
    gap = 2 * stats.norm.sf(
        abs(np.arctanh(adjusted[0]) - np.arctanh(crude[0])) / np.sqrt(sum(errors))
    )
    if kind == "explained":
        links = [link(side, held, n * share) for side in (x, y)]
        z, edge = np.arctanh(adjusted[0]), np.arctanh(abs(crude[0]) / 2)
        inside = max(stats.norm.sf((edge - z) / np.sqrt(errors[1])), stats.norm.sf((edge + z) / np.sqrt(errors[1])))  # fmt: skip
        p = max(crude[5], *links, tried * inside)
    else:
        p = max(tried * adjusted[5], gap)
    found = {"n": n, "p": min(p, 1.0), "statistic": adjusted[3], "df1": adjusted[4]}
    return found | limits("estimate", *crude[:3]) | limits("effect", *adjusted[:3])


def link(side, held, worth):
    """P of a column of ranks with the third variable: the F of its regression, for independent rows."""
    fit = ols(side, held)
    k = fit.df_model
    free = worth - 1 - k
    return stats.f.sf(fit.rsquared / (1 - fit.rsquared) * free / k, k, free)


def beside(frame, finding):
    """No case: p = 1 on the rows of the pair."""
    return {"n": len(complete(frame, *finding.variables)), "p": 1.0}


def natural(x):
    """A basis of natural cubic splines with Harrell's knots: interpolating splines of unit vectors by SciPy."""
    knots = np.unique(np.quantile(x, [0.05, 0.35, 0.65, 0.95]))
    if len(knots) < 3 or np.ptp(knots) < 1e-7:  # the others are a point beside a far value
        return x[:, None]
    made = []
    for unit in np.eye(len(knots)):
        spline = interpolate.CubicSpline(knots, unit, bc_type="natural")
        inside = spline(np.clip(x, knots[0], knots[-1]))
        out = np.minimum(x - knots[0], 0) * spline(knots[0], 1) + np.maximum(x - knots[-1], 0) * spline(knots[-1], 1)  # fmt: skip
        made.append(inside + out)
    return np.column_stack(made)


def bend(x, y, share):
    """F beyond the line: the smaller of the classical one and of Wald's with HC3 errors, and both df."""
    u, v = stats.zscore(x), stats.zscore(y)
    basis = natural(u)
    bent = basis - ols_fitted(basis, u)
    keep = np.linalg.svd(bent, full_matrices=False)
    rank = int(np.sum(keep[1] > 1e-9 * keep[1][0])) if keep[1][0] > 1e-9 else 0
    if rank == 0:
        return 0.0, 0, len(x) - 2
    model = sm.OLS(v, np.column_stack([np.ones(len(x)), u, keep[0][:, :rank]]))
    tests = np.eye(2 + rank)[2:]
    plain, robust = (
        float(model.fit(**how).f_test(tests).fvalue)
        for how in ({}, {"cov_type": "HC3", "use_t": True})
    )
    df = len(x) - 2 - rank
    return min(plain, robust) * share, rank, max(df * share, 1)


def ols_fitted(columns, u):
    """What a line on u fits of each column."""
    return np.column_stack([ols(column, u).fittedvalues for column in columns.T])


def bent(frame, finding):
    """The spline test by statsmodels in both orientations, and the shape on its grid."""
    a, b = finding.variables
    method = finding.evidence.method
    rows = complete(frame, a, b)
    x, y = number(rows[a]), number(rows[b])
    share = share_of(method, rows, [stats.rankdata(x)], stats.rankdata(y))
    here, back = bend(x, y, share), bend(y, x, share)
    both = [stats.f.sf(f, k, df) if k else 1.0 for f, k, df in (here, back)]
    falls = abs(stats.spearmanr(x, y).statistic) >= 0.2
    f, k, df = here
    worth = round(df) + k + 2
    found = {"n": len(x), "statistic": f, "df1": k, "df2": df,
             "p": max(both) if falls else min(2 * min(both), 1)}  # fmt: skip
    if k:
        low, high = noncentral(f, k, df)
        gain = max(k * (f - 1), 0)
        found |= limits("effect", gain / (gain + worth), low / (low + worth), high / (high + worth))
    shape = finding.facts.get("shape")
    return found | ({"estimate": placed(shape, x, y)} if shape else {})


def placed(shape, x, y):
    """Where a shape lies: the grid value of least squares, each fit by statsmodels."""
    z = x / x.max() if shape in ("power", "hyperbola") else (x - x.min()) / np.ptp(x)
    quantiles = np.unique(np.quantile(z, np.linspace(0.1, 0.9, 33)))
    span, low = np.ptp(x), x.min()
    columns, grid, back = {
        "threshold": (lambda c: [z, np.maximum(z - c, 0)], quantiles, lambda c: low + span * c),
        "step": (lambda c: [(z > c) * 1.0], quantiles, lambda c: low + span * c),
        "saturating": (lambda c: [np.exp(-z / c)], np.geomspace(0.05, 2, 40), lambda c: low + span * c * np.log(2)),
        "exponential": (lambda c: [np.exp(z / c)], np.geomspace(0.05, 2, 40), lambda c: span * c),
        "hyperbola": (lambda c: [z / (z + c)], np.geomspace(0.01, 3, 60), lambda c: x.max() * c),
        "power": (lambda c: [z**c], np.linspace(-3, 4, 141), lambda c: c),
        "U-shaped": (None, None, None),
    }[shape]  # fmt: skip
    if columns is None:
        curve = np.polynomial.Polynomial.fit(x, y, 2)
        return float(curve.deriv().roots()[0])
    if shape == "power":
        lost = [sm.OLS(y, z**c).fit().ssr for c in grid]
    else:
        lost = [ols(y, *columns(c)).ssr for c in grid]
    return float(back(grid[int(np.argmin(lost))]))


PLAIN = ("penguins", "mixed", "small", "odd names", "coarse", "perfect", "scales", "awkward scales", "some infinite", "extremes",
         "nearly constant", "ordered level missing", "old dates", "constant within groups")  # fmt: skip
ROWS = [
    *(Row("association", "Spearman rank correlation", data, spearman, "scipy spearmanr, theilslopes") for data in PLAIN),
    Row("association", "Spearman rank correlation, design effect of repeated units", "repeated", spearman, "scipy"),
    Row("association", "Spearman rank correlation, design effect of repeated units", "one row each", spearman, "scipy"),
    Row("association", "Spearman rank correlation less trend and clear waves, effective sample size", "ordered", spearman, "scipy, statsmodels"),
    Row("association", "Spearman rank correlation less trend and clear waves, effective sample size", "unsorted", spearman, "scipy, statsmodels"),
    Row("association", "Spearman rank correlation less trend and clear waves, effective sample size, and of the steps", "ordered", spearman, "scipy"),
    Row("association", "Spearman rank correlation less trend and clear waves, effective sample size, and of the steps", "unsorted", spearman, "scipy"),
    Row("association", "Spearman rank correlation, effective sample size", "ordered", spearman, "scipy, statsmodels acf"),
    Row("association", "Spearman rank correlation, effective sample size", "panel", spearman, "scipy, statsmodels acf"),
    Row("association", "Spearman rank correlation, effective sample size over space", "map", spearman, "scipy"),
    Row("association", "Spearman rank correlation, screened", "wide", screened, "counting"),
    *(
        Row("subgroup", "Spearman rank correlation in one group, tested beside the others", data, in_group, "scipy, statsmodels OLS")
        for data in ("one group", "one arm", "penguins", "mixed", "events")
    ),
    *(
        Row("confounding", "partial rank correlation " + how, data, confounded, "statsmodels OLS on ranks")
        for how, data in (("given *", "penguins"), ("within *", "penguins"), ("given *", "common cause"),
                          ("within *", "masked"), ("within *", "simpson"), ("within *", "explained"))
    ),
    Row("confounding", "rank correlation beside third variables", "penguins", beside, "counting"),
    Row("confounding", "rank correlation beside third variables, screened", "wide", screened, "counting"),
    *(
        Row("nonlinear", "F test of a spline beyond the line", data, bent, "statsmodels OLS, scipy CubicSpline", rel=ITERATED)
        for data in ("penguins", "mixed", "small", "scales", "bends", "awkward scales")
    ),
    Row("nonlinear", "F test of a spline beyond the line, effective sample size over space", "map", bent, "statsmodels OLS", rel=ITERATED),
    Row("nonlinear", "F test of a spline beyond the line, design effect", "repeated", bent, "statsmodels OLS", rel=ITERATED),
]  # fmt: skip
