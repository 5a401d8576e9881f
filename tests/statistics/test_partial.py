"""Partial correlation against least squares."""

import numpy as np

from jupyter_sciassist.statistics import partial


def columns(seed=0, n=120):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=n)
    return z + rng.normal(size=n), z + rng.normal(size=n), z


def test_dependent_rows_count_for_less():
    x, y, _ = columns(2)
    whole, half = partial.correlation(x, y), partial.correlation(x, y, share=0.5)
    assert half.r == whole.r
    assert half.p > whole.p
    assert half.low < whole.low


def test_constants_and_too_few_rows_give_nothing():
    x, y, _ = columns(3)
    assert partial.correlation(np.ones(120), y) is None
    assert partial.correlation(x[:5], y[:5]) is None
    assert partial.correlation(x, x) is None


def test_equivalence_needs_many_rows():
    x, y, z = columns(4, 4000)
    found = partial.partial(x, y, z)
    assert partial.equivalence(found, 0.2, 1, 4000) < 1e-6
    assert partial.equivalence(found, 0.2, 1, 30) > 0.05
