"""Effect sizes against published examples and SciPy."""

import numpy as np
import pytest
from scipy import stats

from jupyter_sciassist.statistics import effects
from tests.analyses.recompute import fresh
from tests.chance import few, most


def with_moments(n, mean, deviation, rng):
    sample = rng.normal(size=n)
    return mean + deviation * (sample - sample.mean()) / sample.std(ddof=1)


def test_hedges_g_of_normands_first_study():
    """Normand (1999), as the R package metafor gives it: yi = -0.3552, vi = 0.0131."""
    rng = np.random.default_rng(1)
    g = effects.hedges_g(with_moments(155, 55, 47, rng), with_moments(156, 75, 64, rng))
    assert round(g.value, 4) == -0.3552
    assert round(((g.high - g.low) / (2 * effects.Z95)) ** 2, 4) == 0.0131


def test_newcombes_difference_of_rates():
    """Newcombe (1998), table II: 56/70 - 48/80, method 10 gives 0.0524 to 0.3339."""
    difference = effects.risk_difference(56, 70, 48, 80)
    assert [round(one, 4) for one in difference] == [0.2, 0.0524, 0.3339]


def test_wilsons_limits():
    """Newcombe (1998a): 81/263 gives 0.2553 to 0.3662; no success gives 0 to 0.0246 in 153 (15/148 aside)."""
    assert [round(one, 4) for one in effects.wilson(81, 263)[1:]] == [0.2553, 0.3662]
    assert round(effects.wilson(0, 20).high, 4) == 0.1611


def test_odds_ratio_of_an_empty_cell_is_finite():
    assert effects.odds_ratio(10, 5, 4, 8).value == 4.0
    assert 0 < effects.odds_ratio(0, 5, 4, 8).value < 1


def test_cliffs_delta_without_overlap_keeps_an_open_end():
    a, b = np.arange(10.0) + 100, np.arange(20.0)
    z2 = effects.Z95**2
    assert effects.cliffs_delta(a, b) == pytest.approx((1, (10 - z2) / (10 + z2), 1))
    assert effects.cliffs_delta(b, a) == pytest.approx((-1, -1, -(10 - z2) / (10 + z2)))


def test_spearman_interval_of_few_rows_is_everything():
    assert effects.spearman_interval(0.5, 4) == (0.5, -1, 1)
    value, low, high = effects.spearman_interval(0.5, 103)
    error = np.sqrt(1.125 / 100)
    assert (low, high) == pytest.approx(
        np.tanh(np.arctanh(0.5) + np.array([-1, 1]) * effects.Z95 * error)
    )
    assert value == 0.5


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("rho", lambda rng: _rho(rng)),
        ("g", lambda rng: _g(rng)),
        ("delta", lambda rng: _delta(rng)),
        ("medians", lambda rng: _medians(rng)),
    ],
)
def test_intervals_hold_the_truth_in_95_of_100(name, draw):
    """2 000 draws: coverage between 94 and 97 %."""
    seed, rng = fresh()
    held = sum(low <= truth <= high for truth, low, high in (draw(rng) for _ in range(2000)))
    assert most(held, 2000, 0.94), f"{name}: {held}, seed {seed}"
    assert few(held, 2000, 0.97), f"{name}: {held}, seed {seed}"


def _rho(rng):
    r = 0.5
    x = rng.normal(size=80)
    y = r * x + np.sqrt(1 - r * r) * rng.normal(size=80)
    truth = 6 / np.pi * np.arcsin(r / 2)
    return truth, *effects.spearman_interval(stats.spearmanr(x, y).statistic, 80)[1:]


def _g(rng):
    return 0.6, *effects.hedges_g(rng.normal(0.6, 1, 30), rng.normal(0, 1, 40))[1:]


def _delta(rng):
    truth = 2 * stats.norm.cdf(0.8 / np.sqrt(2)) - 1
    return truth, *effects.cliffs_delta(rng.normal(0.8, 1, 40), rng.normal(0, 1, 30))[1:]


def _medians(rng):
    truth = np.log(2)
    a, b = 1 + rng.exponential(size=60), rng.exponential(size=60) + 1 - truth
    return truth, *effects.median_difference(a, b)[1:]
