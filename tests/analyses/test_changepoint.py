"""Changes of level along time."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import signal

from jupyter_sciassist.statistics import shifts
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few, most


def ar(phi, n, rng):
    return signal.lfilter([1], [1, -phi], rng.normal(size=n + 200))[200:]


def asserted(values):
    """The change of a series is clear enough to be asserted, alone in its family."""
    found = recompute.every(recompute.read(pd.Series(values, name="v")), "changepoint")
    return bool(found) and found[0].evidence.p <= 0.05 and not unmet(found[0].evidence.assumptions)


def test_the_nile_falls_after_1898():
    """Published: lower from 1899 on, by about 248 (Cobb, Biometrika 65 (1978) 243)."""
    frame = sm.datasets.nile.load_pandas().data
    finding = recompute.one(frame, "changepoint", "year", "volume")
    evidence = finding.evidence
    assert (finding.location, finding.direction) == (1899.0, "-")
    assert (finding.facts["first"], finding.facts["last"]) == ("1897", "1901")
    assert evidence.estimate.value == pytest.approx(-247.78, abs=0.01)
    assert evidence.p == evidence.scan.global_p < 1e-5
    assert evidence.scan.local_p < evidence.p
    assert unmet(evidence.assumptions) == ()
    assert evidence.control["as_strong"] == 0
    assert recompute.differences(frame, recompute.read(frame), finding) is None


def test_place_and_sign_with_gaps_and_dates():
    seed, rng = recompute.fresh()
    frame = pd.DataFrame({"date": pd.date_range("2020-01-01", periods=200)})
    frame["v"] = rng.normal(size=200) + 4.0 * (np.arange(200) >= 120)
    frame.loc[30:60, "v"] = np.nan
    frame = frame[rng.random(200) < 0.8].sample(frac=1, random_state=1)
    finding = recompute.one(frame, "changepoint", "date", "v")
    wanted = pd.Timestamp("2020-01-01") + pd.Timedelta(120, "D")
    assert finding.direction == "+", f"seed {seed}"
    assert abs(pd.Timestamp(finding.location) - wanted) < pd.Timedelta(9, "D"), f"seed {seed}"
    assert recompute.differences(frame, recompute.read(frame), finding) is None, f"seed {seed}"


def test_a_series_gives_its_row():
    values = pd.Series(np.r_[np.tile([0.0, 0.2, 0.1], 20), np.tile([3.0, 3.2, 3.1], 20)], name="v")
    (finding,) = recompute.findings(recompute.read(values), "changepoint")
    assert finding.location == 60.0
    assert finding.variables == ("v",)
    assert recompute.differences(values, recompute.read(values), finding) is None


@pytest.mark.parametrize(("phi", "n"), [(0.0, 60), (0.7, 100), (0.7, 300)])
def test_autocorrelated_noise_has_no_change(phi, n):
    seed, rng = recompute.fresh()
    hits = sum(shifts.step(ar(phi, n, rng)).global_p <= 0.05 for _ in range(600))
    assert few(hits, 600), f"{hits} of 600, seed {seed}"


@pytest.mark.parametrize("kind", ["walk", "trend", "season"])
def test_other_movements_are_no_change(kind):
    """Random walks, straight lines in noise and seasons: 100 of each."""
    seed, rng = recompute.fresh()
    made = {
        "walk": lambda: np.cumsum(rng.normal(size=150)),
        "trend": lambda: 0.03 * np.arange(150) + ar(0.3, 150, rng),
        "season": lambda: 2 * np.sin(np.arange(150) / 4 + rng.uniform(0, 6)) + ar(0.3, 150, rng),
    }[kind]
    hits = sum(asserted(made()) for _ in range(100))
    assert few(hits, 100), f"{hits} of 100, seed {seed}"


def test_the_interval_of_the_place_holds_it():
    """95 % of series."""
    seed, rng = recompute.fresh()
    held = 0
    for _ in range(300):
        values = rng.normal(size=120) + 1.5 * (np.arange(120) >= 50)
        found = shifts.step(values)
        held += found.first <= 50 <= found.last
    assert most(held, 300, 0.95), f"{held} of 300, seed {seed}"


@pytest.mark.parametrize(
    "values",
    [
        np.ones(50),
        np.repeat([0.0, 1.0], 25),
        np.r_[np.nan, np.inf, np.arange(10.0)],
        np.random.default_rng(1).normal(size=60) * 1e-300,
        np.random.default_rng(2).normal(size=60) * 1e300,
        np.random.default_rng(3).choice([0, 0, 0, 1, 2], 80),
        np.r_[np.random.default_rng(4).normal(size=40), np.full(30, np.nan), 5.0, np.zeros(20)],
    ],
)
def test_awkward_series_raise_nothing(values):
    frame = pd.DataFrame({"time": np.r_[0, 0, 0, np.arange(len(values) - 3)], "v": values})
    for data in (frame, pd.Series(values, name="v")):
        for finding in recompute.every(recompute.read(data), "changepoint"):
            assert 0 <= finding.evidence.p <= 1
            if finding.shown:
                assert recompute.differences(data, recompute.read(data), finding) is None
