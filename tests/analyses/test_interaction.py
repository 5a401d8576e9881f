"""Relations that differ by a third column."""

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.analyses.interaction import likely
from tests.analyses import recompute
from tests.chance import few


def slopes(rng, n=200):
    """The slope of growth on dose is 1 with and 3 without shade; height is beside it."""
    frame = pd.DataFrame({"dose": rng.normal(3, 2, n), "height": rng.normal(size=n)})
    frame["shade"] = rng.choice(["no", "yes"], n)
    frame["growth"] = np.where(frame.shade == "no", 3, 1) * frame.dose + rng.normal(size=n)
    return frame


def exclusive_or(rng, n=300):
    """Neither a nor b alone goes with the outcome."""
    frame = pd.DataFrame(rng.integers(0, 2, (n, 2)) == 1, columns=["a", "b"])
    for name in "cdefg":
        frame[name] = rng.normal(size=n)
    frame["outcome"] = np.where(rng.random(n) < 0.9, frame.a ^ frame.b, rng.random(n) < 0.5)
    return frame


def found(frame, outcome, split="all"):
    table = recompute.read(frame, split)
    every = recompute.findings(table, "interaction")
    return {one.variables[:2]: one for one in every if one.variables[2] == outcome}


def test_the_group_with_the_steeper_slope_is_named():
    seed, rng = recompute.fresh()
    one = found(slopes(rng), "growth")["dose", "shade"]
    assert (one.relation, one.level, one.direction) == ("interaction", "no", "+"), seed
    assert one.evidence.p < 1e-6
    assert -3 < one.evidence.estimate.value < -1, seed
    assert one.evidence.control["as_strong"] == 0
    assert dict(zip(one.facts["where"], map(float, one.facts["sizes"]), strict=True)) == pytest.approx({"no": 3, "yes": 1}, abs=0.5), seed  # fmt: skip


@pytest.mark.parametrize("sign", [1, -1])
def test_two_numbers_have_the_sign_of_their_product(sign):
    seed, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["x", "m", "other"])
    frame["score"] = frame.x + frame.m + sign * frame.x * frame.m + rng.normal(size=200)
    one = found(frame, "score")["x", "m"]
    assert one.direction == ("+" if sign > 0 else "-"), seed
    assert one.level is None
    assert one.evidence.effect.name == "partial eta squared"


def test_an_exclusive_or_without_main_effects_is_found():
    seed, rng = recompute.fresh()
    one = found(exclusive_or(rng), "outcome")["a", "b"]
    assert one.evidence.p < 1e-6, seed
    assert one.direction == "-"


def test_slopes_of_three_groups_are_found_behind_columns_that_go_with_the_outcome_more():
    """Neither the column nor the groups go with the outcome by themselves."""
    seed, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(400, 5)), columns=["a", "b", "c", "d", "x"])
    frame["site"] = rng.choice(["left", "middle", "right"], 400)
    slope = frame.site.map({"left": 1.5, "middle": 0.0, "right": -1.5})
    frame["score"] = frame[["a", "b", "c"]].sum(axis=1) + slope * frame.x + rng.normal(size=400)
    one = found(frame, "score")["x", "site"]
    assert one.level == "left", seed
    assert one.evidence.p < 1e-6, seed


def test_a_bend_shared_by_two_related_columns_is_no_product():
    """y is x squared and m goes with x: x m alone would pass for it."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        x = rng.normal(size=120)
        frame = pd.DataFrame({"x": x, "m": x + 0.5 * rng.normal(size=120)})
        frame["score"] = x**2 + rng.normal(size=120)
        hits += bool(found(frame, "score"))
    assert few(hits, 60), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize("kind", ["noise", "main effects", "long tails", "unequal", "binary"])
def test_no_product_is_claimed_where_there_is_none(kind):
    """Each p is at most .05 in at most 5 % of about 500 tests."""
    seed, rng = recompute.fresh()
    p = []
    for _ in range(60):
        frame = pd.DataFrame(rng.normal(size=(80, 4)), columns=list("abcd"))
        frame["g"] = rng.choice(["u", "v", "w"], 80)
        frame["score"] = rng.normal(size=80)
        if kind != "noise":
            frame["score"] += frame.a + 2 * (frame.g == "u")
        if kind == "long tails":
            frame[["b", "score"]] = np.exp(frame[["b", "score"]])
            frame["score"] = rng.permutation(frame["score"])
        if kind == "unequal":
            frame["score"] = frame.a + rng.normal(size=80) * np.exp(frame.a)
        if kind == "binary":
            frame["score"] = (frame.score > 0).map({True: "yes", False: "no"})
        every = recompute.every(recompute.read(frame), "interaction")
        p += [one.evidence.p for one in every if one.variables[2] == "score"]
    hits = sum(one <= 0.05 for one in p)
    assert len(p) > 200
    assert few(hits, len(p)), f"{hits} of {len(p)}, seed {seed}"


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("name", ["groups", "or", "two groups", "binary", "units", "order"])
def test_the_cells_print_the_numbers(name, split):
    seed, rng = recompute.fresh()
    frame, table, every = recompute.telling(
        rng, lambda rng: crossed(rng, name), "interaction", split=split
    )
    for one in every:
        assert recompute.differences(frame, table, one) is None, (one.variables, seed)
        code = recompute.printed_code(table, one)
        assert "plt.show()" in code


def crossed(rng, name, n=400):
    """Tables whose cells take every way."""
    frame = {"groups": slopes, "or": exclusive_or}.get(name, slopes)(rng, n)
    if name == "two groups":
        frame["soil"] = rng.choice(["clay", "sand", "silt"], n)
        frame["growth"] += 15 * ((frame.shade == "no") & (frame.soil == "clay"))
        frame["dose"] = rng.normal(size=n)
    if name == "binary":
        frame["growth"] = np.where(rng.random(n) < 0.5 + 0.3 * np.sign(frame.dose - 3) * (frame.shade == "no"), "yes", "no")  # fmt: skip
    if name == "units":
        frame["subject"] = np.repeat([f"s{i}" for i in range(n // 5)], 5)
        frame["growth"] += np.repeat(rng.normal(size=n // 5), 5)
    if name == "order":
        frame["date"] = pd.date_range("2020-01-01", periods=n)
        frame["growth"] += 3 * pd.Series(rng.normal(size=n)).ewm(alpha=0.5).mean()
    frame.loc[5:9, frame.columns[0]] = None if name != "or" else frame.loc[5:9, "a"]
    return frame


def test_repeated_units_count_for_less():
    seed, rng = recompute.fresh()
    frame = slopes(rng, 60)
    units = pd.concat([frame.assign(subject=[f"s{i}" for i in range(60)])] * 5, ignore_index=True)
    units["growth"] += 0.01 * rng.normal(size=300)
    table = recompute.read(units)
    some = [one for one in recompute.every(table, "interaction") if one.variables == ("dose", "shade", "growth")]  # fmt: skip
    assert some, seed
    assert "design effect" in some[0].evidence.method
    assert some[0].evidence.statistic.df[1] < 100


def test_outcomes_are_few_and_look_like_one():
    rng = np.random.default_rng(1)
    frame = recompute.mixed(rng).rename(columns={"two": "survived"})
    names = likely(recompute.read(frame).profile)
    assert "survived" in names
    assert len(names) <= 3


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"g": ["u"] * 60}, id="one level"),
        pytest.param({"g": ["u"] * 58 + ["v"] * 2}, id="tiny group"),
        pytest.param({"a": [1.0] * 60}, id="constant"),
        pytest.param({"a": np.arange(60.0), "b": 2 * np.arange(60.0)}, id="collinear"),
        pytest.param({"a": [np.inf, 1e300, -1e300, 1e-300] * 15}, id="huge"),
        pytest.param({"a": [np.nan] * 50 + [1.0, 2.0] * 5}, id="mostly missing"),
        pytest.param({"a": [0.0] * 59 + [1e9]}, id="one row alone"),
        pytest.param({"score": [0.0] * 30 + [1.0] * 30, "g": ["u"] * 30 + ["v"] * 30}, id="split"),
        pytest.param({"score": [0.0] * 59 + [1.0]}, id="one event"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(60, 4)), columns=["a", "b", "c", "score"])
    frame["g"] = rng.choice(["u", "v"], 60)
    frame = frame.assign(**odd)
    table = recompute.read(frame)
    for one in recompute.findings(table, "interaction"):
        assert recompute.differences(frame, table, one) is None


def test_an_exact_product_leaves_nothing_over():
    _, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(80, 3)), columns=["a", "b", "c"])
    frame["score"] = frame.a + frame.a * frame.b + frame.b
    one = found(frame, "score")["a", "b"]
    assert one.facts["exact"]
    assert one.evidence.p < 1e-6
    assert recompute.differences(frame, recompute.read(frame), one) is None


def test_wandering_series_are_left_to_their_own_analyses():
    _, rng = recompute.fresh()
    walks = np.cumsum(rng.normal(size=(200, 3)), axis=0)
    frame = pd.DataFrame(walks, columns=["a", "b", "score"])
    frame["date"] = pd.date_range("2020-01-01", periods=200)
    every = recompute.every(recompute.read(frame), "interaction")
    assert all(one.evidence.p > 1e-4 for one in every)
