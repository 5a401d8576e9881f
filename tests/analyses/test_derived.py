"""Changes, rates, indices, differences and ratios beside groups and outcomes."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist import pipeline
from jupyter_sciassist.analyses import _derived, derived, triviality
from jupyter_sciassist.language import statements
from jupyter_sciassist.profiles import profile
from tests.analyses import recompute
from tests.chance import few


def trial(rng, n=120, effect=4.0):
    """A score before and after in two arms of three sites, and hits of trials that go with age."""
    frame = pd.DataFrame({
        "arm": rng.permutation(np.resize(["drug", "placebo"], n)),
        "site": rng.choice(list("abc"), n),
        "score_pre": rng.normal(50, 10, n).round().astype(np.uint8),
    })  # fmt: skip
    gain = effect * (frame.arm == "drug") + rng.normal(0, 4, n)
    frame["score_post"] = (frame.score_pre + gain).round().astype(np.uint8)
    frame["n_trials"] = rng.integers(20, 200, n)
    frame["age"] = rng.normal(40, 9, n)
    frame["n_hits"] = rng.binomial(
        frame.n_trials, np.clip(0.5 + 0.015 * (frame.age - 40), 0.05, 0.95)
    )
    return frame


def found(frame, split="all"):
    """Every finding by expression and partner."""
    every = recompute.every(recompute.read(frame, split), "derived")
    return {(one.facts["expression"], one.facts["partner"]): one for one in every}


def names(frame):
    return [made.name for made in _derived.offered(profile(frame, "frame").columns, 9)]


def two(**columns):
    rng = np.random.default_rng(0)
    return pd.DataFrame({name: low + 9 * rng.random(40) for name, low in columns.items()})


def counts(**columns):
    rng = np.random.default_rng(0)
    return pd.DataFrame({name: rng.integers(high // 9, high, 40) for name, high in columns.items()})


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        (two(x_pre=1, x_post=1), ["x_post - x_pre"]),
        (two(PostScore=1, PreScore=1), ["PostScore - PreScore"]),
        (two(baseline=1, follow_up=1), ["follow_up - baseline"]),
        (two(hb_baseline_mg=1, hb_followup_mg=1), ["hb_followup_mg - hb_baseline_mg"]),
        (two(temp_min=1, temp_max=1), ["temp_max - temp_min"]),
        (two(weight_kg=50, height_m=1), ["weight_kg / height_m^2"]),
        (two(beak_length_mm=5, beak_width_mm=5), ["beak_length_mm / beak_width_mm"]),
        (counts(deaths=90, population=90_000), ["deaths / population"]),
        (counts(n_hits=9, n_trials=99), ["n_hits / n_trials"]),
        (counts(n_hits=99, n_trials=9), []),
        (two(x_pre_mm=1, x_post_kg=1), []),
        (two(weight=50, height=1), []),
        (two(beak_length=5, beak_width=5), []),
        (two(beak_length_mm=-5, beak_width_mm=5), []),
        (two(item_a_mm=5, item_b_mm=5, item_c_mm=5), []),
        (two(price=5, area=5), []),
        (counts(total=99, trials=99), []),
        (two(x_pre=1, x_post=1).assign(**{"x_post - x_pre": 1.5}), []),
    ],
)
def test_what_is_offered_goes_by_names_units_and_ranges(frame, wanted):
    assert names(frame) == wanted


def test_a_change_that_differs_by_arm_is_found():
    seed, rng = recompute.fresh()
    frame = trial(rng, effect=8.0)
    one = found(frame)["score_post - score_pre", "arm"]
    change = frame.score_post.astype(float) - frame.score_pre
    theirs = stats.ttest_ind(
        change[frame.arm == "drug"], change[frame.arm == "placebo"], equal_var=False
    )
    assert one.shown, seed
    assert (one.relation, one.level) == ("difference", "drug"), seed
    assert one.variables == ("score_post", "score_pre", "arm")
    if one.evidence.method == "Welch t test":
        assert one.evidence.p == pytest.approx(theirs.pvalue), seed
    told = statements.word(one)
    assert told.title == "score_post - score_pre is higher for arm = drug"
    assert "regression to the mean" in one.evidence.caveats[-1]


def test_a_rate_that_rises_with_age_is_found():
    seed, rng = recompute.fresh()
    frame = recompute.unordered(rng, trial, "age")[["arm", "n_trials", "n_hits", "age"]]
    one = found(frame)["n_hits / n_trials", "age"]
    theirs = stats.spearmanr(frame.age, frame.n_hits / frame.n_trials)
    assert (one.relation, one.direction, one.shown) == ("association", "+", True), seed
    assert one.evidence.effect.value == pytest.approx(theirs.statistic), seed
    assert one.evidence.p == pytest.approx(theirs.pvalue, rel=1e-6), seed
    assert statements.word(one).title == "n_hits / n_trials rises with age"


def test_it_reaches_the_cards_and_names_real_columns():
    seed, rng = recompute.fresh()
    cards = pipeline.suggest({"frame": trial(rng, effect=8.0)}, policy="door", top=50)
    told = [one for one in cards if one.analysis == "derived" and "arm" in one.hypothesis.variables]
    card = next(one for one in told if "score_pre" in one.hypothesis.variables)
    assert card.evidence.asserted, seed
    assert card.hypothesis.variables == ("score_post", "score_pre", "arm")
    assert card.hypothesis.context == {"derived": "score_post - score_pre"}
    assert 'data["score_post - score_pre"] = ' in card.code


def test_a_column_goes_with_none_of_its_parts_and_is_not_computed_twice():
    _, rng = recompute.fresh()
    frame = trial(rng)
    assert not any(
        partner in {"score_pre", "score_post"} for name, partner in found(frame) if "score" in name
    )
    table = recompute.read(frame)
    made = derived.extended(table, _derived.offered(table.profile.columns, 1)[0])
    for part in ("score_pre", "score_post"):
        told = triviality.reason(made.table, (part, "score_post - score_pre"))
        assert told == f"score_post - score_pre is computed from {part}"
    there = frame.assign(gain=frame.score_post.astype(float) - frame.score_pre)
    assert not any("score" in name for name, _ in found(there))
    same = frame.assign(score_pre=frame.score_post / 1e6)
    assert not any("score" in name for name, _ in found(same))


def test_a_ratio_that_repeats_one_of_its_parts_gives_no_card():
    seed, rng = recompute.fresh()
    size = rng.normal(size=200)
    frame = pd.DataFrame(
        {"leaf_length_mm": np.exp(0.5 * size), "leaf_width_mm": np.exp(0.02 * rng.normal(size=200))}
    )
    frame = frame.assign(
        leaf_width_mm=frame.leaf_width_mm + 2, growth=size + 0.5 * rng.normal(size=200)
    )
    one = found(frame).get(("leaf_length_mm / leaf_width_mm", "growth"))
    assert one is None or not one.shown, seed
    frame["leaf_width_mm"] = frame.leaf_length_mm * np.exp(0.3 * frame.growth) + 2
    one = found(frame)["leaf_length_mm / leaf_width_mm", "growth"]
    assert one.evidence.p < 1e-6, seed


@pytest.mark.parametrize("kind", ["change", "rate"])
def test_noise_gives_no_more_than_its_share(kind):
    """All tests of a table by their q at 5 %."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        frame = trial(rng, 80, effect=0.0)
        frame["age"] = rng.normal(size=80)
        frame = frame.drop(
            columns=["n_trials", "n_hits"] if kind == "change" else ["score_pre", "score_post"]
        )
        p = [one.evidence.p for one in found(frame).values()]
        assert 0 < len(p) <= 4
        hits += min(p) * len(p) <= 0.05
    assert few(hits, 60), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize("split", ["all", "explore"])
def test_the_cells_print_the_numbers(split):
    seed, rng = recompute.fresh()
    frame = trial(rng, 400)
    frame["grade"] = pd.cut(frame.age, 3, labels=["low", "mid", "high"])
    frame["cured"] = np.where(frame.score_post > frame.score_pre, "yes", "no")
    frame["rating"] = frame.score_post.astype(float) - frame.score_pre + rng.normal(size=400)
    frame = frame.mask(rng.random(frame.shape) < 0.02)
    table = recompute.read(frame, split)
    shown = recompute.findings(table, "derived")
    assert {one.relation for one in shown} == {"difference", "association"}, seed
    for one in shown:
        assert recompute.differences(frame, table, one) is None, seed
    units = pd.concat([frame.assign(subject=[f"s{i}" for i in range(400)])] * 2, ignore_index=True)
    table = recompute.read(units, split)
    for one in recompute.findings(table, "derived"):
        assert recompute.differences(units, table, one) is None, seed


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"x_pre": [1.0] * 60}, id="constant"),
        pytest.param({"x_pre": [np.inf, -np.inf, 1e300] * 20}, id="infinite"),
        pytest.param({"x_pre": [np.nan] * 55 + [1.0, 2, 3, 4, 5]}, id="mostly missing"),
        pytest.param({"x_pre": np.r_[np.zeros(59), 1e9]}, id="one value apart"),
        pytest.param(
            {"x_pre": 1e69 * np.arange(1.0, 61), "x_post": 1e-69 * np.arange(60)}, id="far scales"
        ),
        pytest.param(
            {"x_pre": 2**60 + np.arange(60), "x_post": 2**60 + np.arange(60)[::-1]},
            id="beyond 2^53",
        ),
        pytest.param({"g": ["u"] * 59 + ["v"]}, id="one in a group"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(60, 3)), columns=["x_pre", "x_post", "z"])
    frame = frame.assign(g=rng.choice(["u", "v"], 60)).assign(**odd)
    table = recompute.read(frame)
    for one in recompute.findings(table, "derived"):
        assert recompute.differences(frame, table, one) is None
