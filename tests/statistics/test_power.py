"""Power and sample size against statsmodels, published tables and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats import power as reference
from statsmodels.stats.proportion import proportion_effectsize

from jupyter_sciassist.statistics import power

SIZES = [0.05, 0.2, 0.5, 0.8, 1.5]
COUNTS = [3, 10, 64, 400]


@pytest.mark.parametrize("d", [*SIZES, -0.5])
@pytest.mark.parametrize("n", COUNTS)
@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_t_tests_as_in_statsmodels(d: float, n: int, alpha: float) -> None:
    two, one = reference.TTestIndPower(), reference.TTestPower()
    pairs = [
        (power.two_groups(d, n, ratio, alpha), two.power(d, n, alpha, ratio=ratio))
        for ratio in (1.0, 2.0)
    ]
    for own, other in [*pairs, (power.paired(d, n, alpha), one.power(d, n, alpha))]:
        # statsmodels gives NaN where its series fails, which is far above the bound
        assert own > 0.9999 if np.isnan(other) else own == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), [(0.2, 0.3), (0.5, 0.45), (0.01, 0.9), (0.0, 0.1)])
@pytest.mark.parametrize("n", COUNTS)
def test_proportions_as_in_statsmodels(first: float, second: float, n: int) -> None:
    h = proportion_effectsize(first, second)
    assert power.proportions(first, second, n) == pytest.approx(
        reference.NormalIndPower().power(h, n, 0.05), abs=1e-9
    )


# Hulley et al., Designing Clinical Research (2013), appendices 6A and 6C: alpha .05 two-sided, beta .20
@pytest.mark.parametrize(("r", "n"), [(0.05, 3134), (0.1, 782), (0.2, 194), (0.3, 85), (0.4, 47)])
def test_correlations_as_in_the_printed_table(r: float, n: int) -> None:
    found = power.needed(lambda count: power.correlation(r, count), 0.8, 4.0)
    assert found is not None
    assert abs(found - n) <= 1 + 0.001 * n


@pytest.mark.parametrize("d", SIZES)
def test_the_needed_number_is_the_smallest(d: float) -> None:
    def at(n: float) -> float:
        return power.two_groups(d, n)

    n = power.needed(at, 0.8)
    assert n is not None
    assert at(n) >= 0.8 > at(n - 1)


def test_cohens_rule_of_thumb() -> None:
    assert power.needed(lambda n: power.two_groups(0.5, n), 0.8) == 64
    assert power.needed(lambda n: power.paired(0.5, n), 0.8) == 34


def test_nothing_finds_what_is_too_small() -> None:
    assert power.needed(lambda n: power.two_groups(1e-5, n), 0.8) is None
    assert power.detectable(lambda d: power.two_groups(d, 2), 0.999, 1.0) is None


def test_the_detectable_effect_has_that_power() -> None:
    size = power.detectable(lambda d: power.two_groups(d, 30), 0.8, 10.0)
    assert size is not None
    assert reference.TTestIndPower().power(size, 30, 0.05) == pytest.approx(0.8, abs=1e-6)


def test_limits_of_a_deviation_hold_it_as_often_as_they_say() -> None:
    rng = np.random.default_rng()
    runs, n = 4000, 12
    deviations = rng.normal(0, 3, (runs, n)).std(axis=1, ddof=1)
    inside = sum(
        low <= 3 <= high for low, high in (power.spread_limits(s, n - 1) for s in deviations)
    )
    assert stats.binomtest(inside, runs, 0.95).pvalue > 1e-6
