"""Lines in spectra and flares in flux curves: found where planted, rare in noise of every colour."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from scipy import signal

from jupyter_sciassist.analyses.line import TOYS, Flare, Line
from jupyter_sciassist.language import statements
from jupyter_sciassist.statistics import lines
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few

mpl.use("Agg")


def spectrum(rng, n=1200, lines_at=((520.0, 14.0), (610.0, -12.0)), phi=0.0, wide=0.8):
    x = np.linspace(400, 700, n)
    noise = signal.lfilter([1], [1, -phi], rng.normal(size=n + 50))[50:]
    y = 50 + 0.03 * x + 5 * np.sin(x / 90) + noise
    for at, height in lines_at:
        y = y + height * np.exp(-0.5 * ((x - at) / wide) ** 2)
    return pd.DataFrame({"wavelength_nm": x.round(3), "signal_counts": y})


def flux(rng, n=1000, at=600, height=40.0):
    t = np.arange(n)
    dt = np.maximum(t - at, 0.0)
    shape = np.exp(-dt / 25) * (1 - np.exp(-dt / 4))
    quiet = 1e-6 * (1 + 0.2 * np.sin(t / 150))
    values = (quiet + 1e-6 * height * shape / shape.max()) * np.exp(rng.normal(0, 0.03, n))
    times = pd.date_range("2023-05-04 02:00", periods=n, freq="min")
    return pd.DataFrame({"time": times, "soft_flux": values}), times[
        at + int(np.argmax(shape[at:]))
    ]


@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_lines_are_found_up_and_down(phi):
    seed, rng = recompute.fresh()
    frame = spectrum(rng, lines_at=((520.0, 20.0), (610.0, -18.0)), phi=phi)
    table = recompute.read(frame)
    found = recompute.findings(table, "line")[:2]
    assert {one.direction for one in found} == {"+", "-"}, seed
    for finding, at in zip(sorted(found, key=lambda one: one.location), (520, 610), strict=True):
        assert abs(finding.location - at) < 1, seed
        assert finding.variables == ("signal_counts",)
        assert finding.evidence.p < 0.01, seed
        assert not unmet(finding.evidence.assumptions), seed
        assert recompute.differences(frame, table, finding) is None
    assert [one.candidate.context for one in found] == [{"rank": "1"}, {"rank": "2"}]
    words = statements.word(found[0])
    assert "wavelength_nm" in words.title
    assert "local" in words.statement


def test_the_order_of_rows_and_their_direction_do_not_matter():
    _, rng = recompute.fresh()
    frame = spectrum(rng)
    one, two = (
        recompute.findings(recompute.read(way), "line")
        for way in (frame, frame.iloc[::-1].reset_index(drop=True))
    )
    assert [a.location for a in one] == [b.location for b in two]
    assert [a.evidence.p for a in one] == [b.evidence.p for b in two]


def test_a_flare_is_found_at_its_time():
    seed, rng = recompute.fresh()
    frame, peak = flux(rng)
    table = recompute.read(frame)
    (finding, *_) = recompute.findings(table, "flare")
    assert abs(pd.Timestamp(finding.location) - peak) <= pd.Timedelta("8min"), seed
    assert finding.variables == ("soft_flux",)
    assert finding.direction == "+"
    assert finding.evidence.p < 0.001, seed
    assert recompute.differences(frame, table, finding) is None
    assert finding.location in statements.word(finding).title


NOISE = {
    "white": lambda rng, n: rng.normal(size=n),
    "autocorrelated": lambda rng, n: signal.lfilter([1], [1, -0.7], rng.normal(size=n + 99))[99:],
    "walk": lambda rng, n: np.cumsum(rng.normal(size=n)),
    "uneven": lambda rng, n: rng.normal(size=n) * np.linspace(1, 4, n),
    "averaged": lambda rng, n: np.convolve(rng.normal(size=n + 5), np.ones(6), "valid"),
}


@pytest.mark.parametrize("both_signs", [True, False])
def test_noise_has_no_lines_and_no_flares(both_signs):
    """160 curves of noise, white, correlated and uneven, global p at .05: 4 to 6 % (1 100)."""
    seed, rng = recompute.fresh()
    hits, curves = 0, 160
    for place in range(curves):
        make = list(NOISE.values())[place % len(NOISE)]
        n = int(rng.choice([120, 400, 1200]))
        found = lines.line_scan(np.arange(n) * 0.5, make(rng, n), both_signs, 99, place)
        hits += found[0]["global_p"] <= 0.05
    assert few(hits, curves, 0.065), (seed, hits)


def test_a_step_is_no_line():
    seed, rng = recompute.fresh()
    hits = 0
    for place in range(30):
        y = rng.normal(size=600) + 12 * (np.arange(600) > 300)
        found = lines.line_scan(np.arange(600.0), y, True, 199, place)
        hits += found[0]["global_p"] <= 0.05
    assert few(hits, 30), (seed, hits)


def test_one_wild_point_is_not_asserted():
    _, rng = recompute.fresh()
    frame = spectrum(rng, lines_at=())
    frame.loc[700, "signal_counts"] += 90
    found = recompute.findings(recompute.read(frame), "line")
    assert found
    assert all(unmet(one.evidence.assumptions) for one in found if abs(one.location - 575) < 5)


def test_windows_do_not_reach_over_gaps():
    x = np.append(np.arange(100.0), np.arange(160.0, 260))
    left, _, _ = lines.excess_scan(x, np.zeros((1, 200)), np.ones((1, 200)), 3)
    assert np.isnan(left[0]).sum() == 2 * 7 + 3 - 1


AWKWARD = {
    "constant": np.full(200, 3.0),
    "ties": np.repeat([1.0, 2.0], 100),
    "missing runs": np.where(np.arange(200) // 20 % 2 == 0, np.nan, np.arange(200) % 7),
    "tiny": np.random.default_rng(1).exponential(1e-60, 200),
    "huge": np.random.default_rng(2).exponential(1e60, 200),
    "infinite": np.where(np.arange(200) == 5, np.inf, np.random.default_rng(3).exponential(1, 200)),
    "mostly floor": np.maximum(np.random.default_rng(4).normal(size=200), 1.0),
    "few": np.random.default_rng(5).normal(size=20),
    "noise": np.random.default_rng(6).exponential(1, 200),
}


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("axis", ["wavelength", "time"])
def test_awkward_curves(name, axis):
    y = AWKWARD[name]
    x = np.arange(len(y)) * 0.5 + 10
    frame = pd.DataFrame({axis: x, "intensity": y})
    table = recompute.read(frame)
    for finding in recompute.every(table, "line", "flare"):
        assert 0 < finding.evidence.p <= 1
        if finding.shown:
            assert recompute.differences(frame, table, finding) is None


def test_uneven_times_and_identical_times():
    _, rng = recompute.fresh()
    frame = pd.DataFrame({"bjd": np.sort(rng.random(300)).cumsum(), "flux": rng.normal(9, 1, 300)})
    assert recompute.every(recompute.read(frame), "flare") == []
    twice, _ = flux(rng)
    twice = pd.concat([twice, twice], ignore_index=True).sort_values("time", ignore_index=True)
    table = recompute.read(twice)
    (finding, *_) = recompute.findings(table, "flare")
    assert finding.evidence.n == 1000
    assert recompute.differences(twice, table, finding) is None


def test_ordinary_tables_cost_nothing():
    frame = recompute.mixed(np.random.default_rng(3))
    profile = recompute.read(frame).profile
    assert list(Line().applies(profile)) == list(Flare().applies(profile)) == []
    assert TOYS >= 99
