"""Cross tables, rates and missing values by SciPy, statsmodels and exact sums."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.independent import waves
from tests.independent.by_groups import dominance
from tests.independent.common import (
    clean,
    complete,
    in_time,
    label,
    limits,
    noncentral,
    number,
    share_of,
    unit_of,
)
from tests.independent.rows import ITERATED, Row, Share

RUNS = 4000


def cramer(chi2, n, rows, columns):
    """Cramer's V from the noncentrality, with limits from the noncentral chi-square as a mixture."""
    df, most = (rows - 1) * (columns - 1), n * (min(rows, columns) - 1)
    value = math.sqrt(min(max(chi2 - df, 0) / most, 1))
    low, high = (math.sqrt(one / most) for one in noncentral(chi2, df))
    return limits("effect", value, min(low, value), max(min(high, 1), value))


def fisher_exact(table):
    """Two-sided p as a sum of exact fractions over all tables that are no more likely."""
    (a, b), (c, d) = ((int(one) for one in row) for row in table)
    row, column, n = a + b, a + c, a + b + c + d
    ways = {k: math.comb(column, k) * math.comb(n - column, row - k)
            for k in range(max(0, row + column - n), min(row, column) + 1)}  # fmt: skip
    return float(Fraction(sum(way for way in ways.values() if way <= ways[a]), math.comb(n, row)))


def newcombe(hits, cases, high, low, comparisons=1):
    """Difference of two rates with statsmodels' limits by Newcombe's method."""
    ends = confint_proportions_2indep(hits[high], cases[high], hits[low], cases[low], compare="diff",
                                      method="newcomb", alpha=0.05 / comparisons)  # fmt: skip
    return limits("estimate", hits[high] / cases[high] - hits[low] / cases[low], *ends)


def crossed(frame, finding):
    """Labels of group and outcome, one row a unit where that is said, and the share."""
    facts, method = finding.facts, finding.evidence.method
    rows = complete(frame, facts["group"], facts["outcome"])
    if method.endswith("of units"):
        rows = rows[~pd.Series(unit_of(rows), index=rows.index).duplicated()]
    first, second = (rows[facts[key]].map(label).to_numpy() for key in ("group", "outcome"))
    levels, counts = np.unique(second, return_counts=True)
    marks = [(first == one).astype(float) for one in np.unique(first)]
    common = (second == levels[np.argmax(counts)]).astype(float)
    marks = marks[:1] if len(marks) == 2 else marks
    if method.endswith("effective sample size"):  # nothing is taken out of counts
        place = in_time(rows)
        sizes = [waves.worth(one[place], common[place], 1, 1) for one in marks]
        return first, second, min(sizes) / len(rows)
    share = share_of(method, rows, marks, common)
    return first, second, share


def cross(frame, finding):
    """One cross table."""
    first, second, share = crossed(frame, finding)
    table = pd.crosstab(first, second)
    n, method = len(first), finding.evidence.method
    test = stats.chi2_contingency(table, correction=False)
    chi2, shape = test.statistic * share, table.shape
    found = {"n": n, "statistic": chi2, "df1": test.dof} | cramer(chi2, round(n * share), *shape)
    if method.startswith("Fisher"):
        found["p"] = fisher_exact(table.to_numpy())
    elif method.startswith("Monte Carlo"):
        found["p"] = shuffled(first, second, test.statistic)
    else:
        found["p"] = stats.chi2.sf(chi2, test.dof)
    if shape[1] == 2 and share == 1:
        hits, cases = table[finding.facts["event"]].to_numpy(), table.sum(axis=1).to_numpy()
        rates = hits / cases
        kept = np.flatnonzero(cases >= 5)
        kept = kept if len(kept) >= 2 else np.arange(len(cases))
        high = kept[np.argmax(rates[kept])]
        low = kept[len(kept) - 1 - np.argmin(rates[kept][::-1])]
        found |= newcombe(hits, cases, high, low, len(kept) * (len(kept) - 1) // 2)
    return found


def shuffled(first, second, chi2):
    """How many shuffles of one column give as large a chi-square."""
    rng = np.random.default_rng(len(first))
    a, b = (np.unique(one, return_inverse=True)[1] for one in (first, second))
    k = b.max() + 1
    expected = np.outer(np.bincount(a), np.bincount(b)) / len(a)
    hits = 0
    for _ in range(RUNS):
        seen = np.bincount(a * k + rng.permutation(b), minlength=expected.size)
        hits += np.sum(seen**2 / expected.ravel()) - len(a) >= chi2 * (1 - 1e-9)
    return Share(int(hits), RUNS, 1999)


def party(frame, finding):
    """R, chisq.test: X-squared = 30.07, df = 2, p = 2.954e-07."""
    return {"statistic": 30.07015, "df1": 2, "p": 2.953589e-07}


def tables(frame, finding):
    """Hits and misses by group (rows) for each stratum."""
    facts, known = finding.facts, clean(frame)
    group, stratum = finding.candidate.variables
    cases = (
        known[facts["trials"]]
        if facts["trials"]
        else known[facts["events"]] + known[facts["other"]]
    )
    known = known.assign(miss=cases - known[facts["events"]])
    return [
        part.sort_values(group)[[facts["events"], "miss"]].to_numpy(float)
        for _, part in known.groupby(stratum)
    ]


def rates(frame, finding):
    """Rates of groups or of strata over all cases."""
    strata = np.array(tables(frame, finding))
    table = strata.sum(0) if finding.facts["claim"] == "group" else strata.sum(1)
    test = stats.chi2_contingency(table, correction=False)
    hits, cases = table[:, 0], table.sum(1)
    found = {"n": cases.sum(), "statistic": test.statistic, "df1": test.dof, "p": test.pvalue}
    found |= newcombe(hits, cases, np.argmax(hits / cases), np.argmin(hits / cases))
    return found | cramer(test.statistic, cases.sum(), 2, len(hits))


def within(frame, finding):
    """The difference of rates within strata, with its case."""
    strata = np.array(tables(frame, finding))
    whole = StratifiedTable(list(strata))
    test = whole.test_null_odds(correction=False)
    total = strata.sum(0)
    hits, cases = total[:, 0], total.sum(1)
    n = strata.sum((1, 2))
    (m1, m0), (a, b) = strata.sum(2).T, strata[:, :, 0].T
    weight = m1 * m0 / n
    value = np.average(a / m1 - b / m0, weights=weight)
    # Greenland and Robins (1985), eq. 7
    spread = np.sum((a * (m1 - a) * m0**3 + b * (m0 - b) * m1**3) / (m1 * m0 * n**2))
    half = stats.norm.isf(0.025) * np.sqrt(spread) / weight.sum()
    found = {"n": cases.sum(), "statistic": test.statistic, "df1": 1}
    found |= newcombe(hits, cases, 0, 1) | limits("effect", value, value - half, value + half)

    def pearson(table):
        return stats.chi2_contingency(table, correction=False)

    crude, filled = pearson(total), pearson(strata.sum(2))
    each = [pearson(strata[:, place, :]) for place in (0, 1)]
    differ = stats.chi2.sf(sum(one.statistic for one in each), sum(one.dof for one in each))
    needed = max(crude.pvalue, filled.pvalue, differ)
    gap = hits[0] / cases[0] - hits[1] / cases[1]
    if gap * value < 0 and max(needed, test.pvalue) <= 0.05:
        found["p"] = max(needed, test.pvalue)
    else:
        smaller = abs(value) < abs(gap) or gap * value < 0
        found["p"] = needed if smaller and needed <= 0.05 < test.pvalue else 1.0
    return found


def missing(frame, finding):
    """Whether values are missing, against the column that tells most of it."""
    known, facts = clean(frame), finding.facts
    gone = known[facts["column"]].isna().to_numpy()
    n = len(known)
    found = {"n": n} | limits(
        "estimate", gone.mean(), *proportion_confint(gone.sum(), n, method="wilson")
    )
    if not facts["related"]:
        return found
    rows = known[facts["related"]].notna().to_numpy()
    other, mark = known[facts["related"]][rows], gone[rows]
    if finding.evidence.effect.name == "Cliff's delta":
        values = number(other)
        test = stats.mannwhitneyu(
            values[mark], values[~mark], use_continuity=False, method="asymptotic"
        )
        z = np.sign(test.statistic - mark.sum() * (~mark).sum() / 2) * stats.norm.isf(
            test.pvalue / 2
        )
        found |= {"statistic": z} | limits("effect", *dominance(values[mark], values[~mark]))
        p = test.pvalue
    else:
        table = pd.crosstab(mark, other.to_numpy())
        test = stats.chi2_contingency(table, correction=False)
        found |= {"statistic": test.statistic, "df1": test.dof}
        found |= cramer(test.statistic, table.to_numpy().sum(), *table.shape)
        p = test.pvalue
    return found | {"p": min(p * facts["tried"], 1)}


BY = "scipy chi2_contingency, statsmodels newcomb"
ROWS = [
    *(
        Row("contingency", "chi-square test", data, cross, BY, rel=ITERATED)
        for data in ("penguins", "mixed", "coarse", "party", "two values")
    ),
    Row("contingency", "chi-square test of units", "averaged", cross, BY, rel=ITERATED),
    Row("contingency", "chi-square test, design effect", "repeated", cross, BY, rel=ITERATED),
    Row("contingency", "chi-square test, design effect", "crossing", cross, BY, rel=ITERATED),
    Row("contingency", "chi-square test, effective sample size", "ordered", cross, BY, rel=ITERATED),
    Row("contingency", "chi-square test, effective sample size", "series", cross, BY, rel=ITERATED),
    Row("contingency", "chi-square test, effective sample size over space", "map", cross, BY, rel=ITERATED),
    *(
        Row("contingency", "Fisher's exact test", data, cross, "exact fractions", rel=ITERATED)
        for data in ("mixed", "twins")
    ),
    Row("contingency", "Fisher's exact test of units", "averaged", cross, "exact fractions", rel=ITERATED),
    Row("contingency", "Monte Carlo chi-square test", "mixed", cross, "shuffles of a column", rel=ITERATED),
    Row("contingency", "Monte Carlo chi-square test of units", "averaged", cross, "shuffles of a column", rel=ITERATED),
    Row("contingency", "chi-square test", "party", party, "R, chisq.test", only=("statistic", "df1", "p"),
        rel=ITERATED),
    *(
        Row("counts", method, data, check, by, rel=ITERATED)
        for data in ("berkeley", "berkeley in parts", "reversal")
        for method, check, by in (
            ("chi-square test of rates from counts", rates, "scipy chi2_contingency"),
            ("Mantel-Haenszel rate difference within *, from counts", within, "statsmodels StratifiedTable"),
        )
    ),
    *(
        Row("missing", "missing * against *", data, missing, "scipy, statsmodels wilson", rel=ITERATED)
        for data in ("mixed", "never together", "some infinite", "gaps in a spectrum", "ordered level missing")
    ),
    Row("missing", "share of missing values", "mostly gone", missing, "statsmodels wilson"),
]  # fmt: skip
