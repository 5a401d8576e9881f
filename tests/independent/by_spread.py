"""Unequal spread and no effect, by statsmodels, SciPy and loops."""

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.weightstats import ttost_ind

from tests.independent.by_groups import apart, dominance, hedges, means, samples
from tests.independent.by_pairs import natural, rank_test
from tests.independent.common import Z, complete, limits, number, share_of
from tests.independent.rows import ITERATED, Row

SCALES = {"": np.asarray, "log": np.log, "root": np.sqrt}


def along(frame, finding):
    """Koenker's test of what a spline on ranks leaves, or Spearman's of its size."""
    x, y = finding.variables
    method = finding.evidence.method
    rows = complete(frame, x, y)
    values = SCALES[finding.facts["scale"]](number(rows[y]))
    ranked = stats.rankdata(number(rows[x]))
    terms = sm.add_constant(natural(stats.zscore(ranked)))
    if method.startswith("Koenker"):
        fit = sm.OLS(values - values.mean(), terms).fit()
        left = fit.resid / np.sqrt(1 - fit.get_influence().hat_matrix_diag)
    else:
        middle = values - np.median(values)
        unit = np.median(abs(middle)) or 1.0
        fitted = sm.RLM(middle / unit, terms, M=sm.robust.norms.HuberT()).fit(
            maxiter=500, tol=1e-13
        )
        left = fitted.resid * unit
    sizes = stats.rankdata(np.round(abs(left) / np.ptp(values), 12))
    share, n = share_of(method, rows, [ranked], sizes), len(rows)
    found = {"n": n} | rank_test(stats.spearmanr(ranked, sizes).statistic, n * share)
    if method.startswith("Koenker"):
        lagrange = het_breuschpagan(left, sm.add_constant(ranked))[0] * share
        found |= {"statistic": lagrange, "df1": 1, "p": stats.chi2.sf(lagrange, 1)}
    low, high = np.quantile(ranked, [1 / 3, 2 / 3])
    ends = [abs(left[ranked >= high]), abs(left[ranked <= low])]
    variance = sum(one.var() / one.mean() ** 2 / len(one) for one in ends)
    half = Z * np.sqrt(variance / share)
    ratio = ends[0].mean() / ends[1].mean()
    return found | limits("estimate", ratio, ratio * np.exp(-half), ratio * np.exp(half))


def between(frame, finding):
    """Brown and Forsythe's test by SciPy, the ratio of the widest to the narrowest by Bonett and Seier."""
    values, share = samples(frame, finding)
    groups = [SCALES[finding.facts["scale"]](one) for one in values.values()]
    n, k = sum(map(len, groups)), len(groups)
    f, df = stats.levene(*groups, center="median").statistic * share, max((n - k) * share, 1)
    found = {"n": n, "statistic": f, "df1": k - 1, "df2": df, "p": stats.f.sf(f, k - 1, df)}
    sizes = [sum(abs(one - np.median(one))) / (len(one) - 1) for one in groups]
    variance = 0
    for place in (int(np.argmax(sizes)), int(np.argmin(sizes))):
        one, m = groups[place], len(groups[place])
        tau = sizes[place] * (m - 1) / m
        variance += max(((one.mean() - np.median(one)) ** 2 + one.var(ddof=1)) / tau**2 - 1, 0) / m
    ratio, half = (
        np.log(max(sizes) / min(sizes)),
        stats.norm.isf(0.05 / (k * (k - 1))) * np.sqrt(variance / share),
    )
    three = ratio, ratio - half, ratio + half
    return found | limits("effect", *three) | limits("estimate", *np.exp(three))


def alike(frame, finding):
    """Two one-sided tests of means by statsmodels, of Cliff's delta by the variance of placements counted out."""
    values, share = samples(frame, finding)
    a, b = values.values()
    m, n = len(a), len(b)
    found = {"n": m + n} | limits("estimate", *apart(means(a, b), share))
    if "Welch" in finding.evidence.method:
        bound = 0.2 * np.sqrt(((m - 1) * a.var(ddof=1) + (n - 1) * b.var(ddof=1)) / (m + n - 2))
        p, *sides = ttost_ind(a, b, -bound, bound, usevar="unequal")
        found |= {"statistic": min(abs(one[0]) for one in sides), "df1": sides[0][2], "p": p}
        return found | limits("effect", *apart(hedges(a, b), share))
    delta = dominance(a, b)
    matrix = np.sign(np.subtract.outer(a, b))
    error = np.sqrt((matrix.mean(1).var(ddof=1) / m + matrix.mean(0).var(ddof=1) / n) / share)
    z = (2 * stats.norm.cdf(0.2 / np.sqrt(2)) - 1 - abs(delta[0])) / error
    return found | {"statistic": z, "p": stats.norm.sf(z)} | limits("effect", *apart(delta, share))


def uncorrelated(frame, finding):
    """Two one-sided tests on Fisher's scale."""
    y, x = finding.variables
    rows = complete(frame, x, y)
    a, b = (stats.rankdata(number(rows[name])) for name in (x, y))
    rho, worth = (
        stats.spearmanr(a, b).statistic,
        len(a) * share_of(finding.evidence.method, rows, [a], b),
    )
    z = (np.arctanh(0.1) - abs(np.arctanh(rho))) / np.sqrt((1 + rho**2 / 2) / (worth - 3))
    effect = {key: one for key, one in rank_test(rho, worth).items() if key.startswith("effect")}
    return {"n": len(a), "statistic": z, "p": stats.norm.sf(z)} | effect


KOENKER, SIZES = (
    "Koenker's studentised Breusch-Pagan test on ranks",
    "rank correlation of the size of residuals of Huber's fit",
)
NO_EFFECT = "two one-sided tests of "
ROWS = [
    *(
        Row("heteroscedasticity", method, data, along, "statsmodels het_breuschpagan, scipy", rel=ITERATED)
        for method, data in (
            (KOENKER, "penguins"), (KOENKER, "mixed"), (KOENKER, "spread"), (KOENKER, "bends"), (KOENKER, "scales"),
            (KOENKER, "awkward scales"), (KOENKER, "extremes"), (f"{KOENKER}, design effect", "repeated"), (f"{KOENKER}, design effect", "crossing"),
            (f"{KOENKER}, effective sample size", "twice"), (f"{KOENKER}, effective sample size over space", "map"),
            (SIZES, "spread"), (SIZES, "studied"),
        )
    ),
    *(
        Row("heteroscedasticity", "Brown-Forsythe test" + how, data, between, "scipy.stats.levene")
        for how, data in (("", "penguins"), ("", "mixed"), ("", "spread"), ("", "skewed"), ("", "scales"), ("", "awkward scales"), ("", "silver"),
                          ("", "constant within groups"), (" on unit means", "repeated"), (" on unit means", "averaged"), (", design effect", "crossing"),
                          (", effective sample size", "events in order"), (", effective sample size over space", "map"))
    ),
    Row("equivalence", "two one-sided Welch t tests", "large and even", alike, "statsmodels ttost_ind"),
    Row("equivalence", NO_EFFECT + "Cliff's delta", "large", alike, "sums over pairs"),
    Row("equivalence", NO_EFFECT + "Spearman's rho", "large", uncorrelated, "scipy.stats.spearmanr"),
    Row("equivalence", NO_EFFECT + "Spearman's rho", "large and even", uncorrelated, "scipy.stats.spearmanr"),
]  # fmt: skip
