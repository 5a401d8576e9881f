"""Values of one unit and levels within blocks by SciPy, statsmodels and brute force."""

import numpy as np
import pandas as pd
from scipy import linalg, stats
from statsmodels.stats.anova import AnovaRM

from tests.independent.by_groups import apart
from tests.independent.common import Z, acf, complete, in_time, label, limits, noncentral, unit_of
from tests.independent.rows import ITERATED, Row


def rounded(values, *of):
    """Values to 12 digits of the largest of `of`: equal ones must be equal however they were added."""
    return np.round(values, 12 - int(np.ceil(np.log10(np.abs(np.concatenate(of)).max()))))


def cells(frame, number, group, block):
    """Means of a number, a row for each block that holds every level and a column for each level."""
    rows = complete(frame, number, group, block)
    table = (
        rows.groupby([rows[block].astype(str), rows[group].map(label)])[number]
        .mean()
        .unstack()
        .dropna()
    )
    return table.map(lambda one: rounded(one, rows[number].to_numpy(float)))


def both(frame, finding):
    """The higher and the lower value of each unit, and the share of independent ones."""
    facts, method = finding.facts, finding.evidence.method
    if method.endswith("within blocks"):
        table = cells(frame, *finding.variables, facts["block"])
        return table[facts["high"]].to_numpy(), table[facts["low"]].to_numpy(), 1.0
    rows = complete(frame, facts["high"], facts["low"])
    a, b = (rows[facts[end]].to_numpy(float) for end in ("high", "low"))
    if method.endswith("on unit means"):
        means = pd.DataFrame({"a": a, "b": b}).groupby(unit_of(rows)).mean()
        return *(rounded(means[name].to_numpy(), a, b) for name in "ab"), 1.0
    if method.endswith("effective sample size"):
        place, n = in_time(rows), len(a)
        r = min((n * acf((a - b)[place], 1)[0] + 1) / (n - 4), 0.99)
        return a, b, max((1 - r) / (1 + r), 3 / n)
    return a, b, 1.0


def hodges(d, comparisons=1):
    """Median of all averages of two, limits by counting signed ranks (Hollander and Wolfe 1973)."""
    d = sorted(d)
    n = len(d)
    assert n <= 400
    averages = sorted((d[i] + d[j]) / 2 for i in range(n) for j in range(i, n))
    half = stats.norm.isf(0.025 / comparisons) * np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    place = max(int(np.floor(n * (n + 1) / 4 - half + 0.5)), 1)
    return np.median(averages), averages[place - 1], averages[-place]


def student(d, comparisons=1):
    """Mean and limits of SciPy's t test of one sample."""
    return d.mean(), *stats.ttest_1samp(d, 0).confidence_interval(1 - 0.05 / comparisons)


def bonett(a, b, share):
    """Difference in deviations of one measurement: Bonett (2008), eqs. 10 and 11."""
    n, s = len(a), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
    d, r = (a.mean() - b.mean()) / s, stats.pearsonr(a, b).statistic
    first, second = a.var(ddof=1), b.var(ddof=1)
    variance = d**2 * (first**2 + second**2 + 2 * r**2 * first * second) / (8 * s**4 * (n - 1))
    variance += (a - b).var(ddof=1) / (s**2 * (n - 1))
    half = Z * np.sqrt(variance / share)
    return d * np.sqrt((n - 2) / (n - 1)), d - half, d + half


def biserial(d, share):
    """Sum of the signed ranks over the largest one, limits on Fisher's scale."""
    ranked = stats.rankdata(abs(d[d != 0]))
    n, r = len(ranked), np.sum(np.sign(d[d != 0]) * ranked) / ranked.sum()
    error = np.sqrt(n * (n + 1) * (2 * n + 1) / 6) / ranked.sum() / np.sqrt(share)
    return r, *np.tanh(np.arctanh(r) + Z * error * np.array([-1, 1]))


def pair(frame, finding):
    """Student's paired t or Wilcoxon's signed ranks of the higher less the lower."""
    a, b, share = both(frame, finding)
    d, n = rounded(a - b, a, b), len(a)
    if finding.evidence.method.startswith("paired t"):
        test, df = stats.ttest_rel(a, b), (n - 1) * share
        t = test.statistic * np.sqrt(share)
        found = {"n": n, "statistic": t, "df1": df, "p": 2 * stats.t.sf(abs(t), df)}
        found |= limits("effect", *bonett(a, b, share))
        return found | limits("estimate", *apart(student(d), share))
    p = stats.wilcoxon(d, correction=False, method="asymptotic").pvalue
    z = stats.norm.isf(p / 2) * np.sqrt(share)
    found = {"n": n, "statistic": z, "p": 2 * stats.norm.sf(z)} | limits(
        "effect", *biserial(d, share)
    )
    return found | limits("estimate", *apart(hodges(d), share))


def in_level(frame, finding):
    """The same in one level; p the larger of it and of the differences there beside those elsewhere, times the places tried.

    1 where the others have half of it by signed ranks, or one of them has for sure.
    """
    third, value = finding.context["column"], finding.context["value"]
    rows = complete(frame, *finding.variables, third)
    inside = (rows[third].map(label) == value).to_numpy()
    found = pair(rows[inside], finding)
    high, low = (rows[finding.facts[end]].to_numpy(float) for end in ("high", "low"))
    d = rounded(high - low, high, low)
    beside = max(
        stats.ttest_ind(d[inside], d[~inside], equal_var=False).pvalue,
        stats.mannwhitneyu(d[inside], d[~inside], method="asymptotic", use_continuity=False).pvalue,
    )
    half = signed(d[inside])[0] / 2
    others = [
        signed(part) for _, part in pd.Series(d[~inside]).groupby(rows[third].to_numpy()[~inside])
    ]
    alone = signed(d[~inside])[0] <= half and not any(r > half and p <= 0.05 for r, p in others)
    return found | {"p": min(max(found["p"], beside) * finding.facts["tried"], 1) if alone else 1.0}


def signed(d):
    """Rank-biserial correlation and p of Wilcoxon's test, both without differences of 0."""
    d = np.asarray(d)[np.asarray(d) != 0]
    if not len(d):
        return 0.0, 1.0
    ranked = stats.rankdata(abs(d))
    z = np.sign(d) @ ranked / np.sqrt(ranked @ ranked)
    return np.sign(d) @ ranked / ranked.sum(), 2 * stats.norm.sf(abs(z))


def block(frame, finding):
    """Repeated measures by statsmodels, Friedman's test by SciPy."""
    method = finding.evidence.method
    table = cells(frame, *finding.variables, finding.facts["block"])
    b, k = table.shape
    pairs, found = k * (k - 1) // 2, {"n": b * k}
    ranking = table.rank(axis=1).mean() if method.startswith("Friedman") else table.mean()
    ranking = ranking.round(12)
    high, low = ranking.idxmax(), ranking[::-1].idxmin()
    d = rounded((table[high] - table[low]).to_numpy(), table.to_numpy().ravel())
    if method.startswith("Friedman"):
        q, p = stats.friedmanchisquare(*table.to_numpy().T)
        value, most = q / (b * (k - 1)), b * (k - 1)
        ends = [one / most for one in noncentral(q, k - 1)]
        found |= {"statistic": q, "df1": k - 1, "p": p} | limits("estimate", *hodges(d, pairs))
        return found | limits("effect", value, min(ends[0], value), max(min(ends[1], 1), value))
    long = table.rename_axis("unit").reset_index().melt("unit", var_name="level", value_name="y")
    f = AnovaRM(long, "y", "unit", within=["level"]).fit().anova_table["F Value"].iloc[0]
    df1, df2, factor = k - 1, (k - 1) * (b - 1), 1.0
    if method.endswith("Greenhouse-Geisser correction"):
        contrasts = table.to_numpy() @ linalg.helmert(k).T
        spread = np.linalg.eigvalsh(np.cov(contrasts, rowvar=False))
        factor = spread.sum() ** 2 / ((k - 1) * np.sum(spread**2))
    found |= {
        "statistic": f,
        "df1": df1 * factor,
        "df2": df2 * factor,
        "p": stats.f.sf(f, df1 * factor, df2 * factor),
    }
    gain, ends = max(df1 * (f - 1), 0), noncentral(f, df1, df2)
    found |= limits("effect", *(one / (one + b * k) for one in (gain, *ends)))
    return found | limits("estimate", *student(d, pairs))


ROWS = [
    *(
        Row("paired", method, data, pair, by)
        for method, data, by in (
            ("paired t test", "twice", "scipy.stats.ttest_rel"),
            ("paired t test on unit means", "crossed", "scipy.stats.ttest_rel"),
            ("paired t test within blocks", "crossed", "scipy.stats.ttest_rel"),
            ("paired t test, effective sample size", "twice", "scipy.stats.ttest_rel, acf"),
            ("Wilcoxon signed rank test", "twice", "scipy.stats.wilcoxon"),
            ("Wilcoxon signed rank test within blocks", "crossed", "scipy.stats.wilcoxon"),
            ("Wilcoxon signed rank test within blocks", "sleep of patients", "scipy.stats.wilcoxon"),
        )
    ),
    *(
        Row("subgroup", f"{method} in one group, tested beside the others", "in one ward", in_level, "scipy")
        for method in ("paired t test", "Wilcoxon signed rank test")
    ),
    *(
        Row("blocks", method, data, block, by, rel=ITERATED)
        for method, data, by in (
            ("randomised-block analysis of variance", "crossed", "statsmodels AnovaRM"),
            ("randomised-block analysis of variance, Greenhouse-Geisser correction", "uneven levels", "statsmodels AnovaRM"),
            ("Friedman test", "crossed", "scipy.stats.friedmanchisquare"),
        )
    ),
]  # fmt: skip
