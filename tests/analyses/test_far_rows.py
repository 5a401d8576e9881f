"""Rows far from all others in several columns at once."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist.analyses import far_rows
from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import distances
from tests.analyses import recompute
from tests.chance import few, most

NAMES = ["length", "width", "height", "weight"]


def body(rng, n=400, scale=1.0):
    """Four columns that go together, skewed where `scale` is large."""
    near = np.sqrt(0.7) * rng.normal(size=(n, 1)) + np.sqrt(0.3) * rng.normal(size=(n, 4))
    return near if scale == 1 else np.exp(scale * near)


def planted(rng, rows=1, n=400):
    """Rows that are far in no column by itself, and in all together."""
    # A value in a hundred million is far by chance, and such tables are drawn by the thousand.
    values = np.clip(body(rng, n), -4, 4)
    values[:rows] = np.array([3.0, -3.0, 3.0, -3.0]) + 0.3 * rng.normal(size=(rows, 4))
    return pd.DataFrame(values, columns=NAMES).sample(frac=1, random_state=1, ignore_index=True)


def every(frame, split="all"):
    return recompute.every(recompute.read(frame, split), "far_rows")


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_that_are_far_together_are_found_where_no_value_is(rows):
    """Found with their number in 197 of 200 tables."""
    seed, rng = recompute.fresh()
    hits, shown = 0, None
    for _ in range(20):
        frame = recompute.unordered(rng, lambda rng: planted(rng, rows))
        (one,) = every(frame)
        assert recompute.findings(recompute.read(frame), "outliers") == [], seed
        if one.shown and one.facts["far"] == rows:
            hits, shown = hits + 1, one
    assert most(hits, 20, 0.95), f"{hits} of 20, seed {seed}"
    assert (shown.relation, shown.kind, shown.direction) == ("outlier", "caution", None)
    told = statements.word(shown)
    assert told.title == (
        "1 row lies far from all others" if rows == 1 else "3 rows lie far from all others"
    )


TAILS = {
    "normal": lambda rng, n: body(rng, n),
    "skewed": lambda rng, n: body(rng, n, 1.5),
    "heavy tails": lambda rng, n: rng.standard_t(2, (n, 4)),
    "heavy tails together": lambda rng, n: body(rng, n) / np.sqrt(rng.chisquare(2, (n, 1)) / 2),
    "rounded": lambda rng, n: body(rng, n).round(1),
    "counts": lambda rng, n: rng.poisson(np.exp(2 + 0.5 * body(rng, n))),
    "funnel": lambda rng, n: body(rng, n) * np.exp(rng.normal(size=(n, 1))),
    "two heaps": lambda rng, n: body(rng, n) + 8 * (rng.random((n, 1)) < 0.3),
    "uniform": lambda rng, n: rng.random((n, 4)),
}


@pytest.mark.parametrize("kind", TAILS)
@pytest.mark.parametrize("n", [100, 400])
def test_a_tail_alone_holds_no_far_rows(kind, n):
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        found = every(pd.DataFrame(TAILS[kind](rng, n), columns=NAMES))
        hits += any(one.evidence.p <= 0.05 for one in found)
    assert few(hits, 60), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize("shape", [0.7, 1.0, 3.0])
def test_gaps_of_a_power_law_have_the_f_distribution(shape):
    """Exact for Pareto tails; three of these together are between 4 and 5 %."""
    seed, rng = recompute.fresh()
    gaps = [distances.widest_gap(rng.pareto(shape, 150) + 1) for _ in range(1000)]
    one = [stats.f.sf(gap.f, 2, 2 * gap.below) for gap in gaps]
    np.testing.assert_allclose([gap.p for gap in gaps], np.minimum(3 * np.array(one), 1), rtol=1e-8)
    share = np.sum([gap.p <= 0.05 for gap in gaps])
    assert most(share, 1000, 0.04), (share, seed)
    assert few(share, 1000), (share, seed)


@pytest.mark.parametrize("make", ["plain", "logs", "coarse", "gaps"])
@pytest.mark.parametrize("split", ["all", "explore"])
def test_the_cells_print_the_numbers(make, split):
    seed, rng = recompute.fresh()
    frame = planted(rng, 4, 800)
    if make == "logs":
        frame = np.exp(1.5 * frame)
    if make == "coarse":
        frame = frame.assign(width=frame.width.round(1), height=frame.height.round(1))
    if make == "gaps":
        frame = frame.mask(rng.random(frame.shape) < 0.01).rename(
            columns={"length": "le $ngth", "width": 'wi"dth'}
        )
    table = recompute.read(frame, split)
    for one in recompute.findings(table, "far_rows"):
        assert recompute.differences(frame, table, one) is None, seed
    if split == "all" and make == "plain":
        assert far_rows.seen(table, tuple(NAMES)).gap.far <= 3


def test_series_and_repeated_units_are_left_alone():
    _, rng = recompute.fresh()
    walks = pd.DataFrame(np.cumsum(rng.normal(size=(300, 3)), axis=0), columns=["a", "b", "c"])
    assert every(walks) == []
    units = pd.DataFrame({"subject": np.repeat([f"s{i}" for i in range(20)], 10)})
    assert every(units.assign(a=rng.normal(size=200), b=rng.normal(size=200))) == []


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"a": [1.0] * 160}, id="constant"),
        pytest.param({"a": [0.0] * 140 + list(range(20))}, id="mostly one value"),
        pytest.param({"a": [np.inf, 1e300, -1e300, 1e-300] * 40}, id="huge"),
        pytest.param({"a": np.arange(160) * 1e-300}, id="tiny"),
        pytest.param({"a": [np.nan] * 100 + [*range(60)]}, id="mostly missing"),
        pytest.param({"a": 2**60 + np.arange(160) % 40}, id="beyond 2^53"),
        pytest.param({"a": np.r_[np.arange(159.0), 1e60]}, id="one value"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(160, 2)), columns=["p", "q"]).assign(**odd)
    frame = frame.sample(frac=1, random_state=1, ignore_index=True)
    table = recompute.read(frame)
    for one in recompute.findings(table, "far_rows"):
        assert recompute.differences(frame, table, one) is None
