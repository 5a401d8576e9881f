"""Series and fields that have nothing to do with each other, and those that have."""

import numpy as np
import pandas as pd
import pytest
from scipy import ndimage, signal

from jupyter_sciassist.statistics import slow, spatial
from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few, most

N = 144


def ar(rng, n=N, phi=0.5):
    return signal.lfilter([1], [1, -phi], rng.normal(size=n + 200))[200:] * np.sqrt(1 - phi**2)


def season(rng, n=N):
    return 2 * np.sin(2 * np.pi * np.arange(n) / 12 + rng.uniform(0, 2 * np.pi))


def climb(rng, n=N):
    return rng.choice([-1, 1]) * rng.uniform(2, 8) * np.linspace(0, 1, n)


SLOW = {
    "seasons": season,
    "trends": climb,
    "both": lambda rng: season(rng) + climb(rng),
}


def dated(columns):
    months = pd.date_range("2004-01-01", periods=len(next(iter(columns.values()))), freq="MS")
    return pd.DataFrame({"date": months, **columns})


def claims(frame, *names):
    """Tests of these analyses that would claim something alone, and tests made."""
    found = recompute.every(recompute.read(frame), *names)
    sure = [one for one in found if one.evidence.p <= 0.05 and not unmet(one.evidence.assumptions)]
    return np.array([len(sure), len(found)])


@pytest.mark.parametrize("kind", SLOW)
@pytest.mark.parametrize("axis", [True, False])
def test_independent_series_with_trends_and_seasons_are_not_related(kind, axis):
    seed, rng = recompute.fresh()
    total = np.zeros(2)
    for _ in range(120):
        columns = {name: SLOW[kind](rng) + ar(rng) for name in ("a", "b")}
        columns["side"] = np.where(
            SLOW[kind](rng) + ar(rng) > 0, "u", "v"
        )  # comes and goes: sorts nothing
        frame = dated(columns) if axis else pd.DataFrame(columns)
        total += claims(frame, "association", "lag")
    assert few(*total), f"{total}, seed {seed}"


@pytest.mark.parametrize("kind", SLOW)
def test_groups_along_a_series_do_not_differ_by_its_trend_or_season(kind):
    seed, rng = recompute.fresh()
    total = np.zeros(2)
    for _ in range(120):
        other = SLOW[kind](rng) + ar(rng)
        three = np.argsort(np.argsort(other)) * 3 // N
        frame = dated({"y": SLOW[kind](rng) + ar(rng), "three": np.array(list("pqr"))[three]})
        frame["two"] = np.where(SLOW[kind](rng) + ar(rng) > 0, "u", "v")
        total += claims(frame, "difference", "groups", "contingency")
    assert few(*total), f"{total}, seed {seed}"


def test_walks_and_their_products_tell_nothing():
    """Pairs are claimed in 1 % at most, products in 5 % of tables (2.6 % of 1 700; few of them are tested at all)."""
    seed, rng = recompute.fresh()
    pairs, products = np.zeros(2), 0
    for _ in range(40):
        frame = dated(dict(zip("abcd", np.cumsum(rng.normal(size=(4, 100)), axis=1), strict=True)))
        pairs += claims(frame, "association", "nonlinear")
        products += claims(frame, "interaction", "joint", "mediation", "confounding")[0] > 0
    assert few(*pairs, rate=0.01), f"{pairs}, seed {seed}"
    assert few(products, 40), f"{products}, seed {seed}"


@pytest.mark.parametrize("kind", SLOW)
def test_what_two_series_share_beside_their_trends_and_seasons_is_found(kind):
    """Half of the variance about them is common: found in more than 97 %."""
    seed, rng = recompute.fresh()
    found = 0
    for _ in range(60):
        shared = ar(rng)
        frame = dated({name: SLOW[kind](rng) + shared + ar(rng) for name in ("a", "b")})
        (one,) = recompute.findings(recompute.read(frame), "association")
        found += (
            one.evidence.p <= 0.05 and one.direction == "+" and not unmet(one.evidence.assumptions)
        )
    assert most(found, 60, 0.97), f"{found} of 60, seed {seed}"


def test_a_group_that_lifts_a_series_in_turns_is_found_beside_its_trend_and_season():
    """By two standard deviations of the noise, in half-years: four in five."""
    seed, rng = recompute.fresh()
    found = 0
    for _ in range(60):
        on = np.repeat(rng.random(N // 6) < 0.5, 6)
        frame = dated(
            {"y": season(rng) + climb(rng) + ar(rng) + 2 * on, "side": np.where(on, "on", "off")}
        )
        (one,) = recompute.findings(recompute.read(frame), "difference")
        found += one.evidence.p <= 0.05 and one.level == "on"
    assert most(found, 60, 0.75), f"{found} of 60, seed {seed}"


@pytest.mark.parametrize("order", ["dated", "shuffled dates", "rows"])
def test_the_cells_take_the_same_out(order):
    rng = np.random.default_rng(3)
    shared = ar(rng)
    columns = {name: season(rng) + climb(rng) + shared + ar(rng) for name in ("a", "b")}
    frame = dated(columns) if order != "rows" else pd.DataFrame(columns)
    frame["two"] = np.where(ar(rng, phi=0.8) > 0, "u", "v")
    frame["three"] = np.array(list("pqr"))[np.digitize(season(rng) + ar(rng), [-0.8, 0.8])]
    frame.loc[[5, 60, 61], "a"] = np.nan
    if order == "shuffled dates":
        frame = frame.sample(frac=1, random_state=2)
    table = recompute.read(frame)
    found = recompute.findings(table, "association", "difference", "groups", "contingency")
    assert sum("less trend" in one.evidence.method for one in found) >= 5
    for one in found:
        assert recompute.differences(frame, table, one) is None, one.variables


def test_waves_are_found_at_their_place():
    rng = np.random.default_rng(5)
    t = np.arange(300)
    first, second = (
        2 * np.sin(2 * np.pi * t / 24.3 + shift) + rng.normal(size=300) for shift in (0, 1)
    )
    basis = slow.slow_basis([first], second, slow.places(t.astype(float)))
    assert basis.shape[1] == 5
    assert basis.T @ basis == pytest.approx(np.eye(5), abs=1e-9)
    for wave in (np.sin, np.cos):
        exact = wave(2 * np.pi * t / 24.3)
        assert slow.less(basis, exact).std() < 0.1 * exact.std()


def test_places_follow_the_gaps_and_give_way_to_rows():
    assert slow.places(np.array([0.0, 31, 59, 90, 181])).tolist() == [0, 1, 2, 3, 6]
    assert slow.places(np.array([5.0, 5, 5, 5])).tolist() == [0, 1, 2, 3]
    assert slow.places(np.array([0.0, 1, 2, np.nan])).tolist() == [0, 1, 2, 3]


def test_independent_rows_of_white_noise_and_of_first_order_series():
    """n (1 - r1 r2) / (1 + r1 r2) for first-order series: 0.342 of n for .7 twice."""
    rng = np.random.default_rng(6)
    white = [slow.independent_rows(*rng.normal(size=(2, 400)), 1, 1) for _ in range(30)]
    alike = [slow.independent_rows(ar(rng, 400, 0.7), ar(rng, 400, 0.7), 1, 1) for _ in range(60)]
    assert 330 < np.median(white) <= 400
    assert 0.22 * 400 < np.median(alike) < 0.36 * 400


def fields(rng, smooth=3.0, shared=0.0):
    """Two smooth fields of 16 x 16 places with noise, and groups along a third."""
    m = 16
    made = ndimage.gaussian_filter(rng.normal(size=(4, m + 20, m + 20)), (0, smooth, smooth))
    made = made[:, 10:-10, 10:-10].reshape(4, -1)
    made = made / made.std(axis=1, keepdims=True) + 0.3 * rng.normal(size=made.shape)
    lat, lon = np.meshgrid(np.linspace(40, 50, m), np.linspace(0, 14, m), indexing="ij")
    return pd.DataFrame({
        "lat": lat.ravel(), "lon": lon.ravel(), "a": made[0] + shared * made[3],
        "b": made[1] + shared * made[3], "side": np.where(made[2] > 0, "in", "out"),
    })  # fmt: skip


def test_smooth_fields_are_not_related_by_their_smoothness():
    """6 % do (6 000 tests); taken for independent rows more than half of the tests would claim something."""
    seed, rng = recompute.fresh()
    total = np.zeros(2)
    for turn in range(60):
        frame = fields(rng)
        frame = frame.sample(150, random_state=turn) if turn % 2 else frame
        total += claims(frame, "association", "difference")
    assert few(*total, rate=0.08), f"{total}, seed {seed}"


def test_fields_that_share_what_varies_within_short_reach_are_found_and_cells_agree():
    rng = np.random.default_rng(7)
    frame = fields(rng, 1.0, shared=1.5)
    frame["c"], frame["d"] = (
        frame.a * np.where(frame.side == "in", 1, -1) + 0.1 * frame.b,
        (frame.a - 1) ** 2,
    )
    table = recompute.read(frame)
    found = recompute.findings(table)
    (one,) = [one for one in found if one.variables == ("a", "b")]
    assert one.evidence.p < 1e-6
    assert one.evidence.method == "Spearman rank correlation, effective sample size over space"
    over = [one for one in found if "over space" in one.evidence.method]
    assert {one.candidate.analysis for one in over} >= {"association", "difference", "interaction"}
    for one in over:
        assert recompute.differences(frame, table, one) is None, one.variables


def test_spatial_rows_of_white_noise_and_of_copies():
    """White noise keeps its rows; places that stand four at a point are worth a quarter of them."""
    rng = np.random.default_rng(8)
    lat, lon = rng.uniform(0, 40, 60), rng.uniform(0, 40, 60)
    white = rng.normal(size=(2, 60))
    classes = spatial.distance_classes(lat, lon)
    assert spatial.spatial_rows(*white, classes, 60) > 40
    lat, lon = np.repeat(lat, 4) + 1e-4 * rng.normal(size=240), np.repeat(lon, 4)
    classes = spatial.distance_classes(lat, lon, 2000)
    assert 40 < spatial.spatial_rows(*np.repeat(white, 4, axis=1), classes, 240) < 80


def test_few_large_units_count_for_less_than_their_mean_size_tells():
    """Units of 1 to 40 rows, columns that vary between them: the mean size let one pair in ten through."""
    seed, rng = recompute.fresh()
    total = np.zeros(2)
    for _ in range(60):
        sizes = rng.geometric(0.12, 25)
        subject = np.repeat([f"s{k:02}" for k in range(25)], sizes)
        frame = pd.DataFrame({"subject": subject})
        for name in "abcd":
            own = np.repeat(rng.normal(size=25), sizes)
            frame[name] = own + 0.5 * rng.normal(size=len(frame))
        total += claims(frame, "association")
    assert few(*total), f"{total}, seed {seed}"
