"""The dip against its definition, its significance against simulation."""

import numpy as np
import pytest
from scipy import optimize

from jupyter_sciassist.statistics import modes
from tests.analyses import recompute
from tests.chance import few, most


def nearest(x, k):
    """Distance to the nearest distribution whose mode is the k-th value, by linear programming.

    Unknown are its values up to the mode (convex) and from there on (concave), a jump at the mode allowed.
    """
    n = len(x)
    at = np.r_[x[: k + 1], x[k:]]
    size, d = n + 1, n + 1
    rows, limits = [], []

    def bound(limit, **parts):
        row = np.zeros(size + 1)
        for name, value in parts.items():
            row[int(name[1:])] += value
        rows.append(row)
        limits.append(limit)

    for place in range(size):
        left, i = place <= k, place if place <= k else place - 1
        low = i / n if left and i == k else (i + 1) / n
        high = (i + 1) / n if not left and i == k else i / n
        bound(-low, **{f"_{place}": -1.0, f"_{d}": -1.0})
        bound(high, **{f"_{place}": 1.0, f"_{d}": -1.0})
        if place:
            bound(0, **{f"_{place - 1}": 1.0, f"_{place}": -1.0})
    for first, last, sign in ((0, k, 1.0), (k + 1, n, -1.0)):
        for place in range(first + 1, last):
            before, after = np.diff(at[place - 1 : place + 2])
            parts = {
                f"_{place}": 1 / before + 1 / after,
                f"_{place - 1}": -1 / before,
                f"_{place + 1}": -1 / after,
            }
            bound(0, **{name: sign * value for name, value in parts.items()})
    aim = np.zeros(size + 1)
    aim[d] = 1
    return optimize.linprog(aim, np.array(rows), limits, bounds=[(0, 1)] * (size + 1)).fun


@pytest.mark.parametrize("kind", ["one", "two"])
def test_the_dip_is_the_distance_to_the_nearest_distribution_of_one_mode(kind):
    seed, rng = recompute.fresh()
    for _ in range(6):
        n = rng.integers(4, 13)
        x = np.sort(rng.normal(size=n) + (kind == "two") * 4 * (rng.random(n) < 0.5))
        wanted = min(nearest(x, k) for k in range(n))
        assert modes.dip(x) == pytest.approx(wanted, abs=1e-9), seed


@pytest.mark.parametrize("n", [100, 600])
def test_the_significance_is_that_of_uniform_samples(n):
    """Within a hundredth: eight guards at the very rate would fail too often together."""
    seed, rng = recompute.fresh()
    p = np.array([modes.dip_p(modes.dip(rng.random(n)), n) for _ in range(400)])
    for level in (0.05, 0.25, 0.5, 0.75):
        hits = np.sum(p <= level)
        assert most(hits, 400, level - 0.01), (level, hits, seed)
        assert few(hits, 400, level + 0.01), (level, hits, seed)


def test_the_significance_falls_without_a_step():
    p = [modes.dip_p(one, 200) for one in np.linspace(0.001, 0.2, 500)]
    assert p[0] == pytest.approx(1, abs=0.02)
    assert np.all(np.diff(p) < 0)
    assert min(a / b for a, b in zip(p[1:], p, strict=False)) > 0.5


def test_rounded_values_are_set_apart_within_their_rounding():
    seed, rng = recompute.fresh()
    values = rng.normal(size=2000)
    assert modes.apart(values, 0) is values
    rounded = values.round(1)
    apart = modes.apart(rounded, 0)
    assert np.abs(apart - rounded).max() < 0.05
    assert len(np.unique(apart)) == 2000
    assert modes.dip(apart) < modes.dip(rounded) / 2, seed
