"""Two groups: published numbers, the choice of test, units, levels."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jupyter_sciassist.statistics.assumptions import unmet
from tests.analyses import recompute
from tests.chance import few

SLEEP = pd.DataFrame({
    "extra": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0,
              1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    "group": ["one"] * 10 + ["two"] * 10,
})  # fmt: skip
PAIN = pd.DataFrame({
    "score": [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1, 3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4],
    "drug": ["Y"] * 14 + ["N"] * 11,
})  # fmt: skip


def test_brunner_and_munzels_pain_scores():
    """Brunner and Munzel (2000): statistic 3.1375, df = 17.683, p = 0.005786."""
    from jupyter_sciassist.analyses.difference import _brunner_munzel

    groups = [PAIN.score[PAIN.drug == drug].to_numpy(float) for drug in ("N", "Y")]
    t, df = _brunner_munzel(*groups)
    assert (round(t, 4), round(df, 3)) == (3.1375, 17.683)
    assert round(2 * stats.t.sf(t, df), 6) == 0.005786


def test_long_tails_take_mann_whitney():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"y": np.exp(2 * rng.normal(size=60)), "g": np.repeat(["a", "b"], 30)})
    frame = frame.sample(frac=1, random_state=0)
    evidence = recompute.one(frame, "difference", "y", "g").evidence
    assert evidence.method == "Mann-Whitney test"
    assert unmet(evidence.assumptions) == ()


def test_unequal_spread_far_from_normal_takes_brunner_munzel():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"g": rng.choice(["a", "b"], 200)})
    frame["y"] = np.exp(rng.normal(size=200) * np.where(frame.g == "a", 0.5, 2.0))
    evidence = recompute.one(frame, "difference", "y", "g").evidence
    assert evidence.method == "Brunner-Munzel test"


def test_units_that_stand_in_one_group_are_averaged():
    """An arm of 24 subjects with 6 rows each: 144 rows would reject four times in ten, 24 means in 6 % (2 100 tables)."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(200):
        frame = recompute.repeated(rng)
        finding = recompute.one(frame, "difference", "x", "arm")
        assert finding.evidence.n <= 25
        hits += finding.evidence.p <= 0.05
    assert few(hits, 200, 0.07), f"{hits} of 200, seed {seed}"


def test_stretches_of_a_random_walk_are_not_asserted_to_differ():
    """Before and after a day of 60 walks."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(60):
        frame = recompute.ordered(rng)
        # a walk that the day happens to divide whole is a coarse coding, and not compared
        made = recompute.findings(recompute.read(frame), "difference")
        told = [one.evidence for one in made if set(one.variables) == {"walk", "law"}]
        hits += any(one.p <= 0.05 and not unmet(one.assumptions) for one in told)
    assert few(hits, 60), f"{hits} of 60, seed {seed}"


@pytest.mark.parametrize(
    ("values", "high"),
    [
        (np.array([True, False]), "True"),
        (np.array([1, 0]), "1"),
        (np.array([2, 1]), "2"),
        (np.array(["yes", "no"]), "yes"),
    ],
)
def test_levels_are_shown_as_they_stand(values, high):
    rng = np.random.default_rng(5)
    which = rng.integers(0, 2, 80)
    frame = pd.DataFrame({"y": rng.normal(size=80) - 2.0 * which, "g": values[which]})
    finding = recompute.one(frame, "difference", "y", "g")
    assert (finding.level, finding.direction) == (high, "+")
    assert finding.evidence.estimate.value > 0


def test_groups_of_fewer_than_five_are_left_out_and_named():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"y": rng.normal(size=44), "g": ["a"] * 20 + ["b"] * 20 + ["c"] * 4})
    frame = frame.sample(frac=1, random_state=0)
    finding = recompute.one(frame, "difference", "y", "g")
    assert finding.evidence.caveats == ("groups with fewer than 5 rows are left out: c",)
    assert finding.evidence.n == 40


@pytest.mark.parametrize("frame", [SLEEP.head(12), SLEEP.assign(extra=1.0), SLEEP.iloc[8:13]])
def test_what_cannot_be_compared_is_not(frame):
    assert recompute.findings(recompute.read(frame), "difference") == []
