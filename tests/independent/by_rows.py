"""Groups of rows and far rows by scikit-learn, SciPy, and a dip that is searched for by halving."""

import functools

import numpy as np
from scipy import linalg, stats
from scipy.spatial.distance import mahalanobis
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples

from tests.independent.common import complete, limits
from tests.independent.rows import ITERATED, Near, Row

RUNS = 2000


def lowest(x, d):
    """Whether, and how low at its mode at each value, a convex distribution runs within d of the steps before that value.

    A line from the highest place at one value through the lowest at a later one bounds every convex function further on.
    """
    n = len(x)
    low, high = np.maximum(np.arange(1, n + 1) / n - d, 0), np.arange(n) / n + d
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = (low[:, None] - high) / (x[:, None] - x)
    steepest = np.where(np.tri(n, k=-1, dtype=bool), slopes, 0).max(axis=1, initial=0)
    lines = np.where(np.tri(n, k=-1, dtype=bool), low + steepest * (x[:, None] - x), 0)
    reached = np.maximum(lines.max(axis=1), np.arange(n) / n - d)
    before = np.concatenate(
        [[True], np.logical_and.accumulate((reached <= high) & (low <= high))[:-1]]
    )
    return before & (reached <= high), reached


def has_one_mode_near(x, d):
    """A distribution with one mode at one of the sorted values lies within d of theirs."""
    left, below = lowest(x, d)
    right, above = lowest(-x[::-1], d)
    return bool(np.any(left & right[::-1] & (below <= 1 - above[::-1])))


def dip(values):
    """The least such d, by halving."""
    x = np.sort((values - values.min()) / np.ptp(values))
    near, far = 0.0, 0.5
    for _ in range(45):
        middle = (near + far) / 2
        near, far = (near, middle) if has_one_mode_near(x, middle) else (middle, far)
    return far


@functools.cache
def chance(found, n):
    """Share of uniform samples of n values with a dip above `found`, and its error."""
    rng = np.random.default_rng(n)
    p = np.mean([not has_one_mode_near(np.sort(rng.random(n)), found) for _ in range(RUNS)])
    return p, 5 * np.sqrt(max(p, 2 / RUNS) * (1 - p) / RUNS) + 0.02 * p


def scaled(values):
    """About the median in units of the quartiles; logarithms where positive and skewed less as such."""
    assert 2 * len(np.unique(values)) > len(values)  # rounded values are set apart by draws
    skew = stats.skew(values)
    if values.min() > 0 and skew >= 1 and abs(stats.skew(np.log(values))) < skew:
        values = np.log(values)
    return (values - np.median(values)) / (stats.iqr(values) / 1.349)


def heap(frame, names):
    """Columns on one scale, at most 1000 evenly spread rows."""
    rows = complete(frame, *names)
    take = np.linspace(0, len(rows) - 1, min(len(rows), 1000)).astype(int)
    return np.column_stack([scaled(rows[name].to_numpy(float)[take]) for name in names])


def groups(frame, finding):
    """The dip of several columns along two principal directions, or of the column parted most, and Ward's groups."""
    facts, several = finding.facts, len(finding.variables) > 1
    z = heap(frame, finding.variables)
    near, n = np.clip(z, -3, 3), len(z)
    if several:
        along = z @ PCA(2).fit(stats.zscore(near)).components_.T
        found = max(dip(one) for one in along.T)
    else:
        dips = {name: dip(heap(frame, [name])[:, 0]) for name in finding.candidate.variables}
        assert len(dips) == facts["tried"]
        assert max(dips, key=dips.get) == finding.variables[0]
        found = max(dips.values())
    p, error = chance(found, n)
    tried = 2 if several else facts["tried"]
    p = Near(min(tried * p, 1), tried * error)
    if not finding.shown:
        return {"n": n, "statistic": found, "p": p if p.value > 0.05 else 1.0}
    made = {}
    for k in range(2, 7):
        labels = AgglomerativeClustering(k).fit_predict(near)
        if np.bincount(labels).min() >= max(5, n / 50):
            made[k] = silhouette_samples(near, labels)
    best = max(made, key=lambda k: made[k].mean())
    ends = stats.norm.interval(0.95, made[best].mean(), stats.sem(made[best]))
    return {"n": n, "statistic": found, "p": p, "estimate": best} | limits(
        "effect", made[best].mean(), *ends
    )


def far(frame, finding):
    """Mahalanobis' distances by SciPy, the gaps of their logarithms one by one."""
    z = heap(frame, finding.variables)
    r = 2 * np.sin(np.pi / 6 * np.corrcoef(stats.rankdata(z, axis=0).T))
    spread, directions = linalg.eigh(r)
    inverse = linalg.inv(directions @ np.diag(np.maximum(spread, 0.05)) @ directions.T)
    distance = sorted((mahalanobis(row, np.zeros(len(r)), inverse) for row in z), reverse=True)
    n = len(distance)
    below = min(max(n // 10, 10), 40)
    gap = [k * np.log(distance[k - 1] / distance[k]) for k in range(1, below + 4)]
    tests = {k: gap[k - 1] / (sum(gap[k : k + below]) / below) for k in (1, 2, 3)}
    best = max(tests, key=tests.get)
    p = min(3 * stats.f.sf(tests[best], 2, 2 * below), 1)
    found = {"n": n, "statistic": tests[best], "df1": 2, "df2": 2 * below, "p": p}
    return found | {"estimate": distance[0], "effect": distance[best - 1] / distance[best]}


DIP, WARD = "Hartigan's dip", "; Ward's groups"
ROWS = [
    *(
        Row("cluster", DIP + how, data, groups, "definition, scikit-learn", rel=ITERATED,
            why="p by an own simulation: five standard errors, and 2 % of the curve that ours is read from")
        for how, data in (("", "drift"), ("", "skewed normal"), (" along principal directions", "skewed normal"),
                          (WARD, "heaps"), (" along principal directions" + WARD, "heaps"))
    ),
    *(
        Row("far_rows", "gaps between the largest robust distances", data, far, "scipy mahalanobis", rel=ITERATED)
        for data in ("spread", "chain", "planted", "skewed normal")
    ),
]  # fmt: skip
