"""Two or three columns that tell about an outcome together."""

import numpy as np
import pandas as pd
import pytest

from tests.analyses import recompute
from tests.chance import few


def planted(rng, n=200):
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("abcd"))
    frame["won"] = rng.integers(0, 2, n)
    frame["y"] = 2 * frame.a - 3 * frame.b + rng.normal(size=n)
    frame["z"] = 5 * frame.c + 5 * frame.won + 1
    return frame


def mixed(rng):
    frame = planted(rng, 400)
    frame["grade"] = pd.Categorical(rng.choice(["low", "mid", "high"], 400), ["low", "mid", "high"], ordered=True)  # fmt: skip
    frame["sex"] = rng.choice(["f", "m"], 400)
    frame["w"] = frame.a + (frame.sex == "m") * 1.5 + frame.grade.cat.codes + rng.normal(size=400)
    frame.loc[3:9, "a"] = np.nan
    return frame


def models(frame):
    found = recompute.findings(recompute.read(frame), "joint")
    return {one.facts["outcome"]: one for one in found}


def test_the_columns_of_a_formula_are_found_with_their_signs():
    seed, rng = recompute.fresh()
    found = models(recompute.unordered(rng, planted, "y"))["y"]
    signs = dict(zip(found.facts["predictors"], found.facts["signs"], strict=True))
    assert {"a": "+", "b": "-"}.items() <= signs.items(), seed
    assert found.relation == "association"
    assert found.variables[-1] == "y"


def apart(rng, n=200):
    """A formula whose two groups are told apart by its values, and a mere coding of another column."""
    frame = pd.DataFrame({"level": rng.integers(1, 11, n), "noise": rng.normal(size=n)})
    frame["law"] = rng.random(n) < 0.4
    frame["roles"] = 5 * frame.level + 60 * frame.law
    frame["score"] = np.round(frame.noise + rng.normal(size=n), 1)
    frame["passed"] = frame.score > 0
    return frame


def test_groups_that_the_values_tell_apart_stand_only_in_an_exact_formula():
    seed, rng = recompute.fresh()
    found = models(recompute.unordered(rng, apart, "roles", "score"))
    assert set(found["roles"].facts["predictors"]) == {"level", "law"}, seed
    assert found["roles"].facts["exact"]
    assert "passed" not in found.get("score", found["roles"]).variables, seed


def test_an_exact_formula_leaves_no_residuals():
    seed, rng = recompute.fresh()
    found = models(recompute.unordered(rng, planted, "z"))["z"]
    assert set(found.facts["predictors"]) == {"c", "won"}, seed
    assert found.facts["exact"]
    assert found.evidence.estimate.value == pytest.approx(1.0)
    slopes = dict(zip(found.facts["predictors"], found.facts["slopes"], strict=True))
    assert slopes == {"c": "5", "won": "5"}


@pytest.mark.parametrize("split", ["all", "explore"])
def test_the_cells_print_the_numbers(split):
    _, rng = recompute.fresh()
    frame = recompute.unordered(rng, mixed, "y", "z", "w", split=split)
    table = recompute.read(frame, split)
    found = recompute.findings(table, "joint")
    assert {one.facts["outcome"] for one in found} >= {"y", "z"}
    for one in found:
        assert recompute.differences(frame, table, one) is None


@pytest.mark.parametrize("kind", ["noise", "one strong column", "long tails"])
def test_noise_gives_no_second_column(kind):
    """Each outcome's claim at p <= .05 in at most 5 % of tables."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(120):
        values = rng.normal(size=(60, 7))
        frame = pd.DataFrame(values, columns=list("abcdefg"))
        frame = np.exp(1.5 * frame) if kind == "long tails" else frame
        if kind == "one strong column":
            frame["b"] += 2 * frame.a
        every = recompute.every(recompute.read(frame), "joint")
        p = {one.facts["outcome"]: one.evidence.p for one in every}
        hits += p.get("b", 1.0) <= 0.05  # a table whose rows look ordered has none
    assert few(hits, 120), f"{hits} of 120, seed {seed}"


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"a": [1.0] * 60}, id="constant"),
        pytest.param({"a": np.arange(60.0), "b": 2 * np.arange(60.0)}, id="collinear"),
        pytest.param({"a": [np.inf, 1e300, -1e300, 1e-300] * 15}, id="huge"),
        pytest.param({"a": [np.nan] * 50 + [1.0, 2.0] * 5}, id="mostly missing"),
        pytest.param({"a": [0.0] * 59 + [1e9]}, id="one row alone"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = pd.DataFrame(rng.normal(size=(60, 3)), columns=["p", "q", "r"]).assign(**odd)
    table = recompute.read(frame)
    for one in recompute.findings(table, "joint"):
        assert recompute.differences(frame, table, one) is None


def test_rows_in_order_are_left_to_the_analyses_of_series():
    _, rng = recompute.fresh()
    assert recompute.every(recompute.read(recompute.ordered(rng)), "joint") == []
