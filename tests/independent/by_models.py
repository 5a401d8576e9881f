"""Linear models with products, of several columns, and of a path between, by statsmodels."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from tests.independent import waves
from tests.independent.common import (
    complete,
    fisher,
    in_time,
    label,
    limits,
    noncentral,
    number,
    share_of,
)
from tests.independent.rows import ITERATED, Row

MOST_F = 1e8


def parts(column):
    """Columns of a model: (linear, squares); indicators of all levels but the first for groups."""
    distinct = column.nunique()
    plain = column.dtype.kind in "iufM" and distinct > 2 and column.name not in YEARS
    if plain:
        z = stats.zscore(number(column))[:, None]
        return z, z**2
    ordered = isinstance(column.dtype, pd.CategoricalDtype)
    levels = [one for one in column.cat.categories if (column == one).any()] if ordered else sorted(column.unique())  # fmt: skip
    hot = np.column_stack([(column == one).to_numpy(float) for one in levels[1:]])
    return hot, hot[:, :0]


YEARS = {"year"}  # of a survey: a label of groups


def design(*columns):
    """A constant and the columns side by side."""
    return sm.add_constant(np.column_stack(columns), has_constant="add")


def aligned(y, base, own):
    """The classical F of `own` beside `base` on the ranks of what `base` leaves of y, by statsmodels."""
    rest = sm.OLS(y, design(base)).fit().resid if base.shape[1] else y - y.mean()
    scores = stats.rankdata(np.round(rest / rest.std(), 9))
    whole = sm.OLS(scores, design(base, own)).fit()
    return float(whole.compare_f_test(sm.OLS(scores, design(base)).fit())[0])


def wald(y, base, own):
    """The F of `own` beside `base` with HC3 errors, and the fit."""
    fit = sm.OLS(y, design(base, own)).fit(cov_type="HC3", use_t=True)
    tests = np.eye(fit.params.size)[1 + base.shape[1] :]
    return float(fit.f_test(tests).fvalue), fit


def score(y, base, own):
    """Rao's score test in a logistic model, by statsmodels, over the columns tested."""
    null = sm.GLM(y, design(base), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=60)
    if not null.converged or np.abs(null.predict(which="linear")).max() > 30:
        return 0.0
    return float(np.squeeze(null.score_test(exog_extra=own)[0])) / own.shape[1]


def products(rows, names, method, level=None):
    """F, its degrees of freedom and p of the products of two columns, the worth of the rows and the fit.

    Of one `level` of the second column: of the product with its indicator alone.
    """
    x, m, outcome = names
    (x1, x2), (m1, m2) = parts(rows[x]), parts(rows[m])
    base = np.column_stack([x1, x2, m1, m2])
    if level is not None:
        m1 = (rows[m].map(label) == level).to_numpy(float)[:, None]
    own = np.column_stack([a * b for a in x1.T for b in m1.T])
    raw = number(rows[outcome])
    binary = len(np.unique(raw)) == 2
    y = (raw > raw.min()) * 1.0 if binary else stats.zscore(raw)
    f, fit = wald(y, base, own)
    exact = fit.ssr < 1e-9 * sm.OLS(y, design(base)).fit().ssr
    f = np.inf if exact else f
    second = score(y, base, own) if binary else aligned(y, base, own)
    n, q = own.shape
    share = 1.0
    less = np.column_stack([sm.OLS(one, design(base)).fit().resid for one in own.T])
    if "design effect" in method or "over space" in method:
        share = share_of(method, rows, list(less.T), fit.resid)
    elif "effective sample size" in method:
        place, fitted = in_time(rows), base.shape[1] + q + 1
        share = min(waves.worth(one[place], fit.resid[place], 1, fitted) for one in less.T) / n
    df2 = max(n * share - base.shape[1] - q - 1, 1)
    f = min(f, second, MOST_F) * share
    return {
        "f": f,
        "q": q,
        "df2": df2,
        "p": stats.f.sf(f, q, df2),
        "share": share,
        "fit": fit,
        "binary": binary,
    }


def kept(frame, finding, x, m, outcome):
    """Complete rows, of groups those levels that have eight."""
    rows = complete(frame, x, m, outcome)
    use = np.ones(len(rows), bool)
    for name in (x, m):
        column = rows[name]
        if not (column.dtype.kind in "iuf" and column.nunique() > 2) or name in YEARS:
            counts = column.value_counts()
            use &= column.map(counts).to_numpy(float) >= 8
    return rows[use]


def interaction(frame, finding):
    """Products by statsmodels: the smaller of HC3 and aligned ranks, or of HC3 and the logistic score."""
    x, m, outcome = finding.variables
    rows = kept(frame, finding, x, m, outcome)
    made = products(rows, finding.variables, finding.evidence.method)
    n, share = len(rows), made["share"]
    worth = n * share
    f, q, df2 = made["f"], made["q"], made["df2"]
    found = {
        "n": n,
        "statistic": f,
        "df1": q,
        "df2": df2,
        "p": min(made["p"] * finding.facts["tried"], 1),
    }
    low, high = noncentral(f, q, df2)
    value = q * f / (q * f + df2)
    found |= limits(
        "effect", value, min(low / (low + worth), value), max(high / (high + worth), value)
    )
    if q > 1:
        return found
    fit = made["fit"]
    scale = 1.0 if made["binary"] else number(rows[outcome]).std()
    for name in (x, m):
        linear, squares = parts(rows[name])
        scale /= number(rows[name]).std() if squares.shape[1] or not is_hot(linear) else 1.0
    value = fit.params[-1] * scale
    half = stats.t.isf(0.025, df2) * fit.bse[-1] * abs(scale) / np.sqrt(share)
    if finding.facts["exact"]:
        half = 0.0
    if value == half == 0:
        return found
    return found | limits("estimate", value, value - half, value + half)


def is_hot(columns):
    """Indicators, not standardised numbers."""
    return bool(np.isin(columns, (0.0, 1.0)).all())


def path(frame, finding):
    """Three regressions by statsmodels; the limits of the product by drawn rows."""
    rows = complete(frame, *finding.variables)
    x, m, y = (stats.zscore(number(rows[name])) for name in finding.variables)
    n, empty = len(x), np.zeros((len(x), 0))
    pieces = [(m, empty, x), (y, x[:, None], m), (y, empty, x)]
    each = [min(wald(out, base, one[:, None])[0], aligned(out, base, one[:, None]), MOST_F) for out, base, one in pieces]  # fmt: skip
    first, second, total = (
        wald(out, base, one[:, None])[1].params[-1] for out, base, one in pieces
    )
    product, f = first * second, min(each)
    share = product / total
    shown = finding.shown
    p = min(finding.facts["tried"] * stats.f.sf(f, 1, n - 3), 1)
    found = {
        "n": n,
        "statistic": f,
        "df1": 1,
        "df2": n - 3,
        "p": p if shown or share >= 0.2 else 1.0,
    }
    if not shown:
        return found | limits("effect", product, product, product)
    drawn = resampled(x, m, y, int(finding.evidence.seed))
    low, high = np.quantile(drawn, [0.025, 0.975])
    found |= limits("effect", product, min(low, product), max(high, product))
    low, high = sorted((min(low, product) / total, max(high, product) / total))
    return found | limits("estimate", share, low, high)


def resampled(x, m, y, seed):
    """Products of slopes of drawn rows, by regressions on the rows of the stated seed."""
    data, rng = np.column_stack([x, m, y]), np.random.default_rng(seed)
    made = []
    for _ in range(500):
        a, b, c = data[rng.integers(0, len(data), len(data))].T
        first = np.polynomial.Polynomial.fit(a, b, 1).convert().coef[1]
        slopes = np.linalg.lstsq(np.column_stack([np.ones_like(a), b, a]), c, rcond=None)[0]
        made.append(first * slopes[1])
    return np.array(made)


def joint(frame, finding):
    """Least squares with HC3 errors and on ranks by statsmodels."""
    *chosen, outcome = finding.variables
    rows = complete(frame, *finding.variables)
    x, y = np.column_stack([number(rows[name]) for name in chosen]), number(rows[outcome])
    x, y = stats.zscore(x), stats.zscore(y)
    n, k = x.shape
    fit = sm.OLS(y, design(x)).fit()
    if 1 - fit.rsquared < 1e-9:
        sign = np.sign(fit.params[1])
        return {"n": n, "p": 0.0, "estimate": 1.0} | limits("effect", sign, sign, sign)
    robust = sm.OLS(y, design(x)).fit(cov_type="HC3", use_t=True)
    ranked = sm.OLS(stats.rankdata(y), design(stats.rankdata(x, axis=0))).fit()
    each = np.maximum(robust.pvalues, ranked.pvalues)[1:]
    weakest = int(np.argmax(each))
    t = fit.tvalues[1 + weakest]
    r = t / np.sqrt(t**2 + fit.df_resid)
    found = {"n": n, "estimate": fit.rsquared, "p": min(finding.facts["pool"] * each[weakest], 1)}
    both = robust.tvalues[1 + weakest], ranked.tvalues[1 + weakest]
    found |= {"statistic": min(both, key=abs), "df1": n - k - 1}
    return found | limits("effect", r, *fisher(r, 1 / np.sqrt(n - 3 - (k - 1))))


PRODUCTS = "products in a linear model, HC3 errors and "
REST = ", best of all other pairs"
BY = "statsmodels OLS HC3"
ROWS = [
    *(
        Row("interaction", PRODUCTS + second + rest, data, interaction, BY, rel=ITERATED)
        for second, rest, data in (
            ("aligned ranks", "", "penguins"), ("aligned ranks", REST, "penguins"), ("aligned ranks", "", "mixed"),
            ("aligned ranks", REST, "mixed"), ("aligned ranks", "", "small"), ("aligned ranks", "", "constant within groups"),
            ("aligned ranks", "", "scales"), ("aligned ranks", "", "exact product"), ("aligned ranks", "", "awkward scales"),
            ("aligned ranks, design effect of repeated units", "", "repeated"),
            ("aligned ranks, design effect of repeated units", REST, "repeated"),
            ("aligned ranks, effective sample size", "", "events in order"),
            ("aligned ranks, effective sample size over space", "", "map"),
            ("aligned ranks, effective sample size over space", REST, "map"),
            ("logistic score, effective sample size over space", "", "map"),
            ("logistic score, effective sample size over space", REST, "map"),
            ("aligned ranks, effective sample size", REST, "ordered"),
            ("logistic score", "", "events"), ("logistic score", REST, "events"),
            ("logistic score, design effect of repeated units", "", "events of units"),
            ("logistic score, design effect of repeated units", REST, "events of units"),
            ("logistic score, effective sample size", "", "events in order"),
            ("logistic score, effective sample size", REST, "events in order"),
        )
    ),
    *(
        Row("mediation", "joint significance of two slopes, HC3 errors and aligned ranks, best of all orderly pairs",
            data, path, BY + " on drawn rows", rel=ITERATED)
        for data in ("penguins", "mixed", "chain", "scales")
    ),
    *(
        Row("joint", "linear model with HC3 errors and on ranks, forward selection", data, joint, BY, rel=ITERATED)
        for data in ("penguins", "mixed", "small", "exact sum", "constant within groups", "scales", "awkward scales")
    ),
]  # fmt: skip
