"""Models judged on rows held out, against scikit-learn and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

from jupyter_sciassist.statistics import prediction

RNG = np.random.default_rng(7)
X = RNG.normal(size=(80, 3)) * [1.0, 50.0, 0.01] + [0.0, 1000.0, 5.0]
Y = X @ [2.0, 0.1, 30.0] + RNG.normal(size=80)


def test_least_squares_as_in_scikit_learn() -> None:
    wanted = LinearRegression().fit(X, Y).predict(X[:9])
    assert prediction.linear(X, Y)(X[:9]) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("shift", [0.0, 2.5])
def test_logistic_as_in_scikit_learn(shift: float) -> None:
    y = (Y - Y.mean() + shift * RNG.normal(size=80) > 0).astype(float)
    scaler = StandardScaler().fit(X)
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(scaler.transform(X), y)
    wanted = model.predict_proba(scaler.transform(X[:9]))[:, 1]
    assert prediction.logistic(X, y)(X[:9]) == pytest.approx(wanted, abs=1e-6)


def test_a_perfect_split_stays_finite() -> None:
    x = np.arange(20.0)[:, None]
    p = prediction.logistic(x, (x[:, 0] >= 10).astype(float))(x)
    assert np.isfinite(p).all()
    assert p[0] < 0.1 < 0.9 < p[-1]


def test_units_stay_whole_and_folds_are_even() -> None:
    units = np.repeat(np.arange(25), 4)
    fold = prediction.folds(100, 0, units)
    assert all(len(set(fold[units == one])) == 1 for one in range(25))
    assert sorted(np.bincount(prediction.folds(100, 0))) == [20] * 5


def test_the_last_quarter_is_held_out_along_time() -> None:
    assert prediction.last(40).tolist() == [-1] * 30 + [0] * 10


def test_held_out_rows_have_no_part_in_their_prediction() -> None:
    fold = prediction.folds(80, 0)
    seen = prediction.held_out(prediction.linear, X, Y, fold)
    out = fold == 0
    wanted = LinearRegression().fit(X[~out], Y[~out]).predict(X[out])
    assert seen.model[: out.sum()] == pytest.approx(wanted, rel=1e-9)
    assert seen.baseline[0] == pytest.approx(Y[~out].mean())


def test_noise_is_no_better_than_its_mean() -> None:
    rng = np.random.default_rng()
    runs, better = 300, 0
    for _ in range(runs):
        x, y = rng.normal(size=(60, 4)), rng.normal(size=60)
        better += prediction.held_out(prediction.linear, x, y, prediction.folds(60, 0)).better
    assert stats.binomtest(better, runs, 0.05, "greater").pvalue > 1e-6


def test_choosing_among_many_columns_is_part_of_the_fit() -> None:
    rng = np.random.default_rng()
    runs, better = 100, 0
    for _ in range(runs):
        x, y = rng.normal(size=(60, 200)), rng.normal(size=60)
        fit = prediction.screened(prediction.linear, 6)
        better += prediction.held_out(fit, x, y, prediction.folds(60, 0)).better
    assert stats.binomtest(better, runs, 0.05, "greater").pvalue > 1e-6


def test_wandering_series_do_not_predict_each_other() -> None:
    rng = np.random.default_rng()
    runs, better = 200, {True: 0, False: 0}
    for _ in range(runs):
        x, y = rng.normal(size=(2, 120)).cumsum(1)
        for ordered in better:
            fold = prediction.last(120)
            seen = prediction.held_out(prediction.linear, x[:, None], y, fold, ordered=ordered)
            better[ordered] += seen.better
    assert better[True] < better[False]


def test_new_values_lie_within_reach_as_often_as_it_says() -> None:
    rng = np.random.default_rng()
    runs, inside = 1500, 0
    for _ in range(runs):
        values = rng.standard_t(3, size=60)
        far = prediction.reach(values[:-1])
        assert far is not None
        inside += abs(values[-1]) <= far
    assert stats.binomtest(inside, runs, 0.95, "less").pvalue > 1e-6
    assert prediction.reach(np.zeros(18)) is None


def test_leverage_tells_a_row_that_is_far_in_combination_only() -> None:
    x = np.column_stack([np.arange(30.0), np.arange(30.0) + np.tile([-0.5, 0.5], 15)])
    own, largest = prediction.leverage(x, np.array([2.0, 27.0]))
    assert own > largest
    own, largest = prediction.leverage(x, np.array([14.0, 14.0]))
    assert own < largest
