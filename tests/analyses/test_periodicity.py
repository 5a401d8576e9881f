"""Periods along time, against certified values, astropy and series that have none."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import signal

from jupyter_sciassist.statistics import periods
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.analyses.enso import ENSO
from tests.chance import few


def ar(phi, n, rng):
    return signal.lfilter([1], [1, -phi], rng.normal(size=n + 200))[200:]


def nights(rng, seasons=2):
    """One to three visits a night, half the nights, two seasons of 150."""
    each = [
        year * 365.25 + night + 0.3 + 0.25 * rng.random(rng.integers(1, 4))
        for year in range(seasons)
        for night in range(150)
        if rng.random() < 0.45
    ]
    return np.sort(np.concatenate(each))


def star(rng, period, amplitude=0.4):
    """A saw-tooth light curve with errors."""
    time = nights(rng)
    phase = time / period % 1
    shape = np.where(phase < 0.15, phase / 0.15, 1 - (phase - 0.15) / 0.85)
    error = rng.uniform(0.015, 0.035, len(time))
    mag = 14 - amplitude * shape + rng.normal(0, error)
    return pd.DataFrame({"bjd": 2459000.5 + time, "mag": mag, "mag_err": error})


def test_nist_enso_has_its_three_periods():
    """NIST StRD ENSO; the periods themselves are held by the table of independent implementations."""
    frame = pd.DataFrame({"month": np.arange(1, 169), "pressure": ENSO})
    found = recompute.findings(recompute.read(frame), "periodicity")
    assert [finding.context["rank"] for finding in found] == ["1", "2", "3"]
    assert found[0].evidence.p < 1e-5
    for finding in found:
        assert recompute.differences(frame, recompute.read(frame), finding) is None


def test_sunspots_come_back_every_eleven_years():
    frame = sm.datasets.sunspots.load_pandas().data
    first = recompute.findings(recompute.read(frame), "periodicity")[0]
    assert first.variables == ("YEAR", "SUNACTIVITY")
    assert (first.facts["per"], first.direction) == ("year", "none")
    assert first.location == pytest.approx(11.0, abs=0.1)
    assert first.evidence.p == first.evidence.scan.global_p < 1e-6
    assert unmet(first.evidence.assumptions) == ()


@pytest.mark.parametrize("period", [0.57, 2.3, 22.6])
def test_a_variable_star_has_its_period_and_no_alias(period):
    seed, rng = recompute.fresh()
    frame = star(rng, period)
    first = recompute.findings(recompute.read(frame), "periodicity")[0]
    assert first.variables == ("bjd", "mag"), f"seed {seed}"
    assert first.location == pytest.approx(period, rel=0.02), (
        f"seed {seed}"
    )  # a year's alias is 6 % away
    assert first.evidence.p < 1e-6, f"seed {seed}"
    assert first.facts["error"] == "mag_err"
    assert recompute.differences(frame, recompute.read(frame), first) is None


def hits(made, even, times=None):
    count = 0
    for values in made:
        time = np.arange(float(len(values))) if times is None else times[: len(values)]
        weights = np.full(len(values), 1 / len(values))
        count += periods.search(time, values, weights, even, 1)[0]["global_p"] <= 0.05
    return count


@pytest.mark.parametrize("phi", [0.0, 0.7, 1.0])
def test_noise_has_no_period(phi):
    """White, AR(1) .7, random walks: 5 to 5.5 % (4 300 walks)."""
    seed, rng = recompute.fresh()
    made = [ar(phi, 120, rng) if phi < 1 else np.cumsum(rng.normal(size=120)) for _ in range(400)]
    count = hits(made, True)
    assert few(count, 400, 0.065), f"{count} of 400, seed {seed}"


def test_nights_alone_make_no_period():
    seed, rng = recompute.fresh()
    time = nights(rng, 1)
    count = hits([rng.normal(size=len(time)) for _ in range(100)], False, time)
    assert few(count, 100), f"{count} of 100, seed {seed}"


def test_dates_give_days_and_gaps_do_no_harm():
    seed, rng = recompute.fresh()
    frame = pd.DataFrame({"date": pd.date_range("2021-01-01", periods=300)})
    frame["v"] = 8 * np.sin(2 * np.pi * np.arange(300) / 27.3) + ar(0.5, 300, rng)
    frame = frame.drop(range(100, 140)).sample(frac=1, random_state=1)
    first = recompute.findings(recompute.read(frame), "periodicity")[0]
    assert first.facts["per"] == "day"
    assert first.location == pytest.approx(27.3, abs=0.4), f"seed {seed}"
    assert recompute.differences(frame, recompute.read(frame), first) is None


def test_a_series_gives_rows():
    values = pd.Series(np.sin(np.arange(200) / 3) + np.random.default_rng(1).normal(size=200))
    first = recompute.findings(recompute.read(values), "periodicity")[0]
    assert first.location == pytest.approx(6 * np.pi, abs=0.1)
    assert recompute.differences(values, recompute.read(values), first) is None


@pytest.mark.parametrize(
    "values",
    [
        np.ones(50),
        np.tile([0.0, 1.0, 2.0], 30),
        np.r_[np.nan, np.inf, np.arange(10.0)],
        np.arange(60.0),
        np.sin(np.arange(60.0)) * 1e-60,
        np.sin(np.arange(60.0)) * 1e60,
        np.sin(np.arange(60.0)) * 1e300,
        np.random.default_rng(3).choice([0, 0, 0, 1, 2], 80),
        np.r_[np.random.default_rng(4).normal(size=40), np.full(30, np.nan), 5.0, np.zeros(20)],
    ],
)
def test_awkward_series_raise_nothing(values):
    frame = pd.DataFrame({"time": np.r_[0, 0, 0, np.arange(len(values) - 3)], "v": values})
    for data in (frame, pd.Series(values, name="v")):
        for finding in recompute.every(recompute.read(data), "periodicity"):
            assert 0 <= finding.evidence.p <= 1
            if finding.shown:
                assert recompute.differences(data, recompute.read(data), finding) is None


def test_a_slow_wave_in_stretches_of_days_hides_behind_no_short_one():
    """Less than three years of days, half of their stretches seen: 40 tables, each shows the year first."""
    seed, rng = recompute.fresh()
    short = 0
    for _ in range(40):
        seen = np.repeat(rng.random(63) < 0.5, 16)[:1000]
        time = np.arange(1000.0)[seen]
        values = 8 * np.sin(2 * np.pi * time / 365.25) + 0.0015 * time
        values = values + rng.normal(0, 2, len(time))
        weights = np.full(len(time), 1 / len(time))
        first, *others = periods.search(time, values, weights, True, 3)
        assert abs(1 / first["period"] - 1 / 365.25) < 1 / np.ptp(time), f"seed {seed}"
        assert first["global_p"] < 1e-6, f"seed {seed}"
        short += any(one["global_p"] <= 0.05 and one["explained_low"] > 0 for one in others)
    assert few(short, 40), f"{short} of 40, seed {seed}"


def test_a_wave_that_may_be_nothing_is_not_asserted():
    """A random walk hides a short wave from its share of the variance, not from its innovations."""
    seed, rng = recompute.fresh()
    time = np.arange(400)
    frame = pd.DataFrame(
        {"time": time, "v": 2 * np.cumsum(rng.normal(size=400)) + np.sin(2.1 * time)}
    )
    for finding in recompute.every(recompute.read(frame), "periodicity"):
        touches = finding.evidence.effect.low <= 0
        unmets = [one.name for one in unmet(finding.evidence.assumptions)]
        assert touches == ("wave in the values" in unmets), f"seed {seed}"
