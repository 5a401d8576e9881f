"""Shapes, outliers, repeated rows and units by SciPy, statsmodels, scikit-learn and counting."""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels import robust
from statsmodels.stats.proportion import proportion_confint

from tests.independent.common import clean, complete, intraclass, limits, number
from tests.independent.rows import ITERATED, Row


def outlier(frame, finding):
    """The farthest value from the median in deviations by statsmodels' MAD, of those beyond Tukey's outer fences."""
    (name,) = finding.variables
    x = number(complete(frame, name)[name])

    def far(values):
        low, high = stats.scoreatpercentile(values, [25, 75])
        spread = 3 * (high - low)
        z = (values - np.median(values)) / (robust.mad(values) * stats.norm.ppf(0.75) * 1.4826)
        return z, (abs(z) > 6) & ((values > high + spread) | (values < low - spread))

    z, mark = far(x)
    if x.min() > 0:
        mark &= far(np.log(x))[1]
    worst = np.argmax(np.where(mark, abs(z), 0))
    return {"n": len(x), "estimate": x[worst], "effect": z[worst]}


def shape(frame, finding):
    """Median and skewness."""
    (name,) = finding.variables
    x = pd.Series(number(complete(frame, name)[name]))
    scaled = x / x.abs().max()
    return {"n": len(x), "estimate": x.quantile(0.5), "effect": stats.skew(scaled)}


def units(frame, finding):
    """Rows for each unit, and the largest intraclass correlation from SciPy's analysis of variance."""
    (unit,) = finding.variables
    rows = complete(frame, unit)
    each = len(rows) / rows[unit].nunique()
    found = {"n": len(rows)} | limits("estimate", each, each, each)
    best = 0.0
    for name in rows.columns:
        if name == unit or rows[name].dtype.kind not in "iuf" or rows[name].nunique() <= 2:
            continue
        some = rows.dropna(subset=[name])
        value = intraclass(some[name].to_numpy(float), some[unit])[0]
        best = max(best, value if value < 0.999 else 0.0)
    return found | ({"effect": best} if best else {})


def repeats(frame, finding):
    """Rows that pandas calls duplicated."""
    known = clean(frame)
    count = int(known.astype(object).duplicated().sum())
    share = count / len(known)
    return {"n": len(known)} | limits(
        "estimate", share, *proportion_confint(count, len(known), method="wilson")
    )


def rows_of(frame, finding):
    """Only the number of rows is told."""
    return {"n": len(frame)}


ROWS = [
    *(
        Row("outliers", "robust z and outer fences", data, outlier, "statsmodels.robust.mad", rel=ITERATED)
        for data in ("mixed", "small", "far ones")
    ),
    *(Row("distribution", "shape: skewed", data, shape, "scipy.stats.skew") for data in ("mixed", "repeated", "skewed", "awkward scales")),
    Row("distribution", "shape: two heaps", "ordered", shape, "scipy.stats.skew"),
    *(
        Row("repeated_units", "rows for each unit", data, units, "scipy.stats.f_oneway")
        for data in ("repeated", "crossing", "identical units")
    ),
    Row("duplicates", "rows equal in every column", "identical units", repeats, "pandas.duplicated, statsmodels wilson"),
    Row("left_out", "roles of columns", "repeated", rows_of, "counting"),
    Row("left_out", "roles of columns", "awkward scales", rows_of, "counting"),
    Row("physics.duplicates", "distinct events counted", "decays", rows_of, "counting"),
]  # fmt: skip
