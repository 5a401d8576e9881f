"""Comparisons of groups by SciPy, statsmodels and brute force."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.oneway import anova_oneway

from tests.independent import nist, waves
from tests.independent.common import (
    Z,
    complete,
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

FEWEST = 5


def samples(frame, finding):
    """Level -> values of the groups of five rows and more, unit means where that is said, and the share.

    The levels stand in the order that they have in the data: sorted, or as the category has them.
    """
    outcome, group = finding.variables
    rows = complete(frame, outcome, group)
    numbers, labels = number(rows[outcome]), rows[group].to_numpy()
    if "on unit means" in finding.evidence.method:
        each = pd.DataFrame({"unit": unit_of(rows), "y": numbers, "g": labels}).groupby("unit")
        numbers, labels = each.y.mean().to_numpy(), each.g.first().to_numpy()
        # equal means must be equal however they were added
        numbers = np.round(numbers, 12 - int(np.ceil(np.log10(np.abs(numbers).max()))))
    known = rows[group]
    order = (
        known.cat.categories if isinstance(known.dtype, pd.CategoricalDtype) else np.unique(labels)
    )
    kept = [level for level in order if np.sum(labels == level) >= FEWEST]
    use = np.isin(labels, np.array(kept, dtype=labels.dtype))
    if "less trend" in finding.evidence.method:
        numbers, labels, share = less_slow(rows[use], numbers[use], labels[use], kept)
        return {label(level): numbers[labels == level] for level in kept}, share
    values = {label(level): numbers[labels == level] for level in kept}
    marks = [(labels[use] == level).astype(float) for level in kept]
    mean = pd.Series(numbers[use]).groupby(labels[use]).transform("mean").to_numpy()
    share = share_of(
        finding.evidence.method, rows[use] if len(use) == len(rows) else rows,
        marks[:1] if len(marks) == 2 else marks, numbers[use] - mean,
    )  # fmt: skip
    return values, share


def less_slow(rows, numbers, labels, kept):
    """Values in order less what is slow in them, by one model of that and of the groups; groups, and the share."""
    place = in_time(rows)
    y, labels = numbers[place], labels[place]
    marks = [(labels == level).astype(float) for level in kept]
    first = marks[:1] if len(marks) == 2 else marks
    columns = waves.slow_columns(first, y, waves.on_a_grid(times(rows)[place]))
    k, others = columns.shape[1], np.column_stack(marks[1:])
    fit = sm.OLS(y, np.column_stack([columns, others])).fit()
    sizes = []
    for mark in first:
        left = waves.rest(columns, mark)
        part = np.sum(left**2) / np.sum((mark - mark.mean()) ** 2)
        sizes.append(part * waves.worth(left, fit.resid, k, k + len(kept) - 1))
    adjusted = fit.resid + others @ fit.params[k:] + y.mean()
    return adjusted, labels, max(min(sizes), 3) / len(y)


def dominance(a, b):
    """Cliff's delta and its consistent variance from the matrix of all pairs (Feng and Cliff, 2004)."""
    matrix = np.sign(np.subtract.outer(a, b))
    delta = matrix.mean()
    variance = matrix.mean(1).var(ddof=1) / len(a) + matrix.mean(0).var(ddof=1) / len(b)
    if abs(delta) == 1:
        n = min(len(a), len(b))
        inner = max((n - Z**2) / (n + Z**2), 0)
        return (delta, inner, 1.0) if delta > 0 else (delta, -1.0, -inner)
    room = Z * np.sqrt(variance * ((1 - delta**2) ** 2 + Z**2 * variance))
    ends = (delta - delta**3 + np.array([-room, room])) / (1 - delta**2 + Z**2 * variance)
    return delta, *np.clip(ends, -1, 1)


def medians(a, b, comparisons=1):
    """Difference of medians, Bonett and Price (2002), by the order statistics written out."""
    error = 0.0
    for one in (a, b):
        n, ordered = len(one), sorted(one)
        c = max(int(np.rint((n + 1) / 2 - np.sqrt(n))), 1)
        z = stats.norm.isf(stats.binom.cdf(c - 1, n, 0.5))
        error += ((ordered[n - c] - ordered[c - 1]) / (2 * z)) ** 2
    half = stats.norm.isf(0.025 / comparisons) * np.sqrt(error)
    value = np.median(a) - np.median(b)
    return value, value - half, value + half


def means(a, b, comparisons=1):
    """Difference of means with the limits of SciPy's Welch test."""
    value = np.mean(a) - np.mean(b)
    if np.ptp(a) == np.ptp(b) == 0:
        return value, value, value
    found = stats.ttest_ind(a, b, equal_var=False).confidence_interval(1 - 0.05 / comparisons)
    return value, found.low, found.high


def hedges(a, b):
    """Hedges' g by statsmodels, with limits by the large-sample variance."""
    g = effectsize_smd(a.mean(), a.std(ddof=1), len(a), b.mean(), b.std(ddof=1), len(b))[0]
    half = Z * np.sqrt(1 / len(a) + 1 / len(b) + g * g / (2 * (len(a) + len(b))))
    return g, g - half, g + half


def apart(three, share):
    """Limits further from the value, by the root of the share."""
    value, low, high = three
    root = np.sqrt(share)
    return value, value - (value - low) / root, value + (high - value) / root


def two(frame, finding):
    """Welch's t, Mann and Whitney's U or Brunner and Munzel's test, with their effects."""
    values, share = samples(frame, finding)
    a = values.pop(finding.level)
    (b,) = values.values()
    method, n = finding.evidence.method, len(a) + len(b)
    found = {"n": n}
    if method.startswith("Welch"):
        test = stats.ttest_ind(a, b, equal_var=False)
        t, df = test.statistic * np.sqrt(share), max(test.df * share, 1)
        found |= {"statistic": t, "df1": df, "p": 2 * stats.t.sf(abs(t), df)}
        found |= limits("effect", *apart(hedges(a, b), share))
        return found | limits("estimate", *apart(means(a, b), share))
    if method.startswith("Mann"):
        test = stats.mannwhitneyu(a, b, use_continuity=False, method="asymptotic")
        z = stats.norm.isf(test.pvalue / 2) * np.sign(test.statistic - len(a) * len(b) / 2)
        if abs(z) > 30 or not np.isfinite(z):
            z = None
        z = None if z is None else z * np.sqrt(share)
        p = test.pvalue if share == 1 else 2 * stats.norm.sf(abs(z))
        found |= {"statistic": z, "p": p}
    else:
        test = stats.brunnermunzel(b, a)
        df = _brunner_df(a, b)
        t = test.statistic * np.sqrt(share)
        df = max(df * share, 1)
        found |= {"statistic": t, "df1": df, "p": 2 * stats.t.sf(abs(t), df)}
        if share == 1:
            found["p"] = test.pvalue
    value, low, high = apart(dominance(a, b), share)
    found |= limits("effect", value, max(low, -1.0), min(high, 1.0))
    by = medians if np.median(a) != np.median(b) else means
    return found | limits("estimate", *apart(by(a, b), share))


def _brunner_df(a, b):
    """Satterthwaite's degrees of freedom of the placements (Brunner and Munzel 2000, eq. 4.6)."""
    parts = []
    for one, other in ((a, b), (b, a)):
        above = [np.sum(other < x) + np.sum(other == x) / 2 for x in one]
        parts.append((np.var(above, ddof=1) / len(one) / len(other) ** 2, len(one) - 1))
    return sum(v for v, _ in parts) ** 2 / sum(v**2 / free for v, free in parts)


def several(frame, finding):
    """Welch's analysis of variance by statsmodels, Kruskal and Wallis' test by SciPy."""
    values, share = samples(frame, finding)
    groups, k = list(values.values()), len(values)
    n = sum(map(len, groups))
    worth = round(n * share)
    pairs = k * (k - 1) // 2
    found = {"n": n}
    if finding.evidence.method.startswith("Welch"):
        test = anova_oneway(groups, use_var="unequal")
        f, df2 = test.statistic * share, max(test.df[1] * share, 1)
        found |= {"statistic": f, "df1": k - 1, "df2": df2, "p": stats.f.sf(f, k - 1, df2)}
        gain = max((k - 1) * (f - 1), 0)
        low, high = noncentral(f, k - 1, df2)
        found |= limits("effect", gain / (gain + worth), low / (low + worth), high / (high + worth))
        ranking = [one.mean() for one in groups]
    else:
        h = stats.kruskal(*groups).statistic * share
        found |= {"statistic": h, "df1": k - 1, "p": stats.chi2.sf(h, k - 1)}
        value = max((h - k + 1) / (worth - k), 0)
        low, high = noncentral(h, k - 1)
        found |= limits("effect", value, min(low / (worth - 1), value), max(min(high / (worth - 1), 1), value))  # fmt: skip
        ranked = np.split(stats.rankdata(np.concatenate(groups)), np.cumsum([len(one) for one in groups])[:-1])  # fmt: skip
        ranking = [one.mean() for one in ranked]
    high, low = (
        groups[int(np.argmax(ranking))],
        groups[len(groups) - 1 - int(np.argmin(ranking[::-1]))],
    )
    by = medians if not finding.evidence.method.startswith("Welch") and np.median(high) != np.median(low) else means  # fmt: skip
    return found | limits("estimate", *apart(by(high, low, pairs), share))


def students_sleep(frame, finding):
    """R, t.test(extra ~ group)."""
    return {"statistic": 1.8608134674, "df1": 17.776473516, "p": 0.07939414019,
            "estimate_low": -0.2054832, "estimate_high": 3.3654832}  # fmt: skip


def silver(frame, finding):
    """In groups of one size Welch's t is the root of the classical F."""
    return {"statistic": np.sqrt(nist.SILVER_F)}


PLAIN = ("penguins", "mixed", "small", "odd names", "coarse", "perfect", "constant within groups",
         "floor", "scales", "awkward scales", "some infinite", "unused levels")  # fmt: skip
ROWS = [
    *(Row("difference", "Welch t test", data, two, "scipy.stats.ttest_ind") for data in PLAIN),
    Row("difference", "Welch t test on unit means", "repeated", two, "scipy.stats.ttest_ind"),
    Row("difference", "Welch t test, design effect", "crossing", two, "scipy.stats.ttest_ind, f_oneway"),
    Row("difference", "Welch t test less trend and clear waves, effective sample size", "ordered", two, "scipy.stats.ttest_ind, acf"),
    Row("difference", "Welch t test less trend and clear waves, effective sample size", "unsorted", two, "scipy.stats.ttest_ind, acf"),
    *(
        Row("difference", "Mann-Whitney test", data, two, "scipy.stats.mannwhitneyu")
        for data in ("mixed", "coarse", "skewed")
    ),
    Row("difference", "Mann-Whitney test on unit means", "repeated", two, "scipy.stats.mannwhitneyu"),
    Row("difference", "Mann-Whitney test, design effect", "crossing", two, "scipy.stats.mannwhitneyu"),
    Row("difference", "Mann-Whitney test less trend and clear waves, effective sample size", "series", two, "scipy.stats.mannwhitneyu"),
    Row("difference", "Brunner-Munzel test", "skewed", two, "scipy.stats.brunnermunzel"),
    Row("difference", "Brunner-Munzel test on unit means", "averaged", two, "scipy.stats.brunnermunzel"),
    Row("difference", "Brunner-Munzel test, design effect", "crossing", two, "scipy.stats.brunnermunzel"),
    Row("difference", "Brunner-Munzel test less trend and clear waves, effective sample size", "series", two, "scipy.stats.brunnermunzel"),
    Row("difference", "Welch t test, effective sample size", "events in order", two, "scipy.stats.ttest_ind, acf"),
    Row("difference", "Welch t test, effective sample size over space", "map", two, "scipy.stats.ttest_ind"),
    Row("difference", "Welch t test", "sleep", students_sleep, "R, t.test", rel=3e-7,
        only=("statistic", "df1", "p", "estimate_low", "estimate_high"), why="printed digits of R"),
    Row("difference", "Welch t test", "silver", silver, "NIST StRD AtmWtAg", rel=ITERATED, only=("statistic",)),
    *(
        Row("groups", "Welch analysis of variance", data, several, "statsmodels anova_oneway", rel=ITERATED)
        for data in ("penguins", "mixed", "small", "coarse")
    ),
    Row("groups", "Welch analysis of variance on unit means", "repeated", several, "statsmodels anova_oneway", rel=ITERATED),
    Row("groups", "Welch analysis of variance, design effect", "repeated", several, "statsmodels anova_oneway", rel=ITERATED),
    Row("groups", "Welch analysis of variance less trend and clear waves, effective sample size", "ordered", several, "statsmodels anova_oneway", rel=ITERATED),
    Row("groups", "Welch analysis of variance, effective sample size", "events in order", several, "statsmodels anova_oneway", rel=ITERATED),
    Row("groups", "Kruskal-Wallis test, effective sample size over space", "map", several, "scipy.stats.kruskal", rel=ITERATED),
    Row("groups", "Welch analysis of variance, effective sample size over space", "map", several, "statsmodels anova_oneway", rel=ITERATED),
    *(
        Row("groups", "Kruskal-Wallis test", data, several, "scipy.stats.kruskal", rel=ITERATED)
        for data in ("mixed", "coarse", "skewed")
    ),
    Row("groups", "Kruskal-Wallis test on unit means", "repeated", several, "scipy.stats.kruskal", rel=ITERATED),
    Row("groups", "Kruskal-Wallis test, design effect", "repeated", several, "scipy.stats.kruskal", rel=ITERATED),
    Row("groups", "Kruskal-Wallis test less trend and clear waves, effective sample size", "series", several, "scipy.stats.kruskal", rel=ITERATED),
]  # fmt: skip
