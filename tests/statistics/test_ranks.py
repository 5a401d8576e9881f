"""Ranks by counting."""

import numpy as np
import pytest
from scipy import stats

from jupyter_sciassist.statistics import ranks


def test_ranks_are_scipys_with_ties_and_any_subset():
    rng = np.random.default_rng(0)
    values = rng.integers(0, 9, 200).astype(float)
    values[::7] = np.nan
    codes = ranks.dense_codes(values)
    assert (codes[::7] == -1).all()
    rows = (codes >= 0) & (rng.random(200) < 0.5)
    assert ranks.ranks_of_codes(codes[rows]).tolist() == stats.rankdata(values[rows]).tolist()


def test_unit_scores_multiply_to_correlations():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 50))
    product = ranks.product(ranks.unit(x), ranks.unit(y))
    assert product == pytest.approx(np.corrcoef(x, y)[0, 1], rel=1e-12)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9, -3e-9])
def test_a_constant_has_no_unit_scores(value):
    assert ranks.unit(np.full(10, value)) is None


def test_decimals_leave_twelve_digits():
    assert np.round(1234.5678901234567, ranks.decimals(np.array([1234.5, 3.0]))) == 1234.56789012
    assert ranks.decimals(np.array([2.5e-8])) == 19
