"""Series against certified values, published figures and SciPy; false alarms by simulation."""

import numpy as np
import pytest
from scipy import signal, stats

from jupyter_sciassist.statistics import series, slow
from tests.analyses.recompute import fresh
from tests.chance import few

NILE = np.array([
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
], dtype=float)  # fmt: skip
YEARS = np.arange(100.0)


def ar(phi, n, rng):
    return signal.lfilter([1], [1, -phi], rng.normal(size=n + 100))[100:]


def numacc(base, n=1001):
    """NIST StRD NumAcc2 to 4: a first value, then base - .1 and base + .1 in turn."""
    values = np.full(n, base)
    values[1::2], values[2::2] = base - 0.1, base + 0.1
    return values


@pytest.mark.parametrize(
    ("values", "certified", "digits"),
    [
        (np.array([10000001.0, 10000003.0, 10000002.0]), -0.5, 14),
        (numacc(1.2), -0.999, 14),
        (numacc(1000000.2), -0.999, 8),
        (numacc(10000000.2), -0.999, 7),
    ],
)
def test_nist_lag_one_autocorrelation(values, certified, digits):
    """NIST StRD, univariate, NumAcc1 to 4: certified -0.5 and -0.999."""
    assert series.autocorrelation(values, 1)[0] == pytest.approx(certified, abs=10.0**-digits)


def test_nile_mann_kendall_and_hamed_rao():
    """Published: p 3.7e-5 for independent years, 4.8e-3 after Hamed and Rao over all lags."""
    slope = series.sen_slope(YEARS, NILE)
    assert f"{series.mann_kendall(NILE).p:.1e}" == "3.7e-05"
    wider = series.hamed_rao(NILE, slope.value)
    assert f"{series.mann_kendall(NILE, wider).p:.1e}" == "4.8e-03"
    assert series.trend(NILE).p > series.mann_kendall(NILE, wider).p


@pytest.mark.parametrize(("phi", "n"), [(0.7, 100), (0.7, 40), (0.0, 30)])
def test_ar1_without_trend_fires_in_at_most_a_twentieth(phi, n):
    """AR(1) .7, n = 100: uncorrected 37 %, Hamed and Rao's 9.5 %."""
    seed, rng = fresh()
    fired = 0
    for _ in range(600):
        values = ar(phi, n, rng)
        fired += series.trend(values).p < 0.05
    assert few(fired, 600), f"{fired} of 600, seed {seed}"


def test_a_real_trend_is_still_found():
    seed, rng = fresh()
    values = ar(0.5, 100, rng) + 0.16 * YEARS
    assert series.trend(values).p < 0.01, f"seed {seed}"


def test_random_walks_correlate_with_time_as_often_as_said():
    seed, rng = fresh()
    rho = np.abs([
        stats.spearmanr(np.arange(150), np.cumsum(rng.normal(size=150))).statistic for _ in range(2000)
    ])  # fmt: skip
    for share in (0.5, 0.1, 0.02):
        said = np.mean([series.random_walk_share(one) <= share for one in rho])
        room = 5 * np.sqrt(share * (1 - share) / 2000)
        assert abs(said - share) < room + 0.005, f"{share}: {said}, seed {seed}"


def test_group_means_that_were_taken_out_are_allowed_for():
    rng = np.random.default_rng(3)
    x, y = np.repeat([1.0, 0, 1, 0, 1], 40), ar(0.7, 200, rng)
    assert slow.independent_rows(x, y, 1, 5) <= slow.independent_rows(x, y, 1, 1)


def test_a_constant_has_no_trend():
    assert series.mann_kendall(np.ones(8)).p == 1.0


def test_thinned_rows_run_from_first_to_last():
    assert series.thinned(5).tolist() == [0, 1, 2, 3, 4]
    taken = series.thinned(10_000, 100)
    assert (len(taken), taken[0], taken[-1]) == (100, 0, 9999)
