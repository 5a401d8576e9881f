"""Assumptions against SciPy and a published table."""

import numpy as np
import pytest
from scipy import stats

from jupyter_sciassist.statistics import assumptions


def test_intraclass_of_shrout_and_fleiss():
    """Shrout and Fleiss (1979), table 4: ICC(1,1) = .17 for six targets and four judges."""
    scores = np.array([9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7.0])
    value, size = assumptions.intraclass(scores, np.repeat(np.arange(6), 4))
    assert (round(value, 2), size) == (0.17, 4.0)


def test_the_design_effect_is_kishs():
    assert assumptions.design_effect(11, 0.3) == 4.0
    assert assumptions.design_effect(11, 0.0) == 1.0


def test_equal_spread_is_levenes_about_medians():
    rng = np.random.default_rng(2)
    groups = [rng.normal(0, scale, 25) for scale in (1, 1.4, 2)]
    p = stats.levene(*groups, center="median").pvalue
    assert f"p = {p:.2g}," in assumptions.equal_spread(groups).detail
    assert assumptions.equal_spread([np.ones(5), np.ones(5)]).verdict == "not checkable"


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ([[10, 10], [10, 10]], "ok"),
        ([[4, 10], [5, 9]], "violated"),
        ([[20, 20, 4], [20, 20, 5], [20, 20, 6]], "ok"),
        ([[20, 1, 0], [20, 0, 1]], "violated"),
    ],
)
def test_expected_counts(counts, verdict):
    assert assumptions.expected_counts(np.array(counts)).verdict == verdict


def test_near_normal_judges_the_residuals_only():
    rng = np.random.default_rng(5)
    a, b = rng.normal(size=40), rng.normal(size=40)
    assert assumptions.near_normal([a, b]) == assumptions.near_normal([a + 100, b])
    assert assumptions.near_normal([np.exp(2 * a), np.exp(2 * b)]).verdict == "violated"
    assert assumptions.near_normal([a[:4], b]).verdict == "violated"


def test_only_a_violation_without_fallback_is_unmet():
    met = assumptions.met_by("normal within groups", "ranks", "skewness 3")
    lost = assumptions.Assumption("no random walk", "violated", "wanders")
    weak = assumptions.Assumption("few ties", "weak", "many")
    assert assumptions.unmet([met, lost, weak]) == (lost,)


def test_shape_is_scipys():
    values = np.random.default_rng(6).exponential(size=70)
    skewness, kurtosis = assumptions.shape(values)
    assert skewness == pytest.approx(stats.skew(values))
    assert kurtosis == pytest.approx(stats.kurtosis(values))
    assert assumptions.shape(np.ones(5)) == (0.0, 0.0)


def test_ties():
    assert assumptions.ties(np.array([0.0, 0, 0, 1])).verdict == "weak"
    assert assumptions.ties(np.arange(4.0)).verdict == "ok"
