"""Pairs with a third column held fixed by statsmodels, and computed columns by the functions for real ones."""

import dataclasses

import numpy as np
import statsmodels.api as sm
from scipy import stats

from tests.independent.by_groups import several, two
from tests.independent.by_pairs import correlation, spearman
from tests.independent.common import complete, limits, number, share_of, unit_of
from tests.independent.rows import ITERATED, Row

MOST_F = 1e8


def beside(y, x, z, share):
    """The smaller F of x, by the errors of least squares and by HC3, for a share of independent rows."""
    n = len(y)
    model = sm.OLS(y, sm.add_constant(np.column_stack([x, z])))
    plain, robust = (
        model.fit().tvalues[1] ** 2,
        model.fit(cov_type="HC3", use_t=True).tvalues[1] ** 2,
    )
    return min(plain * max(n * share - 3, 1) / (n - 3), robust * share, MOST_F)


def held(frame, finding):
    """Ranks of x and y with those of z held fixed; p the largest of three."""
    x, y, z = (finding.facts[key] for key in ("x", "y", "third"))
    rows = complete(frame, x, y, z)
    u, v, w = (stats.rankdata(number(rows[name])) for name in (x, y, z))
    n = len(u)
    share = 1.0 if unit_of(rows) is None else share_of("design effect", rows, [u], v)
    crude, adjusted = correlation(u, v, share), correlation(u, v, share, [w])
    df, f = n * share - 3, beside(v, u, w, share)
    own = stats.f.sf(beside(v, w, u, share), 1, df)
    p = max(stats.f.sf(f, 1, df), own, correlation(u, w, share)[5])
    found = {
        "n": n,
        "statistic": f,
        "df1": 1,
        "df2": df,
        "p": 1.0 if finding.facts["kind"] == "none" else p,
    }
    return found | limits("estimate", *crude[:3]) | limits("effect", *adjusted[:3])


def computed(frame, finding):
    """The column that the expression says, compared or correlated as a real one."""
    first, second, partner = finding.variables
    a, b = (frame[name].astype(float) for name in (first, second))
    kind = finding.facts["derived"]
    values = a - b if kind in ("change", "difference") else a / (b**2 if kind == "index" else b)
    made = frame.assign(computed=values.round(12 - int(np.ceil(np.log10(values.abs().max())))))
    check, names = spearman, (partner, "computed")
    if not finding.evidence.method.startswith("Spearman"):
        check, names = (
            two if finding.level and made[partner].nunique() == 2 else several,
            ("computed", partner),
        )
    return check(made, dataclasses.replace(finding, variables=names))


ROWS = [
    *(
        Row("partial", "partial rank correlation given *, ordinary and HC3 errors", data, held, "statsmodels OLS HC3", rel=ITERATED)
        for data in ("penguins", "small", "mixed", "spread", "crossed", "crossing", "exact sum", "bends", "common cause", "studied")
    ),
    *(
        Row("derived", method, data, computed, "scipy of the computed column", rel=ITERATED)
        for method, data in (
            ("Brunner-Munzel test", "studied"), ("Spearman rank correlation", "studied"), ("Welch t test", "trial"),
            ("Spearman rank correlation", "trial"), ("Welch analysis of variance", "trial"), ("Spearman rank correlation, effective sample size", "twice"),
            ("Spearman rank correlation, design effect of repeated units", "crossed"),
        )
    ),
]  # fmt: skip
