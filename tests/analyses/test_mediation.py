"""A relation that runs along with a column between."""

import numpy as np
import pandas as pd
import pytest

from jupyter_sciassist.analyses import mediation
from jupyter_sciassist.language import statements
from tests.analyses import recompute
from tests.chance import few


def chain(rng, n=200, through=0.8):
    """Treatment goes with dust, dust with the score; age is beside them."""
    frame = pd.DataFrame({"treatment": rng.choice(["new", "old"], n), "age": rng.normal(50, 9, n)})
    frame["dust"] = (frame.treatment == "old") * 1.2 + rng.normal(size=n)
    frame["score"] = -through * frame.dust + rng.normal(size=n)
    return frame


def found(frame, split="all"):
    return recompute.findings(recompute.read(frame, split), "mediation")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_planted_path_is_found_with_its_order_and_direction(sign):
    seed, rng = recompute.fresh()
    frame = recompute.unordered(rng, lambda rng: chain(rng, 600))
    frame["score"] *= sign
    (one,) = [one for one in found(frame) if one.variables[2] == "score"]
    assert one.variables == ("treatment", "dust", "score"), seed
    assert one.relation == "mediation"
    assert one.direction == ("-" if sign > 0 else "+")
    assert one.evidence.effect.low <= one.evidence.effect.value <= one.evidence.effect.high
    assert abs(one.facts["share"] - 1) < 1.2, seed  # ten standard deviations of its estimate
    wording = statements.word(one)
    assert wording.title == "the relation of score with treatment = old runs along with dust"
    assert "where treatment = old is held fixed" in wording.statement


def loaded(rng):
    """Seven columns that two others run through."""
    loads = rng.normal(size=(2, 7)) * 0.7
    values = rng.normal(size=(150, 2)) @ loads + rng.normal(size=(150, 7))
    frame = pd.DataFrame(values, columns=[*"abcdef", "score"])
    frame.loc[rng.random(150) < 0.1, "b"] = np.nan
    return frame


def test_the_path_is_the_one_that_a_test_of_all_pairs_finds():
    seed, rng = recompute.fresh()
    compared = 0
    for _ in range(12):
        read = recompute.read(recompute.unordered(rng, loaded, "score"))
        (candidate,) = [
            one for one in mediation.Mediation().applies(read.profile) if "score" in one.variables
        ]
        one = mediation.Mediation().measure(read, candidate)
        paths = [mediation.path(read, x, m, "score") for x, m in mediation.pairs(read, "score")]
        carried = [
            made
            for made in paths
            if made and made.first * made.second / made.total >= mediation.LEAST_SHARE
        ]
        if carried:
            best = min(carried, key=lambda made: made.p)
            # two paths that share their weakest part are as strong as each other
            strongest = {(made.x, made.m, made.y) for made in carried if made.f == best.f}
            assert one.variables in strongest, seed
            assert one.evidence.statistic.value == best.f, seed
            compared += 1
    assert compared, seed


@pytest.mark.parametrize("kind", ["nothing", "first only", "second only", "long tails"])
def test_no_path_is_claimed_where_one_part_is_missing(kind):
    """At most 5 % of tables at p <= .05."""
    seed, rng = recompute.fresh()
    hits = 0
    for _ in range(100):
        frame = pd.DataFrame(rng.normal(size=(80, 4)), columns=["dose", "dust", "wind", "score"])
        if kind == "first only":
            frame["dust"] += frame.dose
        if kind == "second only":
            frame["score"] += frame.dust
        if kind == "long tails":
            frame = np.exp(1.5 * frame)
        every = recompute.every(recompute.read(frame), "mediation")
        hits += any(one.evidence.p <= 0.05 for one in every if one.variables[2] == "score")
    assert few(hits, 100), f"{hits} of 100, seed {seed}"


@pytest.mark.parametrize("split", ["all", "explore"])
@pytest.mark.parametrize("outcome", ["number", "yes or no"])
def test_the_cells_print_the_numbers(split, outcome):
    def make(rng):
        frame = chain(rng, 600)
        frame.loc[4:9, "dust"] = np.nan
        if outcome == "yes or no":
            frame["score"] = np.where(frame.score > 0, "yes", "no")
        return frame

    seed, rng = recompute.fresh()
    frame, table, some = recompute.telling(rng, make, "mediation", split=split)
    for one in some:
        assert recompute.differences(frame, table, one) is None, seed


def test_dependent_rows_are_refused():
    _, rng = recompute.fresh()
    assert recompute.every(recompute.read(recompute.ordered(rng)), "mediation") == []
    units = pd.concat([chain(rng, 60).assign(subject=[f"s{i}" for i in range(60)])] * 4)
    assert recompute.every(recompute.read(units.reset_index(drop=True)), "mediation") == []


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"dust": [1.0] * 60}, id="constant"),
        pytest.param({"dust": np.arange(60.0), "age": 2 * np.arange(60.0)}, id="collinear"),
        pytest.param({"dust": [np.inf, 1e300, -1e300, 1e-300] * 15}, id="huge"),
        pytest.param({"dust": [np.nan] * 50 + [1.0, 2.0] * 5}, id="mostly missing"),
        pytest.param({"dust": [0.0] * 59 + [1e9]}, id="one row alone"),
        pytest.param({"treatment": ["new"] * 60}, id="one level"),
        pytest.param({"treatment": ["new"] * 59 + ["old"]}, id="one treated"),
    ],
)
def test_awkward_columns_are_survived(odd):
    _, rng = recompute.fresh()
    frame = chain(rng, 60).assign(**odd)
    table = recompute.read(frame)
    for one in recompute.findings(table, "mediation"):
        assert recompute.differences(frame, table, one) is None
